/* Questions: see asks.h. */
#include "relay/asks.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

int asks_open(struct asks *asks, struct turn *turn)
{
    *asks = (struct asks){.turn = turn};
    asks->call = http_call_new(turn->http);
    return asks->call == NULL ? CB_NO_MEMORY : CB_OK;
}

void asks_close(struct asks *asks)
{
    http_call_free(asks->call);
    asks->call = NULL;
}

static void say_not_found(struct asks *asks, int error)
{
    turn_report(asks->turn, &(struct relay_report){.kind = RELAY_NOT_FOUND, .error = error});
}

void asks_lookup(struct asks *asks, struct ticket ticket)
{
    if (asks->count == ASKS_MAX)
        say_not_found(asks, CB_BUSY);
    else
        asks->line[asks->count++] = (struct relay_ask){.lookup = true, .ticket = ticket};
}

/* The first may be on its way with an answer that is older than what made someone ask again: it does not
 * count. */
void asks_refresh(struct asks *asks, const struct uuid *id)
{
    for (size_t i = http_busy(asks->call) ? 1 : 0; i < asks->count; i++) {
        if (!asks->line[i].lookup && uuid_equal(&asks->line[i].id, id))
            return;
    }
    if (asks->count < ASKS_MAX)
        asks->line[asks->count++] = (struct relay_ask){.id = *id};
    else
        log_event_id(LOG_LEVEL_WARNING, "relay_refresh_dropped", 0, id);
}

/* ---- answers ---- */

static bool read_status(const struct http_answer *answer, struct wire_status *ret_status)
{
    struct wire_fault fault;

    return answer->error == CB_OK && answer->status == 200 &&
           wire_status_read(answer->body, answer->length, ret_status, &fault) == CB_OK;
}

static void take_lookup(struct asks *asks, const struct relay_ask *ask, const struct http_answer *answer)
{
    struct relay_report report = {.kind = RELAY_FOUND};

    if (read_status(answer, &report.status) && ticket_equal(report.status.ticket, ask->ticket)) {
        report.id = report.status.id;
        turn_report(asks->turn, &report);
    } else if (answer->error == CB_OK && answer->status == 404) {
        say_not_found(asks, CB_NOT_FOUND);
    } else if (answer->error == CB_OK && answer->status == 429) {
        say_not_found(asks, CB_BUSY);
    } else {
        say_not_found(asks, CB_NETWORK);
    }
}

static void take_refresh(struct asks *asks, const struct relay_ask *ask, const struct http_answer *answer)
{
    struct wire_status status;

    if (read_status(answer, &status) && uuid_equal(&status.id, &ask->id))
        asks->status(asks->context, &status);
    else if (answer->error == CB_OK && answer->status == 404)
        asks->unknown(asks->context, &ask->id);
}

static void on_answer(void *context, const struct http_answer *answer)
{
    struct asks *asks = context;
    struct relay_ask ask = asks->line[0];

    asks->count--;
    memmove(asks->line, asks->line + 1, asks->count * sizeof(asks->line[0]));
    if (ask.lookup)
        take_lookup(asks, &ask, answer);
    else
        take_refresh(asks, &ask, answer);
}

/* ---- asking ---- */

static int start_first(struct asks *asks)
{
    const struct relay_ask *first = &asks->line[0];
    struct strbuf body = STRBUF_INIT;
    char id[UUID_TEXT_SIZE];
    char path[128] = "/api/v1/tickets/lookup";
    struct http_ask ask = {.method = "POST",
                           .path = path,
                           .timeout_ms = ASK_TIMEOUT_MS,
                           .answer_max = HTTP_ANSWER_MAX,
                           .done = on_answer,
                           .context = asks};
    int error = CB_OK;

    if (first->lookup) {
        error = wire_lookup_write(first->ticket, &body);
        ask.body = strbuf_text(&body);
    } else {
        uuid_format(&first->id, id);
        snprintf(path, sizeof(path), "/api/v1/requests/%s", id);
        ask.method = "GET";
    }
    if (error == CB_OK)
        error = http_start(asks->call, &ask);
    strbuf_release(&body);
    return error;
}

void asks_turn(struct asks *asks)
{
    const struct http_answer nothing = {.error = CB_NO_MEMORY};

    if (asks->count > 0 && !http_busy(asks->call) && start_first(asks) != CB_OK)
        on_answer(asks, &nothing);
}

int64_t asks_due_ms(const struct asks *asks)
{
    return asks->count > 0 && !http_busy(asks->call) ? 0 : NEVER_MS;
}
