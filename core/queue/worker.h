/* One thread for what is slow on purpose: Argon2. The event loop gives it sign-ins and gets them back
 * checked. */
#ifndef CB_QUEUE_WORKER_H
#define CB_QUEUE_WORKER_H

#include "queue/session.h"

#include <event2/event.h>

struct worker;

/* `done` is called on the loop. NULL when no thread or memory is to be had. */
struct worker *worker_start(struct event_base *base, void (*done)(void *context, struct sign_in *sign_in),
                            void *context);
/* Waits for the one that is being checked. What it still had is given back as a list, for the caller to free.
 * NULL is fine. */
struct sign_in *worker_stop(struct worker *worker);
/* Takes ownership until `done`. */
void worker_add(struct worker *worker, struct sign_in *sign_in);

#endif
