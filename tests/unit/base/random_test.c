/* Random sources and ids. */
#include "base/error.h"
#include "base/random.h"
#include "base/uuid.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void the_same_seed_gives_the_same_bytes(void **state)
{
    (void)state;
    struct random_seed a, b, c;
    uint8_t bytes_a[33], bytes_b[33], bytes_c[33];
    struct random_source source = random_seeded(&a, 7);

    source.fill(source.context, bytes_a, sizeof bytes_a);
    source = random_seeded(&b, 7);
    source.fill(source.context, bytes_b, sizeof bytes_b);
    source = random_seeded(&c, 8);
    source.fill(source.context, bytes_c, sizeof bytes_c);
    assert_memory_equal(bytes_a, bytes_b, sizeof bytes_a);
    assert_memory_not_equal(bytes_a, bytes_c, sizeof bytes_a);
}

static void every_value_below_the_limit_comes_up_about_as_often(void **state)
{
    (void)state;
    struct random_seed seed;
    struct random_source source = random_seeded(&seed, 1);
    int count[7] = {0};

    for (int i = 0; i < 70000; i++)
        count[random_below(source, 7)]++;
    for (size_t i = 0; i < 7; i++)
        assert_in_range(count[i], 9500, 10500);
    assert_int_equal(random_below(source, 1), 0);
}

/* Answers with the words it is given. */
static void fill_from_list(void *context, void *bytes, size_t length)
{
    const uint32_t **next = context;

    assert_int_equal(length, sizeof **next);
    memcpy(bytes, (*next)++, length);
}

static void values_that_would_favour_some_results_are_skipped(void **state)
{
    (void)state;
    static const uint32_t words[] = {0, 5}; /* 2^32 mod 3 is 1: the word 0 is one too many */
    const uint32_t *next = words;

    assert_int_equal(random_below((struct random_source){fill_from_list, &next}, 3), 2);
    assert_ptr_equal(next, words + 2);
}

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
        cmocka_unit_test(the_same_seed_gives_the_same_bytes),
        cmocka_unit_test(every_value_below_the_limit_comes_up_about_as_often),
        cmocka_unit_test(values_that_would_favour_some_results_are_skipped),
        cmocka_unit_test(the_system_gives_different_bytes_each_time),
        cmocka_unit_test(ids_are_version_4),
        cmocka_unit_test(ids_are_read_in_either_case_and_nothing_else),
        cmocka_unit_test(the_zero_id_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
