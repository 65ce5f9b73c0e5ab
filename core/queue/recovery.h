/* The recovery sheet of a site: seal/paper.h as a holder of its key. A sheet counts once two groups of it
 * were typed back, so that nobody relies on one that was never printed or cannot be read; then older ones
 * end. Inside the caller's transaction. */
#ifndef CB_QUEUE_RECOVERY_H
#define CB_QUEUE_RECOVERY_H

#include "queue/store.h"
#include "seal/seal.h"

/* A new sheet that does not count yet, instead of an earlier one that never did. Wipe the text. */
int recovery_make(struct store *store, struct random_source random, const struct uuid *site_id,
                  const struct key_pair *site_pair, int64_t now_ms, struct arena *arena,
                  char ret_text[PAPER_TEXT_SIZE]);
/* From now on it counts, and no other does. CB_NOT_FOUND: no site waits for this sheet. */
int recovery_confirm(struct store *store, const uint8_t paper[PAPER_SIZE], int64_t now_ms,
                     struct arena *arena, struct uuid *ret_site_id);
/* The site's key by a sheet that counts. CB_NOT_FOUND: none of the sites'. Wipe the pair. */
int recovery_open(struct store *store, const uint8_t paper[PAPER_SIZE], struct arena *arena,
                  struct stored_holder *ret_holder, struct key_pair *ret_site_pair);
/* When the site's sheet was typed back; 0: there is none that counts. */
int recovery_since(struct store *store, const struct uuid *site_id, struct arena *arena,
                   int64_t *ret_confirmed_at_ms);

#endif
