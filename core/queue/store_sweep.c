/* What ends by itself: visits at closing time, sealed fields, old rows, sessions. */
#include "queue/store_internal.h"

#include "domain/availability.h"

#define AFTER_HOURS_MS   (4 * HOUR_MS)  /* a visit that was asked for when nobody was to come any more */
#define ROUND_CLOCK_MS   (24 * HOUR_MS) /* a visit at a site that never closes */
#define CALLBACK_KEPT_MS (REQUEST_CALLBACK_DAYS * DAY_MS)

/* A site's hours and presences: what closing time follows from. */
struct closing {
    struct site site;
    struct presence *presences;
    size_t presence_count;
    const struct zone *zone;
};

static int closing_load(struct store *store, const struct uuid *site_id, struct arena *arena,
                        struct closing *ret_closing)
{
    struct closing closing = {0};
    int error = store_site(store, site_id, arena, &closing.site);

    if (error == CB_OK)
        error = store_presences(store, site_id, arena, &closing.presences, &closing.presence_count);
    if (error == CB_OK)
        error = store_zone(store, closing.site.zone_name, &closing.zone);
    if (error == CB_OK)
        *ret_closing = closing;
    return error;
}

/* When a visit asked for at that time is over, met or not. */
static int64_t visit_end(const struct closing *closing, int64_t asked_at_ms)
{
    int64_t end_ms = closing_time(&closing->site.hours, closing->presences, closing->presence_count,
                                  closing->zone, asked_at_ms);

    if (end_ms == 0)
        return asked_at_ms + ROUND_CLOCK_MS;
    return end_ms > asked_at_ms ? end_ms : asked_at_ms + AFTER_HOURS_MS;
}

/* ---- one request ---- */

static int expire(struct store *store, const struct request *request, int64_t now_ms,
                  struct request *ret_request)
{
    struct request_step step = {.kind = STEP_CLOSE,
                                .actor = {.kind = ACTOR_SYSTEM},
                                .version = request->version,
                                .outcome = OUTCOME_EXPIRED,
                                .at_ms = now_ms};

    return store_step(store, &request->id, &step, ret_request);
}

int request_expire_if_late(struct store *store, const struct request *request, int64_t now_ms,
                           struct request *ret_request)
{
    struct arena arena = ARENA_INIT;
    struct closing closing;
    int error = CB_OK;

    if (request->kind != REQUEST_WALK_IN)
        return CB_OK;
    error = closing_load(store, &request->site_id, &arena, &closing);
    if (error == CB_OK && visit_end(&closing, request->asked_at_ms) <= now_ms)
        error = expire(store, request, now_ms, ret_request);
    arena_release(&arena);
    return error;
}

/* ---- all of them ---- */

struct candidate {
    struct request request;
    bool has_sealed;
    struct beginning received;
    int64_t closed_running_ms;
};

static int candidate_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_candidate)
{
    struct candidate *candidate = ret_candidate;

    (void)arena;
    candidate->has_sealed = sqlite3_column_int(statement, REQUEST_COLUMN_COUNT) != 0;
    candidate->received = (struct beginning){
        .wall_ms = sqlite3_column_int64(statement, REQUEST_COLUMN_COUNT + 1),
        .running_ms = sqlite3_column_int64(statement, REQUEST_COLUMN_COUNT + 2),
        .verified = sqlite3_column_int(statement, REQUEST_COLUMN_COUNT + 3) != 0,
    };
    candidate->closed_running_ms = sqlite3_column_int64(statement, REQUEST_COLUMN_COUNT + 4);
    return request_from_row(statement, &candidate->request);
}

/* Requests that can still expire or hold something sealed. */
static int read_candidates(struct store *store, const struct uuid *site_id, struct arena *arena,
                           struct candidate **ret_candidates, size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "SELECT " REQUEST_COLUMNS ", r.sealed IS NOT NULL, r.received_at, r.received_running,"
        " r.received_verified, r.closed_running FROM request r"
        " WHERE r.site = ?1 AND (r.sealed IS NOT NULL OR (r.closed_at IS NULL AND r.state = 'waiting'))");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = rows_read(statement, arena, sizeof **ret_candidates, candidate_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_candidates = rows;
    return error;
}

static int64_t expiry(const struct closing *closing, const struct request *request)
{
    if (request->state != REQUEST_WAITING)
        return INT64_MAX;
    if (request->kind != REQUEST_WALK_IN)
        return request->asked_at_ms + CALLBACK_KEPT_MS;
    return visit_end(closing, request->asked_at_ms);
}

/* When the time to undo a closing is over, by the time the queue has run since: that needs no clock. What the
 * clock closed, a wrong clock may have closed, and it waits for its end. */
static int64_t undo_end(const struct candidate *candidate, const struct reckoning *reckoning)
{
    const struct request *request = &candidate->request;

    if (request->state != REQUEST_CLOSED || request->outcome == OUTCOME_EXPIRED)
        return INT64_MAX;
    return reckoning->now.wall_ms + REQUEST_UNDO_MS - (reckoning->running_ms - candidate->closed_running_ms);
}

/* Names and numbers go when the undo time is over, a visit's at its end at the latest, a callback's after two
 * weeks; never by a clock that may be wrong. */
static int64_t erasure(const struct closing *closing, const struct candidate *candidate,
                       const struct reckoning *reckoning)
{
    const struct request *request = &candidate->request;
    int64_t undo_ms = undo_end(candidate, reckoning);
    int64_t latest_ms;

    if (!candidate->has_sealed)
        return INT64_MAX;
    if (request->kind == REQUEST_WALK_IN)
        latest_ms = deadline_due(visit_end(closing, request->asked_at_ms), ROUND_CLOCK_MS,
                                 &candidate->received, reckoning);
    else
        latest_ms = deadline_due(request->asked_at_ms + CALLBACK_KEPT_MS, CALLBACK_KEPT_MS,
                                 &candidate->received, reckoning);
    return undo_ms < latest_ms ? undo_ms : latest_ms;
}

static int erase(struct store *store, const struct uuid *request_id)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "UPDATE request SET sealed = NULL, epoch = NULL WHERE id = ?1");

    db_bind_uuid(statement, 1, request_id);
    store->erased = true;
    return db_run(statement);
}

int store_forget(struct store *store, const struct uuid *request_id)
{
    struct request request;
    int error = store_request_plain(store, request_id, &request);

    if (error == CB_OK)
        error = erase(store, request_id);
    return error == CB_OK ? feed_add(store, &request.site_id, FEED_REQUEST, request_id) : error;
}

static struct reckoning reckon(const struct store *store, int64_t now_ms)
{
    struct reckoning reckoning = {.now = store->now, .running_ms = store_running_ms(store)};

    reckoning.now.wall_ms = now_ms;
    return reckoning;
}

static int sweep_one(struct store *store, const struct closing *closing, const struct candidate *candidate,
                     const struct reckoning *reckoning, int *changed)
{
    int64_t now_ms = reckoning->now.wall_ms;
    bool expires = expiry(closing, &candidate->request) <= now_ms;
    bool erases = erasure(closing, candidate, reckoning) <= now_ms;
    struct request after;
    int error = CB_OK;

    if (expires)
        error = expire(store, &candidate->request, now_ms, &after);
    if (error == CB_OK && erases)
        error = erase(store, &candidate->request.id);
    if (error == CB_OK && (expires || erases))
        ++*changed;
    return error;
}

static int sweep_site(struct store *store, const struct uuid *site_id, int64_t now_ms, int *changed)
{
    const struct reckoning reckoning = reckon(store, now_ms);
    struct arena arena = ARENA_INIT;
    struct candidate *candidates = NULL;
    struct closing closing;
    size_t count = 0;
    int error = closing_load(store, site_id, &arena, &closing);

    if (error == CB_OK)
        error = read_candidates(store, site_id, &arena, &candidates, &count);
    for (size_t i = 0; error == CB_OK && i < count; i++)
        error = sweep_one(store, &closing, &candidates[i], &reckoning, changed);
    if (error == CB_OK)
        error = store_reduce(store, &closing.site, &reckoning);
    arena_release(&arena);
    return error;
}

static int end_sessions(struct store *store, int64_t now_ms)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "DELETE FROM session WHERE expires_at <= ?1 OR used_at + idle_ms <= ?1");

    db_bind_int(statement, 1, now_ms);
    return db_run(statement);
}

static int end_codes(struct store *store, int64_t now_ms)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "DELETE FROM holder WHERE kind = 'code' AND expires_at <= ?1");

    db_bind_int(statement, 1, now_ms);
    return db_run(statement);
}

static int end_devices(struct store *store, int64_t now_ms)
{
    sqlite3_stmt *statement = db_statement(store->db, "DELETE FROM device WHERE expires_at <= ?1");

    db_bind_int(statement, 1, now_ms);
    return db_run(statement);
}

int store_sweep(struct store *store, int64_t now_ms, int *ret_changed)
{
    struct arena arena = ARENA_INIT;
    struct site *sites = NULL;
    size_t count = 0;
    int changed = 0;
    int error = store_sites(store, &arena, &sites, &count);

    for (size_t i = 0; error == CB_OK && i < count; i++)
        error = sweep_site(store, &sites[i].id, now_ms, &changed);
    if (error == CB_OK)
        error = end_sessions(store, now_ms);
    if (error == CB_OK)
        error = end_codes(store, now_ms);
    if (error == CB_OK)
        error = end_devices(store, now_ms);
    arena_release(&arena);
    if (error == CB_OK)
        *ret_changed = changed;
    return error;
}

static int next_of_site(struct store *store, const struct uuid *site_id, int64_t now_ms, int64_t *next_ms)
{
    const struct reckoning reckoning = reckon(store, now_ms);
    struct arena arena = ARENA_INIT;
    struct candidate *candidates = NULL;
    struct closing closing;
    size_t count = 0;
    int error = closing_load(store, site_id, &arena, &closing);

    if (error == CB_OK)
        error = read_candidates(store, site_id, &arena, &candidates, &count);
    for (size_t i = 0; error == CB_OK && i < count; i++) {
        const int64_t ends[] = {expiry(&closing, &candidates[i].request),
                                erasure(&closing, &candidates[i], &reckoning)};

        for (size_t j = 0; j < sizeof ends / sizeof *ends; j++)
            if (ends[j] < *next_ms)
                *next_ms = ends[j];
    }
    arena_release(&arena);
    return error;
}

int store_next_sweep(struct store *store, int64_t now_ms, int64_t *ret_at_ms)
{
    struct arena arena = ARENA_INIT;
    struct site *sites = NULL;
    size_t count = 0;
    int64_t next_ms = INT64_MAX;
    int error = store_sites(store, &arena, &sites, &count);

    for (size_t i = 0; error == CB_OK && i < count; i++)
        error = next_of_site(store, &sites[i].id, now_ms, &next_ms);
    arena_release(&arena);
    if (error == CB_OK)
        *ret_at_ms = next_ms > now_ms ? next_ms : now_ms;
    return error;
}
