/* Tags on holders' keys: see holder.h. */
#include "seal/holder.h"

#include <sodium.h>
#include <string.h>

void holder_tag(const uint8_t site_secret_key[KEY_SIZE], const struct uuid *holder_id, enum holder_kind kind,
                const uint8_t public_key[KEY_SIZE], uint8_t ret_tag[KEY_SIZE])
{
    uint8_t input[sizeof(holder_id->bytes) + 1 + KEY_SIZE];
    uint8_t key[KEY_SIZE];

    memcpy(input, holder_id->bytes, sizeof(holder_id->bytes));
    input[sizeof(holder_id->bytes)] = (uint8_t)kind;
    memcpy(input + sizeof(holder_id->bytes) + 1, public_key, KEY_SIZE);
    seal_derive(site_secret_key, 1, "cbholder", key);
    crypto_generichash(ret_tag, KEY_SIZE, input, sizeof(input), key, sizeof(key));
    sodium_memzero(key, sizeof(key));
}

bool holder_tag_valid(const uint8_t site_secret_key[KEY_SIZE], const struct uuid *holder_id,
                      enum holder_kind kind, const uint8_t public_key[KEY_SIZE], const uint8_t tag[KEY_SIZE])
{
    uint8_t expected[KEY_SIZE];

    holder_tag(site_secret_key, holder_id, kind, public_key, expected);
    return secret_equal(expected, tag, sizeof(expected));
}
