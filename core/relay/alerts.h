/* Help now: alerts go to the queue at once, on a call of their own, past everything else. An alert that is
 * not with the queue in time is reported as failed, and goes on being tried. Alerts live in memory: one from
 * before a restart helps nobody. */
#ifndef CB_RELAY_ALERTS_H
#define CB_RELAY_ALERTS_H

#include "relay/backoff.h"
#include "relay/relay_internal.h"

#define ALERTS_MAX         16
#define ALERT_FAILED_MS    4000 /* rules C6 gives the screen 5 s in all */
#define ALERT_TIMEOUT_MS   3000 /* one try */
#define ALERT_RETRY_MAX_MS 2000

enum alert_ask_kind {
    ALERT_ASK_SEND,
    ALERT_ASK_OK,   /* the person is well again */
    ALERT_ASK_STATE /* how is it? after the feed was away */
};
struct alert_ask {
    enum alert_ask_kind kind;
    struct uuid id;
    int64_t asked_at_ms; /* wall */
    int64_t fail_ms;     /* mono: not with the queue by then: failed */
    bool said_failed;
};

struct alerts {
    struct turn *turn;
    struct http_call *call;
    struct backoff backoff;
    struct alert_ask asks[ALERTS_MAX]; /* calls for help first; the first is next or on its way */
    size_t count;
    int64_t due_ms;      /* mono: not before */
    struct uuid open_id; /* the queue's id of the open alert; none */
};

int alerts_open(struct alerts *alerts, struct turn *turn);
void alerts_close(struct alerts *alerts);
/* An alert with this id that waits already is not sent twice. When too many wait it is reported as failed at
 * once. */
void alerts_send(struct alerts *alerts, const struct uuid *id, int64_t asked_at_ms);
void alerts_ok(struct alerts *alerts, const struct uuid *id);
/* The feed's word on an alert; reports it. */
void alerts_take(struct alerts *alerts, const struct wire_alert *alert);
/* The link is back: try now, and ask for the open alert's state. */
void alerts_hurry(struct alerts *alerts);
void alerts_turn(struct alerts *alerts);
int64_t alerts_due_ms(const struct alerts *alerts);

#endif
