/* Wrapped keys: see wrap.h. */
#include "seal/wrap.h"

#include <sodium.h>
#include <string.h>

#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define AD_SIZE    37

_Static_assert(WRAPPED_KEY_SIZE == NONCE_SIZE + KEY_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES,
               "the size in the header");
_Static_assert(KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "a KEK is a key");

static void ad_write(uint8_t kind, const struct uuid *site_id, const struct uuid *user_id,
                     uint8_t ad[AD_SIZE])
{
    static const uint8_t magic[4] = {'C', 'B', 'W', '1'};

    memcpy(ad, magic, sizeof(magic));
    ad[4] = kind;
    memcpy(ad + 5, site_id->bytes, sizeof(site_id->bytes));
    memcpy(ad + 21, user_id->bytes, sizeof(user_id->bytes));
}

int key_wrap(const uint8_t kek[KEY_SIZE], uint8_t kind, const struct uuid *site_id,
             const struct uuid *user_id, const uint8_t secret_key[KEY_SIZE],
             uint8_t ret_wrapped[WRAPPED_KEY_SIZE])
{
    uint8_t ad[AD_SIZE];

    ad_write(kind, site_id, user_id, ad);
    randombytes_buf(ret_wrapped, NONCE_SIZE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(ret_wrapped + NONCE_SIZE, NULL, secret_key, KEY_SIZE, ad,
                                               sizeof(ad), NULL, ret_wrapped, kek);
    return CB_OK;
}

int key_unwrap(const uint8_t kek[KEY_SIZE], uint8_t kind, const struct uuid *site_id,
               const struct uuid *user_id, const uint8_t wrapped[WRAPPED_KEY_SIZE], struct key_pair *ret_pair)
{
    uint8_t ad[AD_SIZE];
    uint8_t secret_key[KEY_SIZE];

    ad_write(kind, site_id, user_id, ad);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(secret_key, NULL, NULL, wrapped + NONCE_SIZE,
                                                   WRAPPED_KEY_SIZE - NONCE_SIZE, ad, sizeof(ad), wrapped,
                                                   kek) != 0)
        return CB_DENIED;
    key_pair_from_secret(secret_key, ret_pair);
    sodium_memzero(secret_key, sizeof(secret_key));
    return CB_OK;
}
