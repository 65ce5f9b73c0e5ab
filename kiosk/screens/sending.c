/* Between Send and the first answer: a moment, in which nothing is claimed. */
#include "screens/screen.h"

static void sending_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    page_question(view, area,
                  &(struct question){.icon = "bell",
                                     .plate = COLOR_BRASS_100,
                                     .ink = COLOR_DISC_MARK,
                                     .title = view_tr(view, "review.sending"),
                                     .body = view_tr(view, "review.sending.body")});
    page_rail(app, view, RAIL_OVER | RAIL_ALWAYS);
}

const struct screen screen_sending = {.name = "sending", .view = sending_view};
