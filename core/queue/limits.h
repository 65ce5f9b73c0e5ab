/* How often is too often. Plain values with the time passed in; they live in memory only, so a restart
 * forgives. */
#ifndef CB_QUEUE_LIMITS_H
#define CB_QUEUE_LIMITS_H

#include "base/random.h"
#include "base/uuid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- sign-in: per login, existing or not: 5 free tries, then 2^n seconds, at most 15 minutes. A browser
 * that the person has signed in with before counts by itself, so that nobody can be locked out of their own
 * phone.
 * ---- */
#define SIGN_IN_FREE_TRIES  5
#define SIGN_IN_DELAY_MAX_S (15 * 60)
#define SIGN_IN_FORGET_MS   (24 * 60 * 60 * 1000)
#define SIGN_IN_BUCKETS     4096 /* shared by a keyed hash: the table cannot be flooded out */

struct sign_in_bucket {
    int tries;
    int64_t last_mono_ms;
};
struct sign_in_limits {
    uint8_t key[16];
    /* Strangers' come first. Who has no device cookie of ours cannot reach the second half. */
    struct sign_in_bucket buckets[2 * SIGN_IN_BUCKETS];
};
void sign_in_limits_init(struct sign_in_limits *limits, struct random_source random);
/* Which bucket a login counts in; `device`: the known browser's, or NULL. */
size_t sign_in_bucket(const struct sign_in_limits *limits, const char *login, const char *device);
/* Seconds until the next try is allowed; 0: allowed, and counted as a wrong one at once, so that tries in
 * parallel count too. */
int sign_in_try(struct sign_in_limits *limits, size_t bucket, int64_t mono_ms);
void sign_in_forgive(struct sign_in_limits *limits, size_t bucket);

/* ---- waiting for the password worker: 16 known browsers and 16 others, of the others two an address ---- */
#define LINE_MAX         16
#define LINE_ADDRESS_MAX 2

struct password_line {
    size_t known_count;
    size_t other_count;
    uint8_t addresses[LINE_MAX][16]; /* of the others; all zeros: not known, and not counted */
};
bool line_has_room(const struct password_line *line, bool known_browser, const uint8_t address[16]);
void line_enter(struct password_line *line, bool known_browser, const uint8_t address[16]);
void line_leave(struct password_line *line, bool known_browser, const uint8_t address[16]);

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
