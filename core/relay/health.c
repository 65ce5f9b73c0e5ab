/* The heartbeat: see health.h. */
#include "relay/health.h"

#include "wire/json.h"

#include <inttypes.h>

int health_open(struct health *health, struct turn *turn, struct outbox *outbox)
{
    *health = (struct health){.turn = turn, .outbox = outbox, .started_ms = turn->now.mono_ms};
    health->call = http_call_new(turn->http);
    return health->call == NULL ? CB_NO_MEMORY : CB_OK;
}

void health_close(struct health *health)
{
    http_call_free(health->call);
    health->call = NULL;
}

static void learn_time(struct health *health, const struct http_answer *answer)
{
    struct wire_fault fault;
    json_t *body = NULL;
    const char *text;
    int64_t served_at_ms;

    if (wire_parse(answer->body, answer->length, &body, &fault) != CB_OK)
        return;
    text = json_string_value(json_object_get(body, "served_at"));
    if (text != NULL && moment_parse(text, &served_at_ms) == CB_OK) {
        health->knows_time = true;
        health->queue_ahead_ms = served_at_ms - health->turn->now.mono_ms;
    }
    json_decref(body);
}

static void on_answer(void *context, const struct http_answer *answer)
{
    struct health *health = context;

    contact_note(&health->contact, answer);
    if (contact_of(answer) == CONTACT_FINE)
        learn_time(health, answer);
}

bool health_queue_time(const struct health *health, int64_t *ret_wall_ms)
{
    if (health->knows_time)
        *ret_wall_ms = health->turn->now.mono_ms + health->queue_ahead_ms;
    return health->knows_time;
}

static void beat(struct health *health)
{
    struct strbuf body = STRBUF_INIT;
    struct http_ask ask = {.method = "POST",
                           .path = "/api/v1/health",
                           .timeout_ms = HEALTH_EVERY_MS - 1000,
                           .answer_max = HTTP_ANSWER_MAX,
                           .done = on_answer,
                           .context = health};

    strbuf_addf(&body, "{\"version\":\"%s\",\"outbox\":%d,\"uptime_s\":%" PRId64 "}", COACHBELL_VERSION,
                outbox_count(health->outbox), (health->turn->now.mono_ms - health->started_ms) / SECOND_MS);
    ask.body = strbuf_text(&body);
    (void)http_start(health->call, &ask);
    strbuf_release(&body);
}

void health_turn(struct health *health)
{
    if (health->turn->now.mono_ms < health->due_ms)
        return;
    health->due_ms = health->turn->now.mono_ms + HEALTH_EVERY_MS;
    outbox_purge(health->outbox, health->turn->now.wall_ms);
    if (!http_busy(health->call))
        beat(health);
}

int64_t health_due_ms(const struct health *health)
{
    return health->due_ms;
}
