/* Steps of a fade, and what they leave. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "platform/fade.h"

#define WHOLE_BOX ((struct rect){0, 0, 10, 10})

static void nothing_moves_before_it_begins(void **state)
{
    (void)state;
    struct fade fade = {0};
    assert_false(fade_moves(&fade));
    assert_true(fade_due(&fade) == INT64_MAX);
    fade_begin(&fade, WHOLE_BOX, 0, 1000);
    assert_false(fade_moves(&fade));
}

static void something_is_seen_in_the_first_step(void **state)
{
    (void)state;
    struct fade fade = {0};
    fade_begin(&fade, WHOLE_BOX, 160, 1000);
    assert_true(fade_due(&fade) == 1000);
    unsigned part = fade_step(&fade, 1000);
    assert_in_range(part, FADE_WHOLE / 12, FADE_WHOLE / 8);
    assert_true(fade_due(&fade) == 1000 + FADE_FRAME_MS);
}

/* As bright as the time says, whatever the steps were: a slow machine makes fewer of them. */
static void half_of_it_is_gone_at_half_time(void **state)
{
    (void)state;
    static const int64_t paces_ms[] = {16, 32, 64};
    for (size_t i = 0; i < sizeof paces_ms / sizeof paces_ms[0]; i++) {
        struct fade fade = {0};
        uint32_t shown = 0xFF000000;
        const uint32_t aim = 0xFFFFFFFF;
        fade_begin(&fade, WHOLE_BOX, 160, 0);
        for (int64_t at_ms = 0; at_ms <= 64; at_ms += paces_ms[i])
            fade_pixels(&shown, &aim, 1, fade_step(&fade, at_ms));
        assert_in_range(shown & 255, 118, 130);
    }
}

static void it_ends_in_time_with_the_whole_picture(void **state)
{
    (void)state;
    struct fade fade = {0};
    uint32_t shown[3] = {0xFF102030, 0xFFFFFFFF, 0xFF000001};
    const uint32_t aim[3] = {0xFFE0D0C1, 0xFF010203, 0xFFFFFFFE};
    fade_begin(&fade, WHOLE_BOX, 160, 5000);
    int steps = 0;
    for (int64_t at_ms = 5000; fade_moves(&fade); at_ms = fade_due(&fade), steps++) {
        assert_true(at_ms < 5160);
        fade_pixels(shown, aim, 3, fade_step(&fade, at_ms));
    }
    assert_int_equal(steps, 10);
    assert_memory_equal(shown, aim, sizeof aim);
    assert_true(fade_due(&fade) == INT64_MAX);
}

static void a_machine_that_was_busy_ends_it_in_one_step(void **state)
{
    (void)state;
    struct fade fade = {0};
    fade_begin(&fade, WHOLE_BOX, 160, 0);
    fade_step(&fade, 0);
    assert_int_equal(fade_step(&fade, 9000), FADE_WHOLE);
    assert_false(fade_moves(&fade));
}

/* A clock that stands still, or two steps in one turn. */
static void a_step_without_time_moves_nothing(void **state)
{
    (void)state;
    struct fade fade = {0};
    fade_begin(&fade, WHOLE_BOX, 160, 0);
    fade_step(&fade, 16);
    assert_int_equal(fade_step(&fade, 16), 0);
    assert_int_equal(fade_step(&fade, 10), 0);
    assert_true(fade_moves(&fade));
}

static void channels_do_not_run_into_each_other(void **state)
{
    (void)state;
    for (unsigned part = 0; part <= FADE_WHOLE; part++) {
        uint32_t shown[2] = {0xFFFF00FF, 0xFF00FF00};
        const uint32_t aim[2] = {0xFFFF00FF, 0xFF00FF00};
        fade_pixels(shown, aim, 2, part);
        assert_memory_equal(shown, aim, sizeof aim);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_moves_before_it_begins),
        cmocka_unit_test(something_is_seen_in_the_first_step),
        cmocka_unit_test(half_of_it_is_gone_at_half_time),
        cmocka_unit_test(it_ends_in_time_with_the_whole_picture),
        cmocka_unit_test(a_machine_that_was_busy_ends_it_in_one_step),
        cmocka_unit_test(a_step_without_time_moves_nothing),
        cmocka_unit_test(channels_do_not_run_into_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
