/* When the pages are not enough: what nobody answers or opens goes out on the second channel. Looks at open
 * alerts and unopened requests when one is due, puts messages into the outbox, keeps each way's sender at
 * work, and writes down what the other side said. */
#ifndef CB_QUEUE_ESCALATION_H
#define CB_QUEUE_ESCALATION_H

#include "queue/channel.h"
#include "queue/hub.h"
#include "queue/queue.h"

struct escalation;

/* After channel_send_begin. Also becomes queue->escalate. NULL when out of memory or threads. */
struct escalation *escalation_new(struct event_base *base, struct queue *queue, struct hub *hub,
                                  const struct channel_config *config);
void escalation_free(struct escalation *escalation); /* NULL is fine */

#endif
