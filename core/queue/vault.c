/* Keeping the sites' secret keys. */
#include "queue/vault.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define VAULT_SITES_MAX    8
#define VAULT_SESSIONS_MAX 256

struct vault_session {
    uint8_t id[32];
    struct uuid site_id;
    struct uuid user_id;
    int64_t live_until_ms;
};

struct vault_site {
    struct uuid site_id;
    struct key_pair *pair; /* sodium_malloc, no access outside use; NULL: locked */
    int64_t last_live_ms;  /* when a session that holds it was last seen alive */
};

struct vault {
    struct vault_site sites[VAULT_SITES_MAX];
    size_t site_count;
    struct vault_session sessions[VAULT_SESSIONS_MAX];
    size_t session_count;
};

struct vault *vault_new(void)
{
    return calloc(1, sizeof(struct vault));
}

static void lock_site(struct vault_site *site)
{
    if (site->pair != NULL)
        sodium_free(site->pair); /* wipes */
    site->pair = NULL;
}

void vault_free(struct vault *vault)
{
    if (vault == NULL)
        return;
    for (size_t i = 0; i < vault->site_count; i++)
        lock_site(&vault->sites[i]);
    seal_wipe(vault, sizeof *vault);
    free(vault);
}

static struct vault_site *find_site(const struct vault *vault, const struct uuid *site_id)
{
    for (size_t i = 0; i < vault->site_count; i++) {
        if (uuid_equal(&vault->sites[i].site_id, site_id))
            return (struct vault_site *)&vault->sites[i];
    }
    return NULL;
}

static struct vault_site *need_site(struct vault *vault, const struct uuid *site_id)
{
    struct vault_site *site = find_site(vault, site_id);

    if (site != NULL || vault->site_count == VAULT_SITES_MAX)
        return site;
    site = &vault->sites[vault->site_count++];
    *site = (struct vault_site){.site_id = *site_id};
    return site;
}

static int unlock(struct vault_site *site, const struct stored_user *user,
                  const struct stored_session *session, const struct session_keys *keys)
{
    struct key_pair user_pair;
    struct key_pair *pair;
    int error =
        key_unwrap(keys->kek, WRAP_SESSION, &user->site_id, &user->id, session->wrapped_key, &user_pair);

    if (error != CB_OK)
        return error;
    pair = sodium_malloc(sizeof *pair);
    error =
        pair == NULL ? CB_NO_MEMORY : grant_open(&user_pair, &user->site_id, &user->id, user->grant, pair);
    seal_wipe(&user_pair, sizeof user_pair);
    if (error != CB_OK) {
        sodium_free(pair);
        return error;
    }
    sodium_mprotect_noaccess(pair);
    site->pair = pair;
    return CB_OK;
}

static struct vault_session *need_session(struct vault *vault, const uint8_t id[32])
{
    struct vault_session *oldest = &vault->sessions[0];

    for (size_t i = 0; i < vault->session_count; i++) {
        if (memcmp(vault->sessions[i].id, id, sizeof vault->sessions[i].id) == 0)
            return &vault->sessions[i];
        if (vault->sessions[i].live_until_ms < oldest->live_until_ms)
            oldest = &vault->sessions[i];
    }
    if (vault->session_count < VAULT_SESSIONS_MAX)
        oldest = &vault->sessions[vault->session_count++];
    memcpy(oldest->id, id, sizeof oldest->id);
    return oldest;
}

int vault_session(struct vault *vault, const struct stored_user *user, const struct stored_session *session,
                  const struct session_keys *keys, int64_t now_ms)
{
    struct vault_site *site = user->has_grant ? need_site(vault, &user->site_id) : NULL;
    struct vault_session *seen;
    int64_t idle_until_ms = session->used_at_ms + session->idle_ms;

    if (site == NULL)
        return CB_OK;
    if (site->pair == NULL) {
        int error = unlock(site, user, session, keys);

        if (error != CB_OK)
            return error;
    }
    site->last_live_ms = now_ms;
    seen = need_session(vault, session->id);
    seen->site_id = user->site_id;
    seen->user_id = user->id;
    seen->live_until_ms = session->expires_at_ms < idle_until_ms ? session->expires_at_ms : idle_until_ms;
    return CB_OK;
}

static void drop_session(struct vault *vault, size_t index)
{
    vault->sessions[index] = vault->sessions[--vault->session_count];
}

void vault_session_ended(struct vault *vault, const uint8_t session_id[32])
{
    for (size_t i = 0; i < vault->session_count; i++) {
        if (memcmp(vault->sessions[i].id, session_id, 32) == 0) {
            drop_session(vault, i);
            return;
        }
    }
}

void vault_user_ended(struct vault *vault, const struct uuid *user_id, const uint8_t *except)
{
    size_t i = 0;

    while (i < vault->session_count) {
        const struct vault_session *session = &vault->sessions[i];
        bool spared = except != NULL && memcmp(session->id, except, sizeof session->id) == 0;

        if (uuid_equal(&session->user_id, user_id) && !spared)
            drop_session(vault, i);
        else
            i++;
    }
}

int vault_site_pair(const struct vault *vault, const struct uuid *site_id, struct key_pair *ret_pair)
{
    const struct vault_site *site = find_site(vault, site_id);

    if (site == NULL || site->pair == NULL)
        return CB_LOCKED;
    sodium_mprotect_readonly(site->pair);
    *ret_pair = *site->pair;
    sodium_mprotect_noaccess(site->pair);
    return CB_OK;
}

int vault_unlock(struct vault *vault, const struct uuid *site_id, const struct key_pair *pair, int64_t now_ms)
{
    struct vault_site *site = need_site(vault, site_id);

    if (site == NULL)
        return CB_NO_MEMORY;
    if (site->pair == NULL) {
        site->pair = sodium_malloc(sizeof *site->pair);
        if (site->pair == NULL)
            return CB_NO_MEMORY;
        sodium_mprotect_noaccess(site->pair);
    }
    site->last_live_ms = now_ms;
    vault_replace(vault, site_id, pair);
    return CB_OK;
}

void vault_lock(struct vault *vault)
{
    for (size_t i = 0; i < vault->site_count; i++)
        lock_site(&vault->sites[i]);
}

void vault_replace(struct vault *vault, const struct uuid *site_id, const struct key_pair *pair)
{
    struct vault_site *site = find_site(vault, site_id);

    if (site == NULL || site->pair == NULL)
        return;
    sodium_mprotect_readwrite(site->pair);
    *site->pair = *pair;
    sodium_mprotect_noaccess(site->pair);
}

int vault_open_field(const struct vault *vault, const struct epoch_slot *slot,
                     const struct field_context *context, const uint8_t sealed[SEALED_SIZE],
                     struct person_fields *ret_fields)
{
    const struct vault_site *site = find_site(vault, &context->site_id);
    struct key_pair epoch_pair;
    int error;

    if (site == NULL || site->pair == NULL)
        return CB_LOCKED;
    sodium_mprotect_readonly(site->pair);
    error = epoch_slot_open(slot, site->pair, &epoch_pair);
    sodium_mprotect_noaccess(site->pair);
    if (error == CB_OK)
        error = field_open(&epoch_pair, context, sealed, ret_fields);
    seal_wipe(&epoch_pair, sizeof epoch_pair);
    return error;
}

bool vault_locked(const struct vault *vault, const struct uuid *site_id)
{
    const struct vault_site *site = find_site(vault, site_id);

    return site == NULL || site->pair == NULL;
}

void vault_sweep(struct vault *vault, int64_t now_ms)
{
    size_t i = 0;

    while (i < vault->session_count) {
        struct vault_site *site = find_site(vault, &vault->sessions[i].site_id);

        if (vault->sessions[i].live_until_ms <= now_ms) {
            drop_session(vault, i);
            continue;
        }
        site->last_live_ms = now_ms;
        i++;
    }
    for (i = 0; i < vault->site_count; i++) {
        if (now_ms - vault->sites[i].last_live_ms > VAULT_LINGER_MS)
            lock_site(&vault->sites[i]);
    }
}
