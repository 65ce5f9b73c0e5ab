/* Staff pages' JSON. */
#include "queue/staff_json.h"

#include "base/wipe.h"
#include "domain/availability.h"

#include <stdlib.h>

static json_t *id_json(const struct uuid *id)
{
    char text[UUID_TEXT_SIZE];

    if (uuid_is_none(id))
        return json_null();
    uuid_format(id, text);
    return json_string(text);
}

/* 0 stands for "not". */
static json_t *time_json(int64_t wall_ms)
{
    char text[MOMENT_TEXT_SIZE];

    if (wall_ms == 0)
        return json_null();
    moment_format(wall_ms, text);
    return json_string(text);
}

static json_t *text_or_null(const char *text)
{
    return text == NULL || *text == '\0' ? json_null() : json_string(text);
}

static json_t *person_json(const struct uuid *id, const char *name)
{
    if (uuid_is_none(id))
        return json_null();
    return json_pack("{s:o, s:s}", "id", id_json(id), "name", name);
}

static json_t *texts_json(const char *const *texts, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(texts[i]));
    return list;
}

static json_t *site_json(const struct site *site)
{
    return json_pack("{s:o, s:s, s:s, s:s}", "id", id_json(&site->id), "name", site->name, "short_name",
                     site->short_name, "time_zone", site->zone_name);
}

struct actor staff_actor(const struct stored_user *user)
{
    static const enum actor_kind kinds[ROLE_COUNT] = {
        [ROLE_COACH] = ACTOR_COACH,
        [ROLE_SUPERVISOR] = ACTOR_SUPERVISOR,
        [ROLE_FRONT_DESK] = ACTOR_FRONT_DESK,
        [ROLE_ADMIN] = ACTOR_ADMIN,
    };

    return (struct actor){.kind = kinds[user->role], .user_id = user->id, .coach_id = user->coach_id};
}

bool staff_can_reopen(const struct stored_user *user, const struct request *request, int64_t now_ms)
{
    struct request_step step = {
        .kind = STEP_REOPEN,
        .actor = staff_actor(user),
        .version = request->version,
        .at_ms = now_ms,
    };
    struct request ignored_request;
    struct request_event ignored_event;

    if (request->state != REQUEST_CLOSED)
        return false;
    return request_apply(request, &step, &ignored_request, &ignored_event) == CB_OK;
}

json_t *staff_me_json(const struct stored_user *user, const struct site *site, const char *csrf)
{
    return json_pack("{s:{s:o, s:s, s:s, s:s, s:o}, s:o, s:s}", "user", "id", id_json(&user->id), "name",
                     user->name, "login", user->login, "role", role_name(user->role), "coach",
                     id_json(&user->coach_id), "site", site_json(site), "csrf", csrf);
}

static json_t *ticket_json(struct ticket ticket)
{
    return json_pack("{s:s, s:i}", "sign", sign_name(ticket.sign), "number", ticket.number);
}

json_t *staff_request_json(const struct stored_request *stored, bool can_reopen)
{
    const struct request *request = &stored->request;
    bool has_place = !uuid_is_none(&stored->place.id);
    json_t *json = json_pack("{s:o, s:s, s:s, s:s?, s:i, s:o, s:o, s:o}", "id", id_json(&request->id), "kind",
                             request_kind_name(request->kind), "state", request_state_name(request->state),
                             "outcome", request_outcome_name(request->outcome), "version", request->version,
                             "ticket", ticket_json(request->ticket), "coach",
                             person_json(&request->wanted_coach_id, stored->wanted_name), "holder",
                             person_json(&request->holder_id, stored->holder_name));

    if (json == NULL)
        return NULL;
    json_object_set_new(json, "topics", texts_json(stored->topics, stored->topic_count));
    json_object_set_new(json, "find", json_string(request_find_name(request->find)));
    json_object_set_new(json, "language", json_string(stored->language));
    json_object_set_new(json, "kiosk", text_or_null(stored->kiosk_name));
    json_object_set_new(
        json, "place",
        has_place ? json_pack("{s:s, s:s}", "name", stored->place.name, "detail", stored->place.detail)
                  : json_null());
    json_object_set_new(json, "asked_at", time_json(request->asked_at_ms));
    json_object_set_new(json, "state_since", time_json(request->state_since_ms));
    json_object_set_new(json, "closed_at", time_json(request->closed_at_ms));
    json_object_set_new(json, "opened_at", time_json(stored->opened_at_ms));
    json_object_set_new(json, "told_at", time_json(stored->told_at_ms));
    json_object_set_new(json, "due_from", time_json(stored->due_from_ms));
    json_object_set_new(json, "due_until", time_json(stored->due_until_ms));
    json_object_set_new(json, "preference", text_or_null(stored->preference));
    json_object_set_new(json, "source", text_or_null(stored->source));
    json_object_set_new(json, "consent", json_boolean(request->consent_version > 0));
    json_object_set_new(json, "ahead", json_integer(stored->ahead));
    json_object_set_new(json, "can_reopen", json_boolean(can_reopen));
    return json;
}

json_t *staff_coach_json(const struct coach *coach, const struct zone *zone, int64_t now_ms)
{
    struct availability availability = availability_at(&coach->schedule, &coach->presence, zone, now_ms);
    const struct presence *presence = &coach->presence;
    json_t *available =
        json_pack("{s:s, s:o, s:o, s:o}", "state", availability_name(availability.state), "until",
                  time_json(availability.until_ms), "back_at", time_json(availability.back_at_ms), "next",
                  time_json(availability.next_ms));
    json_t *said = json_pack("{s:s, s:o, s:o, s:b}", "kind", presence_name(presence->kind), "until",
                             time_json(presence->until_ms), "back_at", time_json(presence->back_at_ms),
                             "calls", presence->calls);

    return json_pack("{s:o, s:s, s:s, s:s, s:o, s:o, s:o}", "id", id_json(&coach->id), "name", coach->name,
                     "avatar", coach->avatar, "pronouns", coach->pronouns, "languages",
                     texts_json(coach->languages, coach->language_count), "availability", available,
                     "presence", said);
}

static const char *ring_name(enum alert_ring ring)
{
    static const char *const names[] = {
        [ALERT_RING_NOBODY] = "nobody",
        [ALERT_RING_DESK] = "desk",
        [ALERT_RING_EVERYONE] = "everyone",
        [ALERT_RING_SUPERVISORS] = "supervisors",
    };

    return names[ring];
}

json_t *staff_alert_json(const struct stored_alert *stored, struct alert_ringing ringing)
{
    const struct alert *alert = &stored->alert;
    json_t *json =
        json_pack("{s:o, s:s, s:i, s:s, s:{s:s, s:s}, s:i, s:s}", "id", id_json(&alert->id), "state",
                  alert_state_name(alert->state), "count", alert->count, "kiosk", stored->kiosk_name, "place",
                  "name", stored->place.name, "detail", stored->place.detail, "screens", ringing.screens,
                  "ring", ring_name(ringing.ring));

    if (json == NULL)
        return NULL;
    json_object_set_new(json, "sent_at", time_json(alert->sent_at_ms));
    json_object_set_new(json, "seen_at", time_json(alert->seen_at_ms));
    json_object_set_new(json, "acknowledged_at", time_json(alert->acknowledged_at_ms));
    json_object_set_new(json, "acknowledged_by", text_or_null(stored->acknowledged_by_name));
    json_object_set_new(json, "ok_at", time_json(alert->ok_at_ms));
    json_object_set_new(json, "told_at", time_json(alert->told_at_ms));
    json_object_set_new(json, "resolved_at", time_json(alert->resolved_at_ms));
    return json;
}

static json_t *topics_json(const struct topic *topics, size_t count)
{
    json_t *json = json_object();

    for (size_t i = 0; i < count; i++) {
        json_t *label = json_object();

        for (size_t j = 0; j < topics[i].label.count; j++)
            json_object_set_new(label, topics[i].label.texts[j].language,
                                json_string(topics[i].label.texts[j].text));
        json_object_set_new(json, topics[i].id,
                            json_pack("{s:s, s:o, s:b}", "icon", topics[i].icon, "label", label, "off",
                                      topics[i].switched_off));
    }
    return json;
}

static json_t *lists_json(const struct staff_queue_parts *parts)
{
    json_t *coaches = json_array();
    json_t *requests = json_array();
    json_t *alerts = json_array();

    for (size_t i = 0; i < parts->coach_count; i++)
        json_array_append_new(coaches, staff_coach_json(&parts->coaches[i], parts->zone, parts->now_ms));
    for (size_t i = 0; i < parts->request_count; i++) {
        const struct stored_request *request = &parts->requests[i];

        json_array_append_new(
            requests,
            staff_request_json(request, staff_can_reopen(parts->user, &request->request, parts->now_ms)));
    }
    for (size_t i = 0; i < parts->alert_count; i++)
        json_array_append_new(
            alerts, staff_alert_json(&parts->alerts[i],
                                     queue_ringing(parts->queue, &parts->alerts[i].alert, parts->now_ms)));
    return json_pack("{s:o, s:o, s:o}", "coaches", coaches, "requests", requests, "alerts", alerts);
}

static json_t *me_json(const struct staff_queue_parts *parts)
{
    const struct stored_user *user = parts->user;
    int quiet_minutes = 0;
    bool quiet_outside_hours = false;
    int at_once = 0;

    for (size_t i = 0; i < parts->coach_count; i++) {
        if (!uuid_equal(&parts->coaches[i].id, &user->coach_id))
            continue;
        quiet_minutes = parts->coaches[i].quiet_minutes;
        quiet_outside_hours = parts->coaches[i].quiet_outside_hours;
        at_once = parts->coaches[i].boundaries.open_requests_max;
    }
    return json_pack("{s:o, s:s, s:s, s:o, s:i, s:b, s:i}", "id", id_json(&user->id), "name", user->name,
                     "role", role_name(user->role), "coach", id_json(&user->coach_id), "quiet_minutes",
                     quiet_minutes, "quiet_outside_hours", quiet_outside_hours, "at_once", at_once);
}

json_t *staff_queue_json(const struct staff_queue_parts *parts)
{
    const struct site_settings *settings = &parts->site->settings;
    json_t *json = lists_json(parts);

    if (json == NULL)
        return NULL;
    json_object_set_new(json, "revision", json_integer(parts->revision));
    json_object_set_new(json, "served_at", time_json(parts->now_ms));
    json_object_set_new(json, "site", site_json(parts->site));
    json_object_set_new(json, "me", me_json(parts));
    json_object_set_new(json, "topics", topics_json(parts->topics, parts->topic_count));
    json_object_set_new(json, "promise",
                        json_pack("{s:b, s:b, s:b, s:i}", "erase_at_closing", settings->erase_at_closing,
                                  "in_chart", settings->in_chart, "supervisors_see",
                                  settings->supervisors_see, "callback_days", REQUEST_CALLBACK_DAYS));
    json_object_set_new(json, "offers",
                        json_pack("{s:b, s:b, s:b}", "texting", settings->texting, "calling",
                                  settings->calling, "names", settings->names_allowed));
    return json;
}

int staff_write(json_t *json, struct strbuf *out)
{
    char *text = json == NULL ? NULL : json_dumps(json, JSON_COMPACT);

    json_decref(json);
    if (text == NULL)
        return CB_NO_MEMORY;
    strbuf_add_text(out, text);
    wipe_free(text); /* it may be what a person gave */
    return strbuf_failed(out) ? CB_NO_MEMORY : CB_OK;
}
