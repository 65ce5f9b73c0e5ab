/* Days of the calendar. */
#include "base/date.h"
#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void days_count_from_1970(void **state)
{
    (void)state;
    assert_int_equal(date_to_days((struct date){1970, 1, 1}), 0);
    assert_int_equal(date_to_days((struct date){1969, 12, 31}), -1);
    assert_int_equal(date_to_days((struct date){2000, 3, 1}), 11017);
}

/* One day at a time over a whole cycle of leap years: no day is left out, repeated or out of order. */
static void every_day_follows_the_one_before(void **state)
{
    (void)state;
    struct date before = date_from_days(-150000);

    for (int64_t days = -149999; days < 150000; days++) {
        struct date date = date_from_days(days);

        assert_int_equal(date_to_days(date), days);
        assert_true(date_compare(before, date) < 0);
        assert_true(date.day == before.day + 1 ||
                    (date.day == 1 && before.day == date_days_in_month(before.year, before.month)));
        assert_int_equal(date_weekday(date), (date_weekday(before) + 1) % 7);
        before = date;
    }
}

static void weekdays_start_on_monday(void **state)
{
    (void)state;
    assert_int_equal(date_weekday((struct date){2026, 11, 22}), 6);
    assert_int_equal(date_weekday((struct date){2026, 11, 23}), 0);
    assert_int_equal(date_weekday((struct date){1969, 12, 29}), 0);
}

static void only_real_days_are_read(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",           "2026-1-01",  "2026-02-29", "1900-02-29",  "2026-13-01",
                                        "2026-00-10", "2026-04-31", "2026-01-00", "2026-01-010", "2026/01/01",
                                        "0000-01-01", "-026-01-01", "2026-01-0x"};
    struct date date = {1, 2, 3};

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(date_parse(wrong[i], &date), CB_BAD_INPUT);
    assert_int_equal(date.year, 1); /* untouched */
    assert_int_equal(date_parse("2024-02-29", &date), CB_OK);
    assert_int_equal(date.day, 29);
    assert_int_equal(date_parse("2000-02-29", &date), CB_OK);
}

static void a_date_is_written_as_it_is_read(void **state)
{
    (void)state;
    char text[DATE_TEXT_SIZE];

    date_format((struct date){2026, 3, 8}, text);
    assert_string_equal(text, "2026-03-08");
}

static void adding_days_crosses_months_and_years(void **state)
{
    (void)state;
    assert_int_equal(date_compare(date_add_days((struct date){2024, 2, 28}, 1), (struct date){2024, 2, 29}),
                     0);
    assert_int_equal(date_compare(date_add_days((struct date){2026, 1, 1}, -1), (struct date){2025, 12, 31}),
                     0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_count_from_1970),
        cmocka_unit_test(every_day_follows_the_one_before),
        cmocka_unit_test(weekdays_start_on_monday),
        cmocka_unit_test(only_real_days_are_read),
        cmocka_unit_test(a_date_is_written_as_it_is_read),
        cmocka_unit_test(adding_days_crosses_months_and_years),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
