/* The kiosk's HTTP client: libcurl's multi interface behind calls that answer once. Everything is bounded:
 * answer sizes, times, no redirects, no proxy, http and https only, plain http to this machine only. Under
 * https the queue is known by its anchors, by them alone, and by its name; a queue that is only now to become
 * known (pairing) is asked without a token. One thread; only http_wake may be called from others.
 *
 * A call is a reusable slot with one easy handle: busy from http_start until its `done` was called. */
#ifndef CB_RELAY_HTTP_H
#define CB_RELAY_HTTP_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HTTP_ETAG_SIZE    80
#define HTTP_ANSWER_MAX   (64 * 1024) /* answers to small questions */
#define HTTP_RETRY_MAX_MS 60000       /* of what Retry-After may ask for */

struct http;
struct http_call;

struct http_answer {
    int error;  /* CB_OK: `status` is the other side's word. CB_NETWORK, CB_TOO_LARGE, CB_NO_MEMORY: there is
                   none. CB_DENIED: who answers is not the queue by the anchors; nothing was sent */
    int status; /* HTTP status */
    const char *body; /* NUL-terminated; valid until the call is started again */
    size_t length;
    char etag[HTTP_ETAG_SIZE]; /* "" none */
    int64_t retry_after_ms;    /* 0 none */
};
typedef void http_done_fn(void *context, const struct http_answer *answer);
/* Bytes of a stream that was answered with 200 and text/event-stream. Anything but CB_OK ends the call. */
typedef int http_bytes_fn(void *context, const char *bytes, size_t length);

struct http_ask {
    const char *method; /* "GET", "PUT", "POST" */
    const char *path;   /* behind the queue's address: "/api/v1/board" */
    const char *body;   /* JSON, or NULL; copied */
    const char *header; /* one more header line, or NULL; copied */
    int timeout_ms;     /* for all of it; 0: none, for streams */
    size_t answer_max;
    http_bytes_fn *on_bytes; /* a stream; NULL: the answer is collected */
    http_done_fn *done;
    void *context; /* of both */
};

/* CB_BAD_INPUT: no address of a queue (the problem says what is wrong with it). */
int http_open(const char *url, const char *token, struct http **ret_http, struct problem *ret_problem);
/* A queue that nothing is known of yet: whoever answers is believed, so nothing secret may be sent, and no
 * token is. For pairing alone. */
int http_open_unknown(const char *url, struct http **ret_http, struct problem *ret_problem);
bool http_is_secure(const struct http *http); /* https */
/* The queue's anchors (PEM, copied) for connections from now on; without them https reaches nobody.
 * CB_NO_MEMORY: those before stay. */
int http_trust(struct http *http, const char *anchors_pem);
bool http_trusts(const struct http *http, const char *anchors_pem); /* these very ones */
/* Whether the clock is known to be right; at first it is not. While it is not, a certificate's dates are not
 * looked at: a kiosk without a clock must still reach its queue. */
void http_clock(struct http *http, bool verified);
/* After all its calls were released. NULL is fine. */
void http_close(struct http *http);
/* Waits for bytes, http_wake or `timeout_ms`. */
void http_wait(struct http *http, int timeout_ms);
/* Moves every call on and hands out the answers. */
void http_dispatch(struct http *http);
void http_wake(struct http *http);

/* NULL: no memory. */
struct http_call *http_call_new(struct http *http);
void http_call_free(struct http_call *call); /* NULL is fine */
bool http_busy(const struct http_call *call);
/* The call must not be busy. CB_NO_MEMORY: `done` will not be called. */
int http_start(struct http_call *call, const struct http_ask *ask);
/* Forgets a running call: `done` will not be called. */
void http_stop(struct http_call *call);

#endif
