/* Help now: one touch brings it, from local data alone; one more calls staff. It asks for nothing and
 * promises no outcome. */
#include "screens/flow.h"
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

/* Large text across says it shorter, so that it stays one page: nothing here may be behind another touch. */
static void help_flow(const struct app *app, struct view *view)
{
    const struct region *region = &app->region;
    const char *emergency = region->emergency, *crisis = region->crisis;
    const bool brief = view->mode.text_size != TEXT_USUAL || view->mode.lower;
    const char *lines =
        arena_format(&view->list->arena, "%s\n%s", crisis_words(app, view), view_tr(view, "help.988.free"));
    const char *call = region->crisis_texts ? "help.988.short" : "help.988.call";
    struct bar_button bring = {.kind = BUTTON_DANGER,
                               .style = style_bring,
                               .icon = "help-now",
                               .icon_size = 84,
                               .text = view_tr(view, "help.bring"),
                               .action = {DO_BRING_STAFF, 0},
                               .height = view_at_least(view, BRING_HEIGHT, 25),
                               .grows = true};
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_ROSE);
    flow_title(&flow, STYLE_TITLE, view_tr(view, "help.title"));
    if (!brief)
        flow_words(&flow, 0, FLOW_SPARE, STYLE_BODY, COLOR_INK, view_tr(view, "help.body"));
    flow_call(&flow, 8, emergency, NULL, view_fill(view, "help.911", "emergency", emergency, NULL),
              view_tr(view, brief ? "help.911.short" : "help.911.more"));
    flow_call(&flow, 8, crisis, NULL,
              brief ? view_fill(view, call, "crisis", crisis, NULL) : view_tr(view, "help.988"),
              brief ? view_tr(view, "help.988.free") : lines);
    flow_call(&flow, 8, NULL, "kit", view_tr(view, "help.od"),
              view_fill(view, "help.od.more", "emergency", emergency, NULL));
    flow_bar(&flow, bring);
    flow_end(&flow, RAIL_PAGE);
}

const struct screen screen_help = {.name = "help", .view = help_view, .flow = help_flow};
