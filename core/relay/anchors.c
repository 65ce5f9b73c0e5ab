/* A kiosk's anchors in SQLite. */
#include "relay/anchors.h"

#include "base/clock.h"

const char anchors_schema[] = "CREATE TABLE anchor ("
                              "  day INTEGER PRIMARY KEY," /* since 1970, UTC */
                              "  at INTEGER NOT NULL,"
                              "  seq INTEGER NOT NULL,"
                              "  hash BLOB NOT NULL CHECK (length(hash) = 32)"
                              ") STRICT;";

int anchors_newest(struct db *db, struct wire_anchor *ret_anchor)
{
    sqlite3_stmt *statement = db_statement(db, "SELECT seq, hash FROM anchor ORDER BY day DESC LIMIT 1");
    struct wire_anchor anchor = {.seq = 0};
    int error = db_step(statement);

    if (error == CB_OK) {
        anchor.seq = sqlite3_column_int64(statement, 0);
        error = db_read_blob(statement, 1, anchor.hash, sizeof anchor.hash);
    } else if (error == CB_NOT_FOUND) {
        error = CB_OK;
    }
    db_done(statement);
    if (error == CB_OK)
        *ret_anchor = anchor;
    return error;
}

static int has_day(struct db *db, int64_t day)
{
    sqlite3_stmt *statement = db_statement(db, "SELECT 1 FROM anchor WHERE day = ?1");
    int error;

    db_bind_int(statement, 1, day);
    error = db_step(statement);
    db_done(statement);
    return error;
}

static int add_day(struct db *db, int64_t day, const struct wire_anchor *anchor, int64_t wall_ms)
{
    sqlite3_stmt *statement =
        db_statement(db, "INSERT INTO anchor (day, at, seq, hash) VALUES (?1, ?2, ?3, ?4)");

    db_bind_int(statement, 1, day);
    db_bind_int(statement, 2, wall_ms);
    db_bind_int(statement, 3, anchor->seq);
    db_bind_blob(statement, 4, anchor->hash, sizeof anchor->hash);
    return db_run(statement);
}

static int drop_old(struct db *db, int64_t day)
{
    sqlite3_stmt *statement = db_statement(db, "DELETE FROM anchor WHERE day < ?1");

    db_bind_int(statement, 1, day - ANCHORS_KEPT_DAYS);
    return db_run(statement);
}

int anchors_keep(struct db *db, const struct wire_anchor *anchor, int64_t wall_ms)
{
    int64_t day = wall_ms / DAY_MS;
    int error = has_day(db, day);

    if (error != CB_NOT_FOUND)
        return error;
    error = db_begin(db);
    if (error != CB_OK)
        return error;
    error = add_day(db, day, anchor, wall_ms);
    if (error == CB_OK)
        error = drop_old(db, day);
    if (error == CB_OK)
        return db_commit(db);
    db_rollback(db);
    return error;
}
