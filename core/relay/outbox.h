/* The outbox: what this kiosk has promised to deliver, on disk. A request has ordered operations (a submit,
 * then changes, cancels, answers), each with the exact bytes that are sent, again and again the same, until
 * the queue has answered. Nothing in it is readable about a person: names are sealed before they come here.
 *
 * A request's rows go only when the queue has closed it and every operation is answered, after the time in
 * which a coach may reopen it; what the queue refused is kept two weeks for whoever looks into it. They do
 * not wait until a backup of the queue has the request too: a queue that lost a closed one lost nobody who
 * still waits, and open ones are sent again (outbox_send_again). What is sealed in deleted rows needs no
 * overwriting beyond SQLite's own: its key is destroyed by the queue in time, and no key is here.
 *
 * Deadlines are by the wall clock, right or not: one that jumps deletes early what the queue has answered,
 * and never what still waits to be sent. */
#ifndef CB_RELAY_OUTBOX_H
#define CB_RELAY_OUTBOX_H

#include "base/error.h"
#include "base/strbuf.h"
#include "base/uuid.h"
#include "domain/request.h"

#include <stdbool.h>
#include <stdint.h>

#define OUTBOX_KEEP_REFUSED_MS (INT64_C(14) * 24 * 60 * 60 * 1000)
#define OUTBOX_RESEND_MS       (INT64_C(24) * 60 * 60 * 1000)

struct db;
struct outbox;

enum outbox_kind {
    OUTBOX_SUBMIT,
    OUTBOX_CHANGE,
    OUTBOX_CANCEL,
    OUTBOX_ANSWER,
    OUTBOX_CONSENT
};

struct outbox_op {
    int64_t number; /* order of saving; given by the outbox */
    enum outbox_kind kind;
    struct uuid request_id;
    int64_t at_ms; /* wall, when the person asked */
};

/* Errors of db_open. A damaged file is moved aside and CB_DAMAGED says where to; the next try starts a new
 * one. */
int outbox_open(const char *path, int64_t now_ms, struct outbox **ret_outbox, struct problem *ret_problem);
void outbox_close(struct outbox *outbox);
/* The file, for what else a kiosk keeps in it (anchors.h). */
struct db *outbox_db(struct outbox *outbox);

/* On the disk when it returns CB_OK. CB_CONFLICT: this request was submitted here already. */
int outbox_add(struct outbox *outbox, const struct outbox_op *op, struct ticket ticket, const char *body);
/* The first operation after `number` that is its request's next one, else the first of all; CB_NOT_FOUND when
 * none waits. The body is added to `out_body`. */
int outbox_next(struct outbox *outbox, int64_t number, struct outbox_op *ret_op, struct strbuf *out_body);

/* The queue has taken it. */
int outbox_sent(struct outbox *outbox, const struct outbox_op *op, int64_t now_ms);
/* The queue will never take it. A refused submit takes along what waits behind it. */
int outbox_refused(struct outbox *outbox, const struct outbox_op *op, int64_t now_ms);
/* The queue does not know the request, though it answered before: it lost it. Everything is to be sent again,
 * in order. CB_NOT_FOUND when there is nothing here to send again, or it was asked for more than a day ago
 * (then it counts as closed). */
int outbox_send_again(struct outbox *outbox, const struct uuid *request_id, int64_t now_ms);
/* What the queue says about a request; unknown ones are passed over. */
int outbox_note_state(struct outbox *outbox, const struct uuid *request_id, enum request_state state,
                      int64_t now_ms);

/* A request that rests here and that the queue has not answered, with the ticket its person holds. */
struct outbox_saved {
    struct uuid request_id;
    struct ticket ticket;
    enum request_kind kind;
    int64_t asked_at_ms; /* wall */
};
/* Newest first. */
int outbox_saved_requests(struct outbox *outbox, struct outbox_saved *ret_saved, size_t max,
                          size_t *ret_count);
/* The requests that the queue has and that were not closed, newest first. */
int outbox_open_requests(struct outbox *outbox, struct uuid *ret_ids, size_t max, size_t *ret_count);
/* Deletes what has had its time. */
int outbox_purge(struct outbox *outbox, int64_t now_ms);
/* Operations that wait. */
int outbox_count(struct outbox *outbox);

#endif
