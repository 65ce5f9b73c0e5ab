/* Crockford's base32: what people read from paper and type. Letters and digits that look alike are one (O is
 * 0; I and L are 1; U is no character), lower case is upper case, blanks and dashes between are nothing. */
#ifndef CB_SEAL_CROCKFORD_H
#define CB_SEAL_CROCKFORD_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define CROCKFORD_LENGTH(bytes) (((bytes)*8 + 4) / 5) /* characters, without a closing NUL */

/* Five bits a character, the highest first; the last character's unused bits are zero. */
void crockford_encode(const uint8_t *bytes, size_t length, char *ret_text);
/* Exactly `length` bytes must come out; CB_BAD_INPUT: another character, too few, too many, or stray bits. */
int crockford_decode(const char *text, uint8_t *ret_bytes, size_t length);

#endif
