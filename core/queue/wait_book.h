/* What each waiting person has been told about the wait, and how such promises held. In memory: after a
 * restart people are given new ranges, and sites start from the plain stretch. */
#ifndef CB_QUEUE_WAIT_BOOK_H
#define CB_QUEUE_WAIT_BOOK_H

#include "base/arena.h"
#include "domain/request.h"
#include "domain/wait.h"
#include "queue/store.h"

#define WAIT_BOOK_MAX   256 /* people; of more the longest unseen is forgotten, and told anew */
#define WAIT_SITES_MAX  8
#define WAIT_HISTORY_MS 60000 /* how long a site's history is not read again */

struct wait_promise {
    struct uuid request_id;
    struct wait_shown shown;
    struct wait_ground ground; /* of the last draw */
    int64_t drawn_at_ms;
    struct wait_range first; /* what it is judged by */
    int64_t first_at_ms;
    int64_t seen_at_ms;
};
struct wait_site {
    struct uuid site_id;
    struct wait_history history;
    int64_t read_at_ms;
};
struct wait_book {
    struct wait_promise promises[WAIT_BOOK_MAX];
    size_t promise_count;
    struct wait_site sites[WAIT_SITES_MAX];
    size_t site_count;
};

/* The range to show for this request now; {0, 0} when no number can be said, or none is needed. */
struct wait_range wait_book_range(struct wait_book *book, struct store *store, struct random_source random,
                                  const struct request *request, int64_t now_ms, struct arena *arena);

#endif
