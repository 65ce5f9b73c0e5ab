/* What a feed entry looks like to whom: server-sent events as text. No sockets. */
#ifndef CB_QUEUE_FEED_EVENTS_H
#define CB_QUEUE_FEED_EVENTS_H

#include "queue/queue.h"

/* The revision that the client has, from Last-Event-ID, or from "?after=N" for a page that fetched before it
 * listened. -1: none. INT64_MAX: not a number, which makes it start over. */
int64_t feed_last_id(const struct http_head *head);

/* One entry for one kiosk; nothing is written when it is not this kiosk's. */
int feed_write_for_kiosk(struct queue *queue, const struct uuid *kiosk_id, const struct feed_entry *entry,
                         int64_t now_ms, struct arena *arena, struct strbuf *out);
/* One entry for one signed-in person. */
int feed_write_for_staff(struct queue *queue, const struct feed_grant *grant, const struct feed_entry *entry,
                         int64_t now_ms, struct arena *arena, struct strbuf *out);
/* An alert as it stands, e.g. because it now rings for more people; id < 0: none is sent. */
int feed_write_alert(struct queue *queue, const struct stored_alert *alert, int64_t id, int64_t now_ms,
                     struct strbuf *out);

#endif
