/* Passwords, the slow part: see password.h. What may be chosen is in password_choice.c. */
#include "seal/password.h"

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(((struct password_record *)0)->salt) == crypto_pwhash_argon2id_SALTBYTES,
               "Argon2id's salt");

/* A login that does not exist has this salt and a verifier that nothing gives. */
static const struct password_record nobody = {.salt = "nobody-has-this"};

static int root_of(const char *password, const struct password_record *record, uint8_t root[KEY_SIZE])
{
    if (record->opslimit < (int64_t)crypto_pwhash_argon2id_OPSLIMIT_MIN ||
        record->opslimit > (int64_t)crypto_pwhash_argon2id_OPSLIMIT_MAX ||
        record->memlimit < (int64_t)crypto_pwhash_argon2id_MEMLIMIT_MIN ||
        record->memlimit > (int64_t)crypto_pwhash_argon2id_MEMLIMIT_MAX)
        return CB_DAMAGED;
    if (crypto_pwhash(root, KEY_SIZE, password, strlen(password), record->salt,
                      (unsigned long long)record->opslimit, (size_t)record->memlimit,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return CB_NO_MEMORY;
    return CB_OK;
}

/* Bytes that are no UTF-8 are nobody's password, but must take as long as others: they are used as they
 * come. */
static int root_make(const char *password, const struct password_record *record, uint8_t root[KEY_SIZE])
{
    char normal[PASSWORD_MAX + 1];
    int error = password_normalize(password, normal);

    if (error == CB_TOO_LARGE)
        return error;
    error = root_of(error == CB_OK ? normal : password, record, root);
    sodium_memzero(normal, sizeof(normal));
    return error;
}

int password_set(const char *password, int64_t opslimit, int64_t memlimit, struct password_record *ret_record,
                 uint8_t ret_kek[KEY_SIZE])
{
    struct password_record record = {.opslimit = opslimit, .memlimit = memlimit};
    uint8_t root[KEY_SIZE];
    int error;

    randombytes_buf(record.salt, sizeof(record.salt));
    error = root_make(password, &record, root);
    if (error != CB_OK)
        return error;
    seal_derive(root, 1, "cbverify", record.verifier);
    seal_derive(root, 2, "cbstfkek", ret_kek);
    *ret_record = record;
    sodium_memzero(root, sizeof(root));
    return CB_OK;
}

int password_check(const char *password, const struct password_record *record, uint8_t ret_kek[KEY_SIZE])
{
    uint8_t root[KEY_SIZE];
    uint8_t verifier[KEY_SIZE];
    int error = root_make(password, record, root);

    if (error != CB_OK)
        return error == CB_TOO_LARGE ? CB_DENIED : error;
    seal_derive(root, 1, "cbverify", verifier);
    if (secret_equal(verifier, record->verifier, sizeof(verifier)))
        seal_derive(root, 2, "cbstfkek", ret_kek);
    else
        error = CB_DENIED;
    sodium_memzero(root, sizeof(root));
    sodium_memzero(verifier, sizeof(verifier));
    return error;
}

int password_check_nobody(const char *password, int64_t opslimit, int64_t memlimit)
{
    struct password_record record = nobody;
    uint8_t kek[KEY_SIZE];

    record.opslimit = opslimit;
    record.memlimit = memlimit;
    (void)password_check(password, &record, kek);
    return CB_DENIED;
}

int64_t password_opslimit_for(int64_t measured_ms)
{
    int64_t opslimit =
        measured_ms <= 0 ? PASSWORD_OPSLIMIT_MAX : PASSWORD_OPSLIMIT * PASSWORD_TIME_MAX_MS / measured_ms;

    if (opslimit < PASSWORD_OPSLIMIT)
        return PASSWORD_OPSLIMIT;
    return opslimit > PASSWORD_OPSLIMIT_MAX ? PASSWORD_OPSLIMIT_MAX : opslimit;
}
