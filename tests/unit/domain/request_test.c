/* The life of a request: every step from every state by every actor, and the stories people live. */
#include "base/error.h"
#include "domain/request.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct uuid marisol_id = {.bytes = {1}}, dee_id = {.bytes = {2}};
static const struct actor patient = {.kind = ACTOR_PATIENT};
static const struct actor machine = {.kind = ACTOR_SYSTEM};
static const struct actor marisol = {ACTOR_COACH, {.bytes = {11}}, {.bytes = {1}}};
static const struct actor dee = {ACTOR_COACH, {.bytes = {12}}, {.bytes = {2}}};
static const struct actor supervisor = {ACTOR_SUPERVISOR, {.bytes = {13}}, {.bytes = {0}}};
static const struct actor desk = {ACTOR_FRONT_DESK, {.bytes = {14}}, {.bytes = {0}}};
static const struct actor admin = {ACTOR_ADMIN, {.bytes = {15}}, {.bytes = {0}}};

static struct request fresh(void)
{
    const struct request asked = {.id = {.bytes = {7}},
                                  .ticket = {SIGN_LEAF, 47},
                                  .asked_at_ms = 1000,
                                  .wanted_coach_id = {.bytes = {1}}};
    struct request request;
    struct request_event event;

    assert_int_equal(request_begin(&asked, &patient, 2000, &request, &event), CB_OK);
    assert_int_equal(event.kind, STEP_SUBMIT);
    assert_int_equal(event.version, 1);
    assert_int_equal(event.to, REQUEST_WAITING);
    return request;
}

/* Takes the step with the version the request has, at 5000 ms unless it says when. */
static int take(struct request *request, struct request_step step)
{
    struct request_event event;

    step.version = request->version;
    if (step.at_ms == 0)
        step.at_ms = 5000;
    return request_apply(request, &step, request, &event);
}

/* STEP(kind, actor, .other = field ...) */
#define STEP(kind_, ...) ((struct request_step){.kind = (kind_), .actor = __VA_ARGS__})

/* ---- the table, searched through ---- */

/* The table of legal steps by hand, in other words than the code's: who may do what from where. */
static bool by_contract(enum request_state from, const struct request_step *step,
                        const struct request *request)
{
    enum actor_kind who = step->actor.kind;
    bool coach = who == ACTOR_COACH, boss = who == ACTOR_SUPERVISOR;
    bool named = !uuid_is_none(&step->actor.user_id);
    bool holder = coach && uuid_equal(&step->actor.coach_id, &request->holder_id);
    bool out = from == REQUEST_CLAIMED || from == REQUEST_ON_THE_WAY;
    bool for_all = step->outcome == OUTCOME_DECLINED || step->outcome == OUTCOME_MOVED_TO_STAFF;

    switch (step->kind) {
    case STEP_SUBMIT:
        return false;
    case STEP_CHANGE:
        return from == REQUEST_WAITING && who == ACTOR_PATIENT;
    case STEP_CLAIM:
        return from == REQUEST_WAITING && coach;
    case STEP_HAND_OFF:
        return (from == REQUEST_WAITING || out) && (coach || boss) &&
               !uuid_equal(&step->to_coach_id, &request->holder_id);
    case STEP_ON_THE_WAY:
        return from == REQUEST_CLAIMED && holder;
    case STEP_RELEASE:
        return (out && (holder || boss || who == ACTOR_SYSTEM || who == ACTOR_PATIENT)) ||
               (from == REQUEST_WITH_PATIENT && (holder || boss || who == ACTOR_SYSTEM));
    case STEP_WITH_PATIENT:
        return out && holder;
    case STEP_REOPEN:
        return from == REQUEST_CLOSED &&
               (boss || (named && uuid_equal(&step->actor.user_id, &request->closed_by)) ||
                (who == ACTOR_PATIENT && uuid_is_none(&request->closed_by) &&
                 request->outcome == OUTCOME_CANCELLED));
    case STEP_CONSENT:
        return from != REQUEST_CLOSED && who == ACTOR_PATIENT;
    case STEP_CLOSE:
        break;
    }
    if (who == ACTOR_PATIENT)
        return (from == REQUEST_WAITING || out) && step->outcome == OUTCOME_CANCELLED;
    if (who == ACTOR_SYSTEM)
        return from == REQUEST_WAITING && step->outcome == OUTCOME_EXPIRED;
    if (from == REQUEST_WAITING)
        return who != ACTOR_ADMIN && (for_all || step->outcome == OUTCOME_CANCELLED);
    if (out)
        return (holder || boss) && (for_all || step->outcome == OUTCOME_CANCELLED ||
                                    step->outcome == OUTCOME_LEFT || step->outcome == OUTCOME_NOT_FOUND);
    return from == REQUEST_WITH_PATIENT && (holder || boss) &&
           (for_all || step->outcome == OUTCOME_LEFT || step->outcome >= OUTCOME_MET);
}

static const struct actor *const everybody[] = {&patient,    &machine, &marisol, &dee,
                                                &supervisor, &desk,    &admin};
enum {
    PEOPLE = sizeof everybody / sizeof *everybody,
    STEPS = STEP_CONSENT + 1,
    OUTCOMES = OUTCOME_LINKED + 1
};

/* The choices of a step as one number, so that a search can count through them: actor, kind, outcome, go, to
 * whom. */
enum {
    CHOICES = PEOPLE * STEPS * OUTCOMES * 2 * 3
};

static struct request_step choice(int number, const struct request *request)
{
    static const struct uuid targets[] = {{.bytes = {0}}, {.bytes = {1}}, {.bytes = {2}}};
    struct request_step step = {.version = request->version, .at_ms = request->state_since_ms + 1000};

    step.actor = *everybody[number % PEOPLE];
    number /= PEOPLE;
    step.kind = (enum request_step_kind)(number % STEPS);
    number /= STEPS;
    step.outcome = (enum request_outcome)(number % OUTCOMES);
    number /= OUTCOMES;
    step.go = number % 2 != 0;
    step.to_coach_id = targets[number / 2];
    return step;
}

static void assert_sound(const struct request *request)
{
    bool held = request->state == REQUEST_CLAIMED || request->state == REQUEST_ON_THE_WAY ||
                request->state == REQUEST_WITH_PATIENT;

    if (held)
        assert_false(uuid_is_none(&request->holder_id));
    if (request->state == REQUEST_WAITING)
        assert_true(uuid_is_none(&request->holder_id));
    assert_int_equal(request->state == REQUEST_CLOSED, request->outcome != OUTCOME_NONE);
    assert_int_equal(request->state == REQUEST_CLOSED, request->closed_at_ms != 0);
}

/* Two requests behave alike when these are the same; times and version only grow. */
static void key_of(const struct request *request, char *ret_key, size_t size)
{
    snprintf(ret_key, size, "%d %d %d %d %d %d %d %d", request->state, request->holder_id.bytes[0],
             request->outcome, request->closed_from, request->closed_from_holder.bytes[0],
             request->closed_by.bytes[0], request->wanted_coach_id.bytes[0], request->place_ms == 0);
}

enum {
    REACHED_MAX = 2000
};
static struct reached {
    struct request request;
    char key[64];
    bool has_way_out;
} reached[REACHED_MAX];
static size_t reached_count;

static void reach(const struct request *request)
{
    char key[64];

    key_of(request, key, sizeof key);
    for (size_t i = 0; i < reached_count; i++) {
        if (strcmp(reached[i].key, key) == 0)
            return;
    }
    assert_true(reached_count < REACHED_MAX);
    reached[reached_count].request = *request;
    memcpy(reached[reached_count].key, key, sizeof key);
    reached[reached_count++].has_way_out = false;
}

static void try_choice(struct reached *from, int number)
{
    struct request before = from->request, after = {.version = -77};
    struct request_event event = {.version = -77};
    struct request_step step = choice(number, &before);
    bool target_given = step.kind != STEP_HAND_OFF || !uuid_is_none(&step.to_coach_id);
    bool legal = by_contract(before.state, &step, &before) && target_given;
    int error = request_apply(&before, &step, &after, &event);

    assert_int_equal(error == CB_OK, legal);
    if (error != CB_OK) {
        assert_true(error == CB_DENIED || error == CB_NOT_LEGAL);
        assert_int_equal(after.version, -77);
        assert_int_equal(event.version, -77);
        return;
    }
    assert_int_equal(after.version, before.version + 1);
    assert_int_equal(event.version, after.version);
    assert_int_equal(event.from, before.state);
    assert_int_equal(event.to, after.state);
    assert_true(after.asked_at_ms == before.asked_at_ms && ticket_equal(after.ticket, before.ticket));
    assert_sound(&after);
    from->has_way_out |= after.state != before.state;
    reach(&after);
}

/* Every request that can come to be, and every step anybody could try on it: exactly those steps work, each
 * raises the version by one and leaves a sound request, and nothing ever gets stuck. */
static void exactly_the_legal_steps_are_possible(void **state)
{
    (void)state;
    struct request request = fresh();

    reached_count = 0;
    reach(&request);
    for (size_t i = 0; i < reached_count; i++) {
        for (int number = 0; number < CHOICES; number++)
            try_choice(&reached[i], number);
        assert_true(reached[i].has_way_out);
    }
    assert_true(reached_count > 50);
}

static void a_stale_version_changes_nothing(void **state)
{
    (void)state;
    struct request request = fresh(), after = request;
    struct request_step step = STEP(STEP_CLAIM, dee, .version = 0);
    struct request_event event;

    assert_int_equal(request_apply(&request, &step, &after, &event), CB_CONFLICT);
    assert_memory_equal(&request, &after, sizeof after);
}

/* ---- stories ---- */

static void request_cannot_be_claimed_twice(void **state)
{
    (void)state;
    struct request request = fresh();

    assert_int_equal(take(&request, STEP(STEP_CLAIM, marisol, .go = true)), CB_OK);
    assert_int_equal(take(&request, STEP(STEP_CLAIM, dee, .go = true)), CB_NOT_LEGAL);
    assert_true(uuid_equal(&request.holder_id, &marisol_id));
}

static void a_claim_with_go_is_on_the_way_in_one_step(void **state)
{
    (void)state;
    struct request request = fresh();

    assert_int_equal(take(&request, STEP(STEP_CLAIM, marisol, .go = true)), CB_OK);
    assert_int_equal(request.state, REQUEST_ON_THE_WAY);
    assert_int_equal(request.version, 2);
    assert_int_equal(request.state_since_ms, 5000);
}

static void a_hand_off_keeps_the_place_and_says_nothing_of_coming(void **state)
{
    (void)state;
    struct request request = fresh();

    take(&request, STEP(STEP_CLAIM, marisol, .go = true));
    assert_int_equal(take(&request, STEP(STEP_HAND_OFF, marisol, .to_coach_id = dee_id)), CB_OK);
    assert_int_equal(request.state, REQUEST_CLAIMED);
    assert_true(uuid_equal(&request.holder_id, &dee_id));
    assert_int_equal(request.place_ms, 1000);
    assert_int_equal(take(&request, STEP(STEP_ON_THE_WAY, marisol)), CB_DENIED);
    assert_int_equal(take(&request, STEP(STEP_ON_THE_WAY, dee)), CB_OK);
}

static void a_hand_off_goes_to_somebody_else(void **state)
{
    (void)state;
    struct request request = fresh();

    take(&request, STEP(STEP_CLAIM, marisol));
    assert_int_equal(take(&request, STEP(STEP_HAND_OFF, marisol, .to_coach_id = marisol_id)), CB_NOT_LEGAL);
    assert_int_equal(take(&request, STEP(STEP_HAND_OFF, marisol)), CB_NOT_LEGAL);
}

static void a_patient_who_says_no_waits_for_anybody(void **state)
{
    (void)state;
    struct request request = fresh();

    take(&request, STEP(STEP_HAND_OFF, supervisor, .to_coach_id = dee_id));
    assert_int_equal(take(&request, STEP(STEP_RELEASE, patient)), CB_OK);
    assert_int_equal(request.state, REQUEST_WAITING);
    assert_true(uuid_is_none(&request.wanted_coach_id));
    assert_int_equal(request.place_ms, 1000);
}

static void a_talk_that_broke_off_comes_first(void **state)
{
    (void)state;
    struct request request = fresh(), other = fresh();

    other.place_ms = 1;
    take(&request, STEP(STEP_CLAIM, marisol, .go = true));
    take(&request, STEP(STEP_WITH_PATIENT, marisol));
    assert_int_equal(take(&request, STEP(STEP_RELEASE, marisol)), CB_OK);
    assert_true(request_order(&request, &other) < 0);
    assert_true(
        uuid_equal(&request.wanted_coach_id, &marisol_id)); /* only the patient's no clears the wish */
}

static void a_patient_cannot_cancel_while_the_coach_sits_there(void **state)
{
    (void)state;
    struct request request = fresh();

    take(&request, STEP(STEP_CLAIM, marisol, .go = true));
    take(&request, STEP(STEP_WITH_PATIENT, marisol));
    assert_int_equal(take(&request, STEP(STEP_CLOSE, patient, .outcome = OUTCOME_CANCELLED)), CB_NOT_LEGAL);
}

/* Closes it from each held state and takes it back. */
static void reopening_restores_the_state_and_the_holder(void **state)
{
    (void)state;
    static const enum request_step_kind ways[] = {STEP_CLAIM, STEP_ON_THE_WAY, STEP_WITH_PATIENT};
    struct request request = fresh();

    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct request before;

        assert_int_equal(take(&request, STEP(ways[i], marisol)), CB_OK);
        before = request;
        assert_int_equal(take(&request, STEP(STEP_CLOSE, marisol, .outcome = OUTCOME_DECLINED)), CB_OK);
        assert_int_equal(take(&request, STEP(STEP_REOPEN, dee)), CB_DENIED);
        assert_int_equal(take(&request, STEP(STEP_REOPEN, marisol)), CB_OK);
        assert_int_equal(request.state, before.state);
        assert_true(uuid_equal(&request.holder_id, &marisol_id));
        assert_int_equal(request.outcome, OUTCOME_NONE);
        assert_int_equal(request.version, before.version + 2);
    }
}

static void reopening_ends_after_ten_minutes(void **state)
{
    (void)state;
    struct request closed = fresh(), request;

    take(&closed, STEP(STEP_CLOSE, desk, .outcome = OUTCOME_MOVED_TO_STAFF));
    request = closed;
    assert_int_equal(take(&request, STEP(STEP_REOPEN, supervisor, .at_ms = 5000 + REQUEST_UNDO_MS + 1)),
                     CB_NOT_LEGAL);
    assert_int_equal(take(&request, STEP(STEP_REOPEN, marisol)), CB_DENIED);
    assert_int_equal(take(&request, STEP(STEP_REOPEN, desk, .at_ms = 5000 + REQUEST_UNDO_MS)), CB_OK);
    assert_int_equal(request.state, REQUEST_WAITING);
}

static void only_the_supervisor_takes_back_what_the_machine_closed(void **state)
{
    (void)state;
    struct request request = fresh();

    take(&request, STEP(STEP_CLOSE, machine, .outcome = OUTCOME_EXPIRED));
    assert_int_equal(take(&request, STEP(STEP_REOPEN, machine)), CB_DENIED);
    assert_int_equal(take(&request, STEP(STEP_REOPEN, patient)), CB_DENIED);
    assert_int_equal(take(&request, STEP(STEP_REOPEN, supervisor)), CB_OK);
}

static void a_supervisor_who_is_a_coach_can_do_both(void **state)
{
    (void)state;
    const struct actor both = {ACTOR_SUPERVISOR, {.bytes = {16}}, {.bytes = {2}}};
    struct request request = fresh();

    assert_int_equal(take(&request, STEP(STEP_CLAIM, both, .go = true)), CB_OK);
    assert_int_equal(take(&request, STEP(STEP_WITH_PATIENT, both)), CB_OK);
    assert_int_equal(take(&request, STEP(STEP_CLOSE, both, .outcome = OUTCOME_LINKED)), CB_OK);
}

static void a_user_without_a_coach_cannot_hold(void **state)
{
    (void)state;
    const struct actor no_coach = {ACTOR_COACH, {.bytes = {17}}, {.bytes = {0}}};
    struct request request = fresh();

    assert_int_equal(take(&request, STEP(STEP_CLAIM, no_coach, .go = true)), CB_DENIED);
    assert_int_equal(take(&request, STEP(STEP_CLAIM, admin, .go = true)), CB_DENIED);
}

static void a_request_begins_with_an_id_and_a_ticket(void **state)
{
    (void)state;
    struct request asked = fresh(), request;
    struct request_event event;

    asked.ticket.number = 7;
    assert_int_equal(request_begin(&asked, &patient, 1, &request, &event), CB_BAD_INPUT);
    asked = fresh();
    asked.id = (struct uuid){.bytes = {0}};
    assert_int_equal(request_begin(&asked, &patient, 1, &request, &event), CB_BAD_INPUT);
}

static void the_queue_is_ordered_by_when_people_asked(void **state)
{
    (void)state;
    struct request early = fresh(), late = fresh(), same = fresh();

    late.place_ms = 1001;
    same.id.bytes[0] = 8;
    assert_true(request_order(&early, &late) < 0);
    assert_true(request_order(&late, &early) > 0);
    assert_true(request_order(&early, &same) < 0); /* by id, so that it never jumps */
    assert_int_equal(request_order(&early, &early), 0);
}

static void all_names_lead_back(void **state)
{
    (void)state;
    enum request_kind kind;
    enum request_state request_state;
    enum request_outcome outcome;
    enum request_find find;

    for (int i = 0; i <= REQUEST_REFERRAL; i++)
        assert_true(request_kind_from_name(request_kind_name((enum request_kind)i), &kind) == CB_OK &&
                    (int)kind == i);
    for (int i = 0; i <= REQUEST_CLOSED; i++)
        assert_true(request_state_from_name(request_state_name((enum request_state)i), &request_state) ==
                        CB_OK &&
                    (int)request_state == i);
    for (int i = 1; i < OUTCOMES; i++)
        assert_true(request_outcome_from_name(request_outcome_name((enum request_outcome)i), &outcome) ==
                        CB_OK &&
                    (int)outcome == i);
    for (int i = 0; i <= FIND_LOOK; i++)
        assert_true(request_find_from_name(request_find_name((enum request_find)i), &find) == CB_OK &&
                    (int)find == i);
    assert_null(request_outcome_name(OUTCOME_NONE));
    assert_int_equal(request_state_from_name("done", &request_state), CB_BAD_INPUT);
    assert_string_equal(request_step_name(STEP_HAND_OFF), "hand_off");
    assert_string_equal(actor_kind_name(ACTOR_SYSTEM), "system");
}

/* ---- consent, and whether anybody looked ---- */

static struct request texted(void)
{
    return (struct request){.id = {.bytes = {9}},
                            .kind = REQUEST_WALK_IN,
                            .state = REQUEST_ON_THE_WAY,
                            .version = 3,
                            .ticket = {SIGN_LEAF, 47},
                            .holder_id = marisol.coach_id,
                            .find = FIND_TEXT,
                            .consent_version = 2,
                            .asked_at_ms = 1000};
}

static void consent_is_taken_back_and_given_again_in_any_open_state(void **state)
{
    struct request request = texted(), after;
    struct request_event event;
    struct request_step step = {.kind = STEP_CONSENT, .actor = patient, .version = 3, .at_ms = 5000};

    (void)state;
    assert_int_equal(request_apply(&request, &step, &after, &event), CB_OK);
    assert_int_equal(after.consent_version, 0);
    assert_int_equal(after.state, REQUEST_ON_THE_WAY);
    assert_true(uuid_equal(&after.holder_id, &request.holder_id));
    step.version = 4;
    step.consent_version = 2;
    assert_int_equal(request_apply(&after, &step, &after, &event), CB_OK);
    assert_int_equal(after.consent_version, 2);
    assert_int_equal(event.consent_version, 2);
}

static void nobody_consents_without_a_phone(void **state)
{
    struct request request = texted(), after;
    struct request_event event;
    struct request_step step = {
        .kind = STEP_CONSENT, .actor = patient, .version = 3, .consent_version = 1, .at_ms = 5000};

    (void)state;
    request.find = FIND_LOOK;
    assert_int_equal(request_apply(&request, &step, &after, &event), CB_NOT_LEGAL);
    request.version = 0;
    assert_int_equal(request_begin(&request, &patient, 1, &after, &event), CB_OK);
    assert_int_equal(after.consent_version, 0);
}

static void unopened_is_said_of_walk_ins_that_wait(void **state)
{
    struct request request = texted();

    (void)state;
    request.state = REQUEST_WAITING;
    assert_int_equal(request_unopened_at(&request, false), 1000 + REQUEST_UNOPENED_MS);
    assert_int_equal(request_unopened_at(&request, true), INT64_MAX);
    request.kind = REQUEST_CALLBACK;
    assert_int_equal(request_unopened_at(&request, false), INT64_MAX);
    request.kind = REQUEST_WALK_IN;
    request.state = REQUEST_CLAIMED;
    assert_int_equal(request_unopened_at(&request, false), INT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exactly_the_legal_steps_are_possible),
        cmocka_unit_test(a_stale_version_changes_nothing),
        cmocka_unit_test(request_cannot_be_claimed_twice),
        cmocka_unit_test(a_claim_with_go_is_on_the_way_in_one_step),
        cmocka_unit_test(a_hand_off_keeps_the_place_and_says_nothing_of_coming),
        cmocka_unit_test(a_hand_off_goes_to_somebody_else),
        cmocka_unit_test(a_patient_who_says_no_waits_for_anybody),
        cmocka_unit_test(a_talk_that_broke_off_comes_first),
        cmocka_unit_test(a_patient_cannot_cancel_while_the_coach_sits_there),
        cmocka_unit_test(reopening_restores_the_state_and_the_holder),
        cmocka_unit_test(reopening_ends_after_ten_minutes),
        cmocka_unit_test(only_the_supervisor_takes_back_what_the_machine_closed),
        cmocka_unit_test(a_supervisor_who_is_a_coach_can_do_both),
        cmocka_unit_test(a_user_without_a_coach_cannot_hold),
        cmocka_unit_test(a_request_begins_with_an_id_and_a_ticket),
        cmocka_unit_test(the_queue_is_ordered_by_when_people_asked),
        cmocka_unit_test(all_names_lead_back),
        cmocka_unit_test(consent_is_taken_back_and_given_again_in_any_open_state),
        cmocka_unit_test(nobody_consents_without_a_phone),
        cmocka_unit_test(unopened_is_said_of_walk_ins_that_wait),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
