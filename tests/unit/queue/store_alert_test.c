/* Help-now alerts in the store. */
#include "store_fixture.h"

static struct alert touch(struct bench *bench, size_t kiosk, const struct uuid *id, bool expected_new)
{
    struct alert alert;
    bool is_new = !expected_new;

    in_transaction(bench,
                   store_alert_put(bench->store, &bench->kiosks[kiosk], id, bench->now_ms, &alert, &is_new));
    assert_int_equal(is_new, expected_new);
    return alert;
}

static void a_thousand_touches_are_one_alert(void **state)
{
    struct bench *bench = *state;
    struct uuid first = uuid_make(bench->random);
    struct stored_alert *alerts = NULL;
    struct alert alert = touch(bench, 0, &first, true);
    size_t count = 0;

    for (int i = 0; i < 999; i++) {
        struct uuid id = uuid_make(bench->random);
        bool is_new = true;

        assert_int_equal(
            store_alert_put(bench->store, &bench->kiosks[0], &id, bench->now_ms, &alert, &is_new), CB_OK);
        assert_false(is_new);
    }
    assert_true(uuid_equal(&alert.id, &first));
    assert_int_equal(alert.count, 1000);
    assert_int_equal(store_alerts(bench->store, &bench->site_id, &bench->arena, &alerts, &count), CB_OK);
    assert_int_equal(count, 1);
    assert_string_equal(alerts[0].place.detail, "by the east window");
}

static void each_kiosk_rings_for_itself(void **state)
{
    struct bench *bench = *state;
    struct uuid first = uuid_make(bench->random);
    struct uuid second = uuid_make(bench->random);
    struct alert alert;
    bool is_new;

    touch(bench, 0, &first, true);
    touch(bench, 1, &second, true);
    assert_int_equal(store_alert_put(bench->store, &bench->kiosks[1], &first, bench->now_ms, &alert, &is_new),
                     CB_CONFLICT);
}

static void alert_moves_forward_and_names_who_goes(void **state)
{
    struct bench *bench = *state;
    struct uuid id = uuid_make(bench->random);
    struct stored_alert stored;
    struct alert alert;

    touch(bench, 0, &id, true);
    in_transaction(bench, store_alert_advance(bench->store, &id, ALERT_SEEN, &bench->user_id,
                                              bench->now_ms + 1, &alert));
    in_transaction(bench, store_alert_advance(bench->store, &id, ALERT_ACKNOWLEDGED, &bench->user_id,
                                              bench->now_ms + 2, &alert));
    assert_int_equal(store_alert(bench->store, &id, &bench->arena, &stored), CB_OK);
    assert_string_equal(stored.acknowledged_by_name, "Marisol R.");
    assert_int_equal(stored.alert.seen_at_ms, bench->now_ms + 1);
    assert_int_equal(
        store_alert_advance(bench->store, &id, ALERT_SEEN, &bench->user_id, bench->now_ms, &alert),
        CB_NOT_LEGAL);
    assert_int_equal(store_alert_advance(bench->store, &id, ALERT_RESOLVED, NULL, bench->now_ms, &alert),
                     CB_NOT_LEGAL);
}

static void resolved_alert_is_not_rung_again_by_a_late_repeat(void **state)
{
    struct bench *bench = *state;
    struct uuid id = uuid_make(bench->random);
    struct uuid next = uuid_make(bench->random);
    struct stored_alert *alerts = NULL;
    struct alert alert;
    size_t count = 1;

    touch(bench, 0, &id, true);
    in_transaction(bench, store_alert_advance(bench->store, &id, ALERT_RESOLVED, &bench->user_id,
                                              bench->now_ms, &alert));
    assert_int_equal(touch(bench, 0, &id, false).state, ALERT_RESOLVED);
    assert_int_equal(store_alerts(bench->store, &bench->site_id, &bench->arena, &alerts, &count), CB_OK);
    assert_int_equal(count, 0);
    touch(bench, 0, &next, true);
}

static void call_long_after_somebody_went_rings_anew(void **state)
{
    struct bench *bench = *state;
    struct uuid first = uuid_make(bench->random);
    struct uuid soon = uuid_make(bench->random);
    struct uuid later = uuid_make(bench->random);
    struct stored_alert *alerts = NULL;
    struct alert alert;
    size_t count = 0;

    touch(bench, 0, &first, true);
    in_transaction(bench, store_alert_advance(bench->store, &first, ALERT_ACKNOWLEDGED, &bench->user_id,
                                              bench->now_ms, &alert));
    bench->now_ms += ALERT_ANSWERED_MS - 1;
    assert_int_equal(touch(bench, 0, &soon, false).state, ALERT_ACKNOWLEDGED);
    bench->now_ms++;
    alert = touch(bench, 0, &later, true);
    assert_true(uuid_equal(&alert.id, &later));
    assert_int_equal(alert.state, ALERT_SENT);
    assert_int_equal(alert_ring_at(&alert, bench->now_ms), ALERT_RING_DESK);
    assert_int_equal(store_alerts(bench->store, &bench->site_id, &bench->arena, &alerts, &count), CB_OK);
    assert_int_equal(count, 1);
    /* The call that was answered, sent once more because its answer was lost, does not ring. */
    assert_int_equal(touch(bench, 0, &first, false).state, ALERT_RESOLVED);
}

static void ok_now_is_taken_back_by_a_new_touch(void **state)
{
    struct bench *bench = *state;
    struct uuid id = uuid_make(bench->random);
    struct alert alert;

    touch(bench, 0, &id, true);
    in_transaction(bench, store_alert_ok(bench->store, &id, bench->now_ms + 5, &alert));
    assert_int_equal(alert.ok_at_ms, bench->now_ms + 5);
    assert_int_equal(alert.state, ALERT_SENT);
    assert_int_equal(touch(bench, 0, &id, false).ok_at_ms, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_CASE(a_thousand_touches_are_one_alert),
        STORE_CASE(each_kiosk_rings_for_itself),
        STORE_CASE(call_long_after_somebody_went_rings_anew),
        STORE_CASE(alert_moves_forward_and_names_who_goes),
        STORE_CASE(resolved_alert_is_not_rung_again_by_a_late_repeat),
        STORE_CASE(ok_now_is_taken_back_by_a_new_touch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
