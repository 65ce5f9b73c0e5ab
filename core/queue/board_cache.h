/* Boards as they were last written out, one a kiosk: serialising one costs far more than sending it, and
 * every kiosk asks again whenever anything changes. An entry is good while the site's revision stands and it
 * is not older than a second, because served_at is part of it. */
#ifndef CB_QUEUE_BOARD_CACHE_H
#define CB_QUEUE_BOARD_CACHE_H

#include "base/strbuf.h"
#include "base/uuid.h"

#include <stdbool.h>
#include <stdint.h>

#define BOARD_CACHE_MAX    64
#define BOARD_CACHE_AGE_MS 1000

struct cached_board {
    struct uuid kiosk_id;
    int64_t site_revision;
    int64_t made_at_ms;
    int64_t board_revision;
    bool with_anchors; /* for a kiosk whose TLS ends here */
    struct strbuf body;
};
struct board_cache {
    struct cached_board boards[BOARD_CACHE_MAX];
    size_t count;
};

/* The kiosk's board if it is still good, else NULL. Borrowed until the next call. */
const struct cached_board *board_cache_find(const struct board_cache *cache, const struct uuid *kiosk_id,
                                            int64_t site_revision, int64_t now_ms);
/* An emptied entry to be filled for the kiosk; the oldest gives way when all are used. */
struct cached_board *board_cache_renew(struct board_cache *cache, const struct uuid *kiosk_id);
void board_cache_release(struct board_cache *cache);

#endif
