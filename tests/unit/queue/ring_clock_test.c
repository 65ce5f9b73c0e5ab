/* An alert's age, though the wall clock is set. */
#include "queue/ring_clock.h"

#include "domain/alert.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SENT_MS INT64_C(1795359600000)

static const struct uuid first = {{1}};

static struct moment at(int64_t waited_ms, int64_t jumped_ms)
{
    return (struct moment){.wall_ms = SENT_MS + waited_ms + jumped_ms, .mono_ms = 5000 + waited_ms};
}

static void check(const struct ring_clock *clock, struct moment now, enum alert_ring expected)
{
    struct alert alert = {.id = first, .state = ALERT_SENT, .sent_at_ms = SENT_MS};

    assert_int_equal(alert_ring_at(&alert, ring_clock_ms(clock, &first, now.wall_ms)), expected);
}

static void a_clock_that_is_set_changes_no_ringing(void **state)
{
    const int64_t jumps_ms[] = {0, -HOUR_MS, HOUR_MS, -DAY_MS};

    (void)state;
    for (size_t i = 0; i < sizeof jumps_ms / sizeof *jumps_ms; i++) {
        struct ring_clock clock = {0};

        ring_clock_turn(&clock, at(0, 0));
        ring_clock_heard(&clock, &first);
        ring_clock_turn(&clock, at(29000, jumps_ms[i]));
        check(&clock, at(29000, jumps_ms[i]), ALERT_RING_DESK);
        ring_clock_turn(&clock, at(31000, jumps_ms[i]));
        check(&clock, at(31000, jumps_ms[i]), ALERT_RING_EVERYONE);
        ring_clock_turn(&clock, at(91000, jumps_ms[i]));
        check(&clock, at(91000, jumps_ms[i]), ALERT_RING_SUPERVISORS);
    }
}

static void an_alert_from_before_goes_by_the_wall_clock(void **state)
{
    struct ring_clock clock = {0};

    (void)state;
    ring_clock_turn(&clock, at(31000, 0));
    check(&clock, at(31000, 0), ALERT_RING_EVERYONE);
    check(&clock, at(0, -HOUR_MS),
          ALERT_RING_EVERYONE); /* nobody knows how long it waits: not the desk alone */
}

static void more_alerts_than_it_holds_replace_the_oldest(void **state)
{
    struct ring_clock clock = {0};
    struct uuid id = {{0}};

    (void)state;
    ring_clock_turn(&clock, at(0, 0));
    for (int i = 0; i < RING_CLOCK_MAX + 3; i++) {
        id.bytes[0] = (uint8_t)(i + 1);
        ring_clock_heard(&clock, &id);
    }
    ring_clock_turn(&clock, at(0, -HOUR_MS));
    assert_int_equal(ring_clock_ms(&clock, &id, SENT_MS - HOUR_MS), SENT_MS);
    assert_int_equal(ring_clock_ms(&clock, &first, SENT_MS - HOUR_MS), SENT_MS - HOUR_MS);
    id.bytes[0] = 4; /* the oldest that is left */
    assert_int_equal(ring_clock_ms(&clock, &id, SENT_MS - HOUR_MS), SENT_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_that_is_set_changes_no_ringing),
        cmocka_unit_test(an_alert_from_before_goes_by_the_wall_clock),
        cmocka_unit_test(more_alerts_than_it_holds_replace_the_oldest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
