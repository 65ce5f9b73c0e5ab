/* Lines, with a font source that needs no fonts: every character is half as wide as the font is high. Font 0
 * has all but Arabic, font 1 has Arabic, font 2 is the serif without digits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "text/layout.h"
#include "text/script.h"

#include <string.h>

#define FSI "\u2068"
#define PDI "\u2069"

static int choose(void *context, int face, uint32_t character, int previous)
{
    (void)context;
    if (character >= 0x600 && character < 0x700)
        return 1;
    if (character == ' ' && previous >= 0)
        return previous;
    return face == 1 && (character < '0' || character > '9') ? 2 : 0;
}

static int width(void *context, int font, int weight, int size, bool right_to_left, uint32_t script,
                 const char *text, size_t length)
{
    int *calls = context;
    (void)font, (void)right_to_left, (void)script, (void)length;
    (*calls)++;
    return (int)utf8_count(text) * size * 32 * (weight == 700 ? 2 : 1);
}

static int calls;

static int set_up(void **state)
{
    calls = 0;
    *state = text_measurer_new((struct font_source){.choose = choose, .width = width, .context = &calls});
    return *state == NULL;
}

static int tear_down(void **state)
{
    text_measurer_free(*state);
    return 0;
}

/* Size 20: a character is 10 wide. */
static const struct text_layout *lay(void **state, int line_width, bool right_to_left, const char *text)
{
    return text_layout(*state, 0, 400, 20, 24, line_width, right_to_left, text);
}

static void assert_line(const struct text_layout *layout, size_t line, const char *expected)
{
    char text[256] = "";
    assert_true(line < layout->line_count);
    for (size_t i = 0; i < layout->lines[line].run_count; i++) {
        strcat(text, i > 0 ? "|" : "");
        strcat(text, layout->lines[line].runs[i].text);
    }
    assert_string_equal(text, expected);
}

static void words_wrap_at_spaces(void **state)
{
    const struct text_layout *layout = lay(state, 100, false, "one two three four");
    assert_int_equal(layout->line_count, 2);
    assert_line(layout, 0, "one two");
    assert_line(layout, 1, "three four");
    assert_int_equal(layout->width, 100);
    assert_int_equal(layout->height, 48);
    assert_false(layout->overflow);
}

static void a_line_may_be_filled_to_the_last_pixel(void **state)
{
    assert_int_equal(lay(state, 70, false, "one two")->line_count, 1);
    assert_int_equal(lay(state, 69, false, "one two")->line_count, 2);
}

static void a_word_too_wide_stays_whole_and_says_so(void **state)
{
    const struct text_layout *layout = lay(state, 50, false, "a enormous b");
    assert_int_equal(layout->line_count, 3);
    assert_line(layout, 1, "enormous");
    assert_true(layout->overflow);
}

static void newlines_break_and_width_zero_does_not(void **state)
{
    assert_int_equal(lay(state, 0, false, "one two three four five six seven")->line_count, 1);
    const struct text_layout *layout = lay(state, 0, false, "one\ntwo");
    assert_int_equal(layout->line_count, 2);
    assert_line(layout, 1, "two");
}

static void phone_numbers_are_never_broken(void **state)
{
    const struct text_layout *layout = lay(state, 130, false, "Call 617-555-0142");
    assert_int_equal(layout->line_count, 2);
    assert_line(layout, 1, "617-555-0142");
}

static void stars_make_bold(void **state)
{
    const struct text_layout *layout = lay(state, 0, false, "Touch **Help now** then");
    assert_line(layout, 0, "Touch |Help now| then");
    assert_int_equal(layout->lines[0].runs[0].weight, 400);
    assert_int_equal(layout->lines[0].runs[1].weight, 700);
    assert_int_equal(layout->lines[0].runs[2].weight, 400);
    assert_int_equal(layout->lines[0].runs[1].x, 60 * 64);
}

static void break_marks_and_isolates_are_not_drawn(void **state)
{
    const struct text_layout *layout = lay(state, 40, false, "abc\u200Bdef");
    assert_int_equal(layout->line_count, 2);
    assert_line(layout, 0, "abc");
    assert_line(layout, 1, "def");
    assert_line(lay(state, 0, false, "until " FSI "4 PM" PDI), 0, "until 4 PM");
}

static void digits_stay_the_right_way_round_in_right_to_left_lines(void **state)
{
    const struct text_layout *layout = lay(state, 0, true, "الساعة 10:30");
    const struct text_line *line = &layout->lines[0];
    assert_string_equal(line->runs[0].text, "10:30");
    assert_false(line->runs[0].right_to_left);
    assert_true(line->runs[line->run_count - 1].right_to_left);
    assert_int_equal(line->runs[0].x, 0);
}

static void a_phone_number_between_isolates_is_one_piece(void **state)
{
    const struct text_layout *layout = lay(state, 0, true, "اتصل " FSI "617-555-0142" PDI " الآن");
    bool found = false;
    for (size_t i = 0; i < layout->lines[0].run_count; i++) {
        const struct text_run *run = &layout->lines[0].runs[i];
        found = found || (strcmp(run->text, "617-555-0142") == 0 && !run->right_to_left);
    }
    assert_true(found);
}

static void arabic_runs_know_their_script_and_font(void **state)
{
    const struct text_layout *layout = lay(state, 0, false, "English, العربية");
    assert_int_equal(layout->lines[0].run_count, 2);
    assert_int_equal(layout->lines[0].runs[1].font, 1);
    assert_int_equal(layout->lines[0].runs[1].script, SCRIPT_TAG('A', 'r', 'a', 'b'));
    assert_int_equal(layout->lines[0].runs[0].script, SCRIPT_LATIN);
}

static void serif_digits_come_from_the_other_font(void **state)
{
    const struct text_layout *layout = text_layout(*state, 1, 400, 20, 24, 0, false, "Leaf 47");
    assert_line(layout, 0, "Leaf |47");
    assert_int_equal(layout->lines[0].runs[0].font, 2);
    assert_int_equal(layout->lines[0].runs[1].font, 0);
}

static void chinese_breaks_beside_isolates(void **state)
{
    const struct text_layout *layout = lay(state, 30, false, "教练" FSI "明天" PDI "来。");
    assert_int_equal(layout->line_count, 2);
    assert_line(layout, 0, "教练明");
    assert_line(layout, 1, "天来。");
}

/* As small letters with a mark are: font 3 has them and plain letters, font 4 plain letters only. */
static int choose_marked(void *context, int face, uint32_t character, int previous)
{
    (void)context, (void)face, (void)previous;
    return character == 0x1EC7 ? 3 : 4;
}

static bool has_marked(void *context, int font, uint32_t character)
{
    (void)context;
    return font == 3 || character != 0x1EC7;
}

static void a_word_takes_a_font_that_has_all_its_letters(void **state)
{
    (void)state;
    struct text_measurer *measurer = text_measurer_new(
        (struct font_source){.choose = choose_marked, .has = has_marked, .width = width, .context = &calls});
    const struct text_layout *layout = text_layout(measurer, 0, 400, 20, 24, 0, false, "Việt");
    assert_int_equal(layout->lines[0].run_count, 1);
    assert_int_equal(layout->lines[0].runs[0].font, 3);
    text_measurer_free(measurer);
}

static char spoken[8];

static void speak(void *context, const char *language)
{
    (void)context;
    strncpy(spoken, language, sizeof spoken - 1);
}

static void another_language_is_told_to_the_fonts_and_measured_anew(void **state)
{
    (void)state;
    struct text_measurer *measurer = text_measurer_new(
        (struct font_source){.speak = speak, .choose = choose, .width = width, .context = &calls});
    text_measurer_speak(measurer, "vi");
    assert_string_equal(spoken, "vi");
    text_layout(measurer, 0, 400, 20, 24, 0, false, "one");
    int before = calls;
    text_measurer_speak(measurer, "vi");
    text_layout(measurer, 0, 400, 20, 24, 0, false, "one");
    assert_int_equal(calls, before);
    text_measurer_speak(measurer, "ru");
    text_layout(measurer, 0, 400, 20, 24, 0, false, "one");
    assert_true(calls > before);
    text_measurer_free(measurer);
}

static void chinese_never_opens_a_line_with_a_full_stop(void **state)
{
    const struct text_layout *layout = lay(state, 30, false, "\u4F60\u597D\u5417\u3002\u597D");
    assert_line(layout, 0, "\u4F60\u597D");
    assert_line(layout, 1, "\u5417\u3002\u597D");
}

static void the_same_text_is_measured_once(void **state)
{
    const struct text_layout *first = lay(state, 100, false, "one two three four");
    int before = calls;
    assert_ptr_equal(lay(state, 100, false, "one two three four"), first);
    assert_int_equal(calls, before);
    text_measurer_clear(*state);
    lay(state, 100, false, "one two three four");
    assert_true(calls > before);
}

static void bad_bytes_and_empty_texts_are_laid_out(void **state)
{
    assert_int_equal(lay(state, 100, false, "")->line_count, 0);
    assert_int_equal(lay(state, 0, false, "a\xFF\xFE z\xC3")->line_count, 1);
    assert_int_equal(lay(state, 10, false, "   ")->line_count, 1);
    assert_int_equal(lay(state, 10, true, "\u2069\u2068\u2067**")->line_count, 1);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(words_wrap_at_spaces),
        CASE(a_line_may_be_filled_to_the_last_pixel),
        CASE(a_word_too_wide_stays_whole_and_says_so),
        CASE(newlines_break_and_width_zero_does_not),
        CASE(phone_numbers_are_never_broken),
        CASE(stars_make_bold),
        CASE(break_marks_and_isolates_are_not_drawn),
        CASE(digits_stay_the_right_way_round_in_right_to_left_lines),
        CASE(a_phone_number_between_isolates_is_one_piece),
        CASE(arabic_runs_know_their_script_and_font),
        CASE(serif_digits_come_from_the_other_font),
        CASE(chinese_breaks_beside_isolates),
        CASE(a_word_takes_a_font_that_has_all_its_letters),
        CASE(another_language_is_told_to_the_fonts_and_measured_anew),
        CASE(chinese_never_opens_a_line_with_a_full_stop),
        CASE(the_same_text_is_measured_once),
        CASE(bad_bytes_and_empty_texts_are_laid_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
