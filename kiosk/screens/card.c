/* A coach's contact card to take along: a square for the phone's camera, and the same as words beside it. The
 * card says nothing about the person who takes it, and as little about the service as the clinic chose. */
#include "card/card.h"
#include "base/error.h"
#include "screens/flow.h"
#include "screens/pieces.h"

#include <string.h>

#define WORDS_WIDTH     532
#define COLUMN_GAP      40
#define SQUARE_SIDE_MAX 480
#define SQUARE_PADDING  6  /* of the white card; the quiet zone is in the code's own space */
#define SQUARE_RADIUS   20 /* so small that the code's space stays inside */
#define MODULE_MIN_MM   1.25

static const struct text_style style_title = {TYPEFACE_SERIF, 400, 54, 60};
static const struct text_style style_line = {TYPEFACE_SANS, 400, 32, 38};

/* A coach of another site who is free for calls: their hours there are not known here. */
static const struct coach *called_coach(const struct app *app, struct view *view)
{
    for (size_t i = 0; i < app->board->phone_coach_count; i++) {
        const struct phone_coach *called = &app->board->phone_coaches[i];
        struct coach *coach = NULL;
        if (uuid_equal(&called->id, &app->visit.shown_coach))
            coach = arena_alloc(&view->list->arena, sizeof *coach);
        if (coach) {
            *coach = (struct coach){.id = called->id,
                                    .name = called->name,
                                    .pronouns = "",
                                    .avatar = called->avatar,
                                    .phone = called->phone,
                                    .card_name = called->card_name};
            return coach;
        }
    }
    return NULL;
}

/* The card of the coach that was looked at, else of the first one who has a phone. */
static const struct coach *card_coach(const struct app *app, struct view *view)
{
    const struct coach *coach = shown_coach(app);
    if (!coach && app->board)
        coach = called_coach(app, view);
    return coach || !app->board ? coach : first_with_phone(app);
}

static bool spares(const struct coach *coach)
{
    return coach->schedule.weekly_count > 0 && schedule_spares_nights_and_weekends(&coach->schedule);
}

/* The same words as on the screen, without what only the screen's own layout needs: marks of direction. */
static const char *plain_words(struct view *view, const char *words)
{
    char *plain = arena_copy_text(&view->list->arena, words);
    if (!plain)
        return "";
    size_t used = 0;
    for (size_t i = 0; plain[i]; i++) {
        if (strncmp(plain + i, "\u2068", 3) == 0 || strncmp(plain + i, "\u2069", 3) == 0)
            i += 2;
        else
            plain[used++] = plain[i];
    }
    plain[used] = '\0';
    return plain;
}

static const char *note_words(struct view *view, const struct coach *coach)
{
    if (coach->schedule.weekly_count == 0)
        return "";
    const char *hours = plain_words(view, words_hours(view, &coach->schedule));
    if (!spares(coach))
        return hours;
    const char *note = arena_format(&view->list->arena, "%s. %s", hours, view_tr(view, "card.rest"));
    return note ? note : hours;
}

/* The code for a square of `side` logical pixels, in the frame's arena, or NULL when no readable one fits.
 * *ret_discreet: the card's text does not say what kind of service this is. */
static const struct qr *make_code(struct view *view, const struct coach *coach, int side, bool *ret_discreet)
{
    struct card card = {
        .given_name = coach->name,
        .display_name = coach->card_name && coach->card_name[0] ? coach->card_name : coach->name,
        .phone = coach->phone,
        .email = "",
        .organization = "",
        .title = "",
        .note = note_words(view, coach),
    };
    struct qr *qr = arena_alloc(&view->list->arena, sizeof *qr);
    struct strbuf text = STRBUF_INIT;
    int space_px = (int)(side * view->canvas.scale);
    int error =
        qr ? card_qr(&card, space_px, view->canvas.px_per_mm, MODULE_MIN_MM, &text, qr) : CB_NO_MEMORY;
    *ret_discreet = error == CB_OK && !strcasestr(strbuf_text(&text), "recover") &&
                    !strcasestr(strbuf_text(&text), "recuper");
    strbuf_release(&text);
    return error == CB_OK ? qr : NULL;
}

static void square_view(struct view *view, struct rect box, const struct qr *qr)
{
    int card = view_card(view, box);
    view_at(view, card)->fill = COLOR_WHITE;
    view_at(view, card)->radii = radii_all(SQUARE_RADIUS);
    struct rect inside = rect_inset(box, SQUARE_PADDING, SQUARE_PADDING);
    if (qr) {
        view_qr(view, inside, qr);
        return;
    }
    inside = rect_inset(inside, 24, 24);
    view_text(view, inside, STYLE_BODY, COLOR_INK, ALIGN_CENTER, view_tr(view, "card.small"));
}

static void number_view(struct view *view, struct rect box, const struct coach *coach)
{
    rect_cut_top(&box, 16);
    rect_cut_top(
        &box,
        view_text(view, box, STYLE_LABEL_SEMI, COLOR_INK_2, ALIGN_CENTER, view_tr(view, "card.write")) + 2);
    view_text(view, box, STYLE_KEY, COLOR_INK, ALIGN_CENTER, words_phone(view, coach->phone));
}

/* Returns the height it takes. */
static int heading_view(struct view *view, struct rect box, const struct coach *coach)
{
    const char *title = view_fill(view, "card.title", "name", coach->name, NULL);
    view_portrait(view, (struct rect){box.x, box.y, 112, 132}, 16, coach->avatar, coach->name, false);
    struct rect words = {box.x + 134, box.y, box.w - 134, 0};
    struct text_style style = style_title;
    if (view_text_height(view, style, words.w, title) > 132)
        style.size = 44, style.line = 50; /* a long title is no higher than the portrait beside it */
    int height = view_text_height(view, style, words.w, title);
    words.y += height < 132 ? (132 - height) / 2 : 0;
    view_title(view, words, style, title);
    return height > 132 ? height : 132;
}

static int steps_view(struct view *view, struct rect box, int gap)
{
    static const char *const steps[] = {"card.1", "card.2", "card.3"};
    int top = box.y;
    for (int i = 0; i < 3; i++) {
        const char number[2] = {(char)('1' + i), '\0'};
        int height = view_step(view, box, view_text_copy(view, number), view_tr(view, steps[i]));
        rect_cut_top(&box, (height > 46 ? height : 46) + gap);
    }
    return box.y - top - gap;
}

/* How it will be called in the person's phone. */
static const char *saves_words(struct view *view, const struct coach *coach, bool discreet)
{
    const char *saves = view_fill(view, "card.neutral", "card", coach->card_name, NULL);
    const char *both =
        discreet ? arena_format(&view->list->arena, "%s %s", saves, view_tr(view, "card.quiet")) : NULL;
    return both ? both : saves;
}

static int saves_height(struct view *view, struct rect box, const char *saves)
{
    int text_height = view_text_height(view, style_line, box.w - 2 * 26 - 64, saves);
    return (text_height > 44 ? text_height : 44) + 36;
}

static int saves_as_view(struct view *view, struct rect box, const char *saves)
{
    struct rect inside = rect_inset(box, 26, 18);
    box.h = saves_height(view, box, saves);
    view_note(view, box);
    view_icon_line(view, inside, "eye-off", 44, COLOR_INK, 20, style_line, COLOR_INK, saves);
    return box.h;
}

static const char *hours_words(struct view *view, const struct coach *coach)
{
    if (coach->schedule.weekly_count == 0)
        return "";
    const char *answers = view_fill(view, "card.hours", "hours", words_hours(view, &coach->schedule), NULL);
    if (!spares(coach))
        return answers;
    const char *both = arena_format(&view->list->arena, "%s %s", answers, view_tr(view, "card.rest"));
    return both ? both : answers;
}

static void actions_view(const struct app *app, struct view *view, struct rect bar)
{
    struct bar_button other = {.kind = BUTTON_SECONDARY,
                               .style = STYLE_BAR,
                               .icon = "people",
                               .icon_size = 44,
                               .text = view_tr(view, "card.other"),
                               .action = {DO_CARD_OTHER, 0}};
    struct bar_button done = {.kind = BUTTON_PRIMARY,
                              .grows = true,
                              .style = STYLE_KEY,
                              .icon = "check",
                              .icon_size = 50,
                              .text = view_tr(view, "common.done"),
                              .action = {DO_DONE, 0}};
    bool others = app->board && app->board->coach_count > 1;
    page_bar(view, bar, others ? (const struct bar_button[]){other, done} : &done, others ? 2 : 1);
}

static void no_card_view(struct view *view, struct rect area, const struct coach *coach)
{
    const char *title = coach ? view_fill(view, "card.none.title", "name", coach->name, NULL)
                              : view_tr(view, "card.none.any");
    rect_cut_top(&area, view_title(view, area, STYLE_TITLE, title) + 12);
    view_text(view, area, STYLE_BODY, COLOR_INK, ALIGN_START,
              view_tr(view, coach ? "card.none" : "card.none.desk"));
}

/* Beside the code. Where the words are many, the gaps give way. */
static void card_words_view(struct view *view, struct rect column, const struct coach *coach, bool discreet)
{
    static const struct {
        int heading, step, block;
    } loose = {22, 12, 20}, tight = {10, 10, 10};
    const char *hours = hours_words(view, coach);
    int hours_height = hours[0] ? view_text_height(view, style_line, column.w - 60, hours) : 0;
    bool much = hours_height > 2 * style_line.line;
    int heading = heading_view(view, column, coach);
    much = much || heading > 132;
    rect_cut_top(&column, heading + (much ? tight.heading : loose.heading));
    rect_cut_top(&column, steps_view(view, column, much ? tight.step : loose.step) +
                              (much ? tight.block : loose.block));
    const char *saves = saves_words(view, coach, discreet);
    /* Where words are long, the name that is seen says that it is discreet. */
    if (saves_height(view, column, saves) + tight.block + hours_height > column.h)
        saves = saves_words(view, coach, false);
    rect_cut_top(&column, saves_as_view(view, column, saves) + (much ? tight.block : loose.block));
    /* Which days are left out stands in the days that are named: where words are long, that is enough. */
    if (hours[0] && view_text_height(view, style_line, column.w - 60, hours) > column.h)
        hours = view_fill(view, "card.hours", "hours", words_hours(view, &coach->schedule), NULL);
    if (hours[0])
        view_icon_line(view, column, "clock", 42, COLOR_INK, 18, style_line, COLOR_INK, hours);
}

static void card_view(const struct app *app, struct view *view)
{
    const struct coach *coach = card_coach(app, view);
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    if (!coach || !coach->phone[0]) {
        no_card_view(view, area, coach);
    } else {
        struct rect column = rect_cut_end(&area, WORDS_WIDTH);
        rect_cut_end(&area, COLUMN_GAP);
        int side = area.w < SQUARE_SIDE_MAX ? area.w : SQUARE_SIDE_MAX;
        struct rect square = rect_cut_top(&area, side);
        square.x += (square.w - side) / 2;
        square.w = side;
        bool discreet;
        const struct qr *qr = make_code(view, coach, side - 2 * SQUARE_PADDING, &discreet);
        square_view(view, square, qr);
        number_view(view, area, coach);
        card_words_view(view, column, coach, discreet);
    }
    actions_view(app, view, bar);
    page_rail(app, view, RAIL_PAGE);
}

struct square {
    const struct qr *qr;
};

static void square_draw(struct view *view, struct rect box, const void *what)
{
    square_view(view, box, ((const struct square *)what)->qr);
}

/* As large as leaves the steps beside it their room. */
static int square_side(const struct flow *flow)
{
    int most = flow->area.w - 300 - 36;
    return most < SQUARE_SIDE_MAX ? most : SQUARE_SIDE_MAX;
}

static void card_flow(const struct app *app, struct view *view)
{
    static const char *const steps[] = {"card.1", "card.2", "card.3"}, *const numbers[] = {"1", "2", "3"};
    const struct coach *coach = card_coach(app, view);
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    if (!coach || !coach->phone[0]) {
        flow_title(&flow, STYLE_TITLE,
                   coach ? view_fill(view, "card.none.title", "name", coach->name, NULL)
                         : view_tr(view, "card.none.any"));
        flow_words(&flow, 0, 0, STYLE_BODY, COLOR_INK, view_tr(view, coach ? "card.none" : "card.none.desk"));
    } else {
        bool discreet;
        const int side = square_side(&flow);
        struct square square = {make_code(view, coach, side - 2 * SQUARE_PADDING, &discreet)};
        const char *saves = view_fill(view, "card.neutral", "card", coach->card_name, NULL);
        flow_title(&flow, style_title, view_fill(view, "card.title", "name", coach->name, NULL));
        flow_side(&flow,
                  (struct flow_side){.draw = square_draw, .what = &square, .width = side, .height = side},
                  sizeof square);
        for (int i = 0; i < 3; i++)
            flow_step(&flow, 20, numbers[i], view_tr(view, steps[i]));
        flow_card(&flow, 24, NULL, STYLE_KEY, words_phone(view, coach->phone), view_tr(view, "card.write"));
        flow_flag(&flow, FLOW_WIDE);
        flow_line(&flow, 20, 0, "eye-off", COLOR_INK, STYLE_BODY,
                  discreet ? arena_format(&view->list->arena, "%s %s", saves, view_tr(view, "card.quiet"))
                           : saves);
        if (hours_words(view, coach)[0])
            flow_line(&flow, 16, 0, "clock", COLOR_INK, STYLE_BODY, hours_words(view, coach));
    }
    if (app->board && app->board->coach_count > 1)
        flow_bar(&flow, bar_way(view, "people", "card.other", DO_CARD_OTHER));
    flow_bar(&flow, bar_done(view, "common.done", DO_DONE));
    flow_end(&flow, RAIL_PAGE);
}

static bool card_act(struct app *app, struct action action)
{
    if (action.kind != DO_CARD_OTHER) {
        return false;
    }
    app->visit.board_page = 0;
    app_return_to(app, SCREEN_BOARD);
    return true;
}

const struct screen screen_card = {
    .name = "card", .view = card_view, .flow = card_flow, .act = card_act, .long_idle = true};
