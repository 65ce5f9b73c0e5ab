/* Every page in every language: what it says and where must be what is kept beside this file, and must keep
 * the rules for touch, focus and legibility. A missing golden file fails; tests/golden/update writes them
 * anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "platform/painter.h"
#include "platform/shot.h"
#include "sample.h"
#include "ui/theme.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER     SOURCE_DIR "/tests/golden"
#define FILE_LIMIT (1 << 20)

/* What is looked at on every page in every language on every display: each page is laid out once, and all
 * rules look at it. */
enum rule {
    RULE_FITS,
    RULE_APART,
    RULE_LOW,
    RULE_LETTERS,
    RULE_CONTRAST,
    RULE_TARGET_SIZES,
    RULE_TARGET_GAPS,
    RULE_COUNT
};

struct stage {
    struct resources resources;
    struct sample sample;
    bool updating;
    int faults[RULE_COUNT];
};
static struct stage stage; /* cmocka's tests share it; it is filled once and only read */

/* ---- a language that is longer than English ---- */

#define LONGER_PERCENT 40 /* what translations of short English texts are made room for */

/* English with vowels doubled; no such language is shipped. What is in braces stays. */
static void lengthen(const char *text, size_t length, struct strbuf *out)
{
    int owed = 0;
    bool name = false;
    for (size_t i = 0; i < length; i++) {
        name = text[i] == '{' || (name && text[i] != '}');
        owed += text[i] == ' ' || name ? 0 : LONGER_PERCENT;
        strbuf_add(out, &text[i], 1);
        for (; !name && owed >= 100 && strchr("aeiouyAEIOUY", text[i]) != NULL && text[i] != 0; owed -= 100)
            strbuf_add(out, &text[i], 1);
    }
}

/* The file's tables are kept; each text but the head moves, longer, to the file's end. */
static void add_long_language(struct resources *resources)
{
    char path[RESOURCES_PATH + 32];
    uint8_t *bytes = NULL;
    size_t length = 0;
    struct strbuf out = STRBUF_INIT;
    struct language_pack *pack = &resources->languages[resources->language_count++];
    snprintf(path, sizeof path, "%s/locale/en.mo", resources->share);
    assert_int_equal(file_read(path, FILE_LIMIT, &bytes, &length), CB_OK);
    strbuf_add(&out, (const char *)bytes, length);
    uint32_t head[5];
    memcpy(head, bytes, sizeof head);
    for (uint32_t i = 1; i < head[2]; i++) {
        uint32_t place[2], moved[2];
        memcpy(place, bytes + head[4] + 8 * i, sizeof place);
        moved[1] = (uint32_t)out.length;
        lengthen((const char *)bytes + place[1], place[0], &out);
        moved[0] = (uint32_t)out.length - moved[1];
        strbuf_add(&out, "", 1);
        memcpy(out.data + head[4] + 8 * i, moved, sizeof moved);
    }
    assert_int_equal(catalogue_parse((const uint8_t *)out.data, out.length, NULL, &pack->catalogue), CB_OK);
    strcpy(pack->code, "qps"); /* the code kept for such languages */
    strbuf_release(&out);
    free(bytes);
}

/* ---- running over all pages ---- */

struct page {
    const struct sample_look *look;
    const char *language;
    const struct sample_state *state;
    struct painter *painter;
    struct app *app;
    int faults;
};

static void fault(struct page *page, const struct element *element, const char *what)
{
    const char *words = element->text != NULL ? element->text : element->label != NULL ? element->label : "";
    print_error("%s, %s, %s: %s: %d,%d %dx%d \"%s\"\n", page->state->name, page->language, page->look->name,
                what, element->box.x, element->box.y, element->box.w, element->box.h, words);
    page->faults++;
}

/* Every page that the state takes in this look. */
static void check_parts(struct page *page, void (*check)(struct page *page))
{
    check(page);
    for (int part = 1; part < page->app->frame.parts; part++) {
        page->app->visit.part = (size_t)part;
        app_view(page->app, painter_measurer(page->painter));
        check(page);
    }
}

static int check_state(struct page page, void (*check)(struct page *page))
{
    struct problem problem;
    struct text_measurer *measurer = painter_measurer(page.painter);
    assert_int_equal(sample_show(&stage.sample, &stage.resources, page.state, page.language, page.look,
                                 measurer, page.app, &problem),
                     CB_OK);
    check_parts(&page, check);
    painter_trim(page.painter);
    app_release(page.app);
    return page.faults;
}

static int check_look(const struct sample_look *look, void (*check)(struct page *page))
{
    struct problem problem;
    int faults = 0;
    struct canvas canvas = sample_canvas(look);
    struct painter *painter = NULL;
    struct app *app = calloc(1, sizeof *app);
    assert_non_null(app);
    assert_int_equal(painter_new(stage.resources.share, canvas, &painter, &problem), CB_OK);
    for (size_t i = 0; i < stage.resources.language_count; i++) {
        const char *language = stage.resources.languages[i].code;
        for (size_t j = 0; j < sample_state_count; j++)
            faults += check_state((struct page){look, language, &sample_states[j], painter, app, 0}, check);
    }
    for (size_t i = 0; i < sample_installer_state_count; i++)
        faults += check_state((struct page){look, "en", &sample_installer_states[i], painter, app, 0}, check);
    free(app);
    painter_free(painter);
    return faults;
}

#define FOR_EACH_ELEMENT(page, item)                                                                         \
    for (const struct element *item = (page)->app->frame.items;                                              \
         item < (page)->app->frame.items + (page)->app->frame.count; item++)

/* ---- what it says, and where ---- */

/* One language a script is enough for the words; the rules below are kept by all. */
static bool has_dump(const char *language)
{
    static const char *const LANGUAGES[] = {"en", "es", "ar", "zh-Hans"};
    for (size_t i = 0; i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++) {
        if (strcmp(LANGUAGES[i], language) == 0)
            return true;
    }
    return false;
}

/* Another part of the page has a file of its own: access.txt, access.2.txt. */
static void dump_path(const struct page *page, char *ret_path, size_t size)
{
    int part = (int)page->app->visit.part + 1;
    char number[16] = "";
    if (part > 1)
        snprintf(number, sizeof number, ".%d", part);
    snprintf(ret_path, size, FOLDER "/%s/%s%s.txt", page->language, page->state->name, number);
}

static void compare_dump(struct page *page)
{
    if (!has_dump(page->language))
        return;
    char path[512];
    struct strbuf dump = STRBUF_INIT;
    uint8_t *golden = NULL;
    size_t length;
    element_list_dump(&page->app->frame, &dump);
    dump_path(page, path, sizeof path);
    if (stage.updating) {
        snprintf(path, sizeof path, FOLDER "/%s", page->language);
        assert_int_equal(file_make_folder(path), CB_OK);
        dump_path(page, path, sizeof path);
        assert_int_equal(file_write(path, dump.data, dump.length, 0644), CB_OK);
    } else if (file_read(path, FILE_LIMIT, &golden, &length) != CB_OK) {
        print_error("there is no golden file %s; tests/golden/update makes it\n", path);
        page->faults++;
    } else if (strcmp((const char *)golden, strbuf_text(&dump)) != 0) {
        print_error("%s differs. It is now:\n%s", path, strbuf_text(&dump));
        page->faults++;
    }
    free(golden);
    strbuf_release(&dump);
}

static void every_page_says_what_its_golden_file_says(void **state)
{
    (void)state;
    assert_int_equal(check_look(&sample_looks[0], compare_dump), 0);
}

/* ---- legibility ---- */

static bool inside(struct rect inner, struct rect outer)
{
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
           inner.y + inner.h <= outer.y + outer.h;
}

static void check_text_fits(struct page *page)
{
    struct rect canvas = {0, 0, page->app->canvas.width, page->app->canvas.height};
    FOR_EACH_ELEMENT(page, element)
    {
        if (element->clipped)
            fault(page, element, "clipped");
        if (element->kind == ELEMENT_TEXT && !inside(element->box, canvas))
            fault(page, element, "outside the display");
    }
}

static void all_text_fits(void **state)
{
    (void)state;
    assert_int_equal(stage.faults[RULE_FITS], 0);
}

/* Where the letters are: the box without the line's leading, and as wide as the longest line. */
static struct rect ink_of(const struct page *page, const struct element *element)
{
    const struct text_style *style = &element->style;
    const struct text_layout *layout =
        text_layout(painter_measurer(page->painter), (int)style->face, style->weight, style->size,
                    style->line, element->box.w, page->app->frame.right_to_left, element->text);
    int spare = element->box.w - layout->width, leading = (style->line - style->size) / 2;
    struct rect ink = element->box;
    ink.w = layout->width;
    ink.x += element->align == ALIGN_CENTER ? spare / 2 : element->align == ALIGN_END ? spare : 0;
    /* Capitals and ascenders fill about four fifths of the size. */
    ink.y += leading + style->size / 8;
    ink.h -= 2 * leading + style->size / 4;
    return ink;
}

static void check_text_apart(struct page *page)
{
    FOR_EACH_ELEMENT(page, element)
    {
        if (element->kind != ELEMENT_TEXT || element->text[0] == 0)
            continue;
        struct rect ink = ink_of(page, element);
        FOR_EACH_ELEMENT(page, other)
        {
            bool text = other->kind == ELEMENT_TEXT && other > element && other->text[0] != 0;
            bool target = other->role != TARGET_NONE && other > element && !inside(ink, other->box);
            if ((text && rect_touches(ink, ink_of(page, other))) || (target && rect_touches(ink, other->box)))
                fault(page, element, "runs into something else");
        }
    }
}

static void no_text_runs_into_another(void **state)
{
    (void)state;
    assert_int_equal(stage.faults[RULE_APART], 0);
}

/* ---- touch ---- */

static double millimetres(const struct page *page, int length)
{
    return length * page->app->canvas.scale / page->app->canvas.px_per_mm;
}

static bool is_primary(const struct element *element)
{
    return element->fill == COLOR_BRASS || element->fill == COLOR_MADDER || element->role == TARGET_CHECK;
}

static double least_height(const struct element *element)
{
    if (element->role == TARGET_KEY)
        return 13;
    if (element->action.kind == DO_HELP || element->action.kind == DO_BRING_STAFF)
        return 25;
    return is_primary(element) ? 20 : 15;
}

static void check_target_sizes(struct page *page)
{
    FOR_EACH_ELEMENT(page, element)
    {
        double least = least_height(element) - 0.1; /* whole pixels */
        if (element->role != TARGET_NONE && millimetres(page, element->box.h) < least)
            fault(page, element, "too low to touch");
        if (element->role != TARGET_NONE && millimetres(page, element->box.w) < 13)
            fault(page, element, "too narrow to touch");
    }
}

static void every_target_is_large_enough_for_a_finger(void **state)
{
    (void)state;
    assert_int_equal(stage.faults[RULE_TARGET_SIZES], 0);
}

static void check_target_gaps(struct page *page)
{
    FOR_EACH_ELEMENT(page, element)
    {
        FOR_EACH_ELEMENT(page, other)
        {
            if (element->role == TARGET_NONE || other->role == TARGET_NONE || other <= element)
                continue;
            int gap = (int)(1.3 * page->app->canvas.px_per_mm / page->app->canvas.scale);
            if (rect_touches(rect_inset(element->box, -gap, -gap), other->box))
                fault(page, element, "too close to another target");
        }
    }
}

static void no_target_is_close_to_another(void **state)
{
    (void)state;
    assert_int_equal(stage.faults[RULE_TARGET_GAPS], 0);
}

/* ---- low down, large and strong ---- */

static void check_low(struct page *page)
{
    int least = page->app->canvas.height * 260 / 800;
    FOR_EACH_ELEMENT(page, element)
    {
        if (page->app->visit.mode.lower && element->role != TARGET_NONE && element->box.y < least)
            fault(page, element, "a control out of reach");
    }
}

static void no_control_is_high_up_when_buttons_are_to_be_low(void **state)
{
    (void)state;
    assert_int_equal(stage.faults[RULE_LOW], 0);
}

/* Of a capital I in the sans; the serif's is taller. */
static double capital_millimetres(const struct page *page, const struct element *element)
{
    return element->style.size * 0.668 * page->app->canvas.scale / page->app->canvas.px_per_mm;
}

/* In large text every line has letters of 4.8 mm, keys and the rail too; only the product's name is as large
 * as its place. */
static void check_letters(struct page *page)
{
    FOR_EACH_ELEMENT(page, element)
    {
        if (element->kind != ELEMENT_TEXT || page->app->visit.mode.text_size == TEXT_USUAL ||
            strcmp(element->text, "Coachbell") == 0)
            continue;
        if (capital_millimetres(page, element) < 4.79)
            fault(page, element, "letters too small for this size of text");
    }
}

static void large_text_is_as_large_as_it_says(void **state)
{
    (void)state;
    assert_int_equal(stage.faults[RULE_LETTERS], 0);
}

/* What is painted below the middle of the text's first line. */
static enum color ground_of(const struct page *page, const struct element *text)
{
    const struct element_list *frame = &page->app->frame;
    enum color ground = frame->page;
    int x = text->box.x + text->box.w / 2, y = text->box.y + text->style.line / 2;
    for (const struct element *item = frame->items; item < text; item++)
        if (item->kind == ELEMENT_BOX && item->fill != COLOR_NONE && rect_holds(item->box, x, y))
            ground = item->fill;
    return ground;
}

static void check_contrast(struct page *page)
{
    enum theme theme = page->app->frame.theme;
    FOR_EACH_ELEMENT(page, element)
    {
        if (element->kind != ELEMENT_TEXT || element->text[0] == 0)
            continue;
        double ratio =
            theme_contrast(theme_rgb(theme, element->color), theme_rgb(theme, ground_of(page, element)));
        if (ratio < 7)
            fault(page, element, "too little contrast");
    }
}

static void every_text_stands_out_in_every_contrast(void **state)
{
    (void)state;
    assert_int_equal(stage.faults[RULE_CONTRAST], 0);
}

/* ---- displays that are too small ---- */

#define SMALL_LOOK_LETTERS_MM 2.4 /* of a capital I: what is read at arm's length */

static void check_small(struct page *page)
{
    check_text_fits(page);
    check_text_apart(page);
    check_contrast(page);
    assert_true(page->app->frame.count > 0);
    FOR_EACH_ELEMENT(page, element)
    {
        if (element->role != TARGET_NONE)
            fault(page, element, "a control where nothing opens");
        if (capital_millimetres(page, element) < SMALL_LOOK_LETTERS_MM)
            fault(page, element, "letters too small for the installer");
    }
}

static void a_display_that_is_too_small_says_so_to_the_installer(void **state)
{
    struct problem problem;
    int faults = 0;
    struct app *app = calloc(1, sizeof *app);
    (void)state;
    assert_non_null(app);
    for (size_t i = 0; i < sample_small_look_count; i++) {
        struct page page = {.look = &sample_small_looks[i], "en", &sample_too_small, .app = app};
        assert_int_equal(
            painter_new(stage.resources.share, sample_canvas(page.look), &page.painter, &problem), CB_OK);
        faults += check_state(page, check_small);
        if (i == 0)
            faults += check_state(page, compare_dump);
        painter_free(page.painter);
    }
    free(app);
    assert_int_equal(faults, 0);
}

/* ---- focus and speech ---- */

static void check_targets_named(struct page *page)
{
    FOR_EACH_ELEMENT(page, element)
    {
        if (element->role != TARGET_NONE && (element->label == NULL || element->label[0] == 0))
            fault(page, element, "a target without words");
        if (element->role != TARGET_NONE && element->action.kind == DO_NOTHING && !element->disabled)
            fault(page, element, "a target that does nothing");
    }
    if (page->app->frame.title == NULL)
        fault(page, &page->app->frame.items[0], "a page without a title");
}

static void every_target_has_words_and_does_something(void **state)
{
    (void)state;
    assert_int_equal(check_look(&sample_looks[0], check_targets_named), 0);
}

static void check_focus(struct page *page)
{
    const struct element_list *frame = &page->app->frame;
    bool reached[ELEMENTS_MAX] = {false};
    for (int at = element_next_target(frame, -1, 1); at >= 0 && !reached[at];
         at = element_next_target(frame, at, 1))
        reached[at] = true;
    FOR_EACH_ELEMENT(page, element)
    {
        if (element->role != TARGET_NONE && !element->disabled && !reached[element - frame->items])
            fault(page, element, "focus does not reach it");
    }
}

static void focus_reaches_every_target(void **state)
{
    (void)state;
    assert_int_equal(check_look(&sample_looks[0], check_focus), 0);
}

static void check_help(struct page *page)
{
    bool alert_page = strncmp(page->state->name, "help", 4) == 0;
    FOR_EACH_ELEMENT(page, element)
    {
        if (element->role == TARGET_BUTTON && element->fill == COLOR_MADDER)
            return;
    }
    if (!alert_page)
        fault(page, &page->app->frame.items[0], "no Help now");
}

static void help_is_on_every_page(void **state)
{
    (void)state;
    assert_int_equal(check_look(&sample_looks[0], check_help), 0);
}

/* ---- pixels ---- */

static bool has_picture(const struct sample_state *state)
{
    static const char *const NAMES[] = {"home", "review", "ticket"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (strcmp(NAMES[i], state->name) == 0)
            return true;
    }
    return false;
}

static int channel_apart(uint32_t a, uint32_t b, int shift)
{
    return abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
}

/* How many of a thousand pixels are clearly another colour. */
static double per_mille_apart(const struct pixels *pixels, const struct picture *golden)
{
    int apart = 0, count = pixels->width * pixels->height;
    for (int i = 0; i < count; i++) {
        uint32_t a = pixels->data[i], b = golden->data[i];
        apart += channel_apart(a, b, 0) > 24 || channel_apart(a, b, 8) > 24 || channel_apart(a, b, 16) > 24;
    }
    return apart * 1000.0 / count;
}

static void compare_picture(struct page *page)
{
    char path[512];
    struct problem problem;
    struct picture golden = {0};
    if (!has_picture(page->state) || strcmp(page->language, "en") != 0)
        return;
    int width = page->look->width, height = page->look->height;
    struct pixels pixels = pixels_on(calloc((size_t)width * (size_t)height, 4), width, height);
    assert_non_null(pixels.data);
    painter_paint(page->painter, &page->app->frame, -1, -1, &pixels);
    snprintf(path, sizeof path, FOLDER "/%s/%s.png", page->language, page->state->name);
    if (stage.updating)
        assert_int_equal(shot_write(path, &pixels, &problem), CB_OK);
    else if (shot_read(path, &golden) != CB_OK || golden.width != pixels.width ||
             golden.height != pixels.height || per_mille_apart(&pixels, &golden) > 0.5) {
        print_error("%s is missing or differs\n", path);
        page->faults++;
    }
    free(golden.data);
    free(pixels.data);
}

static void the_main_pages_look_as_they_did(void **state)
{
    (void)state;
    assert_int_equal(check_look(&sample_looks[0], compare_picture), 0);
}

/* ---- the stage ---- */

static void check_rules(struct page *page)
{
    static void (*const rules[RULE_COUNT])(struct page * page) = {
        [RULE_FITS] = check_text_fits,
        [RULE_APART] = check_text_apart,
        [RULE_LOW] = check_low,
        [RULE_LETTERS] = check_letters,
        [RULE_CONTRAST] = check_contrast,
        [RULE_TARGET_SIZES] = check_target_sizes,
        [RULE_TARGET_GAPS] = check_target_gaps,
    };
    for (int rule = 0; rule < RULE_COUNT; rule++) {
        int before = page->faults;
        rules[rule](page);
        stage.faults[rule] += page->faults - before;
    }
}

static int open_stage(void **state)
{
    struct problem problem = {""};
    (void)state;
    if (resources_open("us", &stage.resources, &problem) == CB_OK &&
        sample_open(stage.resources.share, &stage.sample, &problem) == CB_OK) {
        add_long_language(&stage.resources);
        for (size_t i = 0; i < sample_look_count && !stage.updating; i++)
            check_look(&sample_looks[i], check_rules);
        return 0;
    }
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

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_says_what_its_golden_file_says),
        cmocka_unit_test(the_main_pages_look_as_they_did),
        cmocka_unit_test(all_text_fits),
        cmocka_unit_test(no_control_is_high_up_when_buttons_are_to_be_low),
        cmocka_unit_test(large_text_is_as_large_as_it_says),
        cmocka_unit_test(every_text_stands_out_in_every_contrast),
        cmocka_unit_test(no_text_runs_into_another),
        cmocka_unit_test(every_target_is_large_enough_for_a_finger),
        cmocka_unit_test(no_target_is_close_to_another),
        cmocka_unit_test(every_target_has_words_and_does_something),
        cmocka_unit_test(focus_reaches_every_target),
        cmocka_unit_test(help_is_on_every_page),
        cmocka_unit_test(a_display_that_is_too_small_says_so_to_the_installer),
    };
    stage.updating = count == 2 && strcmp(arguments[1], "--update") == 0;
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}
