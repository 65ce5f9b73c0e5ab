/* The second channel's outbox: what is to be told, on disk until the other side has accepted it. An object
 * (an alert, a request) is told of once a kind and way. Inside the store's transactions, like all of it. */
#ifndef CB_QUEUE_CHANNEL_STORE_H
#define CB_QUEUE_CHANNEL_STORE_H

#include "queue/channel.h"
#include "queue/store.h"

struct channel_row {
    struct uuid id;
    struct uuid site_id;
    enum channel_kind kind;
    enum channel_way way;
    struct uuid object_id;
    int64_t since_ms;
    int tries;
};

/* Whether such a message was made before, whatever became of it. */
bool channel_known(struct store *store, enum channel_kind kind, const struct uuid *object_id);
/* `row`'s id and tries are given by the outbox. Made before: CB_OK, nothing is added. */
int channel_add(struct store *store, const struct channel_row *row, int64_t now_ms);
/* The oldest whose time has come; CB_NOT_FOUND. *ret_next_ms: when the next one's time comes; INT64_MAX. */
int channel_due(struct store *store, enum channel_way way, int64_t now_ms, struct channel_row *ret_row);
int64_t channel_next_ms(struct store *store, enum channel_way way);

/* The other side took it: from here it may be said that staff were told. */
int channel_accepted(struct store *store, const struct channel_row *row, int64_t now_ms);
int channel_failed(struct store *store, const struct channel_row *row, const char *why, int64_t now_ms);
/* There is nothing to tell any more. */
int channel_drop(struct store *store, const struct channel_row *row);

/* Walk-ins that wait and that nobody opened, of all sites. */
struct channel_unopened {
    struct uuid request_id;
    struct uuid site_id;
    int64_t asked_at_ms;
};
int channel_unopened(struct store *store, struct arena *arena, struct channel_unopened **ret_requests,
                     size_t *ret_count);

/* How a way does, for admins and metrics. */
struct channel_state {
    int64_t waiting;
    int64_t accepted_at_ms; /* the newest; 0 never */
    int64_t failed_at_ms;
    char failure[24]; /* channel_outcome_name of the newest failure; "" when the newest try was accepted */
};
int channel_state_read(struct store *store, enum channel_way way, struct channel_state *ret_state);

#endif
