/* Finding things on the board. */
#include "domain/board.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void things_are_found_on_the_board(void **state)
{
    (void)state;
    const struct coach coaches[] = {{.id = {.bytes = {1}}, .name = "Marisol"},
                                    {.id = {.bytes = {2}}, .name = "Dee"}};
    const struct topic topics[] = {{.id = "talk"}, {.id = "home"}};
    const struct board board = {.coaches = coaches, .coach_count = 2, .topics = topics, .topic_count = 2};
    const struct uuid second = {.bytes = {2}}, nobody = {.bytes = {0}};

    assert_string_equal(board_coach(&board, &second)->name, "Dee");
    assert_null(board_coach(&board, &nobody));
    assert_ptr_equal(board_topic(&board, "home"), &topics[1]);
    assert_null(board_topic(&board, "hom"));
}

static void what_coaches_speak_is_listed_once_each(void **state)
{
    (void)state;
    const char *const first[] = {"en", "es"}, *const second[] = {"zh-Hans", "en", "", "zh"};
    const struct coach coaches[] = {{.languages = first, .language_count = 2},
                                    {.languages = second, .language_count = 4}};
    const struct board board = {.coaches = coaches, .coach_count = 2};
    const struct spoken_languages languages = board_spoken_languages(&board);

    assert_int_equal(languages.count, 3);
    assert_string_equal(languages.codes[0], "en");
    assert_string_equal(languages.codes[1], "es");
    assert_string_equal(languages.codes[2], "zh");
    assert_true(spoken_language_listed(&languages, "zh"));
    assert_false(spoken_language_listed(&languages, "zh-Hans"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(things_are_found_on_the_board),
        cmocka_unit_test(what_coaches_speak_is_listed_once_each),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
