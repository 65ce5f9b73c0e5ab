/* The sites' epoch keys: made ahead of time, handed to the boards, opened for those who may read, destroyed
 * when their time is over. The keys rest in rings (keyring_file.h), outside of the database and of every
 * backup.
 *
 * Making keys needs the site's public key only, so nobody has to be signed in. A key is on the disk before
 * any kiosk hears of it. One thread. */
#ifndef CB_QUEUE_EPOCHS_H
#define CB_QUEUE_EPOCHS_H

#include "queue/store.h"
#include "seal/keyring.h"

struct epochs;

/* Rings are opened, or made, as sites are met. */
int epochs_open(const char *folder, struct epochs **ret_epochs);
void epochs_close(struct epochs *epochs); /* NULL is fine */

/* Destroys what is over and makes what is missing, at every site; boards hear of new keys. Runs its own
 * transactions: call it outside of store_begin … store_commit, after a sweep's commit, so that what was just
 * erased needs no key any more. Words in the problem for the first site that failed; the others are served
 * all the same. */
int epochs_turn(struct epochs *epochs, struct store *store, struct moment now, struct problem *ret_problem);

/* What a kiosk may seal to, now or within the week: keys that the site's own key opens. */
int epochs_list(const struct epochs *epochs, const struct uuid *site_id, int64_t now_ms, struct arena *arena,
                const struct epoch **ret_epochs, size_t *ret_count);
/* NULL: destroyed, or never known. Borrowed until the next epochs_turn or keyring_reseal. */
const struct epoch_slot *epochs_find(const struct epochs *epochs, const struct uuid *site_id,
                                     const uint8_t id[EPOCH_ID_SIZE]);

/* How many keys of the ring another key than the site's opens: after a restore of a backup from before the
 * site's key was changed. Nothing new is sealed to them. */
int epochs_foreign(struct epochs *epochs, struct store *store, const struct uuid *site_id, int *ret_count);

/* For the rotation of a site's key: seals every key of the ring to the new one. A cut in between leaves some
 * slots on the old key and some on the new (slot->sealed_to says which), and calling it again with the same
 * keys ends it. So keep the old secret key, sealed to the new public key, in the transaction that replaces
 * the site's key, reseal, and only then destroy the old one. A slot that opens with neither (a restored
 * backup leaves such: the old key does not open it any better later) stays as it is. */
int keyring_reseal(struct epochs *epochs, const struct uuid *site_id, const struct key_pair *old_pair,
                   const uint8_t new_site_key[KEY_SIZE]);

#endif
