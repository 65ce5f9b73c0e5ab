/* Elements are drawn in order onto an opaque page. Text is drawn once into masks and kept. */
#include "platform/painter.h"

#include "card/card.h"
#include "platform/font.h"
#include "platform/shape.h"
#include "platform/sprites.h"
#include "ui/theme.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX   800       /* pieces of text kept */
#define WORDS_BYTES (6 << 20) /* and the pixels they may have together */
#define BUCKETS     256
#define RING_WIDTH  7
#define RING_GAP    5

/* A run that was drawn. Its key is copied out of the layout, which may be gone by the next frame. */
struct words {
    struct words *next;
    uint64_t hash;
    struct text_run run;
    int size;
    struct mask mask;
    int ascent;
};

struct painter {
    struct canvas canvas;
    struct fonts *fonts;
    struct sprites *sprites;
    struct text_measurer *measurer;
    struct words *buckets[BUCKETS];
    size_t words_count;
    size_t words_bytes;
};

/* What is at work while one frame is painted. */
struct frame {
    struct painter *painter;
    const struct element_list *list;
    int pressed;
    struct pixels *pixels;
};

int painter_new(const char *share, struct canvas canvas, struct painter **ret_painter,
                struct problem *ret_problem)
{
    char folder[4096];
    struct painter *painter = calloc(1, sizeof *painter);
    if (painter == NULL)
        return problem_set(ret_problem, CB_NO_MEMORY, "no memory for the painter");
    painter->canvas = canvas;
    snprintf(folder, sizeof folder, "%s/fonts", share);
    int result = fonts_open(folder, canvas.scale, &painter->fonts, ret_problem);
    if (result == CB_OK) {
        painter->sprites = sprites_new(share);
        painter->measurer = text_measurer_new(fonts_source(painter->fonts));
        if (painter->sprites == NULL || painter->measurer == NULL)
            result = problem_set(ret_problem, CB_NO_MEMORY, "no memory for the painter");
    }
    if (result != CB_OK)
        painter_free(painter);
    else
        *ret_painter = painter;
    return result;
}

struct text_measurer *painter_measurer(struct painter *painter)
{
    return painter->measurer;
}

/* ---- kept words ---- */

static void words_free(struct words *words)
{
    size_t pixels = (size_t)words->mask.width * (size_t)words->mask.height;
    if (words->mask.alpha != NULL)
        explicit_bzero(words->mask.alpha, pixels);
    free(words->mask.alpha);
    explicit_bzero((char *)words->run.text, strlen(words->run.text));
    free((char *)words->run.text);
    free(words);
}

static void forget_words(struct painter *painter)
{
    for (size_t i = 0; i < BUCKETS; i++) {
        while (painter->buckets[i] != NULL) {
            struct words *words = painter->buckets[i];
            painter->buckets[i] = words->next;
            words_free(words);
        }
    }
    painter->words_count = 0;
    painter->words_bytes = 0;
}

void painter_trim(struct painter *painter)
{
    text_measurer_trim(painter->measurer);
    if (painter->words_count > WORDS_MAX || painter->words_bytes > WORDS_BYTES)
        forget_words(painter);
}

void painter_forget(struct painter *painter)
{
    text_measurer_clear(painter->measurer);
    forget_words(painter);
}

void painter_free(struct painter *painter)
{
    if (painter == NULL)
        return;
    forget_words(painter);
    text_measurer_free(painter->measurer);
    sprites_free(painter->sprites);
    fonts_close(painter->fonts);
    free(painter);
}

static uint64_t hash_run(const struct text_run *run, int size)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    const uint32_t numbers[] = {(uint32_t)run->font, (uint32_t)run->weight, run->right_to_left, run->script,
                                (uint32_t)size};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        hash = (hash ^ numbers[i]) * UINT64_C(1099511628211);
    for (const char *at = run->text; *at != 0; at++)
        hash = (hash ^ (unsigned char)*at) * UINT64_C(1099511628211);
    return hash;
}

static bool same_run(const struct text_run *a, const struct text_run *b)
{
    return a->font == b->font && a->weight == b->weight && a->right_to_left == b->right_to_left &&
           a->script == b->script && strcmp(a->text, b->text) == 0;
}

/* NULL when there is nothing to draw. */
static const struct words *words_of(struct painter *painter, const struct text_run *run, int size)
{
    uint64_t hash = hash_run(run, size);
    struct words **bucket = &painter->buckets[hash % BUCKETS];
    for (struct words *words = *bucket; words != NULL; words = words->next) {
        if (words->hash == hash && words->size == size && same_run(&words->run, run))
            return words;
    }
    struct words *words = calloc(1, sizeof *words);
    char *text = strdup(run->text);
    if (words == NULL || text == NULL ||
        fonts_render(painter->fonts, run, size, &words->mask, &words->ascent) != CB_OK) {
        free(text);
        free(words);
        return NULL;
    }
    words->hash = hash;
    words->size = size;
    words->run = *run;
    words->run.text = text;
    words->next = *bucket;
    *bucket = words;
    painter->words_count++;
    painter->words_bytes += (size_t)words->mask.width * (size_t)words->mask.height;
    return words;
}

/* ---- from logical to device ---- */

static int device(const struct frame *frame, double length)
{
    return (int)floor(length * frame->painter->canvas.scale + 0.5);
}

/* Edges are rounded, not lengths, so that what touches in the design touches on the display. */
static struct rect device_rect(const struct frame *frame, struct rect box)
{
    int x = device(frame, box.x), y = device(frame, box.y);
    return (struct rect){x, y, device(frame, box.x + box.w) - x, device(frame, box.y + box.h) - y};
}

static int device_width(const struct frame *frame, int width)
{
    int result = device(frame, width);
    return width > 0 && result < 1 ? 1 : result;
}

static struct shape device_shape(const struct frame *frame, struct rect box, struct radii radii)
{
    double scale = frame->painter->canvas.scale;
    const double radius[4] = {radii.top_start * scale, radii.top_end * scale, radii.bottom_end * scale,
                              radii.bottom_start * scale};
    return shape_make(device_rect(frame, box), radius);
}

static uint32_t rgb_of(const struct frame *frame, enum color color)
{
    return theme_rgb(frame->list->theme, color);
}

/* ---- kinds of elements ---- */

static void paint_shadow(const struct frame *frame, const struct shape *shape)
{
    double scale = frame->painter->canvas.scale;
    shape_shadow(frame->pixels, shape, 10 * scale, 24 * scale, 0.08, rgb_of(frame, COLOR_INK));
    shape_shadow(frame->pixels, shape, 2 * scale, 4 * scale, 0.10, rgb_of(frame, COLOR_INK));
}

/* A pressed target without a lip cannot sink: its edge grows instead. */
static int edge_width_of(const struct element *element, bool pressed)
{
    int width = element->edge_width;
    bool grows = pressed && element->lip == 0 && !element->on_rail;
    return grows && width == 3 ? 5 : grows && width == 4 ? 8 : width;
}

static void paint_face(const struct frame *frame, const struct element *element, const struct shape *shape,
                       bool pressed)
{
    enum color fill = pressed && element->pressed_fill != COLOR_NONE ? element->pressed_fill : element->fill;
    int width = device_width(frame, edge_width_of(element, pressed));
    if (width > 0 && fill != COLOR_NONE && !element->dashed) {
        struct shape inner = shape_inset(shape, width);
        shape_fill(frame->pixels, shape, rgb_of(frame, element->edge));
        shape_fill(frame->pixels, &inner, rgb_of(frame, fill));
        return;
    }
    if (fill != COLOR_NONE)
        shape_fill(frame->pixels, shape, rgb_of(frame, fill));
    if (width > 0 && element->dashed)
        shape_dashes(frame->pixels, shape, width, rgb_of(frame, element->edge));
    else if (width > 0)
        shape_outline(frame->pixels, shape, width, rgb_of(frame, element->edge));
}

static void paint_box(const struct frame *frame, const struct element *element, struct rect box, bool pressed)
{
    struct shape shape = device_shape(frame, box, element->radii);
    if (element->shadow)
        paint_shadow(frame, &shape);
    if (element->lip > 0) {
        struct rect plate = element->box;
        plate.y += element->lip;
        struct shape lip = device_shape(frame, plate, element->radii);
        shape_fill(frame->pixels, &lip, rgb_of(frame, element->lip_color));
    }
    paint_face(frame, element, &shape, pressed);
}

static int line_start(const struct frame *frame, const struct element *element, struct rect box, int width)
{
    switch (element->align) {
    case ALIGN_CENTER:
        return device(frame, box.x + (box.w - width) / 2.0);
    case ALIGN_END:
        return device(frame, box.x + box.w - width);
    case ALIGN_START:
        break;
    }
    return device(frame, box.x);
}

static void paint_text(const struct frame *frame, const struct element *element, struct rect box)
{
    const struct text_style *style = &element->style;
    const struct text_layout *layout =
        text_layout(frame->painter->measurer, (int)style->face, style->weight, style->size, style->line,
                    box.w, frame->list->right_to_left, element->text);
    int baseline =
        fonts_baseline(frame->painter->fonts, (int)style->face, style->size, device(frame, style->line));
    for (size_t i = 0; i < layout->line_count; i++) {
        const struct text_line *line = &layout->lines[i];
        int left = line_start(frame, element, box, line->width);
        int y = device(frame, box.y + (int)i * style->line) + baseline;
        for (size_t j = 0; j < line->run_count; j++) {
            const struct words *words = words_of(frame->painter, &line->runs[j], style->size);
            if (words != NULL)
                pixels_tint(frame->pixels, left + device(frame, line->runs[j].x / 64.0), y - words->ascent,
                            &words->mask, rgb_of(frame, element->color), false);
        }
    }
}

static void paint_icon(const struct frame *frame, const struct element *element, struct rect box)
{
    struct rect place = device_rect(frame, box);
    const struct mask *mask = sprites_icon(frame->painter->sprites, element->name, device(frame, box.w));
    if (mask != NULL)
        pixels_tint(frame->pixels, place.x, place.y, mask, rgb_of(frame, element->color), element->mirrored);
}

static void paint_art(const struct frame *frame, const struct element *element, struct rect box)
{
    struct shape shape = device_shape(frame, box, element->radii);
    const struct picture *picture =
        sprites_art(frame->painter->sprites, element->name, shape.box.w, shape.box.h);
    if (picture != NULL)
        shape_picture(frame->pixels, &shape, picture);
}

/* Whole pixels a module, black on white in every theme: cameras need it. */
static void paint_qr(const struct frame *frame, const struct qr *qr, struct rect box)
{
    struct rect place = device_rect(frame, box);
    int side = qr->side + 2 * QR_QUIET_ZONE;
    int module = (place.w < place.h ? place.w : place.h) / side;
    struct rect code = rect_centered(place, qr->side * module, qr->side * module);
    pixels_fill(frame->pixels, place, rgb_of(frame, COLOR_WHITE));
    for (int i = 0; i < qr->side * qr->side; i++) {
        if (qr->modules[i])
            pixels_fill(
                frame->pixels,
                (struct rect){code.x + i % qr->side * module, code.y + i / qr->side * module, module, module},
                rgb_of(frame, COLOR_BLACK));
    }
}

static void paint_element(const struct frame *frame, int index)
{
    const struct element *element = &frame->list->items[index];
    struct rect box = element->box;
    box.y += element_sink(frame->list, index, frame->pressed);
    switch (element->kind) {
    case ELEMENT_BOX:
        paint_box(frame, element, box, index == frame->pressed);
        break;
    case ELEMENT_TEXT:
        paint_text(frame, element, box);
        break;
    case ELEMENT_ICON:
        paint_icon(frame, element, box);
        break;
    case ELEMENT_ART:
        paint_art(frame, element, box);
        break;
    case ELEMENT_QR:
        paint_qr(frame, element->qr, box);
        break;
    case ELEMENT_CARET: {
        struct shape shape = device_shape(frame, box, radii_all(2));
        shape_fill(frame->pixels, &shape, rgb_of(frame, element->color));
        break;
    }
    }
}

static void paint_focus(const struct frame *frame, int focus)
{
    const struct element *element = &frame->list->items[focus];
    struct rect box = element->box;
    box.y += element_sink(frame->list, focus, frame->pressed);
    struct shape face = device_shape(frame, box, element->radii);
    struct shape ring = shape_inset(&face, -device(frame, RING_WIDTH + RING_GAP));
    shape_outline(frame->pixels, &ring, device(frame, RING_WIDTH),
                  rgb_of(frame, element->on_rail ? COLOR_RAIL_FOCUS : COLOR_FOCUS));
}

void painter_paint(struct painter *painter, const struct element_list *list, int pressed, int focus,
                   struct pixels *pixels)
{
    struct frame frame = {painter, list, pressed, pixels};
    enum color page = list->page != COLOR_NONE ? list->page : COLOR_MIST;
    pixels_fill(pixels, (struct rect){0, 0, pixels->width, pixels->height}, rgb_of(&frame, page));
    for (size_t i = 0; i < list->count; i++)
        paint_element(&frame, (int)i);
    if (focus >= 0 && (size_t)focus < list->count)
        paint_focus(&frame, focus);
}
