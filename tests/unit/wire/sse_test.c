/* Server-sent events, however the bytes are cut. */
#include "base/error.h"
#include "wire/sse.h"

#include <stdio.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Events as one text, each as event|data|id; */
static void collect(void *context, const char *event, const char *data, const char *id)
{
    struct strbuf *seen = context;

    strbuf_addf(seen, "%s|%s|%s;", event, data, id);
}

static int feed(const char *text, size_t length, size_t piece, struct strbuf *seen)
{
    struct sse_reader reader = SSE_READER_INIT;
    int error = CB_OK;

    for (size_t at = 0; at < length && error == CB_OK; at += piece) {
        size_t left = length - at;

        error = sse_read(&reader, text + at, left < piece ? left : piece, collect, seen);
    }
    sse_reader_release(&reader);
    return error;
}

static void assert_events(const char *text, const char *expected)
{
    struct strbuf seen = STRBUF_INIT;
    size_t length = strlen(text);

    /* In pieces of every size. */
    for (size_t piece = 1; piece <= length; piece++) {
        strbuf_clear(&seen);
        assert_int_equal(feed(text, length, piece, &seen), CB_OK);
        assert_string_equal(strbuf_text(&seen), expected);
    }
    /* In two pieces, cut at every byte. */
    for (size_t cut = 0; cut <= length; cut++) {
        struct sse_reader reader = SSE_READER_INIT;

        strbuf_clear(&seen);
        assert_int_equal(sse_read(&reader, text, cut, collect, &seen), CB_OK);
        assert_int_equal(sse_read(&reader, text + cut, length - cut, collect, &seen), CB_OK);
        assert_string_equal(strbuf_text(&seen), expected);
        sse_reader_release(&reader);
    }
    strbuf_release(&seen);
}

static void a_feed_is_read_however_it_is_cut(void **state)
{
    (void)state;
    assert_events("retry: 1000\n\n:\n\nid: 17\nevent: board\ndata: {\"revision\":18}\n\n"
                  "id: 18\nevent: reset\ndata: {}\n\n",
                  ":||;board|{\"revision\":18}|17;reset|{}|18;");
}

static void all_line_ends_count(void **state)
{
    (void)state;
    assert_events("id: 1\r\nevent: a\r\ndata: x\r\n\r\nid: 2\revent: b\rdata: y\r\rdata: z\n\n",
                  "a|x|1;b|y|2;message|z|2;");
}

static void data_lines_join_with_newlines(void **state)
{
    (void)state;
    assert_events("data: a\ndata:b\ndata:  c\ndata\n\n", "message|a\nb\n c\n|;");
    assert_events("data\n\ndata\ndata\n\n", "message||;message|\n|;");
}

static void an_event_without_data_is_none_but_its_id_counts(void **state)
{
    (void)state;
    assert_events("event: a\nid: 5\n\ndata: x\n\n", "message|x|5;");
    assert_events("id: 5\ndata: x\n\nid\ndata: y\n\n", "message|x|5;message|y|;");
}

/* A heartbeat in the middle of an event must not tell the id of an event that has not come yet. */
static void an_id_counts_only_when_its_event_is_whole(void **state)
{
    (void)state;
    assert_events("id: 5\ndata: x\n:\n", ":||;");
    assert_events("data: x\nid: 9\n: beat\n\n", ":||;message|x|9;");
}

static void unknown_fields_and_a_mark_at_the_start_are_skipped(void **state)
{
    (void)state;
    assert_events("\xef\xbb\xbf"
                  "data: x\nfoo: bar\nidea: 4\ndat: q\n\n",
                  "message|x|;");
    assert_events("\n\n\xef\xbb\xbf"
                  "data: x\n\n",
                  ""); /* later on it is part of a name */
}

static void an_unfinished_event_is_not_told(void **state)
{
    (void)state;
    assert_events("data: x\n\ndata: y\n", "message|x|;");
}

static void long_names_do_no_harm(void **state)
{
    (void)state;
    assert_events(
        "id: 123456789012345678901234567890123456\nevent: an_event_with_a_very_long_name_indeed\ndata: x\n\n",
        "an_event_with_a_very_long_name_|x|;");
}

static void an_endless_event_is_refused(void **state)
{
    (void)state;
    static char text[SSE_EVENT_MAX + 100];
    struct strbuf seen = STRBUF_INIT;

    memset(text, 'a', sizeof text);
    assert_int_equal(feed(text, sizeof text, 1000, &seen), CB_TOO_LARGE);
    for (size_t i = 0; i + 7 < sizeof text; i += 7)
        memcpy(text + i, "data:a\n", 7);
    assert_int_equal(feed(text, SSE_EVENT_MAX, 1, &seen), CB_OK); /* much of it is the word "data" */
    assert_int_equal(feed("data: a\0b\n\n", 11, 11, &seen), CB_BAD_INPUT);
    assert_string_equal(strbuf_text(&seen), "");
    strbuf_release(&seen);
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    struct strbuf out = STRBUF_INIT, seen = STRBUF_INIT;

    sse_write(&out, "request", 42, "{\"a\":1}");
    sse_write(&out, "note", 43, "two\nlines\r\nor\rfour\n");
    assert_int_equal(feed(out.data, out.length, 3, &seen), CB_OK);
    assert_string_equal(strbuf_text(&seen), "request|{\"a\":1}|42;note|two\nlines\nor\nfour\n|43;");
    strbuf_release(&out);
    strbuf_release(&seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_feed_is_read_however_it_is_cut),
        cmocka_unit_test(all_line_ends_count),
        cmocka_unit_test(data_lines_join_with_newlines),
        cmocka_unit_test(an_event_without_data_is_none_but_its_id_counts),
        cmocka_unit_test(an_id_counts_only_when_its_event_is_whole),
        cmocka_unit_test(unknown_fields_and_a_mark_at_the_start_are_skipped),
        cmocka_unit_test(an_unfinished_event_is_not_told),
        cmocka_unit_test(long_names_do_no_harm),
        cmocka_unit_test(an_endless_event_is_refused),
        cmocka_unit_test(what_is_written_is_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
