/* Grants: exact bytes, and what must not open. */
#include "seal/grant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/hex.h"

#include <sodium.h>

static const char grant_hex[] =
    "37df10d2960a7246e07bb7bec21c718925b0195014622979412c8887176cbe49f64be1a0dbf163849e96f3567202c8157cf6"
    "8e8b7fd2871f0bd48226b7699b05945e68c57021e113eb1d1e9963081794aaf96364c46b21506d019cdc930941df37e3c80b"
    "3e61e32a27cf65c678b0e1475323d2e59eefe3b5e850c595";

static const struct uuid site_id = {{2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}};
static const struct uuid holder_id = {{5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5}};

/* Secret key first, first + 1, … */
static struct key_pair pair_from(uint8_t first)
{
    uint8_t secret[KEY_SIZE];
    struct key_pair pair;

    for (size_t i = 0; i < sizeof(secret); i++)
        secret[i] = (uint8_t)(first + i);
    key_pair_from_secret(secret, &pair);
    return pair;
}

static void known_grant_opens(void **state)
{
    struct key_pair site = pair_from(1);
    struct key_pair holder = pair_from(33);
    struct key_pair opened;
    uint8_t grant[GRANT_SIZE];

    (void)state;
    hex_decode(grant_hex, grant, sizeof(grant));
    assert_int_equal(grant_open(&holder, &site_id, &holder_id, grant, &opened), CB_OK);
    assert_memory_equal(&opened, &site, sizeof(site));
}

static void grant_opens_for_its_holder_only(void **state)
{
    struct key_pair site = pair_from(1);
    struct key_pair holder = pair_from(33);
    struct key_pair other = pair_from(65);
    struct key_pair opened;
    uint8_t grant[GRANT_SIZE];

    (void)state;
    assert_int_equal(grant_make(&site, &site_id, &holder_id, holder.public_key, grant), CB_OK);
    assert_int_equal(grant_open(&holder, &site_id, &holder_id, grant, &opened), CB_OK);
    assert_memory_equal(&opened, &site, sizeof(site));
    assert_int_equal(grant_open(&other, &site_id, &holder_id, grant, &opened), CB_DENIED);
    assert_int_equal(grant_open(&holder, &holder_id, &site_id, grant, &opened), CB_DENIED);
    assert_int_equal(grant_open(&holder, &site_id, &site_id, grant, &opened), CB_DENIED);
    grant[60] ^= 1;
    assert_int_equal(grant_open(&holder, &site_id, &holder_id, grant, &opened), CB_DENIED);
}

static void grant_with_another_key_inside_is_damaged(void **state)
{
    struct key_pair holder = pair_from(33);
    struct key_pair opened;
    uint8_t plain[76] = "CBG1";
    uint8_t grant[GRANT_SIZE];

    (void)state;
    memset(plain + 4, 2, 16);
    memset(plain + 20, 5, 16);
    memset(plain + 44, 9, KEY_SIZE); /* and a key id of zeros */
    crypto_box_seal(grant, plain, sizeof(plain), holder.public_key);
    assert_int_equal(grant_open(&holder, &site_id, &holder_id, grant, &opened), CB_DAMAGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_grant_opens),
        cmocka_unit_test(grant_opens_for_its_holder_only),
        cmocka_unit_test(grant_with_another_key_inside_is_damaged),
    };

    if (seal_init() != CB_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
