/* The heartbeat: see health.h. */
#include "relay/health.h"

#include "base/log.h"

int health_open(struct health *health, struct turn *turn, struct outbox *outbox)
{
    *health = (struct health){.turn = turn, .outbox = outbox, .started_ms = turn->now.mono_ms};
    health->call = http_call_new(turn->http);
    if (health->call == NULL)
        return CB_NO_MEMORY;
    if (anchors_newest(outbox_db(outbox), &health->anchor) != CB_OK)
        log_event(LOG_LEVEL_ERROR, "relay_anchor_not_read", 0);
    return CB_OK;
}

void health_close(struct health *health)
{
    http_call_free(health->call);
    health->call = NULL;
}

static void keep_anchor(struct health *health, const struct wire_anchor *anchor, int64_t served_at_ms)
{
    if (anchor->seq == 0)
        return;
    health->anchor = *anchor;
    if (anchors_keep(outbox_db(health->outbox), anchor, served_at_ms) != CB_OK)
        log_event(LOG_LEVEL_ERROR, "relay_anchor_not_kept", anchor->seq);
}

static void learn(struct health *health, const struct http_answer *answer)
{
    struct wire_fault fault;
    struct wire_anchor anchor;
    int64_t served_at_ms;

    if (wire_health_answer_read(answer->body, answer->length, &served_at_ms, &anchor, &fault) != CB_OK)
        return;
    health->knows_time = true;
    health->queue_ahead_ms = served_at_ms - health->turn->now.mono_ms;
    keep_anchor(health, &anchor, served_at_ms);
}

static void say_known(struct health *health, bool known)
{
    if (known == !health->refused)
        return;
    health->refused = !known;
    turn_report(health->turn, &(struct relay_report){.kind = RELAY_KNOWN, .known = known});
}

static void on_answer(void *context, const struct http_answer *answer)
{
    struct health *health = context;

    contact_note(&health->contact, answer);
    if (contact_of(answer) == CONTACT_FINE || contact_of(answer) == CONTACT_NOT_KNOWN)
        say_known(health, contact_of(answer) == CONTACT_FINE);
    if (contact_of(answer) == CONTACT_FINE)
        learn(health, answer);
}

void health_hurry(struct health *health)
{
    health->due_ms = health->turn->now.mono_ms;
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
    struct wire_health said = {.version = COACHBELL_VERSION,
                               .outbox = outbox_count(health->outbox),
                               .uptime_s = (health->turn->now.mono_ms - health->started_ms) / SECOND_MS,
                               .anchor = health->anchor};
    struct http_ask ask = {.method = "POST",
                           .path = "/api/v1/health",
                           .timeout_ms = HEALTH_EVERY_MS - 1000,
                           .answer_max = HTTP_ANSWER_MAX,
                           .done = on_answer,
                           .context = health};

    if (wire_health_write(&said, &body) == CB_OK) {
        ask.body = strbuf_text(&body);
        (void)http_start(health->call, &ask);
    }
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
