/* JSON out. */
#include "wire/writer.h"

#include "base/clock.h"
#include "base/codec.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <stddef.h>

static void add_escaped(struct strbuf *out, uint32_t character)
{
    char bytes[4];

    if (character == '"' || character == '\\') {
        strbuf_add_char(out, '\\');
        strbuf_add_char(out, (char)character);
    } else if (character < 0x20 || character == 0x7f) {
        strbuf_addf(out, "\\u%04x", (unsigned)character);
    } else {
        strbuf_add(out, bytes, utf8_encode(character, bytes));
    }
}

/* How many bytes can be copied as they are. */
static size_t plain_length(const char *text)
{
    size_t length = 0;

    while (text[length] >= 0x20 && text[length] < 0x7f && text[length] != '"' && text[length] != '\\')
        length++;
    return length;
}

static void add_quoted(struct strbuf *out, const char *text)
{
    strbuf_add_char(out, '"');
    while (*text != '\0') {
        size_t plain = plain_length(text);

        strbuf_add(out, text, plain);
        text += plain;
        if (*text != '\0')
            add_escaped(out, utf8_next(&text));
    }
    strbuf_add_char(out, '"');
}

/* Everything before a value: the comma and the key. */
static void begin(struct writer *writer, const char *key)
{
    if (writer->comma)
        strbuf_add_char(writer->out, ',');
    writer->comma = true;
    if (key != NULL) {
        add_quoted(writer->out, key);
        strbuf_add_char(writer->out, ':');
    }
}

static void open_bracket(struct writer *writer, const char *key, char bracket)
{
    begin(writer, key);
    strbuf_add_char(writer->out, bracket);
    writer->comma = false;
}

static void close_bracket(struct writer *writer, char bracket)
{
    strbuf_add_char(writer->out, bracket);
    writer->comma = true;
}

void write_object(struct writer *writer, const char *key)
{
    open_bracket(writer, key, '{');
}

void write_object_end(struct writer *writer)
{
    close_bracket(writer, '}');
}

void write_array(struct writer *writer, const char *key)
{
    open_bracket(writer, key, '[');
}

void write_array_end(struct writer *writer)
{
    close_bracket(writer, ']');
}

void write_text(struct writer *writer, const char *key, const char *text)
{
    begin(writer, key);
    add_quoted(writer->out, text);
}

void write_text_or_null(struct writer *writer, const char *key, const char *text)
{
    if (text == NULL || text[0] == '\0')
        write_null(writer, key);
    else
        write_text(writer, key, text);
}

void write_int(struct writer *writer, const char *key, int64_t number)
{
    begin(writer, key);
    strbuf_addf(writer->out, "%" PRId64, number);
}

void write_bool(struct writer *writer, const char *key, bool yes)
{
    write_raw(writer, key, yes ? "true" : "false");
}

void write_null(struct writer *writer, const char *key)
{
    write_raw(writer, key, "null");
}

void write_uuid(struct writer *writer, const char *key, const struct uuid *id)
{
    char text[UUID_TEXT_SIZE] = "";

    if (!uuid_is_none(id))
        uuid_format(id, text);
    write_text_or_null(writer, key, text);
}

void write_moment(struct writer *writer, const char *key, int64_t wall_ms)
{
    char text[MOMENT_TEXT_SIZE] = "";

    if (wall_ms != 0)
        moment_format(wall_ms, text);
    write_text_or_null(writer, key, text);
}

void write_minute(struct writer *writer, const char *key, int minute)
{
    begin(writer, key);
    strbuf_addf(writer->out, "\"%02d:%02d\"", minute / 60, minute % 60);
}

void write_bytes(struct writer *writer, const char *key, const uint8_t *bytes, size_t length)
{
    char text[8]; /* three bytes are four characters: pieces of three join without a seam */

    begin(writer, key);
    strbuf_add_char(writer->out, '"');
    for (size_t i = 0; i < length; i += 3) {
        base64_encode(bytes + i, length - i < 3 ? length - i : 3, text);
        strbuf_add_text(writer->out, text);
    }
    strbuf_add_char(writer->out, '"');
}

void write_raw(struct writer *writer, const char *key, const char *json)
{
    begin(writer, key);
    strbuf_add_text(writer->out, json);
}
