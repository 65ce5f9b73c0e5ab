/* How often is too often. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "queue/limits.h"

static struct sign_in_limits new_limits(void)
{
    struct random_seed seed;
    struct sign_in_limits limits;

    sign_in_limits_init(&limits, random_seeded(&seed, 1));
    return limits;
}

static void five_tries_are_free_and_then_each_doubles_the_wait(void **state)
{
    struct sign_in_limits limits = new_limits();
    size_t bucket = sign_in_bucket(&limits, "marisol", NULL);
    int64_t now_ms = 1000;

    (void)state;
    for (int i = 0; i < SIGN_IN_FREE_TRIES; i++)
        assert_int_equal(sign_in_try(&limits, bucket, now_ms), 0);
    for (int wait_s = 1; wait_s <= 512; wait_s *= 2) {
        assert_int_equal(sign_in_try(&limits, bucket, now_ms), wait_s);
        now_ms += wait_s * 1000 - 1;
        assert_int_equal(sign_in_try(&limits, bucket, now_ms), 1);
        now_ms += 1;
        assert_int_equal(sign_in_try(&limits, bucket, now_ms), 0);
    }
    assert_int_equal(sign_in_try(&limits, bucket, now_ms), SIGN_IN_DELAY_MAX_S);
}

static void right_password_forgives_and_so_does_a_day(void **state)
{
    struct sign_in_limits limits = new_limits();
    size_t bucket = sign_in_bucket(&limits, "marisol", NULL);

    (void)state;
    for (int i = 0; i < SIGN_IN_FREE_TRIES; i++)
        sign_in_try(&limits, bucket, 1000);
    assert_int_not_equal(sign_in_try(&limits, bucket, 1000), 0);
    sign_in_forgive(&limits, bucket);
    for (int i = 0; i < SIGN_IN_FREE_TRIES; i++)
        assert_int_equal(sign_in_try(&limits, bucket, 1000), 0);
    assert_int_not_equal(sign_in_try(&limits, bucket, 1000), 0);
    assert_int_equal(sign_in_try(&limits, bucket, 1001 + SIGN_IN_FORGET_MS), 0);
    assert_int_equal(sign_in_try(&limits, bucket, 1001 + SIGN_IN_FORGET_MS), 0);
}

static void logins_do_not_share_a_bucket_by_their_start(void **state)
{
    struct sign_in_limits limits = new_limits();

    (void)state;
    assert_int_equal(sign_in_bucket(&limits, "marisol", NULL), sign_in_bucket(&limits, "marisol", NULL));
    assert_int_not_equal(sign_in_bucket(&limits, "marisol", NULL), sign_in_bucket(&limits, "marisol2", NULL));
}

static void kiosk_has_sixty_requests_and_one_more_a_minute(void **state)
{
    struct kiosk_limits limits = {.count = 0};
    struct uuid kiosk = {{1}};
    struct uuid other = {{2}};

    (void)state;
    for (int i = 0; i < KIOSK_BUCKET; i++) {
        assert_int_equal(kiosk_submit_wait(&limits, &kiosk, 5000), 0);
        kiosk_submit_take(&limits, &kiosk, 5000);
    }
    assert_int_equal(kiosk_submit_wait(&limits, &kiosk, 5000), 60);
    assert_int_equal(kiosk_submit_wait(&limits, &other, 5000), 0);
    assert_int_equal(kiosk_submit_wait(&limits, &kiosk, 5000 + KIOSK_REFILL_MS - 1), 1);
    assert_int_equal(kiosk_submit_wait(&limits, &kiosk, 5000 + KIOSK_REFILL_MS), 0);
    kiosk_submit_take(&limits, &kiosk, 5000 + KIOSK_REFILL_MS);
    assert_int_not_equal(kiosk_submit_wait(&limits, &kiosk, 5000 + KIOSK_REFILL_MS), 0);
}

static void five_wrong_tickets_in_ten_minutes_are_enough(void **state)
{
    struct kiosk_limits limits = {.count = 0};
    struct uuid kiosk = {{1}};

    (void)state;
    for (int i = 0; i < LOOKUP_WRONG_MAX; i++) {
        assert_int_equal(kiosk_lookup_wait(&limits, &kiosk, i * 1000), 0);
        kiosk_lookup_wrong(&limits, &kiosk, i * 1000);
    }
    assert_int_equal(kiosk_lookup_wait(&limits, &kiosk, 5000), 595);
    assert_int_equal(kiosk_lookup_wait(&limits, &kiosk, LOOKUP_WINDOW_MS - 1), 1);
    assert_int_equal(kiosk_lookup_wait(&limits, &kiosk, LOOKUP_WINDOW_MS), 0);
}

static void more_kiosks_than_places_still_have_limits(void **state)
{
    struct kiosk_limits limits = {.count = 0};

    (void)state;
    for (int i = 0; i < KIOSK_LIMITS_MAX + 10; i++) {
        struct uuid kiosk = {{(uint8_t)i, 1}};

        kiosk_lookup_wrong(&limits, &kiosk, i);
        assert_true(limits.count <= KIOSK_LIMITS_MAX);
    }
}

static void strangers_cannot_use_up_the_tries_of_a_known_browser(void **state)
{
    static const char device[] = "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoM";
    struct sign_in_limits limits = new_limits();
    size_t known = sign_in_bucket(&limits, "marisol", device);

    (void)state;
    for (size_t bucket = 0; bucket < SIGN_IN_BUCKETS; bucket++)
        for (int i = 0; i <= SIGN_IN_FREE_TRIES; i++)
            sign_in_try(&limits, bucket, 1000);
    assert_int_not_equal(sign_in_try(&limits, sign_in_bucket(&limits, "marisol", NULL), 1000), 0);
    assert_int_equal(sign_in_try(&limits, known, 1000), 0);
    assert_int_not_equal(known, sign_in_bucket(&limits, "amina", device));
}

static void two_of_an_address_wait_and_sixteen_strangers_in_all(void **state)
{
    struct password_line line = {0};
    uint8_t address[16] = {0};
    const uint8_t unknown[16] = {0};

    (void)state;
    for (uint8_t i = 0; i < LINE_MAX; i++) {
        address[0] = 1 + i / LINE_ADDRESS_MAX;
        assert_true(line_has_room(&line, false, address));
        line_enter(&line, false, address);
        if (i % LINE_ADDRESS_MAX == LINE_ADDRESS_MAX - 1)
            assert_false(line_has_room(&line, false, address));
    }
    assert_false(line_has_room(&line, false, unknown));
    assert_true(line_has_room(&line, true, address));
    line_leave(&line, false, address);
    assert_true(line_has_room(&line, false, address));
    assert_true(line_has_room(&line, false, unknown));
}

static void known_browsers_wait_in_a_line_of_their_own(void **state)
{
    struct password_line line = {0};
    const uint8_t address[16] = {1};

    (void)state;
    for (int i = 0; i < LINE_MAX; i++) {
        assert_true(line_has_room(&line, true, address));
        line_enter(&line, true, address);
    }
    assert_false(line_has_room(&line, true, address));
    assert_true(line_has_room(&line, false, address));
    line_leave(&line, true, address);
    assert_true(line_has_room(&line, true, address));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_tries_are_free_and_then_each_doubles_the_wait),
        cmocka_unit_test(right_password_forgives_and_so_does_a_day),
        cmocka_unit_test(logins_do_not_share_a_bucket_by_their_start),
        cmocka_unit_test(strangers_cannot_use_up_the_tries_of_a_known_browser),
        cmocka_unit_test(two_of_an_address_wait_and_sixteen_strangers_in_all),
        cmocka_unit_test(known_browsers_wait_in_a_line_of_their_own),
        cmocka_unit_test(kiosk_has_sixty_requests_and_one_more_a_minute),
        cmocka_unit_test(five_wrong_tickets_in_ten_minutes_are_enough),
        cmocka_unit_test(more_kiosks_than_places_still_have_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
