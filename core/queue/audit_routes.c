/* What admins read of the audit log, and that they have looked into an alarm. */
#include "queue/queue.h"
#include "wire/json.h"
#include "wire/writer.h"

#include <stdlib.h>
#include <string.h>

#define PAGE_DEFAULT 50

/* A whole number out of the query, e.g. "before=120&limit=50"; `other` when it is not there. -1: no number.
 */
static int64_t query_number(const struct http_head *head, const char *name, int64_t other)
{
    size_t length = strlen(name);
    const char *at = head->query;
    char *end;
    long long value;

    while (at != NULL && (strncmp(at, name, length) != 0 || at[length] != '=')) {
        at = strchr(at, '&');
        if (at != NULL)
            at++;
    }
    if (at == NULL)
        return other;
    at += length + 1;
    value = strtoll(at, &end, 10);
    return *at < '0' || *at > '9' || (*end != '\0' && *end != '&') ? -1 : value;
}

static void write_thing(struct writer *writer, const char *key, const char *kind, const struct uuid *id,
                        const char *name)
{
    write_object(writer, key);
    write_text(writer, "kind", kind);
    write_uuid(writer, "id", id);
    write_text_or_null(writer, "name", name);
    write_object_end(writer);
}

static void write_anchor(struct writer *writer, const struct audit_anchor *anchor)
{
    write_int(writer, "seq", anchor->seq);
    write_bytes(writer, "hash", anchor->hash, sizeof anchor->hash);
}

/* As the object that it is; as a text when somebody's edit has made it none. */
static void write_detail(struct writer *writer, const char *detail)
{
    struct wire_fault fault;
    json_t *json = NULL;

    if (detail[0] == '\0') {
        write_null(writer, "detail");
        return;
    }
    if (wire_parse(detail, strlen(detail), &json, &fault) == CB_OK)
        write_raw(writer, "detail", detail);
    else
        write_text(writer, "detail", detail);
    json_decref(json);
}

static void write_row(struct writer *writer, const struct audit_row *row)
{
    const struct audit_entry *entry = &row->entry;

    write_object(writer, NULL);
    write_anchor(writer, &row->anchor);
    write_moment(writer, "at", entry->at_ms);
    write_bool(writer, "clock_verified", entry->clock_verified);
    write_thing(writer, "actor", audit_actor_name(entry->actor_kind), &entry->actor_id, row->actor_name);
    write_text(writer, "action", entry->action);
    write_thing(writer, "object", audit_object_name(entry->object_kind), &entry->object_id, row->object_name);
    write_detail(writer, entry->detail);
    write_object_end(writer);
}

static void write_alarm(struct writer *writer, const struct audit_alarm *alarm)
{
    write_object(writer, NULL);
    write_uuid(writer, "kiosk", &alarm->kiosk_id);
    write_text(writer, "kiosk_name", alarm->kiosk_name);
    write_moment(writer, "at", alarm->at_ms);
    write_int(writer, "seq", alarm->seq);
    write_int(writer, "log_seq", alarm->log_seq);
    write_object_end(writer);
}

struct audit_page {
    struct audit_row *rows;
    size_t row_count;
    struct audit_alarm *alarms;
    size_t alarm_count;
    struct audit_anchor newest;
};

static int read_page(struct queue *queue, const struct ask *ask, int64_t before, int64_t limit,
                     struct audit_page *ret_page)
{
    const struct uuid *site_id = &ask->caller.user.site_id;
    struct audit_page page;
    int error =
        audit_list(queue->store, site_id, before, (size_t)limit, ask->arena, &page.rows, &page.row_count);

    if (error == CB_OK)
        error = audit_alarms(queue->store, site_id, ask->arena, &page.alarms, &page.alarm_count);
    if (error == CB_OK)
        error = audit_newest(queue->store, site_id, &page.newest);
    if (error == CB_OK)
        *ret_page = page;
    return error;
}

/* "next" is the "before" of the page that follows; null on the last one. */
static void write_page(const struct audit_page *page, struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);
    int64_t last = page->row_count == 0 ? 1 : page->rows[page->row_count - 1].anchor.seq;

    write_object(&writer, NULL);
    write_array(&writer, "entries");
    for (size_t i = 0; i < page->row_count; i++)
        write_row(&writer, &page->rows[i]);
    write_array_end(&writer);
    if (last > 1)
        write_int(&writer, "next", last);
    else
        write_null(&writer, "next");
    write_object(&writer, "newest");
    write_anchor(&writer, &page->newest);
    write_object_end(&writer);
    write_array(&writer, "alarms");
    for (size_t i = 0; i < page->alarm_count; i++)
        write_alarm(&writer, &page->alarms[i]);
    write_array_end(&writer);
    write_object_end(&writer);
}

void audit_read(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    int64_t before = query_number(ask->head, "before", 0);
    int64_t limit = query_number(ask->head, "limit", PAGE_DEFAULT);
    struct audit_page page;
    int error;

    if (before < 0 || limit < 1 || limit > AUDIT_PAGE_MAX) {
        answer_problem(answer, 422, "Ask for 1 to 200 entries, before an entry's number.",
                       before < 0 ? "before" : "limit", NULL);
        return;
    }
    error = read_page(queue, ask, before, limit, &page);
    if (error != CB_OK) {
        answer_error(answer, error);
        return;
    }
    write_page(&page, &answer->body);
    answer_json(answer, 200);
}

void audit_settle(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    int error = store_mark(queue->store);

    if (error == CB_OK)
        error = audit_alarm_settle(queue->store, &ask->caller.user.site_id, &ask->id, ask->now.wall_ms);
    if (error == CB_OK)
        error = queue_audit(queue, ask, "audit.settle", AUDIT_OF_KIOSK, &ask->id, NULL);
    if (!queue_settle(queue, answer, error))
        return;
    queue->audit_changed = true;
    answer_nothing(answer);
}
