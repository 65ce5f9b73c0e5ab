/* How should we find you: the sign, a first name typed on the screen, or a text to a number, where the site
 * texts. */
#include "screens/typing.h"

static const struct text_style STYLE_FIND_TITLE = {TYPEFACE_SERIF, 400, 54, 66};
static const struct text_style STYLE_EXAMPLE = {TYPEFACE_SERIF, 400, 64, 70};
static const struct text_style STYLE_EXAMPLE_NUMBER = {TYPEFACE_SANS, 700, 64, 70};
static const struct text_style STYLE_QUIET = {TYPEFACE_SANS, 600, 32, 42};

static bool names_allowed(const struct app *app)
{
    return app->board && app->board->site.settings.names_allowed && app_can_seal(app);
}

static bool texting(const struct app *app)
{
    return app->board && app->board->site.settings.texting && app_can_seal(app);
}

/* ---- the sign ---- */

#define EXAMPLE_WIDTH 400
#define EXAMPLE_ICON  130

static int example_ticket_height(struct view *view, int width)
{
    return 20 + EXAMPLE_ICON + 10 + view_style(view, STYLE_EXAMPLE).line + 11 +
           view_text_height(view, STYLE_LABEL, width, view_tr(view, "find.sign.example")) + 21;
}

static void example_ticket(struct view *view, struct rect box)
{
    view_box(view, box, COLOR_SPRUCE, radii_all(36));
    view_icon(view, box.x + (box.w - EXAMPLE_ICON) / 2, box.y + 20, EXAMPLE_ICON, "leaf", COLOR_BRASS_MARK);
    const char *word = words_sign(view, SIGN_LEAF);
    int word_width = view_text_width(view, STYLE_EXAMPLE, word);
    int number_width = view_text_width(view, STYLE_EXAMPLE_NUMBER, "47");
    struct rect line = {box.x + (box.w - word_width - 18 - number_width) / 2, box.y + 20 + EXAMPLE_ICON + 10,
                        word_width, 0};
    int height = view_text(view, line, STYLE_EXAMPLE, COLOR_ON_SPRUCE, ALIGN_START, word);
    line.x += word_width + 18;
    line.w = number_width;
    view_text(view, line, STYLE_EXAMPLE_NUMBER, COLOR_ON_SPRUCE, ALIGN_START, "47");
    view_text(view, (struct rect){box.x, line.y + height + 11, box.w, 0}, STYLE_LABEL, COLOR_ON_SPRUCE,
              ALIGN_CENTER, view_tr(view, "find.sign.example"));
}

static void sign_part(struct view *view, struct rect area)
{
    struct rect bar = page_bar_area(&area);
    struct rect ticket = rect_cut_end(&area, EXAMPLE_WIDTH);
    example_ticket(view, rect_centered(ticket, EXAMPLE_WIDTH, example_ticket_height(view, EXAMPLE_WIDTH)));
    rect_cut_end(&area, 40);

    const char *head = view_tr(view, "find.sign.head"), *body = view_tr(view, "find.sign.body");
    const char *quiet = view_tr(view, "find.sign.private");
    int head_height = view_text_height(view, STYLE_KEY, area.w, head);
    int body_height = view_text_height(view, STYLE_BODY, area.w, body);
    int quiet_height = view_text_height(view, STYLE_QUIET, area.w - 58, quiet);
    area = rect_centered(area, area.w, head_height + 12 + body_height + 22 + quiet_height);
    view_text(view, rect_cut_top(&area, head_height), STYLE_KEY, COLOR_INK, ALIGN_START, head);
    rect_cut_top(&area, 12);
    view_text(view, rect_cut_top(&area, body_height), STYLE_BODY, COLOR_INK, ALIGN_START, body);
    rect_cut_top(&area, 22);
    view_icon_line(view, area, "eye-off", 42, COLOR_INK, 16, STYLE_QUIET, COLOR_INK, quiet);

    struct bar_button done = bar_done(view, "common.done", DO_FIND_DONE);
    page_bar(view, bar, &done, 1);
}

/* ---- the page ---- */

struct way {
    const char *id;
    enum request_find find;
};

static int ways_offered(const struct app *app, struct way ret_ways[3])
{
    int count = 0;
    ret_ways[count++] = (struct way){"find.sign", FIND_SIGN};
    if (names_allowed(app))
        ret_ways[count++] = (struct way){"find.name", FIND_NAME};
    if (texting(app))
        ret_ways[count++] = (struct way){"find.text", FIND_TEXT};
    return count;
}

static bool is_offered(const struct app *app, int find)
{
    struct way ways[3];
    int count = ways_offered(app, ways);
    for (int i = 0; i < count; i++)
        if ((int)ways[i].find == find)
            return true;
    return false;
}

static void find_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct rect title = rect_cut_top(&area, 66);
    rect_cut_end(&title, page_unsent(view, title) + 24);
    page_title_fitting(view, title, STYLE_FIND_TITLE, view_tr(view, "find.title"));
    rect_cut_top(&area, 14);

    struct way ways[3];
    int count = ways_offered(app, ways);
    enum request_find find = app->visit.draft.find;
    struct rect options = rect_cut_top(&area, 108);
    if (!is_offered(app, (int)find))
        find = FIND_SIGN;
    for (int i = 0; i < count; i++)
        view_option(view, rect_column(options, i, count > 2 ? count : 2, 18), view_tr(view, ways[i].id),
                    ways[i].find == find, (struct action){DO_FIND, (int)ways[i].find});
    if (find == FIND_NAME)
        typing_text_view(app, view, area, view_tr(view, "find.name.label"), app->visit.draft.name);
    else if (find == FIND_TEXT)
        typing_phone_view(app, view, area);
    else
        sign_part(view, area);
    page_rail(app, view, RAIL_PAGE);
}

/* ---- as blocks ---- */

static void flow_choices(struct flow *flow, enum request_find find)
{
    struct way ways[3];
    struct flow_option choices[3];
    int count = ways_offered(flow->app, ways);
    for (int i = 0; i < count; i++)
        choices[i] = (struct flow_option){
            view_tr(flow->view, ways[i].id), ways[i].find == find, {DO_FIND, (int)ways[i].find}};
    flow_options(flow, 16, 340, 96, choices, count);
}

static int example_height(struct view *view, int width, const void *what)
{
    (void)what;
    return example_ticket_height(view, width < EXAMPLE_WIDTH ? width : EXAMPLE_WIDTH);
}

static void example_draw(struct view *view, struct rect box, const void *what)
{
    (void)what;
    example_ticket(view, rect_centered(box, box.w < EXAMPLE_WIDTH ? box.w : EXAMPLE_WIDTH, box.h));
}

/* While typing the keys come first, and the other ways behind them. */
static void find_flow(const struct app *app, struct view *view)
{
    enum request_find find = is_offered(app, (int)app->visit.draft.find) ? app->visit.draft.find : FIND_SIGN;
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    if (find == FIND_NAME) {
        typing_text_flow(&flow, view_tr(view, "find.name.label"), app->visit.draft.name);
        flow_choices(&flow, find);
    } else if (find == FIND_TEXT) {
        typing_phone_flow(&flow);
        flow_choices(&flow, find);
    } else {
        flow_title(&flow, STYLE_FIND_TITLE, view_tr(view, "find.title"));
        flow_choices(&flow, find);
        flow_words(&flow, 24, 0, STYLE_KEY, COLOR_INK, view_tr(view, "find.sign.head"));
        flow_words(&flow, 8, 0, STYLE_BODY, COLOR_INK, view_tr(view, "find.sign.body"));
        flow_line(&flow, 16, 0, "eye-off", COLOR_INK, STYLE_QUIET, view_tr(view, "find.sign.private"));
        flow_add(&flow, 24, FLOW_SPARE, example_height, example_draw, &app, sizeof app);
        flow_bar(&flow, bar_done(view, "common.done", DO_FIND_DONE));
    }
    flow_end(&flow, RAIL_PAGE);
}

/* A way without what it needs is the sign. */
static void find_done(struct app *app)
{
    struct draft *draft = &app->visit.draft;
    typing_text_finish(draft->name);
    if ((draft->find == FIND_NAME && draft->name[0] == '\0') ||
        (draft->find == FIND_TEXT && !app_phone_ready(app)))
        draft->find = FIND_SIGN;
    app_back(app);
}

static bool find_act(struct app *app, struct action action)
{
    struct draft *draft = &app->visit.draft;
    if (action.kind == DO_FIND) {
        if (is_offered(app, action.arg)) {
            draft->find = (enum request_find)action.arg;
            app->visit.touched = true;
        }
        return true;
    }
    if (action.kind == DO_FIND_DONE) {
        find_done(app);
        return true;
    }
    if (draft->find == FIND_TEXT)
        return typing_phone_act(app, action);
    return typing_text_act(app, action, draft->name, RELAY_NAME_MAX, true);
}

const struct screen screen_find = {.name = "find", .view = find_view, .flow = find_flow, .act = find_act};
