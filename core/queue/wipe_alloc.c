/* Each library's layer knows how; libevent has none, and libcurl is told in channel_send. */
#include "queue/wipe_alloc.h"

#include "base/wipe.h"
#include "db/db.h"
#include "tls/memory.h"
#include "wire/json.h"

#include <event2/event.h>
#include <stdlib.h>

int wipe_alloc_install(void)
{
    int error = tls_wipe_memory();

    event_set_mem_functions(malloc, wipe_realloc, wipe_free);
    wire_wipe_memory();
    return error == CB_OK ? db_wipe_memory() : error;
}
