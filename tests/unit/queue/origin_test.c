/* Names, proxies, and what strangers claim. */
#include "queue/origin.h"

#include "base/error.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define TLS_PORT   8443
#define PLAIN_PORT 8320

static struct origins made(const char *names_text, const char *proxies)
{
    struct origins origins = {.plain_port = PLAIN_PORT};
    struct own_names names;

    assert_int_equal(own_names_parse(names_text, &names, NULL), CB_OK);
    origins_set_names(&origins, &names, TLS_PORT);
    assert_int_equal(origins_set_proxies(&origins, proxies, NULL), CB_OK);
    return origins;
}

static struct arrival from(const char *peer, bool tls)
{
    struct arrival arrival = {.tls = tls};

    if (peer != NULL)
        assert_int_equal(address_parse(peer, &arrival.peer), CB_OK);
    return arrival;
}

/* The head of a request with these header lines, two texts each, NULL at the end. */
static int judge(const struct origins *origins, struct arrival arrival, const char *const *lines,
                 struct source *ret_source)
{
    struct http_head head = {.method = HTTP_GET, .path = "/"};
    const char *detail = NULL;
    int status;

    for (; lines[0] != NULL; lines += 2)
        head.headers[head.header_count++] = (struct http_header){lines[0], lines[1]};
    status = origins_judge(origins, &arrival, &head, ret_source, &detail);
    if (status != 0)
        assert_non_null(detail);
    return status;
}

#define LINES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void assert_client(const struct source *source, const char *text)
{
    char client[ADDRESS_TEXT_SIZE];

    address_format(&source->client, client);
    assert_string_equal(client, text);
}

static void only_configured_hosts_are_ours(void **state)
{
    static const char *const good[] = {"queue.lan:8443", "QUEUE.lan:8443", "192.168.1.5:8443", "coach.org",
                                       "[fd00::5]:8443"};
    static const char *const bad[] = {"queue.lan",      "queue.lan:8320", "evil.example:8443",
                                      "coach.org:8443", "127.0.0.1:8320", ""};
    struct origins origins = made("queue.lan, 192.168.1.5 coach.org:443 [fd00::5]", "");
    struct source source;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_int_equal(judge(&origins, from("10.0.0.7", true), LINES("Host", good[i]), &source), 0);
        assert_true(source.secure);
        assert_client(&source, "10.0.0.7");
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(judge(&origins, from("10.0.0.7", true), LINES("Host", bad[i]), &source), 421);
    assert_int_equal(judge(&origins, from("10.0.0.7", true), LINES("Accept", "*/*"), &source), 421);
}

static void plain_http_goes_by_loopback_names_only(void **state)
{
    struct origins origins = made("queue.lan", "");
    struct source source;

    (void)state;
    assert_int_equal(judge(&origins, from("127.0.0.1", false), LINES("Host", "127.0.0.1:8320"), &source), 0);
    assert_false(source.secure);
    assert_int_equal(judge(&origins, from("127.0.0.1", false), LINES("Host", "[::1]:8320"), &source), 0);
    assert_int_equal(judge(&origins, from("127.0.0.1", false), LINES("Host", "queue.lan:8443"), &source),
                     421);
    assert_int_equal(judge(&origins, from(NULL, false), LINES("Host", "queue.lan:8443"), &source), 421);
}

static void what_strangers_forward_is_ignored(void **state)
{
    struct origins origins = made("queue.lan", "192.168.1.9");
    struct source source;

    (void)state;
    assert_int_equal(
        judge(&origins, from("10.0.0.7", true),
              LINES("Host", "queue.lan:8443", "X-Forwarded-For", "1.2.3.4", "X-Forwarded-Proto", "http"),
              &source),
        0);
    assert_client(&source, "10.0.0.7");
    /* Nor does a stranger on plain loopback become secure by saying so. */
    assert_int_equal(judge(&origins, from("127.0.0.1", false),
                           LINES("Host", "127.0.0.1:8320", "X-Forwarded-Proto", "https"), &source),
                     0);
    assert_false(source.secure);
}

static void a_trusted_proxy_says_who_asks(void **state)
{
    struct origins origins = made("coach.org:443", "127.0.0.1 192.168.1.0/24 unix");
    const char *const *lines = LINES("Host", "coach.org", "X-Forwarded-Proto", "https", "X-Forwarded-For",
                                     "6.6.6.6, 10.0.0.7, 192.168.1.9");
    struct source source;

    (void)state;
    assert_int_equal(judge(&origins, from("127.0.0.1", false), lines, &source), 0);
    assert_true(source.secure);
    assert_client(&source, "10.0.0.7");
    assert_int_equal(judge(&origins, from(NULL, false), lines, &source), 0);
    assert_client(&source, "10.0.0.7");
}

static void lines_are_read_from_the_last_one(void **state)
{
    struct origins origins = made("coach.org:443", "127.0.0.1");
    struct source source;

    (void)state;
    assert_int_equal(judge(&origins, from("127.0.0.1", false),
                           LINES("X-Forwarded-For", "6.6.6.6", "Host", "coach.org", "X-Forwarded-Proto",
                                 "https", "X-Forwarded-For", "10.0.0.7"),
                           &source),
                     0);
    assert_client(&source, "10.0.0.7");
    assert_int_equal(judge(&origins, from("127.0.0.1", false),
                           LINES("Host", "coach.org", "X-Forwarded-Proto", "https", "X-Forwarded-For",
                                 "10.0.0.7, rubbish"),
                           &source),
                     0);
    assert_client(&source, "127.0.0.1");
}

static void a_proxy_must_vouch_for_https(void **state)
{
    struct origins origins = made("coach.org:443", "127.0.0.1");
    struct source source;

    (void)state;
    assert_int_equal(judge(&origins, from("127.0.0.1", false),
                           LINES("Host", "coach.org", "X-Forwarded-For", "10.0.0.7"), &source),
                     421);
    assert_int_equal(
        judge(&origins, from("127.0.0.1", false),
              LINES("Host", "coach.org", "X-Forwarded-For", "10.0.0.7", "X-Forwarded-Proto", "http"),
              &source),
        421);
    assert_int_equal(
        judge(&origins, from("127.0.0.1", false),
              LINES("Host", "coach.org", "X-Forwarded-Proto", "https", "X-Forwarded-Proto", "https"),
              &source),
        421);
    /* The machine itself, past the proxy, is still only plain loopback. */
    assert_int_equal(judge(&origins, from("127.0.0.1", false), LINES("Host", "127.0.0.1:8320"), &source), 0);
    assert_false(source.secure);
}

static void wrong_names_and_proxies_are_told(void **state)
{
    static const char *const names[] = {
        "a_b", "queue.lan:0", "queue.lan:99999", "queue.lan:x", "[fd00::5", "http://queue.lan", "*.lan"};
    static const char *const proxies[] = {"proxy.lan", "10.0.0.1/8", "10.0.0.0/", "all"};
    struct origins origins = {.plain_port = 0};
    struct own_names read;
    struct problem problem;

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(own_names_parse(names[i], &read, &problem), CB_BAD_INPUT);
        assert_non_null(strstr(problem.text, "'names'"));
    }
    for (size_t i = 0; i < sizeof proxies / sizeof *proxies; i++) {
        assert_int_equal(origins_set_proxies(&origins, proxies[i], &problem), CB_BAD_INPUT);
        assert_non_null(strstr(problem.text, "trusted_proxies"));
    }
}

static void the_machine_knows_its_own_names(void **state)
{
    struct own_names names = {.count = 0};
    struct certificate_names certificate;
    struct address loopback;
    bool has_loopback = false;

    (void)state;
    assert_int_equal(address_parse("127.0.0.1", &loopback), CB_OK);
    own_names_add_machine(&names);
    certificate_names_fill(&names, &certificate);
    assert_string_equal(certificate.dns[0], "localhost");
    for (size_t i = 0; i < certificate.names.address_count; i++) {
        assert_true(address_is_near(&certificate.addresses[i]));
        has_loopback = has_loopback || address_equal(&certificate.addresses[i], &loopback);
    }
    assert_true(has_loopback);
}

static void one_name_at_two_ports_is_certified_once(void **state)
{
    struct own_names names;
    struct certificate_names certificate;

    (void)state;
    assert_int_equal(own_names_parse("q.lan q.lan:443 10.0.0.1 10.0.0.1:443", &names, NULL), CB_OK);
    certificate_names_fill(&names, &certificate);
    assert_int_equal(names.count, 4);
    assert_int_equal(certificate.names.dns_count, 1);
    assert_int_equal(certificate.names.address_count, 1);
}

static void pages_change_things_from_their_own_origin_only(void **state)
{
    struct http_head head = {.headers = {{"Host", "queue.lan:8443"}, {"Origin", "https://queue.lan:8443"}},
                             .header_count = 2};

    (void)state;
    assert_true(origin_is_ours(&head, true));
    assert_false(origin_is_ours(&head, false));
    head.headers[1].value = "https://evil.example:8443";
    assert_false(origin_is_ours(&head, true));
    head.headers[1].value = "https://queue.lan:8443.evil.example";
    assert_false(origin_is_ours(&head, true));
    head.header_count = 1;
    assert_false(origin_is_ours(&head, true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_configured_hosts_are_ours),
        cmocka_unit_test(plain_http_goes_by_loopback_names_only),
        cmocka_unit_test(what_strangers_forward_is_ignored),
        cmocka_unit_test(a_trusted_proxy_says_who_asks),
        cmocka_unit_test(lines_are_read_from_the_last_one),
        cmocka_unit_test(a_proxy_must_vouch_for_https),
        cmocka_unit_test(wrong_names_and_proxies_are_told),
        cmocka_unit_test(the_machine_knows_its_own_names),
        cmocka_unit_test(one_name_at_two_ports_is_certified_once),
        cmocka_unit_test(pages_change_things_from_their_own_origin_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
