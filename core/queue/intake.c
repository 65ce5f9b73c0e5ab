/* One turn, one commit. */
#include "queue/intake.h"

#include "base/clock.h"
#include "base/log.h"
#include "queue/password_task.h"
#include "queue/worker.h"

#include <stdlib.h>

#define TURN_MS 10 /* after that long a turn begins nothing more: a call for help may have come meanwhile */

struct exchange_list {
    struct exchange *first;
    struct exchange **last;
    size_t count;
};

struct intake {
    struct queue *queue;
    struct hub *hub;
    struct worker *worker;
    struct event *turn;
    struct exchange_list alerts; /* calls for help go first */
    struct exchange_list others;
    struct password_task *computed; /* back from the worker, to be finished in the next turn */
    struct arena arena;             /* of the turn */
};

static void list_init(struct exchange_list *list)
{
    *list = (struct exchange_list){.first = NULL, .last = &list->first};
}

static void list_add(struct exchange_list *list, struct exchange *exchange)
{
    exchange->next = NULL;
    *list->last = exchange;
    list->last = &exchange->next;
    list->count++;
}

/* It comes after everything that has become ready meanwhile, also when a turn asks for the next one: a timer
 * waits until the loop has looked at its sockets. */
static void ask_for_turn(struct intake *intake)
{
    const struct timeval now = {0};

    event_add(intake->turn, &now);
}

void intake_take(void *context, struct exchange *exchange)
{
    struct intake *intake = context;

    list_add(queue_is_alert(&exchange->head) ? &intake->alerts : &intake->others, exchange);
    ask_for_turn(intake);
}

static void on_computed(struct password_task *task)
{
    struct intake *intake = task->context;

    task->next = intake->computed;
    intake->computed = task;
    ask_for_turn(intake);
}

/* ---- the turn ---- */

/* One of the turn's requests. */
struct item {
    struct exchange *exchange;
    struct ask ask;
};

/* Nobody waits any more for what was not begun: it is let go, or clients that ask and go would make the list
 * grow. A call for help is never among these. */
static void drop_unwanted(struct exchange_list *list)
{
    struct exchange *next = list->first;

    list_init(list);
    while (next != NULL) {
        struct exchange *each = next;

        next = each->next;
        if (each->connection != NULL)
            list_add(list, each);
        else
            exchange_finish(each);
    }
}

static struct item *collect(struct intake *intake, struct moment now, size_t *ret_count)
{
    struct exchange_list *lists[] = {&intake->alerts, &intake->others};
    struct item *items;
    size_t count = 0;

    drop_unwanted(&intake->others);
    items = arena_array(&intake->arena, intake->alerts.count + intake->others.count, sizeof *items);
    if (items == NULL)
        return NULL;
    for (size_t i = 0; i < 2; i++) {
        for (struct exchange *each = lists[i]->first; each != NULL; each = each->next) {
            items[count++] = (struct item){
                .exchange = each,
                .ask = {.head = &each->head,
                        .body = each->body,
                        .body_length = each->head.body_length,
                        .arrival = each->arrival,
                        .now = now,
                        .arena = &intake->arena},
            };
        }
        list_init(lists[i]);
    }
    *ret_count = count;
    return items;
}

static void finish_tasks(struct intake *intake, struct password_task *computed, struct moment now)
{
    for (struct password_task *each = computed; each != NULL; each = each->next) {
        struct exchange *exchange = each->owner;

        each->finish(intake->queue, each, now, &intake->arena, &exchange->answer);
    }
}

static void deliver(struct intake *intake, struct exchange *exchange, struct moment now)
{
    struct password_task *task = exchange->answer.task;

    exchange->answer.task = NULL;
    switch (exchange->answer.kind) {
    case ANSWER_READY:
        exchange_finish(exchange);
        break;
    case ANSWER_LATER:
        task->owner = exchange;
        task->done = on_computed;
        task->context = intake;
        worker_add(intake->worker, task);
        break;
    case ANSWER_FEED:
        hub_add(intake->hub, exchange, now);
        break;
    }
}

static void let_go(struct intake *intake, struct password_task *task)
{
    line_leave(&intake->queue->password_line, task->known_browser, task->address);
    password_task_free(task);
}

static void deliver_tasks(struct intake *intake, struct password_task *computed, struct moment now)
{
    while (computed != NULL) {
        struct password_task *next = computed->next;

        deliver(intake, computed->owner, now);
        let_go(intake, computed);
        computed = next;
    }
}

/* Nothing of this turn is on the disk. */
static void take_back(struct intake *intake, struct item *items, size_t count, struct password_task *computed,
                      struct moment now)
{
    struct stored_alert alert;

    board_cache_release(&intake->queue->boards); /* they may show what never came to be */
    log_event(LOG_LEVEL_ERROR, "intake.commit_failed", count);
    for (size_t i = 0; i < count; i++) {
        struct answer *answer = &items[i].exchange->answer;

        if (answer->task != NULL)
            let_go(intake, answer->task);
        if (queue_handle_unstored(intake->queue, &items[i].ask, answer, &alert))
            hub_ring_unstored(intake->hub, &alert, now);
    }
    for (struct password_task *each = computed; each != NULL; each = each->next) {
        struct exchange *exchange = each->owner;

        answer_clear(&exchange->answer);
        answer_error(&exchange->answer, CB_IO);
    }
}

/* All calls for help, and what else the turn has time for; the rest is put back into its list. How many were
 * handled. */
static size_t handle_some(struct intake *intake, struct item *items, size_t count, struct moment now)
{
    size_t done = 0;

    while (done < count && (done == 0 || queue_is_alert(&items[done].exchange->head) ||
                            moment_mono_ms() - now.mono_ms < TURN_MS)) {
        queue_handle(intake->queue, &items[done].ask, &items[done].exchange->answer);
        done++;
    }
    for (size_t i = done; i < count; i++)
        list_add(&intake->others, items[i].exchange);
    if (done < count)
        ask_for_turn(intake);
    return done;
}

static void take_turn(struct intake *intake, struct item *items, size_t count, struct moment now)
{
    struct password_task *computed = intake->computed;
    int error;

    store_tell_time(intake->queue->store, now);
    error = store_begin(intake->queue->store);
    intake->computed = NULL;
    if (error == CB_OK) {
        count = handle_some(intake, items, count, now);
        finish_tasks(intake, computed, now);
        error = store_commit(intake->queue->store);
        if (error != CB_OK)
            store_rollback(intake->queue->store);
    }
    queue_turn_ended(intake->queue, error == CB_OK);
    if (error != CB_OK)
        take_back(intake, items, count, computed, now);
    for (size_t i = 0; i < count; i++)
        deliver(intake, items[i].exchange, now);
    deliver_tasks(intake, computed, now);
}

static void on_turn(evutil_socket_t socket, short what, void *context)
{
    struct intake *intake = context;
    struct moment now = moment_now();
    size_t count;
    struct item *items = collect(intake, now, &count);

    (void)socket;
    (void)what;
    if (items == NULL) { /* no memory: the requests stay and the next turn tries again */
        ask_for_turn(intake);
        return;
    }
    take_turn(intake, items, count, now);
    hub_fan_out(intake->hub, now);
    arena_clear(&intake->arena);
}

struct intake *intake_new(struct event_base *base, struct queue *queue, struct hub *hub)
{
    struct intake *intake = calloc(1, sizeof *intake);

    if (intake == NULL)
        return NULL;
    intake->queue = queue;
    intake->hub = hub;
    list_init(&intake->alerts);
    list_init(&intake->others);
    intake->turn = evtimer_new(base, on_turn, intake);
    intake->worker = worker_start(base);
    if (intake->turn == NULL || intake->worker == NULL) {
        intake_free(intake);
        return NULL;
    }
    return intake;
}

/* Their clients have gone with the server: finishing them only frees them. */
static void drop_tasks(struct password_task *task)
{
    while (task != NULL) {
        struct password_task *next = task->next;

        exchange_finish(task->owner);
        password_task_free(task);
        task = next;
    }
}

static void drop_exchanges(struct exchange_list *list)
{
    while (list->first != NULL) {
        struct exchange *exchange = list->first;

        list->first = exchange->next;
        exchange_finish(exchange);
    }
}

void intake_compute(struct intake *intake, struct password_task *task)
{
    worker_add(intake->worker, task);
}

void intake_free(struct intake *intake)
{
    if (intake == NULL)
        return;
    worker_stop(intake->worker);
    drop_tasks(intake->computed);
    drop_exchanges(&intake->alerts);
    drop_exchanges(&intake->others);
    if (intake->turn != NULL)
        event_free(intake->turn);
    arena_release(&intake->arena);
    free(intake);
}
