/* Intake: makes an order of the screen into an operation that rests in the outbox. Here the plain name ends:
 * it is sealed, or nothing is kept. */
#ifndef CB_RELAY_INTAKE_H
#define CB_RELAY_INTAKE_H

#include "relay/outbox.h"
#include "relay/relay.h"
#include "seal/field.h"

/* What names are sealed to: by the class of the request, the epoch of the day. None (no board was ever seen,
 * the board is too old, or nobody knows what day it is): the request goes without a name, found by its sign.
 */
struct intake_key {
    const struct epoch *epochs[EPOCH_CLASS_COUNT]; /* NULL: none */
    struct uuid site_id;
    struct uuid kiosk_id;
};

/* For RELAY_SUBMIT, RELAY_CHANGE, RELAY_CANCEL, RELAY_ANSWER and RELAY_CONSENT. Wipes what the person typed
 * whatever happens. CB_OK: it is on the disk. */
int intake_save(struct outbox *outbox, const struct intake_key *key, struct relay_order *order);

#endif
