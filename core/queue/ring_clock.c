/* A clock for ringing: see ring_clock.h. */
#include "queue/ring_clock.h"

void ring_clock_turn(struct ring_clock *clock, struct moment now)
{
    clock->offset_ms = now.wall_ms - now.mono_ms;
}

void ring_clock_heard(struct ring_clock *clock, const struct uuid *alert_id)
{
    size_t slot = clock->oldest;

    if (clock->count < RING_CLOCK_MAX)
        slot = clock->count++;
    else
        clock->oldest = (clock->oldest + 1) % RING_CLOCK_MAX;
    clock->heard[slot].alert_id = *alert_id;
    clock->heard[slot].offset_ms = clock->offset_ms;
}

int64_t ring_clock_ms(const struct ring_clock *clock, const struct uuid *alert_id, int64_t wall_ms)
{
    for (size_t i = 0; i < clock->count; i++) {
        if (uuid_equal(&clock->heard[i].alert_id, alert_id))
            return wall_ms - (clock->offset_ms - clock->heard[i].offset_ms);
    }
    return wall_ms;
}
