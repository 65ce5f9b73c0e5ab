/* The table of kinds. Each kind has the same few functions over a union of all items; the casts between the
 * union and its member are what these functions are for. */
#include "queue/content.h"

#include <string.h>

/* Copies a list of one kind into a list of unions: `items` is what a store_…s function gave. */
static int to_unions(const void *items, size_t item_size, size_t count, struct arena *arena,
                     union content_item **ret_items)
{
    union content_item *unions = arena_alloc(arena, (count + 1) * sizeof *unions);

    if (unions == NULL)
        return CB_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        memcpy(&unions[i], (const char *)items + i * item_size, item_size);
    *ret_items = unions;
    return CB_OK;
}

/* list_…() of a kind, by the store's function of the same shape. */
#define LIST_BY(name, type, store_list)                                                                      \
    static int name(struct store *store, const struct uuid *site_id, struct arena *arena,                    \
                    union content_item **ret_items, size_t *ret_count)                                       \
    {                                                                                                        \
        struct type *items = NULL;                                                                           \
        int error = store_list(store, site_id, arena, &items, ret_count);                                    \
                                                                                                             \
        return error == CB_OK ? to_unions(items, sizeof *items, *ret_count, arena, ret_items) : error;       \
    }

/* ---- places ---- */

LIST_BY(place_list, place, store_places)

static int place_put(struct store *store, const struct uuid *site_id, const union content_item *item,
                     int order)
{
    (void)order; /* places are listed by name */
    return store_place_put(store, site_id, &item->place);
}

static int place_remove(struct store *store, const struct uuid *site_id, const union content_item *item)
{
    return store_place_remove(store, site_id, &item->place.id);
}

static void place_write(struct writer *writer, const union content_item *item)
{
    write_place(writer, &item->place);
}

static void place_read(struct reader *reader, const json_t *object, union content_item *ret_item)
{
    read_place(reader, object, &ret_item->place);
}

static int place_check(const struct site *site, const union content_item *item, struct site_fault *ret_fault)
{
    (void)site;
    (void)item;
    (void)ret_fault;
    return CB_OK; /* two texts: the reader has seen to them */
}

static struct uuid *place_id(union content_item *item)
{
    return &item->place.id;
}

/* ---- coaches ---- */

LIST_BY(coach_list, coach, store_coaches)

static int coach_put(struct store *store, const struct uuid *site_id, const union content_item *item,
                     int order)
{
    return store_coach_put(store, site_id, &item->coach, order);
}

static int coach_remove(struct store *store, const struct uuid *site_id, const union content_item *item)
{
    return store_coach_remove(store, site_id, &item->coach.id);
}

static void coach_write(struct writer *writer, const union content_item *item)
{
    write_coach(writer, &item->coach);
}

static void coach_read(struct reader *reader, const json_t *object, union content_item *ret_item)
{
    read_coach(reader, object, &ret_item->coach);
}

static int coach_item_check(const struct site *site, const union content_item *item,
                            struct site_fault *ret_fault)
{
    return coach_check(site, &item->coach, ret_fault);
}

static struct uuid *coach_id(union content_item *item)
{
    return &item->coach.id;
}

/* ---- topics ---- */

LIST_BY(topic_list, topic, store_topics)

static int topic_put(struct store *store, const struct uuid *site_id, const union content_item *item,
                     int order)
{
    return store_topic_put(store, site_id, &item->topic, order);
}

static int topic_remove(struct store *store, const struct uuid *site_id, const union content_item *item)
{
    return store_topic_remove(store, site_id, item->topic.id);
}

static void topic_write(struct writer *writer, const union content_item *item)
{
    write_topic(writer, &item->topic);
}

static void topic_read(struct reader *reader, const json_t *object, union content_item *ret_item)
{
    read_topic(reader, object, &ret_item->topic);
}

static int topic_item_check(const struct site *site, const union content_item *item,
                            struct site_fault *ret_fault)
{
    return topic_check(site, &item->topic, ret_fault);
}

static bool topic_same(const union content_item *a, const union content_item *b)
{
    return strcmp(a->topic.id, b->topic.id) == 0;
}

/* ---- resources ---- */

LIST_BY(resource_list, resource, store_resources)

static int resource_put(struct store *store, const struct uuid *site_id, const union content_item *item,
                        int order)
{
    return store_resource_put(store, site_id, &item->resource, order);
}

static int resource_remove(struct store *store, const struct uuid *site_id, const union content_item *item)
{
    return store_resource_remove(store, site_id, item->resource.number);
}

static void resource_write(struct writer *writer, const union content_item *item)
{
    write_resource(writer, &item->resource);
}

static void resource_read(struct reader *reader, const json_t *object, union content_item *ret_item)
{
    read_resource(reader, object, &ret_item->resource);
}

static int resource_item_check(const struct site *site, const union content_item *item,
                               struct site_fault *ret_fault)
{
    return resource_check(site, &item->resource, ret_fault);
}

static bool resource_same(const union content_item *a, const union content_item *b)
{
    return strcmp(a->resource.number, b->resource.number) == 0;
}

/* ---- groups ---- */

LIST_BY(group_list, meeting, store_meetings)

static int group_put(struct store *store, const struct uuid *site_id, const union content_item *item,
                     int order)
{
    return store_meeting_put(store, site_id, &item->meeting, order);
}

static int group_remove(struct store *store, const struct uuid *site_id, const union content_item *item)
{
    return store_meeting_remove(store, site_id, item->meeting.id);
}

static void group_write(struct writer *writer, const union content_item *item)
{
    write_group(writer, &item->meeting);
}

static void group_read(struct reader *reader, const json_t *object, union content_item *ret_item)
{
    read_group(reader, object, &ret_item->meeting);
}

static int group_check(const struct site *site, const union content_item *item, struct site_fault *ret_fault)
{
    return meeting_check(site, &item->meeting, ret_fault);
}

static bool group_same(const union content_item *a, const union content_item *b)
{
    return strcmp(a->meeting.id, b->meeting.id) == 0;
}

/* ---- the table ---- */

static const struct content_kind kinds[] = {
    {.path = "places",
     .count_max = 64,
     .has_id = true,
     .object = AUDIT_OF_SITE,
     .add_action = "place.add",
     .change_action = "place.change",
     .remove_action = "place.remove",
     .busy = "A kiosk stands there. Move the kiosk first.",
     .list = place_list,
     .put = place_put,
     .remove = place_remove,
     .write = place_write,
     .read = place_read,
     .check = place_check,
     .id = place_id},
    {.path = "coaches",
     .count_max = SITE_COACHES_MAX,
     .has_id = true,
     .object = AUDIT_OF_COACH,
     .add_action = "coach.add",
     .change_action = "coach.change",
     .remove_action = "coach.remove",
     .busy = "This coach still has open requests or a sign-in. Hand over the requests and remove the sign-in "
             "first.",
     .list = coach_list,
     .put = coach_put,
     .remove = coach_remove,
     .write = coach_write,
     .read = coach_read,
     .check = coach_item_check,
     .id = coach_id},
    {.path = "topics",
     .count_max = SITE_TOPICS_MAX,
     .object = AUDIT_OF_SITE,
     .change_action = "topics.change",
     .busy = "Requests name a topic that is not in the new list. Switch it off instead.",
     .list = topic_list,
     .put = topic_put,
     .remove = topic_remove,
     .write = topic_write,
     .read = topic_read,
     .check = topic_item_check,
     .same = topic_same},
    {.path = "resources",
     .count_max = SITE_RESOURCES_MAX,
     .object = AUDIT_OF_SITE,
     .change_action = "resources.change",
     .busy = "It is still needed.",
     .list = resource_list,
     .put = resource_put,
     .remove = resource_remove,
     .write = resource_write,
     .read = resource_read,
     .check = resource_item_check,
     .same = resource_same},
    {.path = "groups",
     .count_max = SITE_MEETINGS_MAX,
     .object = AUDIT_OF_SITE,
     .change_action = "groups.change",
     .busy = "It is still needed.",
     .list = group_list,
     .put = group_put,
     .remove = group_remove,
     .write = group_write,
     .read = group_read,
     .check = group_check,
     .same = group_same},
};

const struct content_kind *content_kind_of_path(const char *path)
{
    static const char prefix[] = "/api/v1/";
    const char *word = path + sizeof prefix - 1;

    if (strncmp(path, prefix, sizeof prefix - 1) != 0)
        return NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = strlen(kinds[i].path);

        if (strncmp(word, kinds[i].path, length) == 0 && (word[length] == '\0' || word[length] == '/'))
            return &kinds[i];
    }
    return NULL;
}
