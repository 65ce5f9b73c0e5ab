/* From a request to its answer: who asks, may they, and then the route's handler. */
#include "queue/queue.h"

#include "base/log.h"
#include "queue/kiosk_routes.h"
#include "queue/pages.h"
#include "queue/routes.h"
#include "queue/session.h"
#include "queue/staff_json.h"
#include "seal/seal.h"

#include <stdio.h>
#include <string.h>

void queue_init(struct queue *queue, struct store *store, struct random_source random, struct vault *vault,
                const struct pages *pages)
{
    *queue = (struct queue){.store = store, .random = random, .vault = vault, .pages = pages};
    sign_in_limits_init(&queue->sign_in_limits, random);
}

void queue_release(struct queue *queue)
{
    for (size_t i = 0; i < queue->zone_count; i++)
        zone_free(queue->zones[i].zone);
    queue->zone_count = 0;
    board_cache_release(&queue->boards);
}

const struct zone *queue_zone(struct queue *queue, const struct uuid *site_id)
{
    struct arena arena = ARENA_INIT;
    struct zone *zone = NULL;
    struct site site;

    for (size_t i = 0; i < queue->zone_count; i++) {
        if (uuid_equal(&queue->zones[i].site_id, site_id))
            return queue->zones[i].zone;
    }
    if (queue->zone_count < SITES_MAX && store_site(queue->store, site_id, &arena, &site) == CB_OK) {
        if (zone_load(site.zone_name, &zone) != CB_OK)
            log_event_id(LOG_LEVEL_ERROR, "site.zone_unknown_utc_used", 0, site_id);
        queue->zones[queue->zone_count++] = (struct site_zone){.site_id = *site_id, .zone = zone};
    }
    arena_release(&arena);
    return zone;
}

void queue_zone_changed(struct queue *queue, const struct uuid *site_id)
{
    for (size_t i = 0; i < queue->zone_count; i++) {
        if (!uuid_equal(&queue->zones[i].site_id, site_id))
            continue;
        zone_free(queue->zones[i].zone);
        queue->zones[i] = queue->zones[--queue->zone_count];
    }
}

static int count_screens(const struct queue *queue, const struct uuid *site_id, enum alert_ring ring)
{
    if (queue->screens == NULL || ring == ALERT_RING_NOBODY)
        return 0;
    return queue->screens(queue->screens_context, site_id, ring == ALERT_RING_DESK);
}

/* An alert never waits for a front desk that has no page open: then everyone rings at once. */
struct alert_ringing queue_ringing(const struct queue *queue, const struct alert *alert, int64_t now_ms)
{
    struct alert unanswered = *alert;
    int64_t rang_until_ms = alert->acknowledged_at_ms != 0
                                ? alert->acknowledged_at_ms
                                : ring_clock_ms(&queue->ring_clock, &alert->id, now_ms);
    enum alert_ring loudest;
    int screens;

    unanswered.state = ALERT_SENT;
    loudest = alert_ring_at(&unanswered, rang_until_ms);
    screens = count_screens(queue, &alert->site_id, loudest);
    if (loudest == ALERT_RING_DESK && screens == 0) {
        loudest = ALERT_RING_EVERYONE;
        screens = count_screens(queue, &alert->site_id, loudest);
    }
    return (struct alert_ringing){alert->state >= ALERT_ACKNOWLEDGED ? ALERT_RING_NOBODY : loudest, screens};
}

bool queue_settle(struct queue *queue, struct answer *answer, int error)
{
    if (error == CB_OK)
        error = store_keep(queue->store);
    else
        store_undo(queue->store);
    if (error != CB_OK)
        answer_error(answer, error);
    return error == CB_OK;
}

int queue_audit(struct queue *queue, const struct ask *ask, const char *action, enum audit_object kind,
                const struct uuid *object_id, const char *detail)
{
    return audit_append(queue->store, &(struct audit_entry){.site_id = ask->caller.user.site_id,
                                                            .at_ms = ask->now.wall_ms,
                                                            .clock_verified = ask->now.verified,
                                                            .actor_kind = AUDIT_BY_USER,
                                                            .actor_id = ask->caller.user.id,
                                                            .action = action,
                                                            .object_kind = kind,
                                                            .object_id = *object_id,
                                                            .detail = detail});
}

int queue_audit_own(struct queue *queue, const struct stored_user *user, const char *action,
                    struct moment now)
{
    return audit_append(queue->store, &(struct audit_entry){.site_id = user->site_id,
                                                            .at_ms = now.wall_ms,
                                                            .clock_verified = now.verified,
                                                            .actor_kind = AUDIT_BY_USER,
                                                            .actor_id = user->id,
                                                            .action = action,
                                                            .object_kind = AUDIT_OF_USER,
                                                            .object_id = user->id});
}

struct actor caller_actor(const struct caller *caller)
{
    return staff_actor(&caller->user);
}

struct actor patient_actor(void)
{
    return (struct actor){.kind = ACTOR_PATIENT};
}

/* ---- what it asks with ---- */

static bool body_is_json(const struct http_head *head)
{
    const char *type = http_header(head, "Content-Type");

    if (type == NULL || strncasecmp(type, "application/json", 16) != 0)
        return false;
    type += 16;
    return *type == '\0' || *type == ';' || *type == ' ';
}

/* ---- who asks ---- */

const char *queue_bearer(const struct http_head *head)
{
    static const char scheme[] = "Bearer ";
    const char *authorization = http_header(head, "Authorization");

    if (authorization == NULL || strncasecmp(authorization, scheme, sizeof scheme - 1) != 0)
        return NULL;
    return authorization + sizeof scheme - 1;
}

static bool kiosk_open(struct queue *queue, struct ask *ask)
{
    const char *token = queue_bearer(ask->head);
    uint8_t hash[32];

    if (token == NULL || kiosk_token_hash(token, hash) != CB_OK)
        return false;
    if (store_kiosk_by_token(queue->store, hash, ask->arena, &ask->caller.kiosk) != CB_OK)
        return false;
    return !ask->caller.kiosk.revoked;
}

/* Same page, JSON, and for signed-in people the token that only our pages can read. */
static bool change_allowed(const struct ask *ask, bool needs_csrf, struct answer *answer)
{
    const char *token = http_header(ask->head, "X-CSRF-Token");

    if (!origin_is_ours(ask->head, ask->source.secure)) {
        answer_problem(answer, 403, "Changes are taken from this queue's own pages only.", NULL, NULL);
        return false;
    }
    if (ask->head->method != HTTP_DELETE && !body_is_json(ask->head)) {
        answer_problem(answer, 415, "Send application/json.", NULL, NULL);
        return false;
    }
    if (needs_csrf && (token == NULL || strlen(token) != strlen(ask->caller.csrf) ||
                       !secret_equal(token, ask->caller.csrf, strlen(token)))) {
        answer_problem(answer, 403, "The page is out of date. Load it again.", NULL, NULL);
        return false;
    }
    return true;
}

static bool is_change(const struct ask *ask)
{
    return ask->head->method != HTTP_GET && ask->head->method != HTTP_HEAD;
}

/* Browsers say where a change comes from, and send no JSON across origins without asking. */
static bool is_no_page(const struct ask *ask, struct answer *answer)
{
    if (!is_change(ask))
        return true;
    if (http_header(ask->head, "Origin") != NULL) {
        answer_problem(answer, 403, "Kiosks are paired from a kiosk, not from a page.", NULL, NULL);
        return false;
    }
    if (ask->body_length > 0 && !body_is_json(ask->head)) {
        answer_problem(answer, 415, "Send application/json.", NULL, NULL);
        return false;
    }
    return true;
}

static bool staff_may(struct queue *queue, struct ask *ask, const struct route *route, struct answer *answer)
{
    if (!session_open(queue, ask, route->handler != staff_feed, &ask->caller)) {
        answer_problem(answer, 401, "Nobody is signed in here.", NULL, NULL);
        return false;
    }
    if (is_change(ask) && !change_allowed(ask, true, answer))
        return false;
    if (route->act != ACT_COUNT && !access_allowed(ask->caller.user.role, route->act)) {
        answer_problem(answer, 403, "Your role may not do this.", NULL, NULL);
        return false;
    }
    return true;
}

static bool may(struct queue *queue, struct ask *ask, const struct route *route, struct answer *answer)
{
    switch (route->who) {
    case WHO_ANYONE:
        return true;
    case WHO_NEW_KIOSK:
        return is_no_page(ask, answer);
    case WHO_KIOSK:
        if (kiosk_open(queue, ask))
            return true;
        answer_problem(answer, 401, "This kiosk is not known here. Give it a new token.", NULL, NULL);
        return false;
    case WHO_STAFF:
        return staff_may(queue, ask, route, answer);
    case WHO_NOBODY_YET:
        return change_allowed(ask, false, answer);
    }
    return false;
}

static void answer_no_route(const struct queue *queue, const struct ask *ask, const char *allow,
                            struct answer *answer)
{
    if (pages_answer(queue->pages, ask->head, answer))
        return;
    if (allow != NULL) {
        answer_problem(answer, 405, "This cannot be done with that method here.", NULL, NULL);
        answer->allow = allow;
        return;
    }
    answer_problem(answer, 404, "There is nothing at this address.", NULL, NULL);
}

static const struct route *open_route(struct queue *queue, struct ask *ask, struct answer *answer)
{
    const char *allow;
    const char *detail;
    const struct route *route;
    int status;

    status = origins_judge(&queue->origins, &ask->arrival, ask->head, &ask->source, &detail);
    if (status != 0) {
        answer_problem(answer, status, detail, NULL, NULL);
        return NULL;
    }
    answer->strict = ask->source.secure && strchr(http_header(ask->head, "Host"), ':') == NULL;
    route = route_find(ask->head->method, ask->head->path, &ask->id, &allow);
    if (route == NULL) {
        answer_no_route(queue, ask, allow, answer);
        return NULL;
    }
    return may(queue, ask, route, answer) ? route : NULL;
}

void queue_handle(struct queue *queue, struct ask *ask, struct answer *answer)
{
    const struct route *route = open_route(queue, ask, answer);

    queue->counters.requests++;
    ring_clock_turn(&queue->ring_clock, ask->now);
    if (route != NULL)
        route->handler(queue, ask, answer);
    if (answer->kind == ANSWER_FEED && ask->head->method == HTTP_HEAD)
        answer->kind = ANSWER_READY;
}

void queue_turn_ended(struct queue *queue, bool committed)
{
    if (committed)
        queue->counters.commits++;
    else
        queue->counters.commit_failures++;
    if (!committed && queue->vault != NULL)
        vault_lock(queue->vault); /* it may hold a key that never came to be */
    if (committed && queue->keys_unsettled)
        queue_settle_keys(queue);
    if (queue->proof == PROOF_TRIED)
        queue->proof = committed ? PROOF_GOOD : PROOF_BAD;
}

bool queue_is_alert(const struct http_head *head)
{
    static const char prefix[] = "/api/v1/alerts/";

    return head->method == HTTP_PUT && strncmp(head->path, prefix, sizeof prefix - 1) == 0;
}

bool queue_handle_unstored(struct queue *queue, struct ask *ask, struct answer *answer,
                           struct stored_alert *ret_alert)
{
    const struct stored_kiosk *kiosk = &ask->caller.kiosk;
    const struct route *route = open_route(queue, ask, answer);

    answer_clear(answer);
    if (route == NULL || route->handler != kiosk_alert_put) {
        answer_problem(answer, 503, "The queue could not write this down. Nothing was taken. Send it again.",
                       NULL, NULL);
        answer->retry_after_s = 1;
        return false;
    }
    *ret_alert = (struct stored_alert){
        .alert = {.id = ask->id,
                  .site_id = kiosk->site_id,
                  .kiosk_id = kiosk->id,
                  .state = ALERT_SENT,
                  .count = 1,
                  .sent_at_ms = ask->now.wall_ms},
        .kiosk_name = kiosk->name,
        .place = kiosk->place,
        .acknowledged_by_name = "",
    };
    kiosk_write_alert(queue, &ret_alert->alert, false, ask->now.wall_ms, &answer->body);
    answer_json(answer, 200);
    return true;
}
