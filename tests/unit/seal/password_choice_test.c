/* Which passwords may be chosen, and the ones that are offered. */
#include "seal/password.h"
#include "seal/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void good_passwords_may_be_chosen(void **state)
{
    static const char *const good[] = {
        "leaf-otter-piano",          "correct horse battery staple", "Vx9!mQ2#tLz7", "zwölf große Bären",
        "my aunt bakes on Tuesdays", "пароль моей бабушки",          "829301748592", "rqWnmxLoveTreuq",
    };
    struct problem problem = {""};

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        if (password_acceptable(good[i], &problem) != CB_OK)
            fail_msg("%s: %s", good[i], problem.text);
    }
}

static void guessable_passwords_may_not(void **state)
{
    static const char *const bad[] = {
        "brief",          "elevenchars",        "äöüäöüäöüä1",
        "aaaaaaaaaaaa",   "abcabcabcabcabc",    "qwertyuiop12",
        "123456789012",   "poiuytrewq!!",       "abcdefghijklm",
        "Password12345",  "P4$$w0rd!2026",      "letmeinletmein",
        "Welcome-2026!!", "iloveyou1234",       "My-CoachBell-7!",
        "c04chb3ll-xyzq", "recovery-coach",     "RiversideClinic1",
        "1qaz2wsx3edc",   "tab\tin the middle", "bad utf8 \xff here",
    };
    struct problem problem = {""};

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        problem.text[0] = '\0';
        if (password_acceptable(bad[i], &problem) != CB_BAD_INPUT)
            fail_msg("%s was accepted", bad[i]);
        assert_true(problem.text[0] != '\0');
        assert_null(strstr(problem.text, bad[i]));
    }
}

static void length_is_bounded_both_ways(void **state)
{
    char text[PASSWORD_MAX + 2];

    (void)state;
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = "leafyotrpn"[(i * i + i / 7) % 10];
    text[PASSWORD_MAX] = '\0';
    assert_int_equal(password_acceptable(text, NULL), CB_OK);
    text[PASSWORD_MAX] = 'x';
    text[PASSWORD_MAX + 1] = '\0';
    assert_int_equal(password_acceptable(text, NULL), CB_BAD_INPUT);
    text[PASSWORD_MIN] = '\0';
    assert_int_equal(password_acceptable(text, NULL), CB_OK);
    text[PASSWORD_MIN - 1] = '\0';
    assert_int_equal(password_acceptable(text, NULL), CB_BAD_INPUT);
}

static void offers_are_five_words_and_acceptable(void **state)
{
    struct random_seed seed;
    struct random_source random = random_seeded(&seed, 47);
    char last[PASSWORD_SUGGEST_SIZE] = "";

    (void)state;
    for (int i = 0; i < 2000; i++) {
        char text[PASSWORD_SUGGEST_SIZE];
        int dashes = 0;

        password_suggest(random, text, sizeof(text));
        for (const char *c = text; *c != '\0'; c++)
            dashes += *c == '-';
        assert_int_equal(dashes, 4);
        assert_string_not_equal(text, last);
        if (password_acceptable(text, NULL) != CB_OK)
            fail_msg("offered but refused: %s", text);
        strcpy(last, text);
    }
}

static void words_are_sorted_short_and_plain(void **state)
{
    (void)state;
    assert_true(seal_word_count >= WORDS_MIN);
    for (size_t i = 0; i < seal_word_count; i++) {
        const char *word = seal_words[i];

        assert_in_range(strlen(word), 3, WORD_LENGTH_MAX);
        assert_int_equal(strspn(word, "abcdefghijklmnopqrstuvwxyz"), strlen(word));
        if (i > 0)
            assert_true(strcmp(seal_words[i - 1], word) < 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_passwords_may_be_chosen),
        cmocka_unit_test(guessable_passwords_may_not),
        cmocka_unit_test(length_is_bounded_both_ways),
        cmocka_unit_test(offers_are_five_words_and_acceptable),
        cmocka_unit_test(words_are_sorted_short_and_plain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
