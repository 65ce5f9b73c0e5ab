/* What is said and when, written down by the transcript voice. Pages are small lists made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "speech/language.h"
#include "speech/narrator.h"

#include <stdlib.h>
#include <string.h>

struct desk {
    struct narrator narrator;
    struct speech_settings settings;
    struct element_list frame;
    struct narrator_page page;
    char *text; /* what was said since it was last looked at */
    size_t size, seen;
    FILE *out;
};

static int set_up(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    assert_non_null(desk);
    desk->out = open_memstream(&desk->text, &desk->size);
    narrator_init(&desk->narrator, voice_transcript(desk->out));
    desk->settings.on = true;
    desk->page = (struct narrator_page){.frame = &desk->frame,
                                        .focus = -1,
                                        .asked = -1,
                                        .by_keys = true,
                                        .page = 1,
                                        .language = "en",
                                        .ear = EAR_HEADPHONES};
    *state = desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;
    narrator_release(&desk->narrator);
    element_list_release(&desk->frame);
    fclose(desk->out);
    free(desk->text);
    free(desk);
    return 0;
}

static void follow(struct desk *desk)
{
    narrator_follow(&desk->narrator, &desk->settings, &desk->page);
}

/* What was said since the last call. */
static const char *said(struct desk *desk)
{
    fflush(desk->out);
    const char *since = desk->text + desk->seen;
    desk->seen = desk->size;
    return since;
}

static struct element *add_text(struct desk *desk, const char *text)
{
    struct element *element = element_add(&desk->frame, ELEMENT_TEXT, (struct rect){0, 0, 100, 40});
    element->text = text;
    return element;
}

static int add_button(struct desk *desk, const char *label, enum target_role role, int action)
{
    struct element *element = element_add(&desk->frame, ELEMENT_BOX, (struct rect){0, 0, 100, 40});
    element->role = role;
    element->label = label;
    element->action = (struct action){action, 0};
    return (int)desk->frame.count - 1;
}

/* A title, a text, two buttons. */
static void simple_page(struct desk *desk)
{
    element_list_clear(&desk->frame);
    desk->frame.title = "Hello";
    add_text(desk, "Hello");
    add_text(desk, "Two **coaches** are here.");
    add_button(desk, "Ask", TARGET_BUTTON, 1);
    add_button(desk, "Help now", TARGET_BUTTON, 2);
}

static void a_page_is_read_from_its_title_on(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    follow(desk);
    assert_string_equal(said(desk), "en\tHello\n"
                                    "en\tspeech.how\n"
                                    "en\tTwo coaches are here.\n"
                                    "en\tAsk, speech.button\n"
                                    "en\tHelp now, speech.button\n");
}

static void nothing_is_said_while_speech_is_off(void **state)
{
    struct desk *desk = *state;
    desk->settings.on = false;
    simple_page(desk);
    follow(desk);
    assert_string_equal(said(desk), "");
}

static void how_the_keys_work_is_said_once_a_visit(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    follow(desk);
    said(desk);
    desk->page.page = 2;
    follow(desk);
    assert_null(strstr(said(desk), "speech.how"));
    desk->settings.on = false;
    follow(desk);
    desk->settings.on = true;
    follow(desk);
    assert_non_null(strstr(said(desk), "speech.how"));
}

static void a_focused_target_is_said_in_place_of_everything_else(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    follow(desk);
    said(desk);
    desk->page.focus = 2;
    follow(desk);
    assert_string_equal(said(desk), "-\tstop\nen\tAsk, speech.button\n");
    follow(desk);
    assert_string_equal(said(desk), "");
}

static void a_choice_says_its_new_state(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    desk->page.focus = add_button(desk, "Housing", TARGET_CHECK, 3);
    follow(desk);
    assert_non_null(strstr(said(desk), "Housing, speech.check, speech.not_chosen"));
    desk->frame.items[desk->page.focus].chosen = true;
    follow(desk);
    assert_string_equal(said(desk), "-\tstop\nen\tHousing, speech.check, speech.chosen\n");
}

static void words_on_a_target_that_its_label_lacks_are_said_too(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    int door = add_button(desk, "Marisol", TARGET_BUTTON, 4);
    add_text(desk, "Marisol")->owner = door;
    add_text(desk, "Here now")->owner = door;
    follow(desk);
    assert_non_null(strstr(said(desk), "en\tMarisol, Here now, speech.button\n"));
}

static void what_changes_by_itself_is_said_and_nothing_twice(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    follow(desk);
    said(desk);
    add_text(desk, "Staff are coming.");
    follow(desk);
    assert_string_equal(said(desk), "en\tStaff are coming.\n");
    follow(desk);
    assert_string_equal(said(desk), "");
}

static void another_page_interrupts(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    follow(desk);
    said(desk);
    desk->page.page = 2;
    follow(desk);
    assert_memory_equal(said(desk), "-\tstop\nen\tHello\n", 15);
}

static void from_the_last_target_round_to_the_first_the_page_is_read_again(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    desk->page.focus = 3;
    follow(desk);
    said(desk);
    desk->page.focus = 2;
    follow(desk);
    assert_non_null(strstr(said(desk), "Two coaches are here."));
}

static void again_says_the_page_again(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    follow(desk);
    said(desk);
    desk->settings.repeats++;
    follow(desk);
    assert_memory_equal(said(desk), "-\tstop\nen\tHello\n", 15);
}

static void a_pause_holds_and_goes_on(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    follow(desk);
    said(desk);
    desk->settings.paused = true;
    follow(desk);
    assert_string_equal(said(desk), "-\thold\n");
    add_text(desk, "News.");
    follow(desk);
    assert_string_equal(said(desk), "");
    desk->settings.paused = false;
    follow(desk);
    assert_string_equal(said(desk), "-\tgo on\nen\tNews.\n");
}

static void on_the_loudspeaker_a_private_page_is_withheld(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    desk->frame.about_person = true;
    int row = add_button(desk, "Who: Marisol", TARGET_BUTTON, 4);
    desk->frame.items[row].about_person = true;
    add_text(desk, "Marisol")->owner = row;
    desk->page.ear = EAR_LOUDSPEAKER;
    follow(desk);
    const char *all = said(desk);
    assert_non_null(strstr(all, "en\tspeech.private\n"));
    assert_non_null(strstr(all, "Help now"));
    assert_null(strstr(all, "Marisol"));
    assert_null(strstr(all, "coaches"));
}

static void a_choice_on_a_private_page_does_not_tell_its_state_to_the_room(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    desk->frame.about_person = true;
    desk->frame.items[add_button(desk, "Housing", TARGET_CHECK, 3)].chosen = true;
    desk->page.ear = EAR_LOUDSPEAKER;
    follow(desk);
    const char *all = said(desk);
    assert_non_null(strstr(all, "Housing"));
    assert_null(strstr(all, "chosen"));
}

static void type(struct desk *desk, const char *text)
{
    simple_page(desk);
    add_text(desk, text)->typed = true;
    follow(desk);
}

static void typed_letters_are_said_on_headphones(void **state)
{
    struct desk *desk = *state;
    type(desk, "J");
    said(desk);
    type(desk, "Jo");
    assert_string_equal(said(desk), "-\tstop\nen\to\n");
    type(desk, "J");
    assert_string_equal(said(desk), "-\tstop\nen\tspeech.erased\n");
}

static void typed_letters_and_keys_are_never_said_on_the_loudspeaker(void **state)
{
    struct desk *desk = *state;
    desk->page.ear = EAR_LOUDSPEAKER;
    type(desk, "Q");
    type(desk, "Qx");
    desk->page.focus = add_button(desk, "Z", TARGET_KEY, 9);
    follow(desk);
    const char *all = said(desk);
    assert_null(strpbrk(all, "QxZ"));
    assert_non_null(strstr(all, "speech.key"));
}

static void keys_are_said_when_the_focus_comes_to_them(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    int key = add_button(desk, "Z", TARGET_KEY, 9);
    follow(desk);
    assert_null(strstr(said(desk), "Z"));
    desk->page.focus = key;
    follow(desk);
    assert_string_equal(said(desk), "-\tstop\nen\tZ\n");
}

static void a_language_without_a_voice_is_said_in_english(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    desk->page.language = "km";
    follow(desk);
    assert_string_equal(said(desk), "en\tspeech.no_voice\n");
    desk->page.focus = 2;
    follow(desk);
    assert_string_equal(said(desk), "");
}

static void another_language_is_spoken_at_once(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    follow(desk);
    said(desk);
    desk->page.language = "es";
    follow(desk);
    const char *all = said(desk);
    assert_memory_equal(all, "-\tstop\nes\tHello\n", 15);
    assert_null(strstr(all, "en\t"));
}

static void the_end_of_a_visit_leaves_no_word_behind(void **state)
{
    struct desk *desk = *state;
    type(desk, "Canary");
    desk->settings.on = false;
    follow(desk);
    const char *all = said(desk);
    assert_non_null(strstr(all, "-\tstop\n-\tforget\n"));
    assert_null(memmem(&desk->narrator, sizeof desk->narrator, "Canary", 6));
    assert_int_equal(desk->narrator.script.count, 0);
    assert_null(desk->narrator.arena.first);
}

static void speed_and_volume_stay_in_their_steps(void **state)
{
    (void)state;
    struct speech_settings settings = {.on = true};
    int usual = speech_words_per_minute(&settings), loud = speech_volume_percent(&settings);
    for (int i = 0; i < 20; i++)
        speech_faster(&settings, 1);
    assert_true(speech_words_per_minute(&settings) > usual);
    for (int i = 0; i < 20; i++)
        speech_faster(&settings, -1);
    assert_true(speech_words_per_minute(&settings) < usual);
    speech_louder(&settings, -1);
    assert_true(speech_volume_percent(&settings) < loud);
    for (int i = 0; i < SPEECH_VOLUME_MAX - SPEECH_VOLUME_MIN + 1; i++)
        speech_volume_next(&settings);
    assert_int_equal(settings.volume, -1);
}

static void numbers_to_dial_are_read_digit_by_digit(void **state)
{
    (void)state;
    struct strbuf out = STRBUF_INIT;
    language_pronounce("Call 911 or 617-555-0142 at 2:40, in 10-15 minutes. Walk-in.", &out);
    assert_string_equal(strbuf_text(&out),
                        "Call 9 1 1 or 6 1 7, 5 5 5, 0 1 4 2 at 2:40, in 10-15 minutes. Walk-in.");
    strbuf_release(&out);
}

static void words_that_are_touched_are_said_again_in_place_of_the_rest(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    follow(desk);
    said(desk);
    desk->page.asked = 1;
    follow(desk);
    assert_string_equal(said(desk), "-\tstop\nen\tTwo coaches are here.\n");
    desk->page.asked = 0;
    follow(desk);
    assert_string_equal(said(desk), "-\tstop\nen\tHello\n");
    desk->page.asked = -1;
    follow(desk);
    assert_string_equal(said(desk), "");
}

static void touched_words_of_a_private_page_are_not_said_to_the_room(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    desk->frame.about_person = true;
    desk->page.ear = EAR_LOUDSPEAKER;
    follow(desk);
    said(desk);
    desk->page.asked = 1;
    follow(desk);
    const char *words = said(desk);
    assert_non_null(strstr(words, "speech.private"));
    assert_null(strstr(words, "coaches"));
}

static void who_touches_is_told_about_touching(void **state)
{
    struct desk *desk = *state;
    simple_page(desk);
    desk->page.by_keys = false;
    follow(desk);
    const char *words = said(desk);
    assert_non_null(strstr(words, "speech.touch"));
    assert_null(strstr(words, "speech.how"));
}

int main(void)
{
#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        DESK_TEST(a_page_is_read_from_its_title_on),
        DESK_TEST(nothing_is_said_while_speech_is_off),
        DESK_TEST(how_the_keys_work_is_said_once_a_visit),
        DESK_TEST(who_touches_is_told_about_touching),
        DESK_TEST(words_that_are_touched_are_said_again_in_place_of_the_rest),
        DESK_TEST(touched_words_of_a_private_page_are_not_said_to_the_room),
        DESK_TEST(a_focused_target_is_said_in_place_of_everything_else),
        DESK_TEST(a_choice_says_its_new_state),
        DESK_TEST(words_on_a_target_that_its_label_lacks_are_said_too),
        DESK_TEST(what_changes_by_itself_is_said_and_nothing_twice),
        DESK_TEST(another_page_interrupts),
        DESK_TEST(from_the_last_target_round_to_the_first_the_page_is_read_again),
        DESK_TEST(again_says_the_page_again),
        DESK_TEST(a_pause_holds_and_goes_on),
        DESK_TEST(on_the_loudspeaker_a_private_page_is_withheld),
        DESK_TEST(a_choice_on_a_private_page_does_not_tell_its_state_to_the_room),
        DESK_TEST(typed_letters_are_said_on_headphones),
        DESK_TEST(typed_letters_and_keys_are_never_said_on_the_loudspeaker),
        DESK_TEST(keys_are_said_when_the_focus_comes_to_them),
        DESK_TEST(a_language_without_a_voice_is_said_in_english),
        DESK_TEST(another_language_is_spoken_at_once),
        DESK_TEST(the_end_of_a_visit_leaves_no_word_behind),
        cmocka_unit_test(speed_and_volume_stay_in_their_steps),
        cmocka_unit_test(numbers_to_dial_are_read_digit_by_digit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
