/* Growing strings. */
#include "base/strbuf.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void an_empty_string_can_be_read(void **state)
{
    (void)state;
    struct strbuf buf = STRBUF_INIT;

    assert_string_equal(strbuf_text(&buf), "");
    strbuf_clear(&buf);
    strbuf_release(&buf);
}

static void pieces_join(void **state)
{
    (void)state;
    struct strbuf buf = STRBUF_INIT;

    strbuf_add_text(&buf, "leaf");
    strbuf_add_char(&buf, ' ');
    strbuf_addf(&buf, "%d%s", 47, "!");
    strbuf_add(&buf, "xyz", 1);
    assert_string_equal(strbuf_text(&buf), "leaf 47!x");
    assert_int_equal(buf.length, 9);
    strbuf_clear(&buf);
    assert_string_equal(strbuf_text(&buf), "");
    strbuf_release(&buf);
}

static void it_grows_past_any_first_size(void **state)
{
    (void)state;
    struct strbuf buf = STRBUF_INIT;

    for (int i = 0; i < 5000; i++)
        strbuf_addf(&buf, "%04d", i);
    assert_int_equal(buf.length, 20000);
    assert_int_equal(strlen(strbuf_text(&buf)), 20000);
    assert_memory_equal(strbuf_text(&buf) + 19996, "4999", 4);
    strbuf_release(&buf);
}

static void a_failure_is_remembered_until_it_is_cleared(void **state)
{
    (void)state;
    struct strbuf buf = STRBUF_INIT;

    strbuf_add(&buf, "x", SIZE_MAX / 2);
    assert_true(strbuf_failed(&buf));
    strbuf_add_text(&buf, "more");
    assert_string_equal(strbuf_text(&buf), "");
    strbuf_clear(&buf);
    assert_false(strbuf_failed(&buf));
    strbuf_release(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_string_can_be_read),
        cmocka_unit_test(pieces_join),
        cmocka_unit_test(it_grows_past_any_first_size),
        cmocka_unit_test(a_failure_is_remembered_until_it_is_cleared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
