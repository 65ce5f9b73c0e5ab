/* The outbox in SQLite: see outbox.h. Every function is one transaction. */
#include "relay/outbox.h"

#include "base/log.h"
#include "db/db.h"
#include "relay/anchors.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct outbox {
    struct db *db;
};

static const char *const migrations[] = {
    "CREATE TABLE request ("
    "  id TEXT PRIMARY KEY,"
    "  sign TEXT,"
    "  number INTEGER,"
    "  asked_at INTEGER NOT NULL,"
    "  state TEXT NOT NULL CHECK (state IN ('saved', 'sent', 'closed', 'refused')),"
    "  state_at INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE op ("
    "  number INTEGER PRIMARY KEY AUTOINCREMENT," /* never used twice: it is the order of sending */
    "  request_id TEXT NOT NULL REFERENCES request (id) ON DELETE CASCADE,"
    "  kind TEXT NOT NULL CHECK (kind IN ('submit', 'change', 'cancel', 'answer')),"
    "  body TEXT NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'refused'))"
    ") STRICT;"
    "CREATE INDEX op_request ON op (request_id, number);"
    "CREATE INDEX op_waiting ON op (number) WHERE state = 'waiting';"
    "CREATE UNIQUE INDEX op_submit ON op (request_id) WHERE kind = 'submit';",
    /* Consent is an operation too. The numbers go on where they were. */
    "ALTER TABLE op RENAME TO op_before;"
    "CREATE TABLE op ("
    "  number INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  request_id TEXT NOT NULL REFERENCES request (id) ON DELETE CASCADE,"
    "  kind TEXT NOT NULL CHECK (kind IN ('submit', 'change', 'cancel', 'answer', 'consent')),"
    "  body TEXT NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'refused'))"
    ") STRICT;"
    "INSERT INTO op SELECT number, request_id, kind, body, at, state FROM op_before;"
    "DELETE FROM sqlite_sequence WHERE name = 'op';"
    "INSERT INTO sqlite_sequence (name, seq) SELECT 'op', seq FROM sqlite_sequence WHERE name = 'op_before';"
    "DROP TABLE op_before;"
    "CREATE INDEX op_request ON op (request_id, number);"
    "CREATE INDEX op_waiting ON op (number) WHERE state = 'waiting';"
    "CREATE UNIQUE INDEX op_submit ON op (request_id) WHERE kind = 'submit';",
    anchors_schema,
    NULL,
};

static const char *const kind_names[] = {
    [OUTBOX_SUBMIT] = "submit", [OUTBOX_CHANGE] = "change",   [OUTBOX_CANCEL] = "cancel",
    [OUTBOX_ANSWER] = "answer", [OUTBOX_CONSENT] = "consent",
};

/* ---- opening ---- */

/* With its write-ahead log, so that both can be looked into. */
static int move_aside(const char *path, int64_t now_ms, struct problem *ret_problem)
{
    static const char *const parts[] = {"", "-wal"};
    char from[512];
    char to[512];

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        snprintf(from, sizeof(from), "%s%s", path, parts[i]);
        snprintf(to, sizeof(to), "%s.damaged-%" PRId64 "%s", path, now_ms, parts[i]);
        if (rename(from, to) != 0 && errno != ENOENT)
            return problem_set(ret_problem, CB_DAMAGED,
                               "The outbox %s is damaged and cannot be moved aside: %s. Move it by hand.",
                               path, strerror(errno));
    }
    return problem_set(ret_problem, CB_DAMAGED,
                       "The outbox %s was damaged. It now lies at %s.damaged-%" PRId64
                       ": requests in it may not have been sent. Start again to go on with a new outbox.",
                       path, path, now_ms);
}

int outbox_open(const char *path, int64_t now_ms, struct outbox **ret_outbox, struct problem *ret_problem)
{
    const struct db_options options = {.path = path, .migrations = migrations, .create = true};
    struct outbox *outbox = calloc(1, sizeof(*outbox));
    int error;

    if (outbox == NULL)
        return problem_set(ret_problem, CB_NO_MEMORY, "There is no memory for the outbox.");
    error = db_open(&options, &outbox->db, ret_problem);
    if (error == CB_DAMAGED)
        error = move_aside(path, now_ms, ret_problem);
    if (error != CB_OK) {
        free(outbox);
        return error;
    }
    *ret_outbox = outbox;
    return CB_OK;
}

void outbox_close(struct outbox *outbox)
{
    if (outbox == NULL)
        return;
    db_close(outbox->db);
    free(outbox);
}

struct db *outbox_db(struct outbox *outbox)
{
    return outbox->db;
}

static int finish(struct outbox *outbox, int error)
{
    if (error == CB_OK)
        error = db_commit(outbox->db);
    else
        db_rollback(outbox->db);
    return error;
}

/* ---- adding ---- */

/* A request that was made elsewhere and found here by its ticket has no row yet: the queue has it already. */
static int add_request(struct outbox *outbox, const struct outbox_op *op, struct ticket ticket)
{
    sqlite3_stmt *statement =
        db_statement(outbox->db, "INSERT INTO request (id, sign, number, asked_at, state, state_at)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?4) ON CONFLICT (id) DO NOTHING");

    db_bind_uuid(statement, 1, &op->request_id);
    db_bind_text(statement, 2, sign_name(ticket.sign));
    db_bind_int(statement, 3, ticket.number);
    db_bind_int(statement, 4, op->at_ms);
    db_bind_text(statement, 5, op->kind == OUTBOX_SUBMIT ? "saved" : "sent");
    return db_run(statement);
}

static int add_op(struct outbox *outbox, const struct outbox_op *op, const char *body)
{
    sqlite3_stmt *statement = db_statement(
        outbox->db, "INSERT INTO op (request_id, kind, body, at, state) VALUES (?1, ?2, ?3, ?4, 'waiting')");

    db_bind_uuid(statement, 1, &op->request_id);
    db_bind_text(statement, 2, kind_names[op->kind]);
    db_bind_text(statement, 3, body);
    db_bind_int(statement, 4, op->at_ms);
    return db_run(statement);
}

int outbox_add(struct outbox *outbox, const struct outbox_op *op, struct ticket ticket, const char *body)
{
    int error = db_begin(outbox->db);

    if (error != CB_OK)
        return error;
    error = add_request(outbox, op, ticket);
    if (error == CB_OK)
        error = add_op(outbox, op, body);
    return finish(outbox, error);
}

/* ---- sending ---- */

static enum outbox_kind kind_from_name(const char *name)
{
    size_t kind = OUTBOX_SUBMIT;

    while (kind < OUTBOX_CONSENT && strcmp(kind_names[kind], name) != 0)
        kind++;
    return (enum outbox_kind)kind;
}

static int next_after(struct outbox *outbox, int64_t number, struct outbox_op *ret_op,
                      struct strbuf *out_body)
{
    sqlite3_stmt *statement = db_statement(
        outbox->db,
        "SELECT number, kind, request_id, at, body FROM op WHERE state = 'waiting' AND number > ?1"
        " AND NOT EXISTS (SELECT 1 FROM op AS earlier WHERE earlier.request_id = op.request_id"
        "                 AND earlier.state = 'waiting' AND earlier.number < op.number)"
        " ORDER BY number LIMIT 1");
    int error;

    db_bind_int(statement, 1, number);
    error = db_step(statement);
    if (error == CB_OK) {
        ret_op->number = sqlite3_column_int64(statement, 0);
        ret_op->kind = kind_from_name((const char *)sqlite3_column_text(statement, 1));
        ret_op->request_id = db_read_uuid(statement, 2);
        ret_op->at_ms = sqlite3_column_int64(statement, 3);
        strbuf_add_text(out_body, (const char *)sqlite3_column_text(statement, 4));
        if (strbuf_failed(out_body))
            error = CB_NO_MEMORY;
    }
    db_done(statement);
    return error;
}

int outbox_next(struct outbox *outbox, int64_t number, struct outbox_op *ret_op, struct strbuf *out_body)
{
    int error = next_after(outbox, number, ret_op, out_body);

    if (error == CB_NOT_FOUND && number > 0)
        error = next_after(outbox, 0, ret_op, out_body);
    return error;
}

static int set_op_state(struct outbox *outbox, int64_t number, const char *state)
{
    sqlite3_stmt *statement = db_statement(outbox->db, "UPDATE op SET state = ?2 WHERE number = ?1");

    db_bind_int(statement, 1, number);
    db_bind_text(statement, 2, state);
    return db_run(statement);
}

static int set_request_state(struct outbox *outbox, const struct uuid *id, const char *state, int64_t now_ms)
{
    sqlite3_stmt *statement = db_statement(
        outbox->db, "UPDATE request SET state = ?2, state_at = ?3 WHERE id = ?1 AND state <> ?2");

    db_bind_uuid(statement, 1, id);
    db_bind_text(statement, 2, state);
    db_bind_int(statement, 3, now_ms);
    return db_run(statement);
}

int outbox_sent(struct outbox *outbox, const struct outbox_op *op, int64_t now_ms)
{
    int error = db_begin(outbox->db);

    if (error != CB_OK)
        return error;
    error = set_op_state(outbox, op->number, "sent");
    if (error == CB_OK && op->kind == OUTBOX_SUBMIT)
        error = set_request_state(outbox, &op->request_id, "sent", now_ms);
    return finish(outbox, error);
}

static int refuse_waiting(struct outbox *outbox, const struct uuid *id)
{
    sqlite3_stmt *statement = db_statement(
        outbox->db, "UPDATE op SET state = 'refused' WHERE request_id = ?1 AND state = 'waiting'");

    db_bind_uuid(statement, 1, id);
    return db_run(statement);
}

int outbox_refused(struct outbox *outbox, const struct outbox_op *op, int64_t now_ms)
{
    int error = db_begin(outbox->db);

    if (error != CB_OK)
        return error;
    error = set_op_state(outbox, op->number, "refused");
    if (error == CB_OK && op->kind == OUTBOX_SUBMIT) {
        error = refuse_waiting(outbox, &op->request_id);
        if (error == CB_OK)
            error = set_request_state(outbox, &op->request_id, "refused", now_ms);
    }
    return finish(outbox, error);
}

/* When the person asked, of a request whose submit is here. */
static int read_asked_at(struct outbox *outbox, const struct uuid *id, int64_t *ret_asked_at_ms)
{
    sqlite3_stmt *statement = db_statement(
        outbox->db,
        "SELECT asked_at FROM request JOIN op ON op.request_id = request.id AND op.kind = 'submit'"
        " WHERE request.id = ?1 AND request.state IN ('saved', 'sent')");
    int error;

    db_bind_uuid(statement, 1, id);
    error = db_step(statement);
    if (error == CB_OK)
        *ret_asked_at_ms = sqlite3_column_int64(statement, 0);
    db_done(statement);
    return error;
}

static int wait_again(struct outbox *outbox, const struct uuid *id)
{
    sqlite3_stmt *statement =
        db_statement(outbox->db, "UPDATE op SET state = 'waiting' WHERE request_id = ?1 AND state = 'sent'");

    db_bind_uuid(statement, 1, id);
    return db_run(statement);
}

int outbox_send_again(struct outbox *outbox, const struct uuid *request_id, int64_t now_ms)
{
    int64_t asked_at_ms;
    int error = read_asked_at(outbox, request_id, &asked_at_ms);

    if (error != CB_OK)
        return error;
    if (now_ms - asked_at_ms > OUTBOX_RESEND_MS) {
        error = set_request_state(outbox, request_id, "closed", now_ms);
        return error == CB_OK ? CB_NOT_FOUND : error;
    }
    return wait_again(outbox, request_id);
}

/* ---- what became of them ---- */

int outbox_note_state(struct outbox *outbox, const struct uuid *request_id, enum request_state state,
                      int64_t now_ms)
{
    return set_request_state(outbox, request_id, state == REQUEST_CLOSED ? "closed" : "sent", now_ms);
}

static struct outbox_saved read_saved(sqlite3_stmt *statement)
{
    const char *sign = (const char *)sqlite3_column_text(statement, 1);

    return (struct outbox_saved){
        .request_id = db_read_uuid(statement, 0),
        .ticket = {.sign = sign != NULL ? sign_from_name(sign) : SIGN_NONE,
                   .number = sqlite3_column_int(statement, 2)},
        .kind = sqlite3_column_int(statement, 3) ? REQUEST_CALLBACK : REQUEST_WALK_IN,
        .asked_at_ms = sqlite3_column_int64(statement, 4),
    };
}

int outbox_saved_requests(struct outbox *outbox, struct outbox_saved *ret_saved, size_t max,
                          size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(
        outbox->db, "SELECT id, sign, request.number, json_extract(body, '$.kind') = 'callback', asked_at"
                    " FROM request LEFT JOIN op ON op.request_id = id AND op.kind = 'submit'"
                    " WHERE request.state = 'saved' ORDER BY asked_at DESC LIMIT ?1");
    size_t count = 0;
    int error = CB_OK;

    db_bind_int(statement, 1, (int64_t)max);
    while (count < max && (error = db_step(statement)) == CB_OK)
        ret_saved[count++] = read_saved(statement);
    db_done(statement);
    if (error != CB_OK && error != CB_NOT_FOUND)
        return error;
    *ret_count = count;
    return CB_OK;
}

int outbox_open_requests(struct outbox *outbox, struct uuid *ret_ids, size_t max, size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(
        outbox->db, "SELECT id FROM request WHERE state = 'sent' ORDER BY asked_at DESC LIMIT ?1");
    size_t count = 0;
    int error = CB_OK;

    db_bind_int(statement, 1, (int64_t)max);
    while (count < max && (error = db_step(statement)) == CB_OK)
        ret_ids[count++] = db_read_uuid(statement, 0);
    db_done(statement);
    if (error != CB_OK && error != CB_NOT_FOUND)
        return error;
    *ret_count = count;
    return CB_OK;
}

int outbox_purge(struct outbox *outbox, int64_t now_ms)
{
    sqlite3_stmt *statement = db_statement(
        outbox->db,
        "DELETE FROM request WHERE ((state = 'closed' AND state_at < ?1) OR (state <> 'saved' AND state_at < "
        "?2))"
        " AND NOT EXISTS (SELECT 1 FROM op WHERE op.request_id = request.id AND op.state = 'waiting')");

    db_bind_int(statement, 1, now_ms - REQUEST_UNDO_MS);
    db_bind_int(statement, 2, now_ms - OUTBOX_KEEP_REFUSED_MS);
    return db_run(statement);
}

int outbox_count(struct outbox *outbox)
{
    sqlite3_stmt *statement = db_statement(outbox->db, "SELECT count(*) FROM op WHERE state = 'waiting'");
    int count = 0;

    if (db_step(statement) == CB_OK)
        count = sqlite3_column_int(statement, 0);
    db_done(statement);
    return count;
}
