/* Which parts of a picture have to be painted again. A picture is a list of marks, drawn in order onto one
 * ground; of two such lists, what both have in the same order looks alike, and all else is damage. Pure: it
 * knows neither what a mark shows nor how it is painted. */
#ifndef CB_UI_DAMAGE_H
#define CB_UI_DAMAGE_H

#include "ui/element.h"

/* One thing that was drawn. */
struct mark {
    struct rect ink; /* no pixel outside it was touched; w or h 0: none at all */
    uint64_t look;   /* fingerprint of all that decides its pixels */
};

#define MARKS_MAX (ELEMENTS_MAX + 1) /* every element, and the ring around one */

struct marks {
    struct mark items[MARKS_MAX];
    size_t count;
};

#define DAMAGE_MAX 6

struct damage {
    struct rect rects[DAMAGE_MAX];
    size_t count;
};

/* More than MARKS_MAX is our bug. */
void marks_add(struct marks *marks, struct mark mark);
/* Rectangles within `bounds` outside which both pictures are the same, pixel for pixel. */
void damage_between(const struct marks *before, const struct marks *after, struct rect bounds,
                    struct damage *ret_damage);
/* Rectangles that lie close become one. */
void damage_add(struct damage *damage, struct rect rect);

#endif
