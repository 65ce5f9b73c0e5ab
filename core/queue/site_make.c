/* Sites, users and kiosks, with their keys. */
#include "queue/site_make.h"

#include <string.h>

enum {
    WRAPPED_BY_PASSWORD = 1
}; /* key_wrap's kind */

static void give_ids(struct site_file *file, struct random_source random)
{
    file->site.id = uuid_make(random);
    for (size_t i = 0; i < file->place_count; i++)
        file->places[i].id = uuid_make(random);
    for (size_t i = 0; i < file->coach_count; i++)
        file->coaches[i].id = uuid_make(random);
}

static int put_content(struct store *store, const struct site_file *file)
{
    const struct uuid *site_id = &file->site.id;
    int error = CB_OK;

    for (size_t i = 0; error == CB_OK && i < file->place_count; i++)
        error = store_place_put(store, site_id, &file->places[i]);
    for (size_t i = 0; error == CB_OK && i < file->coach_count; i++)
        error = store_coach_put(store, site_id, &file->coaches[i], (int)i);
    for (size_t i = 0; error == CB_OK && i < file->topic_count; i++)
        error = store_topic_put(store, site_id, &file->topics[i], (int)i);
    for (size_t i = 0; error == CB_OK && i < file->resource_count; i++)
        error = store_resource_put(store, site_id, &file->resources[i], (int)i);
    for (size_t i = 0; error == CB_OK && i < file->meeting_count; i++)
        error = store_meeting_put(store, site_id, &file->meetings[i], (int)i);
    return error;
}

static int put_kiosks(struct store *store, struct random_source random, const struct site_file *file)
{
    int error = CB_OK;

    for (size_t i = 0; error == CB_OK && i < file->kiosk_count; i++) {
        const struct place *place = site_file_place(file, file->kiosks[i].place);
        struct uuid id = uuid_make(random);

        error = place == NULL ? CB_BAD_INPUT
                              : store_kiosk_put(store, &file->site.id, &id, file->kiosks[i].name, &place->id);
    }
    return error;
}

int site_make(struct store *store, struct random_source random, struct site_file *file,
              struct key_pair *ret_pair)
{
    struct key_pair pair;
    int error = seal_init();

    if (error != CB_OK)
        return error;
    key_pair_make(&pair);
    give_ids(file, random);
    error = store_site_add(store, &file->site, pair.public_key);
    if (error == CB_OK)
        error = put_content(store, file);
    if (error == CB_OK)
        error = put_kiosks(store, random, file);
    if (error == CB_OK)
        *ret_pair = pair;
    seal_wipe(&pair, sizeof pair);
    return error;
}

/* ---- users ---- */

static int set_password(const struct user_plan *plan, struct command_cost cost,
                        const struct key_pair *user_pair, struct stored_user *user)
{
    struct password_record record;
    uint8_t kek[KEY_SIZE];
    int error = password_set(plan->password, cost.opslimit, cost.memlimit, &record, kek);

    if (error != CB_OK)
        return error;
    memcpy(user->salt, record.salt, sizeof user->salt);
    memcpy(user->verifier, record.verifier, sizeof user->verifier);
    user->kdf_opslimit = record.opslimit;
    user->kdf_memlimit = record.memlimit;
    error = key_wrap(kek, WRAPPED_BY_PASSWORD, &user->site_id, &user->id, user_pair->secret_key,
                     user->wrapped_key);
    seal_wipe(kek, sizeof kek);
    return error;
}

static int give_grant(const struct key_pair *site_pair, struct stored_user *user)
{
    if (user->role == ROLE_FRONT_DESK)
        return CB_OK;
    user->has_grant = true;
    return grant_make(site_pair, &user->site_id, &user->id, user->public_key, user->grant);
}

int user_make(struct store *store, struct random_source random, struct command_cost cost,
              const struct user_plan *plan, const struct key_pair *site_pair)
{
    struct stored_user user = {.id = uuid_make(random),
                               .site_id = plan->site_id,
                               .role = plan->role,
                               .coach_id = plan->coach_id,
                               .login = plan->login,
                               .name = plan->name};
    struct key_pair user_pair;
    int error = seal_init();

    if (error != CB_OK)
        return error;
    key_pair_make(&user_pair);
    memcpy(user.public_key, user_pair.public_key, sizeof user.public_key);
    error = set_password(plan, cost, &user_pair, &user);
    if (error == CB_OK)
        error = give_grant(site_pair, &user);
    if (error == CB_OK)
        error = store_user_add(store, &user);
    seal_wipe(&user_pair, sizeof user_pair);
    return error;
}

static int open_user_key(const struct stored_user *user, const char *password, struct key_pair *ret_pair)
{
    struct password_record record = {.opslimit = user->kdf_opslimit, .memlimit = user->kdf_memlimit};
    uint8_t kek[KEY_SIZE];
    int error;

    memcpy(record.salt, user->salt, sizeof record.salt);
    memcpy(record.verifier, user->verifier, sizeof record.verifier);
    error = password_check(password, &record, kek);
    if (error == CB_OK)
        error = key_unwrap(kek, WRAPPED_BY_PASSWORD, &user->site_id, &user->id, user->wrapped_key, ret_pair);
    seal_wipe(kek, sizeof kek);
    return error;
}

int site_unlock(struct store *store, const struct uuid *site_id, const char *login, const char *password,
                struct key_pair *ret_pair)
{
    struct arena arena = ARENA_INIT;
    struct stored_user user;
    struct key_pair user_pair;
    int error = seal_init();

    if (error == CB_OK)
        error = store_user_by_login(store, login, &arena, &user);
    if (error == CB_NOT_FOUND)
        error = CB_DENIED;
    if (error == CB_OK && (!user.has_grant || user.role != ROLE_ADMIN || !uuid_equal(&user.site_id, site_id)))
        error = CB_DENIED;
    if (error == CB_OK)
        error = open_user_key(&user, password, &user_pair);
    if (error == CB_OK)
        error = grant_open(&user_pair, site_id, &user.id, user.grant, ret_pair);
    seal_wipe(&user_pair, sizeof user_pair);
    arena_release(&arena);
    return error;
}

int kiosk_token_make(struct store *store, const struct uuid *kiosk_id, char ret_token[TOKEN_TEXT_SIZE])
{
    char token[TOKEN_TEXT_SIZE];
    uint8_t hash[32];
    int error = seal_init();

    if (error != CB_OK)
        return error;
    token_make(token);
    error = kiosk_token_hash(token, hash);
    if (error == CB_OK)
        error = store_kiosk_set_token(store, kiosk_id, hash);
    if (error == CB_OK)
        memcpy(ret_token, token, sizeof token);
    seal_wipe(token, sizeof token);
    return error;
}
