/* The checks, smallest things first. */
#include "domain/site_check.h"

#include "base/error.h"
#include "domain/names.h"
#include "domain/phone.h"

#include <stdio.h>

const char *const site_languages[] = {"en", "es", "pt", "ht", "vi", "zh-Hans", "ar", "ru", "km", "kea", NULL};

#define LANGUAGE_COUNT (NAMES_COUNT(site_languages) - 1)

static int fault(struct site_fault *ret_fault, const char *field, int index, const char *text)
{
    if (index < 0)
        snprintf(ret_fault->field, sizeof ret_fault->field, "%s", field);
    else
        snprintf(ret_fault->field, sizeof ret_fault->field, "%s[%d]", field, index);
    ret_fault->text = text;
    return CB_BAD_INPUT;
}

/* ---- texts ---- */

static const char *default_language(const struct site *site)
{
    return site->settings.language_count > 0 ? site->settings.languages[0] : site_languages[0];
}

static bool label_has(const struct label *label, const char *language)
{
    for (size_t i = 0; i < label->count; i++) {
        if (strcmp(label->texts[i].language, language) == 0 && label->texts[i].text[0] != '\0')
            return true;
    }
    return false;
}

static int label_check(const struct site *site, const struct label *label, const char *field, int index,
                       struct site_fault *ret_fault)
{
    for (size_t i = 0; i < label->count; i++) {
        if (names_find(site_languages, LANGUAGE_COUNT, label->texts[i].language) < 0)
            return fault(ret_fault, field, index, "One of its languages is not known.");
    }
    if (!label_has(label, default_language(site)))
        return fault(ret_fault, field, index, "It has no words in the site's first language.");
    return CB_OK;
}

static int phone_check(const char *phone, const char *field, struct site_fault *ret_fault)
{
    if (phone[0] == '\0' || phone_is_e164(phone))
        return CB_OK;
    return fault(ret_fault, field, -1, "Write it with country code and no blanks: +16175550142.");
}

static int codes_check(const char *const *codes, size_t count, const char *field,
                       struct site_fault *ret_fault)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(codes[i], codes[j]) == 0)
                return fault(ret_fault, field, (int)i, "It is in the list twice.");
        }
    }
    return CB_OK;
}

/* ---- hours ---- */

static bool ranges_overlap(struct minute_range a, struct minute_range b)
{
    return a.start_minute < b.end_minute && b.start_minute < a.end_minute;
}

/* Overnight hours reach into the next day, Sunday's into Monday. */
static bool weekly_overlap(const struct weekly_range *a, const struct weekly_range *b)
{
    enum {
        DAY_MINUTES = 24 * 60,
        WEEK_MINUTES = 7 * DAY_MINUTES
    };
    struct minute_range first = {a->weekday * DAY_MINUTES + a->range.start_minute,
                                 a->weekday * DAY_MINUTES + a->range.end_minute};

    for (int shift = -WEEK_MINUTES; shift <= WEEK_MINUTES; shift += WEEK_MINUTES) {
        struct minute_range second = {b->weekday * DAY_MINUTES + b->range.start_minute + shift,
                                      b->weekday * DAY_MINUTES + b->range.end_minute + shift};

        if (ranges_overlap(first, second))
            return true;
    }
    return false;
}

static int exception_check(const struct day_exception *exceptions, size_t index, struct site_fault *ret_fault)
{
    const struct day_exception *day = &exceptions[index];

    for (size_t i = 0; i < index; i++) {
        if (date_compare(exceptions[i].date, day->date) == 0)
            return fault(ret_fault, "exceptions", (int)index, "This day is in the list twice.");
    }
    for (size_t i = 0; i < day->range_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (ranges_overlap(day->ranges[i], day->ranges[j]))
                return fault(ret_fault, "exceptions", (int)index, "Two of its hours overlap.");
        }
    }
    return CB_OK;
}

static int schedule_check(const struct schedule *schedule, struct site_fault *ret_fault)
{
    int error = CB_OK;

    for (size_t i = 0; i < schedule->weekly_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (weekly_overlap(&schedule->weekly[i], &schedule->weekly[j]))
                return fault(ret_fault, "hours", (int)i, "These hours overlap with others.");
        }
    }
    for (size_t i = 0; error == CB_OK && i < schedule->exception_count; i++)
        error = exception_check(schedule->exceptions, i, ret_fault);
    return error;
}

/* ---- items ---- */

static int settings_check(const struct site *site, struct site_fault *ret_fault)
{
    const struct site_settings *settings = &site->settings;

    if (settings->language_count == 0)
        return fault(ret_fault, "settings.languages", -1, "At least one language must be switched on.");
    for (size_t i = 0; i < settings->language_count; i++) {
        if (names_find(site_languages, LANGUAGE_COUNT, settings->languages[i]) < 0)
            return fault(ret_fault, "settings.languages", (int)i, "Coachbell has no words in this language.");
    }
    if (settings->notice.count > 0 && label_check(site, &settings->notice, "settings.notice", -1, ret_fault))
        return CB_BAD_INPUT;
    return codes_check(settings->languages, settings->language_count, "settings.languages", ret_fault);
}

int site_check(const struct site *site, struct site_fault *ret_fault)
{
    int error = phone_check(site->coach_line, "coach_line", ret_fault);

    if (error == CB_OK)
        error = schedule_check(&site->hours, ret_fault);
    return error == CB_OK ? settings_check(site, ret_fault) : error;
}

static int boundaries_check(const struct site *site, const struct boundary *boundaries, size_t count,
                            const char *field, struct site_fault *ret_fault)
{
    int error = CB_OK;

    for (size_t i = 0; error == CB_OK && i < count; i++)
        error = label_check(site, &boundaries[i].label, field, (int)i, ret_fault);
    return error;
}

int coach_check(const struct site *site, const struct coach *coach, struct site_fault *ret_fault)
{
    const struct boundaries *boundaries = &coach->boundaries;
    int error = phone_check(coach->phone, "phone", ret_fault);

    if (error == CB_OK && coach->language_count == 0)
        error = fault(ret_fault, "languages", -1, "Name at least one language the coach speaks.");
    if (error == CB_OK)
        error = codes_check(coach->languages, coach->language_count, "languages", ret_fault);
    if (error == CB_OK)
        error = schedule_check(&coach->schedule, ret_fault);
    if (error == CB_OK)
        error = boundaries_check(site, boundaries->can, boundaries->can_count, "can", ret_fault);
    if (error == CB_OK)
        error = boundaries_check(site, boundaries->cannot, boundaries->cannot_count, "cannot", ret_fault);
    return error;
}

int topic_check(const struct site *site, const struct topic *topic, struct site_fault *ret_fault)
{
    return label_check(site, &topic->label, "label", -1, ret_fault);
}

int resource_check(const struct site *site, const struct resource *resource, struct site_fault *ret_fault)
{
    return label_check(site, &resource->label, "label", -1, ret_fault);
}

int meeting_check(const struct site *site, const struct meeting *meeting, struct site_fault *ret_fault)
{
    int error = label_check(site, &meeting->label, "label", -1, ret_fault);

    return error == CB_OK ? schedule_check(&meeting->schedule, ret_fault) : error;
}
