/* Neither sent nor saved: said plainly, with every way that does not need this kiosk, and another try. */
#include "screens/flow.h"

static const struct text_style STYLE_WAY_HEAD = {TYPEFACE_SANS, 700, 40, 46};

struct other_way {
    const char *icon;
    const char *head;
    const char *strong; /* may be NULL */
    const char *more;
};

/* Where the words are long, the cards' inner edge gives way first. */
#define PADDING       36
#define PADDING_SMALL 22
#define ROOMY_HEIGHT  220

static void way_card(struct view *view, struct rect box, const struct other_way *way)
{
    view_card(view, box);
    struct rect inside = rect_inset(box, 30, box.h > ROOMY_HEIGHT ? PADDING_SMALL : PADDING);
    view_icon(view, inside.x, inside.y, 58, way->icon, COLOR_INK);
    rect_cut_start(&inside, 58 + 22);
    rect_cut_top(&inside, view_text(view, inside, STYLE_WAY_HEAD, COLOR_INK, ALIGN_START, way->head) + 8);
    if (way->strong)
        rect_cut_top(&inside, view_text(view, inside, STYLE_KEY, COLOR_INK, ALIGN_START, way->strong));
    view_text(view, inside, STYLE_STEP, COLOR_INK, ALIGN_START, way->more);
}

static int way_height(struct view *view, int width, const struct other_way *way)
{
    const int words = width - 60 - 80;
    int height = view_text_height(view, STYLE_WAY_HEAD, words, way->head) + 8;
    if (way->strong)
        height += view_text_height(view, STYLE_KEY, words, way->strong);
    height += view_text_height(view, STYLE_STEP, words, way->more);
    return height + 2 * (height + 2 * PADDING > ROOMY_HEIGHT ? PADDING_SMALL : PADDING);
}

static int ways_row(const struct app *app, struct view *view, struct rect area)
{
    bool line = app->board && app->board->site.coach_line[0];
    const struct other_way ways[] = {
        {"people", view_tr(view, "off.desk"), NULL, view_tr(view, "off.desk.say")},
        {"phone", view_tr(view, "off.call"), line ? words_phone(view, app->board->site.coach_line) : "",
         line ? words_hours(view, &app->board->site.hours) : ""}};
    const int count = line ? 2 : 1;
    const int width = count == 2 ? rect_column(area, 0, 2, 20).w : area.w;
    int height = 0;
    for (int i = 0; i < count; i++) {
        int needed = way_height(view, width, &ways[i]);
        height = needed > height ? needed : height;
    }
    for (int i = 0; i < count; i++) {
        struct rect box = rect_column(area, i, count, 20);
        box.h = height;
        way_card(view, box, &ways[i]);
    }
    return height;
}

static void not_saved_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    struct rect top = rect_cut_top(&area, 132);
    view_arch_icon(view, rect_cut_start(&top, 132), COLOR_BRASS_100, app->linked ? "alert" : "offline", 82,
                   COLOR_DISC_MARK);
    rect_cut_start(&top, 28);
    /* The disk may be at fault while the coaches could be reached: then that is not blamed. */
    page_title_fitting(view, rect_cut_top(&top, 66), STYLE_TITLE,
                       view_tr(view, app->linked ? "off.title.here" : "off.title"));
    rect_cut_top(&top, 6);
    view_text(view, (struct rect){top.x, top.y, top.w, 0}, STYLE_BODY, COLOR_INK, ALIGN_START,
              view_tr(view, "off.body"));

    rect_cut_top(&area, 36);
    view_text(view, rect_cut_top(&area, 44), STYLE_ROW, COLOR_INK, ALIGN_START, view_tr(view, "off.still"));
    rect_cut_top(&area, 16);
    int height = ways_row(app, view, area);
    rect_cut_top(&area, height + (height > ROOMY_HEIGHT ? 20 : 28));
    view_icon_line(view, area, "help-now", 44, COLOR_INK, 18, STYLE_STEP, COLOR_INK,
                   view_tr(view, "off.danger"));

    struct bar_button buttons[] = {bar_way(view, "card", "home.card", DO_CARD),
                                   bar_done(view, "off.again", DO_TRY_AGAIN)};
    buttons[1].icon = "restart";
    page_bar(view, bar, buttons, 2);
    page_rail(app, view, RAIL_PAGE);
}

static void not_saved_flow(const struct app *app, struct view *view)
{
    bool line = app->board && app->board->site.coach_line[0];
    struct bar_button again = bar_done(view, "off.again", DO_TRY_AGAIN);
    again.icon = "restart";
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_TITLE, view_tr(view, app->linked ? "off.title.here" : "off.title"));
    flow_words(&flow, 0, 0, STYLE_BODY, COLOR_INK, view_tr(view, "off.body"));
    flow_words(&flow, 24, FLOW_KEEP, STYLE_ROW, COLOR_INK, view_tr(view, "off.still"));
    flow_card(&flow, 12, "people", STYLE_WAY_HEAD, view_tr(view, "off.desk"), view_tr(view, "off.desk.say"));
    if (line)
        flow_card(&flow, 16, "phone", STYLE_WAY_HEAD,
                  arena_format(&view->list->arena, "%s\n%s", view_tr(view, "off.call"),
                               words_phone(view, app->board->site.coach_line)),
                  words_hours(view, &app->board->site.hours));
    flow_line(&flow, 24, 0, "help-now", COLOR_INK, STYLE_STEP, view_tr(view, "off.danger"));
    flow_bar(&flow, bar_way(view, "card", "home.card", DO_CARD));
    flow_bar(&flow, again);
    flow_end(&flow, RAIL_PAGE);
}

static bool not_saved_act(struct app *app, struct action action)
{
    if (action.kind != DO_TRY_AGAIN)
        return false;
    app_send(app);
    return true;
}

const struct screen screen_not_saved = {
    .name = "not_saved", .view = not_saved_view, .flow = not_saved_flow, .act = not_saved_act};
