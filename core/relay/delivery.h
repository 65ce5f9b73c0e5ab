/* Delivery: takes the outbox to the queue, one operation at a time. Whatever is no clear word of the queue is
 * tried again for ever; a request that the queue keeps failing on does not hold up the others. */
#ifndef CB_RELAY_DELIVERY_H
#define CB_RELAY_DELIVERY_H

#include "relay/backoff.h"
#include "relay/outbox.h"
#include "relay/relay_internal.h"

#define DELIVERY_TIMEOUT_MS 10000

/* What an HTTP status says about an operation. */
enum verdict {
    VERDICT_SENT,
    VERDICT_REFUSED, /* will never pass */
    VERDICT_UNKNOWN, /* the queue does not know the request it is about */
    VERDICT_RETRY
};
enum verdict delivery_verdict(enum outbox_kind kind, int status);

struct delivery {
    struct turn *turn;
    struct outbox *outbox;
    struct http_call *call;
    struct backoff backoff;
    int64_t due_ms;      /* mono; not before */
    bool idle;           /* the outbox was empty when last looked at */
    struct outbox_op op; /* on its way */
    int64_t last_failed; /* its number: the next try is someone else's turn */
    void (*doubt)(void *context, const struct uuid *request_id); /* its state should be asked for */
    void *context;
};

int delivery_open(struct delivery *delivery, struct turn *turn, struct outbox *outbox);
void delivery_close(struct delivery *delivery);
/* Something new is in the outbox, or the queue is back: do not wait any longer. */
void delivery_hurry(struct delivery *delivery);
/* Starts the next operation when it is time. */
void delivery_turn(struct delivery *delivery);
/* Mono: when delivery_turn has something to do, or NEVER_MS. */
int64_t delivery_due_ms(const struct delivery *delivery);

#endif
