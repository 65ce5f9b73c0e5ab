/* Back-off with full jitter. */
#include "relay/backoff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void waits_grow_to_their_limit_and_no_further(void **state)
{
    struct random_seed seed;
    struct random_source random = random_seeded(&seed, 1);
    int64_t limit_ms = BACKOFF_FIRST_MS;
    struct backoff backoff = {.failures = 0};

    (void)state;
    for (int i = 0; i < 200; i++) {
        assert_in_range(backoff_fail(&backoff, random), 0, limit_ms);
        limit_ms = limit_ms * 2 < BACKOFF_MAX_MS ? limit_ms * 2 : BACKOFF_MAX_MS;
    }
}

static void waits_are_spread_over_the_whole_range(void **state)
{
    struct random_seed seed;
    struct random_source random = random_seeded(&seed, 2);
    struct backoff backoff = {.failures = 0};
    int low = 0;
    int high = 0;

    (void)state;
    for (int i = 0; i < 10; i++)
        backoff_fail(&backoff, random);
    for (int i = 0; i < 1000; i++) {
        int64_t wait_ms = backoff_fail(&backoff, random);

        low += wait_ms < BACKOFF_MAX_MS / 4;
        high += wait_ms > BACKOFF_MAX_MS / 4 * 3;
    }
    assert_in_range(low, 200, 300);
    assert_in_range(high, 200, 300);
}

static void success_starts_over_and_own_limit_holds(void **state)
{
    struct random_seed seed;
    struct random_source random = random_seeded(&seed, 3);
    struct backoff backoff = {.max_ms = 2000};

    (void)state;
    for (int i = 0; i < 50; i++)
        assert_in_range(backoff_fail(&backoff, random), 0, 2000);
    backoff_reset(&backoff);
    assert_in_range(backoff_fail(&backoff, random), 0, BACKOFF_FIRST_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waits_grow_to_their_limit_and_no_further),
        cmocka_unit_test(waits_are_spread_over_the_whole_range),
        cmocka_unit_test(success_starts_over_and_own_limit_holds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
