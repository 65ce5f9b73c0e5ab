/* The anchors among what pairing left, and anchors.pem. */
#include "relay/kept_anchors.h"

#include "base/file.h"
#include "relay/kept_pairing.h"
#include "tls/anchors.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define FILE_MAX (64 * 1024)

static bool path_of(const char *folder, char *ret_path, size_t size)
{
    return (size_t)snprintf(ret_path, size, "%s/anchors.pem", folder) < size;
}

/* Through DER and back: only certificates come out, whatever else stands in the file. */
static int read_pem(const char *text, struct strbuf *out)
{
    struct strbuf der = STRBUF_INIT;
    int error = anchors_to_der(text, &der);

    if (error == CB_OK)
        error = anchors_from_der((const uint8_t *)der.data, der.length, out);
    strbuf_release(&der);
    return error;
}

static int load_paired(const char *folder, struct strbuf *out)
{
    struct kept_pairing pairing;
    int error = kept_pairing_load(folder, KEPT_PAIRED, &pairing);

    if (error != CB_OK)
        return error;
    error = anchors_from_der((const uint8_t *)pairing.anchors.data, pairing.anchors.length, out);
    kept_pairing_release(&pairing);
    return error;
}

int kept_anchors_load(const char *folder, struct strbuf *out, struct problem *ret_problem)
{
    char path[512];
    uint8_t *bytes = NULL;
    size_t length = 0;
    int error = load_paired(folder, out);

    if (error != CB_NOT_FOUND)
        return error == CB_OK ? CB_OK
                              : problem_set(ret_problem, error,
                                            "Cannot use what pairing left in %s (%s). Pair the kiosk again.",
                                            folder, cb_error_text(error));
    error = path_of(folder, path, sizeof(path)) ? file_read(path, FILE_MAX, &bytes, &length) : CB_BAD_INPUT;
    if (error == CB_OK)
        error = read_pem((const char *)bytes, out);
    free(bytes);
    if (error != CB_OK)
        return problem_set(
            ret_problem, error,
            "Cannot use %s/anchors.pem (%s), by which this kiosk knows its queue. Pair the kiosk, or put "
            "there what https://QUEUE/trust/coachbell.crt gives, after comparing its fingerprint with "
            "coachbell-queue trust.",
            folder, cb_error_text(error));
    return CB_OK;
}

/* The rest of what pairing left stays as it is. */
static int store_paired(const char *folder, const uint8_t *der, size_t length)
{
    struct kept_pairing pairing;
    int error = kept_pairing_load(folder, KEPT_PAIRED, &pairing);

    if (error != CB_OK)
        return error;
    strbuf_clear(&pairing.anchors);
    strbuf_add(&pairing.anchors, der, length);
    error =
        strbuf_failed(&pairing.anchors) ? CB_NO_MEMORY : kept_pairing_store(folder, KEPT_PAIRED, &pairing);
    kept_pairing_release(&pairing);
    return error;
}

int kept_anchors_store(const char *folder, const uint8_t *der, size_t length)
{
    struct strbuf pem = STRBUF_INIT;
    char path[512];
    int error = path_of(folder, path, sizeof(path)) ? anchors_from_der(der, length, &pem) : CB_BAD_INPUT;

    if (error == CB_OK)
        error = store_paired(folder, der, length);
    if (error == CB_NOT_FOUND)
        error = file_write(path, pem.data, pem.length, 0600);
    strbuf_release(&pem);
    return error;
}
