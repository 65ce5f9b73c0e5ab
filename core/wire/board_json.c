/* The board as JSON, a writer and a reader for each part side by side. */
#include "wire/board_json.h"

#include "base/codec.h"
#include "base/error.h"
#include "wire/content_json.h"

#include <string.h>

enum {
    TAKEN_MAX = SIGN_COUNT * (TICKET_NUMBER_MAX + 1),
};

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

static struct site read_site(struct reader *reader, const json_t *root)
{
    const json_t *object = read_object(reader, root, "site", READ_REQUIRED);
    size_t mark = reader_enter(reader, "site", -1);
    struct site site = {
        .id = read_uuid(reader, object, "id", READ_REQUIRED),
        .name = read_text(reader, object, "name", CONTENT_NAME_MAX),
        .short_name = read_text(reader, object, "short_name", CONTENT_NAME_MAX),
        .zone_name = read_text(reader, object, "time_zone", CONTENT_NAME_MAX),
        .coach_line = read_text(reader, object, "coach_line", CONTENT_PHONE_MAX),
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

    READ_EACH (reader, list, "signs", i, entry) {
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
    READ_EACH (reader, list, "taken", i, entry) {
        taken[i].sign = sign_from_name(read_borrowed(reader, entry, "sign", CONTENT_CODE_MAX, READ_REQUIRED));
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
        .name = read_text(reader, object, "name", CONTENT_NAME_MAX),
        .detail = read_text(reader, object, "detail", CONTENT_TEXT_MAX),
    };

    reader_leave(reader, mark);
    return place;
}

static void read_kiosk(struct reader *reader, const json_t *root, struct board *board)
{
    const json_t *object = read_object(reader, root, "kiosk", READ_REQUIRED);
    size_t mark = reader_enter(reader, "kiosk", -1);

    board->kiosk_id = read_uuid(reader, object, "id", READ_REQUIRED);
    board->kiosk_name = read_text(reader, object, "name", CONTENT_NAME_MAX);
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

    if (presence_from_name(read_borrowed(reader, object, "kind", CONTENT_CODE_MAX, READ_REQUIRED),
                           &presence.kind) != CB_OK)
        reader_fault(reader, "kind", "is not a presence");
    need = presence.kind == PRESENCE_NONE ? READ_NULLABLE
                                          : READ_REQUIRED; /* what somebody said always expires */
    presence.until_ms = read_moment(reader, object, "until", need);
    presence.back_at_ms = read_moment(reader, object, "back_at", READ_NULLABLE);
    reader_leave(reader, mark);
    return presence;
}

static void write_coach(struct writer *writer, const struct coach *coach)
{
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
    write_boundaries(writer, &coach->boundaries);
    write_object_end(writer);
}

static struct coach read_coach(struct reader *reader, const json_t *object)
{
    struct coach coach = {
        .id = read_uuid(reader, object, "id", READ_REQUIRED),
        .name = read_text(reader, object, "name", CONTENT_COACH_NAME_MAX),
        .pronouns = read_text(reader, object, "pronouns", CONTENT_NAME_MAX),
        .avatar = read_text(reader, object, "avatar", CONTENT_CODE_MAX),
        .phone = read_text(reader, object, "phone", CONTENT_PHONE_MAX),
        .card_name = read_text(reader, object, "card_name", CONTENT_NAME_MAX),
        .schedule = read_schedule(reader, object),
        .presence = read_presence(reader, object),
        .boundaries = read_boundaries(reader, object),
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
    READ_EACH (reader, list, "coaches", i, entry)
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
    READ_EACH (reader, list, "topics", i, entry) {
        topics[i].id = read_text(reader, entry, "id", TOPIC_ID_MAX - 1);
        topics[i].icon = read_text(reader, entry, "icon", CONTENT_CODE_MAX);
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
    READ_EACH (reader, list, "resources", i, entry) {
        resources[i].number = read_text(reader, entry, "number", CONTENT_PHONE_MAX);
        resources[i].label = read_label(reader, entry);
    }
    *ret_count = json_array_size(list);
    return resources;
}

/* ---- groups, and who can be called: lists that a queue of before did not send ---- */

static void write_meetings(struct writer *writer, const struct board *board)
{
    write_array(writer, "groups");
    for (size_t i = 0; i < board->meeting_count; i++) {
        write_object(writer, NULL);
        write_text(writer, "id", board->meetings[i].id);
        write_meeting(writer, &board->meetings[i]);
        write_object_end(writer);
    }
    write_array_end(writer);
}

static const json_t *read_later_array(struct reader *reader, const json_t *root, const char *key, size_t max)
{
    return json_object_get(root, key) == NULL ? NULL : read_array(reader, root, key, max);
}

static const struct meeting *read_meetings(struct reader *reader, const json_t *root, size_t *ret_count)
{
    const json_t *list = read_later_array(reader, root, "groups", SITE_MEETINGS_MAX);
    struct meeting *meetings = read_room(reader, json_array_size(list), sizeof *meetings);

    if (meetings == NULL)
        return NULL;
    READ_EACH (reader, list, "groups", i, entry) {
        meetings[i].id = read_text(reader, entry, "id", TOPIC_ID_MAX - 1);
        read_meeting(reader, entry, &meetings[i]);
    }
    *ret_count = json_array_size(list);
    return meetings;
}

static void write_phone_coaches(struct writer *writer, const struct board *board)
{
    write_array(writer, "by_phone");
    for (size_t i = 0; i < board->phone_coach_count; i++) {
        const struct phone_coach *coach = &board->phone_coaches[i];

        write_object(writer, NULL);
        write_uuid(writer, "id", &coach->id);
        write_text(writer, "name", coach->name);
        write_text(writer, "avatar", coach->avatar);
        write_text(writer, "phone", coach->phone);
        write_text(writer, "card_name", coach->card_name);
        write_text(writer, "site", coach->site_name);
        write_bool(writer, "here", coach->here);
        write_moment(writer, "until", coach->until_ms);
        write_object_end(writer);
    }
    write_array_end(writer);
}

static struct phone_coach read_phone_coach(struct reader *reader, const json_t *entry)
{
    return (struct phone_coach){
        .id = read_uuid(reader, entry, "id", READ_REQUIRED),
        .name = read_text(reader, entry, "name", CONTENT_COACH_NAME_MAX),
        .avatar = read_text(reader, entry, "avatar", CONTENT_CODE_MAX),
        .phone = read_text(reader, entry, "phone", CONTENT_PHONE_MAX),
        .card_name = read_text(reader, entry, "card_name", CONTENT_NAME_MAX),
        .site_name = read_text(reader, entry, "site", CONTENT_NAME_MAX),
        .here = read_bool(reader, entry, "here"),
        .until_ms = read_moment(reader, entry, "until", READ_REQUIRED),
    };
}

static const struct phone_coach *read_phone_coaches(struct reader *reader, const json_t *root,
                                                    size_t *ret_count)
{
    const json_t *list = read_later_array(reader, root, "by_phone", SITE_PHONE_COACHES_MAX);
    struct phone_coach *coaches = read_room(reader, json_array_size(list), sizeof *coaches);

    if (coaches == NULL)
        return NULL;
    READ_EACH (reader, list, "by_phone", i, entry)
        coaches[i] = read_phone_coach(reader, entry);
    *ret_count = json_array_size(list);
    return coaches;
}

/* ---- what to seal to ---- */

static void write_epochs(struct writer *writer, const struct board *board)
{
    write_array(writer, "epochs");
    for (size_t i = 0; i < board->epoch_count; i++) {
        const struct epoch *epoch = &board->epochs[i];

        write_object(writer, NULL);
        write_text(writer, "class", epoch_class_name(epoch->class));
        write_bytes(writer, "key", epoch->key, sizeof epoch->key);
        write_moment(writer, "from", epoch->from_ms);
        write_moment(writer, "until", epoch->until_ms);
        write_object_end(writer);
    }
    write_array_end(writer);
}

static const struct epoch *read_epochs(struct reader *reader, const json_t *root, size_t *ret_count)
{
    const json_t *list = read_later_array(reader, root, "epochs", EPOCHS_MAX);
    struct epoch *epochs = read_room(reader, json_array_size(list), sizeof *epochs);

    if (epochs == NULL)
        return NULL;
    READ_EACH (reader, list, "epochs", i, entry) {
        if (epoch_class_from_name(read_borrowed(reader, entry, "class", CONTENT_CODE_MAX, READ_REQUIRED),
                                  &epochs[i].class) != CB_OK)
            reader_fault(reader, "class", "is not a class of epochs");
        read_bytes(reader, entry, "key", epochs[i].key, sizeof epochs[i].key);
        epochs[i].from_ms = read_moment(reader, entry, "from", READ_REQUIRED);
        epochs[i].until_ms = read_moment(reader, entry, "until", READ_REQUIRED);
    }
    *ret_count = json_array_size(list);
    return epochs;
}

/* ---- anchors ---- */

static void read_anchors(struct reader *reader, const json_t *root, struct board *board)
{
    const char *text =
        read_borrowed(reader, root, "anchors", BASE64_TEXT_SIZE(BOARD_ANCHORS_MAX), READ_OPTIONAL);
    size_t length = strlen(text) * 3 / 4;
    uint8_t *bytes = length == 0 ? NULL : read_room(reader, length, 1);

    if (bytes == NULL)
        return;
    if (base64_decode(text, bytes, length) != CB_OK)
        reader_fault(reader, "anchors", "is not base64url");
    board->anchors = bytes;
    board->anchors_length = length;
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
    write_epochs(&writer, board);
    if (board->anchors_length > 0)
        write_bytes(&writer, "anchors", board->anchors, board->anchors_length);
    write_array(&writer, "coaches");
    for (size_t i = 0; i < board->coach_count; i++)
        write_coach(&writer, &board->coaches[i]);
    write_array_end(&writer);
    write_topics(&writer, board);
    write_resources(&writer, board);
    write_meetings(&writer, board);
    write_phone_coaches(&writer, board);
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
        board.epochs = read_epochs(&reader, root, &board.epoch_count);
        read_anchors(&reader, root, &board);
        board.coaches = read_coaches(&reader, root, &board.coach_count);
        board.topics = read_topics(&reader, root, &board.topic_count);
        board.resources = read_resources(&reader, root, &board.resource_count);
        board.meetings = read_meetings(&reader, root, &board.meeting_count);
        board.phone_coaches = read_phone_coaches(&reader, root, &board.phone_coach_count);
    }
    json_decref(root);
    if (reader.error == CB_OK)
        *ret_board = board;
    return reader.error;
}
