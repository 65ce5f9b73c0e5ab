/* What an admin takes away. Nothing goes that an open request, a sign-in or a kiosk still needs: then
 * CB_BUSY, and the caller says what stands in the way. Requests and reports of the past keep their coaches
 * and kiosks, so a coach's row stays and is marked as left. */
#include "queue/store_internal.h"

#include <string.h>

/* CB_BUSY when the query, whose parameters are bound, has a row. */
static int busy_when_found(sqlite3_stmt *statement)
{
    int error = db_step(statement);

    db_done(statement);
    if (error == CB_OK)
        return CB_BUSY;
    return error == CB_NOT_FOUND ? CB_OK : error;
}

static int busy_with(struct store *store, const char *sql, const struct uuid *site_id, const struct uuid *id)
{
    sqlite3_stmt *statement = db_statement(store->db, sql);

    db_bind_uuid(statement, 1, site_id);
    db_bind_uuid(statement, 2, id);
    return busy_when_found(statement);
}

static int remove_row(struct store *store, const char *sql, const struct uuid *site_id, const struct uuid *id)
{
    sqlite3_stmt *statement = db_statement(store->db, sql);
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_uuid(statement, 2, id);
    error = db_run_change(statement);
    return error == CB_OK ? feed_add(store, site_id, FEED_BOARD, NULL) : error;
}

int store_place_remove(struct store *store, const struct uuid *site_id, const struct uuid *place_id)
{
    int error =
        busy_with(store, "SELECT 1 FROM kiosk WHERE site = ?1 AND place = ?2 LIMIT 1", site_id, place_id);

    return error == CB_OK
               ? remove_row(store, "DELETE FROM place WHERE site = ?1 AND id = ?2", site_id, place_id)
               : error;
}

int store_coach_remove(struct store *store, const struct uuid *site_id, const struct uuid *coach_id)
{
    int error = busy_with(store,
                          "SELECT 1 FROM request WHERE site = ?1 AND closed_at IS NULL"
                          " AND (wanted = ?2 OR holder = ?2) LIMIT 1",
                          site_id, coach_id);

    if (error == CB_OK)
        error = busy_with(store,
                          "SELECT 1 FROM staff WHERE site = ?1 AND coach = ?2 AND removed_at IS NULL LIMIT 1",
                          site_id, coach_id);
    if (error == CB_OK)
        error = remove_row(store,
                           "UPDATE coach SET has_left = 1, presence = 'none', presence_until = NULL,"
                           " presence_back = NULL, presence_calls = 0"
                           " WHERE site = ?1 AND id = ?2 AND has_left = 0",
                           site_id, coach_id);
    return error == CB_OK ? feed_add(store, site_id, FEED_COACH, coach_id) : error;
}

/* ---- lists by code ---- */

static int run_by_code(struct store *store, const char *sql, const struct uuid *site_id, const char *code)
{
    sqlite3_stmt *statement = db_statement(store->db, sql);
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_text(statement, 2, code);
    error = db_run_change(statement);
    return error == CB_OK ? feed_add(store, site_id, FEED_BOARD, NULL) : error;
}

/* Requests keep the ids of what was asked for, and reports count by them. */
int store_topic_remove(struct store *store, const struct uuid *site_id, const char *topic_id)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "SELECT 1 FROM request WHERE site = ?1 AND instr(' ' || topics, ' ' || ?2 || ' ') > 0"
                   " LIMIT 1");
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_text(statement, 2, topic_id);
    error = busy_when_found(statement);
    return error == CB_OK
               ? run_by_code(store, "DELETE FROM topic WHERE site = ?1 AND id = ?2", site_id, topic_id)
               : error;
}

int store_resource_remove(struct store *store, const struct uuid *site_id, const char *number)
{
    return run_by_code(store, "DELETE FROM resource WHERE site = ?1 AND number = ?2", site_id, number);
}

int store_meeting_remove(struct store *store, const struct uuid *site_id, const char *meeting_id)
{
    return run_by_code(store, "DELETE FROM meeting WHERE site = ?1 AND id = ?2", site_id, meeting_id);
}
