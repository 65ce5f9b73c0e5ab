/* A site's content as JSON, a writer and a reader for each part side by side. */
#include "wire/content_json.h"

#include <string.h>

enum {
    LANGUAGES_MAX = 32,
    BOUNDARIES_MAX = 24,
    RANGES_MAX = 64,
    EXCEPTIONS_MAX = 400,
    START_MAX = 24 * 60 - 1,
    END_MAX = 48 * 60, /* overnight, at most to the end of the next day */
    COUNT_MAX = 1000 * 1000 * 1000,
};

/* ---- labels and lists of codes ---- */

void write_label_as(struct writer *writer, const char *key, const struct label *label)
{
    write_object(writer, key);
    for (size_t i = 0; i < label->count; i++)
        write_text(writer, label->texts[i].language, label->texts[i].text);
    write_object_end(writer);
}

void write_label(struct writer *writer, const struct label *label)
{
    write_label_as(writer, "label", label);
}

static struct label read_texts(struct reader *reader, const json_t *object, const char *key)
{
    size_t count = json_object_size(object);
    size_t mark = reader_enter(reader, key, -1);
    struct label_text *texts = NULL;
    struct label label = {0};
    const char *language;
    const json_t *value;

    if (count > LANGUAGES_MAX)
        reader_fault(reader, NULL, "has too many languages");
    else
        texts = read_room(reader, count, sizeof *texts);
    if (texts != NULL) {
        json_object_foreach ((json_t *)object, language, value) {
            texts[label.count].language = arena_copy_text(reader->arena, language);
            if (texts[label.count].language == NULL)
                reader_no_memory(reader);
            texts[label.count++].text = read_text(reader, object, language, CONTENT_TEXT_MAX);
        }
        label.texts = texts;
    }
    reader_leave(reader, mark);
    return label;
}

struct label read_label(struct reader *reader, const json_t *parent)
{
    return read_texts(reader, read_object(reader, parent, "label", READ_REQUIRED), "label");
}

struct label read_label_as(struct reader *reader, const json_t *parent, const char *key)
{
    const json_t *object = read_object(reader, parent, key, READ_OPTIONAL);

    return object == NULL ? (struct label){0} : read_texts(reader, object, key);
}

bool read_flag(struct reader *reader, const json_t *parent, const char *key)
{
    const json_t *value = json_object_get(parent, key);

    return value != NULL && read_bool(reader, parent, key);
}

void write_codes(struct writer *writer, const char *key, const char *const *codes, size_t count)
{
    write_array(writer, key);
    for (size_t i = 0; i < count; i++)
        write_text(writer, NULL, codes[i]);
    write_array_end(writer);
}

const char *const *read_codes(struct reader *reader, const json_t *parent, const char *key, size_t *ret_count)
{
    const json_t *list = read_array(reader, parent, key, LANGUAGES_MAX);
    const char **codes = read_room(reader, json_array_size(list), sizeof *codes);

    if (codes == NULL)
        return NULL;
    READ_EACH (reader, list, key, i, entry) {
        const char *code = json_string_value(entry);

        if (code == NULL || strlen(code) > CONTENT_CODE_MAX)
            reader_fault(reader, NULL, "is not a code");
        codes[i] = arena_copy_text(reader->arena, code != NULL ? code : "");
        if (codes[i] == NULL)
            reader_no_memory(reader);
    }
    *ret_count = json_array_size(list);
    return codes;
}

/* ---- schedules ---- */

static void write_range(struct writer *writer, struct minute_range range)
{
    write_minute(writer, "start", range.start_minute);
    write_minute(writer, "end", range.end_minute);
}

static struct minute_range read_range(struct reader *reader, const json_t *object)
{
    struct minute_range range = {
        .start_minute = read_minute(reader, object, "start", START_MAX),
        .end_minute = read_minute(reader, object, "end", END_MAX),
    };

    if (range.end_minute <= range.start_minute)
        reader_fault(reader, "end", "is not after the start");
    return range;
}

static void write_exceptions(struct writer *writer, const struct schedule *schedule)
{
    write_array(writer, "exceptions");
    for (size_t i = 0; i < schedule->exception_count; i++) {
        const struct day_exception *exception = &schedule->exceptions[i];
        char date[DATE_TEXT_SIZE];

        date_format(exception->date, date);
        write_object(writer, NULL);
        write_text(writer, "date", date);
        write_array(writer, "ranges");
        for (size_t j = 0; j < exception->range_count; j++) {
            write_object(writer, NULL);
            write_range(writer, exception->ranges[j]);
            write_object_end(writer);
        }
        write_array_end(writer);
        write_text(writer, "label", exception->label);
        write_object_end(writer);
    }
    write_array_end(writer);
}

void write_schedule(struct writer *writer, const struct schedule *schedule)
{
    write_array(writer, "hours");
    for (size_t i = 0; i < schedule->weekly_count; i++) {
        write_object(writer, NULL);
        write_int(writer, "weekday", schedule->weekly[i].weekday);
        write_range(writer, schedule->weekly[i].range);
        write_object_end(writer);
    }
    write_array_end(writer);
    write_exceptions(writer, schedule);
}

static struct day_exception read_exception(struct reader *reader, const json_t *object)
{
    const json_t *list = read_array(reader, object, "ranges", RANGES_MAX);
    struct minute_range *ranges = read_room(reader, json_array_size(list), sizeof *ranges);
    struct day_exception exception = {
        .date = read_date(reader, object, "date"),
        .ranges = ranges,
        .range_count = ranges != NULL ? json_array_size(list) : 0,
        .label = read_text(reader, object, "label", CONTENT_TEXT_MAX),
    };

    if (ranges != NULL) {
        READ_EACH (reader, list, "ranges", i, entry)
            ranges[i] = read_range(reader, entry);
    }
    return exception;
}

struct schedule read_schedule(struct reader *reader, const json_t *parent)
{
    const json_t *hours = read_array(reader, parent, "hours", RANGES_MAX);
    const json_t *exceptions = read_array(reader, parent, "exceptions", EXCEPTIONS_MAX);
    struct weekly_range *weekly = read_room(reader, json_array_size(hours), sizeof *weekly);
    struct day_exception *days = read_room(reader, json_array_size(exceptions), sizeof *days);

    if (weekly == NULL || days == NULL)
        return (struct schedule){0};
    READ_EACH (reader, hours, "hours", i, entry) {
        weekly[i].weekday = (int)read_int(reader, entry, "weekday", 0, 6, READ_REQUIRED);
        weekly[i].range = read_range(reader, entry);
    }
    READ_EACH (reader, exceptions, "exceptions", i, entry)
        days[i] = read_exception(reader, entry);
    return (struct schedule){weekly, json_array_size(hours), days, json_array_size(exceptions)};
}

/* ---- groups ---- */

void write_meeting(struct writer *writer, const struct meeting *meeting)
{
    write_label(writer, &meeting->label);
    write_label_as(writer, "place", &meeting->place);
    write_schedule(writer, &meeting->schedule);
}

void read_meeting(struct reader *reader, const json_t *parent, struct meeting *ret_meeting)
{
    ret_meeting->label = read_label(reader, parent);
    ret_meeting->place = read_label_as(reader, parent, "place");
    ret_meeting->schedule = read_schedule(reader, parent);
}

/* ---- settings and boundaries ---- */

void write_settings(struct writer *writer, const struct site_settings *settings)
{
    write_object(writer, "settings");
    write_bool(writer, "say_recovery", settings->say_recovery);
    write_bool(writer, "in_chart", settings->in_chart);
    write_bool(writer, "supervisors_see", settings->supervisors_see);
    write_bool(writer, "erase_at_closing", settings->erase_at_closing);
    write_bool(writer, "names_allowed", settings->names_allowed);
    write_bool(writer, "texting", settings->texting);
    write_bool(writer, "calling", settings->calling);
    write_int(writer, "keep_days", settings->keep_days == 0 ? SITE_KEEP_DAYS : settings->keep_days);
    write_int(writer, "notice_version", settings->notice_version);
    write_label_as(writer, "notice", &settings->notice);
    write_codes(writer, "languages", settings->languages, settings->language_count);
    write_object_end(writer);
}

struct site_settings read_settings(struct reader *reader, const json_t *parent)
{
    const json_t *object = read_object(reader, parent, "settings", READ_REQUIRED);
    size_t mark = reader_enter(reader, "settings", -1);
    struct site_settings settings = {
        .say_recovery = read_bool(reader, object, "say_recovery"),
        .in_chart = read_bool(reader, object, "in_chart"),
        .supervisors_see = read_bool(reader, object, "supervisors_see"),
        .erase_at_closing = read_bool(reader, object, "erase_at_closing"),
        .names_allowed = read_bool(reader, object, "names_allowed"),
        .texting = read_flag(reader, object, "texting"),
        .calling = read_flag(reader, object, "calling"),
        .keep_days =
            (int)read_int(reader, object, "keep_days", SITE_KEEP_DAYS_LEAST, SITE_KEEP_DAYS, READ_OPTIONAL),
        .notice = read_label_as(reader, object, "notice"),
        .notice_version = (int)read_int(reader, object, "notice_version", 0, COUNT_MAX, READ_REQUIRED),
    };

    settings.languages = read_codes(reader, object, "languages", &settings.language_count);
    reader_leave(reader, mark);
    return settings;
}

static void write_boundary_list(struct writer *writer, const char *key, const struct boundary *boundaries,
                                size_t count)
{
    write_array(writer, key);
    for (size_t i = 0; i < count; i++) {
        write_object(writer, NULL);
        write_text(writer, "icon", boundaries[i].icon);
        write_label(writer, &boundaries[i].label);
        if (boundaries[i].locked)
            write_bool(writer, "locked", true);
        write_object_end(writer);
    }
    write_array_end(writer);
}

static const struct boundary *read_boundary_list(struct reader *reader, const json_t *parent, const char *key,
                                                 size_t *ret_count)
{
    const json_t *list = read_array(reader, parent, key, BOUNDARIES_MAX);
    struct boundary *boundaries = read_room(reader, json_array_size(list), sizeof *boundaries);

    if (boundaries == NULL)
        return NULL;
    READ_EACH (reader, list, key, i, entry) {
        boundaries[i].icon = read_text(reader, entry, "icon", CONTENT_CODE_MAX);
        boundaries[i].label = read_label(reader, entry);
        boundaries[i].locked = read_flag(reader, entry, "locked");
    }
    *ret_count = json_array_size(list);
    return boundaries;
}

void write_boundaries(struct writer *writer, const struct boundaries *boundaries)
{
    write_boundary_list(writer, "can", boundaries->can, boundaries->can_count);
    write_boundary_list(writer, "cannot", boundaries->cannot, boundaries->cannot_count);
    write_int(writer, "open_requests_max", boundaries->open_requests_max);
}

void write_quiet(struct writer *writer, const struct coach *coach)
{
    write_int(writer, "quiet_minutes", coach->quiet_minutes);
    write_bool(writer, "quiet_outside_hours", coach->quiet_outside_hours);
}

void read_quiet(struct reader *reader, const json_t *object, struct coach *ret_coach)
{
    ret_coach->quiet_minutes =
        (int)read_int(reader, object, "quiet_minutes", 0, COACH_QUIET_MAX, READ_OPTIONAL);
    ret_coach->quiet_outside_hours = read_flag(reader, object, "quiet_outside_hours");
}

struct boundaries read_boundaries(struct reader *reader, const json_t *object)
{
    struct boundaries boundaries = {
        .open_requests_max = (int)read_int(reader, object, "open_requests_max", 0, COUNT_MAX, READ_REQUIRED),
    };

    boundaries.can = read_boundary_list(reader, object, "can", &boundaries.can_count);
    boundaries.cannot = read_boundary_list(reader, object, "cannot", &boundaries.cannot_count);
    return boundaries;
}
