/* Group commit. All requests that are ready in one turn of the loop go into one BEGIN … COMMIT, each between
 * its own marks; then the answers go out; then the feeds. Calls for help go first, and a turn is short: what
 * it has no time for waits for the next. Nothing is acknowledged before the commit: when it fails everyone
 * gets 503, but for calls for help, which ring all the same and say that they are not written down. */
#ifndef CB_QUEUE_INTAKE_H
#define CB_QUEUE_INTAKE_H

#include "queue/hub.h"
#include "queue/password_task.h"
#include "queue/queue.h"
#include "queue/server.h"

struct intake;

/* NULL when out of memory or threads. */
struct intake *intake_new(struct event_base *base, struct queue *queue, struct hub *hub);
/* After the server is closed: no exchange is with it any more but those whose client has gone. */
void intake_free(struct intake *intake);
/* Gives the worker a task that is not a request's. Ownership as worker_add(). */
void intake_compute(struct intake *intake, struct password_task *task);
/* For server_options.take; context is the intake. */
void intake_take(void *context, struct exchange *exchange);

#endif
