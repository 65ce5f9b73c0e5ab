/* The call for staff, step by step, each said only after it happened: the queue answered, somebody saw it,
 * somebody said "I am going". When it could not be sent, or nobody answers, the page says so and where to go
 * instead. Times are the queue's. */
#include "screens/flow.h"
#include "screens/pieces.h"
#include "text/script.h"

#define ROW_ICON     52
#define TIME_WIDTH   96
#define LINE_ICON    50
#define STEP_PADDING 10
/* After "I am going": how long the walk may take before we say where else to go. */
#define BY_COMING_MS (2 * MINUTE_MS)

static const struct text_style style_time = {TYPEFACE_SANS, 400, 36, 46};
static const struct text_style style_step = {TYPEFACE_SANS, 700, 42, 46};
static const struct text_style style_open_step = {TYPEFACE_SANS, 600, 42, 46};
static const struct text_style style_line = {TYPEFACE_SANS, 400, 36, 44};
static const struct text_style style_go = {TYPEFACE_SANS, 700, 54, 60};

enum help_stage {
    HELP_SENDING,
    HELP_NOT_OUT,
    HELP_RINGING,
    HELP_SEEN,
    HELP_NO_ANSWER,
    HELP_COMING,
    HELP_RESOLVED
};

static enum help_stage stage_of(const struct app *app)
{
    const struct visit *visit = &app->visit;
    if (!visit->alert_known) {
        return visit->alert_failed ? HELP_NOT_OUT : HELP_SENDING;
    }
    if (visit->alert.state == ALERT_RESOLVED) {
        return HELP_RESOLVED;
    }
    if (visit->alert.state == ALERT_ACKNOWLEDGED) {
        return HELP_COMING;
    }
    if (app->now.mono_ms - visit->alert_mono_ms >= ALERT_NO_ANSWER_MS) {
        return HELP_NO_ANSWER;
    }
    return visit->alert.state == ALERT_SEEN ? HELP_SEEN : HELP_RINGING;
}

/* ---- the steps ---- */

struct step {
    const char *icon;
    int64_t at_ms; /* 0: has no time */
    const char *text;
    bool open; /* not a thing that happened */
};
enum {
    STEPS_MAX = 4
};

/* "2:41", where the kiosk knows its clinic's time zone. */
static const char *time_text(const struct app *app, struct view *view, int64_t at_ms)
{
    if (at_ms == 0 || !app->zone) {
        return "";
    }
    int minute = zone_local(app->zone, at_ms).minute;
    int hour = minute / 60 % 12 == 0 ? 12 : minute / 60 % 12;
    const char *text = arena_format(&view->list->arena, "%d:%02d", hour, minute % 60);
    return text ? text : "";
}

/* The widest that it has reached: what else to do must stay on the same page. */
static struct step reached_step(struct view *view, const struct wire_alert *alert)
{
    int screens = alert->screens;
    if (alert->told) {
        return (struct step){.icon = "chat", .text = view_tr(view, "helpsent.told")};
    }
    if (screens <= 0) {
        return (struct step){.icon = "st-away", .text = view_tr(view, "helpsent.screens.none"), .open = true};
    }
    return (struct step){.icon = "bell-ring", .text = view_plural(view, "helpsent.screens", screens, NULL)};
}

static int steps_of(const struct app *app, struct view *view, enum help_stage stage, struct step *ret_steps)
{
    const struct wire_alert *alert = &app->visit.alert;
    int count = 0;
    if (stage == HELP_SENDING) {
        ret_steps[count++] =
            (struct step){.icon = "clock", .text = view_tr(view, "helpsent.sending"), .open = true};
        return count;
    }
    ret_steps[count++] =
        (struct step){.icon = "st-here", .at_ms = alert->sent_at_ms, .text = view_tr(view, "helpsent.sent")};
    if (stage == HELP_RINGING) {
        ret_steps[count++] = reached_step(view, alert);
        ret_steps[count++] =
            (struct step){.icon = "st-away", .text = view_tr(view, "helpsent.unseen"), .open = true};
    }
    if (alert->seen_at_ms != 0) {
        ret_steps[count++] = (struct step){
            .icon = "st-here", .at_ms = alert->seen_at_ms, .text = view_tr(view, "helpsent.seen")};
    }
    if (alert->acknowledged_at_ms != 0) {
        const char *said = view_tr(view, stage == HELP_COMING ? "helpsent.walking" : "helpsent.went");
        ret_steps[count++] = (struct step){.icon = "walk", .at_ms = alert->acknowledged_at_ms, .text = said};
    }
    if (stage == HELP_RESOLVED) {
        ret_steps[count++] = (struct step){
            .icon = "check-circle", .at_ms = alert->resolved_at_ms, .text = view_tr(view, "helpsent.closed")};
    }
    return count;
}

static void step_view(const struct app *app, struct view *view, struct rect row, const struct step *step)
{
    struct rect icon = rect_centered(rect_cut_start(&row, ROW_ICON), ROW_ICON, ROW_ICON);
    view_icon(view, icon.x, icon.y, ROW_ICON, step->icon, COLOR_MADDER);
    rect_cut_start(&row, 24);
    struct rect time = rect_centered(rect_cut_start(&row, TIME_WIDTH), TIME_WIDTH, style_time.line);
    const char *at = time_text(app, view, step->at_ms);
    if (at[0]) {
        view_text(view, time, style_time, COLOR_INK_2, ALIGN_START, at);
    }
    rect_cut_start(&row, 24);
    struct text_style style = step->open ? style_open_step : style_step;
    int height = view_text_height(view, style, row.w, step->text);
    view_text(view, rect_centered(row, row.w, height), style, COLOR_INK, ALIGN_START, step->text);
}

/* How closely things stand: many steps make room for what to do meanwhile. */
struct spacing {
    int row;    /* height of a step */
    int around; /* the steps, inside their card */
    int gap;    /* between the card and the lines */
};

static bool keeps_ringing(enum help_stage stage)
{
    return stage == HELP_RINGING || stage == HELP_SEEN;
}

static struct spacing spacing_of(enum help_stage stage, int steps)
{
    if (steps > 3)
        return (struct spacing){60, 10, 16};
    if (steps == 3 && keeps_ringing(stage))
        return (struct spacing){66, 10, 10};
    return (struct spacing){80, 14, 18};
}

/* Cuts the card with the steps off the top of *area. */
static struct spacing steps_view(const struct app *app, struct view *view, struct rect *area,
                                 enum help_stage stage)
{
    struct step steps[STEPS_MAX];
    int count = steps_of(app, view, stage, steps);
    struct spacing spacing = spacing_of(stage, count);
    struct rect card = rect_cut_top(area, count * spacing.row + 2 * spacing.around);
    struct element *face = view_at(view, view_card(view, card));
    face->edge = COLOR_MADDER;
    face->edge_width = 3;
    struct rect inside = rect_inset(card, 33, spacing.around);
    for (int i = 0; i < count; i++) {
        struct rect row = rect_cut_top(&inside, spacing.row);
        if (i > 0)
            view_rule(view, row.x, row.y, row.w, COLOR_ROSE_RULE);
        step_view(app, view, row, &steps[i]);
    }
    rect_cut_top(area, spacing.gap);
    return spacing;
}

/* ---- what to do meanwhile ---- */

/* Up to the next whole minute, so that the time named has not passed when the person reads it. */
static int64_t minute_after(int64_t wall_ms)
{
    return (wall_ms / MINUTE_MS + 1) * MINUTE_MS;
}

static const char *by_words(const struct app *app, struct view *view, enum help_stage stage)
{
    const char *emergency = app->region.emergency;
    if (stage == HELP_RESOLVED) {
        return view_fill(view, "helpsent.go", "emergency", emergency, NULL);
    }
    if (!app->zone || !app->now.verified || stage == HELP_SENDING) {
        const char *id = stage == HELP_COMING ? "helpsent.by.unknown" : "helpsent.by.wait.unknown";
        return view_fill(view, id, "emergency", emergency, NULL);
    }
    bool coming = stage == HELP_COMING;
    int64_t until_ms = coming ? app->visit.alert.acknowledged_at_ms + BY_COMING_MS
                              : app->visit.alert_at_ms + ALERT_NO_ANSWER_MS;
    return view_fill(view, coming ? "helpsent.by" : "helpsent.by.wait", "time",
                     words_time(view, app->zone, minute_after(until_ms), false), "emergency", emergency,
                     NULL);
}

static void line_view(struct view *view, struct rect *area, int gap, const char *icon, const char *text)
{
    int height = view_icon_line(view, *area, icon, LINE_ICON, COLOR_INK, 22, style_line, COLOR_INK, text);
    rect_cut_top(area, height + gap);
}

static void lines_view(const struct app *app, struct view *view, struct rect area, enum help_stage stage,
                       int gap)
{
    if (keeps_ringing(stage))
        line_view(view, &area, gap, "bell-ring", view_tr(view, "helpsent.keep"));
    line_view(view, &area, gap, stage == HELP_RESOLVED ? "walk" : "clock", by_words(app, view, stage));
    const char *talk = app->region.crisis_texts ? "helpsent.talk" : "helpsent.talk.call";
    line_view(view, &area, gap, "phone", view_fill(view, talk, "crisis", app->region.crisis, NULL));
}

/* ---- nobody is coming ---- */

static int go_view(struct view *view, struct rect area, const char *go, const char *more)
{
    struct rect words = {area.x + 154, area.y, area.w - 170, 0};
    int go_height = view_text_height(view, style_go, words.w, go);
    int more_height = view_text_height(view, style_line, words.w, more);
    int height = go_height + 6 + more_height;
    struct rect card = {area.x, area.y, area.w, (height > 104 ? height : 104) + 74};
    struct element *face = view_at(view, view_card(view, card));
    face->edge = COLOR_MADDER;
    face->edge_width = 5;
    view_icon(view, card.x + 30, card.y + (card.h - 104) / 2, 104, "walk", COLOR_MADDER);
    words.y += (card.h - height) / 2;
    words.y += view_text(view, words, style_go, COLOR_INK, ALIGN_START, go) + 6;
    view_text(view, words, style_line, COLOR_INK, ALIGN_START, more);
    return card.h;
}

static void nobody_view(const struct app *app, struct view *view, struct rect area, enum help_stage stage)
{
    const struct region *region = &app->region;
    bool out = stage == HELP_NO_ANSWER;
    const char *go = view_tr(view, out ? "helpsent.none.go" : "helpsent.failed.go");
    const char *more = out ? view_tr(view, "helpsent.none.more")
                           : view_fill(view, "helpsent.failed.more", "emergency", region->emergency, NULL);
    rect_cut_top(&area, go_view(view, area, go, more) + 16);
    int padding = area.h < 270 ? 13 : 20;
    rect_cut_top(&area,
                 view_call_row(view, area, padding, region->emergency, NULL,
                               view_fill(view, "help.911", "emergency", region->emergency, NULL),
                               view_fill(view, "helpsent.none.911", "emergency", region->emergency, NULL)));
    view_rule(view, area.x, area.y, area.w, COLOR_ROSE_RULE);
    rect_cut_top(&area, 2);
    const char *crisis = region->crisis_texts ? "helpsent.none.988" : "helpsent.none.988.call";
    view_call_row(view, area, padding, region->crisis, NULL, view_tr(view, "help.988"),
                  view_fill(view, crisis, "crisis", region->crisis, NULL));
}

/* ---- */

static const char *const titles[] = {
    [HELP_SENDING] = "helpsent.wait.title",      [HELP_NOT_OUT] = "helpsent.failed.title",
    [HELP_RINGING] = "helpsent.wait.title",      [HELP_SEEN] = "helpsent.wait.title",
    [HELP_NO_ANSWER] = "helpsent.none.title",    [HELP_COMING] = "helpsent.title",
    [HELP_RESOLVED] = "helpsent.resolved.title",
};

static void help_buttons(struct view *view, struct bar_button *ret_buttons)
{
    ret_buttons[0] = (struct bar_button){.kind = BUTTON_SECONDARY,
                                         .style = STYLE_SECONDARY,
                                         .text = view_tr(view, "helpsent.ok"),
                                         .action = {DO_ALERT_OK, 0}};
    ret_buttons[1] = (struct bar_button){.kind = BUTTON_DANGER,
                                         .style = STYLE_KEY,
                                         .icon = "bell-ring",
                                         .icon_size = 54,
                                         .text = view_tr(view, "helpsent.again"),
                                         .action = {DO_ALERT_AGAIN, 0},
                                         .grows = true};
}

static void help_sent_view(const struct app *app, struct view *view)
{
    enum help_stage stage = stage_of(app);
    struct rect area = view_page(view, COLOR_ROSE);
    struct rect bar = page_bar_area(&area);
    rect_cut_top(&area, view_title(view, area, STYLE_TITLE, view_tr(view, titles[stage])));
    if (stage == HELP_NO_ANSWER || stage == HELP_NOT_OUT) {
        rect_cut_top(&area, 22);
        nobody_view(app, view, area, stage);
    } else {
        rect_cut_top(&area, 6);
        const char *body = view_tr(view, stage == HELP_RESOLVED ? "helpsent.resolved.body" : "helpsent.body");
        rect_cut_top(&area, view_text(view, area, STYLE_BODY, COLOR_INK, ALIGN_START, body) + 22);
        struct spacing spacing = steps_view(app, view, &area, stage);
        lines_view(app, view, area, stage, spacing.gap);
    }
    struct bar_button buttons[2];
    help_buttons(view, buttons);
    page_bar(view, bar, buttons, 2);
    page_rail(app, view, RAIL_PAGE);
}

struct step_what {
    const struct app *app;
    struct step step;
};

static int step_words_width(const struct app *app, struct view *view, int width, const struct step *step)
{
    const char *at = time_text(app, view, step->at_ms);
    int time = at[0] ? view_text_width(view, style_time, at) + 20 : 0;
    return width - 2 * 24 - ROW_ICON - 20 - time;
}

/* The marks on Arabic letters stand higher than any capital, and their tails lower: smaller letters leave
 * them room without taking it from what to do meanwhile. */
static struct text_style step_style(const struct view *view, const struct step *step)
{
    struct text_style style = step->open ? style_open_step : style_step;
    if (language_right_to_left(view->language))
        style.size = 36;
    return style;
}

static int step_padding(const struct view *view)
{
    return language_right_to_left(view->language) ? 12 : STEP_PADDING;
}

static int step_block_height(struct view *view, int width, const void *what)
{
    const struct step_what *step = what;
    int words = view_text_height(view, step_style(view, &step->step),
                                 step_words_width(step->app, view, width, &step->step), step->step.text);
    return (words > ROW_ICON ? words : ROW_ICON) + 2 * step_padding(view);
}

static void step_block_draw(struct view *view, struct rect box, const void *what)
{
    const struct step_what *step = what;
    const char *at = time_text(step->app, view, step->step.at_ms);
    struct element *face = view_at(view, view_card(view, box));
    face->edge = COLOR_MADDER;
    face->edge_width = 3;
    struct rect inside = rect_inset(box, 24, step_padding(view));
    struct rect icon = rect_centered(rect_cut_start(&inside, ROW_ICON), ROW_ICON, ROW_ICON);
    view_icon(view, icon.x, icon.y, ROW_ICON, step->step.icon, COLOR_MADDER);
    rect_cut_start(&inside, 20);
    if (at[0]) {
        int width = view_text_width(view, style_time, at);
        struct rect time =
            rect_centered(rect_cut_start(&inside, width), width, view_style(view, style_time).line);
        view_text(view, time, style_time, COLOR_INK_2, ALIGN_START, at);
        rect_cut_start(&inside, 20);
    }
    struct text_style style = step_style(view, &step->step);
    int height = view_text_height(view, style, inside.w, step->step.text);
    struct rect words = rect_centered(inside, inside.w, height);
    words.y += 2 * (step_padding(view) - STEP_PADDING); /* more room above than below */
    view_text(view, words, style, COLOR_INK, ALIGN_START, step->step.text);
}

static void flow_meanwhile(struct flow *flow, enum help_stage stage)
{
    const struct app *app = flow->app;
    struct view *view = flow->view;
    const char *talk = app->region.crisis_texts ? "helpsent.talk" : "helpsent.talk.call";
    if (keeps_ringing(stage))
        flow_line(flow, 16, 0, "bell-ring", COLOR_INK, style_line, view_tr(view, "helpsent.keep"));
    flow_line(flow, 16, 0, stage == HELP_RESOLVED ? "walk" : "clock", COLOR_INK, style_line,
              by_words(app, view, stage));
    flow_line(flow, 16, 0, "phone", COLOR_INK, style_line,
              view_fill(view, talk, "crisis", app->region.crisis, NULL));
}

static void flow_steps(struct flow *flow, enum help_stage stage)
{
    struct view *view = flow->view;
    struct step steps[STEPS_MAX];
    int count = steps_of(flow->app, view, stage, steps);
    flow_words(flow, 0, FLOW_SPARE, STYLE_BODY, COLOR_INK,
               view_tr(view, stage == HELP_RESOLVED ? "helpsent.resolved.body" : "helpsent.body"));
    for (int i = 0; i < count; i++) {
        struct step_what what = {flow->app, steps[i]};
        flow_add(flow, 10, 0, step_block_height, step_block_draw, &what, sizeof what);
    }
    flow_meanwhile(flow, stage);
}

static void flow_nobody(struct flow *flow, enum help_stage stage)
{
    struct view *view = flow->view;
    const struct region *region = &flow->app->region;
    const char *emergency = region->emergency;
    const bool out = stage == HELP_NO_ANSWER;
    const char *crisis = region->crisis_texts ? "helpsent.none.988" : "helpsent.none.988.call";
    flow_card(flow, 0, "walk", style_go, view_tr(view, out ? "helpsent.none.go" : "helpsent.failed.go"),
              out ? view_tr(view, "helpsent.none.more")
                  : view_fill(view, "helpsent.failed.more", "emergency", emergency, NULL));
    flow_call(flow, 16, emergency, NULL, view_fill(view, "help.911", "emergency", emergency, NULL),
              view_fill(view, "helpsent.none.911", "emergency", emergency, NULL));
    flow_call(flow, 16, region->crisis, NULL, view_tr(view, "help.988"),
              view_fill(view, crisis, "crisis", region->crisis, NULL));
}

static void help_sent_flow(const struct app *app, struct view *view)
{
    enum help_stage stage = stage_of(app);
    struct flow flow;
    struct bar_button buttons[2];
    flow_begin(&flow, app, view, COLOR_ROSE);
    flow_title(&flow, STYLE_TITLE, view_tr(view, titles[stage]));
    if (stage == HELP_NO_ANSWER || stage == HELP_NOT_OUT)
        flow_nobody(&flow, stage);
    else
        flow_steps(&flow, stage);
    help_buttons(view, buttons);
    flow_bar(&flow, buttons[0]);
    flow_bar(&flow, buttons[1]);
    flow_end(&flow, RAIL_PAGE);
}

const struct screen screen_help_sent = {.name = "help_sent",
                                        .view = help_sent_view,
                                        .flow = help_sent_flow,
                                        .never_idles = true,
                                        .shows_now = true};
