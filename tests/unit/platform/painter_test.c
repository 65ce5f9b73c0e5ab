/* What a frame looks like where it matters: faces sink, rings surround, QR codes are whole pixels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "card/card.h"
#include "platform/painter.h"
#include "platform/shot.h"
#include "platform/sprites.h"
#include "ui/theme.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHARE  SOURCE_DIR "/assets"
#define WIDTH  1280
#define HEIGHT 800

struct stage {
    struct painter *painter;
    struct element_list list;
    struct pixels pixels;
};

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);
    struct problem problem;
    assert_int_equal(painter_new(SHARE, canvas_for(WIDTH, HEIGHT, 0), &stage->painter, &problem), CB_OK);
    stage->pixels = pixels_on(calloc(WIDTH * HEIGHT, 4), WIDTH, HEIGHT);
    stage->list.page = COLOR_MIST;
    *state = stage;
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    element_list_release(&stage->list);
    painter_free(stage->painter);
    free(stage->pixels.data);
    free(stage);
    return 0;
}

static uint32_t pixel(const struct stage *stage, int x, int y)
{
    return stage->pixels.data[y * WIDTH + x] & 0xFFFFFF;
}

static struct element *add_button(struct stage *stage)
{
    struct element *button = element_add(&stage->list, ELEMENT_BOX, (struct rect){100, 100, 300, 118});
    button->fill = COLOR_BRASS;
    button->edge = COLOR_BRASS_3;
    button->edge_width = 3;
    button->radii = radii_all(28);
    button->lip = 7;
    button->lip_color = COLOR_BRASS_3;
    button->role = TARGET_BUTTON;
    return button;
}

static void paint(struct stage *stage, int pressed, int focus)
{
    painter_paint(stage->painter, &stage->list, pressed, focus, &stage->pixels);
}

static void a_button_stands_on_its_lip_and_sinks(void **state)
{
    struct stage *stage = *state;
    add_button(stage);
    paint(stage, -1, -1);
    assert_int_equal(pixel(stage, 250, 104), theme_rgb(THEME_SOFT, COLOR_BRASS));
    assert_int_equal(pixel(stage, 250, 224), theme_rgb(THEME_SOFT, COLOR_BRASS_3));
    assert_int_equal(pixel(stage, 250, 225), theme_rgb(THEME_SOFT, COLOR_MIST));
    paint(stage, 0, -1);
    assert_int_equal(pixel(stage, 250, 102), theme_rgb(THEME_SOFT, COLOR_MIST));
    assert_int_equal(pixel(stage, 250, 219), theme_rgb(THEME_SOFT, COLOR_BRASS));
    assert_int_equal(pixel(stage, 250, 224), theme_rgb(THEME_SOFT, COLOR_BRASS_3));
}

static void the_focus_ring_is_7_wide_with_a_gap_of_5(void **state)
{
    struct stage *stage = *state;
    add_button(stage);
    paint(stage, -1, 0);
    assert_int_equal(pixel(stage, 250, 87), theme_rgb(THEME_SOFT, COLOR_MIST));
    assert_int_equal(pixel(stage, 250, 88), theme_rgb(THEME_SOFT, COLOR_FOCUS));
    assert_int_equal(pixel(stage, 250, 94), theme_rgb(THEME_SOFT, COLOR_FOCUS));
    assert_int_equal(pixel(stage, 250, 95), theme_rgb(THEME_SOFT, COLOR_MIST));
    assert_int_equal(pixel(stage, 250, 99), theme_rgb(THEME_SOFT, COLOR_MIST));
}

static void a_qr_code_is_black_on_white_in_whole_pixels(void **state)
{
    struct stage *stage = *state;
    static struct qr qr;
    assert_int_equal(qr_make("BEGIN:VCARD", 300, 3.96, &qr), CB_OK);
    element_add(&stage->list, ELEMENT_QR, (struct rect){100, 100, 300, 300})->qr = &qr;
    paint(stage, -1, -1);
    for (int y = 100; y < 400; y++) {
        for (int x = 100; x < 400; x++)
            assert_true(pixel(stage, x, y) == 0 || pixel(stage, x, y) == 0xFFFFFF);
    }
    assert_int_equal(pixel(stage, 101, 101), 0xFFFFFF);
}

static void names_from_outside_never_leave_the_folder(void **state)
{
    (void)state;
    struct sprites *sprites = sprites_new(SHARE);
    assert_null(sprites_icon(sprites, "../../etc/passwd", 40));
    assert_null(sprites_icon(sprites, "", 40));
    assert_null(sprites_icon(sprites, "no-such-icon", 40));
    assert_null(sprites_art(sprites, "UPPER", 40, 40));
    sprites_free(sprites);
}

static void unknown_pictures_leave_the_rest_of_the_page(void **state)
{
    struct stage *stage = *state;
    element_add(&stage->list, ELEMENT_ICON, (struct rect){0, 0, 40, 40})->name = "no-such-icon";
    stage->list.items[0].color = COLOR_INK;
    add_button(stage);
    paint(stage, -1, -1);
    assert_int_equal(pixel(stage, 250, 150), theme_rgb(THEME_SOFT, COLOR_BRASS));
}

static void painting_again_gives_the_same_pixels(void **state)
{
    struct stage *stage = *state;
    struct element *text = element_add(&stage->list, ELEMENT_TEXT, (struct rect){100, 300, 500, 0});
    text->text = "Ask for a **coach**, 9 to 4";
    text->style = STYLE_BODY;
    text->color = COLOR_INK;
    add_button(stage);
    paint(stage, -1, -1);
    size_t size = WIDTH * HEIGHT * 4;
    uint32_t *first = malloc(size);
    assert_non_null(first);
    memcpy(first, stage->pixels.data, size);
    painter_forget(stage->painter);
    paint(stage, -1, -1);
    assert_memory_equal(first, stage->pixels.data, size);
    free(first);
}

static void a_picture_comes_back_from_its_file(void **state)
{
    struct stage *stage = *state;
    char path[] = "/tmp/painter-test-XXXXXX";
    struct picture picture;
    struct problem problem;
    close(mkstemp(path));
    add_button(stage);
    paint(stage, -1, -1);
    assert_int_equal(shot_write(path, &stage->pixels, &problem), CB_OK);
    assert_int_equal(shot_read(path, &picture), CB_OK);
    assert_int_equal(picture.width, WIDTH);
    assert_memory_equal(picture.data, stage->pixels.data, WIDTH * HEIGHT * 4);
    free(picture.data);
    unlink(path);
    assert_int_equal(shot_read(path, &picture), CB_NOT_FOUND);
    assert_int_equal(shot_write("/nowhere/x.png", &stage->pixels, &problem), CB_IO);
    assert_non_null(strstr(problem.text, "/nowhere/x.png"));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(a_button_stands_on_its_lip_and_sinks),
        CASE(the_focus_ring_is_7_wide_with_a_gap_of_5),
        CASE(a_qr_code_is_black_on_white_in_whole_pixels),
        CASE(unknown_pictures_leave_the_rest_of_the_page),
        CASE(painting_again_gives_the_same_pixels),
        CASE(a_picture_comes_back_from_its_file),
        cmocka_unit_test(names_from_outside_never_leave_the_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
