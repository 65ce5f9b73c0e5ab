/* What goes between kiosk and queue about one request, one ticket, one alert. */
#ifndef CB_WIRE_REQUEST_JSON_H
#define CB_WIRE_REQUEST_JSON_H

#include "base/strbuf.h"
#include "domain/alert.h"
#include "domain/epoch.h"
#include "domain/request.h"
#include "domain/source.h"
#include "wire/json.h"

#define SEALED_SIZE       560 /* security.md: one sealed field */
#define WIRE_LANGUAGE_MAX 16
#define WIRE_NAME_MAX     64 /* a coach's first name */

/* PUT /api/v1/requests/{id}: what the person asked for. The id travels in the path. The times and the
 * callback's due window, preference, source and consent are there for later kinds; zero or empty when unused.
 */
struct wire_submit {
    struct uuid id;
    enum request_kind kind;
    struct ticket ticket;
    struct uuid coach_id; /* none: any coach */
    char topics[REQUEST_TOPICS_MAX][32];
    size_t topic_count;
    enum request_find find;
    char language[WIRE_LANGUAGE_MAX]; /* the person's language on the kiosk */
    int notice_version;
    int64_t asked_at_ms;
    int64_t due_from_ms; /* callback: when to look for them; 0 */
    int64_t due_until_ms;
    char preference[32]; /* "" */
    char source[32];     /* "" */
    int consent_version; /* 0: no texting */
    bool has_sealed;
    uint8_t sealed[SEALED_SIZE];
    uint8_t epoch[EPOCH_ID_SIZE]; /* the id of the key it is sealed to */
};
int wire_submit_write(const struct wire_submit *submit, struct strbuf *out);
int wire_submit_read(const char *text, size_t length, struct wire_submit *ret_submit,
                     struct wire_fault *ret_fault);

/* POST /api/v1/requests: a member of staff asks for someone. The page made the id. Name and place are plain
 * here, on their way to being sealed: whoever reads one wipes it, also when the reading failed. */
#define WIRE_ASKED_NAME_SIZE  65
#define WIRE_ASKED_PLACE_SIZE 161
struct wire_asked {
    struct uuid id;
    enum request_kind kind; /* walk-in: they are here now; referral: they are not */
    struct uuid coach_id;   /* none: any coach */
    char topics[REQUEST_TOPICS_MAX][32];
    size_t topic_count;
    char language[WIRE_LANGUAGE_MAX];
    char source[SOURCE_NAME_SIZE];     /* domain/source.h; "" for a walk-in that names none */
    char name[WIRE_ASKED_NAME_SIZE];   /* "" */
    char place[WIRE_ASKED_PLACE_SIZE]; /* where to look for them; "" */
};
int wire_asked_read(const char *text, size_t length, struct wire_asked *ret_asked,
                    struct wire_fault *ret_fault);

/* POST /api/v1/requests/{id}/change: what the person may edit while it is open: coach, topics, find,
 * language, sealed. The same JSON keys as in a submit, all of them present. */
int wire_change_write(const struct wire_submit *change, struct strbuf *out);
int wire_change_read(const char *text, size_t length, struct wire_submit *ret_change,
                     struct wire_fault *ret_fault);

/* POST /api/v1/requests/{id}/consent: the person lets their phone be used (a version of the words they said
 * yes to), or takes it back (0): {"consent_version": 0}. */
int wire_consent_write(int consent_version, struct strbuf *out);
int wire_consent_read(const char *text, size_t length, int *ret_consent_version,
                      struct wire_fault *ret_fault);

/* The queue's answer to every kiosk call about a request, and the feed's `request` event: what the patient's
 * screen may say, and nothing else. */
struct wire_status {
    struct uuid id;
    struct ticket ticket; /* the queue's word: show this one */
    enum request_state state;
    enum request_outcome outcome;
    int version;
    enum request_kind kind;
    enum request_find find;
    int consent_version; /* 0: their phone is not used, or none was given */
    bool opened;         /* a person on the staff side has looked at it */
    bool told;           /* the second channel took the news that nobody did. Older queues do not say it. */
    int64_t asked_at_ms;
    int64_t due_from_ms; /* callback: when they said they would be here; 0 */
    int64_t due_until_ms;
    int ahead;             /* people ahead in the same line; 0 = next; -1 = not known */
    struct uuid coach_id;  /* asked for; none: any */
    struct uuid holder_id; /* who is coming; none while waiting */
    char holder_name[WIRE_NAME_MAX];
    struct uuid
        former_holder_id; /* after a hand-off: who came before, for "{new} will come instead of {old}" */
    char former_holder_name[WIRE_NAME_MAX];
    int wait_from_min; /* the wait as a range in whole minutes; both 0: not known. Older queues do not say it.
                        */
    int wait_to_min;
};
int wire_status_write(const struct wire_status *status, struct strbuf *out);
int wire_status_read(const char *text, size_t length, struct wire_status *ret_status,
                     struct wire_fault *ret_fault);

/* POST /api/v1/tickets/lookup */
int wire_lookup_write(struct ticket ticket, struct strbuf *out);
int wire_lookup_read(const char *text, size_t length, struct ticket *ret_ticket,
                     struct wire_fault *ret_fault);

/* PUT and GET /api/v1/alerts/{id}, and the feed's `alert` event. `stored` false: the queue rang, but could
 * not write it down. */
struct wire_alert {
    struct uuid id;
    enum alert_state state;
    int count;
    bool stored;
    int screens; /* staff pages that are ringing */
    int64_t sent_at_ms;
    int64_t seen_at_ms;
    int64_t acknowledged_at_ms;
    int64_t resolved_at_ms;
    bool told; /* the second channel took the news. Older queues do not say it. */
};
int wire_alert_write(const struct wire_alert *alert, struct strbuf *out);
int wire_alert_read(const char *text, size_t length, struct wire_alert *ret_alert,
                    struct wire_fault *ret_fault);
/* The PUT's body: {"asked_at": …}. */
int wire_alert_ask_write(int64_t asked_at_ms, struct strbuf *out);
int wire_alert_ask_read(const char *text, size_t length, int64_t *ret_asked_at_ms,
                        struct wire_fault *ret_fault);

/* application/problem+json (RFC 9457). `field` may be NULL. `current`, when given, is a JSON text that stands
 * as it is under "current" (409: what the request is now). */
int wire_problem_write(int status, const char *type, const char *title, const char *detail, const char *field,
                       const char *current, struct strbuf *out);

#endif
