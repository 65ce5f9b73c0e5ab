/* Back-off: see backoff.h. */
#include "relay/backoff.h"

int64_t backoff_fail(struct backoff *backoff, struct random_source random)
{
    int64_t max_ms = backoff->max_ms > 0 ? backoff->max_ms : BACKOFF_MAX_MS;
    int64_t limit_ms = BACKOFF_FIRST_MS;

    for (int i = 0; i < backoff->failures && limit_ms < max_ms; i++)
        limit_ms *= 2;
    if (limit_ms < max_ms)
        backoff->failures++;
    else
        limit_ms = max_ms;
    return random_below(random, (uint32_t)limit_ms + 1);
}

void backoff_reset(struct backoff *backoff)
{
    backoff->failures = 0;
}
