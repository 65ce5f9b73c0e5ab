/* Saved here, not sent yet: the request is on this kiosk's disk and goes out by itself. Nothing on this page
 * says "sent", and the ways that need no network stand beside it. */
#include "screens/flow.h"

/* When the walk-in that rests here ends, by when it was asked for: after that day's closing no other is
 * meant. 0: it does not. */
static int64_t closes_at(const struct app *app)
{
    struct presence presences[SITE_COACHES_MAX];
    size_t count = 0;
    if (!app->board || app->visit.request.kind != REQUEST_WALK_IN || app->visit.request.asked_at_ms == 0)
        return 0;
    for (; count < app->board->coach_count && count < SITE_COACHES_MAX; count++)
        presences[count] = app->board->coaches[count].presence;
    int64_t asked_ms = app->visit.request.asked_at_ms;
    int64_t close_ms = closing_time(&app->board->site.hours, presences, count, app->zone, asked_ms);
    return close_ms > asked_ms ? close_ms : 0; /* asked for after hours: no closing ends it */
}

struct promise {
    const char *head;
    const char *more; /* may be NULL */
};

static bool is_over(const struct app *app, int64_t close_ms)
{
    return close_ms != 0 && close_ms <= app->now.wall_ms;
}

static const char *tries(const struct app *app, struct view *view, int64_t close_ms)
{
    int64_t tried_ms = app->visit.sent_try_ms;
    const char *tried = tried_ms ? words_time(view, app->zone, tried_ms, true) : NULL;
    const char *close = close_ms ? words_time(view, app->zone, close_ms, true) : NULL;
    if (tried && close)
        return view_fill(view, "off.last", "time", tried, "close", close, NULL);
    if (tried)
        return view_fill(view, "off.last.open", "time", tried, NULL);
    return close ? view_fill(view, "off.stop", "close", close, NULL) : NULL;
}

/* Said to be over only by a clock that is known to be right; a wrong one says nothing of closing then. */
static struct promise promise(const struct app *app, struct view *view)
{
    int64_t close_ms = closes_at(app);
    bool over = is_over(app, close_ms);
    if (over && app->now.verified)
        return (struct promise){view_tr(view, "ended.expired"), NULL};
    return (struct promise){view_tr(view, "off.keep"), tries(app, view, over ? 0 : close_ms)};
}

static const char *line_hours(const struct app *app, struct view *view)
{
    const struct schedule *hours = &app->board->site.hours;
    if (hours->weekly_count == 0)
        return view_tr(view, "off.line.plain");
    return view_fill(view, "off.line", "hours", words_hours(view, hours), NULL);
}

/* The gaps as drawn, or narrower where the words are longer: nothing is left out. */
static int gap_between(int room, int content, int count)
{
    int gap = (room - content) / count;
    return gap > 30 ? 30 : gap < 8 ? 8 : gap;
}

static void beside_ticket(const struct app *app, struct view *view, struct rect area)
{
    bool line = app->board && app->board->site.coach_line[0];
    struct promise said = promise(app, view);
    const struct fact facts[] = {
        {"people", 50, STYLE_ROW, view_tr(view, "off.wait"), view_tr(view, "off.wait.desk")},
        {"phone", 50, STYLE_KEY, line ? words_phone(view, app->board->site.coach_line) : "",
         line ? line_hours(app, view) : NULL}};
    const int count = line ? 2 : 1;
    int note = page_note_height(view, area.w, said.head, said.more);
    int content = note;
    for (int i = 0; i < count; i++)
        content += page_fact_height(view, area.w, &facts[i]);
    int gap = gap_between(area.h - 16, content, count);

    page_note(view, rect_cut_top(&area, note), "offline", said.head, said.more);
    for (int i = 0; i < count; i++) {
        rect_cut_top(&area, gap);
        page_fact(view, rect_cut_top(&area, page_fact_height(view, area.w, &facts[i])), &facts[i]);
    }
}

static void saved_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    struct rect beside = page_ticket(app, view, area, false);
    const char *title = view_tr(view, "off.saved");
    struct rect heading = beside;
    heading.w = view_balanced_width(view, STYLE_TITLE, beside.w, title);
    rect_cut_top(&beside, view_title(view, heading, STYLE_TITLE, title) + 16);
    beside_ticket(app, view, beside);

    struct bar_button buttons[] = {bar_way(view, "card", "home.card", DO_CARD),
                                   bar_way(view, "close", "ticket.cancel", DO_TICKET_CANCEL),
                                   bar_done(view, "common.done", DO_DONE)};
    page_bar(view, bar, buttons, 3);
    page_rail(app, view, RAIL_OVER | RAIL_ALWAYS);
}

static void saved_flow(const struct app *app, struct view *view)
{
    bool line = app->board && app->board->site.coach_line[0];
    struct promise said = promise(app, view);
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_TITLE, view_tr(view, "off.saved"));
    flow_ticket(&flow, false);
    flow_note(&flow, 0, "offline", said.head, said.more);
    flow_flag(&flow, FLOW_WIDE);
    flow_fact(
        &flow, 24,
        (struct fact){"people", 50, STYLE_ROW, view_tr(view, "off.wait"), view_tr(view, "off.wait.desk")});
    if (line)
        flow_fact(&flow, 24,
                  (struct fact){"phone", 50, STYLE_KEY, words_phone(view, app->board->site.coach_line),
                                line_hours(app, view)});
    flow_bar(&flow, bar_way(view, "card", "home.card", DO_CARD));
    flow_bar(&flow, bar_way(view, "close", "ticket.cancel", DO_TICKET_CANCEL));
    flow_bar(&flow, bar_done(view, "common.done", DO_DONE));
    flow_end(&flow, RAIL_OVER | RAIL_ALWAYS);
}

static bool saved_act(struct app *app, struct action action)
{
    if (action.kind != DO_TICKET_CANCEL)
        return false;
    app_go(app, SCREEN_CANCEL);
    return true;
}

const struct screen screen_saved = {
    .name = "saved", .view = saved_view, .flow = saved_flow, .act = saved_act};
