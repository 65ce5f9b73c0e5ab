/* Pieces of text as masks, drawn once and kept. */
#ifndef CB_PLATFORM_WORDS_H
#define CB_PLATFORM_WORDS_H

#include "platform/font.h"

struct words; /* all that is kept */

struct word {
    struct mask mask;
    int ascent;    /* rows of it above the baseline */
    uint64_t look; /* fingerprint of text, font and size */
};

/* The fonts are borrowed. NULL when there is no memory. */
struct words *words_new(struct fonts *fonts);
void words_free(struct words *words);
/* Lives until words_trim or words_forget. NULL when there is nothing to draw. */
const struct word *words_get(struct words *words, const struct text_run *run, int size);
/* Between frames: forgets everything once it has grown past its bound. */
void words_trim(struct words *words);
/* Overwrites and forgets everything: a name may be among it. */
void words_forget(struct words *words);

#endif
