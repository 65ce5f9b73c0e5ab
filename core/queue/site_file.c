/* Reading a site file. */
#include "queue/site_file.h"

#include "base/error.h"
#include "wire/site_json.h"

#include <string.h>

struct place *site_file_place(const struct site_file *file, const char *name)
{
    for (size_t i = 0; i < file->place_count; i++)
        if (strcmp(file->places[i].name, name) == 0)
            return &file->places[i];
    return NULL;
}

struct coach *site_file_coach(const struct site_file *file, const char *name)
{
    for (size_t i = 0; i < file->coach_count; i++)
        if (strcmp(file->coaches[i].name, name) == 0)
            return &file->coaches[i];
    return NULL;
}

static const char *read_name(struct reader *reader, const json_t *object, const char *key, size_t bytes_max)
{
    const char *name = read_text(reader, object, key, bytes_max);

    if (name == NULL || *name == '\0')
        reader_fault(reader, key, "is empty");
    return name == NULL ? "" : name;
}

/* Each of the following reads one entry of a list of the file into `ret_item`. */
typedef void read_item_fn(struct reader *reader, const json_t *object, const struct site_file *file,
                          void *ret_item);

static void read_place_item(struct reader *reader, const json_t *object, const struct site_file *file,
                            void *ret_item)
{
    (void)file;
    read_place(reader, object, ret_item);
}

static void read_coach_item(struct reader *reader, const json_t *object, const struct site_file *file,
                            void *ret_item)
{
    (void)file;
    read_coach(reader, object, ret_item);
}

static void read_topic_item(struct reader *reader, const json_t *object, const struct site_file *file,
                            void *ret_item)
{
    (void)file;
    read_topic(reader, object, ret_item);
}

static void read_resource_item(struct reader *reader, const json_t *object, const struct site_file *file,
                               void *ret_item)
{
    (void)file;
    read_resource(reader, object, ret_item);
}

static void read_group_item(struct reader *reader, const json_t *object, const struct site_file *file,
                            void *ret_item)
{
    (void)file;
    read_group(reader, object, ret_item);
}

static void read_kiosk(struct reader *reader, const json_t *object, const struct site_file *file,
                       void *ret_item)
{
    struct site_file_kiosk *kiosk = ret_item;

    kiosk->name = read_name(reader, object, "name", CONTENT_NAME_MAX);
    kiosk->place = read_name(reader, object, "place", CONTENT_NAME_MAX);
    if (site_file_place(file, kiosk->place) == NULL)
        reader_fault(reader, "place", "is not one of the places");
}

static void read_user(struct reader *reader, const json_t *object, const struct site_file *file,
                      void *ret_item)
{
    struct site_file_user *user = ret_item;

    user->login = read_name(reader, object, "login", CONTENT_NAME_MAX);
    user->name = read_name(reader, object, "name", CONTENT_NAME_MAX);
    user->coach = read_text(reader, object, "coach", CONTENT_COACH_NAME_MAX);
    if (role_from_name(read_name(reader, object, "role", CONTENT_CODE_MAX), &user->role) != CB_OK)
        reader_fault(reader, "role", "is not coach, supervisor, front_desk or admin");
    if (user->coach != NULL && *user->coach != '\0' && site_file_coach(file, user->coach) == NULL)
        reader_fault(reader, "coach", "is not one of the coaches");
}

/* The list lives in the arena; NULL with *ret_count 0 when something was wrong. */
static void *read_list(struct reader *reader, const json_t *root, const struct site_file *file,
                       const char *key, size_t count_max, size_t item_size, read_item_fn *read_item,
                       size_t *ret_count)
{
    const json_t *list = read_array(reader, root, key, count_max);
    char *items = read_room(reader, json_array_size(list), item_size);

    if (items == NULL)
        return NULL;
    READ_EACH (reader, list, key, i, entry)
        read_item(reader, entry, file, items + i * item_size);
    *ret_count = json_array_size(list);
    return items;
}

/* Kiosks and users name places and coaches, so they come last. */
static void read_lists(struct reader *reader, const json_t *root, struct site_file *file)
{
    file->places = read_list(reader, root, file, "places", SITE_FILE_PLACES_MAX, sizeof *file->places,
                             read_place_item, &file->place_count);
    file->coaches = read_list(reader, root, file, "coaches", SITE_COACHES_MAX, sizeof *file->coaches,
                              read_coach_item, &file->coach_count);
    file->topics = read_list(reader, root, file, "topics", SITE_TOPICS_MAX, sizeof *file->topics,
                             read_topic_item, &file->topic_count);
    file->resources = read_list(reader, root, file, "resources", SITE_RESOURCES_MAX, sizeof *file->resources,
                                read_resource_item, &file->resource_count);
    if (json_object_get(root, "groups") != NULL)
        file->meetings = read_list(reader, root, file, "groups", SITE_MEETINGS_MAX, sizeof *file->meetings,
                                   read_group_item, &file->meeting_count);
    file->kiosks = read_list(reader, root, file, "kiosks", TICKET_KIOSKS_MAX, sizeof *file->kiosks,
                             read_kiosk, &file->kiosk_count);
    file->users = read_list(reader, root, file, "users", SITE_FILE_USERS_MAX, sizeof *file->users, read_user,
                            &file->user_count);
}

int site_file_read(const char *text, size_t length, struct arena *arena, struct site_file *ret_file,
                   struct wire_fault *ret_fault)
{
    struct site_file file = {0};
    json_t *root = NULL;
    struct reader reader;

    if (length > SITE_FILE_MAX)
        return CB_TOO_LARGE;
    reader = reader_open(text, length, ret_fault, &root);
    reader.arena = arena;
    if (reader.error == CB_OK) {
        read_site(&reader, root, &file.site);
        read_lists(&reader, root, &file);
    }
    json_decref(root);
    if (reader.error == CB_OK)
        *ret_file = file;
    return reader.error;
}
