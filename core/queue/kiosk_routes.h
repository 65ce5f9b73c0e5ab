/* What the kiosk's routes share with the feed. */
#ifndef CB_QUEUE_KIOSK_ROUTES_H
#define CB_QUEUE_KIOSK_ROUTES_H

#include "queue/queue.h"

/* The request as the kiosk's screen may show it. */
int kiosk_write_status(struct queue *queue, const struct uuid *request_id, int64_t now_ms,
                       struct arena *arena, struct strbuf *out);
void kiosk_write_alert(struct queue *queue, const struct alert *alert, bool stored, int64_t now_ms,
                       struct strbuf *out);

#endif
