/* Who may hold a grant of the site's key: people, codes and the recovery sheet. The tag on a holder's public
 * key is made with the site's secret key, so that who can write the queue's storage, but has no grant, cannot
 * plant a key that the next rotation would give one: no valid tag, no grant. */
#ifndef CB_SEAL_HOLDER_H
#define CB_SEAL_HOLDER_H

#include "base/uuid.h"
#include "seal/key.h"

enum holder_kind { /* stored, and in the tag: never renumbered */
    HOLDER_USER = 1,
    HOLDER_CODE = 2,
    HOLDER_PAPER = 3
};

/* The key of tags: kdf(sk_site, 1, "cbholder"); the tag: crypto_generichash(32, id ‖ kind u8 ‖ pk) with it.
 */
void holder_tag(const uint8_t site_secret_key[KEY_SIZE], const struct uuid *holder_id, enum holder_kind kind,
                const uint8_t public_key[KEY_SIZE], uint8_t ret_tag[KEY_SIZE]);
bool holder_tag_valid(const uint8_t site_secret_key[KEY_SIZE], const struct uuid *holder_id,
                      enum holder_kind kind, const uint8_t public_key[KEY_SIZE], const uint8_t tag[KEY_SIZE]);

#endif
