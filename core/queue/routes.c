/* The table of routes, and finding one. */
#include "queue/routes.h"

#include <string.h>

static const struct route routes[] = {
    {HTTP_GET, "/healthz", WHO_ANYONE, ACT_COUNT, everyone_health},
    {HTTP_GET, "/metrics", WHO_ANYONE, ACT_COUNT, everyone_metrics},
    {HTTP_GET, "/trust", WHO_ANYONE, ACT_COUNT, everyone_trust},
    {HTTP_GET, "/trust/coachbell.crt", WHO_ANYONE, ACT_COUNT, everyone_trust_pem},
    {HTTP_GET, "/trust/coachbell.der", WHO_ANYONE, ACT_COUNT, everyone_trust_der},

    {HTTP_GET, "/api/v1/board", WHO_KIOSK, ACT_COUNT, kiosk_board},
    {HTTP_GET, "/api/v1/feed", WHO_KIOSK, ACT_COUNT, kiosk_feed},
    {HTTP_POST, "/api/v1/health", WHO_KIOSK, ACT_COUNT, kiosk_health},
    {HTTP_PUT, "/api/v1/requests/{id}", WHO_KIOSK, ACT_COUNT, kiosk_submit},
    {HTTP_GET, "/api/v1/requests/{id}", WHO_KIOSK, ACT_COUNT, kiosk_request},
    {HTTP_POST, "/api/v1/requests/{id}/cancel", WHO_KIOSK, ACT_COUNT, kiosk_cancel},
    {HTTP_POST, "/api/v1/requests/{id}/change", WHO_KIOSK, ACT_COUNT, kiosk_change},
    {HTTP_POST, "/api/v1/requests/{id}/answer", WHO_KIOSK, ACT_COUNT, kiosk_answer},
    {HTTP_POST, "/api/v1/requests/{id}/consent", WHO_KIOSK, ACT_COUNT, kiosk_consent},
    {HTTP_POST, "/api/v1/requests/{id}/forget", WHO_KIOSK, ACT_COUNT, kiosk_forget},
    {HTTP_POST, "/api/v1/tickets/lookup", WHO_KIOSK, ACT_COUNT, kiosk_lookup},
    {HTTP_PUT, "/api/v1/alerts/{id}", WHO_KIOSK, ACT_COUNT, kiosk_alert_put},
    {HTTP_GET, "/api/v1/alerts/{id}", WHO_KIOSK, ACT_COUNT, kiosk_alert},
    {HTTP_POST, "/api/v1/alerts/{id}/ok", WHO_KIOSK, ACT_COUNT, kiosk_alert_ok},

    {HTTP_POST, "/api/v1/pairings", WHO_NEW_KIOSK, ACT_COUNT, pairing_post},
    {HTTP_PUT, "/api/v1/pairings/{id}", WHO_NEW_KIOSK, ACT_COUNT, pairing_put},
    {HTTP_GET, "/api/v1/pairings/{id}", WHO_NEW_KIOSK, ACT_COUNT, pairing_get},
    {HTTP_POST, "/api/v1/pairings/{id}/confirm", WHO_NEW_KIOSK, ACT_COUNT, pairing_confirm_post},

    {HTTP_POST, "/api/v1/session", WHO_NOBODY_YET, ACT_COUNT, session_post},
    {HTTP_GET, "/api/v1/session", WHO_STAFF, ACT_COUNT, session_get},
    {HTTP_DELETE, "/api/v1/session", WHO_STAFF, ACT_COUNT, session_delete},
    {HTTP_POST, "/api/v1/session/confirm", WHO_STAFF, ACT_COUNT, session_confirm},
    {HTTP_POST, "/api/v1/code", WHO_NOBODY_YET, ACT_COUNT, code_look},
    {HTTP_POST, "/api/v1/join", WHO_NOBODY_YET, ACT_COUNT, code_join},
    {HTTP_POST, "/api/v1/me/password", WHO_STAFF, ACT_COUNT, password_change},
    {HTTP_GET, "/api/v1/me/password/offer", WHO_STAFF, ACT_COUNT, password_offer},
    {HTTP_POST, "/api/v1/recovery", WHO_NOBODY_YET, ACT_COUNT, recovery_post},
    {HTTP_POST, "/api/v1/recovery-sheet", WHO_STAFF, ACT_MANAGE_USERS, recovery_sheet_post},
    {HTTP_POST, "/api/v1/recovery-sheet/confirm", WHO_NOBODY_YET, ACT_COUNT, recovery_sheet_confirm},
    {HTTP_GET, "/api/v1/users", WHO_STAFF, ACT_MANAGE_USERS, users_get},
    {HTTP_POST, "/api/v1/users", WHO_STAFF, ACT_MANAGE_USERS, users_post},
    {HTTP_POST, "/api/v1/users/{id}/code", WHO_STAFF, ACT_MANAGE_USERS, user_code},
    {HTTP_DELETE, "/api/v1/users/{id}", WHO_STAFF, ACT_MANAGE_USERS, user_delete},
    {HTTP_GET, "/api/v1/queue", WHO_STAFF, ACT_SEE_QUEUE, staff_queue},
    {HTTP_GET, "/api/v1/queue/feed", WHO_STAFF, ACT_ANSWER_ALERT, staff_feed},
    {HTTP_POST, "/api/v1/requests/{id}/claim", WHO_STAFF, ACT_STEP_REQUEST, staff_claim},
    {HTTP_POST, "/api/v1/requests/{id}/on-the-way", WHO_STAFF, ACT_STEP_REQUEST, staff_on_the_way},
    {HTTP_POST, "/api/v1/requests/{id}/with-patient", WHO_STAFF, ACT_STEP_REQUEST, staff_with_patient},
    /* Whose requests, and which steps from where, domain/request.h decides. */
    {HTTP_POST, "/api/v1/requests/{id}/release", WHO_STAFF, ACT_STEP_REQUEST, staff_release},
    {HTTP_POST, "/api/v1/requests/{id}/close", WHO_STAFF, ACT_STEP_REQUEST, staff_close},
    {HTTP_POST, "/api/v1/requests/{id}/reopen", WHO_STAFF, ACT_STEP_REQUEST, staff_reopen},
    {HTTP_POST, "/api/v1/requests/{id}/hand-off", WHO_STAFF, ACT_HAND_OFF, staff_hand_off},
    {HTTP_POST, "/api/v1/requests", WHO_STAFF, ACT_ASK_FOR_SOMEONE, staff_ask_for_someone},
    {HTTP_GET, "/api/v1/requests/{id}/contact", WHO_STAFF, ACT_OPEN_CONTACT, staff_contact},
    {HTTP_DELETE, "/api/v1/requests/{id}/contact", WHO_STAFF, ACT_OPEN_CONTACT, staff_forget},
    {HTTP_POST, "/api/v1/requests/{id}/opened", WHO_STAFF, ACT_OPEN_REQUEST, staff_opened},
    {HTTP_POST, "/api/v1/alerts/{id}/seen", WHO_STAFF, ACT_ANSWER_ALERT, staff_alert_seen},
    {HTTP_POST, "/api/v1/alerts/{id}/acknowledge", WHO_STAFF, ACT_ANSWER_ALERT, staff_alert_acknowledge},
    {HTTP_POST, "/api/v1/alerts/{id}/resolve", WHO_STAFF, ACT_ANSWER_ALERT, staff_alert_resolve},
    {HTTP_GET, "/api/v1/channel", WHO_STAFF, ACT_MANAGE_SITE, channel_read},
    {HTTP_GET, "/api/v1/audit", WHO_STAFF, ACT_READ_AUDIT, audit_read},
    {HTTP_POST, "/api/v1/audit/alarms/{id}/settle", WHO_STAFF, ACT_READ_AUDIT, audit_settle},
    {HTTP_PUT, "/api/v1/me/presence", WHO_STAFF, ACT_SET_PRESENCE, staff_presence},
    {HTTP_GET, "/api/v1/me/boundaries", WHO_STAFF, ACT_SET_PRESENCE, own_boundaries},
    {HTTP_PUT, "/api/v1/me/boundaries", WHO_STAFF, ACT_SET_PRESENCE, own_change_boundaries},

    {HTTP_GET, "/api/v1/settings", WHO_STAFF, ACT_MANAGE_SITE, admin_settings},
    {HTTP_PUT, "/api/v1/settings", WHO_STAFF, ACT_MANAGE_SITE, admin_change_settings},
    {HTTP_GET, "/api/v1/kiosks", WHO_STAFF, ACT_MANAGE_SITE, admin_kiosks},
    {HTTP_PUT, "/api/v1/kiosks/{id}", WHO_STAFF, ACT_MANAGE_SITE, admin_kiosk_change},
    {HTTP_POST, "/api/v1/kiosks/{id}/revoke", WHO_STAFF, ACT_MANAGE_SITE, admin_kiosk_revoke},
    {HTTP_GET, "/api/v1/kiosks/pairing", WHO_STAFF, ACT_MANAGE_SITE, admin_pairing},
    {HTTP_POST, "/api/v1/kiosks/pairing", WHO_STAFF, ACT_MANAGE_SITE, admin_pairing_open},
    {HTTP_PUT, "/api/v1/kiosks/pairing", WHO_STAFF, ACT_MANAGE_SITE, admin_pairing_type},
    {HTTP_DELETE, "/api/v1/kiosks/pairing", WHO_STAFF, ACT_MANAGE_SITE, admin_pairing_close},
    /* Each kind of content: content.c. */
    {HTTP_GET, "/api/v1/places", WHO_STAFF, ACT_MANAGE_SITE, admin_list},
    {HTTP_POST, "/api/v1/places", WHO_STAFF, ACT_MANAGE_SITE, admin_add},
    {HTTP_PUT, "/api/v1/places/{id}", WHO_STAFF, ACT_MANAGE_SITE, admin_change},
    {HTTP_DELETE, "/api/v1/places/{id}", WHO_STAFF, ACT_MANAGE_SITE, admin_remove},
    {HTTP_GET, "/api/v1/coaches", WHO_STAFF, ACT_MANAGE_SITE, admin_list},
    {HTTP_POST, "/api/v1/coaches", WHO_STAFF, ACT_MANAGE_SITE, admin_add},
    {HTTP_PUT, "/api/v1/coaches/{id}", WHO_STAFF, ACT_MANAGE_SITE, admin_change},
    {HTTP_DELETE, "/api/v1/coaches/{id}", WHO_STAFF, ACT_MANAGE_SITE, admin_remove},
    {HTTP_GET, "/api/v1/topics", WHO_STAFF, ACT_MANAGE_SITE, admin_list},
    {HTTP_PUT, "/api/v1/topics", WHO_STAFF, ACT_MANAGE_SITE, admin_change_list},
    {HTTP_GET, "/api/v1/resources", WHO_STAFF, ACT_MANAGE_SITE, admin_list},
    {HTTP_PUT, "/api/v1/resources", WHO_STAFF, ACT_MANAGE_SITE, admin_change_list},
    {HTTP_GET, "/api/v1/groups", WHO_STAFF, ACT_MANAGE_SITE, admin_list},
    {HTTP_PUT, "/api/v1/groups", WHO_STAFF, ACT_MANAGE_SITE, admin_change_list},
};
#define ROUTE_COUNT (sizeof routes / sizeof *routes)

/* By the set of methods that a path has, bit (1 << method). */
static const struct {
    unsigned methods;
    const char *allow;
} allows[] = {
    {1U << HTTP_GET, "GET, HEAD"},
    {1U << HTTP_POST, "POST"},
    {1U << HTTP_PUT, "PUT"},
    {1U << HTTP_DELETE, "DELETE"},
    {1U << HTTP_GET | 1U << HTTP_PUT, "GET, HEAD, PUT"},
    {1U << HTTP_GET | 1U << HTTP_POST, "GET, HEAD, POST"},
    {1U << HTTP_GET | 1U << HTTP_DELETE, "GET, HEAD, DELETE"},
    {1U << HTTP_PUT | 1U << HTTP_DELETE, "PUT, DELETE"},
    {1U << HTTP_GET | 1U << HTTP_POST | 1U << HTTP_DELETE, "GET, HEAD, POST, DELETE"},
    {1U << HTTP_GET | 1U << HTTP_POST | 1U << HTTP_PUT | 1U << HTTP_DELETE, "GET, HEAD, POST, PUT, DELETE"},
};

static bool path_matches(const char *pattern, const char *path, struct uuid *ret_id)
{
    const char *hole = strstr(pattern, "{id}");
    char text[UUID_TEXT_SIZE];
    size_t before;

    if (hole == NULL)
        return strcmp(pattern, path) == 0;
    before = (size_t)(hole - pattern);
    if (strncmp(pattern, path, before) != 0 || strlen(path) < before + UUID_TEXT_SIZE - 1)
        return false;
    memcpy(text, path + before, UUID_TEXT_SIZE - 1);
    text[UUID_TEXT_SIZE - 1] = '\0';
    return strcmp(hole + strlen("{id}"), path + before + UUID_TEXT_SIZE - 1) == 0 &&
           uuid_parse(text, ret_id) == CB_OK;
}

static const char *allow_for(unsigned methods)
{
    for (size_t i = 0; i < sizeof allows / sizeof *allows; i++) {
        if (allows[i].methods == methods)
            return allows[i].allow;
    }
    return methods == 0 ? NULL : "GET";
}

const struct route *route_find(enum http_method method, const char *path, struct uuid *ret_id,
                               const char **ret_allow)
{
    unsigned methods = 0;

    *ret_allow = NULL;
    if (method == HTTP_HEAD)
        method = HTTP_GET;
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        struct uuid id = {{0}};

        if (!path_matches(routes[i].path, path, &id))
            continue;
        if (routes[i].method == method) {
            *ret_id = id;
            return &routes[i];
        }
        methods |= 1U << routes[i].method;
    }
    *ret_allow = allow_for(methods);
    return NULL;
}

const struct route *route_table(size_t *ret_count)
{
    *ret_count = ROUTE_COUNT;
    return routes;
}
