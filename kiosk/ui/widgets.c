/* The components of the design, each as the elements it is made of. */
#include "ui/view.h"

#include "base/utf8.h"
#include "ui/theme.h"

#include <stdio.h>
#include <string.h>

/* ---- small help ---- */

static int own(struct view *view, int owner)
{
    view_last(view)->owner = owner;
    return (int)view->list->count - 1;
}

static void set_edge(struct element *element, enum color color, int width)
{
    element->edge = color;
    element->edge_width = width;
}

static void make_target(struct element *element, enum target_role role, struct action action,
                        const char *label, enum color pressed_fill)
{
    element->role = role;
    element->action = action;
    element->label = label;
    element->pressed_fill = pressed_fill;
}

/* ---- buttons ---- */

struct button_look {
    enum color fill, edge, lip, ink;
    int lip_height;
    bool disabled;
};

static const struct button_look BUTTON_LOOKS[] = {
    [BUTTON_PRIMARY] = {COLOR_BRASS, COLOR_BRASS_3, COLOR_BRASS_3, COLOR_ON_BRASS, LIP, false},
    [BUTTON_SECONDARY] = {COLOR_PAPER, COLOR_LINE_STRONG, COLOR_LIP, COLOR_INK, LIP, false},
    [BUTTON_DANGER] = {COLOR_MADDER, COLOR_MADDER_EDGE, COLOR_MADDER_EDGE, COLOR_ON_MADDER, LIP, false},
    [BUTTON_DISABLED] = {COLOR_MIST_2, COLOR_LINE, COLOR_LIP, COLOR_INK_2, 0, true},
};

static bool is_small(struct rect face)
{
    return face.h <= SECONDARY_HEIGHT;
}

static int button_radius(struct rect face)
{
    return is_small(face) ? 24 : face.h >= 160 ? 36 : 28;
}

static int button_gap(const struct element *face)
{
    return is_small(face->box) ? 14 : 20;
}

static int button_face(struct view *view, struct rect box, enum button_kind kind, const char *label,
                       struct action action)
{
    const struct button_look *look = &BUTTON_LOOKS[kind];
    int face = view_box(view, box, look->fill, radii_all(button_radius(box)));
    struct element *element = view_at(view, face);
    set_edge(element, look->edge, 3);
    element->lip = look->lip_height;
    element->lip_color = look->lip;
    element->disabled = look->disabled;
    make_target(element, TARGET_BUTTON, action, label, COLOR_NONE);
    return face;
}

#define BUTTON_PADDING 12 /* beside the words */
#define BUTTON_ABOVE   12 /* above and below them, where they decide the height */

/* A picture gives way to a word that needs its room. */
static bool icon_gives_way(struct view *view, struct text_style style, int room, const char *text)
{
    return view_breaks(view, style, room, text);
}

bool view_button_breaks(struct view *view, int width, struct text_style style, const char *text)
{
    return view_breaks(view, style, width - 2 * BUTTON_PADDING, text);
}

int view_button_height(struct view *view, int width, struct text_style style, const char *icon, int icon_size,
                       const char *text)
{
    int room = width - 2 * BUTTON_PADDING;
    int beside = room - (icon != NULL ? icon_size + 20 : 0);
    if (!icon_gives_way(view, style, beside, text))
        room = beside;
    return view_text_height(view, style, room, text) + 2 * BUTTON_ABOVE;
}

/* Words that do not fit on one line wrap inside the face; words that fit stand in a box of their own width,
 * so that icon and words are centred together. */
static void button_content(struct view *view, int face, struct text_style style, const char *icon,
                           int icon_size, enum color ink, const char *text)
{
    struct rect box = view_at(view, face)->box;
    int gap = button_gap(view_at(view, face));
    int before = icon != NULL ? icon_size + gap : 0;
    int text_width = view_text_width(view, style, text);
    int room = box.w - before - 2 * BUTTON_PADDING;
    if (icon != NULL && icon_gives_way(view, style, room, text)) {
        room += before;
        before = 0;
        icon = NULL;
    }
    bool wraps = text_width > room;
    if (wraps)
        text_width = view_balanced_width(view, style, room, text);
    int height = view_text_height(view, style, text_width, text);
    int x = box.x + (box.w - before - text_width) / 2;
    if (icon != NULL) {
        view_icon(view, x, box.y + (box.h - icon_size) / 2, icon_size, icon, ink);
        own(view, face);
    }
    view_text(view, (struct rect){x + before, box.y + (box.h - height) / 2, text_width, 0}, style, ink,
              wraps && icon == NULL ? ALIGN_CENTER : ALIGN_START, text);
    view_last(view)->clipped = view_last(view)->clipped || height > box.h - 6;
    own(view, face);
}

int view_button(struct view *view, struct rect box, enum button_kind kind, struct text_style style,
                const char *icon, int icon_size, const char *text, struct action action)
{
    int face = button_face(view, box, kind, text, action);
    button_content(view, face, style, icon, icon_size, BUTTON_LOOKS[kind].ink, text);
    return face;
}

void view_button_icon_after(struct view *view, int target)
{
    struct element *icon = view_at(view, target + 1);
    if (icon->kind != ELEMENT_ICON) /* it gave way to the words */
        return;
    struct element *text = view_at(view, target + 2);
    int gap = text->box.x - icon->box.x - icon->box.w;
    text->box.x = icon->box.x;
    icon->box.x = text->box.x + text->box.w + gap;
    icon->flips = true;
}

/* ---- surfaces ---- */

int view_card(struct view *view, struct rect box)
{
    int card = view_box(view, box, COLOR_PAPER, radii_all(28));
    set_edge(view_at(view, card), COLOR_CARD_LINE, 2);
    view_at(view, card)->shadow = true;
    return card;
}

int view_plate(struct view *view, struct rect box, struct text_style style, const char *text, int owner)
{
    int plate = view_box(view, box, COLOR_PAPER, radii_all(24));
    struct element *element = view_at(view, plate);
    set_edge(element, COLOR_LINE_STRONG, 3);
    element->lip = 5;
    element->lip_color = COLOR_LIP;
    element->owner = owner;
    button_content(view, plate, style, NULL, 0, COLOR_INK, text);
    return plate;
}

int view_rule(struct view *view, int x, int y, int width, enum color color)
{
    return view_box(view, (struct rect){x, y, width, 2}, color, radii_all(0));
}

int view_note(struct view *view, struct rect box)
{
    int note = view_box(view, box, COLOR_BRASS_100, radii_all(24));
    set_edge(view_at(view, note), COLOR_NOTE_LINE, 2);
    return note;
}

int view_dashed(struct view *view, struct rect box, int radius, int width)
{
    int dashed = view_box(view, box, COLOR_NONE, radii_all(radius));
    set_edge(view_at(view, dashed), COLOR_LINE_STRONG, width);
    view_at(view, dashed)->dashed = true;
    return dashed;
}

/* ---- arches ---- */

void view_arch_icon(struct view *view, struct rect box, enum color fill, const char *icon, int icon_size,
                    enum color color)
{
    int foot = box.w >= 100 ? 20 : 14;
    view_box(view, box, fill, radii_arch(box.w, foot));
    struct rect place = rect_centered(box, icon_size, icon_size);
    view_icon(view, place.x, place.y, icon_size, icon, color);
}

#define STEP_ARCH   50
#define STEP_INDENT 70

static const struct text_style STYLE_STEP_WORDS = {TYPEFACE_SANS, 400, 34, 42};

int view_step_height(struct view *view, int width, const char *text)
{
    int height = view_text_height(view, STYLE_STEP_WORDS, width - STEP_INDENT, text);
    return height > STEP_ARCH ? height : STEP_ARCH;
}

int view_step(struct view *view, struct rect box, const char *number, const char *text)
{
    static const struct text_style NUMBER = {TYPEFACE_SANS, 700, 30, 42};
    int first = view_style(view, STYLE_STEP_WORDS).line, line = view_style(view, NUMBER).line;
    struct rect arch = {box.x, box.y + (first - STEP_ARCH) / 2, STEP_ARCH, STEP_ARCH};
    view_box(view, arch, COLOR_SPRUCE, radii_arch(STEP_ARCH, 10));
    view_text(view, (struct rect){arch.x, arch.y + (arch.h - line) / 2, arch.w, 0}, NUMBER, COLOR_ON_SPRUCE,
              ALIGN_CENTER, number);
    return view_text(view, (struct rect){box.x + STEP_INDENT, box.y, box.w - STEP_INDENT, box.h},
                     STYLE_STEP_WORDS, COLOR_INK, ALIGN_START, text);
}

/* The first character of the name, in the serif. */
static const char *initial_of(struct view *view, const char *name)
{
    char bytes[5] = {0};
    size_t length = 1;
    while (name[0] != 0 && ((unsigned char)name[length] & 0xC0) == 0x80 && length < 4)
        length++;
    memcpy(bytes, name, name[0] != 0 ? length : 0);
    return view_text_copy(view, bytes);
}

void view_portrait(struct view *view, struct rect box, int foot, const char *avatar, const char *name,
                   bool dim)
{
    view_box(view, box, dim ? COLOR_MIST_2 : COLOR_BRASS_100, radii_arch(box.w, foot));
    if (avatar[0] != 0) {
        view_art(view, box, avatar, radii_arch(box.w, foot));
        return;
    }
    int size = box.w * 96 / 190;
    struct text_style style = {TYPEFACE_SERIF, 400, size, size * 5 / 4};
    int line = view_style(view, style).line;
    view_text(view, (struct rect){box.x, box.y + (box.h - line) / 2, box.w, 0}, style, COLOR_INK,
              ALIGN_CENTER, initial_of(view, name));
}

/* Two chairs and a bell under an arch. */
void view_scene(struct view *view, struct rect box)
{
    if (!theme_outlined(view->mode.theme)) {
        view_art(view, box, "home", radii_arch(box.w, 32));
        return;
    }
    int chair = box.w * 38 / 100, bell = box.w * 27 / 100, floor_y = box.y + box.h * 84 / 100;
    view_box(view, box, COLOR_NONE, radii_arch(box.w, 0));
    set_edge(view_last(view), COLOR_LINE_STRONG, 6);
    view_icon(view, box.x + (box.w - bell) / 2, floor_y - chair - bell, bell, "bell", COLOR_BRASS_MARK);
    view_icon(view, box.x + box.w * 9 / 100, floor_y - chair, chair, "chair", COLOR_INK);
    view_icon(view, box.x + box.w * 53 / 100, floor_y - chair, chair, "chair", COLOR_INK);
    view_box(view, (struct rect){box.x + box.w / 10, floor_y - chair / 12, box.w * 8 / 10, 6}, COLOR_INK,
             radii_all(3));
}

/* ---- choices ---- */

#define MARK 40

static int choice_face(struct view *view, struct rect box, enum target_role role, const char *text,
                       bool chosen, struct action action)
{
    int face = view_box(view, box, chosen ? COLOR_CHOSEN : COLOR_PAPER, radii_all(24));
    struct element *element = view_at(view, face);
    set_edge(element, chosen ? COLOR_CHOSEN_2 : COLOR_LINE_STRONG, 3);
    make_target(element, role, action, text, chosen ? COLOR_CHOSEN_2 : COLOR_MIST_2);
    element->chosen = chosen;
    return face;
}

static void choice_text(struct view *view, int face, int x, int width, struct text_style style,
                        enum color ink, const char *text)
{
    struct rect box = view_at(view, face)->box;
    int height = view_text_height(view, style, width, text);
    view_text(view, (struct rect){x, box.y + (box.h - height) / 2, width, 0}, style, ink, ALIGN_START, text);
    view_last(view)->clipped = view_last(view)->clipped || height > box.h - 6;
    own(view, face);
}

static void tile_tick(struct view *view, int face, struct rect mark, bool chosen)
{
    view_box(view, mark, chosen ? COLOR_CHOSEN_MARK : COLOR_NONE, radii_all(12));
    set_edge(view_last(view), chosen ? COLOR_CHOSEN_MARK : COLOR_LINE_STRONG, 3);
    own(view, face);
    if (!chosen)
        return;
    view_icon(view, mark.x + 3, mark.y + 3, 34, "check", COLOR_ON_CHOSEN_MARK);
    own(view, face);
}

#define TILE_PADDING 19 /* 16 inside the 3 px edge */
#define TILE_GAP     14
#define TILE_ICON    48

static int tile_room(int width)
{
    return width - 2 * TILE_PADDING - TILE_ICON - TILE_GAP - TILE_GAP / 2 - MARK;
}

static const struct text_style STYLE_TILE = {TYPEFACE_SANS, 600, 32, 37};

int view_tile_height(struct view *view, int width, const char *text)
{
    return view_text_height(view, STYLE_TILE, tile_room(width), text) + 2 * 18;
}

int view_tile(struct view *view, struct rect box, const char *icon, const char *text, bool chosen,
              struct action action)
{
    int face = choice_face(view, box, TARGET_CHECK, text, chosen, action);
    enum color ink = chosen ? COLOR_ON_CHOSEN : COLOR_INK;
    int x = box.x + TILE_PADDING;
    view_icon(view, x, box.y + (box.h - TILE_ICON) / 2, TILE_ICON, icon, ink);
    own(view, face);
    struct rect mark = {box.x + box.w - TILE_PADDING - MARK, box.y + (box.h - MARK) / 2, MARK, MARK};
    x += TILE_ICON + TILE_GAP;
    choice_text(view, face, x, tile_room(box.w), STYLE_TILE, ink, text);
    tile_tick(view, face, mark, chosen);
    return face;
}

static const struct text_style STYLE_OPTION = {TYPEFACE_SANS, 700, 34, 38};

#define OPTION_AROUND (23 + MARK + 16 + 12)

int view_option_height(struct view *view, int width, const char *text)
{
    return view_text_height(view, STYLE_OPTION, width - OPTION_AROUND, text) + 2 * 18;
}

int view_option_width(struct view *view, int least, const char *text)
{
    while (view_breaks(view, STYLE_OPTION, least - OPTION_AROUND, text))
        least += 4;
    return least;
}

int view_option(struct view *view, struct rect box, const char *text, bool chosen, struct action action)
{
    const int padding = 23, gap = 16, dot = 20;
    int face = choice_face(view, box, TARGET_RADIO, text, chosen, action);
    enum color ink = chosen ? COLOR_ON_CHOSEN : COLOR_INK;
    struct rect ring = {box.x + padding, box.y + (box.h - MARK) / 2, MARK, MARK};
    view_box(view, ring, COLOR_NONE, radii_all(MARK / 2));
    set_edge(view_last(view), ink, 3);
    own(view, face);
    if (chosen) {
        view_box(view, rect_centered(ring, dot, dot), COLOR_CHOSEN_MARK, radii_all(dot / 2));
        own(view, face);
    }
    int x = ring.x + MARK + gap;
    choice_text(view, face, x, box.x + box.w - 12 - x, STYLE_OPTION, ink, text);
    return face;
}

int view_segment(struct view *view, struct rect box, struct text_style style, const char *text, bool chosen,
                 struct action action)
{
    const int check = chosen ? 34 : 0, gap = chosen ? 10 : 0;
    int face = choice_face(view, box, TARGET_RADIO, text, chosen, action);
    int width = view_text_width(view, style, text);
    int x = box.x + (box.w - check - gap - width) / 2;
    if (chosen) {
        view_icon(view, x, box.y + (box.h - check) / 2, check, "check", COLOR_CHOSEN_MARK);
        own(view, face);
    }
    choice_text(view, face, x + check + gap, width, style, chosen ? COLOR_ON_CHOSEN : COLOR_INK, text);
    return face;
}

/* ---- typing ---- */

static void key_words(struct view *view, struct rect box, struct text_style style, const char *text)
{
    int height = view_text_height(view, style, box.w, text);
    view_text(view, (struct rect){box.x, box.y + (box.h - height) / 2, box.w, 0}, style, COLOR_INK,
              ALIGN_CENTER, text);
    view_last(view)->clipped = view_last(view)->clipped || height > box.h;
}

int view_key(struct view *view, struct rect box, const char *icon, const char *text, bool function,
             struct action action)
{
    static const struct text_style LETTER = {TYPEFACE_SANS, 600, 38, 46}, WORD = {TYPEFACE_SANS, 600, 30, 38};
    struct text_style style = function ? WORD : LETTER;
    int face = view_box(view, box, function ? COLOR_KEY_FN : COLOR_PAPER, radii_all(16));
    struct element *element = view_at(view, face);
    set_edge(element, COLOR_LINE_STRONG, 2);
    element->lip = 3;
    element->lip_color = COLOR_KEY_LIP;
    make_target(element, TARGET_KEY, action, text, COLOR_MIST_2);
    if (icon != NULL) {
        struct rect place = rect_centered(box, 40, 40);
        view_icon(view, place.x, place.y, 40, icon, COLOR_INK);
    } else {
        key_words(view, box, style, text);
    }
    own(view, face);
    return face;
}

/* What was typed last is what a person looks for. */
static const char *end_that_fits(struct view *view, struct text_style style, int room, const char *text)
{
    const char *shown = text;
    while (*text != 0 && view_text_width(view, style, shown) > room) {
        utf8_next(&text);
        shown = arena_format(&view->list->arena, "\u2026%s", text);
        shown = shown != NULL ? shown : text;
    }
    return shown;
}

void view_field(struct view *view, struct rect box, const char *text, bool caret)
{
    static const struct text_style STYLE = {TYPEFACE_SANS, 600, 44, 52};
    const int padding = 30;
    view_box(view, box, COLOR_FIELD, radii_all(20));
    set_edge(view_last(view), COLOR_LINE_STRONG, 4);
    int room = box.w - 2 * padding - 8;
    text = end_that_fits(view, STYLE, room, text);
    int width = text[0] != 0 ? view_text_width(view, STYLE, text) : 0;
    int line = view_style(view, STYLE).line;
    int y = box.y + (box.h - line) / 2;
    if (text[0] != 0)
        view_text(view, (struct rect){box.x + padding, y, room, line}, STYLE, COLOR_INK, ALIGN_START, text);
    view_last(view)->typed = true;
    if (!caret)
        return;
    struct element *mark =
        element_add(view->list, ELEMENT_CARET,
                    (struct rect){box.x + padding + (width < room ? width : room) + 4, y, 4, line});
    mark->color = COLOR_FOCUS;
}

/* ---- lines ---- */

int view_icon_line(struct view *view, struct rect box, const char *icon, int icon_size, enum color icon_color,
                   int gap, struct text_style style, enum color color, const char *text)
{
    int indent = icon_size + gap;
    int height = view_text_height(view, style, box.w - indent, text);
    /* The icon stands beside the first line when there are several, in the middle of a single one. */
    int line = view_style(view, style).line;
    int icon_y = height > line ? box.y : box.y + (line - icon_size) / 2;
    view_icon(view, box.x, icon_y, icon_size, icon, icon_color);
    view_text(view, (struct rect){box.x + indent, box.y, box.w - indent, box.h}, style, color, ALIGN_START,
              text);
    return height > icon_size ? height : icon_size;
}

/* ---- the ticket ---- */

#define TICKET_DRAWN    560 /* high, as the design has it; smaller ones are smaller throughout */
#define TICKET_SMALLEST 340 /* what all but the words is like, where they need the room */
#define SIGN_SIZE       180
#define TICKET_PADDING  16

static struct text_style ticket_style(struct text_style style, int height, int least)
{
    int size = style.size * height / TICKET_DRAWN;
    size = size < least ? least : size > style.size ? style.size : size;
    return (struct text_style){style.face, style.weight, size, style.line * size / style.size};
}

/* Everything on a ticket grows and shrinks with its height, but no line below what can be read. */
struct ticket_plan {
    struct text_style word, number, small;
    int sign, gap, above;
};

static struct ticket_plan ticket_plan(int height)
{
    int sign = SIGN_SIZE * height / TICKET_DRAWN;
    return (struct ticket_plan){.word = ticket_style(STYLE_SIGN_WORD, height, 46),
                                .number = ticket_style(STYLE_NUMBER, height, 100),
                                .small = {TYPEFACE_SANS, 600, 32, 38},
                                .sign = sign < SIGN_SIZE ? sign : SIGN_SIZE,
                                .gap = 14 * height / TICKET_DRAWN,
                                .above = 64 * height / TICKET_DRAWN};
}

static int ticket_content(struct view *view, int width, const struct ticket_plan *plan, const char *sign_word,
                          const char *small_line)
{
    return plan->above + plan->sign + 3 * plan->gap + view_text_height(view, plan->word, width, sign_word) +
           view_style(view, plan->number).line +
           view_text_height(view, plan->small, width - 2 * TICKET_PADDING, small_line);
}

int view_ticket_height(struct view *view, int width, int least, const char *sign_word, const char *small_line)
{
    struct ticket_plan plan = ticket_plan(TICKET_SMALLEST);
    int content = ticket_content(view, width, &plan, sign_word, small_line);
    return content > least ? content : least;
}

/* As the height has it, or smaller where the words need more of it. */
static struct ticket_plan ticket_in(struct view *view, struct rect box, const char *sign_word,
                                    const char *small_line)
{
    int height = box.h;
    struct ticket_plan plan = ticket_plan(height);
    while (height > TICKET_SMALLEST && ticket_content(view, box.w, &plan, sign_word, small_line) > box.h) {
        height = height - 20 > TICKET_SMALLEST ? height - 20 : TICKET_SMALLEST;
        plan = ticket_plan(height);
    }
    return plan;
}

void view_ticket(struct view *view, struct rect box, const char *sign_icon, const char *sign_word, int number,
                 const char *small_line, bool sent)
{
    const struct ticket_plan plan = ticket_in(view, box, sign_word, small_line);
    enum color ink = sent ? COLOR_ON_SPRUCE : COLOR_INK;
    char digits[12];
    snprintf(digits, sizeof digits, "%d", number);
    view_box(view, box, sent ? COLOR_SPRUCE : COLOR_PAPER, radii_arch(box.w, 36));
    if (!sent) {
        set_edge(view_last(view), COLOR_LINE_STRONG, 6);
        view_last(view)->dashed = true;
    }
    struct rect line = {box.x, box.y + plan.above, box.w, 0};
    view_icon(view, box.x + (box.w - plan.sign) / 2, line.y, plan.sign, sign_icon,
              sent ? COLOR_BRASS_MARK : COLOR_INK);
    line.y += plan.sign + plan.gap;
    line.y += view_text(view, line, plan.word, ink, ALIGN_CENTER, sign_word);
    line.y += view_text(view, line, plan.number, ink, ALIGN_CENTER, view_text_copy(view, digits));
    line = rect_inset(line, TICKET_PADDING, 0);
    line.y += plan.gap;
    view_text(view, line, plan.small, sent ? COLOR_BRASS_SOFT : COLOR_INK, ALIGN_CENTER, small_line);
}
