/* What a character is to a line of text: its script, and whether a line may break beside it. */
#ifndef CB_TEXT_SCRIPT_H
#define CB_TEXT_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#define SCRIPT_TAG(a, b, c, d)                                                                               \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))
#define SCRIPT_COMMON                                                                                        \
    SCRIPT_TAG('Z', 'y', 'y', 'y') /* spaces, digits, punctuation: goes with its neighbour */
#define SCRIPT_LATIN SCRIPT_TAG('L', 'a', 't', 'n')

/* ISO 15924. */
uint32_t script_of(uint32_t character);
/* Scripts that break between any two characters. */
bool script_breaks_anywhere(uint32_t script);
/* 。 and 」 never open a line; （ and 「 never close one. */
bool character_opens_no_line(uint32_t character);
bool character_closes_no_line(uint32_t character);
/* Written from right to left, by the language's code ("ar", "fa-AF"). */
bool language_right_to_left(const char *code);

#endif
