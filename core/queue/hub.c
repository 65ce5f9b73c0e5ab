/* Feeds of server-sent events. */
#include "queue/hub.h"

#include "base/log.h"
#include "queue/feed_events.h"
#include "queue/session.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#define ENTRIES_MAX 256 /* read from the store at a time */
#define RINGING_MAX 64  /* open alerts whose ring is watched */
#define WAIT_BEATS  30  /* heartbeats: people who wait hear anew how long, also when nothing else happens */

struct feed {
    struct hub *hub;
    struct stream *stream;
    struct feed_grant grant;
    int64_t position; /* the revision it has been brought to */
    bool ending;
    TAILQ_ENTRY(feed) link; /* oldest first */
};
TAILQ_HEAD(feed_list, feed);

/* Who rings for an alert is a matter of time, not of a change: it is announced when it turns. */
struct ringing {
    struct uuid alert_id;
    enum alert_ring ring;
};

struct hub {
    struct queue *queue;
    struct event_base *base;
    struct event *heartbeat;
    struct event *more; /* feeds are left to be brought up to date */
    struct event *ring;
    struct feed_list feeds;
    size_t count;
    unsigned int beats;
    /* The last read of the store: most feeds stand at the same place. */
    struct feed_entry entries[ENTRIES_MAX];
    size_t entry_count;
    struct uuid entries_site;
    int64_t entries_after;
    int64_t entries_last;
    int entries_error;
    struct ringing ringing[RINGING_MAX];
    size_t ringing_count;
};

static void feed_end(struct feed *feed)
{
    if (!feed->ending)
        stream_end(feed->stream);
    feed->ending = true;
}

static void on_closed(void *context)
{
    struct feed *feed = context;

    TAILQ_REMOVE(&feed->hub->feeds, feed, link);
    feed->hub->count--;
    free(feed);
}

/* ---- bringing a feed up to date ---- */

/* Of several entries for one object the last one tells it all. */
static void keep_newest(struct hub *hub)
{
    size_t kept = 0;

    for (size_t i = 0; i < hub->entry_count; i++) {
        bool newer = false;

        for (size_t j = i + 1; j < hub->entry_count && !newer; j++)
            newer = hub->entries[j].kind == hub->entries[i].kind &&
                    uuid_equal(&hub->entries[j].object_id, &hub->entries[i].object_id);
        if (!newer)
            hub->entries[kept++] = hub->entries[i];
    }
    hub->entry_count = kept;
}

static void read_entries(struct hub *hub, const struct uuid *site_id, int64_t after)
{
    if (hub->entries_after == after && uuid_equal(&hub->entries_site, site_id))
        return;
    hub->entries_site = *site_id;
    hub->entries_after = after;
    hub->entry_count = 0;
    hub->entries_error =
        store_feed(hub->queue->store, site_id, after, hub->entries, ENTRIES_MAX, &hub->entry_count);
    if (hub->entries_error != CB_OK)
        hub->entry_count = 0;
    hub->entries_last = hub->entry_count == 0 ? after : hub->entries[hub->entry_count - 1].revision;
    keep_newest(hub);
}

static void send_text(struct feed *feed, const struct strbuf *text)
{
    if (!feed->ending && text->length > 0 && !strbuf_failed(text))
        stream_send(feed->stream, text->data, text->length);
}

/* Everything is to be fetched anew: what came since cannot be told one by one. */
static void start_over(struct feed *feed)
{
    struct strbuf out = STRBUF_INIT;
    int64_t revision;

    if (store_revision(feed->hub->queue->store, &feed->grant.site_id, &revision) == CB_OK) {
        strbuf_addf(&out, "event: reset\nid: %lld\ndata: {}\n\n", (long long)revision);
        feed->position = revision;
        send_text(feed, &out);
    } else {
        feed_end(feed); /* it comes back and is told then */
    }
    strbuf_release(&out);
}

static void write_entry(struct feed *feed, const struct feed_entry *entry, int64_t now_ms,
                        struct arena *arena, struct strbuf *out)
{
    struct queue *queue = feed->hub->queue;
    int error;

    if (feed->grant.staff)
        error = feed_write_for_staff(queue, &feed->grant, entry, now_ms, arena, out);
    else
        error = feed_write_for_kiosk(queue, &feed->grant.kiosk_id, entry, now_ms, arena, out);
    if (error != CB_OK)
        log_event_id(LOG_LEVEL_WARNING, "feed.entry_without_object", error, &entry->object_id);
}

/* A step of one request moves the others in its line: the kiosk's waiting people are told how many are ahead
 * of them now. */
static void write_line(struct feed *feed, int64_t now_ms, struct arena *arena, struct strbuf *out)
{
    struct stored_request *requests;
    size_t count;

    if (store_requests(feed->hub->queue->store, &feed->grant.site_id, now_ms, now_ms, arena, &requests,
                       &count) != CB_OK)
        return;
    for (size_t i = 0; i < count; i++) {
        struct feed_entry entry = {
            .revision = feed->position,
            .kind = FEED_REQUEST,
            .object_id = requests[i].request.id,
        };

        if (requests[i].request.state == REQUEST_WAITING &&
            uuid_equal(&requests[i].request.kiosk_id, &feed->grant.kiosk_id))
            write_entry(feed, &entry, now_ms, arena, out);
    }
}

/* False when nothing was left to send. */
static bool catch_up_some(struct feed *feed, int64_t now_ms)
{
    struct hub *hub = feed->hub;
    struct arena arena = ARENA_INIT;
    struct strbuf out = STRBUF_INIT;
    bool line_moved = false;
    bool sent;

    read_entries(hub, &feed->grant.site_id, feed->position);
    sent = hub->entry_count > 0;
    for (size_t i = 0; i < hub->entry_count; i++) {
        write_entry(feed, &hub->entries[i], now_ms, &arena, &out);
        line_moved = line_moved || hub->entries[i].kind == FEED_REQUEST;
    }
    feed->position = hub->entries_last;
    if (line_moved && !feed->grant.staff)
        write_line(feed, now_ms, &arena, &out);
    /* Who missed more than fits would be dropped with it, come back for the same, and never get past it. */
    if (hub->entries_error == CB_NOT_FOUND || out.length > stream_room(feed->stream))
        start_over(feed);
    else
        send_text(feed, &out);
    strbuf_release(&out);
    arena_release(&arena);
    return sent && !feed->ending;
}

/* True when it was behind. */
static bool catch_up(struct feed *feed, int64_t now_ms)
{
    bool behind = false;

    while (catch_up_some(feed, now_ms))
        behind = true;
    return behind;
}

/* ---- who rings ---- */

/* For what the hub does without being asked: a turn of its own. */
static int64_t time_now(struct hub *hub)
{
    struct moment now = moment_now();

    ring_clock_turn(&hub->queue->ring_clock, now);
    return now.wall_ms;
}

static enum alert_ring *ring_of(struct hub *hub, const struct uuid *alert_id)
{
    struct ringing *slot;

    for (size_t i = 0; i < hub->ringing_count; i++) {
        if (uuid_equal(&hub->ringing[i].alert_id, alert_id))
            return &hub->ringing[i].ring;
    }
    slot = &hub->ringing[hub->ringing_count < RINGING_MAX ? hub->ringing_count++ : 0];
    *slot = (struct ringing){.alert_id = *alert_id, .ring = ALERT_RING_DESK};
    return &slot->ring;
}

static void announce_alert(struct hub *hub, const struct stored_alert *alert, int64_t id, int64_t now_ms)
{
    struct strbuf out = STRBUF_INIT;
    struct feed *feed;

    if (feed_write_alert(hub->queue, alert, id, now_ms, &out) == CB_OK) {
        TAILQ_FOREACH(feed, &hub->feeds, link)
        {
            if (feed->grant.staff && uuid_equal(&feed->grant.site_id, &alert->alert.site_id))
                send_text(feed, &out);
        }
    }
    strbuf_release(&out);
}

/* Until the next turn of this alert's ring; INT64_MAX: none. */
static int64_t ring_turns_in(const struct alert *alert, int64_t now_ms)
{
    static const int64_t turns_ms[] = {ALERT_EVERYONE_MS, ALERT_NO_ANSWER_MS, ALERT_SUPERVISORS_MS};

    for (size_t i = 0; i < sizeof turns_ms / sizeof *turns_ms; i++) {
        if (alert->sent_at_ms + turns_ms[i] > now_ms)
            return alert->sent_at_ms + turns_ms[i] - now_ms;
    }
    return INT64_MAX;
}

static int64_t watch_site(struct hub *hub, const struct uuid *site_id, int64_t now_ms, struct arena *arena)
{
    struct stored_alert *alerts;
    size_t count;
    int64_t next_ms = INT64_MAX;

    if (store_alerts(hub->queue->store, site_id, arena, &alerts, &count) != CB_OK)
        return INT64_MAX;
    for (size_t i = 0; i < count; i++) {
        int64_t aged_ms = ring_clock_ms(&hub->queue->ring_clock, &alerts[i].alert.id, now_ms);
        enum alert_ring ring = alert_ring_at(&alerts[i].alert, aged_ms);
        enum alert_ring *announced = ring_of(hub, &alerts[i].alert.id);
        int64_t turn_ms = ring_turns_in(&alerts[i].alert, aged_ms);

        if (ring != *announced)
            announce_alert(hub, &alerts[i], -1, now_ms);
        *announced = ring;
        if (ring != ALERT_RING_NOBODY && turn_ms < next_ms)
            next_ms = turn_ms;
    }
    return next_ms;
}

static void watch_rings(struct hub *hub, int64_t now_ms)
{
    struct arena arena = ARENA_INIT;
    struct site *sites;
    size_t count;
    int64_t next_ms = INT64_MAX;

    if (store_sites(hub->queue->store, &arena, &sites, &count) == CB_OK) {
        for (size_t i = 0; i < count; i++) {
            int64_t site_ms = watch_site(hub, &sites[i].id, now_ms, &arena);

            if (site_ms < next_ms)
                next_ms = site_ms;
        }
    }
    if (next_ms != INT64_MAX) {
        struct timeval delay = {.tv_sec = next_ms / 1000, .tv_usec = next_ms % 1000 * 1000};

        event_add(hub->ring, &delay);
    } else {
        hub->ringing_count = 0;
    }
    arena_release(&arena);
}

static void on_ring(evutil_socket_t socket, short what, void *context)
{
    (void)socket;
    (void)what;
    watch_rings(context, time_now(context));
}

/* How many alarms of their site's audit log stand, to those who look into them. */
static void tell_audit(struct hub *hub)
{
    struct feed *feed;

    TAILQ_FOREACH(feed, &hub->feeds, link)
    {
        struct arena arena = ARENA_INIT;
        struct strbuf out = STRBUF_INIT;
        struct audit_alarm *alarms;
        size_t count;

        if (feed->grant.reads_audit &&
            audit_alarms(hub->queue->store, &feed->grant.site_id, &arena, &alarms, &count) == CB_OK) {
            strbuf_addf(&out, "event: audit\ndata: {\"alarms\":%zu}\n\n", count);
            send_text(feed, &out);
        }
        strbuf_release(&out);
        arena_release(&arena);
    }
}

void hub_ring_unstored(struct hub *hub, const struct stored_alert *alert, struct moment now)
{
    announce_alert(hub, alert, -1, now.wall_ms);
}

/* ---- rounds ---- */

/* A feed lives as long as what granted it. */
static bool grant_stands(struct hub *hub, const struct feed_grant *grant, int64_t now_ms)
{
    struct arena arena = ARENA_INIT;
    struct stored_kiosk kiosk;
    bool stands;

    if (grant->staff)
        return session_alive(hub->queue, grant->session_id, now_ms);
    stands = store_kiosk_by_token(hub->queue->store, grant->kiosk_token, &arena, &kiosk) == CB_OK;
    arena_release(&arena);
    return stands;
}

static void end_ungranted(struct hub *hub, int64_t now_ms)
{
    struct feed *feed;

    TAILQ_FOREACH(feed, &hub->feeds, link)
    {
        if (!grant_stands(hub, &feed->grant, now_ms))
            feed_end(feed);
    }
}

/* A wait that was foretold grows old by itself. */
static void tell_waits(struct hub *hub, int64_t now_ms)
{
    struct feed *feed;

    TAILQ_FOREACH(feed, &hub->feeds, link)
    {
        struct arena arena = ARENA_INIT;
        struct strbuf out = STRBUF_INIT;

        if (!feed->ending && !feed->grant.staff) {
            write_line(feed, now_ms, &arena, &out);
            send_text(feed, &out);
        }
        strbuf_release(&out);
        arena_release(&arena);
    }
}

static void on_heartbeat(evutil_socket_t socket, short what, void *context)
{
    static const char beat[] = ":\n\n";
    struct hub *hub = context;
    struct feed *feed;
    int64_t now_ms = time_now(hub);

    (void)socket;
    (void)what;
    end_ungranted(hub, now_ms);
    TAILQ_FOREACH(feed, &hub->feeds, link)
    {
        if (!feed->ending)
            stream_send(feed->stream, beat, sizeof beat - 1);
    }
    if (++hub->beats % WAIT_BEATS == 0)
        tell_waits(hub, now_ms);
}

static void fan_out_some(struct hub *hub, int64_t now_ms)
{
    struct feed *feed;
    size_t left = HUB_FEEDS_A_TURN;

    hub->entries_after = -1; /* what was read before the commit is no longer all */
    TAILQ_FOREACH(feed, &hub->feeds, link)
    {
        if (feed->ending || !catch_up(feed, now_ms))
            continue;
        if (--left == 0) {
            event_active(hub->more, EV_TIMEOUT, 0);
            return;
        }
    }
}

static void on_more(evutil_socket_t socket, short what, void *context)
{
    (void)socket;
    (void)what;
    fan_out_some(context, time_now(context));
}

void hub_fan_out(struct hub *hub, struct moment now)
{
    ring_clock_turn(&hub->queue->ring_clock, now);
    if (hub->queue->sessions_changed) {
        hub->queue->sessions_changed = false;
        end_ungranted(hub, now.wall_ms);
    }
    fan_out_some(hub, now.wall_ms);
    if (hub->queue->audit_changed) {
        hub->queue->audit_changed = false;
        tell_audit(hub);
    }
    if (hub->queue->alerts_changed) {
        hub->queue->alerts_changed = false;
        if (hub->queue->escalate != NULL)
            hub->queue->escalate(hub->queue->escalate_context);
        watch_rings(hub, now.wall_ms);
    }
}

/* ---- coming and going ---- */

static bool same_listener(const struct feed_grant *a, const struct feed_grant *b)
{
    if (a->staff != b->staff)
        return false;
    return a->staff ? uuid_equal(&a->user_id, &b->user_id) : uuid_equal(&a->kiosk_id, &b->kiosk_id);
}

static void make_way(struct hub *hub, const struct feed_grant *grant)
{
    size_t allowed = grant->staff ? HUB_FEEDS_USER : HUB_FEEDS_KIOSK;
    size_t standing = 0;
    struct feed *feed;

    TAILQ_FOREACH_REVERSE(feed, &hub->feeds, feed_list, link)
    {
        if (!feed->ending && same_listener(&feed->grant, grant) && ++standing >= allowed)
            feed_end(feed);
    }
}

static void greet(struct feed *feed, struct moment now)
{
    struct strbuf out = STRBUF_INIT;
    int64_t revision = 0;

    store_revision(feed->hub->queue->store, &feed->grant.site_id, &revision);
    if (feed->grant.after < 0)
        feed->position = revision;
    else
        feed->position = feed->grant.after;
    /* Names a place to come back to even if nothing happens before the connection breaks. */
    strbuf_add_text(&out, "retry: 1000\n");
    if (feed->position <= revision)
        strbuf_addf(&out, "id: %lld\n", (long long)feed->position);
    strbuf_add_text(&out, "\n");
    send_text(feed, &out);
    strbuf_release(&out);
    feed->hub->entries_after = -1;
    catch_up(feed, now.wall_ms);
}

void hub_add(struct hub *hub, struct exchange *exchange, struct moment now)
{
    struct feed *feed = calloc(1, sizeof *feed);

    if (feed == NULL) {
        answer_error(&exchange->answer, CB_NO_MEMORY);
        exchange_finish(exchange);
        return;
    }
    feed->hub = hub;
    feed->grant = exchange->answer.feed;
    make_way(hub, &feed->grant);
    feed->stream = exchange_stream(exchange, on_closed, feed);
    if (feed->stream == NULL) {
        free(feed);
        return;
    }
    TAILQ_INSERT_TAIL(&hub->feeds, feed, link);
    hub->count++;
    greet(feed, now);
}

static int count_screens(void *context, const struct uuid *site_id, bool front_desk_only)
{
    struct hub *hub = context;
    struct feed *feed;
    int screens = 0;

    TAILQ_FOREACH(feed, &hub->feeds, link)
    {
        if (feed->grant.staff && !feed->ending && (feed->grant.front_desk || !front_desk_only) &&
            uuid_equal(&feed->grant.site_id, site_id))
            screens++;
    }
    return screens;
}

size_t hub_count(const struct hub *hub)
{
    return hub->count;
}

struct hub *hub_new(struct event_base *base, struct queue *queue)
{
    struct timeval beat = {.tv_sec = HUB_HEARTBEAT_MS / 1000};
    struct hub *hub = calloc(1, sizeof *hub);

    if (hub == NULL)
        return NULL;
    hub->queue = queue;
    hub->base = base;
    hub->entries_after = -1;
    TAILQ_INIT(&hub->feeds);
    hub->heartbeat = event_new(base, -1, EV_PERSIST, on_heartbeat, hub);
    hub->more = event_new(base, -1, 0, on_more, hub);
    hub->ring = evtimer_new(base, on_ring, hub);
    if (hub->heartbeat == NULL || hub->more == NULL || hub->ring == NULL) {
        hub_free(hub);
        return NULL;
    }
    event_add(hub->heartbeat, &beat);
    queue->screens = count_screens;
    queue->screens_context = hub;
    queue->alerts_changed = true; /* those left open before a restart go on ringing */
    return hub;
}

void hub_free(struct hub *hub)
{
    if (hub == NULL)
        return;
    if (hub->heartbeat != NULL)
        event_free(hub->heartbeat);
    if (hub->more != NULL)
        event_free(hub->more);
    if (hub->ring != NULL)
        event_free(hub->ring);
    hub->queue->screens = NULL;
    free(hub);
}
