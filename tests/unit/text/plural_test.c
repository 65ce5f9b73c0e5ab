/* Plural rules as catalogues have them, and what is no rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/plural.h"

#include <string.h>

static unsigned form_of(const char *text, unsigned long n)
{
    struct plural_rule *rule = NULL;
    assert_int_equal(plural_parse(text, &rule), CB_OK);
    unsigned form = plural_form(rule, n);
    plural_free(rule);
    return form;
}

static void assert_refused(const char *text)
{
    struct plural_rule *rule = NULL;
    assert_int_equal(plural_parse(text, &rule), CB_BAD_INPUT);
    assert_null(rule);
}

static void english_has_one_and_many(void **state)
{
    (void)state;
    const char *rule = " nplurals=2; plural=(n != 1);\nNext: line\n";
    assert_int_equal(form_of(rule, 0), 1);
    assert_int_equal(form_of(rule, 1), 0);
    assert_int_equal(form_of(rule, 2), 1);
}

static void arabic_has_six_forms(void **state)
{
    (void)state;
    const char *rule = "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
                       "n%100>=11 ? 4 : 5;";
    const unsigned long numbers[] = {0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111};
    const unsigned forms[] = {0, 1, 2, 3, 3, 4, 4, 5, 5, 3, 4};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        assert_int_equal(form_of(rule, numbers[i]), forms[i]);
}

static void russian_looks_at_the_last_digits(void **state)
{
    (void)state;
    const char *rule =
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) "
        "? 1 : 2);";
    assert_int_equal(form_of(rule, 1), 0);
    assert_int_equal(form_of(rule, 21), 0);
    assert_int_equal(form_of(rule, 11), 2);
    assert_int_equal(form_of(rule, 3), 1);
    assert_int_equal(form_of(rule, 13), 2);
    assert_int_equal(form_of(rule, 5), 2);
}

static void operators_bind_as_in_c(void **state)
{
    (void)state;
    assert_int_equal(form_of("nplurals=6; plural=1+2*2;", 0), 5);
    assert_int_equal(form_of("nplurals=6; plural=(1+1)*2;", 0), 4);
    assert_int_equal(form_of("nplurals=6; plural=7-2-1;", 0), 4);
    assert_int_equal(form_of("nplurals=6; plural=!n;", 0), 1);
    assert_int_equal(form_of("nplurals=6; plural=!!n;", 3), 1);
    assert_int_equal(form_of("nplurals=6; plural=1||0&&0;", 0), 1);
}

static void a_form_that_does_not_exist_is_the_first(void **state)
{
    (void)state;
    assert_int_equal(form_of("nplurals=2; plural=n;", 7), 0);
    assert_int_equal(form_of("nplurals=2; plural=n%0;", 7), 0);
    assert_int_equal(form_of("nplurals=2; plural=n/0;", 7), 0);
}

static void what_is_no_rule_is_refused(void **state)
{
    (void)state;
    assert_refused("");
    assert_refused("nplurals=0; plural=0;");
    assert_refused("nplurals=7; plural=0;");
    assert_refused("nplurals=2; plural=;");
    assert_refused("nplurals=2; plural=(n;");
    assert_refused("nplurals=2; plural=n n;");
    assert_refused("nplurals=2; plural=n ? 1;");
    assert_refused("nplurals=2; plural=system(1);");
    assert_refused("nplurals=99999999999999999999; plural=0;");
}

static void deep_and_long_rules_are_refused(void **state)
{
    (void)state;
    char deep[200] = "nplurals=2; plural=";
    memset(deep + strlen(deep), '(', 100);
    assert_refused(deep);
    char longer[700] = "nplurals=2; plural=1";
    memset(longer + strlen(longer), ' ', 600);
    assert_refused(longer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(english_has_one_and_many),
        cmocka_unit_test(arabic_has_six_forms),
        cmocka_unit_test(russian_looks_at_the_last_digits),
        cmocka_unit_test(operators_bind_as_in_c),
        cmocka_unit_test(a_form_that_does_not_exist_is_the_first),
        cmocka_unit_test(what_is_no_rule_is_refused),
        cmocka_unit_test(deep_and_long_rules_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
