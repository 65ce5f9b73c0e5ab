/* Passwords: which may be chosen, what is stored of them, and the key they give. */
#ifndef CB_SEAL_PASSWORD_H
#define CB_SEAL_PASSWORD_H

#include "base/error.h"
#include "base/random.h"
#include "seal/key.h"

#define PASSWORD_MIN 12  /* characters */
#define PASSWORD_MAX 256 /* bytes */

/* root = Argon2id13(password, salt, cost); verifier = kdf(root, 1, "cbverify"). The password is UTF-8 that
 * pages and command lines have brought to normal form C; its bytes are used as they come. */
struct password_record {
    uint8_t salt[16];
    int64_t opslimit;
    int64_t memlimit;
    uint8_t verifier[KEY_SIZE];
};
/* The cost for new passwords: 64 MiB, t = 3. Tests may pass less. */
#define PASSWORD_OPSLIMIT 3
#define PASSWORD_MEMLIMIT (64 * 1024 * 1024)

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
