/* Groups today: what the clinic has put into its plan for this day and is not over, with time and place; on a
 * day without any, when each is next. */
#include "screens/groups.h"

#include "domain/availability.h"
#include "screens/pieces.h"

#define TIME_GAP     22
#define GROUPS_SHORT 3 /* on a page that is about more */
#define NEXT_DAYS    14

static const struct text_style style_time = {TYPEFACE_SANS, 700, 34, 40};
static const struct text_style style_name = {TYPEFACE_SANS, 700, 34, 38};
static const struct text_style style_place = {TYPEFACE_SANS, 400, 30, 34};

size_t groups_today(const struct app *app, struct meeting_today ret_groups[MEETINGS_TODAY_MAX])
{
    if (app_clock_wrong(app))
        return 0;
    return meetings_today(app->board, app->zone, app->now.wall_ms, ret_groups);
}

/* ---- a row ---- */

struct row_words {
    const char *time, *name, *place;
    int time_width;
};

static struct row_words words_of(struct view *view, const struct app *app, const struct meeting_today *group)
{
    bool began = group->start_ms <= app->now.wall_ms;
    struct row_words words = {
        .time = began ? view_tr(view, "groups.now") : words_clock(view, app->zone, group->start_ms),
        .name = words_label(view, &group->meeting->label),
        .place = group->meeting->place.count > 0 ? words_label(view, &group->meeting->place) : "",
    };
    /* The column is as wide as the widest time, so that names stand below each other. */
    int now = view_text_width(view, style_time, view_tr(view, "groups.now"));
    int clock = view_text_width(view, style_time, words_clock(view, NULL, 12 * HOUR_MS + 30 * MINUTE_MS));
    words.time_width = now > clock ? now : clock;
    int time = view_text_width(view, style_time, words.time);
    words.time_width = time > words.time_width ? time : words.time_width;
    return words;
}

int group_row_height(struct view *view, const struct app *app, int width, const struct meeting_today *group)
{
    struct row_words words = words_of(view, app, group);
    int room = width - words.time_width - TIME_GAP;
    return view_text_height(view, style_name, room, words.name) +
           (words.place[0] ? view_text_height(view, style_place, room, words.place) : 0);
}

void group_row(struct view *view, const struct app *app, struct rect box, const struct meeting_today *group)
{
    struct row_words words = words_of(view, app, group);
    int time_height = view_style(view, style_time).line;
    struct rect time = rect_centered(rect_cut_start(&box, words.time_width), words.time_width, time_height);
    view_text(view, time, style_time, COLOR_INK, ALIGN_START, words.time);
    rect_cut_start(&box, TIME_GAP);
    int height = group_row_height(view, app, box.w + words.time_width + TIME_GAP, group);
    box.y += box.h > height ? (box.h - height) / 2 : 0;
    rect_cut_top(&box, view_text(view, box, style_name, COLOR_INK, ALIGN_START, words.name));
    if (words.place[0])
        view_text(view, box, style_place, COLOR_INK_2, ALIGN_START, words.place);
}

/* ---- as blocks ---- */

struct group_what {
    const struct app *app;
    struct meeting_today group;
};

static int group_height(struct view *view, int width, const void *what)
{
    const struct group_what *group = what;
    return group_row_height(view, group->app, width - 2 * 26, &group->group) + 2 * 16;
}

static void group_draw(struct view *view, struct rect box, const void *what)
{
    const struct group_what *group = what;
    view_card(view, box);
    group_row(view, group->app, rect_inset(box, 26, 16), &group->group);
}

static void flow_rows(struct flow *flow, const struct meeting_today *groups, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct group_what what = {flow->app, groups[i]};
        flow_add(flow, i == 0 ? 0 : 14, 0, group_height, group_draw, &what, sizeof what);
    }
}

void flow_groups(struct flow *flow)
{
    struct meeting_today groups[MEETINGS_TODAY_MAX];
    const size_t count = groups_today(flow->app, groups);
    if (count == 0)
        return;
    flow_line(flow, 24, FLOW_KEEP, "calendar", COLOR_INK, STYLE_ROW, view_tr(flow->view, "closed.groups"));
    flow_rows(flow, groups, count < GROUPS_SHORT ? count : GROUPS_SHORT);
    if (count > GROUPS_SHORT)
        flow_button(flow, 14, bar_way(flow->view, "calendar", "groups.all", DO_GROUPS));
}

/* ---- the page ---- */

/* Not today: when then. */
static void flow_next(struct flow *flow)
{
    const struct app *app = flow->app;
    struct view *view = flow->view;
    flow_words(flow, 0, 0, STYLE_BODY, COLOR_INK, view_tr(view, "closed.groups.none"));
    for (size_t i = 0; !app_clock_wrong(app) && i < app->board->meeting_count; i++) {
        const struct meeting *meeting = &app->board->meetings[i];
        const char *place = meeting->place.count > 0 ? words_label(view, &meeting->place) : NULL;
        int64_t start_ms;
        if (!schedule_next(&meeting->schedule, app->zone, app->now.wall_ms, NEXT_DAYS, &start_ms))
            continue;
        const char *when = words_next_time(app, view, start_ms);
        flow_card(flow, 16, "calendar", style_name, words_label(view, &meeting->label),
                  place ? arena_format(&view->list->arena, "%s · %s", when, place) : when);
    }
}

static void groups_view(const struct app *app, struct view *view)
{
    struct meeting_today groups[MEETINGS_TODAY_MAX];
    const size_t count = groups_today(app, groups);
    struct bar_button ask = bar_done(view, "home.ask", DO_ASK);
    ask.icon = "bell";
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_TITLE, view_tr(view, "closed.groups"));
    flow_rows(&flow, groups, count);
    if (count == 0)
        flow_next(&flow);
    flow_line(&flow, 24, FLOW_SPARE, "person", COLOR_INK, STYLE_BODY, view_tr(view, "closed.desk"));
    flow_bar(&flow, ask);
    flow_end(&flow, RAIL_PAGE);
}

const struct screen screen_groups = {
    .name = "groups", .view = groups_view, .flow = groups_view, .shows_now = true};
