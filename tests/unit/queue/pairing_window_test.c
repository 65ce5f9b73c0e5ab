/* The window closes by itself, and one step leads to the next only in time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "queue/pairing_window.h"

#include <string.h>

#define NOW_MS INT64_C(1000000)

static const uint8_t anchors[] = {1, 2, 3, 4};

/* A kiosk of the test's, and the window that it meets. */
struct bench {
    struct pairing_window window;
    struct key_pair pair;
    uint8_t nonce[PAIRING_NONCE_SIZE];
    struct random_seed seed;
    struct random_source random;
};

static int set_up(void **state)
{
    static struct bench bench;
    struct pairing_plan plan = {.name = "Kiosk 2"};

    memset(&bench, 0, sizeof bench);
    assert_int_equal(seal_init(), CB_OK);
    bench.random = random_seeded(&bench.seed, 7);
    key_pair_make(&bench.pair);
    memset(&plan.site_id, 2, sizeof plan.site_id);
    memset(&plan.kiosk_id, 3, sizeof plan.kiosk_id);
    assert_int_equal(pairing_window_open(&bench.window, &plan, NOW_MS), CB_OK);
    *state = &bench;
    return 0;
}

static int start(struct bench *bench, int64_t mono_ms)
{
    struct pairing_hello hello = {.version = "0.1.0"};

    pairing_commit(bench->pair.public_key, bench->nonce, hello.commitment);
    return pairing_start(&bench->window, &hello, anchors, sizeof anchors, bench->random, mono_ms);
}

static int reveal(struct bench *bench, int64_t mono_ms)
{
    struct uuid id = bench->window.id;

    return pairing_reveal(&bench->window, &id, bench->pair.public_key, bench->nonce, mono_ms);
}

static void one_window_at_a_time(void **state)
{
    struct bench *bench = *state;
    struct pairing_plan plan = {.name = "Kiosk 3"};

    assert_int_equal(pairing_window_open(&bench->window, &plan, NOW_MS + 1), CB_BUSY);
    assert_string_equal(bench->window.plan.name, "Kiosk 2");
}

static void window_closes_after_ten_minutes(void **state)
{
    struct bench *bench = *state;
    struct pairing_plan plan = {.name = "Kiosk 3"};

    assert_int_equal(pairing_stage(&bench->window, NOW_MS + PAIRING_WINDOW_MS - 1), PAIRING_OPEN);
    assert_int_equal(start(bench, NOW_MS + PAIRING_WINDOW_MS), CB_NOT_FOUND);
    assert_int_equal(bench->window.stage, PAIRING_ABORTED);
    assert_non_null(bench->window.why);
    assert_int_equal(pairing_window_open(&bench->window, &plan, NOW_MS + PAIRING_WINDOW_MS), CB_OK);
    assert_string_equal(bench->window.plan.name, "Kiosk 3");
}

static void silent_kiosk_ends_it(void **state)
{
    struct bench *bench = *state;

    assert_int_equal(start(bench, NOW_MS), CB_OK);
    assert_int_equal(reveal(bench, NOW_MS + PAIRING_STEP_MS + 1), CB_NOT_FOUND);
    assert_int_equal(bench->window.stage, PAIRING_ABORTED);
}

static void people_have_the_rest_of_the_ten_minutes_for_the_digits(void **state)
{
    struct bench *bench = *state;
    char digits[PAIRING_KIOSK_DIGITS + 1];
    uint8_t token[TOKEN_SIZE];
    char text[TOKEN_TEXT_SIZE];
    struct uuid id;

    assert_int_equal(start(bench, NOW_MS), CB_OK);
    assert_int_equal(reveal(bench, NOW_MS + 100), CB_OK);
    memcpy(digits, bench->window.transcript.kiosk_digits, sizeof digits);
    assert_int_equal(pairing_type(&bench->window, digits, NOW_MS + PAIRING_WINDOW_MS - 1), CB_OK);
    assert_int_equal(pairing_open(&bench->pair, &bench->window.transcript, &bench->window.plan.kiosk_id,
                                  bench->window.sealed, token),
                     CB_OK);
    token_write(token, text);
    id = bench->window.id;
    assert_int_equal(pairing_confirm(&bench->window, &id, text, NOW_MS + PAIRING_WINDOW_MS - 1), CB_OK);
    assert_int_equal(bench->window.stage, PAIRING_DONE);
}

static void digits_are_typed_once_and_only_when_shown(void **state)
{
    struct bench *bench = *state;

    assert_int_equal(pairing_type(&bench->window, "000000", NOW_MS), CB_NOT_FOUND);
    assert_int_equal(bench->window.stage, PAIRING_OPEN);
    assert_int_equal(start(bench, NOW_MS), CB_OK);
    assert_int_equal(reveal(bench, NOW_MS), CB_OK);
    assert_int_equal(pairing_type(&bench->window, "12", NOW_MS), CB_DENIED);
    assert_int_equal(bench->window.stage, PAIRING_ABORTED);
    assert_int_equal(pairing_type(&bench->window, "000000", NOW_MS), CB_NOT_FOUND);
}

static void no_secret_outlives_the_end(void **state)
{
    static const uint8_t zeros[sizeof((struct pairing_window *)0)->queue_nonce];
    struct bench *bench = *state;

    assert_int_equal(start(bench, NOW_MS), CB_OK);
    assert_int_equal(reveal(bench, NOW_MS), CB_OK);
    pairing_window_abort(&bench->window, "test");
    assert_memory_equal(bench->window.queue_nonce, zeros, sizeof zeros);
    assert_string_equal(bench->window.transcript.kiosk_digits, "");
    assert_string_equal(bench->window.plan.name, "Kiosk 2");
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_window_at_a_time),
        TEST(window_closes_after_ten_minutes),
        TEST(silent_kiosk_ends_it),
        TEST(people_have_the_rest_of_the_ten_minutes_for_the_digits),
        TEST(digits_are_typed_once_and_only_when_shown),
        TEST(no_secret_outlives_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
