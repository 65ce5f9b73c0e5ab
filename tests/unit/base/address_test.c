/* Addresses as values. */
#include "base/address.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct address parsed(const char *text)
{
    struct address address;

    assert_int_equal(address_parse(text, &address), CB_OK);
    return address;
}

static void addresses_come_back_as_they_were_written(void **state)
{
    static const char *const texts[] = {"192.168.1.5", "127.0.0.1", "::1", "fe80::a1", "2001:db8::7"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct address address = parsed(texts[i]);
        char text[ADDRESS_TEXT_SIZE];

        address_format(&address, text);
        assert_string_equal(text, texts[i]);
    }
}

static void what_is_no_address_is_refused(void **state)
{
    static const char *const texts[] = {"",      "localhost", "1.2.3",   "1.2.3.4:80",
                                        "[::1]", "::1%eth0",  "1.2.3.4 "};
    struct address address;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(address_parse(texts[i], &address), CB_BAD_INPUT);
}

static void mapped_addresses_are_the_ipv4_ones(void **state)
{
    struct address plain = parsed("10.1.2.3");
    struct address mapped = parsed("::ffff:10.1.2.3");

    (void)state;
    assert_true(address_equal(&plain, &mapped));
    assert_true(address_is_four(&mapped));
}

static bool lies_in(const char *address, const char *range)
{
    struct address_range parsed_range;
    struct address value = parsed(address);

    assert_int_equal(address_range_parse(range, &parsed_range), CB_OK);
    return address_in(&value, &parsed_range);
}

static void ranges_hold_what_begins_like_them(void **state)
{
    (void)state;
    assert_true(lies_in("10.255.0.1", "10.0.0.0/8"));
    assert_false(lies_in("11.0.0.1", "10.0.0.0/8"));
    assert_true(lies_in("172.31.255.255", "172.16.0.0/12"));
    assert_false(lies_in("172.32.0.0", "172.16.0.0/12"));
    assert_true(lies_in("192.168.1.5", "192.168.1.5"));
    assert_false(lies_in("192.168.1.6", "192.168.1.5"));
    assert_true(lies_in("fd12::1", "fc00::/7"));
    assert_false(lies_in("::1", "0.0.0.0/0"));
}

static void wrong_ranges_are_refused(void **state)
{
    static const char *const texts[] = {"10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/",
                                        "x/8",        "::/129",      "10.0.0.0/8 "};
    struct address_range range;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(address_range_parse(texts[i], &range), CB_BAD_INPUT);
}

static void near_machines_are_told_from_the_internet(void **state)
{
    static const char *const near[] = {"127.0.0.1",   "10.0.0.1", "172.16.0.1", "192.168.0.1",
                                       "169.254.1.1", "::1",      "fe80::1",    "fd00::1"};
    static const char *const far[] = {"8.8.8.8", "172.15.0.1", "192.169.0.1", "2001:db8::1", "0.0.0.0"};

    (void)state;
    for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
        struct address address = parsed(near[i]);

        assert_true(address_is_near(&address));
    }
    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        struct address address = parsed(far[i]);

        assert_false(address_is_near(&address));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_come_back_as_they_were_written),
        cmocka_unit_test(what_is_no_address_is_refused),
        cmocka_unit_test(mapped_addresses_are_the_ipv4_ones),
        cmocka_unit_test(ranges_hold_what_begins_like_them),
        cmocka_unit_test(wrong_ranges_are_refused),
        cmocka_unit_test(near_machines_are_told_from_the_internet),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
