/* The commands of coachbell-queue. */
#ifndef CB_QUEUE_PROGRAM_H
#define CB_QUEUE_PROGRAM_H

#include "queue/options.h"

/* Runs the command that the options name (there is one) and prints what it answers. CB_BAD_INPUT: wrong
 * usage. */
int program_run(const struct options *options, struct problem *ret_problem);

#endif
