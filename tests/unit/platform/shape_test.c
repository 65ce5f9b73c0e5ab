/* What shapes cover, pixel by pixel. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "platform/shape.h"

#include <stdlib.h>

#define WIDTH  120
#define HEIGHT 90
#define BLACK  UINT32_C(0xFF000000)
#define WHITE  UINT32_C(0xFFFFFFFF)

static struct pixels paper(void)
{
    struct pixels pixels = pixels_on(malloc(WIDTH * HEIGHT * 4), WIDTH, HEIGHT);
    assert_non_null(pixels.data);
    pixels_fill(&pixels, (struct rect){0, 0, WIDTH, HEIGHT}, 0xFFFFFF);
    return pixels;
}

static uint32_t pixel(const struct pixels *pixels, int x, int y)
{
    return pixels->data[y * WIDTH + x];
}

static struct shape rounded(int x, int y, int w, int h, double radius)
{
    const double radii[4] = {radius, radius, radius, radius};
    return shape_make((struct rect){x, y, w, h}, radii);
}

static double ink(const struct pixels *pixels)
{
    double sum = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++)
        sum += (255 - (pixels->data[i] & 255)) / 255.0;
    return sum;
}

static void a_plain_rectangle_covers_whole_pixels(void **state)
{
    (void)state;
    struct pixels pixels = paper();
    struct shape shape = rounded(10, 10, 20, 10, 0);
    shape_fill(&pixels, &shape, 0);
    assert_int_equal(pixel(&pixels, 10, 10), BLACK);
    assert_int_equal(pixel(&pixels, 29, 19), BLACK);
    assert_int_equal(pixel(&pixels, 9, 10), WHITE);
    assert_int_equal(pixel(&pixels, 30, 19), WHITE);
    assert_true(ink(&pixels) == 200);
    free(pixels.data);
}

static void a_circle_covers_its_area_and_is_symmetric(void **state)
{
    (void)state;
    struct pixels pixels = paper();
    struct shape shape = rounded(10, 10, 60, 60, 30);
    shape_fill(&pixels, &shape, 0);
    double area = 3.14159265 * 30 * 30;
    assert_true(ink(&pixels) > area - 10 && ink(&pixels) < area + 10);
    for (int i = 0; i < 60; i++) {
        assert_int_equal(pixel(&pixels, 10 + i, 12), pixel(&pixels, 69 - i, 12));
        assert_int_equal(pixel(&pixels, 10 + i, 12), pixel(&pixels, 10 + i, 67));
        assert_int_equal(pixel(&pixels, 10 + i, 12), pixel(&pixels, 12, 10 + i));
    }
    assert_int_equal(pixel(&pixels, 10, 10), WHITE);
    free(pixels.data);
}

static void radii_that_do_not_fit_become_smaller(void **state)
{
    (void)state;
    struct shape shape = rounded(0, 0, 40, 20, 500);
    for (int i = 0; i < 4; i++)
        assert_true(shape.radius[i] == 10);
}

static void an_outline_is_empty_inside(void **state)
{
    (void)state;
    struct pixels pixels = paper();
    struct shape shape = rounded(10, 10, 60, 40, 12);
    shape_outline(&pixels, &shape, 3, 0);
    assert_int_equal(pixel(&pixels, 40, 10), BLACK);
    assert_int_equal(pixel(&pixels, 40, 12), BLACK);
    assert_int_equal(pixel(&pixels, 40, 13), WHITE);
    assert_int_equal(pixel(&pixels, 40, 30), WHITE);
    assert_int_equal(pixel(&pixels, 11, 30), BLACK);
    assert_int_equal(pixel(&pixels, 69, 30), BLACK);
    assert_int_equal(pixel(&pixels, 66, 30), WHITE);
    free(pixels.data);
}

static void dashes_cover_part_of_the_outline(void **state)
{
    (void)state;
    struct pixels whole = paper(), dashed = paper();
    struct shape shape = rounded(5, 5, 100, 80, 30);
    shape_outline(&whole, &shape, 4, 0);
    shape_dashes(&dashed, &shape, 4, 0);
    double share = ink(&dashed) / ink(&whole);
    assert_true(share > 0.5 && share < 0.75);
    free(whole.data);
    free(dashed.data);
}

static void a_shadow_falls_outside_and_more_below(void **state)
{
    (void)state;
    struct pixels pixels = paper();
    struct shape shape = rounded(40, 30, 40, 20, 5);
    shape_shadow(&pixels, &shape, 6, 12, 0.5, 0);
    assert_int_equal(pixel(&pixels, 60, 40), WHITE);
    assert_true((pixel(&pixels, 60, 52) & 255) < (pixel(&pixels, 60, 28) & 255));
    assert_true((pixel(&pixels, 60, 52) & 255) < 200);
    assert_int_equal(pixel(&pixels, 2, 2), WHITE);
    free(pixels.data);
}

static void what_lies_outside_the_picture_is_not_drawn(void **state)
{
    (void)state;
    struct pixels pixels = paper();
    struct shape shape = rounded(-30, -30, 400, 400, 60);
    shape_fill(&pixels, &shape, 0);
    shape_outline(&pixels, &shape, 9, 0xFF0000);
    shape_shadow(&pixels, &shape, 10, 24, 0.5, 0);
    assert_int_equal(pixel(&pixels, 60, 60), BLACK);
    free(pixels.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_rectangle_covers_whole_pixels),
        cmocka_unit_test(a_circle_covers_its_area_and_is_symmetric),
        cmocka_unit_test(radii_that_do_not_fit_become_smaller),
        cmocka_unit_test(an_outline_is_empty_inside),
        cmocka_unit_test(dashes_cover_part_of_the_outline),
        cmocka_unit_test(a_shadow_falls_outside_and_more_below),
        cmocka_unit_test(what_lies_outside_the_picture_is_not_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
