/* The kiosk's half of the way to the queue: one thread that owns the outbox database and the network. The
 * screen's thread never waits for either: it hands over orders and takes reports, each a value copied through
 * a queue.
 *
 * Order of truth: a request is "saved" only after the outbox committed it, "sent" only after the queue's 200
 * or 201. The outbox holds ordered operations per request (a cancel may come before delivery), and survives
 * power cuts. Names are sealed to the site's key before anything is written; the plain name is wiped as soon
 * as it is sealed. Delivery retries for ever with full-jitter back-off 0.5–30 s, same id and same bytes.
 * Alerts go first, past the outbox, on their own warm connection. */
#ifndef CB_RELAY_RELAY_H
#define CB_RELAY_RELAY_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "domain/board.h"
#include "wire/request_json.h"

struct relay;

#define RELAY_NAME_MAX  64 /* bytes of a person's first name */
#define RELAY_PHONE_MAX 16
#define RELAY_PLACE_MAX 160

struct relay_config {
    const char *queue_url; /* "https://192.168.1.5:8443"; plain http for this machine only */
    const char *token;     /* the device token, base64url */
    /* outbox.db and board.json live here; made when missing. For https, anchors.pem must be here
     * (kept_anchors.h). */
    const char *data_folder;
    struct random_source random;
    /* Called from the relay's thread when a report is ready: must only wake the screen's loop. */
    void (*wake)(void *context);
    void *context;
};

/* Opens the outbox, starts the thread. CB_BAD_INPUT (address, token or anchors), CB_IO, CB_DAMAGED (the
 * outbox was moved aside, as the problem says; starting again goes on with a new one), CB_NEWER, CB_BUSY. The
 * config's texts are copied. */
int relay_start(const struct relay_config *config, struct relay **ret_relay, struct problem *ret_problem);
/* Ends the thread after what it is writing; nothing accepted is lost. NULL is fine. */
void relay_stop(struct relay *relay);

enum relay_order_kind {
    RELAY_SUBMIT,  /* submit (id and ticket in it) + name */
    RELAY_CHANGE,  /* submit's editable fields + name, which replaces the one sealed before */
    RELAY_CANCEL,  /* id */
    RELAY_ANSWER,  /* id, yes: after a hand-off */
    RELAY_CONSENT, /* id, consent_version: 0 takes it back */
    RELAY_LOOKUP,  /* ticket */
    RELAY_REFRESH, /* id: ask for its state now */
    RELAY_ALERT,   /* id */
    RELAY_ALERT_OK /* id */
};
struct relay_order {
    enum relay_order_kind kind;
    struct uuid id;
    struct ticket ticket;
    struct wire_submit submit;       /* sealed is filled by the relay */
    char name[RELAY_NAME_MAX + 1];   /* what the person typed, or ""; so for the next two */
    char phone[RELAY_PHONE_MAX + 1]; /* E.164 */
    char place[RELAY_PLACE_MAX + 1]; /* where to look for them */
    int consent_version;
    bool yes;
    int64_t at_ms; /* wall */
};
/* Copies the order and returns at once. CB_BUSY when 256 orders wait already. */
int relay_order(struct relay *relay, const struct relay_order *order);

enum relay_report_kind {
    RELAY_SAVED,     /* id: the order is committed to the outbox, not sent yet. At start also once for each
                        request that waits since the last run, with status.ticket, kind and asked_at_ms: it is
                        in somebody's hand */
    RELAY_NOT_SAVED, /* id: the outbox could not take it; nothing will be sent */
    RELAY_STATUS,    /* status: the queue's word on a request (after a send, a refresh, or by the feed) */
    RELAY_REFUSED,   /* id, error: the queue will not take it, ever (409, 422): words for the person */
    RELAY_TRYING,    /* id: a delivery failed; it will be tried again */
    RELAY_FOUND,     /* status: a lookup's answer */
    RELAY_NOT_FOUND, /* a lookup's answer; error CB_NOT_FOUND, CB_BUSY (too many wrong tries), CB_NETWORK */
    RELAY_BOARD,     /* a new board waits: take it with relay_take_board */
    RELAY_LINK,      /* linked: the feed is up, or was lost */
    RELAY_KNOWN,     /* known: the queue knows this kiosk's token; false: not any more (it was revoked). What
                        waits in the outbox stays there */
    RELAY_ALERT_STATE, /* id: the order's; alert: the queue's word, maybe under an older alert's id */
    RELAY_ALERT_FAILED /* id: could not be sent within 5 s; goes on trying */
};
struct relay_report {
    enum relay_report_kind kind;
    struct uuid id;
    int error;
    bool linked;
    bool known;
    struct wire_status status;
    struct wire_alert alert;
};
/* Takes the next report; false when there is none. */
bool relay_take(struct relay *relay, struct relay_report *ret_report);

/* Takes the newest board, read into `arena` (which the caller clears when it drops the board). *ret_fetched
 * is the moment it was last confirmed by the queue: 0 mono for one loaded from disk at start. CB_NOT_FOUND
 * when there is no newer. */
int relay_take_board(struct relay *relay, struct arena *arena, struct board *ret_board,
                     struct moment *ret_fetched);

/* How many operations wait in the outbox. */
int relay_outbox_count(struct relay *relay);

#endif
