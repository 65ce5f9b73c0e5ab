/* Sessions: begun, opened again by their cookie, ended. Signing in itself is in sign_in.c. */
#include "queue/session.h"

#include "base/codec.h"
#include "base/log.h"
#include "queue/audit.h"
#include "queue/staff_json.h"

#include <stdio.h>
#include <string.h>

/* ---- cookies ---- */

static const char *session_cookie(bool secure)
{
    return secure ? SESSION_COOKIE : SESSION_COOKIE_PLAIN;
}

static const char *device_cookie(bool secure)
{
    return secure ? DEVICE_COOKIE : DEVICE_COOKIE_PLAIN;
}

#define COOKIE_SIZE sizeof(((struct answer *)0)->cookie)
#define COOKIE_GOES (-1) /* when the browser is closed */

static void write_cookie(const char *name, const char *token, int64_t age_ms, bool secure,
                         char ret_cookie[COOKIE_SIZE])
{
    int length = snprintf(ret_cookie, COOKIE_SIZE, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s", name, token,
                          secure ? "; Secure" : "");

    if (age_ms != COOKIE_GOES)
        snprintf(ret_cookie + length, COOKIE_SIZE - (size_t)length, "; Max-Age=%d",
                 (int)(age_ms / SECOND_MS));
}

/* The browser is known from now on: by the cookie it has, if that is one of ours, or by a new one. */
static int know_browser(struct queue *queue, const struct password_task *task, const struct uuid *user_id,
                        int64_t now_ms, struct answer *answer)
{
    char token[TOKEN_TEXT_SIZE];
    uint8_t id[KEY_SIZE];
    int error;

    if (task->device[0] != '\0')
        memcpy(token, task->device, sizeof token);
    else
        token_make(token);
    error = device_token_hash(token, id);
    if (error == CB_OK)
        error = store_device_put(queue->store, id, user_id, now_ms + DEVICE_LIFE_MS);
    if (error == CB_OK)
        write_cookie(device_cookie(task->secure), token, DEVICE_LIFE_MS, task->secure, answer->device_cookie);
    seal_wipe(token, sizeof token);
    return error;
}

/* ---- the way through the worker ---- */

/* Only a cookie that we gave out counts: nobody plants one. */
static void read_device(struct queue *queue, const struct ask *ask, struct password_task *task)
{
    uint8_t id[KEY_SIZE];

    if (!http_cookie(ask->head, device_cookie(ask->source.secure), task->device, sizeof task->device) ||
        device_token_hash(task->device, id) != CB_OK ||
        !store_device_known(queue->store, id, NULL, ask->now.wall_ms))
        task->device[0] = '\0';
}

struct password_task *session_task(struct queue *queue, const struct ask *ask, password_finish_fn *finish)
{
    struct password_task *task = password_task_new();
    char token[TOKEN_TEXT_SIZE];

    if (task == NULL)
        return NULL;
    task->finish = finish;
    task->secure = ask->source.secure;
    memcpy(task->address, ask->source.client.bytes, sizeof task->address);
    if (store_password_cost(queue->store, &task->cost) != CB_OK)
        task->cost = (struct password_cost){PASSWORD_OPSLIMIT, PASSWORD_MEMLIMIT};
    if (http_cookie(ask->head, session_cookie(ask->source.secure), token, sizeof token))
        task->has_session = session_keys_from_token(token, &task->session) == CB_OK;
    seal_wipe(token, sizeof token);
    read_device(queue, ask, task);
    return task;
}

void session_task_start(struct queue *queue, struct password_task *task, struct answer *answer)
{
    if (!line_has_room(&queue->password_line, task->known_browser, task->address)) {
        password_task_free(task);
        answer_problem(answer, 429, "Too many sign in at once. Wait a little, then try again.", NULL, NULL);
        answer->retry_after_s = 1;
        return;
    }
    line_enter(&queue->password_line, task->known_browser, task->address);
    answer->task = task;
    answer->kind = ANSWER_LATER;
}

/* ---- begun ---- */

/* The person's secret key, wrapped by the new session's token. */
static int make_row(const struct password_task *task, const struct stored_user *user,
                    const uint8_t user_secret_key[KEY_SIZE], const struct session_keys *keys,
                    struct moment now, struct stored_session *ret_session)
{
    struct stored_session session = {
        .user_id = user->id,
        .created_at_ms = now.wall_ms,
        .used_at_ms = now.wall_ms,
        .password_at_ms = now.wall_ms,
        .expires_at_ms = now.wall_ms + (task->shared_computer ? SESSION_SHARED_ABS_MS : SESSION_ABSOLUTE_MS),
        .idle_ms = task->shared_computer ? SESSION_SHARED_IDLE_MS : SESSION_IDLE_MS,
    };
    int error =
        key_wrap(keys->kek, WRAP_SESSION, &user->site_id, &user->id, user_secret_key, session.wrapped_key);

    memcpy(session.id, keys->id, sizeof session.id);
    if (error == CB_OK)
        *ret_session = session;
    return error;
}

static int end_one(struct queue *queue, const uint8_t id[32])
{
    int error = store_session_end(queue->store, id);

    vault_session_ended(queue->vault, id);
    queue->sessions_changed = true;
    return error;
}

static void answer_me(struct queue *queue, const struct caller *caller, struct arena *arena,
                      struct answer *answer)
{
    struct site site;
    int error = store_site(queue->store, &caller->user.site_id, arena, &site);

    if (error == CB_OK)
        error = staff_write(staff_me_json(&caller->user, &site, caller->csrf), &answer->body);
    if (error == CB_OK)
        answer_json(answer, 200);
    else
        answer_error(answer, error);
}

/* A site that was locked is open from here on; what its last change of the key left to do can be done. */
static int unlock_by(struct queue *queue, const struct caller *caller, const struct session_keys *keys,
                     int64_t now_ms)
{
    bool was_locked = vault_locked(queue->vault, &caller->user.site_id);
    int error = vault_session(queue->vault, &caller->user, &caller->session, keys, now_ms);

    if (was_locked && !vault_locked(queue->vault, &caller->user.site_id))
        queue->keys_unsettled = true;
    return error;
}

int session_begin(struct queue *queue, const struct password_task *task, const struct stored_user *user,
                  const uint8_t user_secret_key[KEY_SIZE], struct moment now, struct arena *arena,
                  struct answer *answer)
{
    struct caller caller = {.user = *user};
    struct session_keys keys;
    char token[TOKEN_TEXT_SIZE];
    int error;

    token_make(token);
    error = session_keys_from_token(token, &keys);
    if (error == CB_OK)
        error = make_row(task, user, user_secret_key, &keys, now, &caller.session);
    if (error == CB_OK && task->has_session)
        error = end_one(queue, task->session.id);
    if (error == CB_OK)
        error = store_session_add(queue->store, &caller.session);
    if (error == CB_OK)
        error = queue_audit_own(queue, user, "session.start", now);
    if (error == CB_OK)
        error = know_browser(queue, task, &user->id, now.wall_ms, answer);
    if (error == CB_OK)
        error = unlock_by(queue, &caller, &keys, now.wall_ms);
    if (error == CB_OK) {
        base64_encode(keys.csrf, sizeof keys.csrf, caller.csrf);
        answer_me(queue, &caller, arena, answer);
        write_cookie(session_cookie(task->secure), token,
                     task->shared_computer ? COOKIE_GOES : SESSION_ABSOLUTE_MS, task->secure, answer->cookie);
    }
    seal_wipe(&keys, sizeof keys);
    seal_wipe(token, sizeof token);
    return error;
}

int session_end_all(struct queue *queue, const struct uuid *user_id, const uint8_t *except)
{
    vault_user_ended(queue->vault, user_id, except);
    queue->sessions_changed = true;
    return store_user_sessions_end(queue->store, user_id, except);
}

/* ---- being signed in ---- */

bool session_open(struct queue *queue, const struct ask *ask, bool is_activity, struct caller *ret_caller)
{
    struct caller caller = {0};
    struct session_keys keys;
    char token[TOKEN_TEXT_SIZE];
    int64_t now_ms = ask->now.wall_ms;
    bool open = false;

    if (!http_cookie(ask->head, session_cookie(ask->source.secure), token, sizeof token) ||
        session_keys_from_token(token, &keys) != CB_OK)
        return false;
    if (store_session(queue->store, keys.id, now_ms, &caller.session) != CB_OK ||
        store_user(queue->store, &caller.session.user_id, ask->arena, &caller.user) != CB_OK)
        goto done;
    if (is_activity && now_ms - caller.session.used_at_ms >= SESSION_USED_EVERY_MS) {
        store_session_used(queue->store, keys.id, now_ms);
        caller.session.used_at_ms = now_ms;
    }
    if (unlock_by(queue, &caller, &keys, now_ms) != CB_OK)
        log_event_id(LOG_LEVEL_ERROR, "vault.grant_does_not_open", 0, &caller.user.id);
    base64_encode(keys.csrf, sizeof keys.csrf, caller.csrf);
    *ret_caller = caller;
    open = true;
done:
    seal_wipe(&keys, sizeof keys);
    seal_wipe(token, sizeof token);
    return open;
}

bool session_alive(struct queue *queue, const uint8_t session_id[32], int64_t now_ms)
{
    struct stored_session session;

    return store_session(queue->store, session_id, now_ms, &session) == CB_OK;
}

void session_get(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    answer_me(queue, &ask->caller, ask->arena, answer);
}

bool session_is_fresh(const struct ask *ask, struct answer *answer)
{
    int64_t age_ms = ask->now.wall_ms - ask->caller.session.password_at_ms;

    if (age_ms >= 0 && age_ms <= PASSWORD_FRESH_MS)
        return true;
    answer_problem(answer, 403, "Type your password again: it was more than ten minutes ago.", "password",
                   NULL);
    return false;
}

void session_delete(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    int error = store_mark(queue->store);

    if (error == CB_OK)
        error = end_one(queue, ask->caller.session.id);
    if (error == CB_OK)
        error = queue_audit(queue, ask, "session.end", AUDIT_OF_USER, &ask->caller.user.id, NULL);
    if (!queue_settle(queue, answer, error))
        return;
    answer_nothing(answer);
    write_cookie(session_cookie(ask->source.secure), "", 0, ask->source.secure, answer->cookie);
}
