/* Tokens: what is derived from them, and what is no token. */
#include "seal/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/hex.h"

static const char token[] = "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoM";
static const char kiosk_hash_hex[] = "23b75f1d1a925e6c95305ff0f420c397290eb434558f9098f9f8f0d593aef98a";
static const char id_hex[] = "58539fb1887a316f51faaa0b041d288b6d3268dd63cc5b0438e7a379c2d4ffb2";
static const char kek_hex[] = "3157b0f5ca26f31d0e99866a8628b25bc10d90dcc7e59d77c8a6c945f9903903";
static const char csrf_hex[] = "808016ef6141c472e5daff08140a130d79a8eef2606c416a1f9c5973ac94ec4e";

static void assert_hex(const uint8_t *bytes, const char *hex)
{
    uint8_t expected[KEY_SIZE];

    hex_decode(hex, expected, sizeof(expected));
    assert_memory_equal(bytes, expected, sizeof(expected));
}

static void session_keys_are_as_agreed(void **state)
{
    struct session_keys keys;

    (void)state;
    assert_int_equal(session_keys_from_token(token, &keys), CB_OK);
    assert_hex(keys.id, id_hex);
    assert_hex(keys.kek, kek_hex);
    assert_hex(keys.csrf, csrf_hex);
}

static void kiosk_hash_is_as_agreed(void **state)
{
    uint8_t hash[KEY_SIZE];

    (void)state;
    assert_int_equal(kiosk_token_hash(token, hash), CB_OK);
    assert_hex(hash, kiosk_hash_hex);
}

static void what_is_no_token_is_refused(void **state)
{
    static const char *const texts[] = {"",
                                        "abc",
                                        "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgo",
                                        "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoMA",
                                        "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM",
                                        "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoN"};
    static const uint8_t zeros[KEY_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct session_keys keys;
        uint8_t hash[KEY_SIZE] = {1};

        assert_int_equal(session_keys_from_token(texts[i], &keys), CB_BAD_INPUT);
        assert_int_equal(kiosk_token_hash(texts[i], hash), CB_BAD_INPUT);
        assert_memory_equal(hash, zeros, sizeof(hash));
    }
}

static void made_tokens_differ_and_are_tokens(void **state)
{
    char a[TOKEN_TEXT_SIZE];
    char b[TOKEN_TEXT_SIZE];
    struct session_keys keys;

    (void)state;
    token_make(a);
    token_make(b);
    assert_int_equal(strlen(a), TOKEN_TEXT_SIZE - 1);
    assert_string_not_equal(a, b);
    assert_int_equal(session_keys_from_token(a, &keys), CB_OK);
}

static void known_device_token_has_known_hash(void **state)
{
    uint8_t expected[KEY_SIZE];
    uint8_t hash[KEY_SIZE];

    (void)state;
    hex_decode("ad49d5313b156d3109c14c55d8a5647a6ad9309e1d1a5b5e073bd1b3610d158d", expected,
               sizeof(expected));
    assert_int_equal(device_token_hash("ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoM", hash), CB_OK);
    assert_memory_equal(hash, expected, sizeof(hash));
    assert_int_equal(device_token_hash("short", hash), CB_BAD_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(session_keys_are_as_agreed),
        cmocka_unit_test(kiosk_hash_is_as_agreed),
        cmocka_unit_test(what_is_no_token_is_refused),
        cmocka_unit_test(made_tokens_differ_and_are_tokens),
        cmocka_unit_test(known_device_token_has_known_hash),
    };

    if (seal_init() != CB_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
