/* Help now: a call for clinic staff from a kiosk. Never a coach's task. States only move forward, and each is
 * true: sent (the queue has it) → seen (a signed-in person touched it) → acknowledged (someone said "I am
 * going") → resolved. */
#ifndef CB_DOMAIN_ALERT_H
#define CB_DOMAIN_ALERT_H

#include "base/uuid.h"

#include <stdbool.h>
#include <stdint.h>

#define ALERT_EVERYONE_MS    (30 * 1000) /* rules C6: then every staff page and the second channel ring */
#define ALERT_NO_ANSWER_MS   (60 * 1000) /* then the kiosk says: no answer yet */
#define ALERT_SUPERVISORS_MS (90 * 1000)
#define ALERT_ANSWERED_MS    (2 * 60 * 1000) /* after "I am going": a touch later than this is a new call */

enum alert_state {
    ALERT_SENT,
    ALERT_SEEN,
    ALERT_ACKNOWLEDGED,
    ALERT_RESOLVED
};

struct alert {
    struct uuid id;
    struct uuid site_id;
    struct uuid kiosk_id;
    enum alert_state state;
    int count; /* touches; repeats from the same kiosk count up on the open alert */
    int64_t sent_at_ms;
    int64_t seen_at_ms; /* 0: not yet; so for the next two */
    int64_t acknowledged_at_ms;
    int64_t resolved_at_ms;
    int64_t ok_at_ms;            /* the person said "I am OK now"; staff still resolve */
    int64_t told_at_ms;          /* the second channel took the news; 0: it did not, or there is none */
    struct uuid acknowledged_by; /* user */
};

/* Moves forward to `to`. CB_NOT_LEGAL backwards or without a person (who is none). Already there: CB_OK,
 * unchanged. */
int alert_advance(const struct alert *alert, enum alert_state to, const struct uuid *who, int64_t at_ms,
                  struct alert *ret_alert);

/* True when somebody went for it so long ago that a touch now is a new call: the answer was for another, or
 * nobody came. */
bool alert_is_past(const struct alert *alert, int64_t wall_ms);

/* Who must ring now. */
enum alert_ring {
    ALERT_RING_NOBODY,
    ALERT_RING_DESK,
    ALERT_RING_EVERYONE,
    ALERT_RING_SUPERVISORS
};
enum alert_ring alert_ring_at(const struct alert *alert, int64_t wall_ms);

const char *alert_state_name(enum alert_state state);
int alert_state_from_name(const char *name, enum alert_state *ret_state);

#endif
