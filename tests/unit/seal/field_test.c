/* The sealed field: its exact bytes, its one size, and everything that must not open. */
#include "seal/field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/hex.h"

#include <sodium.h>

/* From vectors.py: José, +16175550142, by the window. */
static const char sealed_hex[] =
    "cbe6908365d5fab1a5acadf6fa5e176728bdf3d007bdd593338217ec1820cf6e57fb5d90ad67018bf352db181e1eac304ea6"
    "8025b51aff94d1f10cefc4aff89f3e1f2a41660f9023bc53791dbea0e15862a5f9f43ca4f2407c655632eb470c29de9094d4"
    "f31794ccf661cba22bb1991e26d41369369fc5212da6a4daf146d46f6410113e4c0bc8100869d2ae0f4dffaa55f4739c4090"
    "7bc2893804fb7be3732d0293478798f8cf8193f038c37cbbe7cb9024d3b34ba4df71cef4d83521f7dfe7369313362a7e6f23"
    "1ebac8c28ddd46f4fb8e1c27740a43164d4a556f2b8dd99297a55716e43977b47edbb1a1ff9726a6d1a624de9ca08a6e0850"
    "a807326b418620eecbbda189338c195e68cc87876c678ca6b61216f776558bf1df7614a8b45e5577488a45542b0eac7511a3"
    "666758e0b02683dfaf6f69cf781c42a474a2b3a493bbb90b9c83d3789d2f20242d79b74edc58d7612e8cf6230cf1e545e429"
    "fabb6e3a2187604914158be55cc2e3a7fab0597a4a4784bb033273d47e85c63b98e70ba47237c6eb6a587b1e849c1235c1b6"
    "5f003ce54938b9b4c8838eaeb0551c01cbc532aa5e26639b4ef7f8f77fb465df0fdfd22237457800b6c137b5a75e723fa470"
    "0cb5cd352f6d7117bd888b09f91041066d0d1455894f08ae152ebdaef73e5404f4eca3a9cee29145f4482049cf82d961da2d"
    "c601dad63bec444bdad1a5d6660b32217e5b7590252b8e5968de4781512db018a413b4931d7d192164960cb2ad382c46eeb2"
    "cde001b72caf82fb5576";

#define PLAIN_SIZE 512

static const struct field_context context = {
    .site_id = {{2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}},
    .kiosk_id = {{3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3}},
    .request_id = {{4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4}},
};

static struct key_pair known_pair(void)
{
    uint8_t secret[KEY_SIZE];
    struct key_pair pair;

    for (size_t i = 0; i < sizeof(secret); i++)
        secret[i] = (uint8_t)(i + 1);
    key_pair_from_secret(secret, &pair);
    return pair;
}

static void known_field_opens(void **state)
{
    struct key_pair pair = known_pair();
    uint8_t sealed[SEALED_FIELD_SIZE];
    struct person_fields fields;

    (void)state;
    hex_decode(sealed_hex, sealed, sizeof(sealed));
    assert_int_equal(field_open(&pair, &context, sealed, &fields), CB_OK);
    assert_string_equal(fields.name, "José");
    assert_string_equal(fields.phone, "+16175550142");
    assert_string_equal(fields.place, "by the window");
    assert_string_equal(fields.return_note, "");
}

static void what_was_sealed_comes_back(void **state)
{
    struct person_fields fields = {.return_note = "Tuesday at ten"};
    struct person_fields opened;
    struct key_pair pair;
    uint8_t sealed[SEALED_FIELD_SIZE];

    (void)state;
    key_pair_make(&pair);
    memset(fields.name, 'n', FIELD_NAME_MAX);
    memset(fields.place, 'p', FIELD_PLACE_MAX);
    assert_int_equal(field_seal(pair.public_key, &context, &fields, sealed), CB_OK);
    assert_int_equal(field_open(&pair, &context, sealed, &opened), CB_OK);
    assert_memory_equal(&opened, &fields, sizeof(fields));
}

static void plain_bytes_are_as_agreed(void **state)
{
    static const char start[] =
        "CBS1\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3"
        "\4\4\4\4\4\4\4\4\4\4\4\4\4\4\4\4\x8b\x77\x9e\x2e\x14\xec\x44\xf1\0\6\1\0\3Ray";
    static const uint8_t zeros[PLAIN_SIZE];
    struct person_fields fields = {.name = "Ray"};
    struct key_pair pair = known_pair();
    uint8_t sealed[SEALED_FIELD_SIZE];
    uint8_t plain[PLAIN_SIZE];

    (void)state;
    assert_int_equal(field_seal(pair.public_key, &context, &fields, sealed), CB_OK);
    assert_int_equal(crypto_box_seal_open(plain, sealed, sizeof(sealed), pair.public_key, pair.secret_key),
                     0);
    assert_memory_equal(plain, start, sizeof(start) - 1);
    assert_memory_equal(plain + sizeof(start) - 1, zeros, PLAIN_SIZE - (sizeof(start) - 1));
}

/* The array is 560 bytes by type; that all of them are written, empty or full, is what is checked. */
static void sealed_size_tells_nothing(void **state)
{
    struct person_fields empty = {.name = ""};
    struct person_fields full = {.phone = "+16175550142"};
    struct key_pair pair = known_pair();
    uint8_t sealed[SEALED_FIELD_SIZE + 1];
    struct person_fields opened;

    (void)state;
    memset(full.name, 'n', FIELD_NAME_MAX);
    memset(full.place, 'p', FIELD_PLACE_MAX);
    memset(full.return_note, 'r', FIELD_RETURN_MAX);
    for (int i = 0; i < 2; i++) {
        memset(sealed, 0xee, sizeof(sealed));
        assert_int_equal(field_seal(pair.public_key, &context, i == 0 ? &empty : &full, sealed), CB_OK);
        assert_int_equal(sealed[SEALED_FIELD_SIZE], 0xee);
        assert_int_equal(field_open(&pair, &context, sealed, &opened), CB_OK);
        assert_memory_equal(&opened, i == 0 ? &empty : &full, sizeof(opened));
    }
}

static void sealing_twice_gives_other_bytes(void **state)
{
    struct person_fields fields = {.name = "Ray"};
    struct key_pair pair = known_pair();
    uint8_t a[SEALED_FIELD_SIZE];
    uint8_t b[SEALED_FIELD_SIZE];

    (void)state;
    assert_int_equal(field_seal(pair.public_key, &context, &fields, a), CB_OK);
    assert_int_equal(field_seal(pair.public_key, &context, &fields, b), CB_OK);
    assert_memory_not_equal(a, b, sizeof(a));
}

static void swapped_ids_are_refused(void **state)
{
    struct key_pair pair = known_pair();
    struct person_fields fields = {.name = "Ray"};
    uint8_t sealed[SEALED_FIELD_SIZE];

    (void)state;
    assert_int_equal(field_seal(pair.public_key, &context, &fields, sealed), CB_OK);
    for (int i = 0; i < 3; i++) {
        struct field_context other = context;
        struct uuid *ids[] = {&other.site_id, &other.kiosk_id, &other.request_id};

        ids[i]->bytes[15] ^= 1;
        assert_int_equal(field_open(&pair, &other, sealed, &fields), CB_DENIED);
    }
    assert_string_equal(fields.name, "Ray");
}

static void changed_bytes_and_other_keys_are_refused(void **state)
{
    static const size_t places[] = {0, 31, 32, 48, 300, SEALED_FIELD_SIZE - 1};
    struct key_pair pair = known_pair();
    struct key_pair other;
    struct person_fields fields = {.name = "Ray"};
    uint8_t sealed[SEALED_FIELD_SIZE];

    (void)state;
    key_pair_make(&other);
    assert_int_equal(field_seal(pair.public_key, &context, &fields, sealed), CB_OK);
    assert_int_equal(field_open(&other, &context, sealed, &fields), CB_DENIED);
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        sealed[places[i]] ^= 0x40;
        assert_int_equal(field_open(&pair, &context, sealed, &fields), CB_DENIED);
        sealed[places[i]] ^= 0x40;
    }
    assert_int_equal(field_open(&pair, &context, sealed, &fields), CB_OK);
}

static void bad_texts_are_not_sealed(void **state)
{
    static const struct {
        struct person_fields fields;
        int error;
    } cases[] = {
        {{.name = "Ra\ny"}, CB_BAD_INPUT},
        {{.name = "Ra\x7fy"}, CB_BAD_INPUT},
        {{.name = "R\xc2\x85y"}, CB_BAD_INPUT},     /* C1: next line */
        {{.name = "R\xe2\x80\xaey"}, CB_BAD_INPUT}, /* right-to-left override */
        {{.name = "R\xff"}, CB_BAD_INPUT},
        {{.place = "\xc0\x80"}, CB_BAD_INPUT},
        {{.phone = "617-555-0142"}, CB_BAD_INPUT},
        {{.phone = "+0175550142"}, CB_BAD_INPUT},
        {{.phone = "+1"}, CB_BAD_INPUT},
    };
    struct key_pair pair = known_pair();
    uint8_t sealed[SEALED_FIELD_SIZE];
    struct person_fields unclosed;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(field_seal(pair.public_key, &context, &cases[i].fields, sealed), cases[i].error);
    memset(&unclosed, 'x', sizeof(unclosed));
    assert_int_equal(field_seal(pair.public_key, &context, &unclosed, sealed), CB_TOO_LARGE);
}

static void key_of_small_order_is_refused(void **state)
{
    static const uint8_t zeros[KEY_SIZE];
    struct person_fields fields = {.name = "Ray"};
    uint8_t sealed[SEALED_FIELD_SIZE];

    (void)state;
    assert_int_equal(field_seal(zeros, &context, &fields, sealed), CB_BAD_INPUT);
}

/* Seals a hand-made plain text: a right start, then `tail`, then zeros but for the last byte. */
static int open_made(const char *magic, const char *tail, size_t tail_length, uint8_t last)
{
    struct key_pair pair = known_pair();
    uint8_t plain[PLAIN_SIZE] = {0};
    uint8_t sealed[SEALED_FIELD_SIZE];
    struct person_fields fields;

    memcpy(plain, magic, 4);
    memset(plain + 4, 2, 16);
    memset(plain + 20, 3, 16);
    memset(plain + 36, 4, 16);
    key_id(pair.public_key, plain + 52);
    memcpy(plain + 60, tail, tail_length);
    plain[PLAIN_SIZE - 1] = last;
    crypto_box_seal(sealed, plain, sizeof(plain), pair.public_key);
    return field_open(&pair, &context, sealed, &fields);
}
#define OPEN_MADE(magic, tail, last) open_made((magic), (tail), sizeof(tail) - 1, (last))

static void wrong_shapes_inside_are_damaged(void **state)
{
    (void)state;
    assert_int_equal(OPEN_MADE("CBS1", "\0\6\1\0\3Ray", 0), CB_OK);
    assert_int_equal(OPEN_MADE("CBS2", "\0\6\1\0\3Ray", 0), CB_DAMAGED);
    assert_int_equal(OPEN_MADE("CBS1", "\0\6\1\0\3Ray", 7), CB_DAMAGED); /* padding not zero */
    assert_int_equal(OPEN_MADE("CBS1", "\0\5\1\0\3Ray", 0), CB_DAMAGED); /* runs over its end */
    assert_int_equal(OPEN_MADE("CBS1", "\0\7\1\0\3Ray", 0), CB_DAMAGED); /* a byte too many */
    assert_int_equal(OPEN_MADE("CBS1", "\xff\xff\1\0\3Ray", 0), CB_DAMAGED);
    assert_int_equal(OPEN_MADE("CBS1", "\0\3\1\0\0", 0), CB_DAMAGED);  /* given but empty */
    assert_int_equal(OPEN_MADE("CBS1", "\0\4\5\0\1x", 0), CB_DAMAGED); /* no such tag */
    assert_int_equal(OPEN_MADE("CBS1", "\0\4\0\0\1x", 0), CB_DAMAGED);
    assert_int_equal(OPEN_MADE("CBS1", "\0\x8\3\0\1x\1\0\1y", 0), CB_DAMAGED); /* tags go down */
    assert_int_equal(OPEN_MADE("CBS1", "\0\x8\1\0\1x\1\0\1y", 0), CB_DAMAGED); /* twice */
    assert_int_equal(OPEN_MADE("CBS1", "\0\5\1\0\2x\n", 0), CB_DAMAGED);       /* control */
    assert_int_equal(OPEN_MADE("CBS1", "\0\6\1\0\3x\0y", 0), CB_DAMAGED);      /* NUL inside */
    assert_int_equal(OPEN_MADE("CBS1", "\0\5\1\0\2\xc3(", 0), CB_DAMAGED);     /* UTF-8 */
    assert_int_equal(OPEN_MADE("CBS1", "\0\x14\2\0\x11+12345678901234567", 0), CB_DAMAGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_field_opens),
        cmocka_unit_test(what_was_sealed_comes_back),
        cmocka_unit_test(plain_bytes_are_as_agreed),
        cmocka_unit_test(sealed_size_tells_nothing),
        cmocka_unit_test(sealing_twice_gives_other_bytes),
        cmocka_unit_test(swapped_ids_are_refused),
        cmocka_unit_test(changed_bytes_and_other_keys_are_refused),
        cmocka_unit_test(bad_texts_are_not_sealed),
        cmocka_unit_test(key_of_small_order_is_refused),
        cmocka_unit_test(wrong_shapes_inside_are_damaged),
    };

    if (seal_init() != CB_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
