/* The head of a request: what is taken, and all that must not be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "queue/http_head.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Parses a copy that is exactly as long as the text, so that reading beyond it is seen by the sanitizer. */
static int parse(const char *text, struct http_head *ret_head, char **ret_bytes)
{
    size_t length = strlen(text);

    *ret_bytes = malloc(length);
    assert_non_null(*ret_bytes);
    memcpy(*ret_bytes, text, length);
    return http_head_parse(*ret_bytes, length, ret_head);
}

static int status_of(const char *text)
{
    struct http_head head;
    char *bytes;
    int status = parse(text, &head, &bytes);

    free(bytes);
    return status;
}

static void plain_request_is_read(void **state)
{
    struct http_head head;
    char *bytes;

    (void)state;
    assert_int_equal(
        parse("PUT /api/v1/requests/x?a=b HTTP/1.1\r\nHost: h:1\r\nContent-Length: 12\r\nX-Empty:\r\n\r\n",
              &head, &bytes),
        0);
    assert_int_equal(head.method, HTTP_PUT);
    assert_string_equal(head.path, "/api/v1/requests/x");
    assert_string_equal(head.query, "a=b");
    assert_int_equal(head.body_length, 12);
    assert_true(head.keep_alive);
    assert_string_equal(http_header(&head, "host"), "h:1");
    assert_string_equal(http_header(&head, "X-Empty"), "");
    assert_null(http_header(&head, "Cookie"));
    free(bytes);
}

static void request_smuggling_shapes_are_refused(void **state)
{
    static const struct {
        const char *lines;
        int status;
    } cases[] = {
        {"Content-Length: 5\r\nContent-Length: 6\r\n", 400},
        {"Content-Length: 5\r\nContent-Length: 5\r\n", 400},
        {"Content-Length: +5\r\n", 400},
        {"Content-Length: -5\r\n", 400},
        {"Content-Length: 0x5\r\n", 400},
        {"Content-Length: 5 5\r\n", 400},
        {"Content-Length: 5, 5\r\n", 400},
        {"Content-Length:\r\n", 400},
        {"Content-Length: 99999999999999999999\r\n", 400},
        {"Content-Length : 5\r\n", 400},
        {" Content-Length: 5\r\n", 400},
        {"X: a\r\n folded: b\r\n", 400},
        {"X: a\nContent-Length: 5\r\n", 400},
        {"X: a\rContent-Length: 5\r\n", 400},
        {"Transfer-Encoding: chunked\r\n", 501},
        {"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 400},
        {"Transfer-Encoding : chunked\r\n", 400},
        {"NoColon\r\n", 400},
        {": empty name\r\n", 400},
        {"Host: second\r\n", 400},
        {"Expect: 200-maybe\r\n", 417},
    };
    char text[512];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(text, sizeof text, "POST / HTTP/1.1\r\nHost: h\r\n%s\r\n", cases[i].lines);
        if (status_of(text) != cases[i].status)
            fail_msg("%s: answered %d, not %d", cases[i].lines, status_of(text), cases[i].status);
    }
}

static void broken_request_lines_are_refused(void **state)
{
    static const struct {
        const char *line;
        int status;
    } cases[] = {
        {"GET / HTTP/2.0", 505},
        {"GET / HTTP/1.2", 505},
        {"GET /", 400},
        {"GET  / HTTP/1.1", 400},
        {"GET / HTTP/1.1 x", 400},
        {"GET x HTTP/1.1", 400},
        {"GET http://h/ HTTP/1.1", 400},
        {"GET * HTTP/1.1", 400},
        {"GET /\x01 HTTP/1.1", 400},
        {"GET /\xc3\xa9 HTTP/1.1", 400},
        {"GET /#a HTTP/1.1", 400},
        {"G@T / HTTP/1.1", 400},
        {" GET / HTTP/1.1", 400},
        {"", 400},
        {"GET / http/1.1", 400},
    };
    char text[256];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(text, sizeof text, "%s\r\nHost: h\r\n\r\n", cases[i].line);
        if (status_of(text) != cases[i].status)
            fail_msg("%s: answered %d, not %d", cases[i].line, status_of(text), cases[i].status);
    }
}

static void nul_in_a_head_is_refused(void **state)
{
    char bytes[] = "GET / HTTP/1.1\r\nHost: h\0x\r\n\r\n";
    struct http_head head;

    (void)state;
    assert_int_equal(http_head_parse(bytes, sizeof bytes - 1, &head), 400);
}

static void body_above_the_limit_is_refused(void **state)
{
    (void)state;
    assert_int_equal(status_of("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 16384\r\n\r\n"), 0);
    assert_int_equal(status_of("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 16385\r\n\r\n"), 413);
}

static void too_many_headers_are_refused(void **state)
{
    char text[4096] = "GET / HTTP/1.1\r\nHost: h\r\n";

    (void)state;
    for (int i = 0; i < HTTP_HEADERS_MAX; i++)
        strcat(text, "A: b\r\n");
    strcat(text, "\r\n");
    assert_int_equal(status_of(text), 431);
}

static void host_is_needed_from_http_1_1_on(void **state)
{
    (void)state;
    assert_int_equal(status_of("GET / HTTP/1.1\r\n\r\n"), 400);
    assert_int_equal(status_of("GET / HTTP/1.0\r\n\r\n"), 0);
}

static void connection_close_is_honoured(void **state)
{
    struct http_head head;
    char *bytes;

    (void)state;
    assert_int_equal(parse("GET / HTTP/1.1\r\nHost: h\r\nConnection: Close\r\n\r\n", &head, &bytes), 0);
    assert_false(head.keep_alive);
    free(bytes);
    assert_int_equal(parse("GET / HTTP/1.0\r\n\r\n", &head, &bytes), 0);
    assert_false(head.keep_alive);
    free(bytes);
}

static void head_is_whole_only_with_its_empty_line(void **state)
{
    static const char text[] = "GET / HTTP/1.1\r\nHost: h\r\n\r\nbody";

    (void)state;
    for (size_t length = 0; length < sizeof text - 5; length++)
        assert_int_equal(http_head_length(text, length), 0);
    assert_int_equal(http_head_length(text, sizeof text - 1), sizeof text - 5);
}

static void doubled_header_is_nobodys(void **state)
{
    struct http_head head;
    char *bytes;

    (void)state;
    assert_int_equal(parse("GET / HTTP/1.1\r\nHost: h\r\nOrigin: a\r\nORIGIN: b\r\n\r\n", &head, &bytes), 0);
    assert_null(http_header(&head, "Origin"));
    free(bytes);
}

static void cookie_is_found_by_its_whole_name(void **state)
{
    struct http_head head;
    char *bytes;
    char value[8];

    (void)state;
    assert_int_equal(parse("GET / HTTP/1.1\r\nHost: h\r\nCookie: xcb=1; cb=two; cbx=3;long=123456789\r\n\r\n",
                           &head, &bytes),
                     0);
    assert_true(http_cookie(&head, "cb", value, sizeof value));
    assert_string_equal(value, "two");
    assert_false(http_cookie(&head, "c", value, sizeof value));
    assert_false(http_cookie(&head, "long", value, sizeof value));
    free(bytes);
    assert_int_equal(parse("GET / HTTP/1.1\r\nHost: h\r\nCookie: cb=1; cb=2\r\n\r\n", &head, &bytes), 0);
    assert_false(http_cookie(&head, "cb", value, sizeof value));
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_request_is_read),
        cmocka_unit_test(request_smuggling_shapes_are_refused),
        cmocka_unit_test(broken_request_lines_are_refused),
        cmocka_unit_test(nul_in_a_head_is_refused),
        cmocka_unit_test(body_above_the_limit_is_refused),
        cmocka_unit_test(too_many_headers_are_refused),
        cmocka_unit_test(host_is_needed_from_http_1_1_on),
        cmocka_unit_test(connection_close_is_honoured),
        cmocka_unit_test(head_is_whole_only_with_its_empty_line),
        cmocka_unit_test(doubled_header_is_nobodys),
        cmocka_unit_test(cookie_is_found_by_its_whole_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
