/* Feed entries as server-sent events. */
#include "queue/feed_events.h"

#include "queue/kiosk_routes.h"
#include "queue/staff_json.h"
#include "wire/sse.h"

#include <stdlib.h>
#include <string.h>

int64_t feed_last_id(const struct http_head *head)
{
    const char *text = http_header(head, "Last-Event-ID");
    char *end;
    long long value;

    if (text == NULL && strncmp(head->query, "after=", 6) == 0)
        text = head->query + 6;
    if (text == NULL || *text == '\0')
        return -1;
    value = strtoll(text, &end, 10);
    return *end != '\0' || value < 0 ? INT64_MAX : value;
}

/* ---- kiosks ---- */

static int write_board(int64_t revision, struct strbuf *out)
{
    char data[48];

    snprintf(data, sizeof data, "{\"revision\":%lld}", (long long)revision);
    sse_write(out, "board", revision, data);
    return CB_OK;
}

static int write_own_request(struct queue *queue, const struct uuid *kiosk_id, const struct feed_entry *entry,
                             int64_t now_ms, struct arena *arena, struct strbuf *out)
{
    struct strbuf data = STRBUF_INIT;
    struct request request;
    int error = store_request_plain(queue->store, &entry->object_id, &request);

    if (error == CB_OK && uuid_equal(&request.kiosk_id, kiosk_id))
        error = kiosk_write_status(queue, &entry->object_id, now_ms, arena, &data);
    if (error == CB_OK && data.length > 0)
        sse_write(out, "request", entry->revision, strbuf_text(&data));
    strbuf_release(&data);
    return error;
}

static int write_own_alert(struct queue *queue, const struct uuid *kiosk_id, const struct feed_entry *entry,
                           int64_t now_ms, struct arena *arena, struct strbuf *out)
{
    struct strbuf data = STRBUF_INIT;
    struct stored_alert stored;
    int error = store_alert(queue->store, &entry->object_id, arena, &stored);

    if (error == CB_OK && uuid_equal(&stored.alert.kiosk_id, kiosk_id)) {
        kiosk_write_alert(queue, &stored.alert, true, now_ms, &data);
        sse_write(out, "alert", entry->revision, strbuf_text(&data));
    }
    strbuf_release(&data);
    return error;
}

int feed_write_for_kiosk(struct queue *queue, const struct uuid *kiosk_id, const struct feed_entry *entry,
                         int64_t now_ms, struct arena *arena, struct strbuf *out)
{
    switch (entry->kind) {
    case FEED_BOARD:
        return write_board(entry->revision, out);
    case FEED_COACH:
        return CB_OK; /* stands on the board, which has an entry of its own */
    case FEED_REQUEST:
        return write_own_request(queue, kiosk_id, entry, now_ms, arena, out);
    case FEED_ALERT:
        return write_own_alert(queue, kiosk_id, entry, now_ms, arena, out);
    }
    return CB_OK;
}

/* ---- staff ---- */

static int write_json(const char *event, int64_t id, json_t *json, struct strbuf *out)
{
    struct strbuf data = STRBUF_INIT;
    int error = staff_write(json, &data);

    if (error == CB_OK && id >= 0)
        sse_write(out, event, id, strbuf_text(&data));
    else if (error == CB_OK)
        strbuf_addf(out, "event: %s\ndata: %s\n\n", event, strbuf_text(&data));
    strbuf_release(&data);
    return error;
}

static int write_request(struct queue *queue, const struct feed_grant *grant, const struct feed_entry *entry,
                         int64_t now_ms, struct arena *arena, struct strbuf *out)
{
    struct stored_request stored;
    struct stored_user user;
    int error = store_request(queue->store, &entry->object_id, now_ms, arena, &stored);

    if (error == CB_OK)
        error = store_user(queue->store, &grant->user_id, arena, &user);
    if (error != CB_OK)
        return error;
    return write_json("request", entry->revision,
                      staff_request_json(&stored, staff_can_reopen(&user, &stored.request, now_ms)), out);
}

static int write_coach(struct queue *queue, const struct feed_grant *grant, const struct feed_entry *entry,
                       int64_t now_ms, struct arena *arena, struct strbuf *out)
{
    struct coach coach;
    int error = store_coach(queue->store, &entry->object_id, arena, &coach);

    if (error != CB_OK)
        return error;
    return write_json("coach", entry->revision,
                      staff_coach_json(&coach, queue_zone(queue, &grant->site_id), now_ms), out);
}

int feed_write_alert(struct queue *queue, const struct stored_alert *alert, int64_t id, int64_t now_ms,
                     struct strbuf *out)
{
    return write_json("alert", id, staff_alert_json(alert, queue_ringing(queue, &alert->alert, now_ms)), out);
}

int feed_write_for_staff(struct queue *queue, const struct feed_grant *grant, const struct feed_entry *entry,
                         int64_t now_ms, struct arena *arena, struct strbuf *out)
{
    struct stored_alert alert;
    int error;

    if (entry->kind != FEED_ALERT && !grant->sees_requests)
        return CB_OK;
    switch (entry->kind) {
    case FEED_BOARD:
        return CB_OK; /* staff pages get coaches and requests one by one */
    case FEED_REQUEST:
        return write_request(queue, grant, entry, now_ms, arena, out);
    case FEED_COACH:
        return write_coach(queue, grant, entry, now_ms, arena, out);
    case FEED_ALERT:
        error = store_alert(queue->store, &entry->object_id, arena, &alert);
        return error == CB_OK ? feed_write_alert(queue, &alert, entry->revision, now_ms, out) : error;
    }
    return CB_OK;
}
