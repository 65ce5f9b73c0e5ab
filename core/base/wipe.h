/* Memory that is overwritten when it is given back: for libraries that names, passwords and keys pass
 * through. Each layer hands these to the library that it wraps (db_wipe_memory, wire_wipe_memory,
 * tls_wipe_memory, and libcurl in relay/http); a program does so first of all, before any has allocated. */
#ifndef CB_BASE_WIPE_H
#define CB_BASE_WIPE_H

#include <stddef.h>

/* Of memory from malloc, calloc, strdup or wipe_realloc. NULL is fine. */
void wipe_free(void *memory);
/* Always moves, so that no old copy stays behind. NULL leaves the old memory as it is. */
void *wipe_realloc(void *memory, size_t size);

#endif
