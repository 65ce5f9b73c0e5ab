/* Intake: see intake.h. */
#include "relay/intake.h"

#include <stdio.h>
#include <string.h>

_Static_assert(SEALED_SIZE == SEALED_FIELD_SIZE, "wire and seal agree");
_Static_assert(RELAY_NAME_MAX == FIELD_NAME_MAX, "every name that can be typed can be sealed");
_Static_assert(RELAY_PHONE_MAX == FIELD_PHONE_MAX, "so for numbers");
_Static_assert(RELAY_PLACE_MAX == FIELD_PLACE_MAX, "and for places");

/* A way that needs something sealed, and has nothing or nothing to seal it to, becomes the sign. */
static void settle_find(const struct epoch *epoch, struct relay_order *order)
{
    struct wire_submit *submit = &order->submit;
    bool given = submit->find == FIND_NAME             ? order->name[0] != '\0'
                 : submit->find == FIND_LOOK           ? order->place[0] != '\0'
                 : request_find_by_phone(submit->find) ? order->phone[0] != '\0'
                                                       : true;
    bool needs_key = request_find_is_sealed(submit->find);

    if (!given || (needs_key && epoch == NULL))
        submit->find = FIND_SIGN;
    if (!request_find_by_phone(submit->find))
        submit->consent_version = 0;
}

static void wipe_person(struct relay_order *order)
{
    seal_wipe(order->name, sizeof(order->name));
    seal_wipe(order->phone, sizeof(order->phone));
    seal_wipe(order->place, sizeof(order->place));
}

/* Every request carries a sealed field, something in it or not, so that its size tells nothing. */
static int seal_person(const struct intake_key *key, struct relay_order *order)
{
    struct wire_submit *submit = &order->submit;
    const struct epoch *epoch = key->epochs[epoch_class_of(submit->kind)];
    struct field_context context = {
        .site_id = key->site_id, .kiosk_id = key->kiosk_id, .request_id = order->id};
    struct person_fields fields = {.name = ""};
    int error = CB_OK;

    settle_find(epoch, order);
    submit->has_sealed = epoch != NULL;
    memcpy(fields.name, order->name, sizeof(fields.name));
    memcpy(fields.phone, order->phone, sizeof(fields.phone));
    memcpy(fields.place, order->place, sizeof(fields.place));
    if (epoch != NULL) {
        key_id(epoch->key, submit->epoch);
        error = field_seal(epoch->key, &context, &fields, submit->sealed);
    }
    seal_wipe(&fields, sizeof(fields));
    return error;
}

static int submit_body(const struct intake_key *key, struct relay_order *order, struct strbuf *body)
{
    int error = seal_person(key, order);

    return error == CB_OK ? wire_submit_write(&order->submit, body) : error;
}

static int change_body(const struct intake_key *key, struct relay_order *order, struct strbuf *body)
{
    int error = seal_person(key, order);

    return error == CB_OK ? wire_change_write(&order->submit, body) : error;
}

static int cancel_body(const struct intake_key *key, struct relay_order *order, struct strbuf *body)
{
    (void)key;
    (void)order;
    strbuf_add_text(body, "{}");
    return CB_OK;
}

static int answer_body(const struct intake_key *key, struct relay_order *order, struct strbuf *body)
{
    (void)key;
    strbuf_add_text(body, order->yes ? "{\"yes\":true}" : "{\"yes\":false}");
    return CB_OK;
}

static int consent_body(const struct intake_key *key, struct relay_order *order, struct strbuf *body)
{
    (void)key;
    return wire_consent_write(order->consent_version, body);
}

static const struct {
    enum outbox_kind kind;
    int (*body)(const struct intake_key *key, struct relay_order *order, struct strbuf *body);
} makers[] = {
    [RELAY_SUBMIT] = {OUTBOX_SUBMIT, submit_body},    [RELAY_CHANGE] = {OUTBOX_CHANGE, change_body},
    [RELAY_CANCEL] = {OUTBOX_CANCEL, cancel_body},    [RELAY_ANSWER] = {OUTBOX_ANSWER, answer_body},
    [RELAY_CONSENT] = {OUTBOX_CONSENT, consent_body},
};

/* The id and ticket stand in the order and in its submit; one place may have been left empty. */
static void settle_ids(struct relay_order *order)
{
    if (order->kind != RELAY_SUBMIT && order->kind != RELAY_CHANGE)
        return;
    if (uuid_is_none(&order->submit.id))
        order->submit.id = order->id;
    if (!ticket_valid(order->submit.ticket))
        order->submit.ticket = order->ticket;
    order->id = order->submit.id;
    order->ticket = order->submit.ticket;
}

int intake_save(struct outbox *outbox, const struct intake_key *key, struct relay_order *order)
{
    struct strbuf body = STRBUF_INIT;
    struct outbox_op op = {.kind = makers[order->kind].kind, .at_ms = order->at_ms};
    int error;

    settle_ids(order);
    op.request_id = order->id;
    order->name[RELAY_NAME_MAX] = '\0';
    order->phone[RELAY_PHONE_MAX] = '\0';
    order->place[RELAY_PLACE_MAX] = '\0';
    error = makers[order->kind].body(key, order, &body);
    wipe_person(order);
    if (error == CB_OK && strbuf_failed(&body))
        error = CB_NO_MEMORY;
    if (error == CB_OK)
        error = outbox_add(outbox, &op, order->ticket, body.data);
    strbuf_release(&body);
    return error;
}
