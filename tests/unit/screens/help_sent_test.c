/* The call for staff: a table of what has happened and what the page then says and does not say. */
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

static const struct help_case {
    enum alert_state state;
    bool known;
    bool failed;
    int64_t after_ms;
    const char *says;
    const char *also;
    const char *never;
} cases[] = {
    {ALERT_SENT, false, false, 1 * SECOND_MS, "Sending the alert", "Calling staff now.", "Alert sent"},
    {ALERT_SENT, false, true, 5 * SECOND_MS, "The alert did NOT go out.", "Shout for help", "Alert sent"},
    {ALERT_SENT, true, false, 10 * SECOND_MS, "Alert sent to the front desk", "Rang on 3 staff screens",
     "saw it"},
    {ALERT_SEEN, true, false, 30 * SECOND_MS, "Someone on staff saw it", "Calling staff now.",
     "coming to you"},
    {ALERT_SENT, true, false, 60 * SECOND_MS, "No one has answered.", "go to the front desk now",
     "coming to you"},
    {ALERT_SEEN, true, false, 60 * SECOND_MS, "No one has answered.", "Call or text 988.", "coming to you"},
    {ALERT_ACKNOWLEDGED, true, false, 90 * SECOND_MS, "Staff are coming to you.", "Someone is walking to you",
     "No one has"},
    {ALERT_RESOLVED, true, false, 180 * SECOND_MS, "Staff closed this alert.", "Do you still need help?",
     "coming to you"},
};

static void open_alert(enum alert_state state, bool known, bool failed, int64_t after_ms)
{
    struct visit *visit = &stage.app.visit;
    struct moment asked = stage_moment(0);
    app_leave(&stage.app);
    app_go(&stage.app, SCREEN_HELP_SENT);
    visit->alert_id = (struct uuid){{7}};
    visit->alert_known = known;
    visit->alert_failed = failed;
    visit->alert_at_ms = asked.wall_ms;
    visit->alert_mono_ms = asked.mono_ms;
    visit->alert = (struct wire_alert){.id = {{7}}, .state = state, .count = 1, .stored = true, .screens = 3};
    visit->alert.sent_at_ms = asked.wall_ms;
    visit->alert.seen_at_ms = state >= ALERT_SEEN ? asked.wall_ms + 20 * SECOND_MS : 0;
    visit->alert.acknowledged_at_ms = state >= ALERT_ACKNOWLEDGED ? asked.wall_ms + 70 * SECOND_MS : 0;
    visit->alert.resolved_at_ms = state >= ALERT_RESOLVED ? asked.wall_ms + 170 * SECOND_MS : 0;
    stage.app.now = stage_moment(after_ms);
}

static void check_case(const struct help_case *one)
{
    open_alert(one->state, one->known, one->failed, one->after_ms);
    if (!stage_shows(&stage, one->says) || !stage_shows(&stage, one->also) || stage_shows(&stage, one->never))
        fail_msg("after %d s: wants \"%s\" and \"%s\", not \"%s\"", (int)(one->after_ms / SECOND_MS),
                 one->says, one->also, one->never);
    assert_non_null(stage_target(&stage, DO_ALERT_AGAIN, 0));
    assert_non_null(stage_target(&stage, DO_ALERT_OK, 0));
}

static void says_only_what_has_happened(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_case(&cases[i]);
}

static void times_are_when_it_happened(void **state)
{
    (void)state;
    open_alert(ALERT_ACKNOWLEDGED, true, false, 90 * SECOND_MS);
    assert_true(stage_shows(&stage, "2:40"));
    assert_true(stage_shows(&stage, "2:41"));
    assert_true(stage_shows(&stage, "No one here by 2:44?"));
}

static void a_clock_that_may_be_wrong_names_no_time(void **state)
{
    (void)state;
    open_alert(ALERT_SENT, true, false, 10 * SECOND_MS);
    stage.app.now.verified = false;
    assert_true(stage_shows(&stage, "No answer soon?"));
    assert_false(stage_shows(&stage, "No answer by"));
}

static void without_a_board_it_still_works(void **state)
{
    (void)state;
    stage.app.board = NULL;
    stage.app.zone = NULL;
    open_alert(ALERT_SENT, true, false, 10 * SECOND_MS);
    assert_true(stage_shows(&stage, "Alert sent to the front desk"));
    assert_null(stage_clipped(&stage));
}

static void no_open_screen_is_said(void **state)
{
    (void)state;
    open_alert(ALERT_SENT, true, false, 10 * SECOND_MS);
    stage.app.visit.alert.screens = 0;
    assert_true(stage_shows(&stage, "No staff screen is open yet"));
    assert_false(stage_shows(&stage, "Rang on"));
}

static void message_to_staff_is_said_only_when_it_was_taken(void **state)
{
    (void)state;
    open_alert(ALERT_SENT, true, false, 40 * SECOND_MS);
    assert_false(stage_shows(&stage, "We sent staff a message"));
    stage.app.visit.alert.told = true;
    assert_true(stage_shows(&stage, "We sent staff a message"));
    assert_null(stage_clipped(&stage));
}

static void fits_in_both_languages_in_every_state(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int language = 0; language < 2; language++) {
            open_alert(cases[i].state, cases[i].known, cases[i].failed, cases[i].after_ms);
            stage.app.visit.language = language;
            assert_null(stage_clipped(&stage));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(says_only_what_has_happened, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(times_are_when_it_happened, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(a_clock_that_may_be_wrong_names_no_time, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(without_a_board_it_still_works, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(no_open_screen_is_said, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(message_to_staff_is_said_only_when_it_was_taken, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(fits_in_both_languages_in_every_state, open_stage, close_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
