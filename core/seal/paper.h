/* The recovery sheet: a key on paper, for the day when no admin knows a password any more. 20 random bytes
 * and the first 20 bits of H("cb-paper-check-1", bytes) are 36 characters of Crockford's base32, printed as
 * nine groups of four; the check finds a misread character before anything else is tried. */
#ifndef CB_SEAL_PAPER_H
#define CB_SEAL_PAPER_H

#include "base/uuid.h"
#include "seal/key.h"

#define PAPER_SIZE   20
#define PAPER_GROUPS 9
#define PAPER_GROUP  4
#define PAPER_TEXT_SIZE                                                                                      \
    (PAPER_GROUPS * (PAPER_GROUP + 1)) /* groups with blanks between, and the closing NUL */

void paper_make(uint8_t ret_paper[PAPER_SIZE]);
void paper_write(const uint8_t paper[PAPER_SIZE], char ret_text[PAPER_TEXT_SIZE]);
/* As typed: see crockford.h. CB_BAD_INPUT: a character is wrong, missing or too much. */
int paper_read(const char *text, uint8_t ret_paper[PAPER_SIZE]);
/* From the seed H("cb-paper-seed-v1", bytes ‖ site). */
void paper_pair(const uint8_t paper[PAPER_SIZE], const struct uuid *site_id, struct key_pair *ret_pair);

#endif
