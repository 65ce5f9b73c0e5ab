/* The recovery sheet: see paper.h. */
#include "seal/paper.h"

#include "seal/crockford.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* 160 bits and 20 of the check, and 4 zero bits to fill the last byte; they need no character. */
#define CHECKED_SIZE   23
#define CHECK_BITS_END 0xf0

_Static_assert(CROCKFORD_LENGTH(CHECKED_SIZE) == PAPER_GROUPS * PAPER_GROUP + 1,
               "one character more than is printed: it holds the zero bits");

static void add_check(const uint8_t paper[PAPER_SIZE], uint8_t ret_checked[CHECKED_SIZE])
{
    uint8_t check[KEY_SIZE];

    seal_hash("cb-paper-check-1", paper, PAPER_SIZE, check);
    memcpy(ret_checked, paper, PAPER_SIZE);
    memcpy(ret_checked + PAPER_SIZE, check, CHECKED_SIZE - PAPER_SIZE);
    ret_checked[CHECKED_SIZE - 1] &= CHECK_BITS_END;
    sodium_memzero(check, sizeof(check));
}

void paper_make(uint8_t ret_paper[PAPER_SIZE])
{
    randombytes_buf(ret_paper, PAPER_SIZE);
}

void paper_write(const uint8_t paper[PAPER_SIZE], char ret_text[PAPER_TEXT_SIZE])
{
    uint8_t checked[CHECKED_SIZE];
    char plain[CROCKFORD_LENGTH(CHECKED_SIZE) + 1];

    add_check(paper, checked);
    crockford_encode(checked, sizeof(checked), plain);
    for (size_t i = 0; i < PAPER_GROUPS; i++) {
        memcpy(ret_text + i * (PAPER_GROUP + 1), plain + i * PAPER_GROUP, PAPER_GROUP);
        ret_text[i * (PAPER_GROUP + 1) + PAPER_GROUP] = ' ';
    }
    ret_text[PAPER_TEXT_SIZE - 1] = '\0';
    sodium_memzero(checked, sizeof(checked));
    sodium_memzero(plain, sizeof(plain));
}

int paper_read(const char *text, uint8_t ret_paper[PAPER_SIZE])
{
    uint8_t typed[CHECKED_SIZE];
    uint8_t checked[CHECKED_SIZE];
    char whole[128]; /* as typed, however it is spaced, and the character for the zero bits */
    int error = CB_BAD_INPUT;

    if ((size_t)snprintf(whole, sizeof(whole), "%s0", text) < sizeof(whole))
        error = crockford_decode(whole, typed, sizeof(typed));
    if (error == CB_OK) {
        add_check(typed, checked);
        error = secret_equal(typed, checked, sizeof(typed)) ? CB_OK : CB_BAD_INPUT;
    }
    if (error == CB_OK)
        memcpy(ret_paper, typed, PAPER_SIZE);
    sodium_memzero(whole, sizeof(whole));
    sodium_memzero(typed, sizeof(typed));
    sodium_memzero(checked, sizeof(checked));
    return error;
}

void paper_pair(const uint8_t paper[PAPER_SIZE], const struct uuid *site_id, struct key_pair *ret_pair)
{
    uint8_t input[PAPER_SIZE + sizeof(site_id->bytes)];
    uint8_t seed[KEY_SIZE];

    memcpy(input, paper, PAPER_SIZE);
    memcpy(input + PAPER_SIZE, site_id->bytes, sizeof(site_id->bytes));
    seal_hash("cb-paper-seed-v1", input, sizeof(input), seed);
    crypto_box_seed_keypair(ret_pair->public_key, ret_pair->secret_key, seed);
    sodium_memzero(input, sizeof(input));
    sodium_memzero(seed, sizeof(seed));
}
