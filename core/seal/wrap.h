/* A user's secret key, wrapped by a key that a password or a session token gives: nonce ‖ XChaCha20-Poly1305,
 * with "CBW1" ‖ kind ‖ site ‖ user as additional data, so that a wrapped key cannot be moved to another user
 * or purpose. */
#ifndef CB_SEAL_WRAP_H
#define CB_SEAL_WRAP_H

#include "base/uuid.h"
#include "seal/key.h"

#define WRAPPED_KEY_SIZE 72 /* nonce 24 + key 32 + tag 16 */

#define WRAP_PASSWORD 1
#define WRAP_SESSION  2

/* kind: WRAP_PASSWORD or WRAP_SESSION. */
int key_wrap(const uint8_t kek[KEY_SIZE], uint8_t kind, const struct uuid *site_id,
             const struct uuid *user_id, const uint8_t secret_key[KEY_SIZE],
             uint8_t ret_wrapped[WRAPPED_KEY_SIZE]);
/* CB_DENIED: another key, kind, site or user, or changed bytes. */
int key_unwrap(const uint8_t kek[KEY_SIZE], uint8_t kind, const struct uuid *site_id,
               const struct uuid *user_id, const uint8_t wrapped[WRAPPED_KEY_SIZE],
               struct key_pair *ret_pair);

#endif
