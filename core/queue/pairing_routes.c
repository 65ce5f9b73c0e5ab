/* Pairing over HTTP: the admin's page opens the window and types; the kiosk, which nobody knows yet, talks to
 * four addresses without a token. What they may do in which order, pairing_window.h knows. */
#include "base/log.h"
#include "queue/body.h"
#include "queue/identity.h"
#include "queue/pairing_window.h"
#include "queue/queue.h"
#include "wire/writer.h"

#include <stdio.h>
#include <string.h>

/* ---- the admin's page ---- */

static void answer_window(struct queue *queue, const struct ask *ask, int status, struct answer *answer)
{
    struct pairing_window *window = &queue->pairing;
    enum pairing_stage stage = pairing_stage(window, ask->now.mono_ms);
    struct writer writer = WRITER_INIT(&answer->body);
    bool has_kiosk = stage > PAIRING_OPEN && window->version[0] != '\0';
    char address[ADDRESS_TEXT_SIZE];

    address_format(&window->address, address);
    write_object(&writer, NULL);
    write_text(&writer, "stage", pairing_stage_name(stage));
    write_text_or_null(&writer, "why", window->why);
    write_text(&writer, "name", window->plan.name);
    write_int(&writer, "seconds_left",
              stage >= PAIRING_OPEN && stage <= PAIRING_APPROVED
                  ? (window->closes_mono_ms - ask->now.mono_ms) / SECOND_MS
                  : 0);
    write_text_or_null(&writer, "address", has_kiosk ? address : NULL);
    write_text_or_null(&writer, "version", has_kiosk ? window->version : NULL);
    write_text_or_null(&writer, "digits", stage == PAIRING_APPROVED ? window->transcript.queue_digits : NULL);
    write_object_end(&writer);
    answer_written(answer, status);
}

/* Another site's admin neither sees nor steers it. */
static bool window_is_mine(const struct queue *queue, const struct ask *ask)
{
    return queue->pairing.stage == PAIRING_CLOSED ||
           uuid_equal(&queue->pairing.plan.site_id, &ask->caller.user.site_id);
}

static bool check_mine(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    if (window_is_mine(queue, ask))
        return true;
    answer_problem(answer, 409, "Another site is pairing a kiosk. Try again in ten minutes.", NULL, NULL);
    return false;
}

void admin_pairing(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    if (check_mine(queue, ask, answer))
        answer_window(queue, ask, 200, answer);
}

/* "kiosk": one that is known, with its name and place; else a new one's "name" and "place". */
static int read_plan(struct queue *queue, const struct ask *ask, struct body *body,
                     struct pairing_plan *ret_plan)
{
    struct pairing_plan plan = {.site_id = ask->caller.user.site_id};
    struct stored_kiosk kiosk;
    int error = CB_OK;

    plan.kiosk_id = read_uuid(&body->reader, body->root, "kiosk", READ_OPTIONAL);
    if (uuid_is_none(&plan.kiosk_id)) {
        plan.kiosk_id = uuid_make(queue->random);
        plan.place_id = read_uuid(&body->reader, body->root, "place", READ_REQUIRED);
        read_text_into(&body->reader, body->root, "name", READ_REQUIRED, plan.name, sizeof plan.name);
    } else if (body->reader.error == CB_OK) {
        error = store_kiosk(queue->store, &plan.kiosk_id, ask->arena, &kiosk);
        if (error == CB_OK && !uuid_equal(&kiosk.site_id, &plan.site_id))
            error = CB_NOT_FOUND;
        if (error == CB_OK) {
            plan.place_id = kiosk.place.id;
            snprintf(plan.name, sizeof plan.name, "%s", kiosk.name);
        }
    }
    *ret_plan = plan;
    return error;
}

/* A name that is free, and a place that is there. */
static const char *plan_fault(struct queue *queue, const struct ask *ask, const struct pairing_plan *plan,
                              const char **ret_field)
{
    struct stored_kiosk *kiosks;
    size_t count;
    int error;

    *ret_field = "name";
    if (plan->name[0] == '\0')
        return "Give the kiosk a name.";
    if (store_kiosks(queue->store, &plan->site_id, ask->arena, &kiosks, &count) != CB_OK)
        return "The kiosks cannot be read.";
    for (size_t i = 0; i < count; i++) {
        if (strcmp(kiosks[i].name, plan->name) == 0 && !uuid_equal(&kiosks[i].id, &plan->kiosk_id))
            return "There is a kiosk by that name. Pair it again, or take another name.";
    }
    *ret_field = "place";
    error = store_place_find(queue->store, &plan->site_id, &plan->place_id);
    if (error == CB_OK)
        return NULL;
    return error == CB_NOT_FOUND ? "There is no such place." : "The places cannot be read.";
}

void admin_pairing_open(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct pairing_plan plan;
    struct body body;
    const char *field = NULL;
    const char *wrong;
    int error;

    if (!check_mine(queue, ask, answer) || !body_open(ask, answer, &body))
        return;
    error = read_plan(queue, ask, &body, &plan);
    if (!body_end(&body, answer))
        return;
    wrong = error == CB_OK ? plan_fault(queue, ask, &plan, &field) : NULL;
    if (error != CB_OK)
        answer_error(answer, error);
    else if (wrong != NULL)
        answer_problem(answer, 422, wrong, field, NULL);
    else if (pairing_window_open(&queue->pairing, &plan, ask->now.mono_ms) != CB_OK)
        answer_problem(answer, 409, "A kiosk is being paired already. End that first.", NULL, NULL);
    else
        answer_window(queue, ask, 201, answer);
}

void admin_pairing_type(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    char digits[16] = "";
    struct body body;
    int error;

    if (!check_mine(queue, ask, answer) || !body_open(ask, answer, &body))
        return;
    read_text_into(&body.reader, body.root, "digits", READ_REQUIRED, digits, sizeof digits);
    if (!body_end(&body, answer))
        return;
    error = pairing_type(&queue->pairing, digits, ask->now.mono_ms);
    if (error == CB_NOT_FOUND)
        answer_problem(answer, 409, "No kiosk shows digits now.", NULL, NULL);
    else
        answer_window(queue, ask, 200, answer);
}

void admin_pairing_close(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    if (!check_mine(queue, ask, answer))
        return;
    pairing_window_close(&queue->pairing);
    answer_nothing(answer);
}

/* ---- the kiosk ---- */

static void answer_no_window(struct answer *answer)
{
    answer_problem(answer, 404, "No pairing is open for this kiosk. Open it on the admin page first.", NULL,
                   NULL);
}

static void answer_aborted(struct queue *queue, struct answer *answer)
{
    log_event(LOG_LEVEL_WARNING, "pairing.aborted", 0);
    answer_problem(answer, 409,
                   queue->pairing.why != NULL ? queue->pairing.why : "The pairing has ended. Start again.",
                   NULL, NULL);
}

static void write_start(struct queue *queue, struct answer *answer)
{
    const struct pairing_window *window = &queue->pairing;
    struct writer writer = WRITER_INIT(&answer->body);

    write_object(&writer, NULL);
    write_uuid(&writer, "id", &window->id);
    write_uuid(&writer, "site", &window->plan.site_id);
    write_uuid(&writer, "kiosk", &window->plan.kiosk_id);
    write_text(&writer, "name", window->plan.name);
    write_bytes(&writer, "nonce", window->queue_nonce, sizeof window->queue_nonce);
    write_bytes(&writer, "anchors", window->anchors, window->anchors_length);
    write_object_end(&writer);
    answer_written(answer, 201);
}

void pairing_post(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    const struct strbuf *anchors = queue->identity == NULL ? NULL : &queue->identity->anchors;
    char version[PAIRING_VERSION_SIZE] = "";
    struct pairing_hello hello = {.version = version, .address = ask->source.client};
    struct body body;
    int error;

    if (!body_open(ask, answer, &body))
        return;
    read_bytes(&body.reader, body.root, "commitment", hello.commitment, sizeof hello.commitment);
    read_text_into(&body.reader, body.root, "version", READ_REQUIRED, version, sizeof version);
    if (!body_end(&body, answer))
        return;
    error = pairing_start(&queue->pairing, &hello, anchors == NULL ? NULL : (const uint8_t *)anchors->data,
                          anchors == NULL ? 0 : anchors->length, queue->random, ask->now.mono_ms);
    if (error == CB_OK)
        write_start(queue, answer);
    else if (error == CB_NOT_FOUND)
        answer_no_window(answer);
    else if (error == CB_CONFLICT)
        answer_aborted(queue, answer);
    else
        answer_error(answer, error);
}

static void write_kiosk_stage(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct pairing_window *window = &queue->pairing;
    enum pairing_stage stage = pairing_stage(window, ask->now.mono_ms);
    struct writer writer = WRITER_INIT(&answer->body);

    write_object(&writer, NULL);
    write_text(&writer, "stage", pairing_stage_name(stage));
    if (stage == PAIRING_APPROVED)
        write_bytes(&writer, "sealed", window->sealed, sizeof window->sealed);
    else
        write_null(&writer, "sealed");
    write_object_end(&writer);
    answer_written(answer, 200);
}

void pairing_put(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    uint8_t kiosk_key[KEY_SIZE];
    uint8_t kiosk_nonce[PAIRING_NONCE_SIZE];
    struct body body;
    int error;

    if (!body_open(ask, answer, &body))
        return;
    read_bytes(&body.reader, body.root, "public_key", kiosk_key, sizeof kiosk_key);
    read_bytes(&body.reader, body.root, "nonce", kiosk_nonce, sizeof kiosk_nonce);
    if (!body_end(&body, answer))
        return;
    error = pairing_reveal(&queue->pairing, &ask->id, kiosk_key, kiosk_nonce, ask->now.mono_ms);
    if (error == CB_OK)
        write_kiosk_stage(queue, ask, answer);
    else if (error == CB_NOT_FOUND)
        answer_no_window(answer);
    else
        answer_aborted(queue, answer);
}

void pairing_get(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    if (queue->pairing.stage == PAIRING_CLOSED || !pairing_is(&queue->pairing, &ask->id))
        answer_no_window(answer);
    else
        write_kiosk_stage(queue, ask, answer);
}

static int let_in(struct queue *queue, const struct ask *ask)
{
    const struct pairing_plan *plan = &queue->pairing.plan;
    int error = store_mark(queue->store);

    if (error == CB_OK)
        error = store_kiosk_pair(queue->store, &plan->site_id, &plan->kiosk_id, plan->name, &plan->place_id,
                                 queue->pairing.token_hash);
    if (error == CB_OK)
        error = audit_append(queue->store, &(struct audit_entry){.site_id = plan->site_id,
                                                                 .at_ms = ask->now.wall_ms,
                                                                 .clock_verified = ask->now.verified,
                                                                 .actor_kind = AUDIT_BY_KIOSK,
                                                                 .actor_id = plan->kiosk_id,
                                                                 .action = "kiosk.pair",
                                                                 .object_kind = AUDIT_OF_KIOSK,
                                                                 .object_id = plan->kiosk_id});
    return error;
}

/* The answer was lost and the kiosk asks again. It is not let in a second time: it may have been revoked
 * since, and a thief would come back by what was good once. */
static void confirm_again(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct stored_kiosk kiosk;

    if (store_kiosk_by_token(queue->store, queue->pairing.token_hash, ask->arena, &kiosk) == CB_OK &&
        !kiosk.revoked) {
        answer_nothing(answer);
        return;
    }
    pairing_window_abort(&queue->pairing,
                         "The kiosk is not known any more: it was revoked, or could not be written down.");
    answer_no_window(answer);
}

void pairing_confirm_post(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    const char *token = queue_bearer(ask->head);
    int error;

    if (token == NULL) {
        answer_problem(answer, 401, "Come with the token from the pairing.", NULL, NULL);
        return;
    }
    error = pairing_confirm(&queue->pairing, &ask->id, token, ask->now.mono_ms);
    if (error == CB_BUSY) {
        confirm_again(queue, ask, answer);
        return;
    }
    if (error == CB_NOT_FOUND) {
        answer_no_window(answer);
        return;
    }
    if (error != CB_OK) {
        answer_aborted(queue, answer);
        return;
    }
    if (!queue_settle(queue, answer, let_in(queue, ask)))
        return;
    queue->sessions_changed = true; /* the feed of the kiosk that it replaces ends */
    answer_nothing(answer);
}
