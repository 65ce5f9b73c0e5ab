/* A growing string. It grows by copying and overwriting, not by realloc(), so that no old copy of a name
 * stays behind. */
#include "base/strbuf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void wipe_and_free(char *data, size_t size)
{
    if (data == NULL)
        return;
    explicit_bzero(data, size);
    free(data);
}

/* Makes room for `more` bytes and the closing NUL. */
static bool reserve(struct strbuf *buf, size_t more)
{
    size_t size = buf->size > 0 ? buf->size : 64;
    char *data;

    if (buf->failed)
        return false;
    if (more >= SIZE_MAX / 4 || buf->length >= SIZE_MAX / 4) {
        buf->failed = true;
        return false;
    }
    if (buf->length + more + 1 <= buf->size)
        return true;
    while (size < buf->length + more + 1)
        size *= 2;
    data = malloc(size);
    if (data == NULL) {
        buf->failed = true;
        return false;
    }
    if (buf->data != NULL)
        memcpy(data, buf->data, buf->length);
    data[buf->length] = '\0';
    wipe_and_free(buf->data, buf->size);
    buf->data = data;
    buf->size = size;
    return true;
}

void strbuf_add(struct strbuf *buf, const void *bytes, size_t length)
{
    if (length == 0 || !reserve(buf, length))
        return;
    memcpy(buf->data + buf->length, bytes, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
}

void strbuf_add_text(struct strbuf *buf, const char *text)
{
    strbuf_add(buf, text, strlen(text));
}

void strbuf_add_char(struct strbuf *buf, char c)
{
    strbuf_add(buf, &c, 1);
}

void strbuf_addf(struct strbuf *buf, const char *format, ...)
{
    va_list args, again;
    int length;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        buf->failed = true;
    else if (reserve(buf, (size_t)length)) {
        vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
}

void strbuf_clear(struct strbuf *buf)
{
    if (buf->data != NULL)
        explicit_bzero(buf->data, buf->length);
    buf->length = 0;
    buf->failed = false;
}

bool strbuf_failed(const struct strbuf *buf)
{
    return buf->failed;
}

const char *strbuf_text(const struct strbuf *buf)
{
    return buf->data != NULL ? buf->data : "";
}

void strbuf_release(struct strbuf *buf)
{
    wipe_and_free(buf->data, buf->size);
    *buf = (struct strbuf)STRBUF_INIT;
}
