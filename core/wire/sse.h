/* Server-sent events (WHATWG HTML, "server-sent events"): bytes in at any split, events out. Line ends CR, LF
 * or CRLF. */
#ifndef CB_WIRE_SSE_H
#define CB_WIRE_SSE_H

#include "base/strbuf.h"

#include <stdint.h>

#define SSE_EVENT_MAX (64 * 1024) /* a longer event is CB_TOO_LARGE */

struct sse_reader {
    struct strbuf line;
    struct strbuf data;
    char event[32];
    char next_id[32]; /* of the event that is coming in */
    char last_id[32]; /* of the last event that was whole */
    bool after_cr;
    bool started;
};

#define SSE_READER_INIT                                                                                      \
    {                                                                                                        \
        .line = STRBUF_INIT, .data = STRBUF_INIT                                                             \
    }

/* Called for each whole event; `id` is the last event id so far ("" none). A comment line (heartbeat) comes
 * as event ":" with empty data. Fields `retry` and unknown ones are skipped. */
typedef void sse_event_fn(void *context, const char *event, const char *data, const char *id);

/* CB_TOO_LARGE, CB_NO_MEMORY, CB_BAD_INPUT (a NUL byte): the stream is lost, start a new one. */
int sse_read(struct sse_reader *reader, const char *bytes, size_t length, sse_event_fn *on_event,
             void *context);
void sse_reader_release(struct sse_reader *reader);

/* Writes one event; data may hold newlines. */
void sse_write(struct strbuf *out, const char *event, int64_t id, const char *data);

#endif
