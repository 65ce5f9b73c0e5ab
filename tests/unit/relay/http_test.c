/* One call at a time against a server that misbehaves: every answer is bounded and every end is told. */
#include "relay/http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/curl_late.h"
#include "support/freed.h"
#include "support/loopback.h"

#include <stdio.h>
#include <string.h>

#define TURNS_MAX 400 /* of at most 50 ms each */

struct scene {
    struct http *http;
    struct http_call *call;
    struct loopback *server;
    struct loopback_reply reply;
    struct http_answer answer;
    char body[128];
    size_t streamed;
    int answers;
};

static void serve(void *context, const struct loopback_ask *ask, struct loopback_reply *reply)
{
    struct scene *scene = context;

    (void)ask;
    *reply = scene->reply;
}

static void on_answer(void *context, const struct http_answer *answer)
{
    struct scene *scene = context;

    scene->answer = *answer;
    snprintf(scene->body, sizeof(scene->body), "%s", answer->error == CB_OK ? answer->body : "");
    scene->answers++;
}

static int on_bytes(void *context, const char *bytes, size_t length)
{
    struct scene *scene = context;

    (void)bytes;
    scene->streamed += length;
    return CB_OK;
}

static int setup(void **state)
{
    static struct scene scene;
    char url[64];

    memset(&scene, 0, sizeof(scene));
    scene.server = loopback_start(0, serve, &scene);
    scene.reply.status = 200;
    snprintf(url, sizeof(url), "http://localhost:%d", loopback_port(scene.server));
    assert_int_equal(http_open(url, "token-1", &scene.http, NULL), CB_OK);
    scene.call = http_call_new(scene.http);
    assert_non_null(scene.call);
    *state = &scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;

    http_call_free(scene->call);
    http_close(scene->http);
    loopback_stop(scene->server);
    return 0;
}

static void ask(struct scene *scene, size_t answer_max, http_bytes_fn *stream)
{
    const struct http_ask ask = {.method = "GET",
                                 .path = "/",
                                 .timeout_ms = 10000,
                                 .answer_max = answer_max,
                                 .on_bytes = stream,
                                 .done = on_answer,
                                 .context = scene};
    int before = scene->answers;

    assert_int_equal(http_start(scene->call, &ask), CB_OK);
    assert_true(http_busy(scene->call));
    for (int i = 0; i < TURNS_MAX && scene->answers == before; i++) {
        http_dispatch(scene->http);
        http_wait(scene->http, 50);
        http_dispatch(scene->http);
    }
    assert_int_equal(scene->answers, before + 1);
    assert_false(http_busy(scene->call));
}

static void answer_is_handed_out_whole(void **state)
{
    struct scene *scene = *state;

    strcpy(scene->reply.body, "{\"a\":1}");
    strcpy(scene->reply.header, "ETag: \"17\"");
    ask(scene, 100, NULL);
    assert_int_equal(scene->answer.error, CB_OK);
    assert_int_equal(scene->answer.status, 200);
    assert_string_equal(scene->body, "{\"a\":1}");
    assert_string_equal(scene->answer.etag, "\"17\"");
    /* And nothing of it stays for the next. */
    scene->reply = (struct loopback_reply){.status = 404};
    ask(scene, 100, NULL);
    assert_int_equal(scene->answer.status, 404);
    assert_string_equal(scene->body, "");
    assert_string_equal(scene->answer.etag, "");
}

static void what_libcurl_held_is_overwritten(void **state)
{
    (void)state;
    struct curl_slist *list = curl_slist_append(NULL, FREED_CANARY);
    const char *text = list->data;
    assert_int_not_equal(freed_letters(text), 0);
    curl_slist_free_all(list);
    assert_int_equal(freed_letters(text), 0);
}

static void answer_above_its_limit_is_none(void **state)
{
    struct scene *scene = *state;

    memset(scene->reply.body, 'x', 101);
    ask(scene, 100, NULL);
    assert_int_equal(scene->answer.error, CB_TOO_LARGE);
    ask(scene, 101, NULL);
    assert_int_equal(scene->answer.error, CB_OK);
}

static void broken_connection_is_the_network(void **state)
{
    struct scene *scene = *state;

    scene->reply.cut = true;
    ask(scene, 100, NULL);
    assert_int_equal(scene->answer.error, CB_NETWORK);
}

static void retry_after_is_read_and_bounded(void **state)
{
    struct scene *scene = *state;

    scene->reply.status = 429;
    strcpy(scene->reply.header, "Retry-After: 7");
    ask(scene, 100, NULL);
    assert_true(scene->answer.retry_after_ms == 7000);
    strcpy(scene->reply.header, "Retry-After: 86400");
    ask(scene, 100, NULL);
    assert_true(scene->answer.retry_after_ms == HTTP_RETRY_MAX_MS);
}

static void redirect_is_an_answer_and_not_followed(void **state)
{
    struct scene *scene = *state;

    scene->reply.status = 302;
    strcpy(scene->reply.header, "Location: /elsewhere");
    ask(scene, 100, NULL);
    assert_int_equal(scene->answer.status, 302);
    assert_int_equal(loopback_count(scene->server, "GET", "/elsewhere"), 0);
}

static void stream_of_another_type_gives_no_bytes(void **state)
{
    struct scene *scene = *state;

    strcpy(scene->reply.body, "data: 1\n\n");
    ask(scene, 0, on_bytes);
    assert_int_equal(scene->answer.error, CB_NETWORK);
    assert_int_equal(scene->streamed, 0);
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(answer_is_handed_out_whole),
        SCENE(what_libcurl_held_is_overwritten),
        SCENE(answer_above_its_limit_is_none),
        SCENE(broken_connection_is_the_network),
        SCENE(retry_after_is_read_and_bounded),
        SCENE(redirect_is_an_answer_and_not_followed),
        SCENE(stream_of_another_type_gives_no_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
