/* Writing JSON straight into a string, without a tree. Commas come by themselves. `key` NULL: an entry of a
 * list, or the outermost value. What is written is always valid JSON and UTF-8: a bad byte in a text becomes
 * U+FFFD. */
#ifndef CB_WIRE_WRITER_H
#define CB_WIRE_WRITER_H

#include "base/strbuf.h"
#include "base/uuid.h"

#include <stdbool.h>
#include <stdint.h>

struct writer {
    struct strbuf *out;
    bool comma; /* one belongs before the next value */
};

#define WRITER_INIT(strbuf)                                                                                  \
    {                                                                                                        \
        .out = (strbuf), .comma = false                                                                      \
    }

void write_object(struct writer *writer, const char *key);
void write_object_end(struct writer *writer);
void write_array(struct writer *writer, const char *key);
void write_array_end(struct writer *writer);
void write_text(struct writer *writer, const char *key, const char *text);
/* null when the text is "" or NULL. */
void write_text_or_null(struct writer *writer, const char *key, const char *text);
void write_int(struct writer *writer, const char *key, int64_t number);
void write_bool(struct writer *writer, const char *key, bool yes);
void write_null(struct writer *writer, const char *key);
void write_uuid(struct writer *writer, const char *key, const struct uuid *id); /* null for none */
void write_moment(struct writer *writer, const char *key, int64_t wall_ms);     /* null for 0 */
void write_minute(struct writer *writer, const char *key, int minute);          /* "HH:MM" */
void write_bytes(struct writer *writer, const char *key, const uint8_t *bytes, size_t length); /* base64url */
/* `json` stands as it is: the caller knows it to be one JSON value. */
void write_raw(struct writer *writer, const char *key, const char *json);

#endif
