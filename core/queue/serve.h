/* The serve command: everything wired together on one event loop. */
#ifndef CB_QUEUE_SERVE_H
#define CB_QUEUE_SERVE_H

#include "base/error.h"
#include "queue/options.h"

/* Runs until SIGTERM or SIGINT; reads certificates again on SIGHUP. Says "listening on https://…", then
 * "listening on http://…" for plain HTTP, on stdout when it is ready. CB_BAD_INPUT: --listen or --plain is no
 * address. */
int serve(const struct options *options, struct problem *ret_problem);

#endif
