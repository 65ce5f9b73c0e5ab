/* Labels and presence. */
#include "base/error.h"
#include "domain/site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_label_speaks_the_language_or_the_first_one(void **state)
{
    (void)state;
    const struct label_text texts[] = {{"en", "Just to talk"}, {"es", "Solo hablar"}};
    const struct label label = {texts, 2}, empty = {NULL, 0};

    assert_string_equal(label_in(&label, "es"), "Solo hablar");
    assert_string_equal(label_in(&label, "vi"), "Just to talk");
    assert_string_equal(label_in(&empty, "en"), "");
}

static void presence_names_lead_back(void **state)
{
    (void)state;
    enum presence_kind kind;

    for (int i = PRESENCE_NONE; i <= PRESENCE_DONE; i++) {
        assert_int_equal(presence_from_name(presence_name((enum presence_kind)i), &kind), CB_OK);
        assert_int_equal(kind, i);
    }
    assert_int_equal(presence_from_name("away", &kind), CB_BAD_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_label_speaks_the_language_or_the_first_one),
        cmocka_unit_test(presence_names_lead_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
