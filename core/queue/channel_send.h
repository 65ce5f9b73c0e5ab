/* One letter, one try, over libcurl. Blocks for up to CHANNEL_SEND_MS: for a thread of its own,
 * and after channel_send_begin. */
#ifndef CB_QUEUE_CHANNEL_SEND_H
#define CB_QUEUE_CHANNEL_SEND_H

#include "queue/channel.h"

#include <stdatomic.h>

#define CHANNEL_SEND_MS 10000

enum channel_outcome {
    CHANNEL_ACCEPTED, /* the other side said so: nothing less counts */
    CHANNEL_NO_HOST,
    CHANNEL_UNREACHABLE,
    CHANNEL_TIMED_OUT,
    CHANNEL_UNTRUSTED,
    CHANNEL_LOGIN,
    CHANNEL_REFUSED,
    CHANNEL_BROKEN,
    CHANNEL_OUTCOME_COUNT
};
struct channel_result {
    enum channel_outcome outcome;
    long status; /* what the other side answered (HTTP, SMTP); 0: nothing */
};

/* Loads libcurl: a queue without a second channel does without. CB_UNSUPPORTED says what to install. */
int channel_send_begin(struct problem *ret_problem);

/* A webhook gets POST with the letter's JSON, signed:
 *   X-Coachbell-Delivery: the letter's id, the same at every try
 *   X-Coachbell-Signature: t=<seconds>,v1=<hex of HMAC-SHA-256(secret, t "." body)>
 * Mail is sent encrypted unless the server is this machine. Setting *stop ends the try early. */
struct channel_result channel_send(const struct channel_config *config, enum channel_way way,
                                   const struct channel_letter *letter, const atomic_bool *stop);

/* What went wrong and what to look at: "the mail server did not accept the user or the password". */
const char *channel_outcome_words(enum channel_outcome outcome);
const char *channel_outcome_name(enum channel_outcome outcome); /* "login" */

#endif
