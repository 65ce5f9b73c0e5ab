/* Backups: see backup.h. */
#include "queue/backup.h"

#include "base/file.h"
#include "base/log.h"
#include "base/zone.h"
#include "db/db.h"
#include "queue/backup_note.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define SLICE_PAGES    64
#define TRY_AGAIN_MS   HOUR_MS
#define NAMES_MAX      1024 /* more backups in a folder are not looked at */
#define NAME_SHAPE     "queue-0000-00-00T000000Z.db"
#define NAME_TEXT_SIZE sizeof NAME_SHAPE

struct backups {
    struct store *store;
    struct event *slice;
    struct event *on_notice;
    int notice; /* eventfd: the thread has looked at the copy */
    struct db_copy *copy;
    pthread_t thread;
    bool has_thread;
    char *path;
    bool keep;
    int error; /* the thread's, read after it was joined */
    struct problem problem;
    backup_done_fn *done;
    void *context;
    /* of the daily ones */
    char *folder;
    int kept;
    int64_t again_ms; /* mono: not before */
    int64_t now_mono_ms;
};

static void end(struct backups *backups, int error, const char *words)
{
    free(backups->path);
    backups->path = NULL;
    backups->done(backups->context, error, words);
}

/* ---- the thread ---- */

static void *look(void *context)
{
    struct backups *backups = context;
    const uint64_t one = 1;

    backups->error = db_copy_finish(backups->copy, store_check_file, &backups->problem);
    if (backups->error == CB_OK && !backups->keep)
        unlink(backups->path);
    if (write(backups->notice, &one, sizeof one) < 0)
        abort(); /* an eventfd of ours takes a one, unless memory is not ours any more */
    return NULL;
}

static void join(struct backups *backups)
{
    pthread_join(backups->thread, NULL);
    backups->has_thread = false;
    backups->copy = NULL;
}

static void on_notice(evutil_socket_t socket, short what, void *context)
{
    struct backups *backups = context;
    uint64_t count;

    (void)what;
    if (read(socket, &count, sizeof count) < 0 || !backups->has_thread)
        return;
    join(backups);
    end(backups, backups->error, backups->problem.text);
}

/* ---- the slices ---- */

static void give_up(struct backups *backups, int error)
{
    db_copy_abandon(backups->copy);
    backups->copy = NULL;
    problem_say(&backups->problem,
                "The copy to %s failed (%s). Check that the folder is there, is writable, and the disk has "
                "space.",
                backups->path, cb_error_text(error));
    end(backups, error, backups->problem.text);
}

static void next_slice(struct backups *backups)
{
    const struct timeval now = {0};

    evtimer_add(backups->slice, &now);
}

static void on_slice(evutil_socket_t socket, short what, void *context)
{
    struct backups *backups = context;
    bool all = false;
    int error = db_copy_step(backups->copy, SLICE_PAGES, &all);

    (void)socket;
    (void)what;
    if (error == CB_OK && !all) {
        next_slice(backups);
        return;
    }
    if (error == CB_OK)
        error = db_copy_detach(backups->copy);
    if (error == CB_OK) {
        backups->problem = (struct problem){""};
        backups->has_thread = pthread_create(&backups->thread, NULL, look, backups) == 0;
        error = backups->has_thread ? CB_OK : CB_NO_MEMORY;
    }
    if (error != CB_OK)
        give_up(backups, error);
}

int backups_start(struct backups *backups, const char *path, bool keep, backup_done_fn *done, void *context,
                  struct problem *ret_problem)
{
    int error;

    if (backups->path != NULL)
        return problem_set(ret_problem, CB_BUSY, "Another backup or check is being made. Wait until it is.");
    backups->path = strdup(path);
    if (backups->path == NULL)
        return problem_set(ret_problem, CB_NO_MEMORY, "Out of memory.");
    error = store_copy_start(backups->store, path, &backups->copy, ret_problem);
    if (error != CB_OK) {
        free(backups->path);
        backups->path = NULL;
        return error;
    }
    backups->keep = keep;
    backups->done = done;
    backups->context = context;
    next_slice(backups);
    return CB_OK;
}

bool backups_busy(const struct backups *backups)
{
    return backups->path != NULL;
}

struct backups *backups_new(struct event_base *base, struct store *store)
{
    struct backups *backups = calloc(1, sizeof *backups);

    if (backups == NULL)
        return NULL;
    backups->store = store;
    backups->notice = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    backups->slice = evtimer_new(base, on_slice, backups);
    backups->on_notice = event_new(base, backups->notice, EV_READ | EV_PERSIST, on_notice, backups);
    if (backups->notice >= 0 && backups->slice != NULL && backups->on_notice != NULL &&
        event_add(backups->on_notice, NULL) == 0)
        return backups;
    backups_free(backups);
    return NULL;
}

void backups_free(struct backups *backups)
{
    if (backups == NULL)
        return;
    if (backups->has_thread) {
        join(backups);
        end(backups, backups->error, backups->problem.text);
    } else if (backups->path != NULL) {
        give_up(backups, CB_IO);
    }
    if (backups->slice != NULL)
        event_free(backups->slice);
    if (backups->on_notice != NULL)
        event_free(backups->on_notice);
    if (backups->notice >= 0)
        close(backups->notice);
    free(backups->folder);
    free(backups);
}

/* ---- by themselves ---- */

int64_t backup_last_hour(int hour, const struct zone *zone, int64_t wall_ms)
{
    struct date today = zone_local(zone, wall_ms).date;
    int64_t at_ms = zone_wall_ms(zone, today, hour * 60);

    return at_ms <= wall_ms ? at_ms : zone_wall_ms(zone, date_add_days(today, -1), hour * 60);
}

/* RFC 3339 without the colons, which some file systems do not take. */
void backup_name(int64_t wall_ms, char ret_name[BACKUP_NAME_SIZE])
{
    char text[MOMENT_TEXT_SIZE];

    moment_format(wall_ms - wall_ms % SECOND_MS, text);
    snprintf(ret_name, BACKUP_NAME_SIZE, "queue-%.13s%.2s%.2sZ.db", text, text + 14, text + 17);
}

int backup_name_read(const char *name, int64_t *ret_wall_ms)
{
    char text[MOMENT_TEXT_SIZE];

    if (strlen(name) != NAME_TEXT_SIZE - 1 || strncmp(name, "queue-", 6) != 0 ||
        strcmp(name + NAME_TEXT_SIZE - 5, "Z.db") != 0)
        return CB_BAD_INPUT;
    snprintf(text, sizeof text, "%.13s:%.2s:%.2sZ", name + 6, name + 19, name + 21);
    return moment_parse(text, ret_wall_ms);
}

static int by_time(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* When the backups in the folder were made, oldest first. */
static size_t read_times(const char *folder, int64_t *ret_times, size_t max)
{
    DIR *listing = opendir(folder);
    struct dirent *entry;
    size_t count = 0;

    if (listing == NULL)
        return 0;
    while (count < max && (entry = readdir(listing)) != NULL) {
        if (backup_name_read(entry->d_name, &ret_times[count]) == CB_OK)
            count++;
    }
    closedir(listing);
    qsort(ret_times, count, sizeof *ret_times, by_time);
    return count;
}

static void delete_oldest(const char *folder, int keep)
{
    int64_t times[NAMES_MAX];
    size_t count = read_times(folder, times, NAMES_MAX);

    for (size_t i = 0; i + (size_t)keep < count; i++) {
        char name[BACKUP_NAME_SIZE];
        char *path = NULL;

        backup_name(times[i], name);
        if (asprintf(&path, "%s/%s", folder, name) < 0)
            return;
        if (unlink(path) != 0)
            log_event(LOG_LEVEL_WARNING, "backup.old_one_not_deleted", (long long)i);
        free(path);
    }
}

static void on_daily_done(void *context, int error, const char *words)
{
    struct backups *backups = context;

    (void)words;
    if (error == CB_OK) {
        log_event(LOG_LEVEL_INFO, "backup.made", 0);
        delete_oldest(backups->folder, backups->kept);
    } else {
        log_event(LOG_LEVEL_ERROR, "backup.failed", error);
        backups->again_ms = backups->now_mono_ms + TRY_AGAIN_MS;
    }
}

static int start_daily(struct backups *backups, struct moment now)
{
    char name[BACKUP_NAME_SIZE];
    char *path = NULL;
    int error = file_make_folder(backups->folder);

    backup_name(now.wall_ms, name);
    if (error == CB_OK)
        error = backup_note(backups->store, AUDIT_BY_SYSTEM, now, NULL);
    if (error == CB_OK && asprintf(&path, "%s/%s", backups->folder, name) < 0)
        error = CB_NO_MEMORY;
    if (error == CB_OK)
        error = backups_start(backups, path, true, on_daily_done, backups, NULL);
    free(path);
    return error;
}

void backups_tend(struct backups *backups, const struct backup_plan *plan, const struct zone *zone,
                  struct moment now)
{
    int64_t times[NAMES_MAX];
    size_t count;
    int error;

    backups->now_mono_ms = now.mono_ms;
    if (plan->folder[0] == '\0' || backups->path != NULL || now.mono_ms < backups->again_ms)
        return;
    count = read_times(plan->folder, times, NAMES_MAX);
    if (count > 0 && times[count - 1] >= backup_last_hour(plan->hour, zone, now.wall_ms))
        return;
    free(backups->folder);
    backups->folder = strdup(plan->folder);
    backups->kept = plan->keep;
    error = backups->folder == NULL ? CB_NO_MEMORY : start_daily(backups, now);
    if (error != CB_OK)
        on_daily_done(backups, error, "");
}
