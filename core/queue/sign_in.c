/* Signing in, and typing the password again. Whatever is tried, one Argon2 is computed, and a name that does
 * not exist gets the same bytes as a wrong password. */
#include "base/log.h"
#include "queue/audit.h"
#include "queue/body.h"
#include "queue/session.h"

#include <string.h>

#define LOGIN_BYTES_MAX 64

/* ---- how often ---- */

/* Counts the try, in the bucket of the person's own browser or in everybody's. False with 429. */
static bool count_try(struct queue *queue, struct password_task *task, const char *login, struct moment now,
                      struct answer *answer)
{
    int wait_s = 1;

    if (task->known_browser) {
        task->bucket = sign_in_bucket(&queue->sign_in_limits, login, task->device);
        wait_s = sign_in_try(&queue->sign_in_limits, task->bucket, now.mono_ms);
        task->known_browser = wait_s == 0; /* it guesses too: like everybody from here on */
    }
    if (!task->known_browser) {
        task->bucket = sign_in_bucket(&queue->sign_in_limits, login, NULL);
        wait_s = sign_in_try(&queue->sign_in_limits, task->bucket, now.mono_ms);
    }
    if (wait_s == 0)
        return true;
    answer_problem(answer, 429, "Too many tries. Wait a little, then try again.", NULL, NULL);
    answer->retry_after_s = wait_s;
    return false;
}

static bool has_signed_in_here(struct queue *queue, const struct password_task *task,
                               const struct uuid *user_id, int64_t now_ms)
{
    uint8_t id[KEY_SIZE];

    return task->device[0] != '\0' && device_token_hash(task->device, id) == CB_OK &&
           store_device_known(queue->store, id, user_id, now_ms);
}

/* ---- POST /api/v1/session ---- */

/* Wrong guesses at a person's password stand in the log; unknown names are nobody's, and are not kept. */
static void refuse(struct queue *queue, const struct password_task *task, struct moment now,
                   struct arena *arena, struct answer *answer)
{
    struct stored_user user;
    struct audit_entry entry = {.at_ms = now.wall_ms,
                                .clock_verified = now.verified,
                                .actor_kind = AUDIT_BY_SYSTEM,
                                .action = "session.refuse",
                                .object_kind = AUDIT_OF_USER,
                                .object_id = task->user_id};

    if (task->known && store_user(queue->store, &task->user_id, arena, &user) == CB_OK) {
        entry.site_id = user.site_id;
        if (audit_append(queue->store, &entry) != CB_OK)
            log_event_id(LOG_LEVEL_ERROR, "audit.not_written", 0, &user.id);
    }
    queue->counters.sign_ins_denied++;
    answer_problem(answer, 401, "This sign-in name and password do not fit each other.", NULL, NULL);
}

static int begin(struct queue *queue, const struct password_task *task, const struct stored_user *user,
                 struct moment now, struct arena *arena, struct answer *answer)
{
    struct key_pair pair;
    int error = key_unwrap(task->kek, WRAP_PASSWORD, &user->site_id, &user->id, user->wrapped_key, &pair);

    if (error == CB_OK)
        error = session_begin(queue, task, user, pair.secret_key, now, arena, answer);
    seal_wipe(&pair, sizeof pair);
    if (error != CB_OK)
        log_event_id(LOG_LEVEL_ERROR, "session.keys_do_not_fit", error, &user->id);
    return error;
}

static void sign_in_finish(struct queue *queue, const struct password_task *task, struct moment now,
                           struct arena *arena, struct answer *answer)
{
    struct stored_user user;
    int error;

    /* A password that was changed or taken away while it was being checked is no password. */
    if (task->result != CB_OK || store_user(queue->store, &task->user_id, arena, &user) != CB_OK ||
        memcmp(user.verifier, task->record.verifier, sizeof user.verifier) != 0) {
        refuse(queue, task, now, arena, answer);
        return;
    }
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = begin(queue, task, &user, now, arena, answer);
    if (!queue_settle(queue, answer, error))
        return;
    sign_in_forgive(&queue->sign_in_limits, task->bucket);
    queue->counters.sign_ins++;
}

static void start(struct queue *queue, const struct ask *ask, const char *login, const char *password,
                  bool shared_computer, struct answer *answer)
{
    struct password_task *task = session_task(queue, ask, sign_in_finish);
    struct stored_user user;
    bool known = store_user_by_login(queue->store, login, ask->arena, &user) == CB_OK;

    if (task == NULL) {
        answer_error(answer, CB_NO_MEMORY);
        return;
    }
    task->shared_computer = shared_computer;
    task->known_browser = known && has_signed_in_here(queue, task, &user.id, ask->now.wall_ms);
    password_task_check(task, password, known ? &user : NULL);
    if (count_try(queue, task, login, ask->now, answer))
        session_task_start(queue, task, answer);
    else
        password_task_free(task);
}

static bool read_flag(struct body *body, const char *key)
{
    return json_object_get(body->root, key) != NULL && read_bool(&body->reader, body->root, key);
}

void session_post(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct body body;
    const char *login;
    const char *password;
    bool shared;

    if (!body_open(ask, answer, &body))
        return;
    login = read_borrowed(&body.reader, body.root, "login", LOGIN_BYTES_MAX, READ_REQUIRED);
    password = read_borrowed(&body.reader, body.root, "password", PASSWORD_MAX, READ_REQUIRED);
    shared = read_flag(&body, "shared_computer");
    if (login[0] == '\0' && body.reader.error == CB_OK)
        reader_fault(&body.reader, "login", "is empty");
    if (body_is_right(&body, answer))
        start(queue, ask, login, password, shared, answer);
    body_close(&body);
}

/* ---- POST /api/v1/session/confirm ---- */

static void confirm_finish(struct queue *queue, const struct password_task *task, struct moment now,
                           struct arena *arena, struct answer *answer)
{
    int error;

    (void)arena;
    if (task->result != CB_OK) {
        answer_problem(answer, 403, "That is not your password.", "password", NULL);
        return;
    }
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = store_session_password_typed(queue->store, task->session.id, now.wall_ms);
    if (!queue_settle(queue, answer, error))
        return;
    sign_in_forgive(&queue->sign_in_limits, task->bucket);
    answer_nothing(answer);
}

void session_confirm(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct body body;
    struct password_task *task;
    const char *password;

    if (!body_open(ask, answer, &body))
        return;
    password = read_borrowed(&body.reader, body.root, "password", PASSWORD_MAX, READ_REQUIRED);
    if (body_is_right(&body, answer)) {
        task = session_task(queue, ask, confirm_finish);
        if (task == NULL)
            answer_error(answer, CB_NO_MEMORY);
        else
            session_check_again(queue, ask, task, password, answer);
    }
    body_close(&body);
}

/* Who is signed in goes first, and counts by themselves: in a bucket that strangers cannot reach. */
void session_check_again(struct queue *queue, const struct ask *ask, struct password_task *task,
                         const char *password, struct answer *answer)
{
    const struct stored_user *user = &ask->caller.user;

    password_task_check(task, password, user);
    if (task->device[0] == '\0')
        memcpy(task->device, ask->caller.csrf, sizeof task->device);
    task->known_browser = true;
    if (count_try(queue, task, user->login, ask->now, answer))
        session_task_start(queue, task, answer);
    else
        password_task_free(task);
}
