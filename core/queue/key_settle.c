/* The end of a change of a site's key: see site_key.h. */
#include "base/log.h"
#include "queue/queue.h"
#include "queue/site_key.h"

/* Nothing is sealed to the old key any more: it goes. */
static int forget_old_key(struct store *store, const struct uuid *site_id)
{
    int error = store_begin(store);

    if (error != CB_OK)
        return error;
    error = store_old_site_key_remove(store, site_id);
    if (error == CB_OK)
        error = store_commit(store);
    if (error != CB_OK)
        store_rollback(store);
    return error;
}

static void settle_site(struct queue *queue, const struct uuid *site_id)
{
    struct key_pair site_pair = {.secret_key = {0}};
    struct key_pair old_pair = {.secret_key = {0}};
    int error = vault_site_pair(queue->vault, site_id, &site_pair);

    if (error == CB_OK)
        error = site_key_old(queue->store, site_id, &site_pair, &old_pair);
    if (error == CB_OK)
        error = keyring_reseal(queue->epochs, site_id, &old_pair, site_pair.public_key);
    if (error == CB_OK)
        error = forget_old_key(queue->store, site_id);
    seal_wipe(&site_pair, sizeof site_pair);
    seal_wipe(&old_pair, sizeof old_pair);
    if (error != CB_OK && error != CB_NOT_FOUND && error != CB_LOCKED)
        log_event_id(LOG_LEVEL_ERROR, "keys.change_not_settled", error, site_id);
}

void queue_settle_keys(struct queue *queue)
{
    struct arena arena = ARENA_INIT;
    struct site *sites = NULL;
    size_t count = 0;

    queue->keys_unsettled = false;
    if (queue->epochs == NULL)
        return;
    if (store_sites(queue->store, &arena, &sites, &count) == CB_OK) {
        for (size_t i = 0; i < count; i++)
            settle_site(queue, &sites[i].id);
    }
    arena_release(&arena);
}
