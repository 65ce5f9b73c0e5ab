/* What the queue says to one request: status, headers, body. A plain value that handlers fill and tests look
 * at; the server writes it out with the security headers that every answer has, errors included. */
#ifndef CB_QUEUE_ANSWER_H
#define CB_QUEUE_ANSWER_H

#include "base/strbuf.h"
#include "base/uuid.h"
#include "wire/json.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum answer_kind {
    ANSWER_READY,
    ANSWER_LATER, /* the password worker is on it: `task` says what it has to do */
    ANSWER_FEED   /* not an end but a beginning: `feed` says of what */
};
enum answer_cache {
    CACHE_NO_STORE,
    CACHE_REVALIDATE,
    CACHE_IMMUTABLE
};

struct password_task; /* password_task.h */

/* A stream of server-sent events that was granted. Staff: session_id; kiosk: kiosk_id. */
struct feed_grant {
    bool staff;
    bool sees_requests; /* admins hear of alerts only */
    bool front_desk;    /* rings for an alert at once */
    bool reads_audit;   /* hears of audit alarms */
    struct uuid site_id;
    struct uuid kiosk_id;
    struct uuid user_id;
    uint8_t session_id[32];
    uint8_t kiosk_token[32]; /* its hash: a kiosk that was paired anew has another */
    int64_t after;           /* the last revision the client has; -1: none, it starts with what it fetched */
};

struct answer {
    enum answer_kind kind;
    int status;
    const char *content_type; /* a literal; NULL: no body */
    struct strbuf body;
    char etag[64];           /* with its quotes; "" none */
    char cookie[192];        /* a whole Set-Cookie value; "" none */
    char device_cookie[192]; /* another one */
    const char *location;    /* a literal; NULL none */
    const char *allow;       /* for 405; a literal */
    int retry_after_s;       /* 0 none */
    bool strict; /* Strict-Transport-Security: only where we have the usual port, since the header binds
                    everything else under that name too */
    enum answer_cache cache;
    struct password_task *task; /* owned by whoever takes it up */
    struct feed_grant feed;
};

#define ANSWER_INIT                                                                                          \
    {                                                                                                        \
        .kind = ANSWER_READY, .status = 500, .body = STRBUF_INIT                                             \
    }

/* Drops what was said so far, e.g. when the commit failed. */
void answer_clear(struct answer *answer);
void answer_release(struct answer *answer);

/* The body is in answer->body already (JSON). */
void answer_json(struct answer *answer, int status);
/* The same for a body that was just written; 503 when there was no memory for it. */
void answer_written(struct answer *answer, int status);
void answer_nothing(struct answer *answer); /* 204 */
/* application/problem+json. `field`: the field that was wrong, or NULL; `current`: a JSON text, or NULL. */
void answer_problem(struct answer *answer, int status, const char *detail, const char *field,
                    const char *current);
/* What a reader found wrong: 400 when the body is no JSON at all, 422 naming the field. */
void answer_fault(struct answer *answer, const struct wire_fault *fault);
/* The answer to a cb_error from the store or the rules, in words for the one who asked. */
void answer_error(struct answer *answer, int error);

/* The status line and all headers with the empty line. */
void answer_write_head(const struct answer *answer, bool keep_alive, struct strbuf *out);
/* The same for a granted feed: no length, stays open. */
void answer_write_feed_head(struct strbuf *out);

#endif
