/* What recovery coaches do and what they are not: the page to read before asking. It is the one page that
 * always says "recovery" in full. */
#include "screens/flow.h"
#include "screens/pieces.h"

#define NOT_WIDTH 372
#define PANEL_GAP 22
#define DISC      72

static const struct text_style style_title = {TYPEFACE_SERIF, 400, 56, 66};
static const struct text_style style_head = {TYPEFACE_SANS, 700, 36, 40};
static const struct text_style style_line = {TYPEFACE_SANS, 400, 30, 36};
static const struct text_style style_not = {TYPEFACE_SANS, 400, 32, 36};
static const struct text_style style_welcome = {TYPEFACE_SANS, 700, 38, 44};

static const struct {
    const char *icon, *head, *line;
} does[] = {
    {"compass", "role.nav", "role.nav.more"},
    {"sprout", "role.change", "role.change.more"},
    {"kit", "role.safer", "role.safer.more"},
    {"cup", "role.know", "role.know.more"},
};
enum {
    DOES_COUNT = sizeof does / sizeof does[0]
};

static const char *const is_not[] = {"role.not.clinician", "role.not.case", "role.not.sponsor",
                                     "role.not.spirit"};
enum {
    IS_NOT_COUNT = sizeof is_not / sizeof is_not[0]
};

static void does_view(struct view *view, struct rect panel)
{
    view_card(view, panel);
    struct rect inside = rect_inset(panel, 30, 12);
    for (int i = 0; i < DOES_COUNT; i++) {
        struct rect row = rect_row(inside, i, DOES_COUNT, 0);
        if (i > 0) {
            view_rule(view, row.x, row.y, row.w, COLOR_RULE);
        }
        struct rect disc = {row.x, row.y + (row.h - DISC) / 2, DISC, DISC};
        view_arch_icon(view, disc, COLOR_BRASS_100, does[i].icon, 44, COLOR_DISC_MARK);
        const char *head = view_tr(view, does[i].head);
        const char *line = view_tr(view, does[i].line);
        struct rect text = {row.x + DISC + 22, row.y, row.w - DISC - 22, 0};
        int head_height = view_text_height(view, style_head, text.w, head);
        int line_height = view_text_height(view, style_line, text.w, line);
        if (head_height + line_height > row.h)
            line_height = 0; /* where words are long, the examples give way */
        text.y += (row.h - head_height - line_height) / 2;
        view_text(view, text, style_head, COLOR_INK, ALIGN_START, head);
        text.y += head_height;
        if (line_height > 0)
            view_text(view, text, style_line, COLOR_INK, ALIGN_START, line);
    }
}

#define NOT_ICON 38
#define NOT_GAP  16

static int not_height(struct view *view, int width, const char *id)
{
    int height = view_text_height(view, style_not, width - NOT_ICON - NOT_GAP, view_tr(view, id));
    return height > NOT_ICON ? height : NOT_ICON;
}

/* Where words are long, the space between the lines gives way. */
static int not_space(struct view *view, struct rect inside)
{
    int rest = inside.h - view_text_height(view, style_head, inside.w, view_tr(view, "role.not")) -
               view_text_height(view, style_line, inside.w, view_tr(view, "role.not.link"));
    for (int i = 0; i < IS_NOT_COUNT; i++)
        rest -= not_height(view, inside.w, is_not[i]);
    int space = rest / (2 * IS_NOT_COUNT + 2);
    return space > 9 ? 9 : space > 0 ? space : 0;
}

static void is_not_view(struct view *view, struct rect panel)
{
    view_dashed(view, panel, 28, 3);
    struct rect inside = rect_inset(panel, 29, 23);
    const int space = not_space(view, inside);
    rect_cut_top(&inside,
                 view_text(view, inside, style_head, COLOR_INK, ALIGN_START, view_tr(view, "role.not")) +
                     (space < 9 ? space : 10));
    for (int i = 0; i < IS_NOT_COUNT; i++) {
        rect_cut_top(&inside, space);
        view_icon_line(view, inside, "not-part", NOT_ICON, COLOR_INK, NOT_GAP, style_not, COLOR_INK,
                       view_tr(view, is_not[i]));
        rect_cut_top(&inside, not_height(view, inside.w, is_not[i]) + space);
    }
    rect_cut_top(&inside, space < 9 ? space : 8);
    view_text(view, inside, style_line, COLOR_INK_2, ALIGN_START, view_tr(view, "role.not.link"));
}

#define GROUPS_GAP 24

static bool has_groups(const struct app *app)
{
    return app->board && app->board->meeting_count > 0;
}

/* The title, and the way to the groups at its end. Returns the height both take. */
static int heading_view(const struct app *app, struct view *view, struct rect area)
{
    if (!has_groups(app))
        return view_title(view, area, style_title, view_tr(view, "role.title")) + 10;
    struct bar_button groups = bar_way(view, "calendar", "role.groups", DO_GROUPS);
    int width = bar_natural_width(view, &groups);
    struct rect row = {area.x, area.y - 8, area.w, SECONDARY_HEIGHT + LIP};
    page_bar(view, rect_cut_end(&row, width), &groups, 1);
    rect_cut_end(&row, GROUPS_GAP);
    struct rect title = rect_centered(row, row.w, style_title.line);
    page_title_fitting(view, title, style_title, view_tr(view, "role.title"));
    return SECONDARY_HEIGHT + LIP;
}

static void role_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    rect_cut_bottom(&area, 24);
    rect_cut_top(&area, heading_view(app, view, area));
    int welcome = view_icon_line(view, area, "door", 46, COLOR_INK, 18, style_welcome, COLOR_INK,
                                 view_tr(view, "role.welcome"));
    rect_cut_top(&area, welcome + 18);
    struct rect not_panel = rect_cut_end(&area, NOT_WIDTH);
    rect_cut_end(&area, PANEL_GAP);
    does_view(view, area);
    is_not_view(view, not_panel);
    struct bar_button ask = {.kind = BUTTON_PRIMARY,
                             .grows = true,
                             .style = STYLE_KEY,
                             .icon = "bell",
                             .icon_size = 58,
                             .text = view_tr(view, "home.ask"),
                             .action = {DO_ASK, 0}};
    struct bar_button see = {.kind = BUTTON_SECONDARY,
                             .style = STYLE_SECONDARY,
                             .icon = "people",
                             .icon_size = 46,
                             .text = view_tr(view, "role.see"),
                             .action = {DO_SEE_BOARD, 0}};
    page_bar(view, bar, (const struct bar_button[]){ask, see}, 2);
    page_rail(app, view, RAIL_PAGE);
}

struct does_what {
    const char *icon, *head, *line;
};

static int does_height(struct view *view, int width, const void *what)
{
    const struct does_what *item = what;
    int words = width - DISC - 22;
    int height = view_text_height(view, style_head, words, item->head) +
                 view_text_height(view, STYLE_BODY, words, item->line);
    return height > DISC ? height : DISC;
}

static void does_draw(struct view *view, struct rect box, const void *what)
{
    const struct does_what *item = what;
    struct rect disc = {box.x, box.y + 4, DISC, DISC};
    view_arch_icon(view, disc, COLOR_BRASS_100, item->icon, 44, COLOR_DISC_MARK);
    rect_cut_start(&box, DISC + 22);
    rect_cut_top(&box, view_text(view, box, style_head, COLOR_INK, ALIGN_START, item->head));
    view_text(view, box, STYLE_BODY, COLOR_INK, ALIGN_START, item->line);
}

static void role_flow(const struct app *app, struct view *view)
{
    struct bar_button ask = bar_done(view, "home.ask", DO_ASK);
    ask.icon = "bell";
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, style_title, view_tr(view, "role.title"));
    flow_line(&flow, 0, 0, "door", COLOR_INK, style_welcome, view_tr(view, "role.welcome"));
    for (int i = 0; i < DOES_COUNT; i++) {
        struct does_what item = {does[i].icon, view_tr(view, does[i].head), view_tr(view, does[i].line)};
        flow_add(&flow, 20, 0, does_height, does_draw, &item, sizeof item);
    }
    flow_words(&flow, 28, FLOW_KEEP, style_head, COLOR_INK, view_tr(view, "role.not"));
    for (int i = 0; i < IS_NOT_COUNT; i++)
        flow_line(&flow, 12, 0, "not-part", COLOR_INK, STYLE_BODY, view_tr(view, is_not[i]));
    flow_words(&flow, 16, 0, STYLE_BODY, COLOR_INK_2, view_tr(view, "role.not.link"));
    flow_bar(&flow, bar_way(view, "people", "role.see", DO_SEE_BOARD));
    if (has_groups(app))
        flow_bar(&flow, bar_way(view, "calendar", "role.groups", DO_GROUPS));
    flow_bar(&flow, ask);
    flow_end(&flow, RAIL_PAGE);
}

const struct screen screen_role = {.name = "role", .view = role_view, .flow = role_flow};
