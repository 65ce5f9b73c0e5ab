/* The last good board: kept in a file for the next start, fetched again when the queue says so and every two
 * minutes, so that the screen knows how fresh it is. Fetching is the relay thread's; taking is any thread's.
 */
#ifndef CB_RELAY_BOARD_CACHE_H
#define CB_RELAY_BOARD_CACHE_H

#include "relay/backoff.h"
#include "relay/relay_internal.h"
#include "seal/key.h"

#include <pthread.h>

#define BOARD_REFRESH_MS (2 * 60 * 1000)
#define BOARD_TIMEOUT_MS 15000

struct board_cache {
    struct turn *turn;
    struct http_call *call;
    struct backoff backoff;
    int64_t due_ms; /* mono: when to fetch */
    bool again;     /* a newer one was announced while one is on its way */
    char etag[HTTP_ETAG_SIZE];
    char path[512];
    char folder[512];

    /* For sealing and asked-at; only the relay thread. */
    struct epoch epochs[EPOCHS_MAX];
    size_t epoch_count;
    struct uuid site_id;
    struct uuid kiosk_id;
    int64_t served_at_ms;   /* the queue's clock when it made the newest */
    int64_t served_mono_ms; /* ours when that came; 0: it is the one kept since the last run */
    struct strbuf anchors;  /* as the newest names them; DER, empty: it names none */

    pthread_mutex_t mutex; /* for what follows */
    struct strbuf text;
    struct moment fetched;
    int serial;
    int taken;
};

/* Reads the kept board, if there is a good one, and reports it. */
int board_cache_open(struct board_cache *cache, struct turn *turn, const char *folder);
void board_cache_close(struct board_cache *cache);
/* There may be a newer one: fetch soon. */
void board_cache_refresh(struct board_cache *cache);
/* The kiosk is known no more: what it had of the clinic goes from the disk; the next board comes whole. */
void board_cache_forget(struct board_cache *cache);
void board_cache_turn(struct board_cache *cache);
int64_t board_cache_due_ms(const struct board_cache *cache);
/* See relay_take_board. */
int board_cache_take(struct board_cache *cache, struct arena *arena, struct board *ret_board,
                     struct moment *ret_fetched);

#endif
