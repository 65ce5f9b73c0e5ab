/* Ids: made at random, read strictly. */
#include "base/error.h"
#include "base/uuid.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void the_system_gives_different_bytes_each_time(void **state)
{
    (void)state;
    struct uuid a = uuid_make(random_system()), b = uuid_make(random_system());

    assert_false(uuid_equal(&a, &b));
}

static void ids_are_version_4(void **state)
{
    (void)state;
    struct random_seed seed;
    struct random_source source = random_seeded(&seed, 3);

    for (int i = 0; i < 100; i++) {
        struct uuid id = uuid_make(source), back;
        char text[UUID_TEXT_SIZE];

        uuid_format(&id, text);
        assert_int_equal(strlen(text), 36);
        assert_int_equal(text[14], '4');
        assert_non_null(strchr("89ab", text[19]));
        assert_int_equal(uuid_parse(text, &back), CB_OK);
        assert_true(uuid_equal(&id, &back));
    }
}

static void ids_are_read_in_either_case_and_nothing_else(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "0f8fad5b-d9cb-469f-a165-70867728950",
        "0f8fad5b-d9cb-469f-a165-70867728950ee",
        "0f8fad5bd-9cb-469f-a165-70867728950e",
        "{f8fad5b-d9cb-469f-a165-70867728950}",
        "0f8fad5b-d9cb-469f-a165-7086772895 e",
        "0f8fad5bd9cb469fa16570867728950e",
    };
    struct uuid id = {.bytes = {1}};

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(uuid_parse(wrong[i], &id), CB_BAD_INPUT);
    assert_int_equal(id.bytes[0], 1);
    assert_int_equal(uuid_parse("0F8FAD5B-d9cb-469F-a165-70867728950E", &id), CB_OK);
    assert_int_equal(id.bytes[0], 0x0f);
    assert_int_equal(id.bytes[15], 0x0e);
}

static void the_zero_id_is_none(void **state)
{
    (void)state;
    struct uuid none = {.bytes = {0}}, some = {.bytes = {[15] = 1}};

    assert_true(uuid_is_none(&none));
    assert_false(uuid_is_none(&some));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_system_gives_different_bytes_each_time),
        cmocka_unit_test(ids_are_version_4),
        cmocka_unit_test(ids_are_read_in_either_case_and_nothing_else),
        cmocka_unit_test(the_zero_id_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
