/* Staff ask for a coach in a person's place: somebody who is here now, or a referral of somebody who is not.
 *
 * The page makes the request's id, so that an answer that was lost can be asked for again without a second
 * request. What is compared then is all but the name and the place: a hash of those, kept beside a request,
 * could be guessed. They are sealed here, to the same keys that kiosks seal to, and overwritten. */
#include "queue/queue.h"
#include "queue/staff_json.h"
#include "seal/field.h"
#include "seal/seal.h"
#include "wire/request_json.h"

#include <stdio.h>
#include <string.h>

_Static_assert(WIRE_ASKED_NAME_SIZE == FIELD_NAME_MAX + 1 && WIRE_ASKED_PLACE_SIZE == FIELD_PLACE_MAX + 1,
               "what can be sent can be sealed");

static enum request_find find_of(const struct wire_asked *asked)
{
    if (asked->place[0] != '\0')
        return FIND_LOOK;
    return asked->name[0] != '\0' ? FIND_NAME : FIND_SIGN;
}

/* All but what is sealed; the notice is the one that stands. */
static struct wire_submit submit_of(const struct wire_asked *asked, const struct site *site, int64_t now_ms)
{
    struct wire_submit submit = {
        .id = asked->id,
        .kind = asked->kind,
        .coach_id = asked->coach_id,
        .topic_count = asked->topic_count,
        .find = find_of(asked),
        .notice_version = site->settings.notice_version,
        .asked_at_ms = now_ms,
    };

    memcpy(submit.topics, asked->topics, sizeof submit.topics);
    memcpy(submit.language, asked->language, sizeof submit.language);
    memcpy(submit.source, asked->source, sizeof submit.source);
    return submit;
}

/* The same for a repeat: no time, no ticket, nothing that is sealed. */
static int hash_of(const struct wire_submit *submit, uint8_t ret_hash[32])
{
    struct wire_submit plain = *submit;
    struct strbuf text = STRBUF_INIT;
    int error;

    plain.ticket = (struct ticket){SIGN_TREE, TICKET_NUMBER_MIN};
    plain.asked_at_ms = 0;
    plain.has_sealed = false;
    plain.notice_version = 0;
    error = wire_submit_write(&plain, &text);
    if (error == CB_OK)
        body_hash(strbuf_text(&text), text.length, ret_hash);
    strbuf_release(&text);
    return error;
}

static const struct epoch *epoch_now(struct queue *queue, const struct ask *ask, enum request_kind kind)
{
    const struct epoch *epochs;
    size_t count;

    if (queue->epochs == NULL || epochs_list(queue->epochs, &ask->caller.user.site_id, ask->now.wall_ms,
                                             ask->arena, &epochs, &count) != CB_OK)
        return NULL;
    return epoch_at(epochs, count, epoch_class_of(kind), ask->now.wall_ms);
}

/* CB_BUSY: there is no key to seal to. */
static int seal_asked(struct queue *queue, const struct ask *ask, const struct wire_asked *asked,
                      struct wire_submit *submit)
{
    const struct field_context context = {.site_id = ask->caller.user.site_id, .request_id = asked->id};
    const struct epoch *epoch = epoch_now(queue, ask, asked->kind);
    struct person_fields fields = {.name = ""};
    int error;

    if (epoch == NULL)
        return CB_BUSY;
    memcpy(fields.name, asked->name, sizeof fields.name);
    memcpy(fields.place, asked->place, sizeof fields.place);
    error = field_seal(epoch->key, &context, &fields, submit->sealed);
    seal_wipe(&fields, sizeof fields);
    key_id(epoch->key, submit->epoch);
    submit->has_sealed = error == CB_OK;
    return error;
}

static int audit_asked(struct queue *queue, const struct ask *ask, const struct wire_asked *asked)
{
    char detail[96];

    snprintf(detail, sizeof detail, "{\"kind\":\"%s\",\"source\":\"%s\"}", request_kind_name(asked->kind),
             asked->source);
    return queue_audit(queue, ask, "request.ask", AUDIT_OF_REQUEST, &asked->id, detail);
}

static void answer_asked(struct queue *queue, const struct ask *ask, const struct uuid *request_id,
                         bool is_new, struct answer *answer)
{
    struct stored_request stored;
    int error = store_request(queue->store, request_id, ask->now.wall_ms, ask->arena, &stored);

    if (error == CB_OK)
        error = staff_write(staff_request_json(&stored, staff_can_reopen(&ask->caller.user, &stored.request,
                                                                         ask->now.wall_ms)),
                            &answer->body);
    if (error == CB_OK)
        answer_json(answer, is_new ? 201 : 200);
    else
        answer_error(answer, error);
}

static void keep_asked(struct queue *queue, const struct ask *ask, const struct wire_asked *asked,
                       const struct wire_submit *submit, struct answer *answer)
{
    struct actor actor = caller_actor(&ask->caller);
    struct request request;
    bool is_new = false;
    uint8_t hash[32];
    int error = hash_of(submit, hash);

    if (error == CB_OK)
        error = store_mark(queue->store);
    if (error == CB_OK)
        error = store_submit_by_staff(queue->store, &ask->caller.user.site_id, &actor, submit, hash,
                                      ask->now.wall_ms, &request, &is_new);
    if (error == CB_OK && is_new)
        error = audit_asked(queue, ask, asked);
    if (queue_settle(queue, answer, error))
        answer_asked(queue, ask, &asked->id, is_new, answer);
    else if (error == CB_CONFLICT)
        answer_problem(answer, 409, "A request with this id came before, with another body.", NULL, NULL);
}

static void take_asked(struct queue *queue, const struct ask *ask, const struct wire_asked *asked,
                       struct answer *answer)
{
    struct wire_submit submit;
    struct site site;
    int error = store_site(queue->store, &ask->caller.user.site_id, ask->arena, &site);

    if (error != CB_OK) {
        answer_error(answer, error);
        return;
    }
    if (asked->name[0] != '\0' && !site.settings.names_allowed) {
        answer_problem(answer, 422, "This site takes no names. Send it without one.", "name", NULL);
        return;
    }
    submit = submit_of(asked, &site, ask->now.wall_ms);
    if (request_find_is_sealed(submit.find))
        error = seal_asked(queue, ask, asked, &submit);
    if (error == CB_BUSY)
        answer_problem(answer, 503, "Names cannot be locked right now. Send it without name and place.",
                       "name", NULL);
    else if (error != CB_OK)
        answer_error(answer, error);
    else
        keep_asked(queue, ask, asked, &submit, answer);
}

void staff_ask_for_someone(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct wire_fault fault = {.field = ""};
    struct wire_asked asked;

    if (wire_asked_read(ask->body, ask->body_length, &asked, &fault) == CB_OK)
        take_asked(queue, ask, &asked, answer);
    else
        answer_fault(answer, &fault);
    seal_wipe(&asked, sizeof asked);
}
