/* The board: see board_cache.h. */
#include "relay/board_cache.h"

#include "base/file.h"
#include "base/log.h"
#include "relay/kept_anchors.h"
#include "seal/key.h"
#include "tls/anchors.h"
#include "wire/board_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Static_assert(EPOCH_KEY_SIZE == KEY_SIZE, "the board carries X25519 keys");

/* ---- a new text ---- */

static void keep_keys(struct board_cache *cache, const struct board *board)
{
    cache->epoch_count = board->epoch_count; /* the reader lets no more than EPOCHS_MAX pass */
    for (size_t i = 0; i < board->epoch_count; i++)
        cache->epochs[i] = board->epochs[i];
    cache->site_id = board->site.id;
    cache->kiosk_id = board->kiosk_id;
    cache->served_at_ms = board->served_at_ms;
    strbuf_clear(&cache->anchors);
    strbuf_add(&cache->anchors, board->anchors, board->anchors_length);
}

static void announce(struct board_cache *cache)
{
    turn_report(cache->turn, &(struct relay_report){.kind = RELAY_BOARD});
}

static int replace_text(struct board_cache *cache, const char *text, size_t length, struct moment fetched)
{
    struct strbuf fresh = STRBUF_INIT;
    struct strbuf old;

    strbuf_add(&fresh, text, length);
    if (strbuf_failed(&fresh)) {
        strbuf_release(&fresh);
        return CB_NO_MEMORY;
    }
    pthread_mutex_lock(&cache->mutex);
    old = cache->text;
    cache->text = fresh;
    cache->fetched = fetched;
    cache->serial++;
    pthread_mutex_unlock(&cache->mutex);
    strbuf_release(&old);
    announce(cache);
    return CB_OK;
}

/* Only a board that reads whole replaces the last good one. */
static int take_text(struct board_cache *cache, const char *text, size_t length, struct moment fetched)
{
    struct arena arena = ARENA_INIT;
    struct board board;
    struct wire_fault fault;
    int error = wire_board_read(text, length, &arena, &board, &fault);

    if (error == CB_OK)
        error = replace_text(cache, text, length, fetched);
    if (error == CB_OK)
        keep_keys(cache, &board);
    arena_release(&arena);
    return error;
}

/* ---- opening ---- */

static void load(struct board_cache *cache)
{
    struct moment fetched = {.wall_ms = 0, .mono_ms = 0};
    uint8_t *bytes = NULL;
    size_t length = 0;
    int error = file_read(cache->path, WIRE_BOARD_MAX, &bytes, &length);

    if (error == CB_NOT_FOUND)
        return;
    if (error == CB_OK)
        error = take_text(cache, (const char *)bytes, length, fetched);
    if (error != CB_OK)
        log_event(LOG_LEVEL_WARNING, "relay_kept_board_not_used", error);
    free(bytes);
}

int board_cache_open(struct board_cache *cache, struct turn *turn, const char *folder)
{
    *cache = (struct board_cache){.turn = turn, .text = STRBUF_INIT};
    pthread_mutex_init(&cache->mutex, NULL);
    snprintf(cache->path, sizeof(cache->path), "%s/board.json", folder);
    snprintf(cache->folder, sizeof(cache->folder), "%s", folder);
    cache->call = http_call_new(turn->http);
    if (cache->call == NULL)
        return CB_NO_MEMORY;
    load(cache);
    return CB_OK;
}

void board_cache_close(struct board_cache *cache)
{
    if (cache->turn == NULL)
        return;
    http_call_free(cache->call);
    strbuf_release(&cache->text);
    strbuf_release(&cache->anchors);
    pthread_mutex_destroy(&cache->mutex);
    *cache = (struct board_cache){.call = NULL};
}

/* ---- fetching ---- */

static void confirm(struct board_cache *cache)
{
    pthread_mutex_lock(&cache->mutex);
    cache->fetched = cache->turn->now;
    cache->serial++;
    pthread_mutex_unlock(&cache->mutex);
    announce(cache);
}

/* The queue, which the present anchors vouch for, says by what it will be known: while one authority hands
 * over to the next these are both. They are followed once they are on the disk. */
static void follow_anchors(struct board_cache *cache)
{
    const struct strbuf *fresh = &cache->anchors;
    struct strbuf pem = STRBUF_INIT;
    int error;

    if (!http_is_secure(cache->turn->http) || fresh->length == 0 || strbuf_failed(fresh))
        return;
    error = anchors_from_der((const uint8_t *)fresh->data, fresh->length, &pem);
    if (error == CB_OK && http_trusts(cache->turn->http, strbuf_text(&pem))) {
        strbuf_release(&pem);
        return;
    }
    if (error == CB_OK)
        error = kept_anchors_store(cache->folder, (const uint8_t *)fresh->data, fresh->length);
    if (error == CB_OK)
        error = http_trust(cache->turn->http, strbuf_text(&pem));
    if (error != CB_OK)
        log_event(LOG_LEVEL_ERROR, "relay_anchors_not_kept", error);
    strbuf_release(&pem);
}

static int take_fresh(struct board_cache *cache, const struct http_answer *answer)
{
    int error = take_text(cache, answer->body, answer->length, cache->turn->now);

    if (error != CB_OK)
        return error;
    cache->served_mono_ms = cache->turn->now.mono_ms;
    memcpy(cache->etag, answer->etag, sizeof(cache->etag));
    follow_anchors(cache);
    error = file_write(cache->path, answer->body, answer->length, 0600);
    if (error != CB_OK) /* it serves until the next start all the same */
        log_event(LOG_LEVEL_ERROR, "relay_board_not_kept", error);
    return CB_OK;
}

/* A board that came and cannot be used, once: that none came, the heartbeat says. */
static void say_unusable(const struct board_cache *cache, const struct http_answer *answer, int error)
{
    bool came = answer->error == CB_TOO_LARGE || (answer->error == CB_OK && answer->status == 200);

    if (came && cache->backoff.failures == 0)
        log_event(LOG_LEVEL_ERROR,
                  "the queue's board cannot be used; are the queue and the kiosk of one version? error",
                  error);
}

static void on_answer(void *context, const struct http_answer *answer)
{
    struct board_cache *cache = context;
    int error = answer->error;

    if (error == CB_OK && answer->status == 200)
        error = take_fresh(cache, answer);
    else if (error == CB_OK && answer->status == 304 && cache->etag[0] != '\0')
        confirm(cache);
    else if (error == CB_OK)
        error = CB_NETWORK;
    if (error == CB_OK) {
        backoff_reset(&cache->backoff);
        cache->due_ms = cache->again ? 0 : cache->turn->now.mono_ms + BOARD_REFRESH_MS;
    } else {
        say_unusable(cache, answer, error);
        cache->due_ms = cache->turn->now.mono_ms + backoff_fail(&cache->backoff, cache->turn->random);
    }
    cache->again = false;
}

void board_cache_refresh(struct board_cache *cache)
{
    cache->due_ms = 0;
    cache->again = http_busy(cache->call);
}

void board_cache_forget(struct board_cache *cache)
{
    cache->etag[0] = '\0';
    cache->due_ms = cache->turn->now.mono_ms + BACKOFF_FIRST_MS;
    unlink(cache->path);
}

int64_t board_cache_due_ms(const struct board_cache *cache)
{
    return http_busy(cache->call) ? NEVER_MS : cache->due_ms;
}

void board_cache_turn(struct board_cache *cache)
{
    char header[HTTP_ETAG_SIZE + 32];
    struct http_ask ask = {.method = "GET",
                           .path = "/api/v1/board",
                           .header = cache->etag[0] != '\0' ? header : NULL,
                           .timeout_ms = BOARD_TIMEOUT_MS,
                           .answer_max = WIRE_BOARD_MAX,
                           .done = on_answer,
                           .context = cache};

    if (board_cache_due_ms(cache) > cache->turn->now.mono_ms)
        return;
    snprintf(header, sizeof(header), "If-None-Match: %s", cache->etag);
    if (http_start(cache->call, &ask) != CB_OK)
        cache->due_ms = cache->turn->now.mono_ms + BACKOFF_FIRST_MS;
}

/* ---- taking ---- */

int board_cache_take(struct board_cache *cache, struct arena *arena, struct board *ret_board,
                     struct moment *ret_fetched)
{
    struct wire_fault fault;
    struct moment fetched;
    int error = CB_NOT_FOUND;

    pthread_mutex_lock(&cache->mutex);
    if (cache->taken != cache->serial) {
        fetched = cache->fetched;
        error = wire_board_read(cache->text.data, cache->text.length, arena, ret_board, &fault);
    }
    if (error == CB_OK) {
        cache->taken = cache->serial;
        *ret_fetched = fetched;
    }
    pthread_mutex_unlock(&cache->mutex);
    return error;
}
