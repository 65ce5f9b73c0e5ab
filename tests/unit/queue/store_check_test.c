/* The check finds what somebody else changed. */
#include "store_fixture.h"

static void live_a_little(struct bench *bench)
{
    struct request request = submit_one(bench);
    struct request_step step;

    submit_one(bench);
    request = step_it(bench, &request, make_step(bench, STEP_CLAIM, &request));
    step = make_step(bench, STEP_HAND_OFF, &request);
    step.to_coach_id = bench->amina_id;
    request = step_it(bench, &request, step);
    step = make_step(bench, STEP_RELEASE, &request);
    step.actor.coach_id = bench->amina_id;
    request = step_it(bench, &request, step);
    request = step_it(bench, &request, make_step(bench, STEP_CLAIM, &request));
    request = step_it(bench, &request, make_step(bench, STEP_WITH_PATIENT, &request));
    step = make_step(bench, STEP_CLOSE, &request);
    step.outcome = OUTCOME_ENROLLED;
    request = step_it(bench, &request, step);
    request = step_it(bench, &request, make_step(bench, STEP_REOPEN, &request));
}

static void life_of_requests_adds_up(void **state)
{
    struct bench *bench = *state;

    live_a_little(bench);
    assert_int_equal(store_check(bench->store, &bench->problem), CB_OK);
}

static const char *const tamperings[] = {
    "UPDATE request SET state = 'closed', outcome = 'met', closed_from = 'waiting', closed_at = 1 WHERE "
    "version = 1",
    "UPDATE request SET holder = (SELECT id FROM coach WHERE name = 'Amina') WHERE state = 'with_patient'",
    "UPDATE request SET version = version + 1 WHERE version = 1",
    "UPDATE request SET wanted = (SELECT id FROM coach WHERE name = 'Amina') WHERE version = 1",
    "UPDATE request SET place_at = 0 WHERE version = 1",
    "DROP TRIGGER request_event_is_not_deleted; DELETE FROM request_event WHERE step = 'hand_off'",
    "DROP TRIGGER request_event_is_not_edited; UPDATE request_event SET outcome = 'met' WHERE outcome = "
    "'enrolled';"
    " UPDATE request_event SET actor_coach = NULL WHERE step = 'claim'",
};

static void tampering_is_found(void **state)
{
    for (size_t i = 0; i < sizeof tamperings / sizeof *tamperings; i++) {
        struct bench *bench = *state;

        live_a_little(bench);
        run_sql(bench, tamperings[i], SQLITE_OK);
        assert_int_equal(store_check(bench->store, &bench->problem), CB_DAMAGED);
        assert_non_null(strstr(bench->problem.text, "events add up to"));
        tear_down(state);
        set_up(state);
    }
}

static void row_that_names_a_missing_one_is_found(void **state)
{
    struct bench *bench = *state;

    live_a_little(bench);
    run_sql(bench, "PRAGMA foreign_keys = OFF; DELETE FROM coach WHERE name = 'Marisol'", SQLITE_OK);
    assert_int_equal(store_check(bench->store, &bench->problem), CB_DAMAGED);
}

static void what_happened_cannot_be_edited(void **state)
{
    struct bench *bench = *state;

    live_a_little(bench);
    run_sql(bench, "UPDATE request_event SET at = 0", SQLITE_CONSTRAINT);
    run_sql(bench, "DELETE FROM request_event", SQLITE_CONSTRAINT);
    assert_int_equal(store_check(bench->store, &bench->problem), CB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_CASE(life_of_requests_adds_up),
        STORE_CASE(tampering_is_found),
        STORE_CASE(row_that_names_a_missing_one_is_found),
        STORE_CASE(what_happened_cannot_be_edited),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
