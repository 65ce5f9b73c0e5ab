/* No coach here: when next, whom else to call, true words only. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stage.h"

static struct stage stage;

static int open_stage(void **state)
{
    (void)state;
    static struct random_seed seed;
    stage_open(&stage, canvas_for(1280, 800, 100.6), random_seeded(&seed, 1));
    return 0;
}

static int close_stage(void **state)
{
    (void)state;
    stage_close(&stage);
    return 0;
}

static void night(void)
{
    for (int i = 0; i < 6; i++)
        stage.coaches[i].presence = (struct presence){.kind = PRESENCE_NONE};
    stage.app.now = stage_moment(8 * HOUR_MS);
    stage.app.visit.last_input_ms = stage.app.now.mono_ms; /* somebody stands here */
    app_set_board(&stage.app, &stage.board, stage.zone, stage.app.now, stage.app.now);
}

static void says_who_comes_next_and_when(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_CLOSED);
    night();
    assert_true(stage_shows(&stage, "No coach is here right now."));
    assert_true(stage_shows(&stage, "Marisol"));
    assert_true(stage_shows(&stage, "Tomorrow, 9 AM"));
    assert_true(stage_shows(&stage, "front desk"));
}

static void names_the_crisis_line_and_the_clinic_s_numbers(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_CLOSED);
    night();
    assert_true(stage_shows(&stage, "988"));
    assert_true(stage_shows(&stage, "Crisis line. Call or text."));
    assert_true(stage_shows(&stage, "211"));
    assert_true(stage_shows(&stage, "800-662-4357"));
    stage.app.region.crisis_texts = false;
    assert_true(stage_shows(&stage, "Crisis line. Call."));
    assert_false(stage_shows(&stage, "Call or text."));
}

static void says_that_coaches_rest_only_when_all_do(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_CLOSED);
    night();
    assert_false(stage_shows(&stage, "Coaches rest"));
    stage.board.coach_count = 3;
    stage_set_board(&stage);
    assert_true(stage_shows(&stage, "Coaches rest on nights and weekends."));
}

static void offers_nothing_that_this_kiosk_cannot_do(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_CLOSED);
    night();
    assert_non_null(stage_target(&stage, DO_CARD, 0));
    assert_non_null(stage_target(&stage, DO_LEAVE, 0));
    assert_null(stage_target(&stage, DO_ASK, 0));
    for (int i = 0; i < 6; i++)
        stage.coaches[i].phone = "";
    assert_null(stage_target(&stage, DO_CARD, 0));
}

static void does_not_say_nobody_when_it_does_not_know(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_CLOSED);
    stage.app.now = stage_moment(BOARD_STALE_MS + 1);
    assert_false(stage_shows(&stage, "No coach is here"));
    assert_true(stage_shows(&stage, "We do not know who is here."));
}

/* Wednesday 18 November, 10:40 PM in `night`: what begins at 11 PM is still to come. */
static const struct weekly_range stage_late[] = {{2, {23 * 60, 23 * 60 + 30}}};
static const struct meeting stage_group = {.id = "peers",
                                           .label = STAGE_TEXTS({"en", "Peer group"}),
                                           .place = STAGE_TEXTS({"en", "Room 4"}),
                                           .schedule = {.weekly = stage_late, .weekly_count = 1}};

static void groups_stand_beside_who_comes_next(void **state)
{
    (void)state;
    stage.board.meetings = &stage_group;
    stage.board.meeting_count = 1;
    app_go(&stage.app, SCREEN_CLOSED);
    night();
    assert_true(stage_shows(&stage, "Groups today"));
    assert_true(stage_shows(&stage, "Peer group"));
    assert_true(stage_shows(&stage, "11:00 PM"));
    assert_true(stage_shows(&stage, "Tomorrow, 9 AM"));
    assert_true(stage_shows(&stage, "front desk"));
    stage.app.now.wall_ms += 31 * MINUTE_MS;
    assert_true(stage_shows(&stage, "Now"));
    stage.app.now.wall_ms += 30 * MINUTE_MS;
    assert_false(stage_shows(&stage, "Peer group"));
}

static void no_group_is_named_on_a_clock_that_nobody_set(void **state)
{
    (void)state;
    stage.board.meetings = &stage_group;
    stage.board.meeting_count = 1;
    app_go(&stage.app, SCREEN_CLOSED);
    night();
    stage.app.now.verified = false;
    stage.board.served_at_ms = stage.app.now.wall_ms + HOUR_MS;
    assert_false(stage_shows(&stage, "Peer group"));
}

static struct phone_coach stage_caller(void)
{
    return (struct phone_coach){.id = {{9}},
                                .name = "Noor",
                                .avatar = "",
                                .phone = "+16175550161",
                                .card_name = "Noor (Hill Street)",
                                .site_name = "Hill Street",
                                .here = true,
                                .until_ms = stage_moment(9 * HOUR_MS).wall_ms};
}

static void a_coach_of_another_site_can_be_called_while_they_are_free(void **state)
{
    (void)state;
    struct phone_coach caller = stage_caller();
    stage.board.phone_coaches = &caller;
    stage.board.phone_coach_count = 1;
    app_go(&stage.app, SCREEN_CLOSED);
    night();
    assert_non_null(stage_target(&stage, DO_PHONE, 0));
    stage_act(&stage, DO_PHONE, 0);
    assert_true(stage_shows(&stage, "Noor can talk by phone."));
    assert_true(stage_shows(&stage, "Noor is at Hill Street today."));
    assert_true(stage_shows(&stage, "617-555-0161"));
    assert_true(stage_shows(&stage, "Call Noor’s work phone"));
    assert_false(stage_shows(&stage, "text"));
    caller.until_ms = stage.app.now.wall_ms;
    assert_true(stage_shows(&stage, "No coach is free"));
    assert_false(stage_shows(&stage, "617-555-0161"));
    assert_null(stage_target(&stage, DO_PHONE_CARD, 0));
    assert_non_null(stage_target(&stage, DO_LEAVE, 0));
}

static void their_card_can_be_saved_without_their_hours(void **state)
{
    (void)state;
    struct phone_coach caller = stage_caller();
    stage.board.phone_coaches = &caller;
    stage.board.phone_coach_count = 1;
    app_go(&stage.app, SCREEN_CLOSED);
    night();
    stage_act(&stage, DO_PHONE, 0);
    stage_act(&stage, DO_PHONE_CARD, 0);
    assert_int_equal(app_screen(&stage.app), SCREEN_CARD);
    assert_true(stage_shows(&stage, "617-555-0161"));
    assert_true(stage_shows(&stage, "Noor (Hill Street)"));
    assert_false(stage_shows(&stage, "Answers"));
}

/* Who was free an hour ago may not be now. */
static void nobody_is_called_free_on_an_old_board(void **state)
{
    (void)state;
    struct phone_coach caller = stage_caller();
    stage.board.phone_coaches = &caller;
    stage.board.phone_coach_count = 1;
    app_go(&stage.app, SCREEN_CLOSED);
    night();
    stage.app.now.mono_ms += BOARD_STALE_MS + 1;
    assert_null(stage_target(&stage, DO_PHONE, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(says_who_comes_next_and_when, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(names_the_crisis_line_and_the_clinic_s_numbers, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(says_that_coaches_rest_only_when_all_do, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(offers_nothing_that_this_kiosk_cannot_do, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(groups_stand_beside_who_comes_next, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(no_group_is_named_on_a_clock_that_nobody_set, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(a_coach_of_another_site_can_be_called_while_they_are_free, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(their_card_can_be_saved_without_their_hours, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(nobody_is_called_free_on_an_old_board, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(does_not_say_nobody_when_it_does_not_know, open_stage, close_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
