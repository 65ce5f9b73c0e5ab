/* Random bytes from the kernel, and repeatable ones from a seed. */
#include "base/random.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

static void system_fill(void *context, void *bytes, size_t length)
{
    uint8_t *at = bytes;

    (void)context;
    while (length > 0) {
        ssize_t got = getrandom(at, length, 0);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            abort();
        at += got;
        length -= (size_t)got;
    }
}

struct random_source random_system(void)
{
    return (struct random_source){.fill = system_fill, .context = NULL};
}

/* SplitMix64: passes through every state, good enough for tests, never for secrets. */
static uint64_t seed_next(struct random_seed *seed)
{
    uint64_t z = (seed->state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static void seeded_fill(void *context, void *bytes, size_t length)
{
    uint8_t *at = bytes;
    uint64_t word = 0;

    for (size_t i = 0; i < length; i++) {
        if (i % 8 == 0)
            word = seed_next(context);
        at[i] = (uint8_t)word;
        word >>= 8;
    }
}

struct random_source random_seeded(struct random_seed *state, uint64_t seed)
{
    state->state = seed;
    return (struct random_source){.fill = seeded_fill, .context = state};
}

uint32_t random_below(struct random_source source, uint32_t limit)
{
    uint32_t skip, value;

    assert(limit > 0);
    skip = (uint32_t)-limit % limit; /* values below this would make the low results likelier */
    do {
        source.fill(source.context, &value, sizeof value);
    } while (value < skip);
    return value % limit;
}
