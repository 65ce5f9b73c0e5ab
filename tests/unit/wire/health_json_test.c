/* Heartbeats there and back. */
#include "wire/health_json.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static const struct wire_anchor anchor = {.seq = 47, .hash = {1, 2, 3, [31] = 9}};

static void heartbeat_comes_out_as_it_went_in(void **state)
{
    struct wire_health said = {.version = "0.1.0", .outbox = 3, .uptime_s = 86400, .anchor = anchor};
    struct strbuf text = STRBUF_INIT;
    struct wire_fault fault;
    struct wire_health heard;

    (void)state;
    assert_int_equal(wire_health_write(&said, &text), CB_OK);
    assert_int_equal(wire_health_read(text.data, text.length, &heard, &fault), CB_OK);
    assert_int_equal(heard.outbox, 3);
    assert_int_equal(heard.uptime_s, 86400);
    assert_int_equal(heard.anchor.seq, 47);
    assert_memory_equal(heard.anchor.hash, anchor.hash, sizeof anchor.hash);
    strbuf_release(&text);
}

static void answer_comes_out_as_it_went_in(void **state)
{
    struct strbuf text = STRBUF_INIT;
    struct wire_fault fault;
    struct wire_anchor heard;
    int64_t served_at_ms;

    (void)state;
    assert_int_equal(wire_health_answer_write(1795359600000, &anchor, &text), CB_OK);
    assert_int_equal(wire_health_answer_read(text.data, text.length, &served_at_ms, &heard, &fault), CB_OK);
    assert_int_equal(served_at_ms, 1795359600000);
    assert_int_equal(heard.seq, 47);
    assert_memory_equal(heard.hash, anchor.hash, sizeof anchor.hash);
    strbuf_release(&text);
}

static int64_t read_seq(const char *text)
{
    struct wire_fault fault;
    struct wire_health heard;
    int error = wire_health_read(text, strlen(text), &heard, &fault);

    return error == CB_OK ? heard.anchor.seq : error;
}

static void older_kiosks_bring_no_anchor(void **state)
{
    (void)state;
    assert_int_equal(read_seq("{\"version\":\"0.1.0\",\"outbox\":0,\"uptime_s\":12}"), 0);
    assert_int_equal(read_seq("{\"anchor\":null}"), 0);
}

static void anchor_that_is_none_is_refused(void **state)
{
    (void)state;
    assert_int_equal(read_seq("{\"anchor\":7}"), CB_BAD_INPUT);
    assert_int_equal(read_seq("{\"anchor\":{\"seq\":0,\"hash\":\"AA\"}}"), CB_BAD_INPUT);
    assert_int_equal(read_seq("{\"anchor\":{\"seq\":1,\"hash\":\"AA\"}}"), CB_BAD_INPUT);
    assert_int_equal(read_seq("{\"anchor\":{\"seq\":1}}"), CB_BAD_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heartbeat_comes_out_as_it_went_in),
        cmocka_unit_test(answer_comes_out_as_it_went_in),
        cmocka_unit_test(older_kiosks_bring_no_anchor),
        cmocka_unit_test(anchor_that_is_none_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
