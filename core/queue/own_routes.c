/* A coach's own time, boundaries and card. They change what is theirs: hours and days off, what they help
 * with, how many people at one time, when their page is silent, languages, pronouns, portrait. Their name and
 * phone, and the boundaries that are the site's rule, stay as the admin has them, whatever the body says. */
#include "domain/site_check.h"
#include "queue/queue.h"
#include "queue/tag.h"
#include "wire/site_json.h"

#define CHOICES_MAX 64

struct own {
    struct site site;
    struct coach *coaches;
    size_t count;
    size_t mine; /* the index, which is also the order */
};

static int own_open(struct queue *queue, const struct ask *ask, struct own *ret_own)
{
    const struct stored_user *user = &ask->caller.user;
    int error = store_site(queue->store, &user->site_id, ask->arena, &ret_own->site);

    if (error == CB_OK)
        error = store_coaches(queue->store, &user->site_id, ask->arena, &ret_own->coaches, &ret_own->count);
    for (size_t i = 0; error == CB_OK && i < ret_own->count; i++) {
        if (!uuid_equal(&ret_own->coaches[i].id, &user->coach_id))
            continue;
        ret_own->mine = i;
        return CB_OK;
    }
    return error == CB_OK ? CB_NOT_FOUND : error;
}

static bool open_or_answer(struct queue *queue, const struct ask *ask, struct answer *answer,
                           struct own *ret_own)
{
    int error = own_open(queue, ask, ret_own);

    if (error == CB_NOT_FOUND)
        answer_problem(answer, 404, "You are not a coach here, so there is nothing to set.", NULL, NULL);
    else if (error != CB_OK)
        answer_error(answer, error);
    return error == CB_OK;
}

static void coach_text(const struct coach *coach, struct strbuf *out)
{
    struct writer writer = WRITER_INIT(out);

    write_object(&writer, NULL);
    write_coach(&writer, coach);
    write_object_end(&writer);
}

/* ---- what there is to choose from: whatever any coach of the site has chosen ---- */

static bool list_has(const struct boundary *list, size_t count, const struct boundary *boundary)
{
    for (size_t i = 0; i < count; i++) {
        if (label_equal(&list[i].label, &boundary->label))
            return true;
    }
    return false;
}

static size_t add_choices(struct boundary *choices, size_t count, const struct boundary *list, size_t length)
{
    for (size_t i = 0; i < length && count < CHOICES_MAX; i++) {
        if (!list_has(choices, count, &list[i]))
            choices[count++] = list[i];
    }
    return count;
}

static void write_choices(struct writer *writer, const struct own *own)
{
    struct boundary can[CHOICES_MAX];
    struct boundary cannot[CHOICES_MAX];
    struct boundaries choices = {.can = can, .cannot = cannot};

    for (size_t i = 0; i < own->count; i++) {
        /* One's own come first, in one's own order. */
        const struct boundaries *of = &own->coaches[(own->mine + i) % own->count].boundaries;

        choices.can_count = add_choices(can, choices.can_count, of->can, of->can_count);
        choices.cannot_count = add_choices(cannot, choices.cannot_count, of->cannot, of->cannot_count);
    }
    for (size_t i = 0; i < choices.cannot_count; i++)
        cannot[i].locked = false;
    write_object(writer, "choices");
    write_boundaries(writer, &choices);
    write_object_end(writer);
}

static void answer_own(const struct own *own, struct answer *answer)
{
    const struct coach *coach = &own->coaches[own->mine];
    struct writer writer = WRITER_INIT(&answer->body);
    struct strbuf text = STRBUF_INIT;
    char tag[TAG_TEXT_SIZE];

    coach_text(coach, &text);
    tag_of(&text, tag);
    write_object(&writer, NULL);
    write_text(&writer, "tag", tag);
    write_coach(&writer, coach);
    write_choices(&writer, own);
    write_object_end(&writer);
    if (strbuf_failed(&text) || strbuf_failed(&answer->body))
        answer_error(answer, CB_NO_MEMORY);
    else
        answer_json(answer, 200);
    strbuf_release(&text);
}

void own_boundaries(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct own own;

    if (open_or_answer(queue, ask, answer, &own))
        answer_own(&own, answer);
}

/* ---- changing it ---- */

/* The site's rules first, then what the coach chose; nobody locks a boundary but an admin. */
static int keep_rules(struct reader *reader, const struct boundaries *before, struct boundaries *wish)
{
    size_t count = 0;
    struct boundary *merged =
        read_room(reader, before->cannot_count + wish->cannot_count + 1, sizeof *merged);

    if (merged == NULL)
        return CB_NO_MEMORY;
    for (size_t i = 0; i < before->cannot_count; i++) {
        if (before->cannot[i].locked)
            merged[count++] = before->cannot[i];
    }
    for (size_t i = 0; i < wish->cannot_count; i++) {
        if (list_has(merged, count, &wish->cannot[i]))
            continue;
        merged[count] = wish->cannot[i];
        merged[count++].locked = false;
    }
    wish->cannot = merged;
    wish->cannot_count = count;
    return CB_OK;
}

/* The coach as they wish to be; false with an answer. */
static bool read_wish(const struct own *own, struct body *body, struct coach *ret_coach,
                      struct answer *answer)
{
    const struct coach *before = &own->coaches[own->mine];
    struct coach wish = *before;
    struct site_fault fault;

    read_coach(&body->reader, body->root, &wish);
    wish.name = before->name;
    wish.phone = before->phone;
    wish.card_name = before->card_name;
    if (!body_is_right(body, answer))
        return false;
    if (keep_rules(&body->reader, &before->boundaries, &wish.boundaries) != CB_OK) {
        answer_error(answer, CB_NO_MEMORY);
        return false;
    }
    if (coach_check(&own->site, &wish, &fault) != CB_OK) {
        answer_problem(answer, 422, fault.text, fault.field, NULL);
        return false;
    }
    *ret_coach = wish;
    return true;
}

static void keep_own(struct queue *queue, const struct ask *ask, struct own *own, struct answer *answer)
{
    const struct coach *coach = &own->coaches[own->mine];
    int error = store_mark(queue->store);

    if (error == CB_OK)
        error = store_coach_put(queue->store, &own->site.id, coach, (int)own->mine);
    if (error == CB_OK)
        error = queue_audit(queue, ask, "coach.change_own", AUDIT_OF_COACH, &coach->id, NULL);
    if (queue_settle(queue, answer, error))
        answer_own(own, answer);
}

void own_change_boundaries(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct strbuf current = STRBUF_INIT;
    struct body body;
    struct own own;

    if (!open_or_answer(queue, ask, answer, &own) || !body_open(ask, answer, &body))
        return;
    coach_text(&own.coaches[own.mine], &current);
    if (tag_fits(&body, &current, answer) && read_wish(&own, &body, &own.coaches[own.mine], answer))
        keep_own(queue, ask, &own, answer);
    body_close(&body);
    strbuf_release(&current);
}
