/* A pairing on a thread of its own, so that the screen never waits for it: the screen starts it, looks at how
 * far it is, and hands over what was typed. */
#ifndef CB_RELAY_PAIRER_H
#define CB_RELAY_PAIRER_H

#include "relay/pair.h"

struct pairer;

/* Takes the pairing over. `wake` is called from the thread when the view changed: it must only wake the
 * screen's loop. CB_NO_MEMORY: the pairing is closed. */
int pairer_start(struct pair *pair, struct random_source random, void (*wake)(void *context), void *context,
                 struct pairer **ret_pairer);
struct pair_view pairer_view(struct pairer *pairer);
/* pair_type, soon. */
void pairer_type(struct pairer *pairer, const char *digits);
/* Ends the thread and the pairing; what is stored stays. NULL is fine. */
void pairer_stop(struct pairer *pairer);

#endif
