/* Memory that is given back all at once. */
#include "base/arena.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void an_arena_hands_out_zeroed_aligned_memory(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;

    for (size_t size = 0; size < 40000; size += 1111) {
        unsigned char *memory = arena_alloc(&arena, size);

        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xee, size);
    }
    arena_clear(&arena);
    for (int i = 0; i < 10; i++) {
        unsigned char *memory = arena_alloc(&arena, 1000);

        for (size_t j = 0; j < 1000; j++)
            assert_int_equal(memory[j], 0);
    }
    arena_release(&arena);
    assert_int_equal(arena.used, 0);
}

static void an_arena_copies_and_formats(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;

    assert_string_equal(arena_copy_text(&arena, "Marisol"), "Marisol");
    assert_string_equal(arena_copy(&arena, "Marisol", 3), "Mar");
    assert_string_equal(arena_copy(&arena, NULL, 0), "");
    assert_string_equal(arena_format(&arena, "%s %d", "leaf", 47), "leaf 47");
    arena_release(&arena);
}

static void sizes_that_overflow_are_refused(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;

    assert_null(arena_array(&arena, SIZE_MAX / 2, 4));
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_non_null(arena_array(&arena, 0, 8));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arena_hands_out_zeroed_aligned_memory),
        cmocka_unit_test(an_arena_copies_and_formats),
        cmocka_unit_test(sizes_that_overflow_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
