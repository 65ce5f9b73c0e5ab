/* The bytes of pairing. */
#include "seal/pairing.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define PLAIN_SIZE (PAIRING_SEALED_SIZE - 48)
#define MAGIC      "CBP1"
#define MAGIC_SIZE 4
#define UUID_SIZE  16
#define TOKEN_AT   (MAGIC_SIZE + PAIRING_TRANSCRIPT_SIZE + UUID_SIZE)

void pairing_commit(const uint8_t kiosk_key[KEY_SIZE], const uint8_t kiosk_nonce[PAIRING_NONCE_SIZE],
                    uint8_t ret_commitment[KEY_SIZE])
{
    uint8_t bytes[KEY_SIZE + PAIRING_NONCE_SIZE];

    memcpy(bytes, kiosk_key, KEY_SIZE);
    memcpy(bytes + KEY_SIZE, kiosk_nonce, PAIRING_NONCE_SIZE);
    seal_hash("cb-pair-commit-1", bytes, sizeof bytes, ret_commitment);
}

/* Appends to the transcript's bytes and moves on. */
static uint8_t *add(uint8_t *at, const void *bytes, size_t length)
{
    memcpy(at, bytes, length);
    return at + length;
}

static uint64_t number_at(const uint8_t *at, uint64_t modulus)
{
    uint64_t number = 0;

    for (int i = 0; i < 8; i++)
        number = number << 8 | at[i];
    return number % modulus;
}

void pairing_transcript(const struct pairing_values *values, struct pairing_transcript *ret_transcript)
{
    uint8_t bytes[3 * UUID_SIZE + 3 * KEY_SIZE + 2 * PAIRING_NONCE_SIZE];
    uint8_t hash[KEY_SIZE];
    uint8_t *at = bytes;

    at = add(at, values->pairing_id.bytes, UUID_SIZE);
    at = add(at, values->site_id.bytes, UUID_SIZE);
    at = add(at, values->kiosk_id.bytes, UUID_SIZE);
    seal_hash("cb-pair-anchors1", values->anchors, values->anchors_length, hash);
    at = add(at, hash, sizeof hash);
    pairing_commit(values->kiosk_key, values->kiosk_nonce, hash);
    at = add(at, hash, sizeof hash);
    at = add(at, values->kiosk_key, KEY_SIZE);
    at = add(at, values->kiosk_nonce, PAIRING_NONCE_SIZE);
    add(at, values->queue_nonce, PAIRING_NONCE_SIZE);
    crypto_generichash_blake2b_salt_personal(ret_transcript->hash, sizeof ret_transcript->hash, bytes,
                                             sizeof bytes, NULL, 0, NULL,
                                             (const unsigned char *)"cb-pair-transcr1");
    snprintf(ret_transcript->kiosk_digits, sizeof ret_transcript->kiosk_digits, "%06u",
             (unsigned)number_at(ret_transcript->hash, 1000000));
    snprintf(ret_transcript->queue_digits, sizeof ret_transcript->queue_digits, "%04u",
             (unsigned)number_at(ret_transcript->hash + 8, 10000));
}

/* All but the token: what both sides know already. */
static void write_known(const struct pairing_transcript *transcript, const struct uuid *kiosk_id,
                        uint8_t plain[PLAIN_SIZE])
{
    uint8_t *at = add(plain, MAGIC, MAGIC_SIZE);

    at = add(at, transcript->hash, PAIRING_TRANSCRIPT_SIZE);
    add(at, kiosk_id->bytes, UUID_SIZE);
}

int pairing_seal(const uint8_t kiosk_key[KEY_SIZE], const struct pairing_transcript *transcript,
                 const struct uuid *kiosk_id, const uint8_t token[32],
                 uint8_t ret_sealed[PAIRING_SEALED_SIZE])
{
    uint8_t plain[PLAIN_SIZE];
    int failed;

    write_known(transcript, kiosk_id, plain);
    memcpy(plain + TOKEN_AT, token, 32);
    failed = crypto_box_seal(ret_sealed, plain, sizeof plain, kiosk_key);
    seal_wipe(plain, sizeof plain);
    return failed == 0 ? CB_OK : CB_BAD_INPUT;
}

int pairing_open(const struct key_pair *kiosk_pair, const struct pairing_transcript *transcript,
                 const struct uuid *kiosk_id, const uint8_t sealed[PAIRING_SEALED_SIZE],
                 uint8_t ret_token[32])
{
    uint8_t known[PLAIN_SIZE];
    uint8_t plain[PLAIN_SIZE];
    int error = CB_DENIED;

    write_known(transcript, kiosk_id, known);
    if (crypto_box_seal_open(plain, sealed, PAIRING_SEALED_SIZE, kiosk_pair->public_key,
                             kiosk_pair->secret_key) == 0 &&
        secret_equal(plain, known, TOKEN_AT)) {
        memcpy(ret_token, plain + TOKEN_AT, 32);
        error = CB_OK;
    }
    seal_wipe(plain, sizeof plain);
    return error;
}
