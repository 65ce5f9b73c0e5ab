/* Counting tries. */
#include "queue/limits.h"

#include "seal/seal.h"

#include <stdio.h>
#include <string.h>

void sign_in_limits_init(struct sign_in_limits *limits, struct random_source random)
{
    memset(limits, 0, sizeof *limits);
    random.fill(random.context, limits->key, sizeof limits->key);
}

size_t sign_in_bucket(const struct sign_in_limits *limits, const char *login, const char *device)
{
    char input[192] = "";
    uint8_t hash[32];
    size_t place;

    memcpy(input, limits->key, sizeof limits->key);
    snprintf(input + sizeof limits->key, sizeof input - sizeof limits->key, "%.100s %.50s", login,
             device == NULL ? "" : device);
    body_hash(input, sizeof input, hash);
    place = ((size_t)hash[0] << 8 | hash[1]) % SIGN_IN_BUCKETS;
    return device == NULL ? place : SIGN_IN_BUCKETS + place;
}

/* tries counts those before this one. */
static int delay_after(int tries)
{
    int n = tries - SIGN_IN_FREE_TRIES;

    if (n < 0)
        return 0;
    return n >= 10 ? SIGN_IN_DELAY_MAX_S : 1 << n;
}

int sign_in_try(struct sign_in_limits *limits, size_t bucket, int64_t mono_ms)
{
    struct sign_in_bucket *at = &limits->buckets[bucket];
    int64_t wait_ms;

    if (at->tries > 0 && mono_ms - at->last_mono_ms > SIGN_IN_FORGET_MS)
        at->tries = 0;
    wait_ms = at->last_mono_ms + delay_after(at->tries) * INT64_C(1000) - mono_ms;
    if (at->tries >= SIGN_IN_FREE_TRIES && wait_ms > 0)
        return (int)((wait_ms + 999) / 1000);
    at->tries++;
    at->last_mono_ms = mono_ms;
    return 0;
}

void sign_in_forgive(struct sign_in_limits *limits, size_t bucket)
{
    limits->buckets[bucket].tries = 0;
}

/* ---- the line ---- */

static size_t count_of(const struct password_line *line, const uint8_t address[16])
{
    static const uint8_t unknown[16];
    size_t count = 0;

    for (size_t i = 0; memcmp(address, unknown, 16) != 0 && i < line->other_count; i++)
        count += memcmp(line->addresses[i], address, 16) == 0;
    return count;
}

bool line_has_room(const struct password_line *line, bool known_browser, const uint8_t address[16])
{
    if (known_browser)
        return line->known_count < LINE_MAX;
    return line->other_count < LINE_MAX && count_of(line, address) < LINE_ADDRESS_MAX;
}

void line_enter(struct password_line *line, bool known_browser, const uint8_t address[16])
{
    if (known_browser)
        line->known_count++;
    else
        memcpy(line->addresses[line->other_count++], address, 16);
}

void line_leave(struct password_line *line, bool known_browser, const uint8_t address[16])
{
    size_t i = 0;

    if (known_browser) {
        line->known_count--;
        return;
    }
    while (memcmp(line->addresses[i], address, 16) != 0)
        i++;
    line->other_count--;
    memcpy(line->addresses[i], line->addresses[line->other_count], 16);
}

/* The kiosk's limits; when there are more kiosks than places, the one that was refilled longest ago gives
 * way. */
static struct kiosk_limit *limit_of(struct kiosk_limits *limits, const struct uuid *kiosk_id, int64_t mono_ms)
{
    struct kiosk_limit *oldest = &limits->kiosks[0];

    for (size_t i = 0; i < limits->count; i++) {
        if (uuid_equal(&limits->kiosks[i].kiosk_id, kiosk_id))
            return &limits->kiosks[i];
        if (limits->kiosks[i].refilled_ms < oldest->refilled_ms)
            oldest = &limits->kiosks[i];
    }
    if (limits->count < KIOSK_LIMITS_MAX)
        oldest = &limits->kiosks[limits->count++];
    *oldest = (struct kiosk_limit){.kiosk_id = *kiosk_id, .refilled_ms = mono_ms};
    return oldest;
}

static void refill(struct kiosk_limit *limit, int64_t mono_ms)
{
    int64_t minutes = (mono_ms - limit->refilled_ms) / KIOSK_REFILL_MS;

    if (minutes <= 0)
        return;
    limit->used = minutes >= limit->used ? 0 : limit->used - (int)minutes;
    limit->refilled_ms += minutes * KIOSK_REFILL_MS;
}

static int bucket_size(const struct kiosk_limits *limits)
{
    return limits->bucket > 0 ? limits->bucket : KIOSK_BUCKET;
}

int kiosk_submit_wait(struct kiosk_limits *limits, const struct uuid *kiosk_id, int64_t mono_ms)
{
    struct kiosk_limit *limit = limit_of(limits, kiosk_id, mono_ms);

    refill(limit, mono_ms);
    if (limit->used < bucket_size(limits))
        return 0;
    return (int)((limit->refilled_ms + KIOSK_REFILL_MS - mono_ms + 999) / 1000);
}

void kiosk_submit_take(struct kiosk_limits *limits, const struct uuid *kiosk_id, int64_t mono_ms)
{
    struct kiosk_limit *limit = limit_of(limits, kiosk_id, mono_ms);

    refill(limit, mono_ms);
    if (limit->used < bucket_size(limits))
        limit->used++;
}

int kiosk_lookup_wait(struct kiosk_limits *limits, const struct uuid *kiosk_id, int64_t mono_ms)
{
    const struct kiosk_limit *limit = limit_of(limits, kiosk_id, mono_ms);
    int64_t oldest_ms = limit->wrong_ms[limit->wrong_count % LOOKUP_WRONG_MAX];

    if (limit->wrong_count < LOOKUP_WRONG_MAX || mono_ms - oldest_ms >= LOOKUP_WINDOW_MS)
        return 0;
    return (int)((oldest_ms + LOOKUP_WINDOW_MS - mono_ms + 999) / 1000);
}

void kiosk_lookup_wrong(struct kiosk_limits *limits, const struct uuid *kiosk_id, int64_t mono_ms)
{
    struct kiosk_limit *limit = limit_of(limits, kiosk_id, mono_ms);

    limit->wrong_ms[limit->wrong_count % LOOKUP_WRONG_MAX] = mono_ms;
    limit->wrong_count++;
}
