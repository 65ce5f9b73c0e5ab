/* Facts as patients read them: times, days, hours, who is here, phone numbers, promises. All in the view's
 * language. */
#include "base/utf8.h"
#include "screens/screen.h"
#include "text/letter.h"

#include <string.h>

/* ---- letters ---- */

#define FIRST_STRONG_ISOLATE 0x2068

static const char *start_with(struct view *view, uint32_t first, const char *rest)
{
    char bytes[4];
    size_t length = first == 0 ? 0 : utf8_encode(first, bytes);
    return arena_format(&view->list->arena, "%.*s%s", (int)length, bytes, rest);
}

/* Alone a word starts large, also where languages write it small in a sentence. An isolate may stand before
 * it. */
static const char *start_large(struct view *view, const char *text)
{
    const char *rest = text;
    uint32_t first = utf8_next(&rest);
    if (first == FIRST_STRONG_ISOLATE)
        return start_with(view, first, start_large(view, rest));
    return start_with(view, letter_capital(first), rest);
}

/* ---- times and days ---- */

#define NOON_MINUTE    (12 * 60)
#define EVENING_MINUTE (18 * 60) /* many languages call 8 PM evening, not afternoon */

/* "9", "3:15"; the hours of a day as people here say them. Whole hours may need a word beside them: "9点". */
static const char *words_figures(struct view *view, int minute)
{
    int hour = minute / 60 % 12 == 0 ? 12 : minute / 60 % 12;
    if (minute % 60 == 0)
        return view_fill(view, "time.hour", "n", arena_format(&view->list->arena, "%d", hour), NULL);
    return arena_format(&view->list->arena, "%d:%02d", hour, minute % 60);
}

static const char *words_half(struct view *view, int minute, const char *time)
{
    const char *id = minute < NOON_MINUTE ? "time.am" : minute < EVENING_MINUTE ? "time.pm" : "time.evening";
    return view_fill(view, id, "time", time, NULL);
}

/* In a sentence: some languages say "at the three", and 12 has a name of its own, because 12 AM and PM
 * confuse. */
const char *words_time(struct view *view, const struct zone *zone, int64_t wall_ms, bool with_half)
{
    int minute = zone_local(zone, wall_ms).minute;
    if (minute == 0)
        return view_tr(view, "time.midnight");
    if (minute == NOON_MINUTE)
        return view_tr(view, "time.noon");
    const char *time = words_figures(view, minute);
    if (with_half)
        time = words_half(view, minute, time);
    bool one = minute / 60 % 12 == 1;
    return view_fill(view, one ? "time.at.one" : "time.at", "time", time, NULL);
}

const char *words_clock(struct view *view, const struct zone *zone, int64_t wall_ms)
{
    int minute = zone_local(zone, wall_ms).minute;
    int hour = minute / 60 % 12 == 0 ? 12 : minute / 60 % 12;
    const char *time = arena_format(&view->list->arena, "%d:%02d", hour, minute % 60);
    return words_half(view, minute, time);
}

static const char *words_weekday(struct view *view, int weekday, bool brief)
{
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    return view_tr(view, arena_format(&view->list->arena, brief ? "day.%s.short" : "day.%s", days[weekday]));
}

static const char *words_month(struct view *view, int month)
{
    return view_tr(view, arena_format(&view->list->arena, "month.%d.short", month));
}

const char *words_day(struct view *view, const struct zone *zone, int64_t wall_ms, int64_t now_ms)
{
    struct local_time then = zone_local(zone, wall_ms);
    struct date today = zone_local(zone, now_ms).date;
    const char *day = words_weekday(view, then.weekday, false);
    if (date_compare(then.date, today) == 0)
        day = view_tr(view, "day.today");
    else if (date_compare(then.date, date_add_days(today, 1)) == 0)
        day = view_tr(view, "day.tomorrow");
    return start_large(view, day);
}

static const char *words_day_inside(const struct app *app, struct view *view, int64_t wall_ms)
{
    struct local_time then = zone_local(app->zone, wall_ms);
    struct date today = zone_local(app->zone, app->now.wall_ms).date;
    if (date_compare(then.date, today) == 0)
        return view_tr(view, "reach.when.today");
    if (date_compare(then.date, date_add_days(today, 1)) == 0)
        return view_tr(view, "reach.when.tomorrow");
    if (date_compare(then.date, date_add_days(today, 7)) < 0)
        return view_fill(view, "reach.when.day", "day", words_weekday(view, then.weekday, false), NULL);
    return view_fill(view, "reach.when.date", "month", words_month(view, then.date.month), "date",
                     arena_format(&view->list->arena, "%d", then.date.day), NULL);
}

const char *words_when(const struct app *app, struct view *view, int64_t from_ms, int64_t until_ms)
{
    if (from_ms == 0 || !app->board)
        return NULL;
    const char *day = words_day_inside(app, view, from_ms);
    if (zone_local(app->zone, from_ms).minute >= NOON_MINUTE)
        return view_fill(view, "reach.when.afternoon", "day", day, NULL);
    if (zone_local(app->zone, until_ms).minute == NOON_MINUTE)
        return view_fill(view, "reach.when.morning", "day", day, NULL);
    return day;
}

const char *words_next_time(const struct app *app, struct view *view, int64_t wall_ms)
{
    const char *time = words_time(view, app->zone, wall_ms, true);
    struct local_time then = zone_local(app->zone, wall_ms);
    struct date today = zone_local(app->zone, app->now.wall_ms).date;
    if (date_compare(then.date, today) == 0)
        return view_fill(view, "closed.next.today", "time", time, NULL);
    if (date_compare(then.date, date_add_days(today, 1)) == 0)
        return view_fill(view, "closed.next.tomorrow", "time", time, NULL);
    if (date_compare(then.date, date_add_days(today, 7)) < 0)
        return start_large(view, view_fill(view, "closed.next.day", "day",
                                           words_weekday(view, then.weekday, false), "time", time, NULL));
    return view_fill(view, "closed.next.date", "month", words_month(view, then.date.month), "date",
                     arena_format(&view->list->arena, "%d", then.date.day), "time", time, NULL);
}

const char *words_next_day(const struct app *app, struct view *view)
{
    int64_t next_ms = INT64_MAX;
    for (size_t i = 0; app->board && !app_board_stale(app) && i < app->board->coach_count; i++) {
        int64_t start_ms;
        if (schedule_next(&app->board->coaches[i].schedule, app->zone, app->now.wall_ms,
                          REQUEST_CALLBACK_DAYS, &start_ms) &&
            start_ms < next_ms)
            next_ms = start_ms;
    }
    return next_ms == INT64_MAX ? NULL : words_day_inside(app, view, next_ms);
}

static const char *words_hour_of_week(struct view *view, int minute)
{
    if (minute % (2 * NOON_MINUTE) == 0)
        return view_tr(view, "hours.midnight");
    if (minute % (2 * NOON_MINUTE) == NOON_MINUTE)
        return view_tr(view, "hours.noon");
    return words_figures(view, minute);
}

static const char *words_hours_row(struct view *view, const char *id, const struct hours_row *row)
{
    const char *days = words_weekday(view, row->first_weekday, true);
    if (row->first_weekday == 0 && row->last_weekday == 6)
        days = view_tr(view, "hours.every");
    else if (row->last_weekday != row->first_weekday)
        days = view_fill(view, "hours.days", "first", days, "last",
                         words_weekday(view, row->last_weekday, true), NULL);
    return view_fill(view, id, "days", days, "from", words_hour_of_week(view, row->range.start_minute), "to",
                     words_hour_of_week(view, row->range.end_minute), NULL);
}

static const char *words_hours_rows(struct view *view, const char *id, const struct schedule *schedule)
{
    struct hours_row rows[14];
    size_t count = schedule_rows(schedule, rows, sizeof rows / sizeof rows[0]);
    const char *all = view_tr(view, "hours.none");
    for (size_t i = 0; i < count; i++) {
        const char *row = words_hours_row(view, id, &rows[i]);
        all = i == 0 ? row : arena_format(&view->list->arena, "%s \u00b7 %s", all, row);
    }
    return all;
}

const char *words_hours(struct view *view, const struct schedule *schedule)
{
    return words_hours_rows(view, "hours.row", schedule);
}

const char *words_hours_strong(struct view *view, const struct schedule *schedule)
{
    return words_hours_rows(view, "hours.row.strong", schedule);
}

/* ---- who is here ---- */

static const struct {
    const char *words;
    const char *icon;
    enum color plate;
    enum color ink;
} states[] = {
    [AVAILABILITY_UNKNOWN] = {"status.unknown", "question", COLOR_NONE, COLOR_INK_2},
    [AVAILABILITY_HERE] = {"status.here", "st-here", COLOR_HERE_100, COLOR_HERE_INK},
    [AVAILABILITY_WITH_SOMEONE] = {"status.with", "st-with", COLOR_BRASS_100, COLOR_BRASS_INK},
    [AVAILABILITY_BREAK] = {"status.break", "st-with", COLOR_BRASS_100, COLOR_BRASS_INK},
    [AVAILABILITY_EXPECTED] = {"status.expected", "st-later", COLOR_SKY_100, COLOR_SKY_INK},
    [AVAILABILITY_LATER] = {"status.later", "st-later", COLOR_SKY_100, COLOR_SKY_INK},
    [AVAILABILITY_AWAY] = {"status.away", "st-away", COLOR_NONE, COLOR_INK_2},
};

const char *words_status(struct view *view, const struct availability *availability)
{
    return view_tr(view, states[availability->state].words);
}

const char *status_icon(enum availability_state state)
{
    return states[state].icon;
}

void status_colors(enum availability_state state, enum color *ret_plate, enum color *ret_ink)
{
    *ret_plate = states[state].plate;
    *ret_ink = states[state].ink;
}

static const char *words_back_day(struct view *view, const struct zone *zone, int64_t next_ms, int64_t now_ms)
{
    struct local_time next = zone_local(zone, next_ms);
    struct date today = zone_local(zone, now_ms).date;
    if (date_compare(next.date, date_add_days(today, 1)) == 0)
        return view_tr(view, "status.back_tomorrow");
    /* A week from now the day's name alone would mean the wrong day. */
    if (date_compare(next.date, date_add_days(today, 7)) < 0)
        return view_fill(view, "status.back_day", "day", words_weekday(view, next.weekday, false), NULL);
    return view_fill(view, "status.back_date", "month", words_month(view, next.date.month), "date",
                     arena_format(&view->list->arena, "%d", next.date.day), NULL);
}

const char *words_status_more(struct view *view, const struct zone *zone,
                              const struct availability *availability, int64_t now_ms)
{
    switch (availability->state) {
    case AVAILABILITY_EXPECTED:
        return view_fill(view, "status.expected.until", "time",
                         words_time(view, zone, availability->until_ms, true), NULL);
    case AVAILABILITY_HERE:
        return view_fill(view, "status.until", "time", words_time(view, zone, availability->until_ms, true),
                         NULL);
    case AVAILABILITY_WITH_SOMEONE:
    case AVAILABILITY_BREAK:
        if (availability->back_at_ms <= now_ms)
            return view_tr(view, "status.back_unknown");
        return view_fill(view, "status.back_about", "time",
                         words_time(view, zone, availability->back_at_ms, false), NULL);
    case AVAILABILITY_LATER:
        return view_fill(view, "status.in_at", "time", words_time(view, zone, availability->next_ms, true),
                         NULL);
    case AVAILABILITY_AWAY:
        return availability->next_ms ? words_back_day(view, zone, availability->next_ms, now_ms) : "";
    case AVAILABILITY_UNKNOWN:
        return view_tr(view, "status.unknown.more");
    }
    return "";
}

/* ---- names ---- */

static const struct {
    const char *code;
    const char *own_name;
} own_names[] = {
    {"en", "English"},    {"es", "Español"}, {"pt", "Português"}, {"ht", "Kreyòl Ayisyen"},
    {"vi", "Tiếng Việt"}, {"zh", "中文"},    {"ar", "العربية"},   {"ru", "Русский"},
    {"km", "ខ្មែរ"},       {"kea", "Kriolu"}, {"fr", "Français"},  {"hi", "हिन्दी"},
    {"so", "Soomaali"},   {"am", "አማርኛ"},    {"ko", "한국어"},    {"tl", "Tagalog"},
};

const char *words_language(const char *code)
{
    size_t length = strcspn(code, "-");
    for (size_t i = 0; i < sizeof own_names / sizeof own_names[0]; i++)
        if (strlen(own_names[i].code) == length && strncmp(own_names[i].code, code, length) == 0)
            return own_names[i].own_name;
    return code;
}

const char *words_languages(struct view *view, const struct coach *coach)
{
    const char *all = "";
    for (size_t i = 0; i < coach->language_count; i++) {
        const char *name = words_language(coach->languages[i]);
        all = i == 0 ? name : arena_format(&view->list->arena, "%s, %s", all, name);
    }
    return all;
}

const char *words_languages_spoken(struct view *view, const struct coach *coach)
{
    size_t count = coach->language_count;
    if (count < 2)
        return words_languages(view, coach);
    struct coach all_but_last = *coach;
    all_but_last.language_count = count - 1;
    return view_fill(view, "coming.and", "a", words_languages(view, &all_but_last), "b",
                     words_language(coach->languages[count - 1]), NULL);
}

/* North American numbers as people there read them; others in threes behind the plus. Between isolates:
 * behind an Arabic letter its groups would stand in the wrong order. */
const char *words_phone(struct view *view, const char *e164)
{
    struct arena *arena = &view->list->arena;
    size_t length = strlen(e164);
    if (length == 12 && strncmp(e164, "+1", 2) == 0)
        return arena_format(arena, "\u2066%.3s-%.3s-%.4s\u2069", e164 + 2, e164 + 5, e164 + 8);
    const char *all = arena_format(arena, "%.4s", e164);
    for (size_t at = 4; at < length; at += 3)
        all = arena_format(arena, "%s %.3s", all, e164 + at);
    return arena_format(arena, "\u2066%s\u2069", all);
}

const char *words_sign(struct view *view, enum sign sign)
{
    const char *name = sign_name(sign);
    return name ? view_tr(view, arena_format(&view->list->arena, "sign.%s", name)) : "";
}

/* ---- promises: true to the site's settings ---- */

static const struct site_settings *settings(const struct app *app)
{
    return app->board ? &app->board->site.settings : NULL;
}

const char *words_who_sees(const struct app *app, struct view *view)
{
    bool supervisors = settings(app) && settings(app)->supervisors_see;
    return view_tr(view, supervisors ? "review.private.1.supervisors" : "review.private.1");
}

const char *words_chart(const struct app *app, struct view *view)
{
    bool in_chart = settings(app) && settings(app)->in_chart;
    return view_tr(view, in_chart ? "review.private.2.chart" : "review.private.2");
}

const char *words_erase(const struct app *app, struct view *view)
{
    const struct visit *visit = &app->visit;
    bool later = app_request_open(app) && !visit->editing ? visit->request.kind == REQUEST_CALLBACK
                                                          : visit->draft.kind == REQUEST_CALLBACK;
    if (later)
        return view_fill(view, "erase.callback", "n",
                         arena_format(&view->list->arena, "%d", REQUEST_CALLBACK_DAYS), NULL);
    bool closing = settings(app) && settings(app)->erase_at_closing;
    return view_tr(view, closing ? "erase.close" : "erase.talk");
}

/* ---- the site's own words ---- */

/* What a new site starts with, by our ids. */
static const char *const first_words[] = {
    "topics.talk",      "topics.treatment",      "topics.basics",      "topics.forms",
    "topics.change",    "topics.safer",          "topics.visit",       "topics.family",
    "topics.unsure",    "profile.can.treatment", "profile.can.basics", "profile.can.safer",
    "profile.can.talk", "profile.cant.hours",    "profile.cant.mh",    "profile.cant.medical",
    "closed.988",       "closed.988.call",       "closed.211",         "closed.samhsa",
};

const char *words_label(struct view *view, const struct label *label)
{
    for (size_t i = 0; i < label->count; i++) {
        if (strcmp(label->texts[i].language, view->language) == 0)
            return label->texts[i].text;
    }
    const char *text = label_in(label, view->language);
    for (size_t i = 0; i < sizeof first_words / sizeof first_words[0]; i++) {
        if (strcmp(catalogue_fallback_text(view->catalogue, first_words[i]), text) == 0)
            return view_tr(view, first_words[i]);
    }
    /* In another language: it keeps its own direction. */
    return arena_format(&view->list->arena, "\u2068%s\u2069", text);
}

/* ---- topics ---- */

/* Inside a list a topic starts small: "Just to talk, housing or food". "GED class" does not. */
static const char *start_small(struct view *view, const char *text)
{
    const char *rest = text;
    uint32_t first = utf8_next(&rest);
    const char *next = rest;
    uint32_t second = utf8_next(&next);
    return letter_small(second) != second ? text : start_with(view, letter_small(first), rest);
}

const char *words_preference(const struct app *app, struct view *view)
{
    const struct preference *preference = &app->visit.draft.preference;
    const char *language = preference->language[0] ? words_language(preference->language) : NULL;
    const char *gender = preference->gender == PREFERENCE_WOMAN ? view_tr(view, "prefer.woman")
                         : preference->gender == PREFERENCE_MAN ? view_tr(view, "prefer.man")
                                                                : NULL;
    const char *wish = language ? language : gender ? start_small(view, gender) : NULL;
    if (language && gender)
        wish = arena_format(&view->list->arena, "%s, %s", language, start_small(view, gender));
    return wish ? view_fill(view, "review.prefer", "wish", wish, NULL) : NULL;
}

int topics_chosen(const struct app *app)
{
    return __builtin_popcount(app->visit.draft.topics);
}

const char *words_topics(const struct app *app, struct view *view, int max)
{
    const char *all = "";
    int count = 0;
    for (size_t i = 0; app->board && i < app->board->topic_count && i < 32; i++) {
        if (!(app->visit.draft.topics & (UINT32_C(1) << i)))
            continue;
        const char *text = words_label(view, &app->board->topics[i].label);
        if (count < max)
            all =
                count == 0 ? text : arena_format(&view->list->arena, "%s, %s", all, start_small(view, text));
        count++;
    }
    if (count > max)
        all = arena_format(&view->list->arena, "%s %s", all,
                           view_fill(view, "review.what.more", "n",
                                     arena_format(&view->list->arena, "%d", count - max), NULL));
    return all;
}
