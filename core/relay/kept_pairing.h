/* What pairing leaves on this kiosk, in one file of its data folder, so that it is there whole or not at all:
 * the queue's address, whose kiosk this is, its token, and the certificates the queue is known by. A pairing
 * that the queue has not confirmed yet lies beside the one that counts, and takes its place in one step. */
#ifndef CB_RELAY_KEPT_PAIRING_H
#define CB_RELAY_KEPT_PAIRING_H

#include "base/error.h"
#include "base/strbuf.h"
#include "base/uuid.h"
#include "seal/token.h"

#define KEPT_QUEUE_SIZE 513 /* an address with its NUL */

enum kept_state {
    KEPT_PAIRED, /* "pairing": counts */
    KEPT_BEGUN   /* "pairing.new": waits for the queue's word */
};

struct kept_pairing {
    char queue[KEPT_QUEUE_SIZE];
    struct uuid pairing_id; /* by which the queue is asked to confirm */
    struct uuid kiosk_id;
    char token[TOKEN_TEXT_SIZE];
    struct strbuf anchors; /* DER; empty over plain HTTP on this machine. Owned */
};
#define KEPT_PAIRING_INIT                                                                                    \
    {                                                                                                        \
        .anchors = STRBUF_INIT                                                                               \
    }
void kept_pairing_release(struct kept_pairing *pairing); /* wipes the token */

/* CB_NOT_FOUND, CB_DAMAGED, CB_IO, CB_NO_MEMORY. */
int kept_pairing_load(const char *folder, enum kept_state state, struct kept_pairing *ret_pairing);
/* 0600, on the disk when it returns; what was there stays when it fails. */
int kept_pairing_store(const char *folder, enum kept_state state, const struct kept_pairing *pairing);
/* The begun one counts from now on. No relay may run on the folder. The board of the queue before is
 * forgotten. CB_NOT_FOUND, CB_IO. */
int kept_pairing_promote(const char *folder);
/* The queue will never confirm the begun one. */
void kept_pairing_drop_begun(const char *folder);

#endif
