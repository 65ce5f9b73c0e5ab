/* The headphone socket of a sound card, as the kernel tells of it: an input device with a switch. A thread of
 * its own sleeps until the switch moves. */
#ifndef CB_PLATFORM_JACK_H
#define CB_PLATFORM_JACK_H

#include "base/error.h"

#include <stdbool.h>

struct jack;

/* `changed` is called from that thread. CB_NOT_FOUND: no device has such a switch, or none that this user may
 * read (its group must be "input"). */
int jack_open(void (*changed)(void), struct jack **ret_jack);
bool jack_plugged(struct jack *jack);
void jack_close(struct jack *jack);

#endif
