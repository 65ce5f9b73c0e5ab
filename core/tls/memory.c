/* See memory.h. */
#include "tls/memory.h"

#include "base/error.h"
#include "base/wipe.h"

#include <openssl/crypto.h>
#include <stdlib.h>

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

int tls_wipe_memory(void)
{
    return CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free) == 1 ? CB_OK : CB_CONFLICT;
}
