/* What coaches do and are not. */
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

static void says_both_sides_and_leads_on(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_ROLE);
    assert_true(stage_shows(&stage, "Help you stay safer"));
    assert_true(stage_shows(&stage, "a doctor or therapist"));
    assert_non_null(stage_target(&stage, DO_ASK, 0));
    assert_non_null(stage_target(&stage, DO_SEE_BOARD, 0));
}

static void fits_in_both_languages(void **state)
{
    (void)state;
    app_go(&stage.app, SCREEN_ROLE);
    assert_null(stage_clipped(&stage));
    stage.app.visit.language = 1;
    assert_null(stage_clipped(&stage));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(says_both_sides_and_leads_on, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(fits_in_both_languages, open_stage, close_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
