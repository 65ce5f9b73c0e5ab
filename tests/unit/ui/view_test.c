/* Words and components, with a font source without fonts: every character is half as wide as it is high. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "ui/view.h"

#include <stdlib.h>
#include <string.h>

static int choose(void *context, int face, uint32_t character, int previous)
{
    (void)context, (void)face, (void)character, (void)previous;
    return 0;
}

static int width(void *context, int font, int weight, int size, bool right_to_left, uint32_t script,
                 const char *text, size_t length)
{
    (void)context, (void)font, (void)weight, (void)right_to_left, (void)script, (void)length;
    return (int)utf8_count(text) * size * 32;
}

struct stage {
    struct element_list list;
    struct catalogue *catalogue;
    struct view view;
};

/* A catalogue without texts: every id is its own text. */
static struct catalogue *no_words(void)
{
    static const uint8_t FILE_BYTES[28] = {0xde, 0x12, 0x04, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28};
    struct catalogue *catalogue = NULL;
    assert_int_equal(catalogue_parse(FILE_BYTES, sizeof FILE_BYTES, NULL, &catalogue), CB_OK);
    return catalogue;
}

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);
    stage->catalogue = no_words();
    stage->view = (struct view){
        .list = &stage->list,
        .canvas = canvas_for(1280, 800, 0),
        .catalogue = stage->catalogue,
        .language = "en",
        .measurer = text_measurer_new((struct font_source){.choose = choose, .width = width}),
    };
    *state = stage;
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    text_measurer_free(stage->view.measurer);
    catalogue_free(stage->catalogue);
    element_list_release(&stage->list);
    free(stage);
    return 0;
}

static struct view *view_of(void **state)
{
    return &((struct stage *)*state)->view;
}

static const struct text_style STYLE = {TYPEFACE_SANS, 400, 20, 30};

static void canvases_are_800_high_and_as_wide_as_the_display(void **state)
{
    (void)state;
    struct canvas wide = canvas_for(1920, 1080, 0);
    assert_int_equal(wide.width, 1422);
    assert_int_equal(wide.height, 800);
    struct canvas usual = canvas_for(1280, 800, 149.4);
    assert_int_equal(usual.width, 1280);
    assert_true(usual.px_per_mm > 5.87 && usual.px_per_mm < 5.89);
}

static void values_stand_between_isolates(void **state)
{
    struct view *view = view_of(state);
    assert_string_equal(view_fill(view, "at {time}, {name}", "time", "4 PM", "name", "Ana", NULL),
                        "at \u20684 PM\u2069, \u2068Ana\u2069");
}

static void what_has_no_value_stays_as_it_is(void **state)
{
    struct view *view = view_of(state);
    assert_string_equal(view_fill(view, "{other} {", "time", "4 PM", NULL), "{other} {");
}

static void a_typed_name_is_never_markup(void **state)
{
    struct view *view = view_of(state);
    const char *text = view_fill(view, "{name} is here", "name", "**R**{n}", "n", "9", NULL);
    assert_null(strstr(text, "**"));
    assert_non_null(strstr(text, "{n}"));
}

static void numbers_are_filled_in_plurals(void **state)
{
    assert_string_equal(view_plural(view_of(state), "{n} ahead", 2, NULL), "\u20682\u2069 ahead");
}

static void text_says_its_height_and_whether_it_fits(void **state)
{
    struct view *view = view_of(state);
    assert_int_equal(view_text(view, (struct rect){0, 0, 60, 0}, STYLE, COLOR_INK, ALIGN_START, "one two"),
                     60);
    assert_int_equal(view_last(view)->line_count, 2);
    assert_false(view_last(view)->clipped);
    view_text(view, (struct rect){0, 0, 60, 40}, STYLE, COLOR_INK, ALIGN_START, "one two");
    assert_true(view_last(view)->clipped);
    view_text(view, (struct rect){0, 0, 60, 0}, STYLE, COLOR_INK, ALIGN_START, "unbreakable");
    assert_true(view_last(view)->clipped);
}

static void balanced_lines_are_as_many_and_narrower(void **state)
{
    struct view *view = view_of(state);
    int balanced = view_balanced_width(view, STYLE, 100, "aaaa bbbb cc");
    assert_int_equal(view_text_height(view, STYLE, 100, "aaaa bbbb cc"), 60);
    assert_int_equal(view_text_height(view, STYLE, balanced, "aaaa bbbb cc"), 60);
    assert_true(balanced < 100);
}

static void a_button_holds_its_icon_and_words_in_the_middle(void **state)
{
    struct view *view = view_of(state);
    int button = view_button(view, (struct rect){0, 0, 600, 118}, BUTTON_PRIMARY, STYLE, "bell", 60, "Ask",
                             (struct action){7, 1});
    const struct element *face = view_at(view, button), *icon = view_at(view, button + 1),
                         *text = view_at(view, button + 2);
    assert_int_equal(face->action.kind, 7);
    assert_string_equal(face->label, "Ask");
    assert_int_equal(face->lip, LIP);
    assert_int_equal(icon->owner, button);
    assert_int_equal(icon->box.x - 0, 600 - (text->box.x + text->box.w));
}

static void a_button_wraps_words_that_are_too_long(void **state)
{
    struct view *view = view_of(state);
    int button = view_button(view, (struct rect){0, 0, 200, 118}, BUTTON_SECONDARY, STYLE, NULL, 0,
                             "words that need lines", (struct action){1, 0});
    assert_int_equal(view_at(view, button + 1)->line_count, 2);
    assert_false(view_at(view, button + 1)->clipped);
}

static void a_disabled_button_cannot_be_hit(void **state)
{
    struct view *view = view_of(state);
    view_button(view, (struct rect){0, 0, 200, 118}, BUTTON_DISABLED, STYLE, NULL, 0, "No",
                (struct action){1, 0});
    assert_int_equal(element_hit(view->list, 10, 10), -1);
}

static void a_cover_leaves_help_only(void **state)
{
    struct view *view = view_of(state);
    struct rail_actions actions = {
        .back = {1, 0}, .over = {2, 0}, .language = {3, 0}, .access = {5, 0}, .help = {4, 0}};
    view_page(view, COLOR_MIST);
    view_title(view, (struct rect){300, 40, 500, 0}, STYLE, "My name is Ray");
    view_rail_end(view, RAIL_PAGE, &actions, "English");
    view_cover(view);
    int only = element_next_target(view->list, -1, 1);
    assert_int_equal(view_at(view, only)->action.kind, 4);
    assert_int_equal(element_next_target(view->list, only, 1), only);
    for (size_t i = 0; i < view->list->count; i++)
        assert_true(view->list->items[i].text == NULL || strstr(view->list->items[i].text, "Ray") == NULL);
}

static void the_rail_comes_last_in_focus(void **state)
{
    struct view *view = view_of(state);
    struct rail_actions actions = {
        .back = {1, 0}, .over = {2, 0}, .language = {3, 0}, .access = {5, 0}, .help = {4, 0}};
    struct rect main_area = view_page(view, COLOR_MIST);
    assert_int_equal(main_area.x, 232);
    assert_int_equal(main_area.y, 36);
    view_button(view, (struct rect){300, 0, 200, 118}, BUTTON_PRIMARY, STYLE, NULL, 0, "Yes",
                (struct action){9, 0});
    view_rail_end(view, RAIL_PAGE, &actions, "English");
    assert_int_equal(view_at(view, element_next_target(view->list, -1, 1))->action.kind, 9);
    assert_int_equal(view_at(view, element_next_target(view->list, -1, -1))->action.kind, 4);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(canvases_are_800_high_and_as_wide_as_the_display),
        CASE(values_stand_between_isolates),
        CASE(what_has_no_value_stays_as_it_is),
        CASE(a_typed_name_is_never_markup),
        CASE(numbers_are_filled_in_plurals),
        CASE(text_says_its_height_and_whether_it_fits),
        CASE(balanced_lines_are_as_many_and_narrower),
        CASE(a_button_holds_its_icon_and_words_in_the_middle),
        CASE(a_button_wraps_words_that_are_too_long),
        CASE(a_disabled_button_cannot_be_hit),
        CASE(a_cover_leaves_help_only),
        CASE(the_rail_comes_last_in_focus),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
