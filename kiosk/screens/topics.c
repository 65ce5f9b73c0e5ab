/* What would help: touch any, or skip. Who sees it is said before anything is touched. */
#include "screens/flow.h"

#define TILE_COLUMNS 3
#define TILE_HEIGHT  132
#define TILE_GAP     18

static const struct text_style STYLE_TOPICS_TITLE = {TYPEFACE_SERIF, 400, 56, 66};

/* A request carries so many topics and no more, so no more are offered. */
static int topics_offered(const struct app *app)
{
    size_t count = app->board->topic_count;
    return (int)(count < REQUEST_TOPICS_MAX ? count : REQUEST_TOPICS_MAX);
}

static void tiles(const struct app *app, struct view *view, struct rect area)
{
    int count = topics_offered(app);
    int rows = (count + TILE_COLUMNS - 1) / TILE_COLUMNS;
    /* Three rows as drawn; a fourth makes them lower, still above the 20 mm of rules A8 on 15 inches. */
    int room = rows > 0 ? (area.h - (rows - 1) * TILE_GAP) / rows : 0;
    int height = room < TILE_HEIGHT ? room : TILE_HEIGHT;
    for (int i = 0; i < count; i++) {
        const struct topic *topic = &app->board->topics[i];
        struct rect box = rect_column(area, i % TILE_COLUMNS, TILE_COLUMNS, TILE_GAP);
        box.y += i / TILE_COLUMNS * (height + TILE_GAP);
        box.h = height;
        view_tile(view, box, topic->icon, words_label(view, &topic->label),
                  app->visit.draft.topics & (UINT32_C(1) << i), (struct action){DO_TOPIC, i});
    }
}

static void topics_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct rect title = rect_cut_top(&area, 66);
    rect_cut_end(&title, page_unsent(view, title) + 24);
    page_title_fitting(view, title, STYLE_TOPICS_TITLE, view_tr(view, "topics.title"));
    rect_cut_top(&area, 8);
    bool supervisors = app->board->site.settings.supervisors_see;
    int height = view_text(view, area, STYLE_BODY, COLOR_INK, ALIGN_START,
                           view_tr(view, supervisors ? "topics.body.supervisors" : "topics.body"));
    rect_cut_top(&area, height + (height > 44 ? 12 : 20));

    struct rect bar = page_bar_area(&area);
    rect_cut_bottom(&area, height > 44 ? 14 : 37);
    tiles(app, view, area);
    struct bar_button buttons[] = {bar_way(view, NULL, "topics.skip", DO_TOPICS_SKIP),
                                   bar_done(view, "common.done", DO_TOPICS_DONE)};
    buttons[0].style = STYLE_KEY;
    page_bar(view, bar, buttons, 2);
    page_rail(app, view, RAIL_PAGE);
}

struct topic_tile {
    const struct topic *topic;
    int index;
    bool chosen;
};

static int topic_height(struct view *view, int width, const void *what)
{
    const struct topic_tile *tile = what;
    int words = view_tile_height(view, width, label_in(&tile->topic->label, view->language));
    int least = view_at_least(view, words > 100 ? words : 100, 20);
    return words > least ? words : least;
}

static void topic_draw(struct view *view, struct rect box, const void *what)
{
    const struct topic_tile *tile = what;
    view_tile(view, box, tile->topic->icon, label_in(&tile->topic->label, view->language), tile->chosen,
              (struct action){DO_TOPIC, tile->index});
}

static void topics_flow(const struct app *app, struct view *view)
{
    struct topic_tile tiles[REQUEST_TOPICS_MAX];
    const int count = topics_offered(app);
    for (int i = 0; i < count; i++)
        tiles[i] =
            (struct topic_tile){&app->board->topics[i], i, app->visit.draft.topics & (UINT32_C(1) << i)};
    bool supervisors = app->board->site.settings.supervisors_see;
    struct bar_button skip = bar_way(view, NULL, "topics.skip", DO_TOPICS_SKIP);
    skip.style = STYLE_KEY;
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_TOPICS_TITLE, view_tr(view, "topics.title"));
    flow.note = view_tr(view, "request.unsent");
    flow_words(&flow, 0, 0, STYLE_BODY, COLOR_INK,
               view_tr(view, supervisors ? "topics.body.supervisors" : "topics.body"));
    flow_cells(&flow, 20, count, view->mode.text_size == TEXT_LARGEST ? 440 : 340, topic_height, topic_draw,
               tiles, sizeof tiles[0]);
    flow_bar(&flow, skip);
    flow_bar(&flow, bar_done(view, "common.done", DO_TOPICS_DONE));
    flow_end(&flow, RAIL_PAGE);
}

static bool topics_act(struct app *app, struct action action)
{
    struct draft *draft = &app->visit.draft;
    switch (action.kind) {
    case DO_TOPIC:
        if (action.arg >= 0 && action.arg < topics_offered(app)) {
            draft->topics ^= UINT32_C(1) << action.arg;
            app->visit.touched = true;
        }
        return true;
    case DO_TOPICS_SKIP:
        draft->topics = 0;
        app_back(app);
        return true;
    case DO_TOPICS_DONE:
        app_back(app);
        return true;
    default:
        return false;
    }
}

const struct screen screen_topics = {
    .name = "topics", .view = topics_view, .flow = topics_flow, .act = topics_act};
