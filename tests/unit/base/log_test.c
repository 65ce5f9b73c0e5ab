/* The log line, and error texts. */
#include "base/error.h"
#include "base/log.h"

#include <string.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* What log_write() puts on stderr, caught in a pipe. */
static void catch_line(enum log_level level, int64_t number, const struct uuid *id, char *ret_line,
                       size_t size)
{
    int pipe_ends[2], stderr_copy = dup(STDERR_FILENO);
    ssize_t length;

    assert_int_equal(pipe(pipe_ends), 0);
    dup2(pipe_ends[1], STDERR_FILENO);
    log_event_id(level, "request.closed", number, id);
    dup2(stderr_copy, STDERR_FILENO);
    length = read(pipe_ends[0], ret_line, size - 1);
    assert_true(length > 0);
    ret_line[length] = '\0';
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    close(stderr_copy);
}

static void a_line_is_level_event_number_and_id(void **state)
{
    (void)state;
    struct uuid id = {.bytes = {0xab}};
    char line[256];

    catch_line(LOG_LEVEL_WARNING, -3, &id, line, sizeof line);
    assert_string_equal(line, "warning request.closed -3 ab000000-0000-0000-0000-000000000000\n");
    catch_line(LOG_LEVEL_INFO, 7, NULL, line, sizeof line);
    assert_string_equal(line, "info request.closed 7\n");
}

static void every_error_has_a_text(void **state)
{
    (void)state;
    for (int error = CB_UNSUPPORTED; error <= CB_OK; error++)
        assert_true(strlen(cb_error_text(error)) > 0);
    assert_string_equal(cb_error_text(CB_NOT_FOUND), "not found");
    assert_string_equal(cb_error_text(CB_UNSUPPORTED - 1), "unknown error");
    assert_string_equal(cb_error_text(1), "unknown error");
}

static void a_problem_carries_words_and_the_error(void **state)
{
    (void)state;
    struct problem problem;

    assert_int_equal(problem_set(&problem, CB_IO, "cannot read %s", "x"), CB_IO);
    assert_string_equal(problem.text, "cannot read x");
    assert_int_equal(problem_set(NULL, CB_BUSY, "nobody reads this"), CB_BUSY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_level_event_number_and_id),
        cmocka_unit_test(every_error_has_a_text),
        cmocka_unit_test(a_problem_carries_words_and_the_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
