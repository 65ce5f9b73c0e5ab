/* The audit log's rows: adding to a chain, reading it, and holding it against what others know of it. */
#include "queue/audit.h"
#include "queue/store_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- the chain's end ---- */

static int read_begin(struct store *store, const struct uuid *site_id, uint8_t ret_hash[AUDIT_HASH_SIZE])
{
    sqlite3_stmt *statement = db_statement(store->db, "SELECT begun_at FROM audit_log WHERE site = ?1");
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = db_step(statement);
    if (error == CB_OK)
        audit_genesis(site_id, sqlite3_column_int64(statement, 0), ret_hash);
    db_done(statement);
    return error;
}

static int begin_log(struct store *store, const struct uuid *site_id, int64_t at_ms)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "INSERT INTO audit_log (site, begun_at) VALUES (?1, ?2)");

    db_bind_uuid(statement, 1, site_id);
    db_bind_int(statement, 2, at_ms);
    return db_run(statement);
}

static int anchor_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_anchor)
{
    struct audit_anchor *anchor = ret_anchor;

    (void)arena;
    anchor->seq = sqlite3_column_int64(statement, 0);
    return db_read_blob(statement, 1, anchor->hash, sizeof anchor->hash);
}

int audit_newest(struct store *store, const struct uuid *site_id, struct audit_anchor *ret_anchor)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT seq, hash FROM audit WHERE site = ?1 ORDER BY seq DESC LIMIT 1");
    struct audit_anchor anchor = {.seq = 0};
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = row_read(statement, NULL, anchor_from_row, &anchor);
    if (error == CB_NOT_FOUND)
        error = read_begin(store, site_id, anchor.hash);
    if (error == CB_NOT_FOUND)
        error = CB_OK; /* nothing was ever written: no hash either */
    if (error == CB_OK)
        *ret_anchor = anchor;
    return error;
}

/* The end to chain on, begun now if need be. */
static int find_end(struct store *store, const struct audit_entry *entry, struct audit_anchor *ret_end)
{
    static const uint8_t none[AUDIT_HASH_SIZE];
    int error = audit_newest(store, &entry->site_id, ret_end);

    if (error != CB_OK || memcmp(ret_end->hash, none, sizeof none) != 0)
        return error;
    audit_genesis(&entry->site_id, entry->at_ms, ret_end->hash);
    return begin_log(store, &entry->site_id, entry->at_ms);
}

int audit_append(struct store *store, const struct audit_entry *entry)
{
    sqlite3_stmt *statement;
    struct audit_anchor end;
    int error = find_end(store, entry, &end);

    if (error == CB_OK)
        error = audit_chain(entry, end.seq + 1, end.hash);
    if (error != CB_OK)
        return error;
    statement = db_statement(
        store->db, "INSERT INTO audit (site, seq, at, clock, actor_kind, actor, action, object_kind, object,"
                   " detail, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    db_bind_uuid(statement, 1, &entry->site_id);
    db_bind_int(statement, 2, end.seq + 1);
    db_bind_int(statement, 3, entry->at_ms);
    db_bind_int(statement, 4, entry->clock_verified);
    db_bind_text(statement, 5, audit_actor_name(entry->actor_kind));
    db_bind_uuid(statement, 6, &entry->actor_id);
    db_bind_text(statement, 7, entry->action);
    db_bind_text(statement, 8, audit_object_name(entry->object_kind));
    db_bind_uuid(statement, 9, &entry->object_id);
    db_bind_text(statement, 10, entry->detail == NULL ? "" : entry->detail);
    db_bind_blob(statement, 11, end.hash, sizeof end.hash);
    return db_run(statement);
}

/* ---- reading ---- */

#define ROW_COLUMNS                                                                                          \
    "a.seq, a.hash, a.at, a.clock, a.actor_kind, a.actor, a.action, a.object_kind, a.object, a.detail"
#define ROW_COLUMN_COUNT 10

static int row_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_row)
{
    struct audit_row row = {
        .entry = {.at_ms = sqlite3_column_int64(statement, 2),
                  .clock_verified = sqlite3_column_int(statement, 3) != 0,
                  .actor_id = db_read_uuid(statement, 5),
                  .action = db_read_text(statement, 6, arena),
                  .object_id = db_read_uuid(statement, 8),
                  .detail = db_read_text(statement, 9, arena)},
        .actor_name = "",
        .object_name = "",
    };

    if (audit_actor_from_name((const char *)sqlite3_column_text(statement, 4), &row.entry.actor_kind) !=
            CB_OK ||
        audit_object_from_name((const char *)sqlite3_column_text(statement, 7), &row.entry.object_kind) !=
            CB_OK)
        return CB_DAMAGED;
    *(struct audit_row *)ret_row = row;
    return anchor_from_row(statement, arena, &((struct audit_row *)ret_row)->anchor);
}

static int named_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_row)
{
    struct audit_row *row = ret_row;
    int error = row_from_row(statement, arena, row);

    if (error == CB_OK) {
        row->actor_name = db_read_text(statement, ROW_COLUMN_COUNT, arena);
        row->object_name = db_read_text(statement, ROW_COLUMN_COUNT + 1, arena);
    }
    return error;
}

int audit_list(struct store *store, const struct uuid *site_id, int64_t before, size_t max,
               struct arena *arena, struct audit_row **ret_rows, size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "SELECT " ROW_COLUMNS ", coalesce(su.name, sk.name), coalesce(ou.name, ok.name, oc.name)"
                   " FROM audit a"
                   " LEFT JOIN staff su ON su.id = a.actor LEFT JOIN kiosk sk ON sk.id = a.actor"
                   " LEFT JOIN staff ou ON ou.id = a.object LEFT JOIN kiosk ok ON ok.id = a.object"
                   " LEFT JOIN coach oc ON oc.id = a.object"
                   " WHERE a.site = ?1 AND a.seq < ?2 ORDER BY a.seq DESC LIMIT ?3");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_int(statement, 2, before <= 0 ? INT64_MAX : before);
    db_bind_int(statement, 3, (int64_t)max);
    error = rows_read(statement, arena, sizeof **ret_rows, named_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_rows = rows;
    return error;
}

/* ---- holding it against what others know ---- */

int audit_compare(struct store *store, const struct uuid *site_id, const struct audit_anchor *anchor)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT seq, hash FROM audit WHERE site = ?1 AND seq = ?2");
    struct audit_anchor ours;
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_int(statement, 2, anchor->seq);
    error = row_read(statement, NULL, anchor_from_row, &ours);
    if (error == CB_NOT_FOUND || (error == CB_OK && memcmp(ours.hash, anchor->hash, sizeof ours.hash) != 0))
        return CB_DAMAGED;
    return error;
}

/* What of a site's chain has been gone through. */
struct walk {
    struct uuid site_id;
    const char *site_name;
    struct audit_anchor end;
};

static int check_row(struct walk *walk, struct audit_row *row, struct problem *ret_problem)
{
    const char *wrong = NULL;

    row->entry.site_id = walk->site_id;
    if (row->anchor.seq != walk->end.seq + 1)
        wrong = "is missing";
    else if (audit_chain(&row->entry, row->anchor.seq, walk->end.hash) != CB_OK ||
             memcmp(walk->end.hash, row->anchor.hash, sizeof row->anchor.hash) != 0)
        wrong = "was changed";
    walk->end.seq++;
    if (wrong == NULL)
        return CB_OK;
    return problem_set(ret_problem, CB_DAMAGED,
                       "Audit log of %s: entry %" PRId64 " %s. Somebody edited the database. Keep this file, "
                       "and compare it with a backup.",
                       walk->site_name, walk->end.seq, wrong);
}

/* Some hundred entries at a time: the log grows for years. CB_NOT_FOUND: those were the last. */
static int check_some(struct store *store, struct walk *walk, struct problem *ret_problem)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT " ROW_COLUMNS " FROM audit a WHERE a.site = ?1 AND a.seq > ?2"
                                " ORDER BY a.seq LIMIT 500");
    struct arena arena = ARENA_INIT;
    struct audit_row *rows;
    void *read = NULL;
    size_t count = 0;
    int error;

    db_bind_uuid(statement, 1, &walk->site_id);
    db_bind_int(statement, 2, walk->end.seq);
    error = rows_read(statement, &arena, sizeof *rows, row_from_row, &read, &count);
    if (error == CB_DAMAGED)
        error =
            problem_set(ret_problem, error, "Audit log of %s: an entry after %" PRId64 " is not one of ours.",
                        walk->site_name, walk->end.seq);
    rows = read;
    for (size_t i = 0; error == CB_OK && i < count; i++)
        error = check_row(walk, &rows[i], ret_problem);
    arena_release(&arena);
    return error == CB_OK && count == 0 ? CB_NOT_FOUND : error;
}

static int check_site(struct store *store, const struct site *site, struct problem *ret_problem)
{
    struct walk walk = {.site_id = site->id, .site_name = site->short_name};
    int error = read_begin(store, &site->id, walk.end.hash);

    /* Never begun: then there must be no entry either, and no hash of zeros leads to one. */
    if (error == CB_NOT_FOUND)
        error = CB_OK;
    while (error == CB_OK)
        error = check_some(store, &walk, ret_problem);
    return error == CB_NOT_FOUND ? CB_OK : error;
}

int audit_check(struct store *store, struct problem *ret_problem)
{
    struct arena arena = ARENA_INIT;
    struct site *sites = NULL;
    size_t count = 0;
    int error = store_sites(store, &arena, &sites, &count);

    for (size_t i = 0; error == CB_OK && i < count; i++)
        error = check_site(store, &sites[i], ret_problem);
    arena_release(&arena);
    return error;
}

/* ---- alarms ---- */

static int state_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_state)
{
    bool settled = sqlite3_column_int(statement, 0) != 0;
    bool same = sqlite3_column_int(statement, 1) != 0;

    (void)arena;
    *(enum audit_alarm_state *)ret_state = !settled ? AUDIT_ALARM_STANDS
                                           : same   ? AUDIT_ALARM_SETTLED
                                                    : AUDIT_ALARM_NEW;
    return CB_OK;
}

static int read_state(struct store *store, const struct uuid *kiosk_id, const struct audit_anchor *anchor,
                      enum audit_alarm_state *ret_state)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT settled_at IS NOT NULL, seq = ?2 AND hash = ?3 FROM audit_alarm"
                                " WHERE kiosk = ?1");
    int error;

    db_bind_uuid(statement, 1, kiosk_id);
    db_bind_int(statement, 2, anchor->seq);
    db_bind_blob(statement, 3, anchor->hash, sizeof anchor->hash);
    error = row_read(statement, NULL, state_from_row, ret_state);
    if (error == CB_NOT_FOUND)
        *ret_state = AUDIT_ALARM_NEW;
    return error == CB_NOT_FOUND ? CB_OK : error;
}

static int put_alarm(struct store *store, const struct stored_kiosk *kiosk, const struct audit_anchor *anchor,
                     int64_t log_seq, int64_t at_ms)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "INSERT INTO audit_alarm (kiosk, site, at, seq, hash, log_seq)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (kiosk) DO UPDATE SET at = excluded.at,"
                   " seq = excluded.seq, hash = excluded.hash, log_seq = excluded.log_seq,"
                   " settled_at = NULL");

    db_bind_uuid(statement, 1, &kiosk->id);
    db_bind_uuid(statement, 2, &kiosk->site_id);
    db_bind_int(statement, 3, at_ms);
    db_bind_int(statement, 4, anchor->seq);
    db_bind_blob(statement, 5, anchor->hash, sizeof anchor->hash);
    db_bind_int(statement, 6, log_seq);
    return db_run(statement);
}

static int raise_new(struct store *store, const struct stored_kiosk *kiosk, const struct audit_anchor *anchor,
                     int64_t at_ms)
{
    struct audit_anchor end;
    char detail[96];
    int error = audit_newest(store, &kiosk->site_id, &end);

    if (error == CB_OK)
        error = put_alarm(store, kiosk, anchor, end.seq, at_ms);
    if (error != CB_OK)
        return error;
    snprintf(detail, sizeof detail, "{\"known\":%" PRId64 ",\"log\":%" PRId64 "}", anchor->seq, end.seq);
    return audit_append(store, &(struct audit_entry){.site_id = kiosk->site_id,
                                                     .at_ms = at_ms,
                                                     .actor_kind = AUDIT_BY_KIOSK,
                                                     .actor_id = kiosk->id,
                                                     .action = "audit.mismatch",
                                                     .object_kind = AUDIT_OF_SITE,
                                                     .object_id = kiosk->site_id,
                                                     .detail = detail});
}

int audit_alarm_raise(struct store *store, const struct stored_kiosk *kiosk,
                      const struct audit_anchor *anchor, int64_t at_ms, enum audit_alarm_state *ret_state)
{
    enum audit_alarm_state state;
    int error = read_state(store, &kiosk->id, anchor, &state);

    if (error == CB_OK && state == AUDIT_ALARM_NEW)
        error = raise_new(store, kiosk, anchor, at_ms);
    if (error == CB_OK)
        *ret_state = state;
    return error;
}

static int alarm_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_alarm)
{
    *(struct audit_alarm *)ret_alarm = (struct audit_alarm){
        .kiosk_id = db_read_uuid(statement, 0),
        .kiosk_name = db_read_text(statement, 1, arena),
        .at_ms = sqlite3_column_int64(statement, 2),
        .seq = sqlite3_column_int64(statement, 3),
        .log_seq = sqlite3_column_int64(statement, 4),
    };
    return CB_OK;
}

int audit_alarms(struct store *store, const struct uuid *site_id, struct arena *arena,
                 struct audit_alarm **ret_alarms, size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "SELECT l.kiosk, k.name, l.at, l.seq, l.log_seq FROM audit_alarm l"
        " JOIN kiosk k ON k.id = l.kiosk WHERE l.site = ?1 AND l.settled_at IS NULL ORDER BY l.at, l.kiosk");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = rows_read(statement, arena, sizeof **ret_alarms, alarm_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_alarms = rows;
    return error;
}

int audit_alarm_count(struct store *store, int64_t *ret_count)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT count(*) FROM audit_alarm WHERE settled_at IS NULL");
    int error = db_step(statement);

    if (error == CB_OK)
        *ret_count = sqlite3_column_int64(statement, 0);
    db_done(statement);
    return error;
}

int audit_alarm_settle(struct store *store, const struct uuid *site_id, const struct uuid *kiosk_id,
                       int64_t at_ms)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "UPDATE audit_alarm SET settled_at = ?3 WHERE site = ?1 AND kiosk = ?2 AND settled_at IS NULL");

    db_bind_uuid(statement, 1, site_id);
    db_bind_uuid(statement, 2, kiosk_id);
    db_bind_int(statement, 3, at_ms);
    return db_run_change(statement);
}
