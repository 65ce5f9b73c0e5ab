/* The board as JSON, a writer and a reader for each part side by side. */
#include "wire/board_json.h"

#include "base/error.h"
#include "wire/reader.h"
#include "wire/writer.h"

#include <string.h>

enum {
    TEXT_MAX = 1000, /* bytes of any one text */
    NAME_MAX_BYTES = 120,
    COACH_NAME_MAX = 63, /* as in a status */
    CODE_MAX = 32,       /* an icon, a language, a topic's id */
    PHONE_MAX = 32,
    LANGUAGES_MAX = 32,
    BOUNDARIES_MAX = 24,
    RANGES_MAX = 64,
    EXCEPTIONS_MAX = 400,
    TAKEN_MAX = SIGN_COUNT * (TICKET_NUMBER_MAX + 1),
    START_MAX = 24 * 60 - 1,
    END_MAX = 48 * 60, /* overnight, at most to the end of the next day */
    COUNT_MAX = 1000 * 1000 * 1000,
};

/* Runs `body` for every entry of the list, with the path pointing at it. */
#define FOR_EACH(reader, list, key, index, entry)                                                            \
    for (size_t index = 0, mark_ = 0;                                                                        \
         index < json_array_size(list) && ((mark_ = reader_enter((reader), (key), (int)(index))), 1);        \
         reader_leave((reader), mark_), index++)                                                             \
        for (const json_t *entry = json_array_get((list), index); entry != NULL; entry = NULL)

/* ---- labels and lists of codes ---- */

static void write_label(struct writer *writer, const struct label *label)
{
    write_object(writer, "label");
    for (size_t i = 0; i < label->count; i++)
        write_text(writer, label->texts[i].language, label->texts[i].text);
    write_object_end(writer);
}

static struct label read_label(struct reader *reader, const json_t *parent)
{
    const json_t *object = read_object(reader, parent, "label", READ_REQUIRED);
    size_t count = json_object_size(object);
    size_t mark = reader_enter(reader, "label", -1);
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
            texts[label.count++].text = read_text(reader, object, language, TEXT_MAX);
        }
        label.texts = texts;
    }
    reader_leave(reader, mark);
    return label;
}

static void write_codes(struct writer *writer, const char *key, const char *const *codes, size_t count)
{
    write_array(writer, key);
    for (size_t i = 0; i < count; i++)
        write_text(writer, NULL, codes[i]);
    write_array_end(writer);
}

static const char *const *read_codes(struct reader *reader, const json_t *parent, const char *key,
                                     size_t *ret_count)
{
    const json_t *list = read_array(reader, parent, key, LANGUAGES_MAX);
    const char **codes = read_room(reader, json_array_size(list), sizeof *codes);

    if (codes == NULL)
        return NULL;
    FOR_EACH (reader, list, key, i, entry) {
        const char *code = json_string_value(entry);

        if (code == NULL || strlen(code) > CODE_MAX)
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

/* The keys "hours" and "exceptions" of a site or a coach. */
static void write_schedule(struct writer *writer, const struct schedule *schedule)
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
        .label = read_text(reader, object, "label", TEXT_MAX),
    };

    if (ranges != NULL) {
        FOR_EACH (reader, list, "ranges", i, entry)
            ranges[i] = read_range(reader, entry);
    }
    return exception;
}

static struct schedule read_schedule(struct reader *reader, const json_t *parent)
{
    const json_t *hours = read_array(reader, parent, "hours", RANGES_MAX);
    const json_t *exceptions = read_array(reader, parent, "exceptions", EXCEPTIONS_MAX);
    struct weekly_range *weekly = read_room(reader, json_array_size(hours), sizeof *weekly);
    struct day_exception *days = read_room(reader, json_array_size(exceptions), sizeof *days);

    if (weekly == NULL || days == NULL)
        return (struct schedule){0};
    FOR_EACH (reader, hours, "hours", i, entry) {
        weekly[i].weekday = (int)read_int(reader, entry, "weekday", 0, 6, READ_REQUIRED);
        weekly[i].range = read_range(reader, entry);
    }
    FOR_EACH (reader, exceptions, "exceptions", i, entry)
        days[i] = read_exception(reader, entry);
    return (struct schedule){weekly, json_array_size(hours), days, json_array_size(exceptions)};
}

/* ---- the site and its settings ---- */

static void write_site(struct writer *writer, const struct site *site)
{
    write_object(writer, "site");
    write_uuid(writer, "id", &site->id);
    write_text(writer, "name", site->name);
    write_text(writer, "short_name", site->short_name);
    write_text(writer, "time_zone", site->zone_name);
    write_text(writer, "coach_line", site->coach_line);
    write_schedule(writer, &site->hours);
    write_object_end(writer);
}

static void write_settings(struct writer *writer, const struct site_settings *settings)
{
    write_object(writer, "settings");
    write_bool(writer, "say_recovery", settings->say_recovery);
    write_bool(writer, "in_chart", settings->in_chart);
    write_bool(writer, "supervisors_see", settings->supervisors_see);
    write_bool(writer, "erase_at_closing", settings->erase_at_closing);
    write_bool(writer, "names_allowed", settings->names_allowed);
    write_int(writer, "notice_version", settings->notice_version);
    write_codes(writer, "languages", settings->languages, settings->language_count);
    write_object_end(writer);
}

static struct site_settings read_settings(struct reader *reader, const json_t *root)
{
    const json_t *object = read_object(reader, root, "settings", READ_REQUIRED);
    size_t mark = reader_enter(reader, "settings", -1);
    struct site_settings settings = {
        .say_recovery = read_bool(reader, object, "say_recovery"),
        .in_chart = read_bool(reader, object, "in_chart"),
        .supervisors_see = read_bool(reader, object, "supervisors_see"),
        .erase_at_closing = read_bool(reader, object, "erase_at_closing"),
        .names_allowed = read_bool(reader, object, "names_allowed"),
        .notice_version = (int)read_int(reader, object, "notice_version", 0, COUNT_MAX, READ_REQUIRED),
    };

    settings.languages = read_codes(reader, object, "languages", &settings.language_count);
    reader_leave(reader, mark);
    return settings;
}

static struct site read_site(struct reader *reader, const json_t *root)
{
    const json_t *object = read_object(reader, root, "site", READ_REQUIRED);
    size_t mark = reader_enter(reader, "site", -1);
    struct site site = {
        .id = read_uuid(reader, object, "id", READ_REQUIRED),
        .name = read_text(reader, object, "name", NAME_MAX_BYTES),
        .short_name = read_text(reader, object, "short_name", NAME_MAX_BYTES),
        .zone_name = read_text(reader, object, "time_zone", NAME_MAX_BYTES),
        .coach_line = read_text(reader, object, "coach_line", PHONE_MAX),
        .hours = read_schedule(reader, object),
    };

    reader_leave(reader, mark);
    site.settings = read_settings(reader, root);
    return site;
}

/* ---- the kiosk ---- */

static void write_taken(struct writer *writer, const struct board *board)
{
    write_array(writer, "taken");
    for (size_t i = 0; i < board->taken_count; i++) {
        write_object(writer, NULL);
        write_text(writer, "sign", sign_name(board->taken[i].sign));
        write_int(writer, "number", board->taken[i].number);
        write_object_end(writer);
    }
    write_array_end(writer);
}

static void write_kiosk(struct writer *writer, const struct board *board)
{
    write_object(writer, "kiosk");
    write_uuid(writer, "id", &board->kiosk_id);
    write_text(writer, "name", board->kiosk_name);
    write_object(writer, "place");
    write_uuid(writer, "id", &board->place.id);
    write_text(writer, "name", board->place.name);
    write_text(writer, "detail", board->place.detail);
    write_object_end(writer);
    write_array(writer, "signs");
    for (int sign = SIGN_LEAF; sign < SIGN_COUNT; sign++) {
        if (board->signs >> sign & 1)
            write_text(writer, NULL, sign_name((enum sign)sign));
    }
    write_array_end(writer);
    write_taken(writer, board);
    write_object_end(writer);
}

static sign_set read_signs(struct reader *reader, const json_t *object)
{
    const json_t *list = read_array(reader, object, "signs", SIGN_COUNT);
    sign_set signs = 0;

    FOR_EACH (reader, list, "signs", i, entry) {
        enum sign sign = json_is_string(entry) ? sign_from_name(json_string_value(entry)) : SIGN_NONE;

        if (sign == SIGN_NONE)
            reader_fault(reader, NULL, "is not a sign");
        else
            signs |= (sign_set)(1u << sign);
    }
    return signs;
}

static const struct ticket *read_taken(struct reader *reader, const json_t *object, size_t *ret_count)
{
    const json_t *list = read_array(reader, object, "taken", TAKEN_MAX);
    struct ticket *taken = read_room(reader, json_array_size(list), sizeof *taken);

    if (taken == NULL)
        return NULL;
    FOR_EACH (reader, list, "taken", i, entry) {
        taken[i].sign = sign_from_name(read_borrowed(reader, entry, "sign", CODE_MAX, READ_REQUIRED));
        taken[i].number =
            (int)read_int(reader, entry, "number", TICKET_NUMBER_MIN, TICKET_NUMBER_MAX, READ_REQUIRED);
        if (taken[i].sign == SIGN_NONE)
            reader_fault(reader, "sign", "is not a sign");
    }
    *ret_count = json_array_size(list);
    return taken;
}

static struct place read_place(struct reader *reader, const json_t *parent)
{
    const json_t *object = read_object(reader, parent, "place", READ_REQUIRED);
    size_t mark = reader_enter(reader, "place", -1);
    struct place place = {
        .id = read_uuid(reader, object, "id", READ_NULLABLE),
        .name = read_text(reader, object, "name", NAME_MAX_BYTES),
        .detail = read_text(reader, object, "detail", TEXT_MAX),
    };

    reader_leave(reader, mark);
    return place;
}

static void read_kiosk(struct reader *reader, const json_t *root, struct board *board)
{
    const json_t *object = read_object(reader, root, "kiosk", READ_REQUIRED);
    size_t mark = reader_enter(reader, "kiosk", -1);

    board->kiosk_id = read_uuid(reader, object, "id", READ_REQUIRED);
    board->kiosk_name = read_text(reader, object, "name", NAME_MAX_BYTES);
    board->place = read_place(reader, object);
    board->signs = read_signs(reader, object);
    board->taken = read_taken(reader, object, &board->taken_count);
    reader_leave(reader, mark);
}

/* ---- coaches ---- */

static void write_presence(struct writer *writer, const struct presence *presence)
{
    write_object(writer, "presence");
    write_text(writer, "kind", presence_name(presence->kind));
    write_moment(writer, "until", presence->kind == PRESENCE_NONE ? 0 : presence->until_ms);
    write_moment(writer, "back_at", presence->kind == PRESENCE_NONE ? 0 : presence->back_at_ms);
    write_object_end(writer);
}

static struct presence read_presence(struct reader *reader, const json_t *parent)
{
    const json_t *object = read_object(reader, parent, "presence", READ_REQUIRED);
    size_t mark = reader_enter(reader, "presence", -1);
    struct presence presence = {.kind = PRESENCE_NONE};
    enum read_need need;

    if (presence_from_name(read_borrowed(reader, object, "kind", CODE_MAX, READ_REQUIRED), &presence.kind) !=
        CB_OK)
        reader_fault(reader, "kind", "is not a presence");
    need = presence.kind == PRESENCE_NONE ? READ_NULLABLE
                                          : READ_REQUIRED; /* what somebody said always expires */
    presence.until_ms = read_moment(reader, object, "until", need);
    presence.back_at_ms = read_moment(reader, object, "back_at", READ_NULLABLE);
    reader_leave(reader, mark);
    return presence;
}

static void write_boundaries(struct writer *writer, const char *key, const struct boundary *boundaries,
                             size_t count)
{
    write_array(writer, key);
    for (size_t i = 0; i < count; i++) {
        write_object(writer, NULL);
        write_text(writer, "icon", boundaries[i].icon);
        write_label(writer, &boundaries[i].label);
        write_object_end(writer);
    }
    write_array_end(writer);
}

static const struct boundary *read_boundaries(struct reader *reader, const json_t *parent, const char *key,
                                              size_t *ret_count)
{
    const json_t *list = read_array(reader, parent, key, BOUNDARIES_MAX);
    struct boundary *boundaries = read_room(reader, json_array_size(list), sizeof *boundaries);

    if (boundaries == NULL)
        return NULL;
    FOR_EACH (reader, list, key, i, entry) {
        boundaries[i].icon = read_text(reader, entry, "icon", CODE_MAX);
        boundaries[i].label = read_label(reader, entry);
    }
    *ret_count = json_array_size(list);
    return boundaries;
}

static void write_coach(struct writer *writer, const struct coach *coach)
{
    const struct boundaries *boundaries = &coach->boundaries;

    write_object(writer, NULL);
    write_uuid(writer, "id", &coach->id);
    write_text(writer, "name", coach->name);
    write_text(writer, "pronouns", coach->pronouns);
    write_text(writer, "avatar", coach->avatar);
    write_text(writer, "phone", coach->phone);
    write_text(writer, "card_name", coach->card_name);
    write_codes(writer, "languages", coach->languages, coach->language_count);
    write_schedule(writer, &coach->schedule);
    write_presence(writer, &coach->presence);
    write_boundaries(writer, "can", boundaries->can, boundaries->can_count);
    write_boundaries(writer, "cannot", boundaries->cannot, boundaries->cannot_count);
    write_int(writer, "open_requests_max", boundaries->open_requests_max);
    write_object_end(writer);
}

static struct boundaries read_coach_boundaries(struct reader *reader, const json_t *object)
{
    struct boundaries boundaries = {
        .open_requests_max = (int)read_int(reader, object, "open_requests_max", 0, COUNT_MAX, READ_REQUIRED),
    };

    boundaries.can = read_boundaries(reader, object, "can", &boundaries.can_count);
    boundaries.cannot = read_boundaries(reader, object, "cannot", &boundaries.cannot_count);
    return boundaries;
}

static struct coach read_coach(struct reader *reader, const json_t *object)
{
    struct coach coach = {
        .id = read_uuid(reader, object, "id", READ_REQUIRED),
        .name = read_text(reader, object, "name", COACH_NAME_MAX),
        .pronouns = read_text(reader, object, "pronouns", NAME_MAX_BYTES),
        .avatar = read_text(reader, object, "avatar", CODE_MAX),
        .phone = read_text(reader, object, "phone", PHONE_MAX),
        .card_name = read_text(reader, object, "card_name", NAME_MAX_BYTES),
        .schedule = read_schedule(reader, object),
        .presence = read_presence(reader, object),
        .boundaries = read_coach_boundaries(reader, object),
    };

    coach.languages = read_codes(reader, object, "languages", &coach.language_count);
    return coach;
}

static const struct coach *read_coaches(struct reader *reader, const json_t *root, size_t *ret_count)
{
    const json_t *list = read_array(reader, root, "coaches", SITE_COACHES_MAX);
    struct coach *coaches = read_room(reader, json_array_size(list), sizeof *coaches);

    if (coaches == NULL)
        return NULL;
    FOR_EACH (reader, list, "coaches", i, entry)
        coaches[i] = read_coach(reader, entry);
    *ret_count = json_array_size(list);
    return coaches;
}

/* ---- topics and resources ---- */

static void write_topics(struct writer *writer, const struct board *board)
{
    write_array(writer, "topics");
    for (size_t i = 0; i < board->topic_count; i++) {
        write_object(writer, NULL);
        write_text(writer, "id", board->topics[i].id);
        write_text(writer, "icon", board->topics[i].icon);
        write_label(writer, &board->topics[i].label);
        write_object_end(writer);
    }
    write_array_end(writer);
}

static const struct topic *read_topics(struct reader *reader, const json_t *root, size_t *ret_count)
{
    const json_t *list = read_array(reader, root, "topics", SITE_TOPICS_MAX);
    struct topic *topics = read_room(reader, json_array_size(list), sizeof *topics);

    if (topics == NULL)
        return NULL;
    FOR_EACH (reader, list, "topics", i, entry) {
        topics[i].id = read_text(reader, entry, "id", TOPIC_ID_MAX - 1);
        topics[i].icon = read_text(reader, entry, "icon", CODE_MAX);
        topics[i].label = read_label(reader, entry);
    }
    *ret_count = json_array_size(list);
    return topics;
}

static void write_resources(struct writer *writer, const struct board *board)
{
    write_array(writer, "resources");
    for (size_t i = 0; i < board->resource_count; i++) {
        write_object(writer, NULL);
        write_text(writer, "number", board->resources[i].number);
        write_label(writer, &board->resources[i].label);
        write_object_end(writer);
    }
    write_array_end(writer);
}

static const struct resource *read_resources(struct reader *reader, const json_t *root, size_t *ret_count)
{
    const json_t *list = read_array(reader, root, "resources", SITE_RESOURCES_MAX);
    struct resource *resources = read_room(reader, json_array_size(list), sizeof *resources);

    if (resources == NULL)
        return NULL;
    FOR_EACH (reader, list, "resources", i, entry) {
        resources[i].number = read_text(reader, entry, "number", PHONE_MAX);
        resources[i].label = read_label(reader, entry);
    }
    *ret_count = json_array_size(list);
    return resources;
}

/* ---- the whole ---- */

int wire_board_write(const struct board *board, struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);

    write_object(&writer, NULL);
    write_int(&writer, "revision", board->revision);
    write_moment(&writer, "served_at", board->served_at_ms);
    write_site(&writer, &board->site);
    write_settings(&writer, &board->site.settings);
    write_kiosk(&writer, board);
    write_bytes(&writer, "site_key", board->site_key, sizeof board->site_key);
    write_array(&writer, "coaches");
    for (size_t i = 0; i < board->coach_count; i++)
        write_coach(&writer, &board->coaches[i]);
    write_array_end(&writer);
    write_topics(&writer, board);
    write_resources(&writer, board);
    write_object_end(&writer);
    return strbuf_failed(out) ? CB_NO_MEMORY : CB_OK;
}

int wire_board_read(const char *text, size_t length, struct arena *arena, struct board *ret_board,
                    struct wire_fault *ret_fault)
{
    struct board board = {0};
    json_t *root;
    struct reader reader = reader_open(text, length, ret_fault, &root);

    reader.arena = arena;
    if (reader.error == CB_OK) {
        board.revision = read_int(&reader, root, "revision", 0, INT64_MAX, READ_REQUIRED);
        board.served_at_ms = read_moment(&reader, root, "served_at", READ_REQUIRED);
        board.site = read_site(&reader, root);
        read_kiosk(&reader, root, &board);
        read_bytes(&reader, root, "site_key", board.site_key, sizeof board.site_key);
        board.coaches = read_coaches(&reader, root, &board.coach_count);
        board.topics = read_topics(&reader, root, &board.topic_count);
        board.resources = read_resources(&reader, root, &board.resource_count);
    }
    json_decref(root);
    if (reader.error == CB_OK)
        *ret_board = board;
    return reader.error;
}
