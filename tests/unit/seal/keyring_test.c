/* The key ring's bytes: keys in and out, torn writes, and what no power cut may bring back or lose. */
#include "seal/keyring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static const struct uuid site_id = {{2, 2, 2}};
static const struct beginning made = {.wall_ms = 1795358400000, .running_ms = 77, .verified = true};
static const struct epoch visit = {EPOCH_VISIT, {0}, 1795320000000, 1795406400000};

static struct epoch_slot make_slot(const struct key_pair *site_pair)
{
    struct epoch_slot slot;

    assert_int_equal(epoch_slot_make(&site_id, site_pair->public_key, &visit, &made, &slot), CB_OK);
    return slot;
}

static int setup(void **state)
{
    (void)state;
    return seal_init();
}

static void slot_opens_with_the_site_key_only(void **state)
{
    struct key_pair site_pair;
    struct key_pair other_pair;
    struct key_pair pair;
    struct key_pair again;
    struct epoch_slot slot;
    struct epoch_slot moved;

    (void)state;
    key_pair_make(&site_pair);
    key_pair_make(&other_pair);
    slot = make_slot(&site_pair);
    assert_int_equal(epoch_slot_open(&slot, &site_pair, &pair), CB_OK);
    assert_memory_equal(pair.public_key, slot.epoch.key, KEY_SIZE);
    key_pair_from_secret(pair.secret_key, &again);
    assert_memory_equal(again.public_key, slot.epoch.key, KEY_SIZE);
    assert_int_equal(epoch_slot_open(&slot, &other_pair, &pair), CB_DENIED);
    moved = slot;
    moved.site_id.bytes[0] ^= 1;
    assert_int_equal(epoch_slot_open(&moved, &site_pair, &pair), CB_DENIED);
    moved = slot;
    moved.epoch.key[0] ^= 1;
    assert_int_equal(epoch_slot_open(&moved, &site_pair, &pair), CB_DAMAGED);
    assert_int_equal(epoch_slot_open(&(struct epoch_slot){.used = false}, &site_pair, &pair), CB_DENIED);
}

static void slot_comes_back_from_its_bytes(void **state)
{
    struct key_pair site_pair;
    struct key_pair pair;
    struct epoch_slot slot;
    struct epoch_slot read;
    uint8_t bytes[KEYRING_SLOT_SIZE];

    (void)state;
    key_pair_make(&site_pair);
    slot = make_slot(&site_pair);
    keyring_slot_write(&slot, bytes);
    assert_int_equal(keyring_slot_read(bytes, &read), CB_OK);
    assert_int_equal(epoch_slot_open(&read, &site_pair, &pair), CB_OK);
    assert_int_equal(read.epoch.class, EPOCH_VISIT);
    assert_int_equal(read.epoch.from_ms, visit.from_ms);
    assert_int_equal(read.epoch.until_ms, visit.until_ms);
    assert_int_equal(read.destroy_ms, visit.until_ms + DAY_MS);
    assert_int_equal(read.made.wall_ms, made.wall_ms);
    assert_int_equal(read.made.running_ms, made.running_ms);
    assert_true(read.made.verified);
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] ^= 0x10;
        assert_int_equal(keyring_slot_read(bytes, &read), CB_DAMAGED);
        bytes[i] ^= 0x10;
    }
}

static void resealed_slot_opens_with_the_new_key_only_and_again_changes_nothing(void **state)
{
    struct key_pair old_pair;
    struct key_pair new_pair;
    struct key_pair before;
    struct key_pair after;
    struct epoch_slot slot;
    struct epoch_slot once;

    (void)state;
    key_pair_make(&old_pair);
    key_pair_make(&new_pair);
    slot = make_slot(&old_pair);
    assert_int_equal(epoch_slot_open(&slot, &old_pair, &before), CB_OK);
    assert_int_equal(epoch_slot_reseal(&slot, &old_pair, new_pair.public_key), CB_OK);
    assert_int_equal(epoch_slot_open(&slot, &old_pair, &after), CB_DENIED);
    assert_int_equal(epoch_slot_open(&slot, &new_pair, &after), CB_OK);
    assert_memory_equal(before.secret_key, after.secret_key, KEY_SIZE);
    once = slot;
    assert_int_equal(epoch_slot_reseal(&slot, &old_pair, new_pair.public_key), CB_OK);
    assert_memory_equal(once.box, slot.box, EPOCH_BOX_SIZE);
}

/* ---- power cuts ---- */

/* Writes slot 3 over `from` in both copies, cut off after `cut` bytes of the two writes. */
static void write_cut(const uint8_t from[KEYRING_SLOT_SIZE], const uint8_t to[KEYRING_SLOT_SIZE], size_t cut,
                      uint8_t ring[KEYRING_SIZE])
{
    const size_t copies[] = {3 * KEYRING_SLOT_SIZE, KEYRING_COPY_SIZE + 3 * KEYRING_SLOT_SIZE};

    memset(ring, 0, KEYRING_SIZE);
    for (size_t copy = 0; copy < 2; copy++) {
        size_t done = cut > copy * KEYRING_SLOT_SIZE ? cut - copy * KEYRING_SLOT_SIZE : 0;

        if (done > KEYRING_SLOT_SIZE)
            done = KEYRING_SLOT_SIZE;
        memcpy(ring + copies[copy], from, KEYRING_SLOT_SIZE);
        memcpy(ring + copies[copy], to, done);
    }
}

/* Whatever the cut left is read as the old slot or the new one, and never as the old one once the first copy
 * is whole. */
static void assert_old_or_new(const uint8_t from[KEYRING_SLOT_SIZE], const uint8_t to[KEYRING_SLOT_SIZE])
{
    static uint8_t ring[KEYRING_SIZE];
    static struct epoch_slot slots[KEYRING_SLOTS];
    uint8_t read[KEYRING_SLOT_SIZE];
    uint64_t repair;

    for (size_t cut = 0; cut <= 2 * KEYRING_SLOT_SIZE; cut++) {
        bool is_old;
        bool is_new;

        write_cut(from, to, cut, ring);
        keyring_read(ring, slots, &repair);
        keyring_slot_write(&slots[3], read);
        is_old = memcmp(read, from, sizeof read) == 0;
        is_new = memcmp(read, to, sizeof read) == 0;
        assert_true(is_old || is_new);
        if (cut >= KEYRING_SLOT_SIZE)
            assert_true(is_new);
        assert_int_equal(repair & ~(UINT64_C(1) << 3), 0);
        if (memcmp(ring + 3 * KEYRING_SLOT_SIZE, ring + KEYRING_COPY_SIZE + 3 * KEYRING_SLOT_SIZE,
                   KEYRING_SLOT_SIZE) != 0)
            assert_int_equal(repair, UINT64_C(1) << 3);
    }
}

static void power_cut_leaves_the_old_slot_or_the_new_one(void **state)
{
    static const uint8_t zeros[KEYRING_SLOT_SIZE];
    struct key_pair site_pair;
    struct key_pair new_pair;
    struct epoch_slot slot;
    uint8_t first[KEYRING_SLOT_SIZE];
    uint8_t resealed[KEYRING_SLOT_SIZE];

    (void)state;
    key_pair_make(&site_pair);
    key_pair_make(&new_pair);
    slot = make_slot(&site_pair);
    keyring_slot_write(&slot, first);
    assert_int_equal(epoch_slot_reseal(&slot, &site_pair, new_pair.public_key), CB_OK);
    keyring_slot_write(&slot, resealed);
    assert_old_or_new(zeros, first);
    assert_old_or_new(first, zeros);
    assert_old_or_new(first, resealed);
}

static void slot_torn_in_both_copies_is_free_and_its_neighbours_stay(void **state)
{
    static uint8_t ring[KEYRING_SIZE];
    static struct epoch_slot slots[KEYRING_SLOTS];
    struct key_pair site_pair;
    struct epoch_slot slot;
    uint64_t repair;

    (void)state;
    key_pair_make(&site_pair);
    slot = make_slot(&site_pair);
    for (size_t i = 4; i < 7; i++) {
        keyring_slot_write(&slot, ring + i * KEYRING_SLOT_SIZE);
        keyring_slot_write(&slot, ring + KEYRING_COPY_SIZE + i * KEYRING_SLOT_SIZE);
    }
    ring[5 * KEYRING_SLOT_SIZE + 40] ^= 1;
    ring[KEYRING_COPY_SIZE + 5 * KEYRING_SLOT_SIZE + 40] ^= 1;
    keyring_read(ring, slots, &repair);
    assert_true(slots[4].used);
    assert_false(slots[5].used);
    assert_true(slots[6].used);
    assert_int_equal(repair, UINT64_C(1) << 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slot_opens_with_the_site_key_only),
        cmocka_unit_test(slot_comes_back_from_its_bytes),
        cmocka_unit_test(resealed_slot_opens_with_the_new_key_only_and_again_changes_nothing),
        cmocka_unit_test(power_cut_leaves_the_old_slot_or_the_new_one),
        cmocka_unit_test(slot_torn_in_both_copies_is_free_and_its_neighbours_stay),
    };

    return cmocka_run_group_tests(tests, setup, NULL);
}
