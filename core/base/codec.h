/* base64url without padding (RFC 4648 section 5) and lower-case hex: how keys, tokens and sealed fields are
 * written. */
#ifndef CB_BASE_CODEC_H
#define CB_BASE_CODEC_H

#include <stddef.h>
#include <stdint.h>

#define BASE64_TEXT_SIZE(bytes) (((bytes)*4 + 2) / 3 + 1) /* with the closing NUL */

void base64_encode(const uint8_t *bytes, size_t length, char *ret_text);
/* Exactly `length` bytes must come out, with no stray bits; CB_BAD_INPUT otherwise. */
int base64_decode(const char *text, uint8_t *ret_bytes, size_t length);
void hex_encode(const uint8_t *bytes, size_t length, char *ret_text);

#endif
