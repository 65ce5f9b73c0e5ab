/* The line between two threads. */
#include "relay/ring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"

#include <string.h>

struct item {
    int number;
    char name[12];
};

static void items_come_out_in_order(void **state)
{
    struct ring ring;
    struct item item = {.number = 0};

    (void)state;
    ring_init(&ring, sizeof(item), 20);
    assert_false(ring_take(&ring, &item));
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 13; i++)
            assert_int_equal(ring_put(&ring, &(struct item){.number = round * 100 + i}), CB_OK);
        for (int i = 0; i < 13; i++) {
            assert_true(ring_take(&ring, &item));
            assert_int_equal(item.number, round * 100 + i);
        }
    }
    ring_release(&ring);
}

static void full_ring_says_busy(void **state)
{
    struct ring ring;
    struct item item = {.number = 1};

    (void)state;
    ring_init(&ring, sizeof(item), 20);
    for (int i = 0; i < 20; i++)
        assert_int_equal(ring_put(&ring, &item), CB_OK);
    assert_int_equal(ring_put(&ring, &item), CB_BUSY);
    ring_release(&ring);
}

static void push_into_a_full_ring_drops_the_oldest(void **state)
{
    struct ring ring;
    struct item item;

    (void)state;
    ring_init(&ring, sizeof(item), 3);
    for (int i = 0; i < 3; i++)
        assert_false(ring_push(&ring, &(struct item){.number = i}));
    assert_true(ring_push(&ring, &(struct item){.number = 3}));
    for (int i = 1; i <= 3; i++) {
        assert_true(ring_take(&ring, &item));
        assert_int_equal(item.number, i);
    }
    ring_release(&ring);
}

static void taken_items_are_wiped(void **state)
{
    struct ring ring;
    struct item item = {.name = "Ray"};

    (void)state;
    ring_init(&ring, sizeof(item), 8);
    ring_put(&ring, &item);
    ring_take(&ring, &item);
    assert_string_equal(item.name, "Ray");
    for (size_t i = 0; i < ring.size * ring.item_size; i++)
        assert_int_equal(ring.items[i], 0);
    ring_release(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_come_out_in_order),
        cmocka_unit_test(full_ring_says_busy),
        cmocka_unit_test(push_into_a_full_ring_drops_the_oldest),
        cmocka_unit_test(taken_items_are_wiped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
