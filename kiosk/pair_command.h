/* coachbell-kiosk --pair URL: pairing at a terminal, for a kiosk whose screen cannot be used for it. */
#ifndef CB_PAIR_COMMAND_H
#define CB_PAIR_COMMAND_H

#include "options.h"

/* Prints the kiosk's digits, reads the page's from standard input, and is done when the queue has confirmed.
 * CB_BUSY: the kiosk runs on this folder; other failures in words as well. */
int pair_command(const struct options *options, struct problem *ret_problem);

#endif
