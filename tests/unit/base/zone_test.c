/* Time zones: the nights on which clocks change, rules for the far future, and files that are not what they
 * say. */
#include "base/clock.h"
#include "base/error.h"
#include "base/zone.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct zone *load(const char *name)
{
    struct zone *zone = NULL;

    assert_int_equal(zone_load(name, &zone), CB_OK);
    return zone;
}

/* The UTC text of a local time. */
static const char *utc_of(const struct zone *zone, int year, int month, int day, int minute)
{
    static char text[MOMENT_TEXT_SIZE];

    moment_format(zone_wall_ms(zone, (struct date){year, month, day}, minute), text);
    return text;
}

static int local_minute(const struct zone *zone, const char *utc)
{
    int64_t wall_ms;

    assert_int_equal(moment_parse(utc, &wall_ms), CB_OK);
    return zone_local(zone, wall_ms).minute;
}

static void a_missing_hour_counts_as_the_later_one(void **state)
{
    (void)state;
    struct zone *new_york = load("America/New_York");
    struct zone *berlin = load("Europe/Berlin");

    assert_string_equal(utc_of(new_york, 2026, 3, 8, 1 * 60 + 59), "2026-03-08T06:59:00Z");
    assert_string_equal(utc_of(new_york, 2026, 3, 8, 2 * 60 + 30), "2026-03-08T07:30:00Z"); /* 03:30 EDT */
    assert_int_equal(local_minute(new_york, "2026-03-08T07:30:00Z"), 3 * 60 + 30);
    assert_string_equal(utc_of(new_york, 2026, 3, 8, 3 * 60), "2026-03-08T07:00:00Z");
    assert_string_equal(utc_of(berlin, 2026, 3, 29, 2 * 60 + 30), "2026-03-29T01:30:00Z");
    assert_int_equal(local_minute(berlin, "2026-03-29T01:30:00Z"), 3 * 60 + 30);
    zone_free(new_york);
    zone_free(berlin);
}

static void a_repeated_hour_counts_as_the_first_one(void **state)
{
    (void)state;
    struct zone *new_york = load("America/New_York");
    struct zone *berlin = load("Europe/Berlin");

    assert_string_equal(utc_of(new_york, 2026, 11, 1, 1 * 60 + 30), "2026-11-01T05:30:00Z");
    assert_int_equal(local_minute(new_york, "2026-11-01T05:30:00Z"), 90);
    assert_int_equal(local_minute(new_york, "2026-11-01T06:30:00Z"), 90); /* the second one */
    assert_string_equal(utc_of(new_york, 2026, 11, 1, 2 * 60), "2026-11-01T07:00:00Z");
    assert_string_equal(utc_of(berlin, 2026, 10, 25, 2 * 60 + 30), "2026-10-25T00:30:00Z");
    zone_free(new_york);
    zone_free(berlin);
}

static void the_footers_rule_goes_on_after_the_last_transition(void **state)
{
    (void)state;
    struct zone *new_york = load("America/New_York");

    assert_string_equal(utc_of(new_york, 2199, 7, 1, 12 * 60), "2199-07-01T16:00:00Z");
    assert_string_equal(utc_of(new_york, 2199, 12, 1, 12 * 60), "2199-12-01T17:00:00Z");
    assert_string_equal(utc_of(new_york, 2199, 3, 10, 2 * 60 + 30), "2199-03-10T07:30:00Z");
    zone_free(new_york);
}

static void a_whole_day_that_was_skipped_is_the_next_day(void **state)
{
    (void)state;
    struct zone *apia = load("Pacific/Apia"); /* there was no 30 December 2011 */

    assert_string_equal(utc_of(apia, 2011, 12, 30, 12 * 60), "2011-12-30T22:00:00Z");
    assert_int_equal(zone_local(apia, zone_wall_ms(apia, (struct date){2011, 12, 30}, 720)).date.day, 31);
    zone_free(apia);
}

static void minutes_beyond_the_day_belong_to_its_neighbours(void **state)
{
    (void)state;
    struct zone *new_york = load("America/New_York");

    assert_string_equal(utc_of(new_york, 2026, 2, 28, 24 * 60), "2026-03-01T05:00:00Z");
    assert_string_equal(utc_of(new_york, 2024, 2, 28, 26 * 60), "2024-02-29T07:00:00Z"); /* a leap day */
    assert_string_equal(utc_of(new_york, 2026, 1, 1, -60), "2026-01-01T04:00:00Z");
    zone_free(new_york);
}

static void no_zone_is_utc(void **state)
{
    (void)state;
    struct local_time local = zone_local(NULL, -1);

    assert_string_equal(utc_of(NULL, 2026, 11, 22, 61), "2026-11-22T01:01:00Z");
    assert_int_equal(local.date.year, 1969);
    assert_int_equal(local.minute, 1439);
    assert_int_equal(local.second, 59);
    assert_int_equal(local.offset_s, 0);
}

static void assert_same_as_libc(const struct zone *zone, time_t at)
{
    struct local_time ours = zone_local(zone, (int64_t)at * SECOND_MS);
    struct tm theirs;

    localtime_r(&at, &theirs);
    assert_int_equal(ours.date.year, theirs.tm_year + 1900);
    assert_int_equal(ours.date.month, theirs.tm_mon + 1);
    assert_int_equal(ours.date.day, theirs.tm_mday);
    assert_int_equal(ours.weekday, (theirs.tm_wday + 6) % 7);
    assert_int_equal(ours.minute, theirs.tm_hour * 60 + theirs.tm_min);
    assert_int_equal(ours.second, theirs.tm_sec);
    assert_int_equal(ours.offset_s, theirs.tm_gmtoff);
}

/* Odd zones on purpose: half hours, negative and very long rules, a changed date line, rules in the southern
 * summer. */
static void local_times_agree_with_the_c_library(void **state)
{
    (void)state;
    static const char *const names[] = {
        "America/New_York",    "Europe/Berlin",
        "Europe/Dublin",       "Africa/Casablanca",
        "Australia/Lord_Howe", "Asia/Gaza",
        "America/Nuuk",        "Pacific/Apia",
        "Asia/Kathmandu",      "America/Santiago",
        "Antarctica/Troll",    "Africa/Monrovia",
        "Pacific/Kiritimati",  "UTC",
    };
    const time_t step_s = 13 * 3600 + 1234;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct zone *zone = load(names[i]);

        setenv("TZ", names[i], 1);
        tzset();
        for (time_t at = -2500000000; at < 5500000000; at += step_s)
            assert_same_as_libc(zone, at);
        zone_free(zone);
    }
    unsetenv("TZ");
    tzset();
}

static void every_local_time_comes_back(void **state)
{
    (void)state;
    struct zone *zone = load("Australia/Lord_Howe"); /* its gap is half an hour */

    for (int64_t at_s = 1700000000; at_s < 1800000000; at_s += 977) {
        struct local_time local = zone_local(zone, at_s * SECOND_MS);
        int64_t back_ms = zone_wall_ms(zone, local.date, local.minute) + local.second * SECOND_MS;

        /* Equal, or the first of two. */
        assert_true(back_ms == at_s * SECOND_MS || back_ms == (at_s - 1800) * SECOND_MS);
    }
    zone_free(zone);
}

/* ---- files made here ---- */

struct file {
    uint8_t bytes[512];
    size_t length;
};

static void put(struct file *file, const void *bytes, size_t length)
{
    assert_true(file->length + length <= sizeof file->bytes);
    memcpy(file->bytes + file->length, bytes, length);
    file->length += length;
}

static void put_header(struct file *file, char version, uint8_t times, uint8_t types, uint8_t leaps)
{
    uint8_t header[44] = "TZif";

    header[4] = (uint8_t)version;
    header[31] = leaps;
    header[35] = times;
    header[39] = types;
    header[43] = 4;
    put(file, header, sizeof header);
}

/* A version 3 file without transitions, with one type at UTC, that lives by its footer alone. */
static int parse_rule(const char *rule, struct zone **ret_zone)
{
    static const uint8_t type_and_name[] = {0, 0, 0, 0, 0, 0, 'U', 'T', 'C', 0};
    struct file file = {.length = 0};

    put_header(&file, '3', 0, 1, 0);
    put(&file, type_and_name, sizeof type_and_name);
    put_header(&file, '3', 0, 1, 0);
    put(&file, type_and_name, sizeof type_and_name);
    put(&file, "\n", 1);
    put(&file, rule, strlen(rule));
    put(&file, "\n", 1);
    return zone_parse(file.bytes, file.length, ret_zone);
}

static int offset_by_rule(const char *rule, const char *utc)
{
    struct zone *zone = NULL;
    int64_t wall_ms;
    int offset_s;

    assert_int_equal(parse_rule(rule, &zone), CB_OK);
    assert_int_equal(moment_parse(utc, &wall_ms), CB_OK);
    offset_s = zone_local(zone, wall_ms).offset_s;
    zone_free(zone);
    return offset_s;
}

static void rules_are_read_in_all_their_forms(void **state)
{
    (void)state;
    assert_int_equal(offset_by_rule("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59Z"), -5 * 3600);
    assert_int_equal(offset_by_rule("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z"), -4 * 3600);
    assert_int_equal(offset_by_rule("<+0330>-3:30", "2026-06-01T00:00:00Z"), 3 * 3600 + 1800);
    assert_int_equal(offset_by_rule("", "2026-06-01T00:00:00Z"), 0);
    /* South of the equator the year begins in summer. */
    assert_int_equal(offset_by_rule("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00:00Z"), 11 * 3600);
    assert_int_equal(offset_by_rule("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-01T00:00:00Z"), 10 * 3600);
    /* Day 60 without leap days is 1 March in every year; day 59 counted from 0 is 29 February in a leap year.
     */
    assert_int_equal(offset_by_rule("AAA0BBB,J60/0,J300", "2024-02-29T12:00:00Z"), 0);
    assert_int_equal(offset_by_rule("AAA0BBB,J60/0,J300", "2024-03-01T00:00:00Z"), 3600);
    assert_int_equal(offset_by_rule("AAA0BBB,59/0,299", "2024-02-29T12:00:00Z"), 3600);
    /* All year round, and hours beyond a day. */
    assert_int_equal(offset_by_rule("XXX3EDT4,0/0,J365/23", "2027-01-01T04:00:00Z"), -4 * 3600);
    assert_int_equal(offset_by_rule("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27T00:00:00Z"), 3 * 3600);
    assert_int_equal(offset_by_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z"), -3600);
}

static void strange_rules_are_refused(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "E5",
        "EST",
        "EST25",
        "EST5EDT",
        "EST5EDT,M3.2.0",
        "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M3.0.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0",
        "EST5EDT,M3.2.0/168,M11.1.0",
        "EST5EDT,M3.2.0,M11.1.0x",
        "EST5EDT,J0,J300",
        "<+03-3",
        "EST5:60",
        "EST99999999999",
        "EST5EDT,366,1",
        "EST5EDT,,",
    };

    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct zone *zone = NULL;

        assert_int_equal(parse_rule(rules[i], &zone), CB_BAD_INPUT);
        assert_null(zone);
    }
}

static void files_cut_anywhere_are_refused(void **state)
{
    (void)state;
    static const uint8_t type_and_name[] = {0, 0, 0, 0, 0, 0, 'U', 'T', 'C', 0};
    struct file file = {.length = 0};
    struct zone *zone = NULL;

    put_header(&file, '2', 0, 1, 0);
    put(&file, type_and_name, sizeof type_and_name);
    put_header(&file, '2', 0, 1, 0);
    put(&file, type_and_name, sizeof type_and_name);
    put(&file, "\nUTC0\n", 6);
    assert_int_equal(zone_parse(file.bytes, file.length, &zone), CB_OK);
    zone_free(zone);
    for (size_t length = 0; length < file.length; length++)
        assert_int_equal(zone_parse(file.bytes, length, &zone), CB_BAD_INPUT);
}

static void a_file_of_version_1_has_its_own_transitions(void **state)
{
    (void)state;
    static const uint8_t body[] = {
        0,   0,   0,   0, 0, 0, 0x0e, 0x10,                   /* at 0 s, at 3600 s */
        1,   0,                                               /* to type 1, back to type 0 */
        0,   0,   0,   0, 0, 0, 0,    0,    0x0e, 0x10, 1, 0, /* types: UTC, UTC+1 */
        'U', 'T', 'C', 0,
    };
    struct file file = {.length = 0};
    struct zone *zone = NULL;

    put_header(&file, 0, 2, 2, 0);
    put(&file, body, sizeof body);
    assert_int_equal(zone_parse(file.bytes, file.length, &zone), CB_OK);
    assert_int_equal(zone_local(zone, -1).offset_s, 0);
    assert_int_equal(zone_local(zone, 0).offset_s, 3600);
    assert_int_equal(zone_local(zone, 3599999).offset_s, 3600);
    assert_int_equal(zone_local(zone, 3600000).offset_s, 0);
    zone_free(zone);
    file.bytes[44 + 8] = 2; /* a type that is not there */
    assert_int_equal(zone_parse(file.bytes, file.length, &zone), CB_BAD_INPUT);
}

static void leap_seconds_are_not_supported(void **state)
{
    (void)state;
    static const uint8_t body[] = {0, 0, 0, 0, 0, 0, 'U', 'T', 'C', 0, 0, 0, 0, 9, 0, 0, 0, 1};
    struct file file = {.length = 0};
    struct zone *zone = NULL;

    put_header(&file, 0, 0, 1, 1);
    put(&file, body, sizeof body);
    assert_int_equal(zone_parse(file.bytes, file.length, &zone), CB_UNSUPPORTED);
}

static void names_cannot_lead_out_of_the_folder(void **state)
{
    (void)state;
    struct zone *zone = NULL;

    assert_int_equal(zone_load("../../../etc/passwd", &zone), CB_BAD_INPUT);
    assert_int_equal(zone_load("/etc/passwd", &zone), CB_BAD_INPUT);
    assert_int_equal(zone_load("", &zone), CB_BAD_INPUT);
    assert_int_equal(zone_load("America/New York", &zone), CB_BAD_INPUT);
    assert_int_equal(zone_load("Nowhere/Atall", &zone), CB_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_hour_counts_as_the_later_one),
        cmocka_unit_test(a_repeated_hour_counts_as_the_first_one),
        cmocka_unit_test(the_footers_rule_goes_on_after_the_last_transition),
        cmocka_unit_test(a_whole_day_that_was_skipped_is_the_next_day),
        cmocka_unit_test(minutes_beyond_the_day_belong_to_its_neighbours),
        cmocka_unit_test(no_zone_is_utc),
        cmocka_unit_test(local_times_agree_with_the_c_library),
        cmocka_unit_test(every_local_time_comes_back),
        cmocka_unit_test(rules_are_read_in_all_their_forms),
        cmocka_unit_test(strange_rules_are_refused),
        cmocka_unit_test(files_cut_anywhere_are_refused),
        cmocka_unit_test(a_file_of_version_1_has_its_own_transitions),
        cmocka_unit_test(leap_seconds_are_not_supported),
        cmocka_unit_test(names_cannot_lead_out_of_the_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
