/* Languages in their own names; a touch changes the page at once. */
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

static void lists_languages_in_their_own_names(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_LANGUAGE);
    assert_true(stage_shows(&stage, "English"));
    assert_true(stage_shows(&stage, "Espa\u00f1ol"));
    assert_true(stage_target(&stage, DO_PICK_LANGUAGE, 0)->chosen);
    assert_false(stage_target(&stage, DO_PICK_LANGUAGE, 1)->chosen);
}

static void a_touch_changes_the_words_and_the_button_goes_back(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_LANGUAGE);
    stage_act(&stage, DO_PICK_LANGUAGE, 1);
    assert_true(stage_target(&stage, DO_PICK_LANGUAGE, 1)->chosen);
    assert_true(stage_shows(&stage, "Elija su idioma"));
    assert_true(stage_shows(&stage, "Usar espa\u00f1ol"));
    stage_act(&stage, DO_BACK, 0);
    assert_int_equal(app_screen(&stage.app), SCREEN_HOME);
    assert_int_equal(stage.app.visit.language, 1);
}

static void only_languages_the_board_switches_on_are_offered(void **state)
{
    (void)state;
    static const char *const vietnamese[] = {"vi"};
    struct board board = stage.board;
    board.site.settings.languages = vietnamese;
    board.site.settings.language_count = 1;
    app_set_board(&stage.app, &board, stage.zone, stage.app.now, stage.app.now);
    app_go(&stage.app, SCREEN_LANGUAGE);
    assert_false(stage_shows(&stage, "Espa\u00f1ol"));
    stage.app.visit.mode.text_size = TEXT_LARGEST;
    assert_false(stage_shows(&stage, "Espa\u00f1ol"));
    stage_act(&stage, DO_PICK_LANGUAGE, 1);
    assert_int_equal(stage.app.visit.language, 0);
    app_set_board(&stage.app, &stage.board, stage.zone, stage.app.now, stage.app.now);
    assert_true(stage_shows(&stage, "Espa\u00f1ol"));
}

static void a_language_that_is_not_there_changes_nothing(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_LANGUAGE);
    stage_act(&stage, DO_PICK_LANGUAGE, 7);
    assert_int_equal(stage.app.visit.language, 0);
}

static void the_rail_shows_which_page_is_open(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_LANGUAGE);
    assert_true(stage_target(&stage, DO_LANGUAGE, 0)->chosen);
    assert_int_equal(stage_target(&stage, DO_LANGUAGE, 0)->fill, COLOR_SLOT_OPEN);
    assert_false(stage_target(&stage, DO_ACCESS, 0)->chosen);
    app_go(&stage.app, SCREEN_ACCESS);
    assert_false(stage_target(&stage, DO_LANGUAGE, 0)->chosen);
    assert_true(stage_target(&stage, DO_ACCESS, 0)->chosen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lists_languages_in_their_own_names, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(a_touch_changes_the_words_and_the_button_goes_back, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(only_languages_the_board_switches_on_are_offered, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(the_rail_shows_which_page_is_open, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(a_language_that_is_not_there_changes_nothing, open_stage,
                                        close_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
