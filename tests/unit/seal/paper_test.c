/* The recovery sheet: exact characters, the check that finds typing errors, and the key it is. */
#include "seal/paper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/hex.h"

static const char known_text[] = "000G 40R4 0M30 E209 185G R38E 1W81 24GK K94K";
static const struct uuid site_id = {{2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}};

static void known_sheet_gives_known_key(void **state)
{
    uint8_t paper[PAPER_SIZE];
    uint8_t expected[KEY_SIZE];
    char text[PAPER_TEXT_SIZE];
    struct key_pair pair;

    (void)state;
    assert_int_equal(paper_read(known_text, paper), CB_OK);
    for (size_t i = 0; i < sizeof(paper); i++)
        assert_int_equal(paper[i], i);
    paper_write(paper, text);
    assert_string_equal(text, known_text);
    paper_pair(paper, &site_id, &pair);
    hex_decode("f64eb2ab9732dcfdb4c52cc904d82a506e43257dc0117f3daa9e2a477528e856", expected,
               sizeof(expected));
    assert_memory_equal(pair.public_key, expected, sizeof(expected));
}

static void sheet_may_be_typed_carelessly(void **state)
{
    uint8_t paper[PAPER_SIZE];

    (void)state;
    assert_int_equal(paper_read("ooog-4or4-om3o-e2o9-i85g-r38e-iw8i-24gk-k94k", paper), CB_OK);
    assert_int_equal(paper_read("000G40R40M30E209185GR38E1W8124GKK94K", paper), CB_OK);
}

static void one_wrong_character_anywhere_is_found(void **state)
{
    uint8_t paper[PAPER_SIZE];
    char text[sizeof(known_text)];

    (void)state;
    for (size_t i = 0; known_text[i] != '\0'; i++) {
        if (known_text[i] == ' ')
            continue;
        memcpy(text, known_text, sizeof(text));
        text[i] = text[i] == '7' ? '5' : '7';
        assert_int_equal(paper_read(text, paper), CB_BAD_INPUT);
    }
    assert_int_equal(paper_read("000G 40R4 0M30 E209 185G R38E 1W81 24GK", paper), CB_BAD_INPUT);
    assert_int_equal(paper_read("000G 40R4 0M30 E209 185G R38E 1W81 24GK K94K 0", paper), CB_BAD_INPUT);
    assert_int_equal(paper_read("", paper), CB_BAD_INPUT);
}

static void sheets_differ_and_belong_to_a_site(void **state)
{
    const struct uuid other_site_id = {{3}};
    uint8_t paper[PAPER_SIZE];
    uint8_t other[PAPER_SIZE];
    struct key_pair here;
    struct key_pair there;

    (void)state;
    paper_make(paper);
    paper_make(other);
    assert_memory_not_equal(paper, other, sizeof(paper));
    paper_pair(paper, &site_id, &here);
    paper_pair(paper, &other_site_id, &there);
    assert_memory_not_equal(here.public_key, there.public_key, KEY_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_sheet_gives_known_key),
        cmocka_unit_test(sheet_may_be_typed_carelessly),
        cmocka_unit_test(one_wrong_character_anywhere_is_found),
        cmocka_unit_test(sheets_differ_and_belong_to_a_site),
    };

    if (seal_init() != CB_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
