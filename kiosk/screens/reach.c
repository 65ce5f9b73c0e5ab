/* Where can we find you, when nobody is here now: on a day with a coach, at a place, or by phone where the
 * site allows it. */
#include "base/date.h"
#include "screens/typing.h"

#define DAYS_MAX        3
#define DAYS_AHEAD      14
#define PLACE_TYPED_MAX 48 /* one line that can be read before sending */
#define UNSURE          (-1)

static const struct text_style STYLE_REACH_TITLE = {TYPEFACE_SERIF, 400, 54, 66};
static const struct text_style STYLE_CHOICE = {TYPEFACE_SANS, 700, 34, 40};
static const struct text_style STYLE_ENOUGH = {TYPEFACE_SANS, 600, 32, 40};

/* ---- days with a coach ---- */

static bool a_coach_is_in(const struct app *app, int64_t from_ms, int64_t until_ms)
{
    if (from_ms < app->now.wall_ms)
        from_ms = app->now.wall_ms;
    for (size_t i = 0; from_ms < until_ms && i < app->board->coach_count; i++)
        if (schedule_meets(&app->board->coaches[i].schedule, app->zone, from_ms, until_ms))
            return true;
    return false;
}

struct window reach_window(const struct zone *zone, struct date date, enum day_part part)
{
    static const int minutes[][2] = {
        [PART_ANY] = {0, 1440}, [PART_MORNING] = {0, 720}, [PART_AFTERNOON] = {720, 1440}};
    if (date.year == 0)
        return (struct window){0, 0};
    return (struct window){zone_wall_ms(zone, date, minutes[part][0]),
                           zone_wall_ms(zone, date, minutes[part][1])};
}

static bool part_is_open(const struct app *app, struct date date, enum day_part part)
{
    struct window window = reach_window(app->zone, date, part);
    return a_coach_is_in(app, window.from_ms, window.until_ms);
}

static int days_with_a_coach(const struct app *app, struct date ret_days[DAYS_MAX])
{
    int count = 0;
    if (!app->board || app_board_stale(app))
        return 0;
    struct date today = zone_local(app->zone, app->now.wall_ms).date;
    for (int i = 0; i < DAYS_AHEAD && count < DAYS_MAX; i++) {
        struct date day = date_add_days(today, i);
        if (part_is_open(app, day, PART_ANY))
            ret_days[count++] = day;
    }
    return count;
}

/* ---- I will be here ---- */

static bool is_day(struct date a, struct date b)
{
    return date_compare(a, b) == 0;
}

static void days_view(const struct app *app, struct view *view, struct rect row)
{
    struct date days[DAYS_MAX];
    int count = days_with_a_coach(app, days);
    struct date chosen = app->visit.draft.due_date;
    for (int i = 0; i < count; i++) {
        int64_t noon_ms = zone_wall_ms(app->zone, days[i], 720);
        view_segment(view, rect_column(row, i, count + 1, 16), STYLE_CHOICE,
                     words_day(view, app->zone, noon_ms, app->now.wall_ms), is_day(days[i], chosen),
                     (struct action){DO_REACH_DAY, i});
    }
    view_segment(view, rect_column(row, count, count + 1, 16), STYLE_CHOICE, view_tr(view, "reach.unsure"),
                 chosen.year == 0, (struct action){DO_REACH_DAY, UNSURE});
}

static void parts_view(const struct app *app, struct view *view, struct rect area)
{
    static const struct {
        const char *id;
        enum day_part part;
    } parts[] = {
        {"reach.morning", PART_MORNING}, {"reach.afternoon", PART_AFTERNOON}, {"reach.anytime", PART_ANY}};
    const struct draft *draft = &app->visit.draft;
    if (draft->due_date.year == 0)
        return;
    rect_cut_top(
        &area,
        view_text(view, area, STYLE_LABEL_SEMI, COLOR_INK, ALIGN_START, view_tr(view, "reach.time")) + 4);
    struct rect row = rect_cut_top(&area, 110);
    int count = 0, at = 0;
    for (int i = 0; i < 3; i++)
        count += part_is_open(app, draft->due_date, parts[i].part);
    for (int i = 0; i < 3; i++)
        if (part_is_open(app, draft->due_date, parts[i].part))
            view_segment(view, rect_column(row, at++, count, 16), STYLE_CHOICE, view_tr(view, parts[i].id),
                         draft->due_part == parts[i].part,
                         (struct action){DO_REACH_PART, (int)parts[i].part});
}

static void here_part(const struct app *app, struct view *view, struct rect area)
{
    struct rect bar = page_bar_area(&area);
    rect_cut_top(&area, 16);
    rect_cut_top(&area,
                 view_text(view, area, STYLE_LABEL_SEMI, COLOR_INK, ALIGN_START, view_tr(view, "reach.day")) +
                     4);
    days_view(app, view, rect_cut_top(&area, 110));
    rect_cut_top(&area, 16);
    struct rect parts = rect_cut_top(&area, 160);
    parts_view(app, view, parts);
    rect_cut_top(&area, 14);
    const char *enough = view_tr(view, "reach.enough");
    struct text_style style = STYLE_ENOUGH;
    while (style.size > 27 && view_text_height(view, style, area.w - 58, enough) > style.line)
        style.size--;
    view_icon_line(view, area, "eye-off", 42, COLOR_INK, 16, style, COLOR_INK, enough);
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
    const struct site_settings *settings = app->board ? &app->board->site.settings : NULL;
    int count = 1;
    ret_ways[0] = (struct way){"reach.here", FIND_HERE};
    if (!app_can_seal(app))
        return count;
    ret_ways[count++] = (struct way){"reach.look", FIND_LOOK};
    if (settings && settings->texting)
        ret_ways[count++] = (struct way){settings->calling ? "reach.call" : "find.text", FIND_TEXT};
    else if (settings && settings->calling)
        ret_ways[count++] = (struct way){"reach.call.only", FIND_CALL};
    return count;
}

static void reach_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct rect title = rect_cut_top(&area, 66);
    rect_cut_end(&title, page_unsent(view, title) + 24);
    page_title_fitting(view, title, STYLE_REACH_TITLE, view_tr(view, "reach.title"));
    rect_cut_top(&area, 14);

    struct way ways[3];
    int count = ways_offered(app, ways);
    enum request_find find = app->visit.draft.find;
    struct rect options = rect_cut_top(&area, 108);
    for (int i = 0; i < count; i++)
        view_option(view, rect_column(options, i, count, 18), view_tr(view, ways[i].id), ways[i].find == find,
                    (struct action){DO_FIND, (int)ways[i].find});
    if (find == FIND_LOOK)
        typing_text_view(app, view, area, view_tr(view, "reach.place"), app->visit.draft.place);
    else if (request_find_by_phone(find))
        typing_phone_view(app, view, area);
    else
        here_part(app, view, area);
    page_rail(app, view, RAIL_PAGE);
}

/* ---- as blocks ---- */

static void flow_choices(struct flow *flow, int gap, const struct flow_option *choices, int count)
{
    flow_options(flow, gap, 320, 96, choices, count);
}

static void flow_ways(struct flow *flow)
{
    struct way ways[3];
    struct flow_option choices[3];
    int count = ways_offered(flow->app, ways);
    for (int i = 0; i < count; i++)
        choices[i] = (struct flow_option){view_tr(flow->view, ways[i].id),
                                          ways[i].find == flow->app->visit.draft.find,
                                          {DO_FIND, (int)ways[i].find}};
    flow_choices(flow, 16, choices, count);
}

static void flow_days(struct flow *flow)
{
    const struct app *app = flow->app;
    struct date days[DAYS_MAX];
    struct flow_option choices[DAYS_MAX + 1];
    int count = days_with_a_coach(app, days);
    struct date chosen = app->visit.draft.due_date;
    for (int i = 0; i < count; i++)
        choices[i] = (struct flow_option){
            words_day(flow->view, app->zone, zone_wall_ms(app->zone, days[i], 720), app->now.wall_ms),
            is_day(days[i], chosen),
            {DO_REACH_DAY, i}};
    choices[count] =
        (struct flow_option){view_tr(flow->view, "reach.unsure"), chosen.year == 0, {DO_REACH_DAY, UNSURE}};
    flow_words(flow, 20, FLOW_KEEP, STYLE_BODY_BOLD, COLOR_INK, view_tr(flow->view, "reach.day"));
    flow_choices(flow, 8, choices, count + 1);
}

static void flow_parts(struct flow *flow)
{
    static const char *const ids[] = {
        [PART_ANY] = "reach.anytime", [PART_MORNING] = "reach.morning", [PART_AFTERNOON] = "reach.afternoon"};
    static const enum day_part order[] = {PART_MORNING, PART_AFTERNOON, PART_ANY};
    const struct draft *draft = &flow->app->visit.draft;
    struct flow_option choices[3];
    int count = 0;
    if (draft->due_date.year == 0)
        return;
    for (int i = 0; i < 3; i++)
        if (part_is_open(flow->app, draft->due_date, order[i]))
            choices[count++] = (struct flow_option){view_tr(flow->view, ids[order[i]]),
                                                    draft->due_part == order[i],
                                                    {DO_REACH_PART, (int)order[i]}};
    flow_words(flow, 20, FLOW_KEEP, STYLE_BODY_BOLD, COLOR_INK, view_tr(flow->view, "reach.time"));
    flow_choices(flow, 8, choices, count);
}

static void reach_flow(const struct app *app, struct view *view)
{
    struct flow flow;
    enum request_find find = app->visit.draft.find;
    flow_begin(&flow, app, view, COLOR_MIST);
    if (find == FIND_LOOK) {
        typing_text_flow(&flow, view_tr(view, "reach.place"), app->visit.draft.place);
        flow_ways(&flow);
    } else if (request_find_by_phone(find)) {
        typing_phone_flow(&flow);
        flow_ways(&flow);
    } else {
        flow_title(&flow, STYLE_REACH_TITLE, view_tr(view, "reach.title"));
        flow_ways(&flow);
        flow_days(&flow);
        flow_parts(&flow);
        flow_line(&flow, 20, FLOW_SPARE, "eye-off", COLOR_INK, STYLE_ENOUGH, view_tr(view, "reach.enough"));
        flow_bar(&flow, bar_done(view, "common.done", DO_FIND_DONE));
    }
    flow_end(&flow, RAIL_PAGE);
}

static void choose_way(struct app *app, int find)
{
    struct way ways[3];
    int count = ways_offered(app, ways);
    for (int i = 0; i < count; i++) {
        if ((int)ways[i].find == find) {
            app->visit.draft.find = ways[i].find;
            app->visit.touched = true;
        }
    }
}

static void choose_day(struct app *app, int index)
{
    struct date days[DAYS_MAX];
    int count = days_with_a_coach(app, days);
    struct draft *draft = &app->visit.draft;
    if (index != UNSURE && (index < 0 || index >= count))
        return;
    draft->due_date = index == UNSURE ? (struct date){0, 0, 0} : days[index];
    if (draft->due_date.year == 0 || !part_is_open(app, draft->due_date, draft->due_part))
        draft->due_part = PART_ANY;
    app->visit.touched = true;
}

/* A way without what it needs is "I will be here". */
static void reach_done(struct app *app)
{
    struct draft *draft = &app->visit.draft;
    typing_text_finish(draft->place);
    if ((draft->find == FIND_LOOK && draft->place[0] == '\0') ||
        (request_find_by_phone(draft->find) && !app_phone_ready(app)))
        draft->find = FIND_HERE;
    app_return_to(app, SCREEN_REVIEW);
}

static bool reach_act(struct app *app, struct action action)
{
    struct draft *draft = &app->visit.draft;
    switch (action.kind) {
    case DO_FIND:
        choose_way(app, action.arg);
        return true;
    case DO_REACH_DAY:
        choose_day(app, action.arg);
        return true;
    case DO_REACH_PART:
        if (action.arg >= PART_ANY && action.arg <= PART_AFTERNOON &&
            part_is_open(app, draft->due_date, (enum day_part)action.arg))
            draft->due_part = (enum day_part)action.arg;
        return true;
    case DO_FIND_DONE:
        reach_done(app);
        return true;
    default:
        break;
    }
    if (request_find_by_phone(draft->find))
        return typing_phone_act(app, action);
    return draft->find == FIND_LOOK && typing_text_act(app, action, draft->place, PLACE_TYPED_MAX, false);
}

const struct screen screen_reach = {
    .name = "reach", .view = reach_view, .flow = reach_flow, .act = reach_act, .shows_now = true};
