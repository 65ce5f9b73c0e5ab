/* Presence, exceptions and weekly hours, put together. */
#include "domain/availability.h"

#include "base/clock.h"
#include "domain/names.h"

enum {
    NEXT_DAYS_MAX = 60,
    MERGE_DAYS_MAX = 7
};

/* ---- one day's ranges ---- */

static const struct day_exception *exception_on(const struct schedule *schedule, struct date date)
{
    for (size_t i = 0; i < schedule->exception_count; i++) {
        if (date_compare(schedule->exceptions[i].date, date) == 0)
            return &schedule->exceptions[i];
    }
    return NULL;
}

/* The index-th range that starts on that date, in the order they were written; false behind the last. */
static bool range_on(const struct schedule *schedule, struct date date, size_t index,
                     struct minute_range *ret_range)
{
    const struct day_exception *exception = exception_on(schedule, date);
    int weekday = date_weekday(date);

    if (exception != NULL) {
        if (index >= exception->range_count)
            return false;
        *ret_range = exception->ranges[index];
        return true;
    }
    for (size_t i = 0; i < schedule->weekly_count; i++) {
        if (schedule->weekly[i].weekday == weekday && index-- == 0) {
            *ret_range = schedule->weekly[i].range;
            return true;
        }
    }
    return false;
}

/* The latest end of the ranges of `date` that contain the moment; 0: none does. */
static int64_t end_on(const struct schedule *schedule, const struct zone *zone, struct date date,
                      int64_t wall_ms)
{
    struct minute_range range;
    int64_t latest_ms = 0;

    for (size_t i = 0; range_on(schedule, date, i, &range); i++) {
        int64_t end_ms = zone_wall_ms(zone, date, range.end_minute);

        if (zone_wall_ms(zone, date, range.start_minute) <= wall_ms && wall_ms < end_ms && end_ms > latest_ms)
            latest_ms = end_ms;
    }
    return latest_ms;
}

/* ---- openings ---- */

bool schedule_open(const struct schedule *schedule, const struct zone *zone, int64_t wall_ms,
                   int64_t *ret_end_ms)
{
    int64_t end_ms = wall_ms;

    /* Ranges that touch or overlap are one opening: 22:00 to 24:00 and 00:00 to 06:00 the day after. */
    while (end_ms - wall_ms < MERGE_DAYS_MAX * DAY_MS) {
        struct date today = zone_local(zone, end_ms).date;
        int64_t overnight_ms = end_on(schedule, zone, date_add_days(today, -1), end_ms);
        int64_t today_ms = end_on(schedule, zone, today, end_ms);
        int64_t later_ms = overnight_ms > today_ms ? overnight_ms : today_ms;

        if (later_ms == 0)
            break;
        end_ms = later_ms;
    }
    if (end_ms == wall_ms)
        return false;
    *ret_end_ms = end_ms;
    return true;
}

bool schedule_next(const struct schedule *schedule, const struct zone *zone, int64_t wall_ms, int days,
                   int64_t *ret_start_ms)
{
    struct date today = zone_local(zone, wall_ms).date;
    struct minute_range range;
    int64_t first_ms = INT64_MAX;

    for (int day = 0; day <= days && first_ms == INT64_MAX; day++) {
        struct date date = date_add_days(today, day);

        for (size_t i = 0; range_on(schedule, date, i, &range); i++) {
            int64_t start_ms = zone_wall_ms(zone, date, range.start_minute);

            if (start_ms > wall_ms && start_ms < first_ms)
                first_ms = start_ms;
        }
    }
    if (first_ms == INT64_MAX)
        return false;
    *ret_start_ms = first_ms;
    return true;
}

size_t schedule_rest_of_day(const struct schedule *schedule, const struct zone *zone, int64_t wall_ms,
                            struct opening *ret_openings, size_t max)
{
    struct date today = zone_local(zone, wall_ms).date;
    struct minute_range range;
    size_t count = 0;

    for (size_t i = 0; count < max && range_on(schedule, today, i, &range); i++) {
        struct opening opening = {zone_wall_ms(zone, today, range.start_minute),
                                  zone_wall_ms(zone, today, range.end_minute)};

        if (opening.end_ms > wall_ms)
            ret_openings[count++] = opening;
    }
    return count;
}

/* ---- a coach ---- */

static const enum availability_state present_states[] = {
    [PRESENCE_HERE] = AVAILABILITY_HERE,
    [PRESENCE_WITH_SOMEONE] = AVAILABILITY_WITH_SOMEONE,
    [PRESENCE_BREAK] = AVAILABILITY_BREAK,
};

static bool is_present(const struct presence *presence, int64_t wall_ms)
{
    bool said_so = presence->kind == PRESENCE_HERE || presence->kind == PRESENCE_WITH_SOMEONE ||
                   presence->kind == PRESENCE_BREAK;

    return said_so && wall_ms < presence->until_ms;
}

/* When they are in next, seen from `from_ms`: now, or the moment until which they said they are done. */
static struct availability not_in(const struct schedule *schedule, const struct zone *zone, int64_t wall_ms,
                                  int64_t from_ms)
{
    struct availability answer = {.state = AVAILABILITY_AWAY};
    int64_t end_ms;

    if (from_ms > wall_ms && schedule_open(schedule, zone, from_ms, &end_ms))
        answer.next_ms = from_ms;
    else if (!schedule_next(schedule, zone, from_ms, NEXT_DAYS_MAX, &answer.next_ms))
        return answer;
    if (date_compare(zone_local(zone, answer.next_ms).date, zone_local(zone, wall_ms).date) == 0)
        answer.state = AVAILABILITY_LATER;
    return answer;
}

struct availability availability_at(const struct schedule *schedule, const struct presence *presence,
                                    const struct zone *zone, int64_t wall_ms)
{
    struct availability answer = {.state = AVAILABILITY_EXPECTED};

    if (is_present(presence, wall_ms))
        return (struct availability){
            .state = present_states[presence->kind],
            .until_ms = presence->until_ms,
            .back_at_ms = presence->kind == PRESENCE_HERE ? 0 : presence->back_at_ms,
        };
    if (presence->kind == PRESENCE_DONE && wall_ms < presence->until_ms)
        return not_in(schedule, zone, wall_ms, presence->until_ms);
    if (schedule_open(schedule, zone, wall_ms, &answer.until_ms))
        return answer;
    return not_in(schedule, zone, wall_ms, wall_ms);
}

const char *availability_name(enum availability_state state)
{
    static const char *const names[] = {
        [AVAILABILITY_UNKNOWN] = "unknown",
        [AVAILABILITY_HERE] = "here",
        [AVAILABILITY_WITH_SOMEONE] = "with_someone",
        [AVAILABILITY_BREAK] = "break",
        [AVAILABILITY_EXPECTED] = "expected",
        [AVAILABILITY_LATER] = "later",
        [AVAILABILITY_AWAY] = "away",
    };

    return names[state];
}

bool availability_on_shift(enum availability_state state)
{
    return state == AVAILABILITY_HERE || state == AVAILABILITY_WITH_SOMEONE || state == AVAILABILITY_BREAK;
}

/* ---- closing time ---- */

int64_t schedule_last_end(const struct schedule *schedule, const struct zone *zone, struct date date)
{
    struct minute_range range;
    int64_t latest_ms = 0;

    for (size_t i = 0; range_on(schedule, date, i, &range); i++) {
        int64_t end_ms = zone_wall_ms(zone, date, range.end_minute);

        if (end_ms > latest_ms)
            latest_ms = end_ms;
    }
    return latest_ms;
}

/* The end of the site's hours of the day that the moment belongs to; a night that began yesterday belongs to
 * yesterday. */
static int64_t hours_end(const struct schedule *site_hours, const struct zone *zone, int64_t wall_ms)
{
    struct date today = zone_local(zone, wall_ms).date;
    int64_t end_ms = end_on(site_hours, zone, date_add_days(today, -1), wall_ms);

    if (end_ms == 0)
        end_ms = schedule_last_end(site_hours, zone, today);
    if (end_ms == 0)
        return zone_wall_ms(zone, date_add_days(today, 1), 0);
    schedule_open(site_hours, zone, end_ms,
                  &end_ms); /* hours that go on past midnight are the same opening */
    return end_ms;
}

bool schedule_meets(const struct schedule *schedule, const struct zone *zone, int64_t from_ms,
                    int64_t until_ms)
{
    int64_t at_ms;

    if (from_ms >= until_ms)
        return false;
    if (schedule_open(schedule, zone, from_ms, &at_ms))
        return true;
    return schedule_next(schedule, zone, from_ms, (int)((until_ms - from_ms) / DAY_MS) + 1, &at_ms) &&
           at_ms < until_ms;
}

int64_t closing_time(const struct schedule *site_hours, const struct presence *presences,
                     size_t presence_count, const struct zone *zone, int64_t wall_ms)
{
    int64_t closing_ms = hours_end(site_hours, zone, wall_ms);

    if (closing_ms - wall_ms >= MERGE_DAYS_MAX * DAY_MS)
        return 0;
    for (size_t i = 0; i < presence_count; i++) {
        if (is_present(&presences[i], wall_ms) && presences[i].until_ms > closing_ms)
            closing_ms = presences[i].until_ms;
    }
    return closing_ms;
}

/* ---- hours as people say them ---- */

static int compare_ranges(struct minute_range a, struct minute_range b)
{
    if (a.start_minute != b.start_minute)
        return a.start_minute < b.start_minute ? -1 : 1;
    return (a.end_minute > b.end_minute) - (a.end_minute < b.end_minute);
}

/* The first range of a weekday that comes after `after` in time; all of them when `after` is {-1, -1}. */
static bool next_range(const struct schedule *schedule, int weekday, struct minute_range after,
                       struct minute_range *ret_range)
{
    bool found = false;

    for (size_t i = 0; i < schedule->weekly_count; i++) {
        struct minute_range range = schedule->weekly[i].range;

        if (schedule->weekly[i].weekday != weekday || compare_ranges(range, after) <= 0)
            continue;
        if (!found || compare_ranges(range, *ret_range) < 0)
            *ret_range = range;
        found = true;
    }
    return found;
}

static const struct minute_range before_all = {-1, -1};

static bool same_hours(const struct schedule *schedule, int a, int b)
{
    struct minute_range at_a = before_all, at_b = before_all;
    bool more_a, more_b;

    do {
        more_a = next_range(schedule, a, at_a, &at_a);
        more_b = next_range(schedule, b, at_b, &at_b);
        if (more_a != more_b || (more_a && compare_ranges(at_a, at_b) != 0))
            return false;
    } while (more_a);
    return true;
}

size_t schedule_rows(const struct schedule *schedule, struct hours_row *ret_rows, size_t rows_max)
{
    size_t count = 0;

    for (int first = 0, last; first < 7; first = last + 1) {
        struct minute_range range = before_all;

        for (last = first; last < 6 && same_hours(schedule, first, last + 1);)
            last++;
        while (count < rows_max && next_range(schedule, first, range, &range))
            ret_rows[count++] = (struct hours_row){first, last, range};
    }
    return count;
}

bool schedule_spares_nights_and_weekends(const struct schedule *schedule)
{
    for (size_t i = 0; i < schedule->weekly_count; i++) {
        const struct weekly_range *weekly = &schedule->weekly[i];

        if (weekly->weekday >= 5 || weekly->range.start_minute < 6 * 60 || weekly->range.end_minute > 20 * 60)
            return false;
    }
    return schedule->weekly_count > 0;
}
