/* Rules that hold on every page: each state of the sample clinic, in each language and look, is drawn as a
 * person would see it, and asked. rules.json says which rule each test belongs to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "platform/painter.h"
#include "sample.h"
#include "screens/screen.h"
#include "ui/theme.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_CONTRAST 7.0 /* A7 */
#define ICON_CONTRAST 3.0
#define CHANGES_MAX   3 /* pictures a second that come by themselves: more would flash (A14) */

struct stage {
    struct resources resources;
    struct sample sample;
};
static struct stage stage; /* cmocka's tests share it; it is opened once and only read */

struct page {
    const struct sample_look *look;
    const char *language;
    const char *name;
    struct text_measurer *measurer;
    struct app *app;
    int faults;
};

static void fault(struct page *page, const char *what, const char *words)
{
    print_error("%s, %s, %s: %s: \"%s\"\n", page->name, page->language, page->look->name, what,
                words ? words : "");
    page->faults++;
}

#define FOR_EACH_ELEMENT(page, item)                                                                         \
    for (const struct element *item = (page)->app->frame.items;                                              \
         item < (page)->app->frame.items + (page)->app->frame.count; item++)

/* ---- going through the pages ---- */

static void open_page(struct page *page, const struct sample_state *state, const char *language)
{
    struct problem problem;
    page->language = language;
    page->name = state->name;
    if (sample_show(&stage.sample, &stage.resources, state, language, page->look, page->measurer, page->app,
                    &problem) != CB_OK)
        fail_msg("%s", problem.text);
}

static int faults_in_look(const struct sample_look *look, void (*check)(struct page *page))
{
    struct problem problem;
    struct painter *painter = NULL;
    struct page page = {.look = look, .app = calloc(1, sizeof *page.app)};
    assert_non_null(page.app);
    assert_int_equal(painter_new(stage.resources.share, sample_canvas(look), &painter, &problem), CB_OK);
    page.measurer = painter_measurer(painter);
    for (size_t i = 0; i < stage.resources.language_count; i++) {
        for (size_t j = 0; j < sample_state_count; j++) {
            open_page(&page, &sample_states[j], stage.resources.languages[i].code);
            check(&page);
            painter_trim(painter);
            app_release(page.app);
        }
    }
    free(page.app);
    painter_free(painter);
    return page.faults;
}

/* How large the text is and where the buttons are changes neither colours nor what a visit leaves: every
 * contrast is looked at, and of the other looks the first and the one that is least like it. */
static void check_everywhere(void (*check)(struct page *page))
{
    int faults = 0;
    for (size_t i = 0; i < sample_look_count; i++) {
        const struct sample_look *look = &sample_looks[i];
        if (i == 0 || look->theme != THEME_SOFT || strcmp(look->name, "tall-10in-largest-lower") == 0)
            faults += faults_in_look(look, check);
    }
    assert_int_equal(faults, 0);
}

static void check_default_look(void (*check)(struct page *page))
{
    assert_int_equal(faults_in_look(&sample_looks[0], check), 0);
}

static bool shows(const struct page *page, const char *words)
{
    FOR_EACH_ELEMENT(page, element)
    {
        if (element->kind == ELEMENT_TEXT && strstr(element->text, words) != NULL)
            return true;
    }
    return false;
}

static bool is_english(const struct page *page)
{
    return strcmp(page->language, "en") == 0;
}

/* ---- A7: contrast of what is really drawn on what ---- */

/* What lies under an element: the last face painted before it that covers its middle. */
static const struct element *surface_under(const struct page *page, const struct element *above)
{
    const struct element *under = NULL;
    int x = above->box.x + above->box.w / 2, y = above->box.y + above->box.h / 2;
    for (const struct element *each = page->app->frame.items; each < above; each++) {
        bool face = each->kind == ELEMENT_BOX && each->fill != COLOR_NONE;
        if ((face || each->kind == ELEMENT_ART) && rect_holds(each->box, x, y))
            under = each;
    }
    return under;
}

static void check_pair(struct page *page, const struct element *element, enum color background)
{
    enum theme theme = page->app->frame.theme;
    double least = element->kind == ELEMENT_TEXT ? TEXT_CONTRAST : ICON_CONTRAST;
    double ratio = theme_contrast(theme_rgb(theme, element->color), theme_rgb(theme, background));
    if (ratio >= least)
        return;
    print_error("%s on %s is %.2f to 1\n", color_name(element->color), color_name(background), ratio);
    fault(page, "hard to see", element->kind == ELEMENT_TEXT ? element->text : element->name);
}

static void check_contrast(struct page *page)
{
    FOR_EACH_ELEMENT(page, element)
    {
        const struct element *under = surface_under(page, element);
        if (element->kind != ELEMENT_TEXT && element->kind != ELEMENT_ICON)
            continue;
        if (under != NULL && under->kind == ELEMENT_ART)
            fault(page, "stands on a picture", element->text);
        else
            check_pair(page, element, under != NULL ? under->fill : page->app->frame.page);
        if (under != NULL && under->kind == ELEMENT_BOX && under->pressed_fill != COLOR_NONE)
            check_pair(page, element, under->pressed_fill);
    }
}

static void every_word_and_icon_stands_out_from_what_is_behind_it(void **state)
{
    (void)state;
    check_everywhere(check_contrast);
}

/* ---- A13: nothing by colour alone ---- */

#define ICON_SIZE 54

static uint8_t grey(uint32_t rgb)
{
    return (uint8_t)(((rgb >> 16 & 255) * 54 + (rgb >> 8 & 255) * 183 + (rgb & 255) * 19) >> 8);
}

/* The mark of a state as the eye without colour sees it: ICON_SIZE × ICON_SIZE greys on paper. */
static void paint_mark(struct painter *painter, enum availability_state state, enum theme theme,
                       uint8_t *ret_greys)
{
    static uint32_t data[1280 * 800];
    static struct element_list list;
    struct pixels pixels = pixels_on(data, 1280, 800);
    enum color plate, ink;
    status_colors(state, &plate, &ink);
    element_list_clear(&list);
    list.theme = theme;
    list.page = plate;
    struct element *icon = element_add(&list, ELEMENT_ICON, (struct rect){0, 0, ICON_SIZE, ICON_SIZE});
    icon->name = status_icon(state);
    icon->color = ink;
    painter_paint(painter, &list, -1, -1, &pixels);
    for (int y = 0; y < ICON_SIZE; y++)
        for (int x = 0; x < ICON_SIZE; x++)
            ret_greys[y * ICON_SIZE + x] = grey(data[y * 1280 + x]);
    element_list_release(&list);
}

static int percent_apart(const uint8_t *a, const uint8_t *b)
{
    int apart = 0;
    for (int i = 0; i < ICON_SIZE * ICON_SIZE; i++)
        apart += abs(a[i] - b[i]) > 64;
    return apart * 100 / (ICON_SIZE * ICON_SIZE);
}

static void marks_of_here_busy_later_and_away_differ_in_grey(void **state)
{
    static const enum availability_state STATES[] = {AVAILABILITY_HERE, AVAILABILITY_WITH_SOMEONE,
                                                     AVAILABILITY_LATER, AVAILABILITY_AWAY,
                                                     AVAILABILITY_UNKNOWN};
    static uint8_t greys[sizeof STATES / sizeof STATES[0]][ICON_SIZE * ICON_SIZE];
    struct problem problem;
    struct painter *painter = NULL;
    (void)state;
    assert_int_equal(painter_new(stage.resources.share, sample_canvas(&sample_looks[0]), &painter, &problem),
                     CB_OK);
    for (int theme = 0; theme < THEME_COUNT; theme++) {
        for (size_t i = 0; i < sizeof STATES / sizeof STATES[0]; i++) {
            paint_mark(painter, STATES[i], theme, greys[i]);
            for (size_t j = 0; j < i; j++)
                if (percent_apart(greys[i], greys[j]) < 5)
                    fail_msg("in theme %d, %s looks like %s without colour", theme, status_icon(STATES[i]),
                             status_icon(STATES[j]));
        }
    }
    painter_free(painter);
}

/* ---- A12, A16: a code stays long enough to find one's phone ---- */

static bool has_code(const struct page *page)
{
    FOR_EACH_ELEMENT(page, element)
    {
        if (element->kind == ELEMENT_QR)
            return true;
    }
    return false;
}

static struct moment after(const struct app *app, int64_t ms)
{
    return (struct moment){app->now.wall_ms + ms, app->now.mono_ms + ms, app->now.verified};
}

static void check_code_stays(struct page *page)
{
    if (!has_code(page))
        return;
    struct moment last = after(page->app, APP_IDLE_LONG_MS - 1);
    app_tick(page->app, last);
    if (page->app->visit.cover != COVER_NONE)
        fault(page, "the code is gone before its time", "");
}

static void a_code_stays_for_two_minutes(void **state)
{
    (void)state;
    check_default_look(check_code_stays);
}

/* ---- A14: what changes by itself ---- */

static void check_calm(struct page *page)
{
    int64_t second = page->app->now.mono_ms, end = second + 2 * MINUTE_MS;
    int changes = 0;
    for (int64_t due = app_next_deadline(page->app); due < end; due = app_next_deadline(page->app)) {
        app_tick(page->app, after(page->app, due - page->app->now.mono_ms));
        if (due - second >= SECOND_MS) {
            second = due;
            changes = 0;
        }
        if (++changes > CHANGES_MAX) {
            fault(page, "changes too often by itself", "");
            return;
        }
        app_view(page->app, page->measurer);
    }
}

static void no_page_changes_by_itself_more_than_three_times_a_second(void **state)
{
    (void)state;
    check_default_look(check_calm);
}

/* ---- A17: the equal way without the kiosk ---- */

static void check_desk(struct page *page)
{
    static const char *const STATES[] = {"starting",  "home",   "ticket", "saved",
                                         "not-saved", "closed", "ended"};
    for (size_t i = 0; i < sizeof STATES / sizeof STATES[0]; i++)
        if (is_english(page) && strcmp(page->name, STATES[i]) == 0 && !shows(page, "front desk"))
            fault(page, "does not name the front desk", "");
    if (is_english(page) && strcmp(page->name, "help") == 0 && !shows(page, "clinic badge"))
        fault(page, "does not say who else can help", "");
}

static void pages_that_people_may_leave_from_name_the_front_desk(void **state)
{
    (void)state;
    check_default_look(check_desk);
}

/* ---- B5: the end of a visit ---- */

static void check_like_boot(struct page *page)
{
    static struct app fresh;
    const struct sample_state boot = {"boot", NULL, page->app->board == NULL};
    struct sample_look plain = *page->look;
    struct problem problem;
    plain.theme = THEME_SOFT;
    plain.set_size = plain.lower = false;
    app_leave(page->app);
    assert_int_equal(sample_show(&stage.sample, &stage.resources, &boot, page->language, &plain,
                                 page->measurer, &fresh, &problem),
                     CB_OK);
    if (memcmp(&page->app->visit, &fresh.visit, sizeof fresh.visit) != 0)
        fault(page, "something of the visit is left", "");
    if (page->app->frame.count != 0 || page->app->focus != -1 || page->app->pressed != -1)
        fault(page, "something of the picture is left", "");
    app_release(&fresh);
}

static void a_visit_that_ends_on_any_page_leaves_the_state_of_boot(void **state)
{
    (void)state;
    check_everywhere(check_like_boot);
}

/* ---- B6: who looks over a shoulder ---- */

/* From "ready to send" with a name typed in to the page with the sign. */
static void send_filled(struct page *page)
{
    struct relay_order order = {0};
    struct relay_report word = {.kind = RELAY_STATUS};
    app_act(page->app, (struct action){DO_SEND, 0}, page->app->now);
    while (app_take_order(page->app, &order))
        word.id = order.id;
    word.status = page->app->visit.request;
    word.status.state = REQUEST_WAITING;
    word.status.version = 1;
    app_report(page->app, &word, page->app->now);
    app_view(page->app, page->measurer);
}

static void check_no_name(struct page *page)
{
    if (strcmp(page->name, "review-filled") != 0)
        return;
    if (!shows(page, "Ray"))
        fault(page, "the name that was typed is not shown for checking", "");
    send_filled(page);
    if (app_screen(page->app) != SCREEN_TICKET)
        fault(page, "did not come to the ticket", screen_get(app_screen(page->app))->name);
    if (shows(page, "Ray"))
        fault(page, "the name is on the ticket", "");
}

static void a_ticket_does_not_show_the_name(void **state)
{
    (void)state;
    check_default_look(check_no_name);
}

static void check_cover(struct page *page)
{
    struct strbuf covered = STRBUF_INIT;
    if (strcmp(page->name, "review-filled") != 0)
        return;
    page->app->visit.touched = true;
    app_act(page->app, (struct action){DO_START_OVER, 0}, page->app->now);
    app_view(page->app, page->measurer);
    element_list_dump(&page->app->frame, &covered);
    if (strstr(strbuf_text(&covered), "Ray") != NULL)
        fault(page, "the cover shows what it covers", "Ray");
    strbuf_release(&covered);
}

static void start_over_covers_what_was_typed(void **state)
{
    (void)state;
    check_default_look(check_cover);
}

/* ---- B8: before sending ---- */

static void check_promise(struct page *page)
{
    static const char *const SAYS[] = {"see it", "to find you", "erase it", "You can skip this"};
    for (size_t i = 0; i < sizeof SAYS / sizeof SAYS[0]; i++)
        if (is_english(page) && strcmp(page->name, "review") == 0 && !shows(page, SAYS[i]))
            fault(page, "does not say", SAYS[i]);
}

static void before_sending_the_page_says_who_sees_it_why_how_long_and_what_is_optional(void **state)
{
    (void)state;
    check_default_look(check_promise);
}

/* ---- C1: help in one place ---- */

/* In the look and language that are being looked at; w 0: not seen yet. A language with long words has a
 * wider rail, which stays as it is from page to page. */
static struct {
    const char *language;
    struct rect place;
} help_seen;

static void check_help_place(struct page *page)
{
    struct rect *place = &help_seen.place;
    if (help_seen.language != page->language)
        memset(&help_seen, 0, sizeof help_seen);
    help_seen.language = page->language;
    FOR_EACH_ELEMENT(page, element)
    {
        if (element->role == TARGET_NONE || element->action.kind != DO_HELP)
            continue;
        if (place->w == 0)
            *place = element->box;
        if (memcmp(place, &element->box, sizeof *place) != 0)
            fault(page, "Help now has moved", element->label);
        return;
    }
    fault(page, "has no Help now", "");
}

static void help_now_stands_in_the_same_place_on_every_page(void **state)
{
    int faults = 0;
    (void)state;
    for (size_t i = 0; i < sample_look_count; i++) {
        memset(&help_seen, 0, sizeof help_seen);
        faults += faults_in_look(&sample_looks[i], check_help_place);
    }
    assert_int_equal(faults, 0);
}

static void check_help_key(struct page *page)
{
    app_key(page->app, KEY_HELP, page->app->now);
    enum screen_id screen = app_screen(page->app);
    if (screen != SCREEN_HELP && screen != SCREEN_HELP_SENT)
        fault(page, "the help key opens", screen_get(screen)->name);
}

static void the_help_key_opens_help_from_every_page(void **state)
{
    (void)state;
    check_default_look(check_help_key);
}

/* ---- C3, C11 ---- */

static void check_crisis_words(struct page *page)
{
    static const char *const SAYS[] = {"988", "911", "988lifeline.org", "Call or text", "tell staff", "Free"};
    for (size_t i = 0; i < sizeof SAYS / sizeof SAYS[0]; i++)
        if (is_english(page) && strcmp(page->name, "help") == 0 && !shows(page, SAYS[i]))
            fault(page, "does not say", SAYS[i]);
}

static void help_names_988_and_911_and_what_each_is_for(void **state)
{
    (void)state;
    check_default_look(check_crisis_words);
}

static void check_no_countdown(struct page *page)
{
    struct strbuf first = STRBUF_INIT, later = STRBUF_INIT;
    if (page->app->visit.cover == COVER_IDLE) {
        element_list_dump(&page->app->frame, &first);
        app_tick(page->app, after(page->app, app_next_deadline(page->app) - page->app->now.mono_ms - 1));
        app_view(page->app, page->measurer);
        element_list_dump(&page->app->frame, &later);
        if (strcmp(strbuf_text(&first), strbuf_text(&later)) != 0)
            fault(page, "counts down before the patient's eyes", "");
    }
    strbuf_release(&first);
    strbuf_release(&later);
}

static void no_digits_count_down(void **state)
{
    (void)state;
    check_default_look(check_no_countdown);
}

/* ---- A18: right to left ---- */

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static bool is_arabic_letter(uint32_t character)
{
    return character >= 0x0620 && character <= 0x064A;
}

/* Behind an Arabic letter the groups of "617-555-0142" change places, unless isolates keep them together. A
 * paragraph ends every isolate. */
static void check_directions(struct page *page)
{
    FOR_EACH_ELEMENT(page, element)
    {
        int open = 0;
        bool arabic = false;
        if (element->kind != ELEMENT_TEXT)
            continue;
        for (const char *at = element->text; *at != '\0';) {
            const char *here = at;
            uint32_t character = utf8_next(&at);
            bool group = character == '-' && here > element->text && is_digit(here[-1]) && is_digit(here[1]);
            arabic = arabic || is_arabic_letter(character);
            open += character >= 0x2066 && character <= 0x2068;
            open -= character == 0x2069;
            if (group && arabic && open == 0)
                fault(page, "a number's groups change places behind these letters", element->text);
        }
        if (open != 0)
            fault(page, "an isolate is cut off", element->text);
    }
}

static void numbers_and_foreign_words_keep_their_order_among_arabic_ones(void **state)
{
    (void)state;
    check_everywhere(check_directions);
}

/* ---- */

static int open_stage(void **state)
{
    struct problem problem = {""};
    (void)state;
    if (resources_open("us", &stage.resources, &problem) == CB_OK &&
        sample_open(stage.resources.share, &stage.sample, &problem) == CB_OK)
        return 0;
    print_error("%s\n", problem.text);
    return 1;
}

static int close_stage(void **state)
{
    (void)state;
    sample_close(&stage.sample);
    resources_close(&stage.resources);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_and_icon_stands_out_from_what_is_behind_it),
        cmocka_unit_test(marks_of_here_busy_later_and_away_differ_in_grey),
        cmocka_unit_test(a_code_stays_for_two_minutes),
        cmocka_unit_test(no_page_changes_by_itself_more_than_three_times_a_second),
        cmocka_unit_test(pages_that_people_may_leave_from_name_the_front_desk),
        cmocka_unit_test(a_visit_that_ends_on_any_page_leaves_the_state_of_boot),
        cmocka_unit_test(a_ticket_does_not_show_the_name),
        cmocka_unit_test(start_over_covers_what_was_typed),
        cmocka_unit_test(before_sending_the_page_says_who_sees_it_why_how_long_and_what_is_optional),
        cmocka_unit_test(help_now_stands_in_the_same_place_on_every_page),
        cmocka_unit_test(the_help_key_opens_help_from_every_page),
        cmocka_unit_test(help_names_988_and_911_and_what_each_is_for),
        cmocka_unit_test(no_digits_count_down),
        cmocka_unit_test(numbers_and_foreign_words_keep_their_order_among_arabic_ones),
    };
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}
