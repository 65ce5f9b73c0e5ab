/* Choosing a password: with a code that an admin gave, or instead of one's own. */
#include "base/log.h"
#include "queue/audit.h"
#include "queue/body.h"
#include "queue/session.h"
#include "queue/staff_keys.h"
#include "wire/writer.h"

#include <string.h>

#define CODE_BYTES_MAX 64 /* as typed */

static const char code_is_over[] =
    "This code is not known, was used, or is older than 72 hours. Ask an admin for a new one.";

/* False with 422 in the words for it. */
static bool is_acceptable(const char *password, const char *field, struct answer *answer)
{
    struct problem problem = {""};

    if (password_acceptable(password, &problem) == CB_OK)
        return true;
    answer_problem(answer, 422, problem.text, field, NULL);
    return false;
}

/* Five random words; wiped from here once written. */
static void write_offer(struct queue *queue, struct writer *writer)
{
    char offer[PASSWORD_SUGGEST_SIZE];

    password_suggest(queue->random, offer, sizeof offer);
    write_text(writer, "offer", offer);
    seal_wipe(offer, sizeof offer);
}

/* ---- POST /api/v1/code: whom it lets in ---- */

static bool read_code(struct body *body, uint8_t ret_code[CODE_SIZE], struct answer *answer)
{
    const char *text = read_borrowed(&body->reader, body->root, "code", CODE_BYTES_MAX, READ_REQUIRED);

    if (!body_is_right(body, answer))
        return false;
    if (code_read(text, ret_code) == CB_OK)
        return true;
    answer_problem(answer, 422, "A code has 26 letters and digits. Please check each one.", "code", NULL);
    return false;
}

static void answer_welcome(struct queue *queue, const struct stored_user *user, const struct site *site,
                           struct answer *answer)
{
    struct writer writer = WRITER_INIT(&answer->body);

    write_object(&writer, NULL);
    write_text(&writer, "name", user->name);
    write_text(&writer, "login", user->login);
    write_text(&writer, "role", role_name(user->role));
    write_text(&writer, "site", site->name);
    write_offer(queue, &writer);
    write_object_end(&writer);
    answer_written(answer, 200);
}

static void look(struct queue *queue, const struct ask *ask, const uint8_t code[CODE_SIZE],
                 struct answer *answer)
{
    struct stored_holder holder;
    struct stored_user user;
    struct site site;
    int error = staff_by_code(queue->store, code, ask->now.wall_ms, ask->arena, &holder, &user);

    if (error == CB_OK)
        error = store_site(queue->store, &user.site_id, ask->arena, &site);
    if (error == CB_OK)
        answer_welcome(queue, &user, &site, answer);
    else if (error == CB_NOT_FOUND)
        answer_problem(answer, 404, code_is_over, "code", NULL);
    else
        answer_error(answer, error);
}

void code_look(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct body body;
    uint8_t code[CODE_SIZE];

    if (!body_open(ask, answer, &body))
        return;
    if (read_code(&body, code, answer))
        look(queue, ask, code, answer);
    seal_wipe(code, sizeof code);
    body_close(&body);
}

/* ---- POST /api/v1/join ---- */

static int join(struct queue *queue, const struct password_task *task, struct moment now, struct arena *arena,
                struct answer *answer)
{
    struct stored_user user;
    struct key_pair user_pair;
    int error = staff_join(queue->store, task->code, &task->chosen, now.wall_ms, arena, &user, &user_pair);

    if (error != CB_OK)
        return error;
    error = queue_audit_own(queue, &user, "user.join", now);
    if (error == CB_OK)
        error = session_begin(queue, task, &user, user_pair.secret_key, now, arena, answer);
    seal_wipe(&user_pair, sizeof user_pair);
    return error;
}

static void join_finish(struct queue *queue, const struct password_task *task, struct moment now,
                        struct arena *arena, struct answer *answer)
{
    int error = task->result == CB_OK ? store_mark(queue->store) : task->result;

    if (task->result != CB_OK) {
        answer_error(answer, error);
        return;
    }
    if (error == CB_OK)
        error = join(queue, task, now, arena, answer);
    if (queue_settle(queue, answer, error))
        queue->counters.sign_ins++;
    else if (error == CB_NOT_FOUND)
        answer_problem(answer, 404, code_is_over, "code", NULL);
}

/* Only a code that is good costs an Argon2. */
static void join_start(struct queue *queue, const struct ask *ask, const uint8_t code[CODE_SIZE],
                       const char *password, bool shared_computer, struct answer *answer)
{
    struct stored_holder holder;
    struct stored_user user;
    struct password_task *task;

    if (staff_by_code(queue->store, code, ask->now.wall_ms, ask->arena, &holder, &user) != CB_OK) {
        answer_problem(answer, 404, code_is_over, "code", NULL);
        return;
    }
    if (!is_acceptable(password, "password", answer))
        return;
    task = session_task(queue, ask, join_finish);
    if (task == NULL) {
        answer_error(answer, CB_NO_MEMORY);
        return;
    }
    memcpy(task->code, code, CODE_SIZE);
    task->shared_computer = shared_computer;
    task->known_browser = true;
    password_task_choose(task, password);
    session_task_start(queue, task, answer);
}

void code_join(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct body body;
    uint8_t code[CODE_SIZE];
    const char *password;
    bool shared;

    if (!body_open(ask, answer, &body))
        return;
    password = read_borrowed(&body.reader, body.root, "password", PASSWORD_MAX, READ_REQUIRED);
    shared = json_is_true(json_object_get(body.root, "shared_computer"));
    if (read_code(&body, code, answer))
        join_start(queue, ask, code, password, shared, answer);
    seal_wipe(code, sizeof code);
    body_close(&body);
}

/* ---- POST /api/v1/me/password ---- */

static int change(struct queue *queue, const struct password_task *task, struct stored_user *user,
                  struct moment now)
{
    struct key_pair pair;
    int error = key_unwrap(task->kek, WRAP_PASSWORD, &user->site_id, &user->id, user->wrapped_key, &pair);

    if (error == CB_OK)
        error = staff_wrap(user, &task->chosen, pair.secret_key);
    seal_wipe(&pair, sizeof pair);
    if (error == CB_OK)
        error = store_user_set_keys(queue->store, user);
    if (error == CB_OK)
        error = session_end_all(queue, &user->id, task->session.id);
    if (error == CB_OK)
        error = store_session_password_typed(queue->store, task->session.id, now.wall_ms);
    return error == CB_OK ? queue_audit_own(queue, user, "user.password", now) : error;
}

static void change_finish(struct queue *queue, const struct password_task *task, struct moment now,
                          struct arena *arena, struct answer *answer)
{
    struct stored_user user;
    int error;

    if (task->result != CB_OK || store_user(queue->store, &task->user_id, arena, &user) != CB_OK ||
        memcmp(user.verifier, task->record.verifier, sizeof user.verifier) != 0) {
        answer_problem(answer, 403, "That is not your password.", "password", NULL);
        return;
    }
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = change(queue, task, &user, now);
    if (!queue_settle(queue, answer, error))
        return;
    sign_in_forgive(&queue->sign_in_limits, task->bucket);
    answer_nothing(answer);
}

void password_change(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct body body;
    struct password_task *task = NULL;
    const char *password;
    const char *choice;

    if (!body_open(ask, answer, &body))
        return;
    password = read_borrowed(&body.reader, body.root, "password", PASSWORD_MAX, READ_REQUIRED);
    choice = read_borrowed(&body.reader, body.root, "new", PASSWORD_MAX, READ_REQUIRED);
    if (body_is_right(&body, answer) && is_acceptable(choice, "new", answer)) {
        task = session_task(queue, ask, change_finish);
        if (task == NULL)
            answer_error(answer, CB_NO_MEMORY);
    }
    if (task != NULL) {
        password_task_choose(task, choice);
        session_check_again(queue, ask, task, password, answer);
    }
    body_close(&body);
}

void password_offer(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct writer writer = WRITER_INIT(&answer->body);

    (void)ask;
    write_object(&writer, NULL);
    write_offer(queue, &writer);
    write_object_end(&writer);
    answer_written(answer, 200);
}
