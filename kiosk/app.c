/* One visit: how it begins, moves from page to page, is drawn, and is forgotten. Touches and keys are in
 * app_input.c, what they mean everywhere in app_act.c, deadlines in app_time.c, sending in app_send.c, the
 * relay's reports in app_report.c. */
#include "app.h"

#include "app_private.h"
#include "screens/screen.h"
#include "text/script.h"
#include "ui/theme.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a visit ---- */

void visit_begin(struct visit *visit, enum screen_id base, struct layout_mode mode)
{
    explicit_bzero(visit, sizeof *visit);
    /* Field by field: what lies between them stays zero, so that two visits can be compared byte for byte. */
    visit->mode.theme = mode.theme;
    visit->mode.text_size = mode.text_size;
    visit->mode.lower = mode.lower;
    visit->mode.still = mode.still;
    visit->history[0] = base;
    visit->history_count = 1;
    visit->shift = true;
    visit->lookup_digits[0] = -1;
    visit->lookup_digits[1] = -1;
}

bool app_display_too_small(const struct app *app)
{
    return canvas_inches(&app->canvas) < DISPLAY_INCHES_MIN;
}

struct layout_mode app_first_mode(const struct app *app)
{
    /* On one that is too small only the installer reads, and reads on. */
    bool small = canvas_inches(&app->canvas) < APP_SMALL_INCHES && !app_display_too_small(app);
    return (struct layout_mode){.theme = THEME_SOFT, .text_size = small ? TEXT_LARGE : TEXT_USUAL};
}

static bool opens_when_too_small(enum screen_id screen)
{
    return screen == SCREEN_TOO_SMALL || (screen >= SCREEN_INSTALLER_LOCK && screen < SCREEN_COUNT);
}

enum screen_id app_base_screen(const struct app *app)
{
    if (app_display_too_small(app))
        return SCREEN_TOO_SMALL;
    return app->board ? SCREEN_HOME : SCREEN_STARTING;
}

void app_init(struct app *app, const struct region *region, struct canvas canvas, struct random_source random,
              struct moment now)
{
    memset(app, 0, sizeof *app);
    app->region = *region;
    app->canvas = canvas;
    app->random = random;
    app->now = now;
    app->dirty = true;
    visit_begin(&app->visit, app_base_screen(app), app_first_mode(app));
    app_page_changed(app);
}

void app_release(struct app *app)
{
    element_list_release(&app->frame);
    explicit_bzero(app, sizeof *app);
}

void app_leave(struct app *app)
{
    visit_begin(&app->visit, app_base_screen(app), app_first_mode(app));
    app->by_keys = false;
    element_list_clear(&app->frame);
    app_page_changed(app);
}

void app_add_language(struct app *app, const char *code, const char *own_name,
                      const struct catalogue *catalogue)
{
    assert(app->language_count < APP_LANGUAGES_MAX);
    struct app_language *language = &app->languages[app->language_count++];
    snprintf(language->code, sizeof language->code, "%s", code);
    snprintf(language->own_name, sizeof language->own_name, "%s", own_name);
    language->catalogue = catalogue;
    language->draft = catalogue != NULL && catalogue_is_draft(catalogue);
    language->offered = app->language_count == 1 || !language->draft;
    app->dirty = true;
}

/* "zh" on the board means our "zh-Hans". */
static bool same_language(const char *a, const char *b)
{
    size_t length = strcspn(a, "-");
    return strcmp(a, b) == 0 || (length == strcspn(b, "-") && strncmp(a, b, length) == 0);
}

/* What the admin has switched on. A board without a list leaves it at the languages that are no drafts. */
static void offer_languages(struct app *app, const struct site_settings *settings)
{
    for (size_t i = 0; i < app->language_count; i++) {
        struct app_language *language = &app->languages[i];
        language->offered = i == 0 || (settings->language_count == 0 && !language->draft);
        for (size_t j = 0; j < settings->language_count; j++)
            language->offered = language->offered || same_language(language->code, settings->languages[j]);
    }
}

size_t app_offered_languages(const struct app *app, int *ret_indexes)
{
    size_t count = 0;
    for (size_t i = 0; i < app->language_count; i++) {
        if (app->languages[i].offered)
            ret_indexes[count++] = (int)i;
    }
    return count;
}

const char *app_language_code(const struct app *app)
{
    return app->language_count ? app->languages[app->visit.language].code : "en";
}

/* ---- the board ---- */

/* The draft names topics by their place on the board: on another board the same topics may stand elsewhere.
 */
static uint32_t topics_on(const struct board *from, const struct board *to, uint32_t topics)
{
    uint32_t moved = 0;
    for (size_t i = 0; i < from->topic_count && i < 32; i++) {
        if (!(topics & (UINT32_C(1) << i)))
            continue;
        for (size_t j = 0; j < to->topic_count && j < 32; j++)
            if (strcmp(from->topics[i].id, to->topics[j].id) == 0)
                moved |= UINT32_C(1) << j;
    }
    return moved;
}

static void draft_follow_board(struct app *app, const struct board *board)
{
    struct draft *draft = &app->visit.draft;
    if (app->board)
        draft->topics = topics_on(app->board, board, draft->topics);
    if (!uuid_is_none(&draft->coach_id) && !board_coach(board, &draft->coach_id))
        draft->coach_id = (struct uuid){{0}};
    const struct spoken_languages languages = board_spoken_languages(board);
    if (!spoken_language_listed(&languages, draft->preference.language))
        draft->preference.language[0] = '\0';
    if (!board->site.settings.names_allowed) {
        explicit_bzero(draft->name, sizeof draft->name);
        if (draft->find == FIND_NAME)
            draft->find = FIND_SIGN;
    }
    if ((draft->find == FIND_TEXT && !board->site.settings.texting) ||
        (draft->find == FIND_CALL && !board->site.settings.calling)) {
        draft->find = draft->kind == REQUEST_CALLBACK ? FIND_HERE : FIND_SIGN;
        explicit_bzero(draft->phone, sizeof draft->phone);
        draft->consent = false;
    }
}

static void draft_forget_sealed(struct draft *draft)
{
    explicit_bzero(draft->name, sizeof draft->name);
    explicit_bzero(draft->phone, sizeof draft->phone);
    explicit_bzero(draft->place, sizeof draft->place);
    draft->consent = false;
    if (request_find_is_sealed(draft->find))
        draft->find = draft->kind == REQUEST_CALLBACK ? FIND_HERE : FIND_SIGN;
}

void app_set_board(struct app *app, const struct board *board, const struct zone *zone, struct moment fetched,
                   struct moment now)
{
    draft_follow_board(app, board);
    offer_languages(app, &board->site.settings);
    app->board = board;
    app->zone = zone;
    app->board_fetched = fetched;
    app_turn(app, now);
    if (!app_can_seal(app))
        draft_forget_sealed(&app->visit.draft);
    if (app->visit.history[0] == SCREEN_STARTING) {
        app->visit.history[0] = SCREEN_HOME;
        app_page_changed(app);
    }
    app->dirty = true;
}

void app_set_standing(struct app *app, enum standing standing, struct moment now)
{
    app_turn(app, now);
    if (app->standing == standing)
        return;
    app->standing = standing;
    app->dirty = true;
    if (standing == STANDING_KNOWN)
        return;
    app->board = NULL;
    app->zone = NULL;
    if (app_alert_open(app))
        app_restart_at(app, SCREEN_HELP_SENT);
    else if (!app->visit.installer.open)
        app_leave(app);
    else
        app->visit.history[0] = app_base_screen(app);
}

/* A clock that nobody has set right and that is behind the board's own time is wrong: nothing can be told
 * from it. */
bool app_clock_wrong(const struct app *app)
{
    return !app->board || (!app->now.verified && app->now.wall_ms + MINUTE_MS < app->board->served_at_ms);
}

bool app_board_stale(const struct app *app)
{
    if (app_clock_wrong(app) || app->board_fetched.mono_ms == 0)
        return true;
    return app->now.mono_ms - app->board_fetched.mono_ms > BOARD_STALE_MS;
}

/* By the clock if it is right, else by the board's own since it came, if it came in this run. */
bool app_can_seal(const struct app *app)
{
    int64_t at_ms = app->now.wall_ms;

    if (!app->board)
        return false;
    if (!app->now.verified && app->board_fetched.mono_ms == 0)
        return false;
    if (!app->now.verified)
        at_ms = app->board->served_at_ms + (app->now.mono_ms - app->board_fetched.mono_ms);
    return epoch_at(app->board->epochs, app->board->epoch_count, epoch_class_of(app->visit.draft.kind),
                    at_ms) != NULL;
}

static int availability_rank(enum availability_state state)
{
    static const int ranks[] = {
        [AVAILABILITY_HERE] = 0,     [AVAILABILITY_WITH_SOMEONE] = 1, [AVAILABILITY_BREAK] = 1,
        [AVAILABILITY_EXPECTED] = 2, [AVAILABILITY_LATER] = 3,        [AVAILABILITY_AWAY] = 4,
        [AVAILABILITY_UNKNOWN] = 5,
    };
    return ranks[state];
}

size_t app_coaches(const struct app *app, struct coach_now *ret_coaches, size_t max)
{
    size_t count = 0;
    if (!app->board)
        return 0;
    bool stale = app_board_stale(app);
    for (size_t i = 0; i < app->board->coach_count && count < max; i++) {
        const struct coach *coach = &app->board->coaches[i];
        struct coach_now now = {.coach = coach, .index = i};
        if (!stale)
            now.availability =
                availability_at(&coach->schedule, &coach->presence, app->zone, app->now.wall_ms);
        size_t at = count++;
        for (; at > 0 && availability_rank(ret_coaches[at - 1].availability.state) >
                             availability_rank(now.availability.state);
             at--)
            ret_coaches[at] = ret_coaches[at - 1];
        ret_coaches[at] = now;
    }
    return count;
}

const struct phone_coach *app_phone_coach(const struct app *app)
{
    if (app_board_stale(app))
        return NULL;
    for (size_t i = 0; i < app->board->phone_coach_count; i++)
        if (app->board->phone_coaches[i].until_ms > app->now.wall_ms)
            return &app->board->phone_coaches[i];
    return NULL;
}

bool app_someone_on_shift(const struct app *app)
{
    struct coach_now coaches[SITE_COACHES_MAX];
    size_t count = app_coaches(app, coaches, SITE_COACHES_MAX);
    for (size_t i = 0; i < count; i++)
        if (availability_on_shift(coaches[i].availability.state))
            return true;
    return false;
}

/* ---- from page to page ---- */

enum screen_id app_screen(const struct app *app)
{
    return app->visit.history[app->visit.history_count - 1];
}

int app_page_number(const struct app *app)
{
    const struct visit *visit = &app->visit;
    int number = (int)app_screen(app) + SCREEN_COUNT * (int)visit->cover;
    number += SCREEN_COUNT * (COVER_IDLE + 1) * (int)visit->board_page;
    return number + SCREEN_COUNT * (COVER_IDLE + 1) * SITE_COACHES_MAX * (int)visit->part;
}

void app_page_changed(struct app *app)
{
    app->focus = -1;
    app->pressed = -1;
    app->asked = -1;
    app->focus_action = (struct action){DO_NOTHING, 0};
    app->pressed_action = (struct action){DO_NOTHING, 0};
    app->visit.part = 0;
    app->dirty = true;
}

void app_go(struct app *app, enum screen_id screen)
{
    struct visit *visit = &app->visit;
    if (app_screen(app) == screen || (app_display_too_small(app) && !opens_when_too_small(screen)))
        return;
    /* Somebody who wanders on and on keeps the way home and the latest steps. */
    if (visit->history_count == APP_HISTORY_MAX) {
        memmove(&visit->history[1], &visit->history[2], (APP_HISTORY_MAX - 2) * sizeof visit->history[0]);
        visit->history_count--;
    }
    visit->history[visit->history_count++] = screen;
    app_page_changed(app);
}

void app_replace(struct app *app, enum screen_id screen)
{
    app->visit.history[app->visit.history_count - 1] = screen;
    app_page_changed(app);
}

void app_return_to(struct app *app, enum screen_id screen)
{
    for (size_t i = app->visit.history_count; i-- > 0;) {
        if (app->visit.history[i] == screen) {
            app->visit.history_count = i + 1;
            app_page_changed(app);
            return;
        }
    }
    app_go(app, screen);
}

void app_back(struct app *app)
{
    struct visit *visit = &app->visit;
    if (visit->history_count > 1)
        visit->history_count--;
    if (visit->covered_depth >= visit->history_count) {
        visit->covered_depth = 0;
        visit->cover = COVER_IDLE;
        visit->cover_since_ms = app->now.mono_ms;
    }
    app_page_changed(app);
}

void app_restart_at(struct app *app, enum screen_id screen)
{
    app->visit.history[0] = app_base_screen(app);
    app->visit.history[1] = screen;
    app->visit.history_count = 2;
    app->visit.covered_depth = 0;
    app_page_changed(app);
}

/* ---- orders ---- */

bool app_order(struct app *app, const struct relay_order *order)
{
    if (app->order_count == APP_ORDERS_MAX)
        return false;
    app->orders[app->order_count++] = *order;
    return true;
}

bool app_take_order(struct app *app, struct relay_order *ret_order)
{
    if (app->order_count == 0)
        return false;
    *ret_order = app->orders[0];
    app->order_count--;
    memmove(&app->orders[0], &app->orders[1], app->order_count * sizeof app->orders[0]);
    /* An order may hold a name. */
    explicit_bzero(&app->orders[app->order_count], sizeof app->orders[0]);
    return true;
}

/* ---- the picture ---- */

/* The target with this meaning in the frame, -1: none, or it cannot be touched now. Where two mean the same
 * (Back on the rail and at the foot), the one that is nearest to where it `was`. */
static int target_of(const struct element_list *frame, struct action action, int was)
{
    int found = -1;
    if (action.kind == DO_NOTHING)
        return -1;
    for (int i = 0; i < (int)frame->count; i++) {
        const struct element *element = &frame->items[i];
        bool same = element->role != TARGET_NONE && !element->disabled &&
                    element->action.kind == action.kind && element->action.arg == action.arg;
        if (same && (found < 0 || abs(i - was) < abs(found - was)))
            found = i;
    }
    return found;
}

/* As drawn where it can stand so; else, and where words of a language do not fit, as blocks. */
static void draw_page(const struct app *app, struct view *view)
{
    const struct screen *screen = screen_get(app_screen(app));
    element_list_clear(view->list);
    if (app->visit.cover != COVER_NONE) {
        cover_view(app, view);
        return;
    }
    if (view_as_drawn(view) || screen->flow == NULL) {
        screen->view(app, view);
        if (screen->flow == NULL || !view_crowded(view))
            return;
        element_list_clear(view->list);
    }
    screen->flow(app, view);
}

void app_view(struct app *app, struct text_measurer *measurer)
{
    const struct app_language *language = &app->languages[app->visit.language];
    struct view view = {
        .list = &app->frame,
        .canvas = app->canvas,
        .catalogue = app->language_count ? language->catalogue : NULL,
        .language = app_language_code(app),
        .measurer = measurer,
        .mode = app->visit.mode,
    };
    text_measurer_speak(measurer, view.language);
    draw_page(app, &view);
    int parts = app->frame.parts > 0 ? app->frame.parts : 1;
    if (app->visit.part >= (size_t)parts)
        app->visit.part = (size_t)parts - 1;
    theme_finish(&app->frame);
    app->frame.about_person = app_page_about_person(app);
    if (language_right_to_left(view.language))
        element_list_mirror(&app->frame, app->canvas.width);
    app->focus = target_of(&app->frame, app->focus_action, app->focus);
    app->pressed = target_of(&app->frame, app->pressed_action, app->pressed);
    if (app->by_keys && app->focus < 0) {
        app->focus = element_next_target(&app->frame, -1, 1);
        if (app->focus >= 0)
            app->focus_action = app->frame.items[app->focus].action;
    }
    app_note_scene(app);
    app->dirty = false;
    app->unheard = true;
}
