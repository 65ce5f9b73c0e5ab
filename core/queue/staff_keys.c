/* Letting people in and out: see staff_keys.h. */
#include "queue/staff_keys.h"

#include "base/utf8.h"

#include <string.h>

bool staff_login_acceptable(const char *login)
{
    size_t length = strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-");

    return login[0] >= 'a' && login[0] <= 'z' && length >= 2 && length <= LOGIN_MAX && login[length] == '\0';
}

bool staff_name_acceptable(const char *name)
{
    size_t length = strnlen(name, 4 * STAFF_NAME_MAX + 1);

    return name[strspn(name, " ")] != '\0' && length <= 4 * STAFF_NAME_MAX && utf8_valid(name, length) &&
           !utf8_has_control(name) && utf8_count(name) <= STAFF_NAME_MAX;
}

/* ---- codes ---- */

/* The front desk's code holds no grant and has no tag, so that it can never get one. */
static int give_code(struct store *store, struct random_source random, const struct stored_user *user,
                     const struct key_pair *site_pair, int64_t now_ms, struct staff_code *ret_code)
{
    struct stored_holder holder = {.id = uuid_make(random),
                                   .site_id = user->site_id,
                                   .kind = HOLDER_CODE,
                                   .user_id = user->id,
                                   .created_at_ms = now_ms,
                                   .expires_at_ms = now_ms + CODE_LIFE_MS};
    uint8_t code[CODE_SIZE];
    struct key_pair pair;
    int error = CB_OK;

    code_make(code, ret_code->text);
    ret_code->expires_at_ms = holder.expires_at_ms;
    code_pair(code, &user->id, &pair);
    code_hash(code, holder.code_hash);
    memcpy(holder.public_key, pair.public_key, sizeof holder.public_key);
    if (user->role != ROLE_FRONT_DESK)
        error = site_key_grant(site_pair, &holder);
    if (error == CB_OK)
        error = store_holder_put(store, &holder);
    seal_wipe(&pair, sizeof pair);
    seal_wipe(code, sizeof code);
    return error;
}

/* No password fits, but trying one takes as long as for anybody. */
static int take_password_away(struct store *store, struct stored_user *user)
{
    struct password_cost cost;
    int error = store_password_cost(store, &cost);

    if (error != CB_OK)
        return error;
    user->kdf_opslimit = cost.opslimit;
    user->kdf_memlimit = cost.memlimit;
    memset(user->verifier, 0, sizeof user->verifier);
    memset(user->wrapped_key, 0, sizeof user->wrapped_key);
    memset(user->public_key, 0, sizeof user->public_key);
    user->invited = true;
    user->has_grant = false;
    return CB_OK;
}

int staff_invite(struct store *store, struct random_source random, const struct user_plan *plan,
                 const struct key_pair *site_pair, int64_t now_ms, struct arena *arena,
                 struct uuid *ret_user_id, struct staff_code *ret_code)
{
    struct stored_user user = {.id = uuid_make(random),
                               .site_id = plan->site_id,
                               .role = plan->role,
                               .coach_id = plan->coach_id,
                               .login = plan->login,
                               .name = plan->name};
    struct stored_user *users = NULL;
    size_t count = 0;
    int error = store_users(store, &plan->site_id, arena, &users, &count);

    if (error == CB_OK && count >= STAFF_MAX)
        error = CB_TOO_LARGE;
    if (error == CB_OK)
        error = take_password_away(store, &user);
    random.fill(random.context, user.salt, sizeof user.salt);
    if (error == CB_OK)
        error = store_user_add(store, &user);
    if (error == CB_OK)
        error = give_code(store, random, &user, site_pair, now_ms, ret_code);
    if (error == CB_OK)
        *ret_user_id = user.id;
    return error;
}

/* ---- out ---- */

/* Whether another person signs in as the same coach. */
static int find_stand_in(struct store *store, const struct stored_user *user, struct arena *arena,
                         bool *ret_found)
{
    struct stored_user *users = NULL;
    size_t count = 0;
    int error = store_users(store, &user->site_id, arena, &users, &count);

    *ret_found = false;
    for (size_t i = 0; error == CB_OK && i < count; i++)
        *ret_found |= !users[i].invited && !uuid_equal(&users[i].id, &user->id) &&
                      uuid_equal(&users[i].coach_id, &user->coach_id);
    return error;
}

/* They go back to their places in the queue. */
static int release_held(struct store *store, const struct uuid *coach_id, bool comes_back, int64_t now_ms,
                        struct arena *arena)
{
    struct request *held = NULL;
    struct request released;
    size_t count = 0;
    int error = store_held(store, coach_id, arena, &held, &count);

    for (size_t i = 0; error == CB_OK && i < count; i++) {
        struct request_step step = {.kind = STEP_RELEASE,
                                    .actor = {.kind = ACTOR_SYSTEM},
                                    .version = held[i].version,
                                    .at_ms = now_ms};

        if (!comes_back || held[i].state != REQUEST_WITH_PATIENT)
            error = store_step(store, &held[i].id, &step, &released);
    }
    return error;
}

/* A coach who cannot sign in goes to nobody and is not here, and no kiosk says so. Who only needs a new
 * password may be sitting with somebody now: that talk goes on. */
static int leave_coaching(struct store *store, const struct stored_user *user, bool comes_back,
                          int64_t now_ms, struct arena *arena)
{
    const struct presence gone = {.kind = PRESENCE_NONE};
    bool has_stand_in = uuid_is_none(&user->coach_id);
    int error = has_stand_in ? CB_OK : find_stand_in(store, user, arena, &has_stand_in);

    if (error != CB_OK || has_stand_in)
        return error;
    error = release_held(store, &user->coach_id, comes_back, now_ms, arena);
    return error == CB_OK ? store_presence_set(store, &user->coach_id, &gone, now_ms) : error;
}

/* Nothing that this person had opens anything any more. */
static int cut_off(struct store *store, const struct stored_user *user, struct key_pair *site_pair,
                   struct arena *arena)
{
    int error = store_user_sessions_end(store, &user->id, NULL);

    if (error == CB_OK)
        error = store_user_holders_remove(store, &user->id);
    return error == CB_OK ? site_key_rotate(store, &user->site_id, arena, site_pair) : error;
}

int staff_reset(struct store *store, struct random_source random, const struct stored_user *user,
                struct key_pair *site_pair, int64_t now_ms, struct arena *arena, struct staff_code *ret_code)
{
    struct stored_user changed = *user;
    int error = take_password_away(store, &changed);

    if (error == CB_OK)
        error = cut_off(store, user, site_pair, arena);
    if (error == CB_OK)
        error = store_user_set_keys(store, &changed);
    if (error == CB_OK)
        error = leave_coaching(store, user, true, now_ms, arena);
    return error == CB_OK ? give_code(store, random, &changed, site_pair, now_ms, ret_code) : error;
}

int staff_remove(struct store *store, const struct stored_user *user, struct key_pair *site_pair,
                 int64_t now_ms, struct arena *arena)
{
    int error = cut_off(store, user, site_pair, arena);

    if (error == CB_OK)
        error = leave_coaching(store, user, false, now_ms, arena);
    return error == CB_OK ? store_user_remove(store, &user->id, now_ms) : error;
}

/* ---- in ---- */

int staff_wrap(struct stored_user *user, const struct chosen_password *chosen,
               const uint8_t user_secret_key[KEY_SIZE])
{
    const struct password_record *record = &chosen->record;

    memcpy(user->salt, record->salt, sizeof user->salt);
    memcpy(user->verifier, record->verifier, sizeof user->verifier);
    user->kdf_opslimit = record->opslimit;
    user->kdf_memlimit = record->memlimit;
    user->invited = false;
    return key_wrap(chosen->kek, WRAP_PASSWORD, &user->site_id, &user->id, user_secret_key,
                    user->wrapped_key);
}

int staff_by_code(struct store *store, const uint8_t code[CODE_SIZE], int64_t now_ms, struct arena *arena,
                  struct stored_holder *ret_holder, struct stored_user *ret_user)
{
    struct key_pair pair;
    uint8_t hash[KEY_SIZE];
    int error;

    code_hash(code, hash);
    error = store_holder_by_code(store, hash, now_ms, ret_holder);
    if (error == CB_OK)
        error = store_user(store, &ret_holder->user_id, arena, ret_user);
    if (error != CB_OK)
        return error;
    code_pair(code, &ret_user->id, &pair);
    if (memcmp(pair.public_key, ret_holder->public_key, sizeof pair.public_key) != 0 || !ret_user->invited)
        error = CB_NOT_FOUND; /* moved to another person, or they have a password */
    seal_wipe(&pair, sizeof pair);
    return error;
}

/* The code's grant becomes the person's. */
static int take_grant(const uint8_t code[CODE_SIZE], const struct stored_holder *holder,
                      struct stored_user *user)
{
    struct key_pair pair;
    struct key_pair site_pair;
    int error;

    user->has_grant = false;
    if (!holder->has_grant)
        return CB_OK;
    code_pair(code, &user->id, &pair);
    error = grant_open(&pair, &holder->site_id, &holder->id, holder->grant, &site_pair);
    if (error == CB_OK)
        error = site_key_grant_user(&site_pair, user);
    seal_wipe(&pair, sizeof pair);
    seal_wipe(&site_pair, sizeof site_pair);
    return error;
}

int staff_join(struct store *store, const uint8_t code[CODE_SIZE], const struct chosen_password *chosen,
               int64_t now_ms, struct arena *arena, struct stored_user *ret_user,
               struct key_pair *ret_user_pair)
{
    struct stored_holder holder;
    struct stored_user user;
    struct key_pair user_pair;
    int error = staff_by_code(store, code, now_ms, arena, &holder, &user);

    if (error != CB_OK)
        return error;
    key_pair_make(&user_pair);
    memcpy(user.public_key, user_pair.public_key, sizeof user.public_key);
    error = staff_wrap(&user, chosen, user_pair.secret_key);
    if (error == CB_OK)
        error = take_grant(code, &holder, &user);
    if (error == CB_OK)
        error = store_holder_remove(store, &holder.id);
    if (error == CB_OK)
        error = store_user_set_keys(store, &user);
    if (error == CB_OK) {
        *ret_user = user;
        *ret_user_pair = user_pair;
    }
    seal_wipe(&user_pair, sizeof user_pair);
    return error;
}
