/* Backups beside a queue that serves: the copy is made in slices on the loop, and looked at, row by row, on a
 * thread. A backup holds no key ring: what names it has are readable only while their keys live here, and
 * restoring it elsewhere brings back every request and nobody's name. */
#ifndef CB_QUEUE_BACKUP_H
#define CB_QUEUE_BACKUP_H

#include "queue/store.h"

#include <event2/event.h>

struct backups;

/* NULL: no memory. */
struct backups *backups_new(struct event_base *base, struct store *store);
/* Waits for the thread; what was begun is reported as CB_IO. NULL is fine. */
void backups_free(struct backups *backups);

/* Called on the loop when it is done, with words when it failed. */
typedef void backup_done_fn(void *context, int error, const char *words);
/* Copies to `path` and checks the copy. keep false: only the check was wanted, and the copy goes again.
 * CB_BUSY while another one is being made, and the errors of store_copy_start: then `done` is not called. */
int backups_start(struct backups *backups, const char *path, bool keep, backup_done_fn *done, void *context,
                  struct problem *ret_problem);

/* One is being made. */
bool backups_busy(const struct backups *backups);

/* ---- by themselves, once a day ---- */
struct backup_plan {
    const char *folder; /* "": none */
    int hour;           /* 0 … 23, by the site's clock */
    int keep;           /* how many; older ones go */
};
/* The last time that the plan's hour began, at or before the moment. zone NULL is UTC. */
int64_t backup_last_hour(int hour, const struct zone *zone, int64_t wall_ms);
/* "queue-2026-11-22T030000Z.db": sorted by name they are sorted by time. */
#define BACKUP_NAME_SIZE 40
void backup_name(int64_t wall_ms, char ret_name[BACKUP_NAME_SIZE]);
/* When that one was made; CB_BAD_INPUT when it is not one of these names. */
int backup_name_read(const char *name, int64_t *ret_wall_ms);
/* Starts one when the newest is older than the plan wants, with an entry in the audit log, and after it
 * deletes those above `keep`. Call it every minute or so. A failed one is logged and tried again an hour
 * later. */
void backups_tend(struct backups *backups, const struct backup_plan *plan, const struct zone *zone,
                  struct moment now);

#endif
