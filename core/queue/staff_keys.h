/* Letting people in and out: a code for somebody new or for a forgotten password, joining with it, a changed
 * password, and going. All of it inside the caller's transaction; nothing here computes Argon2id, the caller
 * brings what came of it.
 *
 * Wherever somebody's access ends, the site's key changes with it (site_key.h): who kept a copy of an old
 * database and an old password has nothing that opens what is sealed from then on. */
#ifndef CB_QUEUE_STAFF_KEYS_H
#define CB_QUEUE_STAFF_KEYS_H

#include "queue/site_key.h"
#include "queue/store.h"
#include "seal/seal.h"

#define CODE_LIFE_MS   (72 * HOUR_MS)
#define LOGIN_MAX      32
#define STAFF_NAME_MAX 64
#define STAFF_MAX      128 /* at a site */

struct user_plan {
    struct uuid site_id;
    enum role role;
    struct uuid coach_id; /* none: no coach */
    const char *login;
    const char *name;
};
/* Shown once, to the admin who passes it on. Wipe it. */
struct staff_code {
    char text[CODE_TEXT_SIZE];
    int64_t expires_at_ms;
};

/* 2 to 32 of a-z, 0-9, dot, dash and underscore, the first a letter. */
bool staff_login_acceptable(const char *login);
/* 1 to 64 characters that can be seen. */
bool staff_name_acceptable(const char *name);

/* Somebody new, without a password. CB_CONFLICT: the login is taken; CB_TOO_LARGE: STAFF_MAX are there. */
int staff_invite(struct store *store, struct random_source random, const struct user_plan *plan,
                 const struct key_pair *site_pair, int64_t now_ms, struct arena *arena,
                 struct uuid *ret_user_id, struct staff_code *ret_code);
/* Password, grant and sessions end now, and a code lets in again. As a coach they are not here any more, and
 * who waits for them waits in the queue again, unless they sit together. *site_pair becomes the site's new
 * key. */
int staff_reset(struct store *store, struct random_source random, const struct stored_user *user,
                struct key_pair *site_pair, int64_t now_ms, struct arena *arena, struct staff_code *ret_code);
/* The person is gone for good, and whoever they had as a coach is in the queue again. *site_pair becomes the
 * site's new key. */
int staff_remove(struct store *store, const struct stored_user *user, struct key_pair *site_pair,
                 int64_t now_ms, struct arena *arena);

/* A password that was chosen, and what it gives. */
struct chosen_password {
    struct password_record record;
    uint8_t kek[KEY_SIZE];
};
/* Sets the person's password; their secret key stays, wrapped anew. Not stored yet. */
int staff_wrap(struct stored_user *user, const struct chosen_password *chosen,
               const uint8_t user_secret_key[KEY_SIZE]);
/* Whom a code lets in. CB_NOT_FOUND: unknown, used, or too old. */
int staff_by_code(struct store *store, const uint8_t code[CODE_SIZE], int64_t now_ms, struct arena *arena,
                  struct stored_holder *ret_holder, struct stored_user *ret_user);
/* Uses the code up: the person has a new key, that password, and the code's grant. Wipe *ret_user_pair. */
int staff_join(struct store *store, const uint8_t code[CODE_SIZE], const struct chosen_password *chosen,
               int64_t now_ms, struct arena *arena, struct stored_user *ret_user,
               struct key_pair *ret_user_pair);

#endif
