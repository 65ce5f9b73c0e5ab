/* From a page that nobody watches to the second channel. */
#include "queue/escalation.h"

#include "base/log.h"
#include "queue/channel_sender.h"
#include "queue/channel_store.h"

#include <event2/event.h>
#include <stdlib.h>

#define LOOK_EVERY_MS                                                                                        \
    (10 * SECOND_MS) /* at the latest: what came in meanwhile is due in five minutes or more */

struct escalation {
    struct queue *queue;
    struct hub *hub;
    struct event *timer;
    struct channel_sender *senders[CHANNEL_WAY_COUNT]; /* NULL: this way is not set up */
    struct channel_row sending[CHANNEL_WAY_COUNT];     /* while its sender is busy */
};

/* ---- what is to be told ---- */

static int add_for_each_way(struct escalation *escalation, const struct channel_row *news, int64_t now_ms)
{
    int error = CB_OK;

    for (int way = 0; error == CB_OK && way < CHANNEL_WAY_COUNT; way++) {
        struct channel_row row = *news;

        row.way = (enum channel_way)way;
        if (escalation->senders[way] != NULL)
            error = channel_add(escalation->queue->store, &row, now_ms);
    }
    return error;
}

/* Opens a transaction for what it finds, so that looking alone writes nothing. */
static int tell(struct escalation *escalation, const struct channel_row *news, int64_t now_ms, bool *writing)
{
    struct store *store = escalation->queue->store;
    int error = CB_OK;

    if (channel_known(store, news->kind, &news->object_id))
        return CB_OK;
    if (!*writing)
        error = store_begin(store);
    *writing = *writing || error == CB_OK;
    return error == CB_OK ? add_for_each_way(escalation, news, now_ms) : error;
}

static int look_at_alerts(struct escalation *escalation, const struct uuid *site_id, int64_t now_ms,
                          struct arena *arena, int64_t *next_ms, bool *writing)
{
    struct stored_alert *alerts;
    size_t count = 0;
    int error = store_alerts(escalation->queue->store, site_id, arena, &alerts, &count);

    for (size_t i = 0; error == CB_OK && i < count; i++) {
        const struct alert *alert = &alerts[i].alert;
        enum alert_ring ring = queue_ringing(escalation->queue, alert, now_ms).ring;
        struct channel_row news = {
            .site_id = *site_id, .kind = CHANNEL_HELP, .object_id = alert->id, .since_ms = alert->sent_at_ms};

        if (ring >= ALERT_RING_EVERYONE)
            error = tell(escalation, &news, now_ms, writing);
        news.kind = CHANNEL_SUPERVISORS;
        if (error == CB_OK && ring >= ALERT_RING_SUPERVISORS)
            error = tell(escalation, &news, now_ms, writing);
        if (ring != ALERT_RING_NOBODY && ring<ALERT_RING_SUPERVISORS && * next_ms> now_ms + SECOND_MS)
            *next_ms = now_ms + SECOND_MS;
    }
    return error;
}

static int look_at_requests(struct escalation *escalation, int64_t now_ms, struct arena *arena,
                            int64_t *next_ms, bool *writing)
{
    struct channel_unopened *requests;
    size_t count = 0;
    int error = channel_unopened(escalation->queue->store, arena, &requests, &count);

    for (size_t i = 0; error == CB_OK && i < count; i++) {
        struct channel_row news = {.site_id = requests[i].site_id,
                                   .kind = CHANNEL_UNOPENED,
                                   .object_id = requests[i].request_id,
                                   .since_ms = requests[i].asked_at_ms};
        int64_t due_ms = requests[i].asked_at_ms + REQUEST_UNOPENED_MS;

        if (due_ms <= now_ms)
            error = tell(escalation, &news, now_ms, writing);
        else if (due_ms < *next_ms)
            *next_ms = due_ms;
    }
    return error;
}

static int look(struct escalation *escalation, int64_t now_ms, int64_t *next_ms)
{
    struct store *store = escalation->queue->store;
    struct arena arena = ARENA_INIT;
    struct site *sites = NULL;
    size_t count = 0;
    bool writing = false;
    int error = store_sites(store, &arena, &sites, &count);

    for (size_t i = 0; error == CB_OK && i < count; i++)
        error = look_at_alerts(escalation, &sites[i].id, now_ms, &arena, next_ms, &writing);
    if (error == CB_OK)
        error = look_at_requests(escalation, now_ms, &arena, next_ms, &writing);
    if (writing && error == CB_OK)
        error = store_commit(store);
    if (writing && error != CB_OK)
        store_rollback(store);
    arena_release(&arena);
    return error;
}

/* ---- sending ---- */

/* The news as they are now; CB_NOT_FOUND when there is nothing to tell any more. */
static int read_alert(struct escalation *escalation, const struct channel_row *row, struct arena *arena,
                      struct channel_news *news)
{
    struct stored_alert stored;
    int error = store_alert(escalation->queue->store, &row->object_id, arena, &stored);

    if (error != CB_OK || stored.alert.state >= ALERT_ACKNOWLEDGED)
        return error == CB_OK ? CB_NOT_FOUND : error;
    news->kiosk = stored.kiosk_name;
    news->place = stored.place.name;
    return CB_OK;
}

static int read_request(struct escalation *escalation, const struct channel_row *row, int64_t now_ms,
                        struct arena *arena, struct channel_news *news)
{
    struct stored_request stored;
    int error = store_request(escalation->queue->store, &row->object_id, now_ms, arena, &stored);

    if (error != CB_OK || stored.opened_at_ms != 0 || stored.request.state != REQUEST_WAITING)
        return error == CB_OK ? CB_NOT_FOUND : error;
    news->kiosk = stored.kiosk_name;
    news->place = stored.place.name;
    news->ticket = stored.request.ticket;
    return CB_OK;
}

static int write_letter(struct escalation *escalation, const struct channel_row *row, int64_t now_ms,
                        struct channel_letter *ret_letter)
{
    struct queue *queue = escalation->queue;
    struct arena arena = ARENA_INIT;
    struct channel_news news = {.id = row->id,
                                .kind = row->kind,
                                .since_ms = row->since_ms,
                                .zone = queue_zone(queue, &row->site_id)};
    struct site site;
    int error = store_site(queue->store, &row->site_id, &arena, &site);

    if (error == CB_OK) {
        news.site = site.short_name;
        error = row->kind == CHANNEL_UNOPENED ? read_request(escalation, row, now_ms, &arena, &news)
                                              : read_alert(escalation, row, &arena, &news);
    }
    if (error == CB_OK)
        error = channel_write(&news, now_ms, ret_letter);
    arena_release(&arena);
    return error;
}

static int in_transaction(struct escalation *escalation, int error)
{
    if (error == CB_OK)
        return store_commit(escalation->queue->store);
    store_rollback(escalation->queue->store);
    return error;
}

static int drop(struct escalation *escalation, const struct channel_row *row)
{
    int error = store_begin(escalation->queue->store);

    return error == CB_OK ? in_transaction(escalation, channel_drop(escalation->queue->store, row)) : error;
}

static void send_next(struct escalation *escalation, enum channel_way way, int64_t now_ms)
{
    struct channel_letter letter;
    struct channel_row row;

    while (channel_due(escalation->queue->store, way, now_ms, &row) == CB_OK) {
        if (write_letter(escalation, &row, now_ms, &letter) == CB_OK) {
            escalation->sending[way] = row;
            channel_sender_give(escalation->senders[way], &letter);
            return;
        }
        if (drop(escalation, &row) != CB_OK)
            return;
    }
}

/* ---- turns ---- */

static void wake_in(struct escalation *escalation, int64_t after_ms)
{
    struct timeval delay = {.tv_sec = after_ms / 1000, .tv_usec = after_ms % 1000 * 1000};

    evtimer_add(escalation->timer, &delay);
}

static void take_turn(struct escalation *escalation)
{
    struct moment now = moment_now();
    int64_t next_ms = now.wall_ms + LOOK_EVERY_MS;
    int error;

    ring_clock_turn(&escalation->queue->ring_clock, now);
    error = look(escalation, now.wall_ms, &next_ms);
    if (error != CB_OK)
        log_event(LOG_LEVEL_ERROR, "channel.not_written", error);
    for (int way = 0; way < CHANNEL_WAY_COUNT; way++) {
        int64_t due_ms;

        if (escalation->senders[way] == NULL || channel_sender_busy(escalation->senders[way]))
            continue;
        send_next(escalation, (enum channel_way)way, now.wall_ms);
        due_ms = channel_next_ms(escalation->queue->store, (enum channel_way)way);
        if (!channel_sender_busy(escalation->senders[way]) && due_ms < next_ms)
            next_ms = due_ms;
    }
    wake_in(escalation, next_ms > now.wall_ms ? next_ms - now.wall_ms : 0);
}

static void on_timer(evutil_socket_t socket, short what, void *context)
{
    (void)socket;
    (void)what;
    take_turn(context);
}

static void hurry(void *context)
{
    wake_in(context, 0);
}

/* Of a commit that fails here nothing is lost: the message goes out again, with the same id. */
static void on_sent(void *context, enum channel_way way, struct channel_result result)
{
    struct escalation *escalation = context;
    struct store *store = escalation->queue->store;
    const struct channel_row *row = &escalation->sending[way];
    struct moment now = moment_now();
    int error = store_begin(store);

    if (error == CB_OK && result.outcome == CHANNEL_ACCEPTED)
        error = in_transaction(escalation, channel_accepted(store, row, now.wall_ms));
    else if (error == CB_OK)
        error = in_transaction(escalation,
                               channel_failed(store, row, channel_outcome_name(result.outcome), now.wall_ms));
    if (error != CB_OK)
        log_event(LOG_LEVEL_ERROR, "channel.not_written", error);
    if (result.outcome == CHANNEL_ACCEPTED) {
        escalation->queue->counters.channel_accepted++;
        log_event_id(LOG_LEVEL_INFO, "channel.accepted", way, &row->object_id);
    } else {
        escalation->queue->counters.channel_failed++;
        log_event_id(LOG_LEVEL_WARNING, "channel.failed", result.outcome, &row->object_id);
    }
    hub_fan_out(escalation->hub, now);
    take_turn(escalation);
}

/* ---- up and down ---- */

static bool start_senders(struct escalation *escalation, struct event_base *base,
                          const struct channel_config *config)
{
    for (int way = 0; way < CHANNEL_WAY_COUNT; way++) {
        if (!channel_has(config, (enum channel_way)way))
            continue;
        escalation->senders[way] =
            channel_sender_start(base, config, (enum channel_way)way, on_sent, escalation);
        if (escalation->senders[way] == NULL)
            return false;
        escalation->queue->channel_set_up[way] = true;
    }
    return true;
}

struct escalation *escalation_new(struct event_base *base, struct queue *queue, struct hub *hub,
                                  const struct channel_config *config)
{
    struct escalation *escalation = calloc(1, sizeof *escalation);

    if (escalation == NULL)
        return NULL;
    escalation->queue = queue;
    escalation->hub = hub;
    escalation->timer = evtimer_new(base, on_timer, escalation);
    if (escalation->timer == NULL || !start_senders(escalation, base, config)) {
        escalation_free(escalation);
        return NULL;
    }
    queue->escalate = hurry;
    queue->escalate_context = escalation;
    wake_in(escalation, 0);
    return escalation;
}

void escalation_free(struct escalation *escalation)
{
    if (escalation == NULL)
        return;
    escalation->queue->escalate = NULL;
    for (int way = 0; way < CHANNEL_WAY_COUNT; way++)
        channel_sender_stop(escalation->senders[way]);
    if (escalation->timer != NULL)
        event_free(escalation->timer);
    free(escalation);
}
