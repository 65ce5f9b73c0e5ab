/* Settings of one visit: they take effect at once and end with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stage.h"

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

static void the_next_visit_finds_nothing_of_it(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    struct layout_mode first = stage.app.visit.mode;
    stage_act(&stage, DO_THEME, THEME_WHITE);
    stage_act(&stage, DO_STILL, 1);
    stage_act(&stage, DO_START_OVER, 0);
    assert_int_equal(app_screen(&stage.app), SCREEN_HOME);
    assert_memory_equal(&stage.app.visit.mode, &first, sizeof first);
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
    assert_memory_equal(&stage.app.visit.mode, &first, sizeof first);
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
        cmocka_unit_test(the_next_visit_finds_nothing_of_it),
        cmocka_unit_test(reset_takes_everything_back_and_stays),
        cmocka_unit_test(a_visit_with_another_look_is_cleared_when_nobody_is_there),
        cmocka_unit_test(nothing_turns_by_itself_when_movement_is_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
