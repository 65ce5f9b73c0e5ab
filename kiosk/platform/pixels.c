/* The inner loops. */
#include "platform/pixels.h"

#define OPAQUE UINT32_C(0xFF000000)

/* a * b / 255, rounded, without dividing. */
static unsigned scale_byte(unsigned a, unsigned b)
{
    unsigned t = a * b + 128;
    return (t + (t >> 8)) >> 8;
}

static unsigned mix(unsigned below, unsigned above, unsigned coverage)
{
    return scale_byte(below, 255 - coverage) + scale_byte(above, coverage);
}

static uint32_t blended(uint32_t below, uint32_t above, unsigned coverage)
{
    return OPAQUE | mix(below >> 16 & 255, above >> 16 & 255, coverage) << 16 |
           mix(below >> 8 & 255, above >> 8 & 255, coverage) << 8 | mix(below & 255, above & 255, coverage);
}

static bool inside(const struct pixels *pixels, int x, int y)
{
    return x >= 0 && y >= 0 && x < pixels->width && y < pixels->height;
}

static uint32_t *at(struct pixels *pixels, int x, int y)
{
    return pixels->data + (size_t)y * (size_t)pixels->width + x;
}

void pixels_span(struct pixels *pixels, int x, int y, int length, uint32_t rgb)
{
    if (y < 0 || y >= pixels->height)
        return;
    int end = x + length < pixels->width ? x + length : pixels->width;
    if (x < 0)
        x = 0;
    uint32_t *pixel = at(pixels, x, y);
    for (; x < end; x++)
        *pixel++ = OPAQUE | rgb;
}

void pixels_fill(struct pixels *pixels, struct rect box, uint32_t rgb)
{
    for (int y = box.y; y < box.y + box.h; y++)
        pixels_span(pixels, box.x, y, box.w, rgb);
}

void pixels_blend(struct pixels *pixels, int x, int y, uint32_t rgb, unsigned coverage)
{
    if (coverage == 0 || !inside(pixels, x, y))
        return;
    uint32_t *pixel = at(pixels, x, y);
    *pixel = coverage == 255 ? OPAQUE | rgb : blended(*pixel, rgb, coverage);
}

void pixels_tint(struct pixels *pixels, int x, int y, const struct mask *mask, uint32_t rgb, bool mirrored)
{
    for (int row = 0; row < mask->height; row++) {
        const uint8_t *alpha = mask->alpha + (size_t)row * (size_t)mask->width;
        for (int column = 0; column < mask->width; column++)
            pixels_blend(pixels, x + column, y + row, rgb,
                         alpha[mirrored ? mask->width - 1 - column : column]);
    }
}

void pixels_over(struct pixels *pixels, int x, int y, uint32_t argb, unsigned coverage)
{
    unsigned alpha = scale_byte(argb >> 24, coverage);
    if (alpha == 0 || !inside(pixels, x, y))
        return;
    uint32_t *pixel = at(pixels, x, y);
    uint32_t result = OPAQUE;
    for (int shift = 0; shift < 24; shift += 8) {
        unsigned below = scale_byte(*pixel >> shift & 255, 255 - alpha);
        unsigned sum = below + scale_byte(argb >> shift & 255, coverage);
        result |= (sum < 255 ? sum : 255) << shift;
    }
    *pixel = result;
}
