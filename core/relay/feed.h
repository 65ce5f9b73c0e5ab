/* The feed: live updates from the queue as server-sent events. The link counts as up from the first byte
 * until the stream stays silent for three heartbeats, or cannot be had again at once after it broke. */
#ifndef CB_RELAY_FEED_H
#define CB_RELAY_FEED_H

#include "relay/backoff.h"
#include "relay/relay_internal.h"
#include "wire/sse.h"

#define FEED_SILENCE_MS 30000 /* three heartbeats of 10 s */
#define FEED_ANSWER_MS  5000  /* until the first byte of a new stream */

struct feed_events {
    void (*opened)(void *context); /* the stream is up (again): whatever was missed should be asked for */
    void (*board)(void *context);
    void (*request)(void *context, const struct wire_status *status);
    void (*alert)(void *context, const struct wire_alert *alert);
    void (*reset)(void *context);
    void (*lost)(void *context); /* the stream was up and is not any more */
    void *context;
};

struct feed {
    struct turn *turn;
    struct feed_events events;
    struct http_call *call;
    struct sse_reader reader;
    struct backoff backoff;
    bool up;      /* bytes have come on this stream */
    bool said_up; /* the screen was told so */
    bool said_down;
    int64_t heard_ms; /* mono: the last byte, or the start of the call */
    int64_t due_ms;   /* mono: when to connect again */
    char last_id[32];
};

int feed_open(struct feed *feed, struct turn *turn, const struct feed_events *events);
void feed_close(struct feed *feed);
/* Connects when it is time; gives up on a silent stream. */
void feed_turn(struct feed *feed);
int64_t feed_due_ms(const struct feed *feed);

#endif
