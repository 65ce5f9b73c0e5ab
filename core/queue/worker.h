/* One thread for what is slow on purpose: Argon2. The event loop gives it tasks and gets them back computed.
 * Those of known browsers, and of people who are signed in, go before all others: a flood of strangers holds
 * them up for the one password that is being computed, not for the line. */
#ifndef CB_QUEUE_WORKER_H
#define CB_QUEUE_WORKER_H

#include "queue/password_task.h"

#include <event2/event.h>

struct worker;

/* NULL when no thread or memory is to be had. */
struct worker *worker_start(struct event_base *base);
/* Waits for the one that is being computed. What is left is given back undone, by its `done`. NULL is fine.
 */
void worker_stop(struct worker *worker);
/* Takes ownership until the task's `done` is called, on the loop. */
void worker_add(struct worker *worker, struct password_task *task);

#endif
