/* Painting only what changed gives, pixel for pixel, what painting everything gives: on random walks through
 * all pages, languages and looks, with faces pressed, rings moving and memories forgotten on the way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "platform/painter.h"
#include "sample.h"

#include <stdlib.h>
#include <string.h>

#define STEPS 40 /* a look */

struct stage {
    struct resources resources;
    struct sample sample;
};
static struct stage stage; /* opened once and only read */

/* One painter that repaints, and one that paints anew each time. */
struct walk {
    const struct sample_look *look;
    struct random_source random;
    struct painter *repainting, *painting;
    struct pixels repainted, painted;
    size_t state, language;
    struct app *app;
    int pressed, focus;
    bool shown;
};

static size_t any(struct walk *walk, size_t count)
{
    return random_below(walk->random, (uint32_t)count);
}

static int any_target(struct walk *walk)
{
    int from = (int)any(walk, walk->app->frame.count);
    return element_next_target(&walk->app->frame, from, 1);
}

static void show_page(struct walk *walk)
{
    struct problem problem;
    if (walk->shown)
        app_release(walk->app);
    assert_int_equal(sample_show(&stage.sample, &stage.resources, &sample_states[walk->state],
                                 stage.resources.languages[walk->language].code, walk->look,
                                 painter_measurer(walk->repainting), walk->app, &problem),
                     CB_OK);
    walk->shown = true;
    walk->pressed = walk->focus = -1;
}

static void show_part(struct walk *walk)
{
    if (walk->app->frame.parts > 1) {
        walk->app->visit.part = any(walk, (size_t)walk->app->frame.parts);
        app_view(walk->app, painter_measurer(walk->repainting));
    }
    walk->pressed = walk->focus = -1;
}

static void show_other_colors(struct walk *walk)
{
    walk->app->visit.mode.theme = (enum theme)any(walk, THEME_COUNT);
    app_view(walk->app, painter_measurer(walk->repainting));
}

static void step(struct walk *walk)
{
    switch (any(walk, 12)) {
    case 0:
        walk->language = any(walk, stage.resources.language_count);
        show_page(walk);
        break;
    case 1:
        show_other_colors(walk);
        break;
    case 2:
        show_part(walk);
        break;
    case 3:
        painter_forget(walk->repainting);
        break;
    case 4:
        painter_trim(walk->repainting);
        break;
    case 5:
    case 6:
        walk->pressed = any_target(walk);
        break;
    case 7:
    case 8:
        walk->focus = any_target(walk);
        break;
    default:
        walk->state = any(walk, sample_state_count);
        show_page(walk);
        break;
    }
}

static void compare(struct walk *walk)
{
    const struct element_list *frame = &walk->app->frame;
    size_t bytes = (size_t)walk->look->width * (size_t)walk->look->height * 4;
    struct damage damage;
    painter_repaint(walk->repainting, frame, walk->pressed, walk->focus, &walk->repainted, &damage);
    text_measurer_speak(painter_measurer(walk->painting), stage.resources.languages[walk->language].code);
    painter_paint(walk->painting, frame, walk->pressed, walk->focus, &walk->painted);
    if (memcmp(walk->repainted.data, walk->painted.data, bytes) != 0)
        fail_msg("%s in %s, %s, pressed %d, focus %d: repainted is not painted",
                 sample_states[walk->state].name, stage.resources.languages[walk->language].code,
                 walk->look->name, walk->pressed, walk->focus);
}

static void open_painter(const struct sample_look *look, struct painter **ret_painter,
                         struct pixels *ret_pixels)
{
    struct problem problem;
    assert_int_equal(painter_new(stage.resources.share, sample_canvas(look), ret_painter, &problem), CB_OK);
    *ret_pixels = pixels_on(calloc((size_t)look->width * (size_t)look->height, 4), look->width, look->height);
    assert_non_null(ret_pixels->data);
}

static void walk_through(const struct sample_look *look, uint64_t seed)
{
    struct random_seed state;
    struct walk walk = {
        .look = look, .random = random_seeded(&state, seed), .app = calloc(1, sizeof *walk.app)};
    assert_non_null(walk.app);
    open_painter(look, &walk.repainting, &walk.repainted);
    open_painter(look, &walk.painting, &walk.painted);
    show_page(&walk);
    for (int i = 0; i < STEPS; i++) {
        compare(&walk);
        step(&walk);
    }
    app_release(walk.app);
    free(walk.app);
    free(walk.repainted.data);
    free(walk.painted.data);
    painter_free(walk.repainting);
    painter_free(walk.painting);
}

static void repainting_gives_what_painting_gives(void **state)
{
    (void)state;
    for (size_t i = 0; i < sample_look_count; i++)
        walk_through(&sample_looks[i], i + 1);
}

/* A test of repainting that repaints everything would show nothing. */
static void a_press_repaints_little(void **state)
{
    (void)state;
    struct damage damage;
    struct random_seed seed;
    struct walk walk = {
        .look = &sample_looks[0], .random = random_seeded(&seed, 1), .app = calloc(1, sizeof *walk.app)};
    assert_non_null(walk.app);
    open_painter(walk.look, &walk.repainting, &walk.repainted);
    show_page(&walk);
    painter_repaint(walk.repainting, &walk.app->frame, -1, -1, &walk.repainted, &damage);
    assert_int_equal(damage.count, 1);
    assert_int_equal(damage.rects[0].w, walk.look->width);
    painter_repaint(walk.repainting, &walk.app->frame, -1, -1, &walk.repainted, &damage);
    assert_int_equal(damage.count, 0);
    int target = element_next_target(&walk.app->frame, -1, 1);
    painter_repaint(walk.repainting, &walk.app->frame, target, -1, &walk.repainted, &damage);
    assert_int_equal(damage.count, 1);
    struct rect box = walk.app->frame.items[target].box;
    assert_true(damage.rects[0].w <= box.w + 100 && damage.rects[0].h <= box.h + 100);
    app_release(walk.app);
    free(walk.app);
    free(walk.repainted.data);
    painter_free(walk.repainting);
}

static int open_stage(void **state)
{
    struct problem problem = {""};
    (void)state;
    if (resources_open("us", &stage.resources, &problem) == CB_OK &&
        sample_open(stage.resources.share, &stage.sample, &problem) == CB_OK)
        return 0;
    print_error("%s\n", problem.text);
    return 1;
}

static int close_stage(void **state)
{
    (void)state;
    sample_close(&stage.sample);
    resources_close(&stage.resources);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repainting_gives_what_painting_gives),
        cmocka_unit_test(a_press_repaints_little),
    };
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}
