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
#define DPI_USUAL     96 /* of a display that does not say; the installer's page asks for a check */
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
        .px_per_mm = (dpi > 0 ? dpi : DPI_USUAL) / 25.4,
        .dpi_guessed = !(dpi > 0),
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
    double least = largest ? fmax(LARGEST_SIZE, legible) : legible;
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

#define DRAWN_LOWEST 92 /* of the pages' own actions, as drawn: that on the keyboard's page */
#define DRAWN_MM     20

bool view_as_drawn(const struct view *view)
{
    bool large_enough = view_at_least(view, DRAWN_LOWEST, DRAWN_MM) == DRAWN_LOWEST;
    return view->mode.text_size == TEXT_USUAL && !view->mode.lower && !view_portrait_page(view) &&
           large_enough;
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
    const struct text_layout *layout = lay_out(view, style, width, text);
    view->breaks = view->breaks || layout->overflow;
    return layout->height;
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

/* ---- do the words fit? ---- */

/* Where the letters of a text are: its box without leading and without what its lines leave empty. */
static struct rect ink_of(struct view *view, const struct element *text)
{
    const struct text_style *style = &text->style;
    const struct text_layout *layout =
        text_layout(view->measurer, (int)style->face, style->weight, style->size, style->line, text->box.w,
                    language_right_to_left(view->language), text->text);
    int spare = text->box.w - layout->width, leading = (style->line - style->size) / 2 + style->size / 8;
    int before = text->align == ALIGN_CENTER ? spare / 2 : text->align == ALIGN_END ? spare : 0;
    return (struct rect){text->box.x + before, text->box.y + leading, layout->width,
                         text->box.h - 2 * leading};
}

static bool holds(struct rect outer, struct rect inner)
{
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
           inner.y + inner.h <= outer.y + outer.h;
}

static bool is_words(const struct element *element)
{
    return element->kind == ELEMENT_TEXT && element->text[0] != 0;
}

/* What is drawn later lies on top: words inside a control are its own. */
static bool runs_into(struct view *view, size_t index, struct rect ink)
{
    for (size_t i = index + 1; i < view->list->count; i++) {
        const struct element *other = &view->list->items[i];
        if (is_words(other) && rect_touches(ink, ink_of(view, other)))
            return true;
        if (other->role != TARGET_NONE && rect_touches(ink, other->box) && !holds(other->box, ink))
            return true;
    }
    return false;
}

bool view_crowded(struct view *view)
{
    struct rect display = {0, 0, view->canvas.width, view->canvas.height};
    for (size_t i = 0; i < view->list->count; i++) {
        const struct element *element = &view->list->items[i];
        if (element->clipped)
            return true;
        if (!is_words(element))
            continue;
        struct rect ink = ink_of(view, element);
        if (!holds(display, ink) || runs_into(view, i, ink))
            return true;
    }
    return false;
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
#define RAIL_WIDE       228
#define RAIL_WIDEST     268
#define RAIL_PADDING    8
#define SLOT_SPACE      8
#define SLOT_COUNT      5
#define SLOT_GAP        10
#define SLOT_EDGE       3 /* words do not touch it */
#define SLOT_ICON       48
#define SLOT_ICON_LARGE 40 /* beside large letters, which need the room */
#define SLOT_MM         15
#define SLOT_BESIDE     270 /* from here on the label stands beside the icon */
#define DOCK_COLUMNS    3   /* of a dock with two rows */
#define DOCK_HELP       196
#define HELP_HEIGHT     152
#define HELP_ICON       54
#define HELP_MM         25
#define HELP_PADDING    6  /* the words do not touch its edge */
#define HELP_AIR        12 /* where they would, they take two lines with this much */
#define BRAND_DISC      112
#define BRAND_DISC_DOCK 84

static const struct text_style RAIL_HELP_STYLE = {TYPEFACE_SANS, 700, 29, 31};
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

static int slot_icon(const struct view *view)
{
    return view->mode.text_size == TEXT_USUAL ? SLOT_ICON : SLOT_ICON_LARGE;
}

/* What the icon leaves beside it for the label, in slots that are wide enough for both. */
static int room_beside_icon(const struct view *view, int width)
{
    return width - slot_icon(view) - 3 * SLOT_GAP;
}

/* Spoken in full; written short where the whole word has no room. */
static const char *access_words(struct view *view, int width)
{
    const char *label = view_tr(view, "rail.access");
    int room = width > SLOT_BESIDE ? room_beside_icon(view, width) : width - 2 * SLOT_EDGE;
    return view_breaks(view, STYLE_RAIL, room, label) ? view_tr(view, "rail.access.short") : label;
}

static bool slot_words_break(struct view *view, int width)
{
    return view_breaks(view, STYLE_RAIL, width, view_tr(view, "rail.back")) ||
           view_breaks(view, STYLE_RAIL, width, view_tr(view, "rail.over")) ||
           view_breaks(view, STYLE_RAIL, width, access_words(view, width)) ||
           view_breaks(view, RAIL_HELP_STYLE, width - 2 * HELP_PADDING, view_tr(view, "rail.help"));
}

static int dock_column(const struct view *view, int columns)
{
    struct rect inside = {0, 0, view->canvas.width - 2 * RAIL_PADDING, 0};
    return rect_column(inside, 0, columns, SLOT_SPACE).w;
}

/* Five slots side by side on an upright display are too narrow for large letters, and for long words. */
static bool is_double_dock(struct view *view)
{
    if (!view_portrait_page(view) || view->mode.text_size != TEXT_USUAL)
        return view_portrait_page(view);
    return slot_words_break(view, dock_column(view, SLOT_COUNT));
}

/* In a dock of two rows Help has both, and the other four share what it leaves. */
static int double_dock_help(struct view *view)
{
    int width = DOCK_HELP, most = dock_column(view, DOCK_COLUMNS);
    while (width < most &&
           view_breaks(view, RAIL_HELP_STYLE, width - 2 * HELP_PADDING, view_tr(view, "rail.help")))
        width += SLOT_SPACE;
    return width;
}

static int double_dock_slot_width(struct view *view)
{
    struct rect inside = {0, 0, view->canvas.width - 2 * RAIL_PADDING, 0};
    rect_cut_end(&inside, double_dock_help(view) + SLOT_SPACE);
    return rect_column(inside, 0, 2, SLOT_SPACE).w;
}

static bool stands_beside_icon(struct view *view, int width, const char *label)
{
    return width > SLOT_BESIDE && !view_breaks(view, STYLE_RAIL, room_beside_icon(view, width), label);
}

/* What one slot of this width needs. */
static int slot_needs(struct view *view, int width, const char *label)
{
    if (stands_beside_icon(view, width, label))
        return view_text_height(view, STYLE_RAIL, room_beside_icon(view, width), label);
    return slot_icon(view) + view_text_height(view, STYLE_RAIL, width, label);
}

static int dock_slot_height(struct view *view)
{
    bool twice = is_double_dock(view);
    int width = twice ? double_dock_slot_width(view) : dock_column(view, SLOT_COUNT);
    const char *labels[] = {view_tr(view, "rail.back"), view_tr(view, "rail.over"),
                            access_words(view, width)};
    int height = twice ? view_at_least(view, 0, SLOT_MM) : help_height(view);
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        int needs = slot_needs(view, width, labels[i]) + SLOT_GAP;
        height = needs > height ? needs : height;
    }
    return height;
}

static int dock_height(struct view *view)
{
    int slot = dock_slot_height(view);
    int help = help_height(view), rows = is_double_dock(view) ? 2 * slot + SLOT_SPACE : slot;
    return (rows > help ? rows : help) + 2 * RAIL_PADDING;
}

/* As wide as the longest word in large letters. */
static int rail_width(struct view *view)
{
    int width = view->mode.text_size == TEXT_USUAL ? RAIL_WIDTH : RAIL_WIDE;
    while (width < RAIL_WIDEST && slot_words_break(view, width - 2 * RAIL_PADDING))
        width += SLOT_SPACE;
    return width;
}

static struct rect rail_rect(struct view *view)
{
    const struct canvas *canvas = &view->canvas;
    if (!is_dock(view))
        return (struct rect){0, 0, rail_width(view), canvas->height};
    int height = dock_height(view);
    return (struct rect){0, canvas->height - height, canvas->width, height};
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

/* Two rows of two, and Help beside both. */
static struct rect double_dock_slot(struct view *view, struct rect inside, int index)
{
    struct rect help = rect_cut_end(&inside, double_dock_help(view));
    rect_cut_end(&inside, SLOT_SPACE);
    if (index == SLOT_COUNT - 1)
        return help;
    return rect_column(rect_row(inside, index / 2, 2, SLOT_SPACE), index % 2, 2, SLOT_SPACE);
}

/* Slot by slot from the top, or from the start of a dock; Help is the last. */
static struct rect slot_at(struct view *view, int index)
{
    struct rect inside = rect_inset(rail_rect(view), RAIL_PADDING, RAIL_PADDING);
    if (is_double_dock(view))
        return double_dock_slot(view, inside, index);
    if (is_dock(view))
        return rect_column(inside, index, SLOT_COUNT, SLOT_SPACE);
    struct rect help = rect_cut_bottom(&inside, help_height(view));
    rect_cut_bottom(&inside, SLOT_SPACE);
    if (index == SLOT_COUNT - 1)
        return help;
    return rect_row(inside, index, SLOT_COUNT - 1, SLOT_SPACE);
}

static struct rect help_slot(struct view *view)
{
    return slot_at(view, SLOT_COUNT - 1);
}

struct view view_exact(const struct view *view)
{
    struct view exact = *view;
    exact.mode.text_size = TEXT_USUAL;
    return exact;
}

static void slot_beside(struct view *view, int target, struct rect box, const char *icon, int icon_size,
                        enum color color, const char *label)
{
    int room = room_beside_icon(view, box.w);
    int width = view_balanced_width(view, STYLE_RAIL, room, label);
    int height = view_text_height(view, STYLE_RAIL, width, label);
    int x = box.x + (box.w - icon_size - SLOT_GAP - width) / 2;
    view_icon(view, x, box.y + (box.h - icon_size) / 2, icon_size, icon, color);
    view_last(view)->owner = target;
    view_text(view, (struct rect){x + icon_size + SLOT_GAP, box.y + (box.h - height) / 2, width, 0},
              STYLE_RAIL, color, ALIGN_START, label);
    view_last(view)->owner = target;
}

/* Icon over label, both in the middle of the slot. Where the words need all of it, the icon gives way. */
static void slot_content(struct view *view, int target, struct rect box, const char *icon, int icon_size,
                         struct text_style style, enum color color, const char *label)
{
    if (icon_size == slot_icon(view) && stands_beside_icon(view, box.w, label)) {
        slot_beside(view, target, box, icon, icon_size, color, label);
        return;
    }
    int text_height = view_text_height(view, style, box.w, label);
    int gap = icon_size + SLOT_GAP + text_height > box.h ? 0 : SLOT_GAP;
    if (icon_size + text_height > box.h + view_style(view, style).line / 4)
        icon_size = gap = 0;
    int y = box.y + (box.h - icon_size - gap - text_height) / 2;
    if (icon_size > 0) {
        view_icon(view, box.x + (box.w - icon_size) / 2, y, icon_size, icon, color);
        view_last(view)->owner = target;
    }
    struct rect words = {box.x, y + icon_size + gap, box.w, 0};
    /* No last word alone on its line. */
    if (text_height > view_style(view, style).line)
        words = rect_centered((struct rect){box.x, words.y, box.w, text_height},
                              view_balanced_width(view, style, box.w, label), text_height);
    view_text(view, (struct rect){words.x, words.y, words.w, 0}, style, color, ALIGN_CENTER, label);
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
    slot_content(view, target, box, icon, slot_icon(view), STYLE_RAIL, COLOR_RAIL_INK, label);
    struct element *first = view_at(view, target + 1); /* the icon, unless it gave way */
    first->flips = flips && first->kind == ELEMENT_ICON;
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

/* A name that is too long for its slot says its first word ("Kriolu"). */
static const char *name_words(struct view *view, struct rect box, const char *name)
{
    if (!view_breaks(view, STYLE_RAIL, box.w, name) && slot_needs(view, box.w, name) <= box.h)
        return name;
    const char *first = arena_format(&view->list->arena, "%.*s", (int)strcspn(name, " "), name);
    return first != NULL ? first : name;
}

static void rail_language(struct view *view, bool open, const char *label, struct action action)
{
    struct rect box = slot_at(view, 2);
    int target = slot_target(view, box, label, action);
    if (open)
        open_slot(view, target);
    slot_content(view, target, box, "globe", slot_icon(view), STYLE_RAIL, slot_ink(open),
                 name_words(view, box, label));
}

static void rail_access(struct view *view, bool open, struct action action)
{
    struct rect box = slot_at(view, 3);
    int target = slot_target(view, box, view_tr(view, "rail.access"), action);
    if (open)
        open_slot(view, target);
    slot_content(view, target, box, "access", slot_icon(view), STYLE_RAIL, slot_ink(open),
                 access_words(view, box.w));
}

static int help_padding(struct view *view, int width, const char *label)
{
    const int room = width - 2 * HELP_AIR;
    bool close = view_text_width(view, RAIL_HELP_STYLE, label) > room;
    return close && !view_breaks(view, RAIL_HELP_STYLE, room, label) ? HELP_AIR : HELP_PADDING;
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
    slot_content(view, target, rect_inset(box, help_padding(view, box.w, label), 0), "help-now", HELP_ICON,
                 RAIL_HELP_STYLE, COLOR_ON_MADDER, label);
}

/* The product's name is no line that anyone has to read: it is as large as its place. */
static struct text_style brand_style(struct view *exact, int width)
{
    struct text_style style = BRAND_STYLE;
    while (style.size > 20 && lay_out(exact, style, width, "Coachbell")->overflow)
        style.size--;
    return style;
}

/* In the first two slots: the bell over the name, or beside it in a dock. */
static void rail_brand(struct view *view)
{
    struct view exact = view_exact(view);
    struct rect first = slot_at(view, 0), second = slot_at(view, 1);
    struct rect box = {first.x, first.y, second.x + second.w - first.x, second.y + second.h - first.y};
    if (is_dock(view)) {
        struct rect disc = {box.x + 8, box.y + (box.h - BRAND_DISC_DOCK) / 2, BRAND_DISC_DOCK,
                            BRAND_DISC_DOCK};
        view_arch_icon(view, disc, COLOR_BRASS, "bell", 56, COLOR_ON_BRASS);
        rect_cut_start(&box, BRAND_DISC_DOCK + 20);
        struct text_style style = brand_style(&exact, box.w);
        view_text(&exact, (struct rect){box.x, box.y + (box.h - style.line) / 2, box.w, 0}, style,
                  COLOR_RAIL_INK, ALIGN_START, "Coachbell");
        return;
    }
    const int width = rail_rect(view).w;
    struct text_style style = brand_style(&exact, width - 8);
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
