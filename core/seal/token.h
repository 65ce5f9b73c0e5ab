/* Bearer tokens: 32 random bytes that a browser's cookie or a kiosk holds, written as base64url. What the
 * queue stores of them opens nothing. */
#ifndef CB_SEAL_TOKEN_H
#define CB_SEAL_TOKEN_H

#include "seal/key.h"

#define TOKEN_SIZE      32
#define TOKEN_TEXT_SIZE 44 /* base64url, with the closing NUL */

void token_make(char ret_text[TOKEN_TEXT_SIZE]);
/* The bytes of one, and a token of bytes that somebody else made. CB_BAD_INPUT. */
int token_read(const char *text, uint8_t ret_token[TOKEN_SIZE]);
void token_write(const uint8_t token[TOKEN_SIZE], char ret_text[TOKEN_TEXT_SIZE]);

struct session_keys {
    uint8_t id[KEY_SIZE];   /* kdf(token, 1, "cbsessid"): stored */
    uint8_t kek[KEY_SIZE];  /* kdf(token, 2, "cbsesskk"): wraps sk_user */
    uint8_t csrf[KEY_SIZE]; /* kdf(token, 3, "cbsescsr") */
};
/* CB_BAD_INPUT when the text is no token. */
int session_keys_from_token(const char *token, struct session_keys *ret_keys);

/* H("cb-kiosk-token-1", token): what the queue stores of a kiosk's token. CB_BAD_INPUT when the text is no
 * token; the hash is then all zeros, which no token has, so that a caller who only compares is safe too. */
int kiosk_token_hash(const char *token, uint8_t ret_hash[KEY_SIZE]);
/* H("cb-device-look-1", token): what the queue stores of a browser's device cookie. CB_BAD_INPUT likewise. */
int device_token_hash(const char *token, uint8_t ret_hash[KEY_SIZE]);

#endif
