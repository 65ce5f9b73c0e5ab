/* The kiosks of a site, for its admins: how each one is, another name or place, and out of service in one
 * touch. New ones come by pairing (pairing_routes.c). */
#include "queue/body.h"
#include "queue/queue.h"
#include "wire/content_json.h"
#include "wire/writer.h"

#include <stdio.h>
#include <string.h>

static void write_kiosk(struct writer *writer, const struct stored_kiosk *kiosk)
{
    write_object(writer, NULL);
    write_uuid(writer, "id", &kiosk->id);
    write_text(writer, "name", kiosk->name);
    write_object(writer, "place");
    write_uuid(writer, "id", &kiosk->place.id);
    write_text(writer, "name", kiosk->place.name);
    write_text(writer, "detail", kiosk->place.detail);
    write_object_end(writer);
    write_array(writer, "signs");
    for (int sign = SIGN_LEAF; sign < SIGN_COUNT; sign++) {
        if (kiosk->signs >> sign & 1)
            write_text(writer, NULL, sign_name((enum sign)sign));
    }
    write_array_end(writer);
    write_moment(writer, "seen_at", kiosk->seen_at_ms);
    write_text_or_null(writer, "version", kiosk->version);
    write_int(writer, "outbox", kiosk->outbox);
    write_bool(writer, "revoked", kiosk->revoked);
    write_object_end(writer);
}

static void answer_kiosks(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct writer writer = WRITER_INIT(&answer->body);
    struct stored_kiosk *kiosks;
    size_t count;
    int error = store_kiosks(queue->store, &ask->caller.user.site_id, ask->arena, &kiosks, &count);

    if (error != CB_OK) {
        answer_error(answer, error);
        return;
    }
    write_object(&writer, NULL);
    write_moment(&writer, "served_at", ask->now.wall_ms);
    write_array(&writer, "items");
    for (size_t i = 0; i < count; i++)
        write_kiosk(&writer, &kiosks[i]);
    write_array_end(&writer);
    write_object_end(&writer);
    answer_written(answer, 200);
}

void admin_kiosks(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    answer_kiosks(queue, ask, answer);
}

static bool find_mine(struct queue *queue, const struct ask *ask, struct stored_kiosk *ret_kiosk,
                      struct answer *answer)
{
    int error = store_kiosk(queue->store, &ask->id, ask->arena, ret_kiosk);

    if (error == CB_OK && !uuid_equal(&ret_kiosk->site_id, &ask->caller.user.site_id))
        error = CB_NOT_FOUND;
    if (error != CB_OK)
        answer_error(answer, error);
    return error == CB_OK;
}

static int keep(struct queue *queue, const struct ask *ask, const char *name, const struct uuid *place_id)
{
    int error = store_mark(queue->store);

    if (error == CB_OK)
        error = store_kiosk_put(queue->store, &ask->caller.user.site_id, &ask->id, name, place_id);
    return error == CB_OK ? queue_audit(queue, ask, "kiosk.change", AUDIT_OF_KIOSK, &ask->id, NULL) : error;
}

void admin_kiosk_change(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    char name[CONTENT_NAME_MAX + 1] = "";
    struct stored_kiosk kiosk;
    struct uuid place_id;
    struct body body;
    int error;

    if (!find_mine(queue, ask, &kiosk, answer) || !body_open(ask, answer, &body))
        return;
    read_text_into(&body.reader, body.root, "name", READ_REQUIRED, name, sizeof name);
    place_id = read_uuid(&body.reader, body.root, "place", READ_REQUIRED);
    if (!body_end(&body, answer))
        return;
    if (name[0] == '\0' || store_place_find(queue->store, &kiosk.site_id, &place_id) != CB_OK) {
        answer_problem(answer, 422, name[0] == '\0' ? "Give the kiosk a name." : "There is no such place.",
                       name[0] == '\0' ? "name" : "place", NULL);
        return;
    }
    error = keep(queue, ask, name, &place_id);
    if (queue_settle(queue, answer, error))
        answer_kiosks(queue, ask, answer);
    else if (error == CB_CONFLICT)
        answer_problem(answer, 409, "Another kiosk goes by that name.", "name", NULL);
}

void admin_kiosk_revoke(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct stored_kiosk kiosk;
    int error;

    if (!find_mine(queue, ask, &kiosk, answer))
        return;
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = store_kiosk_revoke(queue->store, &ask->id);
    if (error == CB_OK)
        error = queue_audit(queue, ask, "kiosk.revoke", AUDIT_OF_KIOSK, &ask->id, NULL);
    if (!queue_settle(queue, answer, error))
        return;
    queue->sessions_changed = true;
    answer_kiosks(queue, ask, answer);
}
