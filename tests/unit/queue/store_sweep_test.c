/* What ends by itself, and that what was erased is in no file any more. */
#include "store_fixture.h"

#include "base/file.h"

static int64_t at(const char *text)
{
    int64_t wall_ms = 0;

    assert_int_equal(moment_parse(text, &wall_ms), CB_OK);
    return wall_ms;
}

/* Riverside closes at 20:00 New York, which is 01:00 UTC the next day. */
#define CLOSING "2026-11-24T01:00:00Z"

/* The clock as it is told: how long the bench has run is as long as its day has lasted. */
static void tell(struct bench *bench, int64_t now_ms, bool verified)
{
    store_tell_time(bench->store, (struct moment){now_ms, 1 + now_ms - at("2026-11-23T20:00:00Z"), verified});
}

static int sweep(struct bench *bench, int64_t now_ms)
{
    int changed = -1;

    tell(bench, now_ms, true);
    in_transaction(bench, store_sweep(bench->store, now_ms, &changed));
    return changed;
}

static int64_t next_sweep(struct bench *bench)
{
    int64_t at_ms = 0;

    assert_int_equal(store_next_sweep(bench->store, bench->now_ms, &at_ms), CB_OK);
    return at_ms;
}

static struct stored_request listed(struct bench *bench, const struct request *request)
{
    struct stored_request stored;

    assert_int_equal(store_request(bench->store, &request->id, bench->now_ms, &bench->arena, &stored), CB_OK);
    return stored;
}

static struct request close_it(struct bench *bench, const struct request *request)
{
    struct request_step cancel = make_step(bench, STEP_CLOSE, request);

    cancel.actor = (struct actor){.kind = ACTOR_PATIENT};
    cancel.outcome = OUTCOME_CANCELLED;
    return step_it(bench, request, cancel);
}

static void walk_in_expires_at_closing_time_and_not_before(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);

    assert_int_equal(next_sweep(bench), at(CLOSING));
    assert_int_equal(sweep(bench, at(CLOSING) - 1), 0);
    assert_int_equal(listed(bench, &request).request.state, REQUEST_WAITING);
    assert_int_equal(sweep(bench, at(CLOSING)), 1);
    assert_int_equal(listed(bench, &request).request.outcome, OUTCOME_EXPIRED);
    assert_false(listed(bench, &request).has_sealed);
    assert_int_equal(next_sweep(bench), INT64_MAX);
    assert_int_equal(store_check(bench->store, &bench->problem), CB_OK);
}

static void coach_who_stays_longer_keeps_the_queue_open(void **state)
{
    struct bench *bench = *state;
    struct presence presence = {.kind = PRESENCE_HERE, .until_ms = at(CLOSING) + HOUR_MS};
    struct request request = submit_one(bench);

    in_transaction(bench, store_presence_set(bench->store, &bench->amina_id, &presence, bench->now_ms));
    assert_int_equal(sweep(bench, at(CLOSING)), 0);
    assert_int_equal(sweep(bench, at(CLOSING) + HOUR_MS), 1);
    assert_int_equal(listed(bench, &request).request.outcome, OUTCOME_EXPIRED);
}

static void claimed_request_does_not_expire_but_its_name_goes(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);

    step_it(bench, &request, make_step(bench, STEP_CLAIM, &request));
    assert_int_equal(sweep(bench, at(CLOSING)), 1);
    assert_int_equal(listed(bench, &request).request.state, REQUEST_ON_THE_WAY);
    assert_false(listed(bench, &request).has_sealed);
    assert_int_equal(sweep(bench, at(CLOSING) + HOUR_MS), 0);
}

static void visit_asked_for_after_hours_is_not_over_at_once(void **state)
{
    struct bench *bench = *state;
    struct request request;

    bench->now_ms = at("2026-11-24T03:00:00Z"); /* 22:00 in New York */
    request = submit_one(bench);
    assert_int_equal(sweep(bench, bench->now_ms + HOUR_MS), 0);
    assert_int_equal(listed(bench, &request).request.state, REQUEST_WAITING);
    assert_int_equal(sweep(bench, bench->now_ms + 4 * HOUR_MS), 1);
}

static void late_delivery_is_stored_as_expired(void **state)
{
    struct bench *bench = *state;
    struct wire_submit submit = make_submit(bench, 0);
    struct request request;

    bench->now_ms = at("2026-11-24T14:00:00Z"); /* the next morning */
    request = submit_it(bench, 0, &submit);
    assert_int_equal(request.state, REQUEST_CLOSED);
    assert_int_equal(request.outcome, OUTCOME_EXPIRED);
    assert_int_equal(store_check(bench->store, &bench->problem), CB_OK);
}

static void late_delivery_on_the_same_day_still_waits(void **state)
{
    struct bench *bench = *state;
    struct wire_submit submit = make_submit(bench, 0);

    bench->now_ms += 2 * HOUR_MS;
    assert_int_equal(submit_it(bench, 0, &submit).state, REQUEST_WAITING);
}

static void callback_does_not_end_with_the_day(void **state)
{
    struct bench *bench = *state;
    struct wire_submit submit = make_submit(bench, 0);
    struct request request;

    submit.kind = REQUEST_CALLBACK;
    request = submit_it(bench, 0, &submit);
    assert_int_equal(next_sweep(bench), bench->now_ms + 14 * DAY_MS);
    assert_int_equal(sweep(bench, at(CLOSING) + 13 * DAY_MS), 0);
    assert_true(listed(bench, &request).has_sealed);
    assert_int_equal(sweep(bench, bench->now_ms + 14 * DAY_MS), 1);
    assert_false(listed(bench, &request).has_sealed);
    assert_int_equal(listed(bench, &request).request.outcome, OUTCOME_EXPIRED);
    assert_int_equal(store_check(bench->store, &bench->problem), CB_OK);
}

static void referral_waits_like_a_callback(void **state)
{
    struct bench *bench = *state;
    struct wire_submit submit = make_submit(bench, 0);
    struct request request;

    submit.kind = REQUEST_REFERRAL;
    request = submit_it(bench, 0, &submit);
    assert_int_equal(sweep(bench, bench->now_ms + 13 * DAY_MS), 0);
    assert_int_equal(sweep(bench, bench->now_ms + 14 * DAY_MS), 1);
    assert_int_equal(listed(bench, &request).request.outcome, OUTCOME_EXPIRED);
    assert_int_equal(store_check(bench->store, &bench->problem), CB_OK);
}

static void callback_that_is_done_is_erased_after_the_undo_time(void **state)
{
    struct bench *bench = *state;
    struct wire_submit submit = make_submit(bench, 0);
    struct request request;

    submit.kind = REQUEST_CALLBACK;
    request = submit_it(bench, 0, &submit);
    close_it(bench, &request);
    assert_int_equal(sweep(bench, bench->now_ms + REQUEST_UNDO_MS), 1);
    assert_false(listed(bench, &request).has_sealed);
}

static void name_is_kept_for_the_undo_time(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);
    uint8_t sealed[SEALED_SIZE];
    uint8_t epoch[EPOCH_ID_SIZE];

    close_it(bench, &request);
    assert_int_equal(next_sweep(bench), bench->now_ms + REQUEST_UNDO_MS);
    assert_int_equal(sweep(bench, bench->now_ms + REQUEST_UNDO_MS - 1), 0);
    assert_int_equal(store_sealed(bench->store, &request.id, sealed, epoch), CB_OK);
    assert_int_equal(sealed[0], 0xa7);
    assert_int_equal(sweep(bench, bench->now_ms + REQUEST_UNDO_MS), 1);
    assert_int_equal(store_sealed(bench->store, &request.id, sealed, epoch), CB_NOT_FOUND);
}

/* Whether 16 bytes of the sealed field stand in the file. */
static bool file_has_sealed(struct bench *bench, const char *name)
{
    char path[128];
    uint8_t needle[16];
    uint8_t *bytes = NULL;
    size_t length = 0;
    bool found;

    memset(needle, 0xa7, sizeof needle);
    snprintf(path, sizeof path, "%s/%s", bench->folder, name);
    assert_int_equal(file_read(path, 16 * 1024 * 1024, &bytes, &length), CB_OK);
    found = memmem(bytes, length, needle, sizeof needle) != NULL;
    free(bytes);
    return found;
}

static bool folder_has_sealed(struct bench *bench)
{
    return file_has_sealed(bench, "queue.db") || file_has_sealed(bench, "queue.db-wal");
}

static void erased_field_is_in_no_file(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);

    for (int i = 0; i < 20; i++)
        submit_one(bench);
    assert_true(folder_has_sealed(bench)); /* or this test could not fail */
    close_it(bench, &request);
    sweep(bench, at(CLOSING));
    assert_false(folder_has_sealed(bench));
}

static void changed_name_does_not_leave_the_old_one(void **state)
{
    struct bench *bench = *state;
    struct wire_submit change = make_submit(bench, 0);
    struct request request = submit_one(bench);

    assert_true(folder_has_sealed(bench));
    change.has_sealed = false;
    in_transaction(bench, store_change(bench->store, &request.id, &change, bench->now_ms, &request));
    assert_false(folder_has_sealed(bench));
}

/* ---- time that nobody confirms ---- */

static int sweep_unverified(struct bench *bench, int64_t wall_ms, int64_t running_ms)
{
    int changed = -1;

    store_tell_time(bench->store, (struct moment){wall_ms, 1 + running_ms, false});
    in_transaction(bench, store_sweep(bench->store, wall_ms, &changed));
    return changed;
}

static void clock_that_jumps_unverified_erases_nothing_and_counted_time_does(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);
    int64_t far_ms = bench->now_ms + 100 * DAY_MS;

    step_it(bench, &request, make_step(bench, STEP_CLAIM, &request));
    sweep_unverified(bench, far_ms, DAY_MS - 1);
    assert_true(listed(bench, &request).has_sealed);
    sweep_unverified(bench, 0, DAY_MS);
    assert_false(listed(bench, &request).has_sealed);
}

/* The clock expired it, and the clock was wrong: the name waits for its day to be really over. */
static void name_outlives_an_expiry_by_a_wrong_clock(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);

    sweep_unverified(bench, bench->now_ms + DAY_MS, 1);
    assert_int_equal(listed(bench, &request).request.outcome, OUTCOME_EXPIRED);
    sweep_unverified(bench, bench->now_ms + DAY_MS + HOUR_MS, HOUR_MS);
    assert_true(listed(bench, &request).has_sealed);
    sweep_unverified(bench, bench->now_ms + 2 * DAY_MS, DAY_MS);
    assert_false(listed(bench, &request).has_sealed);
}

static void undo_time_is_counted_without_a_clock(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);

    close_it(bench, &request);
    sweep_unverified(bench, bench->now_ms + DAY_MS / 2, REQUEST_UNDO_MS - 1);
    assert_true(listed(bench, &request).has_sealed);
    sweep_unverified(bench, bench->now_ms - DAY_MS, REQUEST_UNDO_MS);
    assert_false(listed(bench, &request).has_sealed);
}

/* Half a day in one run and half in the next, with a night of no power between them that nobody measured. */
static void running_time_is_summed_over_runs(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);

    step_it(bench, &request, make_step(bench, STEP_CLAIM, &request));
    sweep_unverified(bench, bench->now_ms, DAY_MS / 2);
    in_transaction(bench, store_keep_running(bench->store));
    store_rollback(bench->store);
    store_close(bench->store);
    open_store(bench);
    sweep_unverified(bench, bench->now_ms, DAY_MS / 2 - 1);
    assert_true(listed(bench, &request).has_sealed);
    sweep_unverified(bench, bench->now_ms, DAY_MS / 2);
    assert_false(listed(bench, &request).has_sealed);
}

/* ---- forgetting, and old rows ---- */

static void forgotten_field_is_gone_at_once_and_the_request_stands(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);
    const struct uuid stranger = {{0x77}};

    assert_true(folder_has_sealed(bench));
    in_transaction(bench, store_forget(bench->store, &request.id));
    assert_false(folder_has_sealed(bench));
    assert_int_equal(listed(bench, &request).request.state, REQUEST_WAITING);
    assert_int_equal(store_forget(bench->store, &stranger), CB_NOT_FOUND);
}

static void old_request_becomes_a_count(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);
    struct stored_request stored;
    int64_t closed_ms = bench->now_ms;

    close_it(bench, &request);
    sweep(bench, closed_ms + DAY_MS);
    sweep_unverified(bench, closed_ms + 900 * DAY_MS, DAY_MS); /* a wrong clock takes nothing */
    sweep(bench, closed_ms + 400 * DAY_MS - 1);
    assert_int_equal(store_request(bench->store, &request.id, closed_ms, &bench->arena, &stored), CB_OK);
    sweep(bench, closed_ms + 400 * DAY_MS);
    assert_int_equal(store_request(bench->store, &request.id, closed_ms, &bench->arena, &stored),
                     CB_NOT_FOUND);
    assert_int_equal(store_check(bench->store, &bench->problem), CB_OK);
}

static void session_is_over_when_its_time_is(void **state)
{
    struct bench *bench = *state;
    struct stored_session session = {.id = {3},
                                     .user_id = bench->user_id,
                                     .created_at_ms = bench->now_ms,
                                     .used_at_ms = bench->now_ms,
                                     .expires_at_ms = bench->now_ms + DAY_MS,
                                     .idle_ms = HOUR_MS};
    struct stored_session got;

    in_transaction(bench, store_session_add(bench->store, &session));
    assert_int_equal(store_session(bench->store, session.id, bench->now_ms + HOUR_MS - 1, &got), CB_OK);
    assert_int_equal(store_session(bench->store, session.id, bench->now_ms + HOUR_MS, &got), CB_NOT_FOUND);
    in_transaction(bench, store_session_used(bench->store, session.id, bench->now_ms + HOUR_MS - 1));
    assert_int_equal(store_session(bench->store, session.id, bench->now_ms + HOUR_MS, &got), CB_OK);
    assert_true(uuid_equal(&got.user_id, &bench->user_id));
    sweep(bench, bench->now_ms + DAY_MS);
    assert_int_equal(store_session(bench->store, session.id, bench->now_ms, &got), CB_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_CASE(walk_in_expires_at_closing_time_and_not_before),
        STORE_CASE(coach_who_stays_longer_keeps_the_queue_open),
        STORE_CASE(claimed_request_does_not_expire_but_its_name_goes),
        STORE_CASE(visit_asked_for_after_hours_is_not_over_at_once),
        STORE_CASE(late_delivery_is_stored_as_expired),
        STORE_CASE(late_delivery_on_the_same_day_still_waits),
        STORE_CASE(callback_does_not_end_with_the_day),
        STORE_CASE(referral_waits_like_a_callback),
        STORE_CASE(callback_that_is_done_is_erased_after_the_undo_time),
        STORE_CASE(name_is_kept_for_the_undo_time),
        STORE_CASE(erased_field_is_in_no_file),
        STORE_CASE(changed_name_does_not_leave_the_old_one),
        STORE_CASE(clock_that_jumps_unverified_erases_nothing_and_counted_time_does),
        STORE_CASE(name_outlives_an_expiry_by_a_wrong_clock),
        STORE_CASE(undo_time_is_counted_without_a_clock),
        STORE_CASE(running_time_is_summed_over_runs),
        STORE_CASE(forgotten_field_is_gone_at_once_and_the_request_stands),
        STORE_CASE(old_request_becomes_a_count),
        STORE_CASE(session_is_over_when_its_time_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
