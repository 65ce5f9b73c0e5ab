/* A string that grows. Always NUL-terminated; `data` may be read at any time and moves when the string grows.
 * Running out of memory is remembered: further calls do nothing and strbuf_failed() says so, so that a writer
 * checks once at the end. */
#ifndef CB_BASE_STRBUF_H
#define CB_BASE_STRBUF_H

#include <stdbool.h>
#include <stddef.h>

struct strbuf {
    char *data;
    size_t length;
    size_t size;
    bool failed;
};

#define STRBUF_INIT                                                                                          \
    {                                                                                                        \
        .data = NULL, .length = 0, .size = 0, .failed = false                                                \
    }

void strbuf_add(struct strbuf *buf, const void *bytes, size_t length);
void strbuf_add_text(struct strbuf *buf, const char *text);
void strbuf_add_char(struct strbuf *buf, char c);
void strbuf_addf(struct strbuf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Drops the content, keeps the memory. */
void strbuf_clear(struct strbuf *buf);
bool strbuf_failed(const struct strbuf *buf);
/* The text, never NULL ("" when empty). Borrowed. */
const char *strbuf_text(const struct strbuf *buf);
/* Frees the memory after overwriting it (it may have held a name); the buffer can be used again. */
void strbuf_release(struct strbuf *buf);

#endif
