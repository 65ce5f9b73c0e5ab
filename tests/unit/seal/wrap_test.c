/* Wrapped keys: exact bytes, and what must not unwrap. */
#include "seal/wrap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/hex.h"

static const char wrapped_hex[] =
    "070707070707070707070707070707070707070707070707095b91408adaae27152a2b2267b5c67ad82b7e3476f1c11cd6e2"
    "df76e5c35f65ff0ce5b45570e1cf736c4f269adf0272";

static const struct uuid site_id = {{2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}};
static const struct uuid user_id = {{5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5}};

static void known_key_unwraps(void **state)
{
    uint8_t kek[KEY_SIZE];
    uint8_t wrapped[WRAPPED_KEY_SIZE];
    struct key_pair pair;

    (void)state;
    memset(kek, 9, sizeof(kek));
    hex_decode(wrapped_hex, wrapped, sizeof(wrapped));
    assert_int_equal(key_unwrap(kek, WRAP_PASSWORD, &site_id, &user_id, wrapped, &pair), CB_OK);
    for (size_t i = 0; i < KEY_SIZE; i++)
        assert_int_equal(pair.secret_key[i], i + 1);
}

static void key_unwraps_only_where_it_belongs(void **state)
{
    struct key_pair pair;
    struct key_pair opened;
    uint8_t kek[KEY_SIZE] = {1};
    uint8_t other_kek[KEY_SIZE] = {2};
    uint8_t wrapped[WRAPPED_KEY_SIZE];

    (void)state;
    key_pair_make(&pair);
    assert_int_equal(key_wrap(kek, WRAP_SESSION, &site_id, &user_id, pair.secret_key, wrapped), CB_OK);
    assert_int_equal(key_unwrap(kek, WRAP_SESSION, &site_id, &user_id, wrapped, &opened), CB_OK);
    assert_memory_equal(&opened, &pair, sizeof(pair));
    assert_int_equal(key_unwrap(other_kek, WRAP_SESSION, &site_id, &user_id, wrapped, &opened), CB_DENIED);
    assert_int_equal(key_unwrap(kek, WRAP_PASSWORD, &site_id, &user_id, wrapped, &opened), CB_DENIED);
    assert_int_equal(key_unwrap(kek, WRAP_SESSION, &user_id, &user_id, wrapped, &opened), CB_DENIED);
    assert_int_equal(key_unwrap(kek, WRAP_SESSION, &site_id, &site_id, wrapped, &opened), CB_DENIED);
    for (size_t i = 0; i < sizeof(wrapped); i++) {
        wrapped[i] ^= 0x10;
        assert_int_equal(key_unwrap(kek, WRAP_SESSION, &site_id, &user_id, wrapped, &opened), CB_DENIED);
        wrapped[i] ^= 0x10;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_key_unwraps),
        cmocka_unit_test(key_unwraps_only_where_it_belongs),
    };

    if (seal_init() != CB_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
