/* What signed-in people ask for. */
#include "domain/availability.h"
#include "queue/feed_events.h"
#include "queue/queue.h"
#include "queue/site_key.h"
#include "queue/staff_json.h"
#include "seal/seal.h"
#include "wire/json.h"

#include <stdio.h>
#include <string.h>

#define PRESENCE_DEFAULT_MS (8 * HOUR_MS)
#define PRESENCE_MAX_MS     (16 * HOUR_MS)

/* Parses the body, or answers 400 (no JSON) or 422 (no object). */
static json_t *read_body(const struct ask *ask, struct answer *answer)
{
    struct wire_fault fault = {.field = ""};
    json_t *body;

    if (wire_parse(ask->body, ask->body_length, &body, &fault) != CB_OK) {
        answer_fault(answer, &fault);
        return NULL;
    }
    if (json_is_object(body))
        return body;
    json_decref(body);
    answer_problem(answer, 400, "The body must be a JSON object.", NULL, NULL);
    return NULL;
}

static void answer_wrong(struct answer *answer, const char *field)
{
    answer_problem(answer, 422, "This field is missing or not of the right kind.", field, NULL);
}

static void answer_staff_json(struct answer *answer, json_t *json)
{
    int error = staff_write(json, &answer->body);

    if (error == CB_OK)
        answer_json(answer, 200);
    else
        answer_error(answer, error);
}

/* ---- the queue ---- */

static int read_queue(struct queue *queue, const struct ask *ask, struct site *site,
                      struct staff_queue_parts *parts)
{
    const struct uuid *site_id = &ask->caller.user.site_id;
    struct arena *arena = ask->arena;
    int64_t now_ms = ask->now.wall_ms;
    struct coach *coaches = NULL;
    struct stored_request *requests = NULL;
    struct stored_alert *alerts = NULL;
    struct topic *topics = NULL;
    int error = store_revision(queue->store, site_id, &parts->revision);

    if (error == CB_OK)
        error = store_site(queue->store, site_id, arena, site);
    if (error == CB_OK)
        error = store_coaches(queue->store, site_id, arena, &coaches, &parts->coach_count);
    if (error == CB_OK)
        error = store_requests(queue->store, site_id, now_ms - REQUEST_UNDO_MS, now_ms, arena, &requests,
                               &parts->request_count);
    if (error == CB_OK)
        error = store_alerts(queue->store, site_id, arena, &alerts, &parts->alert_count);
    if (error == CB_OK)
        error = store_topics(queue->store, site_id, arena, &topics, &parts->topic_count);
    parts->coaches = coaches;
    parts->requests = requests;
    parts->alerts = alerts;
    parts->topics = topics;
    return error;
}

void staff_queue(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct site site;
    struct staff_queue_parts parts = {
        .now_ms = ask->now.wall_ms,
        .site = &site,
        .zone = queue_zone(queue, &ask->caller.user.site_id),
        .user = &ask->caller.user,
        .queue = queue,
    };
    int error = read_queue(queue, ask, &site, &parts);

    if (error != CB_OK)
        answer_error(answer, error);
    else
        answer_staff_json(answer, staff_queue_json(&parts));
}

void staff_feed(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    const struct caller *caller = &ask->caller;

    (void)queue;
    answer->kind = ANSWER_FEED;
    answer->status = 200;
    answer->feed = (struct feed_grant){
        .staff = true,
        .sees_requests = access_allowed(caller->user.role, ACT_SEE_QUEUE),
        .reads_audit = access_allowed(caller->user.role, ACT_READ_AUDIT),
        .front_desk = caller->user.role == ROLE_FRONT_DESK,
        .site_id = caller->user.site_id,
        .user_id = caller->user.id,
        .after = feed_last_id(ask->head),
    };
    memcpy(answer->feed.session_id, caller->session.id, sizeof answer->feed.session_id);
}

/* ---- steps of a request ---- */

static json_t *request_json_now(struct queue *queue, const struct ask *ask)
{
    struct stored_request stored;

    if (store_request(queue->store, &ask->id, ask->now.wall_ms, ask->arena, &stored) != CB_OK)
        return NULL;
    return staff_request_json(&stored,
                              staff_can_reopen(&ask->caller.user, &stored.request, ask->now.wall_ms));
}

/* Two coaches at once: the second is told what the request is now, and who has it. */
static void answer_moved_on(struct queue *queue, const struct ask *ask, int error, struct answer *answer)
{
    struct strbuf current = STRBUF_INIT;

    if (staff_write(request_json_now(queue, ask), &current) == CB_OK)
        answer_problem(answer, 409,
                       error == CB_CONFLICT ? "Somebody else was faster. This is how it stands now."
                                            : "This step is not possible from where it stands now.",
                       NULL, strbuf_text(&current));
    strbuf_release(&current);
}

/* Without the request as it stands: nothing about it has changed, and the page says these words. */
static void answer_full(struct queue *queue, const struct ask *ask, const struct request_step *step,
                        struct answer *answer)
{
    bool handed = step->kind == STEP_HAND_OFF;
    const struct uuid *coach_id = handed ? &step->to_coach_id : &step->actor.coach_id;
    const char *words = NULL;
    struct coach coach;
    int error = store_coach(queue->store, coach_id, ask->arena, &coach);

    if (error == CB_OK) {
        int max = coach.boundaries.open_requests_max;
        const char *people = max == 1 ? "person" : "people";

        words = handed ? arena_format(ask->arena,
                                      "%s already has %d %s, as many as they take at one time. Choose "
                                      "another coach.",
                                      coach.name, max, people)
                       : arena_format(ask->arena,
                                      "You already have %d %s, as many as you take at one time. Finish with "
                                      "one first, or hand one to another coach.",
                                      max, people);
    }
    if (words == NULL)
        answer_error(answer, error == CB_OK ? CB_NO_MEMORY : error);
    else
        answer_problem(answer, 409, words, NULL, NULL);
}

static bool is_of_my_site(struct queue *queue, const struct ask *ask, struct stored_request *ret_stored,
                          struct answer *answer)
{
    int error = store_request(queue->store, &ask->id, ask->now.wall_ms, ask->arena, ret_stored);

    if (error == CB_OK && !uuid_equal(&ret_stored->request.site_id, &ask->caller.user.site_id))
        error = CB_NOT_FOUND;
    if (error != CB_OK)
        answer_error(answer, error);
    return error == CB_OK;
}

static const char *const step_actions[] = {
    [STEP_CLAIM] = "request.claim",           [STEP_HAND_OFF] = "request.hand_off",
    [STEP_ON_THE_WAY] = "request.on_the_way", [STEP_WITH_PATIENT] = "request.with_patient",
    [STEP_RELEASE] = "request.release",       [STEP_CLOSE] = "request.close",
    [STEP_REOPEN] = "request.reopen",
};

/* What the step's name does not tell: to whom, or with which outcome. */
static int audit_step(struct queue *queue, const struct ask *ask, const struct request_step *step)
{
    char detail[64] = "";
    char coach[UUID_TEXT_SIZE];

    uuid_format(&step->to_coach_id, coach);
    if (step->kind == STEP_HAND_OFF)
        snprintf(detail, sizeof detail, "{\"to\":\"%s\"}", coach);
    else if (step->kind == STEP_CLOSE)
        snprintf(detail, sizeof detail, "{\"outcome\":\"%s\"}", request_outcome_name(step->outcome));
    else if (step->go)
        snprintf(detail, sizeof detail, "{\"go\":true}");
    return queue_audit(queue, ask, step_actions[step->kind], AUDIT_OF_REQUEST, &ask->id, detail);
}

static void take_step(struct queue *queue, const struct ask *ask, const struct request_step *step,
                      struct answer *answer)
{
    struct stored_request stored;
    struct request changed;
    int error;

    if (!is_of_my_site(queue, ask, &stored, answer))
        return;
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = store_step(queue->store, &ask->id, step, &changed);
    if (error == CB_OK)
        error = audit_step(queue, ask, step);
    if (queue_settle(queue, answer, error))
        answer_staff_json(answer, request_json_now(queue, ask));
    else if (error == CB_CONFLICT || error == CB_NOT_LEGAL)
        answer_moved_on(queue, ask, error, answer);
    else if (error == CB_BUSY)
        answer_full(queue, ask, step, answer);
}

/* What each step's body holds beside "version". The name of a wrong field, or NULL. */
typedef const char *step_reader(struct queue *queue, const struct ask *ask, const json_t *body,
                                struct request_step *step);

static const char *read_nothing(struct queue *queue, const struct ask *ask, const json_t *body,
                                struct request_step *step)
{
    (void)queue;
    (void)ask;
    (void)body;
    (void)step;
    return NULL;
}

static const char *read_go(struct queue *queue, const struct ask *ask, const json_t *body,
                           struct request_step *step)
{
    const json_t *go = json_object_get(body, "go");

    (void)queue;
    (void)ask;
    if (go != NULL && !json_is_boolean(go))
        return "go";
    step->go = json_is_true(go);
    return NULL;
}

static const char *read_coach(struct queue *queue, const struct ask *ask, const json_t *body,
                              struct request_step *step)
{
    const char *text = json_string_value(json_object_get(body, "coach"));
    struct coach *coaches;
    size_t count;

    if (text == NULL || uuid_parse(text, &step->to_coach_id) != CB_OK)
        return "coach";
    if (store_coaches(queue->store, &ask->caller.user.site_id, ask->arena, &coaches, &count) != CB_OK)
        return "coach";
    for (size_t i = 0; i < count; i++) {
        if (uuid_equal(&coaches[i].id, &step->to_coach_id))
            return NULL;
    }
    return "coach";
}

static const char *read_outcome(struct queue *queue, const struct ask *ask, const json_t *body,
                                struct request_step *step)
{
    const char *text = json_string_value(json_object_get(body, "outcome"));

    (void)queue;
    (void)ask;
    return text == NULL || request_outcome_from_name(text, &step->outcome) != CB_OK ? "outcome" : NULL;
}

static void step_route(struct queue *queue, const struct ask *ask, enum request_step_kind kind,
                       step_reader *read, struct answer *answer)
{
    struct request_step step = {.kind = kind, .actor = caller_actor(&ask->caller), .at_ms = ask->now.wall_ms};
    const char *wrong = NULL;
    const json_t *version;
    json_t *body = read_body(ask, answer);

    if (body == NULL)
        return;
    version = json_object_get(body, "version");
    if (!json_is_integer(version) || json_integer_value(version) < 1 ||
        json_integer_value(version) > INT32_MAX)
        wrong = "version";
    else
        wrong = read(queue, ask, body, &step);
    step.version = (int)json_integer_value(version);
    json_decref(body);
    if (wrong != NULL)
        answer_wrong(answer, wrong);
    else
        take_step(queue, ask, &step, answer);
}

void staff_claim(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    step_route(queue, ask, STEP_CLAIM, read_go, answer);
}

void staff_on_the_way(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    step_route(queue, ask, STEP_ON_THE_WAY, read_nothing, answer);
}

void staff_with_patient(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    step_route(queue, ask, STEP_WITH_PATIENT, read_nothing, answer);
}

void staff_release(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    step_route(queue, ask, STEP_RELEASE, read_nothing, answer);
}

void staff_reopen(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    step_route(queue, ask, STEP_REOPEN, read_nothing, answer);
}

void staff_hand_off(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    step_route(queue, ask, STEP_HAND_OFF, read_coach, answer);
}

void staff_close(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    step_route(queue, ask, STEP_CLOSE, read_outcome, answer);
}

/* ---- opened ---- */

/* A page shows this request to a person: from here on it is not true any more that nobody looked. */
void staff_opened(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct stored_request stored;
    int error;

    if (!is_of_my_site(queue, ask, &stored, answer))
        return;
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = store_opened(queue->store, &ask->id, ask->now.wall_ms);
    if (error == CB_OK && stored.opened_at_ms == 0 && stored.request.state != REQUEST_CLOSED)
        error = queue_audit(queue, ask, "request.open", AUDIT_OF_REQUEST, &ask->id, NULL);
    if (queue_settle(queue, answer, error))
        answer_staff_json(answer, request_json_now(queue, ask));
}

/* ---- what the person gave ---- */

static json_t *field_json(const char *text)
{
    return text[0] == '\0' ? json_null() : json_string(text);
}

/* The number goes out only while the person's yes stands. */
static void answer_fields(const struct person_fields *fields, bool consents, bool erased,
                          struct answer *answer)
{
    answer_staff_json(
        answer, json_pack("{s:b, s:o, s:o, s:o, s:o}", "erased", erased, "name", field_json(fields->name),
                          "phone", field_json(consents ? fields->phone : ""), "place",
                          field_json(fields->place), "return_note", field_json(fields->return_note)));
}

/* While a change of the site's key is not settled, the ring may still be sealed to the key before: the
 * request that unlocks a restarted queue reads by that one. CB_NOT_FOUND: to neither; the ring's key came
 * from a database that a backup took the place of. */
static int open_by_old_key(struct queue *queue, const struct epoch_slot *slot,
                           const struct key_pair *site_pair, const struct field_context *context,
                           const uint8_t sealed[SEALED_SIZE], struct person_fields *ret_fields)
{
    struct key_pair old_pair;
    struct key_pair epoch_pair;
    int error = site_key_old(queue->store, &context->site_id, site_pair, &old_pair);

    if (error != CB_OK)
        return error;
    error = epoch_slot_open(slot, &old_pair, &epoch_pair);
    if (error == CB_OK)
        error = field_open(&epoch_pair, context, sealed, ret_fields);
    seal_wipe(&old_pair, sizeof old_pair);
    seal_wipe(&epoch_pair, sizeof epoch_pair);
    return error;
}

static int open_field(struct queue *queue, const struct epoch_slot *slot, const struct field_context *context,
                      const uint8_t sealed[SEALED_SIZE], struct person_fields *ret_fields)
{
    struct key_pair site_pair;
    uint8_t site_key_id[KEY_ID_SIZE];
    int error = vault_site_pair(queue->vault, &context->site_id, &site_pair);

    if (error != CB_OK)
        return error;
    key_id(site_pair.public_key, site_key_id);
    if (memcmp(slot->sealed_to, site_key_id, sizeof site_key_id) == 0)
        error = vault_open_field(queue->vault, slot, context, sealed, ret_fields);
    else
        error = open_by_old_key(queue, slot, &site_pair, context, sealed, ret_fields);
    seal_wipe(&site_pair, sizeof site_pair);
    return error;
}

/* CB_NOT_FOUND: nothing is kept, or its key is no more. */
static int open_sealed(struct queue *queue, const struct request *request, struct person_fields *ret_fields)
{
    const struct field_context context = {
        .site_id = request->site_id,
        .kiosk_id = request->kiosk_id,
        .request_id = request->id,
    };
    const struct epoch_slot *slot;
    uint8_t sealed[SEALED_SIZE];
    uint8_t epoch[EPOCH_ID_SIZE];
    int error = store_sealed(queue->store, &request->id, sealed, epoch);

    if (error != CB_OK)
        return error;
    slot = queue->epochs == NULL ? NULL : epochs_find(queue->epochs, &request->site_id, epoch);
    if (slot == NULL)
        return CB_NOT_FOUND;
    return open_field(queue, slot, &context, sealed, ret_fields);
}

/* Who reads is written down first: without the entry nothing goes out. Refusals are written down too. */
static bool note_contact(struct queue *queue, const struct ask *ask, const char *action,
                         struct answer *answer)
{
    int error = store_mark(queue->store);

    if (error == CB_OK)
        error = queue_audit(queue, ask, action, AUDIT_OF_REQUEST, &ask->id, NULL);
    return queue_settle(queue, answer, error);
}

static void refuse_contact(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    if (note_contact(queue, ask, "contact.refuse", answer))
        answer_problem(answer, 403, "Only the coach who goes, or a supervisor, sees the name.", NULL, NULL);
}

/* The only way what identifies a person leaves the queue. */
void staff_contact(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    const struct stored_user *user = &ask->caller.user;
    struct stored_request stored;
    struct person_fields fields = {.name = ""};
    int error;

    if (!is_of_my_site(queue, ask, &stored, answer))
        return;
    if (user->role != ROLE_SUPERVISOR &&
        (uuid_is_none(&user->coach_id) || !uuid_equal(&user->coach_id, &stored.request.holder_id))) {
        refuse_contact(queue, ask, answer);
        return;
    }
    error = open_sealed(queue, &stored.request, &fields);
    /* Erased, never given, or sealed by a kiosk that lied about its ids: there is no name to show. */
    if (error != CB_OK && error != CB_NOT_FOUND && error != CB_DENIED && error != CB_DAMAGED)
        answer_error(answer, error);
    else if (note_contact(queue, ask, "contact.read", answer))
        answer_fields(&fields, stored.request.consent_version > 0,
                      error == CB_NOT_FOUND && request_find_is_sealed(stored.request.find), answer);
    seal_wipe(&fields, sizeof fields);
}

/* A person asked a coach to forget them: any coach may do that for them. */
void staff_forget(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct stored_request stored;
    int error;

    if (!is_of_my_site(queue, ask, &stored, answer))
        return;
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = store_forget(queue->store, &ask->id);
    if (error == CB_OK)
        error = queue_audit(queue, ask, "contact.forget", AUDIT_OF_REQUEST, &ask->id, NULL);
    if (queue_settle(queue, answer, error))
        answer_nothing(answer);
}

/* ---- alerts ---- */

static const char *const alert_actions[] = {
    [ALERT_SEEN] = "alert.seen",
    [ALERT_ACKNOWLEDGED] = "alert.acknowledge",
    [ALERT_RESOLVED] = "alert.resolve",
};

static void alert_route(struct queue *queue, const struct ask *ask, enum alert_state to,
                        struct answer *answer)
{
    struct stored_alert stored;
    struct alert changed;
    int error = store_alert(queue->store, &ask->id, ask->arena, &stored);

    if (error == CB_OK && !uuid_equal(&stored.alert.site_id, &ask->caller.user.site_id))
        error = CB_NOT_FOUND;
    if (error != CB_OK) {
        answer_error(answer, error);
        return;
    }
    error = store_mark(queue->store);
    if (error == CB_OK)
        error =
            store_alert_advance(queue->store, &ask->id, to, &ask->caller.user.id, ask->now.wall_ms, &changed);
    if (error == CB_OK && changed.state != stored.alert.state)
        error = queue_audit(queue, ask, alert_actions[to], AUDIT_OF_ALERT, &ask->id, NULL);
    if (!queue_settle(queue, answer, error))
        return;
    queue->alerts_changed = true;
    error = store_alert(queue->store, &ask->id, ask->arena, &stored);
    if (error != CB_OK)
        answer_error(answer, error);
    else
        answer_staff_json(answer,
                          staff_alert_json(&stored, queue_ringing(queue, &stored.alert, ask->now.wall_ms)));
}

void staff_alert_seen(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    alert_route(queue, ask, ALERT_SEEN, answer);
}

void staff_alert_acknowledge(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    alert_route(queue, ask, ALERT_ACKNOWLEDGED, answer);
}

void staff_alert_resolve(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    alert_route(queue, ask, ALERT_RESOLVED, answer);
}

/* ---- presence ---- */

static bool read_time(const json_t *value, int64_t *ret_wall_ms)
{
    if (value == NULL || json_is_null(value)) {
        *ret_wall_ms = 0;
        return true;
    }
    /* 0 stands for "not said", which 1970 does not. */
    return json_is_string(value) && moment_parse(json_string_value(value), ret_wall_ms) == CB_OK &&
           *ret_wall_ms != 0;
}

static const char *read_presence(const json_t *body, int64_t now_ms, struct presence *ret_presence)
{
    const char *kind = json_string_value(json_object_get(body, "kind"));

    if (kind == NULL || presence_from_name(kind, &ret_presence->kind) != CB_OK ||
        ret_presence->kind == PRESENCE_NONE)
        return "kind";
    if (!read_time(json_object_get(body, "until"), &ret_presence->until_ms))
        return "until";
    if (!read_time(json_object_get(body, "back_at"), &ret_presence->back_at_ms))
        return "back_at";
    if (json_object_get(body, "calls") != NULL && !json_is_boolean(json_object_get(body, "calls")))
        return "calls";
    ret_presence->calls = json_is_true(json_object_get(body, "calls"));
    if (ret_presence->until_ms != 0 &&
        (ret_presence->until_ms <= now_ms || ret_presence->until_ms > now_ms + PRESENCE_MAX_MS))
        return "until";
    return NULL;
}

/* Not said until when: to the end of today's hours, else eight hours. It always ends. */
static int64_t default_until(const struct coach *coach, const struct zone *zone, int64_t now_ms)
{
    int64_t end_ms;

    if (schedule_open(&coach->schedule, zone, now_ms, &end_ms) && end_ms - now_ms <= PRESENCE_MAX_MS)
        return end_ms;
    return now_ms + PRESENCE_DEFAULT_MS;
}

static void set_presence(struct queue *queue, const struct ask *ask, struct presence *presence,
                         struct answer *answer)
{
    const struct uuid *coach_id = &ask->caller.user.coach_id;
    const struct zone *zone = queue_zone(queue, &ask->caller.user.site_id);
    int64_t now_ms = ask->now.wall_ms;
    struct coach coach;
    char detail[64];
    int error = store_coach(queue->store, coach_id, ask->arena, &coach);

    if (error != CB_OK) {
        answer_error(answer, error);
        return;
    }
    if (presence->until_ms == 0)
        presence->until_ms = default_until(&coach, zone, now_ms);
    if (presence->back_at_ms != 0 &&
        (presence->back_at_ms <= now_ms || presence->back_at_ms > presence->until_ms)) {
        answer_problem(answer, 422, "It must lie between now and until.", "back_at", NULL);
        return;
    }
    snprintf(detail, sizeof detail, "{\"kind\":\"%s\"}", presence_name(presence->kind));
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = store_presence_set(queue->store, coach_id, presence, now_ms);
    if (error == CB_OK)
        error = queue_audit(queue, ask, "presence.set", AUDIT_OF_COACH, coach_id, detail);
    if (!queue_settle(queue, answer, error))
        return;
    coach.presence = *presence;
    answer_staff_json(answer, staff_coach_json(&coach, zone, now_ms));
}

void staff_presence(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct presence presence = {.kind = PRESENCE_NONE};
    json_t *body = read_body(ask, answer);
    const char *wrong;

    if (body == NULL)
        return;
    wrong = read_presence(body, ask->now.wall_ms, &presence);
    json_decref(body);
    if (wrong != NULL)
        answer_problem(answer, 422, "Not a presence, not a time, or not within the next 16 hours.", wrong,
                       NULL);
    else if (uuid_is_none(&ask->caller.user.coach_id))
        answer_problem(answer, 403, "You are not a coach here, so there is no presence to set.", NULL, NULL);
    else
        set_presence(queue, ask, &presence, answer);
}
