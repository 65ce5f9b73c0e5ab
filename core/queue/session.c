/* Sign-in, sessions, sign-out. */
#include "queue/session.h"

#include "base/codec.h"
#include "base/log.h"
#include "queue/staff_json.h"
#include "wire/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *cookie_name(bool secure)
{
    return secure ? SESSION_COOKIE : SESSION_COOKIE_PLAIN;
}

void sign_in_free(struct sign_in *sign_in)
{
    if (sign_in == NULL)
        return;
    seal_wipe(sign_in, sizeof *sign_in);
    free(sign_in);
}

void sign_in_check(struct sign_in *sign_in)
{
    if (sign_in->known)
        sign_in->result = password_check(sign_in->password, &sign_in->record, sign_in->kek);
    else
        sign_in->result = password_check_nobody(sign_in->password, PASSWORD_OPSLIMIT, PASSWORD_MEMLIMIT);
    seal_wipe(sign_in->password, sizeof sign_in->password);
}

/* ---- POST /api/v1/session ---- */

struct credentials {
    const char *login;
    const char *password;
    bool shared_computer;
};

/* The field that is wrong, or NULL. */
static const char *read_credentials(const json_t *body, struct credentials *ret_credentials)
{
    const json_t *login = json_object_get(body, "login");
    const json_t *password = json_object_get(body, "password");
    const json_t *shared = json_object_get(body, "shared_computer");

    if (!json_is_string(login) || json_string_length(login) == 0 || json_string_length(login) > 64)
        return "login";
    if (!json_is_string(password) || json_string_length(password) > PASSWORD_MAX)
        return "password";
    if (shared != NULL && !json_is_boolean(shared))
        return "shared_computer";
    *ret_credentials = (struct credentials){
        .login = json_string_value(login),
        .password = json_string_value(password),
        .shared_computer = json_is_true(shared),
    };
    return NULL;
}

static struct sign_in *sign_in_new(struct queue *queue, const struct ask *ask,
                                   const struct credentials *credentials, size_t bucket)
{
    struct sign_in *sign_in = calloc(1, sizeof *sign_in);
    struct stored_user user;
    char token[TOKEN_TEXT_SIZE];

    if (sign_in == NULL)
        return NULL;
    snprintf(sign_in->password, sizeof sign_in->password, "%s", credentials->password);
    sign_in->shared_computer = credentials->shared_computer;
    sign_in->bucket = bucket;
    if (store_user_by_login(queue->store, credentials->login, ask->arena, &user) == CB_OK) {
        sign_in->known = true;
        sign_in->user_id = user.id;
        sign_in->record.opslimit = user.kdf_opslimit;
        sign_in->record.memlimit = user.kdf_memlimit;
        memcpy(sign_in->record.salt, user.salt, sizeof user.salt);
        memcpy(sign_in->record.verifier, user.verifier, sizeof user.verifier);
    }
    sign_in->secure = ask->source.secure;
    if (http_cookie(ask->head, cookie_name(ask->source.secure), token, sizeof token))
        sign_in->has_old_session = session_keys_from_token(token, &sign_in->old_session) == CB_OK;
    return sign_in;
}

static void sign_in_start(struct queue *queue, const struct ask *ask, const struct credentials *credentials,
                          struct answer *answer)
{
    size_t bucket = sign_in_bucket(&queue->sign_in_limits, credentials->login);
    int wait_s = queue->sign_ins_waiting >= SIGN_IN_WAITING_MAX ? 1 : 0;

    if (wait_s == 0)
        wait_s = sign_in_try(&queue->sign_in_limits, bucket, ask->now.mono_ms);
    if (wait_s > 0) {
        answer_problem(answer, 429, "Too many tries. Wait a little, then try again.", NULL, NULL);
        answer->retry_after_s = wait_s;
        return;
    }
    answer->sign_in = sign_in_new(queue, ask, credentials, bucket);
    if (answer->sign_in == NULL) {
        answer_error(answer, CB_NO_MEMORY);
        return;
    }
    answer->kind = ANSWER_LATER;
    queue->sign_ins_waiting++;
}

void session_post(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct wire_fault fault;
    struct credentials credentials;
    const char *wrong;
    json_t *body;

    if (wire_parse(ask->body, ask->body_length, &body, &fault) != CB_OK) {
        answer_fault(answer, &fault);
        return;
    }
    wrong = read_credentials(body, &credentials);
    if (wrong != NULL)
        answer_problem(answer, 422, "This field is missing or not of the right kind.", wrong, NULL);
    else
        sign_in_start(queue, ask, &credentials, answer);
    json_decref(body);
}

/* Who signs in or out, or was tried with a wrong password. Unknown names are nobody's, and are not kept. */
static int audit_session(struct queue *queue, const struct stored_user *user, const char *action,
                         bool by_them, int64_t now_ms)
{
    return audit_append(queue->store,
                        &(struct audit_entry){.site_id = user->site_id,
                                              .at_ms = now_ms,
                                              .actor_kind = by_them ? AUDIT_BY_USER : AUDIT_BY_SYSTEM,
                                              .actor_id = by_them ? user->id : (struct uuid){{0}},
                                              .action = action,
                                              .object_kind = AUDIT_OF_USER,
                                              .object_id = user->id});
}

static void refuse_sign_in(struct queue *queue, const struct sign_in *sign_in, int64_t now_ms,
                           struct arena *arena, struct answer *answer)
{
    struct stored_user user;

    if (sign_in->known && store_user(queue->store, &sign_in->user_id, arena, &user) == CB_OK &&
        audit_session(queue, &user, "session.refuse", false, now_ms) != CB_OK)
        log_event_id(LOG_LEVEL_ERROR, "audit.not_written", 0, &user.id);
    queue->counters.sign_ins_denied++;
    answer_problem(answer, 401, "This sign-in name and password do not fit each other.", NULL, NULL);
}

/* Re-wraps the user's secret key, which the password opens, under the new session's key. */
static int make_session(const struct sign_in *sign_in, const struct stored_user *user, const char *token,
                        struct moment now, struct session_keys *ret_keys, struct stored_session *ret_session)
{
    struct key_pair pair = {.secret_key = {0}};
    struct stored_session session = {
        .user_id = user->id,
        .created_at_ms = now.wall_ms,
        .used_at_ms = now.wall_ms,
        .expires_at_ms =
            now.wall_ms + (sign_in->shared_computer ? SESSION_SHARED_ABS_MS : SESSION_ABSOLUTE_MS),
        .idle_ms = sign_in->shared_computer ? SESSION_SHARED_IDLE_MS : SESSION_IDLE_MS,
    };
    int error = session_keys_from_token(token, ret_keys);

    if (error == CB_OK)
        error = key_unwrap(sign_in->kek, 1, &user->site_id, &user->id, user->wrapped_key, &pair);
    if (error == CB_OK)
        error = key_wrap(ret_keys->kek, 2, &user->site_id, &user->id, pair.secret_key, session.wrapped_key);
    seal_wipe(&pair, sizeof pair);
    memcpy(session.id, ret_keys->id, sizeof session.id);
    if (error == CB_OK)
        *ret_session = session;
    return error;
}

/* `age` is a whole attribute, "" for a cookie that goes when the browser is closed. */
static void write_cookie(const char *token, const char *age, bool secure, struct answer *answer)
{
    snprintf(answer->cookie, sizeof answer->cookie, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s",
             cookie_name(secure), token, secure ? "; Secure" : "", age);
}

static void write_new_cookie(const struct sign_in *sign_in, const char *token, struct answer *answer)
{
    char age[32] = "";

    if (!sign_in->shared_computer)
        snprintf(age, sizeof age, "; Max-Age=%d", (int)(SESSION_ABSOLUTE_MS / SECOND_MS));
    write_cookie(token, age, sign_in->secure, answer);
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

void sign_in_finish(struct queue *queue, const struct sign_in *sign_in, struct moment now,
                    struct arena *arena, struct answer *answer)
{
    struct caller caller = {0};
    struct session_keys keys = {.id = {0}};
    char token[TOKEN_TEXT_SIZE];
    int error;

    if (sign_in->result != CB_OK ||
        store_user(queue->store, &sign_in->user_id, arena, &caller.user) != CB_OK) {
        refuse_sign_in(queue, sign_in, now.wall_ms, arena, answer);
        return;
    }
    token_make(token);
    error = make_session(sign_in, &caller.user, token, now, &keys, &caller.session);
    if (error == CB_OK && sign_in->has_old_session) {
        store_session_end(queue->store, sign_in->old_session.id);
        vault_session_ended(queue->vault, sign_in->old_session.id);
        queue->sessions_changed = true;
    }
    if (error == CB_OK)
        error = store_session_add(queue->store, &caller.session);
    if (error == CB_OK)
        error = audit_session(queue, &caller.user, "session.start", true, now.wall_ms);
    if (error == CB_OK)
        error = vault_session(queue->vault, &caller.user, &caller.session, &keys, now.wall_ms);
    if (error == CB_OK) {
        sign_in_forgive(&queue->sign_in_limits, sign_in->bucket);
        queue->counters.sign_ins++;
        base64_encode(keys.csrf, sizeof keys.csrf, caller.csrf);
        answer_me(queue, &caller, arena, answer);
        write_new_cookie(sign_in, token, answer);
    } else {
        log_event_id(LOG_LEVEL_ERROR, "session.keys_do_not_fit", error, &caller.user.id);
        answer_error(answer, CB_DAMAGED);
    }
    seal_wipe(&keys, sizeof keys);
    seal_wipe(token, sizeof token);
}

/* ---- being signed in ---- */

bool session_open(struct queue *queue, const struct ask *ask, bool is_activity, struct caller *ret_caller)
{
    struct caller caller = {0};
    struct session_keys keys;
    char token[TOKEN_TEXT_SIZE];
    int64_t now_ms = ask->now.wall_ms;
    bool open = false;

    if (!http_cookie(ask->head, cookie_name(ask->source.secure), token, sizeof token) ||
        session_keys_from_token(token, &keys) != CB_OK)
        return false;
    if (store_session(queue->store, keys.id, now_ms, &caller.session) != CB_OK ||
        store_user(queue->store, &caller.session.user_id, ask->arena, &caller.user) != CB_OK)
        goto done;
    if (is_activity && now_ms - caller.session.used_at_ms >= SESSION_USED_EVERY_MS) {
        store_session_used(queue->store, keys.id, now_ms);
        caller.session.used_at_ms = now_ms;
    }
    if (vault_session(queue->vault, &caller.user, &caller.session, &keys, now_ms) != CB_OK)
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

void session_delete(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    int error = store_mark(queue->store);

    if (error == CB_OK)
        error = store_session_end(queue->store, ask->caller.session.id);
    if (error == CB_OK)
        error = audit_session(queue, &ask->caller.user, "session.end", true, ask->now.wall_ms);
    if (!queue_settle(queue, answer, error))
        return;
    vault_session_ended(queue->vault, ask->caller.session.id);
    queue->sessions_changed = true;
    answer_nothing(answer);
    write_cookie("", "; Max-Age=0", ask->source.secure, answer);
}
