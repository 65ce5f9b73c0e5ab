/* Cancelled; or, until the queue has said so, what is true on the way there. */
#include "screens/screen.h"

static const char *cancelled_title(const struct app *app)
{
    const struct visit *visit = &app->visit;
    if (!app_request_open(app))
        return "cancel.done.title";
    return visit->wish_way == WISH_SAVED && visit->sending_slow ? "off.saved" : "cancel.sending";
}

static const char *cancelled_body(const struct app *app)
{
    const struct visit *visit = &app->visit;
    if (!app_request_open(app))
        return "cancel.done.body";
    return visit->wish_way == WISH_SAVED && visit->sending_slow ? "cancel.saved" : "review.sending.body";
}

static void cancelled_view(const struct app *app, struct view *view)
{
    bool done = !app_request_open(app);
    struct rect area = view_page(view, COLOR_MIST);
    struct bar_button buttons[2];
    int count = 0;
    if (done)
        buttons[count++] = bar_way(view, "bell", "ended.again", DO_ASK);
    buttons[count++] = bar_done(view, "common.done", DO_DONE);
    page_question(view, area,
                  &(struct question){.icon = done ? "check" : sign_name(app->visit.request.ticket.sign),
                                     .plate = done ? COLOR_HERE_100 : COLOR_SPRUCE,
                                     .ink = done ? COLOR_HERE_INK : COLOR_BRASS_MARK,
                                     .title = view_tr(view, cancelled_title(app)),
                                     .body = view_tr(view, cancelled_body(app)),
                                     .buttons = buttons,
                                     .button_count = count});
    page_rail(app, view, RAIL_OVER | RAIL_ALWAYS);
}

/* Asking again is a new request: nothing of the old one goes along. */
static bool cancelled_act(struct app *app, struct action action)
{
    if (action.kind == DO_ASK)
        app_ask_anew(app);
    return false;
}

const struct screen screen_cancelled = {.name = "cancelled", .view = cancelled_view, .act = cancelled_act};
