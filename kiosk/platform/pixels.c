/* The inner loops. */
#include "platform/pixels.h"

#include <wchar.h>

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

struct pixels pixels_on(uint32_t *data, int width, int height)
{
    return (struct pixels){data, width, height, {0, 0, width, height}};
}

struct pixels pixels_within(const struct pixels *pixels, struct rect clip)
{
    const struct rect whole = {0, 0, pixels->width, pixels->height};
    struct pixels part = *pixels;
    part.clip = rect_common(whole, clip);
    return part;
}

static uint32_t *at(struct pixels *pixels, int x, int y)
{
    return pixels->data + (size_t)y * (size_t)pixels->width + x;
}

void pixels_fill(struct pixels *pixels, struct rect box, uint32_t rgb)
{
    _Static_assert(sizeof(wchar_t) == sizeof(uint32_t), "a pixel is set as a wide character");
    box = rect_common(box, pixels->clip);
    for (int y = box.y; y < box.y + box.h; y++)
        wmemset((wchar_t *)at(pixels, box.x, y), (wchar_t)(OPAQUE | rgb), (size_t)box.w);
}

void pixels_span(struct pixels *pixels, int x, int y, int length, uint32_t rgb)
{
    pixels_fill(pixels, (struct rect){x, y, length, 1}, rgb);
}

static void blend(uint32_t *pixel, uint32_t rgb, unsigned coverage)
{
    if (coverage == 255)
        *pixel = OPAQUE | rgb;
    else if (coverage > 0)
        *pixel = blended(*pixel, rgb, coverage);
}

void pixels_blend(struct pixels *pixels, int x, int y, uint32_t rgb, unsigned coverage)
{
    if (rect_holds(pixels->clip, x, y))
        blend(at(pixels, x, y), rgb, coverage);
}

void pixels_tint(struct pixels *pixels, int x, int y, const struct mask *mask, uint32_t rgb, bool mirrored)
{
    struct rect box = rect_common((struct rect){x, y, mask->width, mask->height}, pixels->clip);
    for (int row = box.y; row < box.y + box.h; row++) {
        const uint8_t *alpha = mask->alpha + (size_t)(row - y) * (size_t)mask->width;
        uint32_t *pixel = at(pixels, box.x, row);
        for (int column = box.x - x; column < box.x - x + box.w; column++)
            blend(pixel++, rgb, alpha[mirrored ? mask->width - 1 - column : column]);
    }
}

void pixels_over(struct pixels *pixels, int x, int y, uint32_t argb, unsigned coverage)
{
    unsigned alpha = scale_byte(argb >> 24, coverage);
    if (alpha == 0 || !rect_holds(pixels->clip, x, y))
        return;
    uint32_t *pixel = at(pixels, x, y);
    if (alpha == 255) {
        *pixel = argb;
        return;
    }
    uint32_t result = OPAQUE;
    for (int shift = 0; shift < 24; shift += 8) {
        unsigned below = scale_byte(*pixel >> shift & 255, 255 - alpha);
        unsigned sum = below + scale_byte(argb >> shift & 255, coverage);
        result |= (sum < 255 ? sum : 255) << shift;
    }
    *pixel = result;
}
