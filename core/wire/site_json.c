/* A writer and a reader for each kind of item, side by side. */
#include "wire/site_json.h"

#include <string.h>

static const char *read_name(struct reader *reader, const json_t *object, const char *key, size_t bytes_max)
{
    const char *name = read_text(reader, object, key, bytes_max);

    if (name == NULL || *name == '\0')
        reader_fault(reader, key, "is empty");
    return name == NULL ? "" : name;
}

void write_site(struct writer *writer, const struct site *site)
{
    write_text(writer, "name", site->name);
    write_text(writer, "short_name", site->short_name);
    write_text(writer, "time_zone", site->zone_name);
    write_text(writer, "coach_line", site->coach_line);
    write_schedule(writer, &site->hours);
    write_settings(writer, &site->settings);
}

void read_site(struct reader *reader, const json_t *object, struct site *ret_site)
{
    ret_site->name = read_name(reader, object, "name", CONTENT_NAME_MAX);
    ret_site->short_name = read_name(reader, object, "short_name", CONTENT_NAME_MAX);
    ret_site->zone_name = read_name(reader, object, "time_zone", CONTENT_NAME_MAX);
    ret_site->coach_line = read_text(reader, object, "coach_line", CONTENT_PHONE_MAX);
    ret_site->hours = read_schedule(reader, object);
    ret_site->settings = read_settings(reader, object);
}

void write_place(struct writer *writer, const struct place *place)
{
    write_text(writer, "name", place->name);
    write_text(writer, "detail", place->detail);
}

void read_place(struct reader *reader, const json_t *object, struct place *ret_place)
{
    ret_place->name = read_name(reader, object, "name", CONTENT_NAME_MAX);
    ret_place->detail = read_text(reader, object, "detail", CONTENT_TEXT_MAX);
}

void write_coach(struct writer *writer, const struct coach *coach)
{
    write_text(writer, "name", coach->name);
    write_text(writer, "pronouns", coach->pronouns);
    write_text(writer, "avatar", coach->avatar);
    write_text(writer, "phone", coach->phone);
    write_text(writer, "card_name", coach->card_name);
    write_codes(writer, "languages", coach->languages, coach->language_count);
    write_schedule(writer, &coach->schedule);
    write_boundaries(writer, &coach->boundaries);
    write_quiet(writer, coach);
}

void read_coach(struct reader *reader, const json_t *object, struct coach *ret_coach)
{
    ret_coach->name = read_name(reader, object, "name", CONTENT_COACH_NAME_MAX);
    ret_coach->pronouns = read_text(reader, object, "pronouns", CONTENT_NAME_MAX);
    ret_coach->avatar = read_text(reader, object, "avatar", CONTENT_CODE_MAX);
    ret_coach->phone = read_text(reader, object, "phone", CONTENT_PHONE_MAX);
    ret_coach->card_name = read_text(reader, object, "card_name", CONTENT_NAME_MAX);
    ret_coach->languages = read_codes(reader, object, "languages", &ret_coach->language_count);
    ret_coach->schedule = read_schedule(reader, object);
    ret_coach->boundaries = read_boundaries(reader, object);
    read_quiet(reader, object, ret_coach);
}

void write_topic(struct writer *writer, const struct topic *topic)
{
    write_text(writer, "id", topic->id);
    write_text(writer, "icon", topic->icon);
    write_label(writer, &topic->label);
    if (topic->switched_off)
        write_bool(writer, "off", true);
}

void read_topic(struct reader *reader, const json_t *object, struct topic *ret_topic)
{
    ret_topic->id = read_name(reader, object, "id", TOPIC_ID_MAX - 1);
    ret_topic->icon = read_name(reader, object, "icon", CONTENT_CODE_MAX);
    ret_topic->label = read_label(reader, object);
    ret_topic->switched_off = read_flag(reader, object, "off");
    if (strchr(ret_topic->id, ' ') != NULL)
        reader_fault(reader, "id", "has a blank");
}

void write_resource(struct writer *writer, const struct resource *resource)
{
    write_text(writer, "number", resource->number);
    write_label(writer, &resource->label);
}

void read_resource(struct reader *reader, const json_t *object, struct resource *ret_resource)
{
    ret_resource->number = read_name(reader, object, "number", CONTENT_PHONE_MAX);
    ret_resource->label = read_label(reader, object);
}

void write_group(struct writer *writer, const struct meeting *meeting)
{
    write_text(writer, "id", meeting->id);
    write_meeting(writer, meeting);
}

void read_group(struct reader *reader, const json_t *object, struct meeting *ret_meeting)
{
    ret_meeting->id = read_name(reader, object, "id", TOPIC_ID_MAX - 1);
    read_meeting(reader, object, ret_meeting);
}
