/* Grants: see grant.h. */
#include "seal/grant.h"

#include <sodium.h>
#include <string.h>

#define PLAIN_SIZE 76
#define SITE_AT    4
#define HOLDER_AT  20
#define KEY_ID_AT  36
#define SECRET_AT  44

static const uint8_t magic[SITE_AT] = {'C', 'B', 'G', '1'};

_Static_assert(GRANT_SIZE == PLAIN_SIZE + crypto_box_SEALBYTES, "the size in the header");
_Static_assert(PLAIN_SIZE == SECRET_AT + KEY_SIZE, "the secret key comes last");

static void ids_write(const struct uuid *site_id, const struct uuid *holder_id, uint8_t *plain)
{
    memcpy(plain, magic, sizeof(magic));
    memcpy(plain + SITE_AT, site_id->bytes, sizeof(site_id->bytes));
    memcpy(plain + HOLDER_AT, holder_id->bytes, sizeof(holder_id->bytes));
}

int grant_make(const struct key_pair *site_pair, const struct uuid *site_id, const struct uuid *holder_id,
               const uint8_t holder_public_key[KEY_SIZE], uint8_t ret_grant[GRANT_SIZE])
{
    uint8_t plain[PLAIN_SIZE];
    int failed;

    ids_write(site_id, holder_id, plain);
    key_id(site_pair->public_key, plain + KEY_ID_AT);
    memcpy(plain + SECRET_AT, site_pair->secret_key, KEY_SIZE);
    failed = crypto_box_seal(ret_grant, plain, sizeof(plain), holder_public_key);
    sodium_memzero(plain, sizeof(plain));
    return failed != 0 ? CB_BAD_INPUT : CB_OK;
}

int grant_open(const struct key_pair *holder_pair, const struct uuid *site_id, const struct uuid *holder_id,
               const uint8_t grant[GRANT_SIZE], struct key_pair *ret_site_pair)
{
    uint8_t plain[PLAIN_SIZE];
    uint8_t expected[KEY_ID_AT];
    uint8_t id[KEY_ID_SIZE];
    struct key_pair pair;
    int error = CB_OK;

    if (crypto_box_seal_open(plain, grant, GRANT_SIZE, holder_pair->public_key, holder_pair->secret_key) != 0)
        return CB_DENIED;
    ids_write(site_id, holder_id, expected);
    key_pair_from_secret(plain + SECRET_AT, &pair);
    key_id(pair.public_key, id);
    if (!secret_equal(plain, expected, sizeof(expected)))
        error = CB_DENIED;
    else if (!secret_equal(plain + KEY_ID_AT, id, sizeof(id)))
        error = CB_DAMAGED;
    if (error == CB_OK)
        *ret_site_pair = pair;
    sodium_memzero(plain, sizeof(plain));
    sodium_memzero(&pair, sizeof(pair));
    return error;
}
