/* Typing a first name, on the screen and on an attached keyboard. */
#include "app_fixture.h"

static int open_name(void **state)
{
    kiosk_set_up(state);
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    touch(kiosk, DO_CHANGE_HOW);
    touch_arg(kiosk, DO_FIND, FIND_NAME);
    return 0;
}

static const char *name_of(struct kiosk *kiosk)
{
    return kiosk->app.visit.draft.name;
}

static void type(struct kiosk *kiosk, const char *text)
{
    for (uint32_t character; (character = utf8_next(&text)) != 0;)
        app_type(&kiosk->app, character, kiosk->now);
    fixture_draw(kiosk);
}

static void the_first_letter_is_large_and_the_next_is_small(void **state)
{
    struct kiosk *kiosk = *state;
    touch_arg(kiosk, DO_KEY, 'R');
    touch_arg(kiosk, DO_KEY, 'a');
    touch_arg(kiosk, DO_KEY, 'y');
    assert_string_equal(name_of(kiosk), "Ray");
    assert_true(reads(kiosk, "Ray"));
}

static void a_letter_after_a_space_is_large_again(void **state)
{
    struct kiosk *kiosk = *state;
    touch_arg(kiosk, DO_KEY, 'A');
    touch_arg(kiosk, DO_KEY, ' ');
    touch_arg(kiosk, DO_KEY, 'B');
    assert_string_equal(name_of(kiosk), "A B");
}

static void accents_have_a_page_of_keys(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_KEYS_ACCENTS);
    touch_arg(kiosk, DO_KEY, 0xC1);
    assert_string_equal(name_of(kiosk), "\u00c1");
    touch(kiosk, DO_KEYS_ACCENTS);
    touch_arg(kiosk, DO_KEY, 0xF1);
    assert_string_equal(name_of(kiosk), "\u00c1\u00f1");
}

static void digits_have_a_page_of_keys(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_KEYS_DIGITS);
    touch_arg(kiosk, DO_KEY, '2');
    touch(kiosk, DO_KEYS_LETTERS);
    touch_arg(kiosk, DO_KEY, 'x');
    assert_string_equal(name_of(kiosk), "2x");
}

static void backspace_takes_a_whole_character(void **state)
{
    struct kiosk *kiosk = *state;
    type(kiosk, "Jos\u00e9");
    touch(kiosk, DO_BACKSPACE);
    assert_string_equal(name_of(kiosk), "Jos");
    type(kiosk, "\b\b\b\b");
    assert_string_equal(name_of(kiosk), "");
    for (size_t i = 0; i < sizeof kiosk->app.visit.draft.name; i++)
        assert_int_equal(name_of(kiosk)[i], 0);
}

static void a_name_ends_at_64_bytes_and_never_inside_a_character(void **state)
{
    struct kiosk *kiosk = *state;
    for (int i = 0; i < 63; i++)
        type(kiosk, "a");
    type(kiosk, "\u00e9");
    assert_int_equal(strlen(name_of(kiosk)), 63);
    type(kiosk, "bb");
    assert_int_equal(strlen(name_of(kiosk)), 64);
    assert_true(utf8_valid(name_of(kiosk), 64));
}

static void control_characters_are_not_typed(void **state)
{
    struct kiosk *kiosk = *state;
    type(kiosk, "A\u202e\u2066\xc2\x85\n"
                "B");
    assert_string_equal(name_of(kiosk), "AB");
}

static void spaces_do_not_begin_or_pile_up(void **state)
{
    struct kiosk *kiosk = *state;
    type(kiosk, "  Ray   B ");
    assert_string_equal(name_of(kiosk), "Ray B ");
    touch(kiosk, DO_FIND_DONE);
    assert_string_equal(name_of(kiosk), "Ray B");
}

static void typing_on_another_page_goes_nowhere(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_FIND_DONE);
    type(kiosk, "Ray");
    assert_string_equal(name_of(kiosk), "");
}

static void a_site_without_names_offers_none(void **state)
{
    struct kiosk *kiosk = *state;
    type(kiosk, "Ray");
    struct board board = kiosk->board;
    board.site.settings.names_allowed = false;
    app_set_board(&kiosk->app, &board, NULL, kiosk->now, kiosk->now);
    fixture_draw(kiosk);
    assert_string_equal(name_of(kiosk), "");
    assert_int_equal(target_index(kiosk, DO_FIND, FIND_NAME), -1);
    app_act(&kiosk->app, (struct action){DO_FIND, FIND_NAME}, kiosk->now);
    assert_int_equal(kiosk->app.visit.draft.find, FIND_SIGN);
    app_set_board(&kiosk->app, &kiosk->board, NULL, kiosk->now, kiosk->now);
}

/* A board of two weeks ago: its keys are of days that are over. What was typed goes, the sign stays. */
static void without_a_key_for_today_only_the_sign_is_offered(void **state)
{
    struct kiosk *kiosk = *state;
    static const struct epoch old[] = {{EPOCH_VISIT, {9}, 0, 1}, {EPOCH_CALLBACK, {9}, 0, INT64_MAX}};
    struct board board = kiosk->board;

    type(kiosk, "Ray");
    board.epochs = old;
    board.epoch_count = 2;
    board.site.settings.texting = true;
    app_set_board(&kiosk->app, &board, NULL, kiosk->now, kiosk->now);
    fixture_draw(kiosk);
    assert_string_equal(name_of(kiosk), "");
    assert_int_equal(kiosk->app.visit.draft.find, FIND_SIGN);
    assert_int_equal(target_index(kiosk, DO_FIND, FIND_NAME), -1);
    assert_int_equal(target_index(kiosk, DO_FIND, FIND_TEXT), -1);
    app_set_board(&kiosk->app, &kiosk->board, NULL, kiosk->now, kiosk->now);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_name, kiosk_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_first_letter_is_large_and_the_next_is_small),
        TEST(a_letter_after_a_space_is_large_again),
        TEST(accents_have_a_page_of_keys),
        TEST(digits_have_a_page_of_keys),
        TEST(backspace_takes_a_whole_character),
        TEST(a_name_ends_at_64_bytes_and_never_inside_a_character),
        TEST(control_characters_are_not_typed),
        TEST(spaces_do_not_begin_or_pile_up),
        TEST(typing_on_another_page_goes_nowhere),
        TEST(a_site_without_names_offers_none),
        TEST(without_a_key_for_today_only_the_sign_is_offered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
