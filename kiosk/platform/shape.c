/* Shapes are drawn row by row: a row of a shape is a solid stretch with a few partly covered pixels at each
 * end. */
#include "platform/shape.h"

#include <math.h>

enum {
    TOP_LEFT,
    TOP_RIGHT,
    BOTTOM_RIGHT,
    BOTTOM_LEFT
};

struct shape shape_make(struct rect box, const double radius[4])
{
    const double sums[4] = {radius[0] + radius[1], radius[1] + radius[2], radius[2] + radius[3],
                            radius[3] + radius[0]};
    struct shape shape = {.box = box};
    double fit = 1;
    for (int i = 0; i < 4; i++) {
        double side = i % 2 == 0 ? box.w : box.h;
        if (sums[i] > side && sums[i] > 0 && side / sums[i] < fit)
            fit = side / sums[i];
    }
    for (int i = 0; i < 4; i++)
        shape.radius[i] = radius[i] * fit;
    return shape;
}

struct shape shape_inset(const struct shape *shape, int by)
{
    struct shape inner = {.box = rect_inset(shape->box, by, by)};
    for (int i = 0; i < 4; i++)
        inner.radius[i] = shape->radius[i] > by ? shape->radius[i] - by : 0;
    return inner;
}

/* How far the point lies outside the shape (negative: inside). x and y from the box's corner. */
static double distance(const struct shape *shape, double x, double y)
{
    double w = shape->box.w, h = shape->box.h;
    bool right = x > w / 2, low = y > h / 2;
    double r = shape->radius[low ? (right ? BOTTOM_RIGHT : BOTTOM_LEFT) : (right ? TOP_RIGHT : TOP_LEFT)];
    double dx = (right ? x - (w - r) : r - x), dy = (low ? y - (h - r) : r - y);
    if (dx > 0 && dy > 0)
        return sqrt(dx * dx + dy * dy) - r;
    return (dx > dy ? dx : dy) - r;
}

static unsigned coverage_at(const struct shape *shape, int column, int row)
{
    if (column < 0 || row < 0 || column >= shape->box.w || row >= shape->box.h)
        return 0;
    double share = 0.5 - distance(shape, column + 0.5, row + 0.5);
    return share >= 1 ? 255 : share <= 0 ? 0 : (unsigned)(share * 255 + 0.5);
}

/* The columns [*ret_start, *ret_end) of a row that are wholly covered. What lies outside may be covered in
 * part. */
static void solid_stretch(const struct shape *shape, int row, int *ret_start, int *ret_end)
{
    bool low = row + 0.5 > shape->box.h / 2.0;
    double left = shape->radius[low ? BOTTOM_LEFT : TOP_LEFT],
           right = shape->radius[low ? BOTTOM_RIGHT : TOP_RIGHT];
    double left_y = low ? row + 0.5 - (shape->box.h - left) : left - row - 0.5;
    double right_y = low ? row + 0.5 - (shape->box.h - right) : right - row - 0.5;
    int start = 0, end = shape->box.w;
    if (left_y > 0)
        start = (int)(left - sqrt(fmax(0, (left - 1) * (left - 1) - left_y * left_y)) + 1);
    if (right_y > 0)
        end = shape->box.w - (int)(right - sqrt(fmax(0, (right - 1) * (right - 1) - right_y * right_y)) + 1);
    *ret_start = start < shape->box.w ? start : shape->box.w;
    *ret_end = end > *ret_start ? end : *ret_start;
}

/* What of `box` can be drawn, from the shape's corner. */
static struct rect seen_of(const struct pixels *pixels, const struct shape *shape, struct rect box)
{
    struct rect seen = rect_common(box, pixels->clip);
    seen.x -= shape->box.x;
    seen.y -= shape->box.y;
    return seen;
}

void shape_fill(struct pixels *pixels, const struct shape *shape, uint32_t rgb)
{
    const struct rect seen = seen_of(pixels, shape, shape->box);
    for (int row = seen.y; row < seen.y + seen.h; row++) {
        int start, end, x = shape->box.x, y = shape->box.y + row;
        solid_stretch(shape, row, &start, &end);
        for (int column = start - 1; column >= 0; column--) {
            unsigned coverage = coverage_at(shape, column, row);
            if (coverage == 0)
                break;
            pixels_blend(pixels, x + column, y, rgb, coverage);
        }
        pixels_span(pixels, x + start, y, end - start, rgb);
        for (int column = end; column < shape->box.w; column++) {
            unsigned coverage = coverage_at(shape, column, row);
            if (coverage == 0)
                break;
            pixels_blend(pixels, x + column, y, rgb, coverage);
        }
    }
}

/* ---- outlines ---- */

/* The columns of a row that an outline can touch are those outside the inner shape's solid stretch. */
static void outline_row(struct pixels *pixels, const struct shape *outer, const struct shape *inner,
                        struct rect seen, int row, uint32_t rgb,
                        unsigned (*share)(const void *context, int column, int row), const void *context)
{
    int right = seen.x + seen.w, inset = inner->box.x - outer->box.x, inner_row = row - inset;
    int start = right, end = right;
    if (inner_row >= 0 && inner_row < inner->box.h) {
        solid_stretch(inner, inner_row, &start, &end);
        start += inset;
        end += inset;
    }
    for (int column = seen.x; column < right; column++) {
        if (column >= start && column < end)
            column = end;
        if (column >= right)
            break;
        unsigned out = coverage_at(outer, column, row), in = coverage_at(inner, column - inset, inner_row);
        unsigned coverage = out > in ? out - in : 0;
        if (coverage > 0 && share != NULL)
            coverage = coverage * share(context, column, row) / 255;
        pixels_blend(pixels, outer->box.x + column, outer->box.y + row, rgb, coverage);
    }
}

void shape_outline(struct pixels *pixels, const struct shape *shape, int width, uint32_t rgb)
{
    struct shape inner = shape_inset(shape, width);
    const struct rect seen = seen_of(pixels, shape, shape->box);
    for (int row = seen.y; row < seen.y + seen.h; row++)
        outline_row(pixels, shape, &inner, seen, row, rgb, NULL, NULL);
}

/* ---- dashes ---- */

struct dashes {
    const struct shape *shape;
    double period; /* one dash and one gap */
    double dash;
};

static double arc(double radius)
{
    return radius * M_PI / 2;
}

static double perimeter(const struct shape *shape)
{
    double length = 2.0 * (shape->box.w + shape->box.h);
    for (int i = 0; i < 4; i++)
        length += arc(shape->radius[i]) - 2 * shape->radius[i];
    return length;
}

/* How far along the outline the point lies, clockwise from the end of the top left corner. */
static double along(const struct shape *shape, double x, double y)
{
    const double *r = shape->radius;
    double w = shape->box.w, h = shape->box.h;
    double right_at = w - r[0] - r[1] + arc(r[1]);
    double bottom_at = right_at + h - r[1] - r[2] + arc(r[2]);
    double left_at = bottom_at + w - r[2] - r[3] + arc(r[3]);
    if (x > w - r[1] && y < r[1])
        return w - r[0] - r[1] + r[1] * atan2(x - (w - r[1]), r[1] - y);
    if (x > w - r[2] && y > h - r[2])
        return bottom_at - arc(r[2]) + r[2] * atan2(y - (h - r[2]), x - (w - r[2]));
    if (x < r[3] && y > h - r[3])
        return left_at - arc(r[3]) + r[3] * atan2(r[3] - x, y - (h - r[3]));
    if (x < r[0] && y < r[0])
        return left_at + h - r[3] - r[0] + r[0] * atan2(r[0] - y, r[0] - x);
    double top = y, right = w - x, bottom = h - y, left = x;
    double nearest = fmin(fmin(top, bottom), fmin(left, right));
    if (nearest == top)
        return x - r[0];
    if (nearest == right)
        return right_at + y - r[1];
    if (nearest == bottom)
        return bottom_at + w - r[2] - x;
    return left_at + h - r[3] - y;
}

static unsigned dash_share(const void *context, int column, int row)
{
    const struct dashes *dashes = context;
    double at = fmod(along(dashes->shape, column + 0.5, row + 0.5) + dashes->period, dashes->period);
    double from_edge = fmin(at, dashes->dash - at) + 0.5; /* inside the dash: positive */
    return from_edge >= 1 ? 255 : from_edge <= 0 ? 0 : (unsigned)(from_edge * 255);
}

void shape_dashes(struct pixels *pixels, const struct shape *shape, int width, uint32_t rgb)
{
    struct shape inner = shape_inset(shape, width);
    double length = perimeter(shape);
    double count = floor(length / (3.6 * width));
    struct dashes dashes = {shape, length / (count > 1 ? count : 1), 2.0 * width};
    const struct rect seen = seen_of(pixels, shape, shape->box);
    for (int row = seen.y; row < seen.y + seen.h; row++)
        outline_row(pixels, shape, &inner, seen, row, rgb, dash_share, &dashes);
}

/* ---- shadow ---- */

#define SHADOW_STEPS 4 /* entries a pixel */
#define SHADOW_MAX   512

/* A blurred edge, seen from the side: the share of light it takes at each distance. */
static int make_falloff(double sigma, double strength, uint8_t *ret_table)
{
    int count = (int)(6 * sigma * SHADOW_STEPS);
    count = count < SHADOW_MAX ? count : SHADOW_MAX;
    for (int i = 0; i < count; i++) {
        double from_edge = (double)i / SHADOW_STEPS - 3 * sigma;
        ret_table[i] = (uint8_t)(strength * 255 * 0.5 * erfc(from_edge / (sigma * M_SQRT2)) + 0.5);
    }
    return count;
}

static int reach_of(double blur)
{
    return (int)(3 * blur / 2) + 1;
}

static int fall_of(double drop)
{
    return (int)(drop + 0.5);
}

struct rect shape_shadow_ink(const struct shape *shape, double drop, double blur)
{
    struct rect ink = rect_inset(shape->box, -reach_of(blur), -reach_of(blur));
    ink.y += fall_of(drop);
    return ink;
}

void shape_shadow(struct pixels *pixels, const struct shape *shape, double drop, double blur, double strength,
                  uint32_t rgb)
{
    uint8_t table[SHADOW_MAX];
    double sigma = blur / 2;
    int count = make_falloff(sigma, strength, table), fall = fall_of(drop);
    const struct rect box = shape->box;
    const struct rect seen = seen_of(pixels, shape, shape_shadow_ink(shape, drop, blur));
    for (int row = seen.y; row < seen.y + seen.h; row++) {
        int start = box.w, end = box.w;
        if (row >= 0 && row < box.h)
            solid_stretch(shape, row, &start, &end);
        for (int column = seen.x; column < seen.x + seen.w; column++) {
            if (column >= start && column < end)
                column = end;
            double from_edge = distance(shape, column + 0.5, row - fall + 0.5) + 3 * sigma;
            int index = from_edge <= 0 ? 0 : (int)(from_edge * SHADOW_STEPS);
            if (index < count)
                pixels_blend(pixels, box.x + column, box.y + row, rgb, table[index]);
        }
    }
}

/* ---- drawings ---- */

void shape_picture(struct pixels *pixels, const struct shape *shape, const struct picture *picture)
{
    int left = (picture->width - shape->box.w) / 2, top = picture->height - shape->box.h;
    struct rect whole = {shape->box.x - left, shape->box.y - top, picture->width, picture->height};
    const struct rect seen = seen_of(pixels, shape, rect_common(shape->box, whole));
    for (int row = seen.y; row < seen.y + seen.h; row++) {
        const uint32_t *colors = picture->data + (size_t)(row + top) * (size_t)picture->width + left;
        int start, end;
        solid_stretch(shape, row, &start, &end);
        for (int column = seen.x; column < seen.x + seen.w; column++) {
            bool solid = column >= start && column < end;
            pixels_over(pixels, shape->box.x + column, shape->box.y + row, colors[column],
                        solid ? 255 : coverage_at(shape, column, row));
        }
    }
}
