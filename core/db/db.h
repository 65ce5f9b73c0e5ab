/* One SQLite connection done right, and nothing about what is in it.
 *
 * Exactly one connection per database: locking_mode EXCLUSIVE before WAL, because SQLite before 3.51.3 can
 * corrupt a WAL when two connections write and checkpoint at once. synchronous FULL: a commit that returned
 * is on the disk. DEFENSIVE on, TRUSTED_SCHEMA off, double-quoted strings off, secure_delete on, foreign keys
 * on. A failed fsync is never retried: the connection answers CB_IO from then on. */
#ifndef CB_DB_DB_H
#define CB_DB_DB_H

#include "base/arena.h"
#include "base/error.h"
#include "base/uuid.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

struct db;

/* From now on SQLite overwrites what it frees. Once, before the first db_open of the program; CB_CONFLICT
 * afterwards. */
int db_wipe_memory(void);

/* migrations[i] brings user_version i to i + 1, in one transaction; a NULL ends the list. A file with a
 * higher user_version is CB_NEWER. Before migrating a file that is not empty, a copy "<path>.before-<version
 * it becomes>" is made. */
struct db_options {
    const char *path;
    const char *const *migrations;
    bool create; /* make the file when it is not there */
};
/* CB_NOT_FOUND, CB_IO (cannot write there), CB_BUSY (another process has it), CB_DAMAGED (quick_check),
 * CB_NEWER. */
int db_open(const struct db_options *options, struct db **ret_db, struct problem *ret_problem);
void db_close(struct db *db);
sqlite3 *db_handle(struct db *db);

/* A statement from the connection's cache, reset and with bindings cleared; keyed by the text's address, so
 * pass literals. NULL after logging when it does not prepare (our bug, or no memory). Give it back with
 * db_done. */
sqlite3_stmt *db_statement(struct db *db, const char *sql);
void db_done(sqlite3_stmt *statement);
/* sqlite3_step as an error: CB_OK a row, CB_NOT_FOUND no more rows, CB_CONFLICT a constraint, CB_IO,
 * CB_DAMAGED, CB_NO_MEMORY. */
int db_step(sqlite3_stmt *statement);
/* Runs a statement that gives no rows, and gives it back. */
int db_run(sqlite3_stmt *statement);
/* The same for one that is to change something; CB_NOT_FOUND when it changed no row. */
int db_run_change(sqlite3_stmt *statement);
int db_exec(struct db *db, const char *sql);

int db_begin(struct db *db); /* BEGIN IMMEDIATE */
int db_commit(struct db *db);
void db_rollback(struct db *db);
int db_mark(struct db *db); /* SAVEPOINT */
int db_keep(struct db *db);
void db_undo(struct db *db);

/* Writes the WAL back into the database file and empties it, so that what was erased is in neither. */
int db_checkpoint(struct db *db);

/* Copies page by page on this connection to a temporary file, fsync, opens it to check it, rename, fsync
 * folder: an older copy of that name is replaced by a whole new one or not at all. CB_BAD_INPUT when `path`
 * is the database itself. */
int db_backup(struct db *db, const char *path, int pages_per_step, struct problem *ret_problem);
/* The same in slices, for a loop that has other work: start, step until *ret_all, finish. Writes on the
 * connection in between reach the copy too. Finishing takes long where the database is large: detach on the
 * connection's thread, then finish on any. `check` (may be NULL) looks at the whole copy before it takes its
 * name; what it refuses is removed. finish and abandon free the copy. */
struct db_copy;
typedef int db_check_fn(const char *path, struct problem *ret_problem);
int db_copy_start(struct db *db, const char *path, struct db_copy **ret_copy, struct problem *ret_problem);
int db_copy_step(struct db_copy *copy, int pages, bool *ret_all);
int db_copy_detach(struct db_copy *copy);
int db_copy_finish(struct db_copy *copy, db_check_fn *check, struct problem *ret_problem);
void db_copy_abandon(struct db_copy *copy); /* NULL is fine */

/* Opens a copy to look at it: nothing is written, not even beside it. CB_NOT_FOUND, CB_DAMAGED. */
int db_open_copy(const char *path, struct db **ret_db, struct problem *ret_problem);
/* How many migrations its schema has seen. */
int db_version(struct db *db, int *ret_version);

int db_quick_check(struct db *db, struct problem *ret_problem);

/* Binding and reading our own kinds. A none id is bound as NULL and read back from it. */
void db_bind_uuid(sqlite3_stmt *statement, int index, const struct uuid *id);
void db_bind_text(sqlite3_stmt *statement, int index, const char *text); /* NULL binds NULL */
void db_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, size_t length);
void db_bind_int(sqlite3_stmt *statement, int index, int64_t value);
struct uuid db_read_uuid(sqlite3_stmt *statement, int column);
const char *db_read_text(sqlite3_stmt *statement, int column, struct arena *arena); /* "" for NULL */
/* Copies exactly `length` bytes; CB_DAMAGED when the blob has another size. */
int db_read_blob(sqlite3_stmt *statement, int column, void *ret_bytes, size_t length);

#endif
