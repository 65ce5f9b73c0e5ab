/* How long to wait before trying again: full jitter. The n-th failure in a row waits a random time between 0
 * and min(30 s, 0.5 s × 2ⁿ), so that many kiosks do not come back at the same instant. Pure. */
#ifndef CB_RELAY_BACKOFF_H
#define CB_RELAY_BACKOFF_H

#include "base/random.h"

#include <stdint.h>

#define BACKOFF_FIRST_MS 500
#define BACKOFF_MAX_MS   30000

struct backoff {
    int failures;
    int64_t max_ms; /* 0: BACKOFF_MAX_MS */
};

/* Counts a failure and says how long to wait. */
int64_t backoff_fail(struct backoff *backoff, struct random_source random);
void backoff_reset(struct backoff *backoff);

#endif
