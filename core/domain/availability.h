/* Is a coach here? From presence, dated exceptions and weekly hours, in the site's time zone.
 *
 * "Here now" is said only when the coach said so and it has not expired: hours alone make nobody present.
 * Presence beats hours; an exception replaces its day's weekly hours. Local times follow base/zone.h's rule
 * for DST nights. */
#ifndef CB_DOMAIN_AVAILABILITY_H
#define CB_DOMAIN_AVAILABILITY_H

#include "domain/site.h"

enum availability_state {
    AVAILABILITY_UNKNOWN,      /* the board is too old or the clock is not verified */
    AVAILABILITY_HERE,         /* said so; until_ms */
    AVAILABILITY_WITH_SOMEONE, /* until_ms, maybe back_at_ms */
    AVAILABILITY_BREAK,        /* stepped out; until_ms, maybe back_at_ms */
    AVAILABILITY_EXPECTED,     /* inside their hours, but has not said "here" yet; until_ms = end of hours */
    AVAILABILITY_LATER,        /* in again today; next_ms */
    AVAILABILITY_AWAY          /* not in today; next_ms, or 0 when no hours are known in the next 60 days */
};

struct availability {
    enum availability_state state;
    int64_t until_ms;
    int64_t back_at_ms;
    int64_t next_ms; /* start of the next hours */
};

struct availability availability_at(const struct schedule *schedule, const struct presence *presence,
                                    const struct zone *zone, int64_t wall_ms);

/* "here", "with_someone", "break", "expected", "later", "away", "unknown". */
const char *availability_name(enum availability_state state);

/* True for states in which a walk-in request can be met today by this coach: here, with someone, break. */
bool availability_on_shift(enum availability_state state);

/* Whether the schedule is open at the moment, and the end of that opening; ranges that touch are one opening,
 * looked at for a week ahead. *ret_end_ms untouched when closed. */
bool schedule_open(const struct schedule *schedule, const struct zone *zone, int64_t wall_ms,
                   int64_t *ret_end_ms);
/* The first opening that starts after the moment, within `days` days; false when there is none. */
bool schedule_next(const struct schedule *schedule, const struct zone *zone, int64_t wall_ms, int days,
                   int64_t *ret_start_ms);

struct opening {
    int64_t start_ms, end_ms;
};
/* What begins on the moment's local day and has not ended, in the order it was written; at most `max`. */
size_t schedule_rest_of_day(const struct schedule *schedule, const struct zone *zone, int64_t wall_ms,
                            struct opening *ret_openings, size_t max);

/* Whether any opening touches the time from `from_ms` until `until_ms`, at most a few days apart. */
bool schedule_meets(const struct schedule *schedule, const struct zone *zone, int64_t from_ms,
                    int64_t until_ms);

/* The latest end of all openings that begin on `date`; 0: there are none. */
int64_t schedule_last_end(const struct schedule *schedule, const struct zone *zone, struct date date);

/* When a walk-in asked for at `wall_ms` ends: the later of the end of the site's hours that day and the last
 * presence. It may lie before wall_ms (asked after hours, nobody here). A day without site hours ends at
 * local midnight; a night that began yesterday belongs to yesterday. 0: open round the clock, it does not
 * end. */
int64_t closing_time(const struct schedule *site_hours, const struct presence *presences,
                     size_t presence_count, const struct zone *zone, int64_t wall_ms);

/* Weekly hours as people say them: runs of days with the same hours, Monday first. "Tue to Thu 9 to 4" is one
 * row. */
struct hours_row {
    int first_weekday;
    int last_weekday;
    struct minute_range range;
};
size_t schedule_rows(const struct schedule *schedule, struct hours_row *ret_rows, size_t rows_max);
/* True when no weekly hours lie on Saturday or Sunday, or end after 20:00 or start before 06:00.
 * False when there are no hours: then nothing is known. */
bool schedule_spares_nights_and_weekends(const struct schedule *schedule);

#endif
