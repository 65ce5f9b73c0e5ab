/* Before the first board: nothing can be asked for here yet, and the page says so and where to go. Help works
 * already. */
#include "screens/flow.h"

static void starting_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    int width = area.w > 860 ? 860 : area.w;
    struct rect box = rect_centered(area, width, 460);
    struct rect arch = rect_cut_top(&box, 132);
    view_arch_icon(view, (struct rect){arch.x, arch.y, 132, 132}, COLOR_BRASS_100, "bell", 84,
                   COLOR_DISC_MARK);
    rect_cut_top(&box, 30);
    rect_cut_top(&box, view_title(view, box, STYLE_TITLE, view_tr(view, "starting.title")) + 12);
    rect_cut_top(
        &box, view_text(view, box, STYLE_BODY, COLOR_INK, ALIGN_START, view_tr(view, "starting.body")) + 24);
    view_icon_line(view, box, "people", 50, COLOR_INK, 20, STYLE_ROW, COLOR_INK,
                   view_tr(view, "starting.desk"));
    page_rail(app, view, RAIL_BRAND | RAIL_ALWAYS);
}

static void starting_flow(const struct app *app, struct view *view)
{
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_TITLE, view_tr(view, "starting.title"));
    flow_words(&flow, 0, 0, STYLE_BODY, COLOR_INK, view_tr(view, "starting.body"));
    flow_line(&flow, 28, 0, "people", COLOR_INK, STYLE_ROW, view_tr(view, "starting.desk"));
    flow_end(&flow, RAIL_BRAND | RAIL_ALWAYS);
}

const struct screen screen_starting = {.name = "starting", .view = starting_view, .flow = starting_flow};
