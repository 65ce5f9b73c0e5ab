/* Who is here: coaches as doors, three a page, those who are here first. A door says by word, shape and
 * colour whether its coach is here. Opened from "Ready to send" to change who, a door chooses its coach at
 * once. */
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

/* Came here to change who the request is for. */
static bool choosing(const struct app *app)
{
    size_t count = app->visit.history_count;
    return count >= 2 && app->visit.history[count - 2] == SCREEN_REVIEW;
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
                       const struct door_words *words, bool choose)
{
    bool here = now->availability.state == AVAILABILITY_HERE;
    int target = view_box(view, box, COLOR_PAPER, radii_arch(box.w, 28));
    struct element *door = view_at(view, target);
    door->edge = here ? COLOR_HERE : COLOR_LINE_STRONG;
    door->edge_width = here ? 4 : 3;
    door->lip = LIP;
    door->lip_color = COLOR_LIP;
    door->pressed_fill = COLOR_MIST_2;
    door->role = TARGET_BUTTON;
    door->action = (struct action){choose ? DO_ASK_COACH : DO_COACH, (int)now->index};
    const char *parts = arena_format(&view->list->arena, "%s. %s %s. %s", now->coach->name, words->status,
                                     words->more, words->languages);
    door->label = parts ? parts : now->coach->name;
    return target;
}

static void door_view(const struct app *app, struct view *view, struct rect box, const struct coach_now *now)
{
    struct door_words words = {
        .languages = words_languages(view, now->coach),
        .status = words_status(view, &now->availability),
        .more = words_status_more(view, app->zone, &now->availability, app->now.wall_ms),
    };
    int target = door_target(view, box, now, &words, choosing(app));
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
    view_title(view, title, STYLE_TITLE, view_tr(view, "board.title"));
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
    page_bar(view, bar, (const struct bar_button[]){any, turn}, pages > 1 ? 2 : 1);
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
    default:
        return false;
    }
}

const struct screen screen_board = {.name = "board", .view = board_view, .act = board_act, .shows_now = true};
