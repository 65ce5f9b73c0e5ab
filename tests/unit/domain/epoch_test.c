/* Epochs: which one is sealed to, where they end, and when their keys are over. */
#include "domain/epoch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int64_t at(const char *text)
{
    int64_t wall_ms = 0;

    assert_int_equal(moment_parse(text, &wall_ms), 0);
    return wall_ms;
}

static struct reckoning now_is(int64_t wall_ms, int64_t running_ms, bool verified)
{
    return (struct reckoning){.now = {.wall_ms = wall_ms, .mono_ms = 1, .verified = verified},
                              .running_ms = running_ms};
}

static void epoch_of_the_day_and_class_is_found(void **state)
{
    const struct epoch epochs[] = {
        {EPOCH_VISIT, {1}, 100, 200}, {EPOCH_VISIT, {2}, 200, 300}, {EPOCH_CALLBACK, {3}, 100, 300}};

    (void)state;
    assert_ptr_equal(epoch_at(epochs, 3, EPOCH_VISIT, 199), &epochs[0]);
    assert_ptr_equal(epoch_at(epochs, 3, EPOCH_VISIT, 200), &epochs[1]);
    assert_ptr_equal(epoch_at(epochs, 3, EPOCH_CALLBACK, 200), &epochs[2]);
    assert_null(epoch_at(epochs, 3, EPOCH_VISIT, 300));
    assert_null(epoch_at(epochs, 3, EPOCH_VISIT, 99));
}

/* Monday to Friday 8 to 20, Saturday until 2 at night, Sunday closed; UTC. 2026-11-23 is a Monday. */
static void epoch_ends_at_closing_time_else_at_night(void **state)
{
    static const struct weekly_range weekly[] = {
        {0, {480, 1200}}, {1, {480, 1200}}, {2, {480, 1200}},
        {3, {480, 1200}}, {4, {480, 1200}}, {5, {480, 1560}},
    };
    static const struct schedule hours = {.weekly = weekly, .weekly_count = 6};
    static const char *const ends[] = {"2026-11-27T20:00:00Z", "2026-11-29T02:00:00Z", "2026-11-30T04:00:00Z",
                                       "2026-11-30T20:00:00Z", "2026-12-01T20:00:00Z"};
    int64_t end_ms = at("2026-11-26T20:00:00Z");

    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        end_ms = epoch_end_after(&hours, NULL, end_ms);
        assert_int_equal(end_ms, at(ends[i]));
    }
}

static void epoch_of_a_site_that_never_closes_ends_at_night(void **state)
{
    static struct weekly_range weekly[7];
    const struct schedule hours = {.weekly = weekly, .weekly_count = 7};
    const struct schedule none = {.weekly_count = 0};

    (void)state;
    for (int i = 0; i < 7; i++)
        weekly[i] = (struct weekly_range){i, {0, 1440}};
    assert_int_equal(epoch_end_after(&hours, NULL, at("2026-11-23T12:00:00Z")), at("2026-11-24T04:00:00Z"));
    assert_int_equal(epoch_end_after(&none, NULL, at("2026-11-24T04:00:00Z")), at("2026-11-25T04:00:00Z"));
}

static void unverified_clock_ends_nothing_early(void **state)
{
    const struct beginning began = {.wall_ms = 1000, .running_ms = 50, .verified = true};
    struct reckoning jumped = now_is(INT64_C(1) << 50, 50 + DAY_MS - 1, false);
    struct reckoning counted = now_is(0, 50 + DAY_MS, false);

    (void)state;
    assert_false(deadline_over(2000, DAY_MS, &began, &jumped));
    assert_true(deadline_over(2000, DAY_MS, &began, &counted));
}

static void verified_clock_ends_it_in_time(void **state)
{
    const struct beginning began = {.wall_ms = 1000, .running_ms = 50, .verified = true};
    struct reckoning before = now_is(1999, 60, true);
    struct reckoning after = now_is(2000, 60, true);

    (void)state;
    assert_false(deadline_over(2000, DAY_MS, &began, &before));
    assert_true(deadline_over(2000, DAY_MS, &began, &after));
}

/* It began on a clock of 1970; an hour of running later somebody sets it right. */
static void clock_that_is_set_right_ends_nothing_at_once(void **state)
{
    const int64_t today_ms = at("2026-11-23T12:00:00Z");
    const struct beginning began = {.wall_ms = 1000, .running_ms = 0, .verified = false};
    struct reckoning soon = now_is(today_ms, HOUR_MS, true);
    struct reckoning later = now_is(today_ms + 2 * HOUR_MS, 3 * HOUR_MS, true);

    (void)state;
    assert_false(deadline_over(1000 + 2 * HOUR_MS, DAY_MS, &began, &soon));
    assert_true(deadline_over(1000 + 2 * HOUR_MS, DAY_MS, &began, &later));
}

static void key_lives_until_nothing_needs_it_and_not_longer_than_promised(void **state)
{
    const struct beginning made = {.wall_ms = 0, .running_ms = 0, .verified = true};
    const struct epoch_life visit = {EPOCH_VISIT, 10 * DAY_MS, 11 * DAY_MS, made};
    const struct epoch_life callback = {EPOCH_CALLBACK, 10 * DAY_MS, 24 * DAY_MS, made};
    static const struct {
        int64_t wall_ms;
        bool needed;
        bool visit_over;
        bool callback_over;
    } cases[] = {
        {10 * DAY_MS - 1, false, false, false}, {10 * DAY_MS, false, true, false},
        {10 * DAY_MS, true, false, false},      {11 * DAY_MS - 1, true, false, false},
        {11 * DAY_MS, true, true, false},       {11 * DAY_MS, false, true, true},
        {24 * DAY_MS - 1, true, true, false},   {24 * DAY_MS, true, true, true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reckoning now = now_is(cases[i].wall_ms, 1, true);

        assert_int_equal(epoch_over(&visit, cases[i].needed, &now), cases[i].visit_over);
        assert_int_equal(epoch_over(&callback, cases[i].needed, &now), cases[i].callback_over);
    }
}

static void key_is_over_by_counted_time_when_no_clock_is_right(void **state)
{
    const struct epoch_life visit = {EPOCH_VISIT, 8 * DAY_MS, 9 * DAY_MS, {0, 500, false}};
    struct reckoning before = now_is(20 * DAY_MS, 500 + 9 * DAY_MS - 1, false);
    struct reckoning after = now_is(0, 500 + 9 * DAY_MS, false);

    (void)state;
    assert_false(epoch_over(&visit, true, &before));
    assert_true(epoch_over(&visit, true, &after));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(epoch_of_the_day_and_class_is_found),
        cmocka_unit_test(epoch_ends_at_closing_time_else_at_night),
        cmocka_unit_test(epoch_of_a_site_that_never_closes_ends_at_night),
        cmocka_unit_test(unverified_clock_ends_nothing_early),
        cmocka_unit_test(verified_clock_ends_it_in_time),
        cmocka_unit_test(clock_that_is_set_right_ends_nothing_at_once),
        cmocka_unit_test(key_lives_until_nothing_needs_it_and_not_longer_than_promised),
        cmocka_unit_test(key_is_over_by_counted_time_when_no_clock_is_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
