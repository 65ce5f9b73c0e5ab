/* The word list, as an array. The words themselves are in words.inc. */
#include "seal/words.h"

const char *const seal_words[] = {
#include "seal/words.inc"
};
const size_t seal_word_count = sizeof(seal_words) / sizeof(seal_words[0]);

_Static_assert(sizeof(seal_words) / sizeof(seal_words[0]) >= WORDS_MIN, "enough words");
