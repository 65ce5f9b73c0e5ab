/* A coach is on the way, because they said so; or, after a hand-off, another one would come: is that all
 * right? */
#include "screens/flow.h"

static const struct text_style STYLE_NOW = {TYPEFACE_SANS, 700, 40, 46};
static const struct text_style STYLE_ASK = {TYPEFACE_SERIF, 400, 52, 60};

static const struct coach *holder(const struct app *app)
{
    const struct uuid *id = &app->visit.request.holder_id;
    return uuid_is_none(id) || !app->board ? NULL : board_coach(app->board, id);
}

static bool is_handoff(const struct app *app)
{
    return app->visit.request.state == REQUEST_CLAIMED;
}

static const char *coming_title(const struct app *app, struct view *view)
{
    const struct wire_status *request = &app->visit.request;
    if (is_handoff(app))
        return view_fill(view, "coming.handoff", "new", request->holder_name, "old",
                         request->former_holder_name, NULL);
    bool with = request->state == REQUEST_WITH_PATIENT;
    return view_fill(view, with ? "ticket.with" : "coming.title", "name", request->holder_name, NULL);
}

static const char *look_for(const struct app *app, struct view *view)
{
    const struct wire_status *request = &app->visit.request;
    const struct draft *sent = &app->visit.sent;
    if (sent->find == FIND_NAME && sent->name[0])
        return view_fill(view, "coming.look.name", "name", request->holder_name, NULL);
    return view_fill(view, "coming.look", "sign", words_sign(view, request->ticket.sign), "number",
                     arena_format(&view->list->arena, "%d", request->ticket.number), "name",
                     request->holder_name, NULL);
}

static void portrait_row(const struct app *app, struct view *view, struct rect row)
{
    const struct wire_status *request = &app->visit.request;
    const struct coach *coach = holder(app);
    struct rect portrait = rect_cut_start(&row, 170);
    portrait.y += (portrait.h - 196) / 2;
    portrait.h = 196;
    view_portrait(view, portrait, 20, coach ? coach->avatar : "", request->holder_name, false);
    rect_cut_start(&row, 28);
    const char *look = is_handoff(app) ? request->holder_name : look_for(app, view);
    struct text_style style = is_handoff(app) ? STYLE_KEY : STYLE_BODY;
    bool walking = request->state == REQUEST_ON_THE_WAY;
    int height = view_text_height(view, style, row.w, look);
    int now = walking ? view_text_height(view, STYLE_NOW, row.w - 56, view_tr(view, "coming.now")) + 12 : 0;
    row = rect_centered(row, row.w, height + now);
    if (walking) {
        view_icon_line(view, row, "walk", 44, COLOR_HERE, 12, STYLE_NOW, COLOR_HERE,
                       view_tr(view, "coming.now"));
        rect_cut_top(&row, now);
    }
    view_text(view, row, style, COLOR_INK, ALIGN_START, look);
}

static int change_card(const struct app *app, struct view *view, struct rect box)
{
    const char *text = view_fill(view, "coming.change", "name", app->visit.request.holder_name, NULL);
    int height = view_text_height(view, STYLE_STEP, box.w - 56, text);
    box.h = height + 2 * 20;
    view_card(view, box);
    view_text(view, rect_inset(box, 28, 20), STYLE_STEP, COLOR_INK, ALIGN_START, text);
    return box.h;
}

static void speaks_line(const struct app *app, struct view *view, struct rect box)
{
    const struct coach *coach = holder(app);
    if (!coach || coach->language_count == 0)
        return;
    view_icon_line(view, box, "globe", 46, COLOR_INK, 18, STYLE_STEP, COLOR_INK,
                   view_fill(view, "coming.speaks", "name", coach->name, "languages",
                             words_languages_spoken(view, coach), NULL));
}

static void coming_buttons(const struct app *app, struct view *view, struct bar_button *buttons)
{
    if (is_handoff(app)) {
        buttons[0] = bar_way(view, NULL, "coming.handoff.no", DO_HANDOFF_NO);
        buttons[1] = bar_done(view, "coming.handoff.yes", DO_HANDOFF_YES);
    } else {
        buttons[0] = bar_way(view, "close", "coming.no", DO_NOT_TODAY);
        buttons[1] = bar_done(view, "coming.ok", DO_COMING_OK);
    }
}

static void coming_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct bar_button buttons[2];
    coming_buttons(app, view, buttons);
    page_bar(view, page_bar_area(&area), buttons, 2);
    struct rect beside = page_ticket(app, view, area, true);
    const char *title = coming_title(app, view);
    if (is_handoff(app))
        rect_cut_top(&beside, view_title(view, beside, STYLE_ASK, title));
    else
        page_title_fitting(view, rect_cut_top(&beside, 66), STYLE_TITLE, title);
    rect_cut_top(&beside, 22);
    portrait_row(app, view, rect_cut_top(&beside, 196));
    rect_cut_top(&beside, 26);
    if (app->visit.request.state == REQUEST_ON_THE_WAY)
        rect_cut_top(&beside, change_card(app, view, beside) + 24);
    speaks_line(app, view, beside);
    page_rail(app, view, RAIL_OVER | RAIL_ALWAYS);
}

static int person_height(struct view *view, int width, const void *what)
{
    const struct app *app = *(const struct app *const *)what;
    bool handoff = is_handoff(app), walking = app->visit.request.state == REQUEST_ON_THE_WAY;
    const char *look = handoff ? app->visit.request.holder_name : look_for(app, view);
    int height = view_text_height(view, handoff ? STYLE_KEY : STYLE_BODY, width - 170 - 28, look);
    if (walking)
        height += view_text_height(view, STYLE_NOW, width - 170 - 28 - 56, view_tr(view, "coming.now")) + 12;
    return height > 196 ? height : 196;
}

static void person_draw(struct view *view, struct rect box, const void *what)
{
    portrait_row(*(const struct app *const *)what, view, box);
}

static void coming_flow(const struct app *app, struct view *view)
{
    const struct coach *coach = holder(app);
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, is_handoff(app) ? STYLE_ASK : STYLE_TITLE, coming_title(app, view));
    flow_ticket(&flow, true);
    flow_add(&flow, 0, FLOW_WIDE, person_height, person_draw, &app, sizeof app);
    if (app->visit.request.state == REQUEST_ON_THE_WAY)
        flow_card(&flow, 20, NULL, STYLE_STEP, NULL,
                  view_fill(view, "coming.change", "name", app->visit.request.holder_name, NULL));
    if (coach && coach->language_count > 0)
        flow_line(&flow, 20, 0, "globe", COLOR_INK, STYLE_STEP,
                  view_fill(view, "coming.speaks", "name", coach->name, "languages",
                            words_languages_spoken(view, coach), NULL));
    struct bar_button buttons[2];
    coming_buttons(app, view, buttons);
    flow_bar(&flow, buttons[0]);
    flow_bar(&flow, buttons[1]);
    flow_end(&flow, RAIL_OVER | RAIL_ALWAYS);
}

static bool coming_act(struct app *app, struct action action)
{
    switch (action.kind) {
    case DO_COMING_OK:
        app_leave(app);
        return true;
    case DO_NOT_TODAY:
        app_go(app, SCREEN_CANCEL);
        return true;
    case DO_HANDOFF_YES:
    case DO_HANDOFF_NO:
        app_answer_handoff(app, action.kind == DO_HANDOFF_YES);
        return true;
    default:
        return false;
    }
}

const struct screen screen_coming = {
    .name = "coming", .view = coming_view, .flow = coming_flow, .act = coming_act};
