/* Without a board nothing can be asked for here: not yet, or, where no queue knows this kiosk, not now. The
 * page says so and where to go. Help works all the same. */
#include "screens/flow.h"

static const char *title(const struct app *app, struct view *view)
{
    return view_tr(view, app->standing == STANDING_KNOWN ? "starting.title" : "starting.out");
}

/* NULL: nothing more is to be said to patients. */
static const char *more(const struct app *app, struct view *view)
{
    return app->standing == STANDING_KNOWN ? view_tr(view, "starting.body") : NULL;
}

/* For the person who sets the kiosk up, in English as all of the installer's pages; NULL: nothing. */
static const char *for_installer(const struct app *app)
{
    return app->standing == STANDING_UNPAIRED
               ? "Installer: this kiosk is not paired yet. Press Ctrl+Alt+I on a keyboard, or hold the "
                 "installer\u2019s key."
               : NULL;
}

static void starting_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    int width = area.w > 860 ? 860 : area.w;
    struct rect box = rect_centered(area, width, 460);
    struct rect arch = rect_cut_top(&box, 132);
    view_arch_icon(view, (struct rect){arch.x, arch.y, 132, 132}, COLOR_BRASS_100, "bell", 84,
                   COLOR_DISC_MARK);
    rect_cut_top(&box, 30);
    rect_cut_top(&box, view_title(view, box, STYLE_TITLE, title(app, view)) + 12);
    if (more(app, view))
        rect_cut_top(&box, view_text(view, box, STYLE_BODY, COLOR_INK, ALIGN_START, more(app, view)) + 24);
    rect_cut_top(&box, view_icon_line(view, box, "people", 50, COLOR_INK, 20, STYLE_ROW, COLOR_INK,
                                      view_tr(view, "starting.desk")) +
                           40);
    if (for_installer(app))
        view_icon_line(view, box, "wrench", 40, COLOR_INK, 20, STYLE_LABEL, COLOR_INK, for_installer(app));
    page_rail(app, view, RAIL_BRAND | RAIL_ALWAYS);
}

static void starting_flow(const struct app *app, struct view *view)
{
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_TITLE, title(app, view));
    if (more(app, view))
        flow_words(&flow, 0, 0, STYLE_BODY, COLOR_INK, more(app, view));
    flow_line(&flow, 28, 0, "people", COLOR_INK, STYLE_ROW, view_tr(view, "starting.desk"));
    if (for_installer(app))
        flow_line(&flow, 40, 0, "wrench", COLOR_INK, STYLE_LABEL, for_installer(app));
    flow_end(&flow, RAIL_BRAND | RAIL_ALWAYS);
}

const struct screen screen_starting = {.name = "starting", .view = starting_view, .flow = starting_flow};
