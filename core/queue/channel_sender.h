/* A thread for one way of the second channel: takes a letter at a time, off the event loop. */
#ifndef CB_QUEUE_CHANNEL_SENDER_H
#define CB_QUEUE_CHANNEL_SENDER_H

#include "queue/channel_send.h"

#include <event2/event.h>

struct channel_sender;

/* `done` is called on the loop. The config is copied. NULL when no thread or memory is to be had. */
struct channel_sender *
channel_sender_start(struct event_base *base, const struct channel_config *config, enum channel_way way,
                     void (*done)(void *context, enum channel_way way, struct channel_result result),
                     void *context);
/* Breaks off a try that is under way, without `done`. NULL is fine. */
void channel_sender_stop(struct channel_sender *sender);
bool channel_sender_busy(const struct channel_sender *sender);
/* Only while it is not busy. */
void channel_sender_give(struct channel_sender *sender, const struct channel_letter *letter);

#endif
