/* How the queue is, as whoever looks after the kiosk reads it in the log: a line when that changes, and
 * nothing while it stays the same, however often the kiosk tries. */
#ifndef CB_RELAY_CONTACT_H
#define CB_RELAY_CONTACT_H

#include "relay/http.h"

enum contact_state {
    CONTACT_UNKNOWN,   /* nothing was tried yet */
    CONTACT_FINE,      /* the queue answers */
    CONTACT_NONE,      /* nothing answers at its address */
    CONTACT_STRANGER,  /* something answers that is not our queue */
    CONTACT_NOT_KNOWN, /* the queue refuses this kiosk's token */
    CONTACT_TROUBLED,  /* the queue answers that it cannot */
    CONTACT_STATE_COUNT
};
enum contact_state contact_of(const struct http_answer *answer);

/* Starts zeroed. */
struct contact {
    enum contact_state said;
};
void contact_note(struct contact *contact, const struct http_answer *answer);

#endif
