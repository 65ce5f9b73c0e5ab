/* The heartbeat: POST /api/v1/health and its answer. Each brings the newest place in the queue's audit log
 * that it knows, so that neither side can write the log anew unseen. */
#ifndef CB_WIRE_HEALTH_JSON_H
#define CB_WIRE_HEALTH_JSON_H

#include "base/strbuf.h"
#include "wire/json.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wire_anchor {
    int64_t seq; /* 0: none is known */
    uint8_t hash[32];
};

#define WIRE_VERSION_SIZE 32
struct wire_health {
    char version[WIRE_VERSION_SIZE]; /* "0.1.0" */
    int outbox;
    int64_t uptime_s;
    struct wire_anchor anchor;
};
int wire_health_write(const struct wire_health *health, struct strbuf *out);
/* Older kiosks bring no anchor. */
int wire_health_read(const char *text, size_t length, struct wire_health *ret_health,
                     struct wire_fault *ret_fault);

/* `anchor` seq 0: the queue has none to give. */
int wire_health_answer_write(int64_t served_at_ms, const struct wire_anchor *anchor, struct strbuf *out);
int wire_health_answer_read(const char *text, size_t length, int64_t *ret_served_at_ms,
                            struct wire_anchor *ret_anchor, struct wire_fault *ret_fault);

#endif
