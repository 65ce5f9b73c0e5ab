/* Being signed in. A session is a random token in a cookie; the store has only what is derived from it. */
#ifndef CB_QUEUE_SESSION_H
#define CB_QUEUE_SESSION_H

#include "queue/password_task.h"
#include "queue/queue.h"

/* Under TLS browsers themselves see to it that a __Host- cookie is Secure and ours alone. The other names are
 * for plain loopback, and worth nothing under TLS, where anybody on the line could have planted them. */
#define SESSION_COOKIE       "__Host-cb"
#define SESSION_COOKIE_PLAIN "cb_demo"
#define DEVICE_COOKIE        "__Host-cb-device"
#define DEVICE_COOKIE_PLAIN  "cb_device"

#define SESSION_IDLE_MS        DAY_MS
#define SESSION_ABSOLUTE_MS    (7 * DAY_MS)
#define SESSION_SHARED_IDLE_MS (15 * MINUTE_MS)
#define SESSION_SHARED_ABS_MS  (12 * HOUR_MS)
#define SESSION_USED_EVERY_MS  MINUTE_MS /* how exactly the idle time is written down */
#define PASSWORD_FRESH_MS      (10 * MINUTE_MS)
#define DEVICE_LIFE_MS         (180 * DAY_MS)

/* Fills user, session and csrf from the cookie, and unlocks the site's key. `is_activity`: puts off the idle
 * limit; a page that only listens must not keep a forgotten computer signed in. False: nobody is signed in.
 */
bool session_open(struct queue *queue, const struct ask *ask, bool is_activity, struct caller *ret_caller);
/* Whether a feed's session still lives; a feed is no activity. */
bool session_alive(struct queue *queue, const uint8_t session_id[32], int64_t now_ms);

/* A task of this request: knows the browser by its cookies. NULL: no memory. */
struct password_task *session_task(struct queue *queue, const struct ask *ask, password_finish_fn *finish);
/* Hands it to the worker; answers 429 and frees it when too many wait. */
void session_task_start(struct queue *queue, struct password_task *task, struct answer *answer);

/* The same to check the password of who is signed in; answers 429 and frees the task after too many tries. */
void session_check_again(struct queue *queue, const struct ask *ask, struct password_task *task,
                         const char *password, struct answer *answer);

/* Signs in somebody whose secret key a password opened, and ends the browser's session before: row, cookies,
 * the site's key; answers with who they are. Inside a transaction that is undone on an error. */
int session_begin(struct queue *queue, const struct password_task *task, const struct stored_user *user,
                  const uint8_t user_secret_key[KEY_SIZE], struct moment now, struct arena *arena,
                  struct answer *answer);
/* The person's sessions, but for the one with the id in `except` (NULL: none is spared). */
int session_end_all(struct queue *queue, const struct uuid *user_id, const uint8_t *except);

/* Whether the person typed their password in this session within PASSWORD_FRESH_MS. If not: 403 for the field
 * `password`, and the page asks for it (POST /api/v1/session/confirm). */
bool session_is_fresh(const struct ask *ask, struct answer *answer);

#endif
