/* An event stream from any bytes: the same events however it is cut. The first byte says how long the pieces
 * are. */
#include "base/error.h"
#include "wire/sse.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void collect(void *context, const char *event, const char *data, const char *id)
{
    strbuf_addf(context, "%s|%s|%s;", event, data, id);
}

static int feed(const char *text, size_t length, size_t piece, struct strbuf *seen)
{
    struct sse_reader reader = SSE_READER_INIT;
    int error = CB_OK;

    for (size_t at = 0; at < length && error == CB_OK; at += piece)
        error = sse_read(&reader, text + at, length - at < piece ? length - at : piece, collect, seen);
    sse_reader_release(&reader);
    return error;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct strbuf whole = STRBUF_INIT, pieces = STRBUF_INIT;
    const char *text = (const char *)bytes + 1;
    int error;

    if (length < 2)
        return 0;
    error = feed(text, length - 1, length, &whole);
    if (error == CB_OK) {
        if (feed(text, length - 1, (size_t)bytes[0] + 1, &pieces) != CB_OK)
            abort();
        if (strcmp(strbuf_text(&whole), strbuf_text(&pieces)) != 0)
            abort();
    }
    strbuf_release(&whole);
    strbuf_release(&pieces);
    return 0;
}
