/* What a screen is made of: one flat list of elements, made anew for each frame. The same list is painted,
 * hit-tested, focused, spoken and dumped as text for tests, so what is painted is what is spoken is what is
 * tested.
 *
 * Lengths are logical pixels on a canvas that is 800 high (landscape); the painter scales. Strings are
 * borrowed from the list's arena or live longer than the list. No SDL here. */
#ifndef CB_UI_ELEMENT_H
#define CB_UI_ELEMENT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rect {
    int x, y, w, h;
};

/* Cutting a rectangle: takes the strip off one side of *rect and returns it. The way screens lay themselves
 * out. */
struct rect rect_cut_top(struct rect *rect, int height);
struct rect rect_cut_bottom(struct rect *rect, int height);
struct rect rect_cut_start(struct rect *rect, int width); /* left; mirrored later for right-to-left */
struct rect rect_cut_end(struct rect *rect, int width);
struct rect rect_inset(struct rect rect, int dx, int dy);
struct rect rect_centered(struct rect outer, int width, int height);
/* Column `index` of `count` equal ones with gaps. */
struct rect rect_column(struct rect rect, int index, int count, int gap);
struct rect rect_row(struct rect rect, int index, int count, int gap);
bool rect_holds(struct rect rect, int x, int y);
bool rect_touches(struct rect a, struct rect b);
struct rect rect_common(struct rect a, struct rect b); /* what lies in both; w and h 0: nothing */
struct rect rect_around(struct rect a,
                        struct rect b); /* the smallest with both inside; an empty one counts not */

/* Soft is the design's own; white and black are for people who need strong contrast (theme.h). */
enum theme {
    THEME_SOFT,
    THEME_WHITE,
    THEME_BLACK,
    THEME_COUNT
};

/* Colours by meaning; theme.h says what they are in each theme. Pairs that are used together meet the
 * contrast floors. */
enum color {
    COLOR_NONE,
    COLOR_MIST,
    COLOR_MIST_2,
    COLOR_PAPER,
    COLOR_WHITE,
    COLOR_LINE,
    COLOR_LINE_STRONG,
    COLOR_CARD_LINE,
    COLOR_RULE,
    COLOR_INK,
    COLOR_INK_2,
    COLOR_SPRUCE,
    COLOR_SPRUCE_2,
    COLOR_SPRUCE_RULE,
    COLOR_ON_SPRUCE,
    COLOR_RAIL,
    COLOR_RAIL_INK,
    COLOR_RAIL_PRESSED,
    COLOR_RAIL_FOCUS,
    COLOR_SLOT_OPEN, /* the rail's slot whose page is open */
    COLOR_SLOT_OPEN_INK,
    COLOR_CHOSEN, /* what is chosen among tiles, options and segments */
    COLOR_CHOSEN_2,
    COLOR_ON_CHOSEN,
    COLOR_CHOSEN_MARK,
    COLOR_ON_CHOSEN_MARK,
    COLOR_BRASS,
    COLOR_ON_BRASS,
    COLOR_BRASS_MARK, /* a sign or check on spruce */
    COLOR_BRASS_3,
    COLOR_BRASS_100,
    COLOR_BRASS_INK,
    COLOR_BRASS_SOFT,
    COLOR_DISC_MARK, /* an icon on a brass-100 disc */
    COLOR_NOTE_LINE,
    COLOR_MADDER,
    COLOR_MADDER_2,
    COLOR_MADDER_EDGE,
    COLOR_ON_MADDER,
    COLOR_MADDER_100,
    COLOR_HELP_EDGE,
    COLOR_ROSE,
    COLOR_ROSE_RULE,
    COLOR_HERE,
    COLOR_HERE_INK,
    COLOR_HERE_100,
    COLOR_SKY_INK,
    COLOR_SKY_100,
    COLOR_FIELD,
    COLOR_KEY_FN,
    COLOR_KEY_LIP,
    COLOR_LIP,
    COLOR_FOCUS,
    COLOR_COVER,
    COLOR_BLACK, /* QR codes are pure black on pure white in every theme */
    COLOR_COUNT
};

struct radii {
    int top_start, top_end, bottom_end, bottom_start;
};
/* The arch: half-round top over a small foot. */
struct radii radii_arch(int width, int foot);
struct radii radii_all(int radius);

enum typeface {
    TYPEFACE_SANS,
    TYPEFACE_SERIF
};
struct text_style {
    enum typeface face;
    int weight; /* 400, 600, 700; markup **…** raises to 700 */
    int size;
    int line; /* line height */
};
enum text_align {
    ALIGN_START,
    ALIGN_CENTER,
    ALIGN_END
};

enum element_kind {
    ELEMENT_BOX,  /* a shape, and maybe a target */
    ELEMENT_TEXT, /* wrapped inside box.w */
    ELEMENT_ICON, /* mask `name`, tinted */
    ELEMENT_ART,  /* drawing `name` (home scene, portraits), clipped to the radii, covering the box from its
                     foot */
    ELEMENT_QR,
    ELEMENT_CARET
};

/* What a touch means. The screens say which kinds there are; 0 is nothing. */
struct action {
    int kind;
    int arg;
};

enum target_role {
    TARGET_NONE,
    TARGET_BUTTON,
    TARGET_CHECK,
    TARGET_RADIO,
    TARGET_KEY
};

struct qr; /* card/card.h */

struct element {
    enum element_kind kind;
    struct rect box;
    /* shape */
    enum color fill;
    enum color edge;
    int edge_width;
    bool dashed;
    struct radii radii;
    int lip; /* a solid plate this far below, in lip_color; the face sinks onto it when pressed */
    enum color lip_color;
    bool shadow;
    bool bare;   /* inside a surface that has an outline: needs none of its own */
    bool ground; /* background that a cover leaves standing */
    /* text */
    const char *text; /* UTF-8, **bold** markup */
    struct text_style style;
    enum text_align align;
    enum color color; /* of text, icon, caret */
    int line_count;   /* as measured */
    bool clipped;     /* did not fit its box: a defect that tests look for */
    /* icon, art */
    const char *name;
    bool flips;             /* mirrored in right-to-left layouts: arrows do, clocks do not */
    bool mirrored;          /* set by element_list_mirror on what flips */
    struct rect ordered_in; /* part of a keyboard or a number in this box, which is never mirrored inside; w
                               0: no part */
    /* QR */
    const struct qr *qr;
    /* target */
    enum target_role role;
    struct action action;
    const char *label; /* what is spoken for the target, and its name in the text dump */
    bool chosen;
    bool disabled; /* drawn as such; a touch does nothing; the reason is written nearby */
    enum color pressed_fill;
    bool on_rail; /* the focus ring is brass there */
    /* speech */
    bool typed;        /* what a person types: each letter is said as it comes, on headphones only */
    bool about_person; /* a target whose label says what a person chose: not for the room's ears */
    int owner;         /* index of the target this text or icon belongs to, -1: none. It sinks with it. */
};

#define ELEMENTS_MAX 320

struct element_list {
    struct element items[ELEMENTS_MAX];
    size_t count;
    struct arena arena; /* strings of this frame */
    const char *title;  /* spoken first; the screen's heading */
    enum color page;    /* background of the main area */
    enum theme theme;
    int parts;          /* pages that the screen is laid out on; 0: as drawn, on one */
    bool right_to_left; /* the language's direction; element_list_mirror has been done */
    bool about_person;  /* what stands here is about the person: never said on the loudspeaker */
};

void element_list_clear(struct element_list *list);
/* Starts the page anew and keeps its strings. */
void element_list_clear_elements(struct element_list *list);
void element_list_release(struct element_list *list);
/* Forgets all but the ground and the targets wholly inside `keep` with what belongs to them: what is covered
 * cannot be seen, touched, spoken or dumped. */
void element_list_cover(struct element_list *list, struct rect keep);
/* A zeroed element with owner -1 at the list's end; more than ELEMENTS_MAX is our bug. */
struct element *element_add(struct element_list *list, enum element_kind kind, struct rect box);
/* The index of the topmost enabled target at the point, or -1. */
int element_hit(const struct element_list *list, int x, int y);
/* The topmost text that is written there; -1: none. */
int element_text_at(const struct element_list *list, int x, int y);
/* Focus order is list order. The next or previous enabled target after `index` (-1: none yet), round and
 * round; -1: no target. */
int element_next_target(const struct element_list *list, int index, int direction);
/* Everything mirrored for right-to-left, once: positions, corners, alignment, and the icons that flip.
 * Keyboards and numbers move as one, and keep their order. */
void element_list_mirror(struct element_list *list, int canvas_width);
/* How far the element is sunk while `pressed` is: a face with a lip sinks, and all that belongs to it. */
int element_sink(const struct element_list *list, int index, int pressed);
/* One line an element, in order: what tests compare. No state that differs from run to run. */
struct strbuf;
void element_list_dump(const struct element_list *list, struct strbuf *out);

#endif
