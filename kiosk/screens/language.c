/* Choose your language: each in its own name, no flags. A touch changes the page's language at once; the
 * button below, already in the new language, goes back. */
#include "screens/flow.h"
#include "screens/pieces.h"

#define COLUMNS     3
#define TILE_HEIGHT 126
#define TILE_GAP    20
#define LOW_HEIGHT  92 /* more than three rows */
#define LOW_GAP     14
#define TICK_SIZE   40
#define GLOBE       64

static const struct text_style style_name = {TYPEFACE_SANS, 700, 42, 48};

static void tile_view(struct view *view, struct rect box, const struct app_language *language, int index,
                      bool chosen)
{
    int target = view_box(view, box, chosen ? COLOR_CHOSEN : COLOR_PAPER, radii_all(24));
    struct element *tile = view_at(view, target);
    tile->edge = chosen ? COLOR_CHOSEN_2 : COLOR_LINE_STRONG;
    tile->edge_width = 3;
    tile->role = TARGET_RADIO;
    tile->chosen = chosen;
    tile->pressed_fill = chosen ? COLOR_CHOSEN_2 : COLOR_MIST_2;
    tile->label = language->own_name;
    tile->action = (struct action){DO_PICK_LANGUAGE, index};
    struct rect inside = rect_inset(box, 21, 0);
    if (chosen) {
        struct rect tick = rect_centered(rect_cut_end(&inside, TICK_SIZE), TICK_SIZE, TICK_SIZE);
        view_box(view, tick, COLOR_CHOSEN_MARK, radii_all(12));
        view_icon(view, tick.x + 3, tick.y + 3, 34, "check", COLOR_ON_CHOSEN_MARK);
        rect_cut_end(&inside, 16);
    }
    int height = view_text_height(view, style_name, inside.w, language->own_name);
    struct rect words = rect_centered(inside, inside.w, height);
    view_text(view, words, style_name, chosen ? COLOR_ON_CHOSEN : COLOR_INK, ALIGN_START, language->own_name);
    view_own(view, target);
}

static void language_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    struct rect heading = rect_cut_top(&area, STYLE_TITLE.line);
    struct rect globe = rect_centered(rect_cut_start(&heading, GLOBE), GLOBE, GLOBE);
    view_icon(view, globe.x, globe.y, GLOBE, "globe", COLOR_INK);
    rect_cut_start(&heading, 22);
    view_title(view, heading, STYLE_TITLE, view_tr(view, "lang.title"));
    rect_cut_top(&area, 26);
    int offered[APP_LANGUAGES_MAX];
    int count = (int)app_offered_languages(app, offered);
    int rows = (count + COLUMNS - 1) / COLUMNS;
    int height = rows > 3 ? LOW_HEIGHT : TILE_HEIGHT, gap = rows > 3 ? LOW_GAP : TILE_GAP;
    struct rect tiles = rect_cut_top(&area, rows * (height + gap) - gap);
    for (int i = 0; i < count; i++) {
        struct rect row = {tiles.x, tiles.y + i / COLUMNS * (height + gap), tiles.w, height};
        tile_view(view, rect_column(row, i % COLUMNS, COLUMNS, TILE_GAP), &app->languages[offered[i]],
                  offered[i], offered[i] == app->visit.language);
    }
    rect_cut_top(&area, rows > 3 ? 14 : 24);
    if (area.h >= 48) {
        view_icon_line(view, area, "chat", 48, COLOR_INK, 20, STYLE_BODY, COLOR_INK,
                       view_tr(view, "lang.interp"));
    }
    struct bar_button use = {.kind = BUTTON_PRIMARY,
                             .grows = true,
                             .style = STYLE_KEY,
                             .icon = "check",
                             .icon_size = 50,
                             .text = view_tr(view, "lang.use"),
                             .action = {DO_CLOSE, 0}};
    page_bar(view, bar, &use, 1);
    page_rail(app, view, RAIL_PAGE | RAIL_LANGUAGE_OPEN);
}

struct tile {
    const struct app_language *language;
    int index;
    bool chosen;
};

static int tile_height(struct view *view, int width, const void *what)
{
    const struct tile *tile = what;
    int words =
        view_text_height(view, style_name, width - 42 - TICK_SIZE - 16, tile->language->own_name) + 36;
    int least = view_at_least(view, TILE_HEIGHT, 20);
    return words > least ? words : least;
}

static void tile_draw(struct view *view, struct rect box, const void *what)
{
    const struct tile *tile = what;
    tile_view(view, box, tile->language, tile->index, tile->chosen);
}

static void language_flow(const struct app *app, struct view *view)
{
    struct tile tiles[APP_LANGUAGES_MAX];
    int offered[APP_LANGUAGES_MAX];
    int count = (int)app_offered_languages(app, offered);
    for (int i = 0; i < count; i++)
        tiles[i] = (struct tile){&app->languages[offered[i]], offered[i], offered[i] == app->visit.language};
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_TITLE, view_tr(view, "lang.title"));
    flow_cells(&flow, 8, count, 220, tile_height, tile_draw, tiles, sizeof tiles[0]);
    flow_line(&flow, 24, 0, "chat", COLOR_INK, STYLE_BODY, view_tr(view, "lang.interp"));
    flow_bar(&flow, bar_done(view, "lang.use", DO_CLOSE));
    flow_end(&flow, RAIL_PAGE | RAIL_LANGUAGE_OPEN);
}

static bool language_act(struct app *app, struct action action)
{
    if (action.kind != DO_PICK_LANGUAGE) {
        return false;
    }
    if (action.arg >= 0 && (size_t)action.arg < app->language_count && app->languages[action.arg].offered) {
        app->visit.language = action.arg;
    }
    return true;
}

const struct screen screen_language = {
    .name = "language", .view = language_view, .flow = language_flow, .act = language_act};
