/* The heartbeat: see health.h. */
#include "relay/health.h"

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

static void on_answer(void *context, const struct http_answer *answer)
{
    struct health *health = context;

    contact_note(&health->contact, answer);
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
