/* Who is here: coaches as doors, three a page, those who are here first. A door says by word, shape and
 * colour whether its coach is here. Opened from "Ready to send" to change who, a door chooses its coach at
 * once; from a contact card, it opens its coach's card. */
#include "screens/flow.h"
#include "screens/pieces.h"

#define DOORS_A_PAGE    3
#define DOOR_GAP        20
#define DOOR_HEIGHT     482
#define DOOR_PADDING    15 /* inside, edge included */
#define DOOR_TOP        17
#define PLATE_HEIGHT    124
#define PLATE_PADDING   13
#define PORTRAIT_HEIGHT 222
#define PORTRAIT_WIDTH  196
#define BADGE_SIZE      72
#define BADGE_ICON      54

static const struct text_style style_name = {TYPEFACE_SANS, 700, 46, 50};
static const struct text_style style_languages = {TYPEFACE_SANS, 400, 32, 38};
static const struct text_style style_status = {TYPEFACE_SANS, 700, 43, 52};
static const struct text_style style_more = {TYPEFACE_SANS, 600, 38, 46};

static size_t page_count(size_t coaches)
{
    return coaches == 0 ? 1 : (coaches + DOORS_A_PAGE - 1) / DOORS_A_PAGE;
}

static size_t page_shown(const struct app *app, size_t coaches)
{
    return app->visit.board_page % page_count(coaches);
}

/* What the person came here for, and so what a door does. */
enum errand {
    ERRAND_LOOK,
    ERRAND_CHOOSE, /* who the request is for */
    ERRAND_CARD
};

static enum errand errand_of(const struct app *app)
{
    size_t count = app->visit.history_count;
    if (count >= 2 && app->visit.history[count - 2] == SCREEN_REVIEW)
        return ERRAND_CHOOSE;
    return count >= 2 && app->visit.history[count - 2] == SCREEN_CARD ? ERRAND_CARD : ERRAND_LOOK;
}

static bool choosing(const struct app *app)
{
    return errand_of(app) == ERRAND_CHOOSE;
}

static const char *title_words(const struct app *app, struct view *view)
{
    static const char *const ids[] = {[ERRAND_LOOK] = "board.title",
                                      [ERRAND_CHOOSE] = "board.title.change",
                                      [ERRAND_CARD] = "board.title.card"};
    return view_tr(view, ids[errand_of(app)]);
}

static enum color badge_color(enum availability_state state)
{
    switch (state) {
    case AVAILABILITY_HERE:
        return COLOR_HERE;
    case AVAILABILITY_WITH_SOMEONE:
    case AVAILABILITY_BREAK:
        return COLOR_BRASS_3;
    case AVAILABILITY_EXPECTED:
    case AVAILABILITY_LATER:
        return COLOR_SKY_INK;
    default:
        return COLOR_INK_2;
    }
}

struct door_words {
    const char *languages;
    const char *status;
    const char *more;
};

/* The plate at the door's foot; as high as its words need. Cuts it off *inside. */
static void door_plate(struct view *view, struct rect *inside, const struct door_words *words,
                       enum availability_state state)
{
    int status_height = view_text_height(view, style_status, inside->w, words->status);
    int more_height = words->more[0] ? view_text_height(view, style_more, inside->w, words->more) : 0;
    int height = status_height + more_height + 2 * PLATE_PADDING;
    struct rect plate = rect_cut_bottom(inside, height > PLATE_HEIGHT ? height : PLATE_HEIGHT);
    enum color fill;
    enum color ink;
    status_colors(state, &fill, &ink);
    int box = view_box(view, plate, fill, radii_all(20));
    view_at(view, box)->bare = true;
    if (fill == COLOR_NONE || fill == COLOR_PAPER) {
        struct element *element = view_at(view, box);
        element->edge = COLOR_LINE_STRONG;
        element->edge_width = 2;
        element->dashed = true;
    }
    struct rect text = rect_centered(plate, plate.w, status_height + more_height);
    text.h = status_height;
    view_text(view, text, style_status, ink, ALIGN_CENTER, words->status);
    if (more_height > 0) {
        text.y += status_height;
        text.h = more_height;
        view_text(view, text, style_more, ink, ALIGN_CENTER, words->more);
    }
}

static void door_text(struct view *view, struct rect *inside, struct text_style style, enum color color,
                      const char *text)
{
    struct rect box = rect_cut_bottom(inside, view_text_height(view, style, inside->w, text));
    view_text(view, box, style, color, ALIGN_CENTER, text);
}

static void door_portrait(struct view *view, struct rect inside, const struct coach_now *now)
{
    int height = inside.h < PORTRAIT_HEIGHT ? inside.h : PORTRAIT_HEIGHT;
    int width = height * PORTRAIT_WIDTH / PORTRAIT_HEIGHT;
    enum availability_state state = now->availability.state;
    struct rect portrait = {inside.x + (inside.w - width) / 2, inside.y, width, height};
    view_portrait(view, portrait, 18, now->coach->avatar, now->coach->name, state != AVAILABILITY_HERE);
    struct rect badge = {portrait.x + portrait.w - BADGE_SIZE + 18, portrait.y + portrait.h - BADGE_SIZE + 8,
                         BADGE_SIZE, BADGE_SIZE};
    view_box(view, badge, COLOR_PAPER, radii_all(BADGE_SIZE / 2));
    struct rect icon = rect_centered(badge, BADGE_ICON, BADGE_ICON);
    view_icon(view, icon.x, icon.y, BADGE_ICON, status_icon(state), badge_color(state));
}

static int door_target(struct view *view, struct rect box, const struct coach_now *now,
                       const struct door_words *words, enum errand errand)
{
    static const int actions[] = {
        [ERRAND_LOOK] = DO_COACH, [ERRAND_CHOOSE] = DO_ASK_COACH, [ERRAND_CARD] = DO_COACH_CARD};
    bool here = now->availability.state == AVAILABILITY_HERE;
    int target = view_box(view, box, COLOR_PAPER, radii_arch(box.w, 28));
    struct element *door = view_at(view, target);
    door->edge = here ? COLOR_HERE : COLOR_LINE_STRONG;
    door->edge_width = here ? 4 : 3;
    door->lip = LIP;
    door->lip_color = COLOR_LIP;
    door->pressed_fill = COLOR_MIST_2;
    door->role = TARGET_BUTTON;
    door->action = (struct action){actions[errand], (int)now->index};
    const char *parts = arena_format(&view->list->arena, "%s. %s %s. %s", now->coach->name, words->status,
                                     words->more, words->languages);
    door->label = parts ? parts : now->coach->name;
    return target;
}

static struct door_words words_of(const struct app *app, struct view *view, const struct coach_now *now)
{
    return (struct door_words){
        .languages = words_languages(view, now->coach),
        .status = words_status(view, &now->availability),
        .more = words_status_more(view, app->zone, &now->availability, app->now.wall_ms),
    };
}

static void door_view(const struct app *app, struct view *view, struct rect box, const struct coach_now *now)
{
    struct door_words words = words_of(app, view, now);
    int target = door_target(view, box, now, &words, errand_of(app));
    struct rect inside = rect_inset(box, DOOR_PADDING, DOOR_PADDING);
    rect_cut_top(&inside, DOOR_TOP - DOOR_PADDING);
    door_plate(view, &inside, &words, now->availability.state);
    rect_cut_bottom(&inside, 8);
    door_text(view, &inside, style_languages, COLOR_INK_2, words.languages);
    door_text(view, &inside, style_name, COLOR_INK, now->coach->name);
    rect_cut_bottom(&inside, 8);
    door_portrait(view, inside, now);
    view_own(view, target);
}

static void heading_view(const struct app *app, struct view *view, struct rect row, size_t page, size_t pages)
{
    struct rect title = row;
    const char *note = "";
    if (choosing(app)) {
        note = view_tr(view, "request.unsent");
    } else if (pages > 1) {
        char n[24];
        char m[24];
        snprintf(n, sizeof n, "%zu", page + 1);
        snprintf(m, sizeof m, "%zu", pages);
        note = view_fill(view, "board.page", "n", n, "m", m, NULL);
    }
    struct rect side = rect_cut_end(&title, view_text_width(view, STYLE_LABEL_SEMI, note));
    rect_cut_end(&title, note[0] ? 24 : 0);
    page_title_fitting(view, title, STYLE_TITLE, title_words(app, view));
    if (note[0]) {
        side.y += (row.h - STYLE_LABEL_SEMI.line) / 2;
        side.h = STYLE_LABEL_SEMI.line;
        view_text(view, side, STYLE_LABEL_SEMI, COLOR_INK_2, ALIGN_END, note);
    }
}

static void actions_view(const struct app *app, struct view *view, struct rect bar, size_t page, size_t pages)
{
    struct bar_button any = {.kind = BUTTON_PRIMARY,
                             .grows = true,
                             .style = STYLE_KEY,
                             .icon = "bell",
                             .icon_size = 58,
                             .text = view_tr(view, choosing(app) ? "board.any.choose" : "board.any"),
                             .action = {DO_ASK_ANY, 0}};
    bool last = page + 1 == pages;
    struct bar_button turn = {.kind = BUTTON_SECONDARY,
                              .style = STYLE_BAR,
                              .icon = "next",
                              .icon_size = 44,
                              .icon_after = true,
                              .text = view_tr(view, last ? "board.first" : "board.more"),
                              .action = {last ? DO_BOARD_FIRST : DO_BOARD_MORE, 0}};
    struct bar_button buttons[3] = {any};
    int count = 1;
    if (choosing(app))
        buttons[count++] = bar_way(view, "sliders", "prefer.way", DO_PREFER);
    if (pages > 1)
        buttons[count++] = turn;
    page_bar(view, bar, buttons, count);
}

static void board_view(const struct app *app, struct view *view)
{
    struct coach_now coaches[SITE_COACHES_MAX];
    size_t count = app_coaches(app, coaches, SITE_COACHES_MAX);
    size_t pages = page_count(count);
    size_t page = page_shown(app, count);
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    heading_view(app, view, rect_cut_top(&area, STYLE_TITLE.line), page, pages);
    rect_cut_top(&area, 24);
    if (count == 0) {
        view_text(view, area, STYLE_BODY, COLOR_INK, ALIGN_START, view_tr(view, "board.none"));
    }
    struct rect doors = rect_cut_top(&area, DOOR_HEIGHT);
    for (size_t i = 0; i < DOORS_A_PAGE && page * DOORS_A_PAGE + i < count; i++) {
        door_view(app, view, rect_column(doors, (int)i, DOORS_A_PAGE, DOOR_GAP),
                  &coaches[page * DOORS_A_PAGE + i]);
    }
    actions_view(app, view, bar, page, pages);
    page_rail(app, view, RAIL_PAGE);
}

/* ---- as rows ---- */

#define ROW_PORTRAIT_W 104
#define ROW_PORTRAIT_H 119
#define ROW_PADDING    18
#define ROW_GAP        24
#define NAME_LEAST     230

static const struct text_style style_row_status = {TYPEFACE_SANS, 700, 38, 46};
static const struct text_style style_row_more = {TYPEFACE_SANS, 600, 34, 42};

struct door_row {
    struct coach_now now;
    struct door_words words;
    enum errand errand;
};

/* Where the status stands: beside the name, below it where that is too narrow, or under portrait and name. */
struct row_plan {
    int name_width, plate_width;
    int name_height, plate_height;
    bool beside, under;
};

static int widest(struct view *view, const struct door_row *row)
{
    int status = view_text_width(view, style_row_status, row->words.status) + 52;
    int more = view_text_width(view, style_row_more, row->words.more);
    return (status > more ? status : more) + 2 * 20;
}

static void measure_row(struct view *view, const struct door_row *row, struct row_plan *plan)
{
    int words = plan->plate_width - 40;
    plan->name_height = view_text_height(view, style_name, plan->name_width, row->now.coach->name) +
                        view_text_height(view, style_languages, plan->name_width, row->words.languages);
    plan->plate_height =
        view_text_height(view, style_row_status, words - 52, row->words.status) +
        (row->words.more[0] ? view_text_height(view, style_row_more, words, row->words.more) : 0) + 2 * 12;
}

static int plan_height(const struct row_plan *plan)
{
    if (plan->under)
        return (plan->name_height > ROW_PORTRAIT_H ? plan->name_height : ROW_PORTRAIT_H) + 8 +
               plan->plate_height + 2 * 14 + LIP;
    int words = !plan->beside                            ? plan->name_height + 8 + plan->plate_height
                : plan->name_height > plan->plate_height ? plan->name_height
                                                         : plan->plate_height;
    return (words > ROW_PORTRAIT_H ? words : ROW_PORTRAIT_H) + 2 * 14 + LIP;
}

/* The plate has the width its words need, or a line below; low down, where pages are short, it takes what is
 * lowest of these and of a good half of the row. */
static struct row_plan plan_row(struct view *view, int width, const struct door_row *row)
{
    const int room = width - 2 * ROW_PADDING - ROW_PORTRAIT_W - ROW_GAP, plate = widest(view, row);
    const int name = view_text_width(view, style_name, row->now.coach->name);
    const int name_least = name > NAME_LEAST ? name : NAME_LEAST;
    const struct {
        int plate, name_least;
    } each[] = {{plate, name_least},
                {view->mode.lower ? room * 6 / 10 : room, name},
                {room + ROW_PORTRAIT_W + ROW_GAP, 0},
                {room, 0}};
    struct row_plan best = {0};
    for (size_t i = 0; i < sizeof each / sizeof each[0]; i++) {
        struct row_plan plan = {.plate_width = each[i].plate, .beside = each[i].plate < room};
        plan.under = each[i].plate > room && each[i].name_least == 0;
        plan.name_width = plan.beside ? room - plan.plate_width - ROW_GAP : room;
        if ((plan.plate_width > room && !plan.under) || plan.name_width < each[i].name_least)
            continue;
        view->breaks = false;
        measure_row(view, row, &plan);
        bool whole = !view->breaks || each[i].name_least == 0;
        if (whole && (best.plate_width == 0 || plan_height(&plan) < plan_height(&best)))
            best = plan;
    }
    return best;
}

static int row_height(struct view *view, int width, const void *what)
{
    struct row_plan plan = plan_row(view, width, what);
    return plan_height(&plan);
}

static void row_plate(struct view *view, struct rect box, const struct door_row *row)
{
    enum color fill, ink;
    status_colors(row->now.availability.state, &fill, &ink);
    struct element *plate = view_at(view, view_box(view, box, fill, radii_all(20)));
    plate->bare = true;
    struct rect text = rect_inset(box, 20, 12);
    rect_cut_top(&text, view_icon_line(view, text, status_icon(row->now.availability.state), 40, ink, 12,
                                       style_row_status, ink, row->words.status));
    if (row->words.more[0])
        view_text(view, text, style_row_more, ink, ALIGN_START, row->words.more);
}

/* The start corner is round like an arch: it is still a door. */
static void row_draw(struct view *view, struct rect box, const void *what)
{
    const struct door_row *row = what;
    struct row_plan plan = plan_row(view, box.w, row);
    box.h -= LIP;
    int target = door_target(view, box, &row->now, &row->words, row->errand);
    view_at(view, target)->radii = (struct radii){box.h / 2 < 88 ? box.h / 2 : 88, 28, 28, 28};
    struct rect inside = rect_inset(box, ROW_PADDING, 14);
    struct rect portrait = rect_cut_start(&inside, ROW_PORTRAIT_W);
    portrait.y += plan.under ? 0 : (portrait.h - ROW_PORTRAIT_H) / 2;
    portrait.h = ROW_PORTRAIT_H;
    view_portrait(view, portrait, 18, row->now.coach->avatar, row->now.coach->name,
                  row->now.availability.state != AVAILABILITY_HERE);
    rect_cut_start(&inside, ROW_GAP);
    struct rect plate = {inside.x + inside.w - plan.plate_width, inside.y + inside.h - plan.plate_height,
                         plan.plate_width, plan.plate_height};
    struct rect words = {inside.x, inside.y, plan.name_width, 0};
    if (plan.beside) {
        plate.y = inside.y + (inside.h - plan.plate_height) / 2;
        words.y = inside.y + (inside.h - plan.name_height) / 2;
    }
    words.y += view_text(view, words, style_name, COLOR_INK, ALIGN_START, row->now.coach->name);
    view_text(view, words, style_languages, COLOR_INK_2, ALIGN_START, row->words.languages);
    row_plate(view, plate, row);
    view_own(view, target);
}

static void board_flow(const struct app *app, struct view *view)
{
    struct coach_now coaches[SITE_COACHES_MAX];
    struct door_row rows[SITE_COACHES_MAX];
    size_t count = app_coaches(app, coaches, SITE_COACHES_MAX);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct door_row){
            .now = coaches[i], .words = words_of(app, view, &coaches[i]), .errand = errand_of(app)};
    struct bar_button any = bar_done(view, choosing(app) ? "board.any.choose" : "board.any", DO_ASK_ANY);
    any.icon = "bell";
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_TITLE, title_words(app, view));
    flow.note = choosing(app) ? view_tr(view, "request.unsent") : NULL;
    if (count == 0)
        flow_words(&flow, 0, 0, STYLE_BODY, COLOR_INK, view_tr(view, "board.none"));
    flow_cells(&flow, 0, (int)count, 560, row_height, row_draw, rows, sizeof rows[0]);
    if (choosing(app))
        flow_bar(&flow, bar_way(view, "sliders", "prefer.way", DO_PREFER));
    flow_bar(&flow, any);
    flow_end(&flow, RAIL_PAGE);
}

static bool board_act(struct app *app, struct action action)
{
    switch (action.kind) {
    case DO_BOARD_MORE:
        app->visit.board_page++;
        return true;
    case DO_BOARD_FIRST:
        app->visit.board_page = 0;
        return true;
    case DO_COACH:
        if (app->board && action.arg >= 0 && (size_t)action.arg < app->board->coach_count) {
            app->visit.shown_coach = app->board->coaches[action.arg].id;
            app_go(app, SCREEN_PROFILE);
        }
        return true;
    case DO_COACH_CARD:
        if (app->board && action.arg >= 0 && (size_t)action.arg < app->board->coach_count) {
            app->visit.shown_coach = app->board->coaches[action.arg].id;
            app_return_to(app, SCREEN_CARD);
        }
        return true;
    default:
        return false;
    }
}

const struct screen screen_board = {
    .name = "board", .view = board_view, .flow = board_flow, .act = board_act, .shows_now = true};
