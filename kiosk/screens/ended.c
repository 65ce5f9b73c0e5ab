/* The request is closed: what it is now, and the ways on. */
#include "screens/screen.h"

static const struct {
    const char *id;
    bool names_desk; /* the words themselves say where else to ask */
} endings[] = {
    [OUTCOME_NONE] = {"ended.closed", false},         [OUTCOME_CANCELLED] = {"cancel.done.body", false},
    [OUTCOME_EXPIRED] = {"ended.expired", false},     [OUTCOME_DECLINED] = {"ended.declined", false},
    [OUTCOME_MOVED_TO_STAFF] = {"ended.moved", true}, [OUTCOME_LEFT] = {"ended.left", false},
    [OUTCOME_NOT_FOUND] = {"ended.not_found", false}, [OUTCOME_MET] = {"ended.met", false},
    [OUTCOME_ENROLLED] = {"ended.met", false},        [OUTCOME_LINKED] = {"ended.met", false},
};

static const char *ended_body(const struct app *app, struct view *view)
{
    if (app->visit.way == WAY_REFUSED)
        return view_tr(view, "ended.refused");
    enum request_outcome outcome = app->visit.request.outcome;
    const char *body = view_tr(view, endings[outcome].id);
    if (endings[outcome].names_desk)
        return body;
    return arena_format(&view->list->arena, "%s %s", body, view_tr(view, "ended.desk"));
}

static void ended_view(const struct app *app, struct view *view)
{
    bool refused = app->visit.way == WAY_REFUSED;
    struct rect area = view_page(view, COLOR_MIST);
    struct bar_button buttons[] = {bar_way(view, "check", "common.done", DO_DONE),
                                   bar_done(view, "ended.again", DO_ASK)};
    buttons[1].icon = "bell";
    page_question(view, area,
                  &(struct question){.icon = sign_name(app->visit.request.ticket.sign),
                                     .plate = COLOR_BRASS_100,
                                     .ink = COLOR_DISC_MARK,
                                     .title = view_tr(view, refused ? "ended.refused.title" : "ended.title"),
                                     .body = ended_body(app, view),
                                     .buttons = buttons,
                                     .button_count = 2});
    page_rail(app, view, RAIL_OVER | RAIL_ALWAYS);
}

static bool ended_act(struct app *app, struct action action)
{
    if (action.kind == DO_ASK)
        app_ask_anew(app);
    return false;
}

const struct screen screen_ended = {.name = "ended", .view = ended_view, .act = ended_act};
