/* What kiosks ask for. */
#include "queue/kiosk_routes.h"

#include "base/log.h"
#include "queue/feed_events.h"
#include "queue/identity.h"
#include "queue/routes.h"
#include "seal/seal.h"
#include "wire/board_json.h"
#include "wire/health_json.h"
#include "wire/request_json.h"

#include <stdio.h>
#include <string.h>

static void answer_bucket(struct answer *answer, int wait_s, const char *detail)
{
    answer_problem(answer, 429, detail, NULL, NULL);
    answer->retry_after_s = wait_s;
}

/* ---- board ---- */

/* Behind a proxy it is the proxy's certificate that kiosks know the queue by, and ours is not their matter.
 */
static const struct identity *told_identity(const struct queue *queue, const struct ask *ask)
{
    return ask->source.direct ? queue->identity : NULL;
}

static int write_board(struct queue *queue, const struct ask *ask, int64_t site_revision,
                       struct cached_board *cached)
{
    const struct identity *identity = told_identity(queue, ask);
    struct board board;
    int error = store_board(queue->store, &ask->caller.kiosk.id, ask->now.wall_ms, ask->arena, &board);

    if (error == CB_OK && queue->epochs != NULL)
        error = epochs_list(queue->epochs, &ask->caller.kiosk.site_id, ask->now.wall_ms, ask->arena,
                            &board.epochs, &board.epoch_count);
    if (error == CB_OK && identity != NULL) {
        board.anchors = (const uint8_t *)identity->anchors.data;
        board.anchors_length = identity->anchors.length;
    }
    if (error == CB_OK)
        error = wire_board_write(&board, &cached->body);
    if (error != CB_OK) {
        strbuf_clear(&cached->body);
        return error;
    }
    cached->site_revision = site_revision;
    cached->board_revision = board.revision;
    cached->with_anchors = identity != NULL;
    cached->made_at_ms = ask->now.wall_ms;
    return CB_OK;
}

static int find_board(struct queue *queue, const struct ask *ask, const struct cached_board **ret_board)
{
    const struct stored_kiosk *kiosk = &ask->caller.kiosk;
    struct cached_board *renewed;
    int64_t revision;
    int error = store_revision(queue->store, &kiosk->site_id, &revision);

    if (error != CB_OK)
        return error;
    *ret_board = board_cache_find(&queue->boards, &kiosk->id, revision, ask->now.wall_ms);
    if (*ret_board != NULL && (*ret_board)->with_anchors == (told_identity(queue, ask) != NULL))
        return CB_OK;
    renewed = board_cache_renew(&queue->boards, &kiosk->id);
    *ret_board = renewed;
    return write_board(queue, ask, revision, renewed);
}

void kiosk_board(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    const char *known = http_header(ask->head, "If-None-Match");
    const struct identity *identity = told_identity(queue, ask);
    const struct cached_board *board;
    int error = find_board(queue, ask, &board);

    if (error != CB_OK) {
        answer_error(answer, error);
        return;
    }
    snprintf(answer->etag, sizeof answer->etag, "\"%lld%s%s\"", (long long)board->board_revision,
             identity == NULL ? "" : "-", identity == NULL ? "" : identity->anchors_tag);
    answer->cache = CACHE_NO_STORE;
    answer_json(answer, 200);
    if (known != NULL && strcmp(known, answer->etag) == 0) {
        answer->status = 304;
        answer->content_type = NULL;
    } else {
        strbuf_add(&answer->body, board->body.data, board->body.length);
    }
}

/* ---- requests ---- */

static void fill_status(const struct stored_request *stored, struct wire_status *ret_status)
{
    const struct request *request = &stored->request;

    *ret_status = (struct wire_status){
        .id = request->id,
        .ticket = request->ticket,
        .state = request->state,
        .outcome = request->outcome,
        .version = request->version,
        .kind = request->kind,
        .find = request->find,
        .consent_version = request->consent_version,
        .opened = stored->opened_at_ms != 0,
        .told = stored->told_at_ms != 0,
        .asked_at_ms = request->asked_at_ms,
        .due_from_ms = stored->due_from_ms,
        .due_until_ms = stored->due_until_ms,
        .ahead = stored->ahead,
        .coach_id = request->wanted_coach_id,
        .holder_id = request->holder_id,
        .former_holder_id = stored->former_holder_id,
    };
    snprintf(ret_status->holder_name, sizeof ret_status->holder_name, "%s", stored->holder_name);
    snprintf(ret_status->former_holder_name, sizeof ret_status->former_holder_name, "%s",
             stored->former_holder_name);
}

int kiosk_write_status(struct queue *queue, const struct uuid *request_id, int64_t now_ms,
                       struct arena *arena, struct strbuf *out)
{
    struct stored_request stored;
    struct wire_status status;
    struct wait_range wait;
    int error = store_request(queue->store, request_id, now_ms, arena, &stored);

    if (error != CB_OK)
        return error;
    fill_status(&stored, &status);
    wait = wait_book_range(&queue->waits, queue->store, queue->random, &stored.request, now_ms, arena);
    status.wait_from_min = wait.from_min;
    status.wait_to_min = wait.to_min;
    return wire_status_write(&status, out);
}

static void answer_status(struct queue *queue, const struct ask *ask, const struct uuid *request_id,
                          int status, struct answer *answer)
{
    int error = kiosk_write_status(queue, request_id, ask->now.wall_ms, ask->arena, &answer->body);

    if (error != CB_OK)
        answer_error(answer, error);
    else
        answer_json(answer, status);
}

/* A kiosk knows its own site's requests only: any of them, because a ticket can be looked up at another
 * kiosk. */
static bool find_own_request(struct queue *queue, const struct ask *ask, struct request *ret_request,
                             struct answer *answer)
{
    int error = store_request_plain(queue->store, &ask->id, ret_request);

    if (error == CB_OK && !uuid_equal(&ret_request->site_id, &ask->caller.kiosk.site_id))
        error = CB_NOT_FOUND;
    if (error == CB_OK)
        return true;
    answer_error(answer, error);
    return false;
}

/* A repeat of one that we have is never refused: its answer may have been lost on the way. */
static bool is_repeat(struct queue *queue, const struct ask *ask)
{
    struct request known;

    return store_request_plain(queue->store, &ask->id, &known) == CB_OK;
}

static bool submit_allowed(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    int wait_s = kiosk_submit_wait(&queue->kiosk_limits, &ask->caller.kiosk.id, ask->now.mono_ms);

    if (wait_s == 0 || is_repeat(queue, ask))
        return true;
    answer_bucket(answer, wait_s, "Too many requests from this kiosk. Keep it, and send it again later.");
    return false;
}

void kiosk_submit(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    const struct stored_kiosk *kiosk = &ask->caller.kiosk;
    struct wire_submit submit;
    struct wire_fault fault = {.field = ""};
    struct request request;
    uint8_t hash[32];
    bool is_new = false;
    int error;

    if (wire_submit_read(ask->body, ask->body_length, &submit, &fault) != CB_OK) {
        answer_fault(answer, &fault);
        return;
    }
    submit.id = ask->id;
    if (!submit_allowed(queue, ask, answer))
        return;
    body_hash(ask->body, ask->body_length, hash);
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = store_submit(queue->store, kiosk, &submit, hash, ask->now.wall_ms, &request, &is_new);
    if (error == CB_OK && !uuid_equal(&request.kiosk_id, &kiosk->id))
        error = CB_CONFLICT; /* another kiosk's */
    if (!queue_settle(queue, answer, error)) {
        if (error == CB_CONFLICT)
            answer_problem(answer, 409, "A request with this id came before, with another body.", NULL, NULL);
        return;
    }
    if (is_new)
        kiosk_submit_take(&queue->kiosk_limits, &kiosk->id, ask->now.mono_ms);
    answer_status(queue, ask, &ask->id, is_new ? 201 : 200, answer);
}

void kiosk_request(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct request request;

    if (find_own_request(queue, ask, &request, answer))
        answer_status(queue, ask, &ask->id, 200, answer);
}

/* The person sees no versions: their newest wish counts. */
static void patient_step(struct queue *queue, const struct ask *ask, const struct request *request,
                         struct request_step step, struct answer *answer)
{
    struct request changed;
    int error = store_mark(queue->store);

    step.actor = patient_actor();
    step.version = request->version;
    step.at_ms = ask->now.wall_ms;
    if (error == CB_OK)
        error = store_step(queue->store, &ask->id, &step, &changed);
    if (queue_settle(queue, answer, error))
        answer_status(queue, ask, &ask->id, 200, answer);
}

void kiosk_cancel(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct request request;

    if (!find_own_request(queue, ask, &request, answer))
        return;
    if (request.state == REQUEST_CLOSED && request.outcome == OUTCOME_CANCELLED)
        answer_status(queue, ask, &ask->id, 200, answer);
    else
        patient_step(queue, ask, &request,
                     (struct request_step){.kind = STEP_CLOSE, .outcome = OUTCOME_CANCELLED}, answer);
}

/* The person takes back what they gave; the request stands, found by its sign. */
void kiosk_forget(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct request request;
    int error;

    if (!find_own_request(queue, ask, &request, answer))
        return;
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = store_forget(queue->store, &ask->id);
    if (queue_settle(queue, answer, error))
        answer_status(queue, ask, &ask->id, 200, answer);
}

void kiosk_change(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct request request;
    struct wire_submit change;
    struct wire_fault fault = {.field = ""};
    struct request changed;
    int error;

    if (!find_own_request(queue, ask, &request, answer))
        return;
    if (wire_change_read(ask->body, ask->body_length, &change, &fault) != CB_OK) {
        answer_fault(answer, &fault);
        return;
    }
    change.id = ask->id;
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = store_change(queue->store, &ask->id, &change, ask->now.wall_ms, &changed);
    if (queue_settle(queue, answer, error))
        answer_status(queue, ask, &ask->id, 200, answer);
}

/* After a hand-off the person is asked whether the other coach is fine. Yes changes nothing; no gives the
 * place back to the line, for any coach. */
void kiosk_answer(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct request request;
    struct wire_fault fault = {.field = ""};
    const json_t *yes;
    json_t *body;
    int wants = -1;

    if (!find_own_request(queue, ask, &request, answer))
        return;
    if (wire_parse(ask->body, ask->body_length, &body, &fault) != CB_OK) {
        answer_fault(answer, &fault);
        return;
    }
    yes = json_object_get(body, "yes");
    if (json_is_boolean(yes))
        wants = json_is_true(yes);
    json_decref(body);
    if (wants < 0)
        answer_problem(answer, 422, "Say true or false.", "yes", NULL);
    else if (wants == 1 || request.state == REQUEST_WAITING)
        answer_status(queue, ask, &ask->id, 200, answer);
    else
        patient_step(queue, ask, &request, (struct request_step){.kind = STEP_RELEASE}, answer);
}

/* Said again it changes nothing, and after the request is closed nothing is left to use. */
void kiosk_consent(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct request_step step = {.kind = STEP_CONSENT};
    struct wire_fault fault = {.field = ""};
    struct request request;
    bool same;

    if (!find_own_request(queue, ask, &request, answer))
        return;
    if (wire_consent_read(ask->body, ask->body_length, &step.consent_version, &fault) != CB_OK) {
        answer_fault(answer, &fault);
        return;
    }
    same = step.consent_version == request.consent_version;
    if (same || (step.consent_version == 0 && request.state == REQUEST_CLOSED))
        answer_status(queue, ask, &ask->id, 200, answer);
    else
        patient_step(queue, ask, &request, step, answer);
}

void kiosk_lookup(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    const struct stored_kiosk *kiosk = &ask->caller.kiosk;
    struct wire_fault fault = {.field = ""};
    struct ticket ticket;
    struct uuid id;
    int wait_s = kiosk_lookup_wait(&queue->kiosk_limits, &kiosk->id, ask->now.mono_ms);
    int error;

    if (wait_s > 0) {
        answer_bucket(answer, wait_s, "Too many wrong tickets. The front desk can help.");
        return;
    }
    if (wire_lookup_read(ask->body, ask->body_length, &ticket, &fault) != CB_OK) {
        answer_fault(answer, &fault);
        return;
    }
    error = store_request_by_ticket(queue->store, &kiosk->site_id, ticket, &id);
    if (error == CB_NOT_FOUND)
        kiosk_lookup_wrong(&queue->kiosk_limits, &kiosk->id, ask->now.mono_ms);
    if (error != CB_OK)
        answer_error(answer, error);
    else
        answer_status(queue, ask, &id, 200, answer);
}

/* ---- help now ---- */

void kiosk_write_alert(struct queue *queue, const struct alert *alert, bool stored, int64_t now_ms,
                       struct strbuf *out)
{
    struct wire_alert wire = {
        .id = alert->id,
        .state = alert->state,
        .count = alert->count,
        .stored = stored,
        .screens = queue_ringing(queue, alert, now_ms).screens,
        .sent_at_ms = alert->sent_at_ms,
        .seen_at_ms = alert->seen_at_ms,
        .acknowledged_at_ms = alert->acknowledged_at_ms,
        .resolved_at_ms = alert->resolved_at_ms,
        .told = alert->told_at_ms != 0,
    };

    wire_alert_write(&wire, out);
}

static void answer_alert(struct queue *queue, const struct alert *alert, int status, int64_t now_ms,
                         struct answer *answer)
{
    kiosk_write_alert(queue, alert, true, now_ms, &answer->body);
    answer_json(answer, status);
}

/* A body that cannot be read does not stop a call for help. */
void kiosk_alert_put(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct alert alert;
    bool is_new = false;
    int error = store_mark(queue->store);

    if (error == CB_OK)
        error =
            store_alert_put(queue->store, &ask->caller.kiosk, &ask->id, ask->now.wall_ms, &alert, &is_new);
    if (!queue_settle(queue, answer, error))
        return;
    if (is_new)
        ring_clock_heard(&queue->ring_clock, &alert.id);
    queue->alerts_changed = true;
    answer_alert(queue, &alert, is_new ? 201 : 200, ask->now.wall_ms, answer);
}

static bool find_own_alert(struct queue *queue, const struct ask *ask, struct stored_alert *ret_stored,
                           struct answer *answer)
{
    int error = store_alert(queue->store, &ask->id, ask->arena, ret_stored);

    if (error == CB_OK && !uuid_equal(&ret_stored->alert.kiosk_id, &ask->caller.kiosk.id))
        error = CB_NOT_FOUND;
    if (error == CB_OK)
        return true;
    answer_error(answer, error);
    return false;
}

void kiosk_alert(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct stored_alert stored;

    if (find_own_alert(queue, ask, &stored, answer))
        answer_alert(queue, &stored.alert, 200, ask->now.wall_ms, answer);
}

void kiosk_alert_ok(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct stored_alert stored;
    struct alert alert;
    int error;

    if (!find_own_alert(queue, ask, &stored, answer))
        return;
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = store_alert_ok(queue->store, &ask->id, ask->now.wall_ms, &alert);
    if (queue_settle(queue, answer, error))
        answer_alert(queue, &alert, 200, ask->now.wall_ms, answer);
}

/* ---- feed and heartbeat ---- */

void kiosk_feed(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    const char *token = queue_bearer(ask->head);

    (void)queue;
    answer->kind = ANSWER_FEED;
    answer->status = 200;
    answer->feed = (struct feed_grant){
        .site_id = ask->caller.kiosk.site_id,
        .kiosk_id = ask->caller.kiosk.id,
        .after = feed_last_id(ask->head),
    };
    kiosk_token_hash(token != NULL ? token : "", answer->feed.kiosk_token);
}

/* The anchor that a kiosk brings must be in the log. If it is not, the log was cut off or written anew (or an
 * old backup was put back), and the kiosk keeps what it knows until an admin has looked into it. *ret_stands:
 * it may have a newer one. */
static int compare_anchor(struct queue *queue, const struct ask *ask, const struct audit_anchor *brought,
                          bool *ret_stands)
{
    const struct stored_kiosk *kiosk = &ask->caller.kiosk;
    enum audit_alarm_state alarm;
    int error = brought->seq == 0 ? CB_OK : audit_compare(queue->store, &kiosk->site_id, brought);

    *ret_stands = error == CB_OK;
    if (error != CB_DAMAGED)
        return error;
    error = audit_alarm_raise(queue->store, kiosk, brought, ask->now.wall_ms, &alarm);
    if (error != CB_OK)
        return error;
    *ret_stands = alarm == AUDIT_ALARM_SETTLED;
    if (alarm == AUDIT_ALARM_NEW) {
        queue->audit_changed = true;
        log_event_id(LOG_LEVEL_ERROR, "audit.anchor_not_in_log", brought->seq, &kiosk->id);
    }
    return CB_OK;
}

static int take_heartbeat(struct queue *queue, const struct ask *ask, const struct wire_anchor *brought,
                          struct wire_anchor *ret_newest)
{
    struct audit_anchor anchor = {.seq = brought->seq};
    struct audit_anchor newest = {.seq = 0};
    bool stands = false;
    int error = store_kiosk_seen(queue->store, &ask->caller.kiosk.id, ask->now.wall_ms);

    memcpy(anchor.hash, brought->hash, sizeof anchor.hash);
    if (error == CB_OK)
        error = compare_anchor(queue, ask, &anchor, &stands);
    if (error == CB_OK && stands)
        error = audit_newest(queue->store, &ask->caller.kiosk.site_id, &newest);
    if (error != CB_OK)
        return error;
    ret_newest->seq = newest.seq;
    memcpy(ret_newest->hash, newest.hash, sizeof ret_newest->hash);
    return CB_OK;
}

void kiosk_health(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct wire_fault fault = {.field = ""};
    struct wire_health health;
    struct wire_anchor newest;
    int error;

    if (wire_health_read(ask->body, ask->body_length, &health, &fault) != CB_OK) {
        answer_fault(answer, &fault);
        return;
    }
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = take_heartbeat(queue, ask, &health.anchor, &newest);
    if (error == CB_OK)
        error = store_kiosk_health(queue->store, &ask->caller.kiosk.id, health.version, health.outbox);
    if (!queue_settle(queue, answer, error))
        return;
    wire_health_answer_write(ask->now.wall_ms, &newest, &answer->body);
    answer_json(answer, 200);
}
