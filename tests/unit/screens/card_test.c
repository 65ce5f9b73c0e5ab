/* The contact card: the code and the same facts as words. */
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
    stage.app.visit.shown_coach = stage.coaches[coach].id;
    app_go(&stage.app, SCREEN_CARD);
}

static const struct qr *code(void)
{
    stage_draw(&stage);
    for (size_t i = 0; i < stage.app.frame.count; i++)
        if (stage.app.frame.items[i].kind == ELEMENT_QR)
            return stage.app.frame.items[i].qr;
    return NULL;
}

static void shows_the_code_and_the_number_beside_it(void **state)
{
    (void)state;
    show(0);
    assert_non_null(code());
    assert_true(stage_shows(&stage, "617-555-0142"));
    assert_true(stage_shows(&stage, "Saves as Marisol (Riverside)."));
    assert_true(stage_shows(&stage, "Not nights or weekends."));
    assert_non_null(stage_target(&stage, DO_DONE, 0));
    assert_null(stage_clipped(&stage));
}

static void modules_are_large_enough_for_a_phone(void **state)
{
    (void)state;
    static const double dpi[] = {100.6, 149.0}; /* 15 and 10.1 inches */
    show(0);
    for (int i = 0; i < 2; i++) {
        stage.app.canvas.px_per_mm = dpi[i] / 25.4;
        const struct qr *qr = code();
        assert_non_null(qr);
        assert_true(qr->module_px / stage.app.canvas.px_per_mm >= 1.25);
        assert_true((qr->side + 2 * QR_QUIET_ZONE) * qr->module_px <= 436);
    }
}

static void does_not_claim_discretion_that_the_name_breaks(void **state)
{
    (void)state;
    assert_true((show(0), stage_shows(&stage, "does not say")));
    stage.coaches[0].card_name = "Marisol (Recovery)";
    assert_false(stage_shows(&stage, "does not say"));
}

static void without_a_chosen_coach_it_is_one_who_has_a_phone(void **state)
{
    (void)state;
    stage.coaches[0].phone = "";
    app_go(&stage.app, SCREEN_CARD);
    assert_true(stage_shows(&stage, "Saves as Amina (Riverside)."));
}

static void no_phone_says_so_and_where_to_ask(void **state)
{
    (void)state;
    show(5);
    assert_null(code());
    assert_true(stage_shows(&stage, "Sam has no work phone."));
    assert_true(stage_shows(&stage, "front desk"));
}

static void another_coach_goes_to_the_first_page_of_the_board(void **state)
{
    (void)state;
    show(0);
    stage.app.visit.board_page = 1;
    stage_act(&stage, DO_CARD_OTHER, 0);
    assert_int_equal(app_screen(&stage.app), SCREEN_BOARD);
    assert_int_equal(stage.app.visit.board_page, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shows_the_code_and_the_number_beside_it, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(modules_are_large_enough_for_a_phone, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(does_not_claim_discretion_that_the_name_breaks, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(without_a_chosen_coach_it_is_one_who_has_a_phone, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(no_phone_says_so_and_where_to_ask, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(another_coach_goes_to_the_first_page_of_the_board, open_stage,
                                        close_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
