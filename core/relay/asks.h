/* Questions to the queue that are asked once: which request has this ticket, how is this request. Asked in
 * order. A lookup always gets an answer for the screen; a refresh that fails is dropped, because the feed and
 * the next connection bring the state anyway. */
#ifndef CB_RELAY_ASKS_H
#define CB_RELAY_ASKS_H

#include "relay/relay_internal.h"

#define ASKS_MAX       64
#define ASK_TIMEOUT_MS 5000

struct relay_ask {
    bool lookup; /* else a refresh */
    struct uuid id;
    struct ticket ticket;
};

struct asks {
    struct turn *turn;
    struct http_call *call;
    struct relay_ask line[ASKS_MAX]; /* the first is next or on its way */
    size_t count;
    void (*status)(void *context, const struct wire_status *status); /* a refresh's answer */
    void (*unknown)(void *context, const struct uuid *id);           /* the queue does not know it */
    void *context;
};

/* The callbacks are set by the caller after this. */
int asks_open(struct asks *asks, struct turn *turn);
void asks_close(struct asks *asks);
void asks_lookup(struct asks *asks, struct ticket ticket);
/* Once is enough: an id that waits already is not asked twice. */
void asks_refresh(struct asks *asks, const struct uuid *id);
void asks_turn(struct asks *asks);
int64_t asks_due_ms(const struct asks *asks);

#endif
