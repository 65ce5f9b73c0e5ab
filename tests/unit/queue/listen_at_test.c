/* Where the queue may listen. */
#include "queue/listen_at.h"

#include <netinet/in.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int family(const char *text, bool plain)
{
    struct listen_at at;

    return listen_at_parse(text, plain, &at, NULL) == CB_OK ? at.address.ss_family : -1;
}

static void networks_are_for_tls(void **state)
{
    (void)state;
    assert_int_equal(family("0.0.0.0:8443", false), AF_INET);
    assert_int_equal(family("[::]:8443", false), AF_INET6);
    assert_int_equal(family("192.168.1.5:443", false), AF_INET);
    assert_int_equal(family("127.0.0.1:0", false), AF_INET);
}

static void plain_http_stays_on_this_machine(void **state)
{
    static const char *const refused[] = {"0.0.0.0:8320", "[::]:8320", "192.168.1.5:8320", "[fd00::5]:8320"};
    struct listen_at at;
    struct problem problem;

    (void)state;
    assert_int_equal(family("127.0.0.1:8320", true), AF_INET);
    assert_int_equal(family("127.9.9.9:8320", true), AF_INET);
    assert_int_equal(family("[::1]:8320", true), AF_INET6);
    assert_int_equal(family("unix:/run/coachbell/queue.sock", true), AF_UNIX);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_int_equal(listen_at_parse(refused[i], true, &at, &problem), CB_UNSUPPORTED);
        assert_non_null(strstr(problem.text, "this machine only"));
    }
    assert_int_equal(listen_at_parse("unix:/run/q.sock", false, &at, &problem), CB_UNSUPPORTED);
}

static void what_is_no_address_is_told(void **state)
{
    static const char *const texts[] = {"",        "8443",        ":8443",         "localhost:8443",
                                        "1.2.3.4", "1.2.3.4:x",   "1.2.3.4:70000", "::1:8443",
                                        "[::1]",   "[1.2.3.4]:1", "unix:",         "unix:q.sock"};
    struct listen_at at;
    struct problem problem;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(listen_at_parse(texts[i], true, &at, &problem), CB_BAD_INPUT);
        assert_non_null(strstr(problem.text, "no address to listen at"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(networks_are_for_tls),
        cmocka_unit_test(plain_http_stays_on_this_machine),
        cmocka_unit_test(what_is_no_address_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
