/* Everything that happens by itself: the idle cover and what follows it, giving up on a quick answer, the
 * clock and language label of the home screen. Each is one deadline; there is no other reason to wake up. */
#include "app.h"

#include "app_private.h"
#include "screens/screen.h"

#define NEVER INT64_MAX

static bool mode_is_first(const struct app *app)
{
    const struct layout_mode now = app->visit.mode, first = app_first_mode(app);
    return now.theme == first.theme && now.still == first.still && now.text_size == first.text_size &&
           now.lower == first.lower;
}

bool app_blank(const struct app *app)
{
    const struct visit *visit = &app->visit;
    return visit->history_count == 1 && visit->language == 0 && mode_is_first(app) && !visit->touched &&
           !visit->speech.on && !visit->keypad && visit->way == WAY_NONE && visit->cover == COVER_NONE &&
           uuid_is_none(&visit->alert_id);
}

bool app_never_idles(const struct app *app)
{
    /* Somebody reads the digits on one screen and types them on the other; pairing ends by itself. */
    if (app_screen(app) == SCREEN_INSTALLER_PAIR && app->installer.pairing &&
        app->installer.pair.step < PAIR_CONFIRMED)
        return true;
    /* Also while the language is changed above the page on which somebody waits for staff. */
    bool waiting = false;
    for (size_t i = 0; i < app->visit.history_count; i++)
        waiting |= screen_get(app->visit.history[i])->never_idles;
    return waiting && app_alert_open(app);
}

void app_note_input(struct app *app)
{
    /* Touching a cover beside its buttons is no wish for more time. */
    if (app->visit.cover != COVER_IDLE)
        app->visit.last_input_ms = app->now.mono_ms;
}

/* ---- deadlines that change the visit ---- */

/* To listen, to go from key to key, to read text that was made larger, or to take out a phone for a code. */
static bool takes_time(const struct app *app)
{
    const struct visit *visit = &app->visit;
    return visit->speech.on || visit->keypad || visit->mode.text_size > app_first_mode(app).text_size ||
           screen_get(app_screen(app))->long_idle;
}

static int64_t idle_deadline(const struct app *app)
{
    if (app->visit.cover == COVER_IDLE)
        return app->visit.cover_since_ms + APP_MORE_TIME_MS;
    if (app_never_idles(app) || (app_blank(app) && app->visit.last_input_ms == 0))
        return NEVER;
    return app->visit.last_input_ms + (takes_time(app) ? APP_IDLE_LONG_MS : APP_IDLE_MS);
}

static void run_idle(struct app *app)
{
    /* Nothing to hide and nothing to lose: focus and language go back without a question. */
    if (app->visit.cover == COVER_IDLE || app_blank(app)) {
        app_leave(app);
        return;
    }
    /* Counted from when it was due, so that a late wake-up does not lengthen it. */
    app->visit.cover_since_ms = idle_deadline(app);
    app->visit.cover = COVER_IDLE;
    app_page_changed(app);
}

static int64_t sending_deadline(const struct app *app)
{
    const struct visit *visit = &app->visit;
    bool waits = visit->way == WAY_SENDING || visit->way == WAY_SAVED || visit->wish != WISH_NONE;
    return waits && !visit->sending_slow ? visit->sending_since_ms + APP_SENDING_MS : NEVER;
}

static void run_sending(struct app *app)
{
    app->visit.sending_slow = true;
    app_settle_request(app);
    app->dirty = true;
}

static int64_t alert_deadline(const struct app *app)
{
    const struct visit *visit = &app->visit;
    bool waits = app_alert_open(app) && !visit->alert_known && !visit->alert_failed;
    return waits ? visit->alert_mono_ms + APP_ALERT_FAIL_MS : NEVER;
}

static void run_alert(struct app *app)
{
    app->visit.alert_failed = true;
    app->dirty = true;
}

static const struct deadline {
    int64_t (*at)(const struct app *app);
    void (*run)(struct app *app);
} deadlines[] = {
    {idle_deadline, run_idle},
    {sending_deadline, run_sending},
    {alert_deadline, run_alert},
};
enum {
    DEADLINE_COUNT = sizeof deadlines / sizeof deadlines[0]
};

/* ---- deadlines that only draw again ---- */

static int64_t sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t later_than(int64_t at_ms, int64_t now_ms)
{
    return at_ms > now_ms ? at_ms : NEVER;
}

/* The next time after app->now at which the picture says something else. */
static int64_t picture_deadline(const struct app *app)
{
    int64_t now_ms = app->now.mono_ms;
    int64_t at_ms = NEVER;
    if (app->visit.cover != COVER_NONE)
        return NEVER;
    if (screen_get(app_screen(app))->shows_now)
        at_ms = now_ms + MINUTE_MS - app->now.wall_ms % MINUTE_MS;
    if (app_screen(app) == SCREEN_HOME && app->language_count > 1 && !app->visit.mode.still)
        at_ms = sooner(at_ms, (now_ms / APP_LABEL_TURN_MS + 1) * APP_LABEL_TURN_MS);
    if (app->board && app->board_fetched.mono_ms != 0)
        at_ms = sooner(at_ms, later_than(app->board_fetched.mono_ms + BOARD_STALE_MS + 1, now_ms));
    if (app_screen(app) == SCREEN_INSTALLER_LOCK && app_installer_wait_ms(app) > 0)
        at_ms = sooner(at_ms, now_ms + SECOND_MS);
    if (app->visit.phone_typed_ms != 0)
        at_ms = sooner(at_ms, later_than(app->visit.phone_typed_ms + APP_DIGIT_SHOWN_MS, now_ms));
    if (app->visit.way == WAY_SENT && !app->visit.request.opened)
        at_ms = sooner(at_ms, later_than(now_ms + app->visit.request.asked_at_ms + REQUEST_UNOPENED_MS -
                                             app->now.wall_ms,
                                         now_ms));
    if (app->visit.promised_ms != 0)
        at_ms = sooner(at_ms, later_than(app->visit.promised_ms, now_ms));
    if (app_alert_open(app))
        at_ms = sooner(at_ms, later_than(app->visit.alert_mono_ms + ALERT_NO_ANSWER_MS, now_ms));
    return at_ms;
}

/* ---- */

void app_turn(struct app *app, struct moment now)
{
    if (now.mono_ms >= picture_deadline(app))
        app->dirty = true;
    app->now = now;
    for (;;) {
        const struct deadline *due = NULL;
        for (size_t i = 0; i < DEADLINE_COUNT; i++)
            if (deadlines[i].at(app) <= now.mono_ms && (!due || deadlines[i].at(app) < due->at(app)))
                due = &deadlines[i];
        if (!due)
            return;
        due->run(app);
    }
}

void app_tick(struct app *app, struct moment now)
{
    app_turn(app, now);
}

int64_t app_next_deadline(const struct app *app)
{
    int64_t at_ms = picture_deadline(app);
    for (size_t i = 0; i < DEADLINE_COUNT; i++)
        at_ms = sooner(at_ms, deadlines[i].at(app));
    return at_ms;
}
