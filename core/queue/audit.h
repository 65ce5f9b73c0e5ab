/* The audit log: who did what to which, each entry chained by hash to all before it, one chain a site. Ids
 * and short words only: an entry never holds a name, a number or anything a person wrote.
 *
 * An entry belongs into the transaction of the change that it tells of: call audit_append between store_begin
 * and store_commit (in a handler: between store_mark and store_keep), and let its failure undo the change.
 *
 * What the chain cannot show by itself, that its end was cut off or that all of it was written anew, the
 * anchors show: a number and the hash it had, which kiosks and backups keep.
 *
 *   R   = seq u64 | ms i64 | clock u8 | actor kind u8 | actor 16 | length u8 | action | object kind u8 |
 *         object 16 | length u16 | detail           (big-endian)
 *   h_0 = H("cb-audit-genesis", site 16 | ms at which the log was begun i64)
 *   h_n = H("cb-audit-record1", h_{n-1} | R) */
#ifndef CB_QUEUE_AUDIT_H
#define CB_QUEUE_AUDIT_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/uuid.h"
#include "queue/store.h"

#define AUDIT_HASH_SIZE  32
#define AUDIT_ACTION_MAX 64   /* bytes */
#define AUDIT_DETAIL_MAX 1024 /* bytes */
#define AUDIT_PAGE_MAX   200

/* Numbers that are hashed: new kinds come at the end. */
enum audit_actor {
    AUDIT_BY_SYSTEM,   /* a deadline passed, or something was found */
    AUDIT_BY_USER,     /* signed in; id: the user */
    AUDIT_BY_KIOSK,    /* id: the kiosk */
    AUDIT_BY_OPERATOR, /* a command on the queue's own machine; no id */
    AUDIT_ACTOR_COUNT
};
enum audit_object {
    AUDIT_OF_SITE,
    AUDIT_OF_REQUEST,
    AUDIT_OF_ALERT,
    AUDIT_OF_USER,
    AUDIT_OF_KIOSK,
    AUDIT_OF_COACH,
    AUDIT_OBJECT_COUNT
};

struct audit_entry {
    struct uuid site_id;
    int64_t at_ms;
    bool clock_verified; /* the wall clock was known to be right */
    enum audit_actor actor_kind;
    struct uuid actor_id; /* none for the system and the operator */
    const char *action;   /* a literal like "request.claim" */
    enum audit_object object_kind;
    struct uuid object_id;
    const char *detail; /* a JSON object without names, e.g. {"outcome":"met"}; NULL or "": nothing more */
};

/* Adds the entry to its site's chain. CB_TOO_LARGE, CB_BAD_INPUT (no such site), or what the database says.
 */
int audit_append(struct store *store, const struct audit_entry *entry);

struct audit_anchor {
    int64_t seq; /* 0: the log is empty */
    uint8_t hash[AUDIT_HASH_SIZE];
};
/* The chain's end. */
int audit_newest(struct store *store, const struct uuid *site_id, struct audit_anchor *ret_anchor);
/* Whether the chain has this entry with this hash. CB_OK, or CB_DAMAGED: cut off, or written anew. */
int audit_compare(struct store *store, const struct uuid *site_id, const struct audit_anchor *anchor);
/* Every hash of every site's chain, computed again from what stands there. CB_DAMAGED with words. */
int audit_check(struct store *store, struct problem *ret_problem);

/* ---- reading ---- */
struct audit_row {
    struct audit_entry entry; /* detail is "" when there is nothing more */
    struct audit_anchor anchor;
    const char *actor_name;  /* of a user or kiosk that is still there; "" */
    const char *object_name; /* of a user, kiosk or coach that is still there; "" */
};
/* Entries before `before` (0: from the end), newest first, at most `max`. */
int audit_list(struct store *store, const struct uuid *site_id, int64_t before, size_t max,
               struct arena *arena, struct audit_row **ret_rows, size_t *ret_count);

/* ---- alarms ---- */
/* A kiosk brought an anchor that the chain does not have. It stands until an admin has looked into it. */
struct audit_alarm {
    struct uuid kiosk_id;
    const char *kiosk_name;
    int64_t at_ms;
    int64_t seq;     /* the entry that the kiosk knows */
    int64_t log_seq; /* the log's last one at that time: lower when the end was cut off */
};
enum audit_alarm_state {
    AUDIT_ALARM_NEW,
    AUDIT_ALARM_STANDS, /* for this kiosk, already */
    AUDIT_ALARM_SETTLED /* an admin has looked into this very anchor: the kiosk may have a new one */
};
/* Keeps the alarm and writes an entry, when it is new. */
int audit_alarm_raise(struct store *store, const struct stored_kiosk *kiosk,
                      const struct audit_anchor *anchor, int64_t at_ms, enum audit_alarm_state *ret_state);
/* Those that stand. */
int audit_alarms(struct store *store, const struct uuid *site_id, struct arena *arena,
                 struct audit_alarm **ret_alarms, size_t *ret_count);
/* How many stand, of all sites. */
int audit_alarm_count(struct store *store, int64_t *ret_count);
/* Somebody has looked into it. CB_NOT_FOUND: none stands. */
int audit_alarm_settle(struct store *store, const struct uuid *site_id, const struct uuid *kiosk_id,
                       int64_t at_ms);

/* ---- the bytes (for the store, and for tests that write a chain by hand) ---- */
void audit_genesis(const struct uuid *site_id, int64_t begun_ms, uint8_t ret_hash[AUDIT_HASH_SIZE]);
/* `hash` is the entry's before this one, and becomes this one's. CB_TOO_LARGE when a text is too long. */
int audit_chain(const struct audit_entry *entry, int64_t seq, uint8_t hash[AUDIT_HASH_SIZE]);
const char *audit_actor_name(enum audit_actor kind);
const char *audit_object_name(enum audit_object kind);
int audit_actor_from_name(const char *name, enum audit_actor *ret_kind);
int audit_object_from_name(const char *name, enum audit_object *ret_kind);

#endif
