/* user add, reset, remove, list: people's ways in and out. Each change is an admin's, by their password. */
#include "base/file.h"
#include "queue/command_call.h"
#include "queue/site_key.h"
#include "queue/staff_keys.h"
#include "queue/vault.h"

#include <stdlib.h>
#include <string.h>

int command_audit(const struct call *call, const struct uuid *user_id, const char *action,
                  enum audit_object kind, const struct uuid *object_id)
{
    return audit_append(
        call->store, &(struct audit_entry){.site_id = call->site_id,
                                           .at_ms = call->context->now_ms,
                                           .clock_verified = call->context->clock_verified,
                                           .actor_kind = user_id == NULL ? AUDIT_BY_OPERATOR : AUDIT_BY_USER,
                                           .actor_id = user_id == NULL ? (struct uuid){{0}} : *user_id,
                                           .action = action,
                                           .object_kind = kind,
                                           .object_id = *object_id});
}

/* ---- the admin's password ---- */

/* The password of the admin who does it, from a file, so that it is on no command line. The caller wipes and
 * frees. */
static int read_password(const struct command_context *context, const struct command_words *words,
                         struct arena *arena, char **ret_password, size_t *ret_size, struct problem *problem)
{
    const char *path = command_path(context, command_value(words, WORD_BY_PASSWORD_FILE), arena);
    uint8_t *bytes = NULL;
    size_t length = 0;
    int error = path == NULL ? CB_NO_MEMORY : file_read(path, PASSWORD_MAX + 2, &bytes, &length);

    if (error != CB_OK)
        return problem_set(problem, error, "Cannot read the password from %s (%s).",
                           path == NULL ? "?" : path, cb_error_text(error));
    *ret_size = length;
    *ret_password = (char *)bytes;
    (*ret_password)[strcspn(*ret_password, "\r\n")] = '\0';
    return CB_OK;
}

static int make_task(struct store *store, const struct command_context *context,
                     const struct command_words *words, struct arena *arena, struct password_task **ret_task,
                     struct problem *problem)
{
    struct password_task *task;
    struct stored_user admin;
    char *password = NULL;
    size_t size = 0;
    int error = read_password(context, words, arena, &password, &size, problem);
    bool known;

    if (error != CB_OK)
        return error;
    task = password_task_new();
    known = store_user_by_login(store, command_value(words, WORD_BY), arena, &admin) == CB_OK;
    if (task != NULL) {
        task->known_browser = true;
        task->cost = context->cost;
        password_task_check(task, password, known ? &admin : NULL);
        *ret_task = task;
    }
    seal_wipe(password, size);
    free(password);
    return task == NULL ? CB_NO_MEMORY : CB_OK;
}

int command_prepare(struct store *store, const struct command_context *context, const char *const *words,
                    size_t count, struct password_task **ret_task, struct problem *ret_problem)
{
    struct arena arena = ARENA_INIT;
    struct command_words parsed;
    int error = command_words_read(words, count, &parsed, ret_problem);

    *ret_task = NULL;
    if (error == CB_OK && command_value(&parsed, WORD_BY_PASSWORD_FILE) != NULL)
        error = make_task(store, context, &parsed, &arena, ret_task, ret_problem);
    arena_release(&arena);
    return error;
}

/* The site's key, by the admin's grant. */
static int open_grant(const struct call *call, const struct password_task *task,
                      struct stored_user *ret_admin, struct key_pair *ret_pair)
{
    struct key_pair pair;
    int error = task->result;

    if (error == CB_OK)
        error = store_user(call->store, &task->user_id, call->arena, ret_admin);
    if (error == CB_OK && (ret_admin->role != ROLE_ADMIN || !ret_admin->has_grant ||
                           !uuid_equal(&ret_admin->site_id, &call->site_id)))
        error = CB_DENIED;
    if (error != CB_OK)
        return error;
    error = key_unwrap(task->kek, WRAP_PASSWORD, &ret_admin->site_id, &ret_admin->id, ret_admin->wrapped_key,
                       &pair);
    if (error == CB_OK)
        error = grant_open(&pair, &ret_admin->site_id, &ret_admin->id, ret_admin->grant, ret_pair);
    seal_wipe(&pair, sizeof pair);
    return error;
}

static int unlock(const struct call *call, struct stored_user *ret_admin, struct key_pair *ret_pair)
{
    struct password_task *own = NULL;
    int error = call->context->task != NULL
                    ? CB_OK
                    : make_task(call->store, call->context, call->words, call->arena, &own, call->problem);

    if (error != CB_OK)
        return error;
    if (own != NULL)
        password_task_work(own);
    error = open_grant(call, own != NULL ? own : call->context->task, ret_admin, ret_pair);
    password_task_free(own);
    if (error == CB_OK)
        return CB_OK;
    if (error == CB_DENIED || error == CB_NOT_FOUND)
        return problem_set(call->problem, CB_DENIED, "%s is no admin of this site with that password.",
                           command_value(call->words, WORD_BY));
    return problem_set(call->problem, error, "Unlocking failed: %s.", cb_error_text(error));
}

/* ---- in ---- */

/* The coach of that name; a new one, whose hours and boundaries are still to be filled in, when there is
 * none. */
static int find_or_add_coach(const struct call *call, const char *name, struct uuid *ret_coach_id)
{
    static const char *const english[] = {"en"};
    struct coach added = {.id = uuid_make(call->context->random),
                          .name = name,
                          .pronouns = "",
                          .avatar = "",
                          .phone = "",
                          .card_name = name,
                          .languages = english,
                          .language_count = 1};
    struct coach *coaches = NULL;
    size_t count = 0;
    int error = store_coaches(call->store, &call->site_id, call->arena, &coaches, &count);

    for (size_t i = 0; error == CB_OK && i < count; i++) {
        if (strcmp(coaches[i].name, name) == 0) {
            *ret_coach_id = coaches[i].id;
            return CB_OK;
        }
    }
    if (error == CB_OK)
        error = store_coach_put(call->store, &call->site_id, &added, (int)count);
    if (error == CB_OK)
        *ret_coach_id = added.id;
    return error;
}

static int read_plan(const struct call *call, struct user_plan *ret_plan)
{
    const char *coach = command_value(call->words, WORD_COACH);

    *ret_plan = (struct user_plan){.site_id = call->site_id,
                                   .login = command_value(call->words, WORD_LOGIN),
                                   .name = command_value(call->words, WORD_NAME)};
    if (role_from_name(command_value(call->words, WORD_ROLE), &ret_plan->role) != CB_OK)
        return problem_set(call->problem, CB_BAD_INPUT,
                           "--role is one of: coach, supervisor, front_desk, admin.");
    if (ret_plan->role == ROLE_COACH && coach == NULL)
        return problem_set(call->problem, CB_BAD_INPUT,
                           "A coach needs --coach NAME: the first name that patients see.");
    if (!staff_login_acceptable(ret_plan->login))
        return problem_set(
            call->problem, CB_BAD_INPUT,
            "--login is 2 to 32 small letters, digits, dots or dashes, and begins with a letter.");
    if (!staff_name_acceptable(ret_plan->name))
        return problem_set(call->problem, CB_BAD_INPUT, "--name is 1 to 64 letters.");
    return coach == NULL ? CB_OK : find_or_add_coach(call, coach, &ret_plan->coach_id);
}

static void say_code(const struct call *call, const struct staff_code *code)
{
    strbuf_addf(call->out,
                "Code, shown this once, good for 72 hours: %s\n"
                "They open /join at the queue's address, type it and choose a password.\n",
                code->text);
}

static int add(const struct call *call, const struct stored_user *admin, const struct key_pair *site_pair)
{
    struct user_plan plan;
    struct staff_code code;
    struct uuid user_id;
    int error = read_plan(call, &plan);

    if (error != CB_OK)
        return error;
    error = staff_invite(call->store, call->context->random, &plan, site_pair, call->context->now_ms,
                         call->arena, &user_id, &code);
    if (error == CB_CONFLICT)
        return problem_set(call->problem, error, "There is a user with the login %s already.", plan.login);
    if (error == CB_TOO_LARGE)
        return problem_set(call->problem, error, "A site has at most %d people. Remove somebody first.",
                           STAFF_MAX);
    if (error == CB_OK)
        error = command_audit(call, &admin->id, "user.add", AUDIT_OF_USER, &user_id);
    if (error == CB_OK) {
        strbuf_addf(call->out, "Added %s.\n", plan.login);
        say_code(call, &code);
    }
    seal_wipe(&code, sizeof code);
    return error;
}

int command_user_add(const struct call *call)
{
    struct stored_user admin;
    struct key_pair site_pair;
    int error = unlock(call, &admin, &site_pair);

    if (error == CB_OK)
        error = add(call, &admin, &site_pair);
    seal_wipe(&site_pair, sizeof site_pair);
    return error;
}

/* ---- out ---- */

/* Somebody else of the site, so that an admin always stays. */
static int find_other(const struct call *call, const struct stored_user *admin, struct stored_user *ret_user)
{
    const char *login = command_value(call->words, WORD_LOGIN);
    int error = store_user_by_login(call->store, login, call->arena, ret_user);

    if (error == CB_NOT_FOUND || (error == CB_OK && !uuid_equal(&ret_user->site_id, &call->site_id)))
        return problem_set(call->problem, CB_NOT_FOUND, "There is no user %s here. See: user list", login);
    if (error == CB_OK && uuid_equal(&ret_user->id, &admin->id))
        return problem_set(call->problem, CB_DENIED, "%s cannot do this to themselves. Another admin can.",
                           login);
    return error;
}

/* A serving process has the key too, and the person's sessions. */
static void tell_vault(const struct call *call, const struct uuid *user_id, const struct key_pair *site_pair)
{
    if (call->context->vault == NULL)
        return;
    vault_replace(call->context->vault, &call->site_id, site_pair);
    vault_user_ended(call->context->vault, user_id, NULL);
}

static int say_key_problem(const struct call *call, int error)
{
    if (error == CB_BUSY)
        problem_set(
            call->problem, error,
            "The last change of the site's key is not finished: it ends when somebody who reads names "
            "signs in. Then try again.");
    return error;
}

int command_user_reset(const struct call *call)
{
    struct stored_user admin;
    struct stored_user user;
    struct key_pair site_pair;
    struct staff_code code;
    int error = unlock(call, &admin, &site_pair);

    if (error == CB_OK)
        error = find_other(call, &admin, &user);
    if (error == CB_OK)
        error = say_key_problem(call, staff_reset(call->store, call->context->random, &user, &site_pair,
                                                  call->context->now_ms, call->arena, &code));
    if (error == CB_OK)
        error = command_audit(call, &admin.id, "user.reset", AUDIT_OF_USER, &user.id);
    if (error == CB_OK) {
        tell_vault(call, &user.id, &site_pair);
        strbuf_addf(call->out, "The old password of %s no longer works, and they are signed out.\n",
                    user.login);
        say_code(call, &code);
    }
    seal_wipe(&code, sizeof code);
    seal_wipe(&site_pair, sizeof site_pair);
    return error;
}

int command_user_remove(const struct call *call)
{
    struct stored_user admin;
    struct stored_user user;
    struct key_pair site_pair;
    int error = unlock(call, &admin, &site_pair);

    if (error == CB_OK)
        error = find_other(call, &admin, &user);
    if (error == CB_OK)
        error = say_key_problem(
            call, staff_remove(call->store, &user, &site_pair, call->context->now_ms, call->arena));
    if (error == CB_OK)
        error = command_audit(call, &admin.id, "user.remove", AUDIT_OF_USER, &user.id);
    if (error == CB_OK) {
        tell_vault(call, &user.id, &site_pair);
        strbuf_addf(call->out, "%s is removed and signed out. The site's key has changed.\n", user.login);
    }
    seal_wipe(&site_pair, sizeof site_pair);
    return error;
}

/* ---- who ---- */

int command_user_list(const struct call *call)
{
    struct stored_user *users = NULL;
    size_t count = 0;
    int error = store_users(call->store, &call->site_id, call->arena, &users, &count);

    for (size_t i = 0; error == CB_OK && i < count; i++)
        strbuf_addf(call->out, "%s\t%s\t%s\n", users[i].login, role_name(users[i].role), users[i].name);
    return error;
}
