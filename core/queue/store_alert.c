/* Help-now alerts: at most one open a kiosk. */
#include "queue/store_internal.h"

static const struct uuid nobody;

#define ALERT_COLUMNS                                                                                        \
    "a.id, a.site, a.kiosk, a.state, a.count, a.sent_at, a.seen_at, a.acknowledged_at, a.resolved_at, "      \
    "a.ok_at, a.acknowledged_by, a.told_at"

static int alert_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_alert)
{
    struct alert alert = {
        .id = db_read_uuid(statement, 0),
        .site_id = db_read_uuid(statement, 1),
        .kiosk_id = db_read_uuid(statement, 2),
        .count = sqlite3_column_int(statement, 4),
        .sent_at_ms = sqlite3_column_int64(statement, 5),
        .seen_at_ms = sqlite3_column_int64(statement, 6),
        .acknowledged_at_ms = sqlite3_column_int64(statement, 7),
        .resolved_at_ms = sqlite3_column_int64(statement, 8),
        .ok_at_ms = sqlite3_column_int64(statement, 9),
        .acknowledged_by = db_read_uuid(statement, 10),
        .told_at_ms = sqlite3_column_int64(statement, 11),
    };
    const char *state = (const char *)sqlite3_column_text(statement, 3);

    (void)arena;
    if (state == NULL || alert_state_from_name(state, &alert.state) != CB_OK)
        return CB_DAMAGED;
    *(struct alert *)ret_alert = alert;
    return CB_OK;
}

static int load(struct store *store, const struct uuid *alert_id, struct alert *ret_alert)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT " ALERT_COLUMNS " FROM alert a WHERE a.id = ?1");

    db_bind_uuid(statement, 1, alert_id);
    return row_read(statement, NULL, alert_from_row, ret_alert);
}

static int load_open(struct store *store, const struct uuid *kiosk_id, struct alert *ret_alert)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "SELECT " ALERT_COLUMNS " FROM alert a WHERE a.kiosk = ?1 AND a.resolved_at IS NULL");

    db_bind_uuid(statement, 1, kiosk_id);
    return row_read(statement, NULL, alert_from_row, ret_alert);
}

static int save(struct store *store, const struct alert *alert)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "INSERT INTO alert (id, site, kiosk, state, count, sent_at, seen_at, acknowledged_at, resolved_at,"
        " ok_at, acknowledged_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
        " ON CONFLICT (id) DO UPDATE SET state = excluded.state, count = excluded.count,"
        " seen_at = excluded.seen_at, acknowledged_at = excluded.acknowledged_at,"
        " resolved_at = excluded.resolved_at, ok_at = excluded.ok_at,"
        " acknowledged_by = excluded.acknowledged_by");
    int error;

    db_bind_uuid(statement, 1, &alert->id);
    db_bind_uuid(statement, 2, &alert->site_id);
    db_bind_uuid(statement, 3, &alert->kiosk_id);
    db_bind_text(statement, 4, alert_state_name(alert->state));
    db_bind_int(statement, 5, alert->count);
    bind_time(statement, 6, alert->sent_at_ms);
    bind_time(statement, 7, alert->seen_at_ms);
    bind_time(statement, 8, alert->acknowledged_at_ms);
    bind_time(statement, 9, alert->resolved_at_ms);
    bind_time(statement, 10, alert->ok_at_ms);
    db_bind_uuid(statement, 11, &alert->acknowledged_by);
    error = db_run(statement);
    return error == CB_OK ? feed_add(store, &alert->site_id, FEED_ALERT, &alert->id) : error;
}

static int count_up(struct store *store, struct alert *alert)
{
    alert->count++;
    alert->ok_at_ms = 0; /* who touches again is not OK now */
    return save(store, alert);
}

/* A forgotten alert must not answer a new call with "somebody is coming" while nobody is rung: it ends here.
 */
static int end_past(struct store *store, struct alert *alert, int64_t now_ms)
{
    int error;

    alert->state = ALERT_RESOLVED;
    alert->resolved_at_ms = now_ms;
    error = save(store, alert);
    return error == CB_OK ? CB_NOT_FOUND : error;
}

int store_alert_put(struct store *store, const struct stored_kiosk *kiosk, const struct uuid *alert_id,
                    int64_t now_ms, struct alert *ret_alert, bool *ret_new)
{
    struct alert alert;
    bool is_new = false;
    int error = load(store, alert_id, &alert);

    if (error == CB_OK && !uuid_equal(&alert.kiosk_id, &kiosk->id))
        return CB_CONFLICT;
    if (error == CB_NOT_FOUND) {
        error = load_open(store, &kiosk->id, &alert);
        if (error == CB_OK && alert_is_past(&alert, now_ms))
            error = end_past(store, &alert, now_ms);
    }
    if (error == CB_OK && alert.state != ALERT_RESOLVED)
        error = count_up(store, &alert);
    if (error == CB_NOT_FOUND) {
        is_new = true;
        alert = (struct alert){.id = *alert_id,
                               .site_id = kiosk->site_id,
                               .kiosk_id = kiosk->id,
                               .state = ALERT_SENT,
                               .count = 1,
                               .sent_at_ms = now_ms};
        error = save(store, &alert);
    }
    if (error != CB_OK)
        return error;
    *ret_alert = alert;
    *ret_new = is_new;
    return CB_OK;
}

int store_alert_advance(struct store *store, const struct uuid *alert_id, enum alert_state to,
                        const struct uuid *user_id, int64_t now_ms, struct alert *ret_alert)
{
    struct alert before;
    struct alert after;
    int error = load(store, alert_id, &before);

    if (error == CB_OK)
        error = alert_advance(&before, to, user_id == NULL ? &nobody : user_id, now_ms, &after);
    if (error == CB_OK && before.state != after.state)
        error = save(store, &after);
    if (error == CB_OK)
        *ret_alert = after;
    return error;
}

int store_alert_ok(struct store *store, const struct uuid *alert_id, int64_t now_ms, struct alert *ret_alert)
{
    struct alert alert;
    int error = load(store, alert_id, &alert);

    if (error == CB_OK && alert.ok_at_ms == 0 && alert.state != ALERT_RESOLVED) {
        alert.ok_at_ms = now_ms;
        error = save(store, &alert);
    }
    if (error == CB_OK)
        *ret_alert = alert;
    return error;
}

#define LISTED_COLUMNS ALERT_COLUMNS ", k.name, p.id, p.name, p.detail, s.name"
#define LISTED_TABLES                                                                                        \
    "alert a JOIN kiosk k ON k.id = a.kiosk JOIN place p ON p.id = k.place LEFT JOIN staff s ON s.id = "     \
    "a.acknowledged_by"

static int listed_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_alert)
{
    struct stored_alert *listed = ret_alert;

    listed->kiosk_name = db_read_text(statement, 12, arena);
    listed->place = (struct place){.id = db_read_uuid(statement, 13),
                                   .name = db_read_text(statement, 14, arena),
                                   .detail = db_read_text(statement, 15, arena)};
    listed->acknowledged_by_name = db_read_text(statement, 16, arena);
    return alert_from_row(statement, arena, &listed->alert);
}

int store_alert(struct store *store, const struct uuid *alert_id, struct arena *arena,
                struct stored_alert *ret_alert)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT " LISTED_COLUMNS " FROM " LISTED_TABLES " WHERE a.id = ?1");

    db_bind_uuid(statement, 1, alert_id);
    return row_read(statement, arena, listed_from_row, ret_alert);
}

int store_alerts(struct store *store, const struct uuid *site_id, struct arena *arena,
                 struct stored_alert **ret_alerts, size_t *ret_count)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT " LISTED_COLUMNS " FROM " LISTED_TABLES
                                " WHERE a.site = ?1 AND a.resolved_at IS NULL ORDER BY a.sent_at, a.id");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = rows_read(statement, arena, sizeof **ret_alerts, listed_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_alerts = rows;
    return error;
}
