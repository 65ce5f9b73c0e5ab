/* Key pairs (X25519), their ids, and the two functions everything else here is built from: H and kdf. */
#ifndef CB_SEAL_KEY_H
#define CB_SEAL_KEY_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEY_SIZE    32
#define KEY_ID_SIZE 8

/* Once, at start; again is fine. CB_UNSUPPORTED when the library does not come up. */
int seal_init(void);
/* Whether memory that holds keys can be kept out of swap here: sodium_malloc goes on without a word where it
 * cannot. Says so in the log then. After seal_init. */
bool seal_memory_locks(void);
/* Overwrites in a way the compiler may not leave out. */
void seal_wipe(void *secret, size_t length);

struct key_pair {
    uint8_t public_key[KEY_SIZE];
    uint8_t secret_key[KEY_SIZE];
};
void key_pair_make(struct key_pair *ret_pair);
/* The pair that belongs to a secret key. */
void key_pair_from_secret(const uint8_t secret_key[KEY_SIZE], struct key_pair *ret_pair);
/* The first 8 bytes of H("cb-key-id-----v1", pk). */
void key_id(const uint8_t public_key[KEY_SIZE], uint8_t ret_id[KEY_ID_SIZE]);

/* H. `personal` is a literal of exactly 16 characters. */
void seal_hash(const char *personal, const void *bytes, size_t length, uint8_t ret_hash[KEY_SIZE]);
/* kdf. `context` is a literal of exactly 8 characters. */
void seal_derive(const uint8_t key[KEY_SIZE], uint64_t id, const char *context, uint8_t ret_key[KEY_SIZE]);

/* H over a body, for idempotent submits: personal "cb-body-hash---1". */
void body_hash(const void *bytes, size_t length, uint8_t ret_hash[KEY_SIZE]);
/* Takes the same time wherever they differ. */
bool secret_equal(const void *a, const void *b, size_t length);

#endif
