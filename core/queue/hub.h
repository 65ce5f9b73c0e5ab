/* Who listens: the feeds of kiosks and staff pages. Each has the revision it was brought to; after a commit
 * those behind are brought up to date, a few hundred a turn, and one that does not keep up is dropped and
 * comes back with Last-Event-ID. */
#ifndef CB_QUEUE_HUB_H
#define CB_QUEUE_HUB_H

#include "queue/queue.h"
#include "queue/server.h"

struct hub;

#define HUB_HEARTBEAT_MS 10000
#define HUB_FEEDS_KIOSK                                                                                      \
    2 /* the newest win, so that a kiosk which lost its connection is never kept out by its ghost */
#define HUB_FEEDS_USER   8
#define HUB_FEEDS_A_TURN 256

/* Also becomes queue->screens. NULL when out of memory. */
struct hub *hub_new(struct event_base *base, struct queue *queue);
/* After the server is closed. */
void hub_free(struct hub *hub);

/* Takes over an exchange whose answer is a granted feed. */
void hub_add(struct hub *hub, struct exchange *exchange, struct moment now);
/* After a commit. */
void hub_fan_out(struct hub *hub, struct moment now);
/* An alert that could not be written down rings all the same. */
void hub_ring_unstored(struct hub *hub, const struct stored_alert *alert, struct moment now);
size_t hub_count(const struct hub *hub);

#endif
