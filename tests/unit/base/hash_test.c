/* Fingerprints tell values apart, also those that only look alike. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"

static void the_known_values_of_the_published_function_come_out(void **state)
{
    (void)state;
    assert_true(hash_bytes(HASH_START, "", 0) == UINT64_C(0xcbf29ce484222325));
    assert_true(hash_bytes(HASH_START, "a", 1) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(hash_bytes(HASH_START, "foobar", 6) == UINT64_C(0x85944171f73967e8));
}

static void where_a_text_ends_counts(void **state)
{
    (void)state;
    assert_true(hash_text(hash_text(HASH_START, "ab"), "c") != hash_text(hash_text(HASH_START, "a"), "bc"));
    assert_true(hash_text(HASH_START, "") != HASH_START);
}

static void the_order_of_numbers_counts(void **state)
{
    (void)state;
    assert_true(hash_number(hash_number(HASH_START, 1), 2) != hash_number(hash_number(HASH_START, 2), 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_known_values_of_the_published_function_come_out),
        cmocka_unit_test(where_a_text_ends_counts),
        cmocka_unit_test(the_order_of_numbers_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
