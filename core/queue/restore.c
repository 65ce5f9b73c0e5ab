/* Restoring a backup: see restore.h. */
#include "queue/restore.h"

#include "base/file.h"
#include "queue/epochs.h"
#include "queue/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE (1 << 20)

/* One restore being done. */
struct restore {
    char *database; /* folder/queue.db */
    char *aside;    /* where the one that was there goes */
    char *fresh;    /* the copy before it takes its place */
    struct problem *problem;
};

static int sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int failed = fd < 0 ? -1 : fsync(fd);

    if (fd >= 0)
        close(fd);
    return failed == 0 ? CB_OK : CB_IO;
}

static int copy_bytes(int from, int to)
{
    char *piece = malloc(PIECE);
    ssize_t got = piece == NULL ? -1 : 1;

    while (got > 0) {
        got = read(from, piece, PIECE);
        for (ssize_t at = 0; at < got;) {
            ssize_t put = write(to, piece + at, (size_t)(got - at));

            if (put <= 0) {
                got = -1;
                break;
            }
            at += put;
        }
    }
    free(piece);
    return got == 0 && fsync(to) == 0 ? CB_OK : CB_IO;
}

static int copy_file(const char *from_path, const char *to_path)
{
    int from = open(from_path, O_RDONLY | O_CLOEXEC);
    int to = -1;
    int error = CB_IO;

    unlink(to_path); /* of a restore that was cut off */
    if (from >= 0)
        to = open(to_path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (to >= 0)
        error = copy_bytes(from, to);
    if (to >= 0 && close(to) != 0)
        error = CB_IO;
    if (from >= 0)
        close(from);
    if (error != CB_OK)
        unlink(to_path);
    return error;
}

/* With its log, so that both can be looked into. The log goes first: a restored database must never meet it.
 */
static int move_aside(const struct restore *restore)
{
    static const char *const parts[] = {"-wal", ""};

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char from[4200];
        char to[4200];

        snprintf(from, sizeof from, "%s%s", restore->database, parts[i]);
        snprintf(to, sizeof to, "%s%s", restore->aside, parts[i]);
        if (rename(from, to) != 0 && errno != ENOENT)
            return problem_set(restore->problem, CB_IO, "Cannot move %s to %s: %s.", from, to,
                               strerror(errno));
    }
    return CB_OK;
}

/* A database that another process holds cannot be opened; a damaged one can be moved. */
static int check_free(const char *folder, struct random_source random, struct problem *ret_problem)
{
    struct store *store = NULL;
    int error = store_open(folder, random, &store, ret_problem);

    store_close(store);
    return error == CB_BUSY ? CB_BUSY : CB_OK;
}

static int put_in_place(const struct restore *restore, const char *folder, const char *backup_path)
{
    int error = copy_file(backup_path, restore->fresh);

    if (error != CB_OK)
        return problem_set(restore->problem, error,
                           "Cannot copy %s into %s. Check that the disk has space. Nothing was changed.",
                           backup_path, folder);
    error = move_aside(restore);
    if (error != CB_OK)
        return error;
    if (rename(restore->fresh, restore->database) != 0 || sync_folder(folder) != CB_OK)
        return problem_set(restore->problem, CB_IO,
                           "The database is now at %s and the copy of the backup at %s, but it could not be "
                           "named %s: %s.",
                           restore->aside, restore->fresh, restore->database, strerror(errno));
    return CB_OK;
}

/* Keys of the rings that the restored database cannot open. */
static int count_foreign(const char *folder, struct store *store, int *ret_foreign)
{
    struct arena arena = ARENA_INIT;
    struct epochs *epochs = NULL;
    struct site *sites = NULL;
    size_t count = 0;
    int error = epochs_open(folder, &epochs);

    *ret_foreign = 0;
    if (error == CB_OK)
        error = store_sites(store, &arena, &sites, &count);
    for (size_t i = 0; error == CB_OK && i < count; i++) {
        int foreign = 0;

        error = epochs_foreign(epochs, store, &sites[i].id, &foreign);
        *ret_foreign += foreign;
    }
    epochs_close(epochs);
    arena_release(&arena);
    return error;
}

/* Migrates it if it is old, and sends every client back to the start. */
static int open_it(const char *folder, struct random_source random, int *ret_foreign,
                   struct problem *ret_problem)
{
    struct store *store = NULL;
    int error = store_open(folder, random, &store, ret_problem);

    if (error == CB_OK)
        error = store_begin(store);
    if (error == CB_OK)
        error = store_restored(store);
    if (error == CB_OK)
        error = store_commit(store);
    if (error == CB_OK)
        error = count_foreign(folder, store, ret_foreign);
    store_close(store);
    return error;
}

static void tell(const struct restore *restore, const char *backup_path, int foreign, struct strbuf *out)
{
    struct stat status;
    char made[MOMENT_TEXT_SIZE] = "an unknown time";

    if (stat(backup_path, &status) == 0)
        moment_format((int64_t)status.st_mtime * SECOND_MS, made);
    strbuf_addf(
        out,
        "The backup %s, made at %s, is now the database.\n"
        "The one that was there is kept: %s\n"
        "Start the queue. Kiosks send again what they have and it does not: requests of the last day "
        "that were not closed. What was closed, changed by staff or typed by admins since the backup "
        "was made is only in the database that was kept.\n"
        "Everybody has to sign in again, with the password of that time. Who was removed since then, or "
        "was given a new code, is back as they were: look at People first.\n"
        "Names can be read where their day's key still lives in the key ring, which was not touched.\n",
        backup_path, made, restore->aside);
    if (foreign > 0)
        strbuf_add_text(
            out, "The site's key was changed after this backup was made, because somebody was removed or "
                 "given a new code: names from before this restore cannot be read with it. Requests, "
                 "signs and numbers are all there, and new names are read as ever.\n");
}

static int make_paths(const char *folder, struct moment now, struct restore *restore)
{
    restore->database = restore->aside = restore->fresh = NULL;
    if (asprintf(&restore->database, "%s/queue.db", folder) < 0 ||
        asprintf(&restore->fresh, "%s/queue.db.restoring", folder) < 0 ||
        asprintf(&restore->aside, "%s/queue.db.before-restore-%lld", folder, (long long)now.wall_ms) < 0)
        return CB_NO_MEMORY;
    return CB_OK;
}

int restore_run(const char *folder, const char *backup_path, struct random_source random, struct moment now,
                struct strbuf *out, struct problem *ret_problem)
{
    struct restore restore = {.problem = ret_problem};
    int foreign = 0;
    int error = make_paths(folder, now, &restore);

    if (error == CB_OK)
        error = store_check_file(backup_path, ret_problem);
    if (error == CB_OK)
        error = check_free(folder, random, ret_problem);
    if (error == CB_OK)
        error = put_in_place(&restore, folder, backup_path);
    if (error == CB_OK)
        error = open_it(folder, random, &foreign, ret_problem);
    if (error == CB_OK)
        tell(&restore, backup_path, foreign, out);
    free(restore.database);
    free(restore.aside);
    free(restore.fresh);
    return error;
}
