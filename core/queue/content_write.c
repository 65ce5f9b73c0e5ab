/* Writing a site's content as JSON. */
#include "queue/content_json.h"

#include <stdio.h>

/* A value that could not be made makes the whole list NULL, and with it all that holds it: nothing is left
 * out silently. */
static void append(json_t **array, json_t *value)
{
    if (json_array_append_new(*array, value) == 0)
        return;
    json_decref(*array);
    *array = NULL;
}

static json_t *text_json(const char *text)
{
    return json_string(text == NULL ? "" : text);
}

static json_t *minute_json(int minute)
{
    char text[32];

    snprintf(text, sizeof text, "%02d:%02d", minute / 60, minute % 60);
    return json_string(text);
}

static json_t *weekly_json(const struct schedule *schedule)
{
    json_t *array = json_array();

    for (size_t i = 0; i < schedule->weekly_count; i++) {
        const struct weekly_range *weekly = &schedule->weekly[i];

        append(&array, json_pack("{s:i,s:o,s:o}", "weekday", weekly->weekday, "start",
                                 minute_json(weekly->range.start_minute), "end",
                                 minute_json(weekly->range.end_minute)));
    }
    return array;
}

static json_t *day_ranges_json(const struct day_exception *day)
{
    json_t *array = json_array();

    for (size_t i = 0; i < day->range_count; i++)
        append(&array, json_pack("{s:o,s:o}", "start", minute_json(day->ranges[i].start_minute), "end",
                                 minute_json(day->ranges[i].end_minute)));
    return array;
}

static json_t *exceptions_json(const struct schedule *schedule)
{
    json_t *array = json_array();

    for (size_t i = 0; i < schedule->exception_count; i++) {
        const struct day_exception *day = &schedule->exceptions[i];
        char date[48];

        snprintf(date, sizeof date, "%04d-%02d-%02d", day->date.year, day->date.month, day->date.day);
        append(&array, json_pack("{s:s,s:o,s:o}", "date", date, "ranges", day_ranges_json(day), "label",
                                 text_json(day->label)));
    }
    return array;
}

json_t *content_schedule_json(const struct schedule *schedule)
{
    return json_pack("{s:o,s:o}", "hours", weekly_json(schedule), "exceptions", exceptions_json(schedule));
}

json_t *content_label_json(const struct label *label)
{
    json_t *object = json_object();

    for (size_t i = 0; i < label->count; i++) {
        if (json_object_set_new(object, label->texts[i].language, text_json(label->texts[i].text)) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

json_t *content_languages_json(const char *const *languages, size_t count)
{
    json_t *array = json_array();

    for (size_t i = 0; i < count; i++)
        append(&array, text_json(languages[i]));
    return array;
}

static json_t *boundary_list_json(const struct boundary *list, size_t count)
{
    json_t *array = json_array();

    for (size_t i = 0; i < count; i++)
        append(&array, json_pack("{s:o,s:o}", "icon", text_json(list[i].icon), "label",
                                 content_label_json(&list[i].label)));
    return array;
}

json_t *content_boundaries_json(const struct boundaries *boundaries)
{
    return json_pack("{s:o,s:o,s:i}", "can", boundary_list_json(boundaries->can, boundaries->can_count),
                     "cannot", boundary_list_json(boundaries->cannot, boundaries->cannot_count),
                     "open_requests_max", boundaries->open_requests_max);
}

json_t *content_settings_json(const struct site_settings *settings)
{
    return json_pack("{s:b,s:b,s:b,s:b,s:b,s:i,s:o}", "say_recovery", settings->say_recovery, "in_chart",
                     settings->in_chart, "supervisors_see", settings->supervisors_see, "erase_at_closing",
                     settings->erase_at_closing, "names_allowed", settings->names_allowed, "notice_version",
                     settings->notice_version, "languages",
                     content_languages_json(settings->languages, settings->language_count));
}
