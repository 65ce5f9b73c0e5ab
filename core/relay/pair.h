/* The kiosk's half of one pairing, step by step (seal/pairing.h has the bytes). Until the queue's digits were
 * typed here nothing is believed and nothing is kept; then address, token and anchors are stored in one file
 * beside the pairing that counts, the queue is asked to confirm over a connection that the new anchors vouch
 * for, and only its yes makes the pairing count. Whenever the power goes, the old pairing or the new one is
 * whole. Every wait is bounded, by counted time alone: a kiosk that is paired may not know the time.
 *
 * One thread. The owner runs it by pair_run, shows pair_view, hands over what was typed, and at
 * PAIR_CONFIRMED stops the relay and calls kept_pairing_promote. */
#ifndef CB_RELAY_PAIR_H
#define CB_RELAY_PAIR_H

#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "base/uuid.h"
#include "seal/pairing.h"

#include <stdbool.h>

#define PAIR_NAME_SIZE 121
#define PAIR_WHOLE_MS  (10 * MINUTE_MS + 30 * SECOND_MS) /* the queue's ten minutes, and a little */

enum pair_step {
    PAIR_ASKING,     /* the queue is asked for its window */
    PAIR_NUMBERS,    /* six digits are shown here; the admin is to type them */
    PAIR_TYPING,     /* the admin has; the four digits of the page are to be typed here */
    PAIR_CONFIRMING, /* they were right; all is stored, the queue has the last word */
    PAIR_CONFIRMED,
    PAIR_ENDED /* without a new pairing: `end` */
};

enum pair_end {
    PAIR_END_NONE,
    PAIR_END_NO_ANSWER,   /* nothing answers at the address */
    PAIR_END_NO_WINDOW,   /* the queue has no window open */
    PAIR_END_BUSY,        /* it has been asked too often */
    PAIR_END_STRANGER,    /* what answers is no queue */
    PAIR_END_ABORTED,     /* the queue ended it; the admin's page says why */
    PAIR_END_WRONG,       /* the digits that were typed here were not the page's */
    PAIR_END_MISMATCH,    /* the token was sealed to other values than we saw: somebody stands between */
    PAIR_END_OTHER_KIOSK, /* requests wait here for another kiosk than it was to be */
    PAIR_END_CERTIFICATE, /* the queue at the address is not the one of the anchors, or not of that address */
    PAIR_END_REFUSED,     /* the queue does not confirm it */
    PAIR_END_TIME,        /* nobody typed for ten minutes */
    PAIR_END_NOT_STORED,  /* the data folder took nothing */
    PAIR_END_COUNT
};
/* What happened and what to do, in a sentence or two. */
const char *pair_end_words(enum pair_end end);

struct pair_view {
    enum pair_step step;
    enum pair_end end;
    char digits[PAIRING_KIOSK_DIGITS + 1]; /* from PAIR_NUMBERS on */
    char name[PAIR_NAME_SIZE];             /* which kiosk it is to be, as the admin named it */
};

struct pair_config {
    const char *queue_url;   /* "https://192.168.1.5:8443"; copied */
    const char *data_folder; /* copied */
    struct uuid kiosk_id;    /* who this kiosk is until now; none: nobody */
    bool outbox_waits;       /* it still has something to deliver as that kiosk */
};

struct pair;

/* CB_BAD_INPUT: no address of a queue (in words); CB_NO_MEMORY, CB_UNSUPPORTED. */
int pair_open(const struct pair_config *config, struct pair **ret_pair, struct problem *ret_problem);
/* Goes on with a pairing that was stored and may have been confirmed when the kiosk stopped. CB_NOT_FOUND:
 * there is none; CB_DAMAGED, CB_IO. */
int pair_resume(const char *data_folder, struct pair **ret_pair, struct problem *ret_problem);
void pair_close(struct pair *pair); /* wipes; what is stored stays. NULL is fine */

/* Does what is due and waits for answers, at most `wait_ms`. */
void pair_run(struct pair *pair, struct moment now, struct random_source random, int wait_ms);
struct pair_view pair_view(const struct pair *pair);
/* The page's digits, once: nothing but at PAIR_TYPING. */
void pair_type(struct pair *pair, const char *digits);
/* "192.168.1.5" as people type it: https and the usual port where they are not said. False: too long. */
bool pair_address(const char *typed, char *ret_url, size_t size);

#endif
