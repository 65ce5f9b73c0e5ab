/* Backups in slices, when they are due, what they are named, and bringing one back. */
#include "store_fixture.h"

#include "base/file.h"
#include "queue/audit.h"
#include "queue/backup.h"
#include "queue/restore.h"

#include <dirent.h>

static int64_t at(const char *text)
{
    int64_t wall_ms = 0;

    assert_int_equal(moment_parse(text, &wall_ms), CB_OK);
    return wall_ms;
}

static void backup_is_due_at_its_hour(void **state)
{
    (void)state;
    assert_int_equal(backup_last_hour(3, NULL, at("2026-11-22T03:00:00Z")), at("2026-11-22T03:00:00Z"));
    assert_int_equal(backup_last_hour(3, NULL, at("2026-11-22T02:59:59Z")), at("2026-11-21T03:00:00Z"));
    assert_int_equal(backup_last_hour(23, NULL, at("2026-11-22T12:00:00Z")), at("2026-11-21T23:00:00Z"));
}

static void backup_names_are_times(void **state)
{
    char name[BACKUP_NAME_SIZE];
    int64_t wall_ms = 0;

    (void)state;
    backup_name(at("2026-11-22T03:00:07Z") + 45, name);
    assert_string_equal(name, "queue-2026-11-22T030007Z.db");
    assert_int_equal(backup_name_read(name, &wall_ms), CB_OK);
    assert_int_equal(wall_ms, at("2026-11-22T03:00:07Z"));
    assert_int_equal(backup_name_read("queue-2026-13-22T030007Z.db", &wall_ms), CB_BAD_INPUT);
    assert_int_equal(backup_name_read("queue-2026-11-22T030007Z.db.part", &wall_ms), CB_BAD_INPUT);
    assert_int_equal(backup_name_read("my-holiday-2026-11-2203000.db", &wall_ms), CB_BAD_INPUT);
    assert_int_equal(backup_name_read("", &wall_ms), CB_BAD_INPUT);
}

struct outcome {
    bool done;
    int error;
};

static void on_done(void *context, int error, const char *words)
{
    struct outcome *outcome = context;

    (void)words;
    outcome->done = true;
    outcome->error = error;
}

static void wait_for(struct event_base *base, const struct outcome *outcome)
{
    while (!outcome->done)
        assert_int_equal(event_base_loop(base, EVLOOP_ONCE), 0);
}

static void copy_has_what_was_written_while_it_was_made(void **state)
{
    struct bench *bench = *state;
    struct event_base *base = event_base_new();
    struct backups *backups = backups_new(base, bench->store);
    struct outcome outcome = {.done = false};
    struct outcome second = {.done = false};
    struct request request;
    struct store *copy = NULL;
    char path[128];
    char folder[96];

    snprintf(folder, sizeof folder, "%s/copy", bench->folder);
    assert_int_equal(file_make_folder(folder), CB_OK);
    snprintf(path, sizeof path, "%s/queue.db", folder);
    in_transaction(bench, CB_OK);
    assert_int_equal(store_commit(bench->store), CB_OK);
    assert_int_equal(backups_start(backups, path, true, on_done, &outcome, NULL), CB_OK);
    assert_int_equal(backups_start(backups, path, true, on_done, &second, &bench->problem), CB_BUSY);
    assert_int_equal(store_begin(bench->store), CB_OK);
    request = submit_one(bench);
    assert_int_equal(store_commit(bench->store), CB_OK);
    wait_for(base, &outcome);
    assert_int_equal(outcome.error, CB_OK);
    assert_false(second.done);
    assert_int_equal(store_open(folder, bench->random, &copy, &bench->problem), CB_OK);
    assert_int_equal(store_request_plain(copy, &request.id, &request), CB_OK);
    store_close(copy);
    backups_free(backups);
    event_base_free(base);
    assert_int_equal(store_begin(bench->store), CB_OK);
}

static size_t backups_in(const char *folder)
{
    DIR *listing = opendir(folder);
    struct dirent *entry;
    size_t count = 0;
    int64_t ignored;

    assert_non_null(listing);
    while ((entry = readdir(listing)) != NULL)
        count += backup_name_read(entry->d_name, &ignored) == CB_OK;
    closedir(listing);
    return count;
}

/* The log tells of each, by the queue itself and with a clock that was right. */
static void assert_noted(struct bench *bench, size_t made)
{
    struct audit_row *rows = NULL;
    size_t count = 0;
    size_t noted = 0;

    assert_int_equal(
        audit_list(bench->store, &bench->site_id, 0, AUDIT_PAGE_MAX, &bench->arena, &rows, &count), CB_OK);
    for (size_t i = 0; i < count; i++)
        noted += strcmp(rows[i].entry.action, "backup.make") == 0 &&
                 rows[i].entry.actor_kind == AUDIT_BY_SYSTEM && rows[i].entry.clock_verified;
    assert_int_equal(noted, made);
}

static void daily_backups_come_once_a_day_and_the_oldest_go(void **state)
{
    struct bench *bench = *state;
    struct event_base *base = event_base_new();
    struct backups *backups = backups_new(base, bench->store);
    char folder[128];
    const struct backup_plan plan = {.folder = folder, .hour = 3, .keep = 2};
    int made = 0;

    snprintf(folder, sizeof folder, "%s/daily", bench->folder);
    assert_int_equal(store_commit(bench->store), CB_OK);
    for (int hour = 0; hour < 5 * 24; hour++) {
        int64_t wall_ms = bench->now_ms + hour * HOUR_MS;

        backups_tend(backups, &plan, NULL, (struct moment){wall_ms, 1 + hour * HOUR_MS, true});
        made += backups_busy(backups);
        while (backups_busy(backups))
            assert_int_equal(event_base_loop(base, EVLOOP_ONCE), 0);
        assert_in_range(backups_in(folder), 1, 2);
    }
    assert_int_equal(made, 1 + 5); /* at once, then at each 3 o'clock */
    assert_noted(bench, (size_t)made);
    backups_free(backups);
    event_base_free(base);
    assert_int_equal(store_begin(bench->store), CB_OK);
}

static void restore_brings_the_backup_back_and_keeps_the_other(void **state)
{
    struct bench *bench = *state;
    struct moment now = {bench->now_ms, 1, true};
    struct strbuf out = STRBUF_INIT;
    struct request before = submit_one(bench);
    struct request after;
    struct feed_entry entries[4];
    char path[128];
    char aside[160];
    int64_t seen = 0;
    size_t count;

    snprintf(path, sizeof path, "%s/backup.db", bench->folder);
    assert_int_equal(store_commit(bench->store), CB_OK);
    assert_int_equal(store_backup(bench->store, path, &bench->problem), CB_OK);
    assert_int_equal(store_begin(bench->store), CB_OK);
    after = submit_one(bench);
    assert_int_equal(store_revision(bench->store, &bench->site_id, &seen), CB_OK);
    assert_int_equal(store_commit(bench->store), CB_OK);
    assert_int_equal(restore_run(bench->folder, path, bench->random, now, &out, &bench->problem), CB_BUSY);
    store_close(bench->store);
    bench->store = NULL;
    assert_int_equal(restore_run(bench->folder, path, bench->random, now, &out, &bench->problem), CB_OK);
    snprintf(aside, sizeof aside, "%s/queue.db.before-restore-%lld", bench->folder, (long long)now.wall_ms);
    assert_non_null(strstr(strbuf_text(&out), aside));
    assert_int_equal(access(aside, F_OK), 0);
    open_store(bench);
    assert_int_equal(store_request_plain(bench->store, &before.id, &before), CB_OK);
    assert_int_equal(store_request_plain(bench->store, &after.id, &after), CB_NOT_FOUND);
    /* Whoever has seen what is no more starts over. */
    assert_int_equal(store_feed(bench->store, &bench->site_id, seen, entries, 4, &count), CB_NOT_FOUND);
    strbuf_release(&out);
}

static void restore_takes_a_damaged_database_away_and_refuses_a_damaged_backup(void **state)
{
    struct bench *bench = *state;
    struct moment now = {bench->now_ms, 1, true};
    struct strbuf out = STRBUF_INIT;
    char path[128];
    char database[128];

    snprintf(path, sizeof path, "%s/backup.db", bench->folder);
    snprintf(database, sizeof database, "%s/queue.db", bench->folder);
    assert_int_equal(store_commit(bench->store), CB_OK);
    assert_int_equal(store_backup(bench->store, path, &bench->problem), CB_OK);
    store_close(bench->store);
    bench->store = NULL;
    assert_int_equal(file_write(database, "this is no database at all", 26, 0600), CB_OK);
    assert_int_not_equal(restore_run(bench->folder, database, bench->random, now, &out, &bench->problem),
                         CB_OK);
    assert_int_equal(restore_run(bench->folder, "/nowhere", bench->random, now, &out, &bench->problem),
                     CB_NOT_FOUND);
    assert_int_equal(restore_run(bench->folder, path, bench->random, now, &out, &bench->problem), CB_OK);
    open_store(bench);
    strbuf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(backup_is_due_at_its_hour),
        cmocka_unit_test(backup_names_are_times),
        STORE_CASE(copy_has_what_was_written_while_it_was_made),
        STORE_CASE(daily_backups_come_once_a_day_and_the_oldest_go),
        STORE_CASE(restore_brings_the_backup_back_and_keeps_the_other),
        STORE_CASE(restore_takes_a_damaged_database_away_and_refuses_a_damaged_backup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
