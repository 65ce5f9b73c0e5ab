/* Ready to send: who, what, how, and what is private about it, all on one page and all chosen already. The
 * second touch of two is here. */
#include "screens/flow.h"

#include <string.h>

#define DOOR_WIDTH    368
#define ROW_COUNT     3
#define PLATE_WIDTH   166
#define PLATE_PADDING 16

static const struct text_style STYLE_ROW_LABEL = {TYPEFACE_SANS, 600, 30, 34};
static const struct text_style STYLE_ROW_VALUE = {TYPEFACE_SANS, 700, 37, 42};
static const struct text_style STYLE_ROW_EMPTY = {TYPEFACE_SANS, 400, 37, 42};
static const struct text_style STYLE_ROW_MORE = {TYPEFACE_SANS, 400, 30, 34};
static const struct text_style STYLE_PRIVATE = {TYPEFACE_SANS, 700, 40, 44};
static const struct text_style STYLE_LIMIT = {TYPEFACE_SANS, 400, 30, 35};
static const struct text_style STYLE_PLATE = {TYPEFACE_SANS, 700, 34, 42};

/* ---- the rows ---- */

struct row {
    const char *icon; /* NULL: the coach's portrait */
    const char *label;
    const char *value;
    const char *more; /* a second, plain line; may be NULL */
    const char *plate;
    bool empty;
    int action;
    int plate_width;
};

static const struct coach *wanted_coach(const struct app *app)
{
    const struct uuid *id = &app->visit.draft.coach_id;
    return uuid_is_none(id) || !app->board ? NULL : board_coach(app->board, id);
}

/* A coach who is not here may be chosen all the same, but nobody should wait for them unknowing. */
static const char *away_line(const struct app *app, struct view *view, const struct coach *coach)
{
    if (app_board_stale(app))
        return view_tr(view, "status.unknown");
    struct availability now =
        availability_at(&coach->schedule, &coach->presence, app->zone, app->now.wall_ms);
    return now.state == AVAILABILITY_HERE ? NULL : words_status(view, &now);
}

static struct row who_row(const struct app *app, struct view *view)
{
    const struct coach *coach = wanted_coach(app);
    return (struct row){.icon = coach ? NULL : "bell",
                        .label = view_tr(view, "review.who"),
                        .value = coach ? coach->name : view_tr(view, "review.who.any"),
                        .more = coach ? away_line(app, view, coach) : words_preference(app, view),
                        .plate = view_tr(view, "common.change"),
                        .action = DO_CHANGE_WHO};
}

/* As many topics as fit on two lines, then "and 2 more". */
static const char *topics_value(const struct app *app, struct view *view, int width)
{
    int shown = topics_chosen(app);
    const char *value = words_topics(app, view, shown);
    while (shown > 1 && view_text_height(view, STYLE_ROW_VALUE, width, value) > 2 * STYLE_ROW_VALUE.line)
        value = words_topics(app, view, --shown);
    return value;
}

static struct row what_row(const struct app *app, struct view *view, int width)
{
    bool empty = topics_chosen(app) == 0;
    return (struct row){.icon = "chat",
                        .label = view_tr(view, "review.what"),
                        .value = empty ? view_tr(view, "review.what.none") : topics_value(app, view, width),
                        .plate = view_tr(view, empty ? "common.add" : "common.change"),
                        .empty = empty,
                        .action = DO_CHANGE_WHAT};
}

static const char *how_here(const struct app *app, struct view *view)
{
    const struct draft *draft = &app->visit.draft;
    struct window window = reach_window(app->zone, draft->due_date, draft->due_part);
    const char *when = words_when(app, view, window.from_ms, window.until_ms);
    return when ? view_fill(view, "review.how.here", "when", when, NULL) : view_tr(view, "review.how.unsure");
}

static const char *how_words(const struct app *app, struct view *view, const char **ret_icon)
{
    const struct draft *draft = &app->visit.draft;
    bool by_phone = request_find_by_phone(draft->find) && app_phone_ready(app);
    if (by_phone) {
        *ret_icon = "phone";
        return view_fill(view, draft->find == FIND_CALL ? "review.how.call" : "review.how.text", "last2",
                         view_text_copy(view, draft->phone + strlen(draft->phone) - 2), NULL);
    }
    if (draft->find == FIND_NAME && draft->name[0]) {
        *ret_icon = "person";
        return view_fill(view, "review.how.name", "name", draft->name, NULL);
    }
    if (draft->find == FIND_LOOK && draft->place[0]) {
        *ret_icon = "pin";
        return view_fill(view, "review.how.look", "place", draft->place, NULL);
    }
    *ret_icon = draft->kind == REQUEST_CALLBACK ? "calendar" : "leaf";
    return draft->kind == REQUEST_CALLBACK ? how_here(app, view) : view_tr(view, "review.how.sign");
}

static struct row how_row(const struct app *app, struct view *view)
{
    const char *icon;
    const char *value = how_words(app, view, &icon);
    return (struct row){.icon = icon,
                        .label = view_tr(view, "review.how"),
                        .value = value,
                        .plate = view_tr(view, "common.change"),
                        .action = DO_CHANGE_HOW};
}

/* A value on two lines at most, in as much smaller letters as that takes. */
static struct text_style value_style_of(struct view *view, int width, const struct row *row)
{
    struct text_style style = row->empty ? STYLE_ROW_EMPTY : STYLE_ROW_VALUE;
    while (style.size > 28 && view_text_height(view, style, width, row->value) > 2 * style.line) {
        style.size -= 3;
        style.line -= 3;
    }
    return style;
}

static void row_words(struct view *view, struct rect box, const struct row *row)
{
    struct text_style value_style = value_style_of(view, box.w, row);
    int label = view_text_height(view, STYLE_ROW_LABEL, box.w, row->label);
    int value = view_text_height(view, value_style, box.w, row->value);
    int more = row->more ? view_text_height(view, STYLE_ROW_MORE, box.w, row->more) : 0;
    /* What has no room here ends below the row, and the page is laid out as blocks instead. */
    const int end = box.y + box.h, rest = box.h - label - value - more;
    box.y += rest > 0 ? rest / 2 : 0;
    box.h = 0;
    view_text(view, box, STYLE_ROW_LABEL, COLOR_INK_2, ALIGN_START, row->label);
    box.y += label;
    view_text(view, box, value_style, COLOR_INK, ALIGN_START, row->value);
    box.y += value;
    box.h = end - box.y;
    if (row->more)
        view_text(view, box, STYLE_ROW_MORE, COLOR_INK_2, ALIGN_START, row->more);
}

static void row_icon(const struct app *app, struct view *view, struct rect box, const struct row *row)
{
    const struct coach *coach = wanted_coach(app);
    if (row->icon)
        view_arch_icon(view, rect_centered(box, 64, 64), COLOR_BRASS_100, row->icon, 40, COLOR_DISC_MARK);
    else if (coach)
        view_portrait(view, rect_centered(box, 64, 74), 12, coach->avatar, coach->name, false);
}

/* The whole row is the target; the plate at its end says what a touch does. */
static void draw_row(const struct app *app, struct view *view, struct rect box, const struct row *row)
{
    /* Rows are targets, and targets keep apart. */
    int target = view_box(view, rect_inset(box, 4, 4), COLOR_NONE, radii_all(24));
    struct element *face = view_at(view, target);
    face->role = TARGET_BUTTON;
    face->action = (struct action){row->action, 0};
    face->label = view_text_copy(
        view, arena_format(&view->list->arena, "%s: %s. %s", row->label, row->value, row->plate));
    face->about_person = true;
    face->pressed_fill = COLOR_MIST_2;

    size_t first = view->list->count;
    struct rect inside = box;
    rect_cut_start(&inside, 22);
    rect_cut_end(&inside, 20);
    row_icon(app, view, rect_cut_start(&inside, 64), row);
    rect_cut_start(&inside, 18);
    struct rect plate =
        rect_centered(rect_cut_end(&inside, row->plate_width), row->plate_width, SECONDARY_HEIGHT);
    plate.y -= 2;
    rect_cut_end(&inside, 18);
    row_words(view, inside, row);
    for (size_t i = first; i < view->list->count; i++)
        view->list->items[i].owner = target;
    view_plate(view, plate, STYLE_PLATE, row->plate, target);
}

/* One width for all plates: as drawn, or as wide as this language's words need. */
static int plate_width(struct view *view)
{
    int change = view_text_width(view, STYLE_PLATE, view_tr(view, "common.change"));
    int add = view_text_width(view, STYLE_PLATE, view_tr(view, "common.add"));
    int wide = (change > add ? change : add) + 2 * PLATE_PADDING;
    return wide > PLATE_WIDTH ? wide : PLATE_WIDTH;
}

static int words_needed(struct view *view, int width, const struct row *row)
{
    int height = view_text_height(view, STYLE_ROW_LABEL, width, row->label) +
                 view_text_height(view, value_style_of(view, width, row), width, row->value);
    return height + (row->more ? view_text_height(view, STYLE_ROW_MORE, width, row->more) : 0) + 2 * 6;
}

/* All rows are alike, as long as every one's words stand in a third; else each gets what it needs and an
 * equal part of the rest. */
static void share_height(struct view *view, int height, int width, const struct row *rows,
                         int ret_heights[ROW_COUNT])
{
    int rest = height;
    bool alike = true;
    for (int i = 0; i < ROW_COUNT; i++) {
        ret_heights[i] = words_needed(view, width, &rows[i]);
        alike = alike && ret_heights[i] <= height / ROW_COUNT;
        rest -= ret_heights[i];
    }
    for (int i = 0; i < ROW_COUNT; i++)
        ret_heights[i] = alike ? rect_row((struct rect){0, 0, 0, height}, i, ROW_COUNT, 0).h
                               : ret_heights[i] + rest / ROW_COUNT;
}

static void rows_card(const struct app *app, struct view *view, struct rect box)
{
    const int plate = plate_width(view);
    const int words = box.w - 4 - 22 - 64 - 18 - 18 - plate - 20;
    struct row rows[ROW_COUNT] = {who_row(app, view), what_row(app, view, words), how_row(app, view)};
    view_card(view, box);
    struct rect inside = rect_inset(box, 2, 2);
    int heights[ROW_COUNT];
    share_height(view, inside.h, words, rows, heights);
    for (int i = 0; i < ROW_COUNT; i++) {
        struct rect row = rect_cut_top(&inside, heights[i]);
        rows[i].plate_width = plate;
        if (i > 0)
            view_rule(view, row.x, row.y, row.w, COLOR_RULE);
        draw_row(app, view, row, &rows[i]);
    }
}

/* ---- the door: what is private ---- */

static int balanced(struct view *view, struct rect box, struct text_style style, const char *text)
{
    box.w = view_balanced_width(view, style, box.w, text);
    return view_text(view, box, style, COLOR_ON_SPRUCE, ALIGN_START, text);
}

#define CHECK_INDENT 46
#define PROMISES     3

static int promises_height(struct view *view, struct text_style style, int width, const char *const *promises)
{
    int height = (PROMISES - 1) * 10;
    for (int i = 0; i < PROMISES; i++)
        height += view_text_height(view, style, width - CHECK_INDENT, promises[i]);
    return height;
}

/* As drawn, or as much smaller as the language needs for every promise to stand whole. */
static struct text_style promise_style(struct view *view, struct rect inside, const char *const *promises)
{
    static const struct text_style styles[] = {{TYPEFACE_SANS, 400, 31, 36},
                                               {TYPEFACE_SANS, 400, 30, 34},
                                               {TYPEFACE_SANS, 400, 28, 32},
                                               {TYPEFACE_SANS, 400, 27, 30}};
    size_t i = 0;
    while (i + 1 < sizeof styles / sizeof styles[0] &&
           promises_height(view, styles[i], inside.w, promises) > inside.h)
        i++;
    return styles[i];
}

static void promise_list(struct view *view, struct rect inside, struct text_style style,
                         const char *const *promises)
{
    for (int i = 0; i < PROMISES; i++) {
        view_icon(view, inside.x, inside.y + (style.line - 34) / 2, 34, "check", COLOR_BRASS_MARK);
        struct rect words = {inside.x + CHECK_INDENT, inside.y, inside.w - CHECK_INDENT, 0};
        rect_cut_top(&inside, balanced(view, words, style, promises[i]) + 10);
    }
}

static void privacy_door(const struct app *app, struct view *view, struct rect box)
{
    const char *const promises[PROMISES] = {words_who_sees(app, view), words_chart(app, view),
                                            words_erase(app, view)};
    const char *limit = view_tr(view, "review.private.limit");
    view_box(view, box, COLOR_SPRUCE, radii_arch(box.w, 28));
    view_icon(view, box.x + (box.w - 54) / 2, box.y + 44, 54, "lock", COLOR_BRASS_MARK);
    view_text(view, (struct rect){box.x, box.y + 102, box.w, 44}, STYLE_PRIVATE, COLOR_ON_SPRUCE,
              ALIGN_CENTER, view_tr(view, "review.private"));

    struct rect inside = {box.x + 24, box.y + 160, box.w - 48, box.h - 160 - 20};
    struct rect foot = rect_cut_bottom(&inside, view_text_height(view, STYLE_LIMIT, inside.w, limit));
    balanced(view, foot, STYLE_LIMIT, limit);
    rect_cut_bottom(&inside, 14);
    view_rule(view, inside.x, rect_cut_bottom(&inside, 2).y, inside.w, COLOR_SPRUCE_RULE);
    rect_cut_bottom(&inside, 8);
    struct text_style style = promise_style(view, inside, promises);
    promise_list(view, inside, style, promises);
    /* No smaller than that: the page then stands as blocks. */
    view_last(view)->clipped = promises_height(view, style, inside.w, promises) > inside.h;
}

/* ---- the page ---- */

static const char *below_title(const struct app *app, struct view *view)
{
    const struct draft *draft = &app->visit.draft;
    bool filled = app->visit.editing || wanted_coach(app) || preference_is_set(&draft->preference) ||
                  draft->topics || draft->find != FIND_SIGN;
    return view_tr(view, filled ? "review.sub.filled" : "review.sub");
}

/* The clinic has a notice of its own. */
static bool has_notice(const struct app *app)
{
    return app->board && app->board->site.settings.notice.count > 0;
}

static struct bar_button notice_button(struct view *view)
{
    return bar_way(view, "lock", "notice.way", DO_NOTICE);
}

static struct bar_button send_button(const struct app *app, struct view *view)
{
    struct bar_button send = bar_done(view, app->visit.editing ? "review.save" : "review.send", DO_SEND);
    send.style = STYLE_SEND;
    send.icon = "bell";
    send.icon_size = 68;
    return send;
}

static void review_view(const struct app *app, struct view *view)
{
    bool editing = app->visit.editing;
    struct rect area = view_page(view, COLOR_MIST);
    struct rect send = rect_cut_bottom(&area, SEND_HEIGHT + LIP);
    rect_cut_bottom(&area, 22);
    struct rect door = rect_cut_end(&area, DOOR_WIDTH);
    rect_cut_end(&area, 28);

    page_title_fitting(view, rect_cut_top(&area, 72), STYLE_TITLE_REVIEW,
                       view_tr(view, editing ? "review.title.change" : "review.title"));
    view_text(view, rect_cut_top(&area, 44), STYLE_BODY, COLOR_INK, ALIGN_START, below_title(app, view));
    rect_cut_top(&area, 20);
    rows_card(app, view, area);
    privacy_door(app, view, door);
    struct bar_button buttons[] = {send_button(app, view), notice_button(view)};
    page_bar(view, send, buttons, has_notice(app) ? 2 : 1);
    page_rail(app, view, RAIL_PAGE);
}

/* ---- as blocks ---- */

struct review_row {
    const struct app *app;
    struct row row;
};

#define ROW_ICON_ROOM (22 + 64 + 18)

static int row_words_height(struct view *view, int width, const struct row *row)
{
    int height = view_text_height(view, STYLE_ROW_LABEL, width, row->label) +
                 view_text_height(view, row->empty ? STYLE_ROW_EMPTY : STYLE_ROW_VALUE, width, row->value);
    return height + (row->more ? view_text_height(view, STYLE_ROW_MORE, width, row->more) : 0);
}

static int review_row_height(struct view *view, int width, const void *what)
{
    const struct row *row = &((const struct review_row *)what)->row;
    int words = row_words_height(view, width - ROW_ICON_ROOM - 18 - row->plate_width - 20, row) + 2 * 18;
    int least = view_at_least(view, 124, 20);
    return words > least ? words : least;
}

static void review_row_draw(struct view *view, struct rect box, const void *what)
{
    const struct review_row *row = what;
    view_card(view, box);
    draw_row(row->app, view, rect_inset(box, 0, -4), &row->row);
}

#define PRIVACY_PADDING 28

struct privacy {
    const char *promises[PROMISES];
    const char *limit;
};

static const struct text_style STYLE_PROMISE = {TYPEFACE_SANS, 400, 34, 44};

static int privacy_height(struct view *view, int width, const void *what)
{
    const struct privacy *privacy = what;
    const int inner = width - 2 * PRIVACY_PADDING;
    int height = 2 * 18;
    for (int i = 0; i < PROMISES && privacy->promises[i]; i++)
        height += view_text_height(view, STYLE_PROMISE, inner - CHECK_INDENT, privacy->promises[i]);
    if (privacy->limit)
        height += view_text_height(view, STYLE_PROMISE, inner, privacy->limit);
    return height + (privacy->promises[0] && privacy->limit ? 22 : 0);
}

static void privacy_draw(struct view *view, struct rect box, const void *what)
{
    const struct privacy *privacy = what;
    const int line = view_style(view, STYLE_PROMISE).line;
    view_box(view, box, COLOR_SPRUCE, radii_all(28));
    struct rect inside = rect_inset(box, PRIVACY_PADDING, 18);
    for (int i = 0; i < PROMISES && privacy->promises[i]; i++) {
        view_icon(view, inside.x, inside.y + (line - 34) / 2, 34, "check", COLOR_BRASS_MARK);
        struct rect words = {inside.x + CHECK_INDENT, inside.y, inside.w - CHECK_INDENT, 0};
        rect_cut_top(&inside, view_text(view, words, STYLE_PROMISE, COLOR_ON_SPRUCE, ALIGN_START,
                                        privacy->promises[i]));
    }
    if (privacy->promises[0] && privacy->limit) {
        rect_cut_top(&inside, 10);
        view_rule(view, inside.x, rect_cut_top(&inside, 2).y, inside.w, COLOR_SPRUCE_RULE);
        rect_cut_top(&inside, 10);
    }
    if (privacy->limit)
        view_text(view, inside, STYLE_PROMISE, COLOR_ON_SPRUCE, ALIGN_START, privacy->limit);
}

static void add_privacy(struct flow *flow, struct privacy privacy)
{
    flow_add(flow, 16, 0, privacy_height, privacy_draw, &privacy, sizeof privacy);
}

/* One panel; where that is higher than a page, each promise has its own. */
static void flow_privacy(struct flow *flow)
{
    const struct app *app = flow->app;
    struct view *view = flow->view;
    struct privacy privacy = {{words_who_sees(app, view), words_chart(app, view), words_erase(app, view)},
                              view_tr(view, "review.private.limit")};
    if (privacy_height(view, flow->area.w, &privacy) <= flow_room(flow)) {
        add_privacy(flow, privacy);
        return;
    }
    for (int i = 0; i < PROMISES; i++)
        add_privacy(flow, (struct privacy){{privacy.promises[i]}, NULL});
    add_privacy(flow, (struct privacy){{NULL}, privacy.limit});
}

/* Behind a touch: it is the clinic's, and may be long. */
static void flow_notice(struct flow *flow)
{
    if (has_notice(flow->app))
        flow_button(flow, 16, notice_button(flow->view));
}

static void flow_rows(struct flow *flow, const struct row *rows)
{
    for (int i = 0; i < ROW_COUNT; i++) {
        struct review_row row = {flow->app, rows[i]};
        row.row.plate_width = plate_width(flow->view);
        flow_add(flow, i == 0 ? 0 : 14, FLOW_TARGET, review_row_height, review_row_draw, &row, sizeof row);
    }
}

/* Who and how in one line: "Any coach. We find you by sign and number." */
static const char *summary(const struct app *app, struct view *view)
{
    const struct draft *draft = &app->visit.draft;
    const struct row row = who_row(app, view);
    const char *who = row.value;
    if (preference_is_set(&draft->preference))
        who = arena_format(&view->list->arena, "%s. %s", who, row.more);
    bool named = draft->find == FIND_NAME && draft->name[0];
    if (draft->kind != REQUEST_CALLBACK && (named || draft->find == FIND_SIGN))
        return view_fill(view, "review.sum", "who", who, "how",
                         view_tr(view, named ? "review.sum.name" : "review.sum.sign"), NULL);
    return arena_format(&view->list->arena, "%s. %s", who, how_row(app, view).value);
}

static void begin_review(struct flow *flow, const struct app *app, struct view *view)
{
    bool editing = app->visit.editing;
    struct bar_button send = bar_done(view, editing ? "review.save" : "review.send", DO_SEND);
    send.icon = "bell";
    send.icon_size = 64;
    send.height = view_portrait_page(view) ? SEND_HEIGHT : 0;
    flow_begin(flow, app, view, COLOR_MIST);
    flow_title(flow, STYLE_TITLE, view_tr(view, editing ? "review.title.change" : "review.title"));
    flow_bar(flow, send);
}

/* Page 1: what is private and, where there is room, one line for the rows; the rows stand behind Change.
 * False: what is private would not be on page 1. */
static bool shorten(struct flow *flow, const struct app *app, struct view *view, const struct row *rows,
                    bool with_summary)
{
    element_list_clear_elements(view->list);
    begin_review(flow, app, view);
    flow->more_icon = "edit";
    flow->more_id = "common.change";
    if (with_summary)
        flow_card(flow, 0, NULL, STYLE_BODY, summary(app, view), NULL);
    flow_privacy(flow);
    const int last = flow->count - 1;
    flow_notice(flow);
    flow_break(flow);
    flow_rows(flow, rows);
    flow_pages(flow);
    return flow->blocks[last].page == 0;
}

/* Rows, what is private, Send; where that is more than a page, one line stands for the rows, which Change
 * opens, so that two touches are still enough and the privacy panel is still read before sending. */
static void review_flow(const struct app *app, struct view *view)
{
    struct flow flow;
    begin_review(&flow, app, view);
    const struct row rows[ROW_COUNT] = {who_row(app, view), what_row(app, view, flow.area.w - 400),
                                        how_row(app, view)};
    flow_rows(&flow, rows);
    flow_privacy(&flow);
    flow_notice(&flow);
    if (flow_pages(&flow) > 1 && !shorten(&flow, app, view, rows, true))
        shorten(&flow, app, view, rows, false);
    flow_end(&flow, RAIL_PAGE);
}

static bool review_act(struct app *app, struct action action)
{
    if (action.kind == DO_BACK && app->visit.editing) {
        app->visit.editing = false;
        app->visit.draft = app->visit.sent;
    }
    if (action.kind != DO_SEND)
        return false;
    app_send(app);
    return true;
}

const struct screen screen_review = {
    .name = "review", .view = review_view, .flow = review_flow, .act = review_act};
