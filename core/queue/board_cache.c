/* Boards kept as text. */
#include "queue/board_cache.h"

static struct cached_board *find(const struct board_cache *cache, const struct uuid *kiosk_id)
{
    for (size_t i = 0; i < cache->count; i++) {
        if (uuid_equal(&cache->boards[i].kiosk_id, kiosk_id))
            return (struct cached_board *)&cache->boards[i];
    }
    return NULL;
}

const struct cached_board *board_cache_find(const struct board_cache *cache, const struct uuid *kiosk_id,
                                            int64_t site_revision, int64_t now_ms)
{
    const struct cached_board *board = find(cache, kiosk_id);

    if (board == NULL || board->body.length == 0 || board->site_revision != site_revision)
        return NULL;
    if (now_ms < board->made_at_ms || now_ms - board->made_at_ms > BOARD_CACHE_AGE_MS)
        return NULL;
    return board;
}

static struct cached_board *oldest(struct board_cache *cache)
{
    struct cached_board *board = &cache->boards[0];

    if (cache->count < BOARD_CACHE_MAX)
        return &cache->boards[cache->count++];
    for (size_t i = 1; i < cache->count; i++) {
        if (cache->boards[i].made_at_ms < board->made_at_ms)
            board = &cache->boards[i];
    }
    return board;
}

struct cached_board *board_cache_renew(struct board_cache *cache, const struct uuid *kiosk_id)
{
    struct cached_board *board = find(cache, kiosk_id);

    if (board == NULL)
        board = oldest(cache);
    strbuf_clear(&board->body);
    board->kiosk_id = *kiosk_id;
    return board;
}

void board_cache_release(struct board_cache *cache)
{
    for (size_t i = 0; i < cache->count; i++)
        strbuf_release(&cache->boards[i].body);
    cache->count = 0;
}
