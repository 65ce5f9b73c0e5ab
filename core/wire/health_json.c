/* Heartbeats as JSON. */
#include "wire/health_json.h"

#include "base/error.h"
#include "base/utf8.h"
#include "wire/reader.h"
#include "wire/writer.h"

static void write_anchor(struct writer *writer, const struct wire_anchor *anchor)
{
    if (anchor->seq == 0) {
        write_null(writer, "anchor");
        return;
    }
    write_object(writer, "anchor");
    write_int(writer, "seq", anchor->seq);
    write_bytes(writer, "hash", anchor->hash, sizeof anchor->hash);
    write_object_end(writer);
}

static void read_anchor(struct reader *reader, const json_t *root, struct wire_anchor *ret_anchor)
{
    const json_t *object = read_object(reader, root, "anchor", READ_OPTIONAL);
    size_t mark;

    if (object == NULL)
        return;
    mark = reader_enter(reader, "anchor", -1);
    ret_anchor->seq = read_int(reader, object, "seq", 1, INT64_MAX, READ_REQUIRED);
    read_bytes(reader, object, "hash", ret_anchor->hash, sizeof ret_anchor->hash);
    reader_leave(reader, mark);
}

static int finish(const struct strbuf *out)
{
    return strbuf_failed(out) ? CB_NO_MEMORY : CB_OK;
}

int wire_health_write(const struct wire_health *health, struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);

    write_object(&writer, NULL);
    write_text(&writer, "version", health->version);
    write_int(&writer, "outbox", health->outbox);
    write_int(&writer, "uptime_s", health->uptime_s);
    write_anchor(&writer, &health->anchor);
    write_object_end(&writer);
    return finish(out);
}

int wire_health_read(const char *text, size_t length, struct wire_health *ret_health,
                     struct wire_fault *ret_fault)
{
    struct wire_health health = {.version = ""};
    json_t *root;
    struct reader reader = reader_open(text, length, ret_fault, &root);

    read_text_into(&reader, root, "version", READ_OPTIONAL, health.version, sizeof health.version);
    if (utf8_has_control(health.version))
        reader_fault(&reader, "version", "has a character that cannot be shown");
    health.outbox = (int)read_int(&reader, root, "outbox", 0, INT32_MAX, READ_OPTIONAL);
    health.uptime_s = read_int(&reader, root, "uptime_s", 0, INT64_MAX, READ_OPTIONAL);
    read_anchor(&reader, root, &health.anchor);
    json_decref(root);
    if (reader.error == CB_OK)
        *ret_health = health;
    return reader.error;
}

int wire_health_answer_write(int64_t served_at_ms, const struct wire_anchor *anchor, struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);

    write_object(&writer, NULL);
    write_moment(&writer, "served_at", served_at_ms);
    write_anchor(&writer, anchor);
    write_object_end(&writer);
    return finish(out);
}

int wire_health_answer_read(const char *text, size_t length, int64_t *ret_served_at_ms,
                            struct wire_anchor *ret_anchor, struct wire_fault *ret_fault)
{
    struct wire_anchor anchor = {.seq = 0};
    json_t *root;
    struct reader reader = reader_open(text, length, ret_fault, &root);
    int64_t served_at_ms = read_moment(&reader, root, "served_at", READ_REQUIRED);

    read_anchor(&reader, root, &anchor);
    json_decref(root);
    if (reader.error != CB_OK)
        return reader.error;
    *ret_served_at_ms = served_at_ms;
    *ret_anchor = anchor;
    return CB_OK;
}
