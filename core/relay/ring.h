/* A first-in, first-out line of equal-sized values, shared by two threads. It grows up to its limit and wipes
 * what it gives away, because names pass through it. Nothing in it waits for disk or network. */
#ifndef CB_RELAY_RING_H
#define CB_RELAY_RING_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ring {
    pthread_mutex_t mutex;
    uint8_t *items;
    size_t item_size;
    size_t size; /* room for so many */
    size_t first;
    size_t count;
    size_t max;
};

void ring_init(struct ring *ring, size_t item_size, size_t max);
void ring_release(struct ring *ring);
/* Copies the item in. CB_BUSY when `max` items wait, CB_NO_MEMORY. */
int ring_put(struct ring *ring, const void *item);
/* The same, but the oldest item makes room. True when one did. */
bool ring_push(struct ring *ring, const void *item);
/* Copies the oldest item out; false when there is none. */
bool ring_take(struct ring *ring, void *ret_item);

#endif
