/* Saved here, not sent yet: the request is on this kiosk's disk and goes out by itself. Nothing on this page
 * says "sent", and the ways that need no network stand beside it. */
#include "screens/screen.h"

static const struct text_style STYLE_SAVED_TITLE = {TYPEFACE_SERIF, 400, 60, 66};

static int64_t closes_at(const struct app *app)
{
    struct presence presences[SITE_COACHES_MAX];
    size_t count = 0;
    for (; count < app->board->coach_count && count < SITE_COACHES_MAX; count++)
        presences[count] = app->board->coaches[count].presence;
    return closing_time(&app->board->site.hours, presences, count, app->zone, app->now.wall_ms);
}

static const char *tries(const struct app *app, struct view *view)
{
    int64_t tried_ms = app->visit.sent_try_ms, close_ms = app->board ? closes_at(app) : 0;
    const char *tried = tried_ms ? words_time(view, app->zone, tried_ms, true) : NULL;
    const char *close = close_ms ? words_time(view, app->zone, close_ms, true) : NULL;
    if (tried && close)
        return view_fill(view, "off.last", "time", tried, "close", close, NULL);
    if (tried)
        return view_fill(view, "off.last.open", "time", tried, NULL);
    return close ? view_fill(view, "off.stop", "close", close, NULL) : NULL;
}

static const char *line_hours(const struct app *app, struct view *view)
{
    const struct schedule *hours = &app->board->site.hours;
    if (hours->weekly_count == 0)
        return view_tr(view, "off.line.plain");
    return view_fill(view, "off.line", "hours", words_hours(view, hours), NULL);
}

static void saved_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    struct rect beside = page_ticket(app, view, area, false);
    rect_cut_top(&beside, view_title(view, beside, STYLE_SAVED_TITLE, view_tr(view, "off.saved")) + 16);
    rect_cut_top(&beside,
                 page_note(view, beside, "offline", view_tr(view, "off.keep"), tries(app, view)) + 30);
    rect_cut_top(&beside, page_fact(view, beside,
                                    &(struct fact){.icon = "people",
                                                   .icon_size = 50,
                                                   .head_style = STYLE_ROW,
                                                   .head = view_tr(view, "off.wait"),
                                                   .more = view_tr(view, "off.wait.desk")}) +
                              28);
    if (app->board && app->board->site.coach_line[0])
        page_fact(view, beside,
                  &(struct fact){.icon = "phone",
                                 .icon_size = 50,
                                 .head_style = STYLE_KEY,
                                 .head = words_phone(view, app->board->site.coach_line),
                                 .more = line_hours(app, view)});

    struct bar_button buttons[] = {bar_way(view, "card", "home.card", DO_CARD),
                                   bar_way(view, "close", "ticket.cancel", DO_TICKET_CANCEL),
                                   bar_done(view, "common.done", DO_DONE)};
    page_bar(view, bar, buttons, 3);
    page_rail(app, view, RAIL_OVER | RAIL_LANGUAGE | RAIL_HELP);
}

static bool saved_act(struct app *app, struct action action)
{
    if (action.kind != DO_TICKET_CANCEL)
        return false;
    app_go(app, SCREEN_CANCEL);
    return true;
}

const struct screen screen_saved = {.name = "saved", .view = saved_view, .act = saved_act};
