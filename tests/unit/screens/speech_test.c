/* What starts and ends speech in a visit, and what a keypad's keys do. */
#include "app_fixture.h"

static void plug(struct kiosk *kiosk, bool plugged)
{
    app_headphones(&kiosk->app, plugged, kiosk->now);
    fixture_draw(kiosk);
}

static void press(struct kiosk *kiosk, enum app_key key)
{
    app_keypad(&kiosk->app, key, kiosk->now);
    fixture_draw(kiosk);
}

static void plugging_headphones_in_starts_speech_and_shows_the_focus(void **state)
{
    struct kiosk *kiosk = *state;
    assert_false(kiosk->app.visit.speech.on);
    plug(kiosk, true);
    assert_true(kiosk->app.visit.speech.on);
    assert_true(kiosk->app.focus >= 0);
    assert_int_equal(app_narration(&kiosk->app).ear, EAR_HEADPHONES);
}

static void pulling_the_plug_stops_speech_and_clears_the_screen(void **state)
{
    struct kiosk *kiosk = *state;
    plug(kiosk, true);
    touch(kiosk, DO_SEE_BOARD);
    plug(kiosk, false);
    assert_false(kiosk->app.visit.speech.on);
    assert_int_equal(app_screen(&kiosk->app), SCREEN_HOME);
    assert_int_equal(kiosk->app.visit.history_count, 1);
}

static void pulling_the_plug_does_not_end_a_call_for_help(void **state)
{
    struct kiosk *kiosk = *state;
    plug(kiosk, true);
    touch(kiosk, DO_HELP);
    touch(kiosk, DO_BRING_STAFF);
    plug(kiosk, false);
    assert_false(kiosk->app.visit.speech.on);
    assert_int_equal(app_screen(&kiosk->app), SCREEN_HELP_SENT);
}

static void headphones_that_are_told_twice_change_nothing(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_SEE_BOARD);
    plug(kiosk, false);
    assert_int_equal(app_screen(&kiosk->app), SCREEN_BOARD);
}

static void the_first_key_starts_speech_and_does_nothing_else(void **state)
{
    struct kiosk *kiosk = *state;
    press(kiosk, KEY_SELECT);
    assert_true(kiosk->app.visit.speech.on);
    assert_int_equal(app_screen(&kiosk->app), SCREEN_HOME);
    assert_true(kiosk->app.focus >= 0);
    assert_int_equal(app_narration(&kiosk->app).ear, EAR_LOUDSPEAKER);
    press(kiosk, KEY_SELECT);
    assert_int_not_equal(app_screen(&kiosk->app), SCREEN_HOME);
}

static void the_help_key_opens_help_at_once(void **state)
{
    struct kiosk *kiosk = *state;
    press(kiosk, KEY_HELP);
    assert_int_equal(app_screen(&kiosk->app), SCREEN_HELP);
    assert_true(kiosk->app.visit.speech.on);
}

static void the_volume_key_goes_round_and_the_next_visitor_gets_the_usual(void **state)
{
    struct kiosk *kiosk = *state;
    press(kiosk, KEY_NEXT);
    press(kiosk, KEY_VOLUME);
    press(kiosk, KEY_FASTER);
    assert_int_equal(kiosk->app.visit.speech.volume, 1);
    assert_int_equal(kiosk->app.visit.speech.speed, 1);
    for (int i = SPEECH_VOLUME_MIN; i < SPEECH_VOLUME_MAX; i++)
        press(kiosk, KEY_VOLUME);
    assert_int_equal(kiosk->app.visit.speech.volume, 0);
    press(kiosk, KEY_LOUDER);
    touch(kiosk, DO_SEE_BOARD);
    touch(kiosk, DO_START_OVER);
    assert_int_equal(kiosk->app.visit.speech.volume, 0);
    assert_int_equal(kiosk->app.visit.speech.speed, 0);
    assert_false(kiosk->app.visit.speech.on);
}

static void speech_keys_move_nothing(void **state)
{
    struct kiosk *kiosk = *state;
    press(kiosk, KEY_NEXT);
    struct action focus = kiosk->app.focus_action;
    static const enum app_key keys[] = {KEY_REPEAT, KEY_PAUSE,  KEY_PAUSE,  KEY_FASTER,
                                        KEY_SLOWER, KEY_LOUDER, KEY_SOFTER, KEY_VOLUME};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        press(kiosk, keys[i]);
    assert_memory_equal(&focus, &kiosk->app.focus_action, sizeof focus);
    assert_int_equal(kiosk->app.visit.speech.repeats, 1);
    assert_false(kiosk->app.visit.speech.paused);
}

static void who_listens_has_twice_the_time(void **state)
{
    struct kiosk *kiosk = *state;
    press(kiosk, KEY_NEXT);
    press(kiosk, KEY_SELECT);
    wait_ms(kiosk, APP_IDLE_MS + SECOND_MS);
    assert_int_equal(kiosk->app.visit.cover, COVER_NONE);
    wait_ms(kiosk, APP_IDLE_LONG_MS - APP_IDLE_MS);
    assert_int_equal(kiosk->app.visit.cover, COVER_IDLE);
}

static void a_touch_can_start_and_stop_speech_too(void **state)
{
    struct kiosk *kiosk = *state;
    app_act(&kiosk->app, (struct action){DO_SPEAK, 1}, kiosk->now);
    assert_true(kiosk->app.visit.speech.on);
    assert_int_equal(app_speed_choice(&kiosk->app), 1);
    app_act(&kiosk->app, (struct action){DO_SPEED, 2}, kiosk->now);
    assert_int_equal(app_speed_choice(&kiosk->app), 2);
    app_act(&kiosk->app, (struct action){DO_SPEED, 7}, kiosk->now);
    assert_int_equal(app_speed_choice(&kiosk->app), 2);
    app_act(&kiosk->app, (struct action){DO_SPEAK, 0}, kiosk->now);
    assert_false(kiosk->app.visit.speech.on);
}

static void another_page_is_another_page_to_the_narrator(void **state)
{
    struct kiosk *kiosk = *state;
    int home = app_narration(&kiosk->app).page;
    touch(kiosk, DO_SEE_BOARD);
    int board = app_narration(&kiosk->app).page;
    assert_int_not_equal(home, board);
    wait_ms(kiosk, APP_IDLE_MS + SECOND_MS);
    assert_int_not_equal(app_narration(&kiosk->app).page, board);
}

/* More opens it: what stands there is read like another page. */
static void another_part_of_a_page_is_another_page_by_ear(void **state)
{
    struct kiosk *kiosk = *state;
    press(kiosk, KEY_NEXT);
    touch(kiosk, DO_ACCESS);
    int first = app_narration(&kiosk->app).page;
    assert_true(kiosk->app.frame.parts > 1);
    touch(kiosk, DO_MORE);
    assert_int_not_equal(app_narration(&kiosk->app).page, first);
    touch(kiosk, DO_BACK);
    assert_int_equal(app_narration(&kiosk->app).page, first);
}

static void a_key_of_the_keypad_switches_the_keypad_on(void **state)
{
    struct kiosk *kiosk = *state;
    assert_false(kiosk->app.visit.keypad);
    press(kiosk, KEY_NEXT);
    assert_true(kiosk->app.visit.keypad);
    touch(kiosk, DO_SEE_BOARD);
    touch(kiosk, DO_START_OVER);
    assert_false(kiosk->app.visit.keypad);
}

static void a_touch_on_words_asks_for_them_only_while_pages_are_read(void **state)
{
    struct kiosk *kiosk = *state;
    int text = -1;
    for (int i = 0; i < (int)kiosk->app.frame.count && text < 0; i++)
        if (kiosk->app.frame.items[i].kind == ELEMENT_TEXT && kiosk->app.frame.items[i].owner < 0)
            text = i;
    struct rect box = kiosk->app.frame.items[text].box;
    touch_at(kiosk, box.x + 2, box.y + 2);
    assert_int_equal(app_narration(&kiosk->app).asked, -1);
    app_act(&kiosk->app, (struct action){DO_SPEAK, 1}, kiosk->now);
    touch_at(kiosk, box.x + 2, box.y + 2);
    assert_int_equal(app_narration(&kiosk->app).asked, text);
    touch(kiosk, DO_SEE_BOARD);
    assert_int_equal(app_narration(&kiosk->app).asked, -1);
}

int main(void)
{
#define KIOSK_TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)
    const struct CMUnitTest tests[] = {
        KIOSK_TEST(plugging_headphones_in_starts_speech_and_shows_the_focus),
        KIOSK_TEST(pulling_the_plug_stops_speech_and_clears_the_screen),
        KIOSK_TEST(pulling_the_plug_does_not_end_a_call_for_help),
        KIOSK_TEST(headphones_that_are_told_twice_change_nothing),
        KIOSK_TEST(another_part_of_a_page_is_another_page_by_ear),
        KIOSK_TEST(a_key_of_the_keypad_switches_the_keypad_on),
        KIOSK_TEST(a_touch_on_words_asks_for_them_only_while_pages_are_read),
        KIOSK_TEST(the_first_key_starts_speech_and_does_nothing_else),
        KIOSK_TEST(the_help_key_opens_help_at_once),
        KIOSK_TEST(the_volume_key_goes_round_and_the_next_visitor_gets_the_usual),
        KIOSK_TEST(speech_keys_move_nothing),
        KIOSK_TEST(who_listens_has_twice_the_time),
        KIOSK_TEST(a_touch_can_start_and_stop_speech_too),
        KIOSK_TEST(another_page_is_another_page_to_the_narrator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
