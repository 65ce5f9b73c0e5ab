/* Catching stderr: see stderr.h. */
#include "support/stderr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <unistd.h>

struct stderr_catch stderr_catch_begin(void)
{
    struct stderr_catch given = {.before = dup(STDERR_FILENO)};
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    given.from = ends[0];
    return given;
}

void stderr_catch_end(struct stderr_catch *given, char *ret_text, size_t size)
{
    size_t length = 0;
    ssize_t got;

    dup2(given->before, STDERR_FILENO); /* the pipe's last writer: reading ends */
    close(given->before);
    while (length < size - 1 && (got = read(given->from, ret_text + length, size - 1 - length)) > 0)
        length += (size_t)got;
    ret_text[length] = '\0';
    close(given->from);
}
