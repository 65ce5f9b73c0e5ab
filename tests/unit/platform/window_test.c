/* What is on the display after a picture was shown or faded in, on SDL's display without a screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "platform/fade.h"
#include "platform/window.h"

#include <SDL2/SDL.h>
#include <stdlib.h>

#define WIDTH  60
#define HEIGHT 40
#define OLD    0xFF204060u
#define NEW    0xFFE0C0A0u

static uint32_t canvas[WIDTH * HEIGHT];
static const struct damage whole = {{{0, 0, WIDTH, HEIGHT}}, 1};
static struct pixels pixels = {canvas, WIDTH, HEIGHT, {0, 0, WIDTH, HEIGHT}};

static int open_window(void **state)
{
    struct window_options options = {.width = WIDTH, .height = HEIGHT};
    struct problem problem = {""};
    struct window *window = NULL;
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    if (window_open(&options, &window, &problem) != CB_OK) {
        print_error("%s\n", problem.text);
        return 1;
    }
    *state = window;
    return 0;
}

static int close_window(void **state)
{
    window_close(*state);
    return 0;
}

static void fill(uint32_t rgb)
{
    for (int i = 0; i < WIDTH * HEIGHT; i++)
        canvas[i] = rgb;
}

static uint32_t displayed(int x, int y)
{
    SDL_Surface *surface = SDL_GetWindowSurface(SDL_GetWindowFromID(1));
    assert_non_null(surface);
    assert_int_equal(surface->format->BytesPerPixel, 4);
    const uint8_t *row = (const uint8_t *)surface->pixels + y * surface->pitch;
    return ((const uint32_t *)(const void *)row)[x] | 0xFF000000u;
}

static void assert_all(uint32_t rgb)
{
    for (int i = 0; i < WIDTH * HEIGHT; i++)
        assert_int_equal(displayed(i % WIDTH, i / WIDTH), rgb);
}

static void a_picture_is_shown_whole(void **state)
{
    fill(OLD);
    window_show(*state, &pixels, &whole, (struct rect){0});
    assert_all(OLD);
    fill(NEW);
    window_show(*state, &pixels, &whole, (struct rect){0});
    assert_all(NEW);
}

static void what_is_held_stays_and_the_rest_comes_at_once(void **state)
{
    const struct rect held = {10, 8, 20, 16};
    fill(OLD);
    window_show(*state, &pixels, &whole, (struct rect){0});
    fill(NEW);
    window_show(*state, &pixels, &whole, held);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        int x = i % WIDTH, y = i / WIDTH;
        assert_int_equal(displayed(x, y), rect_holds(held, x, y) ? OLD : NEW);
    }
}

static void only_the_damage_is_shown(void **state)
{
    const struct damage damage = {{{10, 8, 20, 16}, {50, 30, 40, 40}}, 2};
    const struct rect held = {20, 0, 5, HEIGHT};
    fill(OLD);
    window_show(*state, &pixels, &whole, (struct rect){0});
    fill(NEW);
    window_show(*state, &pixels, &damage, held);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        int x = i % WIDTH, y = i / WIDTH;
        bool damaged = rect_holds(damage.rects[0], x, y) || rect_holds(damage.rects[1], x, y);
        assert_int_equal(displayed(x, y), damaged && !rect_holds(held, x, y) ? NEW : OLD);
    }
}

static void a_fade_goes_part_of_the_way_and_then_all_of_it(void **state)
{
    const struct rect box = {0, 0, WIDTH, HEIGHT};
    fill(OLD);
    window_show(*state, &pixels, &whole, (struct rect){0});
    fill(NEW);
    window_show(*state, &pixels, &whole, box);
    assert_all(OLD);
    window_fade(*state, &pixels, box, FADE_WHOLE / 2);
    assert_int_equal(displayed(5, 5), 0xFF808080u);
    window_fade(*state, &pixels, box, FADE_WHOLE);
    assert_all(NEW);
}

static void a_box_over_the_edge_is_cut(void **state)
{
    const struct rect box = {50, 30, 40, 40};
    fill(OLD);
    window_show(*state, &pixels, &whole, (struct rect){0});
    fill(NEW);
    window_fade(*state, &pixels, box, FADE_WHOLE);
    assert_int_equal(displayed(WIDTH - 1, HEIGHT - 1), NEW);
    assert_int_equal(displayed(49, 29), OLD);
    window_show(*state, &pixels, &whole, (struct rect){-20, -20, 10, 10});
    assert_all(NEW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_is_shown_whole),
        cmocka_unit_test(what_is_held_stays_and_the_rest_comes_at_once),
        cmocka_unit_test(only_the_damage_is_shown),
        cmocka_unit_test(a_fade_goes_part_of_the_way_and_then_all_of_it),
        cmocka_unit_test(a_box_over_the_edge_is_cut),
    };
    return cmocka_run_group_tests(tests, open_window, close_window);
}
