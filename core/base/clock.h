/* The time as a value. Only a main, or a thread's own loop, reads the clock, once a turn; everything below is
 * given a moment. Wall time (UTC, milliseconds since 1970) is for records and people; monotonic time is for
 * waiting and durations. */
#ifndef CB_BASE_CLOCK_H
#define CB_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

struct moment {
    int64_t wall_ms; /* since 1970-01-01 UTC */
    int64_t mono_ms; /* since an arbitrary start; never goes back */
    bool verified;   /* the wall clock is known to be right (synchronised) */
};

struct moment moment_now(void);
/* Only mono_ms of it, without asking the kernel for the rest: to see how long something has taken. */
int64_t moment_mono_ms(void);

/* RFC 3339 in UTC with milliseconds left out when they are zero: "2026-11-22T14:40:00Z".
 * `ret_text` holds at least MOMENT_TEXT_SIZE bytes. */
#define MOMENT_TEXT_SIZE 32
void moment_format(int64_t wall_ms, char *ret_text);

/* Parses "YYYY-MM-DDTHH:MM:SS[.fff]Z" (upper case, UTC only). CB_BAD_INPUT for anything else. */
int moment_parse(const char *text, int64_t *ret_wall_ms);

#endif
