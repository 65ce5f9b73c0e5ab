/* Every page in every language by ear (rules A1): what is written on it is what is said, when the page is
 * read and the focus has gone round once. And what is about a person is not said on the loudspeaker. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "platform/painter.h"
#include "sample.h"
#include "speech/language.h"
#include "speech/narrator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct stage {
    struct resources resources;
    struct sample sample;
    struct painter *painter;
    struct app app;
};

static int open_stage(void **state)
{
    struct problem problem = {""};
    struct stage *stage = calloc(1, sizeof *stage);
    assert_non_null(stage);
    assert_int_equal(resources_open("us", &stage->resources, &problem), CB_OK);
    assert_int_equal(sample_open(stage->resources.share, &stage->sample, &problem), CB_OK);
    assert_int_equal(
        painter_new(stage->resources.share, canvas_for(1280, 800, 100.6), &stage->painter, &problem), CB_OK);
    *state = stage;
    return 0;
}

static int close_stage(void **state)
{
    struct stage *stage = *state;
    painter_free(stage->painter);
    sample_close(&stage->sample);
    resources_close(&stage->resources);
    free(stage);
    return 0;
}

/* All that is said on the page, once read and once walked through; the caller frees it. */
static char *listen(struct app *app)
{
    struct narrator *narrator = calloc(1, sizeof *narrator);
    char *said = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&said, &size);
    assert_non_null(narrator);
    assert_non_null(out);
    struct speech_settings settings = {.on = true};
    narrator_init(narrator, voice_transcript(out));
    struct narrator_page page = app_narration(app);
    page.focus = -1;
    narrator_follow(narrator, &settings, &page);
    int target = -1;
    for (size_t i = 0; i < app->frame.count; i++) {
        int next = element_next_target(&app->frame, target, 1);
        if (next <= target)
            break;
        page.focus = target = next;
        narrator_follow(narrator, &settings, &page);
    }
    narrator_release(narrator);
    fclose(out);
    free(narrator);
    return said;
}

typedef int (*page_check)(const char *name, const struct app *app, const char *said);

/* Every part of the page that is shown. */
static int every_part(struct stage *stage, const char *name, page_check check)
{
    struct app *app = &stage->app;
    int faults = 0, part = 0;
    do {
        app->visit.part = (size_t)part;
        app_view(app, painter_measurer(stage->painter));
        char *said = listen(app);
        faults += check(name, app, said);
        free(said);
    } while (++part < app->frame.parts);
    return faults;
}

static int every_page(struct stage *stage, bool headphones, page_check check)
{
    int faults = 0;
    const struct sample_look look = {"15 inches", 1280, 800, 100.6, .set_size = false};
    for (size_t i = 0; i < stage->resources.language_count * sample_state_count; i++) {
        const char *language = stage->resources.languages[i / sample_state_count].code;
        const struct sample_state *state = &sample_states[i % sample_state_count];
        char name[64];
        struct problem problem;
        assert_int_equal(sample_show(&stage->sample, &stage->resources, state, language, &look,
                                     painter_measurer(stage->painter), &stage->app, &problem),
                         CB_OK);
        stage->app.headphones = headphones;
        snprintf(name, sizeof name, "%s, %s", state->name, language);
        faults += every_part(stage, name, check);
        painter_trim(stage->painter);
        app_release(&stage->app);
    }
    return faults;
}

static int visible_is_spoken(const char *name, const struct app *app, const char *said)
{
    int faults = 0;
    struct arena arena = ARENA_INIT;
    if (language_voice(app_language_code(app)) == NULL)
        return strstr(said, "en\t") == NULL;
    for (size_t i = 0; i < app->frame.count; i++) {
        const struct element *element = &app->frame.items[i];
        if (element->kind != ELEMENT_TEXT || element->text == NULL)
            continue;
        const char *words = script_plain(&arena, element->text);
        if (strstr(said, words) == NULL) {
            print_error("%s: not spoken: \"%s\"\n", name, words);
            faults++;
        }
    }
    arena_release(&arena);
    return faults;
}

static void what_is_visible_is_spoken_on_every_page(void **state)
{
    assert_int_equal(every_page(*state, true, visible_is_spoken), 0);
}

static int private_is_silent(const char *name, const struct app *app, const char *said)
{
    int faults = 0;
    struct arena arena = ARENA_INIT;
    for (size_t i = 0; app->frame.about_person && i < app->frame.count; i++) {
        const struct element *element = &app->frame.items[i];
        if (element->kind != ELEMENT_TEXT || element->text == NULL || element->owner >= 0 ||
            element->on_rail || strlen(element->text) < 3)
            continue;
        const char *words = script_plain(&arena, element->text);
        if (strstr(said, words) != NULL) {
            print_error("%s: said to the room: \"%s\"\n", name, words);
            faults++;
        }
    }
    arena_release(&arena);
    return faults;
}

static void nothing_about_a_person_is_said_to_the_room(void **state)
{
    assert_int_equal(every_page(*state, false, private_is_silent), 0);
}

static int has_a_way_to_listen(const char *name, const struct app *app, const char *said)
{
    (void)app;
    if (said[0] != 0 && strchr(said, '\t') != NULL)
        return 0;
    print_error("%s: says nothing\n", name);
    return 1;
}

static void no_page_is_silent(void **state)
{
    assert_int_equal(every_page(*state, true, has_a_way_to_listen), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_visible_is_spoken_on_every_page),
        cmocka_unit_test(nothing_about_a_person_is_said_to_the_room),
        cmocka_unit_test(no_page_is_silent),
    };
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}
