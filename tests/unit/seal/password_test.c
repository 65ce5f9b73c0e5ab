/* What is stored of a password, and the key it gives. A small cost, so that the test is quick. */
#include "seal/password.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/hex.h"

static const char verifier_hex[] = "5fc7bbd5c60bc1624b07cb77020fba9094177381fd52e2c215a4c3d42b82521d";
static const char kek_hex[] = "f2967031f1b6ab18bcbbdb9355c8c9b27a3924be35b010377fd346fea3e5620b";

#define OPSLIMIT 1
#define MEMLIMIT (1024 * 1024)

static void known_password_gives_known_key(void **state)
{
    struct password_record record = {.salt = "0123456789abcde", .opslimit = OPSLIMIT, .memlimit = MEMLIMIT};
    uint8_t expected[KEY_SIZE];
    uint8_t kek[KEY_SIZE];

    (void)state;
    record.salt[15] = 'f';
    hex_decode(verifier_hex, record.verifier, sizeof(record.verifier));
    assert_int_equal(password_check("correct horse battéry", &record, kek), CB_OK);
    hex_decode(kek_hex, expected, sizeof(expected));
    assert_memory_equal(kek, expected, sizeof(kek));
}

static void right_password_gives_the_same_key_again(void **state)
{
    struct password_record record;
    uint8_t kek[KEY_SIZE];
    uint8_t again[KEY_SIZE];

    (void)state;
    assert_int_equal(password_set("leaf-otter-piano", OPSLIMIT, MEMLIMIT, &record, kek), CB_OK);
    assert_int_equal(password_check("leaf-otter-piano", &record, again), CB_OK);
    assert_memory_equal(kek, again, sizeof(kek));
    assert_memory_not_equal(kek, record.verifier, sizeof(kek));
}

static void wrong_password_is_denied(void **state)
{
    static const uint8_t untouched[KEY_SIZE] = {7};
    struct password_record record;
    uint8_t kek[KEY_SIZE];
    char too_long[PASSWORD_MAX + 2];

    (void)state;
    assert_int_equal(password_set("leaf-otter-piano", OPSLIMIT, MEMLIMIT, &record, kek), CB_OK);
    memcpy(kek, untouched, sizeof(kek));
    memset(too_long, 'x', sizeof(too_long) - 1);
    too_long[sizeof(too_long) - 1] = '\0';
    assert_int_equal(password_check("leaf-otter-pianp", &record, kek), CB_DENIED);
    assert_int_equal(password_check("", &record, kek), CB_DENIED);
    assert_int_equal(password_check(too_long, &record, kek), CB_DENIED);
    assert_memory_equal(kek, untouched, sizeof(kek));
}

static void same_password_twice_shares_nothing(void **state)
{
    struct password_record a;
    struct password_record b;
    uint8_t kek_a[KEY_SIZE];
    uint8_t kek_b[KEY_SIZE];

    (void)state;
    assert_int_equal(password_set("leaf-otter-piano", OPSLIMIT, MEMLIMIT, &a, kek_a), CB_OK);
    assert_int_equal(password_set("leaf-otter-piano", OPSLIMIT, MEMLIMIT, &b, kek_b), CB_OK);
    assert_memory_not_equal(a.salt, b.salt, sizeof(a.salt));
    assert_memory_not_equal(a.verifier, b.verifier, sizeof(a.verifier));
    assert_memory_not_equal(kek_a, kek_b, sizeof(kek_a));
}

static void nobody_is_always_denied(void **state)
{
    (void)state;
    assert_int_equal(password_check_nobody("leaf-otter-piano", OPSLIMIT, MEMLIMIT), CB_DENIED);
    assert_int_equal(password_check_nobody("", OPSLIMIT, MEMLIMIT), CB_DENIED);
}

static void impossible_cost_is_damage(void **state)
{
    struct password_record record = {.opslimit = 0, .memlimit = MEMLIMIT};
    uint8_t kek[KEY_SIZE];

    (void)state;
    assert_int_equal(password_check("leaf-otter-piano", &record, kek), CB_DAMAGED);
    record.opslimit = OPSLIMIT;
    record.memlimit = -1;
    assert_int_equal(password_check("leaf-otter-piano", &record, kek), CB_DAMAGED);
}

/* é as one character, as e with an accent behind it, and Å as the sign for a length. */
static void one_password_in_two_spellings_is_one_password(void **state)
{
    struct password_record record;
    uint8_t kek[KEY_SIZE];
    uint8_t again[KEY_SIZE];

    (void)state;
    assert_int_equal(password_set("corre\xcc\x81t h\xe2\x84\xabrse", OPSLIMIT, MEMLIMIT, &record, kek),
                     CB_OK);
    assert_int_equal(password_check("corr\xc3\xa9t h\xc3\x85rse", &record, again), CB_OK);
    assert_memory_equal(kek, again, sizeof(kek));
    assert_int_equal(password_check("corret h\xc3\x85rse", &record, again), CB_DENIED);
}

static void longest_password_is_measured_in_normal_form(void **state)
{
    char normal[PASSWORD_MAX + 1];
    char text[PASSWORD_MAX + 2] = "";

    (void)state;
    memset(text, 'x', PASSWORD_MAX);
    assert_int_equal(password_normalize(text, normal), CB_OK);
    assert_string_equal(normal, text);
    text[PASSWORD_MAX] = 'x';
    assert_int_equal(password_normalize(text, normal), CB_TOO_LARGE);
    /* U+0958 stays two characters in normal form C, twice as long. */
    text[0] = '\0';
    for (int i = 0; i < PASSWORD_MAX / 3; i++)
        strcat(text, "\xe0\xa5\x98");
    assert_int_equal(password_normalize(text, normal), CB_TOO_LARGE);
    assert_int_equal(password_normalize("\xff", normal), CB_BAD_INPUT);
}

static void cost_rises_with_the_machine_and_within_bounds(void **state)
{
    (void)state;
    assert_int_equal(password_opslimit_for(800), PASSWORD_OPSLIMIT);
    assert_int_equal(password_opslimit_for(5000), PASSWORD_OPSLIMIT);
    assert_int_equal(password_opslimit_for(200), 12);
    assert_int_equal(password_opslimit_for(152), 15);
    assert_int_equal(password_opslimit_for(0), PASSWORD_OPSLIMIT_MAX);
    assert_int_equal(password_opslimit_for(1), PASSWORD_OPSLIMIT_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_password_gives_known_key),
        cmocka_unit_test(right_password_gives_the_same_key_again),
        cmocka_unit_test(wrong_password_is_denied),
        cmocka_unit_test(same_password_twice_shares_nothing),
        cmocka_unit_test(nobody_is_always_denied),
        cmocka_unit_test(impossible_cost_is_damage),
        cmocka_unit_test(one_password_in_two_spellings_is_one_password),
        cmocka_unit_test(longest_password_is_measured_in_normal_form),
        cmocka_unit_test(cost_rises_with_the_machine_and_within_bounds),
    };

    if (seal_init() != CB_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
