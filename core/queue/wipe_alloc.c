/* A free that overwrites what it gives back. */
#include "queue/wipe_alloc.h"

#include <event2/event.h>
#include <jansson.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

static void wipe_free(void *memory)
{
    if (memory != NULL)
        explicit_bzero(memory, malloc_usable_size(memory));
    free(memory);
}

static void *wipe_realloc(void *memory, size_t size)
{
    size_t old_size = memory == NULL ? 0 : malloc_usable_size(memory);
    void *grown = malloc(size);

    if (grown == NULL)
        return NULL;
    if (memory != NULL)
        memcpy(grown, memory, old_size < size ? old_size : size);
    wipe_free(memory);
    return grown;
}

void wipe_alloc_install(void)
{
    event_set_mem_functions(malloc, wipe_realloc, wipe_free);
    json_set_alloc_funcs(malloc, wipe_free);
}
