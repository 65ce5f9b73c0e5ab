/* What the store's files share. Nothing outside of core/queue/store*.c includes this. */
#ifndef CB_QUEUE_STORE_INTERNAL_H
#define CB_QUEUE_STORE_INTERNAL_H

#include "base/zone.h"
#include "db/db.h"
#include "queue/store.h"

#define STORE_FILE "queue.db"
#define FEED_KEPT  10000 /* entries a site; a client that missed more starts over */
#define TICKET_REST_MS                                                                                       \
    (24 * HOUR_MS) /* a number is not dealt again sooner, while there are enough others                      \
                    */
#define SIGNS_ALL ((sign_set)((1u << SIGN_COUNT) - (1u << SIGN_LEAF)))

/* A site's zone, loaded when it is first needed. */
struct zone_entry {
    char name[64];
    struct zone *zone;
    struct zone_entry *next;
};

struct store {
    struct db *db;
    struct random_source random;
    struct zone_entry *zones;
    struct moment now;       /* as store_tell_time said it last */
    int64_t run_before_ms;   /* how long the queue had run before it was opened this time */
    int64_t opened_mono_ms;  /* 0: not told yet */
    int64_t running_kept_ms; /* what is on the disk */
    bool erased; /* something sealed was erased in this transaction: the commit clears the WAL too */
};

/* Raises the site's revision and leaves the entry. FEED_BOARD also marks what kiosks show as changed.
 * object_id may be NULL. */
int feed_add(struct store *store, const struct uuid *site_id, enum feed_kind kind,
             const struct uuid *object_id);
int feed_board_revision(struct store *store, const struct uuid *site_id, int64_t *ret_revision);

/* CB_NOT_FOUND with no such zone on this machine. Borrowed. */
int store_zone(struct store *store, const char *name, const struct zone **ret_zone);

/* Times: 0 is NULL in the database. */
void bind_time(sqlite3_stmt *statement, int index, int64_t at_ms);

/* Reads all rows of a query into one list in the arena, each by `read`, and gives the statement back. */
typedef int row_fn(sqlite3_stmt *statement, struct arena *arena, void *ret_item);
int rows_read(sqlite3_stmt *statement, struct arena *arena, size_t item_size, row_fn *read, void **ret_rows,
              size_t *ret_count);
/* The same for a query that has one row or none (CB_NOT_FOUND). */
int row_read(sqlite3_stmt *statement, struct arena *arena, row_fn *read, void *ret_item);

/* The coaches' presences of a site, for closing_time(). */
int store_presences(struct store *store, const struct uuid *site_id, struct arena *arena,
                    struct presence **ret_presences, size_t *ret_count);
/* Tickets of those signs that are not to be dealt now: all open ones, and those closed after rest_after_ms
 * while that leaves a quarter free. */
int store_taken(struct store *store, const struct uuid *site_id, sign_set signs, int64_t rest_after_ms,
                struct arena *arena, struct ticket **ret_taken, size_t *ret_count);

/* Columns of one request, in the order that request_from_row reads them, from the table as r. */
#define REQUEST_COLUMNS                                                                                      \
    "r.id, r.site, r.kiosk, r.kind, r.state, r.version, r.sign, r.number, r.wanted, r.holder, r.outcome, "   \
    "r.find, "                                                                                               \
    "r.asked_at, r.place_at, r.state_since, r.closed_at, r.closed_from, r.closed_from_holder, r.closed_by, " \
    "r.consent_version"
#define REQUEST_COLUMN_COUNT 20
/* CB_DAMAGED when a name in it is not known. */
int request_from_row(sqlite3_stmt *statement, struct request *ret_request);
/* When the silence began that a kiosk may have kept requests through; 0: not known. */
int64_t kiosk_kept_since(struct store *store, const struct uuid *kiosk_id, int64_t now_ms);
/* Makes counts of the site's requests that were closed longer ago than the site keeps them; some at a time.
 */
int store_reduce(struct store *store, const struct site *site, const struct reckoning *reckoning);
/* Closes it as expired if its deadline has passed. */
int request_expire_if_late(struct store *store, const struct request *request, int64_t now_ms,
                           struct request *ret_request);

#endif
