/* The screen as a line of JSON. */
#include "transcript.h"

#include "screens/screen.h"

#include <jansson.h>

static const char *cover_name(enum cover cover)
{
    static const char *const names[] = {[COVER_NONE] = "", [COVER_OVER] = "over", [COVER_IDLE] = "idle"};

    return names[cover];
}

static int device_px(const struct app *app, int logical)
{
    return (int)(logical * app->canvas.scale + 0.5);
}

static json_t *target_json(const struct app *app, const struct element *element)
{
    return json_pack("{s:s?, s:i, s:i, s:i, s:i, s:b, s:b}", "label", element->label, "x",
                     device_px(app, element->box.x + element->box.w / 2), "y",
                     device_px(app, element->box.y + element->box.h / 2), "w", device_px(app, element->box.w),
                     "h", device_px(app, element->box.h), "disabled", (int)element->disabled, "chosen",
                     (int)element->chosen);
}

int transcript_write(FILE *out, const struct app *app)
{
    json_t *texts = json_array();
    json_t *targets = json_array();
    json_t *line = json_pack("{s:s, s:s, s:o, s:o}", "screen", screen_get(app_screen(app))->name, "cover",
                             cover_name(app->visit.cover), "texts", texts, "targets", targets);
    int result = CB_NO_MEMORY;

    if (line == NULL)
        goto done;
    for (size_t i = 0; i < app->frame.count; i++) {
        const struct element *element = &app->frame.items[i];

        if (element->kind == ELEMENT_TEXT && json_array_append_new(texts, json_string(element->text)) != 0)
            goto done;
        if (element->role != TARGET_NONE && json_array_append_new(targets, target_json(app, element)) != 0)
            goto done;
    }
    result = CB_IO;
    if (json_dumpf(line, out, JSON_COMPACT) == 0 && fputc('\n', out) != EOF && fflush(out) == 0)
        result = CB_OK;
done:
    json_decref(line);
    return result;
}
