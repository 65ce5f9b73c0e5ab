/* A free that overwrites what it gives back: all that the allocator gave, which may be more than was asked
 * for. */
#include "base/wipe.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

void wipe_free(void *memory)
{
    if (memory != NULL)
        explicit_bzero(memory, malloc_usable_size(memory));
    free(memory);
}

void *wipe_realloc(void *memory, size_t size)
{
    size_t old_size = memory == NULL ? 0 : malloc_usable_size(memory);
    void *moved = malloc(size);

    if (moved == NULL)
        return NULL;
    if (memory != NULL)
        memcpy(moved, memory, old_size < size ? old_size : size);
    wipe_free(memory);
    return moved;
}
