/* How long calls for help have waited, though somebody sets the wall clock meanwhile: ringing must not stop
 * at the desk because the clock went back. An alert keeps the wall time at which it was sent, for people;
 * what the clock was moved by since we heard it is taken out again when its age is asked for. An alert from
 * before this run has the wall clock only. */
#ifndef CB_QUEUE_RING_CLOCK_H
#define CB_QUEUE_RING_CLOCK_H

#include "base/clock.h"
#include "base/uuid.h"

#include <stddef.h>

#define RING_CLOCK_MAX 64 /* alerts, one open a kiosk; of more the oldest goes by the wall clock */

/* Starts zeroed. */
struct ring_clock {
    int64_t offset_ms; /* wall − mono, as of the last turn */
    struct {
        struct uuid alert_id;
        int64_t offset_ms; /* when it was heard */
    } heard[RING_CLOCK_MAX];
    size_t count;
    size_t oldest;
};

/* Before anything is asked in a turn. */
void ring_clock_turn(struct ring_clock *clock, struct moment now);
/* A new alert came in this turn. */
void ring_clock_heard(struct ring_clock *clock, const struct uuid *alert_id);
/* The wall time that it would be now, had the clock run on untouched since the alert was heard. */
int64_t ring_clock_ms(const struct ring_clock *clock, const struct uuid *alert_id, int64_t wall_ms);

#endif
