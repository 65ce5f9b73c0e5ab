/* One table for the whole program, filled once and never changed again. The library stays until the end: it
 * keeps threads and handlers that outlive a handle. */
#include "net/curl_late.h"

#include "base/wipe.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIBRARY "libcurl.so.4"

static struct {
    pthread_once_t once;
    struct curl_late functions;
    bool loaded;
    char fault[200];
} late = {.once = PTHREAD_ONCE_INIT};

static void load(void)
{
    static const struct {
        const char *name;
        size_t offset;
    } FUNCTIONS[] = {
#define CURL_LATE_ROW(name) {"curl_" #name, offsetof(struct curl_late, name)},
        CURL_LATE_FUNCTIONS(CURL_LATE_ROW)
#undef CURL_LATE_ROW
    };
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    late.loaded = library != NULL;
    for (size_t i = 0; late.loaded && i < sizeof FUNCTIONS / sizeof FUNCTIONS[0]; i++) {
        void *function = dlsym(library, FUNCTIONS[i].name);
        memcpy((char *)&late.functions + FUNCTIONS[i].offset, &function, sizeof function);
        late.loaded = function != NULL;
    }
    if (!late.loaded) {
        snprintf(late.fault, sizeof late.fault, "%s", dlerror());
        return;
    }
    late.loaded = curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wipe_free, wipe_realloc, strdup,
                                       calloc) == CURLE_OK;
    if (!late.loaded)
        snprintf(late.fault, sizeof late.fault, "it does not start");
}

int curl_late_load(struct problem *ret_problem)
{
    pthread_once(&late.once, load);
    return late.loaded
               ? CB_OK
               : problem_set(ret_problem, CB_UNSUPPORTED,
                             "The network library cannot be used: %.150s. Install the package libcurl4.",
                             late.fault);
}

const struct curl_late *curl_late(void)
{
    return &late.functions;
}
