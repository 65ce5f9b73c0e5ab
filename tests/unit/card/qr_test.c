/* Level and module size, and how a card is made to fit. */
#include "card/card.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define PX_PER_MM 5.9 /* 1280 px on a 10-inch display */

static const struct card card = {
    .given_name = "Marisol",
    .display_name = "Marisol (Riverside)",
    .phone = "+16175550142",
    .email = "",
    .organization = "",
    .title = "",
    .note = "Weekdays 9 to 4. Not nights or weekends. Can't help with housing.",
};

static void finder_stands_in_the_corner(void **state)
{
    static const char *const finder[] = {"11111110", "10000010", "10111010", "10111010",
                                         "10111010", "10000010", "11111110"};
    struct qr qr;

    (void)state;
    assert_int_equal(qr_make("+16175550142", 400, PX_PER_MM, &qr), CB_OK);
    for (int y = 0; y < 7; y++) {
        for (int x = 0; x < 8; x++)
            assert_int_equal(qr.modules[y * qr.side + x], finder[y][x] - '0');
    }
}

static void roomy_square_gets_level_q(void **state)
{
    struct strbuf text = STRBUF_INIT;
    struct qr qr;

    (void)state;
    assert_int_equal(card_qr(&card, 600, PX_PER_MM, 1.25, &text, &qr), CB_OK);
    assert_int_equal(qr.level, QR_LEVEL_Q);
    assert_true(qr.module_px >= QR_MODULE_FAIR_MM * PX_PER_MM);
    assert_true((qr.side + 2 * QR_QUIET_ZONE) * qr.module_px <= 600);
    assert_non_null(strstr(strbuf_text(&text), "housing"));
    strbuf_release(&text);
}

static void tighter_square_keeps_level_m(void **state)
{
    struct strbuf text = STRBUF_INIT;
    struct qr qr;

    (void)state;
    assert_int_equal(card_qr(&card, 540, PX_PER_MM, 1.25, &text, &qr), CB_OK);
    assert_int_equal(qr.level, QR_LEVEL_M);
    assert_true(qr.module_px >= 1.25 * PX_PER_MM);
    assert_non_null(strstr(strbuf_text(&text), "housing"));
    strbuf_release(&text);
}

static void small_square_costs_sentences_then_the_note(void **state)
{
    static const struct {
        int space_px;
        const char *there;
        const char *gone;
    } cases[] = {
        {500, "weekends.\r\n", "housing"}, {470, "9 to 4.\r\n", "nights"}, {430, "END:VCARD", "NOTE"}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct strbuf text = STRBUF_INIT;
        struct qr qr;

        assert_int_equal(card_qr(&card, cases[i].space_px, PX_PER_MM, 1.25, &text, &qr), CB_OK);
        assert_non_null(strstr(strbuf_text(&text), cases[i].there));
        assert_null(strstr(strbuf_text(&text), cases[i].gone));
        strbuf_release(&text);
    }
}

static void tiny_square_falls_to_level_l_then_fails(void **state)
{
    struct strbuf text = STRBUF_INIT;
    struct qr qr;

    (void)state;
    assert_int_equal(card_write(&card, &text), CB_OK);
    assert_int_equal(qr_make(strbuf_text(&text), 190, PX_PER_MM, &qr), CB_OK);
    assert_int_equal(qr.level, QR_LEVEL_L);
    assert_true(qr.module_px >= 2);
    assert_int_equal(qr_make(strbuf_text(&text), 100, PX_PER_MM, &qr), CB_TOO_LARGE);
    assert_int_equal(qr_make("", 400, PX_PER_MM, &qr), CB_BAD_INPUT);
    assert_int_equal(qr_make("\xff", 400, PX_PER_MM, &qr), CB_BAD_INPUT);
    strbuf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finder_stands_in_the_corner),
        cmocka_unit_test(roomy_square_gets_level_q),
        cmocka_unit_test(tighter_square_keeps_level_m),
        cmocka_unit_test(small_square_costs_sentences_then_the_note),
        cmocka_unit_test(tiny_square_falls_to_level_l_then_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
