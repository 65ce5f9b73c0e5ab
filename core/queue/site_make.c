/* Sites, users and kiosks, with their keys. */
#include "queue/site_make.h"

#include <string.h>

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

int user_make(struct store *store, struct random_source random, struct password_cost cost,
              const struct user_plan *plan, const char *password, const struct key_pair *site_pair)
{
    struct stored_user user = {.id = uuid_make(random),
                               .site_id = plan->site_id,
                               .role = plan->role,
                               .coach_id = plan->coach_id,
                               .login = plan->login,
                               .name = plan->name};
    struct chosen_password chosen;
    struct key_pair user_pair;
    int error = seal_init();

    if (error != CB_OK)
        return error;
    key_pair_make(&user_pair);
    memcpy(user.public_key, user_pair.public_key, sizeof user.public_key);
    error = password_set(password, cost.opslimit, cost.memlimit, &chosen.record, chosen.kek);
    if (error == CB_OK)
        error = staff_wrap(&user, &chosen, user_pair.secret_key);
    if (error == CB_OK)
        error = site_key_grant_user(site_pair, &user);
    if (error == CB_OK)
        error = store_user_add(store, &user);
    seal_wipe(&user_pair, sizeof user_pair);
    seal_wipe(&chosen, sizeof chosen);
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
