/* Who may sign in, and who is signed in: rows as bytes, opened elsewhere. */
#include "queue/store_internal.h"

#include <string.h>

#define USER_COLUMNS                                                                                         \
    "s.id, s.site, s.role, s.coach, s.login, s.name, s.salt, s.kdf_opslimit, s.kdf_memlimit, s.verifier, "   \
    "s.public_key, s.wrapped_key, s.invited, h.tag, h.site_grant"
#define USERS " FROM staff s LEFT JOIN holder h ON h.id = s.id AND h.kind = 'user' WHERE s.removed_at IS NULL"

static int put_grant(struct store *store, const struct stored_user *user)
{
    struct stored_holder holder = {.id = user->id,
                                   .site_id = user->site_id,
                                   .kind = HOLDER_USER,
                                   .user_id = user->id,
                                   .has_tag = true,
                                   .has_grant = true};

    if (!user->has_grant)
        return CB_OK;
    memcpy(holder.public_key, user->public_key, sizeof holder.public_key);
    memcpy(holder.tag, user->tag, sizeof holder.tag);
    memcpy(holder.grant, user->grant, sizeof holder.grant);
    return store_holder_put(store, &holder);
}

int store_user_add(struct store *store, const struct stored_user *user)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "INSERT INTO staff (id, site, role, coach, login, name, salt, kdf_opslimit, kdf_memlimit,"
                   " verifier, public_key, wrapped_key, invited)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
    int error;

    db_bind_uuid(statement, 1, &user->id);
    db_bind_uuid(statement, 2, &user->site_id);
    db_bind_text(statement, 3, role_name(user->role));
    db_bind_uuid(statement, 4, &user->coach_id);
    db_bind_text(statement, 5, user->login);
    db_bind_text(statement, 6, user->name);
    db_bind_blob(statement, 7, user->salt, sizeof user->salt);
    db_bind_int(statement, 8, user->kdf_opslimit);
    db_bind_int(statement, 9, user->kdf_memlimit);
    db_bind_blob(statement, 10, user->verifier, sizeof user->verifier);
    db_bind_blob(statement, 11, user->public_key, sizeof user->public_key);
    db_bind_blob(statement, 12, user->wrapped_key, sizeof user->wrapped_key);
    db_bind_int(statement, 13, user->invited);
    error = db_run(statement);
    return error == CB_OK ? put_grant(store, user) : error;
}

int store_user_set_keys(struct store *store, const struct stored_user *user)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "UPDATE staff SET salt = ?2, kdf_opslimit = ?3, kdf_memlimit = ?4,"
                                " verifier = ?5, public_key = ?6, wrapped_key = ?7, invited = ?8"
                                " WHERE id = ?1 AND removed_at IS NULL");
    int error;

    db_bind_uuid(statement, 1, &user->id);
    db_bind_blob(statement, 2, user->salt, sizeof user->salt);
    db_bind_int(statement, 3, user->kdf_opslimit);
    db_bind_int(statement, 4, user->kdf_memlimit);
    db_bind_blob(statement, 5, user->verifier, sizeof user->verifier);
    db_bind_blob(statement, 6, user->public_key, sizeof user->public_key);
    db_bind_blob(statement, 7, user->wrapped_key, sizeof user->wrapped_key);
    db_bind_int(statement, 8, user->invited);
    error = db_run_change(statement);
    if (error == CB_OK && !user->has_grant)
        error = store_holder_remove(store, &user->id);
    return error == CB_OK ? put_grant(store, user) : error;
}

static int forget_devices(struct store *store, const struct uuid *user_id)
{
    sqlite3_stmt *statement = db_statement(store->db, "DELETE FROM device WHERE staff = ?1");

    db_bind_uuid(statement, 1, user_id);
    return db_run(statement);
}

int store_user_remove(struct store *store, const struct uuid *user_id, int64_t at_ms)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "UPDATE staff SET removed_at = ?2, login = id, verifier = zeroblob(32),"
                   " wrapped_key = zeroblob(72), invited = 0 WHERE id = ?1 AND removed_at IS NULL");
    int error;

    db_bind_uuid(statement, 1, user_id);
    db_bind_int(statement, 2, at_ms);
    error = db_run_change(statement);
    return error == CB_OK ? forget_devices(store, user_id) : error;
}

static int read_secrets(sqlite3_stmt *statement, struct stored_user *user)
{
    const struct {
        int column;
        void *bytes;
        size_t length;
    } blobs[] = {
        {6, user->salt, sizeof user->salt},
        {9, user->verifier, sizeof user->verifier},
        {10, user->public_key, sizeof user->public_key},
        {11, user->wrapped_key, sizeof user->wrapped_key},
    };

    for (size_t i = 0; i < sizeof blobs / sizeof *blobs; i++)
        if (db_read_blob(statement, blobs[i].column, blobs[i].bytes, blobs[i].length) != CB_OK)
            return CB_DAMAGED;
    if (sqlite3_column_type(statement, 13) != SQLITE_NULL &&
        db_read_blob(statement, 13, user->tag, sizeof user->tag) != CB_OK)
        return CB_DAMAGED;
    user->has_grant = sqlite3_column_type(statement, 14) != SQLITE_NULL;
    return user->has_grant ? db_read_blob(statement, 14, user->grant, sizeof user->grant) : CB_OK;
}

static int user_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_user)
{
    struct stored_user user = {
        .id = db_read_uuid(statement, 0),
        .site_id = db_read_uuid(statement, 1),
        .coach_id = db_read_uuid(statement, 3),
        .login = db_read_text(statement, 4, arena),
        .name = db_read_text(statement, 5, arena),
        .kdf_opslimit = sqlite3_column_int64(statement, 7),
        .kdf_memlimit = sqlite3_column_int64(statement, 8),
        .invited = sqlite3_column_int(statement, 12) != 0,
    };
    const char *role = (const char *)sqlite3_column_text(statement, 2);
    int error;

    if (role == NULL || role_from_name(role, &user.role) != CB_OK)
        return CB_DAMAGED;
    error = read_secrets(statement, &user);
    if (error == CB_OK)
        *(struct stored_user *)ret_user = user;
    return error;
}

int store_user_by_login(struct store *store, const char *login, struct arena *arena,
                        struct stored_user *ret_user)
{
    sqlite3_stmt *statement = db_statement(store->db, "SELECT " USER_COLUMNS USERS " AND s.login = ?1");

    db_bind_text(statement, 1, login);
    return row_read(statement, arena, user_from_row, ret_user);
}

int store_user(struct store *store, const struct uuid *user_id, struct arena *arena,
               struct stored_user *ret_user)
{
    sqlite3_stmt *statement = db_statement(store->db, "SELECT " USER_COLUMNS USERS " AND s.id = ?1");

    db_bind_uuid(statement, 1, user_id);
    return row_read(statement, arena, user_from_row, ret_user);
}

int store_users(struct store *store, const struct uuid *site_id, struct arena *arena,
                struct stored_user **ret_users, size_t *ret_count)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT " USER_COLUMNS USERS " AND s.site = ?1 ORDER BY s.login");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = rows_read(statement, arena, sizeof **ret_users, user_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_users = rows;
    return error;
}

/* ---- sessions ---- */

int store_session_add(struct store *store, const struct stored_session *session)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "INSERT INTO session (id, staff, site, wrapped_key, created_at, used_at, expires_at, idle_ms,"
        " password_at) SELECT ?1, s.id, s.site, ?3, ?4, ?5, ?6, ?7, ?8 FROM staff s WHERE s.id = ?2");

    db_bind_blob(statement, 1, session->id, sizeof session->id);
    db_bind_uuid(statement, 2, &session->user_id);
    db_bind_blob(statement, 3, session->wrapped_key, sizeof session->wrapped_key);
    db_bind_int(statement, 4, session->created_at_ms);
    db_bind_int(statement, 5, session->used_at_ms);
    db_bind_int(statement, 6, session->expires_at_ms);
    db_bind_int(statement, 7, session->idle_ms);
    db_bind_int(statement, 8, session->password_at_ms);
    return db_run_change(statement);
}

static int session_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_session)
{
    struct stored_session session = {
        .user_id = db_read_uuid(statement, 1),
        .created_at_ms = sqlite3_column_int64(statement, 3),
        .used_at_ms = sqlite3_column_int64(statement, 4),
        .expires_at_ms = sqlite3_column_int64(statement, 5),
        .idle_ms = sqlite3_column_int64(statement, 6),
        .password_at_ms = sqlite3_column_int64(statement, 7),
    };

    (void)arena;
    if (db_read_blob(statement, 0, session.id, sizeof session.id) != CB_OK ||
        db_read_blob(statement, 2, session.wrapped_key, sizeof session.wrapped_key) != CB_OK)
        return CB_DAMAGED;
    *(struct stored_session *)ret_session = session;
    return CB_OK;
}

int store_session(struct store *store, const uint8_t id[32], int64_t now_ms,
                  struct stored_session *ret_session)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "SELECT id, staff, wrapped_key, created_at, used_at, expires_at, idle_ms, password_at"
                   " FROM session WHERE id = ?1 AND expires_at > ?2 AND used_at + idle_ms > ?2");

    db_bind_blob(statement, 1, id, 32);
    db_bind_int(statement, 2, now_ms);
    return row_read(statement, NULL, session_from_row, ret_session);
}

int store_session_used(struct store *store, const uint8_t id[32], int64_t now_ms)
{
    sqlite3_stmt *statement = db_statement(store->db, "UPDATE session SET used_at = ?2 WHERE id = ?1");

    db_bind_blob(statement, 1, id, 32);
    db_bind_int(statement, 2, now_ms);
    return db_run(statement);
}

int store_session_end(struct store *store, const uint8_t id[32])
{
    sqlite3_stmt *statement = db_statement(store->db, "DELETE FROM session WHERE id = ?1");

    db_bind_blob(statement, 1, id, 32);
    return db_run(statement);
}

int store_session_password_typed(struct store *store, const uint8_t id[32], int64_t at_ms)
{
    sqlite3_stmt *statement = db_statement(store->db, "UPDATE session SET password_at = ?2 WHERE id = ?1");

    db_bind_blob(statement, 1, id, 32);
    db_bind_int(statement, 2, at_ms);
    return db_run_change(statement);
}

int store_user_sessions_end(struct store *store, const struct uuid *user_id, const uint8_t *except)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "DELETE FROM session WHERE staff = ?1 AND id IS NOT ?2");

    db_bind_uuid(statement, 1, user_id);
    db_bind_blob(statement, 2, except, 32);
    return db_run(statement);
}
