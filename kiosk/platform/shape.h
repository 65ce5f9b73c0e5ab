/* Rounded shapes with crisp edges: straight sides lie on whole pixels, corners are circles whose pixels are
 * covered by how far they lie from the circle. All in device pixels. */
#ifndef CB_PLATFORM_SHAPE_H
#define CB_PLATFORM_SHAPE_H

#include "platform/pixels.h"

struct shape {
    struct rect box;
    double radius[4]; /* top left, top right, bottom right, bottom left */
};

/* Radii that do not fit the box are made smaller together, as CSS does. */
struct shape shape_make(struct rect box, const double radius[4]);
/* Smaller by `by` on all sides (larger when negative), corners following. */
struct shape shape_inset(const struct shape *shape, int by);
void shape_fill(struct pixels *pixels, const struct shape *shape, uint32_t rgb);
/* The outline, `width` wide, inside the shape. */
void shape_outline(struct pixels *pixels, const struct shape *shape, int width, uint32_t rgb);
/* The outline in dashes twice as long as it is wide. */
void shape_dashes(struct pixels *pixels, const struct shape *shape, int width, uint32_t rgb);
/* A soft shadow around the shape, moved down by `drop`; `blur` as in CSS, `strength` 0 to 1. Inside the shape
 * nothing is drawn that the shape does not cover. */
void shape_shadow(struct pixels *pixels, const struct shape *shape, double drop, double blur, double strength,
                  uint32_t rgb);
/* All that such a shadow may touch. */
struct rect shape_shadow_ink(const struct shape *shape, double drop, double blur);
/* A drawing that covers the box from its foot, cut to the shape. */
void shape_picture(struct pixels *pixels, const struct shape *shape, const struct picture *picture);

#endif
