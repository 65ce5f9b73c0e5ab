/* init and demo: the commands that make a data folder. What fails half way leaves no database behind. */
#include "queue/command.h"

#include "base/file.h"
#include "base/zone.h"
#include "queue/audit.h"
#include "queue/command_words.h"
#include "queue/site_make.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIGN_INS_FILE "demo-sign-ins.txt"
#define TOKEN_FILE    "kiosk.token"

/* A new database being filled. */
struct making {
    const char *folder;
    const struct command_context *context;
    struct store *store;
    struct arena arena;
    struct key_pair site_pair;
    struct strbuf sign_ins; /* holds passwords */
};

static void remove_database(const char *folder)
{
    static const char *const names[] = {"queue.db", "queue.db-wal"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = NULL;

        if (asprintf(&path, "%s/%s", folder, names[i]) < 0)
            return;
        unlink(path);
        free(path);
    }
}

static int making_begin(struct making *making, struct problem *problem)
{
    int error = file_make_folder(making->folder);

    if (error != CB_OK)
        return problem_set(problem, error,
                           "Cannot make the folder %s. Check that the folder above it is there and is "
                           "writable for this user, or name another with --data.",
                           making->folder);
    error = store_create(making->folder, problem);
    if (error != CB_OK)
        return error;
    error = store_open(making->folder, making->context->random, &making->store, problem);
    if (error == CB_OK)
        error = store_begin(making->store);
    if (error != CB_OK)
        remove_database(making->folder);
    return error;
}

/* Commits or removes, and releases. Returns the error, or the commit's. The sign-ins are answered only when
 * they stand. */
static int making_end(struct making *making, int error, struct strbuf *out)
{
    if (making->store != NULL) {
        if (error == CB_OK)
            error = store_commit(making->store);
        else
            store_rollback(making->store);
        store_close(making->store);
        if (error != CB_OK)
            remove_database(making->folder);
    }
    if (error == CB_OK)
        strbuf_add_text(out, strbuf_text(&making->sign_ins));
    seal_wipe(&making->site_pair, sizeof making->site_pair);
    strbuf_release(&making->sign_ins);
    arena_release(&making->arena);
    return error;
}

static int add_user(struct making *making, const struct site_file *file, const struct site_file_user *user)
{
    const struct coach *coach = site_file_coach(file, user->coach);
    char password[SITE_PASSWORD_TEXT_SIZE];
    struct user_plan plan = {
        .site_id = file->site.id, .role = user->role, .login = user->login, .name = user->name};
    int error;

    if (coach != NULL)
        plan.coach_id = coach->id;
    password_suggest(making->context->random, password, sizeof password);
    error = user_make(making->store, making->context->random, making->context->cost, &plan, password,
                      &making->site_pair);
    if (error == CB_OK)
        strbuf_addf(&making->sign_ins, "%s\t%s\t%s\t%s\n", user->login, password, user->name,
                    role_name(user->role));
    seal_wipe(password, sizeof password);
    return error;
}

static int fill(struct making *making, struct site_file *file)
{
    int error = site_make(making->store, making->context->random, file, &making->site_pair);

    if (error == CB_OK)
        error = store_password_cost_set(making->store, making->context->cost);
    for (size_t i = 0; error == CB_OK && i < file->user_count; i++)
        error = add_user(making, file, &file->users[i]);
    if (error == CB_OK)
        error = audit_append(making->store, &(struct audit_entry){.site_id = file->site.id,
                                                                  .at_ms = making->context->now_ms,
                                                                  .actor_kind = AUDIT_BY_OPERATOR,
                                                                  .action = "site.make",
                                                                  .object_kind = AUDIT_OF_SITE,
                                                                  .object_id = file->site.id});
    return error;
}

static int check_zone(const char *name, struct problem *problem)
{
    struct zone *zone = NULL;
    int error = zone_load(name, &zone);

    zone_free(zone);
    if (error == CB_OK)
        return CB_OK;
    return problem_set(problem, CB_BAD_INPUT,
                       "There is no time zone %s on this machine (e.g. America/New_York).", name);
}

/* ---- init ---- */

/* Open on working days from 8 to 18, until an admin says otherwise. */
static const struct weekly_range first_hours[] = {
    {0, {8 * 60, 18 * 60}}, {1, {8 * 60, 18 * 60}}, {2, {8 * 60, 18 * 60}},
    {3, {8 * 60, 18 * 60}}, {4, {8 * 60, 18 * 60}},
};
static const char *const first_languages[] = {"en", "es"};

static int init_site(struct making *making, const struct command_words *words)
{
    const char *admin = command_value(words, WORD_ADMIN);
    struct site_file_user user = {
        .login = admin == NULL ? "admin" : admin, .name = "Site admin", .role = ROLE_ADMIN, .coach = ""};
    struct site_file file = {
        .site = {.name = command_value(words, WORD_NAME),
                 .short_name = command_value(words, WORD_SHORT),
                 .zone_name = command_value(words, WORD_ZONE),
                 .coach_line = "",
                 .hours = {.weekly = first_hours, .weekly_count = sizeof first_hours / sizeof *first_hours},
                 .settings = {.names_allowed = true,
                              .notice_version = 1,
                              .languages = first_languages,
                              .language_count = sizeof first_languages / sizeof *first_languages}},
        .users = &user,
        .user_count = 1};

    return fill(making, &file);
}

int command_init(const char *folder, const struct command_context *context, const char *const *words,
                 size_t count, struct strbuf *out, struct problem *ret_problem)
{
    struct making making = {.folder = folder, .context = context};
    const char *all[COMMAND_WORDS_MAX + 1] = {"init"};
    struct command_words parsed;
    int error;

    if (count > COMMAND_WORDS_MAX)
        return problem_set(ret_problem, CB_BAD_INPUT, "Too many words.");
    for (size_t i = 0; i < count; i++)
        all[i + 1] = words[i];
    error = command_words_read(all, count + 1, &parsed, ret_problem);
    if (error == CB_OK)
        error = check_zone(command_value(&parsed, WORD_ZONE), ret_problem);
    if (error != CB_OK)
        return error;
    error = making_begin(&making, ret_problem);
    if (error != CB_OK)
        return making_end(&making, error, out);
    error = init_site(&making, &parsed);
    if (error != CB_OK)
        problem_set(ret_problem, error, "Could not fill the new database: %s.", cb_error_text(error));
    else
        strbuf_addf(out, "Made %s. Its first sign-in: name, password (shown this once), who, role.\n",
                    command_value(&parsed, WORD_NAME));
    return making_end(&making, error, out);
}

/* ---- demo ---- */

static int read_site_file(const char *assets_folder, struct arena *arena, struct site_file *ret_file,
                          struct problem *problem)
{
    struct wire_fault fault = {.field = ""};
    char *path = arena_format(arena, "%s/demo/site.json", assets_folder);
    uint8_t *bytes = NULL;
    size_t length = 0;
    int error = path == NULL ? CB_NO_MEMORY : file_read(path, SITE_FILE_MAX, &bytes, &length);

    if (error != CB_OK)
        return problem_set(problem, error, "Cannot read %s (%s).", path == NULL ? "site.json" : path,
                           cb_error_text(error));
    error = site_file_read((const char *)bytes, length, arena, ret_file, &fault);
    free(bytes);
    if (error != CB_OK)
        return problem_set(problem, error, "%s: %s %s.", path, fault.field, fault.text);
    return CB_OK;
}

static int write_private(struct making *making, const char *name, const char *text)
{
    char *path = arena_format(&making->arena, "%s/%s", making->folder, name);

    return path == NULL ? CB_NO_MEMORY : file_write(path, text, strlen(text), 0600);
}

/* The first kiosk is the one that kiosk/run starts. */
static int write_token(struct making *making, const struct uuid *site_id)
{
    struct stored_kiosk *kiosks = NULL;
    size_t count = 0;
    char line[TOKEN_TEXT_SIZE + 1];
    int error = store_kiosks(making->store, site_id, &making->arena, &kiosks, &count);

    if (error != CB_OK || count == 0)
        return error;
    error = kiosk_token_make(making->store, &kiosks[0].id, line);
    if (error == CB_OK) {
        strcat(line, "\n");
        error = write_private(making, TOKEN_FILE, line);
    }
    seal_wipe(line, sizeof line);
    return error;
}

static int fill_demo(struct making *making, struct site_file *file)
{
    int error = fill(making, file);

    if (error == CB_OK)
        error = write_token(making, &file->site.id);
    if (error == CB_OK)
        error = write_private(making, SIGN_INS_FILE, strbuf_text(&making->sign_ins));
    return error;
}

int command_demo(const char *folder, const char *assets_folder, const struct command_context *context,
                 struct strbuf *out, struct problem *ret_problem)
{
    struct making making = {.folder = folder, .context = context};
    struct site_file file;
    int error = read_site_file(assets_folder, &making.arena, &file, ret_problem);

    if (error == CB_OK)
        error = check_zone(file.site.zone_name, ret_problem);
    if (error == CB_OK)
        error = making_begin(&making, ret_problem);
    if (error != CB_OK)
        return making_end(&making, error, out);
    error = fill_demo(&making, &file);
    if (error != CB_OK)
        problem_set(ret_problem, error, "Could not fill the demo site: %s.", cb_error_text(error));
    return making_end(&making, error, out);
}
