/* Growing strings and arenas. */
#include "base/arena.h"
#include "base/strbuf.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void an_empty_string_can_be_read(void **state)
{
    (void)state;
    struct strbuf buf = STRBUF_INIT;

    assert_string_equal(strbuf_text(&buf), "");
    strbuf_clear(&buf);
    strbuf_release(&buf);
}

static void pieces_join(void **state)
{
    (void)state;
    struct strbuf buf = STRBUF_INIT;

    strbuf_add_text(&buf, "leaf");
    strbuf_add_char(&buf, ' ');
    strbuf_addf(&buf, "%d%s", 47, "!");
    strbuf_add(&buf, "xyz", 1);
    assert_string_equal(strbuf_text(&buf), "leaf 47!x");
    assert_int_equal(buf.length, 9);
    strbuf_clear(&buf);
    assert_string_equal(strbuf_text(&buf), "");
    strbuf_release(&buf);
}

static void it_grows_past_any_first_size(void **state)
{
    (void)state;
    struct strbuf buf = STRBUF_INIT;

    for (int i = 0; i < 5000; i++)
        strbuf_addf(&buf, "%04d", i);
    assert_int_equal(buf.length, 20000);
    assert_int_equal(strlen(strbuf_text(&buf)), 20000);
    assert_memory_equal(strbuf_text(&buf) + 19996, "4999", 4);
    strbuf_release(&buf);
}

static void a_failure_is_remembered_until_it_is_cleared(void **state)
{
    (void)state;
    struct strbuf buf = STRBUF_INIT;

    strbuf_add(&buf, "x", SIZE_MAX / 2);
    assert_true(strbuf_failed(&buf));
    strbuf_add_text(&buf, "more");
    assert_string_equal(strbuf_text(&buf), "");
    strbuf_clear(&buf);
    assert_false(strbuf_failed(&buf));
    strbuf_release(&buf);
}

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
        cmocka_unit_test(an_empty_string_can_be_read),
        cmocka_unit_test(pieces_join),
        cmocka_unit_test(it_grows_past_any_first_size),
        cmocka_unit_test(a_failure_is_remembered_until_it_is_cleared),
        cmocka_unit_test(an_arena_hands_out_zeroed_aligned_memory),
        cmocka_unit_test(an_arena_copies_and_formats),
        cmocka_unit_test(sizes_that_overflow_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
