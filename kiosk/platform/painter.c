/* Elements are drawn in order onto an opaque page. A frame goes through them twice: what is each made of and
 * where is it, which gives the damage; then those that touch the damage are painted, cut to it. */
#include "platform/painter.h"

#include "base/hash.h"
#include "card/card.h"
#include "platform/shape.h"
#include "platform/sprites.h"
#include "platform/words.h"
#include "ui/theme.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RING_WIDTH 7
#define RING_GAP   5

struct painter {
    struct canvas canvas;
    struct fonts *fonts;
    struct sprites *sprites;
    struct words *words;
    struct text_measurer *measurer;
    bool painted;      /* there is a last picture: */
    uint64_t ground;   /* fingerprint of what all its elements share */
    struct marks last; /* what it was made of */
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
        painter->words = words_new(painter->fonts);
        painter->measurer = text_measurer_new(fonts_source(painter->fonts));
        if (painter->sprites == NULL || painter->words == NULL || painter->measurer == NULL)
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

void painter_trim(struct painter *painter)
{
    text_measurer_trim(painter->measurer);
    words_trim(painter->words);
}

void painter_forget(struct painter *painter)
{
    text_measurer_clear(painter->measurer);
    words_forget(painter->words);
    explicit_bzero(&painter->last, sizeof painter->last);
    painter->painted = false;
}

void painter_free(struct painter *painter)
{
    if (painter == NULL)
        return;
    words_free(painter->words);
    text_measurer_free(painter->measurer);
    sprites_free(painter->sprites);
    fonts_close(painter->fonts);
    explicit_bzero(&painter->last, sizeof painter->last);
    free(painter);
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

/* In logical pixels. */
static const struct {
    double drop, blur, strength;
} SHADOWS[] = {{10, 24, 0.08}, {2, 4, 0.10}};
#define SHADOW_COUNT (sizeof SHADOWS / sizeof SHADOWS[0])

static void paint_shadow(const struct frame *frame, const struct shape *shape)
{
    double scale = frame->painter->canvas.scale;
    for (size_t i = 0; i < SHADOW_COUNT; i++)
        shape_shadow(frame->pixels, shape, SHADOWS[i].drop * scale, SHADOWS[i].blur * scale,
                     SHADOWS[i].strength, rgb_of(frame, COLOR_INK));
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

/* What a face stands on; it does not sink. */
static struct rect plate_of(const struct element *element)
{
    struct rect plate = element->box;
    plate.y += element->lip;
    return plate;
}

static void paint_box(const struct frame *frame, const struct element *element, struct rect box, bool pressed)
{
    struct shape shape = device_shape(frame, box, element->radii);
    if (element->shadow)
        paint_shadow(frame, &shape);
    if (element->lip > 0) {
        struct shape lip = device_shape(frame, plate_of(element), element->radii);
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

/* Calls `each` with all words of the text and where their masks stand. */
static void place_text(const struct frame *frame, const struct element *element, struct rect box,
                       void (*each)(void *context, const struct word *word, int x, int y), void *context)
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
            const struct word *word = words_get(frame->painter->words, &line->runs[j], style->size);
            if (word != NULL)
                each(context, word, left + device(frame, line->runs[j].x / 64.0), y - word->ascent);
        }
    }
}

struct ink_pen {
    struct pixels *pixels;
    uint32_t rgb;
};

static void paint_word(void *context, const struct word *word, int x, int y)
{
    const struct ink_pen *pen = context;
    pixels_tint(pen->pixels, x, y, &word->mask, pen->rgb, false);
}

static void paint_text(const struct frame *frame, const struct element *element, struct rect box)
{
    struct ink_pen pen = {frame->pixels, rgb_of(frame, element->color)};
    place_text(frame, element, box, paint_word, &pen);
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

/* Where the element is now: what belongs to a pressed target sinks with it. */
static struct rect box_of(const struct frame *frame, int index)
{
    struct rect box = frame->list->items[index].box;
    box.y += element_sink(frame->list, index, frame->pressed);
    return box;
}

static void paint_element(const struct frame *frame, int index)
{
    const struct element *element = &frame->list->items[index];
    struct rect box = box_of(frame, index);
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

static struct shape ring_of(const struct frame *frame, int focus)
{
    struct shape face = device_shape(frame, box_of(frame, focus), frame->list->items[focus].radii);
    return shape_inset(&face, -device(frame, RING_WIDTH + RING_GAP));
}

static void paint_ring(const struct frame *frame, int focus)
{
    struct shape ring = ring_of(frame, focus);
    bool on_rail = frame->list->items[focus].on_rail;
    shape_outline(frame->pixels, &ring, device(frame, RING_WIDTH),
                  rgb_of(frame, on_rail ? COLOR_RAIL_FOCUS : COLOR_FOCUS));
}

/* ---- what each is made of ---- */

/* A face stays inside its shape; beyond it lie its plate and its shadows. */
static struct rect box_ink(const struct frame *frame, const struct element *element, struct rect box)
{
    double scale = frame->painter->canvas.scale;
    struct shape shape = device_shape(frame, box, element->radii);
    struct rect ink = shape.box;
    if (element->lip > 0)
        ink = rect_around(ink, device_rect(frame, plate_of(element)));
    for (size_t i = 0; element->shadow && i < SHADOW_COUNT; i++)
        ink = rect_around(ink, shape_shadow_ink(&shape, SHADOWS[i].drop * scale, SHADOWS[i].blur * scale));
    return ink;
}

static void mark_word(void *context, const struct word *word, int x, int y)
{
    struct mark *mark = context;
    mark->ink = rect_around(mark->ink, (struct rect){x, y, word->mask.width, word->mask.height});
    mark->look = hash_number(hash_number(hash_number(mark->look, word->look), (uint32_t)x), (uint32_t)y);
}

/* All of the element but its pointers and its owner's number goes into its look, so that no field that is
 * drawn can be left out; what they point to follows by kind. */
static struct mark element_mark(const struct frame *frame, int index)
{
    const struct element *element = &frame->list->items[index];
    struct rect box = box_of(frame, index);
    struct mark mark = {.look = hash_number(HASH_START, index == frame->pressed)};
    struct element plain;
    memcpy(&plain, element, sizeof plain);
    plain.text = plain.label = plain.name = NULL;
    plain.qr = NULL;
    plain.owner = -1;
    mark.look = hash_bytes(mark.look, &plain, sizeof plain);
    mark.look = hash_bytes(mark.look, &box, sizeof box);
    if (element->name != NULL)
        mark.look = hash_text(mark.look, element->name);
    if (element->kind == ELEMENT_QR)
        mark.look = hash_bytes(mark.look, element->qr->modules,
                               (size_t)element->qr->side * (size_t)element->qr->side);
    if (element->kind == ELEMENT_TEXT)
        place_text(frame, element, box, mark_word, &mark);
    else
        mark.ink = element->kind == ELEMENT_BOX ? box_ink(frame, element, box) : device_rect(frame, box);
    if (element->kind == ELEMENT_ICON)
        mark.ink.w = mark.ink.h = device(frame, box.w);
    return mark;
}

static struct mark ring_mark(const struct frame *frame, int focus)
{
    bool on_rail = frame->list->items[focus].on_rail;
    return (struct mark){ring_of(frame, focus).box, hash_number(HASH_START, on_rail)};
}

static void list_marks(const struct frame *frame, int focus, struct marks *ret_marks)
{
    ret_marks->count = 0;
    for (size_t i = 0; i < frame->list->count; i++)
        marks_add(ret_marks, element_mark(frame, (int)i));
    if (focus >= 0)
        marks_add(ret_marks, ring_mark(frame, focus));
}

/* ---- the picture ---- */

static enum color page_of(const struct element_list *list)
{
    return list->page != COLOR_NONE ? list->page : COLOR_MIST;
}

static uint64_t ground_of(const struct element_list *list, const struct pixels *pixels)
{
    uint64_t hash = hash_number(hash_number(HASH_START, page_of(list)), list->theme);
    return hash_number(hash_number(hash, (uint32_t)pixels->width), (uint32_t)pixels->height);
}

/* All that lies in `part`, from the ground up. Marks stand in the order of the elements, a ring last. */
static void paint_part(const struct frame *whole, int focus, const struct marks *marks, struct rect part)
{
    struct pixels pixels = pixels_within(whole->pixels, part);
    struct frame frame = *whole;
    frame.pixels = &pixels;
    pixels_fill(&pixels, part, rgb_of(&frame, page_of(frame.list)));
    for (size_t i = 0; i < frame.list->count; i++) {
        if (rect_touches(marks->items[i].ink, part))
            paint_element(&frame, (int)i);
    }
    if (focus >= 0)
        paint_ring(&frame, focus);
}

void painter_repaint(struct painter *painter, const struct element_list *list, int pressed, int focus,
                     struct pixels *pixels, struct damage *ret_damage)
{
    struct frame frame = {painter, list, pressed, pixels};
    const struct rect whole = {0, 0, pixels->width, pixels->height};
    uint64_t ground = ground_of(list, pixels);
    struct marks marks;
    if ((size_t)focus >= list->count)
        focus = -1;
    list_marks(&frame, focus, &marks);
    if (painter->painted && painter->ground == ground)
        damage_between(&painter->last, &marks, whole, ret_damage);
    else
        *ret_damage = (struct damage){{whole}, 1};
    for (size_t i = 0; i < ret_damage->count; i++)
        paint_part(&frame, focus, &marks, ret_damage->rects[i]);
    memcpy(&painter->last, &marks, sizeof marks);
    explicit_bzero(&marks, sizeof marks);
    painter->ground = ground;
    painter->painted = true;
}

void painter_paint(struct painter *painter, const struct element_list *list, int pressed, int focus,
                   struct pixels *pixels)
{
    struct damage damage;
    painter->painted = false;
    painter_repaint(painter, list, pressed, focus, pixels, &damage);
}
