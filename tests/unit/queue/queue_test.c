/* Requests in, answers out, on a real store and without a socket. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/codec.h"
#include "queue/queue.h"
#include "queue/routes.h"
#include "queue/session.h"
#include "queue/site_key.h"
#include "seal/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASSWORD "correct-horse-battery"
#define NOW_MS   INT64_C(1795359600000) /* 2026-11-22T15:00:00Z */
#define PORT     8320

static const char *const logins[ROLE_COUNT] = {"coach", "supervisor", "desk", "admin"};

/* One site with a coach, a supervisor who coaches too, a desk and an admin, and one kiosk. */
struct fixture {
    char folder[64];
    struct store *store;
    struct vault *vault;
    struct epochs *epochs;
    struct queue queue;
    struct arena arena;
    struct key_pair site_pair;
    struct uuid site_id;
    struct uuid kiosk_id;
    struct uuid coach_ids[2];
    char kiosk_token[TOKEN_TEXT_SIZE];
    int64_t now_ms;
    struct answer answer; /* the last one */
    char cookie[TOKEN_TEXT_SIZE];
    char csrf[TOKEN_TEXT_SIZE];
};

static struct uuid id_of(uint8_t number)
{
    return (struct uuid){{0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x41, 0x11, 0x81, 0x11, 0, 0, 0, 0, 0, number}};
}

static void add_user(struct fixture *at, enum role role)
{
    struct stored_user user = {
        .id = id_of((uint8_t)(20 + role)),
        .site_id = at->site_id,
        .role = role,
        .login = logins[role],
        .name = logins[role],
    };
    struct password_record record;
    struct key_pair pair;
    uint8_t kek[KEY_SIZE];

    if (role <= ROLE_SUPERVISOR)
        user.coach_id = at->coach_ids[role];
    assert_int_equal(password_set(PASSWORD, 1, 8192, &record, kek), CB_OK);
    key_pair_make(&pair);
    memcpy(user.salt, record.salt, sizeof user.salt);
    memcpy(user.verifier, record.verifier, sizeof user.verifier);
    user.kdf_opslimit = record.opslimit;
    user.kdf_memlimit = record.memlimit;
    memcpy(user.public_key, pair.public_key, sizeof user.public_key);
    assert_int_equal(key_wrap(kek, 1, &user.site_id, &user.id, pair.secret_key, user.wrapped_key), CB_OK);
    assert_int_equal(site_key_grant_user(&at->site_pair, &user), CB_OK);
    assert_int_equal(store_user_add(at->store, &user), CB_OK);
}

static void fill(struct fixture *at)
{
    static const char *const languages[] = {"en"};
    struct site site = {
        .id = at->site_id,
        .name = "Riverside Community Health",
        .short_name = "Riverside",
        .zone_name = "America/New_York",
        .coach_line = "",
        .settings = {.languages = languages, .language_count = 1, .notice_version = 1, .names_allowed = true},
    };
    struct place place = {.id = id_of(2), .name = "Main waiting room", .detail = ""};
    static const struct label_text talk[] = {{"en", "Just to talk"}};
    struct topic topic = {.id = "talk", .icon = "chat", .label = {talk, 1}};
    uint8_t hash[32];

    assert_int_equal(store_site_add(at->store, &site, at->site_pair.public_key), CB_OK);
    assert_int_equal(store_place_put(at->store, &at->site_id, &place), CB_OK);
    assert_int_equal(store_topic_put(at->store, &at->site_id, &topic, 0), CB_OK);
    for (int i = 0; i < 2; i++) {
        struct coach coach = {.id = at->coach_ids[i],
                              .name = i == 0 ? "Marisol" : "Ray",
                              .pronouns = "",
                              .avatar = "",
                              .phone = "",
                              .card_name = "",
                              .languages = languages,
                              .language_count = 1};

        assert_int_equal(store_coach_put(at->store, &at->site_id, &coach, i), CB_OK);
    }
    assert_int_equal(store_kiosk_put(at->store, &at->site_id, &at->kiosk_id, "Kiosk 2", &place.id), CB_OK);
    token_make(at->kiosk_token);
    assert_int_equal(kiosk_token_hash(at->kiosk_token, hash), CB_OK);
    assert_int_equal(store_kiosk_set_token(at->store, &at->kiosk_id, hash), CB_OK);
    for (int role = 0; role < ROLE_COUNT; role++)
        add_user(at, (enum role)role);
}

static int set_up(void **state)
{
    struct fixture *at = calloc(1, sizeof *at);

    assert_non_null(at);
    assert_int_equal(seal_init(), CB_OK);
    strcpy(at->folder, "/tmp/coachbell-queue-XXXXXX");
    assert_non_null(mkdtemp(at->folder));
    assert_int_equal(store_create(at->folder, NULL), CB_OK);
    assert_int_equal(store_open(at->folder, random_system(), &at->store, NULL), CB_OK);
    at->site_id = id_of(1);
    at->kiosk_id = id_of(3);
    at->coach_ids[0] = id_of(4);
    at->coach_ids[1] = id_of(5);
    at->now_ms = NOW_MS;
    key_pair_make(&at->site_pair);
    assert_int_equal(store_begin(at->store), CB_OK);
    fill(at);
    assert_int_equal(store_commit(at->store), CB_OK);
    at->vault = vault_new();
    store_tell_time(at->store, (struct moment){NOW_MS, 1, true});
    assert_int_equal(epochs_open(at->folder, &at->epochs), CB_OK);
    assert_int_equal(epochs_turn(at->epochs, at->store, (struct moment){NOW_MS, 1, true}, NULL), CB_OK);
    queue_init(&at->queue, at->store, random_system(), at->vault, NULL);
    at->queue.epochs = at->epochs;
    at->queue.origins.plain_port = PORT;
    *state = at;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *at = *state;
    char command[96];

    answer_release(&at->answer);
    queue_release(&at->queue);
    epochs_close(at->epochs);
    vault_free(at->vault);
    store_close(at->store);
    arena_release(&at->arena);
    snprintf(command, sizeof command, "rm -r %s", at->folder);
    free(at);
    return system(command);
}

/* ---- asking ---- */

struct call {
    enum http_method method;
    const char *path;
    const char *body;
    struct http_header headers[8];
};

static struct moment moment_of(const struct fixture *at)
{
    return (struct moment){.wall_ms = at->now_ms, .mono_ms = at->now_ms - NOW_MS, .verified = true};
}

/* Sign-ins are finished here as the worker and the next turn would. */
static int send_call(struct fixture *at, const struct call *call)
{
    const char *mark = strchr(call->path, '?');
    char *path = strndup(call->path, mark == NULL ? strlen(call->path) : (size_t)(mark - call->path));
    struct http_head head = {.method = call->method, .path = path, .query = mark == NULL ? "" : mark + 1};
    struct ask ask = {
        .head = &head,
        .body = call->body == NULL ? "" : call->body,
        .body_length = call->body == NULL ? 0 : strlen(call->body),
        .now = moment_of(at),
        .arena = &at->arena,
    };

    for (size_t i = 0; i < 8 && call->headers[i].name != NULL; i++)
        head.headers[head.header_count++] = call->headers[i];
    answer_clear(&at->answer);
    assert_int_equal(store_begin(at->store), CB_OK);
    queue_handle(&at->queue, &ask, &at->answer);
    if (at->answer.kind == ANSWER_LATER) {
        struct password_task *task = at->answer.task;

        password_task_work(task);
        task->finish(&at->queue, task, ask.now, &at->arena, &at->answer);
        line_leave(&at->queue.password_line, task->known_browser, task->address);
        password_task_free(task);
    }
    assert_int_equal(store_commit(at->store), CB_OK);
    free(path);
    return at->answer.status;
}

static int kiosk_asks(struct fixture *at, enum http_method method, const char *path, const char *body)
{
    char authorization[64];
    struct call call = {method, path, body, {{"Host", "127.0.0.1:8320"}, {"Authorization", authorization}}};

    snprintf(authorization, sizeof authorization, "Bearer %s", at->kiosk_token);
    return send_call(at, &call);
}

static int staff_asks(struct fixture *at, enum http_method method, const char *path, const char *body)
{
    char cookie[80];
    struct call call = {method,
                        path,
                        body,
                        {{"Host", "127.0.0.1:8320"},
                         {"Origin", "http://127.0.0.1:8320"},
                         {"Content-Type", "application/json"},
                         {"X-CSRF-Token", at->csrf},
                         {"Cookie", cookie}}};

    snprintf(cookie, sizeof cookie, SESSION_COOKIE_PLAIN "=%s", at->cookie);
    return send_call(at, &call);
}

static json_t *answer_value(const struct fixture *at, const char *key)
{
    static json_t *root;

    json_decref(root);
    root = json_loads(strbuf_text(&at->answer.body), 0, NULL);
    return root == NULL ? NULL : json_object_get(root, key);
}

static int try_sign_in(struct fixture *at, const char *login, const char *password)
{
    char body[256];

    at->cookie[0] = '\0';
    snprintf(body, sizeof body, "{\"login\":\"%s\",\"password\":\"%s\"}", login, password);
    return staff_asks(at, HTTP_POST, "/api/v1/session", body);
}

static void sign_in(struct fixture *at, enum role role)
{
    assert_int_equal(try_sign_in(at, logins[role], PASSWORD), 200);
    assert_int_equal(strncmp(at->answer.cookie, SESSION_COOKIE_PLAIN "=", strlen(SESSION_COOKIE_PLAIN) + 1),
                     0);
    snprintf(at->cookie, sizeof at->cookie, "%.43s", at->answer.cookie + strlen(SESSION_COOKIE_PLAIN) + 1);
    snprintf(at->csrf, sizeof at->csrf, "%s", json_string_value(answer_value(at, "csrf")));
}

#define REQUEST_PATH "/api/v1/requests/22222222-2222-4222-8222-222222222222"

/* The fields as the kiosk seals them, and the epoch's id, both as in JSON. */
struct sealed_text {
    char sealed[BASE64_TEXT_SIZE(SEALED_FIELD_SIZE)];
    char epoch[BASE64_TEXT_SIZE(KEY_ID_SIZE)];
};

static struct sealed_text seal_fields(struct fixture *at, enum epoch_class class,
                                      const struct field_context *context, const struct person_fields *fields)
{
    const struct epoch *epochs;
    const struct epoch *today;
    uint8_t sealed[SEALED_FIELD_SIZE];
    uint8_t id[KEY_ID_SIZE];
    struct sealed_text text;
    size_t count;

    assert_int_equal(epochs_list(at->epochs, &at->site_id, NOW_MS, &at->arena, &epochs, &count), CB_OK);
    today = epoch_at(epochs, count, class, NOW_MS);
    assert_non_null(today);
    key_id(today->key, id);
    assert_int_equal(field_seal(today->key, context, fields, sealed), CB_OK);
    base64_encode(sealed, sizeof sealed, text.sealed);
    base64_encode(id, sizeof id, text.epoch);
    return text;
}

static void submit_body(struct fixture *at, const char *name, char *ret_body, size_t size)
{
    struct field_context context = {.site_id = at->site_id, .kiosk_id = at->kiosk_id};
    struct person_fields fields = {.name = ""};
    struct sealed_text text;

    assert_int_equal(uuid_parse("22222222-2222-4222-8222-222222222222", &context.request_id), CB_OK);
    snprintf(fields.name, sizeof fields.name, "%s", name);
    text = seal_fields(at, EPOCH_VISIT, &context, &fields);
    snprintf(
        ret_body, size,
        "{\"kind\":\"walk_in\",\"ticket\":{\"sign\":\"leaf\",\"number\":47},\"coach\":null,\"topics\":["
        "\"talk\"],"
        "\"find\":\"name\",\"language\":\"en\",\"notice_version\":1,\"asked_at\":\"2026-11-22T15:00:00Z\","
        "\"due_from\":null,\"due_until\":null,\"preference\":null,\"source\":null,\"consent_version\":0,"
        "\"sealed\":\"%s\",\"epoch\":\"%s\"}",
        text.sealed, text.epoch);
}

static void submit(struct fixture *at)
{
    char body[2048];

    submit_body(at, "Ray", body, sizeof body);
    assert_int_equal(kiosk_asks(at, HTTP_PUT, REQUEST_PATH, body), 201);
}

/* ---- kiosks ---- */

static void submit_is_taken_once(void **state)
{
    struct fixture *at = *state;
    char body[2048];
    char other[2048];

    submit_body(at, "Ray", body, sizeof body);
    submit_body(at, "Ray", other, sizeof other); /* sealed anew: other bytes */
    assert_int_equal(kiosk_asks(at, HTTP_PUT, REQUEST_PATH, body), 201);
    assert_string_equal(json_string_value(answer_value(at, "state")), "waiting");
    assert_int_equal(kiosk_asks(at, HTTP_PUT, REQUEST_PATH, body), 200);
    assert_int_equal(json_integer_value(answer_value(at, "version")), 1);
    assert_int_equal(kiosk_asks(at, HTTP_PUT, REQUEST_PATH, other), 409);
}

static void submit_faults_name_the_field(void **state)
{
    struct fixture *at = *state;

    assert_int_equal(kiosk_asks(at, HTTP_PUT, REQUEST_PATH, "{"), 400);
    assert_int_equal(kiosk_asks(at, HTTP_PUT, REQUEST_PATH, "{\"kind\":\"walk_in\",\"kind\":\"walk_in\"}"),
                     400);
    assert_int_equal(kiosk_asks(at, HTTP_PUT, REQUEST_PATH, "{\"kind\":\"wizard\"}"), 422);
    assert_string_equal(json_string_value(answer_value(at, "field")), "kind");
}

static void kiosk_without_its_token_is_nobody(void **state)
{
    struct fixture *at = *state;

    at->kiosk_token[5] ^= 1;
    assert_int_equal(kiosk_asks(at, HTTP_GET, "/api/v1/board", NULL), 401);
    at->kiosk_token[0] = '\0';
    assert_int_equal(kiosk_asks(at, HTTP_GET, "/api/v1/board", NULL), 401);
}

static void revoked_kiosk_is_nobody(void **state)
{
    struct fixture *at = *state;

    assert_int_equal(kiosk_asks(at, HTTP_GET, "/api/v1/board", NULL), 200);
    assert_int_equal(store_kiosk_revoke(at->store, &at->kiosk_id), CB_OK);
    assert_int_equal(kiosk_asks(at, HTTP_GET, "/api/v1/board", NULL), 401);
}

static void board_changes_with_presence_only(void **state)
{
    struct fixture *at = *state;
    char etag[64];

    assert_int_equal(kiosk_asks(at, HTTP_GET, "/api/v1/board", NULL), 200);
    strcpy(etag, at->answer.etag);
    sign_in(at, ROLE_COACH);
    assert_int_equal(kiosk_asks(at, HTTP_GET, "/api/v1/board", NULL), 200);
    assert_string_equal(at->answer.etag, etag);
    assert_int_equal(staff_asks(at, HTTP_PUT, "/api/v1/me/presence", "{\"kind\":\"here\"}"), 200);
    assert_int_equal(kiosk_asks(at, HTTP_GET, "/api/v1/board", NULL), 200);
    assert_string_not_equal(at->answer.etag, etag);
}

static void tickets_cannot_be_guessed(void **state)
{
    struct fixture *at = *state;

    submit(at);
    for (int i = 0; i < LOOKUP_WRONG_MAX; i++) {
        assert_int_equal(
            kiosk_asks(at, HTTP_POST, "/api/v1/tickets/lookup", "{\"sign\":\"leaf\",\"number\":47}"), 200);
        assert_int_equal(
            kiosk_asks(at, HTTP_POST, "/api/v1/tickets/lookup", "{\"sign\":\"boat\",\"number\":48}"), 404);
    }
    assert_int_equal(kiosk_asks(at, HTTP_POST, "/api/v1/tickets/lookup", "{\"sign\":\"leaf\",\"number\":47}"),
                     429);
    assert_true(at->answer.retry_after_s > 0);
    at->now_ms += LOOKUP_WINDOW_MS;
    assert_int_equal(kiosk_asks(at, HTTP_POST, "/api/v1/tickets/lookup", "{\"sign\":\"leaf\",\"number\":47}"),
                     200);
}

static void cancelled_twice_is_cancelled_once(void **state)
{
    struct fixture *at = *state;

    submit(at);
    assert_int_equal(kiosk_asks(at, HTTP_POST, REQUEST_PATH "/cancel", "{}"), 200);
    assert_string_equal(json_string_value(answer_value(at, "outcome")), "cancelled");
    assert_int_equal(kiosk_asks(at, HTTP_POST, REQUEST_PATH "/cancel", "{}"), 200);
    assert_int_equal(json_integer_value(answer_value(at, "version")), 2);
}

static void many_touches_are_one_alert(void **state)
{
    struct fixture *at = *state;
    char path[96];

    for (int i = 0; i < 200; i++) {
        snprintf(path, sizeof path, "/api/v1/alerts/33333333-3333-4333-8333-3333333333%02x", i);
        assert_int_equal(kiosk_asks(at, HTTP_PUT, path, "not even JSON"), i == 0 ? 201 : 200);
    }
    assert_int_equal(json_integer_value(answer_value(at, "count")), 200);
    assert_string_equal(json_string_value(answer_value(at, "id")), "33333333-3333-4333-8333-333333333300");
    assert_true(json_is_true(answer_value(at, "stored")));
}

/* ---- staff ---- */

static void second_of_two_coaches_is_told_who_goes(void **state)
{
    struct fixture *at = *state;
    const json_t *current;

    submit(at);
    sign_in(at, ROLE_COACH);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/claim", "{\"version\":1,\"go\":true}"), 200);
    assert_string_equal(json_string_value(answer_value(at, "state")), "on_the_way");
    sign_in(at, ROLE_SUPERVISOR);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/claim", "{\"version\":1,\"go\":true}"), 409);
    current = answer_value(at, "current");
    assert_string_equal(json_string_value(json_object_get(json_object_get(current, "holder"), "name")),
                        "Marisol");
    assert_int_equal(kiosk_asks(at, HTTP_GET, REQUEST_PATH, NULL), 200);
    assert_string_equal(json_string_value(json_object_get(answer_value(at, "holder"), "name")), "Marisol");
}

static void name_is_for_the_holder_and_supervisors(void **state)
{
    struct fixture *at = *state;

    submit(at);
    sign_in(at, ROLE_COACH);
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 403);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/claim", "{\"version\":1,\"go\":true}"), 200);
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 200);
    assert_string_equal(json_string_value(answer_value(at, "name")), "Ray");
    sign_in(at, ROLE_SUPERVISOR);
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 200);
    sign_in(at, ROLE_FRONT_DESK);
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 403);
    sign_in(at, ROLE_ADMIN);
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 403);
}

/* Everything is here that ever was, but for the key of that day: the request stays, the name does not. */
static void name_sealed_to_a_dead_epoch_is_erased_and_its_request_is_kept(void **state)
{
    struct fixture *at = *state;
    struct moment later = {NOW_MS + 2 * DAY_MS, 2, true};
    char body[2048];

    submit_body(at, "Ray", body, sizeof body);
    store_tell_time(at->store, later);
    assert_int_equal(epochs_turn(at->epochs, at->store, later, NULL), CB_OK);
    assert_int_equal(kiosk_asks(at, HTTP_PUT, REQUEST_PATH, body), 201);
    sign_in(at, ROLE_SUPERVISOR);
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 200);
    assert_true(json_is_true(answer_value(at, "erased")));
    assert_true(json_is_null(answer_value(at, "name")));
}

static void kiosk_and_coach_can_have_a_name_forgotten(void **state)
{
    struct fixture *at = *state;

    submit(at);
    sign_in(at, ROLE_FRONT_DESK);
    assert_int_equal(staff_asks(at, HTTP_DELETE, REQUEST_PATH "/contact", NULL), 403);
    sign_in(at, ROLE_SUPERVISOR);
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 200);
    assert_string_equal(json_string_value(answer_value(at, "name")), "Ray");
    assert_int_equal(kiosk_asks(at, HTTP_POST, REQUEST_PATH "/forget", "{}"), 200);
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 200);
    assert_true(json_is_true(answer_value(at, "erased")));
    assert_int_equal(staff_asks(at, HTTP_DELETE, REQUEST_PATH "/contact", NULL), 204);
}

static void board_lists_keys_for_a_week_and_is_announced_when_they_change(void **state)
{
    struct fixture *at = *state;
    struct moment later = {NOW_MS + 2 * DAY_MS, 2, true};
    const struct epoch *epochs;
    size_t count;
    int64_t before;
    int64_t after;

    for (int class = 0; class < EPOCH_CLASS_COUNT; class ++) {
        for (int hours = 0; hours < 7 * 24; hours++) {
            assert_int_equal(epochs_list(at->epochs, &at->site_id, NOW_MS, &at->arena, &epochs, &count),
                             CB_OK);
            assert_non_null(epoch_at(epochs, count, (enum epoch_class) class, NOW_MS + hours * HOUR_MS));
        }
    }
    assert_int_equal(kiosk_asks(at, HTTP_GET, "/api/v1/board", NULL), 200);
    assert_int_equal(json_array_size(answer_value(at, "epochs")), count);
    assert_int_equal(store_revision(at->store, &at->site_id, &before), CB_OK);
    assert_int_equal(epochs_turn(at->epochs, at->store, (struct moment){NOW_MS, 1, true}, NULL), CB_OK);
    assert_int_equal(store_revision(at->store, &at->site_id, &after), CB_OK);
    assert_int_equal(before, after);
    assert_int_equal(epochs_turn(at->epochs, at->store, later, NULL), CB_OK);
    assert_int_equal(store_revision(at->store, &at->site_id, &after), CB_OK);
    assert_int_equal(before + 1, after);
}

/* A callback by phone, with a yes to texts. */
static void submit_with_phone(struct fixture *at)
{
    struct field_context context = {.site_id = at->site_id, .kiosk_id = at->kiosk_id};
    struct person_fields fields = {.phone = "+16175550199"};
    char body[2048];
    struct sealed_text text;

    assert_int_equal(uuid_parse("22222222-2222-4222-8222-222222222222", &context.request_id), CB_OK);
    text = seal_fields(at, EPOCH_CALLBACK, &context, &fields);
    snprintf(
        body, sizeof body,
        "{\"kind\":\"callback\",\"ticket\":{\"sign\":\"leaf\",\"number\":47},\"coach\":null,\"topics\":[],"
        "\"find\":\"text\",\"language\":\"en\",\"notice_version\":1,"
        "\"asked_at\":\"2026-11-22T15:00:00Z\",\"preference\":\"woman\",\"consent_version\":1,"
        "\"sealed\":\"%s\",\"epoch\":\"%s\"}",
        text.sealed, text.epoch);
    assert_int_equal(kiosk_asks(at, HTTP_PUT, REQUEST_PATH, body), 201);
}

static void number_goes_out_only_while_the_persons_yes_stands(void **state)
{
    struct fixture *at = *state;

    submit_with_phone(at);
    assert_int_equal(json_integer_value(answer_value(at, "consent_version")), 1);
    sign_in(at, ROLE_SUPERVISOR);
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 200);
    assert_string_equal(json_string_value(answer_value(at, "phone")), "+16175550199");
    assert_int_equal(kiosk_asks(at, HTTP_POST, REQUEST_PATH "/consent", "{\"consent_version\":0}"), 200);
    assert_int_equal(json_integer_value(answer_value(at, "version")), 2);
    assert_int_equal(kiosk_asks(at, HTTP_POST, REQUEST_PATH "/consent", "{\"consent_version\":0}"), 200);
    assert_int_equal(json_integer_value(answer_value(at, "version")), 2);
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 200);
    assert_true(json_is_null(answer_value(at, "phone")));
    assert_int_equal(kiosk_asks(at, HTTP_POST, REQUEST_PATH "/consent", "{\"consent_version\":1}"), 200);
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 200);
    assert_string_equal(json_string_value(answer_value(at, "phone")), "+16175550199");
    assert_int_equal(store_check(at->store, NULL), CB_OK);
}

static void request_is_opened_when_a_page_says_so(void **state)
{
    struct fixture *at = *state;

    submit(at);
    assert_true(json_is_false(answer_value(at, "opened")));
    sign_in(at, ROLE_FRONT_DESK);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/opened", "{}"), 403);
    sign_in(at, ROLE_COACH);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/opened", "{}"), 200);
    assert_true(json_is_string(answer_value(at, "opened_at")));
    assert_int_equal(json_integer_value(answer_value(at, "version")), 1);
    assert_int_equal(kiosk_asks(at, HTTP_GET, REQUEST_PATH, NULL), 200);
    assert_true(json_is_true(answer_value(at, "opened")));
}

static void claiming_is_opening(void **state)
{
    struct fixture *at = *state;

    submit(at);
    sign_in(at, ROLE_COACH);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/claim", "{\"version\":1,\"go\":true}"), 200);
    assert_true(json_is_string(answer_value(at, "opened_at")));
}

static void live_cookie_unlocks_after_a_restart_and_an_ended_one_does_not(void **state)
{
    struct fixture *at = *state;

    submit(at);
    sign_in(at, ROLE_COACH);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/claim", "{\"version\":1,\"go\":true}"), 200);
    vault_free(at->vault);
    at->vault = at->queue.vault = vault_new();
    assert_true(vault_locked(at->vault, &at->site_id));
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 200);
    assert_string_equal(json_string_value(answer_value(at, "name")), "Ray");
    assert_int_equal(staff_asks(at, HTTP_DELETE, "/api/v1/session", NULL), 204);
    vault_free(at->vault);
    at->vault = at->queue.vault = vault_new();
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 401);
    assert_true(vault_locked(at->vault, &at->site_id));
}

static void key_is_wiped_a_quarter_hour_after_the_last_session(void **state)
{
    struct fixture *at = *state;

    sign_in(at, ROLE_COACH);
    assert_int_equal(staff_asks(at, HTTP_DELETE, "/api/v1/session", NULL), 204);
    vault_sweep(at->vault, at->now_ms + VAULT_LINGER_MS);
    assert_false(vault_locked(at->vault, &at->site_id));
    vault_sweep(at->vault, at->now_ms + VAULT_LINGER_MS + 1);
    assert_true(vault_locked(at->vault, &at->site_id));
}

static void desk_alone_does_not_unlock(void **state)
{
    struct fixture *at = *state;

    sign_in(at, ROLE_FRONT_DESK);
    assert_true(vault_locked(at->vault, &at->site_id));
}

static void sign_in_says_the_same_of_known_and_unknown(void **state)
{
    struct fixture *at = *state;
    char *known;

    assert_int_equal(try_sign_in(at, "coach", "wrong-wrong-wrong"), 401);
    known = strdup(strbuf_text(&at->answer.body));
    assert_int_equal(try_sign_in(at, "nobody", "wrong-wrong-wrong"), 401);
    assert_string_equal(strbuf_text(&at->answer.body), known);
    assert_string_equal(at->answer.cookie, "");
    free(known);
}

static void sessions_end_by_idleness_and_by_age(void **state)
{
    struct fixture *at = *state;

    sign_in(at, ROLE_COACH);
    for (int day = 0; day < 6; day++) {
        at->now_ms += SESSION_IDLE_MS - MINUTE_MS;
        assert_int_equal(staff_asks(at, HTTP_GET, "/api/v1/session", NULL), 200);
    }
    at->now_ms = NOW_MS + SESSION_ABSOLUTE_MS;
    assert_int_equal(staff_asks(at, HTTP_GET, "/api/v1/session", NULL), 401);
    sign_in(at, ROLE_COACH);
    at->now_ms += SESSION_IDLE_MS;
    assert_int_equal(staff_asks(at, HTTP_GET, "/api/v1/session", NULL), 401);
}

static void listening_keeps_nobody_signed_in(void **state)
{
    struct fixture *at = *state;

    sign_in(at, ROLE_COACH);
    at->now_ms += SESSION_IDLE_MS - MINUTE_MS;
    assert_int_equal(staff_asks(at, HTTP_GET, "/api/v1/queue/feed", NULL), 200);
    at->now_ms += MINUTE_MS;
    assert_int_equal(staff_asks(at, HTTP_GET, "/api/v1/queue/feed", NULL), 401);
}

static void presence_lies_within_sixteen_hours(void **state)
{
    struct fixture *at = *state;
    static const char *const wrong[] = {
        "{\"kind\":\"here\",\"until\":\"2026-11-22T14:59:59Z\"}",
        "{\"kind\":\"here\",\"until\":\"2026-11-23T07:00:01Z\"}",
        "{\"kind\":\"here\",\"until\":5}",
        "{\"kind\":\"asleep\"}",
        "{\"kind\":\"none\"}",
        "{}",
        "{\"kind\":\"break\",\"until\":\"2026-11-22T16:00:00Z\",\"back_at\":\"2026-11-22T17:00:00Z\"}",
    };

    sign_in(at, ROLE_COACH);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(staff_asks(at, HTTP_PUT, "/api/v1/me/presence", wrong[i]), 422);
    assert_int_equal(staff_asks(at, HTTP_PUT, "/api/v1/me/presence", "{\"kind\":\"here\"}"), 200);
    assert_string_equal(json_string_value(json_object_get(answer_value(at, "presence"), "until")),
                        "2026-11-22T23:00:00Z");
    sign_in(at, ROLE_FRONT_DESK);
    assert_int_equal(staff_asks(at, HTTP_PUT, "/api/v1/me/presence", "{\"kind\":\"here\"}"), 403);
}

/* ---- every route ---- */

static void fill_path(const char *pattern, char *ret_path, size_t size)
{
    const char *hole = strstr(pattern, "{id}");

    if (hole == NULL)
        snprintf(ret_path, size, "%s", pattern);
    else
        snprintf(ret_path, size, "%.*s22222222-2222-4222-8222-222222222222%s", (int)(hole - pattern), pattern,
                 hole + 4);
}

/* Each staff route without one of the things it needs; a kiosk's token does not stand in for a session, nor a
 * cookie for it. */
static void routes_refuse_whoever_they_are_not_for(void **state)
{
    struct fixture *at = *state;
    size_t count;
    const struct route *routes = route_table(&count);
    char path[128];

    sign_in(at, ROLE_COACH);
    for (size_t i = 0; i < count; i++) {
        fill_path(routes[i].path, path, sizeof path);
        if (routes[i].who == WHO_STAFF)
            assert_int_equal(kiosk_asks(at, routes[i].method, path, "{}"), 401);
        if (routes[i].who == WHO_KIOSK)
            assert_int_equal(staff_asks(at, routes[i].method, path, "{}"), 401);
    }
}

static void staff_changes_need_origin_type_and_csrf(void **state)
{
    struct fixture *at = *state;
    size_t count;
    const struct route *routes = route_table(&count);
    char path[128];
    char cookie[80];

    sign_in(at, ROLE_COACH);
    snprintf(cookie, sizeof cookie, SESSION_COOKIE_PLAIN "=%s", at->cookie);
    for (size_t i = 0; i < count; i++) {
        struct call call = {routes[i].method, path, "{}", {{"Host", "127.0.0.1:8320"}, {"Cookie", cookie}}};

        if (routes[i].who != WHO_STAFF || routes[i].method == HTTP_GET)
            continue;
        fill_path(routes[i].path, path, sizeof path);
        assert_int_equal(send_call(at, &call), 403); /* no Origin */
        call.headers[2] = (struct http_header){"Origin", "http://evil.example"};
        assert_int_equal(send_call(at, &call), 403);
        call.headers[2] = (struct http_header){"Origin", "http://localhost:8320"};
        assert_int_equal(send_call(at, &call), 403); /* ours, but not the one it was asked at */
        call.headers[2] = (struct http_header){"Origin", "http://127.0.0.1:8320"};
        call.headers[3] = (struct http_header){"Content-Type", "application/x-www-form-urlencoded"};
        if (routes[i].method != HTTP_DELETE)
            assert_int_equal(send_call(at, &call), 415);
        call.headers[3] = (struct http_header){"Content-Type", "application/json"};
        assert_int_equal(send_call(at, &call), 403); /* no CSRF token */
        call.headers[4] = (struct http_header){"X-CSRF-Token", at->cookie};
        assert_int_equal(send_call(at, &call), 403);
    }
}

static void role_matrix_holds_on_every_route(void **state)
{
    struct fixture *at = *state;
    size_t count;
    const struct route *routes = route_table(&count);
    char path[128];

    for (int role = 0; role < ROLE_COUNT; role++) {
        sign_in(at, (enum role)role);
        for (size_t i = 0; i < count; i++) {
            bool allowed = routes[i].act == ACT_COUNT || access_allowed((enum role)role, routes[i].act);

            if (routes[i].who != WHO_STAFF || routes[i].method == HTTP_DELETE)
                continue;
            fill_path(routes[i].path, path, sizeof path);
            if (staff_asks(at, routes[i].method, path, "{}") == 403 && allowed)
                fail_msg("%s may %s, but was refused", logins[role], routes[i].path);
            if (!allowed)
                assert_int_equal(at->answer.status, 403);
        }
    }
}

static void foreign_host_is_not_our_name(void **state)
{
    struct fixture *at = *state;
    static const char *const hosts[] = {"evil.example", "127.0.0.1", "127.0.0.1:8321",
                                        "localhost:8320.evil.example"};

    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        struct call call = {HTTP_GET, "/healthz", NULL, {{"Host", hosts[i]}}};

        assert_int_equal(send_call(at, &call), 421);
    }
}

static void wrong_method_names_the_right_ones(void **state)
{
    struct fixture *at = *state;

    assert_int_equal(kiosk_asks(at, HTTP_DELETE, REQUEST_PATH, NULL), 405);
    assert_string_equal(at->answer.allow, "GET, HEAD, PUT");
    assert_int_equal(kiosk_asks(at, HTTP_GET, "/api/v1/requests/not-an-id", NULL), 404);
}

static void failed_commit_takes_nothing_but_an_alert(void **state)
{
    struct fixture *at = *state;
    char authorization[64];
    struct http_head head = {.method = HTTP_PUT, .path = REQUEST_PATH, .query = "", .header_count = 2};
    struct ask ask = {
        .head = &head, .body = "{}", .body_length = 2, .now = moment_of(at), .arena = &at->arena};
    struct stored_alert alert;

    snprintf(authorization, sizeof authorization, "Bearer %s", at->kiosk_token);
    head.headers[0] = (struct http_header){"Host", "127.0.0.1:8320"};
    head.headers[1] = (struct http_header){"Authorization", authorization};
    assert_false(queue_handle_unstored(&at->queue, &ask, &at->answer, &alert));
    assert_int_equal(at->answer.status, 503);
    head.path = "/api/v1/alerts/33333333-3333-4333-8333-333333333333";
    assert_true(queue_handle_unstored(&at->queue, &ask, &at->answer, &alert));
    assert_int_equal(at->answer.status, 200);
    assert_true(json_is_false(answer_value(at, "stored")));
    assert_string_equal(alert.kiosk_name, "Kiosk 2");
    head.headers[1].value = "Bearer nobody";
    assert_false(queue_handle_unstored(&at->queue, &ask, &at->answer, &alert));
}

/* ---- staff ask for someone ---- */

#define ASKED_ID "55555555-5555-4555-8555-555555555555"

static int ask_for_someone(struct fixture *at, const char *kind, const char *source, const char *name,
                           const char *place)
{
    char body[512];

    snprintf(body, sizeof body,
             "{\"id\":\"" ASKED_ID
             "\",\"kind\":\"%s\",\"coach\":null,\"topics\":[\"talk\"],\"language\":\"es\","
             "\"source\":%s,\"name\":%s,\"place\":%s}",
             kind, source, name, place);
    return staff_asks(at, HTTP_POST, "/api/v1/requests", body);
}

static void staff_ask_for_someone_with_their_own_sign(void **state)
{
    struct fixture *at = *state;
    const json_t *ticket;
    struct request request;
    struct uuid id;

    sign_in(at, ROLE_FRONT_DESK);
    assert_int_equal(ask_for_someone(at, "walk_in", "null", "null", "null"), 201);
    ticket = answer_value(at, "ticket");
    assert_string_equal(json_string_value(json_object_get(ticket, "sign")), "tree");
    assert_true(json_is_null(answer_value(at, "kiosk")));
    assert_string_equal(json_string_value(answer_value(at, "find")), "sign");
    assert_int_equal(uuid_parse(ASKED_ID, &id), CB_OK);
    assert_int_equal(store_request_plain(at->store, &id, &request), CB_OK);
    assert_true(uuid_is_none(&request.kiosk_id));
    assert_int_equal(store_check(at->store, NULL), CB_OK);
}

static void repeat_of_what_staff_asked_is_the_same_request(void **state)
{
    struct fixture *at = *state;
    int number;

    sign_in(at, ROLE_COACH);
    assert_int_equal(ask_for_someone(at, "walk_in", "\"primary_care\"", "\"Ray\"", "null"), 201);
    number = (int)json_integer_value(json_object_get(answer_value(at, "ticket"), "number"));
    at->now_ms += MINUTE_MS;
    assert_int_equal(ask_for_someone(at, "walk_in", "\"primary_care\"", "\"Ray\"", "null"), 200);
    assert_int_equal(json_integer_value(json_object_get(answer_value(at, "ticket"), "number")), number);
    assert_int_equal(ask_for_someone(at, "referral", "\"primary_care\"", "\"Ray\"", "null"), 409);
}

static void name_that_staff_typed_is_sealed_and_opens_for_the_holder(void **state)
{
    struct fixture *at = *state;
    uint8_t sealed[SEALED_SIZE];
    uint8_t epoch[EPOCH_ID_SIZE];
    struct uuid id;

    sign_in(at, ROLE_FRONT_DESK);
    assert_int_equal(ask_for_someone(at, "referral", "\"social_worker\"", "\"Ray Q\"", "\"Room 4, after 2\""),
                     201);
    assert_null(strstr(strbuf_text(&at->answer.body), "Ray Q"));
    assert_string_equal(json_string_value(answer_value(at, "source")), "social_worker");
    assert_string_equal(json_string_value(answer_value(at, "find")), "look");
    assert_int_equal(uuid_parse(ASKED_ID, &id), CB_OK);
    assert_int_equal(store_sealed(at->store, &id, sealed, epoch), CB_OK);
    assert_null(memmem(sealed, sizeof sealed, "Ray Q", 5));
    assert_int_equal(staff_asks(at, HTTP_GET, "/api/v1/requests/" ASKED_ID "/contact", NULL), 403);
    sign_in(at, ROLE_COACH);
    assert_int_equal(
        staff_asks(at, HTTP_POST, "/api/v1/requests/" ASKED_ID "/claim", "{\"version\":1,\"go\":true}"), 200);
    assert_int_equal(staff_asks(at, HTTP_GET, "/api/v1/requests/" ASKED_ID "/contact", NULL), 200);
    assert_string_equal(json_string_value(answer_value(at, "name")), "Ray Q");
    assert_string_equal(json_string_value(answer_value(at, "place")), "Room 4, after 2");
}

static void what_staff_ask_wrongly_is_refused_by_field(void **state)
{
    static const struct {
        const char *kind, *source, *name, *place, *field;
    } wrongs[] = {
        {"callback", "null", "null", "null", "kind"},
        {"referral", "null", "null", "null", "source"},
        {"walk_in", "\"a_friend\"", "null", "null", "source"},
        {"walk_in", "null", "\"two\\nlines\"", "null", "name"},
        {"walk_in", "null", "null", "7", "place"},
    };
    struct fixture *at = *state;

    sign_in(at, ROLE_SUPERVISOR);
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        assert_int_equal(
            ask_for_someone(at, wrongs[i].kind, wrongs[i].source, wrongs[i].name, wrongs[i].place), 422);
        assert_string_equal(json_string_value(answer_value(at, "field")), wrongs[i].field);
    }
    at->queue.epochs = NULL;
    assert_int_equal(ask_for_someone(at, "walk_in", "null", "\"Ray\"", "null"), 503);
    assert_int_equal(ask_for_someone(at, "walk_in", "null", "null", "null"), 201);
}

/* ---- the audit log ---- */

/* What stands in the log, oldest first, with a blank behind each. */
static void written_actions(struct fixture *at, char *ret_text, size_t size)
{
    struct audit_row *rows;
    size_t count;
    size_t length = 0;

    ret_text[0] = '\0';
    assert_int_equal(audit_list(at->store, &at->site_id, 0, AUDIT_PAGE_MAX, &at->arena, &rows, &count),
                     CB_OK);
    while (count > 0) {
        length += (size_t)snprintf(ret_text + length, size - length, "%s ", rows[--count].entry.action);
        assert_true(length < size);
    }
}

static void whatever_staff_change_or_read_is_written_down(void **state)
{
    static const char alert[] = "/api/v1/alerts/33333333-3333-4333-8333-333333333300";
    struct fixture *at = *state;
    char path[96];
    char actions[1024];

    submit(at);
    assert_int_equal(kiosk_asks(at, HTTP_PUT, alert, "{}"), 201);
    assert_int_equal(try_sign_in(at, "coach", "wrong"), 401);
    assert_int_equal(try_sign_in(at, "nobody", "wrong"), 401);
    sign_in(at, ROLE_COACH);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/opened", "{}"), 200);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/opened", "{}"), 200);
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 403);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/claim", "{\"version\":1,\"go\":true}"), 200);
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 200);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/with-patient", "{\"version\":2}"), 200);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/with-patient", "{\"version\":2}"), 409);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/close", "{\"version\":3,\"outcome\":\"met\"}"),
                     200);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/reopen", "{\"version\":4}"), 200);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/release", "{\"version\":5}"), 200);
    assert_int_equal(staff_asks(at, HTTP_PUT, "/api/v1/me/presence", "{\"kind\":\"here\"}"), 200);
    snprintf(path, sizeof path, "%s/seen", alert);
    assert_int_equal(staff_asks(at, HTTP_POST, path, "{}"), 200);
    assert_int_equal(staff_asks(at, HTTP_POST, path, "{}"), 200);
    snprintf(path, sizeof path, "%s/acknowledge", alert);
    assert_int_equal(staff_asks(at, HTTP_POST, path, "{}"), 200);
    snprintf(path, sizeof path, "%s/resolve", alert);
    assert_int_equal(staff_asks(at, HTTP_POST, path, "{}"), 200);
    assert_int_equal(staff_asks(at, HTTP_DELETE, "/api/v1/session", NULL), 204);
    written_actions(at, actions, sizeof actions);
    assert_string_equal(
        actions, "session.refuse session.start request.open contact.refuse request.claim contact.read "
                 "request.with_patient request.close request.reopen request.release presence.set alert.seen "
                 "alert.acknowledge alert.resolve session.end ");
    assert_int_equal(audit_check(at->store, NULL), CB_OK);
}

static void admin_reads_the_log_by_pages_and_no_name_in_it(void **state)
{
    struct fixture *at = *state;
    const json_t *entry;

    submit(at);
    sign_in(at, ROLE_COACH);
    assert_int_equal(staff_asks(at, HTTP_POST, REQUEST_PATH "/claim", "{\"version\":1,\"go\":true}"), 200);
    assert_int_equal(staff_asks(at, HTTP_GET, REQUEST_PATH "/contact", NULL), 200);
    assert_non_null(strstr(strbuf_text(&at->answer.body), "Ray"));
    sign_in(at, ROLE_ADMIN);
    assert_int_equal(staff_asks(at, HTTP_GET, "/api/v1/audit?limit=3", NULL), 200);
    assert_null(strstr(strbuf_text(&at->answer.body), "Ray"));
    assert_int_equal(json_array_size(answer_value(at, "entries")), 3);
    assert_int_equal(json_integer_value(answer_value(at, "next")), 2);
    entry = json_array_get(answer_value(at, "entries"), 2);
    assert_string_equal(json_string_value(json_object_get(entry, "action")), "request.claim");
    assert_true(json_is_true(json_object_get(json_object_get(entry, "detail"), "go")));
    assert_string_equal(json_string_value(json_object_get(json_object_get(entry, "actor"), "name")), "coach");
    assert_int_equal(staff_asks(at, HTTP_GET, "/api/v1/audit?before=2&limit=3", NULL), 200);
    assert_int_equal(json_array_size(answer_value(at, "entries")), 1);
    assert_true(json_is_null(answer_value(at, "next")));
    assert_int_equal(staff_asks(at, HTTP_GET, "/api/v1/audit?limit=201", NULL), 422);
    assert_int_equal(staff_asks(at, HTTP_GET, "/api/v1/audit?before=x", NULL), 422);
}

/* Sends a heartbeat with that anchor ("null": none) and copies the one it is answered. */
static void beat(struct fixture *at, const char *anchor, char *ret_anchor, size_t size)
{
    char body[160];
    char *text;

    snprintf(body, sizeof body, "{\"version\":\"1\",\"outbox\":0,\"uptime_s\":1,\"anchor\":%s}", anchor);
    assert_int_equal(kiosk_asks(at, HTTP_POST, "/api/v1/health", body), 200);
    text = json_dumps(answer_value(at, "anchor"), JSON_ENCODE_ANY | JSON_COMPACT);
    snprintf(ret_anchor, size, "%s", text);
    free(text);
}

static void heartbeat_brings_an_anchor_and_gets_a_newer_one(void **state)
{
    struct fixture *at = *state;
    char first[128];
    char second[128];

    beat(at, "null", first, sizeof first);
    assert_string_equal(first, "null"); /* nothing is written yet */
    sign_in(at, ROLE_ADMIN);
    beat(at, "null", first, sizeof first);
    assert_non_null(strstr(first, "\"seq\":1"));
    assert_int_equal(staff_asks(at, HTTP_DELETE, "/api/v1/session", NULL), 204);
    beat(at, first, second, sizeof second);
    assert_non_null(strstr(second, "\"seq\":2"));
    assert_false(at->queue.audit_changed);
}

static void anchor_that_the_log_has_not_alarms_until_an_admin_settles_it(void **state)
{
    static const char cut_off[] = "{\"seq\":9000,\"hash\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\"}";
    struct fixture *at = *state;
    char path[96];
    char kiosk[UUID_TEXT_SIZE];
    char answered[128];

    sign_in(at, ROLE_ADMIN);
    beat(at, cut_off, answered, sizeof answered);
    assert_string_equal(answered, "null"); /* the kiosk keeps what it knows */
    assert_true(at->queue.audit_changed);
    at->queue.audit_changed = false;
    beat(at, cut_off, answered, sizeof answered);
    assert_false(at->queue.audit_changed);
    assert_int_equal(kiosk_asks(at, HTTP_GET, "/metrics", NULL), 200);
    assert_non_null(strstr(strbuf_text(&at->answer.body), "\ncoachbell_audit_alarms 1\n"));
    assert_int_equal(staff_asks(at, HTTP_GET, "/api/v1/audit", NULL), 200);
    assert_int_equal(json_array_size(answer_value(at, "alarms")), 1);
    uuid_format(&at->kiosk_id, kiosk);
    snprintf(path, sizeof path, "/api/v1/audit/alarms/%s/settle", kiosk);
    assert_int_equal(staff_asks(at, HTTP_POST, path, "{}"), 204);
    assert_int_equal(staff_asks(at, HTTP_POST, path, "{}"), 404);
    assert_int_equal(staff_asks(at, HTTP_GET, "/api/v1/audit", NULL), 200);
    assert_int_equal(json_array_size(answer_value(at, "alarms")), 0);
    beat(at, cut_off, answered, sizeof answered);
    assert_non_null(strstr(answered, "\"seq\":"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(whatever_staff_change_or_read_is_written_down),
        TEST(admin_reads_the_log_by_pages_and_no_name_in_it),
        TEST(heartbeat_brings_an_anchor_and_gets_a_newer_one),
        TEST(anchor_that_the_log_has_not_alarms_until_an_admin_settles_it),
        TEST(submit_is_taken_once),
        TEST(submit_faults_name_the_field),
        TEST(kiosk_without_its_token_is_nobody),
        TEST(revoked_kiosk_is_nobody),
        TEST(board_changes_with_presence_only),
        TEST(tickets_cannot_be_guessed),
        TEST(cancelled_twice_is_cancelled_once),
        TEST(many_touches_are_one_alert),
        TEST(second_of_two_coaches_is_told_who_goes),
        TEST(staff_ask_for_someone_with_their_own_sign),
        TEST(repeat_of_what_staff_asked_is_the_same_request),
        TEST(name_that_staff_typed_is_sealed_and_opens_for_the_holder),
        TEST(what_staff_ask_wrongly_is_refused_by_field),
        TEST(name_is_for_the_holder_and_supervisors),
        TEST(number_goes_out_only_while_the_persons_yes_stands),
        TEST(name_sealed_to_a_dead_epoch_is_erased_and_its_request_is_kept),
        TEST(kiosk_and_coach_can_have_a_name_forgotten),
        TEST(board_lists_keys_for_a_week_and_is_announced_when_they_change),
        TEST(request_is_opened_when_a_page_says_so),
        TEST(claiming_is_opening),
        TEST(live_cookie_unlocks_after_a_restart_and_an_ended_one_does_not),
        TEST(key_is_wiped_a_quarter_hour_after_the_last_session),
        TEST(desk_alone_does_not_unlock),
        TEST(sign_in_says_the_same_of_known_and_unknown),
        TEST(sessions_end_by_idleness_and_by_age),
        TEST(listening_keeps_nobody_signed_in),
        TEST(presence_lies_within_sixteen_hours),
        TEST(routes_refuse_whoever_they_are_not_for),
        TEST(staff_changes_need_origin_type_and_csrf),
        TEST(role_matrix_holds_on_every_route),
        TEST(foreign_host_is_not_our_name),
        TEST(wrong_method_names_the_right_ones),
        TEST(failed_commit_takes_nothing_but_an_alert),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
