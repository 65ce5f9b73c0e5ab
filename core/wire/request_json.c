/* Requests, tickets, alerts and problems as JSON. */
#include "wire/request_json.h"

#include "base/error.h"
#include "base/utf8.h"
#include "domain/preference.h"
#include "wire/reader.h"
#include "wire/writer.h"

#include <string.h>

enum {
    VERSION_MAX = 1000 * 1000 * 1000,
    WAIT_MINUTES_MAX = 7 * 24 * 60,
};

static int finish(const struct strbuf *out)
{
    return strbuf_failed(out) ? CB_NO_MEMORY : CB_OK;
}

/* ---- tickets ---- */

static void write_ticket(struct writer *writer, struct ticket ticket)
{
    write_object(writer, "ticket");
    write_text(writer, "sign", sign_name(ticket.sign));
    write_int(writer, "number", ticket.number);
    write_object_end(writer);
}

/* Reads sign and number out of `object`, which may be the body itself. */
static struct ticket read_ticket_from(struct reader *reader, const json_t *object)
{
    struct ticket ticket = {
        .sign = sign_from_name(read_borrowed(reader, object, "sign", 16, READ_REQUIRED)),
        .number =
            (int)read_int(reader, object, "number", TICKET_NUMBER_MIN, TICKET_NUMBER_MAX, READ_REQUIRED),
    };

    if (ticket.sign == SIGN_NONE)
        reader_fault(reader, "sign", "is not a sign");
    return ticket;
}

static struct ticket read_ticket(struct reader *reader, const json_t *parent)
{
    const json_t *object = read_object(reader, parent, "ticket", READ_REQUIRED);
    size_t mark = reader_enter(reader, "ticket", -1);
    struct ticket ticket = read_ticket_from(reader, object);

    reader_leave(reader, mark);
    return ticket;
}

int wire_lookup_write(struct ticket ticket, struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);

    write_object(&writer, NULL);
    write_text(&writer, "sign", sign_name(ticket.sign));
    write_int(&writer, "number", ticket.number);
    write_object_end(&writer);
    return finish(out);
}

int wire_lookup_read(const char *text, size_t length, struct ticket *ret_ticket, struct wire_fault *ret_fault)
{
    json_t *root;
    struct reader reader = reader_open(text, length, ret_fault, &root);
    struct ticket ticket = read_ticket_from(&reader, root);

    json_decref(root);
    if (reader.error == CB_OK)
        *ret_ticket = ticket;
    return reader.error;
}

/* ---- what the person asked for ---- */

/* The part that a person may change later. */
static void write_wish(struct writer *writer, const struct wire_submit *submit)
{
    write_uuid(writer, "coach", &submit->coach_id);
    write_array(writer, "topics");
    for (size_t i = 0; i < submit->topic_count; i++)
        write_text(writer, NULL, submit->topics[i]);
    write_array_end(writer);
    write_text(writer, "find", request_find_name(submit->find));
    write_text(writer, "language", submit->language);
    if (submit->has_sealed) {
        write_bytes(writer, "sealed", submit->sealed, sizeof submit->sealed);
        write_bytes(writer, "epoch", submit->epoch, sizeof submit->epoch);
    } else {
        write_null(writer, "sealed");
        write_null(writer, "epoch");
    }
    write_text_or_null(writer, "preference", submit->preference);
    write_int(writer, "consent_version", submit->consent_version);
    write_moment(writer, "due_from", submit->due_from_ms);
    write_moment(writer, "due_until", submit->due_until_ms);
}

static bool has_topic(char (*topics)[32], size_t count, const char *topic)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(topics[i], topic) == 0)
            return true;
    }
    return false;
}

static bool topic_shape(const char *topic)
{
    size_t length = strlen(topic);

    return length > 0 && length < sizeof((struct wire_submit *)0)->topics[0] &&
           strspn(topic, "abcdefghijklmnopqrstuvwxyz0123456789-_") == length;
}

static size_t read_topics(struct reader *reader, const json_t *root, char (*ret_topics)[32])
{
    const json_t *topics = read_array(reader, root, "topics", REQUEST_TOPICS_MAX), *entry;
    size_t count = 0;
    size_t i;

    json_array_foreach ((json_t *)topics, i, entry) {
        const char *topic = json_is_string(entry) ? json_string_value(entry) : "";
        size_t mark = reader_enter(reader, "topics", (int)i);

        if (!topic_shape(topic))
            reader_fault(reader, NULL, "is not a topic");
        else if (has_topic(ret_topics, count, topic))
            reader_fault(reader, NULL, "is there twice");
        else
            memcpy(ret_topics[count++], topic, strlen(topic) + 1);
        reader_leave(reader, mark);
    }
    return count;
}

static void read_language(struct reader *reader, const json_t *root, char *ret_language)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";

    read_text_into(reader, root, "language", READ_REQUIRED, ret_language, WIRE_LANGUAGE_MAX);
    if (strlen(ret_language) < 2 || ret_language[strspn(ret_language, allowed)] != '\0')
        reader_fault(reader, "language", "is not a language code");
}

/* Only what can be chosen: no free text about a person travels here. */
static void read_preference(struct reader *reader, const json_t *root, struct wire_submit *submit)
{
    struct preference ignored;

    read_word_into(reader, root, "preference", READ_OPTIONAL, submit->preference, sizeof submit->preference);
    if (preference_read(submit->preference, &ignored) != CB_OK)
        reader_fault(reader, "preference", "is not a preference");
}

static bool is_given(const json_t *root, const char *key)
{
    const json_t *value = json_object_get(root, key);

    return value != NULL && !json_is_null(value);
}

/* What names no epoch was sealed to a key of before there were any: nobody can open it, so it is not kept,
 * but the request is taken all the same. */
static void read_sealed(struct reader *reader, const json_t *root, struct wire_submit *submit)
{
    if (json_is_null(json_object_get(root, "sealed")))
        return;
    read_bytes(reader, root, "sealed", submit->sealed, sizeof submit->sealed);
    submit->has_sealed = is_given(root, "epoch");
    if (submit->has_sealed)
        read_bytes(reader, root, "epoch", submit->epoch, sizeof submit->epoch);
    else
        memset(submit->sealed, 0, sizeof submit->sealed);
}

static void read_wish(struct reader *reader, const json_t *root, struct wire_submit *submit)
{
    submit->coach_id = read_uuid(reader, root, "coach", READ_NULLABLE);
    submit->topic_count = read_topics(reader, root, submit->topics);
    if (request_find_from_name(read_borrowed(reader, root, "find", 16, READ_REQUIRED), &submit->find) !=
        CB_OK)
        reader_fault(reader, "find", "is not a way to find somebody");
    read_language(reader, root, submit->language);
    read_sealed(reader, root, submit);
    read_preference(reader, root, submit);
    submit->consent_version = (int)read_int(reader, root, "consent_version", 0, VERSION_MAX, READ_OPTIONAL);
    submit->due_from_ms = read_moment(reader, root, "due_from", READ_OPTIONAL);
    submit->due_until_ms = read_moment(reader, root, "due_until", READ_OPTIONAL);
    if (submit->due_until_ms < submit->due_from_ms)
        reader_fault(reader, "due_until", "is before due_from");
}

int wire_submit_write(const struct wire_submit *submit, struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);

    write_object(&writer, NULL);
    write_text(&writer, "kind", request_kind_name(submit->kind));
    write_ticket(&writer, submit->ticket);
    write_wish(&writer, submit);
    write_int(&writer, "notice_version", submit->notice_version);
    write_moment(&writer, "asked_at", submit->asked_at_ms);
    write_text_or_null(&writer, "source", submit->source);
    write_object_end(&writer);
    return finish(out);
}

int wire_submit_read(const char *text, size_t length, struct wire_submit *ret_submit,
                     struct wire_fault *ret_fault)
{
    struct wire_submit submit = {.id = ret_submit->id};
    json_t *root;
    struct reader reader = reader_open(text, length, ret_fault, &root);

    if (request_kind_from_name(read_borrowed(&reader, root, "kind", 16, READ_REQUIRED), &submit.kind) !=
        CB_OK)
        reader_fault(&reader, "kind", "is not a kind of request");
    submit.ticket = read_ticket(&reader, root);
    read_wish(&reader, root, &submit);
    submit.notice_version = (int)read_int(&reader, root, "notice_version", 0, VERSION_MAX, READ_REQUIRED);
    submit.asked_at_ms = read_moment(&reader, root, "asked_at", READ_REQUIRED);
    read_word_into(&reader, root, "source", READ_OPTIONAL, submit.source, sizeof submit.source);
    json_decref(root);
    if (reader.error == CB_OK)
        *ret_submit = submit;
    return reader.error;
}

/* ---- asked by staff ---- */

static void read_asked_source(struct reader *reader, const json_t *root, struct wire_asked *asked)
{
    bool needed = asked->kind == REQUEST_REFERRAL;

    read_word_into(reader, root, "source", needed ? READ_REQUIRED : READ_NULLABLE, asked->source,
                   sizeof asked->source);
    if ((needed || asked->source[0] != '\0') && !source_is_known(asked->source))
        reader_fault(reader, "source", "is not a source");
}

static void read_plain_text(struct reader *reader, const json_t *root, const char *key, char *ret_text,
                            size_t size)
{
    read_text_into(reader, root, key, READ_NULLABLE, ret_text, size);
    if (utf8_has_control(ret_text))
        reader_fault(reader, key, "has a line break or another control character");
}

int wire_asked_read(const char *text, size_t length, struct wire_asked *ret_asked,
                    struct wire_fault *ret_fault)
{
    json_t *root;
    struct reader reader = reader_open(text, length, ret_fault, &root);
    struct wire_asked *asked = ret_asked;

    memset(asked, 0, sizeof *asked);
    asked->id = read_uuid(&reader, root, "id", READ_REQUIRED);
    if (request_kind_from_name(read_borrowed(&reader, root, "kind", 16, READ_REQUIRED), &asked->kind) !=
            CB_OK ||
        asked->kind == REQUEST_CALLBACK)
        reader_fault(&reader, "kind", "is neither walk_in nor referral");
    asked->coach_id = read_uuid(&reader, root, "coach", READ_NULLABLE);
    asked->topic_count = read_topics(&reader, root, asked->topics);
    read_language(&reader, root, asked->language);
    read_asked_source(&reader, root, asked);
    read_plain_text(&reader, root, "name", asked->name, sizeof asked->name);
    read_plain_text(&reader, root, "place", asked->place, sizeof asked->place);
    json_decref(root);
    return reader.error;
}

int wire_change_write(const struct wire_submit *change, struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);

    write_object(&writer, NULL);
    write_wish(&writer, change);
    write_object_end(&writer);
    return finish(out);
}

int wire_change_read(const char *text, size_t length, struct wire_submit *ret_change,
                     struct wire_fault *ret_fault)
{
    struct wire_submit change = {.id = ret_change->id};
    json_t *root;
    struct reader reader = reader_open(text, length, ret_fault, &root);

    read_wish(&reader, root, &change);
    json_decref(root);
    if (reader.error == CB_OK)
        *ret_change = change;
    return reader.error;
}

int wire_consent_write(int consent_version, struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);

    write_object(&writer, NULL);
    write_int(&writer, "consent_version", consent_version);
    write_object_end(&writer);
    return finish(out);
}

int wire_consent_read(const char *text, size_t length, int *ret_consent_version, struct wire_fault *ret_fault)
{
    json_t *root;
    struct reader reader = reader_open(text, length, ret_fault, &root);
    int version = (int)read_int(&reader, root, "consent_version", 0, VERSION_MAX, READ_REQUIRED);

    json_decref(root);
    if (reader.error == CB_OK)
        *ret_consent_version = version;
    return reader.error;
}

/* ---- status ---- */

static void write_person(struct writer *writer, const char *key, const struct uuid *id, const char *name)
{
    if (uuid_is_none(id)) {
        write_null(writer, key);
        return;
    }
    write_object(writer, key);
    write_uuid(writer, "id", id);
    write_text(writer, "name", name);
    write_object_end(writer);
}

static void read_person(struct reader *reader, const json_t *root, const char *key, struct uuid *ret_id,
                        char ret_name[WIRE_NAME_MAX])
{
    const json_t *person = read_object(reader, root, key, READ_NULLABLE);
    size_t mark;

    if (person == NULL)
        return;
    mark = reader_enter(reader, key, -1);
    *ret_id = read_uuid(reader, person, "id", READ_REQUIRED);
    read_text_into(reader, person, "name", READ_REQUIRED, ret_name, WIRE_NAME_MAX);
    reader_leave(reader, mark);
}

static void write_wait(struct writer *writer, const struct wire_status *status)
{
    if (status->wait_to_min == 0) {
        write_null(writer, "wait");
        return;
    }
    write_object(writer, "wait");
    write_int(writer, "from_minutes", status->wait_from_min);
    write_int(writer, "to_minutes", status->wait_to_min);
    write_object_end(writer);
}

int wire_status_write(const struct wire_status *status, struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);

    write_object(&writer, NULL);
    write_uuid(&writer, "id", &status->id);
    write_ticket(&writer, status->ticket);
    write_text(&writer, "state", request_state_name(status->state));
    write_text_or_null(&writer, "outcome", request_outcome_name(status->outcome));
    write_int(&writer, "version", status->version);
    write_text(&writer, "kind", request_kind_name(status->kind));
    write_text(&writer, "find", request_find_name(status->find));
    write_int(&writer, "consent_version", status->consent_version);
    write_bool(&writer, "opened", status->opened);
    write_bool(&writer, "told", status->told);
    write_moment(&writer, "asked_at", status->asked_at_ms);
    write_moment(&writer, "due_from", status->due_from_ms);
    write_moment(&writer, "due_until", status->due_until_ms);
    if (status->ahead < 0)
        write_null(&writer, "ahead");
    else
        write_int(&writer, "ahead", status->ahead);
    write_uuid(&writer, "coach", &status->coach_id);
    write_person(&writer, "holder", &status->holder_id, status->holder_name);
    write_person(&writer, "former_holder", &status->former_holder_id, status->former_holder_name);
    write_wait(&writer, status);
    write_object_end(&writer);
    return finish(out);
}

static void read_state(struct reader *reader, const json_t *root, struct wire_status *status)
{
    const char *outcome = read_borrowed(reader, root, "outcome", 16, READ_NULLABLE);

    if (request_state_from_name(read_borrowed(reader, root, "state", 16, READ_REQUIRED), &status->state) !=
        CB_OK)
        reader_fault(reader, "state", "is not a state");
    if (outcome[0] != '\0' && request_outcome_from_name(outcome, &status->outcome) != CB_OK)
        reader_fault(reader, "outcome", "is not an outcome");
    if ((status->state == REQUEST_CLOSED) != (status->outcome != OUTCOME_NONE))
        reader_fault(reader, "outcome", "does not go with the state");
}

/* What an older queue does not send: then it is a walk-in, and nothing is claimed about whether it was
 * opened. */
static void read_later_facts(struct reader *reader, const json_t *root, struct wire_status *status)
{
    const char *kind = read_borrowed(reader, root, "kind", 16, READ_OPTIONAL);
    const char *find = read_borrowed(reader, root, "find", 16, READ_OPTIONAL);

    if (kind[0] != '\0' && request_kind_from_name(kind, &status->kind) != CB_OK)
        reader_fault(reader, "kind", "is not a kind of request");
    if (find[0] != '\0' && request_find_from_name(find, &status->find) != CB_OK)
        reader_fault(reader, "find", "is not a way to find somebody");
    status->consent_version = (int)read_int(reader, root, "consent_version", 0, VERSION_MAX, READ_OPTIONAL);
    if (json_object_get(root, "opened") != NULL)
        status->opened = read_bool(reader, root, "opened");
    if (json_object_get(root, "told") != NULL)
        status->told = read_bool(reader, root, "told");
    status->asked_at_ms = read_moment(reader, root, "asked_at", READ_OPTIONAL);
    status->due_from_ms = read_moment(reader, root, "due_from", READ_OPTIONAL);
    status->due_until_ms = read_moment(reader, root, "due_until", READ_OPTIONAL);
}

/* A range that is none, like 20 to 10, is refused rather than shown. */
static void read_wait(struct reader *reader, const json_t *root, struct wire_status *status)
{
    const json_t *wait = read_object(reader, root, "wait", READ_OPTIONAL);
    size_t mark;

    if (wait == NULL)
        return;
    mark = reader_enter(reader, "wait", -1);
    status->wait_from_min = (int)read_int(reader, wait, "from_minutes", 0, WAIT_MINUTES_MAX, READ_REQUIRED);
    status->wait_to_min = (int)read_int(reader, wait, "to_minutes", 1, WAIT_MINUTES_MAX, READ_REQUIRED);
    if (status->wait_to_min <= status->wait_from_min)
        reader_fault(reader, "to_minutes", "is not later than from_minutes");
    reader_leave(reader, mark);
}

int wire_status_read(const char *text, size_t length, struct wire_status *ret_status,
                     struct wire_fault *ret_fault)
{
    struct wire_status status = {.ahead = -1, .opened = true};
    json_t *root;
    struct reader reader = reader_open(text, length, ret_fault, &root);

    status.id = read_uuid(&reader, root, "id", READ_REQUIRED);
    status.ticket = read_ticket(&reader, root);
    read_state(&reader, root, &status);
    status.version = (int)read_int(&reader, root, "version", 1, VERSION_MAX, READ_REQUIRED);
    read_later_facts(&reader, root, &status);
    if (!json_is_null(json_object_get(root, "ahead")))
        status.ahead = (int)read_int(&reader, root, "ahead", 0, VERSION_MAX, READ_REQUIRED);
    status.coach_id = read_uuid(&reader, root, "coach", READ_NULLABLE);
    read_person(&reader, root, "holder", &status.holder_id, status.holder_name);
    read_person(&reader, root, "former_holder", &status.former_holder_id, status.former_holder_name);
    read_wait(&reader, root, &status);
    json_decref(root);
    if (reader.error == CB_OK)
        *ret_status = status;
    return reader.error;
}

/* ---- alerts ---- */

int wire_alert_write(const struct wire_alert *alert, struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);

    write_object(&writer, NULL);
    write_uuid(&writer, "id", &alert->id);
    write_text(&writer, "state", alert_state_name(alert->state));
    write_int(&writer, "count", alert->count);
    write_bool(&writer, "stored", alert->stored);
    write_int(&writer, "screens", alert->screens);
    write_moment(&writer, "sent_at", alert->sent_at_ms);
    write_moment(&writer, "seen_at", alert->seen_at_ms);
    write_moment(&writer, "acknowledged_at", alert->acknowledged_at_ms);
    write_moment(&writer, "resolved_at", alert->resolved_at_ms);
    write_bool(&writer, "told", alert->told);
    write_object_end(&writer);
    return finish(out);
}

int wire_alert_read(const char *text, size_t length, struct wire_alert *ret_alert,
                    struct wire_fault *ret_fault)
{
    struct wire_alert alert = {.state = ALERT_SENT};
    json_t *root;
    struct reader reader = reader_open(text, length, ret_fault, &root);

    alert.id = read_uuid(&reader, root, "id", READ_REQUIRED);
    if (alert_state_from_name(read_borrowed(&reader, root, "state", 16, READ_REQUIRED), &alert.state) !=
        CB_OK)
        reader_fault(&reader, "state", "is not a state");
    alert.count = (int)read_int(&reader, root, "count", 1, VERSION_MAX, READ_REQUIRED);
    alert.stored = read_bool(&reader, root, "stored");
    alert.screens = (int)read_int(&reader, root, "screens", 0, VERSION_MAX, READ_REQUIRED);
    alert.sent_at_ms = read_moment(&reader, root, "sent_at", READ_REQUIRED);
    alert.seen_at_ms = read_moment(&reader, root, "seen_at", READ_NULLABLE);
    alert.acknowledged_at_ms = read_moment(&reader, root, "acknowledged_at", READ_NULLABLE);
    alert.resolved_at_ms = read_moment(&reader, root, "resolved_at", READ_NULLABLE);
    if (json_object_get(root, "told") != NULL)
        alert.told = read_bool(&reader, root, "told");
    json_decref(root);
    if (reader.error == CB_OK)
        *ret_alert = alert;
    return reader.error;
}

int wire_alert_ask_write(int64_t asked_at_ms, struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);

    write_object(&writer, NULL);
    write_moment(&writer, "asked_at", asked_at_ms);
    write_object_end(&writer);
    return finish(out);
}

int wire_alert_ask_read(const char *text, size_t length, int64_t *ret_asked_at_ms,
                        struct wire_fault *ret_fault)
{
    json_t *root;
    struct reader reader = reader_open(text, length, ret_fault, &root);
    int64_t asked_at_ms = read_moment(&reader, root, "asked_at", READ_REQUIRED);

    json_decref(root);
    if (reader.error == CB_OK)
        *ret_asked_at_ms = asked_at_ms;
    return reader.error;
}

/* ---- problems ---- */

int wire_problem_write(int status, const char *type, const char *title, const char *detail, const char *field,
                       const char *current, struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);

    write_object(&writer, NULL);
    write_text(&writer, "type", type);
    write_text(&writer, "title", title);
    write_text(&writer, "detail", detail);
    write_int(&writer, "status", status);
    if (field != NULL)
        write_text(&writer, "field", field);
    if (current != NULL)
        write_raw(&writer, "current", current);
    write_object_end(&writer);
    return finish(out);
}
