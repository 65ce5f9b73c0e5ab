/* What ties this kiosk to its queue: the relay, made from what pairing left in the data folder (or from a
 * token put there by hand), and the pairing that may take its place. Without either the kiosk runs all the
 * same and says that it is not paired. */
#ifndef CB_QUEUE_LINK_H
#define CB_QUEUE_LINK_H

#include "options.h"
#include "relay/kept_pairing.h"
#include "relay/pairer.h"
#include "relay/relay.h"

struct queue_link {
    struct relay *relay;   /* NULL: not paired */
    struct pairer *pairer; /* NULL: no pairing since the start, or it was stopped */
    const char *data;      /* folder; borrowed */
    char queue[KEPT_QUEUE_SIZE];
    struct uuid kiosk_id; /* none: not known */
    void (*wake)(void *context);
};

/* Makes the data folder and starts the relay, if the kiosk is paired; goes on with a pairing that was begun.
 * `wake` is called from other threads. Problems in words: CB_IO, CB_BAD_INPUT, and as relay_start. */
int queue_link_open(const struct options *options, void (*wake)(void *context), struct queue_link *ret_link,
                    struct problem *ret_problem);
void queue_link_close(struct queue_link *link);

/* Looks for the window of the queue at the address, as somebody typed it. `kiosk_id`: who this kiosk is, if
 * the link does not know. CB_BAD_INPUT: no address; in words. */
int queue_link_look(struct queue_link *link, const char *address, const struct uuid *kiosk_id,
                    struct problem *ret_problem);
void queue_link_typed(struct queue_link *link, const char *digits);
/* Nothing, once the digits were right: then only the queue knows how it ends. */
void queue_link_stop_pairing(struct queue_link *link);
/* How far the pairing is; false: there is none. */
bool queue_link_pairing(struct queue_link *link, struct pair_view *ret_view);
/* True when a confirmed pairing took the old one's place just now: there is another relay. A pairing whose
 * relay does not start leaves none, in words on standard error. */
bool queue_link_turn(struct queue_link *link);

/* The folder in which requests are kept until they are sent: made, and writable. */
int queue_link_folder(const char *data, struct problem *ret_problem);

#endif
