/* How should we find you: the sign, or a first name typed on the screen. The name exists in memory only. */
#include "base/utf8.h"
#include "screens/screen.h"

#include <string.h>

#define KEY_GAP    8
#define KEY_HEIGHT 82
#define KEY_WIDTH  91
#define KEY_WIDE   130

static const struct text_style STYLE_FIND_TITLE = {TYPEFACE_SERIF, 400, 54, 66};
static const struct text_style STYLE_EXAMPLE = {TYPEFACE_SERIF, 400, 64, 70};
static const struct text_style STYLE_EXAMPLE_NUMBER = {TYPEFACE_SANS, 700, 64, 70};
static const struct text_style STYLE_QUIET = {TYPEFACE_SANS, 600, 32, 42};
static const struct text_style STYLE_DONE = {TYPEFACE_SANS, 700, 42, 48};

static bool names_allowed(const struct app *app)
{
    return app->board && app->board->site.settings.names_allowed;
}

/* ---- the sign ---- */

static void example_ticket(struct view *view, struct rect box)
{
    view_box(view, box, COLOR_SPRUCE, radii_all(36));
    view_icon(view, box.x + (box.w - 130) / 2, box.y + 20, 130, "leaf", COLOR_BRASS_MARK);
    const char *word = words_sign(view, SIGN_LEAF);
    int word_width = view_text_width(view, STYLE_EXAMPLE, word);
    int number_width = view_text_width(view, STYLE_EXAMPLE_NUMBER, "47");
    int x = box.x + (box.w - word_width - 18 - number_width) / 2;
    view_text(view, (struct rect){x, box.y + 160, word_width, 70}, STYLE_EXAMPLE, COLOR_ON_SPRUCE,
              ALIGN_START, word);
    view_text(view, (struct rect){x + word_width + 18, box.y + 160, number_width, 70}, STYLE_EXAMPLE_NUMBER,
              COLOR_ON_SPRUCE, ALIGN_START, "47");
    view_text(view, (struct rect){box.x, box.y + 241, box.w, 38}, STYLE_LABEL, COLOR_ON_SPRUCE, ALIGN_CENTER,
              view_tr(view, "find.sign.example"));
}

static void sign_part(struct view *view, struct rect area)
{
    struct rect bar = page_bar_area(&area);
    struct rect ticket = rect_cut_end(&area, 400);
    example_ticket(view, rect_centered(ticket, 400, 300));
    rect_cut_end(&area, 40);

    const char *head = view_tr(view, "find.sign.head"), *body = view_tr(view, "find.sign.body");
    const char *quiet = view_tr(view, "find.sign.private");
    int head_height = view_text_height(view, STYLE_KEY, area.w, head);
    int body_height = view_text_height(view, STYLE_BODY, area.w, body);
    int quiet_height = view_text_height(view, STYLE_QUIET, area.w - 58, quiet);
    area = rect_centered(area, area.w, head_height + 12 + body_height + 22 + quiet_height);
    view_text(view, rect_cut_top(&area, head_height), STYLE_KEY, COLOR_INK, ALIGN_START, head);
    rect_cut_top(&area, 12);
    view_text(view, rect_cut_top(&area, body_height), STYLE_BODY, COLOR_INK, ALIGN_START, body);
    rect_cut_top(&area, 22);
    view_icon_line(view, area, "eye-off", 42, COLOR_INK, 16, STYLE_QUIET, COLOR_INK, quiet);

    struct bar_button done = bar_done(view, "common.done", DO_FIND_DONE);
    page_bar(view, bar, &done, 1);
}

/* ---- the name ---- */

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

/* The letters of one row in the middle of it, with a wide key on either side of the last. */
static void key_row(const struct app *app, struct view *view, struct rect row, const char *keys, bool last)
{
    int count = (int)utf8_count(keys);
    int width = count * (KEY_WIDTH + KEY_GAP) - KEY_GAP + (last ? 2 * (KEY_WIDE + KEY_GAP) : 0);
    struct rect key = {row.x + (row.w - width) / 2, row.y, KEY_WIDTH, KEY_HEIGHT};
    if (last) {
        int target = view_key(view, (struct rect){key.x, key.y, KEY_WIDE, KEY_HEIGHT}, "shift",
                              view_tr(view, "find.name.shift"), true, (struct action){DO_SHIFT, 0});
        view_at(view, target)->chosen = app->visit.shift;
        if (app->visit.shift)
            view_at(view, target)->edge_width = 4;
        key.x += KEY_WIDE + KEY_GAP;
    }
    for (uint32_t character; (character = utf8_next(&keys)) != 0; key.x += KEY_WIDTH + KEY_GAP)
        letter_key(view, key, app->visit.shift ? character : small_letter(character));
    if (last)
        view_key(view, (struct rect){key.x, key.y, KEY_WIDE, KEY_HEIGHT}, "backspace",
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

/* The keys that lead to the other two pages stand at the ends. */
static void last_row(const struct app *app, struct view *view, struct rect row)
{
    static const enum keyboard_page others[][2] = {[KEYS_LETTERS] = {KEYS_ACCENTS, KEYS_DIGITS},
                                                   [KEYS_ACCENTS] = {KEYS_LETTERS, KEYS_DIGITS},
                                                   [KEYS_DIGITS] = {KEYS_LETTERS, KEYS_ACCENTS}};
    const enum keyboard_page *other = others[app->visit.keys];
    const int space = 5 * (KEY_WIDTH + KEY_GAP) - KEY_GAP + 4;
    const int width = 2 * KEY_WIDE + 2 * KEY_WIDTH + space + 4 * KEY_GAP;
    struct rect key = {row.x + (row.w - width) / 2, row.y, KEY_WIDE, KEY_HEIGHT};
    page_key(view, key, other[0]);
    key.x += KEY_WIDE + KEY_GAP;
    key.w = KEY_WIDTH;
    view_key(view, key, NULL, "'", true, (struct action){DO_KEY, '\''});
    key.x += KEY_WIDTH + KEY_GAP;
    key.w = space;
    view_key(view, key, NULL, view_tr(view, "find.name.space"), true, (struct action){DO_KEY, ' '});
    key.x += space + KEY_GAP;
    key.w = KEY_WIDTH;
    view_key(view, key, NULL, "-", true, (struct action){DO_KEY, '-'});
    key.x += KEY_WIDTH + KEY_GAP;
    key.w = KEY_WIDE;
    page_key(view, key, other[1]);
}

static void keyboard(const struct app *app, struct view *view, struct rect box)
{
    view_box(view, box, COLOR_MIST_2, radii_all(28));
    struct rect inside = rect_inset(box, 12, 12);
    for (int i = 0; i < 3; i++) {
        key_row(app, view, rect_cut_top(&inside, KEY_HEIGHT), key_pages[app->visit.keys][i], i == 2);
        rect_cut_top(&inside, KEY_GAP);
    }
    last_row(app, view, rect_cut_top(&inside, KEY_HEIGHT));
}

static void name_part(const struct app *app, struct view *view, struct rect area)
{
    rect_cut_top(&area, 16);
    struct rect top = rect_cut_top(&area, 136);
    struct rect done = rect_cut_end(&top, 268);
    rect_cut_end(&top, 20);
    view_text(view, rect_cut_top(&top, 38), STYLE_LABEL_SEMI, COLOR_INK, ALIGN_START,
              view_tr(view, "find.name.label"));
    rect_cut_top(&top, 6);
    size_t first = view->list->count;
    view_field(view, top, view_text_copy(view, app->visit.draft.name), true);
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

/* ---- the page ---- */

static void find_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct rect title = rect_cut_top(&area, 66);
    rect_cut_end(&title, page_unsent(view, title) + 24);
    page_title_fitting(view, title, STYLE_FIND_TITLE, view_tr(view, "find.title"));
    rect_cut_top(&area, 14);

    bool named = names_allowed(app) && app->visit.draft.find == FIND_NAME;
    struct rect options = rect_cut_top(&area, 108);
    view_option(view, rect_column(options, 0, 2, 18), view_tr(view, "find.sign"), !named,
                (struct action){DO_FIND, FIND_SIGN});
    if (names_allowed(app))
        view_option(view, rect_column(options, 1, 2, 18), view_tr(view, "find.name"), named,
                    (struct action){DO_FIND, FIND_NAME});
    if (named)
        name_part(app, view, area);
    else
        sign_part(view, area);
    page_rail(app, view, RAIL_PAGE);
}

/* ---- typing ---- */

static void type_character(struct app *app, uint32_t character)
{
    char *name = app->visit.draft.name;
    char bytes[5] = {0};
    size_t length = strlen(name), more = utf8_encode(character, bytes);
    if (more == 0 || utf8_has_control(bytes) || length + more > RELAY_NAME_MAX)
        return;
    /* A name begins with a letter, and two spaces mean no more than one. */
    if (character == ' ' && (length == 0 || name[length - 1] == ' '))
        return;
    memcpy(name + length, bytes, more + 1);
    app->visit.touched = true;
    app->visit.shift = character == ' ' || character == '-';
    if (character > 0x7f)
        app->visit.keys = KEYS_LETTERS;
}

static void erase_character(struct app *app)
{
    char *name = app->visit.draft.name;
    size_t before = strlen(name);
    utf8_drop_last(name);
    explicit_bzero(name + strlen(name), before - strlen(name));
    app->visit.shift = name[0] == '\0';
}

/* "My name" without a name is the sign. */
static void find_done(struct app *app)
{
    struct draft *draft = &app->visit.draft;
    size_t length = strlen(draft->name);
    if (length > 0 && draft->name[length - 1] == ' ')
        draft->name[length - 1] = '\0';
    if (draft->name[0] == '\0')
        draft->find = FIND_SIGN;
    app_back(app);
}

static void choose_way(struct app *app, int find)
{
    if (find != FIND_SIGN && (find != FIND_NAME || !names_allowed(app)))
        return;
    app->visit.draft.find = (enum request_find)find;
    app->visit.touched = true;
}

static bool find_act(struct app *app, struct action action)
{
    switch (action.kind) {
    case DO_FIND:
        choose_way(app, action.arg);
        return true;
    case DO_KEY:
        type_character(app, (uint32_t)action.arg);
        return true;
    case DO_BACKSPACE:
        erase_character(app);
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
    case DO_FIND_DONE:
        find_done(app);
        return true;
    default:
        return false;
    }
}

const struct screen screen_find = {.name = "find", .view = find_view, .act = find_act};
