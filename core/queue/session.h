/* Signing in and being signed in. A session is a random token in a cookie; the store has only what is derived
 * from it. */
#ifndef CB_QUEUE_SESSION_H
#define CB_QUEUE_SESSION_H

#include "queue/queue.h"

/* Under TLS browsers themselves see to it that a __Host- cookie is Secure and ours alone. The other name is
 * for plain loopback, and worth nothing under TLS, where anybody on the line could have planted it. */
#define SESSION_COOKIE       "__Host-cb"
#define SESSION_COOKIE_PLAIN "cb_demo"

#define SESSION_IDLE_MS        DAY_MS
#define SESSION_ABSOLUTE_MS    (7 * DAY_MS)
#define SESSION_SHARED_IDLE_MS (15 * MINUTE_MS)
#define SESSION_SHARED_ABS_MS  (12 * HOUR_MS)
#define SESSION_USED_EVERY_MS  MINUTE_MS /* how exactly the idle time is written down */

/* One try to sign in, on its way through the worker. Holds a password: wiped when freed. */
struct sign_in {
    char password[PASSWORD_MAX + 1];
    bool known; /* there is such a login */
    struct uuid user_id;
    struct password_record record;
    size_t bucket; /* of the limits */
    bool shared_computer;
    bool secure;                     /* it came by TLS */
    struct session_keys old_session; /* the browser's session before, ended by a new one */
    bool has_old_session;
    int result;            /* of the check */
    uint8_t kek[KEY_SIZE]; /* when it is CB_OK */
    void *owner;           /* the worker's caller's own */
    struct sign_in *next;  /* for the worker's lists */
};
void sign_in_free(struct sign_in *sign_in); /* NULL is fine */
/* The slow part: one Argon2, whether the login exists or not. Touches nothing but the value; run it off the
 * loop. */
void sign_in_check(struct sign_in *sign_in);
/* Back on the loop, inside a transaction: the session, or 401. Does not free. */
void sign_in_finish(struct queue *queue, const struct sign_in *sign_in, struct moment now,
                    struct arena *arena, struct answer *answer);

/* Fills user, session and csrf from the cookie, and unlocks the site's key. `is_activity`: puts off the idle
 * limit; a page that only listens must not keep a forgotten computer signed in. False: nobody is signed in.
 */
bool session_open(struct queue *queue, const struct ask *ask, bool is_activity, struct caller *ret_caller);
/* Whether a feed's session still lives; a feed is no activity. */
bool session_alive(struct queue *queue, const uint8_t session_id[32], int64_t now_ms);

#endif
