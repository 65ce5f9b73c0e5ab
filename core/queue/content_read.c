/* Reading a site's content from JSON. */
#include "queue/content_json.h"

#include "base/error.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

int content_fault(const struct content_reader *reader, const char *path, const char *key, const char *text)
{
    struct wire_fault *fault = reader->fault;

    if (fault == NULL)
        return CB_BAD_INPUT;
    snprintf(fault->field, sizeof fault->field, "%s%s%s", path, *path != '\0' && key != NULL ? "." : "",
             key == NULL ? "" : key);
    snprintf(fault->text, sizeof fault->text, "%s", text);
    return CB_BAD_INPUT;
}

static int check_text(const struct content_reader *reader, const json_t *value, const char *path,
                      const char *key, size_t size_min, size_t size_max)
{
    size_t length = json_string_length(value);

    if (!json_is_string(value))
        return content_fault(reader, path, key, "is not a text");
    if (length < size_min)
        return content_fault(reader, path, key, "is empty");
    if (length > size_max)
        return content_fault(reader, path, key, "is too long");
    if (strlen(json_string_value(value)) != length || utf8_has_control(json_string_value(value)))
        return content_fault(reader, path, key, "has a control character");
    return CB_OK;
}

int content_text(const struct content_reader *reader, const json_t *object, const char *path, const char *key,
                 size_t size_min, size_t size_max, const char **ret_text)
{
    const json_t *value = json_object_get(object, key);
    const char *copy;
    int error;

    if (value == NULL && size_min > 0)
        return content_fault(reader, path, key, "is missing");
    if (value == NULL) {
        *ret_text = "";
        return CB_OK;
    }
    error = check_text(reader, value, path, key, size_min, size_max);
    if (error != CB_OK)
        return error;
    copy = arena_copy_text(reader->arena, json_string_value(value));
    if (copy == NULL)
        return CB_NO_MEMORY;
    *ret_text = copy;
    return CB_OK;
}

int content_int(const struct content_reader *reader, const json_t *object, const char *path, const char *key,
                int min, int max, int missing, int *ret_value)
{
    const json_t *value = json_object_get(object, key);

    if (value == NULL) {
        *ret_value = missing;
        return missing >= min && missing <= max ? CB_OK : content_fault(reader, path, key, "is missing");
    }
    if (!json_is_integer(value))
        return content_fault(reader, path, key, "is not a whole number");
    if (json_integer_value(value) < min || json_integer_value(value) > max)
        return content_fault(reader, path, key, "is out of range");
    *ret_value = (int)json_integer_value(value);
    return CB_OK;
}

int content_bool(const struct content_reader *reader, const json_t *object, const char *path, const char *key,
                 bool missing, bool *ret_value)
{
    const json_t *value = json_object_get(object, key);

    if (value != NULL && !json_is_boolean(value))
        return content_fault(reader, path, key, "is not true or false");
    *ret_value = value == NULL ? missing : json_is_true(value);
    return CB_OK;
}

int content_array(const struct content_reader *reader, const json_t *object, const char *path,
                  const char *key, size_t max, const json_t **ret_array)
{
    const json_t *value = json_object_get(object, key);

    if (value != NULL && !json_is_array(value))
        return content_fault(reader, path, key, "is not a list");
    if (json_array_size(value) > max)
        return content_fault(reader, path, key, "has too many items");
    *ret_array = value;
    return CB_OK;
}

static int read_minute(const struct content_reader *reader, const json_t *object, const char *path,
                       const char *key, int *ret_minute)
{
    const char *text = json_string_value(json_object_get(object, key));
    int hour = 0;
    int minute = 0;
    int length = 0;

    if (text == NULL || sscanf(text, "%2d:%2d%n", &hour, &minute, &length) != 2 || length != 5 ||
        text[5] != '\0' || strspn(text, "0123456789:") != 5 || minute > 59 ||
        hour * 60 + minute > CONTENT_MINUTE_MAX)
        return content_fault(reader, path, key, "is not a time like \"09:00\"");
    *ret_minute = hour * 60 + minute;
    return CB_OK;
}

static int read_range(const struct content_reader *reader, const json_t *object, const char *path,
                      struct minute_range *ret_range)
{
    int error = read_minute(reader, object, path, "start", &ret_range->start_minute);

    if (error == CB_OK)
        error = read_minute(reader, object, path, "end", &ret_range->end_minute);
    if (error != CB_OK)
        return error;
    if (ret_range->start_minute >= 24 * 60)
        return content_fault(reader, path, "start", "is not on its day");
    if (ret_range->end_minute <= ret_range->start_minute)
        return content_fault(reader, path, "end", "is not after the start");
    return CB_OK;
}

/* The path of an array's item. Only used to name faults, so a lack of memory makes it empty. */
static const char *item_path(const struct content_reader *reader, const char *path, const char *key,
                             size_t index)
{
    const char *text = arena_format(reader->arena, "%s%s%s[%zu]", path, *path == '\0' ? "" : ".", key, index);

    return text == NULL ? "" : text;
}

static int read_weekly(const struct content_reader *reader, const json_t *object, const char *path,
                       struct schedule *schedule)
{
    const json_t *array = NULL;
    struct weekly_range *ranges;
    int error = content_array(reader, object, path, "hours", CONTENT_RANGES_MAX, &array);

    if (error != CB_OK)
        return error;
    ranges = arena_array(reader->arena, json_array_size(array), sizeof *ranges);
    if (ranges == NULL)
        return CB_NO_MEMORY;
    for (size_t i = 0; error == CB_OK && i < json_array_size(array); i++) {
        const char *item = item_path(reader, path, "hours", i);

        error = content_int(reader, json_array_get(array, i), item, "weekday", 0, 6, -1, &ranges[i].weekday);
        if (error == CB_OK)
            error = read_range(reader, json_array_get(array, i), item, &ranges[i].range);
    }
    schedule->weekly = ranges;
    schedule->weekly_count = json_array_size(array);
    return error;
}

static int read_day_ranges(const struct content_reader *reader, const json_t *object, const char *path,
                           struct day_exception *day)
{
    const json_t *array = NULL;
    struct minute_range *ranges;
    int error = content_array(reader, object, path, "ranges", CONTENT_DAY_RANGES_MAX, &array);

    if (error != CB_OK)
        return error;
    ranges = arena_array(reader->arena, json_array_size(array), sizeof *ranges);
    if (ranges == NULL)
        return CB_NO_MEMORY;
    for (size_t i = 0; error == CB_OK && i < json_array_size(array); i++)
        error =
            read_range(reader, json_array_get(array, i), item_path(reader, path, "ranges", i), &ranges[i]);
    day->ranges = ranges;
    day->range_count = json_array_size(array);
    return error;
}

static int read_exception(const struct content_reader *reader, const json_t *object, const char *path,
                          struct day_exception *day)
{
    const char *date = json_string_value(json_object_get(object, "date"));
    int error;

    if (date == NULL || date_parse(date, &day->date) != CB_OK)
        return content_fault(reader, path, "date", "is not a date like \"2026-11-26\"");
    error = content_text(reader, object, path, "label", 0, CONTENT_TEXT_MAX, &day->label);
    return error == CB_OK ? read_day_ranges(reader, object, path, day) : error;
}

static int read_exceptions(const struct content_reader *reader, const json_t *object, const char *path,
                           struct schedule *schedule)
{
    const json_t *array = NULL;
    struct day_exception *days;
    int error = content_array(reader, object, path, "exceptions", CONTENT_EXCEPTIONS_MAX, &array);

    if (error != CB_OK)
        return error;
    days = arena_array(reader->arena, json_array_size(array), sizeof *days);
    if (days == NULL)
        return CB_NO_MEMORY;
    for (size_t i = 0; error == CB_OK && i < json_array_size(array); i++)
        error = read_exception(reader, json_array_get(array, i), item_path(reader, path, "exceptions", i),
                               &days[i]);
    schedule->exceptions = days;
    schedule->exception_count = json_array_size(array);
    return error;
}

int content_schedule(const struct content_reader *reader, const json_t *object, const char *path,
                     struct schedule *ret_schedule)
{
    struct schedule schedule = {0};
    int error = read_weekly(reader, object, path, &schedule);

    if (error == CB_OK)
        error = read_exceptions(reader, object, path, &schedule);
    if (error == CB_OK)
        *ret_schedule = schedule;
    return error;
}

int content_label(const struct content_reader *reader, const json_t *object, const char *path,
                  const char *key, struct label *ret_label)
{
    json_t *value = json_object_get(object, key);
    struct label_text *texts;
    const char *language;
    json_t *text;
    size_t count = 0;

    if (!json_is_object(value) || json_object_size(value) == 0)
        return content_fault(reader, path, key, "is not a text in at least one language");
    if (json_object_size(value) > CONTENT_LANGUAGES_MAX)
        return content_fault(reader, path, key, "has too many languages");
    texts = arena_array(reader->arena, json_object_size(value), sizeof *texts);
    if (texts == NULL)
        return CB_NO_MEMORY;
    json_object_foreach(value, language, text)
    {
        int error = check_text(reader, text, path, key, 1, CONTENT_TEXT_MAX);

        if (error != CB_OK)
            return error;
        if (strlen(language) > CONTENT_NAME_MAX || utf8_has_control(language))
            return content_fault(reader, path, key, "has a strange language code");
        texts[count].language = arena_copy_text(reader->arena, language);
        texts[count].text = arena_copy_text(reader->arena, json_string_value(text));
        if (texts[count].language == NULL || texts[count].text == NULL)
            return CB_NO_MEMORY;
        count++;
    }
    *ret_label = (struct label){.texts = texts, .count = count};
    return CB_OK;
}

int content_languages(const struct content_reader *reader, const json_t *object, const char *path,
                      const char *const **ret_languages, size_t *ret_count)
{
    const json_t *array = NULL;
    const char **languages;
    int error = content_array(reader, object, path, "languages", CONTENT_LANGUAGES_MAX, &array);

    if (error != CB_OK)
        return error;
    languages = arena_array(reader->arena, json_array_size(array), sizeof *languages);
    if (languages == NULL)
        return CB_NO_MEMORY;
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *value = json_array_get(array, i);

        error = check_text(reader, value, path, "languages", 1, CONTENT_NAME_MAX);
        if (error != CB_OK)
            return error;
        languages[i] = arena_copy_text(reader->arena, json_string_value(value));
        if (languages[i] == NULL)
            return CB_NO_MEMORY;
    }
    *ret_languages = languages;
    *ret_count = json_array_size(array);
    return CB_OK;
}

static int read_boundary_list(const struct content_reader *reader, const json_t *object, const char *path,
                              const char *key, const struct boundary **ret_list, size_t *ret_count)
{
    const json_t *array = NULL;
    struct boundary *list;
    int error = content_array(reader, object, path, key, CONTENT_BOUNDARIES_MAX, &array);

    if (error != CB_OK)
        return error;
    list = arena_array(reader->arena, json_array_size(array), sizeof *list);
    if (list == NULL)
        return CB_NO_MEMORY;
    for (size_t i = 0; error == CB_OK && i < json_array_size(array); i++) {
        const char *item = item_path(reader, path, key, i);

        error =
            content_text(reader, json_array_get(array, i), item, "icon", 1, CONTENT_NAME_MAX, &list[i].icon);
        if (error == CB_OK)
            error = content_label(reader, json_array_get(array, i), item, "label", &list[i].label);
    }
    *ret_list = list;
    *ret_count = json_array_size(array);
    return error;
}

int content_boundaries(const struct content_reader *reader, const json_t *object, const char *path,
                       struct boundaries *ret_boundaries)
{
    struct boundaries boundaries = {0};
    int error = read_boundary_list(reader, object, path, "can", &boundaries.can, &boundaries.can_count);

    if (error == CB_OK)
        error =
            read_boundary_list(reader, object, path, "cannot", &boundaries.cannot, &boundaries.cannot_count);
    if (error == CB_OK)
        error =
            content_int(reader, object, path, "open_requests_max", 0, 100, 0, &boundaries.open_requests_max);
    if (error == CB_OK)
        *ret_boundaries = boundaries;
    return error;
}

int content_settings(const struct content_reader *reader, const json_t *object, const char *path,
                     struct site_settings *ret_settings)
{
    struct site_settings settings = {0};
    const struct {
        const char *key;
        bool missing;
        bool *value;
    } switches[] = {
        {"say_recovery", false, &settings.say_recovery},
        {"in_chart", false, &settings.in_chart},
        {"supervisors_see", false, &settings.supervisors_see},
        {"erase_at_closing", false, &settings.erase_at_closing},
        {"names_allowed", true, &settings.names_allowed},
    };
    int error = CB_OK;

    for (size_t i = 0; error == CB_OK && i < sizeof switches / sizeof *switches; i++)
        error = content_bool(reader, object, path, switches[i].key, switches[i].missing, switches[i].value);
    if (error == CB_OK)
        error = content_int(reader, object, path, "notice_version", 1, 1000000, 1, &settings.notice_version);
    if (error == CB_OK)
        error = content_languages(reader, object, path, &settings.languages, &settings.language_count);
    if (error == CB_OK && settings.language_count == 0)
        error = content_fault(reader, path, "languages", "needs at least one language");
    if (error == CB_OK)
        *ret_settings = settings;
    return error;
}
