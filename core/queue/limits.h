/* How often is too often. Plain values with the time passed in; they live in memory only, so a restart
 * forgives. */
#ifndef CB_QUEUE_LIMITS_H
#define CB_QUEUE_LIMITS_H

#include "base/random.h"
#include "base/uuid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- sign-in: per login, existing or not: 5 free tries, then 2^n seconds, at most 15 minutes ---- */
#define SIGN_IN_FREE_TRIES  5
#define SIGN_IN_DELAY_MAX_S (15 * 60)
#define SIGN_IN_FORGET_MS   (24 * 60 * 60 * 1000)
#define SIGN_IN_BUCKETS     4096 /* logins share buckets by a keyed hash: the table cannot be flooded out */
#define SIGN_IN_WAITING_MAX 16   /* for the worker */

struct sign_in_bucket {
    int tries;
    int64_t last_mono_ms;
};
struct sign_in_limits {
    uint8_t key[16];
    struct sign_in_bucket buckets[SIGN_IN_BUCKETS];
};
void sign_in_limits_init(struct sign_in_limits *limits, struct random_source random);
/* Which bucket a login counts in. */
size_t sign_in_bucket(const struct sign_in_limits *limits, const char *login);
/* Seconds until the next try is allowed; 0: allowed, and counted as a wrong one at once, so that tries in
 * parallel count too. */
int sign_in_try(struct sign_in_limits *limits, size_t bucket, int64_t mono_ms);
void sign_in_forgive(struct sign_in_limits *limits, size_t bucket);

/* ---- kiosks: 60 new requests, one more a minute; 5 wrong ticket look-ups in 10 minutes ---- */
#define KIOSK_BUCKET     60
#define KIOSK_REFILL_MS  (60 * 1000)
#define LOOKUP_WRONG_MAX 5
#define LOOKUP_WINDOW_MS (10 * 60 * 1000)
#define KIOSK_LIMITS_MAX 64

struct kiosk_limit {
    struct uuid kiosk_id;
    int used;                           /* of the bucket */
    int64_t refilled_ms;                /* mono */
    int64_t wrong_ms[LOOKUP_WRONG_MAX]; /* mono, of the newest wrong look-ups; a ring */
    size_t wrong_count;                 /* all of them; the ring's place is wrong_count % LOOKUP_WRONG_MAX */
};
struct kiosk_limits {
    struct kiosk_limit kiosks[KIOSK_LIMITS_MAX];
    size_t count;
    int bucket; /* what a kiosk may send at once; 0: KIOSK_BUCKET */
};
/* Seconds until a new request may come; 0: now. Does not take one. */
int kiosk_submit_wait(struct kiosk_limits *limits, const struct uuid *kiosk_id, int64_t mono_ms);
void kiosk_submit_take(struct kiosk_limits *limits, const struct uuid *kiosk_id, int64_t mono_ms);
/* Seconds until a ticket may be looked up; 0: now. */
int kiosk_lookup_wait(struct kiosk_limits *limits, const struct uuid *kiosk_id, int64_t mono_ms);
void kiosk_lookup_wrong(struct kiosk_limits *limits, const struct uuid *kiosk_id, int64_t mono_ms);

#endif
