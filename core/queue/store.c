/* The store's file and its transactions. */
#include "queue/store_internal.h"

#include "queue/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BACKUP_SLICE_PAGES 256
#define RUNNING_KEPT_MS    (5 * MINUTE_MS)

static int open_file(const char *folder, bool create, struct db **ret_db, struct problem *ret_problem)
{
    struct db_options options = {.migrations = queue_migrations, .create = create};
    char *path = NULL;
    int error;

    if (asprintf(&path, "%s/%s", folder, STORE_FILE) < 0)
        return problem_set(ret_problem, CB_NO_MEMORY, "Out of memory.");
    options.path = path;
    if (create && access(path, F_OK) == 0)
        error = problem_set(ret_problem, CB_CONFLICT,
                            "There is a database at %s already. Use it, or name another data folder.", path);
    else
        error = db_open(&options, ret_db, ret_problem);
    if (error == CB_NOT_FOUND)
        problem_set(ret_problem, error, "There is no database at %s. Make one with `coachbell-queue init`.",
                    path);
    free(path);
    return error;
}

int store_create(const char *folder, struct problem *ret_problem)
{
    struct db *db = NULL;
    int error = open_file(folder, true, &db, ret_problem);

    if (error == CB_OK)
        db_close(db);
    return error;
}

/* ---- time ---- */

static int read_running(struct store *store, struct problem *ret_problem)
{
    sqlite3_stmt *statement = db_statement(store->db, "SELECT ms FROM running");
    int error = db_step(statement);

    if (error == CB_OK)
        store->run_before_ms = sqlite3_column_int64(statement, 0);
    db_done(statement);
    store->running_kept_ms = store->run_before_ms;
    if (error == CB_OK || error == CB_NOT_FOUND)
        return CB_OK;
    return problem_set(ret_problem, error, "The database cannot be read: %s.", cb_error_text(error));
}

void store_tell_time(struct store *store, struct moment now)
{
    if (store->opened_mono_ms == 0)
        store->opened_mono_ms = now.mono_ms;
    store->now = now;
}

int64_t store_running_ms(const struct store *store)
{
    return store->run_before_ms + (store->now.mono_ms - store->opened_mono_ms);
}

int store_keep_running(struct store *store)
{
    int64_t running_ms = store_running_ms(store);
    sqlite3_stmt *statement;
    int error;

    if (running_ms - store->running_kept_ms < RUNNING_KEPT_MS)
        return CB_OK;
    statement = db_statement(store->db, "INSERT INTO running (id, ms) VALUES (1, ?1)"
                                        " ON CONFLICT (id) DO UPDATE SET ms = excluded.ms");
    db_bind_int(statement, 1, running_ms);
    error = db_run(statement);
    if (error == CB_OK)
        store->running_kept_ms = running_ms;
    return error;
}

int store_open(const char *folder, struct random_source random, struct store **ret_store,
               struct problem *ret_problem)
{
    struct store *store = calloc(1, sizeof *store);
    int error;

    if (store == NULL)
        return problem_set(ret_problem, CB_NO_MEMORY, "Out of memory.");
    store->random = random;
    error = open_file(folder, false, &store->db, ret_problem);
    if (error == CB_OK)
        error = read_running(store, ret_problem);
    if (error == CB_OK)
        *ret_store = store;
    else
        store_close(store);
    return error;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    while (store->zones != NULL) {
        struct zone_entry *entry = store->zones;

        store->zones = entry->next;
        zone_free(entry->zone);
        free(entry);
    }
    db_close(store->db);
    free(store);
}

int store_backup(struct store *store, const char *path, struct problem *ret_problem)
{
    return db_backup(store->db, path, BACKUP_SLICE_PAGES, ret_problem);
}

int store_copy_start(struct store *store, const char *path, struct db_copy **ret_copy,
                     struct problem *ret_problem)
{
    return db_copy_start(store->db, path, ret_copy, ret_problem);
}

/* Revisions go on far above any that was told before, and what led there is gone: whoever asks for what came
 * after an older one is sent back to the start. */
int store_restored(struct store *store)
{
    return db_exec(store->db, "DELETE FROM feed;"
                              "DELETE FROM session;" /* some belong to who was removed since */
                              "UPDATE feed_head SET revision = revision + 1000000,"
                              " board_revision = revision + 1000000;");
}

/* ---- transactions ---- */

int store_begin(struct store *store)
{
    store->erased = false;
    return db_begin(store->db);
}

/* After an erasure the WAL still holds the page as it was. Failing to clear it does not undo the commit: what
 * was acknowledged stands, and the next erasure tries again. */
int store_commit(struct store *store)
{
    int error = db_commit(store->db);

    if (error == CB_OK && store->erased)
        (void)db_checkpoint(store->db);
    store->erased = false;
    return error;
}

void store_rollback(struct store *store)
{
    store->erased = false;
    db_rollback(store->db);
}

int store_prove(struct store *store, int64_t now_ms)
{
    sqlite3_stmt *statement = db_statement(store->db, "INSERT INTO proof (id, at) VALUES (1, ?1)"
                                                      " ON CONFLICT (id) DO UPDATE SET at = excluded.at");

    db_bind_int(statement, 1, now_ms);
    return db_run(statement);
}

int store_mark(struct store *store)
{
    return db_mark(store->db);
}

int store_keep(struct store *store)
{
    return db_keep(store->db);
}

void store_undo(struct store *store)
{
    db_undo(store->db);
}

/* ---- shared by the store's files ---- */

void bind_time(sqlite3_stmt *statement, int index, int64_t at_ms)
{
    if (statement != NULL && at_ms == 0)
        sqlite3_bind_null(statement, index);
    else
        db_bind_int(statement, index, at_ms);
}

/* Room for one more item: a new list, twice as long, whenever `count` is a power of two. */
static void *list_grow(struct arena *arena, void *items, size_t count, size_t item_size)
{
    void *longer;

    if (count > 0 && (count & (count - 1)) != 0)
        return items;
    longer = arena_array(arena, count == 0 ? 1 : count * 2, item_size);
    if (longer != NULL && count > 0)
        memcpy(longer, items, count * item_size);
    return longer;
}

int rows_read(sqlite3_stmt *statement, struct arena *arena, size_t item_size, row_fn *read, void **ret_rows,
              size_t *ret_count)
{
    char *rows = NULL;
    size_t count = 0;
    int error;

    while ((error = db_step(statement)) == CB_OK) {
        rows = list_grow(arena, rows, count, item_size);
        error = rows == NULL ? CB_NO_MEMORY : read(statement, arena, rows + count * item_size);
        if (error != CB_OK)
            break;
        count++;
    }
    db_done(statement);
    if (error != CB_NOT_FOUND)
        return error;
    *ret_rows = rows;
    *ret_count = count;
    return CB_OK;
}

int row_read(sqlite3_stmt *statement, struct arena *arena, row_fn *read, void *ret_item)
{
    int error = db_step(statement);

    if (error == CB_OK)
        error = read(statement, arena, ret_item);
    db_done(statement);
    return error;
}

int store_zone(struct store *store, const char *name, const struct zone **ret_zone)
{
    struct zone_entry *entry = store->zones;
    int error;

    while (entry != NULL && strcmp(entry->name, name) != 0)
        entry = entry->next;
    if (entry == NULL) {
        entry = calloc(1, sizeof *entry);
        if (entry == NULL)
            return CB_NO_MEMORY;
        error = strlen(name) < sizeof entry->name ? zone_load(name, &entry->zone) : CB_TOO_LARGE;
        if (error != CB_OK) {
            free(entry);
            return error;
        }
        strcpy(entry->name, name);
        entry->next = store->zones;
        store->zones = entry;
    }
    *ret_zone = entry->zone;
    return CB_OK;
}
