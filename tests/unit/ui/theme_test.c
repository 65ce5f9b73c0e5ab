/* Legible colours in every theme. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/theme.h"

static void every_pair_of_text_and_background_is_at_least_7_to_1(void **state)
{
    (void)state;
    int faults = 0;
    for (int theme = 0; theme < THEME_COUNT; theme++) {
        for (size_t i = 0; i < theme_text_pair_count; i++) {
            struct color_pair pair = theme_text_pairs[i];
            double ratio = theme_contrast(theme_rgb(theme, pair.text), theme_rgb(theme, pair.background));
            if (ratio < 7) {
                print_error("%s on %s: %.2f\n", color_name(pair.text), color_name(pair.background), ratio);
                faults++;
            }
        }
    }
    assert_int_equal(faults, 0);
}

static void edges_and_focus_are_at_least_3_to_1(void **state)
{
    (void)state;
    static const struct color_pair PAIRS[] = {
        {COLOR_BRASS_MARK, COLOR_SPRUCE},   {COLOR_RAIL_FOCUS, COLOR_RAIL},
        {COLOR_CHOSEN, COLOR_PAPER},        {COLOR_CHOSEN_MARK, COLOR_CHOSEN},
        {COLOR_DISC_MARK, COLOR_BRASS_100}, {COLOR_HELP_EDGE, COLOR_RAIL},
        {COLOR_MADDER_EDGE, COLOR_ROSE},    {COLOR_LINE_STRONG, COLOR_MIST},
        {COLOR_LINE_STRONG, COLOR_PAPER},   {COLOR_BRASS_3, COLOR_MIST},
        {COLOR_FOCUS, COLOR_MIST},          {COLOR_FOCUS, COLOR_PAPER},
        {COLOR_FOCUS, COLOR_ROSE},          {COLOR_MADDER, COLOR_ROSE},
        {COLOR_FOCUS, COLOR_COVER},
    };
    for (int theme = 0; theme < THEME_COUNT; theme++) {
        for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++)
            assert_true(
                theme_contrast(theme_rgb(theme, PAIRS[i].text), theme_rgb(theme, PAIRS[i].background)) >= 3);
    }
}

static void contrast_is_computed_as_wcag_says(void **state)
{
    (void)state;
    assert_true(theme_contrast(0x000000, 0xFFFFFF) == 21.0);
    assert_true(theme_contrast(0xFFFFFF, 0xFFFFFF) == 1.0);
    double ratio = theme_contrast(0x12302A, 0xE6EFE6);
    assert_true(ratio > 12.04 && ratio < 12.06);
}

static void outlined_themes_keep_an_edge_where_soft_has_only_a_fill(void **state)
{
    (void)state;
    static struct element_list list;
    list.theme = THEME_BLACK;
    struct element *door = element_add(&list, ELEMENT_BOX, (struct rect){0, 0, 100, 100});
    door->fill = COLOR_SPRUCE;
    struct element *button = element_add(&list, ELEMENT_BOX, (struct rect){0, 0, 100, 100});
    button->fill = COLOR_PAPER;
    button->edge_width = 3;
    button->lip = 7;
    theme_finish(&list);
    assert_int_equal(door->edge_width, 4);
    assert_int_equal(button->edge_width, 4);
    assert_int_equal(button->lip, 0);
    element_list_release(&list);
}

static void every_color_has_a_name(void **state)
{
    (void)state;
    for (int color = 0; color < COLOR_COUNT; color++)
        assert_non_null(color_name(color));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_of_text_and_background_is_at_least_7_to_1),
        cmocka_unit_test(edges_and_focus_are_at_least_3_to_1),
        cmocka_unit_test(contrast_is_computed_as_wcag_says),
        cmocka_unit_test(outlined_themes_keep_an_edge_where_soft_has_only_a_fill),
        cmocka_unit_test(every_color_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
