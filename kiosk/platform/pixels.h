/* A picture in memory, 0xFFRRGGBB a pixel, and what may be laid onto it. Everything is clipped. */
#ifndef CB_PLATFORM_PIXELS_H
#define CB_PLATFORM_PIXELS_H

#include "ui/element.h"

#include <stdint.h>

struct pixels {
    uint32_t *data; /* row by row, no padding */
    int width, height;
    struct rect clip; /* inside the picture; nothing beyond it is touched */
};

/* The picture at `data`, which is borrowed, and open to drawing in all of it. */
struct pixels pixels_on(uint32_t *data, int width, int height);
/* The same picture, open only where `clip` lies in it. */
struct pixels pixels_within(const struct pixels *pixels, struct rect clip);

/* How much of each pixel is covered, 0 to 255: an icon, or a piece of text. */
struct mask {
    uint8_t *alpha;
    int width, height;
};

/* A drawing: 0xAARRGGBB, premultiplied. */
struct picture {
    uint32_t *data;
    int width, height;
};

void pixels_fill(struct pixels *pixels, struct rect box, uint32_t rgb);
/* `coverage` 0 to 255. */
void pixels_blend(struct pixels *pixels, int x, int y, uint32_t rgb, unsigned coverage);
/* A horizontal stretch, wholly covered. */
void pixels_span(struct pixels *pixels, int x, int y, int length, uint32_t rgb);
void pixels_tint(struct pixels *pixels, int x, int y, const struct mask *mask, uint32_t rgb, bool mirrored);
/* One premultiplied pixel, itself only partly covered. */
void pixels_over(struct pixels *pixels, int x, int y, uint32_t argb, unsigned coverage);

#endif
