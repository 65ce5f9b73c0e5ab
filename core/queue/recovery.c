/* The recovery sheet of a site: see recovery.h. */
#include "queue/recovery.h"

#include "queue/site_key.h"

#include <string.h>

/* Removes the site's sheets that count, or those that do not, but for the one of that id. */
static int drop_sheets(struct store *store, const struct uuid *site_id, bool confirmed,
                       const struct uuid *except, struct arena *arena)
{
    struct stored_holder *holders = NULL;
    size_t count = 0;
    int error = store_holders(store, site_id, arena, &holders, &count);

    for (size_t i = 0; error == CB_OK && i < count; i++) {
        if (holders[i].kind == HOLDER_PAPER && (holders[i].confirmed_at_ms != 0) == confirmed &&
            !uuid_equal(&holders[i].id, except))
            error = store_holder_remove(store, &holders[i].id);
    }
    return error;
}

int recovery_make(struct store *store, struct random_source random, const struct uuid *site_id,
                  const struct key_pair *site_pair, int64_t now_ms, struct arena *arena,
                  char ret_text[PAPER_TEXT_SIZE])
{
    struct stored_holder holder = {
        .id = uuid_make(random), .site_id = *site_id, .kind = HOLDER_PAPER, .created_at_ms = now_ms};
    uint8_t paper[PAPER_SIZE];
    struct key_pair pair;
    int error;

    paper_make(paper);
    paper_pair(paper, site_id, &pair);
    memcpy(holder.public_key, pair.public_key, sizeof holder.public_key);
    error = site_key_grant(site_pair, &holder);
    if (error == CB_OK)
        error = drop_sheets(store, site_id, false, &holder.id, arena);
    if (error == CB_OK)
        error = store_holder_put(store, &holder);
    if (error == CB_OK)
        paper_write(paper, ret_text);
    seal_wipe(&pair, sizeof pair);
    seal_wipe(paper, sizeof paper);
    return error;
}

static int find_at_site(struct store *store, const struct uuid *site_id, const uint8_t public_key[KEY_SIZE],
                        bool confirmed, struct arena *arena, struct stored_holder *ret_holder)
{
    struct stored_holder *holders = NULL;
    size_t count = 0;
    int error = store_holders(store, site_id, arena, &holders, &count);

    for (size_t i = 0; error == CB_OK && i < count; i++) {
        if (holders[i].kind == HOLDER_PAPER && (holders[i].confirmed_at_ms != 0) == confirmed &&
            secret_equal(holders[i].public_key, public_key, KEY_SIZE)) {
            *ret_holder = holders[i];
            return CB_OK;
        }
    }
    return error == CB_OK ? CB_NOT_FOUND : error;
}

/* Whose sheet it is. A sheet is another key at each site, so it is tried at all. */
static int find_sheet(struct store *store, const uint8_t paper[PAPER_SIZE], bool confirmed,
                      struct arena *arena, struct stored_holder *ret_holder, struct key_pair *ret_pair)
{
    struct site *sites = NULL;
    size_t count = 0;
    int error = store_sites(store, arena, &sites, &count);
    bool found = false;

    for (size_t i = 0; error == CB_OK && !found && i < count; i++) {
        paper_pair(paper, &sites[i].id, ret_pair);
        error = find_at_site(store, &sites[i].id, ret_pair->public_key, confirmed, arena, ret_holder);
        found = error == CB_OK;
        if (error == CB_NOT_FOUND)
            error = CB_OK;
    }
    if (!found)
        seal_wipe(ret_pair, sizeof *ret_pair);
    return error == CB_OK && !found ? CB_NOT_FOUND : error;
}

int recovery_confirm(struct store *store, const uint8_t paper[PAPER_SIZE], int64_t now_ms,
                     struct arena *arena, struct uuid *ret_site_id)
{
    struct stored_holder holder;
    struct key_pair pair;
    int error = find_sheet(store, paper, false, arena, &holder, &pair);

    seal_wipe(&pair, sizeof pair);
    if (error != CB_OK)
        return error;
    holder.confirmed_at_ms = now_ms;
    error = drop_sheets(store, &holder.site_id, true, &holder.id, arena);
    if (error == CB_OK)
        error = store_holder_put(store, &holder);
    if (error == CB_OK)
        *ret_site_id = holder.site_id;
    return error;
}

int recovery_open(struct store *store, const uint8_t paper[PAPER_SIZE], struct arena *arena,
                  struct stored_holder *ret_holder, struct key_pair *ret_site_pair)
{
    struct stored_holder holder;
    struct key_pair pair;
    int error = find_sheet(store, paper, true, arena, &holder, &pair);

    if (error == CB_OK)
        error = grant_open(&pair, &holder.site_id, &holder.id, holder.grant, ret_site_pair);
    if (error == CB_OK)
        *ret_holder = holder;
    seal_wipe(&pair, sizeof pair);
    return error;
}

int recovery_since(struct store *store, const struct uuid *site_id, struct arena *arena,
                   int64_t *ret_confirmed_at_ms)
{
    struct stored_holder *holders = NULL;
    size_t count = 0;
    int error = store_holders(store, site_id, arena, &holders, &count);

    *ret_confirmed_at_ms = 0;
    for (size_t i = 0; error == CB_OK && i < count; i++) {
        if (holders[i].kind == HOLDER_PAPER && holders[i].confirmed_at_ms > *ret_confirmed_at_ms)
            *ret_confirmed_at_ms = holders[i].confirmed_at_ms;
    }
    return error;
}
