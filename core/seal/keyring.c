/* The key ring's bytes: see keyring.h. */
#include "seal/keyring.h"

#include <sodium.h>
#include <string.h>

#define CLASS_AT        0
#define FLAGS_AT        1
#define SITE_AT         8
#define ID_AT           24
#define KEY_AT          32
#define BOX_AT          64
#define SEALED_TO_AT    176
#define FROM_AT         184
#define UNTIL_AT        192
#define DESTROY_AT      200
#define MADE_AT         208
#define MADE_RUNNING_AT 216
#define CHECK_AT        224
#define MADE_VERIFIED   1

#define PLAIN_SIZE      60
#define PLAIN_SITE_AT   4
#define PLAIN_ID_AT     20
#define PLAIN_SECRET_AT 28

static const uint8_t magic[PLAIN_SITE_AT] = {'C', 'B', 'E', '1'};

_Static_assert(EPOCH_BOX_SIZE == PLAIN_SIZE + crypto_box_SEALBYTES, "the size in the header");
_Static_assert(PLAIN_SIZE == PLAIN_SECRET_AT + KEY_SIZE, "the secret key comes last");
_Static_assert(EPOCH_KEY_SIZE == KEY_SIZE && EPOCH_ID_SIZE == KEY_ID_SIZE, "an epoch has an X25519 key");
_Static_assert(KEYRING_SLOT_SIZE == CHECK_AT + KEY_SIZE, "the check ends the slot");
_Static_assert(KEYRING_SLOTS <= 64, "a set of slots is 64 bits");

struct epoch_life epoch_slot_life(const struct epoch_slot *slot)
{
    return (struct epoch_life){.class = slot->epoch.class,
                               .until_ms = slot->epoch.until_ms,
                               .destroy_ms = slot->destroy_ms,
                               .made = slot->made};
}

/* ---- the key in it ---- */

static void header_write(const struct uuid *site_id, const uint8_t id[KEY_ID_SIZE], uint8_t *plain)
{
    memcpy(plain, magic, sizeof magic);
    memcpy(plain + PLAIN_SITE_AT, site_id->bytes, sizeof site_id->bytes);
    memcpy(plain + PLAIN_ID_AT, id, KEY_ID_SIZE);
}

static int box_make(const struct epoch_slot *slot, const uint8_t secret_key[KEY_SIZE],
                    const uint8_t site_key[KEY_SIZE], uint8_t ret_box[EPOCH_BOX_SIZE])
{
    uint8_t plain[PLAIN_SIZE];
    int failed;

    header_write(&slot->site_id, slot->id, plain);
    memcpy(plain + PLAIN_SECRET_AT, secret_key, KEY_SIZE);
    failed = crypto_box_seal(ret_box, plain, sizeof plain, site_key);
    sodium_memzero(plain, sizeof plain);
    return failed != 0 ? CB_BAD_INPUT : CB_OK;
}

int epoch_slot_make(const struct uuid *site_id, const uint8_t site_key[KEY_SIZE], const struct epoch *epoch,
                    const struct beginning *made, struct epoch_slot *ret_slot)
{
    struct epoch_slot slot = {.used = true, .site_id = *site_id, .epoch = *epoch, .made = *made};
    struct key_pair pair;
    int error;

    key_pair_make(&pair);
    memcpy(slot.epoch.key, pair.public_key, KEY_SIZE);
    key_id(pair.public_key, slot.id);
    key_id(site_key, slot.sealed_to);
    slot.destroy_ms =
        epoch->until_ms + (epoch->class == EPOCH_VISIT ? EPOCH_VISIT_LINGER_MS : EPOCH_CALLBACK_LINGER_MS);
    error = box_make(&slot, pair.secret_key, site_key, slot.box);
    sodium_memzero(&pair, sizeof pair);
    if (error == CB_OK)
        *ret_slot = slot;
    return error;
}

int epoch_slot_open(const struct epoch_slot *slot, const struct key_pair *site_pair,
                    struct key_pair *ret_pair)
{
    uint8_t plain[PLAIN_SIZE];
    uint8_t expected[PLAIN_SECRET_AT];
    struct key_pair pair;
    int error = CB_OK;

    if (!slot->used || crypto_box_seal_open(plain, slot->box, EPOCH_BOX_SIZE, site_pair->public_key,
                                            site_pair->secret_key) != 0)
        return CB_DENIED;
    header_write(&slot->site_id, slot->id, expected);
    key_pair_from_secret(plain + PLAIN_SECRET_AT, &pair);
    if (!secret_equal(plain, expected, sizeof expected))
        error = CB_DENIED;
    else if (!secret_equal(pair.public_key, slot->epoch.key, KEY_SIZE))
        error = CB_DAMAGED;
    else
        *ret_pair = pair;
    sodium_memzero(plain, sizeof plain);
    sodium_memzero(&pair, sizeof pair);
    return error;
}

int epoch_slot_reseal(struct epoch_slot *slot, const struct key_pair *old_pair,
                      const uint8_t new_site_key[KEY_SIZE])
{
    uint8_t new_id[KEY_ID_SIZE];
    uint8_t box[EPOCH_BOX_SIZE];
    struct key_pair pair;
    int error;

    key_id(new_site_key, new_id);
    if (slot->used && memcmp(slot->sealed_to, new_id, KEY_ID_SIZE) == 0)
        return CB_OK;
    error = epoch_slot_open(slot, old_pair, &pair);
    if (error == CB_OK)
        error = box_make(slot, pair.secret_key, new_site_key, box);
    sodium_memzero(&pair, sizeof pair);
    if (error != CB_OK)
        return error;
    memcpy(slot->box, box, sizeof box);
    memcpy(slot->sealed_to, new_id, sizeof new_id);
    return CB_OK;
}

/* ---- the bytes ---- */

static void put_i64(uint8_t *at, int64_t value)
{
    for (int i = 0; i < 8; i++)
        at[i] = (uint8_t)((uint64_t)value >> (56 - 8 * i));
}

static int64_t get_i64(const uint8_t *at)
{
    uint64_t value = 0;

    for (int i = 0; i < 8; i++)
        value = value << 8 | at[i];
    return (int64_t)value;
}

void keyring_slot_write(const struct epoch_slot *slot, uint8_t ret_bytes[KEYRING_SLOT_SIZE])
{
    memset(ret_bytes, 0, KEYRING_SLOT_SIZE);
    if (!slot->used)
        return;
    ret_bytes[CLASS_AT] = (uint8_t)(slot->epoch.class + 1);
    ret_bytes[FLAGS_AT] = slot->made.verified ? MADE_VERIFIED : 0;
    memcpy(ret_bytes + SITE_AT, slot->site_id.bytes, sizeof slot->site_id.bytes);
    memcpy(ret_bytes + ID_AT, slot->id, KEY_ID_SIZE);
    memcpy(ret_bytes + KEY_AT, slot->epoch.key, KEY_SIZE);
    memcpy(ret_bytes + BOX_AT, slot->box, EPOCH_BOX_SIZE);
    memcpy(ret_bytes + SEALED_TO_AT, slot->sealed_to, KEY_ID_SIZE);
    put_i64(ret_bytes + FROM_AT, slot->epoch.from_ms);
    put_i64(ret_bytes + UNTIL_AT, slot->epoch.until_ms);
    put_i64(ret_bytes + DESTROY_AT, slot->destroy_ms);
    put_i64(ret_bytes + MADE_AT, slot->made.wall_ms);
    put_i64(ret_bytes + MADE_RUNNING_AT, slot->made.running_ms);
    seal_hash("cb-ring-slot---1", ret_bytes, CHECK_AT, ret_bytes + CHECK_AT);
}

int keyring_slot_read(const uint8_t bytes[KEYRING_SLOT_SIZE], struct epoch_slot *ret_slot)
{
    uint8_t check[KEY_SIZE];
    struct epoch_slot slot = {.used = false};

    if (sodium_is_zero(bytes, KEYRING_SLOT_SIZE)) {
        *ret_slot = slot;
        return CB_OK;
    }
    seal_hash("cb-ring-slot---1", bytes, CHECK_AT, check);
    if (memcmp(check, bytes + CHECK_AT, sizeof check) != 0 || bytes[CLASS_AT] < 1 ||
        bytes[CLASS_AT] > EPOCH_CLASS_COUNT)
        return CB_DAMAGED;
    slot.used = true;
    slot.epoch.class = (enum epoch_class)(bytes[CLASS_AT] - 1);
    slot.made.verified = (bytes[FLAGS_AT] & MADE_VERIFIED) != 0;
    memcpy(slot.site_id.bytes, bytes + SITE_AT, sizeof slot.site_id.bytes);
    memcpy(slot.id, bytes + ID_AT, KEY_ID_SIZE);
    memcpy(slot.epoch.key, bytes + KEY_AT, KEY_SIZE);
    memcpy(slot.box, bytes + BOX_AT, EPOCH_BOX_SIZE);
    memcpy(slot.sealed_to, bytes + SEALED_TO_AT, KEY_ID_SIZE);
    slot.epoch.from_ms = get_i64(bytes + FROM_AT);
    slot.epoch.until_ms = get_i64(bytes + UNTIL_AT);
    slot.destroy_ms = get_i64(bytes + DESTROY_AT);
    slot.made.wall_ms = get_i64(bytes + MADE_AT);
    slot.made.running_ms = get_i64(bytes + MADE_RUNNING_AT);
    *ret_slot = slot;
    return CB_OK;
}

void keyring_read(const uint8_t bytes[KEYRING_SIZE], struct epoch_slot ret_slots[KEYRING_SLOTS],
                  uint64_t *ret_repair)
{
    uint64_t repair = 0;

    for (size_t i = 0; i < KEYRING_SLOTS; i++) {
        const uint8_t *first = bytes + i * KEYRING_SLOT_SIZE;
        const uint8_t *second = first + KEYRING_COPY_SIZE;

        if (memcmp(first, second, KEYRING_SLOT_SIZE) != 0)
            repair |= UINT64_C(1) << i;
        if (keyring_slot_read(first, &ret_slots[i]) == CB_OK ||
            keyring_slot_read(second, &ret_slots[i]) == CB_OK)
            continue;
        ret_slots[i] = (struct epoch_slot){.used = false};
        repair |= UINT64_C(1) << i;
    }
    *ret_repair = repair;
}
