/* Pairing, for the person who sets the kiosk up: the queue's address, the six digits that an admin types on
 * the page Kiosks, and the four that the page answers with. In English, laid out across, as all of the
 * installer's pages. */
#include "screens/screen.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

#define KEY_GAP     8
#define KEY_HEIGHT  80
#define KEY_COLUMNS 10
#define PAD_WIDTH   380
#define LOOK_WIDTH  270
#define FIELD_EDGE  4

static const struct text_style STYLE_HEAD = {TYPEFACE_SERIF, 400, 54, 58};
static const struct text_style STYLE_WORDS = {TYPEFACE_SANS, 400, 32, 40};
static const struct text_style STYLE_DIGITS = {TYPEFACE_SANS, 700, 156, 160};
static const struct text_style STYLE_LOOK = {TYPEFACE_SANS, 700, 38, 44};
static const struct text_style STYLE_DIGIT = {TYPEFACE_SANS, 600, 56, 64};

static const char *const key_rows[] = {"1234567890", "qwertyuiop", "asdfghjkl-", "zxcvbnm.:"};
#define KEY_ROWS ((int)(sizeof key_rows / sizeof *key_rows))

static bool runs(const struct app *app)
{
    return app->installer.pairing && app->installer.pair.step != PAIR_ENDED;
}

static int words(struct view *view, struct rect area, const char *text)
{
    return view_text(view, area, STYLE_WORDS, COLOR_INK, ALIGN_START, text) + 16;
}

static struct bar_button stop_button(void)
{
    return (struct bar_button){.kind = BUTTON_SECONDARY,
                               .style = STYLE_LOOK,
                               .icon = "close",
                               .icon_size = 40,
                               .text = "Stop",
                               .action = {DO_PAIR_STOP, 0}};
}

/* ---- the address ---- */

static void keyboard(struct view *view, struct rect area)
{
    int width = (area.w - (KEY_COLUMNS - 1) * KEY_GAP) / KEY_COLUMNS;
    size_t first = view->list->count;
    for (int row = 0; row < KEY_ROWS; row++) {
        struct rect key = {area.x, area.y + row * (KEY_HEIGHT + KEY_GAP), width, KEY_HEIGHT};
        for (const char *at = key_rows[row]; *at != 0; at++, key.x += width + KEY_GAP)
            view_key(view, key, NULL, arena_format(&view->list->arena, "%c", *at), false,
                     (struct action){DO_KEY, *at});
        if (row == KEY_ROWS - 1)
            view_key(view, key, "backspace", "Erase", true, (struct action){DO_BACKSPACE, 0});
    }
    view_keep_order(view, first, area);
}

static const char *address_words(const struct app *app)
{
    const struct installer_facts *facts = &app->installer;
    if (facts->pair_fault[0] != 0)
        return facts->pair_fault;
    if (facts->pairing && facts->pair.step == PAIR_ENDED)
        return pair_end_words(facts->pair.end);
    return "An admin opens the window on the page Kiosks. Type the queue\u2019s address here.";
}

static void address_view(const struct app *app, struct view *view, struct rect area)
{
    const char *address = app->visit.installer.address;
    bool ready = address[0] != 0;
    rect_cut_top(&area, view_title(view, area, STYLE_HEAD, "Pair this kiosk") + 8);
    rect_cut_top(&area, words(view, area, address_words(app)));
    struct rect keys = rect_cut_bottom(&area, KEY_ROWS * (KEY_HEIGHT + KEY_GAP) - KEY_GAP);
    rect_cut_bottom(&area, 16);
    struct rect row = rect_cut_bottom(&area, 96);
    struct rect look = rect_cut_end(&row, LOOK_WIDTH);
    rect_cut_end(&row, 20);
    view_field(view, row, address, true);
    keyboard(view, keys);
    view_button(view, (struct rect){look.x, look.y, look.w, look.h - LIP},
                ready ? BUTTON_PRIMARY : BUTTON_DISABLED, STYLE_LOOK, ready ? "search" : NULL, 40, "Look",
                (struct action){DO_PAIR_LOOK, 0});
}

/* ---- the kiosk's digits ---- */

static void asking_view(const struct app *app, struct view *view, struct rect area)
{
    struct rect bar = page_bar_area(&area);
    rect_cut_top(&area, view_title(view, area, STYLE_HEAD, "Looking for the window\u2026") + 12);
    words(view, area, arena_format(&view->list->arena, "At %s.", app->visit.installer.address));
    struct bar_button stop = stop_button();
    page_bar(view, bar, &stop, 1);
}

static void numbers_view(const struct app *app, struct view *view, struct rect area)
{
    const struct pair_view *pair = &app->installer.pair;
    struct rect bar = page_bar_area(&area);
    rect_cut_top(&area, view_title(view, area, STYLE_HEAD, "Type these on the page Kiosks") + 12);
    rect_cut_top(&area,
                 words(view, area,
                       arena_format(&view->list->arena,
                                    "It is to be \u201c%s\u201d. The admin\u2019s page answers with four "
                                    "numbers to type here.",
                                    pair->name)) +
                     24);
    struct rect plate = rect_cut_top(&area, 240);
    view_box(view, plate, COLOR_PAPER, radii_all(28));
    view_last(view)->edge = COLOR_LINE_STRONG;
    view_last(view)->edge_width = FIELD_EDGE;
    size_t first = view->list->count;
    view_text(view, rect_centered(plate, plate.w, view_style(view, STYLE_DIGITS).line), STYLE_DIGITS,
              COLOR_INK, ALIGN_CENTER,
              arena_format(&view->list->arena, "%.3s\u2002%s", pair->digits, pair->digits + 3));
    view_keep_order(view, first, plate);
    struct bar_button stop = stop_button();
    page_bar(view, bar, &stop, 1);
}

/* ---- the page's digits ---- */

static void digit_fields(const struct app *app, struct view *view, struct rect row)
{
    const char *digits = app->visit.installer.digits;
    size_t first = view->list->count, typed = strlen(digits);
    for (size_t i = 0; i < PAIRING_QUEUE_DIGITS; i++) {
        struct rect box = rect_column(row, (int)i, PAIRING_QUEUE_DIGITS, 14);
        view_box(view, box, COLOR_FIELD, radii_all(20));
        view_last(view)->edge = i == typed ? COLOR_FOCUS : COLOR_LINE_STRONG;
        view_last(view)->edge_width = i == typed ? 6 : FIELD_EDGE;
        if (i < typed)
            view_text(view, rect_centered(box, box.w, view_style(view, STYLE_DIGIT).line), STYLE_DIGIT,
                      COLOR_INK, ALIGN_CENTER, arena_format(&view->list->arena, "%c", digits[i]));
    }
    view_keep_order(view, first, row);
}

static void pad(struct view *view, struct rect area)
{
    size_t first = view->list->count;
    for (int i = 0; i < 12; i++) {
        static const int digits[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, -1, 0, -2};
        struct rect key = rect_column(rect_row(area, i / 3, 4, 10), i % 3, 3, 10);
        if (digits[i] >= 0)
            view_key(view, key, NULL, arena_format(&view->list->arena, "%d", digits[i]), false,
                     (struct action){DO_DIGIT, digits[i]});
        else
            view_key(view, key, digits[i] == -1 ? "trash" : "backspace", digits[i] == -1 ? "Clear" : "Erase",
                     true, (struct action){digits[i] == -1 ? DO_CLEAR : DO_BACKSPACE, 0});
    }
    view_keep_order(view, first, area);
}

static void typing_view(const struct app *app, struct view *view, struct rect area)
{
    bool whole = strlen(app->visit.installer.digits) == PAIRING_QUEUE_DIGITS;
    struct rect right = rect_cut_end(&area, PAD_WIDTH);
    rect_cut_end(&area, 40);
    struct rect bar = page_bar_area(&area);
    rect_cut_top(&area, view_title(view, area, STYLE_HEAD, "Type the page\u2019s numbers") + 12);
    rect_cut_top(&area,
                 words(view, area, "There is one try: a wrong one ends it, and nothing is kept.") + 24);
    digit_fields(app, view, rect_cut_top(&area, 120));
    pad(view, right);
    struct bar_button done = bar_done(view, "common.done", DO_PAIR_TYPED);
    done.text = "Pair";
    done.icon = whole ? "check" : NULL;
    done.kind = whole ? BUTTON_PRIMARY : BUTTON_DISABLED;
    const struct bar_button buttons[] = {stop_button(), done};
    page_bar(view, bar, buttons, 2);
}

/* ---- the end ---- */

static void last_view(const struct app *app, struct view *view, struct rect area)
{
    const struct pair_view *pair = &app->installer.pair;
    struct rect bar = page_bar_area(&area);
    bool done = app->visit.installer.paired || pair->step == PAIR_CONFIRMED;
    rect_cut_top(&area, view_title(view, area, STYLE_HEAD, done ? "Paired" : "One moment\u2026") + 12);
    words(view, area,
          !done ? "The queue is asked for its last word. The kiosk goes on asking, also after a power cut."
          : pair->name[0] != 0
              ? arena_format(&view->list->arena,
                             "This is \u201c%s\u201d now. It asks the queue for its board.", pair->name)
              : "The pairing that was begun is whole. The kiosk asks the queue for its board.");
    struct bar_button button = bar_done(view, "common.done", DO_HOME);
    page_bar(view, bar, &button, 1);
}

static void pair_page(const struct app *app, struct view *view)
{
    static void (*const views[])(const struct app *app, struct view *view, struct rect area) = {
        [PAIR_ASKING] = asking_view,   [PAIR_NUMBERS] = numbers_view, [PAIR_TYPING] = typing_view,
        [PAIR_CONFIRMING] = last_view, [PAIR_CONFIRMED] = last_view,  [PAIR_ENDED] = address_view};
    struct rect area = view_page(view, COLOR_MIST);
    if (app->visit.installer.paired)
        last_view(app, view, area);
    else if (app->installer.pairing)
        views[app->installer.pair.step](app, view, area);
    else
        address_view(app, view, area);
    page_rail(app, view, RAIL_PAGE);
}

/* ---- touches ---- */

static void add(char *text, size_t max, char character)
{
    size_t length = strlen(text);
    if (length == max)
        return;
    text[length] = character;
    text[length + 1] = 0;
}

static bool edit(struct app *app, struct action action)
{
    struct installer_visit *visit = &app->visit.installer;
    bool digits = runs(app);
    switch (action.kind) {
    case DO_KEY:
        if (!digits)
            add(visit->address, INSTALLER_ADDRESS_MAX, (char)action.arg);
        return true;
    case DO_DIGIT:
        add(visit->digits, PAIRING_QUEUE_DIGITS, (char)('0' + action.arg));
        return true;
    case DO_BACKSPACE:
        utf8_drop_last(digits ? visit->digits : visit->address);
        return true;
    case DO_CLEAR:
        visit->digits[0] = 0;
        return true;
    default:
        return false;
    }
}

static bool pair_act(struct app *app, struct action action)
{
    struct installer_visit *visit = &app->visit.installer;
    if (!visit->open)
        return false;
    if (action.kind == DO_PAIR_LOOK && !runs(app) && visit->address[0] != 0) {
        visit->digits[0] = 0;
        app->wishes.look = true;
    } else if (action.kind == DO_PAIR_TYPED && strlen(visit->digits) == PAIRING_QUEUE_DIGITS) {
        app->wishes.typed = true;
    } else if (action.kind == DO_PAIR_STOP) {
        app->wishes.stop = true;
    } else {
        return edit(app, action);
    }
    return true;
}

const struct screen screen_installer_pair = {.name = "installer-pair", .view = pair_page, .act = pair_act};
