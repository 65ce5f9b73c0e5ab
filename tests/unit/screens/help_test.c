/* Help now: the region's numbers and one touch for staff. */
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

static void names_the_region_s_numbers(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_HELP);
    assert_true(stage_shows(&stage, "Life in danger? Call 911."));
    assert_true(stage_shows(&stage, "Call or text 988, or chat at 988lifeline.org."));
    assert_non_null(stage_target(&stage, DO_BRING_STAFF, 0));
    assert_null(stage_clipped(&stage));
}

static void needs_no_board(void **state)
{
    (void)state;
    stage.app.board = NULL;
    stage.app.zone = NULL;
    app_go(&stage.app, SCREEN_HELP);
    assert_true(stage_shows(&stage, "Call 911 and tell staff."));
    assert_non_null(stage_target(&stage, DO_BRING_STAFF, 0));
}

static void offers_only_what_the_crisis_line_takes(void **state)
{
    (void)state;
    stage.app.region.crisis_texts = false;
    app_go(&stage.app, SCREEN_HELP);
    assert_true(stage_shows(&stage, "Call 988."));
    assert_false(stage_shows(&stage, "text 988"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_the_region_s_numbers, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(needs_no_board, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(offers_only_what_the_crisis_line_takes, open_stage, close_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
