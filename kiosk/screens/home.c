/* Home: what this is in one sentence, and the ways in. It names no service and no patient: anyone may see it.
 */
#include "screens/flow.h"

#define COLUMN       592 /* the words; the picture takes the rest */
#define COLUMN_WIDE  680
#define COLUMN_GAP   32
#define MINI_WIDTH   58
#define MINI_HEIGHT  72
#define MINI_OVERLAP 16
#define FACE_EDGE    6

static const struct text_style STYLE_WAY = {TYPEFACE_SANS, 700, 34, 42};

/* ---- the first line: where this is, and the time ---- */

static void top_line(const struct app *app, struct view *view, struct rect line)
{
    const char *clock = words_clock(view, app->zone, app->now.wall_ms);
    int width = view_text_width(view, STYLE_LABEL_SEMI, clock);
    view_text(view, rect_cut_end(&line, width), STYLE_LABEL_SEMI, COLOR_INK_2, ALIGN_END, clock);
    rect_cut_end(&line, 24);
    view_icon(view, line.x, line.y + 1, 34, "clinic", COLOR_INK_2);
    rect_cut_start(&line, 34 + 12);
    view_text(view, line, STYLE_LABEL_SEMI, COLOR_INK_2, ALIGN_START, app->board->site.name);
}

/* ---- the words ---- */

/* The largest title whose words leave room for what stands below it. */
static struct text_style title_style(struct view *view, struct rect box, const char *title, int room)
{
    static const struct text_style smaller[] = {
        {TYPEFACE_SERIF, 400, 74, 80}, {TYPEFACE_SERIF, 400, 66, 72}, {TYPEFACE_SERIF, 400, 58, 64}};
    size_t i = 0;
    while (i + 1 < sizeof smaller / sizeof smaller[0] &&
           view_text_height(view, smaller[i], box.w, title) > room)
        i++;
    return smaller[i];
}

static void words(const struct app *app, struct view *view, struct rect box)
{
    bool named = app->board->site.settings.say_recovery;
    const char *title = view_tr(view, "home.title");
    const char *body = view_tr(view, named ? "home.body.say_recovery" : "home.body");
    const char *desk = view_tr(view, "home.desk");
    int body_height = view_text_height(view, STYLE_BODY, box.w, body);
    int desk_height = view_text_height(view, STYLE_SMALL, box.w, desk);
    int room = box.h - body_height - desk_height - 10;

    struct text_style style = title_style(view, box, title, room);
    struct rect heading = box;
    heading.w = view_balanced_width(view, style, box.w, title);
    int height = view_title(view, heading, style, title);
    rect_cut_top(&box, height + (room - height > 20 ? 20 : room - height > 4 ? room - height : 4));
    view_text(view, rect_cut_top(&box, body_height), STYLE_BODY, COLOR_INK, ALIGN_START, body);
    view_text(view, rect_cut_bottom(&box, desk_height), STYLE_SMALL, COLOR_INK_2, ALIGN_START, desk);
}

/* ---- who is here, in short ---- */

static size_t here_now(const struct app *app, struct coach_now *ret_here, size_t max)
{
    struct coach_now coaches[SITE_COACHES_MAX];
    size_t count = app_coaches(app, coaches, SITE_COACHES_MAX);
    size_t here = 0;
    while (here < count && here < max && coaches[here].availability.state == AVAILABILITY_HERE) {
        ret_here[here] = coaches[here];
        here++;
    }
    return here;
}

static void own_since(struct view *view, size_t first, int owner)
{
    for (size_t i = first; i < view->list->count; i++)
        view->list->items[i].owner = owner;
}

/* Two portraits, or as many as leave the words beside them on one line. */
static size_t minis_that_fit(struct view *view, int width, size_t count, const char *text)
{
    int words = 14 + 34 + 12 + view_text_width(view, STYLE_WAY, text);
    size_t fit = count < 2 ? count : 2;
    while (fit > 0 && words + MINI_WIDTH + ((int)fit - 1) * (MINI_WIDTH - MINI_OVERLAP) > width)
        fit--;
    return fit;
}

static void mini_portraits(struct view *view, struct rect *inside, const struct coach_now *here, size_t count)
{
    int x = inside->x;
    int y = inside->y + (inside->h - MINI_HEIGHT) / 2;
    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        struct rect frame = {x, y, MINI_WIDTH, MINI_HEIGHT};
        view_box(view, frame, COLOR_PAPER, radii_arch(MINI_WIDTH, 10));
        view_portrait(view, rect_inset(frame, 3, 3), 8, here[i].coach->avatar, here[i].coach->name, false);
        x += MINI_WIDTH - MINI_OVERLAP;
    }
    rect_cut_start(inside, x + MINI_OVERLAP - inside->x + 14);
}

static void count_line(struct view *view, struct rect line, const char *icon, enum color color,
                       const char *text)
{
    view_icon_line(view, line, icon, 34, color, 12, STYLE_WAY, color, text);
}

static void see_button(const struct app *app, struct view *view, struct rect box)
{
    struct coach_now here[SITE_COACHES_MAX];
    size_t count = here_now(app, here, SITE_COACHES_MAX);
    bool stale = app_board_stale(app);
    const char *see = view_tr(view, "home.see");
    if (count == 0 && !stale) {
        view_button(view, box, BUTTON_SECONDARY, STYLE_BAR, "people", 44, see,
                    (struct action){DO_SEE_BOARD, 0});
        return;
    }
    int face = view_button(view, box, BUTTON_SECONDARY, STYLE_SMALL_SEMI, NULL, 0, see,
                           (struct action){DO_SEE_BOARD, 0});
    struct element *below = view_last(view);
    size_t first = view->list->count;
    struct rect inside = rect_inset(box, 21, 20);
    const char *text =
        stale ? view_tr(view, "status.unknown") : view_plural(view, "home.here_count", (int)count, NULL);
    mini_portraits(view, &inside, here, minis_that_fit(view, inside.w, count, text));
    if (stale)
        count_line(view, inside, "question", COLOR_INK_2, text);
    else
        count_line(view, inside, "st-here", COLOR_HERE, text);
    int height = view_last(view)->box.h;
    /* Both lines stand together in the middle of the face. */
    int below_height = view_text_height(view, STYLE_SMALL_SEMI, inside.w, see);
    int top = box.y + (box.h - height - below_height) / 2;
    for (size_t i = view->list->count - 2; i < view->list->count; i++)
        view->list->items[i].box.y += top - inside.y;
    below->box = (struct rect){inside.x, top + height, inside.w, below_height};
    below->align = ALIGN_START;
    below->clipped = height + below_height > box.h - 2 * FACE_EDGE; /* then the page stands as blocks */
    below->line_count = below_height / STYLE_SMALL_SEMI.line;
    own_since(view, first, face);
}

/* ---- the three ways below ---- */

static void ways(struct view *view, struct rect row)
{
    const struct {
        const char *icon, *id;
        int action;
    } each[] = {{"question", "home.roles", DO_ROLES},
                {"card", "home.card", DO_CARD},
                {"ticket", "home.ticket", DO_MY_TICKET}};
    enum {
        COUNT = sizeof each / sizeof each[0]
    };
    int widths[COUNT];
    int rest = row.w - (COUNT - 1) * 20;
    for (int i = 0; i < COUNT; i++) {
        widths[i] = view_text_width(view, STYLE_WAY, view_tr(view, each[i].id)) + 40 + 14 + 2 * 31;
        rest -= widths[i];
    }
    /* Where words are long, the pictures give way to them. */
    bool long_words = false;
    for (int i = 0; i < COUNT && rest < 0; i++) {
        int room = widths[i] + rest / COUNT - 40 - 14 - 2 * 12;
        long_words = long_words ||
                     view_text_height(view, STYLE_WAY, room, view_tr(view, each[i].id)) > 2 * STYLE_WAY.line;
    }
    rest += long_words ? COUNT * (40 + 14) : 0;
    for (int i = 0; i < COUNT; i++) {
        widths[i] -= long_words ? 40 + 14 : 0;
        struct rect box = rect_cut_start(&row, i == COUNT - 1 ? row.w : widths[i] + rest / COUNT);
        box.h = SECONDARY_HEIGHT;
        view_button(view, box, BUTTON_SECONDARY, STYLE_WAY, long_words ? NULL : each[i].icon, 40,
                    view_tr(view, each[i].id), (struct action){each[i].action, 0});
        rect_cut_start(&row, 20);
    }
}

static void home_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    top_line(app, view, rect_cut_top(&area, 36));
    rect_cut_top(&area, 18);
    ways(view, rect_cut_bottom(&area, SECONDARY_HEIGHT + LIP));
    rect_cut_bottom(&area, 22);
    struct rect actions = rect_cut_bottom(&area, ACTION_BAR);
    rect_cut_bottom(&area, 20);

    bool wide = view->canvas.width > 1280;
    int column = wide ? COLUMN_WIDE : COLUMN, gap = wide ? COLUMN_GAP + 8 : COLUMN_GAP;
    struct rect left = rect_cut_start(&area, column);
    left.h += 14; /* the words may come closer to the button than the picture does */
    words(app, view, left);
    rect_cut_start(&area, gap);
    view_scene(view, area);

    struct rect ask = rect_cut_start(&actions, column);
    ask.h = PRIMARY_HEIGHT;
    view_button(view, ask, BUTTON_PRIMARY, STYLE_KEY, "bell", 60, view_tr(view, "home.ask"),
                (struct action){DO_ASK, 0});
    rect_cut_start(&actions, gap);
    actions.h = PRIMARY_HEIGHT;
    see_button(app, view, actions);
    page_rail(app, view, RAIL_BRAND | RAIL_ALWAYS);
}

/* ---- as blocks ---- */

static int top_height(struct view *view, int width, const void *what)
{
    const struct app *app = *(const struct app *const *)what;
    int clock = view_text_width(view, STYLE_LABEL_SEMI, words_clock(view, app->zone, app->now.wall_ms));
    return view_text_height(view, STYLE_LABEL_SEMI, width - clock - 24 - 46, app->board->site.name);
}

static void top_draw(struct view *view, struct rect box, const void *what)
{
    top_line(*(const struct app *const *)what, view, box);
}

static void scene_draw(struct view *view, struct rect box, const void *what)
{
    (void)what;
    view_scene(view, box);
}

#define SEE_HEIGHT PRIMARY_HEIGHT

static int way_height(struct view *view, int width, const void *what)
{
    const struct bar_button *way = what;
    int words = view_button_height(view, width, way->style, way->icon, way->icon_size, way->text);
    int least = view_at_least(view, SECONDARY_HEIGHT, 20);
    return (words > least ? words : least) + LIP;
}

static void way_draw(struct view *view, struct rect box, const void *what)
{
    struct bar_button way = *(const struct bar_button *)what;
    way.grows = true;
    page_bar(view, box, &way, 1);
}

/* Large text leaves out the picture and the first sentence: the ways come first. */
static void home_flow(const struct app *app, struct view *view)
{
    static const struct text_style STYLE_HOME = {TYPEFACE_SERIF, 400, 64, 70};
    const bool usual = view->mode.text_size == TEXT_USUAL;
    const bool named = app->board->site.settings.say_recovery;
    const char *body = named ? "home.body.say_recovery" : usual ? "home.body" : "home.body.short";
    const struct bar_button ways[] = {bar_way(view, "people", "home.see", DO_SEE_BOARD),
                                      bar_way(view, "question", "home.roles.short", DO_ROLES),
                                      bar_way(view, "card", "home.card", DO_CARD),
                                      bar_way(view, "ticket", "home.ticket", DO_MY_TICKET)};
    struct bar_button ask = bar_done(view, "home.ask", DO_ASK);
    ask.icon = "bell";
    ask.icon_size = 60;
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    if (usual) {
        struct flow_side scene = {.draw = scene_draw, .what = &scene, .width = 288, .height = 280};
        scene.at_end = scene.beside_title = true;
        flow_side(&flow, scene, sizeof scene);
    }
    flow_title(&flow, STYLE_HOME, view_tr(view, "home.title"));
    flow_words(&flow, 0, 0, STYLE_BODY, COLOR_INK, view_tr(view, body));
    flow_cells(&flow, 24, 4, 330, way_height, way_draw, ways, sizeof ways[0]);
    flow_words(&flow, 20, FLOW_SPARE, STYLE_SMALL, COLOR_INK_2, view_tr(view, "home.desk"));
    flow_add(&flow, 16, FLOW_SPARE, top_height, top_draw, &app, sizeof app);
    flow_bar(&flow, ask);
    flow_end(&flow, RAIL_BRAND | RAIL_ALWAYS);
}

const struct screen screen_home = {.name = "home", .view = home_view, .flow = home_flow, .shows_now = true};
