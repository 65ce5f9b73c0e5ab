/* Requests in the store: taken in once, stepped by one, listed in order, never refused for want of a number.
 */
#include "store_fixture.h"

static struct request_step close_with(struct bench *bench, const struct request *seen,
                                      enum request_outcome outcome)
{
    struct request_step step = make_step(bench, STEP_CLOSE, seen);

    step.outcome = outcome;
    return step;
}

static struct request_step cancel(struct bench *bench, const struct request *seen)
{
    struct request_step step = close_with(bench, seen, OUTCOME_CANCELLED);

    step.actor = (struct actor){.kind = ACTOR_PATIENT};
    return step;
}

static void same_submit_again_is_the_same_request(void **state)
{
    struct bench *bench = *state;
    struct wire_submit submit = make_submit(bench, 0);
    struct request first = submit_it(bench, 0, &submit);
    struct request again;
    uint8_t hash[32] = {1};
    bool is_new = true;

    assert_int_equal(
        store_submit(bench->store, &bench->kiosks[0], &submit, hash, bench->now_ms + 1000, &again, &is_new),
        CB_OK);
    assert_false(is_new);
    assert_true(uuid_equal(&first.id, &again.id));
    assert_int_equal(again.version, 1);
    assert_true(ticket_equal(first.ticket, again.ticket));
}

static void same_id_with_another_body_is_a_conflict(void **state)
{
    struct bench *bench = *state;
    struct wire_submit submit = make_submit(bench, 0);
    struct request request = submit_it(bench, 0, &submit);
    uint8_t other_hash[32] = {2};
    bool is_new;

    assert_int_equal(
        store_submit(bench->store, &bench->kiosks[0], &submit, other_hash, bench->now_ms, &request, &is_new),
        CB_CONFLICT);
}

static void another_kiosk_cannot_learn_of_a_request_by_its_id(void **state)
{
    struct bench *bench = *state;
    struct wire_submit submit = make_submit(bench, 0);
    struct request request = submit_it(bench, 0, &submit);
    uint8_t hash[32] = {1};
    bool is_new;

    assert_int_equal(
        store_submit(bench->store, &bench->kiosks[1], &submit, hash, bench->now_ms, &request, &is_new),
        CB_CONFLICT);
}

static void ticket_that_is_held_is_exchanged_for_a_free_one(void **state)
{
    struct bench *bench = *state;
    struct wire_submit first = make_submit(bench, 0);
    struct wire_submit second = make_submit(bench, 0);
    struct request held = submit_it(bench, 0, &first);
    struct request exchanged;

    second.ticket = held.ticket;
    exchanged = submit_it(bench, 0, &second);
    assert_false(ticket_equal(exchanged.ticket, held.ticket));
    assert_true((bench->kiosks[0].signs >> exchanged.ticket.sign & 1) != 0);
}

static void ticket_of_a_closed_request_can_be_used_again(void **state)
{
    struct bench *bench = *state;
    struct wire_submit second = make_submit(bench, 0);
    struct request first = submit_one(bench);
    struct request again;

    step_it(bench, &first, cancel(bench, &first));
    second.ticket = first.ticket;
    again = submit_it(bench, 0, &second);
    assert_true(ticket_equal(again.ticket, first.ticket));
}

/* 90 numbers a sign; a kiosk out of numbers borrows from the others. */
static void nobody_is_refused_for_want_of_a_number(void **state)
{
    struct bench *bench = *state;
    struct wire_submit submit = make_submit(bench, 0);
    int own = __builtin_popcount(bench->kiosks[0].signs) * 90;
    struct request request;

    for (int i = 0; i < own; i++) {
        uint8_t hash[32] = {1};
        bool is_new;

        submit.id = uuid_make(bench->random);
        assert_int_equal(
            store_submit(bench->store, &bench->kiosks[0], &submit, hash, bench->now_ms, &request, &is_new),
            CB_OK);
        assert_true((bench->kiosks[0].signs >> request.ticket.sign & 1) != 0);
    }
    submit.id = uuid_make(bench->random);
    request = submit_it(bench, 0, &submit);
    assert_true((bench->kiosks[0].signs >> request.ticket.sign & 1) == 0);
}

static void unknown_coach_means_any_coach(void **state)
{
    struct bench *bench = *state;
    struct wire_submit submit = make_submit(bench, 0);
    struct request request;

    submit.coach_id = uuid_make(bench->random);
    request = submit_it(bench, 0, &submit);
    assert_true(uuid_is_none(&request.wanted_coach_id));
}

static void text_that_is_no_topic_is_not_kept(void **state)
{
    struct bench *bench = *state;
    struct wire_submit submit = make_submit(bench, 0);
    struct stored_request listed;
    struct request request;

    strcpy(submit.topics[0], "my diagnosis");
    strcpy(submit.topics[1], "basics");
    strcpy(submit.topics[2], "talk");
    submit.topic_count = 3;
    request = submit_it(bench, 0, &submit);
    assert_int_equal(store_request(bench->store, &request.id, bench->now_ms, &bench->arena, &listed), CB_OK);
    assert_int_equal(listed.topic_count, 2);
    assert_string_equal(listed.topics[0], "basics");
    assert_string_equal(listed.topics[1], "talk");
}

static void clock_that_runs_ahead_does_not_change_the_place(void **state)
{
    struct bench *bench = *state;
    struct wire_submit submit = make_submit(bench, 0);
    struct request request;

    submit.asked_at_ms = bench->now_ms + HOUR_MS;
    request = submit_it(bench, 0, &submit);
    assert_int_equal(request.asked_at_ms, bench->now_ms);
}

static void clock_that_started_from_1970_does_not_expire_a_request(void **state)
{
    struct bench *bench = *state;
    struct wire_submit submit = make_submit(bench, 0);
    struct request request;

    submit.asked_at_ms = HOUR_MS;
    request = submit_it(bench, 0, &submit);
    assert_int_equal(request.state, REQUEST_WAITING);
    assert_int_equal(request.asked_at_ms, bench->now_ms);
}

/* The kiosk is heard until `minutes` ago, then again from now on. */
static void fall_silent(struct bench *bench, int64_t minutes)
{
    const struct uuid *kiosk_id = &bench->kiosks[0].id;

    in_transaction(bench,
                   store_kiosk_seen(bench->store, kiosk_id, bench->now_ms - minutes * MINUTE_MS - 10000));
    in_transaction(bench, store_kiosk_seen(bench->store, kiosk_id, bench->now_ms - minutes * MINUTE_MS));
    in_transaction(bench, store_kiosk_seen(bench->store, kiosk_id, bench->now_ms - 5000));
}

static void clock_that_is_behind_neither_jumps_the_line_nor_expires(void **state)
{
    const int64_t behind_ms[] = {6 * MINUTE_MS, 3 * HOUR_MS, DAY_MS, 13 * DAY_MS};
    struct bench *bench = *state;

    fall_silent(bench, 3);
    for (size_t i = 0; i < sizeof behind_ms / sizeof *behind_ms; i++) {
        struct wire_submit submit = make_submit(bench, 0);
        struct request request;

        submit.asked_at_ms = bench->now_ms - behind_ms[i];
        request = submit_it(bench, 0, &submit);
        assert_int_equal(request.state, REQUEST_WAITING);
        assert_int_equal(request.asked_at_ms, bench->now_ms);
    }
}

static void request_that_was_kept_through_a_silence_keeps_its_time(void **state)
{
    struct bench *bench = *state;
    struct wire_submit submit = make_submit(bench, 0);

    fall_silent(bench, 90);
    submit.asked_at_ms = bench->now_ms - 80 * MINUTE_MS;
    assert_int_equal(submit_it(bench, 0, &submit).asked_at_ms, submit.asked_at_ms);
    /* The submit may also come before the first heartbeat. */
    in_transaction(bench,
                   store_kiosk_seen(bench->store, &bench->kiosks[0].id, bench->now_ms - 40 * MINUTE_MS));
    submit = make_submit(bench, 0);
    submit.asked_at_ms = bench->now_ms - 39 * MINUTE_MS;
    assert_int_equal(submit_it(bench, 0, &submit).asked_at_ms, submit.asked_at_ms);
    submit = make_submit(bench, 0);
    submit.asked_at_ms = bench->now_ms - 70 * MINUTE_MS;
    assert_int_equal(submit_it(bench, 0, &submit).asked_at_ms, bench->now_ms);
}

static void of_two_claims_one_wins(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);
    struct request_step first = make_step(bench, STEP_CLAIM, &request);
    struct request_step second = make_step(bench, STEP_CLAIM, &request);
    struct stored_request listed;
    struct request after;

    second.actor.coach_id = bench->amina_id;
    assert_int_equal(store_step(bench->store, &request.id, &first, &after), CB_OK);
    assert_int_equal(store_step(bench->store, &request.id, &second, &after), CB_CONFLICT);
    assert_int_equal(store_request(bench->store, &request.id, bench->now_ms, &bench->arena, &listed), CB_OK);
    assert_string_equal(listed.holder_name, "Marisol");
    assert_int_equal(listed.request.state, REQUEST_ON_THE_WAY);
    assert_int_equal(listed.request.version, 2);
}

static void coach_who_has_enough_people_gets_no_more(void **state)
{
    struct bench *bench = *state; /* Marisol and Amina take two */
    struct request held[2], third = submit_one(bench);
    struct request_step step;
    struct request after;

    for (int i = 0; i < 2; i++) {
        held[i] = submit_one(bench);
        held[i] = step_it(bench, &held[i], make_step(bench, STEP_CLAIM, &held[i]));
    }
    step = make_step(bench, STEP_CLAIM, &third);
    assert_int_equal(store_step(bench->store, &third.id, &step, &after), CB_BUSY);
    step = make_step(bench, STEP_HAND_OFF, &third);
    step.to_coach_id = bench->marisol_id;
    assert_int_equal(store_step(bench->store, &third.id, &step, &after), CB_BUSY);
    step.to_coach_id = bench->amina_id;
    third = step_it(bench, &third, step);
    step = make_step(bench, STEP_CLOSE, &held[0]);
    step.outcome = OUTCOME_LEFT;
    held[0] = step_it(bench, &held[0], step);
    third = submit_one(bench);
    third = step_it(bench, &third, make_step(bench, STEP_CLAIM, &third));
    step_it(bench, &held[0], make_step(bench, STEP_REOPEN, &held[0])); /* an undo is never refused */
}

static void promised_callback_fills_nobody(void **state)
{
    struct request request = {.kind = REQUEST_CALLBACK, .state = REQUEST_CLAIMED, .holder_id = {{1}}};

    (void)state;
    assert_false(request_fills(&request));
    request.state = REQUEST_ON_THE_WAY;
    assert_true(request_fills(&request));
    request.kind = REQUEST_WALK_IN;
    request.state = REQUEST_CLAIMED;
    assert_true(request_fills(&request));
    request.state = REQUEST_CLOSED;
    assert_false(request_fills(&request));
}

static void hand_off_remembers_who_came_before(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);
    struct request_step hand_off;
    struct stored_request listed;

    request = step_it(bench, &request, make_step(bench, STEP_CLAIM, &request));
    hand_off = make_step(bench, STEP_HAND_OFF, &request);
    hand_off.to_coach_id = bench->amina_id;
    request = step_it(bench, &request, hand_off);
    assert_int_equal(store_request(bench->store, &request.id, bench->now_ms, &bench->arena, &listed), CB_OK);
    assert_string_equal(listed.holder_name, "Amina");
    assert_string_equal(listed.former_holder_name, "Marisol");
    hand_off = make_step(bench, STEP_RELEASE, &request);
    hand_off.actor = (struct actor){.kind = ACTOR_PATIENT};
    request = step_it(bench, &request, hand_off);
    assert_int_equal(store_request(bench->store, &request.id, bench->now_ms, &bench->arena, &listed), CB_OK);
    assert_string_equal(listed.former_holder_name, "");
}

static void hand_off_to_nobody_known_is_refused(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);
    struct request_step step = make_step(bench, STEP_HAND_OFF, &request);

    step.to_coach_id = uuid_make(bench->random);
    assert_int_equal(store_step(bench->store, &request.id, &step, &request), CB_NOT_FOUND);
}

static void coach_of_another_site_cannot_claim(void **state)
{
    static const uint8_t key[SITE_KEY_SIZE] = {8};
    struct bench *bench = *state;
    struct request request = submit_one(bench);
    struct request_step step = make_step(bench, STEP_CLAIM, &request);
    struct coach stranger = make_coach(uuid_make(bench->random), "Noor");
    struct site other;

    assert_int_equal(store_site(bench->store, &bench->site_id, &bench->arena, &other), CB_OK);
    other.id = uuid_make(bench->random);
    other.short_name = "North";
    in_transaction(bench, store_site_add(bench->store, &other, key));
    in_transaction(bench, store_coach_put(bench->store, &other.id, &stranger, 1));
    step.actor.coach_id = stranger.id;
    assert_int_equal(store_step(bench->store, &request.id, &step, &request), CB_DENIED);
}

static void change_is_for_waiting_requests_only(void **state)
{
    struct bench *bench = *state;
    struct wire_submit change = make_submit(bench, 0);
    struct request request = submit_one(bench);
    struct stored_request listed;

    change.coach_id = bench->amina_id;
    change.find = FIND_NAME;
    strcpy(change.language, "en");
    in_transaction(bench, store_change(bench->store, &request.id, &change, bench->now_ms, &request));
    assert_int_equal(request.version, 2);
    assert_int_equal(store_request(bench->store, &request.id, bench->now_ms, &bench->arena, &listed), CB_OK);
    assert_string_equal(listed.wanted_name, "Amina");
    assert_string_equal(listed.language, "en");
    assert_int_equal(listed.request.find, FIND_NAME);
    step_it(bench, &request, make_step(bench, STEP_CLAIM, &request));
    assert_int_equal(store_change(bench->store, &request.id, &change, bench->now_ms, &request), CB_NOT_LEGAL);
}

static int ahead_of(struct bench *bench, const struct request *request)
{
    struct stored_request listed;

    assert_int_equal(store_request(bench->store, &request->id, bench->now_ms, &bench->arena, &listed), CB_OK);
    return listed.ahead;
}

static struct request submit_for(struct bench *bench, const struct uuid *coach_id, int64_t asked_at_ms)
{
    struct wire_submit submit = make_submit(bench, 0);

    submit.coach_id = *coach_id;
    submit.asked_at_ms = asked_at_ms;
    return submit_it(bench, 0, &submit);
}

static void people_ahead_are_those_of_the_same_line(void **state)
{
    static const struct uuid any;
    struct bench *bench = *state;
    struct request first = submit_for(bench, &any, bench->now_ms - 5000);
    struct request for_amina = submit_for(bench, &bench->amina_id, bench->now_ms - 4000);
    struct request for_marisol = submit_for(bench, &bench->marisol_id, bench->now_ms - 3000);
    struct request second = submit_for(bench, &any, bench->now_ms - 2000);
    struct request also_marisol = submit_for(bench, &bench->marisol_id, bench->now_ms - 1000);
    const struct request *all[] = {&first, &for_amina, &for_marisol, &second, &also_marisol};
    const int expected[] = {0, 1, 1, 1, 3};
    struct stored_request *listed = NULL;
    size_t count = 0;

    assert_int_equal(store_requests(bench->store, &bench->site_id, bench->now_ms, bench->now_ms,
                                    &bench->arena, &listed, &count),
                     CB_OK);
    assert_int_equal(count, 5);
    for (size_t i = 0; i < count; i++) {
        assert_true(uuid_equal(&listed[i].request.id, &all[i]->id));
        assert_int_equal(listed[i].ahead, expected[i]);
        assert_int_equal(ahead_of(bench, all[i]), expected[i]);
    }
    step_it(bench, &first, make_step(bench, STEP_CLAIM, &first));
    assert_int_equal(ahead_of(bench, &second), 0);
}

static void closed_ones_are_listed_for_as_long_as_asked(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);
    struct stored_request *listed = NULL;
    size_t count = 0;

    step_it(bench, &request, cancel(bench, &request));
    assert_int_equal(store_requests(bench->store, &bench->site_id, bench->now_ms - 1, bench->now_ms,
                                    &bench->arena, &listed, &count),
                     CB_OK);
    assert_int_equal(count, 1);
    assert_int_equal(listed[0].request.outcome, OUTCOME_CANCELLED);
    assert_int_equal(store_requests(bench->store, &bench->site_id, bench->now_ms, bench->now_ms,
                                    &bench->arena, &listed, &count),
                     CB_OK);
    assert_int_equal(count, 0);
}

static void reopened_request_is_as_it_was(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);
    struct request held = step_it(bench, &request, make_step(bench, STEP_CLAIM, &request));
    struct request after = step_it(bench, &held, close_with(bench, &held, OUTCOME_NOT_FOUND));

    after = step_it(bench, &after, make_step(bench, STEP_REOPEN, &after));
    assert_int_equal(after.state, REQUEST_ON_THE_WAY);
    assert_true(uuid_equal(&after.holder_id, &bench->marisol_id));
    assert_int_equal(after.version, 4);
}

static void request_is_found_by_its_ticket_while_it_is_open(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);
    struct uuid found;

    assert_int_equal(store_request_by_ticket(bench->store, &bench->site_id, request.ticket, &found), CB_OK);
    assert_true(uuid_equal(&found, &request.id));
    step_it(bench, &request, cancel(bench, &request));
    assert_int_equal(store_request_by_ticket(bench->store, &bench->site_id, request.ticket, &found),
                     CB_NOT_FOUND);
}

static void undone_submit_leaves_the_others_of_its_commit(void **state)
{
    struct bench *bench = *state;
    struct wire_submit kept = make_submit(bench, 0);
    struct wire_submit undone = make_submit(bench, 1);
    struct request request;
    uint8_t hash[32] = {1};
    bool is_new;

    assert_int_equal(store_mark(bench->store), CB_OK);
    assert_int_equal(
        store_submit(bench->store, &bench->kiosks[0], &kept, hash, bench->now_ms, &request, &is_new), CB_OK);
    assert_int_equal(store_keep(bench->store), CB_OK);
    assert_int_equal(store_mark(bench->store), CB_OK);
    assert_int_equal(
        store_submit(bench->store, &bench->kiosks[1], &undone, hash, bench->now_ms, &request, &is_new),
        CB_OK);
    store_undo(bench->store);
    in_transaction(bench, CB_OK);
    assert_int_equal(store_request_by_ticket(bench->store, &bench->site_id, kept.ticket, &request.id), CB_OK);
    assert_int_equal(store_request_by_ticket(bench->store, &bench->site_id, undone.ticket, &request.id),
                     CB_NOT_FOUND);
    assert_int_equal(store_check(bench->store, &bench->problem), CB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_CASE(same_submit_again_is_the_same_request),
        STORE_CASE(same_id_with_another_body_is_a_conflict),
        STORE_CASE(another_kiosk_cannot_learn_of_a_request_by_its_id),
        STORE_CASE(ticket_that_is_held_is_exchanged_for_a_free_one),
        STORE_CASE(ticket_of_a_closed_request_can_be_used_again),
        STORE_CASE(nobody_is_refused_for_want_of_a_number),
        STORE_CASE(unknown_coach_means_any_coach),
        STORE_CASE(text_that_is_no_topic_is_not_kept),
        STORE_CASE(clock_that_runs_ahead_does_not_change_the_place),
        STORE_CASE(clock_that_started_from_1970_does_not_expire_a_request),
        STORE_CASE(clock_that_is_behind_neither_jumps_the_line_nor_expires),
        STORE_CASE(request_that_was_kept_through_a_silence_keeps_its_time),
        STORE_CASE(of_two_claims_one_wins),
        STORE_CASE(coach_who_has_enough_people_gets_no_more),
        cmocka_unit_test(promised_callback_fills_nobody),
        STORE_CASE(hand_off_remembers_who_came_before),
        STORE_CASE(hand_off_to_nobody_known_is_refused),
        STORE_CASE(coach_of_another_site_cannot_claim),
        STORE_CASE(change_is_for_waiting_requests_only),
        STORE_CASE(people_ahead_are_those_of_the_same_line),
        STORE_CASE(closed_ones_are_listed_for_as_long_as_asked),
        STORE_CASE(reopened_request_is_as_it_was),
        STORE_CASE(request_is_found_by_its_ticket_while_it_is_open),
        STORE_CASE(undone_submit_leaves_the_others_of_its_commit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
