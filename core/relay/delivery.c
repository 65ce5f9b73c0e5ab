/* Delivery: see delivery.h. */
#include "relay/delivery.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *method;
    const char *suffix; /* behind /api/v1/requests/{id} */
} routes[] = {
    [OUTBOX_SUBMIT] = {"PUT", ""},           [OUTBOX_CHANGE] = {"POST", "/change"},
    [OUTBOX_CANCEL] = {"POST", "/cancel"},   [OUTBOX_ANSWER] = {"POST", "/answer"},
    [OUTBOX_CONSENT] = {"POST", "/consent"},
};

enum verdict delivery_verdict(enum outbox_kind kind, int status)
{
    switch (status) {
    case 200:
    case 201:
        return VERDICT_SENT;
    case 400:
    case 409:
    case 413:
    case 422:
        return VERDICT_REFUSED;
    case 404:
        return kind == OUTBOX_SUBMIT ? VERDICT_RETRY : VERDICT_UNKNOWN;
    default:
        return VERDICT_RETRY;
    }
}

int delivery_open(struct delivery *delivery, struct turn *turn, struct outbox *outbox)
{
    *delivery = (struct delivery){.turn = turn, .outbox = outbox};
    delivery->call = http_call_new(turn->http);
    return delivery->call == NULL ? CB_NO_MEMORY : CB_OK;
}

void delivery_close(struct delivery *delivery)
{
    http_call_free(delivery->call);
    delivery->call = NULL;
}

void delivery_hurry(struct delivery *delivery)
{
    delivery->due_ms = 0;
    delivery->idle = false;
}

int64_t delivery_due_ms(const struct delivery *delivery)
{
    return delivery->idle || http_busy(delivery->call) ? NEVER_MS : delivery->due_ms;
}

/* ---- answers ---- */

static void wait_before_next(struct delivery *delivery, const struct http_answer *answer)
{
    int64_t wait_ms = backoff_fail(&delivery->backoff, delivery->turn->random);

    if (answer->error == CB_OK && wait_ms < answer->retry_after_ms)
        wait_ms = answer->retry_after_ms;
    delivery->due_ms = delivery->turn->now.mono_ms + wait_ms;
    delivery->last_failed = delivery->op.number;
}

static void take_failure(struct delivery *delivery, const struct http_answer *answer)
{
    struct relay_report report = {.kind = RELAY_TRYING, .id = delivery->op.request_id};
    bool first = delivery->backoff.failures == 0;

    wait_before_next(delivery, answer);
    if (first)
        log_event_id(LOG_LEVEL_INFO,
                     "a request is kept here and sent again until the queue takes it; HTTP status",
                     answer->status, &report.id);
    turn_report(delivery->turn, &report);
}

static void take_done(struct delivery *delivery)
{
    backoff_reset(&delivery->backoff);
    delivery->due_ms = 0;
}

/* It counts as sent only when the answer is really the queue's about this request, not some other server's
 * 200. When the outbox cannot note it the screen is told all the same, and the queue gets the same bytes once
 * more. */
static void take_sent(struct delivery *delivery, const struct http_answer *answer)
{
    struct relay_report report = {.kind = RELAY_STATUS, .id = delivery->op.request_id};
    struct wire_fault fault;
    int64_t now_ms = delivery->turn->now.wall_ms;
    int error;

    if (wire_status_read(answer->body, answer->length, &report.status, &fault) != CB_OK ||
        !uuid_equal(&report.status.id, &delivery->op.request_id)) {
        log_event_id(LOG_LEVEL_WARNING, "relay_answer_not_understood", answer->status, &report.id);
        take_failure(delivery, answer);
        return;
    }
    error = outbox_sent(delivery->outbox, &delivery->op, now_ms);
    if (error == CB_OK)
        error = outbox_note_state(delivery->outbox, &report.id, report.status.state, now_ms);
    turn_report(delivery->turn, &report);
    if (error == CB_OK) {
        take_done(delivery);
    } else {
        log_event_id(LOG_LEVEL_ERROR, "relay_sent_not_noted", error, &report.id);
        wait_before_next(delivery, answer);
    }
}

/* `error` is what the screen is told about the kind of refusal. */
static void take_refused(struct delivery *delivery, const struct http_answer *answer, int error)
{
    struct relay_report report = {.kind = RELAY_REFUSED, .id = delivery->op.request_id, .error = error};

    if (outbox_refused(delivery->outbox, &delivery->op, delivery->turn->now.wall_ms) != CB_OK) {
        take_failure(delivery, answer);
        return;
    }
    log_event_id(LOG_LEVEL_WARNING, "relay_refused", error, &report.id);
    turn_report(delivery->turn, &report);
    if (delivery->op.kind != OUTBOX_SUBMIT && delivery->doubt != NULL)
        delivery->doubt(delivery->context, &report.id);
    take_done(delivery);
}

/* A change or cancel of a request that the queue does not know: if its submit is here, all is sent again from
 * the start. */
static void take_unknown(struct delivery *delivery, const struct http_answer *answer)
{
    int error = outbox_send_again(delivery->outbox, &delivery->op.request_id, delivery->turn->now.wall_ms);

    if (error == CB_NOT_FOUND)
        take_refused(delivery, answer, CB_NOT_FOUND);
    else
        take_failure(delivery, answer);
}

static int refusal_error(int status)
{
    return status == 409 ? CB_CONFLICT : status == 413 ? CB_TOO_LARGE : CB_BAD_INPUT;
}

static void on_answer(void *context, const struct http_answer *answer)
{
    struct delivery *delivery = context;
    enum verdict verdict = VERDICT_RETRY;

    if (answer->error == CB_OK)
        verdict = delivery_verdict(delivery->op.kind, answer->status);
    if (verdict == VERDICT_SENT)
        take_sent(delivery, answer);
    else if (verdict == VERDICT_REFUSED)
        take_refused(delivery, answer, refusal_error(answer->status));
    else if (verdict == VERDICT_UNKNOWN)
        take_unknown(delivery, answer);
    else
        take_failure(delivery, answer);
}

/* ---- sending ---- */

static int start(struct delivery *delivery, const char *body)
{
    char id[UUID_TEXT_SIZE];
    char path[128];
    struct http_ask ask = {.method = routes[delivery->op.kind].method,
                           .path = path,
                           .body = body,
                           .timeout_ms = DELIVERY_TIMEOUT_MS,
                           .answer_max = HTTP_ANSWER_MAX,
                           .done = on_answer,
                           .context = delivery};

    uuid_format(&delivery->op.request_id, id);
    snprintf(path, sizeof(path), "/api/v1/requests/%s%s", id, routes[delivery->op.kind].suffix);
    return http_start(delivery->call, &ask);
}

void delivery_turn(struct delivery *delivery)
{
    struct strbuf body = STRBUF_INIT;
    int error;

    if (delivery_due_ms(delivery) > delivery->turn->now.mono_ms)
        return;
    error = outbox_next(delivery->outbox, delivery->last_failed, &delivery->op, &body);
    delivery->idle = error == CB_NOT_FOUND;
    if (error == CB_OK)
        error = start(delivery, strbuf_text(&body));
    if (error != CB_OK && error != CB_NOT_FOUND) {
        log_event(LOG_LEVEL_ERROR, "relay_delivery_not_started", error);
        delivery->due_ms =
            delivery->turn->now.mono_ms + backoff_fail(&delivery->backoff, delivery->turn->random) + 1;
    }
    strbuf_release(&body);
}
