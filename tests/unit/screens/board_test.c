/* Who is here: order, words, pages and where a door leads. */
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

static void those_who_are_here_come_first(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_BOARD);
    assert_non_null(stage_target(&stage, DO_COACH, 0));
    assert_non_null(stage_target(&stage, DO_COACH, 1));
    assert_non_null(stage_target(&stage, DO_COACH, 2));
    assert_null(stage_target(&stage, DO_COACH, 4));
    assert_true(stage_shows(&stage, "Here now"));
    assert_true(stage_shows(&stage, "until 4 PM"));
    assert_true(stage_shows(&stage, "Back about 3:15"));
}

static void more_coaches_turns_the_page_and_back_to_first_returns(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_BOARD);
    assert_true(stage_shows(&stage, "1 of 2"));
    assert_null(stage_target(&stage, DO_BOARD_FIRST, 0));
    stage_act(&stage, DO_BOARD_MORE, 0);
    assert_true(stage_shows(&stage, "2 of 2"));
    assert_true(stage_shows(&stage, "Not in today"));
    assert_true(stage_shows(&stage, "Back tomorrow"));
    stage_act(&stage, DO_BOARD_FIRST, 0);
    assert_true(stage_shows(&stage, "1 of 2"));
}

static void a_short_board_has_no_pages(void **state)
{
    (void)state;
    stage.board.coach_count = 3;
    stage_set_board(&stage);
    app_go(&stage.app, SCREEN_BOARD);
    assert_null(stage_target(&stage, DO_BOARD_MORE, 0));
    assert_non_null(stage_target(&stage, DO_ASK_ANY, 0));
}

static void an_old_board_does_not_know_who_is_here(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_BOARD);
    stage.app.now = stage_moment(BOARD_STALE_MS + 1);
    assert_true(stage_shows(&stage, "Not known now"));
    assert_false(stage_shows(&stage, "Here now"));
    assert_false(stage_shows(&stage, "With someone"));
}

static void a_door_opens_the_profile_and_says_all_it_shows(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_BOARD);
    const struct element *door = stage_target(&stage, DO_COACH, 0);
    assert_non_null(door);
    assert_non_null(strstr(door->label, "Marisol"));
    assert_non_null(strstr(door->label, "Here now"));
    stage_act(&stage, DO_COACH, 0);
    assert_int_equal(app_screen(&stage.app), SCREEN_PROFILE);
    assert_true(uuid_equal(&stage.app.visit.shown_coach, &stage.coaches[0].id));
}

static void a_door_chooses_when_changing_who(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_REVIEW);
    app_go(&stage.app, SCREEN_BOARD);
    assert_null(stage_target(&stage, DO_COACH, 0));
    assert_non_null(stage_target(&stage, DO_ASK_COACH, 0));
    assert_true(stage_shows(&stage, "Nothing is sent yet."));
}

static void a_long_name_wraps_and_fits(void **state)
{
    (void)state;
    stage.coaches[0].name = "Maria Fernanda de los Angeles";
    stage_set_board(&stage);
    app_go(&stage.app, SCREEN_BOARD);
    assert_null(stage_clipped(&stage));
}

static void spanish_doors_fit(void **state)
{
    (void)state;
    stage.app.visit.language = 1;
    app_go(&stage.app, SCREEN_BOARD);
    assert_true(stage_shows(&stage, "hasta las 4 PM"));
    assert_null(stage_clipped(&stage));
    stage_act(&stage, DO_BOARD_MORE, 0);
    assert_null(stage_clipped(&stage));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(those_who_are_here_come_first, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(more_coaches_turns_the_page_and_back_to_first_returns, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(a_short_board_has_no_pages, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(an_old_board_does_not_know_who_is_here, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(a_door_opens_the_profile_and_says_all_it_shows, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(a_door_chooses_when_changing_who, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(a_long_name_wraps_and_fits, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(spanish_doors_fit, open_stage, close_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
