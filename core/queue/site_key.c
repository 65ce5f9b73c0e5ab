/* A site's key and its holders: see site_key.h. */
#include "queue/site_key.h"

#include "base/log.h"

#include <string.h>

int site_key_grant(const struct key_pair *site_pair, struct stored_holder *holder)
{
    int error = grant_make(site_pair, &holder->site_id, &holder->id, holder->public_key, holder->grant);

    holder->has_grant = error == CB_OK;
    holder->has_tag = error == CB_OK;
    if (error == CB_OK)
        holder_tag(site_pair->secret_key, &holder->id, holder->kind, holder->public_key, holder->tag);
    return error;
}

int site_key_grant_user(const struct key_pair *site_pair, struct stored_user *user)
{
    struct stored_holder holder = {.id = user->id, .site_id = user->site_id, .kind = HOLDER_USER};
    int error;

    user->has_grant = false;
    if (user->role == ROLE_FRONT_DESK)
        return CB_OK;
    memcpy(holder.public_key, user->public_key, sizeof holder.public_key);
    error = site_key_grant(site_pair, &holder);
    if (error != CB_OK)
        return error;
    user->has_grant = true;
    memcpy(user->tag, holder.tag, sizeof user->tag);
    memcpy(user->grant, holder.grant, sizeof user->grant);
    return CB_OK;
}

/* ---- another key ---- */

static bool has_valid_tag(const struct key_pair *site_pair, const struct stored_holder *holder)
{
    return holder->has_tag && holder_tag_valid(site_pair->secret_key, &holder->id, holder->kind,
                                               holder->public_key, holder->tag);
}

/* Who has no valid tag was not let in by somebody who holds the key: their grant goes, and none comes. */
static int regrant(struct store *store, const struct key_pair *old_pair, const struct key_pair *new_pair,
                   struct stored_holder *holder)
{
    int error = CB_OK;

    if (has_valid_tag(old_pair, holder)) {
        error = site_key_grant(new_pair, holder);
    } else {
        if (holder->has_tag || holder->has_grant)
            log_event_id(LOG_LEVEL_WARNING, "keys.holder_without_valid_tag", holder->kind, &holder->id);
        holder->has_tag = false;
        holder->has_grant = false;
    }
    return error == CB_OK ? store_holder_put(store, holder) : error;
}

static int regrant_all(struct store *store, const struct uuid *site_id, struct arena *arena,
                       const struct key_pair *old_pair, const struct key_pair *new_pair)
{
    struct stored_holder *holders = NULL;
    size_t count = 0;
    int error = store_holders(store, site_id, arena, &holders, &count);

    for (size_t i = 0; error == CB_OK && i < count; i++)
        error = regrant(store, old_pair, new_pair, &holders[i]);
    return error;
}

static int check_is_site_key(struct store *store, const struct uuid *site_id,
                             const struct key_pair *site_pair)
{
    uint8_t known[SITE_KEY_SIZE];
    int error = store_site_key(store, site_id, known);

    if (error == CB_OK && memcmp(known, site_pair->public_key, sizeof known) != 0)
        error = CB_DENIED;
    return error;
}

int site_key_rotate(struct store *store, const struct uuid *site_id, struct arena *arena,
                    struct key_pair *site_pair)
{
    struct key_pair new_pair;
    uint8_t old_key_grant[GRANT_SIZE];
    int error = check_is_site_key(store, site_id, site_pair);

    if (error == CB_OK && store_old_site_key(store, site_id, old_key_grant) == CB_OK)
        error = CB_BUSY;
    if (error != CB_OK)
        return error;
    key_pair_make(&new_pair);
    error = regrant_all(store, site_id, arena, site_pair, &new_pair);
    if (error == CB_OK)
        error = store_site_key_set(store, site_id, new_pair.public_key);
    if (error == CB_OK)
        error = grant_make(site_pair, site_id, site_id, new_pair.public_key, old_key_grant);
    if (error == CB_OK)
        error = store_old_site_key_put(store, site_id, old_key_grant);
    if (error == CB_OK)
        *site_pair = new_pair;
    seal_wipe(&new_pair, sizeof new_pair);
    return error;
}

int site_key_old(struct store *store, const struct uuid *site_id, const struct key_pair *site_pair,
                 struct key_pair *ret_old_pair)
{
    uint8_t grant[GRANT_SIZE];
    int error = store_old_site_key(store, site_id, grant);

    return error == CB_OK ? grant_open(site_pair, site_id, site_id, grant, ret_old_pair) : error;
}
