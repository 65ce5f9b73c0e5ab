/* Requests as staff pages and kiosks see them: with names, place, and how many people are ahead. */
#include "queue/store_internal.h"

#include <string.h>

#define LISTED_COLUMNS                                                                                       \
    REQUEST_COLUMNS                                                                                          \
    ", r.topics, r.language, k.name, p.id, p.name, p.detail, w.name, h.name, r.former_holder, "              \
    "f.name, r.sealed IS NOT NULL, r.preference, r.due_from, r.due_until, r.opened_at, "                     \
    "r.told_at, r.source"
#define LISTED_TABLES                                                                                        \
    "request r LEFT JOIN kiosk k ON k.id = r.kiosk LEFT JOIN place p ON p.id = k.place"                      \
    " LEFT JOIN coach w ON w.id = r.wanted LEFT JOIN coach h ON h.id = r.holder"                             \
    " LEFT JOIN coach f ON f.id = r.former_holder"

/* Cuts "talk basics " into its ids. */
static int read_topics(sqlite3_stmt *statement, int column, struct arena *arena,
                       struct stored_request *request)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    char *copy = arena_copy_text(arena, text == NULL ? "" : text);
    char *rest = copy;
    char *topic;

    if (copy == NULL)
        return CB_NO_MEMORY;
    while (request->topic_count < REQUEST_TOPICS_MAX && (topic = strsep(&rest, " ")) != NULL)
        if (*topic != '\0')
            request->topics[request->topic_count++] = topic;
    return CB_OK;
}

static int listed_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_request)
{
    enum {
        FIRST = REQUEST_COLUMN_COUNT
    };
    struct stored_request listed = {
        .language = db_read_text(statement, FIRST + 1, arena),
        .kiosk_name = db_read_text(statement, FIRST + 2, arena),
        .place = {.id = db_read_uuid(statement, FIRST + 3),
                  .name = db_read_text(statement, FIRST + 4, arena),
                  .detail = db_read_text(statement, FIRST + 5, arena)},
        .wanted_name = db_read_text(statement, FIRST + 6, arena),
        .holder_name = db_read_text(statement, FIRST + 7, arena),
        .former_holder_id = db_read_uuid(statement, FIRST + 8),
        .former_holder_name = db_read_text(statement, FIRST + 9, arena),
        .has_sealed = sqlite3_column_int(statement, FIRST + 10) != 0,
        .preference = db_read_text(statement, FIRST + 11, arena),
        .source = db_read_text(statement, FIRST + 16, arena),
        .due_from_ms = sqlite3_column_int64(statement, FIRST + 12),
        .due_until_ms = sqlite3_column_int64(statement, FIRST + 13),
        .opened_at_ms = sqlite3_column_int64(statement, FIRST + 14),
        .told_at_ms = sqlite3_column_int64(statement, FIRST + 15),
    };
    int error = request_from_row(statement, &listed.request);

    if (error == CB_OK)
        error = read_topics(statement, FIRST, arena, &listed);
    if (error == CB_OK)
        *(struct stored_request *)ret_request = listed;
    return error;
}

/* Callbacks wait for their own time, not in this line. */
static bool waits_in_line(const struct request *request)
{
    return request->state == REQUEST_WAITING && request->kind == REQUEST_WALK_IN;
}

static int count_ahead(struct store *store, const struct request *request, int *ret_ahead)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "SELECT count(*) FROM request WHERE site = ?1 AND closed_at IS NULL AND state = 'waiting'"
                   " AND kind = 'walk_in' AND (place_at, id) < (?2, ?3) AND (wanted IS NULL OR wanted = ?4)");
    int error;

    db_bind_uuid(statement, 1, &request->site_id);
    db_bind_int(statement, 2, request->place_ms);
    db_bind_uuid(statement, 3, &request->id);
    db_bind_uuid(statement, 4, &request->wanted_coach_id);
    error = db_step(statement);
    if (error == CB_OK)
        *ret_ahead = sqlite3_column_int(statement, 0);
    db_done(statement);
    return error;
}

int store_request(struct store *store, const struct uuid *request_id, int64_t now_ms, struct arena *arena,
                  struct stored_request *ret_request)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT " LISTED_COLUMNS " FROM " LISTED_TABLES " WHERE r.id = ?1");
    struct stored_request listed;
    int error;

    (void)now_ms;
    db_bind_uuid(statement, 1, request_id);
    error = row_read(statement, arena, listed_from_row, &listed);
    if (error == CB_OK && waits_in_line(&listed.request))
        error = count_ahead(store, &listed.request, &listed.ahead);
    if (error == CB_OK)
        *ret_request = listed;
    return error;
}

/* How many wait so far for any coach, and for each one. */
struct line {
    int any;
    struct uuid coach_ids[SITE_COACHES_MAX];
    int counts[SITE_COACHES_MAX];
    size_t coach_count;
};

static int *count_for(struct line *line, const struct uuid *coach_id)
{
    size_t i = 0;

    if (uuid_is_none(coach_id))
        return &line->any;
    while (i < line->coach_count && !uuid_equal(&line->coach_ids[i], coach_id))
        i++;
    if (i == SITE_COACHES_MAX)
        return NULL;
    if (i == line->coach_count)
        line->coach_ids[line->coach_count++] = *coach_id;
    return &line->counts[i];
}

/* The same numbers as count_ahead gives, in one walk down the ordered list. */
static void number_line(struct stored_request *requests, size_t count)
{
    struct line line = {0};

    for (size_t i = 0; i < count; i++) {
        const struct request *request = &requests[i].request;
        int *waiting;

        if (!waits_in_line(request))
            continue;
        waiting = count_for(&line, &request->wanted_coach_id);
        if (waiting == NULL)
            continue;
        requests[i].ahead = waiting == &line.any ? line.any : line.any + *waiting;
        ++*waiting;
    }
}

int store_requests(struct store *store, const struct uuid *site_id, int64_t closed_after_ms, int64_t now_ms,
                   struct arena *arena, struct stored_request **ret_requests, size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(store->db, "SELECT " LISTED_COLUMNS " FROM " LISTED_TABLES
                                                      " WHERE r.site = ?1 AND r.closed_at IS NULL UNION ALL"
                                                      " SELECT " LISTED_COLUMNS " FROM " LISTED_TABLES
                                                      " WHERE r.site = ?1 AND r.closed_at > ?2"
                                                      " ORDER BY 14, 1"); /* place_at, id */
    void *rows = NULL;
    int error;

    (void)now_ms;
    db_bind_uuid(statement, 1, site_id);
    db_bind_int(statement, 2, closed_after_ms);
    error = rows_read(statement, arena, sizeof **ret_requests, listed_from_row, &rows, ret_count);
    if (error != CB_OK)
        return error;
    number_line(rows, *ret_count);
    *ret_requests = rows;
    return CB_OK;
}

static int held_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_request)
{
    (void)arena;
    return request_from_row(statement, ret_request);
}

int store_held(struct store *store, const struct uuid *coach_id, struct arena *arena,
               struct request **ret_requests, size_t *ret_count)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT " REQUEST_COLUMNS
                                " FROM request r WHERE r.holder = ?1 AND r.closed_at IS NULL ORDER BY r.id");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, coach_id);
    error = rows_read(statement, arena, sizeof **ret_requests, held_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_requests = rows;
    return error;
}

int store_sealed(struct store *store, const struct uuid *request_id, uint8_t ret_sealed[SEALED_SIZE],
                 uint8_t ret_epoch[EPOCH_ID_SIZE])
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT sealed, epoch FROM request WHERE id = ?1 AND sealed IS NOT NULL");
    int error;

    db_bind_uuid(statement, 1, request_id);
    error = db_step(statement);
    if (error == CB_OK)
        error = db_read_blob(statement, 1, ret_epoch, EPOCH_ID_SIZE);
    if (error == CB_OK)
        error = db_read_blob(statement, 0, ret_sealed, SEALED_SIZE);
    db_done(statement);
    return error;
}

static int epoch_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_id)
{
    (void)arena;
    return db_read_blob(statement, 0, ret_id, EPOCH_ID_SIZE);
}

int store_epochs_needed(struct store *store, const struct uuid *site_id, struct arena *arena,
                        uint8_t (**ret_ids)[EPOCH_ID_SIZE], size_t *ret_count)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT DISTINCT epoch FROM request WHERE site = ?1 AND sealed IS NOT NULL");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = rows_read(statement, arena, EPOCH_ID_SIZE, epoch_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_ids = rows;
    return error;
}
