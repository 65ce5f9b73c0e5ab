/* An alert's way forward, and who rings meanwhile. */
#include "domain/alert.h"

#include "base/error.h"
#include "domain/names.h"

static const char *const state_names[] = {
    [ALERT_SENT] = "sent",
    [ALERT_SEEN] = "seen",
    [ALERT_ACKNOWLEDGED] = "acknowledged",
    [ALERT_RESOLVED] = "resolved",
};

int alert_advance(const struct alert *alert, enum alert_state to, const struct uuid *who, int64_t at_ms,
                  struct alert *ret_alert)
{
    struct alert next = *alert;

    if (to < alert->state || uuid_is_none(who))
        return CB_NOT_LEGAL;
    if (to > alert->state) {
        next.state = to;
        if (next.seen_at_ms == 0)
            next.seen_at_ms = at_ms; /* whoever answered has seen it */
        if (to == ALERT_ACKNOWLEDGED) {
            next.acknowledged_at_ms = at_ms;
            next.acknowledged_by = *who;
        }
        /* Resolving an alert that nobody answered leaves it so: nobody said "I am going". */
        if (to == ALERT_RESOLVED)
            next.resolved_at_ms = at_ms;
    }
    *ret_alert = next;
    return CB_OK;
}

bool alert_is_past(const struct alert *alert, int64_t wall_ms)
{
    int64_t since_ms = wall_ms - alert->acknowledged_at_ms;

    /* Before its own answer stands a clock that was set back: rather one call too many. */
    return alert->state == ALERT_ACKNOWLEDGED && (since_ms < 0 || since_ms >= ALERT_ANSWERED_MS);
}

enum alert_ring alert_ring_at(const struct alert *alert, int64_t wall_ms)
{
    int64_t waited_ms = wall_ms - alert->sent_at_ms;

    if (alert->state >= ALERT_ACKNOWLEDGED)
        return ALERT_RING_NOBODY;
    if (waited_ms < 0) /* the clock was set back, and nobody knows how long it waits */
        return ALERT_RING_EVERYONE;
    if (waited_ms >= ALERT_SUPERVISORS_MS)
        return ALERT_RING_SUPERVISORS;
    return waited_ms >= ALERT_EVERYONE_MS ? ALERT_RING_EVERYONE : ALERT_RING_DESK;
}

const char *alert_state_name(enum alert_state state)
{
    return state_names[state];
}

int alert_state_from_name(const char *name, enum alert_state *ret_state)
{
    int found = names_find(state_names, NAMES_COUNT(state_names), name);

    if (found < 0)
        return CB_BAD_INPUT;
    *ret_state = (enum alert_state)found;
    return CB_OK;
}
