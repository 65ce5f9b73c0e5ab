/* What a screen's view function draws with: the list being made, the canvas, the language. Widgets are
 * functions that add the elements of one component as the design has it (button, card, tile …), so that
 * screens say what stands where and no more. They return the index of the target or box they added. */
#ifndef CB_UI_VIEW_H
#define CB_UI_VIEW_H

#include "text/catalogue.h"
#include "text/layout.h"
#include "ui/element.h"
#include "ui/style.h"

struct canvas {
    int width, height; /* logical: 1280x800 for 16:10, 1422x800 for 16:9 */
    double scale;      /* device pixels per logical pixel */
    double px_per_mm;  /* device pixels per millimetre */
    bool dpi_guessed;  /* neither the display nor anybody else says it */
};
/* Scale = min(h / 800, w / 1280) in landscape, width grows with the aspect; min(h / 1280, w / 800) upright.
 */
struct canvas canvas_for(int device_width, int device_height, double dpi);
/* Corner to corner. */
double canvas_inches(const struct canvas *canvas);

/* Usual: as drawn. Large: every line needed to act has a capital I of 4.8 mm; largest: every line. */
enum text_size {
    TEXT_USUAL,
    TEXT_LARGE,
    TEXT_LARGEST,
    TEXT_SIZE_COUNT
};

/* How a person wants the pages: chosen on Accessibility, forgotten at the end of the visit. */
struct layout_mode {
    enum theme theme;
    enum text_size text_size;
    bool lower; /* no control in the upper third: for people who sit */
    bool still; /* nothing moves or changes by itself */
};

struct view {
    struct element_list *list;
    struct canvas canvas;
    struct layout_mode mode;
    const struct catalogue *catalogue;
    const char *language;
    struct text_measurer *measurer;
    bool breaks; /* set by view_text_height where a word is wider than its room; whoever asks takes it down */
};

/* ---- words ---- */
/* The text with this id in the view's language (English, then the id itself, when missing). */
const char *view_tr(struct view *view, const char *id);
/* With {name} … filled: name, value pairs, closed by NULL: view_fill(view, "status.until", "time", "4 PM",
 * NULL). Values are set between isolates (U+2068 … U+2069) so that numbers and names keep their own
 * direction. */
const char *view_fill(struct view *view, const char *id, ...) __attribute__((sentinel));
const char *view_plural(struct view *view, const char *id, int n, ...)
    __attribute__((sentinel)); /* fills {n} too */
const char *view_text_copy(struct view *view, const char *text);

/* ---- primitives ---- */

/* The style as it is set for this person on this display. All that measures or draws text does this itself.
 */
struct text_style view_style(const struct view *view, struct text_style style);
/* Draws into the same list, in the sizes it is given: for words that must fit one place and were sized for
 * it. */
struct view view_exact(const struct view *view);
bool view_portrait_page(const struct view *view);
/* Usual text, across, buttons where they are drawn and large enough for fingers (from 12.7 inches up): pages
 * stand as they were drawn. */
bool view_as_drawn(const struct view *view);
/* Above this no control may stand; 0: anywhere. */
int view_control_top(const struct view *view);

int view_box(struct view *view, struct rect box, enum color fill, struct radii radii);
/* Text from the top of the box, wrapped in its width. Returns the height it takes. Marks the element clipped
 * when it does not fit box.h (box.h 0: as high as needed). */
int view_text(struct view *view, struct rect box, struct text_style style, enum color color,
              enum text_align align, const char *text);
int view_text_height(struct view *view, struct text_style style, int width, const char *text);
int view_text_width(struct view *view, struct text_style style, const char *text); /* on one line */
/* The smallest width that needs no more lines than `width` does: for short texts whose lines should be alike.
 */
int view_balanced_width(struct view *view, struct text_style style, int width, const char *text);
/* A word is wider than this: it would break inside. */
bool view_breaks(struct view *view, struct text_style style, int width, const char *text);
/* Words do not fit where the page has them: clipped, outside the display, or running into other words or a
 * control. What a language, a site or a person puts there may be of any length. */
bool view_crowded(struct view *view);
int view_icon(struct view *view, int x, int y, int size, const char *name, enum color color);
int view_art(struct view *view, struct rect box, const char *name, struct radii radii);
/* Home's picture; a line drawing where the theme has outlines. */
void view_scene(struct view *view, struct rect box);
/* The last element added, to adjust it. */
struct element *view_last(struct view *view);
struct element *view_at(struct view *view, int index);

/* The drawn length, or what `millimetres` are on this display when that is more: fingers do not scale. */
int view_at_least(const struct view *view, int length, double millimetres);

/* ---- page ---- */
enum rail_flags {
    RAIL_BRAND = 1, /* home: the bell and the name in the first two slots */
    RAIL_BACK = 2,
    RAIL_OVER = 4,
    RAIL_LANGUAGE = 8,
    RAIL_HELP = 16,
    RAIL_ACCESS = 32,
    RAIL_ACCESS_OPEN = 64, /* its page is the one shown */
    RAIL_LANGUAGE_OPEN = 128,
    RAIL_ALWAYS = RAIL_LANGUAGE | RAIL_ACCESS | RAIL_HELP,
    RAIL_PAGE = RAIL_BACK | RAIL_OVER | RAIL_ALWAYS
};
struct rail_actions { /* what the slots do */
    struct action back, over, language, access, help;
};
/* The rail and the page's background; returns the main area inside its padding (36 top, 40 sides, 32 bottom).
 * The rail's targets are added by view_rail_end, after the main area's, so that focus goes through the main
 * area first. */
struct rect view_page(struct view *view, enum color background);
void view_rail_end(struct view *view, unsigned rail_flags, const struct rail_actions *actions,
                   const char *language_label);
/* The page's heading, in STYLE_TITLE; sets the list's title. Returns its height. */
int view_title(struct view *view, struct rect box, struct text_style style, const char *text);
/* After view_rail_end: an opaque cover over all of main and the rail's slots but Help now. What was behind is
 * forgotten, so that it can neither be seen nor touched, spoken or dumped. */
void view_cover(struct view *view);

/* ---- components ---- */
enum button_kind {
    BUTTON_PRIMARY,
    BUTTON_SECONDARY,
    BUTTON_DANGER,
    BUTTON_DISABLED
};
/* Icon (may be NULL) before the text, both centred; icon_after puts it behind (More coaches →). The box is
 * the face; the lip (7) hangs below it. */
int view_button(struct view *view, struct rect box, enum button_kind kind, struct text_style style,
                const char *icon, int icon_size, const char *text, struct action action);
void view_button_icon_after(struct view *view, int target);
/* A word is too long for a button of this width, also without its icon. */
bool view_button_breaks(struct view *view, int width, struct text_style style, const char *text);
/* What a button of this width needs for its words, which may take several lines. */
int view_button_height(struct view *view, int width, struct text_style style, const char *icon, int icon_size,
                       const char *text);
int view_card(struct view *view, struct rect box);
/* What looks like a small button but belongs to a larger target (a row): it sinks with its owner. */
/* Everything from element `first` on is part of what stands in `box` from left to right in every language: a
 * keyboard, or the figures of a number. */
void view_keep_order(struct view *view, size_t first, struct rect box);
int view_plate(struct view *view, struct rect box, struct text_style style, const char *text, int owner);
int view_rule(struct view *view, int x, int y, int width, enum color color); /* 2 px */
int view_note(struct view *view, struct rect box);                           /* a brass notice */
int view_dashed(struct view *view, struct rect box, int radius, int width);  /* an outline of dashes */
/* A disc with the arch shape and an icon in it (request rows, step numbers use view_step). */
void view_arch_icon(struct view *view, struct rect box, enum color fill, const char *icon, int icon_size,
                    enum color color);
/* "1" in a small arch, and its text beside; returns the height. */
int view_step_height(struct view *view, int width, const char *text);
int view_step(struct view *view, struct rect box, const char *number, const char *text);
/* The portrait in its arch: a drawn avatar, or the initial when avatar is "". dim: away. */
void view_portrait(struct view *view, struct rect box, int foot, const char *avatar, const char *name,
                   bool dim);
int view_tile(struct view *view, struct rect box, const char *icon, const char *text, bool chosen,
              struct action action);
/* As high as its words need. */
int view_tile_height(struct view *view, int width, const char *text);
int view_option_height(struct view *view, int width, const char *text);
/* `least`, or as much more as no word breaks in. */
int view_option_width(struct view *view, int least, const char *text);
int view_option(struct view *view, struct rect box, const char *text, bool chosen, struct action action);
/* One of several choices that exclude each other, side by side. */
int view_segment(struct view *view, struct rect box, struct text_style style, const char *text, bool chosen,
                 struct action action);
int view_key(struct view *view, struct rect box, const char *icon, const char *text, bool function,
             struct action action);
/* A field with its text and a caret behind. */
void view_field(struct view *view, struct rect box, const char *text, bool caret);
/* Icon, then text beside it, text wrapped; returns the height. */
int view_icon_line(struct view *view, struct rect box, const char *icon, int icon_size, enum color icon_color,
                   int gap, struct text_style style, enum color color, const char *text);
/* The least height from `least` up in which a ticket's lines have room. */
int view_ticket_height(struct view *view, int width, int least, const char *sign_word,
                       const char *small_line);
/* The ticket: sign, word, number, a small line below. `sent` false: dashed, on paper. */
void view_ticket(struct view *view, struct rect box, const char *sign_icon, const char *sign_word, int number,
                 const char *small_line, bool sent);
void view_qr(struct view *view, struct rect box, const struct qr *qr);

#endif
