/* An arena: a chain of blocks, handed out from front to back. A request larger than a block gets a block of
 * its own. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK_SIZE = 16 * 1024
};

struct arena_block {
    struct arena_block *next;
    size_t size;
    size_t used;
    max_align_t bytes[];
};

static struct arena_block *block_add(struct arena *arena, size_t size)
{
    size_t block_size = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    struct arena_block *block;

    if (size > SIZE_MAX - sizeof *block)
        return NULL;
    block = calloc(1, sizeof *block + block_size);
    if (block == NULL)
        return NULL;
    block->size = block_size;
    if (arena->last != NULL)
        arena->last->next = block;
    else
        arena->first = block;
    arena->last = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    struct arena_block *block = arena->last;
    void *result;

    if (size > SIZE_MAX / 2)
        return NULL;
    size = size == 0 ? align : (size + align - 1) / align * align;
    if (block == NULL || size > block->size - block->used)
        block = block_add(arena, size);
    if (block == NULL)
        return NULL;
    result = (char *)block->bytes + block->used;
    block->used += size;
    arena->used += size;
    return result;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size)
        return NULL;
    return arena_alloc(arena, count * size);
}

char *arena_copy_text(struct arena *arena, const char *text)
{
    return arena_copy(arena, text, strlen(text));
}

char *arena_copy(struct arena *arena, const void *bytes, size_t length)
{
    char *copy = length < SIZE_MAX ? arena_alloc(arena, length + 1) : NULL;

    if (copy != NULL && length > 0)
        memcpy(copy, bytes, length);
    return copy;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    char *text = NULL;
    int length;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length >= 0)
        text = arena_alloc(arena, (size_t)length + 1);
    if (text != NULL)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

static void blocks_free(struct arena_block *block)
{
    while (block != NULL) {
        struct arena_block *next = block->next;

        explicit_bzero(block->bytes, block->used);
        free(block);
        block = next;
    }
}

void arena_clear(struct arena *arena)
{
    if (arena->first == NULL)
        return;
    blocks_free(arena->first->next);
    explicit_bzero(arena->first->bytes, arena->first->used); /* memory handed out again must be zero */
    arena->first->next = NULL;
    arena->first->used = 0;
    arena->last = arena->first;
    arena->used = 0;
}

void arena_release(struct arena *arena)
{
    blocks_free(arena->first);
    *arena = (struct arena)ARENA_INIT;
}
