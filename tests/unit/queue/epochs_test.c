/* Rings on disk: made ahead, destroyed in time, mended after power cuts, resealed; and what is left of a name
 * when its key is gone. */
#include "store_fixture.h"

#include "base/file.h"
#include "queue/epochs.h"
#include "queue/keyring_file.h"

/* The bench's site, with a key that somebody could hold. */
struct ringed {
    struct bench *bench;
    struct epochs *epochs;
    struct key_pair site_pair;
    char path[128]; /* of the ring */
};

static int set_up_ring(void **state)
{
    struct ringed *at = calloc(1, sizeof *at);
    char id[UUID_TEXT_SIZE];
    struct site site;

    assert_int_equal(seal_init(), CB_OK);
    set_up((void **)&at->bench);
    key_pair_make(&at->site_pair);
    assert_int_equal(store_site(at->bench->store, &at->bench->site_id, &at->bench->arena, &site), CB_OK);
    site.id = uuid_make(at->bench->random);
    site.short_name = "Hill Street";
    in_transaction(at->bench, store_site_add(at->bench->store, &site, at->site_pair.public_key));
    at->bench->site_id = site.id;
    uuid_format(&site.id, id);
    snprintf(at->path, sizeof at->path, "%s/keyring-%s", at->bench->folder, id);
    assert_int_equal(epochs_open(at->bench->folder, &at->epochs), CB_OK);
    *state = at;
    return 0;
}

static int tear_down_ring(void **state)
{
    struct ringed *at = *state;

    epochs_close(at->epochs);
    tear_down((void **)&at->bench);
    free(at);
    return 0;
}

static void turn(struct ringed *at, int64_t wall_ms, bool verified)
{
    struct moment now = {wall_ms, 1, verified};

    assert_int_equal(store_commit(at->bench->store), CB_OK);
    assert_int_equal(epochs_turn(at->epochs, at->bench->store, now, &at->bench->problem), CB_OK);
    assert_int_equal(store_begin(at->bench->store), CB_OK);
}

static const struct epoch *today(struct ringed *at, enum epoch_class class, int64_t wall_ms)
{
    const struct epoch *epochs;
    size_t count;

    assert_int_equal(
        epochs_list(at->epochs, &at->bench->site_id, wall_ms, &at->bench->arena, &epochs, &count), CB_OK);
    return epoch_at(epochs, count, class, wall_ms);
}

static const struct epoch_slot *slot_of(struct ringed *at, const struct epoch *epoch)
{
    uint8_t id[KEY_ID_SIZE];

    key_id(epoch->key, id);
    return epochs_find(at->epochs, &at->bench->site_id, id);
}

static void reopen(struct ringed *at)
{
    epochs_close(at->epochs);
    assert_int_equal(epochs_open(at->bench->folder, &at->epochs), CB_OK);
}

static void keys_are_the_same_after_a_restart(void **state)
{
    struct ringed *at = *state;
    struct key_pair before;
    struct key_pair after;
    struct epoch epoch;

    turn(at, at->bench->now_ms, true);
    epoch = *today(at, EPOCH_VISIT, at->bench->now_ms);
    assert_int_equal(epoch_slot_open(slot_of(at, &epoch), &at->site_pair, &before), CB_OK);
    reopen(at);
    turn(at, at->bench->now_ms, true);
    assert_memory_equal(today(at, EPOCH_VISIT, at->bench->now_ms)->key, epoch.key, sizeof epoch.key);
    assert_int_equal(epoch_slot_open(slot_of(at, &epoch), &at->site_pair, &after), CB_OK);
    assert_memory_equal(before.secret_key, after.secret_key, KEY_SIZE);
}

/* Everything that is left of a visit, in the hands of somebody who has every secret but the dead key. */
static void name_in_an_old_copy_cannot_be_opened_when_its_slot_is_zeroed(void **state)
{
    struct ringed *at = *state;
    struct field_context context = {.site_id = at->bench->site_id};
    struct person_fields fields = {.name = "Ray"};
    uint8_t sealed[SEALED_FIELD_SIZE]; /* as in an old log or backup */
    struct epoch_slot old;
    struct key_pair pair;
    uint8_t *ring = NULL;
    size_t length;

    turn(at, at->bench->now_ms, true);
    old = *slot_of(at, today(at, EPOCH_VISIT, at->bench->now_ms));
    assert_int_equal(field_seal(old.epoch.key, &context, &fields, sealed), CB_OK);
    assert_int_equal(epoch_slot_open(&old, &at->site_pair, &pair), CB_OK);
    assert_int_equal(field_open(&pair, &context, sealed, &fields), CB_OK);
    turn(at, old.epoch.until_ms, true);
    assert_null(epochs_find(at->epochs, &at->bench->site_id, old.id));
    assert_int_equal(file_read(at->path, KEYRING_SIZE, &ring, &length), CB_OK);
    assert_null(memmem(ring, length, old.box, sizeof old.box));
    assert_null(memmem(ring, length, old.id, sizeof old.id));
    free(ring);
    assert_int_equal(field_open(&at->site_pair, &context, sealed, &fields), CB_DENIED);
    for (size_t i = 0; i < KEYRING_SLOTS; i++) {
        const struct epoch *other = today(at, EPOCH_VISIT, old.epoch.until_ms + (int64_t)i * DAY_MS);

        if (other == NULL)
            break;
        assert_int_equal(epoch_slot_open(slot_of(at, other), &at->site_pair, &pair), CB_OK);
        assert_int_equal(field_open(&pair, &context, sealed, &fields), CB_DENIED);
    }
}

static void clock_that_jumps_unverified_destroys_nothing(void **state)
{
    struct ringed *at = *state;
    struct epoch epoch;

    turn(at, at->bench->now_ms, true);
    epoch = *today(at, EPOCH_CALLBACK, at->bench->now_ms);
    turn(at, at->bench->now_ms + 300 * DAY_MS, false);
    assert_non_null(slot_of(at, &epoch));
    assert_non_null(today(at, EPOCH_CALLBACK, at->bench->now_ms + 300 * DAY_MS)); /* and people can ask */
    turn(at, at->bench->now_ms, true);
    assert_non_null(slot_of(at, &epoch));
}

/* A clinic without a clock that anybody confirms, for a year: there is always a key, and the ring never
 * overflows. */
static void ring_never_fills_up(void **state)
{
    struct ringed *at = *state;

    for (int day = 0; day < 365; day++) {
        int64_t wall_ms = at->bench->now_ms + day * DAY_MS;

        turn(at, wall_ms, false);
        assert_non_null(today(at, EPOCH_VISIT, wall_ms + EPOCH_AHEAD_MS - 1));
        assert_non_null(today(at, EPOCH_CALLBACK, wall_ms + EPOCH_AHEAD_MS - 1));
    }
}

static void write_ring(const struct ringed *at, const uint8_t *bytes)
{
    assert_int_equal(file_write(at->path, bytes, KEYRING_SIZE, 0600), CB_OK);
}

/* The copy that a power cut left behind is mended from the other, on the disk too. */
static void torn_copies_are_mended_when_the_ring_is_opened(void **state)
{
    struct ringed *at = *state;
    struct keyring_file file;
    uint8_t *whole = NULL;
    uint8_t *mended = NULL;
    uint8_t torn[KEYRING_SIZE];
    size_t length;

    turn(at, at->bench->now_ms, true);
    epochs_close(at->epochs);
    assert_int_equal(file_read(at->path, KEYRING_SIZE, &whole, &length), CB_OK);
    assert_memory_equal(whole, whole + KEYRING_COPY_SIZE, KEYRING_COPY_SIZE);
    for (size_t copy = 0; copy < 2; copy++) {
        memcpy(torn, whole, sizeof torn);
        memset(torn + copy * KEYRING_COPY_SIZE + 100, 0x55, 700); /* slots 0 to 3 */
        write_ring(at, torn);
        assert_int_equal(keyring_file_open(at->path, &file, NULL), CB_OK);
        keyring_file_close(&file);
        assert_int_equal(file_read(at->path, KEYRING_SIZE, &mended, &length), CB_OK);
        assert_memory_equal(mended, whole, KEYRING_SIZE);
        free(mended);
    }
    free(whole);
    assert_int_equal(epochs_open(at->bench->folder, &at->epochs), CB_OK);
}

static void file_that_is_no_ring_is_refused_in_words(void **state)
{
    struct ringed *at = *state;
    struct keyring_file file;
    struct problem problem = {""};

    assert_int_equal(file_write(at->path, "short", 5, 0600), CB_OK);
    assert_int_equal(keyring_file_open(at->path, &file, &problem), CB_DAMAGED);
    assert_non_null(strstr(problem.text, at->path));
}

static void reseal_moves_every_key_and_can_be_done_again(void **state)
{
    struct ringed *at = *state;
    struct key_pair new_pair;
    struct key_pair pair;
    struct epoch epoch;

    turn(at, at->bench->now_ms, true);
    epoch = *today(at, EPOCH_CALLBACK, at->bench->now_ms);
    key_pair_make(&new_pair);
    for (int i = 0; i < 2; i++)
        assert_int_equal(keyring_reseal(at->epochs, &at->bench->site_id, &at->site_pair, new_pair.public_key),
                         CB_OK);
    reopen(at);
    turn(at, at->bench->now_ms, true);
    assert_int_equal(epoch_slot_open(slot_of(at, &epoch), &at->site_pair, &pair), CB_DENIED);
    assert_int_equal(epoch_slot_open(slot_of(at, &epoch), &new_pair, &pair), CB_OK);
}

/* As a restored backup leaves them: the site has a key that opens nothing of the ring. */
static void keys_sealed_to_another_key_are_not_offered_and_do_not_stop_a_change(void **state)
{
    struct ringed *at = *state;
    struct key_pair restored_pair;
    struct key_pair next_pair;
    struct key_pair pair;
    struct epoch_slot before;
    const struct epoch *epoch;
    int foreign = 0;

    turn(at, at->bench->now_ms, true);
    before = *slot_of(at, today(at, EPOCH_VISIT, at->bench->now_ms));
    key_pair_make(&restored_pair);
    in_transaction(at->bench,
                   store_site_key_set(at->bench->store, &at->bench->site_id, restored_pair.public_key));
    reopen(at);
    turn(at, at->bench->now_ms, true);
    epoch = today(at, EPOCH_VISIT, at->bench->now_ms);
    assert_memory_not_equal(epoch->key, before.epoch.key, KEY_SIZE);
    assert_int_equal(epoch_slot_open(slot_of(at, epoch), &restored_pair, &pair), CB_OK);
    assert_non_null(epochs_find(at->epochs, &at->bench->site_id, before.id)); /* who goes back has it again */
    assert_int_equal(epochs_foreign(at->epochs, at->bench->store, &at->bench->site_id, &foreign), CB_OK);
    assert_int_not_equal(foreign, 0);
    key_pair_make(&next_pair);
    assert_int_equal(keyring_reseal(at->epochs, &at->bench->site_id, &restored_pair, next_pair.public_key),
                     CB_OK);
    assert_int_equal(
        epoch_slot_open(slot_of(at, today(at, EPOCH_VISIT, at->bench->now_ms)), &next_pair, &pair), CB_OK);
    assert_int_equal(
        epoch_slot_open(epochs_find(at->epochs, &at->bench->site_id, before.id), &at->site_pair, &pair),
        CB_OK);
}

#define RING_CASE(test) cmocka_unit_test_setup_teardown(test, set_up_ring, tear_down_ring)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_CASE(keys_are_the_same_after_a_restart),
        RING_CASE(name_in_an_old_copy_cannot_be_opened_when_its_slot_is_zeroed),
        RING_CASE(clock_that_jumps_unverified_destroys_nothing),
        RING_CASE(ring_never_fills_up),
        RING_CASE(torn_copies_are_mended_when_the_ring_is_opened),
        RING_CASE(file_that_is_no_ring_is_refused_in_words),
        RING_CASE(reseal_moves_every_key_and_can_be_done_again),
        RING_CASE(keys_sealed_to_another_key_are_not_offered_and_do_not_stop_a_change),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
