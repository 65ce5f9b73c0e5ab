/* The feed: see feed.h. */
#include "relay/feed.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

int feed_open(struct feed *feed, struct turn *turn, const struct feed_events *events)
{
    *feed = (struct feed){.turn = turn, .events = *events, .reader = SSE_READER_INIT};
    feed->call = http_call_new(turn->http);
    return feed->call == NULL ? CB_NO_MEMORY : CB_OK;
}

void feed_close(struct feed *feed)
{
    http_call_free(feed->call);
    feed->call = NULL;
    sse_reader_release(&feed->reader);
}

static void say_link(struct feed *feed, bool linked)
{
    struct relay_report report = {.kind = RELAY_LINK, .linked = linked};

    if (linked ? feed->said_up : feed->said_down)
        return;
    feed->said_up = linked;
    feed->said_down = !linked;
    turn_report(feed->turn, &report);
}

/* ---- events ---- */

static void take_request(struct feed *feed, const char *data)
{
    struct wire_status status;
    struct wire_fault fault;

    if (wire_status_read(data, strlen(data), &status, &fault) == CB_OK)
        feed->events.request(feed->events.context, &status);
    else
        log_event(LOG_LEVEL_WARNING, "relay_feed_request_not_understood", 0);
}

static void take_alert(struct feed *feed, const char *data)
{
    struct wire_alert alert;
    struct wire_fault fault;

    if (wire_alert_read(data, strlen(data), &alert, &fault) == CB_OK)
        feed->events.alert(feed->events.context, &alert);
    else
        log_event(LOG_LEVEL_WARNING, "relay_feed_alert_not_understood", 0);
}

static void take_board(struct feed *feed, const char *data)
{
    (void)data;
    feed->events.board(feed->events.context);
}

static void take_reset(struct feed *feed, const char *data)
{
    (void)data;
    feed->events.reset(feed->events.context);
}

/* Comments (heartbeats) and events of newer queues pass without effect. */
static void on_event(void *context, const char *event, const char *data, const char *id)
{
    static const struct {
        const char *event;
        void (*take)(struct feed *feed, const char *data);
    } takers[] = {
        {"request", take_request}, {"alert", take_alert}, {"board", take_board}, {"reset", take_reset}};
    struct feed *feed = context;

    for (size_t i = 0; i < sizeof(takers) / sizeof(takers[0]); i++) {
        if (strcmp(takers[i].event, event) == 0)
            takers[i].take(feed, data);
    }
    /* After the event: one that was cut off must come again. */
    snprintf(feed->last_id, sizeof(feed->last_id), "%s", id);
}

/* ---- the stream ---- */

static int on_bytes(void *context, const char *bytes, size_t length)
{
    struct feed *feed = context;

    feed->heard_ms = feed->turn->now.mono_ms;
    if (!feed->up) {
        feed->up = true;
        backoff_reset(&feed->backoff);
        say_link(feed, true);
        feed->events.opened(feed->events.context);
    }
    return sse_read(&feed->reader, bytes, length, on_event, feed);
}

static void connect_later(struct feed *feed)
{
    if (feed->up && feed->events.lost != NULL)
        feed->events.lost(feed->events.context);
    feed->up = false;
    feed->due_ms = feed->turn->now.mono_ms + backoff_fail(&feed->backoff, feed->turn->random);
}

static void on_end(void *context, const struct http_answer *answer)
{
    struct feed *feed = context;

    (void)answer; /* why it ended, the heartbeat's answer says too */
    if (!feed->up)
        say_link(feed, false);
    connect_later(feed);
}

static void connect_now(struct feed *feed)
{
    char header[64] = "";
    struct http_ask ask = {.method = "GET",
                           .path = "/api/v1/feed",
                           .header = feed->last_id[0] != '\0' ? header : NULL,
                           .on_bytes = on_bytes,
                           .done = on_end,
                           .context = feed};

    snprintf(header, sizeof(header), "Last-Event-ID: %s", feed->last_id);
    sse_reader_release(&feed->reader);
    feed->reader = (struct sse_reader)SSE_READER_INIT;
    snprintf(feed->reader.last_id, sizeof(feed->reader.last_id), "%s", feed->last_id);
    snprintf(feed->reader.next_id, sizeof(feed->reader.next_id), "%s", feed->last_id);
    feed->heard_ms = feed->turn->now.mono_ms;
    if (http_start(feed->call, &ask) != CB_OK)
        connect_later(feed);
}

static int64_t silence_ends_ms(const struct feed *feed)
{
    return feed->heard_ms + (feed->up ? FEED_SILENCE_MS : FEED_ANSWER_MS);
}

void feed_turn(struct feed *feed)
{
    int64_t now_ms = feed->turn->now.mono_ms;

    if (http_busy(feed->call)) {
        if (now_ms < silence_ends_ms(feed))
            return;
        if (feed->up)
            log_words(LOG_LEVEL_WARNING, "the queue's news stopped coming; the kiosk connects again");
        http_stop(feed->call);
        say_link(feed, false);
        connect_later(feed);
    } else if (now_ms >= feed->due_ms) {
        connect_now(feed);
    }
}

int64_t feed_due_ms(const struct feed *feed)
{
    return http_busy(feed->call) ? silence_ends_ms(feed) : feed->due_ms;
}
