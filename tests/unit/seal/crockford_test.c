/* Crockford's base32: known texts, what is forgiven, and what is not. */
#include "seal/crockford.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void known_bytes_give_known_text(void **state)
{
    static const struct {
        const char *text;
        size_t length;
        uint8_t bytes[5];
    } cases[] = {{"", 0, {0}},
                 {"ZW", 1, {0xff}},
                 {"00000", 3, {0}},
                 {"VTPVXVR", 4, {0xde, 0xad, 0xbe, 0xef}},
                 {"ZZZZZZZZ", 5, {0xff, 0xff, 0xff, 0xff, 0xff}}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[16];
        uint8_t bytes[5];

        crockford_encode(cases[i].bytes, cases[i].length, text);
        assert_string_equal(text, cases[i].text);
        assert_int_equal(crockford_decode(text, bytes, cases[i].length), CB_OK);
        assert_memory_equal(bytes, cases[i].bytes, cases[i].length);
    }
}

static void what_looks_alike_is_alike(void **state)
{
    uint8_t plain[5];
    uint8_t typed[5];

    (void)state;
    assert_int_equal(crockford_decode("01AB10YZ", plain, sizeof(plain)), CB_OK);
    assert_int_equal(crockford_decode(" oi-ab lO\tyz\n", typed, sizeof(typed)), CB_OK);
    assert_memory_equal(plain, typed, sizeof(plain));
}

static void other_texts_are_refused(void **state)
{
    static const char *const texts[] = {"",        "VTPVXV",  "VTPVXVRR",      "VTPVXV!",
                                        "VTPVXVU", "VTPVXVS", "VTPVXV\xc3\xa9"};
    uint8_t bytes[4];

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_int_equal(crockford_decode(texts[i], bytes, sizeof(bytes)), CB_BAD_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_bytes_give_known_text),
        cmocka_unit_test(what_looks_alike_is_alike),
        cmocka_unit_test(other_texts_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
