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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(says_who_comes_next_and_when, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(names_the_crisis_line_and_the_clinic_s_numbers, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(says_that_coaches_rest_only_when_all_do, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(offers_nothing_that_this_kiosk_cannot_do, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(does_not_say_nobody_when_it_does_not_know, open_stage, close_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
