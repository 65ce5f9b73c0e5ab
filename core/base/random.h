/* Chance as a value: a function that fills bytes. Programs use random_system(), tests a seeded one. */
#ifndef CB_BASE_RANDOM_H
#define CB_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random_source {
    void (*fill)(void *context, void *bytes, size_t length);
    void *context;
};

/* The kernel's random bytes. Ends the program if the kernel has none: nothing safe can be done without. */
struct random_source random_system(void);

/* The same bytes for the same seed, for tests and the demo site's shapes. `state` is owned by the caller. */
struct random_seed {
    uint64_t state;
};
struct random_source random_seeded(struct random_seed *state, uint64_t seed);

/* Uniform in 0 … limit-1, without modulo bias; limit > 0. */
uint32_t random_below(struct random_source source, uint32_t limit);

#endif
