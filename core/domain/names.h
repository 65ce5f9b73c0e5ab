/* Enum values and the names they have in JSON and in the database: a table each, looked up both ways. */
#ifndef CB_DOMAIN_NAMES_H
#define CB_DOMAIN_NAMES_H

#include <stddef.h>
#include <string.h>

/* Index of `name` in `names`, or -1. Entries may be NULL. */
static inline int names_find(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (names[i] != NULL && strcmp(names[i], name) == 0)
            return (int)i;
    }
    return -1;
}

#define NAMES_COUNT(names) (sizeof(names) / sizeof *(names))

#endif
