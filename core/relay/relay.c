/* The relay's thread, and what ties its parts together. Each part does what is due (…_turn), says when it
 * wants to be called again (…_due_ms) and reports to the screen; the parts know nothing of each other. */
#include "relay/relay.h"

#include "base/file.h"
#include "base/log.h"
#include "relay/alerts.h"
#include "relay/asks.h"
#include "relay/board_cache.h"
#include "relay/delivery.h"
#include "relay/feed.h"
#include "relay/health.h"
#include "relay/intake.h"
#include "relay/kept_anchors.h"
#include "relay/ring.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ORDERS_MAX      256
#define REPORTS_MAX     1024
#define OPEN_MAX        ASKS_MAX
#define SAVED_MAX       128
#define LONG_WAIT_MS    60000
#define CLOCKS_AGREE_MS 2000 /* less than that is the network's doing */

struct relay {
    struct turn turn;
    struct outbox *outbox;
    struct delivery delivery;
    struct feed feed;
    struct board_cache board;
    struct alerts alerts;
    struct asks asks;
    struct health health;
    struct ring orders;
    struct ring urgent; /* alerts: they pass everything else */
    struct ring reports;
    bool reported; /* since the screen was last woken */
    void (*wake)(void *context);
    void *context;
    pthread_t thread;
    bool has_thread;
    atomic_bool stopping;
    atomic_int outbox_count;
};

/* ---- reports ---- */

static void count_outbox(struct relay *relay)
{
    atomic_store(&relay->outbox_count, outbox_count(relay->outbox));
}

static void report(void *context, const struct relay_report *given)
{
    struct relay *relay = context;

    if (given->kind == RELAY_KNOWN && !given->known)
        board_cache_forget(&relay->board);
    count_outbox(relay); /* first, so that whoever takes the report sees the count that goes with it */
    if (ring_push(&relay->reports, given))
        log_event(LOG_LEVEL_WARNING, "relay_report_dropped", given->kind);
    relay->reported = true;
}

static void wake_screen(struct relay *relay)
{
    if (relay->reported && relay->wake != NULL)
        relay->wake(relay->context);
    relay->reported = false;
}

/* ---- what one part tells another ---- */

static void on_status(void *context, const struct wire_status *status)
{
    struct relay *relay = context;
    struct relay_report given = {.kind = RELAY_STATUS, .id = status->id, .status = *status};

    if (outbox_note_state(relay->outbox, &status->id, status->state, relay->turn.now.wall_ms) != CB_OK)
        log_event_id(LOG_LEVEL_ERROR, "relay_state_not_noted", 0, &status->id);
    turn_report(&relay->turn, &given);
}

static void on_unknown(void *context, const struct uuid *id)
{
    struct relay *relay = context;

    if (outbox_send_again(relay->outbox, id, relay->turn.now.wall_ms) != CB_OK)
        return;
    log_event_id(LOG_LEVEL_WARNING, "relay_sends_again", 0, id);
    count_outbox(relay);
    delivery_hurry(&relay->delivery);
}

static void on_doubt(void *context, const struct uuid *id)
{
    struct relay *relay = context;

    asks_refresh(&relay->asks, id);
}

static void on_feed_board(void *context)
{
    struct relay *relay = context;

    board_cache_refresh(&relay->board);
}

static void on_feed_alert(void *context, const struct wire_alert *alert)
{
    struct relay *relay = context;

    alerts_take(&relay->alerts, alert);
}

/* Whatever may have been missed is asked for. */
static void on_feed_reset(void *context)
{
    struct relay *relay = context;
    struct uuid ids[OPEN_MAX];
    size_t count = 0;

    board_cache_refresh(&relay->board);
    if (outbox_open_requests(relay->outbox, ids, OPEN_MAX, &count) != CB_OK)
        log_event(LOG_LEVEL_ERROR, "relay_open_requests_not_read", 0);
    for (size_t i = 0; i < count; i++)
        asks_refresh(&relay->asks, &ids[i]);
}

static void on_feed_opened(void *context)
{
    struct relay *relay = context;

    delivery_hurry(&relay->delivery);
    alerts_hurry(&relay->alerts);
    on_feed_reset(relay);
}

/* The queue ends the stream of a kiosk that it does not know any more. */
static void on_feed_lost(void *context)
{
    struct relay *relay = context;

    health_hurry(&relay->health);
}

/* What waits since the last run: its tickets are in people's hands, though no board has them yet. */
static void report_saved(struct relay *relay)
{
    struct outbox_saved saved[SAVED_MAX];
    size_t count = 0;

    if (outbox_saved_requests(relay->outbox, saved, SAVED_MAX, &count) != CB_OK)
        log_event(LOG_LEVEL_ERROR, "relay_saved_requests_not_read", 0);
    for (size_t i = 0; i < count; i++) {
        struct relay_report given = {.kind = RELAY_SAVED, .id = saved[i].request_id};

        given.status.id = given.id;
        given.status.ticket = saved[i].ticket;
        given.status.kind = saved[i].kind;
        given.status.asked_at_ms = saved[i].asked_at_ms;
        turn_report(&relay->turn, &given);
    }
}

/* ---- orders ---- */

/* Asked-at orders everybody's line, so it goes by the queue's clock as soon as that is known. Before, it is
 * at least not earlier than the newest board: a clock that started from 1970 is not believed. */
static int64_t by_queue_clock(const struct relay *relay, int64_t asked_at_ms)
{
    int64_t queue_ms;
    int64_t wrong_ms;

    if (!health_queue_time(&relay->health, &queue_ms))
        return asked_at_ms > relay->board.served_at_ms ? asked_at_ms : relay->board.served_at_ms;
    wrong_ms = relay->turn.now.wall_ms - queue_ms;
    return llabs(wrong_ms) < CLOCKS_AGREE_MS ? asked_at_ms : asked_at_ms - wrong_ms;
}

/* Epochs go by the queue's clock, as it told it in this run. While it has not, ours will do if somebody keeps
 * it right; a name is not sealed to the key of a day that may be over. */
static bool epoch_time(const struct relay *relay, int64_t *ret_wall_ms)
{
    const struct board_cache *board = &relay->board;

    *ret_wall_ms = relay->turn.now.wall_ms;
    if (health_queue_time(&relay->health, ret_wall_ms))
        return true;
    if (board->served_mono_ms == 0)
        return relay->turn.now.verified;
    *ret_wall_ms = board->served_at_ms + (relay->turn.now.mono_ms - board->served_mono_ms);
    return true;
}

static const struct epoch *epoch_now(const struct relay *relay, enum epoch_class class)
{
    int64_t wall_ms;

    if (!epoch_time(relay, &wall_ms))
        return NULL;
    return epoch_at(relay->board.epochs, relay->board.epoch_count, class, wall_ms);
}

static void take_outbox_order(struct relay *relay, struct relay_order *order)
{
    struct intake_key key = {.site_id = relay->board.site_id, .kiosk_id = relay->board.kiosk_id};
    struct relay_report given = {.kind = RELAY_SAVED};

    order->submit.asked_at_ms = by_queue_clock(relay, order->submit.asked_at_ms);
    for (int class = 0; class < EPOCH_CLASS_COUNT; class ++)
        key.epochs[class] = epoch_now(relay, (enum epoch_class) class);
    given.error = intake_save(relay->outbox, &key, order);
    given.id = order->id;
    if (given.error == CB_CONFLICT && order->kind == RELAY_SUBMIT)
        given.error = CB_OK; /* submitted twice: the first one rests there */
    if (given.error != CB_OK) {
        given.kind = RELAY_NOT_SAVED;
        log_event_id(LOG_LEVEL_ERROR, "relay_not_saved", given.error, &order->id);
    }
    turn_report(&relay->turn, &given);
    delivery_hurry(&relay->delivery);
}

static void take_lookup(struct relay *relay, struct relay_order *order)
{
    asks_lookup(&relay->asks, order->ticket);
}

static void take_refresh(struct relay *relay, struct relay_order *order)
{
    asks_refresh(&relay->asks, &order->id);
}

static void take_alert(struct relay *relay, struct relay_order *order)
{
    alerts_send(&relay->alerts, &order->id, order->at_ms);
}

static void take_alert_ok(struct relay *relay, struct relay_order *order)
{
    alerts_ok(&relay->alerts, &order->id);
}

static const struct {
    void (*take)(struct relay *relay, struct relay_order *order);
    bool urgent;
} order_kinds[] = {
    [RELAY_SUBMIT] = {take_outbox_order, false},  [RELAY_CHANGE] = {take_outbox_order, false},
    [RELAY_CANCEL] = {take_outbox_order, false},  [RELAY_ANSWER] = {take_outbox_order, false},
    [RELAY_CONSENT] = {take_outbox_order, false}, [RELAY_LOOKUP] = {take_lookup, false},
    [RELAY_REFRESH] = {take_refresh, false},      [RELAY_ALERT] = {take_alert, true},
    [RELAY_ALERT_OK] = {take_alert_ok, true},
};

static bool take_one(struct relay *relay, struct ring *ring)
{
    struct relay_order order;

    if (!ring_take(ring, &order))
        return false;
    order_kinds[order.kind].take(relay, &order);
    seal_wipe(&order, sizeof(order));
    return true;
}

/* All alerts and one other order, so that an alert never waits behind more than one commit. True when more
 * may wait. */
static bool take_orders(struct relay *relay)
{
    while (take_one(relay, &relay->urgent)) {
    }
    return take_one(relay, &relay->orders);
}

/* ---- the thread ---- */

static void turn_parts(struct relay *relay)
{
    alerts_turn(&relay->alerts);
    delivery_turn(&relay->delivery);
    asks_turn(&relay->asks);
    feed_turn(&relay->feed);
    board_cache_turn(&relay->board);
    health_turn(&relay->health);
}

static int wait_ms(const struct relay *relay)
{
    const int64_t due[] = {alerts_due_ms(&relay->alerts),     delivery_due_ms(&relay->delivery),
                           asks_due_ms(&relay->asks),         feed_due_ms(&relay->feed),
                           board_cache_due_ms(&relay->board), health_due_ms(&relay->health)};
    int64_t due_ms = relay->turn.now.mono_ms + LONG_WAIT_MS;

    for (size_t i = 0; i < sizeof(due) / sizeof(due[0]); i++)
        due_ms = earlier_ms(due_ms, due[i]);
    due_ms -= relay->turn.now.mono_ms;
    return due_ms < 0 ? 0 : (int)due_ms;
}

static void *run(void *context)
{
    struct relay *relay = context;
    bool more = true;

    while (!atomic_load(&relay->stopping)) {
        relay->turn.now = moment_now();
        http_clock(relay->turn.http, relay->turn.now.verified);
        more = take_orders(relay);
        turn_parts(relay);
        http_dispatch(relay->turn.http); /* what was started goes out before anything is waited for */
        wake_screen(relay);
        http_wait(relay->turn.http, more ? 0 : wait_ms(relay));
        relay->turn.now = moment_now();
        http_dispatch(relay->turn.http);
        wake_screen(relay);
    }
    return NULL;
}

/* ---- starting and stopping ---- */

static int open_parts(struct relay *relay, const char *folder)
{
    const struct feed_events events = {.opened = on_feed_opened,
                                       .board = on_feed_board,
                                       .request = on_status,
                                       .alert = on_feed_alert,
                                       .reset = on_feed_reset,
                                       .lost = on_feed_lost,
                                       .context = relay};
    int error = board_cache_open(&relay->board, &relay->turn, folder);

    if (error == CB_OK)
        error = delivery_open(&relay->delivery, &relay->turn, relay->outbox);
    if (error == CB_OK)
        error = feed_open(&relay->feed, &relay->turn, &events);
    if (error == CB_OK)
        error = alerts_open(&relay->alerts, &relay->turn);
    if (error == CB_OK)
        error = asks_open(&relay->asks, &relay->turn);
    if (error == CB_OK)
        error = health_open(&relay->health, &relay->turn, relay->outbox);
    relay->delivery.doubt = on_doubt;
    relay->delivery.context = relay;
    relay->asks.status = on_status;
    relay->asks.unknown = on_unknown;
    relay->asks.context = relay;
    count_outbox(relay);
    return error;
}

/* Signals are the main thread's; a broken connection is an error here, not a SIGPIPE. */
static int start_thread(struct relay *relay)
{
    sigset_t all;
    sigset_t before;
    int failed;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&relay->thread, NULL, run, relay);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    relay->has_thread = failed == 0;
    return failed == 0 ? CB_OK : CB_NO_MEMORY;
}

static int open_files(struct relay *relay, const struct relay_config *config, struct problem *ret_problem)
{
    char path[512];

    if (snprintf(path, sizeof(path), "%s/outbox.db", config->data_folder) >= (int)sizeof(path) - 64)
        return problem_set(ret_problem, CB_BAD_INPUT, "The path of the data folder is too long.");
    if (file_make_folder(config->data_folder) != CB_OK)
        return problem_set(ret_problem, CB_IO,
                           "The data folder %s cannot be made or written. Check its owner and permissions.",
                           config->data_folder);
    return outbox_open(path, relay->turn.now.wall_ms, &relay->outbox, ret_problem);
}

static int open_trust(struct relay *relay, const struct relay_config *config, struct problem *ret_problem)
{
    struct strbuf anchors = STRBUF_INIT;
    int error = CB_OK;

    if (http_is_secure(relay->turn.http)) {
        error = kept_anchors_load(config->data_folder, &anchors, ret_problem);
        if (error == CB_OK)
            error = http_trust(relay->turn.http, strbuf_text(&anchors));
    }
    strbuf_release(&anchors);
    return error;
}

int relay_start(const struct relay_config *config, struct relay **ret_relay, struct problem *ret_problem)
{
    struct relay *relay = calloc(1, sizeof(*relay));
    int error = CB_OK;

    if (relay == NULL || seal_init() != CB_OK) {
        free(relay);
        return problem_set(ret_problem, CB_NO_MEMORY, "There is no memory for the relay.");
    }
    ring_init(&relay->orders, sizeof(struct relay_order), ORDERS_MAX);
    ring_init(&relay->urgent, sizeof(struct relay_order), ORDERS_MAX);
    ring_init(&relay->reports, sizeof(struct relay_report), REPORTS_MAX);
    relay->wake = config->wake;
    relay->context = config->context;
    relay->turn =
        (struct turn){.now = moment_now(), .random = config->random, .report = report, .context = relay};
    error = http_open(config->queue_url, config->token, &relay->turn.http, ret_problem);
    if (error == CB_OK)
        error = open_trust(relay, config, ret_problem);
    if (error == CB_OK)
        error = open_files(relay, config, ret_problem);
    if (error == CB_OK) {
        error = open_parts(relay, config->data_folder);
        if (error == CB_OK) {
            report_saved(relay);
            error = start_thread(relay);
        }
        if (error != CB_OK)
            problem_set(ret_problem, error, "There is no memory for the relay.");
    }
    if (error != CB_OK) {
        relay_stop(relay);
        return error;
    }
    *ret_relay = relay;
    return CB_OK;
}

/* Half-built is fine: every part survives being closed without having been opened. */
void relay_stop(struct relay *relay)
{
    if (relay == NULL)
        return;
    if (relay->has_thread) {
        atomic_store(&relay->stopping, true);
        http_wake(relay->turn.http);
        pthread_join(relay->thread, NULL);
        while (take_orders(relay)) {
        } /* what was ordered but not yet taken is saved; the next start sends it */
    }
    health_close(&relay->health);
    asks_close(&relay->asks);
    alerts_close(&relay->alerts);
    feed_close(&relay->feed);
    delivery_close(&relay->delivery);
    board_cache_close(&relay->board);
    outbox_close(relay->outbox);
    http_close(relay->turn.http);
    ring_release(&relay->reports);
    ring_release(&relay->urgent);
    ring_release(&relay->orders);
    free(relay);
}

/* ---- the screen's side ---- */

int relay_order(struct relay *relay, const struct relay_order *order)
{
    int error = ring_put(order_kinds[order->kind].urgent ? &relay->urgent : &relay->orders, order);

    if (error == CB_OK)
        http_wake(relay->turn.http);
    return error;
}

bool relay_take(struct relay *relay, struct relay_report *ret_report)
{
    return ring_take(&relay->reports, ret_report);
}

int relay_take_board(struct relay *relay, struct arena *arena, struct board *ret_board,
                     struct moment *ret_fetched)
{
    return board_cache_take(&relay->board, arena, ret_board, ret_fetched);
}

int relay_outbox_count(struct relay *relay)
{
    return atomic_load(&relay->outbox_count);
}
