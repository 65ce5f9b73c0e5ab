/* The heartbeat: every 10 s the kiosk tells the queue that it is there. It also keeps a connection warm for
 * alerts, tells the log how the queue is, and learns the queue's time: this machine's own clock may be wrong.
 * And it carries anchors of the queue's audit log, there and back. */
#ifndef CB_RELAY_HEALTH_H
#define CB_RELAY_HEALTH_H

#include "relay/anchors.h"
#include "relay/contact.h"
#include "relay/outbox.h"
#include "relay/relay_internal.h"

#define HEALTH_EVERY_MS 10000

struct health {
    struct turn *turn;
    struct outbox *outbox;
    struct http_call *call;
    struct contact contact;
    struct wire_anchor anchor; /* the newest place in the queue's audit log */
    bool knows_time;
    int64_t queue_ahead_ms; /* the queue's wall clock − our monotonic one */
    bool refused;           /* the queue does not know our token, and the screen was told so */
    int64_t started_ms;     /* mono */
    int64_t due_ms;         /* mono */
};

int health_open(struct health *health, struct turn *turn, struct outbox *outbox);
void health_close(struct health *health);
/* Something may have changed: asks soon. */
void health_hurry(struct health *health);
/* The queue's wall time now; false before it has said it in this run. */
bool health_queue_time(const struct health *health, int64_t *ret_wall_ms);
void health_turn(struct health *health);
int64_t health_due_ms(const struct health *health);

#endif
