/* A patient's wish to see a coach, and the only steps it can take. Every step is an event; a request row is
 * what its events add up to. Pure: the caller stores both in one transaction, with the version it saw. */
#ifndef CB_DOMAIN_REQUEST_H
#define CB_DOMAIN_REQUEST_H

#include "base/uuid.h"
#include "domain/ticket.h"

#include <stdbool.h>
#include <stdint.h>

#define REQUEST_UNDO_MS     (10 * 60 * 1000) /* a closed request can be reopened this long */
#define REQUEST_UNOPENED_MS (5 * 60 * 1000)  /* rules C14: then the front desk hears of it */
#define REQUEST_CALLBACK_DAYS                                                                                \
    14 /* a callback or referral ends after this long, and what it holds about the person with it */
#define REQUEST_TOPICS_MAX 12

enum request_kind {
    REQUEST_WALK_IN,
    REQUEST_CALLBACK,
    REQUEST_REFERRAL
};
enum request_state {
    REQUEST_WAITING,
    REQUEST_CLAIMED, /* handed off, or claimed without "I will go"; never shown as "on the way" */
    REQUEST_ON_THE_WAY,
    REQUEST_WITH_PATIENT,
    REQUEST_CLOSED
};
enum request_outcome {
    OUTCOME_NONE,
    OUTCOME_CANCELLED,
    OUTCOME_EXPIRED,
    OUTCOME_DECLINED,
    OUTCOME_MOVED_TO_STAFF,
    OUTCOME_LEFT,
    OUTCOME_NOT_FOUND,
    OUTCOME_MET,
    OUTCOME_ENROLLED, /* implies met */
    OUTCOME_LINKED    /* implies met */
};
/* How the person wants to be found. */
enum request_find {
    FIND_SIGN,
    FIND_NAME,
    FIND_TEXT, /* a phone number, sealed; texts while consent stands */
    FIND_HERE, /* they come again in the due window; the sign is enough */
    FIND_LOOK, /* one line saying where, sealed */
    FIND_CALL  /* a phone number, sealed; calls while consent stands */
};
/* Ways that need the person's phone number, and so their consent. */
bool request_find_by_phone(enum request_find find);
/* Ways that live by something sealed. */
bool request_find_is_sealed(enum request_find find);
enum request_step_kind {
    STEP_SUBMIT, /* the first event; only request_begin makes it */
    STEP_CHANGE, /* the person edits an open request */
    STEP_CLAIM,
    STEP_HAND_OFF,
    STEP_ON_THE_WAY,
    STEP_RELEASE,
    STEP_WITH_PATIENT,
    STEP_CLOSE,
    STEP_REOPEN,
    STEP_CONSENT /* the person lets us use their phone, or no longer */
};
enum actor_kind {
    ACTOR_PATIENT,
    ACTOR_COACH,
    ACTOR_SUPERVISOR,
    ACTOR_FRONT_DESK,
    ACTOR_ADMIN,
    ACTOR_SYSTEM
};

struct actor {
    enum actor_kind kind;
    struct uuid user_id;  /* none for patient and system */
    struct uuid coach_id; /* the coach this user is; none for others */
};

struct request {
    struct uuid id;
    struct uuid site_id;
    struct uuid kiosk_id; /* none: made by staff */
    enum request_kind kind;
    enum request_state state;
    int version; /* 1 after submit, +1 a step */
    struct ticket ticket;
    struct uuid wanted_coach_id; /* none: any coach */
    struct uuid holder_id;       /* the coach who has it; none when waiting; stays when it is closed */
    enum request_outcome outcome;
    enum request_find find;
    int consent_version; /* of the words they said yes to; 0: their phone must not be used */
    int64_t asked_at_ms; /* when the person touched Send; the place in the queue, kept through releases */
    int64_t place_ms;    /* orders the queue: asked_at_ms, or 0 for "first" after with_patient → release */
    int64_t state_since_ms;
    int64_t closed_at_ms;           /* 0 while open */
    enum request_state closed_from; /* what reopen restores */
    struct uuid closed_from_holder;
    struct uuid closed_by; /* user id; none: patient or system */
};

struct request_step {
    enum request_step_kind kind;
    struct actor actor;
    int version;                  /* the version the actor saw */
    bool go;                      /* claim: "I will go": claim and on_the_way in one */
    struct uuid to_coach_id;      /* hand_off */
    enum request_outcome outcome; /* close */
    int consent_version;          /* consent: 0 withdraws */
    int64_t at_ms;
};

/* What happened: one row of the request's history. */
struct request_event {
    struct uuid request_id;
    enum request_step_kind kind;
    enum request_state from;
    enum request_state to;
    struct actor actor;
    struct uuid to_coach_id;
    enum request_outcome outcome;
    int consent_version; /* submit and consent: what stands from then on */
    int version;         /* the request's version after this step */
    int64_t at_ms;
};

/* A new request from what was asked: id, site, kiosk, kind, ticket, wanted coach, find, consent and
 * asked_at_ms are taken from `asked`, the rest is set. at_ms: when the queue took it. CB_BAD_INPUT without an
 * id or a valid ticket. */
int request_begin(const struct request *asked, const struct actor *actor, int64_t at_ms,
                  struct request *ret_request, struct request_event *ret_event);

/* Tries the step. CB_CONFLICT when the version moved on; CB_NOT_LEGAL when there is no such step from here;
 * CB_DENIED when the actor may not take it (not the holder, not their role). Outputs only on CB_OK. */
int request_apply(const struct request *request, const struct request_step *step, struct request *ret_request,
                  struct request_event *ret_event);

/* Names as they stand in JSON and in the database; from_name answers CB_BAD_INPUT for a strange one. */
const char *request_kind_name(enum request_kind kind);
int request_kind_from_name(const char *name, enum request_kind *ret_kind);
const char *request_state_name(enum request_state state);
int request_state_from_name(const char *name, enum request_state *ret_state);
const char *request_outcome_name(enum request_outcome outcome); /* NULL for OUTCOME_NONE */
int request_outcome_from_name(const char *name, enum request_outcome *ret_outcome);
const char *request_find_name(enum request_find find);
int request_find_from_name(const char *name, enum request_find *ret_find);
const char *request_step_name(enum request_step_kind kind);
const char *actor_kind_name(enum actor_kind kind);

/* Whether it is a person whom its holder sees to now: what a coach's limit counts. A callback that is only
 * promised waits for its own day and is not. */
bool request_fills(const struct request *request);

/* When somebody should ask why nobody looked: INT64_MAX for one that has been opened, moved on or waits for
 * its own day. */
int64_t request_unopened_at(const struct request *request, bool opened);

/* Order in the queue: by place_ms, then by id. For qsort-like use: <0, 0, >0. */
int request_order(const struct request *a, const struct request *b);

#endif
