/* The kinds of content that admins manage, as one table: how each is read from the store, kept, taken away,
 * written as JSON, read and checked. Handlers (admin_routes.c) walk it and know no kind by name. */
#ifndef CB_QUEUE_CONTENT_H
#define CB_QUEUE_CONTENT_H

#include "domain/site_check.h"
#include "queue/audit.h"
#include "queue/store.h"
#include "wire/site_json.h"

union content_item {
    struct place place;
    struct coach coach;
    struct topic topic;
    struct resource resource;
    struct meeting meeting;
};

struct content_kind {
    const char *path; /* the last word of its address: "coaches" */
    size_t count_max;
    bool has_id; /* items have UUIDs and are changed one by one; else the list is changed whole, in order */
    enum audit_object object;
    const char *add_action; /* for the audit log */
    const char *change_action;
    const char *remove_action;
    const char *busy; /* why one cannot be taken away, and what to do */

    /* The items as a list of unions in the arena. */
    int (*list)(struct store *store, const struct uuid *site_id, struct arena *arena,
                union content_item **ret_items, size_t *ret_count);
    int (*put)(struct store *store, const struct uuid *site_id, const union content_item *item, int order);
    int (*remove)(struct store *store, const struct uuid *site_id, const union content_item *item);
    void (*write)(struct writer *writer, const union content_item *item);
    void (*read)(struct reader *reader, const json_t *object, union content_item *ret_item);
    int (*check)(const struct site *site, const union content_item *item, struct site_fault *ret_fault);
    /* With has_id. */
    struct uuid *(*id)(union content_item *item);
    /* Without: whether two items are one and the same, before and after a change. */
    bool (*same)(const union content_item *a, const union content_item *b);
};

/* The kind whose address the path begins with ("/api/v1/coaches…"), or NULL. */
const struct content_kind *content_kind_of_path(const char *path);

#endif
