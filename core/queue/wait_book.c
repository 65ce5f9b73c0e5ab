/* Promises, kept and judged. */
#include "queue/wait_book.h"

static struct wait_promise *find_promise(struct wait_book *book, const struct uuid *request_id)
{
    for (size_t i = 0; i < book->promise_count; i++)
        if (uuid_equal(&book->promises[i].request_id, request_id))
            return &book->promises[i];
    return NULL;
}

static struct wait_promise *new_promise(struct wait_book *book, const struct uuid *request_id)
{
    struct wait_promise *promise = &book->promises[0];

    if (book->promise_count < WAIT_BOOK_MAX) {
        promise = &book->promises[book->promise_count++];
    } else {
        for (size_t i = 1; i < WAIT_BOOK_MAX; i++)
            if (book->promises[i].seen_at_ms < promise->seen_at_ms)
                promise = &book->promises[i];
    }
    *promise = (struct wait_promise){.request_id = *request_id};
    return promise;
}

/* ---- sites ---- */

static struct wait_site *find_site(struct wait_book *book, const struct uuid *site_id)
{
    for (size_t i = 0; i < book->site_count; i++)
        if (uuid_equal(&book->sites[i].site_id, site_id))
            return &book->sites[i];
    if (book->site_count == WAIT_SITES_MAX)
        return NULL;
    book->sites[book->site_count] = (struct wait_site){
        .site_id = *site_id,
        .history.stretch_permille = WAIT_STRETCH_PERMILLE,
    };
    return &book->sites[book->site_count++];
}

static int refresh_site(struct wait_site *site, struct store *store, int64_t now_ms, struct arena *arena)
{
    struct wait_history history;
    int64_t age_ms = now_ms - site->read_at_ms;
    int error;

    if (site->read_at_ms != 0 && age_ms >= 0 && age_ms < WAIT_HISTORY_MS)
        return CB_OK;
    error = store_wait_history(store, &site->site_id, arena, &history);
    if (error != CB_OK)
        return error;
    history.stretch_permille = site->history.stretch_permille;
    site->history = history;
    site->read_at_ms = now_ms;
    return CB_OK;
}

/* ---- promises ---- */

/* A coach is with them, or they are gone. Who left within the promised time proves nothing. */
static void judge(struct wait_book *book, struct wait_promise *promise, const struct request *request)
{
    struct wait_site *site = find_site(book, &request->site_id);
    int64_t waited_ms = request->state_since_ms - promise->first_at_ms;
    bool missed = waited_ms > promise->first.to_min * INT64_C(60000);

    if (site != NULL && promise->first.to_min > 0 && (missed || request->state == REQUEST_WITH_PATIENT))
        site->history.stretch_permille = wait_stretch(site->history.stretch_permille, missed);
    *promise = book->promises[--book->promise_count];
}

/* A range is drawn anew when it has stood long enough to move, and when less stands behind it than then: what
 * can no longer be said must go at once. In between 400 courses for each answer would change nothing. */
static bool must_draw(const struct wait_promise *promise, const struct wait_ground *ground, int64_t now_ms)
{
    int64_t moves_at_ms = promise->shown.since_ms + WAIT_HOLD_MS;
    bool may_move = now_ms >= moves_at_ms && promise->drawn_at_ms < moves_at_ms;
    bool old = now_ms - promise->drawn_at_ms >= WAIT_HOLD_MS || now_ms < promise->drawn_at_ms;

    return promise->shown.range.to_min == 0 || may_move || old ||
           !wait_ground_holds(&promise->ground, ground);
}

static void foretell(struct wait_book *book, struct wait_promise *promise, struct store *store,
                     struct random_source random, const struct request *request, int64_t now_ms,
                     struct arena *arena)
{
    struct wait_site *site = find_site(book, &request->site_id);
    struct wait_estimate estimate;
    struct wait_ground ground;
    struct wait_line line;
    bool known = site != NULL && refresh_site(site, store, now_ms, arena) == CB_OK &&
                 store_wait_line(store, request, now_ms, arena, &line) == CB_OK;

    if (known) {
        ground = wait_ground(&line, now_ms);
        if (!must_draw(promise, &ground, now_ms))
            return;
        known = wait_estimate(&site->history, &line, random, &estimate);
        promise->ground = ground;
        promise->drawn_at_ms = now_ms;
    }
    promise->shown = wait_show(promise->shown, known ? &estimate : NULL, now_ms);
}

struct wait_range wait_book_range(struct wait_book *book, struct store *store, struct random_source random,
                                  const struct request *request, int64_t now_ms, struct arena *arena)
{
    struct wait_promise *promise = find_promise(book, &request->id);
    const struct wait_range none = {0, 0};

    if (promise != NULL && (request->state == REQUEST_WITH_PATIENT || request->state == REQUEST_CLOSED))
        judge(book, promise, request);
    if (request->state != REQUEST_WAITING || request->kind != REQUEST_WALK_IN)
        return none;
    if (promise == NULL)
        promise = new_promise(book, &request->id);
    foretell(book, promise, store, random, request, now_ms, arena);
    promise->seen_at_ms = now_ms;
    if (promise->first.to_min == 0) {
        promise->first = promise->shown.range;
        promise->first_at_ms = now_ms;
    }
    return promise->shown.range;
}
