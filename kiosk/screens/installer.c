/* For the person who sets the kiosk up: what it knows about itself, and tests of display, touch, sound and
 * keypad. In English, as the program's messages and configuration are. */
#include "screens/flow.h"

#include "base/strbuf.h"
#include "base/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define CARD_WIDTH_MM  85.6 /* a bank card, ISO/IEC 7810 ID-1 */
#define CARD_HEIGHT_MM 53.98
#define POINTS         9
#define RULER_LEAST    20 /* percent of what the display's numbers say */
#define RULER_MOST     400
#define DOTS_MAX       16 /* of the password; more say nothing more */
#define FIELD_SPACE    46 /* above and below what is typed */
#define FACTS_MAX      10
#define WORD_MAX       14 /* characters that have room in every size of text */
#define WAY_WIDTH      250

static const struct text_style STYLE_FACT_NAME = {TYPEFACE_SANS, 700, 30, 38};
static const struct text_style STYLE_FACT_TEXT = {TYPEFACE_SANS, 400, 30, 38};
static const struct text_style STYLE_HEAD = {TYPEFACE_SERIF, 400, 54, 58};
static const struct text_style STYLE_SMALL_BAR = {TYPEFACE_SANS, 700, 32, 38};

static const char *format(struct view *view, const char *pattern, ...) __attribute__((format(printf, 2, 3)));
static const char *format(struct view *view, const char *pattern, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, pattern);
    vsnprintf(text, sizeof text, pattern, arguments);
    va_end(arguments);
    return view_text_copy(view, text);
}

static struct bar_button way(const char *icon, const char *text, int action, int arg)
{
    return (struct bar_button){.kind = BUTTON_SECONDARY,
                               .grows = true,
                               .style = STYLE_SMALL_BAR,
                               .icon = icon,
                               .icon_size = 40,
                               .text = text,
                               .action = {action, arg}};
}

static void rail(const struct app *app, struct view *view)
{
    page_rail(app, view, RAIL_PAGE);
}

/* ---- the lock ---- */

static const char *lock_words(const struct app *app, struct view *view)
{
    int64_t wait_ms = app_installer_wait_ms(app);
    if (!app->installer.has_password)
        return "No password is set. Run coachbell-kiosk --set-installer-password on this kiosk.";
    if (wait_ms > 0)
        return format(view, "Wrong too often. Wait until %lld seconds have passed.",
                      (long long)((wait_ms + 999) / 1000));
    return app->lock.wrong > 0 ? "That was not the password." : "Type the password on the keyboard.";
}

static const char *lock_dots(const struct app *app, struct view *view)
{
    char dots[3 * DOTS_MAX + 1] = "";
    size_t typed = utf8_count(app->visit.installer.password);
    for (size_t i = 0; i < typed && i < DOTS_MAX; i++)
        strcat(dots, "\u2022");
    return view_text_copy(view, dots);
}

static void lock_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    rect_cut_top(&area, view_title(view, area, STYLE_HEAD, "For the installer") + 30);
    rect_cut_top(&area,
                 view_text(view, area, STYLE_BODY, COLOR_INK, ALIGN_START, lock_words(app, view)) + 20);
    view_field(view, rect_cut_top(&area, 96), lock_dots(app, view), true);
    struct bar_button open = bar_done(view, "common.done", DO_INSTALLER_TRY);
    page_bar(view, bar, &open, 1);
    rail(app, view);
}

static bool lock_act(struct app *app, struct action action)
{
    if (action.kind != DO_INSTALLER_TRY)
        return false;
    app_installer_try(app);
    return true;
}

static int field_height(struct view *view, int width, const void *what)
{
    (void)what;
    return view_text_height(view, STYLE_KEY, width, "\u2022") + FIELD_SPACE;
}

static void field_draw(struct view *view, struct rect box, const void *what)
{
    view_field(view, box, *(const char *const *)what, true);
}

static void lock_flow(const struct app *app, struct view *view)
{
    struct flow flow;
    const char *dots = lock_dots(app, view);
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_HEAD, "For the installer");
    flow_words(&flow, 0, 0, STYLE_BODY, COLOR_INK, lock_words(app, view));
    flow_add(&flow, 20, 0, field_height, field_draw, &dots, sizeof dots);
    flow_bar(&flow, bar_done(view, "common.done", DO_INSTALLER_TRY));
    flow_end(&flow, RAIL_PAGE);
}

const struct screen screen_installer_lock = {
    .name = "installer-lock", .view = lock_view, .flow = lock_flow, .act = lock_act};

/* ---- what the kiosk knows about itself ---- */

static double inches(const struct installer_facts *facts)
{
    return facts->dpi > 0 ? hypot(facts->width, facts->height) / facts->dpi : 0;
}

static const char *display_words(const struct installer_facts *facts, struct view *view)
{
    double size = inches(facts);
    if (size <= 0)
        return format(view, "%d x %d. Its size is not known: 96 dpi is taken. Check with a card.",
                      facts->width, facts->height);
    if (size < DISPLAY_INCHES_MIN)
        return format(view, "%.1f inches: too small. Coachbell needs 10.1 to 15 inches.", size);
    return format(view, "%d x %d, %.1f inches, %.1f dpi%s", facts->width, facts->height, size, facts->dpi,
                  size > DISPLAY_INCHES_MAX ? ". Made for 15 inches at most." : "");
}

/* An address is one long word: it may break behind its marks, and anywhere in a name without any. */
static const char *breakable(const char *address, struct view *view)
{
    struct strbuf out = STRBUF_INIT;
    for (int run = 0; *address != 0; address++) {
        strbuf_add_char(&out, *address);
        run = strchr(":/.-", *address) != NULL ? WORD_MAX : run + 1;
        if (run >= WORD_MAX && address[1] != '/') {
            strbuf_add_text(&out, "\u200B");
            run = 0;
        }
    }
    const char *words = view_text_copy(view, strbuf_text(&out));
    strbuf_release(&out);
    return words;
}

static const char *board_words(const struct app *app, struct view *view)
{
    if (!app->board)
        return "No board yet.";
    if (app_board_stale(app))
        return format(view, "%s. The board is old, or the clock is wrong.", app->board->site.name);
    return format(view, "%s. The board is fresh.", app->board->site.name);
}

static const char *keypad_words(const struct installer_facts *facts, struct view *view)
{
    struct strbuf map = STRBUF_INIT;
    keypad_write(&facts->keypad, &map);
    const char *words = view_text_copy(view, map.length > 0 ? strbuf_text(&map) : "No keys.");
    strbuf_release(&map);
    return words;
}

static int fact_row(struct view *view, struct rect area, const char *name, const char *text)
{
    const int name_width = 210;
    view_text(view, (struct rect){area.x, area.y, name_width, 0}, STYLE_FACT_NAME, COLOR_INK, ALIGN_START,
              name);
    return view_text(view, (struct rect){area.x + name_width, area.y, area.w - name_width, 0},
                     STYLE_FACT_TEXT, COLOR_INK, ALIGN_START, text) +
           8;
}

struct named_fact {
    const char *name, *text;
};

static int collect_facts(const struct app *app, struct view *view, struct named_fact *ret_rows)
{
    const struct installer_facts *facts = &app->installer;
    const char *paired = !facts->paired                      ? "No. Touch Pair."
                         : app->standing == STANDING_REVOKED ? "No more: the queue does not know this kiosk."
                         : app->linked                       ? "Yes."
                                       : "There is a device token. The queue has not said yes to it yet.";
    const struct named_fact rows[] = {
        {"Network", facts->network[0] ? facts->network : "No interface is up."},
        {"Queue",
         format(view, "%s: %s", breakable(facts->queue, view), app->linked ? "connected" : "not reached")},
        {"Paired", paired},
        {"Site", board_words(app, view)},
        {"Clock", app->now.verified ? "Set by the network." : "Not verified."},
        {"Display", display_words(facts, view)},
        {"Sound", !facts->sound_card ? "No sound card."
                  : facts->voice     ? "Sound card and voice are there."
                                     : "Sound card is there. espeak-ng is not installed."},
        {"Headphones", facts->headphones ? facts->headphones : "Nothing tells when they are plugged in."},
        {"Keypad", keypad_words(facts, view)},
        {"Version", "coachbell-kiosk " COACHBELL_VERSION},
    };
    memcpy(ret_rows, rows, sizeof rows);
    return (int)(sizeof rows / sizeof rows[0]);
}

static int collect_ways(const struct app *app, struct bar_button *ret_buttons)
{
    const struct bar_button buttons[] = {
        way("card", "Ruler", DO_RULER, 0), way("check", "Touch", DO_TOUCH_TEST, 0),
        way("speaker", app->visit.installer.heard ? "Again" : "Sound", DO_SOUND_TEST, 0),
        way("keypad", "Keys", DO_LEARN, 0), way("link", "Pair", DO_PAIR, 0)};
    memcpy(ret_buttons, buttons, sizeof buttons);
    return (int)(sizeof buttons / sizeof buttons[0]);
}

static void installer_view(const struct app *app, struct view *view)
{
    struct named_fact rows[FACTS_MAX];
    struct bar_button buttons[BAR_BUTTONS_MAX];
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    rect_cut_top(&area, view_title(view, area, STYLE_HEAD, "This kiosk") + 12);
    int count = collect_facts(app, view, rows);
    for (int i = 0; i < count; i++)
        rect_cut_top(&area, fact_row(view, area, rows[i].name, rows[i].text));
    page_bar(view, bar, buttons, collect_ways(app, buttons));
    rail(app, view);
}

/* The name above, since no room is left beside it. */
static int named_height(struct view *view, int width, const void *what)
{
    const struct named_fact *fact = what;
    return view_text_height(view, STYLE_FACT_NAME, width, fact->name) +
           view_text_height(view, STYLE_FACT_TEXT, width, fact->text);
}

static void named_draw(struct view *view, struct rect box, const void *what)
{
    const struct named_fact *fact = what;
    rect_cut_top(&box, view_text(view, box, STYLE_FACT_NAME, COLOR_INK, ALIGN_START, fact->name));
    view_text(view, box, STYLE_FACT_TEXT, COLOR_INK, ALIGN_START, fact->text);
}

static int way_height(struct view *view, int width, const void *what)
{
    const struct bar_button *button = what;
    int words = view_button_height(view, width, button->style, button->icon, button->icon_size, button->text);
    int least = view_at_least(view, SECONDARY_HEIGHT, 15);
    return (words > least ? words : least) + LIP;
}

static void way_draw(struct view *view, struct rect box, const void *what)
{
    page_bar(view, box, what, 1);
}

static void installer_flow(const struct app *app, struct view *view)
{
    struct flow flow;
    struct named_fact rows[FACTS_MAX];
    struct bar_button buttons[BAR_BUTTONS_MAX];
    int fact_count = collect_facts(app, view, rows), way_count = collect_ways(app, buttons);
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_HEAD, "This kiosk");
    for (int i = 0; i < fact_count; i++)
        flow_add(&flow, 14, 0, named_height, named_draw, &rows[i], sizeof rows[i]);
    flow_cells(&flow, 24, way_count, WAY_WIDTH, way_height, way_draw, buttons, sizeof *buttons);
    flow_end(&flow, RAIL_PAGE);
}

static double ruler_px_per_mm(const struct app *app)
{
    return app->canvas.px_per_mm * app->visit.installer.ruler_percent / 100.0;
}

static int card_length(const struct app *app, double millimetres)
{
    return (int)(millimetres * ruler_px_per_mm(app) / app->canvas.scale + 0.5);
}

/* A display whose numbers are far too large would not show the whole outline. */
static void fit_ruler(struct app *app)
{
    int *percent = &app->visit.installer.ruler_percent;
    while (*percent > RULER_LEAST && (card_length(app, CARD_WIDTH_MM) > app->canvas.width * 4 / 5 ||
                                      card_length(app, CARD_HEIGHT_MM) > app->canvas.height * 3 / 4))
        --*percent;
}

static bool installer_act(struct app *app, struct action action)
{
    static const struct {
        int action;
        enum screen_id screen;
    } ways[] = {{DO_RULER, SCREEN_INSTALLER_RULER},
                {DO_TOUCH_TEST, SCREEN_INSTALLER_TOUCH},
                {DO_LEARN, SCREEN_INSTALLER_KEYS},
                {DO_PAIR, SCREEN_INSTALLER_PAIR}};
    for (size_t i = 0; app->visit.installer.open && i < sizeof ways / sizeof ways[0]; i++) {
        if (ways[i].action != action.kind)
            continue;
        app->visit.installer.touched = 0;
        fit_ruler(app);
        app->visit.installer.learning = KEYPAD_UP;
        app_go(app, ways[i].screen);
        return true;
    }
    if (action.kind != DO_SOUND_TEST || !app->visit.installer.open)
        return false;
    app->visit.installer.heard = true;
    app->wishes.sound = true;
    return true;
}

const struct screen screen_installer = {
    .name = "installer", .view = installer_view, .flow = installer_flow, .act = installer_act};

/* ---- the ruler ---- */

static const char *ruler_words(const struct app *app, struct view *view)
{
    return format(view,
                  "When the card covers the outline exactly, this is true: dpi = %.1f. "
                  "Write that line into kiosk.conf if it is not there.",
                  ruler_px_per_mm(app) * 25.4);
}

static void collect_ruler_ways(struct bar_button *ret_buttons)
{
    ret_buttons[0] = way("minus", "Smaller", DO_RULER_BY, -1);
    ret_buttons[1] = way("plus", "Larger", DO_RULER_BY, 1);
}

static void outline(const struct app *app, struct view *view, int x, int y)
{
    struct rect card = {x, y, card_length(app, CARD_WIDTH_MM), card_length(app, CARD_HEIGHT_MM)};
    view_dashed(view, card, 16, 3);
}

static void ruler_view(const struct app *app, struct view *view)
{
    struct bar_button buttons[2];
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    rect_cut_top(&area, view_title(view, area, STYLE_HEAD, "Hold a bank card here") + 10);
    rect_cut_top(&area,
                 view_text(view, area, STYLE_FACT_TEXT, COLOR_INK, ALIGN_START, ruler_words(app, view)) + 16);
    outline(app, view, area.x, area.y);
    collect_ruler_ways(buttons);
    page_bar(view, bar, buttons, 2);
    rail(app, view);
}

static bool ruler_act(struct app *app, struct action action)
{
    int *percent = &app->visit.installer.ruler_percent;
    if (action.kind != DO_RULER_BY)
        return false;
    if (*percent + action.arg >= RULER_LEAST && *percent + action.arg <= RULER_MOST)
        *percent += action.arg;
    return true;
}

static int outline_height(struct view *view, int width, const void *what)
{
    (void)view, (void)width;
    return card_length(*(const struct app *const *)what, CARD_HEIGHT_MM);
}

static void outline_draw(struct view *view, struct rect box, const void *what)
{
    outline(*(const struct app *const *)what, view, box.x, box.y);
}

static void ruler_flow(const struct app *app, struct view *view)
{
    struct flow flow;
    struct bar_button buttons[2];
    collect_ruler_ways(buttons);
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_HEAD, "Hold a bank card here");
    flow_words(&flow, 0, 0, STYLE_FACT_TEXT, COLOR_INK, ruler_words(app, view));
    flow_add(&flow, 16, 0, outline_height, outline_draw, &app, sizeof app);
    flow_bar(&flow, buttons[0]);
    flow_bar(&flow, buttons[1]);
    flow_end(&flow, RAIL_PAGE);
}

const struct screen screen_installer_ruler = {
    .name = "installer-ruler", .view = ruler_view, .flow = ruler_flow, .act = ruler_act};

/* ---- touch ---- */

static void touch_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    unsigned touched = app->visit.installer.touched;
    bool all = touched == (1U << POINTS) - 1;
    rect_cut_top(&area, view_title(view, area, STYLE_HEAD, all ? "Touch works" : "Touch every field") + 12);
    if (area.y < view_control_top(view))
        rect_cut_top(&area, view_control_top(view) - area.y);
    for (int i = 0; i < POINTS; i++) {
        struct rect box = rect_column(rect_row(area, i / 3, 3, 20), i % 3, 3, 20);
        view_option(view, box, format(view, "%d", i + 1), (touched >> i & 1) != 0,
                    (struct action){DO_TOUCH_POINT, i});
    }
    rail(app, view);
}

static bool touch_act(struct app *app, struct action action)
{
    if (action.kind != DO_TOUCH_POINT)
        return false;
    app->visit.installer.touched |= 1U << action.arg;
    return true;
}

const struct screen screen_installer_touch = {
    .name = "installer-touch", .view = touch_view, .act = touch_act};

/* ---- the keypad ---- */

#define KEYS_WORDS                                                                                           \
    "Letters and digits are for typing and are not taken. A function without a key is left out with Skip."

static const char *keys_title(const struct app *app, struct view *view)
{
    enum keypad_function learning = app->visit.installer.learning;
    if (learning == KEYPAD_NONE)
        return "All keys are known";
    return format(view, "Press the key for \u201c%s\u201d", keypad_function_name(learning));
}

static struct bar_button keys_way(const struct app *app)
{
    return app->visit.installer.learning == KEYPAD_NONE ? way("restart", "Once more", DO_LEARN_AGAIN, 0)
                                                        : way("next", "Skip", DO_LEARN_SKIP, 0);
}

static void keys_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    rect_cut_top(&area, view_title(view, area, STYLE_HEAD, keys_title(app, view)) + 16);
    rect_cut_top(&area, view_text(view, area, STYLE_FACT_TEXT, COLOR_INK, ALIGN_START, KEYS_WORDS) + 16);
    fact_row(view, area, "Now", keypad_words(&app->installer, view));
    struct bar_button button = keys_way(app);
    page_bar(view, bar, &button, 1);
    rail(app, view);
}

static void keys_flow(const struct app *app, struct view *view)
{
    struct flow flow;
    struct named_fact now = {"Now", keypad_words(&app->installer, view)};
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_HEAD, keys_title(app, view));
    flow_words(&flow, 0, 0, STYLE_FACT_TEXT, COLOR_INK, KEYS_WORDS);
    flow_add(&flow, 16, 0, named_height, named_draw, &now, sizeof now);
    flow_bar(&flow, keys_way(app));
    flow_end(&flow, RAIL_PAGE);
}

static bool keys_act(struct app *app, struct action action)
{
    if (action.kind == DO_LEARN_SKIP)
        app_learn_next(app);
    else if (action.kind == DO_LEARN_AGAIN)
        app->visit.installer.learning = KEYPAD_UP;
    else
        return false;
    return true;
}

const struct screen screen_installer_keys = {
    .name = "installer-keys", .view = keys_view, .flow = keys_flow, .act = keys_act};
