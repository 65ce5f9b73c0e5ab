/* Tags on holders: exact bytes, and what a tag is bound to. */
#include "seal/holder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/hex.h"

static const struct uuid user_id = {{5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5}};

static void known_holder_has_known_tag(void **state)
{
    uint8_t secret[KEY_SIZE];
    uint8_t tag[KEY_SIZE];
    struct key_pair pair;

    (void)state;
    for (size_t i = 0; i < sizeof(secret); i++)
        secret[i] = (uint8_t)(i + 1);
    key_pair_from_secret(secret, &pair);
    hex_decode("b3bbbbf57727b261791e2bd57dc95258f15a90cd7c133f0daee1bd9c6327d410", tag, sizeof(tag));
    assert_true(holder_tag_valid(secret, &user_id, HOLDER_USER, pair.public_key, tag));
}

static void tag_is_bound_to_site_holder_kind_and_key(void **state)
{
    const struct uuid other_id = {{6}};
    struct key_pair site;
    struct key_pair other_site;
    struct key_pair holder;
    struct key_pair other_holder;
    uint8_t tag[KEY_SIZE];

    (void)state;
    key_pair_make(&site);
    key_pair_make(&other_site);
    key_pair_make(&holder);
    key_pair_make(&other_holder);
    holder_tag(site.secret_key, &user_id, HOLDER_CODE, holder.public_key, tag);
    assert_true(holder_tag_valid(site.secret_key, &user_id, HOLDER_CODE, holder.public_key, tag));
    assert_false(holder_tag_valid(other_site.secret_key, &user_id, HOLDER_CODE, holder.public_key, tag));
    assert_false(holder_tag_valid(site.secret_key, &other_id, HOLDER_CODE, holder.public_key, tag));
    assert_false(holder_tag_valid(site.secret_key, &user_id, HOLDER_USER, holder.public_key, tag));
    assert_false(holder_tag_valid(site.secret_key, &user_id, HOLDER_CODE, other_holder.public_key, tag));
    tag[31] ^= 1;
    assert_false(holder_tag_valid(site.secret_key, &user_id, HOLDER_CODE, holder.public_key, tag));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_holder_has_known_tag),
        cmocka_unit_test(tag_is_bound_to_site_holder_kind_and_key),
    };

    if (seal_init() != CB_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
