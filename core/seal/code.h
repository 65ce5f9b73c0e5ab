/* Codes that let somebody choose a password: 16 random bytes, given on by a person as a link or typed. A code
 * is a key pair too, so that it can hold a grant of the site's key until the password's key takes over. What
 * the queue stores of it opens nothing. */
#ifndef CB_SEAL_CODE_H
#define CB_SEAL_CODE_H

#include "base/uuid.h"
#include "seal/key.h"

#define CODE_SIZE      16
#define CODE_TEXT_SIZE 33 /* 26 characters in groups of four with dashes between, and the closing NUL */

void code_make(uint8_t ret_code[CODE_SIZE], char ret_text[CODE_TEXT_SIZE]);
/* As typed: see crockford.h. CB_BAD_INPUT when it cannot be a code. */
int code_read(const char *text, uint8_t ret_code[CODE_SIZE]);
/* H("cb-code-look---1", code): finds the row. */
void code_hash(const uint8_t code[CODE_SIZE], uint8_t ret_hash[KEY_SIZE]);
/* From the seed H("cb-code-seed--v1", code ‖ user): one code is another key for another user. */
void code_pair(const uint8_t code[CODE_SIZE], const struct uuid *user_id, struct key_pair *ret_pair);

#endif
