/* Holders of sites' keys, keys that change, what passwords cost, and known browsers: rows as bytes. */
#include "queue/store_internal.h"

#include "domain/names.h"
#include "seal/password.h"

#include <string.h>

static const char *const kind_names[] = {
    [HOLDER_USER] = "user", [HOLDER_CODE] = "code", [HOLDER_PAPER] = "paper"};
#define KIND_COUNT (sizeof kind_names / sizeof *kind_names)

#define HOLDER_COLUMNS                                                                                       \
    "id, site, kind, staff, public_key, tag, site_grant, code_hash, created_at, expires_at, confirmed_at"

static int drop_older_code(struct store *store, const struct stored_holder *holder)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "DELETE FROM holder WHERE kind = 'code' AND staff = ?1 AND id <> ?2");

    db_bind_uuid(statement, 1, &holder->user_id);
    db_bind_uuid(statement, 2, &holder->id);
    return db_run(statement);
}

int store_holder_put(struct store *store, const struct stored_holder *holder)
{
    bool is_code = holder->kind == HOLDER_CODE;
    int error = is_code ? drop_older_code(store, holder) : CB_OK;
    sqlite3_stmt *statement;

    if (error != CB_OK)
        return error;
    statement = db_statement(
        store->db, "INSERT INTO holder (" HOLDER_COLUMNS ")"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (id) DO UPDATE"
                   " SET public_key = excluded.public_key, tag = excluded.tag,"
                   " site_grant = excluded.site_grant, confirmed_at = excluded.confirmed_at");
    db_bind_uuid(statement, 1, &holder->id);
    db_bind_uuid(statement, 2, &holder->site_id);
    db_bind_text(statement, 3, kind_names[holder->kind]);
    db_bind_uuid(statement, 4, &holder->user_id);
    db_bind_blob(statement, 5, holder->public_key, sizeof holder->public_key);
    db_bind_blob(statement, 6, holder->has_tag ? holder->tag : NULL, sizeof holder->tag);
    db_bind_blob(statement, 7, holder->has_grant ? holder->grant : NULL, sizeof holder->grant);
    db_bind_blob(statement, 8, is_code ? holder->code_hash : NULL, sizeof holder->code_hash);
    db_bind_int(statement, 9, holder->created_at_ms);
    bind_time(statement, 10, holder->expires_at_ms);
    bind_time(statement, 11, holder->confirmed_at_ms);
    return db_run(statement);
}

int store_holder_remove(struct store *store, const struct uuid *holder_id)
{
    sqlite3_stmt *statement = db_statement(store->db, "DELETE FROM holder WHERE id = ?1");

    db_bind_uuid(statement, 1, holder_id);
    return db_run(statement);
}

int store_user_holders_remove(struct store *store, const struct uuid *user_id)
{
    sqlite3_stmt *statement = db_statement(store->db, "DELETE FROM holder WHERE staff = ?1");

    db_bind_uuid(statement, 1, user_id);
    return db_run(statement);
}

/* NULL leaves the bytes as they are. */
static int read_bytes(sqlite3_stmt *statement, int column, void *bytes, size_t length, bool *ret_has)
{
    bool has = sqlite3_column_type(statement, column) != SQLITE_NULL;

    if (ret_has != NULL)
        *ret_has = has;
    return has ? db_read_blob(statement, column, bytes, length) : CB_OK;
}

static int holder_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_holder)
{
    struct stored_holder holder = {
        .id = db_read_uuid(statement, 0),
        .site_id = db_read_uuid(statement, 1),
        .user_id = db_read_uuid(statement, 3),
        .created_at_ms = sqlite3_column_int64(statement, 8),
        .expires_at_ms = sqlite3_column_int64(statement, 9),
        .confirmed_at_ms = sqlite3_column_int64(statement, 10),
    };
    int kind = names_find(kind_names, KIND_COUNT, (const char *)sqlite3_column_text(statement, 2));

    (void)arena;
    if (kind < HOLDER_USER ||
        db_read_blob(statement, 4, holder.public_key, sizeof holder.public_key) != CB_OK ||
        read_bytes(statement, 5, holder.tag, sizeof holder.tag, &holder.has_tag) != CB_OK ||
        read_bytes(statement, 6, holder.grant, sizeof holder.grant, &holder.has_grant) != CB_OK ||
        read_bytes(statement, 7, holder.code_hash, sizeof holder.code_hash, NULL) != CB_OK)
        return CB_DAMAGED;
    holder.kind = (enum holder_kind)kind;
    *(struct stored_holder *)ret_holder = holder;
    return CB_OK;
}

int store_holders(struct store *store, const struct uuid *site_id, struct arena *arena,
                  struct stored_holder **ret_holders, size_t *ret_count)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT " HOLDER_COLUMNS " FROM holder WHERE site = ?1 ORDER BY created_at");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = rows_read(statement, arena, sizeof **ret_holders, holder_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_holders = rows;
    return error;
}

int store_holder_by_code(struct store *store, const uint8_t code_hash[32], int64_t now_ms,
                         struct stored_holder *ret_holder)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "SELECT " HOLDER_COLUMNS " FROM holder WHERE code_hash = ?1 AND expires_at > ?2");

    db_bind_blob(statement, 1, code_hash, 32);
    db_bind_int(statement, 2, now_ms);
    return row_read(statement, NULL, holder_from_row, ret_holder);
}

/* ---- a site's key that changes ---- */

int store_site_key_set(struct store *store, const struct uuid *site_id, const uint8_t site_key[SITE_KEY_SIZE])
{
    sqlite3_stmt *statement = db_statement(store->db, "UPDATE site SET public_key = ?2 WHERE id = ?1");
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_blob(statement, 2, site_key, SITE_KEY_SIZE);
    error = db_run_change(statement);
    return error == CB_OK ? feed_add(store, site_id, FEED_BOARD, NULL) : error;
}

int store_old_site_key_put(struct store *store, const struct uuid *site_id, const uint8_t grant[124])
{
    sqlite3_stmt *statement =
        db_statement(store->db, "INSERT INTO old_site_key (site, site_grant) VALUES (?1, ?2)");

    db_bind_uuid(statement, 1, site_id);
    db_bind_blob(statement, 2, grant, 124);
    return db_run(statement);
}

static int grant_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_grant)
{
    (void)arena;
    return db_read_blob(statement, 0, ret_grant, 124);
}

int store_old_site_key(struct store *store, const struct uuid *site_id, uint8_t ret_grant[124])
{
    sqlite3_stmt *statement = db_statement(store->db, "SELECT site_grant FROM old_site_key WHERE site = ?1");

    db_bind_uuid(statement, 1, site_id);
    return row_read(statement, NULL, grant_from_row, ret_grant);
}

int store_old_site_key_remove(struct store *store, const struct uuid *site_id)
{
    sqlite3_stmt *statement = db_statement(store->db, "DELETE FROM old_site_key WHERE site = ?1");

    db_bind_uuid(statement, 1, site_id);
    return db_run(statement);
}

/* ---- what a password costs ---- */

static int cost_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_cost)
{
    (void)arena;
    *(struct password_cost *)ret_cost = (struct password_cost){
        .opslimit = sqlite3_column_int64(statement, 0), .memlimit = sqlite3_column_int64(statement, 1)};
    return CB_OK;
}

int store_password_cost(struct store *store, struct password_cost *ret_cost)
{
    sqlite3_stmt *statement = db_statement(store->db, "SELECT opslimit, memlimit FROM key_cost");
    int error = row_read(statement, NULL, cost_from_row, ret_cost);

    if (error != CB_NOT_FOUND)
        return error;
    *ret_cost = (struct password_cost){.opslimit = PASSWORD_OPSLIMIT, .memlimit = PASSWORD_MEMLIMIT};
    return CB_OK;
}

int store_password_cost_set(struct store *store, struct password_cost cost)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "INSERT INTO key_cost (id, opslimit, memlimit) VALUES (1, ?1, ?2)"
        " ON CONFLICT (id) DO UPDATE SET opslimit = excluded.opslimit, memlimit = excluded.memlimit");

    db_bind_int(statement, 1, cost.opslimit);
    db_bind_int(statement, 2, cost.memlimit);
    return db_run(statement);
}

/* ---- known browsers ---- */

int store_device_put(struct store *store, const uint8_t id[32], const struct uuid *user_id,
                     int64_t expires_at_ms)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "INSERT INTO device (id, staff, expires_at) VALUES (?1, ?2, ?3)"
                                " ON CONFLICT (id, staff) DO UPDATE SET expires_at = excluded.expires_at");

    db_bind_blob(statement, 1, id, 32);
    db_bind_uuid(statement, 2, user_id);
    db_bind_int(statement, 3, expires_at_ms);
    return db_run(statement);
}

bool store_device_known(struct store *store, const uint8_t id[32], const struct uuid *user_id, int64_t now_ms)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "SELECT 1 FROM device WHERE id = ?1 AND (?2 IS NULL OR staff = ?2) AND expires_at > ?3");
    int error;

    db_bind_blob(statement, 1, id, 32);
    if (user_id != NULL)
        db_bind_uuid(statement, 2, user_id);
    db_bind_int(statement, 3, now_ms);
    error = db_step(statement);
    db_done(statement);
    return error == CB_OK;
}
