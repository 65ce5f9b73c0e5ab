/* Epochs: see epoch.h. */
#include "domain/epoch.h"

#include "base/error.h"
#include "domain/availability.h"

#include <string.h>

static const char *const class_names[EPOCH_CLASS_COUNT] = {
    [EPOCH_VISIT] = "visit", [EPOCH_CALLBACK] = "callback"};

const char *epoch_class_name(enum epoch_class class)
{
    return class_names[class];
}

int epoch_class_from_name(const char *name, enum epoch_class *ret_class)
{
    for (int class = 0; name != NULL && class < EPOCH_CLASS_COUNT; class ++) {
        if (strcmp(class_names[class], name) == 0) {
            *ret_class = (enum epoch_class) class;
            return CB_OK;
        }
    }
    return CB_BAD_INPUT;
}

enum epoch_class epoch_class_of(enum request_kind kind)
{
    return kind == REQUEST_WALK_IN ? EPOCH_VISIT : EPOCH_CALLBACK;
}

const struct epoch *epoch_at(const struct epoch *epochs, size_t count, enum epoch_class class,
                             int64_t wall_ms)
{
    const struct epoch *newest = NULL;

    for (size_t i = 0; i < count; i++) {
        const struct epoch *each = &epochs[i];

        if (each->class != class || wall_ms < each->from_ms || wall_ms >= each->until_ms)
            continue;
        if (newest == NULL || each->from_ms > newest->from_ms)
            newest = each;
    }
    return newest;
}

/* Every local day has one end; a day's may come before that of the day before it, where nights are long. */
static int64_t end_of_day(const struct schedule *site_hours, const struct zone *zone, struct date date)
{
    int64_t end_ms = schedule_last_end(site_hours, zone, date);
    int64_t ignored;

    if (end_ms != 0 && !schedule_open(site_hours, zone, end_ms, &ignored))
        return end_ms;
    return zone_wall_ms(zone, date_add_days(date, 1), EPOCH_NIGHT_HOUR * 60);
}

int64_t epoch_end_after(const struct schedule *site_hours, const struct zone *zone, int64_t wall_ms)
{
    struct date today = zone_local(zone, wall_ms).date;
    int64_t first_ms = INT64_MAX;

    for (int days = -2; days <= 2; days++) {
        int64_t end_ms = end_of_day(site_hours, zone, date_add_days(today, days));

        if (end_ms > wall_ms && end_ms < first_ms)
            first_ms = end_ms;
    }
    return first_ms;
}

/* ---- deadlines ---- */

/* How far behind the clock may have been at the beginning: since then at least the running time has passed,
 * so it began no later than now less that. */
static int64_t possible_lag(const struct beginning *began, const struct reckoning *reckoning)
{
    int64_t latest_ms = reckoning->now.wall_ms - (reckoning->running_ms - began->running_ms);

    return !began->verified && latest_ms > began->wall_ms ? latest_ms - began->wall_ms : 0;
}

int64_t deadline_due(int64_t deadline_ms, int64_t most_ms, const struct beginning *began,
                     const struct reckoning *reckoning)
{
    int64_t counted_ms = reckoning->now.wall_ms + most_ms - (reckoning->running_ms - began->running_ms);
    int64_t told_ms = deadline_ms + possible_lag(began, reckoning);

    return reckoning->now.verified && told_ms < counted_ms ? told_ms : counted_ms;
}

bool deadline_over(int64_t deadline_ms, int64_t most_ms, const struct beginning *began,
                   const struct reckoning *reckoning)
{
    return deadline_due(deadline_ms, most_ms, began, reckoning) <= reckoning->now.wall_ms;
}

bool epoch_over(const struct epoch_life *life, bool needed, const struct reckoning *reckoning)
{
    int64_t grace_ms = life->class == EPOCH_CALLBACK ? EPOCH_CALLBACK_GRACE_MS : 0;
    int64_t soonest_ms = life->until_ms + grace_ms;
    int64_t deadline_ms = needed || soonest_ms > life->destroy_ms ? life->destroy_ms : soonest_ms;

    return deadline_over(deadline_ms, deadline_ms - life->made.wall_ms, &life->made, reckoning);
}
