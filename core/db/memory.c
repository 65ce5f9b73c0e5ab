/* SQLite's memory: see db_wipe_memory. */
#include "db/db.h"

#include "base/wipe.h"

#include <malloc.h>
#include <stdlib.h>

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

int db_wipe_memory(void)
{
    static const sqlite3_mem_methods methods = {
        .xMalloc = sqlite_malloc,
        .xFree = wipe_free,
        .xRealloc = sqlite_realloc,
        .xSize = sqlite_size,
        .xRoundup = sqlite_round_up,
        .xInit = sqlite_start,
        .xShutdown = sqlite_stop,
    };

    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK)
        return CB_CONFLICT;
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* counting would take a lock at every allocation */
    return CB_OK;
}
