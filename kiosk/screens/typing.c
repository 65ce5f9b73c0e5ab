/* The keyboard, the number pad, and what their keys do. */
#include "screens/typing.h"

#include "base/utf8.h"

#include <string.h>

#define KEY_GAP     8
#define KEY_HEIGHT  82
#define KEY_WIDTH   91
#define KEY_WIDE    130
#define PAD_WIDTH   344
#define PAD_COLUMNS 3
#define PAD_ROWS    4
#define MASK        "\u2022"

static const struct text_style STYLE_DONE = {TYPEFACE_SANS, 700, 42, 48};
static const struct text_style STYLE_SHOW = {TYPEFACE_SANS, 700, 30, 38};
static const struct text_style STYLE_TERMS = {TYPEFACE_SANS, 400, 30, 35};
static const struct text_style STYLE_TERMS_SMALL = {TYPEFACE_SANS, 400, 28, 32};

/* ---- letters ---- */

static const char *const key_pages[][3] = {
    [KEYS_LETTERS] = {"QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"},
    [KEYS_ACCENTS] = {"ÁÉÍÓÚÀÈÌÒÙ", "ÂÊÔÃÕÄËÏÖÜ", "ÑÇÅÆØÝ"},
    [KEYS_DIGITS] = {"1234567890", "", ""},
};

/* Capitals of the Latin letters on these keys lie 32 below their small letters, in ASCII as in Latin-1. */
static uint32_t small_letter(uint32_t character)
{
    bool capital = (character >= 'A' && character <= 'Z') || (character >= 0xC0 && character <= 0xDE);
    return capital ? character + 32 : character;
}

static void letter_key(struct view *view, struct rect box, uint32_t character)
{
    char text[5] = {0};
    utf8_encode(character, text);
    view_key(view, box, NULL, view_text_copy(view, text), false, (struct action){DO_KEY, (int)character});
}

/* The keys of one keyboard: drawn as large as the box allows. */
struct keys {
    int width, wide, height;
};

static struct keys keys_in(struct rect box, int columns, int rows)
{
    struct keys keys = {.width = (box.w - (columns - 1) * KEY_GAP) / columns,
                        .height = (box.h - (rows - 1) * KEY_GAP) / rows};
    keys.width = keys.width > KEY_WIDTH ? KEY_WIDTH : keys.width;
    keys.wide = keys.width * KEY_WIDE / KEY_WIDTH;
    return keys;
}

/* The letters of one row in the middle of it, with a wide key on either side of the last. */
static void key_row(const struct app *app, struct view *view, struct rect row, const struct keys *keys,
                    const char *letters, bool last)
{
    int count = (int)utf8_count(letters);
    int width = count * (keys->width + KEY_GAP) - KEY_GAP + (last ? 2 * (keys->wide + KEY_GAP) : 0);
    struct rect key = {row.x + (row.w - width) / 2, row.y, keys->width, row.h};
    if (last) {
        int target = view_key(view, (struct rect){key.x, key.y, keys->wide, row.h}, "shift",
                              view_tr(view, "find.name.shift"), true, (struct action){DO_SHIFT, 0});
        view_at(view, target)->chosen = app->visit.shift;
        if (app->visit.shift)
            view_at(view, target)->edge_width = 4;
        key.x += keys->wide + KEY_GAP;
    }
    for (uint32_t character; (character = utf8_next(&letters)) != 0; key.x += keys->width + KEY_GAP)
        letter_key(view, key, app->visit.shift ? character : small_letter(character));
    if (last)
        view_key(view, (struct rect){key.x, key.y, keys->wide, row.h}, "backspace",
                 view_tr(view, "find.name.erase"), true, (struct action){DO_BACKSPACE, 0});
}

static void page_key(struct view *view, struct rect box, enum keyboard_page page)
{
    static const struct {
        const char *id;
        int action;
    } pages[] = {[KEYS_LETTERS] = {"find.name.letters", DO_KEYS_LETTERS},
                 [KEYS_ACCENTS] = {"find.name.accents", DO_KEYS_ACCENTS},
                 [KEYS_DIGITS] = {"find.name.digits", DO_KEYS_DIGITS}};
    view_key(view, box, NULL, view_tr(view, pages[page].id), true, (struct action){pages[page].action, 0});
}

static struct rect next_key(struct rect *row, int width)
{
    struct rect key = rect_cut_start(row, width);
    rect_cut_start(row, KEY_GAP);
    return key;
}

/* The keys that lead to the other two pages stand at the ends. */
static void last_row(const struct app *app, struct view *view, struct rect row, const struct keys *keys,
                     int columns)
{
    static const enum keyboard_page others[][2] = {[KEYS_LETTERS] = {KEYS_ACCENTS, KEYS_DIGITS},
                                                   [KEYS_ACCENTS] = {KEYS_LETTERS, KEYS_DIGITS},
                                                   [KEYS_DIGITS] = {KEYS_LETTERS, KEYS_ACCENTS}};
    const enum keyboard_page *other = others[app->visit.keys];
    const int full = columns * (keys->width + KEY_GAP) - KEY_GAP;
    const int space = full - 2 * keys->wide - 2 * keys->width - 4 * KEY_GAP;
    row = rect_centered(row, full, row.h);
    page_key(view, next_key(&row, keys->wide), other[0]);
    view_key(view, next_key(&row, keys->width), NULL, "'", true, (struct action){DO_KEY, '\''});
    view_key(view, next_key(&row, space), NULL, view_tr(view, "find.name.space"), true,
             (struct action){DO_KEY, ' '});
    view_key(view, next_key(&row, keys->width), NULL, "-", true, (struct action){DO_KEY, '-'});
    page_key(view, row, other[1]);
}

#define KEY_COLUMNS   10
#define KEY_ROWS      4
#define KEY_INSET     12
#define KEY_INSET_LOW 6
#define KEY_FLOOR_MM  13
#define KEY_ROWS_MAX  6

static int key_inset(const struct view *view)
{
    return view->mode.lower ? KEY_INSET_LOW : KEY_INSET;
}

/* As many columns as are wide enough for fingers; ten stand as on a typewriter, fewer by the alphabet. */
static int key_columns(const struct view *view, int width)
{
    int least = view_at_least(view, 62, KEY_FLOOR_MM);
    int columns = (width - 2 * key_inset(view) + KEY_GAP) / (least + KEY_GAP);
    return columns < KEY_COLUMNS ? columns : KEY_COLUMNS;
}

static const char *const key_orders[] = {[KEYS_LETTERS] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                                         [KEYS_ACCENTS] = "ÁÀÂÃÄÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÕÖØÚÙÛÜÝ",
                                         [KEYS_DIGITS] = "1234567890"};

/* The rows of letters; the last leaves room for its two wide keys. Returns how many. */
static int key_lines(const struct app *app, struct view *view, int columns, const char **ret_lines)
{
    if (columns == KEY_COLUMNS) {
        for (int i = 0; i < KEY_ROWS - 1; i++)
            ret_lines[i] = key_pages[app->visit.keys][i];
        return KEY_ROWS - 1;
    }
    const char *rest = key_orders[app->visit.keys];
    int count = 0;
    for (bool last = false; !last && count < KEY_ROWS_MAX - 1;) {
        size_t left = utf8_count(rest);
        const char *start = rest;
        last = left + 4 <= (size_t)columns;
        for (int i = 0; i < columns && *rest != 0; i++)
            utf8_next(&rest);
        ret_lines[count++] = arena_format(&view->list->arena, "%.*s", (int)(rest - start), start);
    }
    return count;
}

static void keyboard(const struct app *app, struct view *view, struct rect box)
{
    const char *lines[KEY_ROWS_MAX];
    const int columns = key_columns(view, box.w);
    const int rows = key_lines(app, view, columns, lines) + 1;
    view_box(view, box, COLOR_MIST_2, radii_all(28));
    struct rect inside = rect_inset(box, key_inset(view), key_inset(view));
    const struct keys keys = keys_in(inside, columns, rows);
    for (int i = 0; i < rows - 1; i++) {
        key_row(app, view, rect_cut_top(&inside, keys.height), &keys, lines[i], i == rows - 2);
        rect_cut_top(&inside, KEY_GAP);
    }
    last_row(app, view, rect_cut_top(&inside, keys.height), &keys, columns);
}

void typing_text_view(const struct app *app, struct view *view, struct rect area, const char *label,
                      const char *text)
{
    rect_cut_top(&area, 16);
    struct rect top = rect_cut_top(&area, 136);
    struct rect done = rect_cut_end(&top, 268);
    rect_cut_end(&top, 20);
    view_text(view, rect_cut_top(&top, 38), STYLE_LABEL_SEMI, COLOR_INK, ALIGN_START, label);
    rect_cut_top(&top, 6);
    size_t first = view->list->count;
    view_field(view, top, view_text_copy(view, text), true);
    view_keep_order(view, first, top);
    view_button(view, (struct rect){done.x, done.y + 37, done.w, 92}, BUTTON_PRIMARY, STYLE_DONE, "check", 46,
                view_tr(view, "common.done"), (struct action){DO_FIND_DONE, 0});
    rect_cut_top(&area, 24);
    /* The keyboard reaches into the page's lower edge: four rows of keys as high as fingers need. */
    area.h = 376;
    first = view->list->count;
    keyboard(app, view, area);
    view_keep_order(view, first, area);
}

/* ---- letters, as blocks ---- */

#define DONE_COLUMN 296

struct typed {
    const struct app *app;
    const char *text;
};

static int field_height(struct view *view, int width, const void *what)
{
    (void)width, (void)what;
    return view_at_least(view, view_style(view, STYLE_KEY).line + 30, 15);
}

static void field_draw(struct view *view, struct rect box, const void *what)
{
    size_t first = view->list->count;
    view_field(view, box, view_text_copy(view, ((const struct typed *)what)->text), true);
    view_keep_order(view, first, box);
}

static int keyboard_height(struct view *view, int width, const void *what)
{
    const char *lines[KEY_ROWS_MAX];
    const struct typed *typed = what;
    int rows = key_lines(typed->app, view, key_columns(view, width), lines) + 1;
    int key = view_at_least(view, view->mode.lower ? 60 : KEY_HEIGHT, KEY_FLOOR_MM);
    return rows * (key + KEY_GAP) - KEY_GAP + 2 * key_inset(view);
}

static void keyboard_draw(struct view *view, struct rect box, const void *what)
{
    size_t first = view->list->count;
    keyboard(((const struct typed *)what)->app, view, box);
    view_keep_order(view, first, box);
}

void typing_text_flow(struct flow *flow, const char *label, const char *text)
{
    struct typed typed = {flow->app, text};
    flow_foot_column(flow, DONE_COLUMN);
    flow_title(flow, STYLE_ROW, label);
    flow_add(flow, 0, FLOW_KEEP, field_height, field_draw, &typed, sizeof typed);
    flow_add(flow, 14, FLOW_TARGET, keyboard_height, keyboard_draw, &typed, sizeof typed);
    flow_bar(flow, bar_done(flow->view, "common.done", DO_FIND_DONE));
}

static void type_character(struct app *app, char *text, size_t max, bool names, uint32_t character)
{
    char bytes[5] = {0};
    size_t length = strlen(text), more = utf8_encode(character, bytes);
    if (more == 0 || utf8_has_control(bytes) || length + more > max)
        return;
    /* It begins with a letter, and two spaces mean no more than one. */
    if (character == ' ' && (length == 0 || text[length - 1] == ' '))
        return;
    memcpy(text + length, bytes, more + 1);
    app->visit.touched = true;
    app->visit.shift = names && (character == ' ' || character == '-');
    if (character > 0x7f)
        app->visit.keys = KEYS_LETTERS;
}

static void erase_character(struct app *app, char *text)
{
    size_t before = strlen(text);
    utf8_drop_last(text);
    explicit_bzero(text + strlen(text), before - strlen(text));
    app->visit.shift = text[0] == '\0';
}

bool typing_text_act(struct app *app, struct action action, char *text, size_t max, bool names)
{
    switch (action.kind) {
    case DO_KEY:
        type_character(app, text, max, names, (uint32_t)action.arg);
        return true;
    case DO_BACKSPACE:
        erase_character(app, text);
        return true;
    case DO_SHIFT:
        app->visit.shift = !app->visit.shift;
        return true;
    case DO_KEYS_LETTERS:
        app->visit.keys = KEYS_LETTERS;
        return true;
    case DO_KEYS_ACCENTS:
        app->visit.keys = KEYS_ACCENTS;
        return true;
    case DO_KEYS_DIGITS:
        app->visit.keys = KEYS_DIGITS;
        return true;
    default:
        return false;
    }
}

void typing_text_finish(char *text)
{
    size_t length = strlen(text);
    if (length > 0 && text[length - 1] == ' ')
        text[length - 1] = '\0';
}

/* ---- a phone number ---- */

static bool digit_is_open(const struct app *app, size_t index, size_t length)
{
    bool just_typed = index + 1 == length && app->visit.phone_typed_ms != 0 &&
                      app->now.mono_ms - app->visit.phone_typed_ms < APP_DIGIT_SHOWN_MS;
    return app->visit.phone_shown || just_typed;
}

/* "(•••) •••-•1" for ten digits; other lengths in threes. */
static const char *number_words(const struct app *app, struct view *view)
{
    const char *digits = app->visit.draft.phone;
    size_t length = strlen(digits);
    bool north_american = app->region.phone_digits == 10;
    struct strbuf words = STRBUF_INIT;
    for (size_t i = 0; i < length; i++) {
        if (north_american && i == 0)
            strbuf_add_char(&words, '(');
        else if (north_american && i == 3)
            strbuf_add_text(&words, ") ");
        else if (north_american ? i == 6 : i > 0 && i % 3 == 0)
            strbuf_add_char(&words, north_american ? '-' : ' ');
        if (digit_is_open(app, i, length))
            strbuf_add_char(&words, digits[i]);
        else
            strbuf_add_text(&words, MASK);
    }
    const char *copy = view_text_copy(view, strbuf_text(&words));
    strbuf_release(&words);
    return copy;
}

/* The field, and behind it what lifts the mask. */
static void number_view(const struct app *app, struct view *view, struct rect box)
{
    const char *words = view_tr(view, app->visit.phone_shown ? "find.hide" : "find.show");
    struct rect face = rect_cut_end(&box, view_text_width(view, STYLE_SHOW, words) + 96);
    rect_cut_end(&box, 12);
    size_t first = view->list->count;
    view_field(view, box, number_words(app, view), true);
    view_keep_order(view, first, box);
    view_button(view, face, BUTTON_SECONDARY, STYLE_SHOW, app->visit.phone_shown ? "eye-off" : "eye", 34,
                words, (struct action){DO_PHONE_SHOW, 0});
}

struct consent_ids {
    const char *yes, *terms;
};

static struct consent_ids consent_of(const struct app *app)
{
    static const struct consent_ids ids[] = {{"find.text.consent", "find.text.terms"},
                                             {"find.call.consent", "find.call.terms"},
                                             {"find.both.consent", "find.text.terms"}};
    const struct draft *draft = &app->visit.draft;
    bool calls = draft->kind == REQUEST_CALLBACK && app->board && app->board->site.settings.calling;
    return ids[draft->find == FIND_CALL ? 1 : calls ? 2 : 0];
}

static const char *consent_words(const struct app *app, struct view *view, bool with_erasure)
{
    struct consent_ids ids = consent_of(app);
    const char *terms =
        arena_format(&view->list->arena, "%s %s", view_tr(view, ids.yes), view_tr(view, ids.terms));
    if (!with_erasure)
        return terms;
    return arena_format(&view->list->arena, "%s **%s**", terms, words_erase(app, view));
}

/* An unticked box with the terms beside it: one target. */
static void consent_view(const struct app *app, struct view *view, struct rect box)
{
    bool yes = app->visit.draft.consent;
    const int words_width = box.w - 96 - 16;
    const char *words = consent_words(app, view, true);
    struct text_style style = STYLE_TERMS;
    if (view_text_height(view, style, words_width, words) + 24 > box.h)
        style = STYLE_TERMS_SMALL;
    /* The promise stands on the page before Send too; the terms stand only here. */
    if (view_text_height(view, style, words_width, words) + 24 > box.h)
        words = consent_words(app, view, false);
    while (style.size > 25 && view_text_height(view, style, words_width, words) + 24 > box.h) {
        style.size--;
        style.line--;
    }
    box.h = view_text_height(view, style, words_width, words) + 24;
    int target = view_box(view, box, COLOR_PAPER, radii_all(24));
    struct element *face = view_at(view, target);
    face->edge = COLOR_LINE_STRONG;
    face->edge_width = 3;
    face->role = TARGET_CHECK;
    face->action = (struct action){DO_CONSENT, 0};
    face->label = words;
    face->chosen = yes;
    face->pressed_fill = COLOR_MIST_2;
    size_t first = view->list->count;
    view_box(view, (struct rect){box.x + 22, box.y + 18, 56, 56}, yes ? COLOR_CHOSEN : COLOR_NONE,
             radii_all(12));
    view_last(view)->edge = COLOR_LINE_STRONG;
    view_last(view)->edge_width = 4;
    if (yes)
        view_icon(view, box.x + 27, box.y + 23, 46, "check", COLOR_ON_CHOSEN);
    view_text(view, (struct rect){box.x + 96, box.y + 12, words_width, 0}, style, COLOR_INK, ALIGN_START,
              words);
    for (size_t i = first; i < view->list->count; i++)
        view->list->items[i].owner = target;
}

static const char *missing(const struct app *app, struct view *view)
{
    if (strlen(app->visit.draft.phone) < (size_t)app->region.phone_digits)
        return view_fill(view, "find.text.need_n", "n",
                         arena_format(&view->list->arena, "%d", app->region.phone_digits), NULL);
    return app->visit.draft.consent ? NULL : view_tr(view, "find.text.need_yes");
}

static void pad_view(struct view *view, struct rect box)
{
    size_t first = view->list->count;
    static const char *const digits[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
    view_box(view, box, COLOR_MIST_2, radii_all(28));
    struct rect inside = rect_inset(box, 12, 12);
    for (int i = 0; i < PAD_ROWS * PAD_COLUMNS; i++) {
        struct rect row = rect_row(inside, i / PAD_COLUMNS, PAD_ROWS, 10);
        struct rect key = rect_column(row, i % PAD_COLUMNS, PAD_COLUMNS, 10);
        if (i < 9)
            view_key(view, key, NULL, digits[i], false, (struct action){DO_DIGIT, i + 1});
        else if (i == 9)
            view_key(view, key, NULL, view_tr(view, "find.clear"), true, (struct action){DO_CLEAR, 0});
        else if (i == 10)
            view_key(view, key, NULL, "0", false, (struct action){DO_DIGIT, 0});
        else
            view_key(view, key, "backspace", view_tr(view, "find.digit.erase"), true,
                     (struct action){DO_BACKSPACE, 0});
    }
    view_keep_order(view, first, box);
}

void typing_phone_view(const struct app *app, struct view *view, struct rect area)
{
    rect_cut_top(&area, 14);
    struct rect pad = rect_cut_end(&area, PAD_WIDTH);
    pad.h -= 4;
    rect_cut_end(&area, 28);
    struct rect done = rect_cut_bottom(&area, PRIMARY_HEIGHT + LIP);
    done.h = PRIMARY_HEIGHT;
    rect_cut_top(&area, view_text(view, area, STYLE_LABEL_SEMI, COLOR_INK, ALIGN_START,
                                  view_tr(view, "find.text.label")) +
                            4);
    number_view(app, view, rect_cut_top(&area, 92));
    rect_cut_top(&area, LIP + 10);
    const char *need = missing(app, view);
    struct rect need_line = rect_cut_bottom(&area, STYLE_LABEL_SEMI.line + 6);
    rect_cut_bottom(&area, 8);
    consent_view(app, view, area);
    if (need)
        view_text(view, need_line, STYLE_LABEL_SEMI, COLOR_INK, ALIGN_START, need);
    view_button(view, done, need ? BUTTON_DISABLED : BUTTON_PRIMARY, STYLE_KEY, need ? NULL : "check", 50,
                view_tr(view, "common.done"), (struct action){DO_FIND_DONE, 0});
    pad_view(view, pad);
}

/* ---- a phone number, as blocks ---- */

static int number_height(struct view *view, int width, const void *what)
{
    return field_height(view, width, what) + LIP;
}

static void number_draw(struct view *view, struct rect box, const void *what)
{
    box.h -= LIP;
    number_view(*(const struct app *const *)what, view, box);
}

/* The terms stand above as words, which may go on from page to page; the box to tick holds the yes. */
static int consent_height(struct view *view, int width, const void *what)
{
    const char *yes = view_tr(view, consent_of(*(const struct app *const *)what).yes);
    int height = view_tile_height(view, width, yes);
    int least = view_at_least(view, 92, 20);
    return height > least ? height : least;
}

static void consent_draw(struct view *view, struct rect box, const void *what)
{
    const struct app *app = *(const struct app *const *)what;
    view_tile(view, box, "text", view_tr(view, consent_of(app).yes), app->visit.draft.consent,
              (struct action){DO_CONSENT, 0});
}

/* Two rows of six: the digits, and the two keys that take back. */
#define WIDE_ROWS    2
#define WIDE_COLUMNS 6

static int pad_height(struct view *view, int width, const void *what)
{
    (void)width, (void)what;
    return WIDE_ROWS * view_at_least(view, 88, 15) + KEY_GAP;
}

static void pad_draw(struct view *view, struct rect box, const void *what)
{
    (void)what;
    size_t first = view->list->count;
    for (int i = 0; i < WIDE_ROWS * WIDE_COLUMNS; i++) {
        int row = i / WIDE_COLUMNS, column = i % WIDE_COLUMNS;
        int digit = (row * (WIDE_COLUMNS - 1) + column + 1) % 10;
        struct rect key = rect_column(rect_row(box, row, WIDE_ROWS, KEY_GAP), column, WIDE_COLUMNS, KEY_GAP);
        if (column < WIDE_COLUMNS - 1)
            view_key(view, key, NULL, arena_format(&view->list->arena, "%d", digit), false,
                     (struct action){DO_DIGIT, digit});
        else
            view_key(view, key, row == 0 ? "backspace" : "trash",
                     view_tr(view, row == 0 ? "find.digit.erase" : "find.clear"), true,
                     (struct action){row == 0 ? DO_BACKSPACE : DO_CLEAR, 0});
    }
    view_keep_order(view, first, box);
}

void typing_phone_flow(struct flow *flow)
{
    const struct app *app = flow->app;
    struct view *view = flow->view;
    const char *need = missing(app, view);
    struct bar_button done = bar_done(view, "common.done", DO_FIND_DONE);
    done.kind = need ? BUTTON_DISABLED : BUTTON_PRIMARY;
    done.icon = need ? NULL : done.icon;
    flow_title(flow, STYLE_ROW, view_tr(view, "find.text.label"));
    flow_add(flow, 0, FLOW_KEEP | FLOW_TARGET, number_height, number_draw, &app, sizeof app);
    /* Why Done does nothing yet: on the page where that is seen. */
    if (need)
        flow_words(flow, 8, FLOW_KEEP, STYLE_LABEL_SEMI, COLOR_INK, need);
    flow_add(flow, 14, FLOW_TARGET, pad_height, pad_draw, &app, sizeof app);
    flow_words(flow, 20, 0, STYLE_TERMS, COLOR_INK, view_tr(view, consent_of(app).terms));
    flow_words(flow, 8, 0, STYLE_TERMS, COLOR_INK, words_erase(app, view));
    flow_add(flow, 16, FLOW_TARGET, consent_height, consent_draw, &app, sizeof app);
    flow_bar(flow, done);
}

static void type_digit(struct app *app, int digit)
{
    struct draft *draft = &app->visit.draft;
    size_t length = strlen(draft->phone);
    if (digit < 0 || digit > 9 || length >= (size_t)app->region.phone_digits ||
        length + 1 >= sizeof draft->phone)
        return;
    draft->phone[length] = (char)('0' + digit);
    app->visit.phone_typed_ms = app->now.mono_ms;
    app->visit.touched = true;
}

static void erase_digits(struct app *app, bool all)
{
    char *phone = app->visit.draft.phone;
    size_t length = strlen(phone);
    if (length > 0)
        explicit_bzero(all ? phone : phone + length - 1, all ? length : 1);
    app->visit.phone_typed_ms = 0;
}

bool typing_phone_act(struct app *app, struct action action)
{
    switch (action.kind) {
    case DO_DIGIT:
        type_digit(app, action.arg);
        return true;
    case DO_BACKSPACE:
    case DO_CLEAR:
        erase_digits(app, action.kind == DO_CLEAR);
        return true;
    case DO_PHONE_SHOW:
        app->visit.phone_shown = !app->visit.phone_shown;
        return true;
    case DO_CONSENT:
        app->visit.draft.consent = !app->visit.draft.consent;
        app->visit.touched = true;
        return true;
    default:
        return false;
    }
}
