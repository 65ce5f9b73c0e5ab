/* Talk by phone now: a coach of any site who said that they are free for calls, until when, and their number.
 * The person calls with their own phone, or the front desk's; nothing of theirs is asked for. */
#include "screens/flow.h"
#include "screens/pieces.h"

#define PORTRAIT_WIDTH  300
#define PORTRAIT_HEIGHT 400
#define SMALL_WIDTH     228 /* upright, and in large text */
#define SMALL_HEIGHT    304
#define WHERE_GAP       18
#define WHERE_ICON      42

static const struct text_style style_title = {TYPEFACE_SERIF, 400, 54, 60};
static const struct text_style style_until = {TYPEFACE_SANS, 700, 42, 50};
static const struct text_style style_call = {TYPEFACE_SANS, 700, 34, 40};
static const struct text_style style_number = {TYPEFACE_SANS, 700, 78, 86};
static const struct text_style style_where = {TYPEFACE_SANS, 400, 32, 38};

/* ---- the portrait, and where they are ---- */

struct phone_side {
    const struct phone_coach *coach;
    int width, height;
    const char *where; /* NULL: not at a site now */
};

static void side_draw(struct view *view, struct rect box, const void *what)
{
    const struct phone_side *side = what;
    struct rect portrait = rect_cut_top(&box, side->height);
    view_portrait(view, portrait, 28, side->coach->avatar, side->coach->name, false);
    rect_cut_top(&box, WHERE_GAP);
    if (side->where)
        view_icon_line(view, box, "pin", WHERE_ICON, COLOR_INK, 14, style_where, COLOR_INK, side->where);
}

static void flow_coach(struct flow *flow, const struct phone_coach *coach)
{
    struct view *view = flow->view;
    bool large = view_portrait_page(view) || view->mode.text_size != TEXT_USUAL || view->mode.lower;
    struct phone_side side = {.coach = coach,
                              .width = large ? SMALL_WIDTH : PORTRAIT_WIDTH,
                              .height = large ? SMALL_HEIGHT : PORTRAIT_HEIGHT};
    if (coach->here && !large)
        side.where = view_fill(view, "phone.where", "name", coach->name, "site", coach->site_name, NULL);
    int where =
        side.where ? WHERE_GAP + view_text_height(view, style_where, side.width - WHERE_ICON - 14, side.where)
                   : 0;
    flow_side(flow,
              (struct flow_side){
                  .draw = side_draw, .what = &side, .width = side.width, .height = side.height + where},
              sizeof side);
    if (coach->here && large)
        flow_line(flow, 12, 0, "pin", COLOR_INK, STYLE_BODY,
                  view_fill(view, "phone.where", "name", coach->name, "site", coach->site_name, NULL));
}

/* ---- the number ---- */

struct phone_number {
    const char *head, *number;
};

/* A number is read in one go: on one line, in as large figures as that allows. */
static struct text_style number_style(struct view *view, int width, const char *number)
{
    struct text_style style = style_number;
    while (style.size > 48 && view_text_width(view, style, number) > width) {
        style.size -= 2;
        style.line -= 2;
    }
    return style;
}

static int number_height(struct view *view, int width, const void *what)
{
    const struct phone_number *number = what;
    return view_text_height(view, style_call, width - 2 * 30, number->head) +
           view_style(view, number_style(view, width - 2 * 30, number->number)).line + 2 * 20;
}

static void number_draw(struct view *view, struct rect box, const void *what)
{
    const struct phone_number *number = what;
    view_card(view, box);
    struct rect inside = rect_inset(box, 30, 20);
    rect_cut_top(&inside, view_text(view, inside, style_call, COLOR_INK, ALIGN_START, number->head));
    view_text(view, inside, number_style(view, inside.w, number->number), COLOR_INK, ALIGN_START,
              number->number);
}

/* ---- the page ---- */

static void flow_facts(struct flow *flow, const struct phone_coach *coach)
{
    const struct app *app = flow->app;
    struct view *view = flow->view;
    const char *until = words_time(view, app->zone, coach->until_ms, true);
    const char *call = app->board->site.settings.texting ? "phone.call" : "phone.call.only";
    struct phone_number number = {view_fill(view, call, "name", coach->name, NULL),
                                  words_phone(view, coach->phone)};
    flow_line(flow, 0, 0, "st-here", COLOR_HERE, style_until,
              view_fill(view, "phone.until", "time", until, NULL));
    flow_add(flow, 20, FLOW_WIDE, number_height, number_draw, &number, sizeof number);
    flow_line(flow, 28, 0, "eye-off", COLOR_INK, STYLE_BODY, view_tr(view, "phone.noname"));
    flow_line(flow, 18, 0, "people", COLOR_INK, STYLE_BODY, view_tr(view, "phone.none"));
    flow_line(flow, 18, 0, "clock", COLOR_INK, STYLE_BODY,
              view_fill(view, "phone.after", "time", until, "name", coach->name, NULL));
}

static void phone_view(const struct app *app, struct view *view)
{
    const struct phone_coach *coach = app_phone_coach(app);
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    if (coach) {
        flow_title(&flow, style_title, view_fill(view, "phone.title", "name", coach->name, NULL));
        flow_coach(&flow, coach);
        flow_facts(&flow, coach);
        flow_bar(&flow, bar_way(view, "qr", "phone.save", DO_PHONE_CARD));
    } else {
        flow_title(&flow, STYLE_TITLE, view_tr(view, "phone.over"));
        flow_words(&flow, 0, 0, STYLE_BODY, COLOR_INK, view_tr(view, "phone.over.more"));
        flow_line(&flow, 28, 0, "person", COLOR_INK, STYLE_BODY, view_tr(view, "closed.desk"));
    }
    flow_bar(&flow, bar_way(view, "chat", "closed.leave", DO_LEAVE));
    flow_bar(&flow, bar_done(view, "common.done", DO_DONE));
    flow_end(&flow, RAIL_PAGE);
}

static bool phone_act(struct app *app, struct action action)
{
    const struct phone_coach *coach = app_phone_coach(app);
    if (action.kind != DO_PHONE_CARD)
        return false;
    if (coach) {
        app->visit.shown_coach = coach->id;
        app_go(app, SCREEN_CARD);
    }
    return true;
}

const struct screen screen_phone = {
    .name = "phone", .view = phone_view, .flow = phone_view, .act = phone_act, .shows_now = true};
