/* The commands beside serve: their words, and what each does with an open store. */
#include "queue/command.h"

#include "base/file.h"
#include "queue/audit.h"
#include "queue/backup_note.h"
#include "queue/command_call.h"
#include "queue/site_make.h"

#include <stdlib.h>
#include <string.h>

/* ---- kiosks ---- */

static int find_kiosk(const struct call *call, struct stored_kiosk *ret_kiosk)
{
    const char *name = command_value(call->words, WORD_NAME);
    struct stored_kiosk *kiosks = NULL;
    size_t count = 0;
    int error = store_kiosks(call->store, &call->site_id, call->arena, &kiosks, &count);

    if (error != CB_OK)
        return error;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(kiosks[i].name, name) == 0) {
            *ret_kiosk = kiosks[i];
            return CB_OK;
        }
    }
    return problem_set(call->problem, CB_NOT_FOUND, "There is no kiosk named %s. See: kiosk list", name);
}

static int answer_token(const struct call *call, const struct uuid *kiosk_id)
{
    char token[TOKEN_TEXT_SIZE];
    int error = kiosk_token_make(call->store, kiosk_id, token);

    if (error == CB_NOT_FOUND)
        return problem_set(call->problem, error, "This kiosk is revoked. Add it under a new name.");
    if (error == CB_OK)
        error = command_audit(call, NULL, "kiosk.token", AUDIT_OF_KIOSK, kiosk_id);
    if (error == CB_OK)
        strbuf_addf(call->out, "%s\n", token);
    seal_wipe(token, sizeof token);
    return error;
}

static int find_place(const struct call *call, struct uuid *ret_place_id)
{
    const char *name = command_value(call->words, WORD_PLACE);
    struct place *places = NULL;
    size_t count = 0;
    int error = store_places(call->store, &call->site_id, call->arena, &places, &count);
    struct place added = {.id = uuid_make(call->context->random), .name = name, .detail = ""};

    for (size_t i = 0; error == CB_OK && i < count; i++) {
        if (strcmp(places[i].name, name) == 0) {
            *ret_place_id = places[i].id;
            return CB_OK;
        }
    }
    if (error == CB_OK)
        error = store_place_put(call->store, &call->site_id, &added);
    if (error == CB_OK)
        *ret_place_id = added.id;
    return error;
}

static int run_kiosk_add(const struct call *call)
{
    const char *name = command_value(call->words, WORD_NAME);
    struct uuid kiosk_id = uuid_make(call->context->random);
    struct uuid place_id;
    int error = find_place(call, &place_id);

    if (error == CB_OK)
        error = store_kiosk_put(call->store, &call->site_id, &kiosk_id, name, &place_id);
    if (error == CB_CONFLICT)
        return problem_set(call->problem, error, "There is a kiosk named %s already.", name);
    if (error == CB_TOO_LARGE)
        return problem_set(call->problem, error, "A site has at most %d kiosks. Revoke one first.",
                           TICKET_KIOSKS_MAX);
    if (error == CB_OK)
        error = command_audit(call, NULL, "kiosk.add", AUDIT_OF_KIOSK, &kiosk_id);
    return error == CB_OK ? answer_token(call, &kiosk_id) : error;
}

static int run_kiosk_token(const struct call *call)
{
    struct stored_kiosk kiosk;
    int error = find_kiosk(call, &kiosk);

    return error == CB_OK ? answer_token(call, &kiosk.id) : error;
}

static int run_kiosk_revoke(const struct call *call)
{
    struct stored_kiosk kiosk;
    int error = find_kiosk(call, &kiosk);

    if (error == CB_OK)
        error = store_kiosk_revoke(call->store, &kiosk.id);
    if (error == CB_OK)
        error = command_audit(call, NULL, "kiosk.revoke", AUDIT_OF_KIOSK, &kiosk.id);
    if (error == CB_OK)
        strbuf_addf(call->out, "%s is revoked: its token no longer works.\n", kiosk.name);
    return error;
}

static int run_kiosk_list(const struct call *call)
{
    struct stored_kiosk *kiosks = NULL;
    size_t count = 0;
    int error = store_kiosks(call->store, &call->site_id, call->arena, &kiosks, &count);

    for (size_t i = 0; error == CB_OK && i < count; i++) {
        char seen[MOMENT_TEXT_SIZE] = "never seen";

        if (kiosks[i].seen_at_ms != 0)
            moment_format(kiosks[i].seen_at_ms, seen);
        strbuf_addf(call->out, "%s\t%s\t%s\n", kiosks[i].name, kiosks[i].place.name,
                    kiosks[i].revoked ? "revoked" : seen);
    }
    return error;
}

/* ---- the file ---- */

static int run_backup(const struct call *call)
{
    const struct command_copier *copier = call->context->copier;
    const char *path = command_path(call->context, call->words->file, call->arena);
    struct strbuf anchors = STRBUF_INIT;
    const char *said = "";
    const struct moment now = {.wall_ms = call->context->now_ms, .verified = call->context->clock_verified};
    int error = path == NULL ? CB_NO_MEMORY : backup_note(call->store, AUDIT_BY_OPERATOR, now, &anchors);

    if (error == CB_OK)
        said = arena_format(call->arena, "Backup written and checked: %s\n%s", path, strbuf_text(&anchors));
    strbuf_release(&anchors);
    if (error == CB_OK && said == NULL)
        error = CB_NO_MEMORY;
    if (error == CB_OK && copier != NULL)
        return copier->start(copier->context, path, true, said, call->problem);
    if (error == CB_OK)
        error = store_backup(call->store, path, call->problem);
    if (error == CB_OK)
        strbuf_add_text(call->out, said);
    return error;
}

/* While it is served, a copy is looked at instead: that takes no time from anybody. */
static int run_check(const struct call *call)
{
    static const char said[] =
        "The database is sound, every request is what its events add up to, and the audit log is unbroken.\n";
    const struct command_copier *copier = call->context->copier;
    const char *path = copier == NULL ? NULL : arena_format(call->arena, "%s/check.tmp", copier->folder);
    int error;

    if (copier != NULL && path == NULL)
        return CB_NO_MEMORY;
    if (copier != NULL)
        return copier->start(copier->context, path, false, said, call->problem);
    error = store_check(call->store, call->problem);
    if (error == CB_OK)
        strbuf_add_text(call->out, said);
    return error;
}

/* ---- running ---- */

/* What each does. at_site: in a transaction, at one site. */
static const struct {
    int (*run)(const struct call *call);
    bool at_site;
} runs[] = {
    [VERB_USER_ADD] = {command_user_add, true},
    [VERB_USER_RESET] = {command_user_reset, true},
    [VERB_USER_REMOVE] = {command_user_remove, true},
    [VERB_USER_LIST] = {command_user_list, true},
    [VERB_KIOSK_ADD] = {run_kiosk_add, true},
    [VERB_KIOSK_TOKEN] = {run_kiosk_token, true},
    [VERB_KIOSK_REVOKE] = {run_kiosk_revoke, true},
    [VERB_KIOSK_LIST] = {run_kiosk_list, true},
    [VERB_BACKUP] = {run_backup, false},
    [VERB_CHECK] = {run_check, false},
};

static int find_site(struct call *call)
{
    const char *name = command_value(call->words, WORD_SITE);
    struct site *sites = NULL;
    size_t count = 0;
    int error = store_sites(call->store, call->arena, &sites, &count);

    if (error != CB_OK)
        return error;
    if (name == NULL && count > 1)
        return problem_set(call->problem, CB_BAD_INPUT,
                           "There are several sites: say which with --site SHORT-NAME.");
    for (size_t i = 0; i < count; i++) {
        if (name == NULL || strcmp(sites[i].short_name, name) == 0) {
            call->site_id = sites[i].id;
            return CB_OK;
        }
    }
    return problem_set(call->problem, CB_NOT_FOUND, "There is no such site.");
}

static int run_at_site(struct call *call, int (*run)(const struct call *call))
{
    int error = store_begin(call->store);

    if (error != CB_OK)
        return error;
    error = find_site(call);
    if (error == CB_OK)
        error = run(call);
    if (error == CB_OK)
        error = store_commit(call->store);
    if (error == CB_OK)
        return CB_OK;
    store_rollback(call->store);
    if (call->context->vault != NULL)
        vault_lock(call->context->vault); /* it may hold a key that never came to be */
    return error;
}

int command_run(struct store *store, const struct command_context *context, const char *const *words,
                size_t count, struct strbuf *out, struct problem *ret_problem)
{
    struct arena arena = ARENA_INIT;
    struct strbuf answer = STRBUF_INIT;
    struct problem problem = {.text = ""};
    struct command_words parsed;
    struct call call = {.store = store,
                        .context = context,
                        .words = &parsed,
                        .arena = &arena,
                        .out = &answer,
                        .problem = &problem};
    int error = command_words_read(words, count, &parsed, &problem);

    if (error == CB_OK && parsed.verb == VERB_INIT)
        error = problem_set(&problem, CB_BAD_INPUT, "init makes a new database; this one is in use.");
    if (error == CB_OK)
        error = runs[parsed.verb].at_site ? run_at_site(&call, runs[parsed.verb].run)
                                          : runs[parsed.verb].run(&call);
    if (error == CB_OK)
        strbuf_add(out, answer.data, answer.length); /* a password is shown only when the commit stands */
    else if (problem.text[0] == '\0')
        problem_set(&problem, error, "The command failed: %s.", cb_error_text(error));
    if (error != CB_OK && ret_problem != NULL)
        *ret_problem = problem;
    strbuf_release(&answer);
    arena_release(&arena);
    return error;
}
