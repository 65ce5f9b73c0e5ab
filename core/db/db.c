/* Opening, migrating and using one SQLite connection. */
#include "db/db.h"

#include "base/log.h"
#include "db/db_internal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Open addressing by the text's address. A program has far fewer statements; more than this is our bug. */
#define STATEMENTS_MAX       512
#define CHECKPOINT_PAGES     1000
#define BACKUP_SLICE_PAGES   256
#define MIGRATION_PATH_EXTRA 32

struct cached_statement {
    const char *sql;
    sqlite3_stmt *statement;
};

struct db {
    sqlite3 *handle;
    struct cached_statement statements[STATEMENTS_MAX];
};

/* ---- errors ---- */

static const struct {
    int sqlite_code;
    int error;
} error_table[] = {
    {SQLITE_OK, CB_OK},           {SQLITE_ROW, CB_OK},          {SQLITE_DONE, CB_NOT_FOUND},
    {SQLITE_BUSY, CB_BUSY},       {SQLITE_LOCKED, CB_BUSY},     {SQLITE_CONSTRAINT, CB_CONFLICT},
    {SQLITE_NOMEM, CB_NO_MEMORY}, {SQLITE_CORRUPT, CB_DAMAGED}, {SQLITE_NOTADB, CB_DAMAGED},
    {SQLITE_IOERR, CB_IO},        {SQLITE_FULL, CB_IO},         {SQLITE_CANTOPEN, CB_IO},
    {SQLITE_READONLY, CB_IO},     {SQLITE_PERM, CB_IO},         {SQLITE_TOOBIG, CB_TOO_LARGE},
};

int db_error(int sqlite_code)
{
    if (sqlite_code == SQLITE_CONSTRAINT_COMMITHOOK)
        return CB_IO;
    for (size_t i = 0; i < sizeof error_table / sizeof *error_table; i++)
        if (error_table[i].sqlite_code == (sqlite_code & 0xff))
            return error_table[i].error;
    log_event(LOG_LEVEL_ERROR, "db_unexpected_sqlite_code", sqlite_code);
    return CB_IO;
}

static int refuse_commit(void *context)
{
    (void)context;
    return 1;
}

/* After a failed fsync the kernel may have dropped the pages and called them clean, so a later fsync that
 * works proves nothing. From then on this connection commits nothing: the process must restart and recover
 * from what the disk has. */
static void watch_sync(sqlite3 *handle, int sqlite_code)
{
    if (sqlite_code != SQLITE_IOERR_FSYNC && sqlite_code != SQLITE_IOERR_DIR_FSYNC)
        return;
    log_event(LOG_LEVEL_ERROR, "db_sync_failed", sqlite_code);
    sqlite3_commit_hook(handle, refuse_commit, NULL);
}

/* Replaces SQLite's own automatic checkpoint, which would swallow a failed fsync. */
static int on_wal_commit(void *context, sqlite3 *handle, const char *name, int pages)
{
    (void)context;
    if (pages >= CHECKPOINT_PAGES)
        watch_sync(handle, sqlite3_wal_checkpoint_v2(handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL));
    return SQLITE_OK;
}

/* ---- statements ---- */

sqlite3 *db_handle(struct db *db)
{
    return db->handle;
}

static struct cached_statement *find_slot(struct db *db, const char *sql)
{
    size_t start = ((uintptr_t)sql >> 3) * 2654435761u % STATEMENTS_MAX;

    for (size_t i = 0; i < STATEMENTS_MAX; i++) {
        struct cached_statement *slot = &db->statements[(start + i) % STATEMENTS_MAX];

        if (slot->sql == sql || slot->sql == NULL)
            return slot;
    }
    return NULL;
}

sqlite3_stmt *db_statement(struct db *db, const char *sql)
{
    struct cached_statement *slot = find_slot(db, sql);

    assert(slot != NULL);
    if (slot == NULL)
        return NULL;
    if (slot->sql == NULL) {
        int code = sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &slot->statement, NULL);

        if (code != SQLITE_OK) {
            log_event(LOG_LEVEL_ERROR, "db_statement_not_prepared", code);
            return NULL;
        }
        slot->sql = sql;
    }
    assert(!sqlite3_stmt_busy(slot->statement)); /* two uses at once would share one set of bindings */
    return slot->statement;
}

void db_done(sqlite3_stmt *statement)
{
    if (statement == NULL)
        return;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

int db_step(sqlite3_stmt *statement)
{
    int code;

    if (statement == NULL)
        return CB_NO_MEMORY;
    code = sqlite3_step(statement);
    watch_sync(sqlite3_db_handle(statement), code);
    return db_error(code);
}

int db_run(sqlite3_stmt *statement)
{
    int error = db_step(statement);

    db_done(statement);
    return error == CB_NOT_FOUND ? CB_OK : error;
}

int db_run_change(sqlite3_stmt *statement)
{
    int error = db_run(statement);

    if (error == CB_OK && sqlite3_changes(sqlite3_db_handle(statement)) == 0)
        return CB_NOT_FOUND;
    return error;
}

int db_exec(struct db *db, const char *sql)
{
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

    watch_sync(db->handle, code);
    return db_error(code);
}

/* ---- transactions ---- */

int db_begin(struct db *db)
{
    return db_run(db_statement(db, "BEGIN IMMEDIATE"));
}

int db_commit(struct db *db)
{
    int error = db_run(db_statement(db, "COMMIT"));

    if (error != CB_OK)
        db_rollback(db);
    return error;
}

void db_rollback(struct db *db)
{
    if (!sqlite3_get_autocommit(db->handle))
        db_run(db_statement(db, "ROLLBACK"));
}

/* Savepoints of one name nest: RELEASE and ROLLBACK TO mean the newest. */
int db_mark(struct db *db)
{
    return db_run(db_statement(db, "SAVEPOINT mark"));
}

int db_keep(struct db *db)
{
    return db_run(db_statement(db, "RELEASE mark"));
}

void db_undo(struct db *db)
{
    /* A grave error may have rolled back the whole transaction already, savepoint included. */
    if (sqlite3_get_autocommit(db->handle))
        return;
    db_run(db_statement(db, "ROLLBACK TO mark"));
    db_run(db_statement(db, "RELEASE mark"));
}

int db_checkpoint(struct db *db)
{
    int code = sqlite3_wal_checkpoint_v2(db->handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

    watch_sync(db->handle, code);
    return db_error(code);
}

/* ---- opening ---- */

static int open_problem(struct problem *problem, int error, const char *path)
{
    switch (error) {
    case CB_BUSY:
        return problem_set(problem, error,
                           "%s is in use by another process. Stop it first, or send the command through the "
                           "running service.",
                           path);
    case CB_DAMAGED:
        return problem_set(
            problem, error,
            "%s is damaged, or is no Coachbell database. Move it aside and restore the last backup.", path);
    case CB_NO_MEMORY:
        return problem_set(problem, error, "Out of memory while opening %s.", path);
    default:
        return problem_set(
            problem, error,
            "Cannot read and write %s. Check that the folder is there, is writable, and the disk has space.",
            path);
    }
}

/* SQLite would make the file readable for everyone. The mode carries over to its WAL. An existing file is
 * never opened here: closing it would drop the locks that this process holds on it. */
static int make_private_file(const char *path)
{
    int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0)
        return errno == EEXIST ? CB_OK : CB_IO;
    close(fd);
    return CB_OK;
}

static int connect_file(struct db *db, const struct db_options *options, struct problem *ret_problem)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
    int error;

    if (access(options->path, F_OK) != 0) {
        if (!options->create && errno == ENOENT)
            return problem_set(ret_problem, CB_NOT_FOUND, "There is no database at %s.", options->path);
        if (!options->create || make_private_file(options->path) != CB_OK)
            return open_problem(ret_problem, CB_IO, options->path);
    }
    error = db_error(sqlite3_open_v2(options->path, &db->handle, flags, NULL));
    if (error == CB_OK && sqlite3_db_readonly(db->handle, "main") != 0)
        error = CB_IO;
    return error == CB_OK ? CB_OK : open_problem(ret_problem, error, options->path);
}

static const struct {
    int option;
    int value;
} connection_settings[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1}, {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},   {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
};

/* EXCLUSIVE comes before WAL, so that the WAL index lives in memory and no second connection can ever be let
 * in. The empty exclusive transaction takes the lock now, not at the first use. */
static int set_up_connection(struct db *db)
{
    for (size_t i = 0; i < sizeof connection_settings / sizeof *connection_settings; i++)
        sqlite3_db_config(db->handle, connection_settings[i].option, connection_settings[i].value, NULL);
    sqlite3_wal_hook(db->handle, on_wal_commit, NULL);
    return db_exec(db, "PRAGMA locking_mode = EXCLUSIVE;"
                       "PRAGMA journal_mode = WAL;"
                       "PRAGMA synchronous = FULL;"
                       "PRAGMA secure_delete = ON;"
                       "PRAGMA temp_store = MEMORY;"
                       "BEGIN EXCLUSIVE; COMMIT;");
}

static int read_text_pragma(struct db *db, const char *sql, char *ret_text, size_t size)
{
    sqlite3_stmt *statement = db_statement(db, sql);
    int error = db_step(statement);

    if (error == CB_OK)
        snprintf(ret_text, size, "%s", (const char *)sqlite3_column_text(statement, 0));
    db_done(statement);
    return error;
}

int db_quick_check(struct db *db, struct problem *ret_problem)
{
    const char *path = sqlite3_db_filename(db->handle, "main");
    char answer[200] = "";
    int error = read_text_pragma(db, "PRAGMA quick_check(1)", answer, sizeof answer);

    if (error == CB_OK && strcmp(answer, "ok") != 0)
        error = CB_DAMAGED;
    return error == CB_OK ? CB_OK : open_problem(ret_problem, error, path);
}

int db_version(struct db *db, int *ret_version)
{
    char answer[24] = "";
    int error = read_text_pragma(db, "PRAGMA user_version", answer, sizeof answer);

    if (error == CB_OK)
        *ret_version = (int)strtol(answer, NULL, 10);
    return error;
}

static int migrate_one(struct db *db, const char *migration, int version)
{
    char pragma[48];
    int error = db_begin(db);

    if (error != CB_OK)
        return error;
    snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", version);
    error = db_exec(db, migration);
    if (error == CB_OK)
        error = db_exec(db, pragma);
    if (error == CB_OK)
        return db_commit(db);
    db_rollback(db);
    return error;
}

static int copy_before(struct db *db, const char *path, int version, struct problem *ret_problem)
{
    size_t size = strlen(path) + MIGRATION_PATH_EXTRA;
    char *copy_path = malloc(size);
    int error;

    if (copy_path == NULL)
        return CB_NO_MEMORY;
    snprintf(copy_path, size, "%s.before-%d", path, version);
    error = db_backup(db, copy_path, BACKUP_SLICE_PAGES, ret_problem);
    free(copy_path);
    return error;
}

static bool has_tables(struct db *db)
{
    sqlite3_stmt *statement = db_statement(db, "SELECT 1 FROM sqlite_schema LIMIT 1");
    int error = db_step(statement);

    db_done(statement);
    return error == CB_OK;
}

static int migrate(struct db *db, const struct db_options *options, struct problem *ret_problem)
{
    int newest = 0;
    int version = 0;
    int error = db_version(db, &version);

    while (options->migrations != NULL && options->migrations[newest] != NULL)
        newest++;
    if (error != CB_OK)
        return open_problem(ret_problem, error, options->path);
    if (version == 0 && !options->create && !has_tables(db)) /* emptied by whatever happened to the disk */
        return open_problem(ret_problem, CB_DAMAGED, options->path);
    if (version > newest)
        return problem_set(ret_problem, CB_NEWER,
                           "%s was made by a newer version of Coachbell (schema %d, this program knows %d). "
                           "Use that version, or restore a backup made by this one.",
                           options->path, version, newest);
    if (version > 0 && version < newest) {
        error = copy_before(db, options->path, newest, ret_problem);
        if (error != CB_OK)
            return error;
    }
    for (; version < newest; version++) {
        error = migrate_one(db, options->migrations[version], version + 1);
        if (error != CB_OK)
            return problem_set(
                ret_problem, error,
                "Could not bring %s from schema %d to %d (%s). Nothing was changed by this step.",
                options->path, version, version + 1, cb_error_text(error));
    }
    return CB_OK;
}

int db_open(const struct db_options *options, struct db **ret_db, struct problem *ret_problem)
{
    struct db *db = calloc(1, sizeof *db);
    int error;

    if (db == NULL)
        return open_problem(ret_problem, CB_NO_MEMORY, options->path);
    error = connect_file(db, options, ret_problem);
    if (error != CB_OK)
        goto done;
    error = set_up_connection(db);
    if (error != CB_OK) {
        open_problem(ret_problem, error, options->path);
        goto done;
    }
    error = db_quick_check(db, ret_problem);
    if (error == CB_OK)
        error = migrate(db, options, ret_problem);
    if (error == CB_OK)
        *ret_db = db;
done:
    if (error != CB_OK)
        db_close(db);
    return error;
}

int db_open_copy(const char *path, struct db **ret_db, struct problem *ret_problem)
{
    struct db *db = calloc(1, sizeof *db);
    int error;

    if (db == NULL)
        return open_problem(ret_problem, CB_NO_MEMORY, path);
    if (access(path, F_OK) != 0)
        error = problem_set(ret_problem, CB_NOT_FOUND, "There is no file %s.", path);
    else {
        error = db_error(sqlite3_open_v2(
            path, &db->handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, NULL));
        if (error != CB_OK)
            open_problem(ret_problem, error, path);
    }
    if (error == CB_OK)
        error = db_quick_check(db, ret_problem);
    if (error == CB_OK && !has_tables(db))
        error = open_problem(ret_problem, CB_DAMAGED, path);
    if (error == CB_OK)
        *ret_db = db;
    else
        db_close(db);
    return error;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    for (size_t i = 0; i < STATEMENTS_MAX; i++)
        sqlite3_finalize(db->statements[i].statement);
    sqlite3_close(db->handle);
    free(db);
}
