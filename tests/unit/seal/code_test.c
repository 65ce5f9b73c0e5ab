/* Codes: exact bytes, what is forgiven in typing, and whose key a code is. */
#include "seal/code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/hex.h"

static const struct uuid user_id = {{5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5}};

static void known_code_gives_known_key(void **state)
{
    uint8_t code[CODE_SIZE];
    uint8_t expected[KEY_SIZE];
    uint8_t hash[KEY_SIZE];
    struct key_pair pair;

    (void)state;
    assert_int_equal(code_read("000G-40R4-0M30-E209-185G-R38E-1W", code), CB_OK);
    for (size_t i = 0; i < sizeof(code); i++)
        assert_int_equal(code[i], i);
    code_pair(code, &user_id, &pair);
    hex_decode("1bdec7756b2cd6677f1c9c93162548dc25e2f1819c6d5db23bd0f90cf5ecab73", expected,
               sizeof(expected));
    assert_memory_equal(pair.public_key, expected, sizeof(expected));
    code_hash(code, hash);
    hex_decode("9d45590eea6d25773446a42f7912aa5a6a535ba8192f50ea8fb0ae9e4050039e", expected,
               sizeof(expected));
    assert_memory_equal(hash, expected, sizeof(expected));
}

static void made_code_reads_back(void **state)
{
    uint8_t code[CODE_SIZE];
    uint8_t other[CODE_SIZE];
    uint8_t read[CODE_SIZE];
    char text[CODE_TEXT_SIZE];
    char other_text[CODE_TEXT_SIZE];

    (void)state;
    code_make(code, text);
    assert_int_equal(strlen(text), CODE_TEXT_SIZE - 1);
    assert_int_equal(code_read(text, read), CB_OK);
    assert_memory_equal(read, code, sizeof(code));
    code_make(other, other_text);
    assert_memory_not_equal(other, code, sizeof(code));
}

static void code_of_another_user_is_another_key(void **state)
{
    const struct uuid other_id = {{6}};
    const uint8_t code[CODE_SIZE] = {1, 2, 3};
    struct key_pair mine;
    struct key_pair other;

    (void)state;
    code_pair(code, &user_id, &mine);
    code_pair(code, &other_id, &other);
    assert_memory_not_equal(mine.public_key, other.public_key, KEY_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_code_gives_known_key),
        cmocka_unit_test(made_code_reads_back),
        cmocka_unit_test(code_of_another_user_is_another_key),
    };

    if (seal_init() != CB_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
