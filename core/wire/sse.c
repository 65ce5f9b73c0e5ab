/* Server-sent events: a reader that may be fed byte by byte, and a writer. */
#include "wire/sse.h"

#include "base/error.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void dispatch(struct sse_reader *reader, sse_event_fn *on_event, void *context)
{
    memcpy(reader->last_id, reader->next_id, sizeof reader->last_id);
    if (reader->data.length > 0) {
        reader->data.data[--reader->data.length] =
            '\0'; /* every data line ended in a newline: one too many */
        on_event(context, reader->event[0] != '\0' ? reader->event : "message", reader->data.data,
                 reader->last_id);
    }
    strbuf_clear(&reader->data);
    reader->event[0] = '\0';
}

static void take_field(struct sse_reader *reader, const char *name, size_t name_length, const char *value)
{
    if (name_length == 4 && memcmp(name, "data", 4) == 0) {
        strbuf_add_text(&reader->data, value);
        strbuf_add_char(&reader->data, '\n');
    } else if (name_length == 5 && memcmp(name, "event", 5) == 0) {
        snprintf(reader->event, sizeof reader->event, "%s", value);
    } else if (name_length == 2 && memcmp(name, "id", 2) == 0 && strlen(value) < sizeof reader->next_id) {
        snprintf(reader->next_id, sizeof reader->next_id, "%s", value);
    }
}

static void take_line(struct sse_reader *reader, sse_event_fn *on_event, void *context)
{
    const char *line = strbuf_text(&reader->line);
    const char *colon;

    if (!reader->started && strncmp(line, "\xef\xbb\xbf", 3) == 0)
        line += 3; /* a byte order mark is allowed at the very start */
    reader->started = true;
    colon = strchr(line, ':');
    if (line[0] == '\0')
        dispatch(reader, on_event, context);
    else if (colon == line)
        on_event(context, ":", "", reader->last_id);
    else if (colon == NULL)
        take_field(reader, line, strlen(line), "");
    else
        take_field(reader, line, (size_t)(colon - line), colon[1] == ' ' ? colon + 2 : colon + 1);
    strbuf_clear(&reader->line);
}

/* How many bytes stand before the next line end. */
static size_t span(const char *bytes, size_t length)
{
    size_t at = 0;

    while (at < length && bytes[at] != '\n' && bytes[at] != '\r')
        at++;
    return at;
}

int sse_read(struct sse_reader *reader, const char *bytes, size_t length, sse_event_fn *on_event,
             void *context)
{
    for (size_t at = 0; at < length;) {
        size_t plain = span(bytes + at, length - at);

        if (memchr(bytes + at, '\0', plain) != NULL)
            return CB_BAD_INPUT;
        if (reader->line.length + reader->data.length + plain > SSE_EVENT_MAX)
            return CB_TOO_LARGE;
        strbuf_add(&reader->line, bytes + at, plain);
        at += plain;
        if (plain > 0)
            reader->after_cr = false;
        if (strbuf_failed(&reader->line))
            return CB_NO_MEMORY;
        if (at == length)
            break;
        /* A line feed right behind a carriage return belongs to it, also when it comes in the next piece. */
        if (bytes[at] == '\r' || !reader->after_cr)
            take_line(reader, on_event, context);
        reader->after_cr = bytes[at] == '\r';
        at++;
        if (strbuf_failed(&reader->data))
            return CB_NO_MEMORY;
    }
    return CB_OK;
}

void sse_reader_release(struct sse_reader *reader)
{
    strbuf_release(&reader->line);
    strbuf_release(&reader->data);
    *reader = (struct sse_reader)SSE_READER_INIT;
}

void sse_write(struct strbuf *out, const char *event, int64_t id, const char *data)
{
    strbuf_addf(out, "id: %" PRId64 "\nevent: %s\n", id, event);
    for (;;) {
        size_t line = strcspn(data, "\r\n");

        strbuf_add_text(out, "data: ");
        strbuf_add(out, data, line);
        strbuf_add_char(out, '\n');
        data += line;
        if (*data == '\0')
            break;
        data += data[0] == '\r' && data[1] == '\n' ? 2 : 1;
    }
    strbuf_add_char(out, '\n');
}
