/* One picture turning into the next. Neither picture is kept: in each step what is shown is moved a part of
 * the way that still separates it from what is to be shown. So the aim may change in the midst of it, and
 * nothing of the picture before is left once it is over. Pure: no display, no clock. */
#ifndef CB_PLATFORM_FADE_H
#define CB_PLATFORM_FADE_H

#include "ui/element.h"

#define FADE_FRAME_MS 16
#define FADE_WHOLE    256

/* All zero: nothing moves. */
struct fade {
    struct rect box; /* where, in device pixels */
    int64_t began_ms;
    int64_t due_ms; /* of the next step */
    int span_ms;    /* 0: nothing moves */
    unsigned done;  /* of FADE_WHOLE */
};

/* In place of what was moving. A span of 0 is the end of it. */
void fade_begin(struct fade *fade, struct rect box, int span_ms, int64_t now_ms);
bool fade_moves(const struct fade *fade);
/* Monotonic; INT64_MAX: nothing moves. */
int64_t fade_due(const struct fade *fade);
/* How much of the way that is left is to be gone now, 0 to FADE_WHOLE. The whole of it is the last step, and
 * nothing moves any more. The first one is that of the first frame: something is seen at once. */
unsigned fade_step(struct fade *fade, int64_t now_ms);
/* One row, 8 bits a channel. */
void fade_pixels(uint32_t *shown, const uint32_t *aim, int count, unsigned part);

#endif
