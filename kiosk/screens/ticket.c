/* You are on the list: the sign and number, the place in the line as the queue last said it, and what happens
 * next. */
#include "screens/flow.h"

#define CARD_PADDING   28
#define STEP_COUNT     3
#define LONG_WAIT_MIN  60
#define BELOW_HEIGHT   80 /* two small lines */
#define CONSENT_HEIGHT 92

static const struct text_style STYLE_PLACE = {TYPEFACE_SANS, 700, 40, 46};

/* ---- what the queue said ---- */

static const char *wanted_name(const struct app *app)
{
    const struct uuid *id = &app->visit.request.coach_id;
    const struct coach *coach = uuid_is_none(id) || !app->board ? NULL : board_coach(app->board, id);
    return coach ? coach->name : NULL;
}

/* What is known stands first and large; NULL when nothing is. */
static const char *place_words(const struct app *app, struct view *view)
{
    const struct wire_status *request = &app->visit.request;
    const char *wanted = wanted_name(app);
    if (request->state == REQUEST_CLAIMED && app->visit.wish != WISH_ANSWER && request->holder_name[0])
        return view_fill(view, "ticket.claimed", "name", request->holder_name, NULL);
    if (request->state != REQUEST_WAITING || request->ahead < 0 || !app->linked)
        return NULL;
    if (request->ahead > 0)
        return view_plural(view, "ticket.ahead.short", request->ahead, NULL);
    return wanted ? view_fill(view, "ticket.next.for", "name", wanted, NULL) : view_tr(view, "ticket.next");
}

/* How long, as the queue foretells it. A number above an hour would promise more than is known. */
static const char *wait_words(const struct app *app, struct view *view)
{
    const struct wire_status *request = &app->visit.request;
    struct arena *arena = &view->list->arena;
    if (request->state != REQUEST_WAITING || request->wait_to_min == 0)
        return view_tr(view, "ticket.wait.unknown");
    if (request->wait_to_min > LONG_WAIT_MIN)
        return view_tr(view, "ticket.wait.long");
    return view_fill(view, "ticket.wait", "a", arena_format(arena, "%d", request->wait_from_min), "b",
                     arena_format(arena, "%d", request->wait_to_min), NULL);
}

/* On one line if a little smaller letters make it so. */
static struct text_style place_style(struct view *view, int width, const char *text)
{
    struct text_style style = STYLE_PLACE;
    while (style.size > 36 && view_text_width(view, style, text) > width)
        style.size -= 2;
    return view_text_width(view, style, text) > width ? STYLE_PLACE : style;
}

static bool is_left(const struct app *app)
{
    return app->visit.request.kind == REQUEST_CALLBACK;
}

static bool is_by_phone(const struct app *app)
{
    return request_find_by_phone(app->visit.request.find);
}

/* A request that is left has no place in the line: what will happen stands there instead. */
static const char *left_words(const struct app *app, struct view *view)
{
    const struct wire_status *request = &app->visit.request;
    if (request->find == FIND_LOOK)
        return view_tr(view, "closed.left.look");
    if (is_by_phone(app)) {
        const char *day = words_next_day(app, view);
        return day ? view_fill(view, "closed.left", "day", day, NULL) : view_tr(view, "closed.left.soon");
    }
    const char *when = words_when(app, view, request->due_from_ms, request->due_until_ms);
    return when ? view_fill(view, "closed.left.here", "when", when, NULL) : view_tr(view, "closed.left.back");
}

/* Rules C14: said only when the queue said that nobody looked, and only while that can be known. */
static bool is_unopened(const struct app *app)
{
    const struct wire_status *request = &app->visit.request;
    return app->linked && !request->opened && request->state == REQUEST_WAITING && !is_left(app) &&
           request->asked_at_ms != 0 && app->now.wall_ms - request->asked_at_ms >= REQUEST_UNOPENED_MS;
}

/* The wait that was foretold first is over, and nobody is on the way. */
static bool is_late(const struct app *app)
{
    const struct visit *visit = &app->visit;
    return visit->promised_ms != 0 && app->now.mono_ms >= visit->promised_ms &&
           visit->request.state == REQUEST_WAITING && app->linked;
}

static const char *card_head(const struct app *app, struct view *view)
{
    bool claimed = app->visit.request.state == REQUEST_CLAIMED;
    if (is_left(app) && !claimed)
        return left_words(app, view);
    const char *place = place_words(app, view);
    return place ? place : view_tr(view, "ticket.wait.cant_say");
}

static const char *card_more(const struct app *app, struct view *view)
{
    if (is_left(app))
        return words_erase(app, view);
    if (is_unopened(app))
        return view_tr(view, app->visit.request.told ? "ticket.unseen.told" : "ticket.unseen");
    if (is_late(app))
        return arena_format(&view->list->arena, "%s %s", view_tr(view, "ticket.late"), wait_words(app, view));
    return place_words(app, view) ? wait_words(app, view) : view_tr(view, "ticket.unknown");
}

static int place_card(const struct app *app, struct view *view, struct rect box)
{
    const char *head = card_head(app, view);
    const char *more = card_more(app, view);
    const int words = box.w - 2 * CARD_PADDING;
    struct text_style style = place_style(view, words - 70, head);
    int head_height = view_text_height(view, style, words - 70, head);
    int more_height = view_text_height(view, STYLE_LABEL, words, more);
    box.h = 20 + head_height + 6 + more_height + 20;
    view_card(view, box);
    struct rect inside = rect_inset(box, CARD_PADDING, 20);
    view_icon_line(view, inside, "clock", 50, COLOR_INK, 20, style, COLOR_INK, head);
    rect_cut_top(&inside, head_height + 6);
    inside.w = view_balanced_width(view, STYLE_LABEL, words, more);
    view_text(view, inside, STYLE_LABEL, COLOR_INK, ALIGN_START, more);
    return box.h;
}

/* ---- what happens next ---- */

/* The same for who gave a name: no name stands on the ticket, where others can read it too. */
static int steps_of(const struct app *app, const char *ret_ids[STEP_COUNT])
{
    bool by_phone = is_by_phone(app) && app->visit.request.consent_version > 0;
    if (is_left(app)) {
        ret_ids[0] = "left.step1";
        ret_ids[1] = by_phone ? "left.step2.phone" : "left.step2";
        return 2;
    }
    if (is_by_phone(app)) { /* the button needs the room of a step */
        ret_ids[0] = by_phone ? "ticket.step2.text" : "ticket.step2";
        ret_ids[1] = "ticket.step3";
        return 2;
    }
    ret_ids[0] = "ticket.step1";
    ret_ids[1] = "ticket.step2";
    ret_ids[2] = "ticket.step3";
    return STEP_COUNT;
}

static int steps(struct view *view, struct rect box, int gap, const char *const *ids, int count)
{
    static const char *const numbers[STEP_COUNT] = {"1", "2", "3"};
    int top = box.y;
    for (int i = 0; i < count; i++)
        rect_cut_top(&box, view_step(view, box, numbers[i], view_tr(view, ids[i])) + gap);
    return box.y - gap - top;
}

static int steps_height(struct view *view, int width, const char *const *ids, int count)
{
    int height = 0;
    for (int i = 0; i < count; i++)
        height += view_text_height(view, STYLE_STEP, width - 70, view_tr(view, ids[i]));
    return height;
}

/* ---- below ---- */

/* What was asked for since, and has not come true. */
static bool wish_note(const struct app *app, struct view *view, struct rect box)
{
    const struct visit *visit = &app->visit;
    if (visit->wish == WISH_NONE)
        return false;
    if (visit->wish_way == WISH_REFUSED)
        page_note(view, box, "alert", NULL, view_tr(view, "ticket.refused"));
    else if (visit->wish_way == WISH_SAVED && visit->sending_slow)
        page_note(view, box, "offline", NULL,
                  arena_format(&view->list->arena, "**%s** %s", view_tr(view, "off.saved"),
                               view_tr(view, "off.keep")));
    else
        page_note(view, box, "clock", NULL, view_tr(view, "review.sending"));
    return true;
}

/* One touch takes the yes back, and gives it again. */
static void consent_view(const struct app *app, struct view *view, struct rect box)
{
    bool stands = app->visit.request.consent_version > 0;
    struct rect face = rect_cut_top(&box, CONSENT_HEIGHT);
    view_button(view, face, BUTTON_SECONDARY, STYLE_BAR, "phone", 42,
                view_tr(view, stands ? "ticket.texts.stop" : "ticket.texts.again"),
                (struct action){stands ? DO_STOP_TEXTS : DO_TEXT_AGAIN, 0});
    rect_cut_top(&box, LIP + 8);
    view_icon_line(view, box, "people", 38, COLOR_INK_2, 12, STYLE_LABEL_SEMI, COLOR_INK_2,
                   view_tr(view, "home.desk"));
}

static void below(const struct app *app, struct view *view, struct rect box)
{
    if (wish_note(app, view, box))
        return;
    if (app->visit.sent_late && !is_by_phone(app)) {
        view_icon_line(view, box, "st-here", 38, COLOR_HERE, 12, STYLE_LABEL_SEMI, COLOR_INK,
                       view_tr(view, "off.sent"));
        return;
    }
    if (is_by_phone(app)) {
        consent_view(app, view, box);
        return;
    }
    rect_cut_top(&box, view_icon_line(view, box, "ticket", 38, COLOR_INK_2, 12, STYLE_LABEL_SEMI, COLOR_INK_2,
                                      view_tr(view, "ticket.check")) +
                           4);
    view_icon_line(view, box, "people", 38, COLOR_INK_2, 12, STYLE_LABEL_SEMI, COLOR_INK_2,
                   view_tr(view, "home.desk"));
}

/* ---- the page ---- */

static int ticket_buttons(const struct app *app, struct view *view, struct bar_button *ret_buttons)
{
    int count = 0;
    if (!app->visit.looked_up && app->visit.request.state == REQUEST_WAITING)
        ret_buttons[count++] = bar_way(view, "edit", "ticket.change", DO_TICKET_CHANGE);
    ret_buttons[count++] = bar_way(view, "close", "ticket.cancel", DO_TICKET_CANCEL);
    ret_buttons[count++] = bar_done(view, "common.done", DO_DONE);
    return count;
}

static void ticket_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    rect_cut_bottom(&area, 8);
    struct rect beside = page_ticket(app, view, area, true);
    page_title_fitting(view, rect_cut_top(&beside, 66), STYLE_TITLE, view_tr(view, "ticket.title"));
    rect_cut_top(&beside, 14);
    rect_cut_top(&beside, place_card(app, view, beside));

    /* What is left is shared out between the steps, above and below them. */
    const char *ids[STEP_COUNT];
    int count_of_steps = steps_of(app, ids);
    int foot = is_by_phone(app) ? CONSENT_HEIGHT + LIP + 8 + 38 : BELOW_HEIGHT;
    int spare = beside.h - steps_height(view, beside.w, ids, count_of_steps) - foot;
    int gap = spare / (count_of_steps + 1) > 20 ? 20 : spare / (count_of_steps + 1);
    rect_cut_top(&beside, gap + 4);
    rect_cut_top(&beside, steps(view, beside, gap - 2, ids, count_of_steps) + gap);
    below(app, view, beside);

    struct bar_button buttons[3];
    page_bar(view, bar, buttons, ticket_buttons(app, view, buttons));
    page_rail(app, view, RAIL_OVER | RAIL_ALWAYS);
}

static int place_height(struct view *view, int width, const void *what)
{
    const struct app *app = *(const struct app *const *)what;
    const char *head = card_head(app, view);
    const int words = width - 2 * CARD_PADDING;
    return 46 + view_text_height(view, place_style(view, words - 70, head), words - 70, head) +
           view_text_height(view, STYLE_LABEL, words, card_more(app, view));
}

static void place_draw(struct view *view, struct rect box, const void *what)
{
    place_card(*(const struct app *const *)what, view, box);
}

static void flow_wish(const struct app *app, struct view *view, struct flow *flow)
{
    const struct visit *visit = &app->visit;
    if (visit->wish_way == WISH_REFUSED)
        flow_note(flow, 16, "alert", NULL, view_tr(view, "ticket.refused"));
    else if (visit->wish_way == WISH_SAVED && visit->sending_slow)
        flow_note(flow, 16, "offline", NULL,
                  arena_format(&view->list->arena, "**%s** %s", view_tr(view, "off.saved"),
                               view_tr(view, "off.keep")));
    else
        flow_note(flow, 16, "clock", NULL, view_tr(view, "review.sending"));
}

static struct bar_button consent_button(const struct app *app, struct view *view)
{
    bool stands = app->visit.request.consent_version > 0;
    return bar_way(view, "phone", stands ? "ticket.texts.stop" : "ticket.texts.again",
                   stands ? DO_STOP_TEXTS : DO_TEXT_AGAIN);
}

static void ticket_flow(const struct app *app, struct view *view)
{
    static const char *const numbers[STEP_COUNT] = {"1", "2", "3"};
    const char *ids[STEP_COUNT];
    const int count = steps_of(app, ids);
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_TITLE, view_tr(view, "ticket.title"));
    flow_ticket(&flow, true);
    flow_add(&flow, 0, 0, place_height, place_draw, &app, sizeof app);
    if (app->visit.wish != WISH_NONE)
        flow_wish(app, view, &flow);
    else if (app->visit.sent_late)
        flow_note(&flow, 16, "st-here", NULL, view_tr(view, "off.sent"));
    for (int i = 0; i < count; i++)
        flow_step(&flow, i == 0 ? 24 : 14, numbers[i], view_tr(view, ids[i]));
    if (is_by_phone(app))
        flow_button(&flow, 20, consent_button(app, view));
    flow_line(&flow, 20, 0, "ticket", COLOR_INK_2, STYLE_BODY_BOLD, view_tr(view, "ticket.check"));
    flow_line(&flow, 10, FLOW_SPARE, "people", COLOR_INK_2, STYLE_BODY, view_tr(view, "home.desk"));
    struct bar_button buttons[3];
    int button_count = ticket_buttons(app, view, buttons);
    for (int i = 0; i < button_count; i++)
        flow_bar(&flow, buttons[i]);
    flow_end(&flow, RAIL_OVER | RAIL_ALWAYS);
}

static bool ticket_act(struct app *app, struct action action)
{
    switch (action.kind) {
    case DO_TICKET_CHANGE:
        app->visit.editing = true;
        app_go(app, SCREEN_REVIEW);
        return true;
    case DO_STOP_TEXTS:
    case DO_TEXT_AGAIN:
        app_consent(app, action.kind == DO_TEXT_AGAIN);
        return true;
    case DO_TICKET_CANCEL:
        app_go(app, SCREEN_CANCEL);
        return true;
    default:
        return false;
    }
}

const struct screen screen_ticket = {
    .name = "ticket", .view = ticket_view, .flow = ticket_flow, .act = ticket_act};
