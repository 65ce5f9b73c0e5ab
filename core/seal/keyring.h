/* The key ring: a site's epoch keys, each sealed to the site's own key, in a file of fixed size that is
 * overwritten in place and never copied. Destroying a key is writing zeros over its slot; with it goes
 * whatever was sealed to it, in every database, log and backup there is.
 *
 * 32 KiB: two copies of 64 slots of 256 bytes. Whoever changes slots writes the first copy and waits until it
 * is on the disk, then the second. So at any moment at least one copy of a slot is whole, and the first wins
 * where both are. A slot, integers big-endian:
 *
 *   0 class u8 (1 visit, 2 callback)   1 bit 0: made on a verified clock   2 zeros   8 site   24 epoch id 8
 *   32 public key   64 box(pk_site, "CBE1" ‖ site ‖ epoch id ‖ sk) 108   172 zeros   176 id of pk_site 8
 *   184 seal_from   192 seal_until   200 destroy_at   208 made_at   216 made_running   224 H of all before
 *
 * A free slot is all zeros. This file is bytes in, bytes out; nothing here reads the clock or a file. The
 * check finds torn writes: it does not keep out who can write the file. */
#ifndef CB_SEAL_KEYRING_H
#define CB_SEAL_KEYRING_H

#include "base/uuid.h"
#include "domain/epoch.h"
#include "seal/key.h"

#define KEYRING_SLOTS     EPOCHS_MAX
#define KEYRING_SLOT_SIZE 256
#define KEYRING_COPY_SIZE (KEYRING_SLOTS * KEYRING_SLOT_SIZE)
#define KEYRING_SIZE      (2 * KEYRING_COPY_SIZE)
#define EPOCH_BOX_SIZE    108 /* 48 + "CBE1" 4 + site 16 + epoch id 8 + sk_epoch 32 */

struct epoch_slot {
    bool used; /* false: free, and all else is zero */
    struct uuid site_id;
    struct epoch epoch;
    uint8_t id[KEY_ID_SIZE];
    uint8_t box[EPOCH_BOX_SIZE];
    uint8_t sealed_to[KEY_ID_SIZE]; /* the id of the site key that opens the box */
    int64_t destroy_ms;
    struct beginning made;
};
struct epoch_life epoch_slot_life(const struct epoch_slot *slot);

/* A new key for the epoch (its key is filled in), sealed to the site's public key; nobody needs to be signed
 * in. CB_BAD_INPUT: nothing can be sealed to that key. */
int epoch_slot_make(const struct uuid *site_id, const uint8_t site_key[KEY_SIZE], const struct epoch *epoch,
                    const struct beginning *made, struct epoch_slot *ret_slot);
/* CB_DENIED: free, sealed to another site key, or moved here from another slot; CB_DAMAGED: the key inside is
 * not the one it is named after. Wipe *ret_pair after use. */
int epoch_slot_open(const struct epoch_slot *slot, const struct key_pair *site_pair,
                    struct key_pair *ret_pair);
/* Seals the key to a new site key. A slot that is sealed to it already stays as it is, so that a reseal that
 * was cut off can be done again. Errors of epoch_slot_open. */
int epoch_slot_reseal(struct epoch_slot *slot, const struct key_pair *old_pair,
                      const uint8_t new_site_key[KEY_SIZE]);

void keyring_slot_write(const struct epoch_slot *slot, uint8_t ret_bytes[KEYRING_SLOT_SIZE]);
/* CB_DAMAGED: torn. */
int keyring_slot_read(const uint8_t bytes[KEYRING_SLOT_SIZE], struct epoch_slot *ret_slot);
/* The slots of a ring as a power cut may have left it. *ret_repair: bit i is set when the copies of slot i
 * differ, and it must be written again. A slot that is torn in both copies (no power cut does that) is free.
 */
void keyring_read(const uint8_t bytes[KEYRING_SIZE], struct epoch_slot ret_slots[KEYRING_SLOTS],
                  uint64_t *ret_repair);

#endif
