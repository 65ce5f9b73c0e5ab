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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(things_are_found_on_the_board),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
