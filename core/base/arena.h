/* Memory that is given back all at once: what one answer, one board or one frame is made of.
 * Everything allocated lives until arena_release() or arena_clear(); both overwrite what was used, because
 * names pass through here. */
#ifndef CB_BASE_ARENA_H
#define CB_BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *first;
    struct arena_block *last;
    size_t used; /* bytes handed out in all blocks */
};

#define ARENA_INIT                                                                                           \
    {                                                                                                        \
        .first = NULL, .last = NULL, .used = 0                                                               \
    }

/* Zeroed memory aligned for any type, or NULL when there is none left. */
void *arena_alloc(struct arena *arena, size_t size);
/* `count` zeroed items; NULL when count * size overflows. count 0 gives a valid pointer. */
void *arena_array(struct arena *arena, size_t count, size_t size);
char *arena_copy_text(struct arena *arena, const char *text);
char *arena_copy(struct arena *arena, const void *bytes, size_t length); /* adds a NUL behind */
char *arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Forgets everything but keeps the first block for the next use. */
void arena_clear(struct arena *arena);
void arena_release(struct arena *arena);

#endif
