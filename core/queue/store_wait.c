/* What the wait range is made from: how long things took here lately, who is here, and who is ahead. */
#include "queue/store_internal.h"

#include <string.h>

/* A walk-in asked for in the morning does not tell what a gap is in the evening. */
#define GAP_MAX_MS (4 * HOUR_MS)

/* ---- lately ---- */

/* One visit that ended. */
struct visit {
    struct uuid holder_id;
    int64_t asked_at_ms;
    int64_t started_at_ms;
    int64_t ended_at_ms;
};

static int visit_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_visit)
{
    (void)arena;
    *(struct visit *)ret_visit = (struct visit){
        .holder_id = db_read_uuid(statement, 0),
        .asked_at_ms = sqlite3_column_int64(statement, 1),
        .started_at_ms = sqlite3_column_int64(statement, 2),
        .ended_at_ms = sqlite3_column_int64(statement, 3),
    };
    return CB_OK;
}

/* Newest first. */
static int read_visits(struct store *store, const struct uuid *site_id, struct arena *arena,
                       struct visit **ret_visits, size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "SELECT closed_from_holder, asked_at,"
        " (SELECT max(e.at) FROM request_event e WHERE e.request = r.id AND e.step = 'with_patient'),"
        " closed_at FROM request r WHERE site = ?1 AND closed_at IS NOT NULL AND closed_from = 'with_patient'"
        " ORDER BY closed_at DESC LIMIT ?2");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_int(statement, 2, WAIT_SAMPLES_MAX);
    error = rows_read(statement, arena, sizeof **ret_visits, visit_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_visits = rows;
    return error;
}

/* From the same coach's visit before, when the person of this one was waiting by its end. */
static int64_t gap_before(const struct visit *visits, size_t count, size_t i)
{
    int64_t gap_ms;

    for (size_t before = i + 1; before < count; before++) {
        if (!uuid_equal(&visits[before].holder_id, &visits[i].holder_id))
            continue;
        gap_ms = visits[i].started_at_ms - visits[before].ended_at_ms;
        return visits[i].asked_at_ms <= visits[before].ended_at_ms && gap_ms <= GAP_MAX_MS ? gap_ms : -1;
    }
    return -1;
}

static int add_visits(struct store *store, const struct uuid *site_id, struct arena *arena,
                      struct wait_history *history)
{
    struct visit *visits;
    size_t count;
    int error = read_visits(store, site_id, arena, &visits, &count);

    for (size_t i = error == CB_OK ? count : 0; i-- > 0;) {
        wait_samples_add(&history->sessions, visits[i].ended_at_ms - visits[i].started_at_ms);
        wait_samples_add(&history->gaps, gap_before(visits, count, i));
    }
    return error;
}

static int add_absences(struct store *store, const struct uuid *site_id, struct wait_history *history)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "SELECT b.at, (SELECT min(e.at) FROM presence_event e WHERE e.coach = b.coach AND e.at > b.at)"
        " FROM presence_event b WHERE b.site = ?1 AND b.kind = 'break' ORDER BY b.at DESC LIMIT ?2");
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_int(statement, 2, WAIT_SAMPLES_MAX);
    while ((error = db_step(statement)) == CB_OK) {
        /* One that was never ended tells nothing: the coach forgot, or is still away. */
        int64_t length_ms = sqlite3_column_int64(statement, 1) - sqlite3_column_int64(statement, 0);

        if (sqlite3_column_type(statement, 1) != SQLITE_NULL && length_ms <= GAP_MAX_MS)
            wait_samples_add(&history->absences, length_ms);
    }
    db_done(statement);
    return error == CB_NOT_FOUND ? CB_OK : error;
}

static int count_left(struct store *store, const struct uuid *site_id, struct wait_history *history)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "SELECT count(*), total(closed_from <> 'with_patient' AND outcome IN ('cancelled', "
                   "'left', 'not_found'))"
                   " FROM (SELECT closed_from, outcome FROM request WHERE site = ?1 AND closed_at IS NOT NULL"
                   " AND kind = 'walk_in' ORDER BY closed_at DESC LIMIT ?2)");
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_int(statement, 2, WAIT_SAMPLES_MAX);
    error = db_step(statement);
    if (error == CB_OK) {
        history->asked = sqlite3_column_int(statement, 0);
        history->left = sqlite3_column_int(statement, 1);
    }
    db_done(statement);
    return error;
}

int store_wait_history(struct store *store, const struct uuid *site_id, struct arena *arena,
                       struct wait_history *ret_history)
{
    struct wait_history history = {.stretch_permille = WAIT_STRETCH_PERMILLE};
    int error = add_visits(store, site_id, arena, &history);

    if (error == CB_OK)
        error = add_absences(store, site_id, &history);
    if (error == CB_OK)
        error = count_left(store, site_id, &history);
    if (error == CB_OK)
        *ret_history = history;
    return error;
}

/* ---- now ---- */

struct here {
    struct uuid coach_id;
    struct presence presence;
    int64_t said_at_ms;     /* the presence; 0: not known */
    int64_t visit_ended_ms; /* the last one; 0: none */
    enum request_state held;
    int64_t held_since_ms; /* 0: nothing is held */
};

/* What a coach holds that is furthest on tells what they are doing. */
static const char here_sql[] =
    "SELECT c.id, c.presence, c.presence_until, c.presence_back,"
    " (SELECT max(e.at) FROM presence_event e WHERE e.coach = c.id),"
    " (SELECT max(r.closed_at) FROM request r WHERE r.site = c.site AND r.closed_at > ?3"
    "   AND r.closed_from_holder = c.id AND r.closed_from = 'with_patient'),"
    " o.state, o.state_since"
    " FROM coach c LEFT JOIN request o ON o.id = (SELECT r.id FROM request r WHERE r.site = c.site"
    "   AND r.closed_at IS NULL AND r.state <> 'waiting' AND r.holder = c.id"
    "   ORDER BY r.state = 'with_patient' DESC, r.state_since LIMIT 1)"
    " WHERE c.site = ?1 AND c.presence_until > ?2 AND (c.presence = 'here' OR c.presence = 'with_someone'"
    " OR c.presence = 'break')"
    " ORDER BY c.position LIMIT ?4";

static int here_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_here)
{
    struct here here = {
        .coach_id = db_read_uuid(statement, 0),
        .presence = {.until_ms = sqlite3_column_int64(statement, 2),
                     .back_at_ms = sqlite3_column_int64(statement, 3)},
        .said_at_ms = sqlite3_column_int64(statement, 4),
        .visit_ended_ms = sqlite3_column_int64(statement, 5),
        .held_since_ms = sqlite3_column_int64(statement, 7),
    };
    const char *held = db_read_text(statement, 6, arena);

    if (presence_from_name((const char *)sqlite3_column_text(statement, 1), &here.presence.kind) != CB_OK)
        return CB_DAMAGED;
    if (held[0] != '\0' && request_state_from_name(held, &here.held) != CB_OK)
        return CB_DAMAGED;
    *(struct here *)ret_here = here;
    return CB_OK;
}

static int read_here(struct store *store, const struct uuid *site_id, int64_t now_ms, struct arena *arena,
                     struct here **ret_here, size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(store->db, here_sql);
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_int(statement, 2, now_ms);
    db_bind_int(statement, 3, now_ms - GAP_MAX_MS);
    db_bind_int(statement, 4, SITE_COACHES_MAX);
    error = rows_read(statement, arena, sizeof **ret_here, here_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_here = rows;
    return error;
}

static int64_t later_of(int64_t a_ms, int64_t b_ms)
{
    return a_ms > b_ms ? a_ms : b_ms;
}

static struct wait_coach coach_now(const struct here *here, int64_t waiting_since_ms, int64_t now_ms)
{
    struct wait_coach coach = {.leaves_in_ms = here->presence.until_ms - now_ms};
    int64_t since_ms = here->said_at_ms;

    if (here->held_since_ms > 0 && here->held == REQUEST_WITH_PATIENT) {
        coach.state = WAIT_COACH_BUSY;
        since_ms = here->held_since_ms;
    } else if (here->presence.kind == PRESENCE_BREAK) {
        coach.state = WAIT_COACH_AWAY;
    } else if (here->held_since_ms > 0) {
        coach.state = WAIT_COACH_COMING;
        since_ms = here->held_since_ms;
    } else if (here->presence.kind == PRESENCE_WITH_SOMEONE) {
        coach.state = WAIT_COACH_BUSY;
    } else {
        coach.state = WAIT_COACH_IDLE;
        since_ms = waiting_since_ms == 0
                       ? now_ms
                       : later_of(waiting_since_ms, later_of(here->said_at_ms, here->visit_ended_ms));
    }
    if (coach.state == WAIT_COACH_AWAY && here->presence.back_at_ms > now_ms)
        coach.back_in_ms = here->presence.back_at_ms - now_ms;
    coach.since_ms = since_ms > 0 && since_ms < now_ms ? now_ms - since_ms : 0;
    return coach;
}

#define NOT_HERE (-2)
static int index_of(const struct here *here, size_t count, const struct uuid *coach_id)
{
    if (uuid_is_none(coach_id))
        return WAIT_ANY_COACH;
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(&here[i].coach_id, coach_id))
            return (int)i;
    return NOT_HERE;
}

/* People ahead who want a coach that is not here keep nobody else waiting. */
static int read_ahead(struct store *store, const struct request *request, const struct here *here,
                      size_t here_count, struct wait_line *line, int64_t *ret_waiting_since_ms)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT wanted, asked_at FROM request WHERE site = ?1 AND closed_at IS NULL"
                                " AND (place_at, id) < (?2, ?3) AND state = 'waiting' AND kind = 'walk_in'"
                                " ORDER BY place_at, id");
    int64_t waiting_since_ms = 0;
    int error;

    db_bind_uuid(statement, 1, &request->site_id);
    db_bind_int(statement, 2, request->place_ms);
    db_bind_uuid(statement, 3, &request->id);
    while ((error = db_step(statement)) == CB_OK && line->ahead <= WAIT_PEOPLE_MAX) {
        struct uuid wanted = db_read_uuid(statement, 0);
        int index = index_of(here, here_count, &wanted);

        if (index == NOT_HERE)
            continue;
        if (waiting_since_ms == 0)
            waiting_since_ms = sqlite3_column_int64(statement, 1);
        if (line->ahead < WAIT_PEOPLE_MAX)
            line->wanted[line->ahead] = index;
        line->ahead++;
    }
    db_done(statement);
    *ret_waiting_since_ms = waiting_since_ms;
    return error == CB_NOT_FOUND ? CB_OK : error;
}

int store_wait_line(struct store *store, const struct request *request, int64_t now_ms, struct arena *arena,
                    struct wait_line *ret_line)
{
    struct wait_line line = {.coach_count = 0};
    struct here *here;
    size_t here_count;
    int64_t waiting_since_ms;
    int error = read_here(store, &request->site_id, now_ms, arena, &here, &here_count);

    if (error == CB_OK && here_count == 0)
        error = CB_NOT_FOUND;
    if (error == CB_OK)
        error = read_ahead(store, request, here, here_count, &line, &waiting_since_ms);
    if (error != CB_OK)
        return error;
    line.own = index_of(here, here_count, &request->wanted_coach_id);
    if (line.own == NOT_HERE)
        return CB_NOT_FOUND;
    if (waiting_since_ms == 0 && now_ms > request->asked_at_ms)
        waiting_since_ms = request->asked_at_ms; /* first in line: free coaches have let this person wait */
    for (size_t i = 0; i < here_count; i++)
        line.coaches[line.coach_count++] = coach_now(&here[i], waiting_since_ms, now_ms);
    *ret_line = line;
    return CB_OK;
}
