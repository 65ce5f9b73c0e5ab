/* Cancel your request? No reason is asked for. */
#include "screens/screen.h"

static void cancel_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST_2);
    struct bar_button buttons[] = {bar_way(view, "close", "cancel.yes", DO_CANCEL_YES),
                                   bar_done(view, "cancel.no", DO_CANCEL_NO)};
    buttons[1].icon = NULL;
    page_question(view, area,
                  &(struct question){.icon = sign_name(app->visit.request.ticket.sign),
                                     .plate = COLOR_SPRUCE,
                                     .ink = COLOR_BRASS_MARK,
                                     .title = view_tr(view, "cancel.title"),
                                     .body = view_tr(view, "cancel.body"),
                                     .buttons = buttons,
                                     .button_count = 2});
    page_rail(app, view, RAIL_BACK | RAIL_OVER | RAIL_ALWAYS);
}

static bool cancel_act(struct app *app, struct action action)
{
    switch (action.kind) {
    case DO_CANCEL_YES:
        app_cancel_request(app);
        return true;
    case DO_CANCEL_NO:
        app_back(app);
        return true;
    default:
        return false;
    }
}

const struct screen screen_cancel = {.name = "cancel", .view = cancel_view, .act = cancel_act};
