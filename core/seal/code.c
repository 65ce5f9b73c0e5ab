/* Codes: see code.h. */
#include "seal/code.h"

#include "seal/crockford.h"

#include <sodium.h>
#include <string.h>

#define GROUP 4

_Static_assert(CROCKFORD_LENGTH(CODE_SIZE) == 26, "characters of a code");
_Static_assert(CODE_TEXT_SIZE == 26 + 26 / GROUP + 1, "the size in the header");

void code_make(uint8_t ret_code[CODE_SIZE], char ret_text[CODE_TEXT_SIZE])
{
    char plain[CROCKFORD_LENGTH(CODE_SIZE) + 1];
    size_t length = 0;

    randombytes_buf(ret_code, CODE_SIZE);
    crockford_encode(ret_code, CODE_SIZE, plain);
    for (size_t i = 0; plain[i] != '\0'; i++) {
        if (i > 0 && i % GROUP == 0)
            ret_text[length++] = '-';
        ret_text[length++] = plain[i];
    }
    ret_text[length] = '\0';
    sodium_memzero(plain, sizeof(plain));
}

int code_read(const char *text, uint8_t ret_code[CODE_SIZE])
{
    return crockford_decode(text, ret_code, CODE_SIZE);
}

void code_hash(const uint8_t code[CODE_SIZE], uint8_t ret_hash[KEY_SIZE])
{
    seal_hash("cb-code-look---1", code, CODE_SIZE, ret_hash);
}

void code_pair(const uint8_t code[CODE_SIZE], const struct uuid *user_id, struct key_pair *ret_pair)
{
    uint8_t input[CODE_SIZE + sizeof(user_id->bytes)];
    uint8_t seed[KEY_SIZE];

    memcpy(input, code, CODE_SIZE);
    memcpy(input + CODE_SIZE, user_id->bytes, sizeof(user_id->bytes));
    seal_hash("cb-code-seed--v1", input, sizeof(input), seed);
    crypto_box_seed_keypair(ret_pair->public_key, ret_pair->secret_key, seed);
    sodium_memzero(input, sizeof(input));
    sodium_memzero(seed, sizeof(seed));
}
