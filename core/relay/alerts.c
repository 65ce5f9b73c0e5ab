/* Alerts: see alerts.h. */
#include "relay/alerts.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

int alerts_open(struct alerts *alerts, struct turn *turn)
{
    *alerts = (struct alerts){.turn = turn, .backoff = {.max_ms = ALERT_RETRY_MAX_MS}};
    alerts->call = http_call_new(turn->http);
    return alerts->call == NULL ? CB_NO_MEMORY : CB_OK;
}

void alerts_close(struct alerts *alerts)
{
    http_call_free(alerts->call);
    alerts->call = NULL;
}

/* ---- the line ---- */

static void say_failed(struct alerts *alerts, const struct uuid *id)
{
    struct relay_report report = {.kind = RELAY_ALERT_FAILED, .id = *id, .error = CB_NETWORK};

    log_event_id(LOG_LEVEL_ERROR, "a call for help did not reach the queue; the kiosk goes on trying; error",
                 CB_NETWORK, id);
    turn_report(alerts->turn, &report);
}

static bool waits(const struct alerts *alerts, enum alert_ask_kind kind, const struct uuid *id)
{
    for (size_t i = 0; i < alerts->count; i++) {
        if (alerts->asks[i].kind == kind && uuid_equal(&alerts->asks[i].id, id))
            return true;
    }
    return false;
}

/* Calls for help stand before everything else in the line. */
static size_t place_for(const struct alerts *alerts, enum alert_ask_kind kind)
{
    size_t place = 0;

    if (kind != ALERT_ASK_SEND)
        return alerts->count;
    while (place < alerts->count && alerts->asks[place].kind == ALERT_ASK_SEND)
        place++;
    return place;
}

static bool add(struct alerts *alerts, const struct alert_ask *ask)
{
    size_t place = place_for(alerts, ask->kind);

    if (waits(alerts, ask->kind, &ask->id))
        return true;
    if (alerts->count == ALERTS_MAX)
        return false;
    if (place == 0)
        http_stop(alerts->call); /* whatever is on its way is asked again later */
    memmove(alerts->asks + place + 1, alerts->asks + place,
            (alerts->count - place) * sizeof(alerts->asks[0]));
    alerts->asks[place] = *ask;
    alerts->count++;
    alerts->due_ms = 0;
    return true;
}

static void drop_first(struct alerts *alerts)
{
    alerts->count--;
    memmove(alerts->asks, alerts->asks + 1, alerts->count * sizeof(alerts->asks[0]));
}

/* So that one the queue fails on does not hold up the others. */
static void put_first_behind_its_kind(struct alerts *alerts)
{
    struct alert_ask first = alerts->asks[0];
    size_t place;

    drop_first(alerts);
    place = place_for(alerts, first.kind);
    memmove(alerts->asks + place + 1, alerts->asks + place,
            (alerts->count - place) * sizeof(alerts->asks[0]));
    alerts->asks[place] = first;
    alerts->count++;
}

void alerts_send(struct alerts *alerts, const struct uuid *id, int64_t asked_at_ms)
{
    struct alert_ask ask = {.kind = ALERT_ASK_SEND,
                            .id = *id,
                            .asked_at_ms = asked_at_ms,
                            .fail_ms = alerts->turn->now.mono_ms + ALERT_FAILED_MS};

    if (!add(alerts, &ask))
        say_failed(alerts, id);
}

void alerts_ok(struct alerts *alerts, const struct uuid *id)
{
    add(alerts, &(struct alert_ask){.kind = ALERT_ASK_OK, .id = *id, .fail_ms = NEVER_MS});
}

void alerts_hurry(struct alerts *alerts)
{
    alerts->due_ms = 0;
    if (!uuid_is_none(&alerts->open_id))
        add(alerts, &(struct alert_ask){.kind = ALERT_ASK_STATE, .id = alerts->open_id, .fail_ms = NEVER_MS});
}

/* ---- the queue's word ---- */

/* `asked` is the id the screen used; the queue may answer with that of an alert which is open already. */
static void report_state(struct alerts *alerts, const struct uuid *asked, const struct wire_alert *alert)
{
    struct relay_report report = {.kind = RELAY_ALERT_STATE, .id = *asked, .alert = *alert};

    if (alert->state != ALERT_RESOLVED)
        alerts->open_id = alert->id;
    else if (uuid_equal(&alerts->open_id, &alert->id))
        alerts->open_id = (struct uuid){{0}};
    turn_report(alerts->turn, &report);
}

void alerts_take(struct alerts *alerts, const struct wire_alert *alert)
{
    report_state(alerts, &alert->id, alert);
}

/* True when the ask is done with. */
static bool take_answer(struct alerts *alerts, const struct alert_ask *ask, const struct http_answer *answer)
{
    struct wire_alert alert;
    struct wire_fault fault;

    if (answer->error != CB_OK)
        return false;
    if (answer->status == 404 && ask->kind != ALERT_ASK_SEND && !waits(alerts, ALERT_ASK_SEND, &ask->id)) {
        alerts->open_id = (struct uuid){{0}};
        return true;
    }
    if ((answer->status != 200 && answer->status != 201) ||
        wire_alert_read(answer->body, answer->length, &alert, &fault) != CB_OK)
        return false;
    report_state(alerts, &ask->id, &alert);
    return true;
}

static void on_answer(void *context, const struct http_answer *answer)
{
    struct alerts *alerts = context;
    struct alert_ask *ask = &alerts->asks[0];

    if (take_answer(alerts, ask, answer)) {
        drop_first(alerts);
        backoff_reset(&alerts->backoff);
        alerts->due_ms = 0;
        return;
    }
    /* A clear no will not turn into a yes within seconds: say so now. */
    if (answer->error == CB_OK && answer->status >= 400 && answer->status < 500)
        ask->fail_ms = earlier_ms(ask->fail_ms, alerts->turn->now.mono_ms);
    put_first_behind_its_kind(alerts);
    alerts->due_ms = alerts->turn->now.mono_ms + backoff_fail(&alerts->backoff, alerts->turn->random);
}

/* ---- sending ---- */

static void start_first(struct alerts *alerts)
{
    static const struct {
        const char *method;
        const char *suffix; /* behind /api/v1/alerts/{id} */
    } routes[] = {
        [ALERT_ASK_SEND] = {"PUT", ""},
        [ALERT_ASK_OK] = {"POST", "/ok"},
        [ALERT_ASK_STATE] = {"GET", ""},
    };
    const struct alert_ask *first = &alerts->asks[0];
    struct strbuf body = STRBUF_INIT;
    char id[UUID_TEXT_SIZE];
    char path[128];
    struct http_ask ask = {.method = routes[first->kind].method,
                           .path = path,
                           .timeout_ms = ALERT_TIMEOUT_MS,
                           .answer_max = HTTP_ANSWER_MAX,
                           .done = on_answer,
                           .context = alerts};

    uuid_format(&first->id, id);
    snprintf(path, sizeof(path), "/api/v1/alerts/%s%s", id, routes[first->kind].suffix);
    if (first->kind == ALERT_ASK_SEND)
        wire_alert_ask_write(first->asked_at_ms, &body);
    else if (first->kind == ALERT_ASK_OK)
        strbuf_add_text(&body, "{}");
    ask.body = body.length > 0 ? body.data : NULL;
    if (strbuf_failed(&body) || http_start(alerts->call, &ask) != CB_OK)
        alerts->due_ms = alerts->turn->now.mono_ms + BACKOFF_FIRST_MS;
    strbuf_release(&body);
}

static void say_late_ones(struct alerts *alerts)
{
    for (size_t i = 0; i < alerts->count; i++) {
        struct alert_ask *ask = &alerts->asks[i];

        if (ask->kind != ALERT_ASK_SEND || ask->said_failed || alerts->turn->now.mono_ms < ask->fail_ms)
            continue;
        ask->said_failed = true;
        say_failed(alerts, &ask->id);
    }
}

void alerts_turn(struct alerts *alerts)
{
    say_late_ones(alerts);
    if (alerts->count > 0 && !http_busy(alerts->call) && alerts->turn->now.mono_ms >= alerts->due_ms)
        start_first(alerts);
}

int64_t alerts_due_ms(const struct alerts *alerts)
{
    int64_t due_ms = NEVER_MS;

    for (size_t i = 0; i < alerts->count; i++) {
        const struct alert_ask *ask = &alerts->asks[i];

        if (ask->kind == ALERT_ASK_SEND && !ask->said_failed)
            due_ms = earlier_ms(due_ms, ask->fail_ms);
    }
    if (alerts->count > 0 && !http_busy(alerts->call))
        due_ms = earlier_ms(due_ms, alerts->due_ms);
    return due_ms;
}
