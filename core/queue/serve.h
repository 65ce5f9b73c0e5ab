/* The serve command: everything wired together on one event loop. */
#ifndef CB_QUEUE_SERVE_H
#define CB_QUEUE_SERVE_H

#include "base/error.h"
#include "queue/options.h"

/* Runs until SIGTERM or SIGINT. Says "listening on http://…" on stdout when it is ready. CB_BAD_INPUT:
 * --listen is no address. */
int serve(const struct options *options, struct problem *ret_problem);

#endif
