/* Passwords: which may be chosen, what is stored of them, and the key they give. */
#ifndef CB_SEAL_PASSWORD_H
#define CB_SEAL_PASSWORD_H

#include "base/error.h"
#include "base/random.h"
#include "seal/key.h"

#define PASSWORD_MIN 12  /* characters */
#define PASSWORD_MAX 256 /* bytes */

/* root = Argon2id13(password, salt, cost); verifier = kdf(root, 1, "cbverify"). The password's bytes are its
 * UTF-8 in normal form C, so that é typed as one character or as two is the same password. */
struct password_record {
    uint8_t salt[16];
    int64_t opslimit;
    int64_t memlimit;
    uint8_t verifier[KEY_SIZE];
};
/* The least cost for new passwords: 64 MiB, t = 3. Tests may pass less. */
#define PASSWORD_OPSLIMIT     3
#define PASSWORD_OPSLIMIT_MAX 64
#define PASSWORD_MEMLIMIT     (64 * 1024 * 1024)
#define PASSWORD_TIME_MAX_MS  800
/* t for a machine that takes `measured_ms` for the least cost: raised while one password takes no longer than
 * PASSWORD_TIME_MAX_MS. Argon2id's time grows with t in proportion. */
int64_t password_opslimit_for(int64_t measured_ms);

/* Normal form C of UTF-8. CB_BAD_INPUT: no UTF-8; CB_TOO_LARGE: longer than PASSWORD_MAX bytes, before or
 * after. Wipe the result. */
int password_normalize(const char *password, char ret_normal[PASSWORD_MAX + 1]);

/* Whether it may be chosen: 12 characters to 256 bytes of UTF-8, not easy to guess. CB_BAD_INPUT; the problem
 * has words. */
int password_acceptable(const char *password, struct problem *ret_problem);

/* Slow on purpose: never on the event loop. verifier and KEK are independent outputs of one Argon2id root.
 * CB_NO_MEMORY; CB_TOO_LARGE above PASSWORD_MAX; CB_DAMAGED: a cost that Argon2id does not have. */
int password_set(const char *password, int64_t opslimit, int64_t memlimit, struct password_record *ret_record,
                 uint8_t ret_kek[KEY_SIZE]);
/* CB_DENIED when it is not the password. */
int password_check(const char *password, const struct password_record *record, uint8_t ret_kek[KEY_SIZE]);
/* Does the same work for a login that does not exist, and always answers CB_DENIED. */
int password_check_nobody(const char *password, int64_t opslimit, int64_t memlimit);

/* Five random words, e.g. for the demo's and an admin's offer. Lower case, joined with "-". `size` is at
 * least PASSWORD_SUGGEST_SIZE. */
#define PASSWORD_SUGGEST_SIZE 48
void password_suggest(struct random_source random, char *ret_text, size_t size);

#endif
