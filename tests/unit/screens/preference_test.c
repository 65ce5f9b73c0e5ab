/* Whom somebody would rather talk with: offered, never required, and sent as the coaches will read it. */
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
    stage_act(&stage, DO_ASK, 0);
    return 0;
}

static int close_stage(void **state)
{
    (void)state;
    stage_close(&stage);
    return 0;
}

static void open_preference(void)
{
    stage_act(&stage, DO_CHANGE_WHO, 0);
    assert_non_null(stage_target(&stage, DO_PREFER, 0));
    stage_act(&stage, DO_PREFER, 0);
}

static struct relay_order sent(void)
{
    struct relay_order order = {0};
    stage_act(&stage, DO_SEND, 0);
    assert_true(app_take_order(&stage.app, &order));
    return order;
}

static void a_request_without_a_wish_carries_none(void **state)
{
    (void)state;
    assert_string_equal(sent().submit.preference, "");
}

static void a_wish_stands_on_the_review_and_goes_with_the_request(void **state)
{
    (void)state;
    open_preference();
    stage_act(&stage, DO_PREFER_LANGUAGE, 1);
    stage_act(&stage, DO_PREFER_GENDER, PREFERENCE_WOMAN);
    stage_act(&stage, DO_PREFER_DONE, 0);
    assert_int_equal(app_screen(&stage.app), SCREEN_REVIEW);
    assert_true(stage_shows(&stage, "Any coach"));
    assert_true(stage_shows(&stage, "If possible: Español, a woman"));
    assert_string_equal(sent().submit.preference, "speaks-es_woman");
}

static void only_what_coaches_speak_can_be_wished_for(void **state)
{
    (void)state;
    open_preference();
    assert_true(stage_shows(&stage, "English"));
    assert_true(stage_shows(&stage, "Español"));
    assert_true(stage_shows(&stage, "Tiếng Việt"));
    assert_false(stage_shows(&stage, "Русский"));
    stage_act(&stage, DO_PREFER_LANGUAGE, 3);
    assert_false(preference_is_set(&stage.app.visit.draft.preference));
}

static void nothing_is_asked_where_all_speak_one_language(void **state)
{
    (void)state;
    for (int i = 0; i < 6; i++) {
        stage.coaches[i].languages = stage_english;
        stage.coaches[i].language_count = 1;
    }
    stage_set_board(&stage);
    open_preference();
    assert_null(stage_target(&stage, DO_PREFER_LANGUAGE, -1));
    assert_non_null(stage_target(&stage, DO_PREFER_GENDER, PREFERENCE_MAN));
}

static void skipping_takes_the_wish_back(void **state)
{
    (void)state;
    open_preference();
    stage_act(&stage, DO_PREFER_GENDER, PREFERENCE_MAN);
    stage_act(&stage, DO_PREFER_SKIP, 0);
    assert_int_equal(app_screen(&stage.app), SCREEN_REVIEW);
    assert_string_equal(sent().submit.preference, "");
}

/* A coach who was chosen is who they are: then there is nothing left to wish for. */
static void a_wish_and_a_chosen_coach_replace_each_other(void **state)
{
    (void)state;
    const struct draft *draft = &stage.app.visit.draft;
    stage_act(&stage, DO_ASK_COACH, 1);
    assert_false(uuid_is_none(&draft->coach_id));
    open_preference();
    stage_act(&stage, DO_PREFER_GENDER, PREFERENCE_WOMAN);
    assert_true(uuid_is_none(&draft->coach_id));
    stage_act(&stage, DO_ASK_COACH, 1);
    assert_false(preference_is_set(&draft->preference));
    open_preference();
    stage_act(&stage, DO_PREFER_GENDER, PREFERENCE_WOMAN);
    stage_act(&stage, DO_ASK_ANY, 0);
    assert_false(preference_is_set(&draft->preference));
}

static void a_language_that_nobody_speaks_any_more_is_not_wished_for(void **state)
{
    (void)state;
    open_preference();
    stage_act(&stage, DO_PREFER_LANGUAGE, 2);
    stage_act(&stage, DO_PREFER_GENDER, PREFERENCE_WOMAN);
    stage.coaches[4].language_count = 1;
    stage_set_board(&stage);
    stage_act(&stage, DO_PREFER_DONE, 0);
    assert_string_equal(sent().submit.preference, "woman");
}

static void the_wish_is_forgotten_with_the_visit(void **state)
{
    (void)state;
    open_preference();
    stage_act(&stage, DO_PREFER_GENDER, PREFERENCE_WOMAN);
    app_leave(&stage.app);
    assert_false(preference_is_set(&stage.app.visit.draft.preference));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_request_without_a_wish_carries_none, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(a_wish_stands_on_the_review_and_goes_with_the_request, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(only_what_coaches_speak_can_be_wished_for, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(nothing_is_asked_where_all_speak_one_language, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(skipping_takes_the_wish_back, open_stage, close_stage),
        cmocka_unit_test_setup_teardown(a_wish_and_a_chosen_coach_replace_each_other, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(a_language_that_nobody_speaks_any_more_is_not_wished_for, open_stage,
                                        close_stage),
        cmocka_unit_test_setup_teardown(the_wish_is_forgotten_with_the_visit, open_stage, close_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
