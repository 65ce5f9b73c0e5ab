/* What moves from one picture to the next, and what does not wait for it. */
#include "app_fixture.h"

static void assert_moves(struct kiosk *kiosk, int span_ms)
{
    assert_false(kiosk->app.motion.at_once);
    assert_int_equal(kiosk->app.motion.span_ms, span_ms);
}

static void assert_at_once(struct kiosk *kiosk)
{
    assert_true(kiosk->app.motion.at_once);
    assert_int_equal(kiosk->app.motion.span_ms, 0);
}

static void down(struct kiosk *kiosk, int kind)
{
    struct rect box = kiosk->app.frame.items[target_index(kiosk, kind, 0)].box;
    app_pointer_down(&kiosk->app, box.x + box.w / 2, box.y + box.h / 2, kiosk->now);
    fixture_draw(kiosk);
}

static void stop_movement(struct kiosk *kiosk)
{
    touch(kiosk, DO_ACCESS);
    touch_arg(kiosk, DO_STILL, 1);
    touch(kiosk, DO_CLOSE);
    assert_screen(kiosk, SCREEN_HOME);
}

static void the_first_picture_is_there_at_once(void **state)
{
    struct kiosk *kiosk = *state;
    kiosk->app.scene = (struct scene){0};
    fixture_draw(kiosk);
    assert_at_once(kiosk);
}

static void a_page_fades_into_the_next_one(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_SEE_BOARD);
    assert_moves(kiosk, 160);
    assert_int_equal(kiosk->app.motion.box.w, kiosk->app.canvas.width);
    assert_int_equal(kiosk->app.motion.box.h, kiosk->app.canvas.height);
}

static void only_the_target_goes_down_and_comes_up(void **state)
{
    struct kiosk *kiosk = *state;
    struct rect target = kiosk->app.frame.items[target_index(kiosk, DO_ASK, 0)].box;
    down(kiosk, DO_ASK);
    assert_moves(kiosk, 60);
    assert_int_equal(kiosk->app.motion.box.x, target.x);
    assert_int_equal(kiosk->app.motion.box.w, target.w);
    assert_true(kiosk->app.motion.box.h > target.h); /* and its lip */
    app_pointer_move(&kiosk->app, 0, 0, kiosk->now);
    fixture_draw(kiosk);
    assert_moves(kiosk, 120);
    assert_int_equal(kiosk->app.motion.box.x, target.x);
}

static void what_changes_on_a_page_is_there_without_movement(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_SEE_BOARD);
    app_set_board(&kiosk->app, &kiosk->board, kiosk->app.zone, kiosk->now, kiosk->now);
    fixture_draw(kiosk);
    assert_moves(kiosk, 0);
    app_key(&kiosk->app, KEY_NEXT, kiosk->now);
    fixture_draw(kiosk);
    assert_moves(kiosk, 0);
}

/* Nobody waits for a picture: the next touch means the new page, from the moment it begins to come. */
static void a_touch_during_a_fade_is_for_the_new_page(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_SEE_BOARD);
    assert_moves(kiosk, 160);
    struct rect back = kiosk->app.frame.items[target_index(kiosk, DO_BACK, 0)].box;
    app_pointer_down(&kiosk->app, back.x + 5, back.y + 5, kiosk->now);
    app_pointer_up(&kiosk->app, back.x + 5, back.y + 5, kiosk->now);
    assert_screen(kiosk, SCREEN_HOME);
}

static void help_is_there_at_once(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_HELP);
    assert_at_once(kiosk);
    touch(kiosk, DO_BRING_STAFF);
    assert_at_once(kiosk);
}

static void a_cover_hides_at_once(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    wait_ms(kiosk, APP_IDLE_MS);
    assert_int_equal(kiosk->app.visit.cover, COVER_IDLE);
    assert_at_once(kiosk);
    touch(kiosk, DO_MORE_TIME);
    assert_moves(kiosk, 160);
}

static void nothing_of_a_visit_shines_through_its_end(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_SEE_BOARD);
    touch(kiosk, DO_START_OVER);
    assert_screen(kiosk, SCREEN_HOME);
    assert_at_once(kiosk);
}

static void another_contrast_is_there_at_once(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ACCESS);
    touch_arg(kiosk, DO_THEME, THEME_BLACK);
    assert_at_once(kiosk);
}

static void nothing_moves_when_movement_is_stopped(void **state)
{
    struct kiosk *kiosk = *state;
    stop_movement(kiosk);
    down(kiosk, DO_SEE_BOARD);
    assert_moves(kiosk, 0);
    struct rect box = kiosk->app.frame.items[target_index(kiosk, DO_SEE_BOARD, 0)].box;
    app_pointer_up(&kiosk->app, box.x + 5, box.y + 5, kiosk->now);
    fixture_draw(kiosk);
    assert_screen(kiosk, SCREEN_BOARD);
    assert_at_once(kiosk);
    down(kiosk, DO_BACK);
    assert_moves(kiosk, 0);
    app_pointer_move(&kiosk->app, 0, 0, kiosk->now);
    fixture_draw(kiosk);
    assert_moves(kiosk, 0);
}

#define KIOSK_TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIOSK_TEST(the_first_picture_is_there_at_once),
        KIOSK_TEST(a_page_fades_into_the_next_one),
        KIOSK_TEST(only_the_target_goes_down_and_comes_up),
        KIOSK_TEST(what_changes_on_a_page_is_there_without_movement),
        KIOSK_TEST(a_touch_during_a_fade_is_for_the_new_page),
        KIOSK_TEST(help_is_there_at_once),
        KIOSK_TEST(a_cover_hides_at_once),
        KIOSK_TEST(nothing_of_a_visit_shines_through_its_end),
        KIOSK_TEST(another_contrast_is_there_at_once),
        KIOSK_TEST(nothing_moves_when_movement_is_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
