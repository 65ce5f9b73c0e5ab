/* Random sources. */
#include "base/random.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_bytes),
        cmocka_unit_test(every_value_below_the_limit_comes_up_about_as_often),
        cmocka_unit_test(values_that_would_favour_some_results_are_skipped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
