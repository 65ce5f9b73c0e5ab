/* What admins ask for: the site's settings, its content (content.h), its kiosks and its audit log.
 *
 * Two admins may have the same page open. What is given out bears a tag, a hash of what it says; a change
 * brings the tag it started from, and is refused with what stands there now when that is not it any more. */
#include "domain/site_check.h"
#include "queue/body.h"
#include "queue/content.h"
#include "queue/queue.h"
#include "queue/tag.h"

#include <stdio.h>
#include <string.h>

static void answer_site_fault(struct answer *answer, const struct site_fault *fault)
{
    answer_problem(answer, 422, fault->text, fault->field, NULL);
}

/* ---- items as JSON ---- */

/* The item's own members: what its tag is made of. */
static void item_text(const struct content_kind *kind, const union content_item *item, struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);

    write_object(&writer, NULL);
    kind->write(&writer, item);
    write_object_end(&writer);
}

static void write_item(const struct content_kind *kind, union content_item *item, struct writer *writer)
{
    struct strbuf text = STRBUF_INIT;
    char tag[TAG_TEXT_SIZE];

    write_object(writer, NULL);
    if (kind->has_id) {
        item_text(kind, item, &text);
        tag_of(&text, tag);
        write_uuid(writer, "id", kind->id(item));
        write_text(writer, "tag", tag);
        strbuf_release(&text);
    }
    kind->write(writer, item);
    write_object_end(writer);
}

static void list_text(const struct content_kind *kind, union content_item *items, size_t count,
                      struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);

    write_array(&writer, NULL);
    for (size_t i = 0; i < count; i++)
        write_item(kind, &items[i], &writer);
    write_array_end(&writer);
}

static void answer_list(const struct content_kind *kind, union content_item *items, size_t count,
                        struct answer *answer)
{
    struct writer writer = WRITER_INIT(&answer->body);
    struct strbuf list = STRBUF_INIT;
    char tag[TAG_TEXT_SIZE];

    list_text(kind, items, count, &list);
    tag_of(&list, tag);
    write_object(&writer, NULL);
    write_text(&writer, "tag", tag);
    write_raw(&writer, "items", strbuf_text(&list));
    write_object_end(&writer);
    if (strbuf_failed(&list) || strbuf_failed(&answer->body))
        answer_error(answer, CB_NO_MEMORY);
    else
        answer_json(answer, 200);
    strbuf_release(&list);
}

/* ---- the list of a kind ---- */

struct content {
    const struct content_kind *kind;
    struct site site;
    union content_item *items;
    size_t count;
};

static bool content_open(struct queue *queue, const struct ask *ask, struct answer *answer,
                         struct content *ret_content)
{
    const struct uuid *site_id = &ask->caller.user.site_id;
    struct content content = {.kind = content_kind_of_path(ask->head->path)};
    int error =
        content.kind == NULL ? CB_NOT_FOUND : store_site(queue->store, site_id, ask->arena, &content.site);

    if (error == CB_OK)
        error = content.kind->list(queue->store, site_id, ask->arena, &content.items, &content.count);
    if (error != CB_OK)
        answer_error(answer, error);
    else
        *ret_content = content;
    return error == CB_OK;
}

static union content_item *content_find(const struct content *content, const struct uuid *id)
{
    for (size_t i = 0; i < content->count; i++) {
        if (uuid_equal(content->kind->id(&content->items[i]), id))
            return &content->items[i];
    }
    return NULL;
}

void admin_list(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct content content;

    if (content_open(queue, ask, answer, &content))
        answer_list(content.kind, content.items, content.count, answer);
}

/* ---- one item ---- */

static void answer_item(const struct content_kind *kind, union content_item *item, int status,
                        struct answer *answer)
{
    struct writer writer = WRITER_INIT(&answer->body);

    write_item(kind, item, &writer);
    answer_written(answer, status);
}

/* Reads and checks the body's item; false with an answer. */
static bool read_checked(const struct content *content, struct body *body, const json_t *object,
                         union content_item *item, struct answer *answer)
{
    struct site_fault fault;

    content->kind->read(&body->reader, object, item);
    if (!body_is_right(body, answer))
        return false;
    if (content->kind->check(&content->site, item, &fault) == CB_OK)
        return true;
    answer_site_fault(answer, &fault);
    return false;
}

static void keep_item(struct queue *queue, const struct ask *ask, const struct content *content,
                      union content_item *item, int order, bool is_new, struct answer *answer)
{
    const struct content_kind *kind = content->kind;
    int error = store_mark(queue->store);

    if (error == CB_OK)
        error = kind->put(queue->store, &content->site.id, item, order);
    if (error == CB_OK)
        error = queue_audit(queue, ask, is_new ? kind->add_action : kind->change_action, kind->object,
                            kind->id(item), NULL);
    if (queue_settle(queue, answer, error))
        answer_item(kind, item, is_new ? 201 : 200, answer);
    else if (error == CB_CONFLICT)
        answer_problem(answer, 409, "There is one by that name already.", "name", NULL);
}

void admin_add(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct content content;
    union content_item item = {0};
    struct body body;

    if (!content_open(queue, ask, answer, &content))
        return;
    if (content.count >= content.kind->count_max) {
        answer_problem(answer, 409, "There is no room for more of these.", NULL, NULL);
        return;
    }
    if (!body_open(ask, answer, &body))
        return;
    *content.kind->id(&item) = uuid_make(queue->random);
    if (read_checked(&content, &body, body.root, &item, answer))
        keep_item(queue, ask, &content, &item, (int)content.count, true, answer);
    body_close(&body);
}

static void change_item(struct queue *queue, const struct ask *ask, const struct content *content,
                        union content_item *item, struct body *body, struct answer *answer)
{
    struct strbuf current = STRBUF_INIT;
    int order = (int)(item - content->items);

    item_text(content->kind, item, &current);
    if (tag_fits(body, &current, answer) && read_checked(content, body, body->root, item, answer))
        keep_item(queue, ask, content, item, order, false, answer);
    strbuf_release(&current);
}

void admin_change(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct content content;
    union content_item *item;
    struct body body;

    if (!content_open(queue, ask, answer, &content))
        return;
    item = content_find(&content, &ask->id);
    if (item == NULL) {
        answer_error(answer, CB_NOT_FOUND);
        return;
    }
    if (!body_open(ask, answer, &body))
        return;
    change_item(queue, ask, &content, item, &body, answer);
    body_close(&body);
}

void admin_remove(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct content content;
    union content_item *item;
    int error;

    if (!content_open(queue, ask, answer, &content))
        return;
    item = content_find(&content, &ask->id);
    if (item == NULL) {
        answer_error(answer, CB_NOT_FOUND);
        return;
    }
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = content.kind->remove(queue->store, &content.site.id, item);
    if (error == CB_OK)
        error = queue_audit(queue, ask, content.kind->remove_action, content.kind->object, &ask->id, NULL);
    if (queue_settle(queue, answer, error))
        answer_nothing(answer);
    else if (error == CB_BUSY)
        answer_problem(answer, 409, content.kind->busy, NULL, NULL);
}

/* ---- a list changed whole ---- */

static bool list_has(const struct content_kind *kind, const union content_item *items, size_t count,
                     const union content_item *item)
{
    for (size_t i = 0; i < count; i++) {
        if (kind->same(&items[i], item))
            return true;
    }
    return false;
}

/* The new list; NULL with an answer when one of its items is wrong. */
static union content_item *read_items(const struct content *content, struct body *body, struct answer *answer,
                                      size_t *ret_count)
{
    const struct content_kind *kind = content->kind;
    const json_t *list = read_array(&body->reader, body->root, "items", kind->count_max);
    union content_item *items = read_room(&body->reader, json_array_size(list) + 1, sizeof *items);
    bool is_good = items != NULL;

    READ_EACH (&body->reader, list, "items", i, entry) {
        is_good = is_good && read_checked(content, body, entry, &items[i], answer);
        if (is_good && list_has(kind, items, i, &items[i])) {
            answer_problem(answer, 422, "One of them is in the list twice.", "items", NULL);
            is_good = false;
        }
    }
    if (is_good)
        *ret_count = json_array_size(list);
    return body_is_right(body, answer) && is_good ? items : NULL;
}

static int replace_list(struct queue *queue, const struct content *content, const union content_item *items,
                        size_t count)
{
    const struct content_kind *kind = content->kind;
    int error = CB_OK;

    for (size_t i = 0; error == CB_OK && i < content->count; i++) {
        if (!list_has(kind, items, count, &content->items[i]))
            error = kind->remove(queue->store, &content->site.id, &content->items[i]);
    }
    for (size_t i = 0; error == CB_OK && i < count; i++)
        error = kind->put(queue->store, &content->site.id, &items[i], (int)i);
    return error;
}

static void keep_list(struct queue *queue, const struct ask *ask, const struct content *content,
                      struct body *body, struct answer *answer)
{
    size_t count = 0;
    union content_item *items = read_items(content, body, answer, &count);
    int error;

    if (items == NULL)
        return;
    error = store_mark(queue->store);
    if (error == CB_OK)
        error = replace_list(queue, content, items, count);
    if (error == CB_OK)
        error = queue_audit(queue, ask, content->kind->change_action, content->kind->object,
                            &content->site.id, NULL);
    if (queue_settle(queue, answer, error))
        answer_list(content->kind, items, count, answer);
    else if (error == CB_BUSY)
        answer_problem(answer, 409, content->kind->busy, "items", NULL);
}

void admin_change_list(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct strbuf current = STRBUF_INIT;
    struct content content;
    struct body body;

    if (!content_open(queue, ask, answer, &content) || !body_open(ask, answer, &body))
        return;
    list_text(content.kind, content.items, content.count, &current);
    if (tag_fits(&body, &current, answer))
        keep_list(queue, ask, &content, &body, answer);
    body_close(&body);
    strbuf_release(&current);
}

/* ---- the site itself ---- */

static void site_text(const struct site *site, struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);

    write_object(&writer, NULL);
    write_site(&writer, site);
    write_object_end(&writer);
}

static void answer_site(const struct site *site, struct answer *answer)
{
    struct writer writer = WRITER_INIT(&answer->body);
    struct strbuf text = STRBUF_INIT;
    char tag[TAG_TEXT_SIZE];

    site_text(site, &text);
    tag_of(&text, tag);
    write_object(&writer, NULL);
    write_uuid(&writer, "id", &site->id);
    write_text(&writer, "tag", tag);
    write_site(&writer, site);
    write_object_end(&writer);
    if (strbuf_failed(&text) || strbuf_failed(&answer->body))
        answer_error(answer, CB_NO_MEMORY);
    else
        answer_json(answer, 200);
    strbuf_release(&text);
}

void admin_settings(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct site site;
    int error = store_site(queue->store, &ask->caller.user.site_id, ask->arena, &site);

    if (error == CB_OK)
        answer_site(&site, answer);
    else
        answer_error(answer, error);
}

/* A request records which words the person could read: new words are a new version. */
static int notice_version_after(const struct site_settings *before, const struct site_settings *after)
{
    bool same = label_equal(&before->notice, &after->notice) && before->in_chart == after->in_chart &&
                before->supervisors_see == after->supervisors_see &&
                before->erase_at_closing == after->erase_at_closing;

    return before->notice_version + (same ? 0 : 1);
}

static void keep_site(struct queue *queue, const struct ask *ask, const struct site *site,
                      struct answer *answer)
{
    int error = store_mark(queue->store);

    if (error == CB_OK)
        error = store_site_put(queue->store, site);
    if (error == CB_OK)
        error = queue_audit(queue, ask, "settings.change", AUDIT_OF_SITE, &site->id, NULL);
    if (queue_settle(queue, answer, error)) {
        queue_zone_changed(queue, &site->id);
        answer_site(site, answer);
    } else if (error == CB_CONFLICT) {
        answer_problem(answer, 409, "Another site goes by that short name.", "short_name", NULL);
    }
}

static void change_site(struct queue *queue, const struct ask *ask, struct site *site, struct body *body,
                        struct answer *answer)
{
    struct site_settings before = site->settings;
    struct site_fault fault;
    struct zone *zone = NULL;

    read_site(&body->reader, body->root, site);
    if (!body_is_right(body, answer))
        return;
    site->settings.notice_version = notice_version_after(&before, &site->settings);
    if (site_check(site, &fault) != CB_OK) {
        answer_site_fault(answer, &fault);
        return;
    }
    if (zone_load(site->zone_name, &zone) != CB_OK) {
        answer_problem(answer, 422, "There is no such time zone. One is America/New_York.", "time_zone",
                       NULL);
        return;
    }
    zone_free(zone);
    keep_site(queue, ask, site, answer);
}

void admin_change_settings(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct strbuf current = STRBUF_INIT;
    struct site site;
    struct body body;
    int error = store_site(queue->store, &ask->caller.user.site_id, ask->arena, &site);

    if (error != CB_OK) {
        answer_error(answer, error);
        return;
    }
    if (!body_open(ask, answer, &body))
        return;
    site_text(&site, &current);
    if (tag_fits(&body, &current, answer))
        change_site(queue, ask, &site, &body, answer);
    body_close(&body);
    strbuf_release(&current);
}
