/* Catalogues made by hand, whole and broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/catalogue.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct pair {
    const char *id, *text;
    size_t id_length, text_length;
};
#define PAIR(id, text)                                                                                       \
    {                                                                                                        \
        id, text, sizeof(id) - 1, sizeof(text) - 1                                                           \
    }

static const struct pair ENGLISH[] = {
    PAIR("", "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"),
    PAIR("home.ask", "Ask for a coach"),
    PAIR("only.english", "Only here"),
    PAIR("ticket.ahead\0ticket.ahead.many", "{n} person\0{n} people"),
};
static const struct pair SPANISH[] = {
    PAIR("home.ask", "Pedir un coach"),
    PAIR("only.english", ""),
};

static void put_u32(uint8_t *at, uint32_t value, bool big_endian)
{
    for (int i = 0; i < 4; i++)
        at[big_endian ? 3 - i : i] = (uint8_t)(value >> (8 * i));
}

static const struct pair DRAFT[] = {
    PAIR("", "Language: ru\nX-Draft: yes\n"),
    PAIR("home.ask", "x"),
};

static size_t make_file(const struct pair *pairs, size_t count, bool big_endian, uint8_t *ret_bytes)
{
    const uint32_t head[] = {0x950412de, 0, (uint32_t)count, 28, (uint32_t)(28 + 8 * count), 0, 0};
    size_t at = 28 + 16 * count;
    for (size_t i = 0; i < 7; i++)
        put_u32(ret_bytes + 4 * i, head[i], big_endian);
    for (size_t i = 0; i < 2 * count; i++) {
        const struct pair *pair = &pairs[i % count];
        size_t length = i < count ? pair->id_length : pair->text_length;
        put_u32(ret_bytes + 28 + 8 * i, (uint32_t)length, big_endian);
        put_u32(ret_bytes + 32 + 8 * i, (uint32_t)at, big_endian);
        memcpy(ret_bytes + at, i < count ? pair->id : pair->text, length + 1);
        at += length + 1;
    }
    return at;
}

static struct catalogue *parse(const struct pair *pairs, size_t count, const struct catalogue *fallback)
{
    uint8_t bytes[1024];
    struct catalogue *catalogue = NULL;
    size_t length = make_file(pairs, count, false, bytes);
    assert_int_equal(catalogue_parse(bytes, length, fallback, &catalogue), CB_OK);
    return catalogue;
}

static void texts_are_found_by_id(void **state)
{
    (void)state;
    struct catalogue *english = parse(ENGLISH, 4, NULL);
    assert_string_equal(catalogue_text(english, "home.ask"), "Ask for a coach");
    assert_int_equal(catalogue_count(english), 3);
    catalogue_free(english);
}

static void an_unknown_id_is_its_own_text(void **state)
{
    (void)state;
    struct catalogue *english = parse(ENGLISH, 4, NULL);
    assert_string_equal(catalogue_text(english, "no.such"), "no.such");
    assert_string_equal(catalogue_text(english, ""), "");
    catalogue_free(english);
}

static void missing_and_empty_texts_come_from_the_fallback(void **state)
{
    (void)state;
    struct catalogue *english = parse(ENGLISH, 4, NULL);
    struct catalogue *spanish = parse(SPANISH, 2, english);
    assert_string_equal(catalogue_text(spanish, "home.ask"), "Pedir un coach");
    assert_string_equal(catalogue_text(spanish, "only.english"), "Only here");
    assert_string_equal(catalogue_plural(spanish, "ticket.ahead", 2), "{n} people");
    catalogue_free(spanish);
    catalogue_free(english);
}

static void plurals_follow_the_catalogues_own_rule(void **state)
{
    (void)state;
    struct catalogue *english = parse(ENGLISH, 4, NULL);
    assert_string_equal(catalogue_plural(english, "ticket.ahead", 1), "{n} person");
    assert_string_equal(catalogue_plural(english, "ticket.ahead", 0), "{n} people");
    assert_string_equal(catalogue_plural(english, "home.ask", 5), "Ask for a coach");
    catalogue_free(english);
}

static void both_byte_orders_are_read(void **state)
{
    (void)state;
    uint8_t bytes[1024];
    struct catalogue *catalogue = NULL;
    size_t length = make_file(ENGLISH, 4, true, bytes);
    assert_int_equal(catalogue_parse(bytes, length, NULL, &catalogue), CB_OK);
    assert_string_equal(catalogue_text(catalogue, "home.ask"), "Ask for a coach");
    catalogue_free(catalogue);
}

static void every_cut_file_is_refused(void **state)
{
    (void)state;
    uint8_t bytes[1024];
    size_t length = make_file(ENGLISH, 4, false, bytes);
    for (size_t cut = 0; cut < length; cut++) {
        uint8_t *copy = malloc(cut + 1);
        struct catalogue *catalogue = NULL;
        memcpy(copy, bytes, cut);
        assert_int_equal(catalogue_parse(copy, cut, NULL, &catalogue), CB_BAD_INPUT);
        free(copy);
    }
}

static void any_single_wrong_byte_is_survived(void **state)
{
    (void)state;
    uint8_t bytes[1024];
    size_t length = make_file(ENGLISH, 4, false, bytes);
    for (size_t at = 0; at < length; at++) {
        for (int flip = 1; flip < 256; flip += 51) {
            struct catalogue *catalogue = NULL;
            bytes[at] ^= (uint8_t)flip;
            if (catalogue_parse(bytes, length, NULL, &catalogue) == CB_OK)
                assert_non_null(catalogue_plural(catalogue, "ticket.ahead", 3));
            catalogue_free(catalogue);
            bytes[at] ^= (uint8_t)flip;
        }
    }
}

static void texts_that_are_not_utf8_are_refused(void **state)
{
    (void)state;
    static const struct pair BAD[] = {PAIR("id", "fine\0\xC3(")};
    uint8_t bytes[1024];
    struct catalogue *catalogue = NULL;
    size_t length = make_file(BAD, 1, false, bytes);
    assert_int_equal(catalogue_parse(bytes, length, NULL, &catalogue), CB_BAD_INPUT);
}

static void a_draft_says_so_in_its_head(void **state)
{
    (void)state;
    struct catalogue *english = parse(ENGLISH, 4, NULL), *draft = parse(DRAFT, 2, english);
    assert_true(catalogue_is_draft(draft));
    assert_false(catalogue_is_draft(english));
    assert_string_equal(catalogue_fallback_text(draft, "home.ask"), "Ask for a coach");
    assert_string_equal(catalogue_fallback_text(english, "home.ask"), "Ask for a coach");
    catalogue_free(draft);
    catalogue_free(english);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_found_by_id),
        cmocka_unit_test(a_draft_says_so_in_its_head),
        cmocka_unit_test(an_unknown_id_is_its_own_text),
        cmocka_unit_test(missing_and_empty_texts_come_from_the_fallback),
        cmocka_unit_test(plurals_follow_the_catalogues_own_rule),
        cmocka_unit_test(both_byte_orders_are_read),
        cmocka_unit_test(every_cut_file_is_refused),
        cmocka_unit_test(any_single_wrong_byte_is_survived),
        cmocka_unit_test(texts_that_are_not_utf8_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
