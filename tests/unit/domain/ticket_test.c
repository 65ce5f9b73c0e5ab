/* Tickets: picking one that is free, dealing signs to kiosks. */
#include "base/error.h"
#include "domain/ticket.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const sign_set leaf_and_boat = 1u << SIGN_LEAF | 1u << SIGN_BOAT;

static void every_sign_has_a_name_that_leads_back(void **state)
{
    (void)state;
    for (int sign = SIGN_LEAF; sign < SIGN_COUNT; sign++)
        assert_int_equal(sign_from_name(sign_name((enum sign)sign)), sign);
    assert_null(sign_name(SIGN_NONE));
    assert_int_equal(sign_from_name("Leaf"), SIGN_NONE);
    assert_int_equal(sign_from_name(""), SIGN_NONE);
}

static void a_ticket_has_a_sign_and_two_digits(void **state)
{
    (void)state;
    assert_true(ticket_valid((struct ticket){SIGN_LEAF, 10}));
    assert_true(ticket_valid((struct ticket){SIGN_TREE, 99}));
    assert_false(ticket_valid((struct ticket){SIGN_LEAF, 9}));
    assert_false(ticket_valid((struct ticket){SIGN_LEAF, 100}));
    assert_false(ticket_valid((struct ticket){SIGN_NONE, 47}));
    assert_false(ticket_valid((struct ticket){SIGN_COUNT, 47}));
}

/* Takes tickets until there are none: each is new, and all 180 of two signs come up. */
static void no_ticket_is_given_twice_until_all_are_taken(void **state)
{
    (void)state;
    struct ticket taken[200];
    size_t count = 0;
    struct random_seed seed;
    struct random_source random = random_seeded(&seed, 5);

    while (ticket_pick(leaf_and_boat, taken, count, random, &taken[count]) == CB_OK) {
        assert_true(ticket_valid(taken[count]));
        assert_true(leaf_and_boat >> taken[count].sign & 1);
        for (size_t i = 0; i < count; i++)
            assert_false(ticket_equal(taken[i], taken[count]));
        count++;
    }
    assert_int_equal(count, 2 * 90);
    assert_int_equal(ticket_pick(leaf_and_boat, taken, count, random, &taken[count]), CB_BUSY);
    assert_int_equal(ticket_pick(0, NULL, 0, random, &taken[0]), CB_BUSY);
}

static void strange_taken_tickets_do_no_harm(void **state)
{
    (void)state;
    const struct ticket taken[] = {{SIGN_COUNT, 47}, {SIGN_NONE, 10}, {SIGN_LEAF, 100000}, {SIGN_LEAF, -3}};
    struct random_seed seed;
    struct ticket ticket;

    assert_int_equal(ticket_pick(leaf_and_boat, taken, 4, random_seeded(&seed, 1), &ticket), CB_OK);
}

static sign_set all_of(const sign_set *dealt, size_t count)
{
    sign_set all = 0;

    for (size_t i = 0; i < count; i++) {
        assert_int_equal(all & dealt[i], 0); /* never the same sign twice */
        assert_int_not_equal(dealt[i], 0);
        all |= dealt[i];
    }
    return all;
}

static void all_signs_but_the_staffs_are_dealt(void **state)
{
    (void)state;
    for (size_t count = 1; count <= TICKET_KIOSKS_MAX; count++) {
        sign_set held[TICKET_KIOSKS_MAX] = {0}, dealt[TICKET_KIOSKS_MAX];

        assert_int_equal(ticket_deal(held, count, dealt), CB_OK);
        assert_int_equal(all_of(dealt, count), 0xfe);
        for (size_t i = 0; i < count; i++)
            assert_in_range(__builtin_popcount(dealt[i]), 7 / count, (7 + count - 1) / count);
    }
}

static void a_held_sign_stays_where_it_is(void **state)
{
    (void)state;
    const sign_set held[3] = {1u << SIGN_STAR | 1u << SIGN_KEY | 1u << SIGN_MOON, 0, 1u << SIGN_LEAF};
    sign_set dealt[3];

    assert_int_equal(ticket_deal(held, 3, dealt), CB_OK);
    assert_int_equal(all_of(dealt, 3), 0xfe);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(dealt[i] & held[i], held[i]);
    assert_int_equal(dealt[0], held[0]); /* it has its share already */
}

static void more_kiosks_than_signs_are_refused(void **state)
{
    (void)state;
    const sign_set held[TICKET_KIOSKS_MAX + 1] = {0};
    const sign_set everything[2] = {0xfe, 0};
    sign_set dealt[TICKET_KIOSKS_MAX + 1] = {77};

    assert_int_equal(ticket_deal(held, TICKET_KIOSKS_MAX + 1, dealt), CB_TOO_LARGE);
    assert_int_equal(ticket_deal(held, 0, dealt), CB_TOO_LARGE);
    assert_int_equal(ticket_deal(everything, 2, dealt), CB_BUSY);
    assert_int_equal(dealt[0], 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sign_has_a_name_that_leads_back),
        cmocka_unit_test(a_ticket_has_a_sign_and_two_digits),
        cmocka_unit_test(no_ticket_is_given_twice_until_all_are_taken),
        cmocka_unit_test(strange_taken_tickets_do_no_harm),
        cmocka_unit_test(all_signs_but_the_staffs_are_dealt),
        cmocka_unit_test(a_held_sign_stays_where_it_is),
        cmocka_unit_test(more_kiosks_than_signs_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
