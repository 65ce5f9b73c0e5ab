/* Availability: what is said of a coach at every turn of the day, the year and the clock. */
#include "base/clock.h"
#include "base/error.h"
#include "domain/availability.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct zone *new_york;

static int load_zone(void **state)
{
    (void)state;
    (void)state;
    return zone_load("America/New_York", &new_york);
}

static int free_zone(void **state)
{
    (void)state;
    (void)state;
    zone_free(new_york);
    return 0;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Tuesday to Thursday 9 to 16, with Thanksgiving (a Thursday) closed and an extra Saturday. */
static const struct weekly_range weekly[] = {{1, {540, 960}}, {2, {540, 960}}, {3, {540, 960}}};
static const struct minute_range saturday_ranges[] = {{600, 720}};
static const struct day_exception exceptions[] = {
    {{2026, 11, 26}, NULL, 0, "Thanksgiving"},
    {{2026, 11, 28}, saturday_ranges, 1, "Open house"},
};
static const struct schedule marisol = {weekly, COUNT(weekly), exceptions, COUNT(exceptions)};
static const struct schedule no_hours = {NULL, 0, NULL, 0};
static const struct presence silent = {PRESENCE_NONE, 0, 0, false};

/* A local time in New York, in November 2026 unless a month is given. */
static int64_t at(int month, int day, int hour, int minute)
{
    return zone_wall_ms(new_york, (struct date){2026, month, day}, hour * 60 + minute);
}

static struct availability seen(const struct presence *presence, int64_t wall_ms)
{
    return availability_at(&marisol, presence, new_york, wall_ms);
}

static void hours_alone_make_nobody_present(void **state)
{
    (void)state;
    struct availability answer = seen(&silent, at(11, 24, 10, 0));

    assert_int_equal(answer.state, AVAILABILITY_EXPECTED);
    assert_int_equal(answer.until_ms, at(11, 24, 16, 0));
    assert_false(availability_on_shift(answer.state));
}

static void hours_begin_sharp_and_end_sharp(void **state)
{
    (void)state;
    assert_int_equal(seen(&silent, at(11, 24, 9, 0) - 1).state, AVAILABILITY_LATER);
    assert_int_equal(seen(&silent, at(11, 24, 9, 0)).state, AVAILABILITY_EXPECTED);
    assert_int_equal(seen(&silent, at(11, 24, 16, 0) - 1).state, AVAILABILITY_EXPECTED);
    assert_int_equal(seen(&silent, at(11, 24, 16, 0)).state, AVAILABILITY_AWAY);
}

static void presence_beats_hours_until_it_expires(void **state)
{
    (void)state;
    struct presence here = {PRESENCE_HERE, at(11, 24, 18, 0), 0, false};
    struct availability answer = seen(&here, at(11, 24, 17, 0));

    assert_int_equal(answer.state, AVAILABILITY_HERE);
    assert_int_equal(answer.until_ms, at(11, 24, 18, 0));
    assert_int_equal(seen(&here, at(11, 24, 18, 0) - 1).state, AVAILABILITY_HERE);
    assert_int_equal(seen(&here, at(11, 24, 18, 0)).state, AVAILABILITY_AWAY);
}

static void with_someone_and_break_say_when_they_are_back(void **state)
{
    (void)state;
    struct presence busy = {PRESENCE_WITH_SOMEONE, at(11, 24, 16, 0), at(11, 24, 11, 0), false};
    struct availability answer = seen(&busy, at(11, 24, 10, 0));

    assert_int_equal(answer.state, AVAILABILITY_WITH_SOMEONE);
    assert_int_equal(answer.back_at_ms, at(11, 24, 11, 0));
    busy.kind = PRESENCE_BREAK;
    assert_int_equal(seen(&busy, at(11, 24, 10, 0)).state, AVAILABILITY_BREAK);
    assert_true(availability_on_shift(AVAILABILITY_BREAK));
    busy.kind = PRESENCE_HERE; /* nobody who is here comes back */
    assert_int_equal(seen(&busy, at(11, 24, 10, 0)).back_at_ms, 0);
}

static void done_means_not_again_in_those_hours(void **state)
{
    (void)state;
    struct presence done = {PRESENCE_DONE, at(11, 24, 16, 0), 0, false};
    struct availability answer = seen(&done, at(11, 24, 10, 0));

    assert_int_equal(answer.state, AVAILABILITY_AWAY);
    assert_int_equal(answer.next_ms, at(11, 25, 9, 0));
    done.until_ms = at(11, 24, 12, 0); /* done only until noon */
    answer = seen(&done, at(11, 24, 10, 0));
    assert_int_equal(answer.state, AVAILABILITY_LATER);
    assert_int_equal(answer.next_ms, at(11, 24, 12, 0));
    assert_int_equal(seen(&done, at(11, 24, 12, 0)).state, AVAILABILITY_EXPECTED);
}

static void an_exception_replaces_its_day(void **state)
{
    (void)state;
    struct availability answer = seen(&silent, at(11, 26, 10, 0)); /* Thanksgiving */

    assert_int_equal(answer.state, AVAILABILITY_AWAY);
    assert_int_equal(answer.next_ms, at(11, 28, 10, 0)); /* the Saturday that is open by exception */
    assert_int_equal(seen(&silent, at(11, 28, 9, 0)).state, AVAILABILITY_LATER);
    assert_int_equal(seen(&silent, at(11, 28, 11, 0)).state, AVAILABILITY_EXPECTED);
}

static void without_hours_nothing_is_promised(void **state)
{
    (void)state;
    struct availability answer = availability_at(&no_hours, &silent, new_york, at(11, 24, 10, 0));

    assert_int_equal(answer.state, AVAILABILITY_AWAY);
    assert_int_equal(answer.next_ms, 0);
}

static void hours_more_than_sixty_days_away_are_not_promised(void **state)
{
    (void)state;
    static const struct minute_range ranges[] = {{540, 600}};
    static const struct day_exception far[] = {{{2027, 1, 23}, ranges, 1, ""},
                                               {{2027, 1, 24}, ranges, 1, ""}};
    const struct schedule sixty = {NULL, 0, far, 1}, sixty_one = {NULL, 0, far + 1, 1};

    assert_true(availability_at(&sixty, &silent, new_york, at(11, 24, 10, 0)).next_ms > 0);
    assert_int_equal(availability_at(&sixty_one, &silent, new_york, at(11, 24, 10, 0)).next_ms, 0);
}

/* ---- nights ---- */

static const struct weekly_range friday_night[] = {{4, {1320, 1800}}}; /* 22:00 to 30:00 */
static const struct schedule night_shift = {friday_night, 1, NULL, 0};

static void a_night_goes_on_after_midnight(void **state)
{
    (void)state;
    int64_t end_ms = 0;

    assert_true(schedule_open(&night_shift, new_york, at(11, 21, 3, 0), &end_ms)); /* Saturday morning */
    assert_int_equal(end_ms, at(11, 21, 6, 0));
    assert_false(schedule_open(&night_shift, new_york, at(11, 21, 6, 0), &end_ms));
    assert_false(schedule_open(&night_shift, new_york, at(11, 20, 3, 0), &end_ms)); /* Friday morning */
    assert_int_equal(end_ms, at(11, 21, 6, 0));                                     /* untouched */
}

static void an_exception_on_the_day_after_does_not_cut_the_night_before(void **state)
{
    (void)state;
    static const struct day_exception closed[] = {{{2026, 11, 21}, NULL, 0, ""}};
    const struct schedule schedule = {friday_night, 1, closed, 1};
    int64_t end_ms;

    assert_true(schedule_open(&schedule, new_york, at(11, 21, 3, 0), &end_ms));
    assert_int_equal(end_ms, at(11, 21, 6, 0));
}

static void the_night_clocks_go_back_is_an_hour_longer(void **state)
{
    (void)state;
    static const struct weekly_range saturday_night[] = {{5, {1320, 1800}}};
    const struct schedule schedule = {saturday_night, 1, NULL, 0};
    int64_t start_ms = at(10, 31, 22, 0), end_ms;

    assert_true(schedule_open(&schedule, new_york, start_ms, &end_ms));
    assert_int_equal(end_ms - start_ms, 9 * HOUR_MS);
    start_ms = at(3, 7, 22, 0); /* and an hour shorter in spring */
    assert_true(schedule_open(&schedule, new_york, start_ms, &end_ms));
    assert_int_equal(end_ms - start_ms, 7 * HOUR_MS);
}

static void hours_that_do_not_exist_that_night_are_skipped(void **state)
{
    (void)state;
    static const struct weekly_range sunday[] = {{6, {120, 180}}}; /* 02:00 to 03:00 */
    const struct schedule schedule = {sunday, 1, NULL, 0};
    int64_t end_ms, start_ms;

    /* In the gap both ends move on by an hour: 03:00 to 03:00 is nothing. Before and after it is closed. */
    assert_false(schedule_open(&schedule, new_york, at(3, 8, 1, 59), &end_ms));
    assert_true(schedule_next(&schedule, new_york, at(3, 8, 12, 0), 60, &start_ms));
    assert_int_equal(start_ms, at(3, 15, 2, 0));
}

static void ranges_that_touch_are_one_opening(void **state)
{
    (void)state;
    static const struct weekly_range split[] = {
        {0, {540, 720}}, {0, {720, 1440}}, {1, {0, 60}}, {1, {120, 180}}};
    const struct schedule schedule = {split, COUNT(split), NULL, 0};
    int64_t end_ms;

    assert_true(schedule_open(&schedule, new_york, at(11, 23, 10, 0), &end_ms));
    assert_int_equal(end_ms, at(11, 24, 1, 0));
}

/* ---- closing time ---- */

static const struct weekly_range site_weekly[] = {{0, {480, 720}}, {0, {780, 1020}}, {1, {480, 1200}}};
static const struct schedule site = {site_weekly, COUNT(site_weekly), NULL, 0};

static int64_t closing(const struct schedule *hours, const struct presence *presences, size_t count,
                       int64_t wall_ms)
{
    return closing_time(hours, presences, count, new_york, wall_ms);
}

static void a_lunch_break_is_not_closing_time(void **state)
{
    (void)state;
    assert_int_equal(closing(&site, NULL, 0, at(11, 23, 11, 0)), at(11, 23, 17, 0));
    assert_int_equal(closing(&site, NULL, 0, at(11, 23, 12, 30)), at(11, 23, 17, 0));
    assert_int_equal(closing(&site, NULL, 0, at(11, 23, 7, 0)), at(11, 23, 17, 0));
}

static void who_asks_after_hours_is_past_closing_time(void **state)
{
    (void)state;
    assert_int_equal(closing(&site, NULL, 0, at(11, 23, 18, 0)), at(11, 23, 17, 0));
}

static void the_last_coach_keeps_it_open(void **state)
{
    (void)state;
    const struct presence presences[] = {
        {PRESENCE_HERE, at(11, 23, 16, 0), 0, false},
        {PRESENCE_BREAK, at(11, 23, 21, 0), 0, false},
        {PRESENCE_DONE, at(11, 23, 23, 0), 0, false},
        {PRESENCE_NONE, at(11, 23, 23, 30), 0, false},
    };

    assert_int_equal(closing(&site, presences, COUNT(presences), at(11, 23, 11, 0)), at(11, 23, 21, 0));
    assert_int_equal(closing(&site, presences, COUNT(presences), at(11, 23, 22, 0)), at(11, 23, 17, 0));
}

static void a_day_without_hours_ends_at_midnight(void **state)
{
    (void)state;
    assert_int_equal(closing(&site, NULL, 0, at(11, 22, 11, 0)), at(11, 23, 0, 0));
    assert_int_equal(closing(&no_hours, NULL, 0, at(11, 1, 0, 30)), at(11, 2, 0, 0)); /* 25 hours long */
}

static void a_night_belongs_to_the_day_it_began(void **state)
{
    (void)state;
    assert_int_equal(closing(&night_shift, NULL, 0, at(11, 20, 23, 0)), at(11, 21, 6, 0));
    assert_int_equal(closing(&night_shift, NULL, 0, at(11, 21, 3, 0)), at(11, 21, 6, 0));
}

static void a_site_open_round_the_clock_never_closes(void **state)
{
    (void)state;
    static const struct weekly_range always[] = {{0, {0, 1440}}, {1, {0, 1440}}, {2, {0, 1440}},
                                                 {3, {0, 1440}}, {4, {0, 1440}}, {5, {0, 1440}},
                                                 {6, {0, 1440}}};
    const struct schedule all_week = {always, 7, NULL, 0}, weekdays = {always, 5, NULL, 0};

    assert_int_equal(closing(&all_week, NULL, 0, at(11, 23, 11, 0)), 0);
    assert_int_equal(closing(&weekdays, NULL, 0, at(11, 23, 11, 0)),
                     at(11, 28, 0, 0)); /* until the weekend */
}

/* ---- hours as people say them ---- */

static void days_with_the_same_hours_are_one_row(void **state)
{
    (void)state;
    static const struct weekly_range mixed[] = {
        {3, {540, 960}}, {1, {540, 960}}, {2, {540, 960}}, /* Tuesday to Thursday */
        {5, {780, 900}}, {5, {600, 720}},                  /* Saturday, in two parts, the later first */
        {6, {600, 720}}, {6, {780, 900}},                  /* Sunday the same */
    };
    const struct schedule schedule = {mixed, COUNT(mixed), NULL, 0};
    struct hours_row rows[8];

    assert_int_equal(schedule_rows(&schedule, rows, 8), 3);
    assert_int_equal(rows[0].first_weekday, 1);
    assert_int_equal(rows[0].last_weekday, 3);
    assert_int_equal(rows[0].range.end_minute, 960);
    assert_int_equal(rows[1].first_weekday, 5);
    assert_int_equal(rows[1].last_weekday, 6);
    assert_int_equal(rows[1].range.start_minute, 600);
    assert_int_equal(rows[2].range.start_minute, 780);
    assert_int_equal(schedule_rows(&schedule, rows, 2), 2);
    assert_int_equal(schedule_rows(&no_hours, rows, 8), 0);
}

static void nights_and_weekends_are_spared_only_when_hours_say_so(void **state)
{
    (void)state;
    static const struct weekly_range office[] = {{0, {360, 1200}}}, early[] = {{0, {359, 600}}},
                                     late[] = {{0, {600, 1201}}}, weekend[] = {{5, {600, 700}}};

    assert_true(schedule_spares_nights_and_weekends(&(struct schedule){office, 1, NULL, 0}));
    assert_false(schedule_spares_nights_and_weekends(&(struct schedule){early, 1, NULL, 0}));
    assert_false(schedule_spares_nights_and_weekends(&(struct schedule){late, 1, NULL, 0}));
    assert_false(schedule_spares_nights_and_weekends(&(struct schedule){weekend, 1, NULL, 0}));
    assert_false(schedule_spares_nights_and_weekends(&no_hours));
}

static void every_state_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(availability_name(AVAILABILITY_HERE), "here");
    assert_string_equal(availability_name(AVAILABILITY_WITH_SOMEONE), "with_someone");
    assert_string_equal(availability_name(AVAILABILITY_AWAY), "away");
    assert_string_equal(availability_name(AVAILABILITY_UNKNOWN), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_alone_make_nobody_present),
        cmocka_unit_test(hours_begin_sharp_and_end_sharp),
        cmocka_unit_test(presence_beats_hours_until_it_expires),
        cmocka_unit_test(with_someone_and_break_say_when_they_are_back),
        cmocka_unit_test(done_means_not_again_in_those_hours),
        cmocka_unit_test(an_exception_replaces_its_day),
        cmocka_unit_test(without_hours_nothing_is_promised),
        cmocka_unit_test(hours_more_than_sixty_days_away_are_not_promised),
        cmocka_unit_test(a_night_goes_on_after_midnight),
        cmocka_unit_test(an_exception_on_the_day_after_does_not_cut_the_night_before),
        cmocka_unit_test(the_night_clocks_go_back_is_an_hour_longer),
        cmocka_unit_test(hours_that_do_not_exist_that_night_are_skipped),
        cmocka_unit_test(ranges_that_touch_are_one_opening),
        cmocka_unit_test(a_lunch_break_is_not_closing_time),
        cmocka_unit_test(who_asks_after_hours_is_past_closing_time),
        cmocka_unit_test(the_last_coach_keeps_it_open),
        cmocka_unit_test(a_day_without_hours_ends_at_midnight),
        cmocka_unit_test(a_night_belongs_to_the_day_it_began),
        cmocka_unit_test(a_site_open_round_the_clock_never_closes),
        cmocka_unit_test(days_with_the_same_hours_are_one_row),
        cmocka_unit_test(nights_and_weekends_are_spared_only_when_hours_say_so),
        cmocka_unit_test(every_state_has_a_name),
    };

    return cmocka_run_group_tests(tests, load_zone, free_zone);
}
