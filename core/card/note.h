/* Shortening a note without making it say something else. */
#ifndef CB_CARD_NOTE_H
#define CB_CARD_NOTE_H

#include <stdbool.h>
#include <stddef.h>

/* How many bytes of `note` to keep so that at most `characters` remain: up to the last end of a sentence that
 * fits, else up to the last whole word with room for "…" (*ret_ellipsis says to add it), else 0. A boundary
 * that lost its second half would be worse than none. */
size_t note_cut(const char *note, size_t characters, bool *ret_ellipsis);

#endif
