/* One coach: when they are here, what they can help with and, beside it at equal size, what they can't. */
#include "screens/flow.h"
#include "screens/pieces.h"

#define PERSON_WIDTH       292
#define PORTRAIT_HEIGHT    330
#define COLUMN_GAP         36
#define PANEL_GAP          18
#define ITEM_ICON          38
#define ITEM_GAP           16
#define ITEM_PADDING       6
#define ITEM_PADDING_TIGHT 2

static const struct text_style style_head = {TYPEFACE_SANS, 700, 33, 38};
static const struct text_style style_item = {TYPEFACE_SANS, 400, 30, 34};

static struct availability coach_availability(const struct app *app, const struct coach *coach)
{
    struct coach_now coaches[SITE_COACHES_MAX];
    size_t count = app_coaches(app, coaches, SITE_COACHES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (coaches[i].coach == coach) {
            return coaches[i].availability;
        }
    }
    return (struct availability){.state = AVAILABILITY_UNKNOWN};
}

static void person_view(struct view *view, struct rect column, const struct coach *coach)
{
    view_portrait(view, rect_cut_top(&column, PORTRAIT_HEIGHT), 28, coach->avatar, coach->name, false);
    rect_cut_top(&column, 14);
    rect_cut_top(&column, view_title(view, column, STYLE_TITLE, coach->name));
    if (coach->pronouns[0]) {
        rect_cut_top(&column,
                     view_text(view, column, STYLE_LABEL_SEMI, COLOR_INK_2, ALIGN_START, coach->pronouns));
    }
    view_text(view, column, STYLE_LABEL_SEMI, COLOR_INK_2, ALIGN_START, words_languages(view, coach));
}

/* "Here now until 4 PM"; the other states say what comes next on the line below. */
static const char *state_words(const struct app *app, struct view *view,
                               const struct availability *availability)
{
    if (availability->state != AVAILABILITY_HERE)
        return words_status(view, availability);
    return view_fill(view, "profile.here_until", "time",
                     words_time(view, app->zone, availability->until_ms, true), NULL);
}

/* "Back about 3:15 · Mon to Fri 10 to 5" */
static const char *hours_words(const struct app *app, struct view *view, const struct coach *coach,
                               const struct availability *availability)
{
    const char *hours = words_hours_strong(view, &coach->schedule);
    const char *more = words_status_more(view, app->zone, availability, app->now.wall_ms);
    if (availability->state == AVAILABILITY_HERE || !more[0])
        return hours;
    const char *both = arena_format(&view->list->arena, "%s \u00b7 %s", more, hours);
    return both ? both : hours;
}

/* Returns the height it takes. */
static int state_view(const struct app *app, struct view *view, struct rect column, const struct coach *coach,
                      const struct availability *availability)
{
    const char *state = state_words(app, view, availability);
    const char *hours = hours_words(app, view, coach, availability);
    enum color plate;
    enum color ink;
    status_colors(availability->state, &plate, &ink);
    struct rect card = column;
    struct rect inside = {card.x + 28, card.y + 20, card.w - 56, 0};
    int state_height = view_text_height(view, STYLE_KEY, inside.w - 52, state);
    card.h = 40 + state_height + 6 + view_text_height(view, STYLE_BODY, inside.w, hours);
    view_card(view, card);
    inside.y += 6 + view_icon_line(view, inside, status_icon(availability->state), 40, ink, 12, STYLE_KEY,
                                   ink, state);
    view_text(view, inside, STYLE_BODY, COLOR_INK, ALIGN_START, hours);
    return card.h;
}

struct item {
    const char *icon;
    const char *text;
};

static int item_height(struct view *view, int width, int padding, const struct item *item)
{
    int height = view_text_height(view, style_item, width - ITEM_ICON - ITEM_GAP, item->text);
    return 2 * padding + (height > ITEM_ICON ? height : ITEM_ICON);
}

static int items_height(struct view *view, int width, int padding, const struct item *items, size_t count)
{
    int height = 0;
    for (size_t i = 0; i < count; i++)
        height += item_height(view, width, padding, &items[i]);
    return height;
}

/* Reads on as one paragraph, so that nothing is left out where there is no room for rows. */
static void items_paragraph(struct view *view, struct rect *box, const struct item *items, size_t count)
{
    const char *all = "";
    for (size_t i = 0; i < count; i++) {
        const char *longer =
            arena_format(&view->list->arena, "%s%s%s", all, i ? " \u00b7 " : "", items[i].text);
        all = longer ? longer : all;
    }
    rect_cut_top(box, view_text(view, *box, style_item, COLOR_INK, ALIGN_START, all));
}

/* Returns what is left of the box. */
static struct rect items_view(struct view *view, struct rect box, const struct item *items, size_t count,
                              enum color icon_color)
{
    int padding =
        items_height(view, box.w, ITEM_PADDING, items, count) <= box.h ? ITEM_PADDING : ITEM_PADDING_TIGHT;
    if (items_height(view, box.w, padding, items, count) > box.h) {
        items_paragraph(view, &box, items, count);
        return box;
    }
    for (size_t i = 0; i < count; i++) {
        struct rect row = rect_cut_top(&box, item_height(view, box.w, padding, &items[i]));
        view_icon(view, row.x, row.y + padding, ITEM_ICON, items[i].icon, icon_color);
        struct rect text = rect_inset(row, 0, padding);
        rect_cut_start(&text, ITEM_ICON + ITEM_GAP);
        view_text(view, text, style_item, COLOR_INK, ALIGN_START, items[i].text);
    }
    return box;
}

static size_t items_of(struct view *view, const struct boundary *boundaries, size_t count, const char *icon,
                       struct item *ret_items, size_t used)
{
    for (size_t i = 0; i < count && used < SITE_TOPICS_MAX; i++) {
        const char *own = boundaries[i].icon && boundaries[i].icon[0] ? boundaries[i].icon : "check";
        ret_items[used++] = (struct item){icon ? icon : own, words_label(view, &boundaries[i].label)};
    }
    return used;
}

static struct rect panel_head(struct view *view, struct rect panel, int edge, const char *text)
{
    struct rect inside = rect_inset(panel, 24 + edge, 18 + edge);
    rect_cut_top(&inside, view_text(view, inside, style_head, COLOR_INK, ALIGN_START, text) + 6);
    return inside;
}

static void can_view(struct view *view, struct rect panel, const struct coach *coach)
{
    struct item items[SITE_TOPICS_MAX];
    size_t count = items_of(view, coach->boundaries.can, coach->boundaries.can_count, NULL, items, 0);
    view_card(view, panel);
    items_view(view, panel_head(view, panel, 2, view_tr(view, "profile.can")), items, count, COLOR_HERE);
}

static size_t cannot_items(struct view *view, const struct coach *coach, struct item *ret_items)
{
    size_t count = 0;
    if (schedule_spares_nights_and_weekends(&coach->schedule))
        ret_items[count++] = (struct item){"not-part", view_tr(view, "profile.cant.hours")};
    return items_of(view, coach->boundaries.cannot, coach->boundaries.cannot_count, "not-part", ret_items,
                    count);
}

static void cannot_view(struct view *view, struct rect panel, const struct coach *coach)
{
    struct item items[SITE_TOPICS_MAX];
    size_t count = cannot_items(view, coach, items);
    view_dashed(view, panel, 28, 3);
    struct rect inside = panel_head(view, panel, 3, view_tr(view, "profile.cant"));
    const char *help = view_tr(view, "profile.cant.help");
    int help_height = 12 + view_text_height(view, style_item, inside.w, help);
    int reserved = 8 + help_height;
    inside.h -= reserved;
    struct rect rest = items_view(view, inside, items, count, COLOR_INK);
    struct rect foot = {rest.x, rest.y + 8, rest.w, help_height};
    view_rule(view, foot.x, foot.y, foot.w, COLOR_LIP);
    rect_cut_top(&foot, 12);
    view_text(view, foot, style_item, COLOR_INK, ALIGN_START, help);
}

/* Asking for someone who does not come in today would be a wait for nothing: then any coach is asked, if one
 * is here. */
static int profile_buttons(const struct app *app, struct view *view, const struct coach *coach,
                           const struct availability *availability, struct bar_button *ret_buttons)
{
    int index = coach_index(app, coach);
    struct bar_button ask = {.kind = BUTTON_PRIMARY,
                             .grows = true,
                             .style = STYLE_KEY,
                             .icon = "bell",
                             .icon_size = 58,
                             .text = view_fill(view, "profile.ask", "name", coach->name, NULL),
                             .action = {DO_ASK_COACH, index}};
    struct bar_button card = {.kind = BUTTON_SECONDARY,
                              .style = STYLE_SECONDARY,
                              .icon = "card",
                              .icon_size = 46,
                              .text = view_tr(view, "profile.card"),
                              .action = {DO_COACH_CARD, index}};
    if (availability->state == AVAILABILITY_AWAY) {
        ask.text = view_tr(view, "board.any");
        ask.action = (struct action){DO_ASK_ANY, 0};
        if (!app_someone_on_shift(app) && coach->phone[0]) {
            card.kind = BUTTON_PRIMARY;
            card.style = STYLE_KEY;
            card.grows = true;
            ret_buttons[0] = card;
            return 1;
        }
    }
    ret_buttons[0] = ask;
    ret_buttons[1] = card;
    return coach->phone[0] ? 2 : 1;
}

/* The coach left the board while the profile was open. */
static void gone_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    view_title(view, area, STYLE_TITLE, view_tr(view, "profile.gone"));
    struct bar_button see = {.kind = BUTTON_PRIMARY,
                             .grows = true,
                             .style = STYLE_KEY,
                             .icon = "people",
                             .icon_size = 50,
                             .text = view_tr(view, "home.see"),
                             .action = {DO_SEE_BOARD, 0}};
    page_bar(view, bar, &see, 1);
    page_rail(app, view, RAIL_PAGE);
}

static void profile_view(const struct app *app, struct view *view)
{
    const struct coach *coach = shown_coach(app);
    if (!coach) {
        gone_view(app, view);
        return;
    }
    struct availability availability = coach_availability(app, coach);
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    rect_cut_bottom(&area, 20);
    person_view(view, rect_cut_start(&area, PERSON_WIDTH), coach);
    rect_cut_start(&area, COLUMN_GAP);
    rect_cut_top(&area, state_view(app, view, area, coach, &availability) + 16);
    can_view(view, rect_column(area, 0, 2, PANEL_GAP), coach);
    cannot_view(view, rect_column(area, 1, 2, PANEL_GAP), coach);
    struct bar_button buttons[2];
    page_bar(view, bar, buttons, profile_buttons(app, view, coach, &availability, buttons));
    page_rail(app, view, RAIL_PAGE);
}

struct coach_what {
    const struct app *app;
    const struct coach *coach;
    struct availability availability;
};

static void portrait_draw(struct view *view, struct rect box, const void *what)
{
    const struct coach *coach = ((const struct coach_what *)what)->coach;
    view_portrait(view, box, 28, coach->avatar, coach->name, false);
}

static void flow_items(struct flow *flow, const char *head, const struct item *items, size_t count)
{
    flow_words(flow, 28, FLOW_KEEP, style_head, COLOR_INK, head);
    for (size_t i = 0; i < count; i++)
        flow_line(flow, 12, 0, items[i].icon, COLOR_INK, STYLE_BODY, items[i].text);
}

static void profile_flow(const struct app *app, struct view *view)
{
    const struct coach *coach = shown_coach(app);
    struct flow flow;
    struct item items[SITE_TOPICS_MAX + 1];
    flow_begin(&flow, app, view, COLOR_MIST);
    if (!coach) {
        struct bar_button see = bar_done(view, "home.see", DO_SEE_BOARD);
        flow_title(&flow, STYLE_TITLE, view_tr(view, "profile.gone"));
        flow_bar(&flow, see);
        flow_end(&flow, RAIL_PAGE);
        return;
    }
    struct coach_what what = {app, coach, coach_availability(app, coach)};
    enum color plate, ink;
    status_colors(what.availability.state, &plate, &ink);
    flow_side(&flow,
              (struct flow_side){
                  .draw = portrait_draw, .what = &what, .width = 230, .height = 260, .beside_title = true},
              sizeof what);
    flow_title(&flow, STYLE_TITLE, coach->name);
    flow_words(&flow, 0, 0, STYLE_LABEL_SEMI, COLOR_INK_2,
               coach->pronouns[0]
                   ? arena_format(&view->list->arena, "%s, %s", coach->pronouns, words_languages(view, coach))
                   : words_languages(view, coach));
    flow_line(&flow, 12, 0, status_icon(what.availability.state), ink, STYLE_KEY,
              state_words(app, view, &what.availability));
    flow_words(&flow, 10, 0, STYLE_BODY, COLOR_INK, hours_words(app, view, coach, &what.availability));
    size_t count = items_of(view, coach->boundaries.can, coach->boundaries.can_count, NULL, items, 0);
    flow_items(&flow, view_tr(view, "profile.can"), items, count);
    count = cannot_items(view, coach, items);
    flow_items(&flow, view_tr(view, "profile.cant"), items, count);
    flow_words(&flow, 20, 0, STYLE_BODY, COLOR_INK, view_tr(view, "profile.cant.help"));
    struct bar_button buttons[2];
    int button_count = profile_buttons(app, view, coach, &what.availability, buttons);
    for (int i = button_count - 1; i >= 0; i--)
        flow_bar(&flow, buttons[i]);
    flow_end(&flow, RAIL_PAGE);
}

static bool profile_act(struct app *app, struct action action)
{
    if (action.kind != DO_COACH_CARD) {
        return false;
    }
    if (app->board && action.arg >= 0 && (size_t)action.arg < app->board->coach_count) {
        app->visit.shown_coach = app->board->coaches[action.arg].id;
        app_go(app, SCREEN_CARD);
    }
    return true;
}

const struct screen screen_profile = {
    .name = "profile", .view = profile_view, .flow = profile_flow, .act = profile_act, .shows_now = true};
