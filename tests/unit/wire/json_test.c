/* JSON from strangers, and the reader and writer of values. */
#include "base/arena.h"
#include "base/error.h"
#include "wire/json.h"
#include "wire/reader.h"
#include "wire/writer.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int parse(const char *text, size_t length)
{
    struct wire_fault fault;
    json_t *root = NULL;
    int error = wire_parse(text, length, &root, &fault);

    if (error == CB_OK)
        assert_non_null(root);
    else
        assert_true(strlen(fault.text) > 0);
    json_decref(root);
    return error;
}

static void plain_json_is_read(void **state)
{
    (void)state;
    static const char *const good[] = {"{}", "[]", " {\"a\":[1,true,null,\"\\u00e9\"]}\n",
                                       "{\"a\":\"}]{[\\\"\"}"};

    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_int_equal(parse(good[i], strlen(good[i])), CB_OK);
}

static void anything_else_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "   ",
        "7",                       /* neither object nor list */
        "{\"a\":1,\"a\":2}",       /* twice */
        "{\"a\":1,\"\\u0061\":2}", /* twice, in disguise */
        "{} x",                    /* something behind */
        "{}{}",
        "{\"a\":1,}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":99999999999999999999}", /* no such integer */
        "{\"a\":1e999}",
        "{\"a\":\"\\u0000\"}", /* a NUL in disguise */
        "{\"a\\u0000\":1}",
        "{\"a\":\"\\ud800\"}", /* half a character */
        "{\"a\":\"\xff\"}",
        "{\"a\":\"\xc0\x80\"}",
        "\xef\xbb\xbf{}",
        "{\"a\":\"line\nbreak\"}",
        "{\"a\"",
        "[[[[[[[[[[[[[[[[[",
        "/* a comment */ {}",
    };

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(parse(wrong[i], strlen(wrong[i])), CB_BAD_INPUT);
    assert_int_equal(parse("{}\0", 3), CB_BAD_INPUT);
    assert_int_equal(parse("{\"a\":\"x\0y\"}", 11), CB_BAD_INPUT);
}

static void sixteen_levels_are_enough(void **state)
{
    (void)state;
    char text[64];

    for (size_t depth = 1; depth <= 20; depth++) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        assert_int_equal(parse(text, 2 * depth), depth <= JSON_DEPTH_MAX ? CB_OK : CB_BAD_INPUT);
    }
}

static void a_tower_of_a_million_brackets_is_harmless(void **state)
{
    (void)state;
    static char text[1000 * 1000];

    memset(text, '[', sizeof text);
    assert_int_equal(parse(text, sizeof text), CB_BAD_INPUT);
}

/* A person's text must not travel into an answer or a log by way of an error. */
static void a_fault_does_not_quote_the_text(void **state)
{
    (void)state;
    static const char text[] = "{\"name\": Raymond}";
    struct wire_fault fault;
    json_t *root;

    assert_int_equal(wire_parse(text, strlen(text), &root, &fault), CB_BAD_INPUT);
    assert_null(strstr(fault.text, "Ray"));
}

/* ---- reading values ---- */

static struct wire_fault fault;
static json_t *root;

static struct reader open_text(const char *text)
{
    return reader_open(text, strlen(text), &fault, &root);
}

static void assert_fault(struct reader *reader, const char *field, const char *text)
{
    assert_int_equal(reader->error, CB_BAD_INPUT);
    assert_string_equal(fault.field, field);
    assert_string_equal(fault.text, text);
    json_decref(root);
    root = NULL;
}

static void the_first_fault_is_kept_with_its_path(void **state)
{
    (void)state;
    struct reader reader = open_text("{\"a\":[{\"b\":1}]}");
    size_t outer = reader_enter(&reader, "a", 0), inner;

    assert_int_equal(outer, 0);
    inner = reader_enter(&reader, "deep", -1);
    read_bool(&reader, root, "b");
    read_bool(&reader, root, "c");
    reader_leave(&reader, inner);
    reader_leave(&reader, outer);
    assert_string_equal(reader.path, "");
    assert_fault(&reader, "a[0].deep.b", "is missing");
}

static void a_path_too_long_is_cut(void **state)
{
    (void)state;
    struct reader reader = open_text("{}");

    for (int i = 0; i < 50; i++)
        reader_enter(&reader, "quite_a_long_name", i);
    read_bool(&reader, root, "b");
    assert_int_equal(reader.error, CB_BAD_INPUT);
    assert_int_equal(strlen(fault.field), sizeof fault.field - 1);
    json_decref(root);
    root = NULL;
}

static void wrong_values_are_named(void **state)
{
    (void)state;
    static const char text[] =
        "{\"n\":1.5,\"s\":5,\"b\":\"true\",\"z\":null,\"id\":\"x\",\"t\":\"noon\",\"m\":\"24:60\","
        "\"none\":\"00000000-0000-0000-0000-000000000000\",\"k\":\"AAA\",\"w\":\"Big Word\"}";
    struct reader reader;
    uint8_t bytes[3];
    char word[32];

    reader = open_text(text);
    read_int(&reader, root, "n", 0, 9, READ_REQUIRED);
    assert_fault(&reader, "n", "is not a whole number");
    reader = open_text(text);
    read_int(&reader, root, "s", 6, 9, READ_REQUIRED);
    assert_fault(&reader, "s", "is out of range");
    reader = open_text(text);
    read_borrowed(&reader, root, "s", 9, READ_REQUIRED);
    assert_fault(&reader, "s", "is not a text");
    reader = open_text(text);
    read_bool(&reader, root, "b");
    assert_fault(&reader, "b", "is not true or false");
    reader = open_text(text);
    read_borrowed(&reader, root, "z", 9, READ_REQUIRED);
    assert_fault(&reader, "z", "is null");
    reader = open_text(text);
    read_uuid(&reader, root, "id", READ_REQUIRED);
    assert_fault(&reader, "id", "is not an id");
    reader = open_text(text);
    read_uuid(&reader, root, "none", READ_REQUIRED);
    assert_fault(&reader, "none", "is not an id");
    reader = open_text(text);
    read_moment(&reader, root, "t", READ_NULLABLE);
    assert_fault(&reader, "t", "is not a time");
    reader = open_text(text);
    read_minute(&reader, root, "m", 2880);
    assert_fault(&reader, "m", "is not a time of day");
    reader = open_text(text);
    read_bytes(&reader, root, "k", bytes, sizeof bytes);
    assert_fault(&reader, "k", "is not base64url of the right length");
    reader = open_text(text);
    read_word_into(&reader, root, "w", READ_OPTIONAL, word, sizeof word);
    assert_fault(&reader, "w", "has a character that does not belong there");
}

static void null_and_missing_are_told_apart(void **state)
{
    (void)state;
    struct reader reader = open_text("{\"z\":null}");

    assert_int_equal(read_moment(&reader, root, "z", READ_NULLABLE), 0);
    assert_int_equal(read_moment(&reader, root, "gone", READ_OPTIONAL), 0);
    assert_int_equal(reader.error, CB_OK);
    read_moment(&reader, root, "gone", READ_NULLABLE);
    assert_fault(&reader, "gone", "is missing");
}

/* ---- writing ---- */

static void what_is_written_is_json_whatever_the_text(void **state)
{
    (void)state;
    struct strbuf out = STRBUF_INIT;
    struct writer writer = WRITER_INIT(&out);
    const struct uuid none = {.bytes = {0}};

    write_object(&writer, NULL);
    write_text(&writer, "a\"b", "q\"\\\n\x01\x7f é");
    write_text(&writer, "bad", "\xff!");
    write_array(&writer, "list");
    write_int(&writer, NULL, INT64_MIN);
    write_bool(&writer, NULL, true);
    write_object(&writer, NULL);
    write_object_end(&writer);
    write_array_end(&writer);
    write_uuid(&writer, "id", &none);
    write_moment(&writer, "at", 0);
    write_minute(&writer, "end", 26 * 60 + 5);
    write_bytes(&writer, "bytes", (const uint8_t *)"foobar!", 7);
    write_object_end(&writer);
    assert_string_equal(strbuf_text(&out),
                        "{\"a\\\"b\":\"q\\\"\\\\\\u000a\\u0001\\u007f é\",\"bad\":\"\xef\xbf\xbd!\","
                        "\"list\":[-9223372036854775808,true,{}],\"id\":null,\"at\":null,\"end\":\"26:05\","
                        "\"bytes\":\"Zm9vYmFyIQ\"}");
    assert_int_equal(parse(out.data, out.length), CB_OK);
    strbuf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_json_is_read),
        cmocka_unit_test(anything_else_is_refused),
        cmocka_unit_test(sixteen_levels_are_enough),
        cmocka_unit_test(a_tower_of_a_million_brackets_is_harmless),
        cmocka_unit_test(a_fault_does_not_quote_the_text),
        cmocka_unit_test(the_first_fault_is_kept_with_its_path),
        cmocka_unit_test(a_path_too_long_is_cut),
        cmocka_unit_test(wrong_values_are_named),
        cmocka_unit_test(null_and_missing_are_told_apart),
        cmocka_unit_test(what_is_written_is_json_whatever_the_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
