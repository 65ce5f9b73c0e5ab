/* Whom somebody would rather talk with, as one word. */
#include "domain/preference.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void preference_comes_back_from_its_word(void **state)
{
    static const struct {
        struct preference preference;
        const char *word;
    } cases[] = {
        {{"", PREFERENCE_ANYONE}, ""},
        {{"", PREFERENCE_WOMAN}, "woman"},
        {{"es", PREFERENCE_ANYONE}, "speaks-es"},
        {{"kea", PREFERENCE_MAN}, "speaks-kea_man"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char word[PREFERENCE_TEXT_SIZE];
        struct preference back;

        preference_write(&cases[i].preference, word);
        assert_string_equal(word, cases[i].word);
        assert_int_equal(preference_read(word, &back), CB_OK);
        assert_int_equal(preference_is_set(&back), word[0] != 0);
        assert_string_equal(back.language, cases[i].preference.language);
        assert_int_equal(back.gender, cases[i].preference.gender);
    }
}

static void anything_else_is_refused(void **state)
{
    static const char *const wrong[] = {"not-a-man",  "woman_man",   "speaks-",
                                        "speaks-es_", "woman ",      "speaks-ES",
                                        "speaks-e",   "speaks-es_x", "speaks-a-very-long-language"};
    struct preference preference;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(preference_read(wrong[i], &preference), CB_BAD_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(preference_comes_back_from_its_word),
        cmocka_unit_test(anything_else_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
