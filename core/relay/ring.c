/* The line between two threads: see ring.h. */
#include "relay/ring.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_SIZE 8

void ring_init(struct ring *ring, size_t item_size, size_t max)
{
    *ring = (struct ring){.item_size = item_size, .max = max};
    pthread_mutex_init(&ring->mutex, NULL);
}

void ring_release(struct ring *ring)
{
    if (ring->items != NULL)
        explicit_bzero(ring->items, ring->size * ring->item_size);
    free(ring->items);
    ring->items = NULL;
    pthread_mutex_destroy(&ring->mutex);
}

static uint8_t *slot(const struct ring *ring, size_t place)
{
    return ring->items + (ring->first + place) % ring->size * ring->item_size;
}

/* Not realloc: that would leave the old copy unwiped. */
static int grow(struct ring *ring)
{
    size_t size = ring->size == 0 ? FIRST_SIZE : ring->size * 2;
    uint8_t *items;

    if (size > ring->max)
        size = ring->max;
    items = calloc(size, ring->item_size);
    if (items == NULL)
        return CB_NO_MEMORY;
    for (size_t i = 0; i < ring->count; i++)
        memcpy(items + i * ring->item_size, slot(ring, i), ring->item_size);
    if (ring->items != NULL)
        explicit_bzero(ring->items, ring->size * ring->item_size);
    free(ring->items);
    ring->items = items;
    ring->size = size;
    ring->first = 0;
    return CB_OK;
}

static int put_locked(struct ring *ring, const void *item)
{
    int error = CB_OK;

    if (ring->count == ring->max)
        return CB_BUSY;
    if (ring->count == ring->size)
        error = grow(ring);
    if (error != CB_OK)
        return error;
    memcpy(slot(ring, ring->count), item, ring->item_size);
    ring->count++;
    return CB_OK;
}

/* `ret_item` may be NULL: the item is only dropped. */
static bool take_locked(struct ring *ring, void *ret_item)
{
    if (ring->count == 0)
        return false;
    if (ret_item != NULL)
        memcpy(ret_item, slot(ring, 0), ring->item_size);
    explicit_bzero(slot(ring, 0), ring->item_size);
    ring->first = (ring->first + 1) % ring->size;
    ring->count--;
    return true;
}

int ring_put(struct ring *ring, const void *item)
{
    int error;

    pthread_mutex_lock(&ring->mutex);
    error = put_locked(ring, item);
    pthread_mutex_unlock(&ring->mutex);
    return error;
}

bool ring_push(struct ring *ring, const void *item)
{
    bool dropped = false;

    pthread_mutex_lock(&ring->mutex);
    if (put_locked(ring, item) != CB_OK) {
        dropped = true;
        if (take_locked(ring, NULL))
            put_locked(ring, item);
    }
    pthread_mutex_unlock(&ring->mutex);
    return dropped;
}

bool ring_take(struct ring *ring, void *ret_item)
{
    bool taken;

    pthread_mutex_lock(&ring->mutex);
    taken = take_locked(ring, ret_item);
    pthread_mutex_unlock(&ring->mutex);
    return taken;
}
