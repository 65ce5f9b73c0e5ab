/* Alerts: only forward, and ringing until somebody goes. */
#include "base/error.h"
#include "domain/alert.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct uuid somebody = {.bytes = {9}};

static struct alert fresh_alert(void)
{
    return (struct alert){.id = {.bytes = {1}}, .state = ALERT_SENT, .count = 1, .sent_at_ms = 1000000};
}

static void an_alert_only_moves_forward(void **state)
{
    (void)state;
    for (int from = ALERT_SENT; from <= ALERT_RESOLVED; from++) {
        for (int to = ALERT_SENT; to <= ALERT_RESOLVED; to++) {
            struct alert alert = fresh_alert(), next;

            alert.state = (enum alert_state)from;
            if (to < from) {
                assert_int_equal(alert_advance(&alert, (enum alert_state)to, &somebody, 5, &next),
                                 CB_NOT_LEGAL);
                continue;
            }
            assert_int_equal(alert_advance(&alert, (enum alert_state)to, &somebody, 5, &next), CB_OK);
            assert_int_equal(next.state, to);
            if (to == from)
                assert_memory_equal(&next, &alert, sizeof next);
        }
    }
}

static void nobody_cannot_answer_an_alert(void **state)
{
    (void)state;
    const struct uuid nobody = {.bytes = {0}};
    struct alert alert = fresh_alert(), next;

    assert_int_equal(alert_advance(&alert, ALERT_SEEN, &nobody, 5, &next), CB_NOT_LEGAL);
}

static void an_answer_is_also_a_look(void **state)
{
    (void)state;
    struct alert alert = fresh_alert();

    assert_int_equal(alert_advance(&alert, ALERT_ACKNOWLEDGED, &somebody, 5, &alert), CB_OK);
    assert_int_equal(alert.seen_at_ms, 5);
    assert_int_equal(alert.acknowledged_at_ms, 5);
    assert_true(uuid_equal(&alert.acknowledged_by, &somebody));
    assert_int_equal(alert_advance(&alert, ALERT_RESOLVED, &somebody, 8, &alert), CB_OK);
    assert_int_equal(alert.acknowledged_at_ms, 5);
    assert_int_equal(alert.resolved_at_ms, 8);
}

static void an_alert_resolved_without_an_answer_claims_none(void **state)
{
    (void)state;
    struct alert alert = fresh_alert();

    assert_int_equal(alert_advance(&alert, ALERT_RESOLVED, &somebody, 8, &alert), CB_OK);
    assert_int_equal(alert.acknowledged_at_ms, 0);
    assert_true(uuid_is_none(&alert.acknowledged_by));
}

static void ringing_widens_until_somebody_goes(void **state)
{
    (void)state;
    struct alert alert = fresh_alert();

    assert_int_equal(alert_ring_at(&alert, 1000000), ALERT_RING_DESK);
    assert_int_equal(alert_ring_at(&alert, 1029999), ALERT_RING_DESK);
    assert_int_equal(alert_ring_at(&alert, 1030000), ALERT_RING_EVERYONE);
    alert.state = ALERT_SEEN; /* a look alone stops nothing */
    assert_int_equal(alert_ring_at(&alert, 1089999), ALERT_RING_EVERYONE);
    assert_int_equal(alert_ring_at(&alert, 1090000), ALERT_RING_SUPERVISORS);
    alert.state = ALERT_ACKNOWLEDGED;
    assert_int_equal(alert_ring_at(&alert, 1090000), ALERT_RING_NOBODY);
}

static void alert_names_lead_back(void **state)
{
    (void)state;
    enum alert_state back;

    for (int i = ALERT_SENT; i <= ALERT_RESOLVED; i++) {
        assert_int_equal(alert_state_from_name(alert_state_name((enum alert_state)i), &back), CB_OK);
        assert_int_equal(back, i);
    }
    assert_int_equal(alert_state_from_name("coming", &back), CB_BAD_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_alert_only_moves_forward),
        cmocka_unit_test(nobody_cannot_answer_an_alert),
        cmocka_unit_test(an_answer_is_also_a_look),
        cmocka_unit_test(an_alert_resolved_without_an_answer_claims_none),
        cmocka_unit_test(ringing_widens_until_somebody_goes),
        cmocka_unit_test(alert_names_lead_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
