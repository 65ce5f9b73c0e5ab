/* Moments as text. */
#include "base/clock.h"
#include "base/error.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void moments_are_written_in_utc(void **state)
{
    (void)state;
    char text[MOMENT_TEXT_SIZE];

    moment_format(0, text);
    assert_string_equal(text, "1970-01-01T00:00:00Z");
    moment_format(-1, text);
    assert_string_equal(text, "1969-12-31T23:59:59.999Z");
    moment_format(INT64_C(1795358400) * SECOND_MS + 5, text);
    assert_string_equal(text, "2026-11-22T14:40:00.005Z");
}

static void the_ends_of_time_fit_the_text(void **state)
{
    (void)state;
    char text[MOMENT_TEXT_SIZE];

    moment_format(INT64_MAX, text);
    assert_true(strlen(text) < sizeof text && text[strlen(text) - 1] == 'Z');
    moment_format(INT64_MIN, text);
    assert_true(strlen(text) < sizeof text && text[strlen(text) - 1] == 'Z');
}

static void moments_come_back_as_they_were(void **state)
{
    (void)state;
    char text[MOMENT_TEXT_SIZE];
    int64_t back_ms;

    for (int64_t wall_ms = INT64_C(-2000000000000); wall_ms < INT64_C(9000000000000);
         wall_ms += INT64_C(7654321987)) {
        moment_format(wall_ms, text);
        assert_int_equal(moment_parse(text, &back_ms), CB_OK);
        assert_int_equal(back_ms, wall_ms);
    }
}

static void other_forms_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "2026-11-22",
        "2026-11-22T14:40:00",
        "2026-11-22t14:40:00z",
        "2026-11-22T14:40:00+00:00",
        "2026-11-22 14:40:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T14:60:00Z",
        "2026-11-22T14:40:60Z",
        "2026-02-30T14:40:00Z",
        "2026-11-22T14:40:00.Z",
        "2026-11-22T14:40:00.5Z",
        "2026-11-22T14:40:00Zx",
    };
    int64_t wall_ms = 7;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(moment_parse(wrong[i], &wall_ms), CB_BAD_INPUT);
    assert_int_equal(wall_ms, 7);
}

static void the_clock_goes_forward(void **state)
{
    (void)state;
    struct moment first = moment_now(), second = moment_now();

    assert_true(first.wall_ms > INT64_C(1700000000000));
    assert_true(second.mono_ms >= first.mono_ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_written_in_utc),     cmocka_unit_test(the_ends_of_time_fit_the_text),
        cmocka_unit_test(moments_come_back_as_they_were), cmocka_unit_test(other_forms_are_refused),
        cmocka_unit_test(the_clock_goes_forward),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
