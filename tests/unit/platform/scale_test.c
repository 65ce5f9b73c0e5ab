/* A picture in another size shows the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "platform/scale.h"

#include <math.h>
#include <stdlib.h>

#define SIDE 48

static struct picture noise(int width, int height)
{
    struct random_seed seed;
    struct random_source random = random_seeded(&seed, 3);
    struct picture picture = {malloc((size_t)width * (size_t)height * 4), width, height};
    assert_non_null(picture.data);
    random.fill(random.context, picture.data, (size_t)width * (size_t)height * 4);
    return picture;
}

static unsigned channel(uint32_t pixel, int index)
{
    return pixel >> (8 * index) & 255;
}

static void the_same_size_is_the_same_picture(void **state)
{
    (void)state;
    struct picture first = noise(SIDE, 31), second = picture_scaled(&first, SIDE, 31);
    assert_memory_equal(first.data, second.data, SIDE * 31 * 4);
    free(first.data);
    free(second.data);
}

static void one_colour_stays_that_colour_in_every_size(void **state)
{
    (void)state;
    static const int SIDES[] = {1, 7, 47, 48, 49, 96, 131};
    uint32_t data[SIDE * SIDE];
    const struct picture picture = {data, SIDE, SIDE};
    for (int i = 0; i < SIDE * SIDE; i++)
        data[i] = 0xFF01FE80;
    for (size_t i = 0; i < sizeof SIDES / sizeof SIDES[0]; i++) {
        struct picture other = picture_scaled(&picture, SIDES[i], SIDES[i]);
        for (int j = 0; j < SIDES[i] * SIDES[i]; j++)
            assert_int_equal(other.data[j], 0xFF01FE80);
        free(other.data);
    }
}

static void half_the_size_is_the_mean_of_four(void **state)
{
    (void)state;
    uint32_t data[4] = {0xFF000000, 0xFF0000FF, 0x00000000, 0x000000FF};
    struct picture small = picture_scaled(&(struct picture){data, 2, 2}, 1, 1);
    assert_int_equal(small.data[0], 0x80000080);
    free(small.data);
}

/* The mean of an area, in fractions. */
static double mean_of(const struct picture *picture, double left, double right, double top, double bottom,
                      int index)
{
    double sum = 0;
    for (int y = (int)top; y < bottom; y++)
        for (int x = (int)left; x < right; x++)
            sum += (fmin(right, x + 1) - fmax(left, x)) * (fmin(bottom, y + 1) - fmax(top, y)) *
                   channel(picture->data[y * picture->width + x], index);
    return sum / ((right - left) * (bottom - top));
}

static void every_pixel_is_the_mean_of_its_area(void **state)
{
    (void)state;
    const int width = 17, height = 29;
    struct picture large = noise(SIDE, SIDE), small = picture_scaled(&large, width, height);
    double across = (double)SIDE / width, down = (double)SIDE / height;
    for (int i = 0; i < width * height; i++) {
        int x = i % width, y = i / width;
        for (int c = 0; c < 4; c++) {
            double mean = mean_of(&large, x * across, fmin(SIDE, (x + 1) * across), y * down,
                                  fmin(SIDE, (y + 1) * down), c);
            assert_true(fabs(mean - channel(small.data[i], c)) < 3);
        }
    }
    free(large.data);
    free(small.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_size_is_the_same_picture),
        cmocka_unit_test(one_colour_stays_that_colour_in_every_size),
        cmocka_unit_test(half_the_size_is_the_mean_of_four),
        cmocka_unit_test(every_pixel_is_the_mean_of_its_area),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
