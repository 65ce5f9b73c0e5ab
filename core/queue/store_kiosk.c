/* Kiosks, the signs dealt to them, and the board each of them shows. */
#include "queue/store_internal.h"

#include "domain/availability.h"

#include <string.h>

#define NUMBERS_OF_A_SIGN (TICKET_NUMBER_MAX - TICKET_NUMBER_MIN + 1)

#define KIOSK_COLUMNS                                                                                        \
    "k.id, k.site, k.name, k.signs, k.seen_at, k.revoked, p.id, p.name, p.detail, k.version, k.outbox"
#define KIOSK_TABLES "kiosk k JOIN place p ON p.id = k.place"

static int kiosk_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_kiosk)
{
    *(struct stored_kiosk *)ret_kiosk = (struct stored_kiosk){
        .id = db_read_uuid(statement, 0),
        .site_id = db_read_uuid(statement, 1),
        .name = db_read_text(statement, 2, arena),
        .signs = (sign_set)sqlite3_column_int(statement, 3),
        .seen_at_ms = sqlite3_column_int64(statement, 4),
        .revoked = sqlite3_column_int(statement, 5) != 0,
        .place = {.id = db_read_uuid(statement, 6),
                  .name = db_read_text(statement, 7, arena),
                  .detail = db_read_text(statement, 8, arena)},
        .version = db_read_text(statement, 9, arena),
        .outbox = sqlite3_column_int(statement, 10),
    };
    return CB_OK;
}

int store_kiosk(struct store *store, const struct uuid *kiosk_id, struct arena *arena,
                struct stored_kiosk *ret_kiosk)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT " KIOSK_COLUMNS " FROM " KIOSK_TABLES " WHERE k.id = ?1");

    db_bind_uuid(statement, 1, kiosk_id);
    return row_read(statement, arena, kiosk_from_row, ret_kiosk);
}

int store_kiosk_by_token(struct store *store, const uint8_t token_hash[32], struct arena *arena,
                         struct stored_kiosk *ret_kiosk)
{
    sqlite3_stmt *statement = db_statement(store->db, "SELECT " KIOSK_COLUMNS " FROM " KIOSK_TABLES
                                                      " WHERE k.token_hash = ?1 AND k.revoked = 0");

    db_bind_blob(statement, 1, token_hash, 32);
    return row_read(statement, arena, kiosk_from_row, ret_kiosk);
}

int store_kiosks(struct store *store, const struct uuid *site_id, struct arena *arena,
                 struct stored_kiosk **ret_kiosks, size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(store->db, "SELECT " KIOSK_COLUMNS " FROM " KIOSK_TABLES
                                                      " WHERE k.site = ?1 ORDER BY k.position");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = rows_read(statement, arena, sizeof **ret_kiosks, kiosk_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_kiosks = rows;
    return error;
}

/* ---- signs ---- */

static int sign_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_sign)
{
    (void)arena;
    *(enum sign *)ret_sign = sign_from_name((const char *)sqlite3_column_text(statement, 0));
    return CB_OK;
}

/* The signs of a kiosk that people hold open tickets with: these stay with it. */
static int read_signs_in_use(struct store *store, const struct stored_kiosk *kiosk, struct arena *arena,
                             sign_set *ret_signs)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT DISTINCT sign FROM request WHERE kiosk = ?1 AND closed_at IS NULL");
    const enum sign *signs = NULL;
    void *rows = NULL;
    size_t count = 0;
    sign_set in_use = 0;
    int error;

    db_bind_uuid(statement, 1, &kiosk->id);
    error = rows_read(statement, arena, sizeof *signs, sign_from_row, &rows, &count);
    if (error != CB_OK)
        return error;
    signs = rows;
    for (size_t i = 0; i < count; i++)
        in_use |= (sign_set)(1u << signs[i]);
    *ret_signs = in_use & kiosk->signs;
    return CB_OK;
}

static int write_signs(struct store *store, const struct uuid *kiosk_id, sign_set signs)
{
    sqlite3_stmt *statement = db_statement(store->db, "UPDATE kiosk SET signs = ?2 WHERE id = ?1");

    db_bind_uuid(statement, 1, kiosk_id);
    db_bind_int(statement, 2, signs);
    return db_run(statement);
}

/* Kiosks keep all their signs while that leaves some for everybody; else only those in use; and if even that
 * leaves a kiosk without any, everything is dealt anew: a ticket that is then made twice is exchanged when it
 * is submitted. */
static int deal(struct store *store, const struct stored_kiosk *kiosks, size_t count, struct arena *arena,
                sign_set *ret_dealt)
{
    sign_set held[TICKET_KIOSKS_MAX] = {0};
    int error;

    for (size_t i = 0; i < count; i++)
        held[i] = kiosks[i].signs;
    error = ticket_deal(held, count, ret_dealt);
    if (error != CB_BUSY)
        return error;
    for (size_t i = 0; i < count; i++) {
        error = read_signs_in_use(store, &kiosks[i], arena, &held[i]);
        if (error != CB_OK)
            return error;
    }
    error = ticket_deal(held, count, ret_dealt);
    if (error != CB_BUSY)
        return error;
    memset(held, 0, sizeof held);
    return ticket_deal(held, count, ret_dealt);
}

static int deal_signs(struct store *store, const struct uuid *site_id)
{
    struct arena arena = ARENA_INIT;
    struct stored_kiosk *kiosks = NULL;
    struct stored_kiosk working[TICKET_KIOSKS_MAX];
    sign_set dealt[TICKET_KIOSKS_MAX];
    size_t count = 0;
    size_t working_count = 0;
    int error = store_kiosks(store, site_id, &arena, &kiosks, &count);

    for (size_t i = 0; error == CB_OK && i < count; i++) {
        if (kiosks[i].revoked)
            continue;
        if (working_count == TICKET_KIOSKS_MAX)
            error = CB_TOO_LARGE;
        else
            working[working_count++] = kiosks[i];
    }
    if (error == CB_OK && working_count > 0)
        error = deal(store, working, working_count, &arena, dealt);
    for (size_t i = 0; error == CB_OK && i < working_count; i++)
        error = write_signs(store, &working[i].id, dealt[i]);
    arena_release(&arena);
    return error;
}

/* ---- changes ---- */

int store_kiosk_put(struct store *store, const struct uuid *site_id, const struct uuid *kiosk_id,
                    const char *name, const struct uuid *place_id)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "INSERT INTO kiosk (id, site, place, position, name)"
                   " VALUES (?1, ?2, ?3, (SELECT count(*) FROM kiosk WHERE site = ?2), ?4)"
                   " ON CONFLICT (id) DO UPDATE SET place = excluded.place, name = excluded.name");
    int error;

    db_bind_uuid(statement, 1, kiosk_id);
    db_bind_uuid(statement, 2, site_id);
    db_bind_uuid(statement, 3, place_id);
    db_bind_text(statement, 4, name);
    error = db_run(statement);
    if (error == CB_OK)
        error = deal_signs(store, site_id);
    return error == CB_OK ? feed_add(store, site_id, FEED_BOARD, NULL) : error;
}

int store_kiosk_set_token(struct store *store, const struct uuid *kiosk_id, const uint8_t token_hash[32])
{
    sqlite3_stmt *statement =
        db_statement(store->db, "UPDATE kiosk SET token_hash = ?2 WHERE id = ?1 AND revoked = 0");

    db_bind_uuid(statement, 1, kiosk_id);
    db_bind_blob(statement, 2, token_hash, 32);
    return db_run_change(statement);
}

static int kiosk_restore(struct store *store, const struct uuid *kiosk_id)
{
    sqlite3_stmt *statement = db_statement(store->db, "UPDATE kiosk SET revoked = 0 WHERE id = ?1");

    db_bind_uuid(statement, 1, kiosk_id);
    return db_run(statement);
}

int store_kiosk_pair(struct store *store, const struct uuid *site_id, const struct uuid *kiosk_id,
                     const char *name, const struct uuid *place_id, const uint8_t token_hash[32])
{
    int error = kiosk_restore(store, kiosk_id);

    if (error == CB_OK)
        error = store_kiosk_put(store, site_id, kiosk_id, name, place_id);
    return error == CB_OK ? store_kiosk_set_token(store, kiosk_id, token_hash) : error;
}

int store_kiosk_revoke(struct store *store, const struct uuid *kiosk_id)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "UPDATE kiosk SET token_hash = NULL, revoked = 1, signs = 0 WHERE id = ?1 RETURNING site");
    struct uuid site_id = {{0}};
    int error;

    db_bind_uuid(statement, 1, kiosk_id);
    error = db_step(statement);
    if (error == CB_OK)
        site_id = db_read_uuid(statement, 0);
    db_done(statement);
    if (error == CB_OK)
        error = deal_signs(store, &site_id);
    return error == CB_OK ? feed_add(store, &site_id, FEED_BOARD, NULL) : error;
}

#define KIOSK_SILENT_MS MINUTE_MS /* six heartbeats */

int store_kiosk_seen(struct store *store, const struct uuid *kiosk_id, int64_t at_ms)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "UPDATE kiosk SET silent_since = CASE WHEN ?2 - seen_at > ?3 THEN seen_at ELSE silent_since END,"
        " seen_at = ?2 WHERE id = ?1");

    db_bind_uuid(statement, 1, kiosk_id);
    db_bind_int(statement, 2, at_ms);
    db_bind_int(statement, 3, KIOSK_SILENT_MS);
    return db_run(statement);
}

int store_kiosk_health(struct store *store, const struct uuid *kiosk_id, const char *version, int outbox)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "UPDATE kiosk SET version = ?2, outbox = ?3 WHERE id = ?1 AND (version <> ?2 OR outbox <> ?3)");

    db_bind_uuid(statement, 1, kiosk_id);
    db_bind_text(statement, 2, version);
    db_bind_int(statement, 3, outbox);
    return db_run(statement);
}

int64_t kiosk_kept_since(struct store *store, const struct uuid *kiosk_id, int64_t now_ms)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT coalesce(CASE WHEN ?2 - seen_at > ?3 THEN seen_at ELSE silent_since "
                                "END, 0) FROM kiosk WHERE id = ?1");
    int64_t since_ms = 0;

    db_bind_uuid(statement, 1, kiosk_id);
    db_bind_int(statement, 2, now_ms);
    db_bind_int(statement, 3, KIOSK_SILENT_MS);
    if (db_step(statement) == CB_OK)
        since_ms = sqlite3_column_int64(statement, 0);
    db_done(statement);
    return since_ms;
}

/* ---- the board ---- */

struct taken_row {
    struct ticket ticket;
    bool open;
};

static int taken_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_row)
{
    struct taken_row *row = ret_row;

    (void)arena;
    row->ticket.sign = sign_from_name((const char *)sqlite3_column_text(statement, 0));
    row->ticket.number = sqlite3_column_int(statement, 1);
    row->open = sqlite3_column_int(statement, 2) != 0;
    return CB_OK;
}

int store_taken(struct store *store, const struct uuid *site_id, sign_set signs, int64_t rest_after_ms,
                struct arena *arena, struct ticket **ret_taken, size_t *ret_count)
{
    /* Open ones first, then those that have rested least. */
    sqlite3_stmt *statement = db_statement(
        store->db, "SELECT sign, number, 1 FROM request WHERE site = ?1 AND closed_at IS NULL UNION ALL"
                   " SELECT sign, number, 0 FROM (SELECT sign, number FROM request"
                   " WHERE site = ?1 AND closed_at > ?2 ORDER BY closed_at DESC LIMIT 1000)");
    size_t quarter_free = (size_t)__builtin_popcount(signs) * NUMBERS_OF_A_SIGN * 3 / 4;
    const struct taken_row *taken;
    struct ticket *tickets;
    void *rows = NULL;
    size_t row_count = 0;
    size_t count = 0;
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_int(statement, 2, rest_after_ms);
    error = rows_read(statement, arena, sizeof *taken, taken_from_row, &rows, &row_count);
    if (error != CB_OK)
        return error;
    taken = rows;
    tickets = arena_array(arena, row_count, sizeof *tickets);
    if (tickets == NULL)
        return CB_NO_MEMORY;
    for (size_t i = 0; i < row_count; i++)
        if ((signs >> taken[i].ticket.sign & 1) != 0 && (taken[i].open || count < quarter_free))
            tickets[count++] = taken[i].ticket;
    *ret_taken = tickets;
    *ret_count = count;
    return CB_OK;
}

/* Topics that are switched off stay in the database for the requests that name them. */
static size_t keep_offered(struct topic *topics, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; topics != NULL && i < count; i++) {
        if (!topics[i].switched_off)
            topics[kept++] = topics[i];
    }
    return kept;
}

/* "At closing time" is promised only by a site that closes, and while somebody confirms what time it is. */
static bool closing_is_known(struct store *store, const struct site *site, int64_t now_ms)
{
    const struct zone *zone;

    return store->now.verified && store_zone(store, site->zone_name, &zone) == CB_OK &&
           closing_time(&site->hours, NULL, 0, zone, now_ms) != 0;
}

static int fill_board(struct store *store, const struct stored_kiosk *kiosk, struct arena *arena,
                      struct board *board)
{
    const struct uuid *site_id = &kiosk->site_id;
    struct coach *coaches = NULL;
    struct topic *topics = NULL;
    struct resource *resources = NULL;
    struct meeting *meetings = NULL;
    struct phone_coach *phone_coaches = NULL;
    int error = store_site(store, site_id, arena, &board->site);

    if (error == CB_OK)
        error = feed_board_revision(store, site_id, &board->revision);
    if (error == CB_OK)
        error = store_coaches(store, site_id, arena, &coaches, &board->coach_count);
    if (error == CB_OK)
        error = store_topics(store, site_id, arena, &topics, &board->topic_count);
    if (error == CB_OK)
        error = store_resources(store, site_id, arena, &resources, &board->resource_count);
    if (error == CB_OK)
        error = store_meetings(store, site_id, arena, &meetings, &board->meeting_count);
    if (error == CB_OK && board->site.settings.calling)
        error =
            store_phone_coaches(store, board->served_at_ms, arena, &phone_coaches, &board->phone_coach_count);
    board->site.settings.erase_at_closing &= closing_is_known(store, &board->site, board->served_at_ms);
    board->coaches = coaches;
    board->topics = topics;
    board->topic_count = keep_offered(topics, board->topic_count);
    board->resources = resources;
    board->meetings = meetings;
    board->phone_coaches = phone_coaches;
    return error;
}

int store_board(struct store *store, const struct uuid *kiosk_id, int64_t now_ms, struct arena *arena,
                struct board *ret_board)
{
    struct stored_kiosk kiosk;
    struct board board = {.served_at_ms = now_ms};
    struct ticket *taken = NULL;
    int error = store_kiosk(store, kiosk_id, arena, &kiosk);

    if (error == CB_OK)
        error = fill_board(store, &kiosk, arena, &board);
    if (error == CB_OK)
        error = store_taken(store, &kiosk.site_id, kiosk.signs, now_ms - TICKET_REST_MS, arena, &taken,
                            &board.taken_count);
    if (error != CB_OK)
        return error;
    board.kiosk_id = kiosk.id;
    board.kiosk_name = kiosk.name;
    board.place = kiosk.place;
    board.signs = kiosk.signs;
    board.taken = taken;
    *ret_board = board;
    return CB_OK;
}
