/* Tokens: see token.h. */
#include "seal/token.h"

#include "base/codec.h"

#include <sodium.h>
#include <string.h>

_Static_assert(TOKEN_TEXT_SIZE == BASE64_TEXT_SIZE(TOKEN_SIZE), "the size in the header");
_Static_assert(TOKEN_SIZE == KEY_SIZE, "a token is a kdf key");

int token_read(const char *text, uint8_t token[TOKEN_SIZE])
{
    if (strlen(text) != TOKEN_TEXT_SIZE - 1)
        return CB_BAD_INPUT;
    return base64_decode(text, token, TOKEN_SIZE);
}

void token_make(char ret_text[TOKEN_TEXT_SIZE])
{
    uint8_t token[TOKEN_SIZE];

    randombytes_buf(token, sizeof(token));
    base64_encode(token, sizeof(token), ret_text);
    sodium_memzero(token, sizeof(token));
}

int session_keys_from_token(const char *token_text, struct session_keys *ret_keys)
{
    uint8_t token[TOKEN_SIZE];
    int error = token_read(token_text, token);

    if (error != CB_OK)
        return error;
    seal_derive(token, 1, "cbsessid", ret_keys->id);
    seal_derive(token, 2, "cbsesskk", ret_keys->kek);
    seal_derive(token, 3, "cbsescsr", ret_keys->csrf);
    sodium_memzero(token, sizeof(token));
    return CB_OK;
}

static int token_hash(const char *personal, const char *token_text, uint8_t ret_hash[KEY_SIZE])
{
    uint8_t token[TOKEN_SIZE];
    int error = token_read(token_text, token);

    if (error != CB_OK) {
        memset(ret_hash, 0, KEY_SIZE);
        return error;
    }
    seal_hash(personal, token, sizeof(token), ret_hash);
    sodium_memzero(token, sizeof(token));
    return CB_OK;
}

int kiosk_token_hash(const char *token, uint8_t ret_hash[KEY_SIZE])
{
    return token_hash("cb-kiosk-token-1", token, ret_hash);
}

int device_token_hash(const char *token, uint8_t ret_hash[KEY_SIZE])
{
    return token_hash("cb-device-look-1", token, ret_hash);
}

void token_write(const uint8_t token[TOKEN_SIZE], char ret_text[TOKEN_TEXT_SIZE])
{
    base64_encode(token, TOKEN_SIZE, ret_text);
}
