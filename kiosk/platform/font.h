/* The font files: which one has a character, how wide a run is, and its pixels. */
#ifndef CB_PLATFORM_FONT_H
#define CB_PLATFORM_FONT_H

#include "base/error.h"
#include "platform/pixels.h"
#include "text/layout.h"

struct fonts;

/* Maps the font files in `folder`; `scale` is device pixels per logical pixel. CB_NOT_FOUND names the missing
 * file. */
int fonts_open(const char *folder, double scale, struct fonts **ret_fonts, struct problem *ret_problem);
void fonts_close(struct fonts *fonts);
/* For text_measurer_new; valid while the fonts are open. */
struct font_source fonts_source(struct fonts *fonts);
/* Device pixels from a line's top to its baseline, the line being `line` device pixels high. One for all
 * fonts on it. */
int fonts_baseline(struct fonts *fonts, int face, int size, int line);
/* The run's pixels; *ret_ascent is the rows above the baseline. The caller frees the mask. CB_NOT_FOUND:
 * nothing to draw. */
int fonts_render(struct fonts *fonts, const struct text_run *run, int size, struct mask *ret_mask,
                 int *ret_ascent);

#endif
