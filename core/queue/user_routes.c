/* What admins ask for about people: who may sign in, letting somebody in, a new code, letting go, and the
 * recovery sheet. Changes need the admin's password, typed not long ago; so the site's key is at hand. */
#include "base/log.h"
#include "queue/audit.h"
#include "queue/body.h"
#include "queue/recovery.h"
#include "queue/session.h"
#include "queue/staff_keys.h"
#include "wire/writer.h"

#include <string.h>

#define PAPER_BYTES_MAX 96 /* as typed */

/* The site's key, for a change by an admin whose password is fresh. False with an answer. */
static bool open_key(struct queue *queue, const struct ask *ask, struct key_pair *ret_pair,
                     struct answer *answer)
{
    int error;

    if (!session_is_fresh(ask, answer))
        return false;
    error = vault_site_pair(queue->vault, &ask->caller.user.site_id, ret_pair);
    if (error != CB_OK)
        answer_error(answer, error);
    return error == CB_OK;
}

/* The key has changed in the store: here too, once the commit stands (a failed one locks the vault). */
static void key_changed(struct queue *queue, const struct uuid *site_id, const struct key_pair *pair)
{
    vault_replace(queue->vault, site_id, pair);
    queue->keys_unsettled = true;
}

/* ---- GET /api/v1/users ---- */

static const struct stored_holder *code_of(const struct stored_holder *holders, size_t count,
                                           const struct uuid *user_id)
{
    for (size_t i = 0; i < count; i++) {
        if (holders[i].kind == HOLDER_CODE && uuid_equal(&holders[i].user_id, user_id))
            return &holders[i];
    }
    return NULL;
}

static void write_user(struct writer *writer, const struct stored_user *user,
                       const struct stored_holder *code, int64_t now_ms)
{
    bool code_lives = code != NULL && code->expires_at_ms > now_ms;

    write_object(writer, NULL);
    write_uuid(writer, "id", &user->id);
    write_text(writer, "login", user->login);
    write_text(writer, "name", user->name);
    write_text(writer, "role", role_name(user->role));
    write_uuid(writer, "coach", &user->coach_id);
    write_bool(writer, "invited", user->invited);
    write_moment(writer, "code_until", user->invited && code_lives ? code->expires_at_ms : 0);
    write_bool(writer, "reads_names", user->has_grant && user->role != ROLE_ADMIN);
    write_object_end(writer);
}

void users_get(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    const struct uuid *site_id = &ask->caller.user.site_id;
    struct writer writer = WRITER_INIT(&answer->body);
    struct stored_user *users = NULL;
    struct stored_holder *holders = NULL;
    size_t user_count = 0;
    size_t holder_count = 0;
    int64_t sheet_at_ms = 0;
    int error = store_users(queue->store, site_id, ask->arena, &users, &user_count);

    if (error == CB_OK)
        error = store_holders(queue->store, site_id, ask->arena, &holders, &holder_count);
    if (error == CB_OK)
        error = recovery_since(queue->store, site_id, ask->arena, &sheet_at_ms);
    if (error != CB_OK) {
        answer_error(answer, error);
        return;
    }
    write_object(&writer, NULL);
    write_array(&writer, "users");
    for (size_t i = 0; i < user_count; i++)
        write_user(&writer, &users[i], code_of(holders, holder_count, &users[i].id), ask->now.wall_ms);
    write_array_end(&writer);
    write_moment(&writer, "recovery_sheet_at", sheet_at_ms);
    write_object_end(&writer);
    answer_written(answer, 200);
}

/* ---- POST /api/v1/users ---- */

static void answer_code(const struct uuid *user_id, const struct user_plan *plan,
                        const struct staff_code *code, int status, struct answer *answer)
{
    struct writer writer = WRITER_INIT(&answer->body);

    write_object(&writer, NULL);
    write_uuid(&writer, "id", user_id);
    write_text(&writer, "login", plan->login);
    write_text(&writer, "name", plan->name);
    write_text(&writer, "code", code->text);
    write_moment(&writer, "code_until", code->expires_at_ms);
    write_object_end(&writer);
    answer_written(answer, status);
}

static bool is_coach_here(struct queue *queue, const struct ask *ask, const struct uuid *coach_id)
{
    struct coach *coaches = NULL;
    size_t count = 0;

    if (store_coaches(queue->store, &ask->caller.user.site_id, ask->arena, &coaches, &count) != CB_OK)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (uuid_equal(&coaches[i].id, coach_id))
            return true;
    }
    return false;
}

/* Records a fault for what is read well and still cannot be. */
static void check_plan(struct queue *queue, const struct ask *ask, const struct user_plan *plan,
                       const char *role, struct reader *reader, struct user_plan *ret_plan)
{
    if (reader->error != CB_OK)
        return;
    if (!staff_login_acceptable(plan->login))
        reader_fault(reader, "login",
                     "is 2 to 32 small letters, digits, dots or dashes, and begins with a letter");
    else if (!staff_name_acceptable(plan->name))
        reader_fault(reader, "name", "is 1 to 64 letters");
    else if (role_from_name(role, &ret_plan->role) != CB_OK)
        reader_fault(reader, "role", "is one of coach, supervisor, front_desk, admin");
    else if (ret_plan->role == ROLE_COACH && uuid_is_none(&plan->coach_id))
        reader_fault(reader, "coach", "is missing: which coach do patients see");
    else if (!uuid_is_none(&plan->coach_id) && !is_coach_here(queue, ask, &plan->coach_id))
        reader_fault(reader, "coach", "is no coach of this site");
}

static bool read_plan(struct queue *queue, const struct ask *ask, struct body *body,
                      struct user_plan *ret_plan, struct answer *answer)
{
    struct reader *reader = &body->reader;
    const char *role = read_borrowed(reader, body->root, "role", 32, READ_REQUIRED);

    *ret_plan = (struct user_plan){
        .site_id = ask->caller.user.site_id,
        .login = read_text(reader, body->root, "login", LOGIN_MAX),
        .name = read_text(reader, body->root, "name", 4 * STAFF_NAME_MAX),
        .coach_id = read_uuid(reader, body->root, "coach", READ_OPTIONAL),
    };
    check_plan(queue, ask, ret_plan, role, reader, ret_plan);
    return body_is_right(body, answer);
}

static void add(struct queue *queue, const struct ask *ask, const struct user_plan *plan,
                struct answer *answer)
{
    struct key_pair site_pair;
    struct staff_code code = {0};
    struct uuid user_id;
    int error;

    if (!open_key(queue, ask, &site_pair, answer))
        return;
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = staff_invite(queue->store, queue->random, plan, &site_pair, ask->now.wall_ms, ask->arena,
                             &user_id, &code);
    if (error == CB_OK)
        error = queue_audit(queue, ask, "user.add", AUDIT_OF_USER, &user_id, NULL);
    if (queue_settle(queue, answer, error))
        answer_code(&user_id, plan, &code, 201, answer);
    else if (error == CB_CONFLICT)
        answer_problem(answer, 409, "Somebody has this sign-in name already.", "login", NULL);
    else if (error == CB_TOO_LARGE)
        answer_problem(answer, 409, "A site has at most 128 people. Remove somebody first.", NULL, NULL);
    seal_wipe(&code, sizeof code);
    seal_wipe(&site_pair, sizeof site_pair);
}

void users_post(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct body body;
    struct user_plan plan;

    if (!body_open(ask, answer, &body))
        return;
    if (read_plan(queue, ask, &body, &plan, answer))
        add(queue, ask, &plan, answer);
    body_close(&body);
}

/* ---- one of them ---- */

/* Somebody else of this site: an admin always stays, since nobody can cut themselves off. */
static bool find_other(struct queue *queue, const struct ask *ask, struct stored_user *ret_user,
                       struct answer *answer)
{
    int error = store_user(queue->store, &ask->id, ask->arena, ret_user);

    if (error == CB_OK && !uuid_equal(&ret_user->site_id, &ask->caller.user.site_id))
        error = CB_NOT_FOUND;
    if (error != CB_OK) {
        answer_error(answer, error);
        return false;
    }
    if (!uuid_equal(&ret_user->id, &ask->caller.user.id))
        return true;
    answer_problem(answer, 409, "This is you. Another admin can do this, or change your password yourself.",
                   NULL, NULL);
    return false;
}

static void answer_key_problem(int error, struct answer *answer)
{
    if (error == CB_BUSY)
        answer_problem(answer, 503, "The last change of the key is not finished. Try again in a minute.",
                       NULL, NULL);
}

void user_code(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct stored_user user;
    struct key_pair site_pair;
    struct staff_code code = {0};
    int error;

    if (!find_other(queue, ask, &user, answer) || !open_key(queue, ask, &site_pair, answer))
        return;
    error = store_mark(queue->store);
    if (error == CB_OK)
        error =
            staff_reset(queue->store, queue->random, &user, &site_pair, ask->now.wall_ms, ask->arena, &code);
    if (error == CB_OK)
        error = queue_audit(queue, ask, "user.reset", AUDIT_OF_USER, &user.id, NULL);
    if (queue_settle(queue, answer, error)) {
        key_changed(queue, &user.site_id, &site_pair);
        vault_user_ended(queue->vault, &user.id, NULL);
        queue->sessions_changed = true;
        answer_code(&user.id, &(struct user_plan){.login = user.login, .name = user.name}, &code, 200,
                    answer);
    } else {
        answer_key_problem(error, answer);
    }
    seal_wipe(&code, sizeof code);
    seal_wipe(&site_pair, sizeof site_pair);
}

void user_delete(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct stored_user user;
    struct key_pair site_pair;
    int error;

    if (!find_other(queue, ask, &user, answer) || !open_key(queue, ask, &site_pair, answer))
        return;
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = staff_remove(queue->store, &user, &site_pair, ask->now.wall_ms, ask->arena);
    if (error == CB_OK)
        error = queue_audit(queue, ask, "user.remove", AUDIT_OF_USER, &user.id, NULL);
    if (queue_settle(queue, answer, error)) {
        key_changed(queue, &user.site_id, &site_pair);
        vault_user_ended(queue->vault, &user.id, NULL);
        queue->sessions_changed = true;
        answer_nothing(answer);
    } else {
        answer_key_problem(error, answer);
    }
    seal_wipe(&site_pair, sizeof site_pair);
}

/* ---- the recovery sheet ---- */

static void write_sheet(struct writer *writer, const struct site *site, const char *sheet, int64_t now_ms)
{
    write_text(writer, "sheet", sheet);
    write_text(writer, "site", site->name);
    write_moment(writer, "made_at", now_ms);
}

void recovery_sheet_post(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    const struct uuid *site_id = &ask->caller.user.site_id;
    struct writer writer = WRITER_INIT(&answer->body);
    char sheet[PAPER_TEXT_SIZE];
    struct key_pair site_pair;
    struct site site;
    int error = store_site(queue->store, site_id, ask->arena, &site);

    if (error != CB_OK) {
        answer_error(answer, error);
        return;
    }
    if (!open_key(queue, ask, &site_pair, answer))
        return;
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = recovery_make(queue->store, queue->random, site_id, &site_pair, ask->now.wall_ms, ask->arena,
                              sheet);
    if (error == CB_OK)
        error = queue_audit(queue, ask, "recovery.make", AUDIT_OF_SITE, site_id, NULL);
    if (queue_settle(queue, answer, error)) {
        write_object(&writer, NULL);
        write_sheet(&writer, &site, sheet, ask->now.wall_ms);
        write_object_end(&writer);
        answer_written(answer, 201);
    }
    seal_wipe(sheet, sizeof sheet);
    seal_wipe(&site_pair, sizeof site_pair);
}

static bool read_sheet(struct body *body, uint8_t ret_paper[PAPER_SIZE], struct answer *answer)
{
    const char *text = read_borrowed(&body->reader, body->root, "sheet", PAPER_BYTES_MAX, READ_REQUIRED);

    if (!body_is_right(body, answer))
        return false;
    if (paper_read(text, ret_paper) == CB_OK)
        return true;
    answer_problem(answer, 422,
                   "One of the characters is not right. Please compare each group with the sheet.", "sheet",
                   NULL);
    return false;
}

static int audit_sheet(struct queue *queue, const struct ask *ask, const struct uuid *site_id,
                       const char *action, enum audit_object kind, const struct uuid *object_id)
{
    return audit_append(queue->store, &(struct audit_entry){.site_id = *site_id,
                                                            .at_ms = ask->now.wall_ms,
                                                            .clock_verified = ask->now.verified,
                                                            .actor_kind = AUDIT_BY_OPERATOR,
                                                            .action = action,
                                                            .object_kind = kind,
                                                            .object_id = *object_id});
}

/* Who has the whole sheet may say that it was read back: that is all the proof there can be. */
static void confirm_sheet(struct queue *queue, const struct ask *ask, const uint8_t paper[PAPER_SIZE],
                          struct answer *answer)
{
    struct uuid site_id;
    int error = store_mark(queue->store);

    if (error == CB_OK)
        error = recovery_confirm(queue->store, paper, ask->now.wall_ms, ask->arena, &site_id);
    if (error == CB_OK)
        error = audit_sheet(queue, ask, &site_id, "recovery.confirm", AUDIT_OF_SITE, &site_id);
    if (queue_settle(queue, answer, error))
        answer_nothing(answer);
    else if (error == CB_NOT_FOUND)
        answer_problem(answer, 404, "No new sheet of this queue has these characters.", "sheet", NULL);
}

void recovery_sheet_confirm(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct body body;
    uint8_t paper[PAPER_SIZE];

    if (!body_open(ask, answer, &body))
        return;
    if (read_sheet(&body, paper, answer))
        confirm_sheet(queue, ask, paper, answer);
    seal_wipe(paper, sizeof paper);
    body_close(&body);
}

/* ---- POST /api/v1/recovery: the sheet is used ---- */

struct recovery {
    struct stored_holder holder;
    struct key_pair site_pair;
    struct site site;
    struct stored_user admin;
    struct staff_code code;
    char sheet[PAPER_TEXT_SIZE];
};

/* The admin of that sign-in name. Whoever holds the sheet may hear which ones there are. */
static bool find_admin(struct queue *queue, const struct ask *ask, const char *login,
                       struct recovery *recovery, struct answer *answer)
{
    struct strbuf words = STRBUF_INIT;
    struct stored_user *users = NULL;
    size_t count = 0;
    bool found = false;
    int error = store_users(queue->store, &recovery->holder.site_id, ask->arena, &users, &count);

    strbuf_add_text(&words, "No admin has this sign-in name. Admins here:");
    for (size_t i = 0; error == CB_OK && i < count; i++) {
        if (users[i].role != ROLE_ADMIN)
            continue;
        strbuf_addf(&words, " %s", users[i].login);
        if (strcmp(users[i].login, login) == 0) {
            recovery->admin = users[i];
            found = true;
        }
    }
    if (error != CB_OK)
        answer_error(answer, error);
    else if (!found)
        answer_problem(answer, 422, strbuf_text(&words), "login", NULL);
    strbuf_release(&words);
    return found;
}

/* The sheet's grant dies, the key changes, an admin gets a code, and a new sheet takes its place. */
static int use_sheet(struct queue *queue, const struct ask *ask, struct recovery *recovery)
{
    const struct uuid *site_id = &recovery->holder.site_id;
    int64_t now_ms = ask->now.wall_ms;
    int error = store_holder_remove(queue->store, &recovery->holder.id);

    if (error == CB_OK)
        error = staff_reset(queue->store, queue->random, &recovery->admin, &recovery->site_pair, now_ms,
                            ask->arena, &recovery->code);
    if (error == CB_OK)
        error = recovery_make(queue->store, queue->random, site_id, &recovery->site_pair, now_ms, ask->arena,
                              recovery->sheet);
    return error == CB_OK
               ? audit_sheet(queue, ask, site_id, "recovery.use", AUDIT_OF_USER, &recovery->admin.id)
               : error;
}

static void answer_recovery(const struct recovery *recovery, int64_t now_ms, struct answer *answer)
{
    struct writer writer = WRITER_INIT(&answer->body);

    write_object(&writer, NULL);
    write_sheet(&writer, &recovery->site, recovery->sheet, now_ms);
    write_text(&writer, "code", recovery->code.text);
    write_text(&writer, "login", recovery->admin.login);
    write_text(&writer, "name", recovery->admin.name);
    write_object_end(&writer);
    answer_written(answer, 200);
}

static void recover(struct queue *queue, const struct ask *ask, const uint8_t paper[PAPER_SIZE],
                    const char *login, struct recovery *recovery, struct answer *answer)
{
    int error = recovery_open(queue->store, paper, ask->arena, &recovery->holder, &recovery->site_pair);

    if (error == CB_OK)
        error = store_site(queue->store, &recovery->holder.site_id, ask->arena, &recovery->site);
    if (error == CB_NOT_FOUND || error == CB_DENIED)
        answer_problem(answer, 404, "This is no recovery sheet of this queue, or it was used before.",
                       "sheet", NULL);
    else if (error != CB_OK)
        answer_error(answer, error);
    if (error != CB_OK || !find_admin(queue, ask, login, recovery, answer))
        return;
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = use_sheet(queue, ask, recovery);
    if (queue_settle(queue, answer, error)) {
        vault_unlock(queue->vault, &recovery->site.id, &recovery->site_pair, ask->now.wall_ms);
        vault_user_ended(queue->vault, &recovery->admin.id, NULL);
        queue->keys_unsettled = true;
        queue->sessions_changed = true;
        answer_recovery(recovery, ask->now.wall_ms, answer);
    } else {
        answer_key_problem(error, answer);
    }
}

void recovery_post(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct recovery recovery = {.sheet = ""};
    struct body body;
    uint8_t paper[PAPER_SIZE];
    const char *login;

    if (!body_open(ask, answer, &body))
        return;
    login = read_text(&body.reader, body.root, "login", 4 * LOGIN_MAX);
    if (read_sheet(&body, paper, answer))
        recover(queue, ask, paper, login, &recovery, answer);
    seal_wipe(&recovery, sizeof recovery);
    seal_wipe(paper, sizeof paper);
    body_close(&body);
}
