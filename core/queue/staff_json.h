/* What staff pages are told, as JSON. Each function gives a new reference that the caller owns, NULL when out
 * of memory; NULL is fine as an argument to staff_write. No name or number of a patient ever stands in these.
 */
#ifndef CB_QUEUE_STAFF_JSON_H
#define CB_QUEUE_STAFF_JSON_H

#include "base/strbuf.h"
#include "queue/queue.h"

#include <jansson.h>

json_t *staff_me_json(const struct stored_user *user, const struct site *site, const char *csrf);
json_t *staff_request_json(const struct stored_request *request, bool can_reopen);
json_t *staff_coach_json(const struct coach *coach, const struct zone *zone, int64_t now_ms);
json_t *staff_alert_json(const struct stored_alert *alert, struct alert_ringing ringing);

struct staff_queue_parts {
    int64_t revision;
    int64_t now_ms;
    const struct site *site;
    const struct zone *zone;
    const struct stored_user *user;
    const struct coach *coaches;
    size_t coach_count;
    const struct stored_request *requests;
    size_t request_count;
    const struct stored_alert *alerts;
    size_t alert_count;
    const struct topic *topics;
    size_t topic_count;
    const struct queue *queue; /* knows who rings */
};
json_t *staff_queue_json(const struct staff_queue_parts *parts);

/* Whether this user could reopen the request now: asks the rules. */
bool staff_can_reopen(const struct stored_user *user, const struct request *request, int64_t now_ms);
/* The user as the rules know them. */
struct actor staff_actor(const struct stored_user *user);

/* Writes it out and drops the reference. CB_NO_MEMORY for NULL. */
int staff_write(json_t *json, struct strbuf *out);

#endif
