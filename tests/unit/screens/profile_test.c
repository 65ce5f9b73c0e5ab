/* One coach: hours, boundaries and the way to ask. */
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

static void show(int coach)
{
    app_go(&stage.app, SCREEN_BOARD);
    stage_act(&stage, DO_COACH, coach);
}

static void says_hours_and_boundaries_side_by_side(void **state)
{
    (void)state;
    show(0);
    assert_true(stage_shows(&stage, "Here now until 4 PM"));
    assert_true(stage_shows(&stage, "Tue to Thu 9 to 4 \u00b7 Fri 9 to noon"));
    assert_true(stage_shows(&stage, "Finding treatment"));
    assert_true(stage_shows(&stage, "Nights and weekends"));
    assert_true(stage_shows(&stage, "Medical advice or medicine"));
    assert_non_null(stage_target(&stage, DO_ASK_COACH, 0));
    assert_non_null(stage_target(&stage, DO_COACH_CARD, 0));
    assert_null(stage_clipped(&stage));
}

static void who_works_evenings_makes_no_promise_to_rest(void **state)
{
    (void)state;
    show(3);
    assert_true(stage_shows(&stage, "I can\u2019t help with"));
    assert_false(stage_shows(&stage, "Nights and weekends"));
}

static void who_is_not_in_today_is_not_asked_for(void **state)
{
    (void)state;
    show(4);
    assert_null(stage_target(&stage, DO_ASK_COACH, 4));
    assert_non_null(stage_target(&stage, DO_ASK_ANY, 0));
}

static void no_work_phone_no_card(void **state)
{
    (void)state;
    show(5);
    assert_null(stage_target(&stage, DO_COACH_CARD, 5));
}

static void the_card_opens(void **state)
{
    (void)state;
    show(0);
    stage_act(&stage, DO_COACH_CARD, 0);
    assert_int_equal(app_screen(&stage.app), SCREEN_CARD);
}

static void many_boundaries_are_all_read(void **state)
{
    (void)state;
    static struct boundary many[9];
    for (int i = 0; i < 9; i++)
        many[i] = stage_can[i % 4];
    stage.coaches[0].boundaries.can = many;
    stage.coaches[0].boundaries.can_count = 9;
    show(0);
    int read = 0;
    for (stage_draw(&stage); stage.app.frame.parts == 0 || (int)stage.app.visit.part < stage.app.frame.parts;
         stage_act(&stage, DO_MORE, 0), stage_draw(&stage)) {
        for (size_t i = 0; i < stage.app.frame.count; i++)
            read +=
                stage.app.frame.items[i].text && strstr(stage.app.frame.items[i].text, "naloxone") ? 1 : 0;
        if ((int)stage.app.visit.part + 1 >= stage.app.frame.parts)
            break;
    }
    assert_int_equal(read, 2);
}

static void a_coach_who_left_the_board_is_gone(void **state)
{
    (void)state;
    show(0);
    stage.board.coaches = stage.coaches + 1;
    stage.board.coach_count = 5;
    stage_set_board(&stage);
    assert_true(stage_shows(&stage, "no longer listed"));
    assert_non_null(stage_target(&stage, DO_SEE_BOARD, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(says_hours_and_boundaries_side_by_side, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(who_works_evenings_makes_no_promise_to_rest, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(who_is_not_in_today_is_not_asked_for, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(no_work_phone_no_card, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(the_card_opens, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(many_boundaries_are_all_read, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(a_coach_who_left_the_board_is_gone, open_stage, close_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
