/* The pinned fonts: which one draws what, how wide, and in which direction. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "platform/font.h"

#include <stdlib.h>
#include <string.h>

#define FONTS SOURCE_DIR "/assets/fonts"

struct stage {
    struct fonts *fonts;
    struct text_measurer *measurer;
};

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);
    struct problem problem;
    assert_int_equal(fonts_open(FONTS, 1, &stage->fonts, &problem), CB_OK);
    stage->measurer = text_measurer_new(fonts_source(stage->fonts));
    *state = stage;
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    text_measurer_free(stage->measurer);
    fonts_close(stage->fonts);
    free(stage);
    return 0;
}

static const struct text_line *line_of(void **state, enum typeface face, bool right_to_left, const char *text)
{
    struct stage *stage = *state;
    const struct text_layout *layout =
        text_layout(stage->measurer, (int)face, 400, 40, 50, 0, right_to_left, text);
    assert_int_equal(layout->line_count, 1);
    return &layout->lines[0];
}

static void digits_are_never_set_in_the_serif(void **state)
{
    const struct text_line *line = line_of(state, TYPEFACE_SERIF, false, "Call 911");
    assert_int_equal(line->run_count, 2);
    assert_string_equal(line->runs[1].text, "911");
    assert_int_not_equal(line->runs[0].font, line->runs[1].font);
}

static void latin_is_one_run(void **state)
{
    assert_int_equal(line_of(state, TYPEFACE_SANS, false, "Ask for a coach, 9 to 4!")->run_count, 1);
    assert_int_equal(line_of(state, TYPEFACE_SANS, false, "¿Qué le ayudaría hoy? Sí, más tarde")->run_count,
                     1);
}

static void a_vietnamese_word_is_of_one_font(void **state)
{
    const struct text_line *line = line_of(state, TYPEFACE_SANS, false, "Tiếng Việt");
    for (size_t i = 1; i < line->run_count; i++) {
        if (strcmp(line->runs[i].text, " ") != 0)
            assert_int_equal(line->runs[i].font, line->runs[0].font);
    }
}

static void joined_arabic_is_narrower_than_its_letters(void **state)
{
    int joined = line_of(state, TYPEFACE_SANS, true, "العربية")->width;
    int apart = line_of(state, TYPEFACE_SANS, true, "ا ل ع ر ب ي ة")->width;
    int spaces = 6 * line_of(state, TYPEFACE_SANS, true, "ا ا")->width -
                 12 * line_of(state, TYPEFACE_SANS, true, "ا")->width;
    assert_true(joined > 0 && joined < apart - spaces);
}

static void widths_scale_with_the_display(void **state)
{
    struct fonts *large = NULL;
    struct problem problem;
    assert_int_equal(fonts_open(FONTS, 1.35, &large, &problem), CB_OK);
    struct text_measurer *measurer = text_measurer_new(fonts_source(large));
    int wide = text_layout(measurer, TYPEFACE_SANS, 400, 40, 50, 0, false, "Ask for a coach")->width;
    int usual = line_of(state, TYPEFACE_SANS, false, "Ask for a coach")->width;
    assert_true(abs(wide - usual) <= 4);
    text_measurer_free(measurer);
    fonts_close(large);
}

static void a_run_becomes_pixels(void **state)
{
    struct stage *stage = *state;
    struct mask mask;
    int ascent, inked = 0;
    const struct text_line *line = line_of(state, TYPEFACE_SANS, false, "Bell");
    assert_int_equal(fonts_render(stage->fonts, &line->runs[0], 40, &mask, &ascent), CB_OK);
    for (int i = 0; i < mask.width * mask.height; i++)
        inked += mask.alpha[i] > 128;
    assert_true(inked > 200 && ascent > 20 && ascent <= mask.height);
    free(mask.alpha);
}

static void a_missing_font_is_named(void **state)
{
    (void)state;
    struct fonts *fonts = NULL;
    struct problem problem;
    assert_int_equal(fonts_open("/nowhere", 1, &fonts, &problem), CB_NOT_FOUND);
    assert_non_null(strstr(problem.text, "/nowhere/AtkinsonHyperlegibleNext"));
    assert_null(fonts);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(digits_are_never_set_in_the_serif),   CASE(latin_is_one_run),
        CASE(a_vietnamese_word_is_of_one_font),    CASE(joined_arabic_is_narrower_than_its_letters),
        CASE(widths_scale_with_the_display),       CASE(a_run_becomes_pixels),
        cmocka_unit_test(a_missing_font_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
