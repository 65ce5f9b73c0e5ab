/* Cutting rectangles, hitting and focusing targets, covering, mirroring, dumping. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "ui/element.h"

#include <stdlib.h>
#include <string.h>

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct element_list));
    return *state == NULL;
}

static int tear_down(void **state)
{
    element_list_release(*state);
    free(*state);
    return 0;
}

static struct element *add_target(struct element_list *list, struct rect box, const char *label)
{
    struct element *target = element_add(list, ELEMENT_BOX, box);
    target->role = TARGET_BUTTON;
    target->label = label;
    return target;
}

static void assert_rect(struct rect rect, int x, int y, int w, int h)
{
    assert_int_equal(rect.x, x);
    assert_int_equal(rect.y, y);
    assert_int_equal(rect.w, w);
    assert_int_equal(rect.h, h);
}

static void cutting_takes_from_each_side(void **state)
{
    (void)state;
    struct rect rect = {10, 20, 100, 80};
    assert_rect(rect_cut_top(&rect, 30), 10, 20, 100, 30);
    assert_rect(rect_cut_bottom(&rect, 10), 10, 90, 100, 10);
    assert_rect(rect_cut_start(&rect, 40), 10, 50, 40, 40);
    assert_rect(rect_cut_end(&rect, 10), 100, 50, 10, 40);
    assert_rect(rect, 50, 50, 50, 40);
    assert_rect(rect_cut_top(&rect, 999), 50, 50, 50, 40);
    assert_int_equal(rect.h, 0);
}

static void columns_end_on_the_edge(void **state)
{
    (void)state;
    struct rect rect = {0, 0, 1000, 10};
    struct rect last = rect_column(rect, 2, 3, 14);
    assert_int_equal(last.x + last.w, 1000);
    assert_int_equal(rect_column(rect, 0, 3, 14).x, 0);
    struct rect first = rect_column(rect, 0, 3, 14), second = rect_column(rect, 1, 3, 14);
    assert_int_equal(second.x - first.x - first.w, 14);
}

static void the_topmost_target_is_hit(void **state)
{
    struct element_list *list = *state;
    add_target(list, (struct rect){0, 0, 100, 100}, "below");
    add_target(list, (struct rect){50, 50, 100, 100}, "above");
    element_add(list, ELEMENT_TEXT, (struct rect){0, 0, 200, 200})->text = "words";
    assert_int_equal(element_hit(list, 10, 10), 0);
    assert_int_equal(element_hit(list, 60, 60), 1);
    assert_int_equal(element_hit(list, 199, 199), -1);
    assert_int_equal(element_hit(list, 150, 150), -1);
}

static void a_disabled_target_is_not_hit_nor_what_is_below_it(void **state)
{
    struct element_list *list = *state;
    add_target(list, (struct rect){0, 0, 100, 100}, "below");
    add_target(list, (struct rect){0, 0, 50, 50}, "off")->disabled = true;
    assert_int_equal(element_hit(list, 10, 10), -1);
    assert_int_equal(element_hit(list, 60, 60), 0);
}

static void focus_goes_round_and_skips_what_is_disabled(void **state)
{
    struct element_list *list = *state;
    element_add(list, ELEMENT_BOX, (struct rect){0, 0, 1, 1});
    add_target(list, (struct rect){0, 0, 1, 1}, "a");
    add_target(list, (struct rect){0, 0, 1, 1}, "off")->disabled = true;
    add_target(list, (struct rect){0, 0, 1, 1}, "b");
    assert_int_equal(element_next_target(list, -1, 1), 1);
    assert_int_equal(element_next_target(list, 1, 1), 3);
    assert_int_equal(element_next_target(list, 3, 1), 1);
    assert_int_equal(element_next_target(list, -1, -1), 3);
    assert_int_equal(element_next_target(list, 3, -1), 1);
}

static void without_targets_there_is_no_focus(void **state)
{
    assert_int_equal(element_next_target(*state, -1, 1), -1);
    element_add(*state, ELEMENT_BOX, (struct rect){0, 0, 1, 1});
    assert_int_equal(element_next_target(*state, -1, 1), -1);
}

static void a_cover_leaves_the_ground_and_what_stands_in_the_kept_place(void **state)
{
    struct element_list *list = *state;
    element_add(list, ELEMENT_BOX, (struct rect){0, 0, 192, 800})->ground = true;
    add_target(list, (struct rect){300, 0, 100, 100}, "secret");
    element_add(list, ELEMENT_TEXT, (struct rect){20, 650, 50, 20})->text = "loose words";
    add_target(list, (struct rect){12, 636, 168, 152}, "Help now");
    struct element *words = element_add(list, ELEMENT_TEXT, (struct rect){20, 650, 50, 20});
    words->text = "Help now";
    words->owner = 3;
    element_list_cover(list, (struct rect){12, 636, 168, 152});
    assert_int_equal(list->count, 3);
    assert_string_equal(list->items[1].label, "Help now");
    assert_int_equal(list->items[2].owner, 1);
    assert_int_equal(element_hit(list, 310, 10), -1);
    struct strbuf dump = STRBUF_INIT;
    element_list_dump(list, &dump);
    assert_null(strstr(strbuf_text(&dump), "secret"));
    assert_null(strstr(strbuf_text(&dump), "loose"));
    strbuf_release(&dump);
}

static void a_face_sinks_with_all_that_belongs_to_it(void **state)
{
    struct element_list *list = *state;
    add_target(list, (struct rect){0, 0, 10, 10}, "button")->lip = 7;
    element_add(list, ELEMENT_TEXT, (struct rect){0, 0, 5, 5})->owner = 0;
    add_target(list, (struct rect){20, 0, 10, 10}, "row");
    struct element *plate = element_add(list, ELEMENT_BOX, (struct rect){25, 0, 5, 5});
    plate->owner = 2;
    plate->lip = 5;
    element_add(list, ELEMENT_TEXT, (struct rect){25, 0, 5, 5})->owner = 3;
    assert_int_equal(element_sink(list, 0, 0), 5);
    assert_int_equal(element_sink(list, 1, 0), 5);
    assert_int_equal(element_sink(list, 1, -1), 0);
    assert_int_equal(element_sink(list, 2, 2), 0);
    assert_int_equal(element_sink(list, 3, 2), 3);
    assert_int_equal(element_sink(list, 4, 2), 3);
    assert_int_equal(element_sink(list, 4, 0), 0);
}

static void mirroring_turns_places_corners_alignment_and_arrows(void **state)
{
    struct element_list *list = *state;
    struct element *box = element_add(list, ELEMENT_BOX, (struct rect){0, 5, 192, 10});
    box->radii = (struct radii){1, 2, 3, 4};
    struct element *icon = element_add(list, ELEMENT_ICON, (struct rect){200, 5, 48, 48});
    icon->flips = true;
    element_add(list, ELEMENT_TEXT, (struct rect){300, 0, 100, 20})->align = ALIGN_END;
    element_list_mirror(list, 1280);
    assert_rect(list->items[0].box, 1088, 5, 192, 10);
    assert_int_equal(list->items[0].radii.top_start, 2);
    assert_int_equal(list->items[0].radii.bottom_start, 3);
    assert_true(list->items[1].mirrored);
    assert_false(list->items[0].mirrored);
    assert_int_equal(list->items[2].align, ALIGN_START);
    assert_true(list->right_to_left);
}

static void a_keyboard_moves_as_one_and_keeps_its_order(void **state)
{
    struct element_list *list = *state;
    const struct rect whole = {800, 0, 380, 100};
    element_add(list, ELEMENT_BOX, (struct rect){800, 0, 180, 92})->ordered_in = whole;
    element_add(list, ELEMENT_BOX, (struct rect){1000, 0, 180, 92})->ordered_in = whole;
    element_list_mirror(list, 1280);
    assert_rect(list->items[0].box, 100, 0, 180, 92);
    assert_rect(list->items[1].box, 300, 0, 180, 92);
}

static void a_dump_shows_what_is_seen_and_no_more(void **state)
{
    struct element_list *list = *state;
    list->title = "Title";
    struct element *button = add_target(list, (struct rect){1, 2, 3, 4}, "Send \u2068now\u2069");
    button->fill = COLOR_BRASS;
    button->chosen = true;
    struct strbuf dump = STRBUF_INIT;
    element_list_dump(list, &dump);
    assert_string_equal(strbuf_text(&dump), "title \"Title\"\nbutton 1,2 3x4 brass \"Send now\" chosen\n");
    strbuf_release(&dump);
}

static void clearing_leaves_nothing_behind(void **state)
{
    struct element_list *list = *state;
    add_target(list, (struct rect){1, 2, 3, 4}, "a");
    list->right_to_left = true;
    element_list_clear(list);
    assert_int_equal(list->count, 0);
    assert_null(list->items[0].label);
    assert_false(list->right_to_left);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(cutting_takes_from_each_side),
        CASE(columns_end_on_the_edge),
        CASE(the_topmost_target_is_hit),
        CASE(a_disabled_target_is_not_hit_nor_what_is_below_it),
        CASE(focus_goes_round_and_skips_what_is_disabled),
        CASE(without_targets_there_is_no_focus),
        CASE(a_cover_leaves_the_ground_and_what_stands_in_the_kept_place),
        CASE(a_face_sinks_with_all_that_belongs_to_it),
        CASE(mirroring_turns_places_corners_alignment_and_arrows),
        CASE(a_keyboard_moves_as_one_and_keeps_its_order),
        CASE(a_dump_shows_what_is_seen_and_no_more),
        CASE(clearing_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
