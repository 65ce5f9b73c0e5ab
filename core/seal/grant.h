/* A grant lets one holder open the site's fields: box(pk_holder, "CBG1" ‖ site ‖ holder ‖ key id of the
 * site's key ‖ sk_site). Making one needs the site key and the holder's public key, never the holder's
 * password. */
#ifndef CB_SEAL_GRANT_H
#define CB_SEAL_GRANT_H

#include "base/uuid.h"
#include "seal/key.h"

#define GRANT_SIZE 124 /* 48 + "CBG1" 4 + site 16 + holder 16 + key id 8 + sk_site 32 */

/* CB_BAD_INPUT: nothing can be sealed to that public key. */
int grant_make(const struct key_pair *site_pair, const struct uuid *site_id, const struct uuid *holder_id,
               const uint8_t holder_public_key[KEY_SIZE], uint8_t ret_grant[GRANT_SIZE]);
/* CB_DENIED: not for this holder's key, or not for these ids; CB_DAMAGED: the key inside is not the one it is
 * named after. */
int grant_open(const struct key_pair *holder_pair, const struct uuid *site_id, const struct uuid *holder_id,
               const uint8_t grant[GRANT_SIZE], struct key_pair *ret_site_pair);

#endif
