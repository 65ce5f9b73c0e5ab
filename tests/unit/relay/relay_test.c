/* The whole relay, thread and all, against a queue on the loopback that answers, fails, goes away and comes
 * back. Every wait is for a report or a request, with a deadline; none is for time to pass. */
#include "relay/relay.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "relay/alerts.h"
#include "seal/seal.h"
#include "support/loopback.h"
#include "support/stderr.h"
#include "wire/board_json.h"
#include "wire/health_json.h"
#include "wire/sse.h"

#include <fcntl.h>
#include <glob.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define WAIT_MS    20000
#define REVISION_A "\"17\""

static const struct uuid site_id = {{2, 1}};
static const struct uuid kiosk_id = {{3, 1}};
static const struct ticket leaf_47 = {SIGN_LEAF, 47};

/* What the queue does with the next asks. */
struct queue {
    int statuses[8]; /* of PUT and POST on requests, one after the other; 0: break off; then 201 */
    size_t status_count;
    size_t status_at;
    bool garbage;   /* once: a 200 that is not the queue's */
    int get_status; /* of GET on a request; 0: 200 */
    int lookup_status;
    int alert_status;
    int alert_ok_status;
    const char *state;
    int64_t ahead_ms; /* of its clock; 0: it does not say its time */
};

struct scene {
    char folder[64];
    int port;
    struct key_pair site;
    char board[4096];
    struct queue queue;
    struct loopback *server;
    struct relay *relay;
    sem_t woken;
    bool linked; /* as last reported */
};

/* ---- the queue's side ---- */

static void write_status(const struct queue *queue, const char *id, struct loopback_reply *reply)
{
    struct wire_status status = {.ticket = leaf_47, .state = REQUEST_WAITING, .version = 1, .ahead = 2};
    struct strbuf text = STRBUF_INIT;

    request_state_from_name(queue->state, &status.state);
    uuid_parse(id, &status.id);
    wire_status_write(&status, &text);
    snprintf(reply->body, sizeof(reply->body), "%s", strbuf_text(&text));
    strbuf_release(&text);
}

static void write_alert(const char *path, struct loopback_reply *reply)
{
    char id[UUID_TEXT_SIZE];
    struct wire_alert alert = {
        .state = ALERT_SENT, .count = 1, .stored = true, .screens = 3, .sent_at_ms = 1000};
    struct strbuf text = STRBUF_INIT;

    snprintf(id, sizeof(id), "%s", path + strlen("/api/v1/alerts/")); /* without the /ok behind it */
    uuid_parse(id, &alert.id);
    wire_alert_write(&alert, &text);
    snprintf(reply->body, sizeof(reply->body), "%s", strbuf_text(&text));
    strbuf_release(&text);
}

static void serve_operation(struct queue *queue, const char *id, struct loopback_reply *reply)
{
    reply->status = 201;
    if (queue->garbage) {
        queue->garbage = false;
        reply->status = 200;
        strcpy(reply->body, "<html>Welcome to the guest network</html>");
        return;
    }
    if (queue->status_at < queue->status_count)
        reply->status = queue->statuses[queue->status_at++];
    reply->cut = reply->status == 0;
    if (reply->status == 302)
        strcpy(reply->header, "Location: /elsewhere");
    if (reply->status == 200 || reply->status == 201)
        write_status(queue, id, reply);
}

static void serve_board(const struct scene *scene, const struct loopback_ask *ask,
                        struct loopback_reply *reply)
{
    reply->status = strstr(ask->head, "If-None-Match: " REVISION_A) != NULL ? 304 : 200;
    strcpy(reply->header, "ETag: " REVISION_A);
    strcpy(reply->body, scene->board);
}

static void write_time(const struct queue *queue, struct loopback_reply *reply)
{
    char text[MOMENT_TEXT_SIZE];

    moment_format(moment_now().wall_ms + queue->ahead_ms, text);
    if (queue->ahead_ms != 0)
        snprintf(reply->body, sizeof(reply->body), "{\"served_at\":\"%s\"}", text);
}

static void serve_request(struct queue *queue, const struct loopback_ask *ask, struct loopback_reply *reply)
{
    char id[UUID_TEXT_SIZE];

    snprintf(id, sizeof(id), "%s", ask->path + strlen("/api/v1/requests/"));
    if (strcmp(ask->method, "GET") != 0) {
        serve_operation(queue, id, reply);
        return;
    }
    reply->status = queue->get_status == 0 ? 200 : queue->get_status;
    write_status(queue, id, reply);
}

static void serve(void *context, const struct loopback_ask *ask, struct loopback_reply *reply)
{
    struct scene *scene = context;
    struct queue *queue = &scene->queue;

    if (strstr(ask->head, "Authorization: Bearer token-1") == NULL) {
        reply->status = 401;
    } else if (strcmp(ask->path, "/api/v1/board") == 0) {
        serve_board(scene, ask, reply);
    } else if (strcmp(ask->path, "/api/v1/feed") == 0) {
        reply->stream = true;
    } else if (strcmp(ask->path, "/api/v1/health") == 0) {
        reply->status = 200;
        write_time(queue, reply);
    } else if (strcmp(ask->path, "/api/v1/tickets/lookup") == 0) {
        reply->status = queue->lookup_status;
        write_status(queue, "99999999-0000-4000-8000-000000000000", reply);
    } else if (strncmp(ask->path, "/api/v1/alerts/", 15) == 0) {
        reply->status = strcmp(ask->method, "POST") == 0 ? queue->alert_ok_status : queue->alert_status;
        write_alert(ask->path, reply);
    } else if (strncmp(ask->path, "/api/v1/requests/", 17) == 0) {
        serve_request(queue, ask, reply);
    }
}

/* ---- the screen's side ---- */

static void on_wake(void *context)
{
    struct scene *scene = context;

    sem_post(&scene->woken);
}

/* A number that leaves less than 170 when divided by any of the back-off's limits: every wait is short. */
#define SHORT_WAITS 1920904140u

static void always_short(void *context, void *bytes, size_t length)
{
    const uint32_t number = SHORT_WAITS;

    (void)context;
    assert_int_equal(length, sizeof(number));
    memcpy(bytes, &number, sizeof(number));
}

static void start_relay(struct scene *scene)
{
    char url[64];
    struct problem problem = {""};
    struct relay_config config = {.queue_url = url,
                                  .token = "token-1",
                                  .data_folder = scene->folder,
                                  .random = {always_short, NULL},
                                  .wake = on_wake,
                                  .context = scene};

    snprintf(url, sizeof(url), "http://127.0.0.1:%d/", scene->port);
    if (relay_start(&config, &scene->relay, &problem) != CB_OK)
        fail_msg("%s", problem.text);
}

static void stop_relay(struct scene *scene)
{
    relay_stop(scene->relay);
    scene->relay = NULL;
}

static void start_queue(struct scene *scene)
{
    scene->server = loopback_start(scene->port, serve, scene);
}

static void stop_queue(struct scene *scene)
{
    loopback_stop(scene->server);
    scene->server = NULL;
}

/* The next report of this kind; others are passed over. */
static struct relay_report await(struct scene *scene, enum relay_report_kind kind)
{
    struct relay_report report;
    struct timespec deadline;

    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += WAIT_MS / 1000;
    for (;;) {
        while (relay_take(scene->relay, &report)) {
            if (report.kind == RELAY_LINK)
                scene->linked = report.linked;
            if (report.kind == kind)
                return report;
        }
        if (sem_timedwait(&scene->woken, &deadline) != 0)
            fail_msg("report %d did not come", kind);
    }
}

static void await_link(struct scene *scene, bool linked)
{
    while (scene->linked != linked)
        await(scene, RELAY_LINK);
}

static struct uuid order_submit(struct scene *scene, const char *name)
{
    struct random_source random = random_system();
    struct relay_order order = {.kind = RELAY_SUBMIT, .at_ms = moment_now().wall_ms};

    order.submit = (struct wire_submit){.id = uuid_make(random),
                                        .kind = REQUEST_WALK_IN,
                                        .ticket = leaf_47,
                                        .find = name[0] != '\0' ? FIND_NAME : FIND_SIGN,
                                        .language = "en",
                                        .notice_version = 1,
                                        .asked_at_ms = moment_now().wall_ms};
    strcpy(order.name, name);
    assert_int_equal(relay_order(scene->relay, &order), CB_OK);
    return order.submit.id;
}

static void order_simple(struct scene *scene, enum relay_order_kind kind, const struct uuid *id)
{
    struct relay_order order = {.kind = kind, .id = *id, .ticket = leaf_47, .at_ms = moment_now().wall_ms};

    assert_int_equal(relay_order(scene->relay, &order), CB_OK);
}

static void path_of(const struct uuid *id, const char *suffix, char *ret_path)
{
    char text[UUID_TEXT_SIZE];

    uuid_format(id, text);
    sprintf(ret_path, "/api/v1/requests/%s%s", text, suffix);
}

static struct loopback_ask asked(struct scene *scene, const char *method, const char *path, size_t n)
{
    struct loopback_ask ask;

    if (!loopback_asked(scene->server, method, path, n, WAIT_MS, &ask))
        fail_msg("%s %s number %zu did not come", method, path, n);
    return ask;
}

/* ---- setting the scene ---- */

static void make_board(struct scene *scene)
{
    static const char *const languages[] = {"en"};
    struct board board = {.revision = 17,
                          .served_at_ms = 1795358400000,
                          .site = {.id = site_id,
                                   .name = "Riverside Community Health",
                                   .short_name = "Riverside",
                                   .zone_name = "America/New_York",
                                   .coach_line = "",
                                   .settings = {.names_allowed = true,
                                                .notice_version = 1,
                                                .languages = languages,
                                                .language_count = 1}},
                          .kiosk_id = kiosk_id,
                          .kiosk_name = "Kiosk 2",
                          .place = {.id = {{4}}, .name = "Main waiting room", .detail = ""},
                          .signs = 1 << SIGN_LEAF};
    struct epoch epochs[EPOCH_CLASS_COUNT];
    struct strbuf text = STRBUF_INIT;

    for (int class = 0; class < EPOCH_CLASS_COUNT; class ++) {
        epochs[class] =
            (struct epoch){.class = (enum epoch_class) class, .from_ms = 1, .until_ms = INT64_C(9) << 42};
        memcpy(epochs[class].key, scene->site.public_key, KEY_SIZE);
    }
    board.epochs = epochs;
    board.epoch_count = EPOCH_CLASS_COUNT;
    assert_int_equal(wire_board_write(&board, &text), CB_OK);
    assert_true(text.length < sizeof(scene->board));
    strcpy(scene->board, strbuf_text(&text));
    strbuf_release(&text);
}

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof(*scene));

    strcpy(scene->folder, "/tmp/cb-relay-XXXXXX");
    assert_non_null(mkdtemp(scene->folder));
    sem_init(&scene->woken, 0, 0);
    scene->port = loopback_free_port();
    key_pair_make(&scene->site);
    make_board(scene);
    scene->queue.lookup_status = 200;
    scene->queue.alert_status = 201;
    scene->queue.alert_ok_status = 200;
    scene->queue.state = "waiting";
    *state = scene;
    return 0;
}

static int setup_running(void **state)
{
    struct scene *scene;

    setup(state);
    scene = *state;
    start_queue(scene);
    start_relay(scene);
    await(scene, RELAY_BOARD);
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;
    char pattern[96];
    glob_t found;

    relay_stop(scene->relay);
    loopback_stop(scene->server);
    snprintf(pattern, sizeof(pattern), "%s/*", scene->folder);
    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            unlink(found.gl_pathv[i]);
        globfree(&found);
    }
    rmdir(scene->folder);
    sem_destroy(&scene->woken);
    free(scene);
    return 0;
}

/* Whether any file in the data folder holds the text. */
static bool folder_holds(const struct scene *scene, const char *text)
{
    char pattern[96];
    bool found = false;
    glob_t files;

    snprintf(pattern, sizeof(pattern), "%s/*", scene->folder);
    assert_int_equal(glob(pattern, 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        static char bytes[1 << 22];
        int fd = open(files.gl_pathv[i], O_RDONLY);
        ssize_t length = read(fd, bytes, sizeof(bytes));

        found |= length > 0 && memmem(bytes, (size_t)length, text, strlen(text)) != NULL;
        close(fd);
    }
    globfree(&files);
    return found;
}

static void open_sealed(const struct scene *scene, const struct uuid *id, const char *body,
                        struct person_fields *ret_fields)
{
    struct field_context context = {.site_id = site_id, .kiosk_id = kiosk_id, .request_id = *id};
    struct wire_submit submit;
    struct wire_fault fault;

    assert_int_equal(wire_submit_read(body, strlen(body), &submit, &fault), CB_OK);
    assert_true(submit.has_sealed);
    assert_int_equal(field_open(&scene->site, &context, submit.sealed, ret_fields), CB_OK);
}

/* ---- requests ---- */

static void request_is_saved_then_sent_once(void **state)
{
    struct scene *scene = *state;
    struct uuid id = order_submit(scene, "Rayanne-Canary");
    struct person_fields fields;
    struct relay_report report = await(scene, RELAY_SAVED);
    struct loopback_ask ask;
    char path[128];

    assert_true(uuid_equal(&report.id, &id));
    report = await(scene, RELAY_STATUS);
    assert_true(uuid_equal(&report.status.id, &id));
    assert_int_equal(report.status.ahead, 2);
    path_of(&id, "", path);
    ask = asked(scene, "PUT", path, 0);
    assert_non_null(strstr(ask.head, "Content-Type: application/json"));
    open_sealed(scene, &id, ask.body, &fields);
    assert_string_equal(fields.name, "Rayanne-Canary");
    stop_relay(scene);
    assert_int_equal(loopback_count(scene->server, "PUT", path), 1);
    assert_false(folder_holds(scene, "Rayanne-Canary"));
    assert_true(folder_holds(scene, "walk_in")); /* the search does find what is there */
}

static void failures_are_retried_with_the_same_bytes(void **state)
{
    static const int statuses[] = {503, 0, 500, 302, 401, 429, 404};
    struct scene *scene = *state;
    struct loopback_ask first;
    struct uuid id;
    char path[128];

    loopback_lock(scene->server);
    memcpy(scene->queue.statuses, statuses, sizeof(statuses));
    scene->queue.status_count = sizeof(statuses) / sizeof(statuses[0]);
    scene->queue.garbage = true;
    loopback_unlock(scene->server);
    id = order_submit(scene, "Ray");
    await(scene, RELAY_SAVED);
    /* One report fewer than failures: a connection that breaks off is tried once more before anyone is told.
     */
    for (size_t i = 0; i < scene->queue.status_count; i++) {
        struct relay_report report = await(scene, RELAY_TRYING);

        assert_true(uuid_equal(&report.id, &id));
        assert_int_equal(relay_outbox_count(scene->relay), 1);
    }
    await(scene, RELAY_STATUS);
    path_of(&id, "", path);
    first = asked(scene, "PUT", path, 0);
    for (size_t i = 1; i <= 1 + scene->queue.status_count; i++)
        assert_string_equal(asked(scene, "PUT", path, i).body, first.body);
    assert_int_equal(loopback_count(scene->server, "GET", "/elsewhere"), 0);
    stop_relay(scene);
    assert_int_equal(loopback_count(scene->server, "PUT", path), 2 + scene->queue.status_count);
}

static void request_without_queue_is_saved_and_sent_when_it_is_back(void **state)
{
    struct scene *scene = *state;
    struct person_fields fields;
    struct uuid id;
    char path[128];

    await_link(scene, true);
    stop_queue(scene);
    await_link(scene, false);
    id = order_submit(scene, "Ray");
    await(scene, RELAY_SAVED);
    await(scene, RELAY_TRYING);
    start_queue(scene);
    await(scene, RELAY_STATUS);
    path_of(&id, "", path);
    open_sealed(scene, &id, asked(scene, "PUT", path, 0).body, &fields);
    assert_string_equal(fields.name, "Ray");
    stop_relay(scene);
    assert_int_equal(loopback_count(scene->server, "PUT", path), 1);
}

static void restart_sends_what_was_saved_before(void **state)
{
    struct scene *scene = *state;
    struct uuid id;
    char path[128];

    start_relay(scene); /* never had a board: no key to seal to */
    id = order_submit(scene, "Ray");
    await(scene, RELAY_SAVED);
    stop_relay(scene);
    start_queue(scene);
    start_relay(scene);
    await(scene, RELAY_STATUS);
    path_of(&id, "", path);
    assert_non_null(strstr(asked(scene, "PUT", path, 0).body, "\"sealed\":null"));
    assert_null(strstr(asked(scene, "PUT", path, 0).body, "Ray"));
    assert_non_null(strstr(asked(scene, "PUT", path, 0).body, "\"find\":\"sign\""));
}

static void order_given_while_stopping_is_still_saved(void **state)
{
    struct scene *scene = *state;
    struct uuid ids[20];
    char path[128];

    start_relay(scene);
    for (size_t i = 0; i < 20; i++)
        ids[i] = order_submit(scene, "");
    stop_relay(scene);
    start_queue(scene);
    start_relay(scene);
    for (size_t i = 0; i < 20; i++) {
        path_of(&ids[i], "", path);
        asked(scene, "PUT", path, 0);
    }
}

static void cancel_before_delivery_follows_its_request(void **state)
{
    struct scene *scene = *state;
    struct uuid id;
    char path[128];
    char cancel_path[128];

    start_relay(scene);
    id = order_submit(scene, "");
    order_simple(scene, RELAY_CANCEL, &id);
    await(scene, RELAY_SAVED);
    await(scene, RELAY_SAVED);
    assert_int_equal(relay_outbox_count(scene->relay), 2);
    start_queue(scene);
    path_of(&id, "", path);
    path_of(&id, "/cancel", cancel_path);
    assert_string_equal(asked(scene, "POST", cancel_path, 0).body, "{}");
    assert_int_equal(loopback_count(scene->server, "PUT", path), 1);
    await(scene, RELAY_STATUS);
    await(scene, RELAY_STATUS);
    assert_int_equal(relay_outbox_count(scene->relay), 0);
}

static void refused_request_is_said_and_not_sent_again(void **state)
{
    static const struct {
        int status;
        int error;
    } cases[] = {{409, CB_CONFLICT}, {422, CB_BAD_INPUT}, {400, CB_BAD_INPUT}, {413, CB_TOO_LARGE}};
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct relay_report report;
        struct uuid id;

        loopback_lock(scene->server);
        scene->queue.statuses[i] = cases[i].status;
        scene->queue.status_count = i + 1;
        loopback_unlock(scene->server);
        id = order_submit(scene, "");
        report = await(scene, RELAY_REFUSED);
        assert_true(uuid_equal(&report.id, &id));
        assert_int_equal(report.error, cases[i].error);
    }
    order_submit(scene, "");
    await(scene, RELAY_STATUS); /* the next one passes: nothing blocks it */
    assert_int_equal(relay_outbox_count(scene->relay), 0);
    assert_int_equal(loopback_count(scene->server, "PUT", "/api/v1/requests/"), 5);
}

static void refused_change_is_followed_by_the_true_state(void **state)
{
    struct scene *scene = *state;
    struct relay_order order = {.kind = RELAY_CHANGE};
    char path[128];

    order.submit = (struct wire_submit){.id = order_submit(scene, ""), .find = FIND_SIGN, .language = "en"};
    await(scene, RELAY_STATUS);
    loopback_lock(scene->server);
    scene->queue.statuses[0] = 409;
    scene->queue.status_count = 1;
    scene->queue.state = "on_the_way";
    loopback_unlock(scene->server);
    assert_int_equal(relay_order(scene->relay, &order), CB_OK);
    await(scene, RELAY_REFUSED);
    assert_int_equal(await(scene, RELAY_STATUS).status.state, REQUEST_ON_THE_WAY);
    path_of(&order.submit.id, "/change", path);
    assert_int_equal(loopback_count(scene->server, "POST", path), 1);
}

static void restart_asks_how_open_requests_are(void **state)
{
    struct scene *scene = *state;
    struct uuid id = order_submit(scene, "");
    struct relay_report report;

    await(scene, RELAY_STATUS);
    stop_relay(scene);
    loopback_lock(scene->server);
    scene->queue.state = "on_the_way";
    loopback_unlock(scene->server);
    start_relay(scene);
    report = await(scene, RELAY_STATUS);
    assert_true(uuid_equal(&report.id, &id));
    assert_int_equal(report.status.state, REQUEST_ON_THE_WAY);
}

static void request_that_the_queue_lost_is_sent_again(void **state)
{
    struct scene *scene = *state;
    struct uuid id = order_submit(scene, "Ray");
    struct loopback_ask first;
    char path[128];

    path_of(&id, "", path);
    await(scene, RELAY_STATUS);
    first = asked(scene, "PUT", path, 0);
    loopback_lock(scene->server);
    scene->queue.get_status = 404;
    loopback_unlock(scene->server);
    order_simple(scene, RELAY_REFRESH, &id);
    assert_string_equal(asked(scene, "PUT", path, 1).body, first.body);
}

/* ---- board, feed, lookup ---- */

static void board_is_kept_for_the_next_start(void **state)
{
    struct scene *scene = *state;
    struct arena arena = ARENA_INIT;
    struct board board;
    struct moment fetched;

    assert_int_equal(relay_take_board(scene->relay, &arena, &board, &fetched), CB_OK);
    assert_true(fetched.mono_ms > 0);
    assert_string_equal(board.kiosk_name, "Kiosk 2");
    stop_relay(scene);
    stop_queue(scene);
    start_relay(scene);
    await(scene, RELAY_BOARD);
    assert_int_equal(relay_take_board(scene->relay, &arena, &board, &fetched), CB_OK);
    assert_true(fetched.mono_ms == 0);
    assert_string_equal(board.kiosk_name, "Kiosk 2");
    assert_int_equal(relay_take_board(scene->relay, &arena, &board, &fetched), CB_NOT_FOUND);
    arena_release(&arena);
}

static void bad_board_does_not_replace_the_good_one(void **state)
{
    struct scene *scene = *state;
    struct arena arena = ARENA_INIT;
    struct board board;
    struct moment fetched;

    loopback_lock(scene->server);
    strcpy(scene->board, "{\"revision\":18}");
    loopback_unlock(scene->server);
    stop_relay(scene);
    start_relay(scene); /* without an ETag: the bad one is fetched */
    asked(scene, "GET", "/api/v1/board", 3);
    assert_int_equal(relay_take_board(scene->relay, &arena, &board, &fetched), CB_OK);
    assert_string_equal(board.kiosk_name, "Kiosk 2");
    assert_true(fetched.mono_ms == 0);
    arena_release(&arena);
}

static void feed_tells_of_requests_and_boards(void **state)
{
    struct scene *scene = *state;
    struct wire_status status = {.id = {{7}}, .ticket = leaf_47, .state = REQUEST_ON_THE_WAY, .version = 3};
    struct strbuf event = STRBUF_INIT;
    struct strbuf data = STRBUF_INIT;
    struct relay_report report;
    size_t boards;

    await_link(scene, true);
    strcpy(status.holder_name, "Marisol");
    status.holder_id.bytes[0] = 9;
    wire_status_write(&status, &data);
    sse_write(&event, "request", 18, strbuf_text(&data));
    assert_true(loopback_push(scene->server, ":\n\n"));
    assert_true(loopback_push(scene->server, strbuf_text(&event)));
    report = await(scene, RELAY_STATUS);
    assert_string_equal(report.status.holder_name, "Marisol");
    assert_int_equal(report.status.version, 3);
    boards = loopback_count(scene->server, "GET", "/api/v1/board");
    loopback_push(scene->server, "event: board\nid: 19\ndata: {\"revision\":19}\n\n");
    assert_non_null(strstr(asked(scene, "GET", "/api/v1/board", boards).head, "If-None-Match: " REVISION_A));
    strbuf_release(&event);
    strbuf_release(&data);
}

static void broken_feed_comes_back_where_it_was(void **state)
{
    struct scene *scene = *state;

    await_link(scene, true);
    assert_null(strstr(asked(scene, "GET", "/api/v1/feed", 0).head, "Last-Event-ID"));
    loopback_push(scene->server, "event: board\nid: 19\ndata: {\"revision\":19}\n\n");
    asked(scene, "GET", "/api/v1/board", 2); /* so the event was read */
    stop_queue(scene);
    await_link(scene, false);
    start_queue(scene);
    await_link(scene, true);
    assert_non_null(strstr(asked(scene, "GET", "/api/v1/feed", 0).head, "Last-Event-ID: 19"));
}

static void health_is_told(void **state)
{
    struct scene *scene = *state;
    struct loopback_ask ask = asked(scene, "POST", "/api/v1/health", 0);

    assert_string_equal(ask.body, "{\"version\":\"" COACHBELL_VERSION
                                  "\",\"outbox\":0,\"uptime_s\":0,\"anchor\":null}");
}

static void lookup_always_has_an_answer(void **state)
{
    static const struct {
        int status;
        int error;
    } cases[] = {{404, CB_NOT_FOUND}, {429, CB_BUSY}, {500, CB_NETWORK}};
    static const struct uuid none;
    struct scene *scene = *state;

    order_simple(scene, RELAY_LOOKUP, &none);
    assert_int_equal(await(scene, RELAY_FOUND).status.ticket.number, 47);
    assert_string_equal(asked(scene, "POST", "/api/v1/tickets/lookup", 0).body,
                        "{\"sign\":\"leaf\",\"number\":47}");
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        loopback_lock(scene->server);
        scene->queue.lookup_status = cases[i].status;
        loopback_unlock(scene->server);
        order_simple(scene, RELAY_LOOKUP, &none);
        assert_int_equal(await(scene, RELAY_NOT_FOUND).error, cases[i].error);
    }
    stop_queue(scene);
    order_simple(scene, RELAY_LOOKUP, &none);
    assert_int_equal(await(scene, RELAY_NOT_FOUND).error, CB_NETWORK);
}

/* ---- alerts ---- */

static void alert_is_sent_and_its_state_reported(void **state)
{
    static const struct uuid id = {{0xa1}};
    struct scene *scene = *state;
    struct relay_report report;

    order_simple(scene, RELAY_ALERT, &id);
    report = await(scene, RELAY_ALERT_STATE);
    assert_true(uuid_equal(&report.id, &id));
    assert_int_equal(report.alert.screens, 3);
    order_simple(scene, RELAY_ALERT_OK, &id);
    await(scene, RELAY_ALERT_STATE);
    assert_int_equal(loopback_count(scene->server, "PUT", "/api/v1/alerts/"), 1);
    assert_int_equal(loopback_count(scene->server, "POST", "/api/v1/alerts/"), 1);
}

static void alert_that_cannot_be_sent_fails_in_time_and_goes_on(void **state)
{
    static const struct uuid id = {{0xa2}};
    struct scene *scene = *state;
    struct relay_report report;
    int64_t began_ms;
    int64_t took_ms;

    start_relay(scene); /* no queue */
    began_ms = moment_now().mono_ms;
    order_simple(scene, RELAY_ALERT, &id);
    report = await(scene, RELAY_ALERT_FAILED);
    assert_true(uuid_equal(&report.id, &id));
    took_ms = moment_now().mono_ms - began_ms;
    assert_in_range(took_ms, ALERT_FAILED_MS - 100, 5000);
    start_queue(scene);
    report = await(scene, RELAY_ALERT_STATE);
    assert_true(uuid_equal(&report.id, &id));
}

static void refused_alert_fails_at_once(void **state)
{
    static const struct uuid id = {{0xa3}};
    struct scene *scene = *state;
    int64_t began_ms = moment_now().mono_ms;

    loopback_lock(scene->server);
    scene->queue.alert_status = 401;
    loopback_unlock(scene->server);
    order_simple(scene, RELAY_ALERT, &id);
    await(scene, RELAY_ALERT_FAILED);
    assert_in_range(moment_now().mono_ms - began_ms, 0, ALERT_FAILED_MS - 1000);
    loopback_lock(scene->server);
    scene->queue.alert_status = 201;
    loopback_unlock(scene->server);
    await(scene, RELAY_ALERT_STATE);
}

static void stuck_word_does_not_hold_up_a_call_for_help(void **state)
{
    static const struct uuid first = {{0xa4}};
    static const struct uuid second = {{0xa5}};
    struct scene *scene = *state;
    struct relay_report report;

    loopback_lock(scene->server);
    scene->queue.alert_ok_status = 500;
    loopback_unlock(scene->server);
    order_simple(scene, RELAY_ALERT_OK, &first);
    asked(scene, "POST", "/api/v1/alerts/", 1);
    order_simple(scene, RELAY_ALERT, &second);
    report = await(scene, RELAY_ALERT_STATE);
    assert_true(uuid_equal(&report.id, &second));
    loopback_lock(scene->server);
    scene->queue.alert_ok_status = 200;
    loopback_unlock(scene->server);
    report = await(scene, RELAY_ALERT_STATE);
    assert_true(uuid_equal(&report.id, &first));
}

/* ---- starting ---- */

static void unusable_addresses_are_refused_in_words(void **state)
{
    static const char *const urls[] = {"",
                                       "queue",
                                       "ftp://127.0.0.1/",
                                       "http://192.168.1.7:8320",
                                       "http://ray:secret@127.0.0.1",
                                       "http://127.0.0.1/?a=b"};
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
        struct relay_config config = {.queue_url = urls[i],
                                      .token = "token-1",
                                      .data_folder = scene->folder,
                                      .random = {always_short, NULL}};
        struct problem problem = {""};
        struct relay *relay = NULL;

        assert_int_equal(relay_start(&config, &relay, &problem), CB_BAD_INPUT);
        assert_true(problem.text[0] != '\0');
        assert_null(relay);
    }
}

static void folder_that_cannot_be_made_is_said(void **state)
{
    struct relay_config config = {.queue_url = "http://127.0.0.1:1",
                                  .token = "token-1",
                                  .data_folder = "/proc/no-such-folder/kiosk",
                                  .random = {always_short, NULL}};
    struct problem problem = {""};
    struct relay *relay = NULL;

    (void)state;
    assert_int_equal(relay_start(&config, &relay, &problem), CB_IO);
    assert_non_null(strstr(problem.text, config.data_folder));
}

/* ---- clocks ---- */

/* How far what the queue is told differs from this machine's clock. */
static int64_t told_ahead_ms(struct scene *scene)
{
    struct uuid id = order_submit(scene, "");
    struct loopback_ask ask;
    struct wire_submit submit;
    struct wire_fault fault;
    char path[96];

    path_of(&id, "", path);
    assert_true(loopback_asked(scene->server, "PUT", path, 0, WAIT_MS, &ask));
    assert_int_equal(wire_submit_read(ask.body, strlen(ask.body), &submit, &fault), CB_OK);
    return submit.asked_at_ms - moment_now().wall_ms;
}

static void requests_are_asked_for_by_the_queues_clock(void **state)
{
    const int64_t aheads_ms[] = {10 * MINUTE_MS, -3 * DAY_MS};
    struct scene *scene = *state;

    start_queue(scene);
    for (size_t i = 0; i < sizeof(aheads_ms) / sizeof(aheads_ms[0]); i++) {
        int64_t told_ms = 0;

        loopback_lock(scene->server);
        scene->queue.ahead_ms = aheads_ms[i];
        loopback_unlock(scene->server);
        start_relay(scene);
        /* The first may be on its way before the queue's time is known. */
        for (int tries = 0; tries < 50 && llabs(told_ms - aheads_ms[i]) > MINUTE_MS; tries++)
            told_ms = told_ahead_ms(scene);
        assert_true(llabs(told_ms - aheads_ms[i]) < MINUTE_MS);
        stop_relay(scene);
    }
}

/* ---- the queue's audit log ---- */

static void serve_anchor(void *context, const struct loopback_ask *ask, struct loopback_reply *reply)
{
    struct wire_anchor anchor = {.seq = 47, .hash = {4, 7}};
    struct strbuf text = STRBUF_INIT;

    serve(context, ask, reply);
    if (strcmp(ask->path, "/api/v1/health") != 0)
        return;
    wire_health_answer_write(moment_now().wall_ms, &anchor, &text);
    snprintf(reply->body, sizeof(reply->body), "%s", strbuf_text(&text));
    strbuf_release(&text);
}

static void anchor_that_the_queue_gave_is_brought_back_after_a_restart(void **state)
{
    struct scene *scene = *state;
    int64_t brought = 0;

    scene->server = loopback_start(scene->port, serve_anchor, scene);
    /* A run may end before its answer is there. */
    for (size_t run = 0; run < 50 && brought == 0; run++) {
        struct wire_health health;
        struct wire_fault fault;
        struct loopback_ask ask;

        start_relay(scene);
        assert_true(loopback_asked(scene->server, "POST", "/api/v1/health", run, WAIT_MS, &ask));
        assert_int_equal(wire_health_read(ask.body, strlen(ask.body), &health, &fault), CB_OK);
        brought = health.anchor.seq;
        await_link(scene, true);
        stop_relay(scene);
    }
    assert_int_equal(brought, 47);
}

/* ---- what the log says ---- */

static void serve_refused(void *context, const struct loopback_ask *ask, struct loopback_reply *reply)
{
    (void)context;
    (void)ask;
    reply->status = 401;
}

static void token_that_is_refused_is_said_once_however_often_it_is_tried(void **state)
{
    struct scene *scene = *state;
    struct stderr_catch catch = stderr_catch_begin();
    struct loopback_ask ask;
    char text[4096];

    scene->server = loopback_start(scene->port, serve_refused, scene);
    start_relay(scene);
    loopback_asked(scene->server, "POST", "/api/v1/health", 0, WAIT_MS, &ask);
    loopback_asked(scene->server, "GET", "/api/v1/board", 3, WAIT_MS, &ask);
    loopback_asked(scene->server, "GET", "/api/v1/feed", 3, WAIT_MS, &ask);
    stop_relay(scene);
    stop_queue(scene);
    stderr_catch_end(&catch, text, sizeof(text));
    assert_non_null(strstr(text, "pair it again"));
    assert_ptr_equal(strchr(text, '\n') + 1, text + strlen(text)); /* one line */
}

#define RUNNING(f) cmocka_unit_test_setup_teardown(f, setup_running, teardown)
#define STOPPED(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STOPPED(requests_are_asked_for_by_the_queues_clock),
        STOPPED(anchor_that_the_queue_gave_is_brought_back_after_a_restart),
        STOPPED(token_that_is_refused_is_said_once_however_often_it_is_tried),
        RUNNING(request_is_saved_then_sent_once),
        RUNNING(failures_are_retried_with_the_same_bytes),
        RUNNING(request_without_queue_is_saved_and_sent_when_it_is_back),
        STOPPED(restart_sends_what_was_saved_before),
        STOPPED(order_given_while_stopping_is_still_saved),
        STOPPED(cancel_before_delivery_follows_its_request),
        RUNNING(refused_request_is_said_and_not_sent_again),
        RUNNING(refused_change_is_followed_by_the_true_state),
        RUNNING(restart_asks_how_open_requests_are),
        RUNNING(request_that_the_queue_lost_is_sent_again),
        RUNNING(board_is_kept_for_the_next_start),
        RUNNING(bad_board_does_not_replace_the_good_one),
        RUNNING(feed_tells_of_requests_and_boards),
        RUNNING(broken_feed_comes_back_where_it_was),
        RUNNING(health_is_told),
        RUNNING(lookup_always_has_an_answer),
        RUNNING(alert_is_sent_and_its_state_reported),
        STOPPED(alert_that_cannot_be_sent_fails_in_time_and_goes_on),
        RUNNING(refused_alert_fails_at_once),
        RUNNING(stuck_word_does_not_hold_up_a_call_for_help),
        STOPPED(unusable_addresses_are_refused_in_words),
        STOPPED(folder_that_cannot_be_made_is_said),
    };

    if (seal_init() != CB_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
