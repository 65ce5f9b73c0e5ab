/* What this kiosk remembers of the queue's audit log: the first anchor it was given each day, on disk for as
 * long as requests are kept, and the newest in memory. With it the queue's log can be held against what it
 * was, also by people, long after. */
#ifndef CB_RELAY_ANCHORS_H
#define CB_RELAY_ANCHORS_H

#include "base/error.h"
#include "db/db.h"
#include "wire/health_json.h"

#include <stdint.h>

#define ANCHORS_KEPT_DAYS 400

/* For the outbox's migrations: anchors lie in the same file. */
extern const char anchors_schema[];

/* The newest that is on disk; seq 0 when there is none. */
int anchors_newest(struct db *db, struct wire_anchor *ret_anchor);
/* Keeps it if it is the day's first. `wall_ms` is the queue's time: the kiosk's own clock may be wrong. */
int anchors_keep(struct db *db, const struct wire_anchor *anchor, int64_t wall_ms);

#endif
