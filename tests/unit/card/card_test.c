/* The card's text. That phones' programs read it is tests/card/oracle_test.py's business. */
#include "card/card.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static struct card marisol(void)
{
    return (struct card){
        .given_name = "Marisol",
        .display_name = "Marisol (Riverside)",
        .phone = "+16175550142",
        .email = "",
        .organization = "",
        .title = "",
        .note = "Weekdays 9 to 4. Not nights or weekends. Can't help with housing.",
    };
}

static void discreet_card_is_exactly_this(void **state)
{
    struct card card = marisol();
    struct strbuf out = STRBUF_INIT;

    (void)state;
    assert_int_equal(card_write(&card, &out), CB_OK);
    assert_string_equal(
        strbuf_text(&out),
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:(Riverside);Marisol;;;\r\nFN:Marisol (Riverside)\r\n"
        "TEL;TYPE=CELL:+16175550142\r\n"
        "NOTE:Weekdays 9 to 4. Not nights or weekends. Can't help with housing.\r\nEND:VCARD\r\n");
    assert_true(out.length <= 250);
    strbuf_release(&out);
}

static void allowed_lines_are_added(void **state)
{
    struct card card = marisol();
    struct strbuf out = STRBUF_INIT;

    (void)state;
    card.email = "marisol@riverside.example";
    card.organization = "Riverside";
    card.title = "Coach";
    assert_int_equal(card_write(&card, &out), CB_OK);
    assert_non_null(strstr(strbuf_text(&out), "\r\nORG:Riverside\r\nTITLE:Coach\r\nTEL;"));
    assert_non_null(strstr(strbuf_text(&out), "\r\nEMAIL;TYPE=WORK:marisol@riverside.example\r\n"));
    strbuf_release(&out);
}

static void separators_are_escaped_and_controls_dropped(void **state)
{
    struct card card = marisol();
    struct strbuf out = STRBUF_INIT;

    (void)state;
    card.given_name = "Mari;sol\r";
    card.display_name = "Mari,\xe2\x80\xae\\sol";
    card.note = "One\ntwo\ttoo\x7f.";
    assert_int_equal(card_write(&card, &out), CB_OK);
    assert_non_null(strstr(strbuf_text(&out), "\r\nN:;Mari\\;sol;;;\r\nFN:Mari\\,\\\\sol\r\n"));
    assert_non_null(strstr(strbuf_text(&out), "\r\nNOTE:One\\ntwotoo.\r\n"));
    strbuf_release(&out);
}

static void long_note_ends_with_a_sentence(void **state)
{
    struct card card = marisol();
    struct strbuf out = STRBUF_INIT;

    (void)state;
    card.note =
        "Weekdays 9 to 4, by call or text. Not nights, not weekends, not on holidays. I answer within one "
        "working day. I can't help with housing, money or the court.";
    assert_int_equal(card_write(&card, &out), CB_OK);
    assert_non_null(strstr(strbuf_text(&out), "I answer within one working day.\r\nEND:"));
    strbuf_release(&out);
}

static void long_sentence_ends_with_a_word_and_says_so(void **state)
{
    struct card card = marisol();
    struct strbuf out = STRBUF_INIT;

    (void)state;
    card.note =
        "Weekdays from nine in the morning to four in the afternoon but never at night or on weekends or on "
        "holidays of the state and the city";
    assert_int_equal(card_write(&card, &out), CB_OK);
    assert_non_null(strstr(strbuf_text(&out), " or on holidays of the…\r\nEND:"));
    strbuf_release(&out);
}

static void card_without_name_or_phone_is_refused(void **state)
{
    struct strbuf out = STRBUF_INIT;
    struct card bad[] = {marisol(), marisol(), marisol(), marisol(), marisol()};

    (void)state;
    bad[0].given_name = "";
    bad[1].display_name = "";
    bad[2].phone = "";
    bad[3].phone = "617 555 0142";
    bad[4].note = "\xff";
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(card_write(&bad[i], &out), CB_BAD_INPUT);
    assert_int_equal(out.length, 0);
    strbuf_release(&out);
}

static void hard_limit_costs_the_note_first(void **state)
{
    char name[330];
    struct card card = marisol();
    struct strbuf out = STRBUF_INIT;

    (void)state;
    memset(name, 'x', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    card.display_name = name;
    name[250] = '\0';
    assert_int_equal(card_write(&card, &out), CB_OK);
    assert_true(out.length <= CARD_BYTES_MAX);
    assert_non_null(strstr(strbuf_text(&out), "NOTE:Weekdays 9 to 4. Not nights or weekends.\r\n"));
    strbuf_clear(&out);
    name[250] = 'x';
    assert_int_equal(card_write(&card, &out), CB_TOO_LARGE);
    assert_int_equal(out.length, 0);
    strbuf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(discreet_card_is_exactly_this),
        cmocka_unit_test(allowed_lines_are_added),
        cmocka_unit_test(separators_are_escaped_and_controls_dropped),
        cmocka_unit_test(long_note_ends_with_a_sentence),
        cmocka_unit_test(long_sentence_ends_with_a_word_and_says_so),
        cmocka_unit_test(card_without_name_or_phone_is_refused),
        cmocka_unit_test(hard_limit_costs_the_note_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
