/* Settings of one visit: they take effect at once and end with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stage.h"

static void assert_same_mode(const struct layout_mode *mode, const struct layout_mode *first)
{
    assert_int_equal(mode->theme, first->theme);
    assert_int_equal(mode->text_size, first->text_size);
    assert_int_equal(mode->lower, first->lower);
    assert_int_equal(mode->still, first->still);
}

static void open_access(struct stage *stage)
{
    struct random_seed seed;
    stage_open(stage, canvas_for(1280, 800, 0), random_seeded(&seed, 3));
    stage_act(stage, DO_ACCESS, 0);
}

static void a_contrast_is_on_the_page_at_once(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    assert_int_equal(app_screen(&stage.app), SCREEN_ACCESS);
    stage_act(&stage, DO_THEME, THEME_BLACK);
    stage_draw(&stage);
    assert_int_equal(stage.app.frame.theme, THEME_BLACK);
    assert_true(stage_target(&stage, DO_THEME, THEME_BLACK)->chosen);
    stage_close(&stage);
}

static void what_has_no_room_is_on_the_next_page_and_back_returns(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    stage_act(&stage, DO_TEXT_SIZE, TEXT_LARGEST);
    stage_act(&stage, DO_SEE_BOARD, 0);
    stage_draw(&stage);
    assert_true(stage.app.frame.parts > 1);
    assert_true(stage_shows(&stage, "Marisol"));
    stage_act(&stage, DO_MORE, 0);
    assert_false(stage_shows(&stage, "Marisol"));
    stage_act(&stage, DO_BACK, 0);
    assert_true(stage_shows(&stage, "Marisol"));
    assert_int_equal(app_screen(&stage.app), SCREEN_BOARD);
    stage_act(&stage, DO_BACK, 0);
    assert_int_equal(app_screen(&stage.app), SCREEN_ACCESS);
    stage_close(&stage);
}

static void two_touches_send_in_the_largest_text(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    stage_act(&stage, DO_TEXT_SIZE, TEXT_LARGEST);
    stage_act(&stage, DO_BACK, 0);
    assert_non_null(stage_target(&stage, DO_ASK, 0));
    stage_act(&stage, DO_ASK, 0);
    assert_int_equal(app_screen(&stage.app), SCREEN_REVIEW);
    assert_non_null(stage_target(&stage, DO_SEND, 0));
    assert_true(stage_shows(&stage, "in danger"));
    stage_close(&stage);
}

static void small_displays_begin_in_large_text(void **state)
{
    (void)state;
    static struct stage stage;
    struct random_seed seed;
    stage_open(&stage, canvas_for(1280, 800, 149.4), random_seeded(&seed, 3));
    assert_int_equal(stage.app.visit.mode.text_size, TEXT_LARGE);
    stage_close(&stage);
    stage_open(&stage, canvas_for(1280, 800, 100.6), random_seeded(&seed, 3));
    assert_int_equal(stage.app.visit.mode.text_size, TEXT_USUAL);
    stage_close(&stage);
}

static void the_next_visit_finds_nothing_of_it(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    struct layout_mode first = stage.app.visit.mode;
    stage_act(&stage, DO_THEME, THEME_WHITE);
    stage_act(&stage, DO_STILL, 1);
    stage_act(&stage, DO_LOWER, 1);
    stage_act(&stage, DO_TEXT_SIZE, TEXT_LARGEST);
    stage_act(&stage, DO_START_OVER, 0);
    assert_int_equal(app_screen(&stage.app), SCREEN_HOME);
    assert_same_mode(&stage.app.visit.mode, &first);
    stage_close(&stage);
}

static void reset_takes_everything_back_and_stays(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    struct layout_mode first = stage.app.visit.mode;
    stage_act(&stage, DO_THEME, THEME_WHITE);
    stage_act(&stage, DO_STILL, 1);
    stage_act(&stage, DO_ACCESS_RESET, 0);
    assert_int_equal(app_screen(&stage.app), SCREEN_ACCESS);
    assert_same_mode(&stage.app.visit.mode, &first);
    stage_close(&stage);
}

static void a_visit_with_another_look_is_cleared_when_nobody_is_there(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    stage_act(&stage, DO_THEME, THEME_BLACK);
    stage_act(&stage, DO_BACK, 0);
    app_tick(&stage.app, stage_moment(APP_IDLE_MS + 1));
    app_tick(&stage.app, stage_moment(APP_IDLE_MS + APP_MORE_TIME_MS + 2));
    assert_int_equal(stage.app.visit.mode.theme, THEME_SOFT);
    stage_close(&stage);
}

static void nothing_turns_by_itself_when_movement_is_stopped(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    stage_act(&stage, DO_STILL, 1);
    stage_act(&stage, DO_BACK, 0);
    stage_draw(&stage);
    assert_true(app_next_deadline(&stage.app) > stage.app.now.mono_ms + APP_LABEL_TURN_MS);
    stage_close(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_contrast_is_on_the_page_at_once),
        cmocka_unit_test(what_has_no_room_is_on_the_next_page_and_back_returns),
        cmocka_unit_test(two_touches_send_in_the_largest_text),
        cmocka_unit_test(small_displays_begin_in_large_text),
        cmocka_unit_test(the_next_visit_finds_nothing_of_it),
        cmocka_unit_test(reset_takes_everything_back_and_stays),
        cmocka_unit_test(a_visit_with_another_look_is_cleared_when_nobody_is_there),
        cmocka_unit_test(nothing_turns_by_itself_when_movement_is_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
