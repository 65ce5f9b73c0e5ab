/* An element list into pixels. The same on a display, in pictures for people, and in tests. */
#ifndef CB_PLATFORM_PAINTER_H
#define CB_PLATFORM_PAINTER_H

#include "base/error.h"
#include "platform/pixels.h"
#include "ui/damage.h"
#include "ui/view.h"

struct painter;

/* `share` is the folder with fonts, icons and art. CB_NOT_FOUND says what is missing. */
int painter_new(const char *share, struct canvas canvas, struct painter **ret_painter,
                struct problem *ret_problem);
void painter_free(struct painter *painter);
/* For app_view: measures with the painter's own fonts. Lives as long as the painter. */
struct text_measurer *painter_measurer(struct painter *painter);
/* Paints all of it. `pressed` and `focus` are indexes of targets, -1 for none. The pixels are as large as the
 * canvas on the device. */
void painter_paint(struct painter *painter, const struct element_list *list, int pressed, int focus,
                   struct pixels *pixels);
/* The same picture sooner: only what differs from the last one is painted. The pixels must hold what this
 * painter painted last; whoever drew over them since, or has others, calls painter_paint.
 * *ret_damage is what was painted. */
void painter_repaint(struct painter *painter, const struct element_list *list, int pressed, int focus,
                     struct pixels *pixels, struct damage *ret_damage);
/* Between frames: keeps the caches within their bounds. */
void painter_trim(struct painter *painter);
/* At the end of a visit: overwrites and forgets all text that was drawn or measured, and what the last
 * picture was made of. A name may have been among it. */
void painter_forget(struct painter *painter);

#endif
