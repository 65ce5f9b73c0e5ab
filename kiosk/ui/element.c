/* Rectangles, and the list of elements a frame is made of. */
#include "ui/element.h"

#include "base/strbuf.h"
#include "base/utf8.h"
#include "ui/theme.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- rectangles ---- */

static int at_most(int value, int limit)
{
    return value < limit ? value : limit;
}

static int at_least(int value, int limit)
{
    return value > limit ? value : limit;
}

struct rect rect_cut_top(struct rect *rect, int height)
{
    height = at_most(height, rect->h);
    struct rect strip = {rect->x, rect->y, rect->w, height};
    rect->y += height;
    rect->h -= height;
    return strip;
}

struct rect rect_cut_bottom(struct rect *rect, int height)
{
    height = at_most(height, rect->h);
    rect->h -= height;
    return (struct rect){rect->x, rect->y + rect->h, rect->w, height};
}

struct rect rect_cut_start(struct rect *rect, int width)
{
    width = at_most(width, rect->w);
    struct rect strip = {rect->x, rect->y, width, rect->h};
    rect->x += width;
    rect->w -= width;
    return strip;
}

struct rect rect_cut_end(struct rect *rect, int width)
{
    width = at_most(width, rect->w);
    rect->w -= width;
    return (struct rect){rect->x + rect->w, rect->y, width, rect->h};
}

struct rect rect_inset(struct rect rect, int dx, int dy)
{
    return (struct rect){rect.x + dx, rect.y + dy, rect.w - 2 * dx, rect.h - 2 * dy};
}

struct rect rect_centered(struct rect outer, int width, int height)
{
    return (struct rect){outer.x + (outer.w - width) / 2, outer.y + (outer.h - height) / 2, width, height};
}

/* Edges are computed from the whole, so that rounding never adds up and the last column ends on the edge. */
static void part_of(int length, int index, int count, int gap, int *ret_start, int *ret_length)
{
    int start = index * (length + gap) / count;
    int end = (index + 1) * (length + gap) / count - gap;
    *ret_start = start;
    *ret_length = end - start;
}

struct rect rect_column(struct rect rect, int index, int count, int gap)
{
    int start, length;
    part_of(rect.w, index, count, gap, &start, &length);
    return (struct rect){rect.x + start, rect.y, length, rect.h};
}

struct rect rect_row(struct rect rect, int index, int count, int gap)
{
    int start, length;
    part_of(rect.h, index, count, gap, &start, &length);
    return (struct rect){rect.x, rect.y + start, rect.w, length};
}

bool rect_holds(struct rect rect, int x, int y)
{
    return x >= rect.x && x < rect.x + rect.w && y >= rect.y && y < rect.y + rect.h;
}

bool rect_touches(struct rect a, struct rect b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

struct rect rect_common(struct rect a, struct rect b)
{
    int left = at_least(a.x, b.x), top = at_least(a.y, b.y);
    int right = at_most(a.x + a.w, b.x + b.w), bottom = at_most(a.y + a.h, b.y + b.h);
    if (right <= left || bottom <= top)
        return (struct rect){left, top, 0, 0};
    return (struct rect){left, top, right - left, bottom - top};
}

struct rect rect_around(struct rect a, struct rect b)
{
    if (a.w <= 0 || a.h <= 0)
        return b;
    if (b.w <= 0 || b.h <= 0)
        return a;
    int left = at_most(a.x, b.x), top = at_most(a.y, b.y);
    return (struct rect){left, top, at_least(a.x + a.w, b.x + b.w) - left,
                         at_least(a.y + a.h, b.y + b.h) - top};
}

struct radii radii_arch(int width, int foot)
{
    return (struct radii){width / 2, width / 2, foot, foot};
}

struct radii radii_all(int radius)
{
    return (struct radii){radius, radius, radius, radius};
}

/* ---- the list ---- */

void element_list_clear(struct element_list *list)
{
    arena_clear(&list->arena);
    element_list_clear_elements(list);
}

void element_list_clear_elements(struct element_list *list)
{
    memset(list->items, 0, list->count * sizeof list->items[0]);
    list->count = 0;
    list->title = NULL;
    list->page = COLOR_NONE;
    list->theme = THEME_SOFT;
    list->parts = 0;
    list->right_to_left = false;
    list->about_person = false;
}

void element_list_release(struct element_list *list)
{
    element_list_clear(list);
    arena_release(&list->arena);
}

struct element *element_add(struct element_list *list, enum element_kind kind, struct rect box)
{
    if (list->count >= ELEMENTS_MAX)
        abort(); /* in every build: the next write would be outside the list */
    struct element *element = &list->items[list->count++];
    memset(element, 0, sizeof *element);
    element->kind = kind;
    element->box = box;
    element->owner = -1;
    return element;
}

static bool box_within(struct rect box, struct rect outer)
{
    return box.x >= outer.x && box.y >= outer.y && box.x + box.w <= outer.x + outer.w &&
           box.y + box.h <= outer.y + outer.h;
}

void element_list_cover(struct element_list *list, struct rect keep)
{
    int moved_to[ELEMENTS_MAX];
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct element element = list->items[i];
        bool owned = element.role != TARGET_NONE || (element.owner >= 0 && moved_to[element.owner] >= 0);
        moved_to[i] = -1;
        if (!element.ground && !(owned && box_within(element.box, keep)))
            continue;
        if (element.owner >= 0)
            element.owner = moved_to[element.owner];
        moved_to[i] = (int)kept;
        list->items[kept++] = element;
    }
    memset(&list->items[kept], 0, (list->count - kept) * sizeof list->items[0]);
    list->count = kept;
}

static bool is_live_target(const struct element *element)
{
    return element->role != TARGET_NONE && !element->disabled;
}

int element_hit(const struct element_list *list, int x, int y)
{
    for (size_t i = list->count; i-- > 0;) {
        if (list->items[i].role != TARGET_NONE && rect_holds(list->items[i].box, x, y))
            return list->items[i].disabled ? -1 : (int)i;
    }
    return -1;
}

int element_next_target(const struct element_list *list, int index, int direction)
{
    int count = (int)list->count;
    int at = index >= 0 && index < count ? index : (direction > 0 ? -1 : count);
    for (int step = 0; step < count; step++) {
        at = (at + (direction > 0 ? 1 : -1) + count) % count;
        if (is_live_target(&list->items[at]))
            return at;
    }
    return -1;
}

int element_text_at(const struct element_list *list, int x, int y)
{
    for (size_t i = list->count; i-- > 0;) {
        const struct element *element = &list->items[i];
        if (element->kind == ELEMENT_TEXT && rect_holds(element->box, x, y))
            return (int)i;
    }
    return -1;
}

int element_sink(const struct element_list *list, int index, int pressed)
{
    if (pressed < 0)
        return 0;
    /* An owner always stands before what it owns, so this ends. */
    bool belongs = false;
    int lip = 0;
    for (int at = index; at >= 0; at = list->items[at].owner) {
        if (lip == 0)
            lip = list->items[at].lip;
        belongs = belongs || at == pressed;
        assert(list->items[at].owner < at);
    }
    return belongs && lip > 2 ? lip - 2 : 0;
}

/* ---- right to left ---- */

static enum text_align align_mirrored(enum text_align align)
{
    switch (align) {
    case ALIGN_START:
        return ALIGN_END;
    case ALIGN_END:
        return ALIGN_START;
    case ALIGN_CENTER:
        break;
    }
    return ALIGN_CENTER;
}

void element_list_mirror(struct element_list *list, int canvas_width)
{
    list->right_to_left = true;
    for (size_t i = 0; i < list->count; i++) {
        struct element *element = &list->items[i];
        struct radii r = element->radii;
        struct rect whole = element->ordered_in;
        if (whole.w > 0) {
            element->box.x += canvas_width - whole.x - whole.w - whole.x;
            continue;
        }
        element->box.x = canvas_width - element->box.x - element->box.w;
        element->radii = (struct radii){r.top_end, r.top_start, r.bottom_start, r.bottom_end};
        element->align = align_mirrored(element->align);
        element->mirrored = element->flips;
    }
}

/* ---- dump ---- */

static const char *const KIND_NAMES[] = {"box", "text", "icon", "art", "qr", "caret"};
static const char *const ROLE_NAMES[] = {"", "button", "check", "radio", "key"};
static const char *const ALIGN_NAMES[] = {"start", "center", "end"};

/* Isolates and break marks cannot be seen, in a dump neither. */
static bool is_invisible(uint32_t character)
{
    return (character >= 0x2066 && character <= 0x2069) || character == 0x200B;
}

static void dump_text(struct strbuf *out, const char *text)
{
    strbuf_add_text(out, " \"");
    for (uint32_t character; (character = utf8_next(&text)) != 0;) {
        char bytes[4];
        if (character == '\n')
            strbuf_add_text(out, "\\n");
        else if (!is_invisible(character))
            strbuf_add(out, bytes, utf8_encode(character, bytes));
    }
    strbuf_add_char(out, '"');
}

static void dump_shape(struct strbuf *out, const struct element *element)
{
    if (element->fill != COLOR_NONE)
        strbuf_addf(out, " %s", color_name(element->fill));
    if (element->edge_width > 0)
        strbuf_addf(out, " %s %s %d", element->dashed ? "dashed" : "edge", color_name(element->edge),
                    element->edge_width);
    if (element->lip > 0)
        strbuf_addf(out, " lip %d", element->lip);
    if (element->shadow)
        strbuf_add_text(out, " shadow");
}

static void dump_words(struct strbuf *out, const struct element *element)
{
    strbuf_addf(out, " %s %d %d/%d %s %s", element->style.face == TYPEFACE_SERIF ? "serif" : "sans",
                element->style.weight, element->style.size, element->style.line, color_name(element->color),
                ALIGN_NAMES[element->align]);
    if (element->line_count > 1)
        strbuf_addf(out, " %d lines", element->line_count);
    dump_text(out, element->text);
}

static void dump_element(struct strbuf *out, const struct element *element)
{
    bool target = element->role != TARGET_NONE;
    strbuf_addf(out, "%s%s %d,%d %dx%d", element->owner >= 0 ? "  " : "",
                target ? ROLE_NAMES[element->role] : KIND_NAMES[element->kind], element->box.x,
                element->box.y, element->box.w, element->box.h);
    dump_shape(out, element);
    if (element->kind == ELEMENT_TEXT)
        dump_words(out, element);
    if (element->name != NULL)
        strbuf_addf(out, " %s", element->name);
    if (element->kind == ELEMENT_ICON)
        strbuf_addf(out, " %s", color_name(element->color));
    if (target && element->label != NULL)
        dump_text(out, element->label);
    strbuf_addf(out, "%s%s%s%s\n", element->chosen ? " chosen" : "", element->disabled ? " disabled" : "",
                element->mirrored ? " mirrored" : "", element->clipped ? " CLIPPED" : "");
}

void element_list_dump(const struct element_list *list, struct strbuf *out)
{
    strbuf_add_text(out, "title");
    dump_text(out, list->title != NULL ? list->title : "");
    strbuf_add_text(out, list->right_to_left ? " right to left\n" : "\n");
    for (size_t i = 0; i < list->count; i++)
        dump_element(out, &list->items[i]);
}
