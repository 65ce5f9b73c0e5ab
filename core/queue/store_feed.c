/* The feed: a site's revision, and what changed at each. */
#include "queue/store_internal.h"

#include <string.h>

static const char *const kind_names[] = {
    [FEED_BOARD] = "board", [FEED_REQUEST] = "request", [FEED_COACH] = "coach", [FEED_ALERT] = "alert"};

static int kind_from_name(const char *name, enum feed_kind *ret_kind)
{
    for (size_t i = 0; name != NULL && i < sizeof kind_names / sizeof *kind_names; i++) {
        if (strcmp(kind_names[i], name) == 0) {
            *ret_kind = (enum feed_kind)i;
            return CB_OK;
        }
    }
    return CB_DAMAGED;
}

static int read_head(struct store *store, const struct uuid *site_id, int64_t *ret_revision,
                     int64_t *ret_board_revision)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT revision, board_revision FROM feed_head WHERE site = ?1");
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = db_step(statement);
    if (error == CB_OK) {
        *ret_revision = sqlite3_column_int64(statement, 0);
        *ret_board_revision = sqlite3_column_int64(statement, 1);
    }
    db_done(statement);
    return error;
}

/* Two statements: RETURNING would open a temporary table for the one row, which costs more than both. */
static int raise_revision(struct store *store, const struct uuid *site_id, bool board, int64_t *ret_revision)
{
    sqlite3_stmt *statement;
    int64_t revision;
    int64_t board_revision;
    int error = read_head(store, site_id, &revision, &board_revision);

    if (error != CB_OK)
        return error;
    revision++;
    statement =
        db_statement(store->db, "UPDATE feed_head SET revision = ?2, board_revision = ?3 WHERE site = ?1");
    db_bind_uuid(statement, 1, site_id);
    db_bind_int(statement, 2, revision);
    db_bind_int(statement, 3, board ? revision : board_revision);
    error = db_run(statement);
    if (error == CB_OK)
        *ret_revision = revision;
    return error;
}

/* Rarely, so that most changes do not pay for it. */
static int forget_old(struct store *store, const struct uuid *site_id, int64_t revision)
{
    sqlite3_stmt *statement;

    if (revision % (FEED_KEPT / 10) != 0)
        return CB_OK;
    statement = db_statement(store->db, "DELETE FROM feed WHERE site = ?1 AND revision <= ?2");
    db_bind_uuid(statement, 1, site_id);
    db_bind_int(statement, 2, revision - FEED_KEPT);
    return db_run(statement);
}

int feed_add(struct store *store, const struct uuid *site_id, enum feed_kind kind,
             const struct uuid *object_id)
{
    static const struct uuid none = {{0}};
    int64_t revision = 0;
    sqlite3_stmt *statement;
    int error = raise_revision(store, site_id, kind == FEED_BOARD, &revision);

    if (error != CB_OK)
        return error;
    statement =
        db_statement(store->db, "INSERT INTO feed (site, revision, kind, object) VALUES (?1, ?2, ?3, ?4)");
    db_bind_uuid(statement, 1, site_id);
    db_bind_int(statement, 2, revision);
    db_bind_text(statement, 3, kind_names[kind]);
    db_bind_uuid(statement, 4, object_id == NULL ? &none : object_id);
    error = db_run(statement);
    return error == CB_OK ? forget_old(store, site_id, revision) : error;
}

int store_revision(struct store *store, const struct uuid *site_id, int64_t *ret_revision)
{
    int64_t board_revision;

    return read_head(store, site_id, ret_revision, &board_revision);
}

int feed_board_revision(struct store *store, const struct uuid *site_id, int64_t *ret_revision)
{
    int64_t revision;

    return read_head(store, site_id, &revision, ret_revision);
}

/* Whether everything after `after` is still there: the next entry is, or nothing has come since. */
static int check_unbroken(struct store *store, const struct uuid *site_id, int64_t after)
{
    int64_t newest = 0;
    sqlite3_stmt *statement;
    int error = store_revision(store, site_id, &newest);

    if (error != CB_OK)
        return error;
    if (after == newest)
        return CB_OK;
    if (after < 0 || after > newest)
        return CB_NOT_FOUND;
    statement = db_statement(store->db, "SELECT 1 FROM feed WHERE site = ?1 AND revision = ?2");
    db_bind_uuid(statement, 1, site_id);
    db_bind_int(statement, 2, after + 1);
    error = db_step(statement);
    db_done(statement);
    return error;
}

int store_feed(struct store *store, const struct uuid *site_id, int64_t after, struct feed_entry *ret_entries,
               size_t max, size_t *ret_count)
{
    sqlite3_stmt *statement;
    size_t count = 0;
    int error = check_unbroken(store, site_id, after);

    if (error != CB_OK)
        return error;
    statement =
        db_statement(store->db, "SELECT revision, kind, object FROM feed WHERE site = ?1 AND revision > ?2"
                                " ORDER BY revision LIMIT ?3");
    db_bind_uuid(statement, 1, site_id);
    db_bind_int(statement, 2, after);
    db_bind_int(statement, 3, (int64_t)max);
    while (count < max && (error = db_step(statement)) == CB_OK) {
        struct feed_entry *entry = &ret_entries[count];

        entry->revision = sqlite3_column_int64(statement, 0);
        entry->object_id = db_read_uuid(statement, 2);
        error = kind_from_name((const char *)sqlite3_column_text(statement, 1), &entry->kind);
        if (error != CB_OK)
            break;
        count++;
    }
    db_done(statement);
    if (error != CB_OK && error != CB_NOT_FOUND)
        return error;
    *ret_count = count;
    return CB_OK;
}
