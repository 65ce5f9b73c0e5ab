/* What the relay reports, into what the screen may say. Nothing here is guessed: saved after the outbox
 * committed, sent after the queue answered, coming after a coach said so. */
#include "app.h"

#include "app_private.h"
#include "screens/screen.h"

#include <string.h>

/* ---- which page is true ---- */

bool app_request_open(const struct app *app)
{
    switch (app->visit.way) {
    case WAY_SENDING:
    case WAY_SAVED:
        return true;
    case WAY_SENT:
        return app->visit.request.state != REQUEST_CLOSED;
    default:
        return false;
    }
}

static bool handoff_is_open(const struct visit *visit)
{
    return visit->request.state == REQUEST_CLAIMED && !uuid_is_none(&visit->request.former_holder_id) &&
           !(visit->handoff_answered && uuid_equal(&visit->answered_holder, &visit->request.holder_id));
}

static enum screen_id sent_page(const struct visit *visit)
{
    bool wished = visit->wish_way != WISH_REFUSED;
    switch (visit->request.state) {
    case REQUEST_CLOSED:
        return visit->request.outcome == OUTCOME_CANCELLED ? SCREEN_CANCELLED : SCREEN_ENDED;
    case REQUEST_ON_THE_WAY:
    case REQUEST_WITH_PATIENT:
        return visit->wish == WISH_CANCEL && wished ? SCREEN_CANCELLED : SCREEN_COMING;
    default:
        break;
    }
    if (visit->wish == WISH_CANCEL && wished)
        return SCREEN_CANCELLED;
    if (visit->wish == WISH_CHANGE && wished && !visit->sending_slow)
        return SCREEN_SENDING;
    return handoff_is_open(visit) ? SCREEN_COMING : SCREEN_TICKET;
}

enum screen_id app_request_page(const struct app *app)
{
    const struct visit *visit = &app->visit;
    switch (visit->way) {
    case WAY_SENDING:
        return SCREEN_SENDING;
    case WAY_SAVED:
        if (visit->wish == WISH_CANCEL && visit->wish_way != WISH_REFUSED)
            return SCREEN_CANCELLED;
        return visit->sending_slow ? SCREEN_SAVED : SCREEN_SENDING;
    case WAY_SENT:
        return sent_page(visit);
    case WAY_NOT_SAVED:
        return SCREEN_NOT_SAVED;
    case WAY_REFUSED:
        return SCREEN_ENDED;
    case WAY_NONE:
        break;
    }
    return app_base_screen(app);
}

static bool tells_of_request(enum screen_id screen)
{
    switch (screen) {
    case SCREEN_SENDING:
    case SCREEN_TICKET:
    case SCREEN_SAVED:
    case SCREEN_NOT_SAVED:
    case SCREEN_COMING:
    case SCREEN_CANCELLED:
    case SCREEN_ENDED:
        return true;
    default:
        return false;
    }
}

/* Pages that stay open over any news: nobody is pulled out of help, and a language is chosen in peace. */
static bool stays_open(enum screen_id screen)
{
    return screen == SCREEN_HELP || screen == SCREEN_HELP_SENT || screen == SCREEN_LANGUAGE;
}

/* Pages on which the open request is changed or cancelled lose their sense when a coach takes it. */
static bool has_lost_sense(const struct app *app, enum screen_id screen, bool news)
{
    if (screen == SCREEN_CANCEL)
        return !app_request_open(app);
    return news && app->visit.editing && screen != SCREEN_HOME && !stays_open(screen);
}

void app_settle_request(struct app *app)
{
    struct visit *visit = &app->visit;
    enum screen_id shown = app_screen(app);
    enum screen_id page = app_request_page(app);
    bool news = page != SCREEN_TICKET && page != SCREEN_SENDING;
    bool placed = false;
    size_t count = 0;

    for (size_t i = 0; i < visit->history_count; i++) {
        enum screen_id screen = visit->history[i];
        if (tells_of_request(screen)) {
            if (!placed)
                visit->history[count++] = page;
            placed = true;
        } else if (!has_lost_sense(app, screen, news)) {
            visit->history[count++] = screen;
        }
    }
    visit->history_count = count;
    if (visit->covered_depth > count)
        visit->covered_depth = count;
    if (news)
        visit->editing = false;
    if (app_screen(app) != shown)
        app_page_changed(app);
}

/* ---- the reports ---- */

static bool is_mine(const struct app *app, const struct uuid *id)
{
    return app->visit.way != WAY_NONE && uuid_equal(&app->visit.request.id, id);
}

static void take_saved(struct app *app, const struct relay_report *report)
{
    given_note_saved(app, report);
    if (!is_mine(app, &report->id))
        return;
    if (app->visit.wish != WISH_NONE)
        app->visit.wish_way = WISH_SAVED;
    else if (app->visit.way == WAY_SENDING)
        app->visit.way = WAY_SAVED;
}

/* What was wished for will not be: the request stands as it was, and so does what the page says of it. */
static void drop_wish(struct visit *visit)
{
    visit->wish_way = WISH_REFUSED;
    if (visit->wish == WISH_CHANGE)
        visit->draft = visit->sent;
    if (visit->wish == WISH_ANSWER)
        visit->handoff_answered = false;
}

static void take_not_saved(struct app *app, const struct relay_report *report)
{
    if (is_mine(app, &report->id) && app->visit.wish != WISH_NONE) {
        drop_wish(&app->visit);
        return;
    }
    given_forget(app, &report->id);
    if (is_mine(app, &report->id) && app->visit.way == WAY_SENDING)
        app->visit.way = WAY_NOT_SAVED;
}

static void take_refused(struct app *app, const struct relay_report *report)
{
    struct visit *visit = &app->visit;
    /* What was never taken cannot have been changed or cancelled: then it is the request itself that is
     * refused. */
    bool taken = visit->way == WAY_SENT;
    if (is_mine(app, &report->id) && taken) {
        if (visit->wish != WISH_NONE)
            drop_wish(visit);
        return;
    }
    given_forget(app, &report->id);
    if (is_mine(app, &report->id)) {
        visit->way = WAY_REFUSED;
        visit->wish = WISH_NONE;
    }
}

static void take_trying(struct app *app, const struct relay_report *report)
{
    if (!is_mine(app, &report->id))
        return;
    app->visit.sending_slow = true;
    app->visit.sent_try_ms = app->now.wall_ms;
}

/* A wish has come true when the queue's word is newer than the one it was made on. */
static bool wish_is_answered(const struct visit *visit)
{
    if (visit->wish == WISH_CANCEL)
        return visit->request.state == REQUEST_CLOSED;
    return visit->request.version > visit->wish_version;
}

static void take_status(struct app *app, const struct relay_report *report)
{
    struct visit *visit = &app->visit;
    const struct wire_status *status = &report->status;
    given_note_status(app, status);
    if (!is_mine(app, &status->id))
        return;
    /* The feed and an answer may cross: the older word is dropped. */
    if (visit->way == WAY_SENT && status->version < visit->request.version)
        return;
    visit->sent_late = visit->sent_late || (visit->way == WAY_SAVED && visit->sending_slow);
    visit->request = *status;
    visit->way = WAY_SENT;
    if (visit->promised_ms == 0 && status->state == REQUEST_WAITING && status->wait_to_min > 0)
        visit->promised_ms = app->now.mono_ms + status->wait_to_min * MINUTE_MS;
    if (visit->wish == WISH_NONE || !wish_is_answered(visit))
        return;
    if (visit->wish == WISH_CHANGE)
        visit->sent = visit->draft;
    visit->wish = WISH_NONE;
}

static void take_found(struct app *app, const struct relay_report *report)
{
    struct visit *visit = &app->visit;
    struct ticket asked = {visit->lookup_sign, visit->lookup_digits[0] * 10 + visit->lookup_digits[1]};
    if (!visit->lookup_pending || !ticket_equal(asked, report->status.ticket))
        return;
    visit->lookup_pending = false;
    visit->lookup_error = CB_OK;
    visit->request = report->status;
    visit->way = WAY_SENT;
    visit->wish = WISH_NONE;
    visit->looked_up = true;
    explicit_bzero(&visit->draft, sizeof visit->draft);
    explicit_bzero(&visit->sent, sizeof visit->sent);
    for (size_t i = 0; i < visit->history_count; i++)
        if (visit->history[i] == SCREEN_MY_TICKET)
            visit->history[i] = SCREEN_TICKET;
    app_page_changed(app);
}

static void take_not_found(struct app *app, const struct relay_report *report)
{
    if (!app->visit.lookup_pending)
        return;
    app->visit.lookup_pending = false;
    app->visit.lookup_error = report->error ? report->error : CB_NOT_FOUND;
}

static void take_link(struct app *app, const struct relay_report *report)
{
    /* What is on the screen may have changed while nobody could say so. */
    if (report->linked && !app->linked && app->visit.way == WAY_SENT)
        app_order(app, &(struct relay_order){
                           .kind = RELAY_REFRESH, .id = app->visit.request.id, .at_ms = app->now.wall_ms});
    app->linked = report->linked;
}

static void take_known(struct app *app, const struct relay_report *report)
{
    app_set_standing(app, report->known ? STANDING_KNOWN : STANDING_REVOKED, app->now);
}

static bool is_my_alert(const struct app *app, const struct relay_report *report)
{
    const struct uuid *mine = &app->visit.alert_id;
    return !uuid_is_none(mine) && (uuid_equal(mine, &report->id) || uuid_equal(mine, &report->alert.id));
}

static void take_alert(struct app *app, const struct relay_report *report)
{
    struct visit *visit = &app->visit;
    bool same = visit->alert_known && uuid_equal(&visit->alert.id, &report->alert.id);
    if (!is_my_alert(app, report))
        return;
    /* As with requests: states only move forward, so that "somebody is coming" is never unsaid. */
    if (same && report->alert.state < visit->alert.state)
        return;
    visit->alert_id = report->alert.id;
    visit->alert = report->alert;
    visit->alert_known = true;
    visit->alert_failed = false;
}

static void take_alert_failed(struct app *app, const struct relay_report *report)
{
    if (is_my_alert(app, report) && !app->visit.alert_known)
        app->visit.alert_failed = true;
}

static void (*const takers[])(struct app *app, const struct relay_report *report) = {
    [RELAY_SAVED] = take_saved,
    [RELAY_NOT_SAVED] = take_not_saved,
    [RELAY_STATUS] = take_status,
    [RELAY_REFUSED] = take_refused,
    [RELAY_TRYING] = take_trying,
    [RELAY_FOUND] = take_found,
    [RELAY_NOT_FOUND] = take_not_found,
    [RELAY_LINK] = take_link,
    [RELAY_KNOWN] = take_known,
    [RELAY_ALERT_STATE] = take_alert,
    [RELAY_ALERT_FAILED] = take_alert_failed,
};

void app_report(struct app *app, const struct relay_report *report, struct moment now)
{
    app_turn(app, now);
    if ((size_t)report->kind >= sizeof takers / sizeof takers[0] || !takers[report->kind])
        return;
    takers[report->kind](app, report);
    if (app->visit.way != WAY_NONE)
        app_settle_request(app);
    app->dirty = true;
}
