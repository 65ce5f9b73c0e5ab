/* Memory that is overwritten when it is given back. */
#include "base/wipe.h"
#include "support/freed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH (sizeof FREED_CANARY - 1)

static void freed_memory_is_overwritten(void **state)
{
    (void)state;
    char *text = strdup(FREED_CANARY);

    assert_int_equal(freed_letters(text), LENGTH);
    wipe_free(text);
    assert_int_equal(freed_letters(text), 0);
}

static void memory_that_grows_leaves_no_copy_behind(void **state)
{
    (void)state;
    char *text = strdup(FREED_CANARY);
    char *grown = wipe_realloc(text, 2 * sizeof FREED_CANARY);

    assert_ptr_not_equal(grown, text);
    assert_string_equal(grown, FREED_CANARY);
    assert_int_equal(freed_letters(text), 0);
    wipe_free(grown);
    assert_int_equal(freed_letters(grown), 0);
}

static void nothing_is_freed_and_grown_too(void **state)
{
    (void)state;
    char *first;

    wipe_free(NULL);
    first = wipe_realloc(NULL, 10);
    assert_non_null(first);
    wipe_free(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(freed_memory_is_overwritten),
        cmocka_unit_test(memory_that_grows_leaves_no_copy_behind),
        cmocka_unit_test(nothing_is_freed_and_grown_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
