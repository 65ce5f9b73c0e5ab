/* The list that offered passwords are made of. */
#ifndef CB_SEAL_WORDS_H
#define CB_SEAL_WORDS_H

#include <stddef.h>

#define WORD_LENGTH_MAX 8
#define WORDS_MIN       1024 /* five of them are at least 50 bits */

extern const char *const seal_words[];
extern const size_t seal_word_count;

#endif
