/* Words into lines: which font, which direction, where a line breaks. Knows fonts only as a measurer, so that
 * it runs in tests without a window. Results are cached by (style, width, text) in the measurer. */
#ifndef CB_TEXT_LAYOUT_H
#define CB_TEXT_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One piece of one font, weight and direction, ready for one drawing call. */
struct text_run {
    const char *text; /* UTF-8 in logical order, markup removed; owned by the layout */
    int font;         /* the measurer's number of font file; -1 none */
    int weight;
    bool right_to_left;
    uint32_t script; /* ISO 15924 tag, e.g. 'Latn' */
    int x;     /* from the line's left end, logical pixels times 64; runs stand in the order they are seen */
    int width; /* logical pixels times 64 */
};
struct text_line {
    const struct text_run *runs;
    size_t run_count;
    int width; /* logical pixels, rounded up */
};
struct text_layout {
    const struct text_line *lines;
    size_t line_count;
    int width;     /* of the widest line */
    int height;    /* line_count times line height */
    bool overflow; /* a word alone is wider than the width */
};

/* The fonts, as functions. */
struct font_source {
    /* Texts are in this language from now on, by its code; a hint for choose. May be NULL. */
    void (*speak)(void *context, const char *language);
    /* The number of the font that has the character in this face; -1 when none has it. `previous` is
     * preferred. */
    int (*choose)(void *context, int face, uint32_t character, int previous);
    /* Whether the font has the character. May be NULL: later fonts have all that earlier ones have. */
    bool (*has)(void *context, int font, uint32_t character);
    /* Width in logical pixels times 64. */
    int (*width)(void *context, int font, int weight, int size, bool right_to_left, uint32_t script,
                 const char *text, size_t length);
    void *context;
};

struct text_measurer; /* font source + cache */
struct text_measurer *text_measurer_new(struct font_source source);
void text_measurer_free(struct text_measurer *measurer);
/* Borrowed until the measurer's cache is cleared (text_measurer_clear) or freed. width 0: one line. face as
 * enum typeface. */
const struct text_layout *text_layout(struct text_measurer *measurer, int face, int weight, int size,
                                      int line, int width, bool right_to_left, const char *text);
/* Before a frame: its texts are in this language. Forgets everything when the language is another. */
void text_measurer_speak(struct text_measurer *measurer, const char *language);
/* Between frames: forgets everything once the cache has grown past its bound. */
void text_measurer_trim(struct text_measurer *measurer);
/* Forgets everything, overwriting it: a name may have been measured. */
void text_measurer_clear(struct text_measurer *measurer);

#endif
