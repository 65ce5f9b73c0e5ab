/* A copy of a database in use: page by page on the connection that writes it, into a temporary file that
 * takes the wanted name only when it is whole, on the disk, and opens. */
#include "db/db.h"

#include "db/db_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct db_copy {
    char *path;
    char *temporary_path;
    sqlite3 *target;
    sqlite3_backup *backup;
};

static char *text_join(const char *head, const char *tail)
{
    char *text = NULL;

    return asprintf(&text, "%s%s", head, tail) < 0 ? NULL : text;
}

static int copy_problem(struct problem *problem, int error, const char *path)
{
    return problem_set(
        problem, error,
        "The backup to %s failed (%s). Check that the folder is there, is writable, and the disk has space.",
        path, cb_error_text(error));
}

/* Renaming a copy over the database that is open would lose what is written from then on. */
static bool is_same_file(const char *a, const char *b)
{
    struct stat stat_a;
    struct stat stat_b;

    return stat(a, &stat_a) == 0 && stat(b, &stat_b) == 0 && stat_a.st_dev == stat_b.st_dev &&
           stat_a.st_ino == stat_b.st_ino;
}

static int make_empty(const char *path)
{
    int fd;

    if (unlink(path) != 0 && errno != ENOENT)
        return CB_IO;
    fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return CB_IO;
    close(fd);
    return CB_OK;
}

int db_copy_start(struct db *db, const char *path, struct db_copy **ret_copy, struct problem *ret_problem)
{
    struct db_copy *copy = NULL;
    int error = CB_NO_MEMORY;

    if (is_same_file(path, sqlite3_db_filename(db_handle(db), "main")))
        return problem_set(ret_problem, CB_BAD_INPUT,
                           "%s is the database itself. Name another file for the backup.", path);
    copy = calloc(1, sizeof *copy);
    if (copy == NULL)
        goto done;
    copy->path = strdup(path);
    copy->temporary_path = text_join(path, ".part");
    if (copy->path == NULL || copy->temporary_path == NULL)
        goto done;
    error = make_empty(copy->temporary_path);
    if (error != CB_OK)
        goto done;
    error =
        db_error(sqlite3_open_v2(copy->temporary_path, &copy->target,
                                 SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, NULL));
    if (error != CB_OK)
        goto done;
    copy->backup = sqlite3_backup_init(copy->target, "main", db_handle(db), "main");
    if (copy->backup == NULL)
        error = db_error(sqlite3_extended_errcode(copy->target));
done:
    if (error != CB_OK) {
        db_copy_abandon(copy);
        return copy_problem(ret_problem, error, path);
    }
    *ret_copy = copy;
    return CB_OK;
}

int db_copy_step(struct db_copy *copy, int pages, bool *ret_all)
{
    int code = sqlite3_backup_step(copy->backup, pages);

    if (code != SQLITE_OK && code != SQLITE_DONE)
        return db_error(code);
    *ret_all = code == SQLITE_DONE;
    return CB_OK;
}

static int sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    int failed;

    if (fd < 0)
        return CB_IO;
    failed = fsync(fd);
    close(fd);
    return failed == 0 ? CB_OK : CB_IO;
}

static int sync_folder_of(const char *path)
{
    char *copy = strdup(path);
    int error = copy == NULL ? CB_NO_MEMORY : sync_path(dirname(copy), O_RDONLY | O_DIRECTORY);

    free(copy);
    return error;
}

int db_copy_detach(struct db_copy *copy)
{
    int code = sqlite3_backup_finish(copy->backup);

    copy->backup = NULL;
    return db_error(code);
}

/* The pages say "WAL", as in the original; one file that stands for itself must not. */
static int close_target(struct db_copy *copy)
{
    int code = sqlite3_exec(copy->target, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_close(copy->target);
    if (code == SQLITE_OK)
        copy->target = NULL;
    return db_error(code);
}

static int open_and_check(const char *path)
{
    sqlite3 *handle = NULL;
    sqlite3_stmt *statement = NULL;
    int error = db_error(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_EXRESCODE, NULL));

    if (error == CB_OK)
        error = db_error(sqlite3_prepare_v2(handle, "PRAGMA integrity_check(1)", -1, &statement, NULL));
    if (error == CB_OK)
        error = db_step(statement);
    if (error == CB_OK && strcmp((const char *)sqlite3_column_text(statement, 0), "ok") != 0)
        error = CB_DAMAGED;
    sqlite3_finalize(statement);
    sqlite3_close(handle);
    return error;
}

int db_copy_finish(struct db_copy *copy, db_check_fn *check, struct problem *ret_problem)
{
    struct problem why = {""};
    int error = db_copy_detach(copy);

    if (error == CB_OK)
        error = close_target(copy);

    if (error == CB_OK)
        error = sync_path(copy->temporary_path, O_RDONLY);
    if (error == CB_OK)
        error = open_and_check(copy->temporary_path);
    if (error == CB_OK && check != NULL)
        error = check(copy->temporary_path, &why);
    if (error == CB_OK && rename(copy->temporary_path, copy->path) != 0)
        error = CB_IO;
    if (error == CB_OK)
        error = sync_folder_of(copy->path);
    if (error != CB_OK && why.text[0] != '\0')
        problem_say(ret_problem, "%s", why.text);
    else if (error != CB_OK)
        copy_problem(ret_problem, error, copy->path);
    db_copy_abandon(copy);
    return error;
}

void db_copy_abandon(struct db_copy *copy)
{
    if (copy == NULL)
        return;
    sqlite3_backup_finish(copy->backup);
    sqlite3_close(copy->target);
    if (copy->temporary_path != NULL)
        unlink(copy->temporary_path); /* gone already when it was renamed */
    free(copy->temporary_path);
    free(copy->path);
    free(copy);
}

int db_backup(struct db *db, const char *path, int pages_per_step, struct problem *ret_problem)
{
    struct db_copy *copy = NULL;
    bool all = false;
    int error = db_copy_start(db, path, &copy, ret_problem);

    if (error != CB_OK)
        return error;
    while (error == CB_OK && !all)
        error = db_copy_step(copy, pages_per_step, &all);
    if (error == CB_OK)
        return db_copy_finish(copy, NULL, ret_problem);
    db_copy_abandon(copy);
    return copy_problem(ret_problem, error, path);
}
