/* The clinic's own notice: there only where a clinic has one, whole, and of the version that the request
 * records. */
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

static void set_notice(const struct label_text *texts, size_t count)
{
    stage.board.site.settings.notice = (struct label){texts, count};
    stage.board.site.settings.notice_version = 7;
    stage_set_board(&stage);
    stage_act(&stage, DO_ASK, 0);
}

static void a_clinic_without_a_notice_shows_no_way_to_one(void **state)
{
    (void)state;
    stage_act(&stage, DO_ASK, 0);
    assert_null(stage_target(&stage, DO_NOTICE, 0));
}

static void the_clinics_notice_is_read_before_sending_and_its_version_is_recorded(void **state)
{
    (void)state;
    static const struct label_text texts[] = {{"en", "**Who reads it.** Coaches.\nAsk the desk."},
                                              {"es", "**Quién lo lee.** Los coaches."}};
    struct relay_order order = {0};
    set_notice(texts, 2);
    assert_non_null(stage_target(&stage, DO_NOTICE, 0));
    stage_act(&stage, DO_NOTICE, 0);
    assert_true(stage_shows(&stage, "Who reads it. Coaches."));
    assert_true(stage_shows(&stage, "Ask the desk."));
    assert_true(stage_shows(&stage, "Version 7"));
    stage.app.visit.language = 1;
    assert_true(stage_shows(&stage, "Quién lo lee. Los coaches."));
    stage_act(&stage, DO_NOTICE_DONE, 0);
    assert_int_equal(app_screen(&stage.app), SCREEN_REVIEW);
    stage_act(&stage, DO_SEND, 0);
    assert_true(app_take_order(&stage.app, &order));
    assert_int_equal(order.submit.notice_version, 7);
}

/* As long as a notice may be, in one paragraph, in the largest text: page after page, nothing is lost. */
static void a_long_notice_takes_several_pages_and_loses_no_sentence(void **state)
{
    (void)state;
    char text[1001] = "";
    for (int i = 0; i < 25; i++)
        snprintf(text + 40 * i, sizeof text - 40 * (size_t)i, "Sentence number %02d of a long notice.... ",
                 i);
    text[999] = '\0';
    const struct label_text texts[] = {{"en", text}};
    set_notice(texts, 1);
    stage.app.visit.mode.text_size = TEXT_LARGEST;
    stage_act(&stage, DO_NOTICE, 0);
    for (int i = 0; i < 25; i++) {
        char wanted[32];
        bool found = false;
        snprintf(wanted, sizeof wanted, "Sentence number %02d", i);
        stage.app.visit.part = 0;
        stage_draw(&stage);
        for (int part = 0; !found && part < stage.app.frame.parts; part++) {
            stage.app.visit.part = (size_t)part;
            found = stage_shows(&stage, wanted);
        }
        assert_true(found);
    }
    assert_null(stage_clipped(&stage));
    assert_true(stage.app.frame.parts > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_clinic_without_a_notice_shows_no_way_to_one, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(the_clinics_notice_is_read_before_sending_and_its_version_is_recorded,
                                        open_stage, close_stage),
        cmocka_unit_test_setup_teardown(a_long_notice_takes_several_pages_and_loses_no_sentence, open_stage,
                                        close_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
