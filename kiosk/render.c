/* Languages × looks × states. */
#include "render.h"

#include "base/file.h"
#include "platform/painter.h"
#include "platform/shot.h"
#include "sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is the same for all states of one language and look. */
struct sheet {
    const struct resources *resources;
    struct sample *sample;
    const char *language;
    const struct sample_look *look;
    struct painter *painter;
    struct pixels pixels;
    char folder[RESOURCES_PATH];
};

static int write_dump(const char *path, const struct element_list *frame, struct problem *problem)
{
    struct strbuf text = STRBUF_INIT;
    element_list_dump(frame, &text);
    int result = strbuf_failed(&text) ? CB_NO_MEMORY : file_write(path, text.data, text.length, 0644);
    strbuf_release(&text);
    return result == CB_OK ? CB_OK
                           : problem_set(problem, result, "cannot write %s: %s", path, cb_error_text(result));
}

static int render_state(const struct sheet *sheet, const struct sample_state *state, struct problem *problem)
{
    char path[RESOURCES_PATH + 64];
    struct app *app = calloc(1, sizeof *app); /* large: its frame is in it */
    struct pixels pixels = sheet->pixels;
    if (app == NULL)
        return problem_set(problem, CB_NO_MEMORY, "no memory");
    int result = sample_show(sheet->sample, sheet->resources, state, sheet->language, sheet->look,
                             painter_measurer(sheet->painter), app, problem);
    if (result == CB_OK) {
        painter_paint(sheet->painter, &app->frame, app->pressed, app->focus, &pixels);
        painter_trim(sheet->painter);
        snprintf(path, sizeof path, "%s/%s.png", sheet->folder, state->name);
        result = shot_write(path, &pixels, problem);
        snprintf(path, sizeof path, "%s/%s.txt", sheet->folder, state->name);
        if (result == CB_OK)
            result = write_dump(path, &app->frame, problem);
        app_release(app);
    }
    free(app);
    return result;
}

static int render_sheet(struct sheet *sheet, struct problem *problem)
{
    const int width = sheet->look->width, height = sheet->look->height;
    int result = file_make_folder(sheet->folder);
    if (result != CB_OK)
        return problem_set(problem, result, "cannot make the folder %s: %s", sheet->folder,
                           cb_error_text(result));
    result = painter_new(sheet->resources->share, sample_canvas(sheet->look), &sheet->painter, problem);
    if (result != CB_OK)
        return result;
    sheet->pixels = pixels_on(calloc((size_t)width * (size_t)height, 4), width, height);
    if (sheet->pixels.data == NULL)
        result = problem_set(problem, CB_NO_MEMORY, "no memory for a picture");
    for (size_t i = 0; result == CB_OK && i < sample_state_count; i++)
        result = render_state(sheet, &sample_states[i], problem);
    bool english = strcmp(sheet->language, "en") == 0;
    for (size_t i = 0; english && result == CB_OK && i < sample_installer_state_count; i++)
        result = render_state(sheet, &sample_installer_states[i], problem);
    free(sheet->pixels.data);
    painter_free(sheet->painter);
    return result;
}

int render_all(const struct resources *resources, const char *folder, struct problem *ret_problem)
{
    struct sample sample;
    int result = sample_open(resources->share, &sample, ret_problem);
    if (result != CB_OK)
        return result;
    for (size_t i = 0; i < resources->language_count; i++) {
        for (size_t j = 0; result == CB_OK && j < sample_look_count; j++) {
            struct sheet sheet = {.resources = resources,
                                  .sample = &sample,
                                  .language = resources->languages[i].code,
                                  .look = &sample_looks[j]};
            snprintf(sheet.folder, sizeof sheet.folder, "%.3000s/%s/%s", folder, sheet.language,
                     sheet.look->name);
            result = render_sheet(&sheet, ret_problem);
        }
    }
    sample_close(&sample);
    return result;
}
