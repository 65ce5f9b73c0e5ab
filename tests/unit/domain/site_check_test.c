/* What an admin may not put in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "domain/phone.h"
#include "domain/site_check.h"

static const char *const english[] = {"en"};
static const struct label_text talk[] = {{"en", "Just to talk"}};
static const struct site plain_site = {.coach_line = "",
                                       .settings = {.languages = english, .language_count = 1}};

static struct coach plain_coach(void)
{
    return (struct coach){.name = "Marisol", .phone = "", .languages = english, .language_count = 1};
}

static void numbers_are_e164_or_nothing(void **state)
{
    (void)state;
    assert_true(phone_is_e164("+16175550142"));
    assert_true(phone_is_e164("+12"));
    assert_false(phone_is_e164(""));
    assert_false(phone_is_e164("16175550142"));
    assert_false(phone_is_e164("+0617555"));
    assert_false(phone_is_e164("+1"));
    assert_false(phone_is_e164("+1617555014212345"));
    assert_false(phone_is_e164("+1 617"));
}

static void hours_that_touch_do_not_overlap(void **state)
{
    static const struct weekly_range touching[] = {{0, {540, 720}}, {0, {720, 900}}, {1, {540, 720}}};
    struct coach coach = plain_coach();
    struct site_fault fault;

    (void)state;
    coach.schedule = (struct schedule){.weekly = touching, .weekly_count = 3};
    assert_int_equal(coach_check(&plain_site, &coach, &fault), CB_OK);
}

static void a_night_reaches_into_the_next_day_and_week(void **state)
{
    static const struct weekly_range nights[][2] = {
        {{0, {1320, 1560}}, {1, {60, 180}}}, /* Monday 22:00 to 02:00, Tuesday 01:00 */
        {{6, {1320, 1560}}, {0, {60, 180}}}, /* Sunday's into Monday */
        {{0, {60, 180}}, {6, {1320, 1560}}},
    };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct coach coach = plain_coach();
        struct site_fault fault;

        coach.schedule = (struct schedule){.weekly = nights[i], .weekly_count = 2};
        assert_int_equal(coach_check(&plain_site, &coach, &fault), CB_BAD_INPUT);
        assert_string_equal(fault.field, "hours[1]");
    }
}

static void a_day_is_excepted_once(void **state)
{
    static const struct day_exception days[] = {{.date = {2026, 11, 26}, .label = ""},
                                                {.date = {2026, 11, 26}, .label = "again"}};
    struct coach coach = plain_coach();
    struct site_fault fault;

    (void)state;
    coach.schedule = (struct schedule){.exceptions = days, .exception_count = 2};
    assert_int_equal(coach_check(&plain_site, &coach, &fault), CB_BAD_INPUT);
    assert_string_equal(fault.field, "exceptions[1]");
}

static void words_are_there_in_the_sites_first_language(void **state)
{
    static const char *const spanish_first[] = {"es", "en"};
    struct site site = plain_site;
    struct topic topic = {.id = "talk", .icon = "chat", .label = {talk, 1}};
    struct site_fault fault;

    (void)state;
    assert_int_equal(topic_check(&site, &topic, &fault), CB_OK);
    site.settings.languages = spanish_first;
    site.settings.language_count = 2;
    assert_int_equal(topic_check(&site, &topic, &fault), CB_BAD_INPUT);
    assert_string_equal(fault.field, "label");
}

static void languages_are_known_and_named_once(void **state)
{
    static const char *const twice[] = {"en", "en"};
    static const char *const unknown[] = {"en", "xx"};
    struct site site = plain_site;
    struct site_fault fault;

    (void)state;
    assert_int_equal(site_check(&site, &fault), CB_OK);
    site.settings.language_count = 2;
    site.settings.languages = twice;
    assert_int_equal(site_check(&site, &fault), CB_BAD_INPUT);
    site.settings.languages = unknown;
    assert_int_equal(site_check(&site, &fault), CB_BAD_INPUT);
    assert_string_equal(fault.field, "settings.languages[1]");
    site.settings.language_count = 0;
    assert_int_equal(site_check(&site, &fault), CB_BAD_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_e164_or_nothing),
        cmocka_unit_test(hours_that_touch_do_not_overlap),
        cmocka_unit_test(a_night_reaches_into_the_next_day_and_week),
        cmocka_unit_test(a_day_is_excepted_once),
        cmocka_unit_test(words_are_there_in_the_sites_first_language),
        cmocka_unit_test(languages_are_known_and_named_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
