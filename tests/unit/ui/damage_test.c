/* Nothing that changed is left out, and little that did not is in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "ui/damage.h"

#include <string.h>

#define SIDE 100
static const struct rect BOUNDS = {0, 0, SIDE, SIDE};

static struct marks marks_of(const struct mark *items, size_t count)
{
    struct marks marks = {.count = 0};
    for (size_t i = 0; i < count; i++)
        marks_add(&marks, items[i]);
    return marks;
}
#define MARKS(...)                                                                                           \
    marks_of((const struct mark[]){__VA_ARGS__},                                                             \
             sizeof((const struct mark[]){__VA_ARGS__}) / sizeof(struct mark))

static struct damage between(struct marks before, struct marks after)
{
    struct damage damage;
    damage_between(&before, &after, BOUNDS, &damage);
    return damage;
}

static void assert_one(const struct damage *damage, struct rect rect)
{
    assert_int_equal(damage->count, 1);
    assert_memory_equal(&damage->rects[0], &rect, sizeof rect);
}

static void the_same_twice_is_no_damage(void **state)
{
    (void)state;
    struct damage damage =
        between(MARKS({{0, 0, 9, 9}, 1}, {{5, 5, 9, 9}, 2}), MARKS({{0, 0, 9, 9}, 1}, {{5, 5, 9, 9}, 2}));
    assert_int_equal(damage.count, 0);
}

static void another_look_damages_its_place(void **state)
{
    (void)state;
    struct damage damage =
        between(MARKS({{0, 0, 9, 9}, 1}, {{50, 50, 9, 9}, 2}), MARKS({{0, 0, 9, 9}, 1}, {{50, 50, 9, 9}, 3}));
    assert_one(&damage, (struct rect){50, 50, 9, 9});
}

static void what_moved_damages_where_it_was_and_where_it_is(void **state)
{
    (void)state;
    struct damage damage = between(MARKS({{10, 10, 20, 20}, 1}), MARKS({{10, 15, 20, 20}, 1}));
    assert_one(&damage, (struct rect){10, 10, 20, 25});
}

static void what_comes_between_leaves_its_neighbours_alone(void **state)
{
    (void)state;
    struct damage damage = between(MARKS({{0, 0, 9, 9}, 1}, {{90, 90, 9, 9}, 2}),
                                   MARKS({{0, 0, 9, 9}, 1}, {{40, 40, 9, 9}, 3}, {{90, 90, 9, 9}, 2}));
    assert_one(&damage, (struct rect){40, 40, 9, 9});
}

static void what_changes_its_place_in_the_order_is_damage(void **state)
{
    (void)state;
    struct damage damage = between(MARKS({{10, 10, 20, 20}, 1}, {{20, 20, 20, 20}, 2}),
                                   MARKS({{20, 20, 20, 20}, 2}, {{10, 10, 20, 20}, 1}));
    assert_int_equal(damage.count, 1);
    assert_true(rect_holds(damage.rects[0], 25, 25));
}

static void damage_ends_where_the_picture_does(void **state)
{
    (void)state;
    struct damage damage =
        between(MARKS({{90, 90, 50, 50}, 1}, {{-50, 0, 40, 40}, 2}), MARKS({{0, 0, 0, 0}, 3}));
    assert_one(&damage, (struct rect){90, 90, 10, 10});
}

static void what_lies_far_apart_stays_apart_and_there_is_room_for_all(void **state)
{
    (void)state;
    struct damage damage = {.count = 0};
    damage_add(&damage, (struct rect){0, 0, 10, 10});
    damage_add(&damage, (struct rect){1000, 700, 10, 10});
    assert_int_equal(damage.count, 2);
    for (int i = 0; i < 100; i++)
        damage_add(&damage, (struct rect){i * 131 % 1270, i * 89 % 790, 10, 10});
    assert_in_range(damage.count, 1, DAMAGE_MAX);
}

/* ---- any two pictures ---- */

/* The picture as it would come out: at each pixel, which looks were laid there, in order. */
static void draw(const struct marks *marks, uint64_t picture[SIDE][SIDE])
{
    memset(picture, 0, sizeof(uint64_t[SIDE][SIDE]));
    for (size_t i = 0; i < marks->count; i++) {
        struct rect ink = rect_common(marks->items[i].ink, BOUNDS);
        for (int y = ink.y; y < ink.y + ink.h; y++)
            for (int x = ink.x; x < ink.x + ink.w; x++)
                picture[y][x] = picture[y][x] * 31 + marks->items[i].look;
    }
}

static bool is_damaged(const struct damage *damage, int x, int y)
{
    for (size_t i = 0; i < damage->count; i++)
        if (rect_holds(damage->rects[i], x, y))
            return true;
    return false;
}

static int below(struct random_source random, int limit)
{
    return (int)random_below(random, (uint32_t)limit);
}

static struct mark any_mark(struct random_source random)
{
    return (struct mark){
        {below(random, 110) - 10, below(random, 110) - 10, below(random, 30), below(random, 30)},
        (uint64_t)below(random, 4) + 1};
}

/* Some are left out, some come in, some change places. */
static struct marks changed(const struct marks *marks, struct random_source random)
{
    struct marks result = {.count = 0};
    for (size_t i = 0; i < marks->count; i++) {
        if (below(random, 8) == 0)
            marks_add(&result, any_mark(random));
        if (below(random, 8) != 0)
            marks_add(&result, marks->items[i]);
    }
    if (result.count > 1 && below(random, 3) == 0) {
        struct mark first = result.items[0];
        result.items[0] = result.items[result.count - 1];
        result.items[result.count - 1] = first;
    }
    return result;
}

static void outside_the_damage_every_pixel_is_the_same(void **state)
{
    (void)state;
    static uint64_t old[SIDE][SIDE], new[SIDE][SIDE];
    struct random_seed seed;
    struct random_source random = random_seeded(&seed, 7);
    for (int round = 0; round < 2000; round++) {
        struct marks before = {.count = 0};
        for (int i = below(random, 12); i > 0; i--)
            marks_add(&before, any_mark(random));
        struct marks after = changed(&before, random);
        struct damage damage = between(before, after);
        draw(&before, old);
        draw(&after, new);
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++)
                assert_true(old[y][x] == new[y][x] || is_damaged(&damage, x, y));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_twice_is_no_damage),
        cmocka_unit_test(another_look_damages_its_place),
        cmocka_unit_test(what_moved_damages_where_it_was_and_where_it_is),
        cmocka_unit_test(what_comes_between_leaves_its_neighbours_alone),
        cmocka_unit_test(what_changes_its_place_in_the_order_is_damage),
        cmocka_unit_test(damage_ends_where_the_picture_does),
        cmocka_unit_test(what_lies_far_apart_stays_apart_and_there_is_room_for_all),
        cmocka_unit_test(outside_the_damage_every_pixel_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
