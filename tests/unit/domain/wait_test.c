/* The wait range: what it says, what it does not, and when it moves. */
#include "domain/wait.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define MINUTE INT64_C(60000)

static struct wait_history history_of(int sessions, int session_min)
{
    struct wait_history history = {.stretch_permille = WAIT_STRETCH_PERMILLE};

    for (int i = 0; i < sessions; i++) {
        wait_samples_add(&history.sessions, session_min * MINUTE);
        wait_samples_add(&history.gaps, 3 * MINUTE);
        wait_samples_add(&history.absences, 10 * MINUTE);
    }
    return history;
}

static struct wait_line line_of(size_t coaches, enum wait_coach_state state, int since_min, size_t ahead)
{
    struct wait_line line = {.coach_count = coaches, .ahead = ahead, .own = WAIT_ANY_COACH};

    for (size_t i = 0; i < coaches; i++)
        line.coaches[i] = (struct wait_coach){.state = state, .since_ms = since_min * MINUTE};
    for (size_t i = 0; i < ahead && i < WAIT_PEOPLE_MAX; i++)
        line.wanted[i] = WAIT_ANY_COACH;
    return line;
}

static bool estimate(const struct wait_history *history, const struct wait_line *line,
                     struct wait_estimate *ret_estimate)
{
    struct random_seed seed;

    return wait_estimate(history, line, random_seeded(&seed, 7), ret_estimate);
}

static struct wait_estimate must_estimate(const struct wait_history *history, const struct wait_line *line)
{
    struct wait_estimate said;

    assert_true(estimate(history, line, &said));
    assert_int_equal(said.range.from_min % WAIT_STEP_MIN, 0);
    assert_int_equal(said.range.to_min % WAIT_STEP_MIN, 0);
    assert_true(said.range.to_min - said.range.from_min >= WAIT_WIDTH_MIN);
    assert_true(said.range.from_min * MINUTE <= said.low_ms);
    assert_true(said.range.to_min * MINUTE >= said.high_ms);
    return said;
}

/* ---- no number ---- */

static void no_coach_no_number(void **state)
{
    struct wait_history history = history_of(60, 30);
    struct wait_line line = line_of(0, WAIT_COACH_IDLE, 0, 2);
    struct wait_estimate untouched = {.middle_ms = 77};

    (void)state;
    assert_false(estimate(&history, &line, &untouched));
    assert_int_equal(untouched.middle_ms, 77);
}

static void one_coach_and_little_history_no_number(void **state)
{
    struct wait_history little = history_of(4, 30), enough = history_of(5, 30);
    struct wait_line line = line_of(1, WAIT_COACH_BUSY, 5, 2);
    struct wait_estimate said;

    (void)state;
    assert_false(estimate(&little, &line, &said));
    assert_true(estimate(&enough, &line, &said));
}

static void all_coaches_leave_before_the_turn_no_number(void **state)
{
    struct wait_history history = history_of(60, 30);
    struct wait_line line = line_of(2, WAIT_COACH_BUSY, 0, 0);
    struct wait_estimate said;

    (void)state;
    line.coaches[0].leaves_in_ms = line.coaches[1].leaves_in_ms = 2 * MINUTE;
    assert_false(estimate(&history, &line, &said));
    line.coaches[1].leaves_in_ms = 0;
    assert_true(estimate(&history, &line, &said));
}

static void a_line_too_long_to_follow_no_number(void **state)
{
    struct wait_history history = history_of(60, 30);
    struct wait_line line = line_of(2, WAIT_COACH_IDLE, 0, WAIT_PEOPLE_MAX + 1);
    struct wait_estimate said;

    (void)state;
    assert_false(estimate(&history, &line, &said));
    line.ahead = WAIT_PEOPLE_MAX;
    assert_true(estimate(&history, &line, &said));
}

/* ---- the number ---- */

static void all_idle_is_soon(void **state)
{
    struct wait_history history = history_of(60, 30);
    struct wait_line line = line_of(3, WAIT_COACH_IDLE, 0, 0);
    struct wait_estimate said = must_estimate(&history, &line);

    (void)state;
    assert_int_equal(said.range.from_min, 0);
    assert_int_equal(said.range.to_min, 10);
}

static void an_empty_history_still_says_something_sensible(void **state)
{
    struct wait_history history = {.stretch_permille = WAIT_STRETCH_PERMILLE};
    struct wait_line line = line_of(2, WAIT_COACH_BUSY, 0, 1);
    struct wait_estimate said = must_estimate(&history, &line);

    (void)state;
    assert_in_range(said.middle_ms, 10 * MINUTE, 60 * MINUTE);
}

static void history_decides_more_than_what_was_believed_before(void **state)
{
    struct wait_history history = history_of(60, 30);
    struct wait_line line = line_of(2, WAIT_COACH_BUSY, 0, 0);

    (void)state;
    assert_in_range(must_estimate(&history, &line).middle_ms, 30 * MINUTE, 36 * MINUTE);
}

static void what_has_passed_is_taken_off(void **state)
{
    struct wait_history history = history_of(60, 30);
    struct wait_line line = line_of(2, WAIT_COACH_BUSY, 20, 0);

    (void)state;
    assert_in_range(must_estimate(&history, &line).middle_ms, 10 * MINUTE, 16 * MINUTE);
}

static void longer_than_anything_seen_is_drawn_from_the_tail(void **state)
{
    struct wait_history history = history_of(60, 30);
    struct wait_line line = line_of(2, WAIT_COACH_BUSY, 600, 0);
    struct wait_estimate said = must_estimate(&history, &line);

    (void)state;
    assert_true(said.low_ms > 0);
    assert_in_range(said.middle_ms, 1, 60 * MINUTE);
}

static void more_people_ahead_is_longer(void **state)
{
    struct wait_history history = history_of(60, 20);
    int64_t before_ms = -1;

    (void)state;
    for (size_t ahead = 0; ahead < 8; ahead += 2) {
        struct wait_line line = line_of(2, WAIT_COACH_BUSY, 5, ahead);
        int64_t middle_ms = must_estimate(&history, &line).middle_ms;

        assert_true(middle_ms > before_ms);
        before_ms = middle_ms;
    }
}

static void people_who_leave_make_it_shorter(void **state)
{
    struct wait_history stay = history_of(60, 20), leave = stay;
    struct wait_line line = line_of(2, WAIT_COACH_BUSY, 5, 6);

    (void)state;
    stay.asked = leave.asked = 60;
    leave.left = 40;
    assert_true(must_estimate(&leave, &line).middle_ms < must_estimate(&stay, &line).middle_ms);
}

static void a_said_time_of_return_is_used(void **state)
{
    struct wait_history history = history_of(60, 30);
    struct wait_line line = line_of(2, WAIT_COACH_AWAY, 1, 0);

    (void)state;
    line.coaches[0].back_in_ms = line.coaches[1].back_in_ms = 42 * MINUTE;
    assert_in_range(must_estimate(&history, &line).middle_ms, 42 * MINUTE, 45 * MINUTE);
}

static void who_wants_one_coach_waits_for_that_one(void **state)
{
    struct wait_history history = history_of(60, 30);
    struct wait_line line = line_of(2, WAIT_COACH_IDLE, 0, 1);

    (void)state;
    line.coaches[1].state = WAIT_COACH_BUSY;
    line.own = 1;
    assert_in_range(must_estimate(&history, &line).middle_ms, 30 * MINUTE, 36 * MINUTE);
    line.wanted[0] = 1;
    assert_in_range(must_estimate(&history, &line).middle_ms, 60 * MINUTE, 72 * MINUTE);
}

static void the_same_seed_says_the_same(void **state)
{
    struct wait_history history = history_of(3, 25);
    struct wait_line line = line_of(3, WAIT_COACH_COMING, 1, 4);
    struct wait_estimate one = must_estimate(&history, &line), two = must_estimate(&history, &line);

    (void)state;
    assert_memory_equal(&one, &two, sizeof one);
}

static void the_newest_sixty_are_kept(void **state)
{
    struct wait_samples samples = {.count = 0};

    (void)state;
    wait_samples_add(&samples, -1);
    assert_int_equal(samples.count, 0);
    for (int i = 0; i < WAIT_SAMPLES_MAX + 3; i++)
        wait_samples_add(&samples, i);
    assert_int_equal(samples.count, WAIT_SAMPLES_MAX);
    assert_int_equal(samples.lengths_ms[0], 3);
    assert_int_equal(samples.lengths_ms[WAIT_SAMPLES_MAX - 1], WAIT_SAMPLES_MAX + 2);
}

/* ---- learning ---- */

static void missed_promises_stretch_and_kept_ones_shrink_within_bounds(void **state)
{
    int stretch = WAIT_STRETCH_PERMILLE;

    (void)state;
    assert_int_equal(wait_stretch(1000, true), 1026);
    assert_int_equal(wait_stretch(1000, false), 996);
    for (int i = 0; i < 500; i++)
        stretch = wait_stretch(stretch, true);
    assert_int_equal(stretch, 2500);
    for (int i = 0; i < 1000; i++)
        stretch = wait_stretch(stretch, false);
    assert_int_equal(stretch, 700);
}

static void a_stretched_promise_is_longer(void **state)
{
    struct wait_history plain = history_of(60, 30), stretched = plain;
    struct wait_line line = line_of(2, WAIT_COACH_BUSY, 5, 2);

    (void)state;
    stretched.stretch_permille = 1500;
    assert_true(must_estimate(&stretched, &line).range.to_min > must_estimate(&plain, &line).range.to_min);
    assert_int_equal(must_estimate(&stretched, &line).low_ms, must_estimate(&plain, &line).low_ms);
}

/* ---- what is shown ---- */

static struct wait_estimate exactly(int from_min, int to_min)
{
    return (struct wait_estimate){
        .range = {from_min, to_min}, .low_ms = from_min * MINUTE, .high_ms = to_min * MINUTE};
}

static void the_first_number_comes_at_once(void **state)
{
    struct wait_estimate fresh = exactly(10, 20);
    struct wait_shown shown = wait_show((struct wait_shown){.since_ms = 0}, &fresh, 1000);

    (void)state;
    assert_int_equal(shown.range.from_min, 10);
    assert_int_equal(shown.range.to_min, 20);
    assert_int_equal(shown.since_ms, 1000);
}

static void a_shown_range_stands_still_for_five_minutes(void **state)
{
    struct wait_estimate fresh = exactly(40, 60);
    struct wait_shown shown = {.range = {10, 20}, .since_ms = 1000};

    (void)state;
    assert_int_equal(wait_show(shown, &fresh, 1000 + WAIT_HOLD_MS - 1).range.to_min, 20);
    shown = wait_show(shown, &fresh, 1000 + WAIT_HOLD_MS);
    assert_int_equal(shown.range.to_min, 60);
    assert_int_equal(shown.since_ms, 1000 + WAIT_HOLD_MS);
}

static void it_does_not_move_for_less_than_five_minutes(void **state)
{
    struct wait_estimate fresh = {.range = {5, 25}, .low_ms = 10 * MINUTE - 1, .high_ms = 20 * MINUTE + 1};
    struct wait_shown shown = {.range = {10, 20}, .since_ms = 0};

    (void)state;
    assert_int_equal(wait_show(shown, &fresh, 2 * WAIT_HOLD_MS).range.to_min, 20);
    fresh.high_ms = 25 * MINUTE;
    assert_int_equal(wait_show(shown, &fresh, 2 * WAIT_HOLD_MS).range.to_min, 25);
}

static void a_number_that_no_longer_holds_goes_at_once(void **state)
{
    struct wait_shown shown = {.range = {10, 20}, .since_ms = 1000};

    (void)state;
    assert_int_equal(wait_show(shown, NULL, 1001).range.to_min, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_coach_no_number),
        cmocka_unit_test(one_coach_and_little_history_no_number),
        cmocka_unit_test(all_coaches_leave_before_the_turn_no_number),
        cmocka_unit_test(a_line_too_long_to_follow_no_number),
        cmocka_unit_test(all_idle_is_soon),
        cmocka_unit_test(an_empty_history_still_says_something_sensible),
        cmocka_unit_test(history_decides_more_than_what_was_believed_before),
        cmocka_unit_test(what_has_passed_is_taken_off),
        cmocka_unit_test(longer_than_anything_seen_is_drawn_from_the_tail),
        cmocka_unit_test(more_people_ahead_is_longer),
        cmocka_unit_test(people_who_leave_make_it_shorter),
        cmocka_unit_test(a_said_time_of_return_is_used),
        cmocka_unit_test(who_wants_one_coach_waits_for_that_one),
        cmocka_unit_test(the_same_seed_says_the_same),
        cmocka_unit_test(the_newest_sixty_are_kept),
        cmocka_unit_test(missed_promises_stretch_and_kept_ones_shrink_within_bounds),
        cmocka_unit_test(a_stretched_promise_is_longer),
        cmocka_unit_test(the_first_number_comes_at_once),
        cmocka_unit_test(a_shown_range_stands_still_for_five_minutes),
        cmocka_unit_test(it_does_not_move_for_less_than_five_minutes),
        cmocka_unit_test(a_number_that_no_longer_holds_goes_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
