/* The sites' epoch keys: see epochs.h. */
#include "queue/epochs.h"

#include "base/log.h"
#include "queue/keyring_file.h"
#include "seal/grant.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RINGS_MAX             8      /* as many sites as the vault holds */
#define FIRST_REACHES_BACK_MS DAY_MS /* so that a kiosk whose clock lags has a key from the first minute */

struct site_ring {
    struct uuid site_id;
    struct keyring_file file;
    uint64_t
        foreign; /* bit i: slot i is sealed to a key that is not the site's, and no change is under way */
};

struct epochs {
    char *folder;
    struct site_ring rings[RINGS_MAX];
    size_t ring_count;
};

int epochs_open(const char *folder, struct epochs **ret_epochs)
{
    struct epochs *epochs = calloc(1, sizeof *epochs);

    if (epochs == NULL)
        return CB_NO_MEMORY;
    epochs->folder = strdup(folder);
    if (epochs->folder == NULL) {
        free(epochs);
        return CB_NO_MEMORY;
    }
    *ret_epochs = epochs;
    return CB_OK;
}

void epochs_close(struct epochs *epochs)
{
    if (epochs == NULL)
        return;
    for (size_t i = 0; i < epochs->ring_count; i++)
        keyring_file_close(&epochs->rings[i].file);
    free(epochs->folder);
    free(epochs);
}

static struct site_ring *find_ring(const struct epochs *epochs, const struct uuid *site_id)
{
    for (size_t i = 0; i < epochs->ring_count; i++) {
        if (uuid_equal(&epochs->rings[i].site_id, site_id))
            return (struct site_ring *)&epochs->rings[i];
    }
    return NULL;
}

static int need_ring(struct epochs *epochs, const struct uuid *site_id, struct site_ring **ret_ring,
                     struct problem *ret_problem)
{
    struct site_ring *ring = find_ring(epochs, site_id);
    char id[UUID_TEXT_SIZE];
    char *path = NULL;
    int error;

    if (ring != NULL) {
        *ret_ring = ring;
        return CB_OK;
    }
    if (epochs->ring_count == RINGS_MAX)
        return problem_set(ret_problem, CB_TOO_LARGE, "One queue serves at most %d sites.", RINGS_MAX);
    uuid_format(site_id, id);
    if (asprintf(&path, "%s/keyring-%s", epochs->folder, id) < 0)
        return problem_set(ret_problem, CB_NO_MEMORY, "Out of memory.");
    ring = &epochs->rings[epochs->ring_count];
    error = keyring_file_open(path, &ring->file, ret_problem);
    free(path);
    if (error != CB_OK)
        return error;
    ring->site_id = *site_id;
    epochs->ring_count++;
    *ret_ring = ring;
    return CB_OK;
}

/* ---- what is there ---- */

static bool is_foreign(uint64_t foreign, size_t i)
{
    return (foreign >> i & 1) != 0;
}

int epochs_list(const struct epochs *epochs, const struct uuid *site_id, int64_t now_ms, struct arena *arena,
                const struct epoch **ret_epochs, size_t *ret_count)
{
    const struct site_ring *ring = find_ring(epochs, site_id);
    struct epoch *list = arena_array(arena, KEYRING_SLOTS, sizeof *list);
    size_t count = 0;

    if (list == NULL)
        return CB_NO_MEMORY;
    for (size_t i = 0; ring != NULL && i < KEYRING_SLOTS; i++) {
        const struct epoch_slot *slot = &ring->file.slots[i];

        if (slot->used && !is_foreign(ring->foreign, i) && slot->epoch.until_ms > now_ms &&
            slot->epoch.from_ms <= now_ms + EPOCH_AHEAD_MS + DAY_MS)
            list[count++] = slot->epoch;
    }
    *ret_epochs = list;
    *ret_count = count;
    return CB_OK;
}

const struct epoch_slot *epochs_find(const struct epochs *epochs, const struct uuid *site_id,
                                     const uint8_t id[EPOCH_ID_SIZE])
{
    const struct site_ring *ring = find_ring(epochs, site_id);

    for (size_t i = 0; ring != NULL && i < KEYRING_SLOTS; i++) {
        if (ring->file.slots[i].used && memcmp(ring->file.slots[i].id, id, EPOCH_ID_SIZE) == 0)
            return &ring->file.slots[i];
    }
    return NULL;
}

/* After a backup from before a change of the site's key was restored, the ring's keys are sealed to a key
 * that the database knows nothing of. They stay until their time, since the database that was put aside opens
 * them; but nothing more is to be sealed to them, and new ones are made in their place. */
static int find_foreign(struct store *store, const struct uuid *site_id,
                        const struct epoch_slot slots[KEYRING_SLOTS], uint64_t *ret_foreign)
{
    uint8_t old_key_grant[GRANT_SIZE];
    uint8_t site_key[SITE_KEY_SIZE];
    uint8_t site_key_id[KEY_ID_SIZE];
    int error = store_site_key(store, site_id, site_key);

    *ret_foreign = 0;
    if (error == CB_OK)
        error = store_old_site_key(store, site_id, old_key_grant);
    if (error != CB_NOT_FOUND)
        return error; /* a change is under way: what is sealed to the old key is sealed anew at its end */
    key_id(site_key, site_key_id);
    for (size_t i = 0; i < KEYRING_SLOTS; i++) {
        if (slots[i].used && memcmp(slots[i].sealed_to, site_key_id, KEY_ID_SIZE) != 0)
            *ret_foreign |= UINT64_C(1) << i;
    }
    return CB_OK;
}

int epochs_foreign(struct epochs *epochs, struct store *store, const struct uuid *site_id, int *ret_count)
{
    struct site_ring *ring = NULL;
    uint64_t foreign = 0;
    int error = need_ring(epochs, site_id, &ring, NULL);

    if (error == CB_OK)
        error = find_foreign(store, site_id, ring->file.slots, &foreign);
    if (error == CB_OK)
        *ret_count = __builtin_popcountll(foreign);
    return error;
}

/* ---- destroying and making ---- */

/* One site's ring being brought up to date. */
struct tending {
    struct store *store;
    const struct site *site;
    const struct zone *zone;
    uint8_t site_key[SITE_KEY_SIZE];
    struct reckoning reckoning;
    uint8_t (*needed)[EPOCH_ID_SIZE]; /* by what is still kept */
    size_t needed_count;
    struct epoch_slot slots[KEYRING_SLOTS]; /* as they are to become */
    uint64_t changed;
    uint64_t foreign; /* see struct site_ring */
    bool made;        /* and boards are to hear of it */
};

static bool is_needed(const struct tending *tending, const struct epoch_slot *slot)
{
    for (size_t i = 0; i < tending->needed_count; i++) {
        if (memcmp(tending->needed[i], slot->id, EPOCH_ID_SIZE) == 0)
            return true;
    }
    return false;
}

static void free_slot(struct tending *tending, size_t i)
{
    tending->slots[i] = (struct epoch_slot){.used = false};
    tending->changed |= UINT64_C(1) << i;
    tending->foreign &= ~(UINT64_C(1) << i);
}

static void destroy_over(struct tending *tending)
{
    for (size_t i = 0; i < KEYRING_SLOTS; i++) {
        const struct epoch_slot *slot = &tending->slots[i];
        struct epoch_life life = epoch_slot_life(slot);

        if (slot->used && epoch_over(&life, is_needed(tending, slot), &tending->reckoning))
            free_slot(tending, i);
    }
}

/* A free slot. On a machine whose clock nobody confirms, keys outlive their days, and restored backups leave
 * keys that are not the site's; before the ring is full of them, the oldest goes that nothing needs. -1: all
 * are needed. */
static int need_slot(struct tending *tending)
{
    int oldest = -1;

    for (int i = 0; i < KEYRING_SLOTS; i++) {
        const struct epoch_slot *slot = &tending->slots[i];

        if (!slot->used)
            return i;
        if ((slot->epoch.until_ms <= tending->reckoning.now.wall_ms ||
             is_foreign(tending->foreign, (size_t)i)) &&
            !is_needed(tending, slot) &&
            (oldest < 0 || slot->epoch.until_ms < tending->slots[oldest].epoch.until_ms))
            oldest = i;
    }
    return oldest;
}

static int make_one(struct tending *tending, enum epoch_class class, int64_t from_ms, int64_t until_ms)
{
    const struct epoch epoch = {.class = class, .from_ms = from_ms, .until_ms = until_ms};
    const struct beginning made = {.wall_ms = tending->reckoning.now.wall_ms,
                                   .running_ms = tending->reckoning.running_ms,
                                   .verified = tending->reckoning.now.verified};
    int i = need_slot(tending);
    int error =
        i < 0 ? CB_TOO_LARGE
              : epoch_slot_make(&tending->site->id, tending->site_key, &epoch, &made, &tending->slots[i]);

    if (error != CB_OK)
        return error;
    tending->changed |= UINT64_C(1) << i;
    tending->foreign &= ~(UINT64_C(1) << i);
    tending->made = true;
    return CB_OK;
}

/* Until when the class is covered without a gap from now on; 0: not even now. */
static int64_t covered_until(const struct tending *tending, enum epoch_class class)
{
    struct epoch epochs[KEYRING_SLOTS];
    const struct epoch *next;
    size_t count = 0;
    int64_t until_ms = 0;

    for (size_t i = 0; i < KEYRING_SLOTS; i++) {
        if (tending->slots[i].used && !is_foreign(tending->foreign, i))
            epochs[count++] = tending->slots[i].epoch;
    }
    next = epoch_at(epochs, count, class, tending->reckoning.now.wall_ms);
    while (next != NULL) {
        until_ms = next->until_ms;
        next = epoch_at(epochs, count, class, until_ms);
    }
    return until_ms;
}

/* From the end of what is there, day by day, until a week ahead of now. */
static int make_missing(struct tending *tending, enum epoch_class class)
{
    int64_t now_ms = tending->reckoning.now.wall_ms;
    int64_t until_ms = covered_until(tending, class);
    int64_t from_ms = until_ms;
    int error = CB_OK;

    if (until_ms == 0) {
        from_ms = now_ms - FIRST_REACHES_BACK_MS;
        until_ms = now_ms;
    }
    while (error == CB_OK && until_ms < now_ms + EPOCH_AHEAD_MS) {
        until_ms = epoch_end_after(&tending->site->hours, tending->zone, until_ms);
        error = make_one(tending, class, from_ms, until_ms);
        from_ms = until_ms;
    }
    return error;
}

static int publish(struct store *store, const struct uuid *site_id)
{
    int error = store_begin(store);

    if (error != CB_OK)
        return error;
    error = store_board_changed(store, site_id);
    if (error == CB_OK)
        error = store_commit(store);
    if (error != CB_OK)
        store_rollback(store);
    return error;
}

/* Destroyed first and on the disk before anything else is tried. */
static int tend(struct tending *tending, struct keyring_file *file)
{
    int error;

    destroy_over(tending);
    error = keyring_file_put(file, tending->slots, tending->changed);
    tending->changed = 0;
    for (int class = 0; error == CB_OK && class < EPOCH_CLASS_COUNT; class ++)
        error = make_missing(tending, (enum epoch_class) class);
    if (tending->changed != 0) {
        int put = keyring_file_put(file, tending->slots, tending->changed);

        error = error == CB_OK ? put : error;
        if (put == CB_OK && tending->made)
            put = publish(tending->store, &tending->site->id);
        error = error == CB_OK ? put : error;
    }
    return error;
}

static void note_foreign(struct site_ring *ring, uint64_t foreign)
{
    if (foreign != 0 && ring->foreign == 0)
        log_event_id(LOG_LEVEL_WARNING, "epochs.sealed_to_another_key", __builtin_popcountll(foreign),
                     &ring->site_id);
    ring->foreign = foreign;
}

static int tend_site(struct epochs *epochs, struct store *store, const struct site *site, struct moment now,
                     struct arena *arena, struct problem *ret_problem)
{
    struct tending tending = {
        .store = store, .site = site, .reckoning = {.now = now, .running_ms = store_running_ms(store)}};
    struct site_ring *ring = NULL;
    int error = need_ring(epochs, &site->id, &ring, ret_problem);

    if (error != CB_OK)
        return error;
    memcpy(tending.slots, ring->file.slots, sizeof tending.slots);
    error = store_site_key(store, &site->id, tending.site_key);
    if (error == CB_OK)
        error = store_site_zone(store, site, &tending.zone);
    if (error == CB_OK)
        error = store_epochs_needed(store, &site->id, arena, &tending.needed, &tending.needed_count);
    if (error == CB_OK)
        error = find_foreign(store, &site->id, tending.slots, &tending.foreign);
    if (error == CB_OK) {
        error = tend(&tending, &ring->file);
        note_foreign(ring, tending.foreign);
    }
    if (error != CB_OK)
        return problem_set(ret_problem, error, "The keys of %s could not be brought up to date: %s.",
                           site->name, cb_error_text(error));
    return CB_OK;
}

int epochs_turn(struct epochs *epochs, struct store *store, struct moment now, struct problem *ret_problem)
{
    struct arena arena = ARENA_INIT;
    struct site *sites = NULL;
    size_t count = 0;
    int first_error = store_sites(store, &arena, &sites, &count);

    for (size_t i = 0; sites != NULL && i < count; i++) {
        /* A site that fails does not keep the next one from being served. */
        struct problem problem = {""};
        int error = tend_site(epochs, store, &sites[i], now, &arena, &problem);

        if (error != CB_OK) {
            log_event(LOG_LEVEL_ERROR, "epochs.failed", error);
            first_error = error;
            if (ret_problem != NULL)
                *ret_problem = problem;
        }
    }
    arena_release(&arena);
    return first_error;
}

/* ---- rotation ---- */

int keyring_reseal(struct epochs *epochs, const struct uuid *site_id, const struct key_pair *old_pair,
                   const uint8_t new_site_key[KEY_SIZE])
{
    struct epoch_slot slots[KEYRING_SLOTS];
    struct site_ring *ring = NULL;
    uint64_t changed = 0;
    int error = need_ring(epochs, site_id, &ring, NULL);

    if (error != CB_OK)
        return error;
    memcpy(slots, ring->file.slots, sizeof slots);
    for (size_t i = 0; error == CB_OK && i < KEYRING_SLOTS; i++) {
        if (!slots[i].used)
            continue;
        error = epoch_slot_reseal(&slots[i], old_pair, new_site_key);
        if (error == CB_DAMAGED || error == CB_DENIED) { /* neither key opens it: it is left to its time */
            log_event(LOG_LEVEL_ERROR, "epochs.slot_not_resealed", (long long)i);
            error = CB_OK;
        }
        if (memcmp(slots[i].sealed_to, ring->file.slots[i].sealed_to, KEY_ID_SIZE) != 0)
            changed |= UINT64_C(1) << i;
    }
    return error == CB_OK ? keyring_file_put(&ring->file, slots, changed) : error;
}
