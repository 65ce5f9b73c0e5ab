/* base64url and hex. */
#include "base/codec.h"
#include "base/error.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void known_texts_are_written(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "Zg", "Zm8", "Zm9v", "Zm9vYg", "Zm9vYmE", "Zm9vYmFy"};
    char text[BASE64_TEXT_SIZE(6)];

    for (size_t length = 0; length <= 6; length++) {
        base64_encode((const uint8_t *)"foobar", length, text);
        assert_string_equal(text, texts[length]);
        assert_int_equal(strlen(text) + 1, BASE64_TEXT_SIZE(length));
    }
    base64_encode((const uint8_t *)"\xff\xef\xbe", 3, text);
    assert_string_equal(text, "_---"); /* not plain base64: it may stand in an address */
}

static void bytes_come_back_at_every_length(void **state)
{
    (void)state;
    uint8_t bytes[64], back[64];
    char text[BASE64_TEXT_SIZE(64)];

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 37 + 11);
    for (size_t length = 0; length <= sizeof bytes; length++) {
        base64_encode(bytes, length, text);
        assert_int_equal(base64_decode(text, back, length), CB_OK);
        assert_memory_equal(bytes, back, length);
        if (length > 0)
            assert_int_equal(base64_decode(text, back, length - 1), CB_BAD_INPUT);
        assert_int_equal(base64_decode(text, back, length + 1), CB_BAD_INPUT);
    }
}

static void strange_characters_and_stray_bits_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"Zh", "Z=", "Z ", "Z+", "Z/", "Z\x80", "Zg=="};
    uint8_t byte = 9;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(base64_decode(wrong[i], &byte, 1), CB_BAD_INPUT);
    assert_int_equal(byte, 9);
}

static void hex_is_lower_case(void **state)
{
    (void)state;
    char text[7];

    hex_encode((const uint8_t *)"\x00\xaf\x10", 3, text);
    assert_string_equal(text, "00af10");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_texts_are_written),
        cmocka_unit_test(bytes_come_back_at_every_length),
        cmocka_unit_test(strange_characters_and_stray_bits_are_refused),
        cmocka_unit_test(hex_is_lower_case),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
