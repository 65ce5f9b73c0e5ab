/* Requests, statuses, alerts and problems: they come back as they went, and hostile ones are named. */
#include "base/error.h"
#include "wire/request_json.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct uuid coach_id = {.bytes = {[0] = 0xc0, [15] = 1}},
                         request_id = {.bytes = {[0] = 0x7e, [15] = 2}};

static struct wire_submit full_submit(void)
{
    struct wire_submit submit = {
        .kind = REQUEST_CALLBACK,
        .ticket = {SIGN_LEAF, 47},
        .coach_id = coach_id,
        .topics = {"talk", "home"},
        .topic_count = 2,
        .find = FIND_NAME,
        .language = "es",
        .notice_version = 3,
        .asked_at_ms = 1795358400000,
        .due_from_ms = 1795358500000,
        .due_until_ms = 1795358600500,
        .preference = "speaks-es_woman",
        .source = "poster",
        .consent_version = 2,
        .has_sealed = true,
    };

    for (size_t i = 0; i < sizeof submit.sealed; i++)
        submit.sealed[i] = (uint8_t)(i * 7);
    return submit;
}

static const char *written(const struct wire_submit *submit, struct strbuf *out)
{
    strbuf_clear(out);
    assert_int_equal(wire_submit_write(submit, out), CB_OK);
    return strbuf_text(out);
}

static void a_submit_comes_back_as_it_went(void **state)
{
    (void)state;
    struct wire_submit submit = full_submit(), back = {.kind = REQUEST_WALK_IN};
    struct wire_fault fault;
    struct strbuf out = STRBUF_INIT;

    written(&submit, &out);
    assert_true(out.length < WIRE_BODY_MAX);
    assert_int_equal(wire_submit_read(out.data, out.length, &back, &fault), CB_OK);
    assert_memory_equal(&back, &submit, sizeof back);
    submit = (struct wire_submit){.ticket = {SIGN_TREE, 10}, .language = "en", .asked_at_ms = 1};
    back = submit;
    back.topic_count = 5;
    written(&submit, &out);
    assert_int_equal(wire_submit_read(out.data, out.length, &back, &fault), CB_OK);
    assert_memory_equal(&back, &submit, sizeof back);
    strbuf_release(&out);
}

static void the_id_from_the_path_is_kept(void **state)
{
    (void)state;
    struct wire_submit submit = full_submit(), back = {.id = request_id};
    struct wire_fault fault;
    struct strbuf out = STRBUF_INIT;

    written(&submit, &out);
    assert_int_equal(wire_submit_read(out.data, out.length, &back, &fault), CB_OK);
    assert_true(uuid_equal(&back.id, &request_id));
    strbuf_release(&out);
}

/* Replaces the value of a key in a good submit and says which field is refused. */
static void assert_refused(const char *key, const char *json, const char *field)
{
    struct wire_submit submit = full_submit(), back = {.notice_version = -5};
    struct wire_fault fault = {.field = ""};
    struct strbuf out = STRBUF_INIT;
    json_t *root = json_loads(written(&submit, &out), 0, NULL);
    char *text;

    if (json != NULL)
        assert_int_equal(json_object_set_new(root, key, json_loads(json, JSON_DECODE_ANY, NULL)), 0);
    else
        assert_int_equal(json_object_del(root, key), 0);
    text = json_dumps(root, 0);
    assert_int_equal(wire_submit_read(text, strlen(text), &back, &fault), CB_BAD_INPUT);
    assert_string_equal(fault.field, field);
    assert_int_equal(back.notice_version, -5);
    free(text);
    json_decref(root);
    strbuf_release(&out);
}

static void a_wrong_value_is_named(void **state)
{
    (void)state;
    assert_refused("kind", "\"walkin\"", "kind");
    assert_refused("kind", NULL, "kind");
    assert_refused("ticket", "null", "ticket");
    assert_refused("ticket", "{\"sign\":\"leaf\",\"number\":9}", "ticket.number");
    assert_refused("ticket", "{\"sign\":\"rose\",\"number\":10}", "ticket.sign");
    assert_refused("ticket", "[]", "ticket");
    assert_refused("coach", "\"marisol\"", "coach");
    assert_refused("coach", NULL, "coach");
    assert_refused("topics", "[\"talk\",7]", "topics[1]");
    assert_refused("topics", "[\"talk\",\"talk\"]", "topics[1]");
    assert_refused("topics", "[\"Talk\"]", "topics[0]");
    assert_refused("topics", "[\"\"]", "topics[0]");
    assert_refused("topics", "[\"a12345678901234567890123456789012\"]", "topics[0]");
    assert_refused("topics",
                   "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\",\"12\",\"13\"]",
                   "topics");
    assert_refused("topics", "{\"talk\":true}", "topics");
    assert_refused("find", "\"shout\"", "find");
    assert_refused("language", "\"e\"", "language");
    assert_refused("language", "\"e<script>\"", "language");
    assert_refused("language", "\"en-US-and-much-more\"", "language");
    assert_refused("notice_version", "-1", "notice_version");
    assert_refused("notice_version", "\"1\"", "notice_version");
    assert_refused("asked_at", "null", "asked_at");
    assert_refused("asked_at", "\"2026-11-22 14:40\"", "asked_at");
    assert_refused("due_until", "\"2001-01-01T00:00:00Z\"", "due_until");
    assert_refused("preference", "\"Free text about me\"", "preference");
    assert_refused("sealed", "\"AAAA\"", "sealed");
    assert_refused("sealed", NULL, "sealed");
    assert_refused("sealed", "{}", "sealed");
    assert_refused("epoch", "\"AAAA\"", "epoch");
}

static void later_kinds_keys_may_be_left_out(void **state)
{
    (void)state;
    static const char text[] =
        "{\"kind\":\"walk_in\",\"ticket\":{\"sign\":\"leaf\",\"number\":47},\"coach\":null,"
        "\"topics\":[],\"find\":\"sign\",\"language\":\"en\",\"notice_version\":1,"
        "\"asked_at\":\"2026-11-22T14:40:00Z\",\"sealed\":null,\"unknown\":{\"x\":[1]}}";
    struct wire_submit submit = {.kind = REQUEST_REFERRAL};
    struct wire_fault fault;

    assert_int_equal(wire_submit_read(text, strlen(text), &submit, &fault), CB_OK);
    assert_int_equal(submit.kind, REQUEST_WALK_IN);
    assert_false(submit.has_sealed);
    assert_int_equal(submit.consent_version, 0);
}

static void a_change_needs_all_its_keys(void **state)
{
    (void)state;
    struct wire_submit change = full_submit(), back = {.kind = REQUEST_WALK_IN};
    struct wire_fault fault;
    struct strbuf out = STRBUF_INIT;
    json_t *root;

    assert_int_equal(wire_change_write(&change, &out), CB_OK);
    assert_int_equal(wire_change_read(out.data, out.length, &back, &fault), CB_OK);
    assert_true(uuid_equal(&back.coach_id, &coach_id));
    assert_int_equal(back.topic_count, 2);
    assert_memory_equal(back.sealed, change.sealed, sizeof back.sealed);
    root = json_loads(strbuf_text(&out), 0, NULL);
    assert_int_equal(json_object_size(root), 10);
    json_decref(root);
    assert_int_equal(wire_change_read("{}", 2, &back, &fault), CB_BAD_INPUT);
    assert_string_equal(fault.field, "coach");
    strbuf_release(&out);
}

static void a_status_comes_back_as_it_went(void **state)
{
    (void)state;
    struct wire_status status = {
        .id = request_id,
        .ticket = {SIGN_KITE, 12},
        .state = REQUEST_ON_THE_WAY,
        .version = 4,
        .ahead = 0,
        .holder_id = coach_id,
        .holder_name = "Zoë \"Z\" O'Neil",
        .former_holder_id = request_id,
        .former_holder_name = "Dee",
        .wait_from_min = 10,
        .wait_to_min = 25,
    };
    struct wire_status back;
    struct wire_fault fault;
    struct strbuf out = STRBUF_INIT, again = STRBUF_INIT;

    for (int i = 0; i < 2; i++) {
        memset(&back, 0, sizeof back);
        strbuf_clear(&out);
        assert_int_equal(wire_status_write(&status, &out), CB_OK);
        assert_int_equal(wire_status_read(out.data, out.length, &back, &fault), CB_OK);
        strbuf_clear(&again);
        assert_int_equal(wire_status_write(&back, &again), CB_OK);
        assert_string_equal(strbuf_text(&again), strbuf_text(&out));
        assert_true(uuid_equal(&back.holder_id, &status.holder_id));
        assert_int_equal(back.outcome, status.outcome);
        status = (struct wire_status){.id = request_id,
                                      .ticket = {SIGN_KITE, 12},
                                      .state = REQUEST_CLOSED,
                                      .outcome = OUTCOME_MET,
                                      .version = 5,
                                      .ahead = -1};
    }
    strbuf_release(&out);
    strbuf_release(&again);
}

#define STATUS_BEFORE_WAIT                                                                                   \
    "{\"id\":\"7e000000-0000-0000-0000-000000000002\",\"ticket\":{\"sign\":\"kite\",\"number\":12},"         \
    "\"state\":\"waiting\",\"outcome\":null,\"version\":5,\"ahead\":0,\"coach\":null,\"holder\":null,"       \
    "\"former_holder\":null"

static void a_status_may_say_nothing_of_the_wait(void **state)
{
    (void)state;
    static const char *const silent[] = {STATUS_BEFORE_WAIT "}", STATUS_BEFORE_WAIT ",\"wait\":null}"};
    struct wire_status status;
    struct wire_fault fault;

    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(wire_status_read(silent[i], strlen(silent[i]), &status, &fault), CB_OK);
        assert_int_equal(status.wait_from_min, 0);
        assert_int_equal(status.wait_to_min, 0);
    }
}

static void a_wait_that_is_no_range_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        STATUS_BEFORE_WAIT ",\"wait\":{\"from_minutes\":20,\"to_minutes\":20}}",
        STATUS_BEFORE_WAIT ",\"wait\":{\"from_minutes\":-5,\"to_minutes\":20}}",
        STATUS_BEFORE_WAIT ",\"wait\":{\"from_minutes\":5}}",
        STATUS_BEFORE_WAIT ",\"wait\":15}",
    };
    struct wire_status status;
    struct wire_fault fault;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(wire_status_read(wrong[i], strlen(wrong[i]), &status, &fault), CB_BAD_INPUT);
}

static void a_status_must_make_sense(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "{\"id\":\"7e000000-0000-0000-0000-000000000002\",\"ticket\":{\"sign\":\"kite\",\"number\":12},"
        "\"state\":\"closed\",\"outcome\":null,\"version\":5,\"ahead\":0,\"coach\":null,\"holder\":null,"
        "\"former_holder\":null}",
        "{\"id\":\"7e000000-0000-0000-0000-000000000002\",\"ticket\":{\"sign\":\"kite\",\"number\":12},"
        "\"state\":\"waiting\",\"outcome\":\"met\",\"version\":5,\"ahead\":0,\"coach\":null,\"holder\":null,"
        "\"former_holder\":null}",
    };
    struct wire_status status;
    struct wire_fault fault;

    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(wire_status_read(wrong[i], strlen(wrong[i]), &status, &fault), CB_BAD_INPUT);
        assert_string_equal(fault.field, "outcome");
    }
    assert_int_equal(wire_status_read("[]", 2, &status, &fault), CB_BAD_INPUT);
}

static void a_lookup_comes_back_as_it_went(void **state)
{
    (void)state;
    struct ticket ticket = {SIGN_NONE, 0};
    struct wire_fault fault;
    struct strbuf out = STRBUF_INIT;

    assert_int_equal(wire_lookup_write((struct ticket){SIGN_MOON, 99}, &out), CB_OK);
    assert_string_equal(strbuf_text(&out), "{\"sign\":\"moon\",\"number\":99}");
    assert_int_equal(wire_lookup_read(out.data, out.length, &ticket, &fault), CB_OK);
    assert_true(ticket_equal(ticket, (struct ticket){SIGN_MOON, 99}));
    assert_int_equal(wire_lookup_read("{\"sign\":\"moon\",\"number\":100}", 28, &ticket, &fault),
                     CB_BAD_INPUT);
    assert_string_equal(fault.field, "number");
    strbuf_release(&out);
}

static void an_alert_comes_back_as_it_went(void **state)
{
    (void)state;
    struct wire_alert alert = {.id = request_id,
                               .state = ALERT_ACKNOWLEDGED,
                               .count = 2,
                               .stored = true,
                               .screens = 3,
                               .sent_at_ms = 1795358400000,
                               .seen_at_ms = 1795358401001,
                               .acknowledged_at_ms = 1795358402000};
    struct wire_alert back;
    struct wire_fault fault;
    struct strbuf out = STRBUF_INIT, again = STRBUF_INIT;
    int64_t asked_at_ms;

    memset(&back, 0, sizeof back);
    assert_int_equal(wire_alert_write(&alert, &out), CB_OK);
    assert_int_equal(wire_alert_read(out.data, out.length, &back, &fault), CB_OK);
    assert_int_equal(wire_alert_write(&back, &again), CB_OK);
    assert_string_equal(strbuf_text(&again), strbuf_text(&out));
    assert_int_equal(back.acknowledged_at_ms, alert.acknowledged_at_ms);
    strbuf_release(&again);
    strbuf_clear(&out);
    assert_int_equal(wire_alert_ask_write(1795358400000, &out), CB_OK);
    assert_string_equal(strbuf_text(&out), "{\"asked_at\":\"2026-11-22T14:40:00Z\"}");
    assert_int_equal(wire_alert_ask_read(out.data, out.length, &asked_at_ms, &fault), CB_OK);
    assert_int_equal(asked_at_ms, 1795358400000);
    strbuf_release(&out);
}

static void a_problem_carries_field_and_current_when_there_are_some(void **state)
{
    (void)state;
    struct strbuf out = STRBUF_INIT;

    assert_int_equal(
        wire_problem_write(409, "about:blank", "Conflict", "Dee has it.", NULL, "{\"version\":2}", &out),
        CB_OK);
    assert_string_equal(strbuf_text(&out),
                        "{\"type\":\"about:blank\",\"title\":\"Conflict\",\"detail\":\"Dee has it.\","
                        "\"status\":409,\"current\":{\"version\":2}}");
    strbuf_clear(&out);
    wire_problem_write(422, "about:blank", "Unprocessable", "sealed is missing", "sealed", NULL, &out);
    assert_non_null(strstr(strbuf_text(&out), ",\"field\":\"sealed\"}"));
    strbuf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_submit_comes_back_as_it_went),
        cmocka_unit_test(the_id_from_the_path_is_kept),
        cmocka_unit_test(a_wrong_value_is_named),
        cmocka_unit_test(later_kinds_keys_may_be_left_out),
        cmocka_unit_test(a_change_needs_all_its_keys),
        cmocka_unit_test(a_status_comes_back_as_it_went),
        cmocka_unit_test(a_status_must_make_sense),
        cmocka_unit_test(a_status_may_say_nothing_of_the_wait),
        cmocka_unit_test(a_wait_that_is_no_range_is_refused),
        cmocka_unit_test(a_lookup_comes_back_as_it_went),
        cmocka_unit_test(an_alert_comes_back_as_it_went),
        cmocka_unit_test(a_problem_carries_field_and_current_when_there_are_some),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
