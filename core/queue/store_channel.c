/* The second channel's outbox in SQLite. */
#include "queue/channel_store.h"
#include "queue/store_internal.h"

#include <stdio.h>

#define KEPT_MS (30 * DAY_MS)

bool channel_known(struct store *store, enum channel_kind kind, const struct uuid *object_id)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT 1 FROM channel_message WHERE object = ?1 AND kind = ?2");
    int error;

    db_bind_uuid(statement, 1, object_id);
    db_bind_text(statement, 2, channel_kind_name(kind));
    error = db_step(statement);
    db_done(statement);
    return error == CB_OK;
}

static int drop_old(struct store *store, int64_t now_ms)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "DELETE FROM channel_message WHERE next_at IS NULL AND made_at < ?1");

    db_bind_int(statement, 1, now_ms - KEPT_MS);
    return db_run(statement);
}

int channel_add(struct store *store, const struct channel_row *row, int64_t now_ms)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "INSERT INTO channel_message (id, site, kind, way, object, since, made_at, tries, next_at)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?7) ON CONFLICT (object, kind, way) DO NOTHING");
    struct uuid id = uuid_make(store->random);
    int error;

    db_bind_uuid(statement, 1, &id);
    db_bind_uuid(statement, 2, &row->site_id);
    db_bind_text(statement, 3, channel_kind_name(row->kind));
    db_bind_text(statement, 4, channel_way_name(row->way));
    db_bind_uuid(statement, 5, &row->object_id);
    db_bind_int(statement, 6, row->since_ms);
    db_bind_int(statement, 7, now_ms);
    error = db_run(statement);
    return error == CB_OK ? drop_old(store, now_ms) : error;
}

static int message_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_row)
{
    struct channel_row row = {.id = db_read_uuid(statement, 0),
                              .site_id = db_read_uuid(statement, 1),
                              .object_id = db_read_uuid(statement, 3),
                              .since_ms = sqlite3_column_int64(statement, 4),
                              .tries = sqlite3_column_int(statement, 5)};
    int error = channel_kind_from_name((const char *)sqlite3_column_text(statement, 2), &row.kind);

    (void)arena;
    if (error == CB_OK)
        *(struct channel_row *)ret_row = row;
    return error;
}

int channel_due(struct store *store, enum channel_way way, int64_t now_ms, struct channel_row *ret_row)
{
    /* Further away than any wait is a clock that was set back since. */
    sqlite3_stmt *statement = db_statement(
        store->db, "SELECT id, site, kind, object, since, tries FROM channel_message"
                   " WHERE way = ?1 AND (next_at <= ?2 OR next_at > ?3) ORDER BY next_at, made_at LIMIT 1");
    int error;

    db_bind_text(statement, 1, channel_way_name(way));
    db_bind_int(statement, 2, now_ms);
    db_bind_int(statement, 3, now_ms + CHANNEL_WAIT_MAX_MS);
    error = row_read(statement, NULL, message_from_row, ret_row);
    if (error == CB_OK)
        ret_row->way = way;
    return error;
}

int64_t channel_next_ms(struct store *store, enum channel_way way)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT min(next_at) FROM channel_message WHERE way = ?1");
    int64_t next_ms = INT64_MAX;

    db_bind_text(statement, 1, channel_way_name(way));
    if (db_step(statement) == CB_OK && sqlite3_column_type(statement, 0) != SQLITE_NULL)
        next_ms = sqlite3_column_int64(statement, 0);
    db_done(statement);
    return next_ms;
}

/* ---- what became of it ---- */

static int set_outcome(struct store *store, const struct channel_row *row, int64_t accepted_ms,
                       int64_t failed_ms, const char *why, int64_t next_ms)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "UPDATE channel_message SET tries = tries + 1, accepted_at = ?2,"
                   " failed_at = coalesce(?3, failed_at), failure = ?4, next_at = ?5 WHERE id = ?1");

    db_bind_uuid(statement, 1, &row->id);
    bind_time(statement, 2, accepted_ms);
    bind_time(statement, 3, failed_ms);
    db_bind_text(statement, 4, why);
    bind_time(statement, 5, next_ms);
    return db_run(statement);
}

static int note_told(struct store *store, const struct channel_row *row, int64_t now_ms)
{
    bool is_request = row->kind == CHANNEL_UNOPENED;
    sqlite3_stmt *statement =
        is_request
            ? db_statement(store->db, "UPDATE request SET told_at = ?2 WHERE id = ?1 AND told_at IS NULL")
            : db_statement(store->db, "UPDATE alert SET told_at = ?2 WHERE id = ?1 AND told_at IS NULL");
    int error;

    db_bind_uuid(statement, 1, &row->object_id);
    db_bind_int(statement, 2, now_ms);
    error = db_run_change(statement);
    if (error == CB_NOT_FOUND)
        return CB_OK; /* another message told of it before */
    return error == CB_OK
               ? feed_add(store, &row->site_id, is_request ? FEED_REQUEST : FEED_ALERT, &row->object_id)
               : error;
}

int channel_accepted(struct store *store, const struct channel_row *row, int64_t now_ms)
{
    int error = set_outcome(store, row, now_ms, 0, NULL, 0);

    return error == CB_OK ? note_told(store, row, now_ms) : error;
}

int channel_failed(struct store *store, const struct channel_row *row, const char *why, int64_t now_ms)
{
    return set_outcome(store, row, 0, now_ms, why, now_ms + channel_wait_ms(row->tries + 1));
}

int channel_drop(struct store *store, const struct channel_row *row)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "UPDATE channel_message SET next_at = NULL WHERE id = ?1");

    db_bind_uuid(statement, 1, &row->id);
    return db_run(statement);
}

/* ---- what is to be watched ---- */

static int unopened_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_request)
{
    (void)arena;
    *(struct channel_unopened *)ret_request =
        (struct channel_unopened){.request_id = db_read_uuid(statement, 0),
                                  .site_id = db_read_uuid(statement, 1),
                                  .asked_at_ms = sqlite3_column_int64(statement, 2)};
    return CB_OK;
}

int channel_unopened(struct store *store, struct arena *arena, struct channel_unopened **ret_requests,
                     size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "SELECT id, site, asked_at FROM request WHERE closed_at IS NULL AND opened_at IS NULL"
                   " AND state = 'waiting' AND kind = 'walk_in'");
    void *rows = NULL;
    int error = rows_read(statement, arena, sizeof **ret_requests, unopened_from_row, &rows, ret_count);

    if (error == CB_OK)
        *ret_requests = rows;
    return error;
}

/* ---- how it does ---- */

static int state_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_state)
{
    struct channel_state *state = ret_state;
    const char *failure = (const char *)sqlite3_column_text(statement, 3);

    (void)arena;
    state->waiting = sqlite3_column_int64(statement, 0);
    state->accepted_at_ms = sqlite3_column_int64(statement, 1);
    state->failed_at_ms = sqlite3_column_int64(statement, 2);
    snprintf(state->failure, sizeof state->failure, "%s",
             failure == NULL || state->accepted_at_ms > state->failed_at_ms ? "" : failure);
    return CB_OK;
}

int channel_state_read(struct store *store, enum channel_way way, struct channel_state *ret_state)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT count(next_at), max(accepted_at), max(failed_at),"
                                " (SELECT failure FROM channel_message WHERE way = ?1 AND failure IS NOT NULL"
                                "  ORDER BY failed_at DESC LIMIT 1) FROM channel_message WHERE way = ?1");

    db_bind_text(statement, 1, channel_way_name(way));
    return row_read(statement, NULL, state_from_row, ret_state);
}
