/* Words, primitives and the page's frame. The components are in widgets.c. */
#include "ui/view.h"

#include "base/strbuf.h"
#include "text/script.h"
#include "ui/theme.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define CANVAS_WIDTH  1280
#define CANVAS_HEIGHT 800
#define DPI_USUAL     100.6 /* 15 inches at 1280 x 800 */
#define VALUES_MAX    12

struct canvas canvas_for(int device_width, int device_height, double dpi)
{
    bool upright = device_height > device_width;
    double by_width = (double)device_width / (upright ? CANVAS_HEIGHT : CANVAS_WIDTH);
    double by_height = (double)device_height / (upright ? CANVAS_WIDTH : CANVAS_HEIGHT);
    double scale = by_width < by_height ? by_width : by_height;
    if (scale <= 0)
        scale = 1;
    return (struct canvas){
        .width = (int)(device_width / scale + 0.5),
        .height = (int)(device_height / scale + 0.5),
        .scale = scale,
        .px_per_mm = (dpi > 0 ? dpi : DPI_USUAL * scale) / 25.4,
    };
}

double canvas_inches(const struct canvas *canvas)
{
    return hypot(canvas->width, canvas->height) * canvas->scale / canvas->px_per_mm / 25.4;
}

/* ---- words ---- */

const char *view_tr(struct view *view, const char *id)
{
    return catalogue_text(view->catalogue, id);
}

const char *view_text_copy(struct view *view, const char *text)
{
    const char *copy = arena_copy_text(&view->list->arena, text);
    return copy != NULL ? copy : "";
}

struct value {
    const char *name;
    const char *text;
};

static size_t read_values(va_list arguments, struct value *ret_values)
{
    size_t count = 0;
    for (const char *name; (name = va_arg(arguments, const char *)) != NULL; count++) {
        assert(count < VALUES_MAX);
        ret_values[count] = (struct value){name, va_arg(arguments, const char *)};
    }
    return count;
}

static const char *find_value(const struct value *values, size_t count, const char *name, size_t length)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(values[i].name) == length && strncmp(values[i].name, name, length) == 0)
            return values[i].text;
    }
    return NULL;
}

/* A name without a value stays as it is, braces and all: a mistake that is seen. Values are never read as
 * markup: a person may have typed two stars. */
static const char *fill(struct view *view, const char *text, const struct value *values, size_t count)
{
    struct strbuf out = STRBUF_INIT;
    while (*text != 0) {
        size_t length = *text == '{' ? strcspn(text + 1, "}") : 0;
        const char *value = length > 0 ? find_value(values, count, text + 1, length) : NULL;
        if (value == NULL || text[1 + length] != '}') {
            strbuf_add_char(&out, *text++);
            continue;
        }
        strbuf_add_text(&out, "\u2068");
        for (; *value != 0; value++) {
            strbuf_add_char(&out, *value);
            if (value[0] == '*' && value[1] == '*')
                strbuf_add_text(&out, "\u200B");
        }
        strbuf_add_text(&out, "\u2069");
        text += length + 2;
    }
    const char *filled = view_text_copy(view, strbuf_text(&out));
    strbuf_release(&out);
    return filled;
}

const char *view_fill(struct view *view, const char *id, ...)
{
    struct value values[VALUES_MAX];
    va_list arguments;
    va_start(arguments, id);
    size_t count = read_values(arguments, values);
    va_end(arguments);
    return fill(view, view_tr(view, id), values, count);
}

const char *view_plural(struct view *view, const char *id, int n, ...)
{
    struct value values[VALUES_MAX + 1];
    char number[16];
    va_list arguments;
    va_start(arguments, n);
    size_t count = read_values(arguments, values);
    va_end(arguments);
    snprintf(number, sizeof number, "%d", n);
    values[count++] = (struct value){"n", number};
    return fill(view, catalogue_plural(view->catalogue, id, n < 0 ? 0 : (unsigned long)n), values, count);
}

/* ---- primitives ---- */

struct element *view_last(struct view *view)
{
    assert(view->list->count > 0);
    return &view->list->items[view->list->count - 1];
}

struct element *view_at(struct view *view, int index)
{
    assert(index >= 0 && (size_t)index < view->list->count);
    return &view->list->items[index];
}

static int last_index(const struct view *view)
{
    return (int)view->list->count - 1;
}

int view_box(struct view *view, struct rect box, enum color fill_color, struct radii radii)
{
    struct element *element = element_add(view->list, ELEMENT_BOX, box);
    element->fill = fill_color;
    element->radii = radii;
    return last_index(view);
}

/* ---- sizes ---- */

#define LEGIBLE_MM   4.8   /* of a capital I: rules A6 */
#define CAPITAL      0.668 /* of the sans: its capital I to its size */
#define BODY_SIZE    34
#define ACT_SIZE     31 /* from here on a line is needed to act; below it are notes */
#define LARGE_FACTOR 1.15
#define LARGEST_SIZE 43
#define GROWING_SIZE 46 /* what is drawn larger is large enough */

struct text_style view_style(const struct view *view, struct text_style style)
{
    style = theme_style(view->mode.theme, style);
    if (view->mode.text_size == TEXT_USUAL)
        return style;
    double legible = LEGIBLE_MM * view->canvas.px_per_mm / view->canvas.scale / CAPITAL;
    bool largest = view->mode.text_size == TEXT_LARGEST;
    double least = largest ? fmax(LARGEST_SIZE, legible) : style.size >= ACT_SIZE ? legible : 0;
    double factor = fmax(LARGE_FACTOR, fmax(legible, largest ? LARGEST_SIZE : 0) / BODY_SIZE);
    double size = fmin(style.size * factor, fmax(style.size, GROWING_SIZE * factor));
    size = ceil(fmax(size, least) - 0.01);
    double line = size * style.line / style.size;
    /* Lines of large letters may stand closer. */
    return (struct text_style){style.face, style.weight, (int)size,
                               (int)fmax(fmin(line, size * 1.2 + 2), size)};
}

bool view_portrait_page(const struct view *view)
{
    return view->canvas.height > view->canvas.width;
}

bool view_as_drawn(const struct view *view)
{
    return view->mode.text_size == TEXT_USUAL && !view->mode.lower && !view_portrait_page(view);
}

#define LOWER_TOP 260 /* of CANVAS_HEIGHT */

int view_control_top(const struct view *view)
{
    return view->mode.lower ? view->canvas.height * LOWER_TOP / CANVAS_HEIGHT : 0;
}

static const struct text_layout *lay_out(struct view *view, struct text_style style, int width,
                                         const char *text)
{
    style = view_style(view, style);
    return text_layout(view->measurer, (int)style.face, style.weight, style.size, style.line, width,
                       language_right_to_left(view->language), text);
}

int view_text(struct view *view, struct rect box, struct text_style style, enum color color,
              enum text_align align, const char *text)
{
    const struct text_layout *layout = lay_out(view, style, box.w, text);
    style = view_style(view, style);
    struct element *element = element_add(view->list, ELEMENT_TEXT, box);
    int leading = style.line - style.size; /* empty space, which may stick out */
    element->clipped = layout->overflow || (box.h > 0 && layout->height - leading > box.h);
    element->box.h = layout->height;
    element->line_count = (int)layout->line_count;
    element->text = text;
    element->style = style;
    element->align = align;
    element->color = color;
    return layout->height;
}

int view_text_height(struct view *view, struct text_style style, int width, const char *text)
{
    return lay_out(view, style, width, text)->height;
}

int view_text_width(struct view *view, struct text_style style, const char *text)
{
    return lay_out(view, style, 0, text)->width;
}

int view_balanced_width(struct view *view, struct text_style style, int width, const char *text)
{
    size_t lines = lay_out(view, style, width, text)->line_count;
    int low = 1, high = width;
    while (low < high) {
        int middle = (low + high) / 2;
        const struct text_layout *layout = lay_out(view, style, middle, text);
        if (layout->line_count <= lines && !layout->overflow)
            high = middle;
        else
            low = middle + 1;
    }
    return high;
}

bool view_breaks(struct view *view, struct text_style style, int width, const char *text)
{
    return lay_out(view, style, width, text)->overflow;
}

int view_icon(struct view *view, int x, int y, int size, const char *name, enum color color)
{
    struct element *element = element_add(view->list, ELEMENT_ICON, (struct rect){x, y, size, size});
    element->name = name;
    element->color = color;
    return last_index(view);
}

int view_art(struct view *view, struct rect box, const char *name, struct radii radii)
{
    struct element *element = element_add(view->list, ELEMENT_ART, box);
    element->name = name;
    element->radii = radii;
    return last_index(view);
}

void view_qr(struct view *view, struct rect box, const struct qr *qr)
{
    struct element *element = element_add(view->list, ELEMENT_QR, box);
    element->qr = qr;
}

int view_at_least(const struct view *view, int length, double millimetres)
{
    int floor_length = (int)ceil(millimetres * view->canvas.px_per_mm / view->canvas.scale);
    return length > floor_length ? length : floor_length;
}

/* ---- page ---- */

#define RAIL_LINE       4 /* between rail and page, where both have one colour */
#define RAIL_WIDE       216
#define RAIL_PADDING    12
#define SLOT_SPACE      8
#define SLOT_COUNT      5
#define SLOT_GAP        10
#define SLOT_ICON       48
#define HELP_HEIGHT     152
#define HELP_ICON       54
#define HELP_MM         25
#define BRAND_DISC      112
#define BRAND_DISC_DOCK 84

static const struct text_style RAIL_ACCESS_STYLE = {TYPEFACE_SANS, 600, 26, 30};
static const struct text_style RAIL_HELP_STYLE = {TYPEFACE_SANS, 700, 28, 30};
static const struct text_style BRAND_STYLE = {TYPEFACE_SERIF, 400, 33, 36};

/* The rail lies along the foot of upright displays, and wherever buttons are to be low. */
static bool is_dock(const struct view *view)
{
    return view_portrait_page(view) || view->mode.lower;
}

static int help_height(const struct view *view)
{
    return view_at_least(view, HELP_HEIGHT, HELP_MM);
}

static struct rect rail_rect(const struct view *view)
{
    const struct canvas *canvas = &view->canvas;
    int height = help_height(view) + 2 * RAIL_PADDING;
    if (is_dock(view))
        return (struct rect){0, canvas->height - height, canvas->width, height};
    return (struct rect){0, 0, view->mode.text_size == TEXT_USUAL ? RAIL_WIDTH : RAIL_WIDE, canvas->height};
}

static void rail_ground(struct view *view)
{
    struct rect rail = rail_rect(view), line = rail;
    view_box(view, rail, COLOR_RAIL, radii_all(0));
    view_last(view)->ground = true;
    if (!theme_outlined(view->mode.theme))
        return;
    if (is_dock(view))
        line.h = RAIL_LINE;
    else
        line = rect_cut_end(&line, RAIL_LINE);
    view_box(view, line, COLOR_RAIL_INK, radii_all(0));
    view_last(view)->ground = true;
}

struct rect view_page(struct view *view, enum color background)
{
    view->list->page = background;
    view->list->theme = view->mode.theme;
    rail_ground(view);
    struct rect page = {0, 0, view->canvas.width, view->canvas.height}, rail = rail_rect(view);
    if (is_dock(view))
        rect_cut_bottom(&page, rail.h);
    else
        rect_cut_start(&page, rail.w);
    bool close = view->mode.text_size != TEXT_USUAL || is_dock(view);
    /* Wide displays breathe a little more. */
    int side = close ? 36 : view->canvas.width > CANVAS_WIDTH ? 48 : 40;
    int top = close ? 28 : 36, bottom = view->mode.lower ? 14 : close ? 24 : 32;
    return (struct rect){page.x + side, page.y + top, page.w - 2 * side, page.h - top - bottom};
}

/* Slot by slot from the top, or from the start of a dock; Help is the last. */
static struct rect slot_at(const struct view *view, int index)
{
    struct rect inside = rect_inset(rail_rect(view), RAIL_PADDING, RAIL_PADDING);
    if (is_dock(view)) {
        inside.h = help_height(view);
        return rect_column(inside, index, SLOT_COUNT, SLOT_SPACE);
    }
    struct rect help = rect_cut_bottom(&inside, help_height(view));
    rect_cut_bottom(&inside, SLOT_SPACE);
    if (index == SLOT_COUNT - 1)
        return help;
    return rect_row(inside, index, SLOT_COUNT - 1, SLOT_SPACE);
}

static struct rect help_slot(const struct view *view)
{
    return slot_at(view, SLOT_COUNT - 1);
}

/* Nothing in a slot breaks inside a word: what is too long is set smaller. */
static struct text_style slot_style(struct view *exact, int width, struct text_style style, const char *label)
{
    while (style.size > 20 && lay_out(exact, style, width, label)->overflow)
        style.size--;
    return style;
}

struct view view_exact(const struct view *view)
{
    struct view exact = *view;
    exact.mode.text_size = TEXT_USUAL;
    return exact;
}

/* Icon over label, both in the middle of the slot. */
static void slot_content(struct view *view, int target, struct rect box, const char *icon, int icon_size,
                         struct text_style style, enum color color, const char *label)
{
    struct view exact = view_exact(view);
    style = slot_style(&exact, box.w, view_style(view, style), label);
    int text_height = view_text_height(&exact, style, box.w, label);
    int gap = icon_size + SLOT_GAP + text_height > box.h ? 0 : SLOT_GAP;
    int y = box.y + (box.h - icon_size - gap - text_height) / 2;
    view_icon(view, box.x + (box.w - icon_size) / 2, y, icon_size, icon, color);
    view_last(view)->owner = target;
    view_text(&exact, (struct rect){box.x, y + icon_size + gap, box.w, 0}, style, color, ALIGN_CENTER, label);
    view_last(view)->owner = target;
}

static int slot_target(struct view *view, struct rect box, const char *label, struct action action)
{
    int target = view_box(view, box, COLOR_NONE, radii_all(24));
    struct element *element = view_at(view, target);
    element->role = TARGET_BUTTON;
    element->action = action;
    element->label = label;
    element->pressed_fill = COLOR_RAIL_PRESSED;
    element->on_rail = true;
    return target;
}

static void rail_slot(struct view *view, int index, const char *icon, const char *label, struct action action,
                      bool flips)
{
    struct rect box = slot_at(view, index);
    int target = slot_target(view, box, label, action);
    slot_content(view, target, box, icon, SLOT_ICON, STYLE_RAIL, COLOR_RAIL_INK, label);
    view_at(view, target + 1)->flips = flips;
}

/* The slot whose page is open. */
static void open_slot(struct view *view, int target)
{
    struct element *slot = view_at(view, target);
    slot->fill = COLOR_SLOT_OPEN;
    slot->chosen = true;
    slot->pressed_fill = COLOR_SLOT_OPEN; /* its words are dark: they would be lost on the others' */
}

static enum color slot_ink(bool open)
{
    return open ? COLOR_SLOT_OPEN_INK : COLOR_RAIL_INK;
}

static void rail_language(struct view *view, bool open, const char *label, struct action action)
{
    struct rect box = slot_at(view, 2);
    int target = slot_target(view, box, label, action);
    if (open)
        open_slot(view, target);
    slot_content(view, target, box, "globe", SLOT_ICON, STYLE_RAIL, slot_ink(open), label);
}

/* Spoken in full; written short where the whole word has no room. */
static void rail_access(struct view *view, bool open, struct action action)
{
    const char *label = view_tr(view, "rail.access"), *written = label;
    struct rect box = slot_at(view, 3);
    int target = slot_target(view, box, label, action);
    if (open)
        open_slot(view, target);
    if (view->mode.text_size != TEXT_USUAL && lay_out(view, RAIL_ACCESS_STYLE, box.w, label)->overflow)
        written = view_tr(view, "rail.access.short");
    slot_content(view, target, box, "access", SLOT_ICON, RAIL_ACCESS_STYLE, slot_ink(open), written);
}

static void rail_help(struct view *view, struct action action)
{
    struct rect box = help_slot(view);
    const char *label = view_tr(view, "rail.help");
    int target = slot_target(view, box, label, action);
    struct element *element = view_at(view, target);
    element->fill = COLOR_MADDER;
    element->edge = COLOR_HELP_EDGE;
    element->edge_width = 3;
    element->pressed_fill = COLOR_MADDER_2;
    slot_content(view, target, box, "help-now", HELP_ICON, RAIL_HELP_STYLE, COLOR_ON_MADDER, label);
}

/* In the first two slots: the bell over the name, or beside it in a dock. */
static void rail_brand(struct view *view)
{
    struct view exact = view_exact(view);
    struct rect first = slot_at(view, 0), second = slot_at(view, 1);
    struct rect box = {first.x, first.y, second.x + second.w - first.x, second.y + second.h - first.y};
    struct text_style style = view_style(view, BRAND_STYLE);
    if (is_dock(view)) {
        struct rect disc = {box.x + 8, box.y + (box.h - BRAND_DISC_DOCK) / 2, BRAND_DISC_DOCK,
                            BRAND_DISC_DOCK};
        view_arch_icon(view, disc, COLOR_BRASS, "bell", 56, COLOR_ON_BRASS);
        rect_cut_start(&box, BRAND_DISC_DOCK + 20);
        style = slot_style(&exact, box.w, style, "Coachbell");
        view_text(&exact, (struct rect){box.x, box.y + (box.h - style.line) / 2, box.w, 0}, style,
                  COLOR_RAIL_INK, ALIGN_START, "Coachbell");
        return;
    }
    const int width = rail_rect(view).w;
    style = slot_style(&exact, width - 8, style, "Coachbell");
    int y = box.y + (box.h - BRAND_DISC - 14 - style.line) / 2;
    struct rect disc = {box.x + (box.w - BRAND_DISC) / 2, y, BRAND_DISC, BRAND_DISC};
    view_arch_icon(view, disc, COLOR_BRASS, "bell", 76, COLOR_ON_BRASS);
    view_text(&exact, (struct rect){0, y + BRAND_DISC + 14, width, 0}, style, COLOR_RAIL_INK, ALIGN_CENTER,
              "Coachbell");
}

void view_rail_end(struct view *view, unsigned rail_flags, const struct rail_actions *actions,
                   const char *language_label)
{
    if (rail_flags & RAIL_BRAND)
        rail_brand(view);
    if (rail_flags & RAIL_BACK)
        rail_slot(view, 0, "back", view_tr(view, "rail.back"), actions->back, true);
    if (rail_flags & RAIL_OVER)
        rail_slot(view, 1, "restart", view_tr(view, "rail.over"), actions->over, true);
    if (rail_flags & RAIL_LANGUAGE)
        rail_language(view, (rail_flags & RAIL_LANGUAGE_OPEN) != 0, language_label, actions->language);
    if (rail_flags & RAIL_ACCESS)
        rail_access(view, (rail_flags & RAIL_ACCESS_OPEN) != 0, actions->access);
    if (rail_flags & RAIL_HELP)
        rail_help(view, actions->help);
}

int view_title(struct view *view, struct rect box, struct text_style style, const char *text)
{
    view->list->title = text;
    return view_text(view, box, style, COLOR_INK, ALIGN_START, text);
}

void view_keep_order(struct view *view, size_t first, struct rect box)
{
    for (size_t i = first; i < view->list->count; i++)
        view->list->items[i].ordered_in = box;
}

void view_cover(struct view *view)
{
    element_list_cover(view->list, help_slot(view));
    view->list->page = COLOR_COVER;
}
