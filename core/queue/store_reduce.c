/* Old requests become counts: how many of which kind ended how, a day. What is counted is deleted, with its
 * events. */
#include "queue/store_internal.h"

#define REDUCED_AT_ONCE 100 /* the rest comes with the next sweep: nobody waits for it */

struct old_request {
    struct uuid id;
    int64_t closed_at_ms;
};

static int old_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_row)
{
    struct old_request *old = ret_row;

    (void)arena;
    old->id = db_read_uuid(statement, 0);
    old->closed_at_ms = sqlite3_column_int64(statement, 1);
    return CB_OK;
}

/* Closed so long ago by a clock that is right, or by the time the queue has run since. */
static int read_old(struct store *store, const struct site *site, const struct reckoning *reckoning,
                    struct arena *arena, struct old_request **ret_old, size_t *ret_count)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT id, closed_at FROM request WHERE site = ?1 AND closed_at IS NOT NULL"
                                " AND sealed IS NULL AND ((?2 AND closed_at <= ?3) OR closed_running <= ?4)"
                                " ORDER BY closed_at LIMIT ?5");
    int days = site->settings.keep_days == 0 ? SITE_KEEP_DAYS : site->settings.keep_days;
    int64_t kept_ms = days * DAY_MS;
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, &site->id);
    db_bind_int(statement, 2, reckoning->now.verified);
    db_bind_int(statement, 3, reckoning->now.wall_ms - kept_ms);
    db_bind_int(statement, 4, reckoning->running_ms - kept_ms);
    db_bind_int(statement, 5, REDUCED_AT_ONCE);
    error = rows_read(statement, arena, sizeof **ret_old, old_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_old = rows;
    return error;
}

static int count_one(struct store *store, const struct old_request *old, const char *day)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "INSERT INTO request_count (site, day, kind, outcome, count)"
                                " SELECT site, ?2, kind, outcome, 1 FROM request WHERE id = ?1"
                                " ON CONFLICT (site, day, kind, outcome) DO UPDATE SET count = count + 1");

    db_bind_uuid(statement, 1, &old->id);
    db_bind_text(statement, 2, day);
    return db_run(statement);
}

static int delete_rows(struct store *store, const char *sql, const struct uuid *request_id)
{
    sqlite3_stmt *statement = db_statement(store->db, sql);

    db_bind_uuid(statement, 1, request_id);
    return db_run(statement);
}

static int reduce_one(struct store *store, const struct zone *zone, const struct old_request *old)
{
    char day[16];
    int error;

    date_format(zone_local(zone, old->closed_at_ms).date, day);
    error = count_one(store, old, day);
    if (error == CB_OK) /* the trigger lets go only of events whose request is named here */
        error = delete_rows(store, "INSERT INTO reduction (request) VALUES (?1)", &old->id);
    if (error == CB_OK)
        error = delete_rows(store, "DELETE FROM request_event WHERE request = ?1", &old->id);
    if (error == CB_OK)
        error = delete_rows(store, "DELETE FROM reduction WHERE request = ?1", &old->id);
    return error == CB_OK ? delete_rows(store, "DELETE FROM request WHERE id = ?1", &old->id) : error;
}

int store_reduce(struct store *store, const struct site *site, const struct reckoning *reckoning)
{
    struct arena arena = ARENA_INIT;
    struct old_request *old = NULL;
    const struct zone *zone;
    size_t count = 0;
    int error = store_zone(store, site->zone_name, &zone);

    if (error == CB_OK)
        error = read_old(store, site, reckoning, &arena, &old, &count);
    for (size_t i = 0; error == CB_OK && i < count; i++)
        error = reduce_one(store, zone, &old[i]);
    arena_release(&arena);
    return error;
}
