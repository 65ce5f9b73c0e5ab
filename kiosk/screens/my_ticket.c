/* Find my ticket: touch the sign, touch the number. Nobody has to say a name or a reason. */
#include "screens/flow.h"

#define SIGN_COLUMNS 4
#define SIGN_HEIGHT  156
#define KEYPAD_WIDTH 380

static const struct text_style STYLE_DIGIT = {TYPEFACE_SANS, 600, 50, 58};
static const struct text_style STYLE_FIELD = {TYPEFACE_SANS, 600, 56, 64};
static const struct text_style STYLE_SIGN = {TYPEFACE_SANS, 600, 28, 32};
static const struct text_style STYLE_LOST = {TYPEFACE_SANS, 400, 32, 38};
static const struct text_style STYLE_CLEAR = {TYPEFACE_SANS, 600, 32, 38};

static bool is_complete(const struct app *app)
{
    const struct visit *visit = &app->visit;
    return visit->lookup_sign != SIGN_NONE && visit->lookup_digits[0] >= 0 && visit->lookup_digits[1] >= 0;
}

/* ---- the signs ---- */

static void sign_tile(const struct app *app, struct view *view, struct rect box, enum sign sign)
{
    bool chosen = app->visit.lookup_sign == sign;
    enum color ink = chosen ? COLOR_ON_CHOSEN : COLOR_INK;
    const char *word = words_sign(view, sign);
    int face = view_box(view, box, chosen ? COLOR_CHOSEN : COLOR_PAPER, radii_all(24));
    struct element *tile = view_at(view, face);
    tile->edge = chosen ? COLOR_CHOSEN_2 : COLOR_LINE_STRONG;
    tile->edge_width = 3;
    tile->role = TARGET_RADIO;
    tile->action = (struct action){DO_SIGN, sign};
    tile->label = word;
    tile->chosen = chosen;
    tile->pressed_fill = chosen ? COLOR_CHOSEN_2 : COLOR_MIST_2;
    view_icon(view, box.x + (box.w - 76) / 2, box.y + 21, 76, sign_name(sign), ink);
    view_last(view)->owner = face;
    view_text(view, (struct rect){box.x, box.y + 103, box.w, box.h - 103}, STYLE_SIGN, ink, ALIGN_CENTER,
              word);
    view_last(view)->owner = face;
}

static void signs(const struct app *app, struct view *view, struct rect area)
{
    for (int sign = SIGN_LEAF; sign < SIGN_COUNT; sign++) {
        int place = sign - SIGN_LEAF;
        struct rect box = rect_column(area, place % SIGN_COLUMNS, SIGN_COLUMNS, 12);
        box.y += place / SIGN_COLUMNS * (SIGN_HEIGHT + 14);
        box.h = SIGN_HEIGHT;
        sign_tile(app, view, box, (enum sign)sign);
    }
}

/* ---- the number ---- */

static void digit_field(const struct app *app, struct view *view, struct rect box, int place)
{
    const int *digits = app->visit.lookup_digits;
    bool next = digits[place] < 0 && (place == 0 || digits[0] >= 0);
    view_box(view, box, COLOR_FIELD, radii_all(20));
    view_last(view)->edge = next ? COLOR_FOCUS : COLOR_LINE_STRONG;
    view_last(view)->edge_width = next ? 6 : 4;
    if (digits[place] >= 0)
        view_text(view, rect_centered(box, box.w, view_style(view, STYLE_FIELD).line), STYLE_FIELD, COLOR_INK,
                  ALIGN_CENTER, arena_format(&view->list->arena, "%d", digits[place]));
    if (!next)
        return;
    struct element *caret = element_add(view->list, ELEMENT_CARET, rect_centered(box, 4, 52));
    caret->color = COLOR_FOCUS;
}

static void digit_key(struct view *view, struct rect box, int digit)
{
    view_key(view, box, NULL, arena_format(&view->list->arena, "%d", digit), false,
             (struct action){DO_DIGIT, digit});
    struct element *text = view_last(view);
    text->style = view_style(view, STYLE_DIGIT);
    text->box.y = box.y + (box.h - text->style.line) / 2;
    text->box.h = text->style.line;
}

static struct rect key_at(struct rect pad, int column, int row)
{
    struct rect line = rect_row(pad, row, 4, 10);
    return rect_column(line, column, 3, 10);
}

static void keypad(struct view *view, struct rect box)
{
    view_box(view, box, COLOR_MIST_2, radii_all(28));
    struct rect pad = rect_inset(box, 12, 12);
    for (int digit = 1; digit <= 9; digit++)
        digit_key(view, key_at(pad, (digit - 1) % 3, (digit - 1) / 3), digit);
    struct rect clear = key_at(pad, 0, 3);
    view_key(view, clear, NULL, view_tr(view, "find.clear"), true, (struct action){DO_CLEAR, 0});
    view_last(view)->style = STYLE_CLEAR;
    digit_key(view, key_at(pad, 1, 3), 0);
    view_key(view, key_at(pad, 2, 3), "backspace", view_tr(view, "find.name.erase"), true,
             (struct action){DO_BACKSPACE, 0});
}

static void number_part(const struct app *app, struct view *view, struct rect area)
{
    view_text(view, rect_cut_top(&area, 38), STYLE_LABEL_SEMI, COLOR_INK, ALIGN_START,
              view_tr(view, "mytk.number"));
    rect_cut_top(&area, 10);
    size_t first = view->list->count;
    struct rect number = area;
    struct rect fields = rect_cut_top(&area, 92);
    for (int place = 0; place < 2; place++)
        digit_field(app, view, rect_column(fields, place, 2, 14), place);
    rect_cut_top(&area, 12);
    keypad(view, area);
    view_keep_order(view, first, number);
}

/* ---- what came of it ---- */

static const char *outcome_words(const struct app *app, struct view *view)
{
    switch (app->visit.lookup_error) {
    case CB_OK:
        return NULL;
    case CB_NOT_FOUND:
        return view_tr(view, "mytk.none");
    case CB_BUSY:
        return view_tr(view, "mytk.too_many");
    default:
        return view_tr(view, "mytk.offline");
    }
}

static void sign_part(const struct app *app, struct view *view, struct rect area)
{
    struct rect bar = page_bar_area(&area);
    view_text(view, rect_cut_top(&area, 38), STYLE_LABEL_SEMI, COLOR_INK, ALIGN_START,
              view_tr(view, "mytk.sign"));
    rect_cut_top(&area, 10);
    signs(app, view, rect_cut_top(&area, 2 * SIGN_HEIGHT + 14));
    rect_cut_top(&area, 20);
    const char *outcome = outcome_words(app, view);
    if (outcome)
        page_note(view, area, "alert", NULL, outcome);
    else
        view_icon_line(view, area, "people", 44, COLOR_INK, 18, STYLE_LOST, COLOR_INK,
                       view_tr(view, "mytk.lost"));

    bool pending = app->visit.lookup_pending;
    bool ready = is_complete(app) && !pending;
    bar.h = PRIMARY_HEIGHT;
    view_button(view, bar, ready ? BUTTON_PRIMARY : BUTTON_DISABLED, STYLE_KEY, ready ? "ticket" : NULL, 50,
                view_tr(view, pending ? "mytk.looking" : "mytk.show"), (struct action){DO_SHOW_TICKET, 0});
}

static void my_ticket_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    page_title_fitting(view, rect_cut_top(&area, 66), STYLE_TITLE, view_tr(view, "mytk.title"));
    rect_cut_top(&area, 16);
    struct rect right = rect_cut_end(&area, KEYPAD_WIDTH);
    rect_cut_end(&area, 32);
    sign_part(app, view, area);
    number_part(app, view, right);
    page_rail(app, view, RAIL_PAGE);
}

/* ---- as blocks ---- */

struct sign_cell {
    const struct app *app;
    enum sign sign;
};

static int sign_height(struct view *view, int width, const void *what)
{
    const struct sign_cell *cell = what;
    int word = view_text_height(view, STYLE_SIGN, width, words_sign(view, cell->sign));
    return view_at_least(view, 21 + 76 + 6 + word + 14, 20);
}

static void sign_draw(struct view *view, struct rect box, const void *what)
{
    const struct sign_cell *cell = what;
    sign_tile(cell->app, view, box, cell->sign);
}

static int fields_height(struct view *view, int width, const void *what)
{
    (void)width, (void)what;
    return view_style(view, STYLE_FIELD).line + 28;
}

static void fields_draw(struct view *view, struct rect box, const void *what)
{
    const struct app *app = *(const struct app *const *)what;
    struct rect pair = {box.x, box.y, box.w < KEYPAD_WIDTH ? box.w : KEYPAD_WIDTH, box.h};
    for (int place = 0; place < 2; place++)
        digit_field(app, view, rect_column(pair, place, 2, 14), place);
}

/* Two rows of six: the digits, and the two keys that take back. */
#define PAD_ROWS    2
#define PAD_COLUMNS 6
#define PAD_GAP     10

static int pad_height(struct view *view, int width, const void *what)
{
    (void)width, (void)what;
    return PAD_ROWS * view_at_least(view, 88, 15) + PAD_GAP;
}

static void pad_draw(struct view *view, struct rect box, const void *what)
{
    (void)what;
    for (int i = 0; i < PAD_ROWS * PAD_COLUMNS; i++) {
        int row = i / PAD_COLUMNS, column = i % PAD_COLUMNS;
        struct rect key = rect_column(rect_row(box, row, PAD_ROWS, PAD_GAP), column, PAD_COLUMNS, PAD_GAP);
        if (column < PAD_COLUMNS - 1)
            digit_key(view, key, (row * (PAD_COLUMNS - 1) + column + 1) % 10);
        else
            view_key(view, key, row == 0 ? "backspace" : "trash",
                     view_tr(view, row == 0 ? "find.name.erase" : "find.clear"), true,
                     (struct action){row == 0 ? DO_BACKSPACE : DO_CLEAR, 0});
    }
}

static void my_ticket_flow(const struct app *app, struct view *view)
{
    struct sign_cell cells[SIGN_COUNT];
    int count = 0;
    for (int sign = SIGN_LEAF; sign < SIGN_COUNT; sign++)
        cells[count++] = (struct sign_cell){app, (enum sign)sign};
    bool pending = app->visit.lookup_pending, ready = is_complete(app) && !pending;
    struct bar_button show = bar_done(view, pending ? "mytk.looking" : "mytk.show", DO_SHOW_TICKET);
    show.icon = ready ? "ticket" : NULL;
    show.kind = ready ? BUTTON_PRIMARY : BUTTON_DISABLED;
    const char *outcome = outcome_words(app, view);
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_TITLE, view_tr(view, "mytk.title"));
    if (outcome)
        flow_note(&flow, 0, "alert", NULL, outcome);
    flow_words(&flow, outcome ? 16 : 0, FLOW_KEEP, STYLE_BODY_BOLD, COLOR_INK, view_tr(view, "mytk.sign"));
    flow_cells(&flow, 10, count, 150, sign_height, sign_draw, cells, sizeof cells[0]);
    flow_words(&flow, 20, FLOW_KEEP, STYLE_BODY_BOLD, COLOR_INK, view_tr(view, "mytk.number"));
    flow_add(&flow, 10, FLOW_KEEP, fields_height, fields_draw, &app, sizeof app);
    flow_add(&flow, 14, FLOW_TARGET, pad_height, pad_draw, &app, sizeof app);
    flow_line(&flow, 20, FLOW_SPARE, "people", COLOR_INK, STYLE_LOST, view_tr(view, "mytk.lost"));
    flow_bar(&flow, show);
    flow_end(&flow, RAIL_PAGE);
}

/* ---- touches ---- */

static void type_digit(struct visit *visit, int digit)
{
    /* Numbers begin at 10: a nought can't come first. */
    if (visit->lookup_digits[0] < 0 && digit > 0)
        visit->lookup_digits[0] = digit;
    else if (visit->lookup_digits[0] >= 0 && visit->lookup_digits[1] < 0)
        visit->lookup_digits[1] = digit;
}

static void erase_digit(struct visit *visit)
{
    if (visit->lookup_digits[1] >= 0)
        visit->lookup_digits[1] = -1;
    else
        visit->lookup_digits[0] = -1;
}

static bool edit(struct visit *visit, struct action action)
{
    switch (action.kind) {
    case DO_SIGN:
        visit->lookup_sign = (enum sign)action.arg;
        return true;
    case DO_DIGIT:
        type_digit(visit, action.arg);
        return true;
    case DO_BACKSPACE:
        erase_digit(visit);
        return true;
    case DO_CLEAR:
        visit->lookup_digits[0] = -1;
        visit->lookup_digits[1] = -1;
        return true;
    default:
        return false;
    }
}

static bool my_ticket_act(struct app *app, struct action action)
{
    if (action.kind == DO_SHOW_TICKET) {
        if (is_complete(app))
            app_look_up(app);
        return true;
    }
    if (!edit(&app->visit, action))
        return false;
    /* Another ticket than the one that was asked about: its answer is not for this page any more. */
    app->visit.lookup_pending = false;
    app->visit.lookup_error = CB_OK;
    app->visit.touched = true;
    return true;
}

const struct screen screen_my_ticket = {
    .name = "my_ticket", .view = my_ticket_view, .flow = my_ticket_flow, .act = my_ticket_act};
