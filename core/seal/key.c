/* Key pairs, H and kdf: see key.h. */
#include "seal/key.h"

#include "base/log.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>
#include <sys/mman.h>

_Static_assert(KEY_SIZE == crypto_box_PUBLICKEYBYTES, "X25519 keys: public and secret ones are of one size");
_Static_assert(KEY_SIZE == crypto_kdf_KEYBYTES, "kdf");
_Static_assert(KEY_SIZE == crypto_generichash_blake2b_BYTES, "H");

int seal_init(void)
{
    return sodium_init() < 0 ? CB_UNSUPPORTED : CB_OK;
}

bool seal_memory_locks(void)
{
    void *page = sodium_malloc(KEY_SIZE);
    /* sodium_malloc locks by itself but hides the outcome; a second lock is harmless and tells it. Not by
     * mlock: sanitizers make that one always succeed. */
    bool locks = page != NULL && mlock2(page, KEY_SIZE, 0) == 0;

    sodium_free(page);
    if (!locks)
        log_words(LOG_LEVEL_WARNING,
                  "memory.not_locked: keys may reach swap. Raise LimitMEMLOCK (ulimit -l) to 8 MiB, or use a "
                  "machine without swap.");
    return locks;
}

void seal_wipe(void *secret, size_t length)
{
    sodium_memzero(secret, length);
}

void key_pair_make(struct key_pair *ret_pair)
{
    crypto_box_keypair(ret_pair->public_key, ret_pair->secret_key);
}

void key_pair_from_secret(const uint8_t secret_key[KEY_SIZE], struct key_pair *ret_pair)
{
    memmove(ret_pair->secret_key, secret_key, KEY_SIZE);
    crypto_scalarmult_base(ret_pair->public_key, ret_pair->secret_key);
}

void key_id(const uint8_t public_key[KEY_SIZE], uint8_t ret_id[KEY_ID_SIZE])
{
    uint8_t hash[KEY_SIZE];

    seal_hash("cb-key-id-----v1", public_key, KEY_SIZE, hash);
    memcpy(ret_id, hash, KEY_ID_SIZE);
}

void seal_hash(const char *personal, const void *bytes, size_t length, uint8_t ret_hash[KEY_SIZE])
{
    int failed;

    assert(strlen(personal) == crypto_generichash_blake2b_PERSONALBYTES);
    failed = crypto_generichash_blake2b_salt_personal(ret_hash, KEY_SIZE, bytes, length, NULL, 0, NULL,
                                                      (const uint8_t *)personal);
    assert(failed == 0);
    (void)failed;
}

void seal_derive(const uint8_t key[KEY_SIZE], uint64_t id, const char *context, uint8_t ret_key[KEY_SIZE])
{
    assert(strlen(context) == crypto_kdf_CONTEXTBYTES);
    crypto_kdf_derive_from_key(ret_key, KEY_SIZE, id, context, key);
}

void body_hash(const void *bytes, size_t length, uint8_t ret_hash[KEY_SIZE])
{
    seal_hash("cb-body-hash---1", bytes, length, ret_hash);
}

bool secret_equal(const void *a, const void *b, size_t length)
{
    return sodium_memcmp(a, b, length) == 0;
}
