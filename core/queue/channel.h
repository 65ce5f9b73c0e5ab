/* The second channel: what rings where no page is open. A webhook, mail, or both; a message says what, where
 * and since when, and never who. Pure: settings, and the texts of a message. */
#ifndef CB_QUEUE_CHANNEL_H
#define CB_QUEUE_CHANNEL_H

#include "base/clock.h"
#include "base/error.h"
#include "base/uuid.h"
#include "base/zone.h"
#include "domain/ticket.h"

#include <stdbool.h>
#include <stdint.h>

#define CHANNEL_URL_MAX     512
#define CHANNEL_ADDRESS_MAX 128
#define CHANNEL_SECRET_MAX  256
#define CHANNEL_SECRET_MIN  16
#define CHANNEL_TEXT_MAX    1024

enum channel_way {
    CHANNEL_WEBHOOK,
    CHANNEL_MAIL,
    CHANNEL_WAY_COUNT
};
enum channel_kind {
    CHANNEL_HELP,        /* nobody said "I am going" for half a minute, or the front desk has no page open */
    CHANNEL_SUPERVISORS, /* nor for a minute and a half */
    CHANNEL_UNOPENED,    /* nobody opened a request for five minutes */
    CHANNEL_TEST,
    CHANNEL_KIND_COUNT
};

/* [channel] of queue.conf as it stands there; "" is left out. Paths are of files that hold a secret. */
struct channel_settings {
    char webhook[CHANNEL_URL_MAX];
    char webhook_secret[CHANNEL_URL_MAX];
    char mail_server[CHANNEL_URL_MAX];
    char mail_user[CHANNEL_ADDRESS_MAX];
    char mail_password[CHANNEL_URL_MAX];
    char mail_from[CHANNEL_ADDRESS_MAX];
    char mail_to[CHANNEL_ADDRESS_MAX];
    char mail_supervisors[CHANNEL_ADDRESS_MAX]; /* "": as mail_to */
};

/* The same with the secrets read. Wipe it with channel_config_wipe. */
struct channel_config {
    struct channel_settings settings;
    char secret[CHANNEL_SECRET_MAX + 1];
    char password[CHANNEL_SECRET_MAX + 1];
    bool plain; /* the mail server is this machine: no encryption is asked of it */
};
/* CB_DAMAGED with words: an address that is none, unencrypted to another machine, a file that cannot be read.
 */
int channel_config_read(const struct channel_settings *settings, struct channel_config *ret_config,
                        struct problem *ret_problem);
void channel_config_wipe(struct channel_config *config);
bool channel_has(const struct channel_config *config, enum channel_way way);

/* What is told. */
struct channel_news {
    struct uuid id; /* of the delivery: the same at every try */
    enum channel_kind kind;
    const char *site;
    const char *kiosk; /* "" for a request that staff made */
    const char *place;
    struct ticket ticket; /* of a request; number 0: none */
    int64_t since_ms;
    const struct zone *zone;
};
/* It, written: what a sender takes along to its thread. */
struct channel_letter {
    char id[UUID_TEXT_SIZE];
    bool supervisors;
    int64_t at_ms; /* when it is sent */
    const char *subject;
    char mail[CHANNEL_TEXT_MAX];
    char json[CHANNEL_TEXT_MAX];
};
/* CB_TOO_LARGE when names are longer than any site's. */
int channel_write(const struct channel_news *news, int64_t now_ms, struct channel_letter *ret_letter);

const char *channel_way_name(enum channel_way way);
const char *channel_kind_name(enum channel_kind kind);
int channel_kind_from_name(const char *name, enum channel_kind *ret_kind);

/* How long to wait after so many tries: 2 s, 4 s, … 5 minutes. */
#define CHANNEL_WAIT_MAX_MS (5 * MINUTE_MS)
int64_t channel_wait_ms(int tries);

#endif
