/* Groups of a day: only what is still to come, in order, by the site's own clock. */
#include "domain/meeting.h"

#include "base/clock.h"
#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct zone *boston;

static int load_zone(void **state)
{
    (void)state;
    return zone_load("America/New_York", &boston);
}

static int free_zone(void **state)
{
    (void)state;
    zone_free(boston);
    return 0;
}

static int64_t at(const char *text)
{
    int64_t wall_ms = 0;
    assert_int_equal(moment_parse(text, &wall_ms), CB_OK);
    return wall_ms;
}

/* 24 November 2026 is a Tuesday. */
static const struct weekly_range tuesday_evening[] = {{1, {19 * 60, 20 * 60}}};
static const struct weekly_range twice[] = {{1, {17 * 60 + 30, 18 * 60 + 30}}, {1, {9 * 60, 10 * 60}}};
static const struct weekly_range friday[] = {{4, {12 * 60, 13 * 60}}};
static const struct day_exception none_that_day[] = {{{2026, 11, 24}, NULL, 0, "Closed"}};
static const struct meeting meetings[] = {
    {.id = "class", .schedule = {.weekly = tuesday_evening, .weekly_count = 1}},
    {.id = "peers", .schedule = {.weekly = twice, .weekly_count = 2}},
    {.id = "food", .schedule = {.weekly = friday, .weekly_count = 1}},
    {.id = "closed",
     .schedule = {
         .weekly = tuesday_evening, .weekly_count = 1, .exceptions = none_that_day, .exception_count = 1}}};
static const struct board board = {.meetings = meetings, .meeting_count = 4};

static void groups_of_today_stand_in_the_order_in_which_they_begin(void **state)
{
    (void)state;
    struct meeting_today today[MEETINGS_TODAY_MAX];
    assert_int_equal(meetings_today(&board, boston, at("2026-11-24T12:00:00Z"), today), 3);
    assert_string_equal(today[0].meeting->id, "peers");
    assert_int_equal(today[0].start_ms, at("2026-11-24T14:00:00Z"));
    assert_string_equal(today[1].meeting->id, "peers");
    assert_int_equal(today[1].end_ms, at("2026-11-24T23:30:00Z"));
    assert_string_equal(today[2].meeting->id, "class");
}

static void a_group_that_is_over_is_left_out_and_one_that_has_begun_is_not(void **state)
{
    (void)state;
    struct meeting_today today[MEETINGS_TODAY_MAX];
    assert_int_equal(meetings_today(&board, boston, at("2026-11-24T22:31:00Z"), today), 2);
    assert_string_equal(today[0].meeting->id, "peers");
    assert_int_equal(meetings_today(&board, boston, at("2026-11-24T23:30:00Z"), today), 1);
    assert_int_equal(meetings_today(&board, boston, at("2026-11-25T01:00:00Z"), today), 0);
}

static void another_day_has_its_own_groups(void **state)
{
    (void)state;
    struct meeting_today today[MEETINGS_TODAY_MAX];
    assert_int_equal(meetings_today(&board, boston, at("2026-11-25T15:00:00Z"), today), 0);
    assert_int_equal(meetings_today(&board, boston, at("2026-11-27T15:00:00Z"), today), 1);
    assert_string_equal(today[0].meeting->id, "food");
}

static void no_more_than_a_page_can_hold_are_listed(void **state)
{
    (void)state;
    struct weekly_range many[40];
    for (int i = 0; i < 40; i++)
        many[i] = (struct weekly_range){1, {600 + i, 700 + i}};
    const struct meeting one = {.id = "many", .schedule = {.weekly = many, .weekly_count = 40}};
    const struct board full = {.meetings = &one, .meeting_count = 1};
    struct meeting_today today[MEETINGS_TODAY_MAX];
    assert_int_equal(meetings_today(&full, boston, at("2026-11-24T12:00:00Z"), today), MEETINGS_TODAY_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_of_today_stand_in_the_order_in_which_they_begin),
        cmocka_unit_test(a_group_that_is_over_is_left_out_and_one_that_has_begun_is_not),
        cmocka_unit_test(another_day_has_its_own_groups),
        cmocka_unit_test(no_more_than_a_page_can_hold_are_listed),
    };
    return cmocka_run_group_tests(tests, load_zone, free_zone);
}
