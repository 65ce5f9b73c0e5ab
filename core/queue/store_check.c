/* Whether the database still says what happened: every request is played again from its events, and
 * the audit log's hashes are computed again. */
#include "queue/audit.h"
#include "queue/schema.h"
#include "queue/store_internal.h"

#include <string.h>

/* The enum value whose name this is, or -1. */
static int find_name(const char *(*name_of)(int value), int count, const char *name)
{
    for (int value = 0; name != NULL && value < count; value++)
        if (strcmp(name_of(value), name) == 0)
            return value;
    return -1;
}

static const char *step_name_of(int value)
{
    return request_step_name((enum request_step_kind)value);
}

static const char *actor_name_of(int value)
{
    return actor_kind_name((enum actor_kind)value);
}

static int event_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_event)
{
    struct request_event *event = ret_event;
    const char *outcome = (const char *)sqlite3_column_text(statement, 6);
    int step = find_name(step_name_of, STEP_CONSENT + 1, (const char *)sqlite3_column_text(statement, 0));
    int actor = find_name(actor_name_of, ACTOR_SYSTEM + 1, (const char *)sqlite3_column_text(statement, 2));

    (void)arena;
    if (step < 0 || actor < 0 ||
        request_state_from_name((const char *)sqlite3_column_text(statement, 1), &event->to) != CB_OK ||
        (outcome != NULL && request_outcome_from_name(outcome, &event->outcome) != CB_OK))
        return CB_DAMAGED;
    event->kind = (enum request_step_kind)step;
    event->actor = (struct actor){.kind = (enum actor_kind)actor,
                                  .user_id = db_read_uuid(statement, 3),
                                  .coach_id = db_read_uuid(statement, 4)};
    event->to_coach_id = db_read_uuid(statement, 5);
    event->version = sqlite3_column_int(statement, 7);
    event->at_ms = sqlite3_column_int64(statement, 8);
    event->consent_version = sqlite3_column_int(statement, 9);
    return CB_OK;
}

static int read_events(struct store *store, const struct uuid *request_id, struct arena *arena,
                       struct request_event **ret_events, size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "SELECT step, to_state, actor_kind, actor_user, actor_coach, to_coach, outcome, version, at, consent"
        " FROM request_event WHERE request = ?1 ORDER BY version");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, request_id);
    error = rows_read(statement, arena, sizeof **ret_events, event_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_events = rows;
    return error;
}

/* What a change says anew. */
static void apply_change(struct request *request, const struct request_event *event)
{
    request->wanted_coach_id = event->to_coach_id;
    request->consent_version = event->consent_version;
}

static int replay_step(struct request *request, const struct request_event *event)
{
    struct request_step step = {.kind = event->kind,
                                .actor = event->actor,
                                .version = event->version - 1,
                                .go = event->kind == STEP_CLAIM && event->to == REQUEST_ON_THE_WAY,
                                .to_coach_id = event->to_coach_id,
                                .outcome = event->outcome,
                                .consent_version = event->consent_version,
                                .at_ms = event->at_ms};
    struct request_event again;
    int error = request_apply(request, &step, request, &again);

    if (error == CB_OK && event->kind == STEP_CHANGE)
        apply_change(request, event);
    return error == CB_OK && again.to == event->to ? CB_OK : CB_DAMAGED;
}

static int replay(const struct request *stored, const struct request_event *events, size_t count,
                  struct request *ret_request)
{
    struct request asked = *stored;
    struct request_event again;
    int error;

    if (count == 0 || events[0].kind != STEP_SUBMIT || events[0].version != 1)
        return CB_DAMAGED;
    asked.wanted_coach_id = events[0].to_coach_id;
    asked.consent_version = events[0].consent_version;
    error = request_begin(&asked, &events[0].actor, events[0].at_ms, ret_request, &again);
    for (size_t i = 1; error == CB_OK && i < count; i++)
        error = replay_step(ret_request, &events[i]);
    return error == CB_OK ? CB_OK : CB_DAMAGED;
}

static bool is_same(const struct request *a, const struct request *b)
{
    return a->state == b->state && a->version == b->version && a->outcome == b->outcome &&
           a->place_ms == b->place_ms && a->state_since_ms == b->state_since_ms &&
           a->closed_at_ms == b->closed_at_ms && a->closed_from == b->closed_from &&
           a->consent_version == b->consent_version && uuid_equal(&a->holder_id, &b->holder_id) &&
           uuid_equal(&a->wanted_coach_id, &b->wanted_coach_id) &&
           uuid_equal(&a->closed_from_holder, &b->closed_from_holder) &&
           uuid_equal(&a->closed_by, &b->closed_by);
}

static int check_request(struct store *store, const struct uuid *request_id, struct problem *ret_problem)
{
    struct arena arena = ARENA_INIT;
    struct request stored;
    struct request replayed;
    struct request_event *events = NULL;
    char text[UUID_TEXT_SIZE];
    size_t count = 0;
    int error = store_request_plain(store, request_id, &stored);

    if (error == CB_OK)
        error = read_events(store, request_id, &arena, &events, &count);
    if (error == CB_OK)
        error = replay(&stored, events, count, &replayed);
    if (error == CB_OK && !is_same(&stored, &replayed))
        error = CB_DAMAGED;
    arena_release(&arena);
    if (error != CB_DAMAGED)
        return error;
    uuid_format(request_id, text);
    return problem_set(
        ret_problem, error,
        "Request %s is not what its events add up to: the database was changed by something else. "
        "Restore the last backup.",
        text);
}

static int id_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_id)
{
    (void)arena;
    *(struct uuid *)ret_id = db_read_uuid(statement, 0);
    return CB_OK;
}

static int check_requests(struct store *store, struct problem *ret_problem)
{
    struct arena arena = ARENA_INIT;
    const struct uuid *ids;
    void *rows = NULL;
    size_t count = 0;
    int error = rows_read(db_statement(store->db, "SELECT id FROM request"), &arena, sizeof *ids, id_from_row,
                          &rows, &count);

    ids = rows;
    for (size_t i = 0; error == CB_OK && i < count; i++)
        error = check_request(store, &ids[i], ret_problem);
    arena_release(&arena);
    return error;
}

static int check_references(struct store *store, struct problem *ret_problem)
{
    sqlite3_stmt *statement = db_statement(store->db, "PRAGMA foreign_key_check");
    int error = db_step(statement);

    if (error == CB_OK)
        error = problem_set(ret_problem, CB_DAMAGED,
                            "A row of %s names one that is not there. Restore the last backup.",
                            (const char *)sqlite3_column_text(statement, 0));
    db_done(statement);
    return error == CB_NOT_FOUND ? CB_OK : error;
}

static int newest_version(void)
{
    int version = 0;

    while (queue_migrations[version] != NULL)
        version++;
    return version;
}

int store_check_file(const char *path, struct problem *ret_problem)
{
    struct store store = {.db = NULL};
    int version = 0;
    int error = db_open_copy(path, &store.db, ret_problem);

    if (error != CB_OK)
        return error;
    error = db_version(store.db, &version);
    if (error == CB_OK && version > newest_version())
        error = problem_set(ret_problem, CB_NEWER, "%s was made by a newer version of Coachbell.", path);
    if (error == CB_OK)
        error = check_references(&store, ret_problem);
    if (error == CB_OK && version == newest_version())
        error = check_requests(&store, ret_problem);
    if (error == CB_OK && version == newest_version())
        error = audit_check(&store, ret_problem);
    db_close(store.db);
    return error;
}

int store_check(struct store *store, struct problem *ret_problem)
{
    int error = db_quick_check(store->db, ret_problem);

    if (error == CB_OK)
        error = check_references(store, ret_problem);
    if (error == CB_OK)
        error = check_requests(store, ret_problem);
    if (error == CB_OK)
        error = audit_check(store, ret_problem);
    return error;
}
