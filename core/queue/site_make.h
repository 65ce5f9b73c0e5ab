/* Making sites, users and kiosks with their keys: init, demo and the user and kiosk commands alike. All of it
 * goes through the same store calls as an admin's changes, inside the caller's transaction.
 *
 * A site's secret key is never stored: only grants of it are, one for each coach, supervisor and admin,
 * sealed to that user's key, which is wrapped by their password. So adding a user needs the site's key, and
 * that needs somebody's password. */
#ifndef CB_QUEUE_SITE_MAKE_H
#define CB_QUEUE_SITE_MAKE_H

#include "queue/command.h"
#include "queue/site_file.h"
#include "queue/staff_keys.h"
#include "queue/store.h"
#include "seal/seal.h"

#define SITE_PASSWORD_TEXT_SIZE 128 /* holds five suggested words */

/* Adds the site with a new key, its places, coaches, topics, resources and kiosks, and gives all of them ids
 * (in `file`). Wipe *ret_pair (seal_wipe) after its last use. */
int site_make(struct store *store, struct random_source random, struct site_file *file,
              struct key_pair *ret_pair);

/* Somebody with a password from the start: a new site's first admin, and the demo's people. CB_CONFLICT when
 * the login is taken. The front desk gets no grant. Computes Argon2id. */
int user_make(struct store *store, struct random_source random, struct password_cost cost,
              const struct user_plan *plan, const char *password, const struct key_pair *site_pair);

/* A new token for the kiosk; an older one stops working. */
int kiosk_token_make(struct store *store, const struct uuid *kiosk_id, char ret_token[TOKEN_TEXT_SIZE]);

#endif
