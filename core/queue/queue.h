/* What one request to the queue means: a request value and the store in, an answer value out. No sockets
 * here, so that tests call it directly; the server and intake.h put it behind HTTP. One thread. */
#ifndef CB_QUEUE_QUEUE_H
#define CB_QUEUE_QUEUE_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "queue/answer.h"
#include "queue/audit.h"
#include "queue/board_cache.h"
#include "queue/channel.h"
#include "queue/epochs.h"
#include "queue/http_head.h"
#include "queue/limits.h"
#include "queue/origin.h"
#include "queue/pairing_window.h"
#include "queue/ring_clock.h"
#include "queue/store.h"
#include "queue/vault.h"
#include "queue/wait_book.h"

struct identity;
struct pages;

#define SITES_MAX 8

/* Sites' time zones, read when first needed. */
struct site_zone {
    struct uuid site_id;
    struct zone *zone; /* NULL: UTC */
};

struct queue_counters {
    int64_t requests;
    int64_t commits;
    int64_t commit_failures;
    int64_t sign_ins;
    int64_t sign_ins_denied;
    int64_t channel_accepted;
    int64_t channel_failed;
};

/* What /healthz knows of the disk: a write is tried now and then, and its outcome holds until the next. */
enum proof {
    PROOF_NONE,
    PROOF_TRIED, /* in this turn: its commit decides, and with it whether any answer goes out */
    PROOF_GOOD,
    PROOF_BAD
};
#define PROOF_EVERY_MS (5 * SECOND_MS)

struct queue {
    struct store *store;
    struct random_source random;
    struct vault *vault;
    struct epochs *epochs; /* NULL: boards list no keys, and nothing sealed can be opened */
    const struct pages *pages;
    struct origins origins;          /* what Host and Origin must name, and whose word on it counts */
    const struct identity *identity; /* who we are under TLS; NULL: plain HTTP alone */
    /* How many staff pages are connected, or how many of the front desk. */
    int (*screens)(void *context, const struct uuid *site_id, bool front_desk_only);
    void *screens_context;
    void (*escalate)(void *context); /* looks at open alerts now; NULL: there is no second channel */
    void *escalate_context;
    bool channel_set_up[CHANNEL_WAY_COUNT];
    struct password_line password_line; /* who waits for the password worker */
    bool keys_unsettled;   /* a site's key changed, or was opened: see site_key.h; cleared after the commit */
    bool sessions_changed; /* one was ended, or a kiosk's token: the hub closes its feeds and clears this */
    bool alerts_changed;   /* the hub looks who rings, and clears this */
    bool audit_changed;    /* an audit alarm came or was settled: the hub tells admins, and clears this */
    struct sign_in_limits sign_in_limits;
    struct kiosk_limits kiosk_limits;
    struct pairing_window pairing;
    struct board_cache boards;
    struct wait_book waits;
    struct ring_clock ring_clock;
    struct site_zone zones[SITES_MAX];
    size_t zone_count;
    enum proof proof;
    int64_t proof_at_ms; /* mono */
    struct queue_counters counters;
};

/* Zeroed but for what is given; release frees what it gathered (zones, boards), not store, vault and pages.
 */
void queue_init(struct queue *queue, struct store *store, struct random_source random, struct vault *vault,
                const struct pages *pages);
void queue_release(struct queue *queue);

/* Who asks: filled according to the route. */
struct caller {
    struct stored_kiosk kiosk;
    struct stored_user user;
    struct stored_session session;
    char csrf[TOKEN_TEXT_SIZE];
};

struct ask {
    const struct http_head *head;
    const char *body;
    size_t body_length;
    struct moment now;
    struct arrival arrival; /* of the connection */
    struct source source;   /* what it and a proxy of ours tell: filled by queue_handle() */
    struct uuid id;         /* the {id} of the path */
    struct caller caller;
    struct arena *arena; /* lives as long as the answer is being made */
};

/* Answers one request. Must be called between store_begin and store_commit; nothing may be sent before the
 * commit. */
void queue_handle(struct queue *queue, struct ask *ask, struct answer *answer);

/* The commit failed, or none could be begun: what to say instead. An alert is passed on all the same: true
 * when *ret_alert is to be fed to the staff pages although it could not be written down. */
bool queue_handle_unstored(struct queue *queue, struct ask *ask, struct answer *answer,
                           struct stored_alert *ret_alert);

/* Ends what a change of a site's key left to do, once the key is at hand; needs no open transaction. */
void queue_settle_keys(struct queue *queue);

/* The turn's commit has been done, or failed. */
void queue_turn_ended(struct queue *queue, bool committed);

/* True for PUT …/alerts/{id}: those go first. */
bool queue_is_alert(const struct http_head *head);

const struct zone *queue_zone(struct queue *queue, const struct uuid *site_id);
/* An admin may have named another: it is read anew when next needed. */
void queue_zone_changed(struct queue *queue, const struct uuid *site_id);

/* Who rings for an alert, and on how many pages. */
struct alert_ringing {
    enum alert_ring ring;
    int screens; /* once somebody goes: how many it rang on */
};
struct alert_ringing queue_ringing(const struct queue *queue, const struct alert *alert, int64_t now_ms);

/* Ends the current transaction's mark: keeps on CB_OK, else undoes it and answers with the error. True on
 * CB_OK. */
bool queue_settle(struct queue *queue, struct answer *answer, int error);

/* An entry of the audit log by the signed-in caller, about something of their site; see audit.h for the rest.
 * Between store_mark and queue_settle, which undoes the change when the entry cannot be written. */
int queue_audit(struct queue *queue, const struct ask *ask, const char *action, enum audit_object kind,
                const struct uuid *object_id, const char *detail);
/* The same by a user about themselves, also while they are only signing in. */
int queue_audit_own(struct queue *queue, const struct stored_user *user, const char *action,
                    struct moment now);

/* The token behind "Authorization: Bearer", or NULL. */
const char *queue_bearer(const struct http_head *head);

/* The caller as the rules know them. */
struct actor caller_actor(const struct caller *caller);
struct actor patient_actor(void);

/* Handlers, by routes.c's table. */
typedef void handler_fn(struct queue *queue, const struct ask *ask, struct answer *answer);

handler_fn kiosk_board, kiosk_submit, kiosk_request, kiosk_cancel, kiosk_change, kiosk_answer, kiosk_consent,
    kiosk_forget, kiosk_lookup;
handler_fn kiosk_alert_put, kiosk_alert, kiosk_alert_ok, kiosk_feed, kiosk_health;
handler_fn session_post, session_get, session_delete, session_confirm;
handler_fn code_look, code_join, password_change, password_offer;
handler_fn users_get, users_post, user_code, user_delete;
handler_fn recovery_post, recovery_sheet_post, recovery_sheet_confirm;
handler_fn staff_queue, staff_feed, staff_claim, staff_on_the_way, staff_with_patient, staff_release,
    staff_reopen;
handler_fn staff_hand_off, staff_close, staff_ask_for_someone, staff_contact, staff_forget, staff_opened,
    staff_presence;
handler_fn staff_alert_seen, staff_alert_acknowledge, staff_alert_resolve;
handler_fn own_boundaries, own_change_boundaries;
handler_fn admin_list, admin_add, admin_change, admin_remove, admin_change_list;
handler_fn admin_settings, admin_change_settings;
handler_fn audit_read, audit_settle, channel_read;
handler_fn admin_kiosks, admin_kiosk_change, admin_kiosk_revoke;
handler_fn admin_pairing, admin_pairing_open, admin_pairing_type, admin_pairing_close;
handler_fn pairing_post, pairing_put, pairing_get, pairing_confirm_post;
handler_fn everyone_health, everyone_metrics, everyone_trust, everyone_trust_pem, everyone_trust_der;

#endif
