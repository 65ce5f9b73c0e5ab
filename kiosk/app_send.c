/* A draft into an order: the ticket is made here and now, without the network, and the request is the relay's
 * from then on. Also what may follow it: change, cancel, the answer after a hand-off, and calling staff. */
#include "app.h"

#include "app_private.h"
#include "screens/screen.h"

#include <stdio.h>
#include <string.h>

#define GIVEN_KEEP_MS DAY_MS
#define BOARD_TICKETS ((SIGN_COUNT - 1) * (TICKET_NUMBER_MAX - TICKET_NUMBER_MIN + 1))

/* ---- tickets this kiosk gave ---- */

static void given_remove(struct app *app, size_t index)
{
    app->given_count--;
    memmove(&app->given[index], &app->given[index + 1], (app->given_count - index) * sizeof app->given[0]);
}

void given_forget(struct app *app, const struct uuid *id)
{
    for (size_t i = app->given_count; i-- > 0;)
        if (uuid_equal(&app->given[i].id, id))
            given_remove(app, i);
}

void given_note_status(struct app *app, const struct wire_status *status)
{
    if (status->state == REQUEST_CLOSED)
        given_forget(app, &status->id);
    for (size_t i = 0; i < app->given_count; i++)
        if (uuid_equal(&app->given[i].id, &status->id))
            app->given[i].sent = true;
}

static void given_add(struct app *app, struct given_ticket given)
{
    for (size_t i = app->given_count; i-- > 0;)
        if (app->now.wall_ms - app->given[i].at_ms > GIVEN_KEEP_MS)
            given_remove(app, i);
    if (app->given_count == APP_TICKETS_MAX)
        given_remove(app, 0);
    given.at_ms = app->now.wall_ms;
    app->given[app->given_count++] = given;
}

void given_note_saved(struct app *app, const struct relay_report *saved)
{
    for (size_t i = 0; i < app->given_count; i++)
        if (uuid_equal(&app->given[i].id, &saved->id))
            return;
    if (ticket_valid(saved->status.ticket))
        given_add(app, (struct given_ticket){.id = saved->id,
                                             .ticket = saved->status.ticket,
                                             .kind = saved->status.kind,
                                             .asked_at_ms = saved->status.asked_at_ms});
}

static int pick_ticket(const struct app *app, struct ticket *ret_ticket)
{
    struct ticket taken[BOARD_TICKETS + APP_TICKETS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < app->board->taken_count && count < BOARD_TICKETS; i++)
        taken[count++] = app->board->taken[i];
    for (size_t i = 0; i < app->given_count; i++)
        taken[count++] = app->given[i].ticket;
    return ticket_pick(app->board->signs, taken, count, app->random, ret_ticket);
}

/* ---- sending ---- */

static bool has_words(const char *text)
{
    return text[strspn(text, " ")] != '\0';
}

bool app_phone_ready(const struct app *app)
{
    const struct draft *draft = &app->visit.draft;
    return draft->consent && app->region.phone_digits > 0 &&
           strlen(draft->phone) == (size_t)app->region.phone_digits;
}

/* The way that the draft has all for; else the one that needs nothing. */
static enum request_find ready_find(const struct app *app)
{
    const struct draft *draft = &app->visit.draft;
    bool ready = draft->find == FIND_NAME             ? has_words(draft->name)
                 : draft->find == FIND_LOOK           ? has_words(draft->place)
                 : request_find_by_phone(draft->find) ? app_phone_ready(app)
                                                      : true;
    if (ready && (!request_find_is_sealed(draft->find) || app_can_seal(app)))
        return draft->find;
    return draft->kind == REQUEST_CALLBACK ? FIND_HERE : FIND_SIGN;
}

/* What is sealed: only what the chosen way needs. */
static void fill_person(const struct app *app, struct relay_order *order)
{
    const struct draft *draft = &app->visit.draft;
    struct wire_submit *submit = &order->submit;
    if (submit->find == FIND_NAME)
        snprintf(order->name, sizeof order->name, "%s", draft->name);
    if (submit->find == FIND_LOOK)
        snprintf(order->place, sizeof order->place, "%s", draft->place);
    if (!request_find_by_phone(submit->find))
        return;
    snprintf(order->phone, sizeof order->phone, "%.*s%s",
             (int)(sizeof order->phone - 1 - strlen(draft->phone)), app->region.phone_prefix, draft->phone);
    submit->consent_version = APP_CONSENT_VERSION;
}

static void fill_due(const struct app *app, struct wire_submit *submit)
{
    const struct draft *draft = &app->visit.draft;
    if (submit->find != FIND_HERE)
        return;
    struct window window = reach_window(app->zone, draft->due_date, draft->due_part);
    submit->due_from_ms = window.from_ms;
    submit->due_until_ms = window.until_ms;
}

/* Everything that the person chose; the id and the ticket are the caller's. */
static void fill_order(const struct app *app, struct relay_order *order)
{
    const struct draft *draft = &app->visit.draft;
    struct wire_submit *submit = &order->submit;

    order->id = submit->id;
    order->ticket = submit->ticket;
    order->at_ms = app->now.wall_ms;
    submit->kind = draft->kind;
    submit->coach_id = draft->coach_id;
    submit->find = ready_find(app);
    submit->notice_version = app->board->site.settings.notice_version;
    submit->asked_at_ms = app->now.wall_ms;
    snprintf(submit->language, sizeof submit->language, "%s", app_language_code(app));
    for (size_t i = 0; i < app->board->topic_count && i < 32; i++)
        if ((draft->topics & (UINT32_C(1) << i)) && submit->topic_count < REQUEST_TOPICS_MAX)
            snprintf(submit->topics[submit->topic_count++], sizeof submit->topics[0], "%s",
                     app->board->topics[i].id);
    preference_write(&draft->preference, submit->preference);
    fill_person(app, order);
    fill_due(app, submit);
}

/* The relay's answer is awaited on the sending page, for a moment. */
static void await_answer(struct app *app)
{
    app->visit.sending_since_ms = app->now.mono_ms;
    app->visit.sending_slow = false;
    app->visit.sent_try_ms = 0;
}

static void make_wish(struct app *app, enum wish_kind wish, bool ordered)
{
    app->visit.wish = wish;
    app->visit.wish_way = ordered ? WISH_ORDERED : WISH_REFUSED;
    app->visit.wish_version = app->visit.request.version;
    await_answer(app);
}

static void send_change(struct app *app)
{
    struct relay_order order = {.kind = RELAY_CHANGE};
    order.submit.id = app->visit.request.id;
    order.submit.ticket = app->visit.request.ticket;
    fill_order(app, &order);
    make_wish(app, WISH_CHANGE, app_order(app, &order));
    explicit_bzero(&order, sizeof order);
}

static void send_new(struct app *app)
{
    struct visit *visit = &app->visit;
    struct relay_order order = {.kind = RELAY_SUBMIT};
    bool ordered = false;

    await_answer(app);
    if (pick_ticket(app, &order.submit.ticket) == CB_OK) {
        order.submit.id = uuid_make(app->random);
        fill_order(app, &order);
        ordered = app_order(app, &order);
    }
    if (ordered) {
        visit->sent = visit->draft;
        given_add(app, (struct given_ticket){.id = order.id,
                                             .ticket = order.ticket,
                                             .kind = order.submit.kind,
                                             .asked_at_ms = order.submit.asked_at_ms});
        visit->request =
            (struct wire_status){.id = order.id,
                                 .ticket = order.ticket,
                                 .kind = order.submit.kind,
                                 .find = order.submit.find,
                                 .consent_version = order.submit.consent_version,
                                 .opened = true, /* not said to be unopened before the queue says so */
                                 .asked_at_ms = order.submit.asked_at_ms,
                                 .due_from_ms = order.submit.due_from_ms,
                                 .due_until_ms = order.submit.due_until_ms,
                                 .coach_id = order.submit.coach_id,
                                 .ahead = -1};
    }
    visit->way = ordered ? WAY_SENDING : WAY_NOT_SAVED;
    explicit_bzero(&order, sizeof order);
}

void app_send(struct app *app)
{
    bool change = app->visit.editing && app_request_open(app);
    /* A second Send for what is on its way would be a second request. */
    if (!app->board || (!change && app_request_open(app)))
        return;
    if (change)
        send_change(app);
    else
        send_new(app);
    app->visit.editing = false;
    app_restart_at(app, app_request_page(app));
}

/* ---- afterwards ---- */

void app_cancel_request(struct app *app)
{
    struct relay_order order = {.kind = RELAY_CANCEL,
                                .id = app->visit.request.id,
                                .ticket = app->visit.request.ticket,
                                .at_ms = app->now.wall_ms};
    make_wish(app, WISH_CANCEL, app_order(app, &order));
    app_restart_at(app, app_request_page(app));
}

void app_answer_handoff(struct app *app, bool yes)
{
    struct relay_order order = {
        .kind = RELAY_ANSWER, .id = app->visit.request.id, .yes = yes, .at_ms = app->now.wall_ms};
    make_wish(app, WISH_ANSWER, app_order(app, &order));
    app->visit.handoff_answered = true;
    app->visit.answered_holder = app->visit.request.holder_id;
    app_restart_at(app, app_request_page(app));
}

void app_consent(struct app *app, bool yes)
{
    struct relay_order order = {.kind = RELAY_CONSENT,
                                .id = app->visit.request.id,
                                .ticket = app->visit.request.ticket,
                                .consent_version = yes ? APP_CONSENT_VERSION : 0,
                                .at_ms = app->now.wall_ms};
    make_wish(app, WISH_CONSENT, app_order(app, &order));
    app->dirty = true;
}

void app_ask_anew(struct app *app)
{
    struct visit *visit = &app->visit;
    struct visit kept = *visit;
    visit_begin(visit, app_base_screen(app), visit->mode);
    visit->language = kept.language;
    visit->alert_id = kept.alert_id;
    visit->alert = kept.alert;
    visit->alert_known = kept.alert_known;
    visit->alert_failed = kept.alert_failed;
    visit->alert_at_ms = kept.alert_at_ms;
    visit->alert_mono_ms = kept.alert_mono_ms;
    visit->last_input_ms = app->now.mono_ms;
    explicit_bzero(&kept, sizeof kept);
    app_page_changed(app);
}

/* A ticket that is still on this kiosk is found without asking anyone. */
static bool look_up_here(struct app *app, struct ticket ticket)
{
    for (size_t i = 0; i < app->given_count; i++) {
        const struct given_ticket *given = &app->given[i];
        if (given->sent || !ticket_equal(given->ticket, ticket))
            continue;
        app->visit.request = (struct wire_status){.id = given->id,
                                                  .ticket = ticket,
                                                  .kind = given->kind,
                                                  .asked_at_ms = given->asked_at_ms,
                                                  .opened = true, /* as in send_new */
                                                  .ahead = -1};
        app->visit.way = WAY_SAVED;
        app->visit.sending_slow = true;
        app->visit.looked_up = true;
        app_restart_at(app, app_request_page(app));
        return true;
    }
    return false;
}

void app_look_up(struct app *app)
{
    struct visit *visit = &app->visit;
    struct ticket ticket = {visit->lookup_sign, visit->lookup_digits[0] * 10 + visit->lookup_digits[1]};
    if (visit->lookup_pending || !ticket_valid(ticket) || look_up_here(app, ticket))
        return;
    struct relay_order order = {.kind = RELAY_LOOKUP, .ticket = ticket, .at_ms = app->now.wall_ms};
    visit->lookup_pending = app_order(app, &order);
    visit->lookup_error = visit->lookup_pending ? CB_OK : CB_NETWORK;
    app->dirty = true;
}

/* ---- staff ---- */

bool app_alert_open(const struct app *app)
{
    const struct visit *visit = &app->visit;
    return !uuid_is_none(&visit->alert_id) && !(visit->alert_known && visit->alert.state == ALERT_RESOLVED);
}

void app_call_staff(struct app *app)
{
    struct visit *visit = &app->visit;
    /* Asking again gets an id of its own: the queue counts it up on the open alert and answers with that
     * one's. */
    struct relay_order order = {.kind = RELAY_ALERT, .id = uuid_make(app->random), .at_ms = app->now.wall_ms};
    visit->alert_id = order.id;
    visit->alert = (struct wire_alert){.id = order.id};
    visit->alert_known = false;
    visit->alert_failed = !app_order(app, &order);
    visit->alert_at_ms = app->now.wall_ms;
    visit->alert_mono_ms = app->now.mono_ms;
    if (app_screen(app) == SCREEN_HELP)
        app_replace(app, SCREEN_HELP_SENT);
    else
        app_go(app, SCREEN_HELP_SENT);
    app->dirty = true;
}
