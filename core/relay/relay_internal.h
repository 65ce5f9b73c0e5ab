/* What the relay's parts share: the turn they are in, and where their reports go. Only for core/relay. */
#ifndef CB_RELAY_RELAY_INTERNAL_H
#define CB_RELAY_RELAY_INTERNAL_H

#include "relay/http.h"
#include "relay/relay.h"

#define NEVER_MS INT64_MAX

/* Borrowed by every part; owned by the relay. Tests make their own. */
struct turn {
    struct moment now; /* the clock is read once a turn */
    struct random_source random;
    struct http *http;
    void (*report)(void *context, const struct relay_report *report);
    void *context;
};

static inline void turn_report(const struct turn *turn, const struct relay_report *report)
{
    turn->report(turn->context, report);
}

static inline int64_t earlier_ms(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

#endif
