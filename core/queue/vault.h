/* The sites' secret keys, while somebody who holds a grant is signed in. In memory that is locked and wiped,
 * never on disk. A key goes when no session that can open it has lived for 15 minutes; any such session's
 * next request brings it back, also after a restart. */
#ifndef CB_QUEUE_VAULT_H
#define CB_QUEUE_VAULT_H

#include "queue/store.h"
#include "seal/seal.h"

struct vault;

#define VAULT_LINGER_MS (15 * MINUTE_MS)

struct vault *vault_new(void); /* NULL: no locked memory to be had */
void vault_free(struct vault *vault);

/* A live session's request: opens the user's grant if the site is locked, and notes until when this session
 * lives. Users without a grant change nothing. CB_DENIED, CB_DAMAGED when the rows do not fit each other. */
int vault_session(struct vault *vault, const struct stored_user *user, const struct stored_session *session,
                  const struct session_keys *keys, int64_t now_ms);
void vault_session_ended(struct vault *vault, const uint8_t session_id[32]);
/* All of a person's, but for the one with the id in `except` (NULL: none is spared). */
void vault_user_ended(struct vault *vault, const struct uuid *user_id, const uint8_t *except);
/* The site's key, for what needs it in a call; wipe it after. CB_LOCKED. */
int vault_site_pair(const struct vault *vault, const struct uuid *site_id, struct key_pair *ret_pair);
/* The site's key by another way than a session. CB_NO_MEMORY. */
int vault_unlock(struct vault *vault, const struct uuid *site_id, const struct key_pair *pair,
                 int64_t now_ms);
/* Forgets every site's key: what was done with one may not stand. Sessions bring them back. */
void vault_lock(struct vault *vault);
/* The site has another key from now on. A site that is locked stays so. */
void vault_replace(struct vault *vault, const struct uuid *site_id, const struct key_pair *pair);
/* Opens a field sealed to that epoch. CB_LOCKED, and the errors of epoch_slot_open and field_open. */
int vault_open_field(const struct vault *vault, const struct epoch_slot *slot,
                     const struct field_context *context, const uint8_t sealed[SEALED_SIZE],
                     struct person_fields *ret_fields);
bool vault_locked(const struct vault *vault, const struct uuid *site_id);
/* Wipes keys whose time is over; call it every minute or so. */
void vault_sweep(struct vault *vault, int64_t now_ms);

#endif
