/* Epochs: the days, from one closing time to the next, whose names and numbers are sealed to one key, so that
 * destroying the key erases them wherever a copy of them lies. Two classes, because visits are over when the
 * day is and callbacks live for weeks. Pure: keys are made and kept by seal/keyring.h and the queue. */
#ifndef CB_DOMAIN_EPOCH_H
#define CB_DOMAIN_EPOCH_H

#include "base/clock.h"
#include "domain/request.h"
#include "domain/site.h"

#define EPOCH_KEY_SIZE           32
#define EPOCH_ID_SIZE            8
#define EPOCHS_MAX               64           /* of one site, dead ones not counted */
#define EPOCH_AHEAD_MS           (7 * DAY_MS) /* how far ahead kiosks know the keys */
#define EPOCH_NIGHT_HOUR         4            /* a day without a closing time ends at this hour of the next */
#define EPOCH_VISIT_LINGER_MS    DAY_MS /* after its last sealing a key lives this long, at the latest */
#define EPOCH_CALLBACK_LINGER_MS (REQUEST_CALLBACK_DAYS * DAY_MS)
#define EPOCH_CALLBACK_GRACE_MS                                                                              \
    DAY_MS /* and a callback's at least this long: a kiosk without network may still deliver */

enum epoch_class {
    EPOCH_VISIT,
    EPOCH_CALLBACK,
    EPOCH_CLASS_COUNT
};
/* "visit", "callback". */
const char *epoch_class_name(enum epoch_class class);
/* CB_BAD_INPUT. */
int epoch_class_from_name(const char *name, enum epoch_class *ret_class);
/* What ends with the day is a visit; a referral waits like a callback. */
enum epoch_class epoch_class_of(enum request_kind kind);

/* As kiosks see it. Its id is the key's (seal/key.h). */
struct epoch {
    enum epoch_class class;
    uint8_t key[EPOCH_KEY_SIZE]; /* X25519 public key that names and numbers are sealed to */
    int64_t from_ms;             /* sealed to from here … */
    int64_t until_ms;            /* … and not any more from here */
};
/* The one to seal to at that time; NULL: nothing can be sealed now. */
const struct epoch *epoch_at(const struct epoch *epochs, size_t count, enum epoch_class class,
                             int64_t wall_ms);

/* The first end of an epoch after `wall_ms`: the site's closing time on a day that has one, else 04:00 of the
 * next. zone NULL is UTC. */
int64_t epoch_end_after(const struct schedule *site_hours, const struct zone *zone, int64_t wall_ms);

/* ---- deadlines ---- */

/* When something began that must end: on a clock that was known to be right, or not, and how long the queue
 * had run until then, summed over all its runs. */
struct beginning {
    int64_t wall_ms;
    int64_t running_ms;
    bool verified;
};
/* Now, on both clocks. */
struct reckoning {
    struct moment now;
    int64_t running_ms;
};
/* Whether `deadline_ms` is over, for something that began then and lives `most_ms` at the most. Never early:
 * it is when a clock known to be right says so, or when the queue has run that long since. A deadline that
 * was reckoned on a doubtful clock is moved by as much as that clock may have been behind. */
bool deadline_over(int64_t deadline_ms, int64_t most_ms, const struct beginning *began,
                   const struct reckoning *reckoning);
/* The wall time, by the clock as it is, at which it will be over: to know when to look again. */
int64_t deadline_due(int64_t deadline_ms, int64_t most_ms, const struct beginning *began,
                     const struct reckoning *reckoning);

/* How long a key lives. */
struct epoch_life {
    enum epoch_class class;
    int64_t until_ms;   /* last sealing */
    int64_t destroy_ms; /* at the latest */
    struct beginning made;
};
/* Whether the key is to be destroyed. needed: something sealed to it is still kept. */
bool epoch_over(const struct epoch_life *life, bool needed, const struct reckoning *reckoning);

#endif
