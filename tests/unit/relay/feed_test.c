/* The feed by itself, with a clock that the test moves: silence ends a link. */
#include "relay/feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/loopback.h"

#include <stdio.h>
#include <string.h>

#define TURNS_MAX 400 /* of at most 50 ms each: what is awaited comes long before */

struct scene {
    struct turn turn;
    struct feed feed;
    struct loopback *server;
    int links;   /* reports so far */
    bool linked; /* the last one */
    int opened;
    int alerts;
    bool refuse;
};

static void serve(void *context, const struct loopback_ask *ask, struct loopback_reply *reply)
{
    struct scene *scene = context;

    (void)ask;
    reply->stream = !scene->refuse;
    reply->status = 503;
}

static void on_report(void *context, const struct relay_report *report)
{
    struct scene *scene = context;

    assert_int_equal(report->kind, RELAY_LINK);
    scene->linked = report->linked;
    scene->links++;
}

static void on_opened(void *context)
{
    struct scene *scene = context;

    scene->opened++;
}

static void on_alert(void *context, const struct wire_alert *alert)
{
    struct scene *scene = context;

    scene->alerts += alert->count;
}

static void on_nothing(void *context)
{
    (void)context;
}

static void on_request(void *context, const struct wire_status *status)
{
    (void)context;
    (void)status;
}

static int setup(void **state)
{
    static struct random_seed seed;
    static struct scene scene;
    const struct feed_events events = {on_opened, on_nothing, on_request, on_alert, on_nothing, NULL, &scene};
    char url[64];

    memset(&scene, 0, sizeof(scene));
    scene.server = loopback_start(0, serve, &scene);
    snprintf(url, sizeof(url), "http://127.0.0.1:%d", loopback_port(scene.server));
    scene.turn = (struct turn){.now = {.mono_ms = 1000000},
                               .random = random_seeded(&seed, 5),
                               .report = on_report,
                               .context = &scene};
    assert_int_equal(http_open(url, "token-1", &scene.turn.http, NULL), CB_OK);
    assert_int_equal(feed_open(&scene.feed, &scene.turn, &events), CB_OK);
    *state = &scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;

    feed_close(&scene->feed);
    http_close(scene->turn.http);
    loopback_stop(scene->server);
    return 0;
}

/* Turns until *count is at least `wanted`; the feed's clock stands still meanwhile. */
static void turn_until(struct scene *scene, const int *count, int wanted)
{
    for (int i = 0; i < TURNS_MAX && *count < wanted; i++) {
        feed_turn(&scene->feed);
        http_dispatch(scene->turn.http);
        http_wait(scene->turn.http, 50);
        http_dispatch(scene->turn.http);
    }
    assert_int_equal(*count, wanted);
}

static void first_bytes_make_the_link(void **state)
{
    struct scene *scene = *state;

    turn_until(scene, &scene->links, 1);
    assert_true(scene->linked);
    assert_int_equal(scene->opened, 1);
}

static void three_missed_heartbeats_end_it(void **state)
{
    struct scene *scene = *state;

    turn_until(scene, &scene->links, 1);
    scene->turn.now.mono_ms += FEED_SILENCE_MS - 1;
    feed_turn(&scene->feed);
    assert_int_equal(scene->links, 1);
    scene->turn.now.mono_ms += 1;
    feed_turn(&scene->feed);
    assert_int_equal(scene->links, 2);
    assert_false(scene->linked);
    /* And it comes back. */
    scene->turn.now.mono_ms += BACKOFF_FIRST_MS;
    turn_until(scene, &scene->links, 3);
    assert_true(scene->linked);
    assert_int_equal(scene->opened, 2);
}

static void heartbeat_keeps_it(void **state)
{
    struct scene *scene = *state;
    struct strbuf event = STRBUF_INIT;
    struct strbuf data = STRBUF_INIT;
    struct wire_alert alert = {
        .id = {{1}}, .state = ALERT_SEEN, .count = 1, .stored = true, .sent_at_ms = 1000};

    turn_until(scene, &scene->links, 1);
    wire_alert_write(&alert, &data);
    sse_write(&event, "alert", 5, strbuf_text(&data));
    for (int i = 1; i <= 4; i++) {
        scene->turn.now.mono_ms += 20000;
        loopback_push(scene->server, ":\n\n");
        loopback_push(scene->server, strbuf_text(&event)); /* so that its arrival can be awaited */
        turn_until(scene, &scene->alerts, i);
        feed_turn(&scene->feed);
    }
    assert_int_equal(scene->links, 1);
    assert_string_equal(scene->feed.last_id, "5");
    strbuf_release(&event);
    strbuf_release(&data);
}

static void queue_that_refuses_is_no_link(void **state)
{
    struct scene *scene = *state;

    scene->refuse = true;
    turn_until(scene, &scene->links, 1);
    assert_false(scene->linked);
    assert_true(feed_due_ms(&scene->feed) <= scene->turn.now.mono_ms + BACKOFF_FIRST_MS);
    assert_int_equal(scene->opened, 0);
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(first_bytes_make_the_link),
        SCENE(three_missed_heartbeats_end_it),
        SCENE(heartbeat_keeps_it),
        SCENE(queue_that_refuses_is_no_link),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
