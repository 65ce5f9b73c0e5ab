/* The kiosk's half of pairing, against a queue's half that the test plays: right and wrong digits, a token of
 * another transcript, and every state that a power cut can leave the files in. */
#include "relay/pair.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/codec.h"
#include "base/file.h"
#include "relay/kept_pairing.h"
#include "seal/token.h"
#include "support/loopback.h"
#include "wire/reader.h"
#include "wire/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TURNS_MAX 2000 /* of at most 5 ms each, with a second of counted time */

struct scene {
    struct loopback *server;
    char url[64];
    char folder[64];
    int64_t now_ms;
    struct random_seed seed;
    struct pair *pair;

    /* The queue's half; under the server's lock. */
    struct pairing_values values;
    struct pairing_transcript transcript;
    uint8_t commitment[KEY_SIZE];
    uint8_t token[TOKEN_SIZE];
    const char *stage;
    bool other_transcript; /* the token is sealed as a middleman would have it */
    int status_of_start;   /* 0: 201 */
    int status_of_confirm; /* 0: 204 */
    int status_of_board;
    bool lost; /* answers get lost from the confirmation on */
};

/* ---- the queue ---- */

static void write_values(struct scene *scene, struct loopback_reply *reply)
{
    struct strbuf body = STRBUF_INIT;
    struct writer writer = WRITER_INIT(&body);

    write_object(&writer, NULL);
    write_uuid(&writer, "id", &scene->values.pairing_id);
    write_uuid(&writer, "site", &scene->values.site_id);
    write_uuid(&writer, "kiosk", &scene->values.kiosk_id);
    write_text(&writer, "name", "Kiosk 2");
    write_bytes(&writer, "nonce", scene->values.queue_nonce, sizeof scene->values.queue_nonce);
    write_bytes(&writer, "anchors", NULL, 0);
    write_object_end(&writer);
    reply->status = 201;
    snprintf(reply->body, sizeof reply->body, "%s", strbuf_text(&body));
    strbuf_release(&body);
}

static void take_values(struct scene *scene, const struct loopback_ask *ask)
{
    struct wire_fault fault;
    json_t *root = NULL;
    struct reader reader = reader_open(ask->body, strlen(ask->body), &fault, &root);
    uint8_t commitment[KEY_SIZE];

    read_bytes(&reader, root, "public_key", scene->values.kiosk_key, KEY_SIZE);
    read_bytes(&reader, root, "nonce", scene->values.kiosk_nonce, PAIRING_NONCE_SIZE);
    json_decref(root);
    pairing_commit(scene->values.kiosk_key, scene->values.kiosk_nonce, commitment);
    pairing_transcript(&scene->values, &scene->transcript);
    scene->stage = memcmp(commitment, scene->commitment, KEY_SIZE) == 0 ? "numbers" : "aborted";
}

static void take_commitment(struct scene *scene, const struct loopback_ask *ask)
{
    struct wire_fault fault;
    json_t *root = NULL;
    struct reader reader = reader_open(ask->body, strlen(ask->body), &fault, &root);

    read_bytes(&reader, root, "commitment", scene->commitment, KEY_SIZE);
    json_decref(root);
}

static void write_stage(struct scene *scene, struct loopback_reply *reply)
{
    struct pairing_transcript seen = scene->transcript;
    uint8_t sealed[PAIRING_SEALED_SIZE];
    char text[BASE64_TEXT_SIZE(PAIRING_SEALED_SIZE)];

    seen.hash[0] ^= scene->other_transcript ? 1 : 0;
    assert_int_equal(
        pairing_seal(scene->values.kiosk_key, &seen, &scene->values.kiosk_id, scene->token, sealed), CB_OK);
    base64_encode(sealed, sizeof sealed, text);
    reply->status = 200;
    if (strcmp(scene->stage, "approved") == 0)
        snprintf(reply->body, sizeof reply->body, "{\"stage\":\"approved\",\"sealed\":\"%s\"}", text);
    else
        snprintf(reply->body, sizeof reply->body, "{\"stage\":\"%s\",\"sealed\":null}", scene->stage);
}

static void serve(void *context, const struct loopback_ask *ask, struct loopback_reply *reply)
{
    struct scene *scene = context;

    if (strcmp(ask->path, "/api/v1/pairings") == 0) {
        take_commitment(scene, ask);
        write_values(scene, reply);
        reply->status = scene->status_of_start != 0 ? scene->status_of_start : 201;
    } else if (strcmp(ask->path, "/api/v1/board") == 0) {
        reply->cut = scene->lost;
        reply->status = scene->status_of_board;
    } else if (strstr(ask->path, "/confirm") != NULL) {
        reply->cut = scene->lost;
        reply->status = scene->status_of_confirm != 0 ? scene->status_of_confirm : 204;
    } else {
        if (strcmp(ask->method, "PUT") == 0)
            take_values(scene, ask);
        write_stage(scene, reply);
    }
}

static void say(struct scene *scene, const char *stage)
{
    loopback_lock(scene->server);
    scene->stage = stage;
    loopback_unlock(scene->server);
}

/* ---- the kiosk ---- */

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);

    assert_int_equal(seal_init(), CB_OK);
    strcpy(scene->folder, "/tmp/coachbell-pair-XXXXXX");
    assert_non_null(mkdtemp(scene->folder));
    scene->server = loopback_start(0, serve, scene);
    snprintf(scene->url, sizeof scene->url, "http://127.0.0.1:%d", loopback_port(scene->server));
    scene->now_ms = 1000;
    scene->stage = "started";
    memset(&scene->values.pairing_id, 1, sizeof scene->values.pairing_id);
    memset(&scene->values.site_id, 2, sizeof scene->values.site_id);
    memset(&scene->values.kiosk_id, 3, sizeof scene->values.kiosk_id);
    memset(scene->values.queue_nonce, 6, sizeof scene->values.queue_nonce);
    memset(scene->token, 7, sizeof scene->token);
    *state = scene;
    return 0;
}

static void remove_file(const struct scene *scene, const char *name)
{
    char path[128];

    snprintf(path, sizeof path, "%s/%s", scene->folder, name);
    unlink(path);
}

static int teardown(void **state)
{
    struct scene *scene = *state;

    pair_close(scene->pair);
    loopback_stop(scene->server);
    remove_file(scene, "pairing");
    remove_file(scene, "pairing.new");
    remove_file(scene, "board.json");
    assert_int_equal(rmdir(scene->folder), 0); /* nothing else was left */
    free(scene);
    return 0;
}

static void begin_as(struct scene *scene, const struct uuid *former_id)
{
    struct pair_config config = {.queue_url = scene->url, .data_folder = scene->folder};

    if (former_id != NULL) {
        config.kiosk_id = *former_id;
        config.outbox_waits = true;
    }
    assert_int_equal(pair_open(&config, &scene->pair, NULL), CB_OK);
}

static void turn(struct scene *scene)
{
    const struct moment now = {.mono_ms = scene->now_ms += 300};

    pair_run(scene->pair, now, random_seeded(&scene->seed, 9), 5);
}

static struct pair_view until(struct scene *scene, enum pair_step step)
{
    for (int i = 0; i < TURNS_MAX && pair_view(scene->pair).step < step; i++)
        turn(scene);
    assert_int_equal(pair_view(scene->pair).step, step);
    return pair_view(scene->pair);
}

static enum pair_end ended(struct scene *scene)
{
    return until(scene, PAIR_ENDED).end;
}

static void come_to_typing(struct scene *scene)
{
    begin_as(scene, NULL);
    until(scene, PAIR_NUMBERS);
    say(scene, "approved");
    until(scene, PAIR_TYPING);
}

static int keeps(struct scene *scene, enum kept_state which)
{
    struct kept_pairing kept;
    int error = kept_pairing_load(scene->folder, which, &kept);

    if (error == CB_OK)
        kept_pairing_release(&kept);
    return error;
}

static void assert_nothing_is_kept(struct scene *scene)
{
    assert_int_equal(keeps(scene, KEPT_BEGUN), CB_NOT_FOUND);
    assert_int_equal(keeps(scene, KEPT_PAIRED), CB_NOT_FOUND);
}

/* As a kiosk that was paired before has it. */
static void keep(struct scene *scene, enum kept_state which, const char *queue)
{
    struct kept_pairing kept = KEPT_PAIRING_INIT;

    snprintf(kept.queue, sizeof kept.queue, "%s", queue);
    kept.kiosk_id = scene->values.kiosk_id;
    kept.pairing_id = scene->values.pairing_id;
    token_write(scene->token, kept.token);
    assert_int_equal(kept_pairing_store(scene->folder, which, &kept), CB_OK);
    kept_pairing_release(&kept);
}

static void assert_paired_to(struct scene *scene, const char *queue)
{
    struct kept_pairing kept;

    assert_int_equal(kept_pairing_load(scene->folder, KEPT_PAIRED, &kept), CB_OK);
    assert_string_equal(kept.queue, queue);
    kept_pairing_release(&kept);
}

/* ---- the tests ---- */

static void right_digits_on_both_sides_pair(void **state)
{
    struct scene *scene = *state;
    struct pair_view view;
    struct kept_pairing kept;
    char token[TOKEN_TEXT_SIZE];

    begin_as(scene, NULL);
    view = until(scene, PAIR_NUMBERS);
    assert_string_equal(view.digits, scene->transcript.kiosk_digits);
    assert_string_equal(view.name, "Kiosk 2");
    say(scene, "approved");
    until(scene, PAIR_TYPING);
    assert_nothing_is_kept(scene);
    pair_type(scene->pair, scene->transcript.queue_digits);
    assert_int_equal(keeps(scene, KEPT_BEGUN), CB_OK);
    until(scene, PAIR_CONFIRMED);
    assert_int_equal(kept_pairing_promote(scene->folder), CB_OK);
    assert_int_equal(kept_pairing_load(scene->folder, KEPT_PAIRED, &kept), CB_OK);
    token_write(scene->token, token);
    assert_string_equal(kept.token, token);
    assert_string_equal(kept.queue, scene->url);
    assert_true(uuid_equal(&kept.kiosk_id, &scene->values.kiosk_id));
    assert_int_equal(keeps(scene, KEPT_BEGUN), CB_NOT_FOUND);
    kept_pairing_release(&kept);
}

static void the_token_goes_out_only_to_confirm(void **state)
{
    struct scene *scene = *state;
    struct loopback_ask ask;

    keep(scene, KEPT_PAIRED, "http://127.0.0.1:1");
    come_to_typing(scene);
    pair_type(scene->pair, scene->transcript.queue_digits);
    until(scene, PAIR_CONFIRMED);
    for (size_t i = 0; i < loopback_count(scene->server, "GET", "/api/v1/pairings"); i++) {
        assert_true(loopback_asked(scene->server, "GET", "/api/v1/pairings", i, 1000, &ask));
        assert_null(strcasestr(ask.head, "authorization"));
    }
    assert_true(loopback_asked(scene->server, "PUT", "/api/v1/pairings", 0, 1000, &ask));
    assert_null(strcasestr(ask.head, "authorization"));
    assert_true(loopback_asked(scene->server, "POST", "/api/v1/pairings", 0, 1000, &ask));
    assert_null(strcasestr(ask.head, "authorization"));
    assert_true(loopback_asked(scene->server, "POST", "/api/v1/pairings/", 0, 1000, &ask));
    assert_non_null(strcasestr(ask.head, "authorization: bearer"));
}

static void wrong_digits_keep_nothing_and_have_one_try(void **state)
{
    struct scene *scene = *state;
    char right[PAIRING_QUEUE_DIGITS + 1], wrong[PAIRING_QUEUE_DIGITS + 1];

    come_to_typing(scene);
    strcpy(right, scene->transcript.queue_digits);
    strcpy(wrong, right);
    wrong[3] = (char)('0' + (wrong[3] - '0' + 1) % 10);
    pair_type(scene->pair, wrong);
    assert_int_equal(ended(scene), PAIR_END_WRONG);
    pair_type(scene->pair, right);
    assert_int_equal(ended(scene), PAIR_END_WRONG);
    assert_nothing_is_kept(scene);
}

static void digits_before_the_admins_yes_do_nothing(void **state)
{
    struct scene *scene = *state;

    begin_as(scene, NULL);
    until(scene, PAIR_NUMBERS);
    pair_type(scene->pair, scene->transcript.queue_digits);
    assert_int_equal(pair_view(scene->pair).step, PAIR_NUMBERS);
    assert_nothing_is_kept(scene);
}

static void a_token_of_another_transcript_is_refused(void **state)
{
    struct scene *scene = *state;

    scene->other_transcript = true;
    begin_as(scene, NULL);
    until(scene, PAIR_NUMBERS);
    say(scene, "approved");
    assert_int_equal(ended(scene), PAIR_END_MISMATCH);
    assert_nothing_is_kept(scene);
}

static void how_it_ends_is_told(void **state)
{
    static const struct {
        int status;
        enum pair_end end;
    } cases[] = {{404, PAIR_END_NO_WINDOW}, {409, PAIR_END_ABORTED},  {429, PAIR_END_BUSY},
                 {200, PAIR_END_STRANGER},  {302, PAIR_END_STRANGER}, {500, PAIR_END_STRANGER}};
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        loopback_lock(scene->server);
        scene->status_of_start = cases[i].status;
        loopback_unlock(scene->server);
        begin_as(scene, NULL);
        assert_int_equal(ended(scene), cases[i].end);
        pair_close(scene->pair);
        scene->pair = NULL;
    }
    for (int end = PAIR_END_NONE + 1; end < PAIR_END_COUNT; end++)
        assert_true(strlen(pair_end_words((enum pair_end)end)) > 20);
}

static void nobody_at_the_address_is_told(void **state)
{
    struct scene *scene = *state;

    snprintf(scene->url, sizeof scene->url, "http://127.0.0.1:%d", loopback_free_port());
    begin_as(scene, NULL);
    assert_int_equal(ended(scene), PAIR_END_NO_ANSWER);
}

static void an_end_at_the_queue_ends_it_here(void **state)
{
    struct scene *scene = *state;

    come_to_typing(scene);
    say(scene, "aborted");
    assert_int_equal(ended(scene), PAIR_END_ABORTED);
    pair_type(scene->pair, scene->transcript.queue_digits);
    assert_nothing_is_kept(scene);
}

static void it_stops_by_itself_after_ten_minutes(void **state)
{
    struct scene *scene = *state;

    begin_as(scene, NULL);
    until(scene, PAIR_NUMBERS);
    scene->now_ms += PAIR_WHOLE_MS;
    assert_int_equal(ended(scene), PAIR_END_TIME);
}

static void requests_that_wait_are_not_left_behind(void **state)
{
    struct scene *scene = *state;
    struct uuid other = {{9}};

    begin_as(scene, &other);
    assert_int_equal(ended(scene), PAIR_END_OTHER_KIOSK);
    pair_close(scene->pair);
    begin_as(scene, &scene->values.kiosk_id);
    until(scene, PAIR_NUMBERS);
}

/* ---- power cuts: what is on the disk, and what the queue says when the kiosk is back ---- */

static void a_cut_before_the_last_word_leaves_the_old_one(void **state)
{
    struct scene *scene = *state;

    keep(scene, KEPT_PAIRED, "http://127.0.0.1:1");
    come_to_typing(scene);
    loopback_lock(scene->server);
    scene->lost = true;
    loopback_unlock(scene->server);
    pair_type(scene->pair, scene->transcript.queue_digits);
    for (int i = 0; i < 20; i++)
        turn(scene);
    assert_int_equal(pair_view(scene->pair).step, PAIR_CONFIRMING);
    pair_close(scene->pair); /* the power goes */
    scene->pair = NULL;
    assert_paired_to(scene, "http://127.0.0.1:1");
    assert_int_equal(keeps(scene, KEPT_BEGUN), CB_OK);
    loopback_lock(scene->server);
    scene->lost = false;
    loopback_unlock(scene->server);
    assert_int_equal(pair_resume(scene->folder, &scene->pair, NULL), CB_OK);
    until(scene, PAIR_CONFIRMED);
    assert_int_equal(kept_pairing_promote(scene->folder), CB_OK);
    assert_paired_to(scene, scene->url);
}

static void resume(struct scene *scene, int board)
{
    scene->status_of_confirm = 404; /* the window is over */
    scene->status_of_board = board;
    keep(scene, KEPT_PAIRED, "http://127.0.0.1:1");
    keep(scene, KEPT_BEGUN, scene->url);
    assert_int_equal(pair_resume(scene->folder, &scene->pair, NULL), CB_OK);
}

static void a_cut_after_the_queues_yes_leaves_the_new_one(void **state)
{
    struct scene *scene = *state;

    resume(scene, 200);
    until(scene, PAIR_CONFIRMED);
    assert_int_equal(kept_pairing_promote(scene->folder), CB_OK);
    assert_paired_to(scene, scene->url);
}

static void a_pairing_that_was_never_confirmed_goes(void **state)
{
    struct scene *scene = *state;

    resume(scene, 401);
    assert_int_equal(ended(scene), PAIR_END_REFUSED);
    assert_int_equal(keeps(scene, KEPT_BEGUN), CB_NOT_FOUND);
    assert_paired_to(scene, "http://127.0.0.1:1");
}

static void half_a_file_is_no_pairing(void **state)
{
    struct scene *scene = *state;
    char path[128];

    assert_int_equal(pair_resume(scene->folder, &scene->pair, NULL), CB_NOT_FOUND);
    snprintf(path, sizeof path, "%s/pairing.new", scene->folder);
    assert_int_equal(file_write(path, "{\"queue\":\"http", 14, 0600), CB_OK);
    assert_int_equal(pair_resume(scene->folder, &scene->pair, NULL), CB_DAMAGED);
}

static void the_board_of_the_queue_before_is_forgotten(void **state)
{
    struct scene *scene = *state;
    char path[128];

    snprintf(path, sizeof path, "%s/board.json", scene->folder);
    assert_int_equal(file_write(path, "{}", 2, 0600), CB_OK);
    assert_int_equal(kept_pairing_promote(scene->folder), CB_NOT_FOUND);
    assert_int_equal(access(path, F_OK), 0);
    keep(scene, KEPT_BEGUN, scene->url);
    assert_int_equal(kept_pairing_promote(scene->folder), CB_OK);
    assert_int_not_equal(access(path, F_OK), 0);
}

/* ---- */

static void addresses_are_taken_as_people_type_them(void **state)
{
    static const struct {
        const char *typed, *url;
    } cases[] = {{"192.168.1.5", "https://192.168.1.5:8443"},
                 {"queue.clinic.lan", "https://queue.clinic.lan:8443"},
                 {"192.168.1.5:9443", "https://192.168.1.5:9443"},
                 {"[fd00::5]", "https://[fd00::5]:8443"},
                 {"[fd00::5]:9443", "https://[fd00::5]:9443"},
                 {"https://queue.lan", "https://queue.lan"},
                 {"http://127.0.0.1:8320", "http://127.0.0.1:8320"}};
    char url[64];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(pair_address(cases[i].typed, url, sizeof url));
        assert_string_equal(url, cases[i].url);
    }
    assert_false(
        pair_address("a.name.that.is.longer.than.the.room.there.is.for.it.on.this.page", url, sizeof url));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(right_digits_on_both_sides_pair),
        TEST(the_token_goes_out_only_to_confirm),
        TEST(wrong_digits_keep_nothing_and_have_one_try),
        TEST(digits_before_the_admins_yes_do_nothing),
        TEST(a_token_of_another_transcript_is_refused),
        TEST(how_it_ends_is_told),
        TEST(nobody_at_the_address_is_told),
        TEST(an_end_at_the_queue_ends_it_here),
        TEST(it_stops_by_itself_after_ten_minutes),
        TEST(requests_that_wait_are_not_left_behind),
        TEST(a_cut_before_the_last_word_leaves_the_old_one),
        TEST(a_cut_after_the_queues_yes_leaves_the_new_one),
        TEST(a_pairing_that_was_never_confirmed_goes),
        TEST(half_a_file_is_no_pairing),
        TEST(the_board_of_the_queue_before_is_forgotten),
        cmocka_unit_test(addresses_are_taken_as_people_type_them),
    };
#undef TEST

    return cmocka_run_group_tests(tests, NULL, NULL);
}
