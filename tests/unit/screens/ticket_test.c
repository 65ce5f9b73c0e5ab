/* The ticket: what others in the room may read. */
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

static void a_given_name_does_not_stand_on_it(void **state)
{
    (void)state;
    stage.app.visit.sent.find = FIND_NAME;
    strcpy(stage.app.visit.sent.name, "Quillon");
    app_go(&stage.app, SCREEN_TICKET);
    stage_draw(&stage);
    assert_true(stage_shows(&stage, "A coach walks in with the same sign."));
    for (size_t i = 0; i < stage.app.frame.count; i++)
        assert_true(!stage.app.frame.items[i].text || !strstr(stage.app.frame.items[i].text, "Quillon"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_given_name_does_not_stand_on_it, open_stage, close_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
