/* What the queue keeps, and the only way to it: sites and their content, users and sessions, kiosks, requests
 * with their events, alerts, and the feed's revisions. SQLite stands behind it; nothing above knows that.
 *
 * Writing happens inside store_begin … store_commit: the server puts all that is ready in one turn into one
 * commit (group commit), each operation between store_mark and store_keep or store_undo. Nothing may be
 * acknowledged before store_commit answered CB_OK. Reading works at any time and sees what was written in the
 * open transaction.
 *
 * Every change that a page or kiosk must hear of raises the site's revision and leaves a feed entry in the
 * same transaction. Times are given in. Strings in results are borrowed from the arena passed in. One thread.
 */
#ifndef CB_QUEUE_STORE_H
#define CB_QUEUE_STORE_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "domain/access.h"
#include "domain/alert.h"
#include "domain/board.h"
#include "domain/request.h"
#include "domain/wait.h"
#include "seal/holder.h"
#include "wire/request_json.h"

struct store;

/* ---- the file ---- */
/* Makes a new, empty database in `folder`/queue.db; CB_CONFLICT when one is there. */
int store_create(const char *folder, struct problem *ret_problem);
/* Opens, migrates and checks it. CB_NOT_FOUND, CB_IO, CB_BUSY (another process has it), CB_DAMAGED, CB_NEWER:
 * words in the problem. */
int store_open(const char *folder, struct random_source random, struct store **ret_store,
               struct problem *ret_problem);
void store_close(struct store *store); /* NULL is fine */
/* A copy that opens by itself: to a temporary file, fsync, rename, fsync folder, then opened and checked. */
int store_backup(struct store *store, const char *path, struct problem *ret_problem);
/* quick_check, foreign keys, that every request is what its events add up to, and the audit log's chain. */
int store_check(struct store *store, struct problem *ret_problem);
/* The same for a copy that nobody has open, on any thread. Of one from an older version only what needs no
 * migration is checked. */
int store_check_file(const char *path, struct problem *ret_problem);
/* A copy in slices, so that the loop has other work between them; see db.h. */
struct db_copy;
int store_copy_start(struct store *store, const char *path, struct db_copy **ret_copy,
                     struct problem *ret_problem);
/* After a restore: clients that saw what is no more start over. Inside a transaction. */
int store_restored(struct store *store);

/* ---- time ---- */
/* Says what time it is, every turn before anything is stored. Erasing goes by it: by the wall clock when that
 * is verified, and by how long the queue has run. */
void store_tell_time(struct store *store, struct moment now);
/* How long the queue has run, summed over all its runs; never more than it has. */
int64_t store_running_ms(const struct store *store);
/* Keeps that for the next run; inside a transaction. Writes every few minutes only. */
int store_keep_running(struct store *store);

/* ---- transactions ---- */
int store_begin(struct store *store);
int store_commit(struct store *store);
void store_rollback(struct store *store);
/* A write that changes nothing anybody reads: whether it commits tells whether anything can. */
int store_prove(struct store *store, int64_t now_ms);
int store_mark(struct store *store);
int store_keep(struct store *store);
void store_undo(struct store *store);

/* ---- feed ---- */
enum feed_kind {
    FEED_BOARD,
    FEED_REQUEST,
    FEED_COACH,
    FEED_ALERT
};
struct feed_entry {
    int64_t revision;
    enum feed_kind kind;
    struct uuid object_id; /* request, coach or alert; none for board */
};
/* The site's newest revision. */
int store_revision(struct store *store, const struct uuid *site_id, int64_t *ret_revision);
/* Entries after `after`, oldest first, at most `max`. CB_NOT_FOUND when `after` is older than what is kept or
 * newer than what there is: the client must start over. */
int store_feed(struct store *store, const struct uuid *site_id, int64_t after, struct feed_entry *ret_entries,
               size_t max, size_t *ret_count);

/* ---- sites and content (made by init, demo, and later by admins: the same code) ---- */
int store_site_add(struct store *store, const struct site *site, const uint8_t site_key[SITE_KEY_SIZE]);
int store_site(struct store *store, const struct uuid *site_id, struct arena *arena, struct site *ret_site);
int store_sites(struct store *store, struct arena *arena, struct site **ret_sites, size_t *ret_count);
/* The public key that epoch keys are sealed to. */
int store_site_key(struct store *store, const struct uuid *site_id, uint8_t ret_site_key[SITE_KEY_SIZE]);
/* Borrowed, and lives as long as the store. CB_NOT_FOUND: this machine has no such zone. */
int store_site_zone(struct store *store, const struct site *site, const struct zone **ret_zone);
/* Kiosks are to fetch the board again: something on it changed that the store does not keep. */
int store_board_changed(struct store *store, const struct uuid *site_id);
/* Each put adds, or changes what has that id (of a topic: site and id; of a resource: site and number). */
int store_place_put(struct store *store, const struct uuid *site_id, const struct place *place);
int store_coach_put(struct store *store, const struct uuid *site_id, const struct coach *coach, int order);
int store_topic_put(struct store *store, const struct uuid *site_id, const struct topic *topic, int order);
int store_resource_put(struct store *store, const struct uuid *site_id, const struct resource *resource,
                       int order);
int store_meeting_put(struct store *store, const struct uuid *site_id, const struct meeting *meeting,
                      int order);
/* Ordered as patients see them. */
int store_meetings(struct store *store, const struct uuid *site_id, struct arena *arena,
                   struct meeting **ret_meetings, size_t *ret_count);
/* Changes a site; its key stays. CB_CONFLICT: another site goes by that short name. */
int store_site_put(struct store *store, const struct site *site);
/* Taking away. CB_BUSY: an open request, a sign-in, a kiosk or (of a topic) any request needs it. A coach is
 * not shown any more from then on, but what they did stays. */
int store_place_remove(struct store *store, const struct uuid *site_id, const struct uuid *place_id);
int store_coach_remove(struct store *store, const struct uuid *site_id, const struct uuid *coach_id);
int store_topic_remove(struct store *store, const struct uuid *site_id, const char *topic_id);
int store_resource_remove(struct store *store, const struct uuid *site_id, const char *number);
int store_meeting_remove(struct store *store, const struct uuid *site_id, const char *meeting_id);
/* The coaches of every site who are free for calls now, and have a work phone. */
int store_phone_coaches(struct store *store, int64_t now_ms, struct arena *arena,
                        struct phone_coach **ret_coaches, size_t *ret_count);
int store_coaches(struct store *store, const struct uuid *site_id, struct arena *arena,
                  struct coach **ret_coaches, size_t *ret_count);
int store_coach(struct store *store, const struct uuid *coach_id, struct arena *arena,
                struct coach *ret_coach);
int store_topics(struct store *store, const struct uuid *site_id, struct arena *arena,
                 struct topic **ret_topics, size_t *ret_count);
/* CB_NOT_FOUND: the site has no such place. */
int store_place_find(struct store *store, const struct uuid *site_id, const struct uuid *place_id);
int store_places(struct store *store, const struct uuid *site_id, struct arena *arena,
                 struct place **ret_places, size_t *ret_count);
int store_resources(struct store *store, const struct uuid *site_id, struct arena *arena,
                    struct resource **ret_resources, size_t *ret_count);
/* CB_BAD_INPUT for one that has ended already. */
int store_presence_set(struct store *store, const struct uuid *coach_id, const struct presence *presence,
                       int64_t at_ms);

/* ---- kiosks ---- */
struct stored_kiosk {
    struct uuid id;
    struct uuid site_id;
    const char *name;
    struct place place;
    sign_set signs;
    int64_t seen_at_ms; /* last heartbeat; 0 never */
    bool revoked;
    const char *version; /* as it last said; "" */
    int outbox;          /* what it had not sent yet then */
};
/* Adds (or renames, when the id exists) a kiosk at a place and deals the site's signs anew. */
int store_kiosk_put(struct store *store, const struct uuid *site_id, const struct uuid *kiosk_id,
                    const char *name, const struct uuid *place_id);
int store_kiosk_set_token(struct store *store, const struct uuid *kiosk_id, const uint8_t token_hash[32]);
/* A paired kiosk, new or known, revoked or not: it stands there, works with that token, and an older token of
 * it stops working. */
int store_kiosk_pair(struct store *store, const struct uuid *site_id, const struct uuid *kiosk_id,
                     const char *name, const struct uuid *place_id, const uint8_t token_hash[32]);
int store_kiosk_revoke(struct store *store, const struct uuid *kiosk_id);
int store_kiosk_by_token(struct store *store, const uint8_t token_hash[32], struct arena *arena,
                         struct stored_kiosk *ret_kiosk);
int store_kiosk(struct store *store, const struct uuid *kiosk_id, struct arena *arena,
                struct stored_kiosk *ret_kiosk);
int store_kiosks(struct store *store, const struct uuid *site_id, struct arena *arena,
                 struct stored_kiosk **ret_kiosks, size_t *ret_count);
int store_kiosk_seen(struct store *store, const struct uuid *kiosk_id, int64_t at_ms);
/* What it says of itself, without a change that anybody is told of. */
int store_kiosk_health(struct store *store, const struct uuid *kiosk_id, const char *version, int outbox);
int store_board(struct store *store, const struct uuid *kiosk_id, int64_t now_ms, struct arena *arena,
                struct board *ret_board);

/* ---- requests ---- */
struct stored_request {
    struct request request;
    const char *topics[REQUEST_TOPICS_MAX];
    size_t topic_count;
    const char *language;
    const char *kiosk_name; /* "" for one that staff made */
    struct place place;
    const char *wanted_name;      /* of the coach asked for; "" */
    const char *holder_name;      /* "" */
    struct uuid former_holder_id; /* the holder before a hand-off, while it is claimed or on the way */
    const char *former_holder_name;
    const char *preference; /* domain/preference.h; "" */
    const char *source;     /* domain/source.h; "" */
    int64_t due_from_ms;    /* callback; 0 */
    int64_t due_until_ms;
    int64_t opened_at_ms; /* 0: nobody on the staff side has looked at it */
    int64_t told_at_ms;   /* the second channel took the news that nobody opened it; 0: it did not */
    bool has_sealed;
    int ahead; /* open requests before it in its line: those for any coach, and for the same coach */
};
/* Idempotent: the same id with the same body_hash gives the stored one (*ret_new false), with another body
 * CB_CONFLICT. A ticket that another open request of the site holds is exchanged for a free one of the same
 * kiosk's signs; the answer has it. */
int store_submit(struct store *store, const struct stored_kiosk *kiosk, const struct wire_submit *submit,
                 const uint8_t body_hash[32], int64_t now_ms, struct request *ret_request, bool *ret_new);
/* The same for a member of staff who asks for someone: no kiosk, and the ticket is the queue's to choose, of
 * the sign that is kept for staff. */
int store_submit_by_staff(struct store *store, const struct uuid *site_id, const struct actor *actor,
                          const struct wire_submit *submit, const uint8_t body_hash[32], int64_t now_ms,
                          struct request *ret_request, bool *ret_new);
/* The person's edit of a waiting request: CB_NOT_LEGAL when it is no longer waiting. */
int store_change(struct store *store, const struct uuid *request_id, const struct wire_submit *change,
                 int64_t now_ms, struct request *ret_request);
/* A person on the staff side has the request before them. The first time is kept, and heard by the kiosk;
 * more change nothing. */
int store_opened(struct store *store, const struct uuid *request_id, int64_t at_ms);
/* Loads, request_apply(), writes row, event and feed entry. Errors as request_apply; CB_NOT_FOUND; CB_BUSY
 * for a claim or a hand-off to a coach who has as many people as they take on at one time. Closing keeps the
 * sealed field until the undo time is over. */
int store_step(struct store *store, const struct uuid *request_id, const struct request_step *step,
               struct request *ret_request);
/* The row alone: what a step is taken from. */
int store_request_plain(struct store *store, const struct uuid *request_id, struct request *ret_request);
/* With the names that stand for its ids, and how many are ahead. */
int store_request(struct store *store, const struct uuid *request_id, int64_t now_ms, struct arena *arena,
                  struct stored_request *ret_request);
/* Open ones, and those closed after `closed_after_ms`, in queue order. */
int store_requests(struct store *store, const struct uuid *site_id, int64_t closed_after_ms, int64_t now_ms,
                   struct arena *arena, struct stored_request **ret_requests, size_t *ret_count);
/* The open ones that this coach has. */
int store_held(struct store *store, const struct uuid *coach_id, struct arena *arena,
               struct request **ret_requests, size_t *ret_count);
/* The open request with that ticket. */
int store_request_by_ticket(struct store *store, const struct uuid *site_id, struct ticket ticket,
                            struct uuid *ret_request_id);
/* What is sealed, and the id of the epoch it is sealed to. */
int store_sealed(struct store *store, const struct uuid *request_id, uint8_t ret_sealed[SEALED_SIZE],
                 uint8_t ret_epoch[EPOCH_ID_SIZE]);
/* The ids of the epochs that something kept is sealed to. */
int store_epochs_needed(struct store *store, const struct uuid *site_id, struct arena *arena,
                        uint8_t (**ret_ids)[EPOCH_ID_SIZE], size_t *ret_count);
/* 'Forget this request': what is sealed goes now. CB_NOT_FOUND: no such request. */
int store_forget(struct store *store, const struct uuid *request_id);
/* Expires walk-ins whose site's closing time has passed, and erases sealed fields whose time is over, by what
 * store_tell_time said of the clock; makes counts of what is older than the site keeps. Returns how many
 * requests changed. */
int store_sweep(struct store *store, int64_t now_ms, int *ret_changed);
/* When store_sweep has something to do next; INT64_MAX: nothing known. */
int store_next_sweep(struct store *store, int64_t now_ms, int64_t *ret_at_ms);

/* ---- the wait ---- */
/* How long things took at this site lately; the stretch is the plain one. */
int store_wait_history(struct store *store, const struct uuid *site_id, struct arena *arena,
                       struct wait_history *ret_history);
/* Who is here and who is ahead of this waiting request. CB_NOT_FOUND when the coach who was asked for is not
 * here, or nobody is. */
int store_wait_line(struct store *store, const struct request *request, int64_t now_ms, struct arena *arena,
                    struct wait_line *ret_line);

/* ---- alerts ---- */
struct stored_alert {
    struct alert alert;
    const char *kiosk_name;
    struct place place;
    const char *acknowledged_by_name; /* "" */
};
/* One open alert a kiosk: a repeat, by the same or another id, counts up on the open one, which is returned
 * (*ret_new false). */
int store_alert_put(struct store *store, const struct stored_kiosk *kiosk, const struct uuid *alert_id,
                    int64_t now_ms, struct alert *ret_alert, bool *ret_new);
int store_alert_advance(struct store *store, const struct uuid *alert_id, enum alert_state to,
                        const struct uuid *user_id, int64_t now_ms, struct alert *ret_alert);
int store_alert_ok(struct store *store, const struct uuid *alert_id, int64_t now_ms, struct alert *ret_alert);
int store_alert(struct store *store, const struct uuid *alert_id, struct arena *arena,
                struct stored_alert *ret_alert);
/* All that are not resolved. */
int store_alerts(struct store *store, const struct uuid *site_id, struct arena *arena,
                 struct stored_alert **ret_alerts, size_t *ret_count);

/* ---- users, keys, sessions: rows as bytes; seal/ makes and opens them ---- */
struct stored_user {
    struct uuid id;
    struct uuid site_id;
    enum role role;
    struct uuid coach_id; /* none: no coach */
    const char *login;
    const char *name;
    uint8_t salt[16];
    int64_t kdf_opslimit;
    int64_t kdf_memlimit;
    uint8_t verifier[32];
    uint8_t public_key[32];
    uint8_t wrapped_key[72]; /* nonce 24, sk_user 32, tag 16: wrapped by the password's key */
    bool invited;            /* no password yet: a code lets in */
    bool has_grant;
    uint8_t tag[32];
    uint8_t grant[124]; /* box(public_key, "CBG1" site holder key-id sk_site): 48 + 4 + 16 + 16 + 8 + 32 */
};
/* CB_CONFLICT: somebody has the login. */
int store_user_add(struct store *store, const struct stored_user *user);
int store_user_by_login(struct store *store, const char *login, struct arena *arena,
                        struct stored_user *ret_user);
int store_user(struct store *store, const struct uuid *user_id, struct arena *arena,
               struct stored_user *ret_user);
int store_users(struct store *store, const struct uuid *site_id, struct arena *arena,
                struct stored_user **ret_users, size_t *ret_count);
/* Password, keys, invited and grant as in *user; what else is known of them stays. */
int store_user_set_keys(struct store *store, const struct stored_user *user);
/* Nobody signs in with it any more, and the login is free again. The name stays with what they did. */
int store_user_remove(struct store *store, const struct uuid *user_id, int64_t at_ms);

struct stored_session {
    uint8_t id[32]; /* kdf(token, 1): the token itself is never stored */
    struct uuid user_id;
    uint8_t wrapped_key[72]; /* sk_user under the session's key */
    int64_t created_at_ms;
    int64_t used_at_ms;
    int64_t expires_at_ms; /* absolute */
    int64_t idle_ms;
    int64_t password_at_ms; /* when the password was last typed in it */
};
int store_session_add(struct store *store, const struct stored_session *session);
int store_session(struct store *store, const uint8_t id[32], int64_t now_ms,
                  struct stored_session *ret_session);
int store_session_used(struct store *store, const uint8_t id[32], int64_t now_ms);
int store_session_password_typed(struct store *store, const uint8_t id[32], int64_t at_ms);
int store_session_end(struct store *store, const uint8_t id[32]);
/* All of a person's, but for the one with the id in `except` (NULL: none is spared). */
int store_user_sessions_end(struct store *store, const struct uuid *user_id, const uint8_t *except);

/* ---- holders of the site's key: seal/holder.h ---- */
struct stored_holder {
    struct uuid id;
    struct uuid site_id;
    enum holder_kind kind;
    struct uuid user_id; /* none: paper */
    uint8_t public_key[32];
    bool has_tag;
    uint8_t tag[32];
    bool has_grant;
    uint8_t grant[124];
    uint8_t code_hash[32]; /* of a code */
    int64_t created_at_ms;
    int64_t expires_at_ms;   /* of a code */
    int64_t confirmed_at_ms; /* of paper; 0: not yet */
};
/* Adds it, or changes what has that id. A person's older code goes. */
int store_holder_put(struct store *store, const struct stored_holder *holder);
int store_holder_remove(struct store *store, const struct uuid *holder_id);
/* The person's grant and code. */
int store_user_holders_remove(struct store *store, const struct uuid *user_id);
int store_holders(struct store *store, const struct uuid *site_id, struct arena *arena,
                  struct stored_holder **ret_holders, size_t *ret_count);
/* CB_NOT_FOUND: unknown, used, or too old. */
int store_holder_by_code(struct store *store, const uint8_t code_hash[32], int64_t now_ms,
                         struct stored_holder *ret_holder);

/* ---- a site's key that changes ---- */
int store_site_key_set(struct store *store, const struct uuid *site_id,
                       const uint8_t site_key[SITE_KEY_SIZE]);
/* A grant of the key before, for the key that is. CB_CONFLICT: there is one already. */
int store_old_site_key_put(struct store *store, const struct uuid *site_id, const uint8_t grant[124]);
int store_old_site_key(struct store *store, const struct uuid *site_id, uint8_t ret_grant[124]);
int store_old_site_key_remove(struct store *store, const struct uuid *site_id);

/* ---- what a password costs, and known browsers ---- */
struct password_cost {
    int64_t opslimit;
    int64_t memlimit;
};
/* The least there is, when none was set. */
int store_password_cost(struct store *store, struct password_cost *ret_cost);
int store_password_cost_set(struct store *store, struct password_cost cost);
int store_device_put(struct store *store, const uint8_t id[32], const struct uuid *user_id,
                     int64_t expires_at_ms);
/* Whether this person has signed in with this browser; NULL: whether anybody has. */
bool store_device_known(struct store *store, const uint8_t id[32], const struct uuid *user_id,
                        int64_t now_ms);

#endif
