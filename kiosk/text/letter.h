/* Small and capital letters, for words that stand alone in one place and inside a sentence in another. Latin
 * and Cyrillic; all other scripts have one kind of letter. By table, not by the C library's locale: what
 * stands on a screen does not hang on how the machine was set up. */
#ifndef CB_TEXT_LETTER_H
#define CB_TEXT_LETTER_H

#include <stdint.h>

/* The character itself where it has no other form. */
uint32_t letter_small(uint32_t character);
uint32_t letter_capital(uint32_t character);

#endif
