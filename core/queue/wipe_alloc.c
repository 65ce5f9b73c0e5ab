/* A free that overwrites what it gives back. */
#include "queue/wipe_alloc.h"

#include <event2/event.h>
#include <jansson.h>
#include <malloc.h>
#include <openssl/crypto.h>
#include <sqlite3.h>
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

static void *sqlite_malloc(int size)
{
    return malloc((size_t)size);
}

static void *sqlite_realloc(void *memory, int size)
{
    return wipe_realloc(memory, (size_t)size);
}

static int sqlite_size(void *memory)
{
    return memory == NULL ? 0 : (int)malloc_usable_size(memory);
}

static int sqlite_round_up(int size)
{
    return (size + 7) & ~7;
}

static int sqlite_start(void *context)
{
    (void)context;
    return SQLITE_OK;
}

static void sqlite_stop(void *context)
{
    (void)context;
}

static void *openssl_malloc(size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return malloc(size);
}

static void *openssl_realloc(void *memory, size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    if (size == 0) {
        wipe_free(memory);
        return NULL;
    }
    return wipe_realloc(memory, size);
}

static void openssl_free(void *memory, const char *file, int line)
{
    (void)file;
    (void)line;
    wipe_free(memory);
}

void wipe_alloc_install(void)
{
    static const sqlite3_mem_methods sqlite_methods = {
        .xMalloc = sqlite_malloc,
        .xFree = wipe_free,
        .xRealloc = sqlite_realloc,
        .xSize = sqlite_size,
        .xRoundup = sqlite_round_up,
        .xInit = sqlite_start,
        .xShutdown = sqlite_stop,
    };

    CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free);
    event_set_mem_functions(malloc, wipe_realloc, wipe_free);
    json_set_alloc_funcs(malloc, wipe_free);
    sqlite3_config(SQLITE_CONFIG_MALLOC, &sqlite_methods);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* counting would take a lock at every allocation */
}
