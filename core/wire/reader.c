/* The strict reading of JSON values. */
#include "wire/reader.h"

#include "base/clock.h"
#include "base/codec.h"
#include "base/error.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

struct reader reader_open(const char *text, size_t length, struct wire_fault *fault, json_t **ret_root)
{
    struct reader reader = {.fault = fault};
    json_t *root = NULL;

    reader.error = wire_parse(text, length, &root, fault);
    if (reader.error == CB_OK && !json_is_object(root))
        reader_fault(&reader, NULL, "is not an object");
    *ret_root = root;
    return reader;
}

void reader_fault(struct reader *reader, const char *key, const char *text)
{
    size_t mark;

    if (reader->error != CB_OK)
        return;
    mark = key != NULL ? reader_enter(reader, key, -1) : strlen(reader->path);
    memcpy(reader->fault->field, reader->path, sizeof reader->fault->field);
    snprintf(reader->fault->text, sizeof reader->fault->text, "%s", text);
    reader->error = CB_BAD_INPUT;
    reader_leave(reader, mark);
}

void reader_no_memory(struct reader *reader)
{
    if (reader->error == CB_OK)
        reader->error = CB_NO_MEMORY;
}

size_t reader_enter(struct reader *reader, const char *key, int index)
{
    size_t mark = strlen(reader->path);
    size_t room = sizeof reader->path - mark;
    const char *dot = mark > 0 ? "." : "";

    /* A path too long for its place is cut; it is for people. */
    if (index < 0)
        snprintf(reader->path + mark, room, "%s%s", dot, key);
    else
        snprintf(reader->path + mark, room, "%s%s[%d]", dot, key, index);
    return mark;
}

void reader_leave(struct reader *reader, size_t mark)
{
    reader->path[mark] = '\0';
}

/* The value at `key`, or NULL; says so when it had to be there. */
static const json_t *value_at(struct reader *reader, const json_t *parent, const char *key,
                              enum read_need need)
{
    const json_t *value = json_object_get(parent, key);

    if (value == NULL && need != READ_OPTIONAL)
        reader_fault(reader, key, "is missing");
    if (value == NULL || !json_is_null(value))
        return value;
    if (need == READ_REQUIRED)
        reader_fault(reader, key, "is null");
    return NULL;
}

const json_t *read_object(struct reader *reader, const json_t *parent, const char *key, enum read_need need)
{
    const json_t *value = value_at(reader, parent, key, need);

    if (value == NULL || json_is_object(value))
        return value;
    reader_fault(reader, key, "is not an object");
    return NULL;
}

const json_t *read_array(struct reader *reader, const json_t *parent, const char *key, size_t count_max)
{
    const json_t *value = value_at(reader, parent, key, READ_REQUIRED);

    if (value == NULL)
        return NULL;
    if (!json_is_array(value))
        reader_fault(reader, key, "is not a list");
    else if (json_array_size(value) > count_max)
        reader_fault(reader, key, "has too many entries");
    else
        return value;
    return NULL;
}

const char *read_borrowed(struct reader *reader, const json_t *parent, const char *key, size_t bytes_max,
                          enum read_need need)
{
    const json_t *value = value_at(reader, parent, key, need);

    if (value == NULL)
        return "";
    if (!json_is_string(value))
        reader_fault(reader, key, "is not a text");
    else if (json_string_length(value) > bytes_max)
        reader_fault(reader, key, "is too long");
    else
        return json_string_value(value);
    return "";
}

const char *read_text(struct reader *reader, const json_t *parent, const char *key, size_t bytes_max)
{
    const char *text = read_borrowed(reader, parent, key, bytes_max, READ_REQUIRED);
    const char *copy = arena_copy_text(reader->arena, text);

    if (copy == NULL)
        reader_no_memory(reader);
    return copy != NULL ? copy : "";
}

void *read_room(struct reader *reader, size_t count, size_t size)
{
    void *room = arena_array(reader->arena, count, size);

    if (room == NULL)
        reader_no_memory(reader);
    return room;
}

void read_text_into(struct reader *reader, const json_t *parent, const char *key, enum read_need need,
                    char *ret_text, size_t size)
{
    snprintf(ret_text, size, "%s", read_borrowed(reader, parent, key, size - 1, need));
}

void read_word_into(struct reader *reader, const json_t *parent, const char *key, enum read_need need,
                    char *ret_text, size_t size)
{
    read_text_into(reader, parent, key, need, ret_text, size);
    if (ret_text[strspn(ret_text, "abcdefghijklmnopqrstuvwxyz0123456789-_")] != '\0')
        reader_fault(reader, key, "has a character that does not belong there");
    else if (need == READ_REQUIRED && ret_text[0] == '\0')
        reader_fault(reader, key, "is empty");
}

int64_t read_int(struct reader *reader, const json_t *parent, const char *key, int64_t min, int64_t max,
                 enum read_need need)
{
    const json_t *value = value_at(reader, parent, key, need);
    int64_t number = json_integer_value(value);

    if (value == NULL)
        return 0;
    if (!json_is_integer(value))
        reader_fault(reader, key, "is not a whole number");
    else if (number < min || number > max)
        reader_fault(reader, key, "is out of range");
    else
        return number;
    return 0;
}

bool read_bool(struct reader *reader, const json_t *parent, const char *key)
{
    const json_t *value = value_at(reader, parent, key, READ_REQUIRED);

    if (value != NULL && !json_is_boolean(value))
        reader_fault(reader, key, "is not true or false");
    return json_is_true(value);
}

struct uuid read_uuid(struct reader *reader, const json_t *parent, const char *key, enum read_need need)
{
    const char *text = read_borrowed(reader, parent, key, UUID_TEXT_SIZE - 1, need);
    struct uuid id = {.bytes = {0}};

    if (json_is_string(json_object_get(parent, key)) && (uuid_parse(text, &id) != CB_OK || uuid_is_none(&id)))
        reader_fault(reader, key, "is not an id");
    return id;
}

int64_t read_moment(struct reader *reader, const json_t *parent, const char *key, enum read_need need)
{
    const char *text = read_borrowed(reader, parent, key, MOMENT_TEXT_SIZE, need);
    int64_t wall_ms = 0;

    if (json_is_string(json_object_get(parent, key)) && moment_parse(text, &wall_ms) != CB_OK)
        reader_fault(reader, key, "is not a time");
    return wall_ms;
}

struct date read_date(struct reader *reader, const json_t *parent, const char *key)
{
    struct date date = {1970, 1, 1};

    if (date_parse(read_borrowed(reader, parent, key, 10, READ_REQUIRED), &date) != CB_OK)
        reader_fault(reader, key, "is not a date");
    return date;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

int read_minute(struct reader *reader, const json_t *parent, const char *key, int max)
{
    const char *text = read_borrowed(reader, parent, key, 5, READ_REQUIRED);
    int minute;

    if (strlen(text) == 5 && is_digit(text[0]) && is_digit(text[1]) && text[2] == ':' && text[3] >= '0' &&
        text[3] <= '5' && is_digit(text[4])) {
        minute = ((text[0] - '0') * 10 + (text[1] - '0')) * 60 + (text[3] - '0') * 10 + (text[4] - '0');
        if (minute <= max)
            return minute;
    }
    reader_fault(reader, key, "is not a time of day");
    return 0;
}

void read_bytes(struct reader *reader, const json_t *parent, const char *key, uint8_t *ret_bytes,
                size_t length)
{
    const char *text = read_borrowed(reader, parent, key, BASE64_TEXT_SIZE(length), READ_REQUIRED);
    int error = base64_decode(text, ret_bytes, length);

    if (error == CB_NO_MEMORY)
        reader_no_memory(reader);
    else if (error != CB_OK)
        reader_fault(reader, key, "is not base64url of the right length");
}

void read_blob(struct reader *reader, const json_t *parent, const char *key, size_t max, struct strbuf *out)
{
    const char *text = read_borrowed(reader, parent, key, BASE64_TEXT_SIZE(READ_BLOB_MAX), READ_REQUIRED);
    size_t length = strlen(text) * 3 / 4;
    uint8_t bytes[READ_BLOB_MAX];

    assert(max <= sizeof(bytes));
    if (reader->error != CB_OK)
        return;
    if (length > max || base64_decode(text, bytes, length) != CB_OK)
        reader_fault(reader, key, "is not base64url, or too long");
    else
        strbuf_add(out, bytes, length);
}
