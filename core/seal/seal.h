/* What makes identifying fields unreadable: libsodium behind a few verbs. Secrets live in sodium_malloc memory where they stay
 * longer than a call. H, kdf, box: see README, "Keys". Nothing here reads the clock, files or the network. */
#ifndef CB_SEAL_SEAL_H
#define CB_SEAL_SEAL_H

#include "base/error.h"
#include "base/random.h"
#include "base/uuid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEY_SIZE          32
#define KEY_ID_SIZE       8
#define SEALED_FIELD_SIZE 560
#define GRANT_SIZE        124 /* 48 + "CBG1" 4 + site 16 + holder 16 + key id 8 + sk_site 32 */
#define WRAPPED_KEY_SIZE  72  /* nonce 24 + key 32 + tag 16 */
#define PASSWORD_MIN      12
#define PASSWORD_MAX      256
#define TOKEN_SIZE        32
#define TOKEN_TEXT_SIZE   44 /* base64url, with the closing NUL */

/* Once, at start. CB_UNSUPPORTED when the library does not come up. */
int seal_init(void);
void seal_wipe(void *secret, size_t length);

struct key_pair {
    uint8_t public_key[KEY_SIZE];
    uint8_t secret_key[KEY_SIZE];
};
void key_pair_make(struct key_pair *ret_pair);
void key_id(const uint8_t public_key[KEY_SIZE], uint8_t ret_id[KEY_ID_SIZE]);

/* ---- the sealed field: box(pk, P), P = 512 bytes ---- */
#define FIELD_NAME_MAX   64
#define FIELD_PHONE_MAX  16
#define FIELD_PLACE_MAX  160
#define FIELD_RETURN_MAX 160
struct person_fields { /* "" = not given */
    char name[FIELD_NAME_MAX + 1];
    char phone[FIELD_PHONE_MAX + 1];
    char place[FIELD_PLACE_MAX + 1];
    char return_note[FIELD_RETURN_MAX + 1];
};
struct field_context { /* bound into the field and checked when it is opened */
    struct uuid site_id;
    struct uuid kiosk_id; /* none: made on a staff page */
    struct uuid request_id;
};
/* CB_TOO_LARGE, CB_BAD_INPUT (bad UTF-8 or control characters). */
int field_seal(const uint8_t public_key[KEY_SIZE], const struct field_context *context, const struct person_fields *fields,
               uint8_t ret_sealed[SEALED_FIELD_SIZE]);
/* CB_DENIED: not for this key, or not for these ids; CB_DAMAGED: wrong shape inside. */
int field_open(const struct key_pair *pair, const struct field_context *context, const uint8_t sealed[SEALED_FIELD_SIZE],
               struct person_fields *ret_fields);

/* ---- grants: sk_site for one holder ---- */
int grant_make(const struct key_pair *site_pair, const struct uuid *site_id, const struct uuid *holder_id,
               const uint8_t holder_public_key[KEY_SIZE], uint8_t ret_grant[GRANT_SIZE]);
int grant_open(const struct key_pair *holder_pair, const struct uuid *site_id, const struct uuid *holder_id,
               const uint8_t grant[GRANT_SIZE], struct key_pair *ret_site_pair);

/* ---- passwords ---- */
struct password_record {
    uint8_t salt[16];
    int64_t opslimit;
    int64_t memlimit;
    uint8_t verifier[KEY_SIZE];
};
/* The cost for new passwords: 64 MiB, t = 3. Tests may pass less. */
#define PASSWORD_OPSLIMIT 3
#define PASSWORD_MEMLIMIT (64 * 1024 * 1024)
/* Whether it may be chosen: 12 to 256 bytes of UTF-8, not a common one. The problem has words. */
int password_acceptable(const char *password, struct problem *ret_problem);
/* Slow on purpose: never on the event loop. verifier and KEK are independent outputs of one Argon2id root. */
int password_set(const char *password, int64_t opslimit, int64_t memlimit, struct password_record *ret_record,
                 uint8_t ret_kek[KEY_SIZE]);
/* CB_DENIED when it is not the password. */
int password_check(const char *password, const struct password_record *record, uint8_t ret_kek[KEY_SIZE]);
/* Does the same work for a login that does not exist, and always answers CB_DENIED. */
int password_check_nobody(const char *password, int64_t opslimit, int64_t memlimit);
/* Five random words, e.g. for the demo's and an admin's offer. Lower case, joined with "-". */
void password_suggest(struct random_source random, char *ret_text, size_t size);

/* ---- wrapping sk_user by a password's or a session's key. kind: 1 password, 2 session ---- */
int key_wrap(const uint8_t kek[KEY_SIZE], uint8_t kind, const struct uuid *site_id, const struct uuid *user_id,
             const uint8_t secret_key[KEY_SIZE], uint8_t ret_wrapped[WRAPPED_KEY_SIZE]);
int key_unwrap(const uint8_t kek[KEY_SIZE], uint8_t kind, const struct uuid *site_id, const struct uuid *user_id,
               const uint8_t wrapped[WRAPPED_KEY_SIZE], struct key_pair *ret_pair);

/* ---- tokens ---- */
/* 32 random bytes as base64url. */
void token_make(char ret_text[TOKEN_TEXT_SIZE]);
struct session_keys {
    uint8_t id[KEY_SIZE];   /* kdf(token, 1, "cbsessid"): stored */
    uint8_t kek[KEY_SIZE];  /* kdf(token, 2, "cbsesskk"): wraps sk_user */
    uint8_t csrf[KEY_SIZE]; /* kdf(token, 3, "cbsescsr") */
};
/* CB_BAD_INPUT when the text is no token. */
int session_keys_from_token(const char *token, struct session_keys *ret_keys);
/* H("cb-kiosk-token-1", token): what the queue stores of a kiosk's token. */
int kiosk_token_hash(const char *token, uint8_t ret_hash[32]);

/* H over a body, for idempotent submits: personal "cb-body-hash---1". */
void body_hash(const void *bytes, size_t length, uint8_t ret_hash[32]);
bool secret_equal(const void *a, const void *b, size_t length);

#endif
