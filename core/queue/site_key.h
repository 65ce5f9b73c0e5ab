/* A site's key and who holds it: grants, and the change to another key when somebody goes.
 *
 * Changing the key needs nobody's password: every holder with a valid tag is given a grant of the new key,
 * sealed to their public key. All of it is one transaction of the caller's. The old key stays, sealed to the
 * new one, until what is still sealed to it was sealed anew (site_key_settle); then nothing opens it. */
#ifndef CB_QUEUE_SITE_KEY_H
#define CB_QUEUE_SITE_KEY_H

#include "queue/store.h"
#include "seal/seal.h"

/* Tag and grant for a holder whose id, kind and public key are set. CB_BAD_INPUT: no key to seal to. */
int site_key_grant(const struct key_pair *site_pair, struct stored_holder *holder);
/* The same for a person; the front desk gets none. */
int site_key_grant_user(const struct key_pair *site_pair, struct stored_user *user);

/* In: the site's key. Out: the new one; unchanged when it failed. CB_DENIED: it is not the site's key;
 * CB_BUSY: the change before this one is not settled yet. */
int site_key_rotate(struct store *store, const struct uuid *site_id, struct arena *arena,
                    struct key_pair *site_pair);

/* The key before this one, while there is one. CB_NOT_FOUND: nothing is left to settle. Wipe it. */
int site_key_old(struct store *store, const struct uuid *site_id, const struct key_pair *site_pair,
                 struct key_pair *ret_old_pair);

#endif
