/* Help now: one touch brings it, from local data alone; one more calls staff. It asks for nothing and
 * promises no outcome. */
#include "screens/pieces.h"

#define BRING_HEIGHT 168
#define ROW_PADDING  13

static const struct text_style style_bring = {TYPEFACE_SANS, 700, 54, 64};

static void rows_view(const struct app *app, struct view *view, struct rect area)
{
    const struct region *region = &app->region;
    const char *emergency = region->emergency;
    rect_cut_top(&area, view_call_row(view, area, ROW_PADDING, emergency, NULL,
                                      view_fill(view, "help.911", "emergency", emergency, NULL),
                                      view_tr(view, "help.911.more")));
    view_rule(view, area.x, area.y, area.w, COLOR_ROSE_RULE);
    rect_cut_top(&area, 2);
    const char *free_words = view_tr(view, "help.988.free");
    const char *crisis = arena_format(&view->list->arena, "%s\n%s", crisis_words(app, view), free_words);
    rect_cut_top(&area, view_call_row(view, area, ROW_PADDING, region->crisis, NULL,
                                      view_tr(view, "help.988"), crisis ? crisis : free_words));
    view_rule(view, area.x, area.y, area.w, COLOR_ROSE_RULE);
    rect_cut_top(&area, 2);
    view_call_row(view, area, ROW_PADDING, NULL, "kit", view_tr(view, "help.od"),
                  view_fill(view, "help.od.more", "emergency", emergency, NULL));
}

static void help_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_ROSE);
    rect_cut_top(&area, view_title(view, area, STYLE_TITLE, view_tr(view, "help.title")) + 4);
    rect_cut_top(&area,
                 view_text(view, area, STYLE_BODY, COLOR_INK, ALIGN_START, view_tr(view, "help.body")) + 20);
    view_button(view, rect_cut_top(&area, BRING_HEIGHT), BUTTON_DANGER, style_bring, "help-now", 84,
                view_tr(view, "help.bring"), (struct action){DO_BRING_STAFF, 0});
    rect_cut_top(&area, LIP + 14);
    rows_view(app, view, area);
    page_rail(app, view, RAIL_PAGE);
}

const struct screen screen_help = {.name = "help", .view = help_view};
