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

/* Done is done, also on the second part; Back goes to the first. */
static void done_leaves_the_page_from_every_part(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    stage_draw(&stage);
    assert_true(stage.app.frame.parts > 1);
    stage_act(&stage, DO_MORE, 0);
    stage_act(&stage, DO_BACK, 0);
    assert_int_equal(app_screen(&stage.app), SCREEN_ACCESS);
    stage_act(&stage, DO_MORE, 0);
    assert_non_null(stage_target(&stage, DO_CLOSE, 0));
    stage_act(&stage, DO_CLOSE, 0);
    assert_int_equal(app_screen(&stage.app), SCREEN_HOME);
    stage_close(&stage);
}

static void pages_are_read_aloud_by_one_touch(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    assert_true(stage_target(&stage, DO_SPEAK, 0)->chosen);
    stage_act(&stage, DO_SPEAK, 1);
    assert_true(stage.app.visit.speech.on);
    assert_true(stage_target(&stage, DO_SPEAK, 1)->chosen);
    assert_int_equal(app_screen(&stage.app), SCREEN_ACCESS);
    stage_act(&stage, DO_SPEAK, 0);
    assert_false(stage.app.visit.speech.on);
    stage_close(&stage);
}

static void speed_and_volume_are_offered_while_pages_are_read(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    assert_null(stage_target(&stage, DO_SPEED, 2));
    assert_null(stage_target(&stage, DO_VOLUME, 1));
    stage_act(&stage, DO_SPEAK, 1);
    assert_true(stage_target(&stage, DO_SPEED, 1)->chosen);
    stage_act(&stage, DO_SPEED, 2);
    assert_true(stage_target(&stage, DO_SPEED, 2)->chosen);
    assert_true(stage.app.visit.speech.speed > 0);
    stage_act(&stage, DO_SPEED, 9);
    assert_true(stage_target(&stage, DO_SPEED, 2)->chosen);
    assert_true(stage_shows(&stage, "4 of 7"));
    stage_act(&stage, DO_VOLUME, 1);
    assert_true(stage_shows(&stage, "5 of 7"));
    for (int i = 0; i < 9; i++)
        stage_act(&stage, DO_VOLUME, -1);
    assert_true(stage_shows(&stage, "1 of 7"));
    stage_close(&stage);
}

static void reset_ends_reading_and_keypad_too(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    stage_act(&stage, DO_SPEAK, 1);
    stage_act(&stage, DO_SPEED, 0);
    stage_act(&stage, DO_VOLUME, 1);
    stage_act(&stage, DO_KEYPAD, 1);
    stage_act(&stage, DO_ACCESS_RESET, 0);
    const struct visit *visit = &stage.app.visit;
    assert_false(visit->speech.on);
    assert_int_equal(visit->speech.speed, 0);
    assert_int_equal(visit->speech.volume, 0);
    assert_false(visit->keypad);
    assert_true(stage_target(&stage, DO_KEYPAD, 0)->chosen);
    stage_close(&stage);
}

/* They began the visit by plugging in, and would be left without a word. */
static void reset_goes_on_reading_to_who_wears_headphones(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    app_headphones(&stage.app, true, stage.app.now);
    stage_act(&stage, DO_VOLUME, 1);
    stage_act(&stage, DO_ACCESS_RESET, 0);
    assert_true(stage.app.visit.speech.on);
    assert_int_equal(stage.app.visit.speech.volume, 0);
    stage_close(&stage);
}

static void a_language_without_a_voice_says_so_and_offers_none(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    app_add_language(&stage.app, "kea", "Kriolu", stage.english);
    stage.app.visit.language = 2;
    assert_true(stage_shows(&stage, "There is no voice for this language yet."));
    assert_true(stage_shows(&stage, "The front desk can read to you."));
    assert_null(stage_target(&stage, DO_SPEAK, 1));
    app_headphones(&stage.app, true, stage.app.now);
    assert_null(stage_target(&stage, DO_SPEAK, 0));
    assert_null(stage_target(&stage, DO_SPEED, 1));
    assert_null(stage_target(&stage, DO_VOLUME, 1));
    stage_close(&stage);
}

static void a_kiosk_that_cannot_speak_says_so_and_offers_none(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    stage.app.mute = true;
    assert_true(stage_shows(&stage, "This screen cannot read aloud."));
    assert_null(stage_target(&stage, DO_SPEAK, 1));
    stage_close(&stage);
}

/* Where a keypad is in use the ring is never gone, also after a helper's finger. */
static void with_the_keypad_the_focus_is_always_to_be_seen(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    stage_act(&stage, DO_KEYPAD, 1);
    stage_draw(&stage);
    assert_true(stage.app.focus >= 0);
    const struct element *target = stage_target(&stage, DO_THEME, THEME_WHITE);
    struct rect box = target->box;
    int index = (int)(target - stage.app.frame.items);
    app_pointer_down(&stage.app, box.x + 5, box.y + 5, stage.app.now);
    stage_draw(&stage);
    assert_int_equal(stage.app.focus, index);
    app_pointer_move(&stage.app, 1, 1, stage.app.now);
    app_pointer_up(&stage.app, 1, 1, stage.app.now);
    app_pointer_down(&stage.app, 250, 5, stage.app.now); /* beside every target */
    stage_draw(&stage);
    assert_int_equal(stage.app.focus, index);
    stage_act(&stage, DO_BACK, 0);
    stage_draw(&stage);
    assert_true(stage.app.focus >= 0);
    stage_act(&stage, DO_ACCESS, 0);
    stage_act(&stage, DO_KEYPAD, 0);
    app_pointer_down(&stage.app, 250, 5, stage.app.now);
    stage_draw(&stage);
    assert_true(stage.app.focus < 0);
    stage_close(&stage);
}

/* Home looks as it always does, but somebody stands there and listens. */
static void who_listens_at_home_is_asked_before_it_ends(void **state)
{
    (void)state;
    static struct stage stage;
    open_access(&stage);
    stage_act(&stage, DO_SPEAK, 1);
    stage_act(&stage, DO_BACK, 0);
    app_tick(&stage.app, stage_moment(APP_IDLE_MS + 1));
    assert_int_equal(stage.app.visit.cover, COVER_NONE);
    app_tick(&stage.app, stage_moment(APP_IDLE_LONG_MS + 1));
    assert_int_equal(stage.app.visit.cover, COVER_IDLE);
    app_tick(&stage.app, stage_moment(APP_IDLE_LONG_MS + APP_MORE_TIME_MS + 2));
    assert_false(stage.app.visit.speech.on);
    stage_close(&stage);
}

static void a_keypad_and_larger_text_have_twice_the_time(void **state)
{
    (void)state;
    static struct stage stage;
    static const struct action ways[] = {{DO_KEYPAD, 1}, {DO_TEXT_SIZE, TEXT_LARGEST}};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        open_access(&stage);
        stage_act(&stage, ways[i].kind, ways[i].arg);
        app_tick(&stage.app, stage_moment(APP_IDLE_LONG_MS - 1));
        assert_int_equal(stage.app.visit.cover, COVER_NONE);
        app_tick(&stage.app, stage_moment(APP_IDLE_LONG_MS + 1));
        assert_int_equal(stage.app.visit.cover, COVER_IDLE);
        stage_close(&stage);
    }
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
        cmocka_unit_test(done_leaves_the_page_from_every_part),
        cmocka_unit_test(pages_are_read_aloud_by_one_touch),
        cmocka_unit_test(speed_and_volume_are_offered_while_pages_are_read),
        cmocka_unit_test(reset_ends_reading_and_keypad_too),
        cmocka_unit_test(reset_goes_on_reading_to_who_wears_headphones),
        cmocka_unit_test(a_language_without_a_voice_says_so_and_offers_none),
        cmocka_unit_test(a_kiosk_that_cannot_speak_says_so_and_offers_none),
        cmocka_unit_test(with_the_keypad_the_focus_is_always_to_be_seen),
        cmocka_unit_test(who_listens_at_home_is_asked_before_it_ends),
        cmocka_unit_test(a_keypad_and_larger_text_have_twice_the_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
