/* UTF-8, strictly. */
#include "base/utf8.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool valid(const char *text)
{
    return utf8_valid(text, strlen(text));
}

static void good_text_is_valid(void **state)
{
    (void)state;
    assert_true(valid(""));
    assert_true(valid("Just to talk"));
    assert_true(valid("¿Con quién?"));
    assert_true(valid("\xf4\x8f\xbf\xbf"));
    assert_true(utf8_valid("a\0b", 3));
}

static void bad_bytes_are_not(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "\x80",     /* a continuation alone */
        "\xc3",     /* cut */
        "\xc0\x80", /* overlong */
        "\xe0\x80\xaf",
        "\xf0\x80\x80\xaf",
        "\xed\xa0\x80",     /* a surrogate */
        "\xf4\x90\x80\x80", /* above the last character */
        "\xf8\x88\x80\x80\x80",
        "\xff",
        "a\xe2\x82z",
    };

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(valid(wrong[i]));
}

/* Every character there is goes out and comes back. */
static void every_character_comes_back(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10ffff; c++) {
        char bytes[5] = {0};
        const char *at = bytes;
        size_t length;

        if (c >= 0xd800 && c <= 0xdfff)
            continue;
        length = utf8_encode(c, bytes);
        assert_true(utf8_valid(bytes, length));
        assert_int_equal(utf8_next(&at), c);
        assert_ptr_equal(at, bytes + length);
    }
}

static void what_is_no_character_is_written_as_the_replacement(void **state)
{
    (void)state;
    char bytes[4];

    assert_int_equal(utf8_encode(0xd800, bytes), 3);
    assert_memory_equal(bytes, "\xef\xbf\xbd", 3);
    assert_int_equal(utf8_encode(0x110000, bytes), 3);
}

static void reading_goes_on_after_a_bad_byte(void **state)
{
    (void)state;
    const char *at = "\xe2\x82!";

    assert_int_equal(utf8_next(&at), 0xfffd);
    assert_int_equal(utf8_next(&at), 0xfffd);
    assert_int_equal(utf8_next(&at), '!');
    assert_int_equal(utf8_next(&at), 0);
    assert_int_equal(utf8_next(&at), 0);
}

static void the_last_character_goes_as_a_whole(void **state)
{
    (void)state;
    char text[] = "Zo\xc3\xab";

    assert_int_equal(utf8_count(text), 3);
    utf8_drop_last(text);
    assert_string_equal(text, "Zo");
    assert_int_equal(text[3], 0); /* nothing of it is left behind */
    utf8_drop_last(text);
    utf8_drop_last(text);
    utf8_drop_last(text);
    assert_string_equal(text, "");
}

static void control_characters_are_found(void **state)
{
    (void)state;
    assert_false(utf8_has_control("Ren\xc3\xa9 \xe2\x80\x99"));
    assert_true(utf8_has_control("a\tb"));
    assert_true(utf8_has_control("\x7f"));
    assert_true(utf8_has_control("\xc2\x85"));      /* C1 */
    assert_true(utf8_has_control("x\xe2\x80\xae")); /* right-to-left override */
    assert_true(utf8_has_control("\xe2\x81\xa6x")); /* an isolate */
    assert_false(utf8_lines_have_control("one\n\ttwo"));
    assert_true(utf8_lines_have_control("one\rtwo"));
    assert_true(utf8_lines_have_control("x\xe2\x80\xae"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_text_is_valid),
        cmocka_unit_test(bad_bytes_are_not),
        cmocka_unit_test(every_character_comes_back),
        cmocka_unit_test(what_is_no_character_is_written_as_the_replacement),
        cmocka_unit_test(reading_goes_on_after_a_bad_byte),
        cmocka_unit_test(the_last_character_goes_as_a_whole),
        cmocka_unit_test(control_characters_are_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
