/* Capital and small letters of the scripts that have both. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/letter.h"

static const struct {
    uint32_t capital, small;
} pairs[] = {{'A', 'a'},       {'Z', 'z'},       {0xC1, 0xE1},   {0xD1, 0xF1},   {0x110, 0x111},
             {0x1A0, 0x1A1},   {0x1EA4, 0x1EA5}, {0x401, 0x451}, {0x410, 0x430}, {0x42F, 0x44F},
             {0x1EFE, 0x1EFF}, {0x160, 0x161},   {0x17D, 0x17E}};

static void letters_change_both_ways(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_int_equal(letter_small(pairs[i].capital), pairs[i].small);
        assert_int_equal(letter_capital(pairs[i].small), pairs[i].capital);
        assert_int_equal(letter_small(pairs[i].small), pairs[i].small);
        assert_int_equal(letter_capital(pairs[i].capital), pairs[i].capital);
    }
}

static void what_has_one_form_stays(void **state)
{
    (void)state;
    static const uint32_t others[] = {'1',  ' ',  '@',   '[',    '{',    0xD7,
                                      0xF7, 0xDF, 0x627, 0x4E2D, 0x1780, 0x2068};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_int_equal(letter_small(others[i]), others[i]);
        assert_int_equal(letter_capital(others[i]), others[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_change_both_ways),
        cmocka_unit_test(what_has_one_form_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
