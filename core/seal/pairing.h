/* Pairing by typed comparison: a kiosk and a queue that know nothing of each other yet agree on two short
 * numbers, which stay equal on both sides only if nobody stands between them. Each side's values are fixed
 * before it sees the other's last one, so a middleman gets one blind guess: 1 in a million, and it is seen.
 *
 *   c  = H("cb-pair-commit-1", pk_K | r_K)
 *   T  = BLAKE2b-512("cb-pair-transcr1", id | site | kiosk | H("cb-pair-anchors1", anchors) | c | pk_K | r_K
 * | r_Q) d1 = T[0..7] mod 10^6, d2 = T[8..15] mod 10^4          (big-endian) the token travels as box(pk_K,
 * "CBP1" | T | kiosk | token)
 */
#ifndef CB_SEAL_PAIRING_H
#define CB_SEAL_PAIRING_H

#include "base/uuid.h"
#include "seal/key.h"

#define PAIRING_NONCE_SIZE      32
#define PAIRING_TRANSCRIPT_SIZE 64
#define PAIRING_KIOSK_DIGITS    6 /* shown by the kiosk, typed by the admin */
#define PAIRING_QUEUE_DIGITS    4 /* the other way round */
#define PAIRING_SEALED_SIZE     (48 + 4 + PAIRING_TRANSCRIPT_SIZE + 16 + 32)

struct pairing_values {
    struct uuid pairing_id;
    struct uuid site_id;
    struct uuid kiosk_id;
    const uint8_t *anchors; /* as sent */
    size_t anchors_length;
    uint8_t kiosk_key[KEY_SIZE]; /* pk_K */
    uint8_t kiosk_nonce[PAIRING_NONCE_SIZE];
    uint8_t queue_nonce[PAIRING_NONCE_SIZE];
};

void pairing_commit(const uint8_t kiosk_key[KEY_SIZE], const uint8_t kiosk_nonce[PAIRING_NONCE_SIZE],
                    uint8_t ret_commitment[KEY_SIZE]);

/* What both sides have seen, and the numbers that say so, with leading zeros. */
struct pairing_transcript {
    uint8_t hash[PAIRING_TRANSCRIPT_SIZE];
    char kiosk_digits[PAIRING_KIOSK_DIGITS + 1];
    char queue_digits[PAIRING_QUEUE_DIGITS + 1];
};
void pairing_transcript(const struct pairing_values *values, struct pairing_transcript *ret_transcript);

/* CB_BAD_INPUT: nothing can be sealed to that key. */
int pairing_seal(const uint8_t kiosk_key[KEY_SIZE], const struct pairing_transcript *transcript,
                 const struct uuid *kiosk_id, const uint8_t token[32],
                 uint8_t ret_sealed[PAIRING_SEALED_SIZE]);
/* CB_DENIED: not for this key, or it belongs to another transcript or kiosk. */
int pairing_open(const struct key_pair *kiosk_pair, const struct pairing_transcript *transcript,
                 const struct uuid *kiosk_id, const uint8_t sealed[PAIRING_SEALED_SIZE],
                 uint8_t ret_token[32]);

#endif
