/* A connection on real files: what it refuses to open, what survives, and what a copy is worth. */
#include "db/db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const first_schema[] = {
    "CREATE TABLE leaf (id TEXT PRIMARY KEY, number INTEGER NOT NULL, bytes BLOB) STRICT", NULL};
static const char *const second_schema[] = {
    "CREATE TABLE leaf (id TEXT PRIMARY KEY, number INTEGER NOT NULL, bytes BLOB) STRICT",
    "ALTER TABLE leaf ADD COLUMN colour TEXT NOT NULL DEFAULT 'green'", NULL};
static const char *const broken_schema[] = {
    "CREATE TABLE leaf (id TEXT PRIMARY KEY, number INTEGER NOT NULL, bytes BLOB) STRICT",
    "CREATE TABLE twig (id TEXT) STRICT; CREATE TABLE leaf (id TEXT) STRICT", NULL};

struct bench {
    char folder[64];
    char path[128];
    char copy_path[128];
    struct problem problem;
};

static int set_up(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);

    strcpy(bench->folder, "/tmp/coachbell-db-XXXXXX");
    assert_non_null(mkdtemp(bench->folder));
    snprintf(bench->path, sizeof bench->path, "%s/leaf.db", bench->folder);
    snprintf(bench->copy_path, sizeof bench->copy_path, "%s/copy.db", bench->folder);
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    char command[128];

    snprintf(command, sizeof command, "rm -rf '%s'", bench->folder);
    assert_int_equal(system(command), 0);
    free(bench);
    return 0;
}

static int open_as(struct bench *bench, const char *path, const char *const *migrations, struct db **ret_db)
{
    struct db_options options = {.path = path, .migrations = migrations, .create = true};

    return db_open(&options, ret_db, &bench->problem);
}

static struct db *open_leaf(struct bench *bench)
{
    struct db *db = NULL;

    assert_int_equal(open_as(bench, bench->path, first_schema, &db), CB_OK);
    return db;
}

static int put_leaf(struct db *db, const char *id, int number)
{
    sqlite3_stmt *statement = db_statement(db, "INSERT INTO leaf (id, number) VALUES (?1, ?2)");

    db_bind_text(statement, 1, id);
    db_bind_int(statement, 2, number);
    return db_run(statement);
}

static int count_leaves(struct db *db)
{
    sqlite3_stmt *statement = db_statement(db, "SELECT count(*) FROM leaf");
    int count;

    assert_int_equal(db_step(statement), CB_OK);
    count = sqlite3_column_int(statement, 0);
    db_done(statement);
    return count;
}

static int pragma(struct db *db, const char *sql)
{
    sqlite3_stmt *statement = db_statement(db, sql);
    int value;

    assert_int_equal(db_step(statement), CB_OK);
    value = sqlite3_column_int(statement, 0);
    db_done(statement);
    return value;
}

static void connection_is_set_up_for_safety(void **state)
{
    struct db *db = open_leaf(*state);
    sqlite3_stmt *statement = db_statement(db, "PRAGMA journal_mode");

    assert_int_equal(db_step(statement), CB_OK);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), "wal");
    db_done(statement);
    assert_int_equal(pragma(db, "PRAGMA synchronous"), 2);
    assert_int_equal(pragma(db, "PRAGMA secure_delete"), 1);
    assert_int_equal(pragma(db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(pragma(db, "PRAGMA trusted_schema"), 0);
    assert_int_not_equal(db_exec(db, "SELECT \"no such column\""), CB_OK);
    assert_int_not_equal(db_exec(db, "PRAGMA writable_schema = 1; DELETE FROM sqlite_schema"), CB_OK);
    db_close(db);
}

static void files_are_for_their_owner_only(void **state)
{
    struct bench *bench = *state;
    struct db *db = open_leaf(bench);
    char wal_path[160];
    struct stat status;

    snprintf(wal_path, sizeof wal_path, "%s-wal", bench->path);
    assert_int_equal(stat(bench->path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(stat(wal_path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    db_close(db);
}

static void missing_file_is_not_made_unless_asked(void **state)
{
    struct bench *bench = *state;
    struct db_options options = {.path = bench->path, .migrations = first_schema, .create = false};
    struct db *db = NULL;

    assert_int_equal(db_open(&options, &db, &bench->problem), CB_NOT_FOUND);
    assert_null(db);
    assert_non_null(strstr(bench->problem.text, bench->path));
    assert_int_not_equal(access(bench->path, F_OK), 0);
}

/* Another process, because file locks do not hold within one. */
static void second_process_is_told_it_is_in_use(void **state)
{
    struct bench *bench = *state;
    struct db *db = open_leaf(bench);
    int status = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        struct db *other = NULL;
        int error = open_as(bench, bench->path, first_schema, &other);

        _exit(error == CB_BUSY && strstr(bench->problem.text, "in use") != NULL ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(put_leaf(db, "a", 1), CB_OK);
    db_close(db);
}

static void newer_file_is_refused_untouched(void **state)
{
    struct bench *bench = *state;
    struct db *db = NULL;

    assert_int_equal(open_as(bench, bench->path, second_schema, &db), CB_OK);
    db_close(db);
    db = NULL;
    assert_int_equal(open_as(bench, bench->path, first_schema, &db), CB_NEWER);
    assert_null(db);
    assert_non_null(strstr(bench->problem.text, "made by a newer version"));
    assert_int_equal(open_as(bench, bench->path, second_schema, &db), CB_OK);
    db_close(db);
}

static void migration_keeps_rows_and_a_copy_from_before(void **state)
{
    struct bench *bench = *state;
    struct db *db = open_leaf(bench);
    char before_path[160];

    assert_int_equal(put_leaf(db, "a", 47), CB_OK);
    db_close(db);
    assert_int_equal(open_as(bench, bench->path, second_schema, &db), CB_OK);
    assert_int_equal(pragma(db, "PRAGMA user_version"), 2);
    assert_int_equal(pragma(db, "SELECT number FROM leaf WHERE colour = 'green'"), 47);
    db_close(db);
    snprintf(before_path, sizeof before_path, "%s.before-2", bench->path);
    assert_int_equal(open_as(bench, before_path, first_schema, &db), CB_OK);
    assert_int_equal(count_leaves(db), 1);
    db_close(db);
}

static void failing_migration_changes_nothing(void **state)
{
    struct bench *bench = *state;
    struct db *db = open_leaf(bench);

    assert_int_equal(put_leaf(db, "a", 1), CB_OK);
    db_close(db);
    db = NULL;
    assert_int_not_equal(open_as(bench, bench->path, broken_schema, &db), CB_OK);
    assert_null(db);
    db = open_leaf(bench);
    assert_int_equal(count_leaves(db), 1);
    assert_int_equal(pragma(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'twig'"), 0);
    db_close(db);
}

static void overwrite(const char *path, off_t at, size_t length)
{
    char noise[4096];
    int fd = open(path, O_WRONLY);

    assert_true(fd >= 0);
    memset(noise, 0x5a, sizeof noise);
    for (size_t done = 0; done < length; done += sizeof noise)
        assert_int_equal(pwrite(fd, noise, sizeof noise, at + (off_t)done), sizeof noise);
    close(fd);
}

static void damaged_file_is_refused_with_words(void **state)
{
    struct bench *bench = *state;
    struct db *db = open_leaf(bench);

    assert_int_equal(db_begin(db), CB_OK);
    for (int i = 0; i < 2000; i++) {
        char id[16];

        snprintf(id, sizeof id, "leaf %d", i);
        assert_int_equal(put_leaf(db, id, i), CB_OK);
    }
    assert_int_equal(db_commit(db), CB_OK);
    db_close(db);
    db = NULL;
    overwrite(bench->path, 8192, 16384);
    assert_int_equal(open_as(bench, bench->path, first_schema, &db), CB_DAMAGED);
    assert_null(db);
    assert_non_null(strstr(bench->problem.text, "damaged"));
}

static void file_that_is_no_database_is_refused(void **state)
{
    struct bench *bench = *state;
    struct db *db = NULL;
    FILE *file = fopen(bench->path, "w");

    for (int i = 0; i < 500; i++)
        fputs("This is a letter, not a database.\n", file);
    fclose(file);
    assert_int_equal(open_as(bench, bench->path, first_schema, &db), CB_DAMAGED);
    assert_null(db);
}

/* In a child that is nobody, because root may write everywhere. */
static void folder_without_write_permission_is_named(void **state)
{
    struct bench *bench = *state;
    int status = 0;
    pid_t child;

    assert_int_equal(chmod(bench->folder, 0555), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct db *db = NULL;

        if (geteuid() == 0 && setuid(65534) != 0)
            _exit(2);
        _exit(open_as(bench, bench->path, first_schema, &db) == CB_IO &&
                      strstr(bench->problem.text, bench->path) != NULL
                  ? 0
                  : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(chmod(bench->folder, 0700), 0);
}

static void undo_takes_back_to_the_newest_mark_only(void **state)
{
    struct db *db = open_leaf(*state);

    assert_int_equal(db_begin(db), CB_OK);
    assert_int_equal(db_mark(db), CB_OK);
    assert_int_equal(put_leaf(db, "kept", 1), CB_OK);
    assert_int_equal(db_keep(db), CB_OK);
    assert_int_equal(db_mark(db), CB_OK);
    assert_int_equal(put_leaf(db, "undone", 2), CB_OK);
    db_undo(db);
    assert_int_equal(db_commit(db), CB_OK);
    assert_int_equal(count_leaves(db), 1);
    db_close(db);
}

static void rolled_back_rows_are_gone(void **state)
{
    struct db *db = open_leaf(*state);

    assert_int_equal(db_begin(db), CB_OK);
    assert_int_equal(put_leaf(db, "a", 1), CB_OK);
    db_rollback(db);
    assert_int_equal(count_leaves(db), 0);
    db_close(db);
}

static void constraint_is_a_conflict_and_leaves_the_statement_usable(void **state)
{
    struct db *db = open_leaf(*state);

    assert_int_equal(put_leaf(db, "a", 1), CB_OK);
    assert_int_equal(put_leaf(db, "a", 2), CB_CONFLICT);
    assert_int_equal(put_leaf(db, "b", 3), CB_OK);
    db_close(db);
}

static void a_change_that_finds_no_row_says_so(void **state)
{
    struct db *db = open_leaf(*state);
    const char *sql = "UPDATE leaf SET number = 2 WHERE id = ?1";

    assert_int_equal(put_leaf(db, "a", 1), CB_OK);
    db_bind_text(db_statement(db, sql), 1, "a");
    assert_int_equal(db_run_change(db_statement(db, sql)), CB_OK);
    db_bind_text(db_statement(db, sql), 1, "b");
    assert_int_equal(db_run_change(db_statement(db, sql)), CB_NOT_FOUND);
    db_close(db);
}

static void values_come_back_as_they_went_in(void **state)
{
    struct db *db = open_leaf(*state);
    struct arena arena = ARENA_INIT;
    struct uuid id = {{1, 2, 3}};
    struct uuid none = {{0}};
    struct uuid found;
    uint8_t bytes[4] = {9, 0, 8, 7};
    uint8_t read[4] = {0};
    sqlite3_stmt *statement = db_statement(db, "SELECT ?1, ?2, ?3, ?4");

    db_bind_uuid(statement, 1, &id);
    db_bind_uuid(statement, 2, &none);
    db_bind_blob(statement, 3, bytes, sizeof bytes);
    db_bind_text(statement, 4, NULL);
    assert_int_equal(db_step(statement), CB_OK);
    found = db_read_uuid(statement, 0);
    assert_true(uuid_equal(&found, &id));
    found = db_read_uuid(statement, 1);
    assert_true(uuid_is_none(&found));
    assert_int_equal(sqlite3_column_type(statement, 1), SQLITE_NULL);
    assert_int_equal(db_read_blob(statement, 2, read, sizeof read), CB_OK);
    assert_memory_equal(read, bytes, sizeof bytes);
    assert_int_equal(db_read_blob(statement, 2, read, 3), CB_DAMAGED);
    assert_string_equal(db_read_text(statement, 3, &arena), "");
    db_done(statement);
    arena_release(&arena);
    db_close(db);
}

static void backup_opens_by_itself_and_has_the_rows(void **state)
{
    struct bench *bench = *state;
    struct db *db = open_leaf(bench);
    struct db *copy = NULL;
    char part_path[160];

    assert_int_equal(put_leaf(db, "a", 1), CB_OK);
    assert_int_equal(db_backup(db, bench->copy_path, 1, &bench->problem), CB_OK);
    snprintf(part_path, sizeof part_path, "%s.part", bench->copy_path);
    assert_int_not_equal(access(part_path, F_OK), 0);
    assert_int_equal(open_as(bench, bench->copy_path, first_schema, &copy), CB_OK);
    assert_int_equal(count_leaves(copy), 1);
    db_close(copy);
    assert_int_equal(put_leaf(db, "b", 2), CB_OK);
    db_close(db);
}

static void backup_in_slices_has_what_was_written_meanwhile(void **state)
{
    struct bench *bench = *state;
    struct db *db = open_leaf(bench);
    struct db *copied = NULL;
    struct db_copy *copy = NULL;
    bool all = false;

    assert_int_equal(put_leaf(db, "a", 1), CB_OK);
    assert_int_equal(db_copy_start(db, bench->copy_path, &copy, &bench->problem), CB_OK);
    assert_int_equal(db_copy_step(copy, 1, &all), CB_OK);
    assert_int_equal(put_leaf(db, "meanwhile", 2), CB_OK);
    while (!all)
        assert_int_equal(db_copy_step(copy, 1, &all), CB_OK);
    assert_int_equal(db_copy_finish(copy, NULL, &bench->problem), CB_OK);
    assert_int_equal(open_as(bench, bench->copy_path, first_schema, &copied), CB_OK);
    assert_int_equal(count_leaves(copied), 2);
    db_close(copied);
    db_close(db);
}

static void backup_never_replaces_the_database_itself(void **state)
{
    struct bench *bench = *state;
    struct db *db = open_leaf(bench);

    assert_int_equal(db_backup(db, bench->path, 64, &bench->problem), CB_BAD_INPUT);
    assert_int_equal(put_leaf(db, "a", 1), CB_OK);
    db_close(db);
}

static void backup_into_a_missing_folder_says_so(void **state)
{
    struct bench *bench = *state;
    struct db *db = open_leaf(bench);
    char path[160];

    snprintf(path, sizeof path, "%s/no/such/copy.db", bench->folder);
    assert_int_equal(db_backup(db, path, 64, &bench->problem), CB_IO);
    assert_non_null(strstr(bench->problem.text, path));
    db_close(db);
}

/* The VFS below fails every sync while told to: what a dying disk does. */
static bool sync_fails;
static int (*real_sync)(sqlite3_file *, int);
static sqlite3_io_methods failing_methods;

static int failing_sync(sqlite3_file *file, int flags)
{
    return sync_fails ? SQLITE_IOERR_FSYNC : real_sync(file, flags);
}

static void make_sync_fail(struct db *db)
{
    sqlite3_file *wal = NULL;

    sqlite3_file_control(db_handle(db), "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);
    failing_methods = *wal->pMethods;
    real_sync = failing_methods.xSync;
    failing_methods.xSync = failing_sync;
    wal->pMethods = &failing_methods;
    sync_fails = true;
}

static void failed_sync_is_never_tried_again(void **state)
{
    struct db *db = open_leaf(*state);

    assert_int_equal(put_leaf(db, "before", 1), CB_OK);
    make_sync_fail(db);
    assert_int_equal(put_leaf(db, "during", 2), CB_IO);
    sync_fails = false;
    assert_int_equal(put_leaf(db, "after", 3), CB_IO);
    assert_int_equal(db_begin(db), CB_OK);
    assert_int_equal(put_leaf(db, "later", 4), CB_OK);
    assert_int_equal(db_commit(db), CB_IO);
    assert_int_equal(count_leaves(db), 1);
    db_close(db);
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(connection_is_set_up_for_safety),
        CASE(files_are_for_their_owner_only),
        CASE(missing_file_is_not_made_unless_asked),
        CASE(second_process_is_told_it_is_in_use),
        CASE(newer_file_is_refused_untouched),
        CASE(migration_keeps_rows_and_a_copy_from_before),
        CASE(failing_migration_changes_nothing),
        CASE(damaged_file_is_refused_with_words),
        CASE(file_that_is_no_database_is_refused),
        CASE(folder_without_write_permission_is_named),
        CASE(undo_takes_back_to_the_newest_mark_only),
        CASE(rolled_back_rows_are_gone),
        CASE(constraint_is_a_conflict_and_leaves_the_statement_usable),
        CASE(a_change_that_finds_no_row_says_so),
        CASE(values_come_back_as_they_went_in),
        CASE(backup_opens_by_itself_and_has_the_rows),
        CASE(backup_in_slices_has_what_was_written_meanwhile),
        CASE(backup_never_replaces_the_database_itself),
        CASE(backup_into_a_missing_folder_says_so),
        CASE(failed_sync_is_never_tried_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
