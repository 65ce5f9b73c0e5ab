/* A page as a sequence of blocks, laid out by measuring: for large text, upright displays, buttons low down,
 * and languages that are too long for the page as drawn. What does not fit on one page goes onto the next,
 * which More opens; nothing is ever shrunk or cut off. The screen says what there is and in which order, this
 * says where it stands. */
#ifndef CB_SCREENS_FLOW_H
#define CB_SCREENS_FLOW_H

#include "screens/screen.h"

#define FLOW_BLOCKS_MAX 64
#define FLOW_CELLS_MAX  4 /* side by side */

enum flow_flags {
    FLOW_WIDE = 16,  /* goes below the side piece where little width is left beside it */
    FLOW_TARGET = 1, /* can be touched: stands low down when buttons are to be low */
    FLOW_KEEP = 2,   /* stays with the block that follows */
    FLOW_BREAK = 8,  /* begins a page */
    FLOW_SPARE = 4,  /* left out where it would need another page */
    FLOW_RULED = 64  /* a line parts it from the block above it on its page */
};

/* How high it is in this width, and its elements. `what` is the block's own copy. */
typedef int flow_height(struct view *view, int width, const void *what);
typedef void flow_draw(struct view *view, struct rect box, const void *what);

struct flow_block {
    flow_height *height;
    flow_draw *draw;
    const void *what[FLOW_CELLS_MAX];
    int columns; /* cells side by side in equal columns; the last row may be shorter */
    int cells;
    int least_width; /* of a cell that may stand beside the one before; 0: no cell */
    bool joins;      /* such a cell that is not the first of its kind */
    int gap;         /* above */
    unsigned flags;
    int page;
    struct rect box;
};

/* What stands beside the first blocks: a ticket, a code, a portrait. */
struct flow_side {
    flow_draw *draw;
    const void *what;
    int width, height; /* width 0: there is none */
    bool at_end;       /* else at the start */
    bool beside_title; /* also upright; across, it always does */
};

struct flow {
    const struct app *app;
    struct view *view;
    struct rect area;
    struct rect bar_column; /* where the bar does not lie along the foot */
    const char *title;
    struct text_style title_style;
    const char *note; /* at the end of the title's line; NULL: none */
    struct flow_block blocks[FLOW_BLOCKS_MAX];
    int count;
    bool breaks;  /* before the next block that is added */
    bool settled; /* the bar's column and the cells' columns are known */
    struct flow_side side;
    struct bar_button bar[BAR_BUTTONS_MAX];
    int bar_count;
    const char *more_icon, *more_id; /* of the way to the next page; NULL: an arrow and "More" */
};

void flow_begin(struct flow *flow, const struct app *app, struct view *view, enum color background);
/* Where the bar stands beside the blocks: no wider than this. */
void flow_foot_column(struct flow *flow, int width);
void flow_title(struct flow *flow, struct text_style style, const char *text);
/* The size of `what` is copied, so that blocks may come from a loop's variables. */
void flow_add(struct flow *flow, int gap, unsigned flags, flow_height *height, flow_draw *draw,
              const void *what, size_t size);
/* Cells of one kind, as many side by side as are `least_width` wide and break no word. */
void flow_cells(struct flow *flow, int gap, int count, int least_width, flow_height *height, flow_draw *draw,
                const void *what, size_t size);
void flow_side(struct flow *flow, struct flow_side side, size_t size);
void flow_bar(struct flow *flow, struct bar_button button);

void flow_words(struct flow *flow, int gap, unsigned flags, struct text_style style, enum color color,
                const char *text);
void flow_line(struct flow *flow, int gap, unsigned flags, const char *icon, enum color icon_color,
               struct text_style style, const char *text);
void flow_step(struct flow *flow, int gap, const char *number, const char *text);
void flow_button(struct flow *flow, int gap, struct bar_button button);
/* One of several to choose from, as cells of their own. */
struct flow_option {
    const char *text;
    bool chosen;
    struct action action;
};
/* As many side by side as are `least_width` wide; at least `least_height` high in the usual text. */
void flow_options(struct flow *flow, int gap, int least_width, int least_height,
                  const struct flow_option *options, int count);
/* Words on a card: a line in bold, then plain ones; either may be NULL. */
void flow_card(struct flow *flow, int gap, const char *icon, struct text_style head_style, const char *head,
               const char *more);
/* The visit's ticket beside what comes first. */
void flow_ticket(struct flow *flow, bool sent);
void flow_fact(struct flow *flow, int gap, struct fact fact);
void flow_note(struct flow *flow, int gap, const char *icon, const char *head, const char *more);
void flow_call(struct flow *flow, int gap, const char *number, const char *icon, const char *head,
               const char *line);

/* More flags for the block that was added last. */
void flow_flag(struct flow *flow, unsigned flags);
/* What follows begins a page. */
void flow_break(struct flow *flow);
/* How many pages it takes so far. */
int flow_pages(struct flow *flow);
/* The height that blocks have on a page of their own, below the title. */
int flow_room(const struct flow *flow);
/* Puts everything where it belongs on the page that is open, and the rail. */
void flow_end(struct flow *flow, unsigned rail_flags);

#endif
