/* jansson's memory: see wire_wipe_memory. */
#include "base/wipe.h"
#include "wire/json.h"

#include <stdlib.h>

void wire_wipe_memory(void)
{
    json_set_alloc_funcs(malloc, wipe_free);
}
