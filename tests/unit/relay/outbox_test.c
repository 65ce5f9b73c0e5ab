/* The outbox on real files. */
#include "relay/outbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <glob.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NOW INT64_C(1795358400000)

static const struct ticket leaf_47 = {SIGN_LEAF, 47};

struct box {
    char folder[64];
    char path[96];
    struct outbox *outbox;
};

static int setup(void **state)
{
    struct box *box = calloc(1, sizeof(*box));

    strcpy(box->folder, "/tmp/cb-outbox-XXXXXX");
    assert_non_null(mkdtemp(box->folder));
    snprintf(box->path, sizeof(box->path), "%s/outbox.db", box->folder);
    assert_int_equal(outbox_open(box->path, NOW, &box->outbox, NULL), CB_OK);
    *state = box;
    return 0;
}

static int teardown(void **state)
{
    struct box *box = *state;
    char pattern[96];
    glob_t found;

    outbox_close(box->outbox);
    snprintf(pattern, sizeof(pattern), "%s/*", box->folder);
    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            unlink(found.gl_pathv[i]);
        globfree(&found);
    }
    rmdir(box->folder);
    free(box);
    return 0;
}

static void reopen(struct box *box)
{
    outbox_close(box->outbox);
    assert_int_equal(outbox_open(box->path, NOW, &box->outbox, NULL), CB_OK);
}

static struct uuid id_of(uint8_t n)
{
    struct uuid id = {{n}};

    return id;
}

static void add(struct box *box, enum outbox_kind kind, uint8_t n, const char *body)
{
    struct outbox_op op = {.kind = kind, .request_id = id_of(n), .at_ms = NOW + n};

    assert_int_equal(outbox_add(box->outbox, &op, leaf_47, body), CB_OK);
}

/* Takes the next operation behind `number` and checks which it is. */
static struct outbox_op next_is(struct box *box, int64_t number, uint8_t n, const char *body)
{
    struct strbuf text = STRBUF_INIT;
    struct outbox_op op;
    struct uuid id = id_of(n);

    assert_int_equal(outbox_next(box->outbox, number, &op, &text), CB_OK);
    assert_string_equal(strbuf_text(&text), body);
    assert_true(uuid_equal(&op.request_id, &id));
    strbuf_release(&text);
    return op;
}

static void nothing_waits(struct box *box)
{
    struct strbuf text = STRBUF_INIT;
    struct outbox_op op;

    assert_int_equal(outbox_next(box->outbox, 0, &op, &text), CB_NOT_FOUND);
    assert_int_equal(outbox_count(box->outbox), 0);
    strbuf_release(&text);
}

static size_t open_count(struct box *box)
{
    struct uuid ids[8];
    size_t count;

    assert_int_equal(outbox_open_requests(box->outbox, ids, 8, &count), CB_OK);
    return count;
}

static void operations_survive_and_keep_their_order(void **state)
{
    struct box *box = *state;
    struct outbox_op op;

    add(box, OUTBOX_SUBMIT, 1, "{\"a\":1}");
    add(box, OUTBOX_CHANGE, 1, "{\"a\":2}");
    add(box, OUTBOX_CANCEL, 1, "{}");
    reopen(box);
    assert_int_equal(outbox_count(box->outbox), 3);
    op = next_is(box, 0, 1, "{\"a\":1}");
    assert_int_equal(op.kind, OUTBOX_SUBMIT);
    assert_true(op.at_ms == NOW + 1);
    next_is(box, 0, 1, "{\"a\":1}"); /* looking takes nothing away */
    assert_int_equal(outbox_sent(box->outbox, &op, NOW), CB_OK);
    op = next_is(box, 0, 1, "{\"a\":2}");
    assert_int_equal(outbox_sent(box->outbox, &op, NOW), CB_OK);
    op = next_is(box, 0, 1, "{}");
    assert_int_equal(op.kind, OUTBOX_CANCEL);
    assert_int_equal(outbox_sent(box->outbox, &op, NOW), CB_OK);
    nothing_waits(box);
}

static void one_stuck_request_does_not_hold_up_others(void **state)
{
    struct box *box = *state;
    struct outbox_op stuck;
    struct outbox_op other;

    add(box, OUTBOX_SUBMIT, 1, "{\"n\":1}");
    add(box, OUTBOX_CANCEL, 1, "{}");
    add(box, OUTBOX_SUBMIT, 2, "{\"n\":2}");
    stuck = next_is(box, 0, 1, "{\"n\":1}");
    /* Not the stuck one's cancel: that has to wait for its submit. */
    other = next_is(box, stuck.number, 2, "{\"n\":2}");
    assert_int_equal(outbox_sent(box->outbox, &other, NOW), CB_OK);
    next_is(box, stuck.number, 1, "{\"n\":1}");
}

static void submitting_twice_is_a_conflict(void **state)
{
    struct box *box = *state;
    struct outbox_op op = {.kind = OUTBOX_SUBMIT, .request_id = id_of(1), .at_ms = NOW};

    add(box, OUTBOX_SUBMIT, 1, "{\"a\":1}");
    assert_int_equal(outbox_add(box->outbox, &op, leaf_47, "{\"a\":2}"), CB_CONFLICT);
    assert_int_equal(outbox_count(box->outbox), 1);
    next_is(box, 0, 1, "{\"a\":1}");
}

static void refused_submit_takes_along_what_follows(void **state)
{
    struct box *box = *state;
    struct outbox_op op;

    add(box, OUTBOX_SUBMIT, 1, "{}");
    add(box, OUTBOX_CANCEL, 1, "{}");
    op = next_is(box, 0, 1, "{}");
    assert_int_equal(outbox_refused(box->outbox, &op, NOW), CB_OK);
    nothing_waits(box);
    assert_int_equal(open_count(box), 0);
}

static void refused_change_leaves_the_request_open(void **state)
{
    struct box *box = *state;
    struct outbox_op op;

    add(box, OUTBOX_SUBMIT, 1, "{}");
    add(box, OUTBOX_CHANGE, 1, "{\"c\":1}");
    add(box, OUTBOX_CANCEL, 1, "{\"c\":2}");
    op = next_is(box, 0, 1, "{}");
    outbox_sent(box->outbox, &op, NOW);
    op = next_is(box, 0, 1, "{\"c\":1}");
    assert_int_equal(outbox_refused(box->outbox, &op, NOW), CB_OK);
    next_is(box, 0, 1, "{\"c\":2}");
    assert_int_equal(open_count(box), 1);
}

static void lost_request_is_sent_again_whole(void **state)
{
    struct box *box = *state;
    struct uuid id = id_of(1);
    struct uuid stranger = id_of(9);
    struct outbox_op op;

    add(box, OUTBOX_SUBMIT, 1, "{\"a\":1}");
    op = next_is(box, 0, 1, "{\"a\":1}");
    outbox_sent(box->outbox, &op, NOW);
    assert_int_equal(outbox_send_again(box->outbox, &stranger, NOW), CB_NOT_FOUND);
    assert_int_equal(outbox_send_again(box->outbox, &id, NOW + 1000), CB_OK);
    next_is(box, 0, 1, "{\"a\":1}");
    outbox_sent(box->outbox, &op, NOW);
    /* A day later nobody waits any more. */
    assert_int_equal(outbox_send_again(box->outbox, &id, NOW + OUTBOX_RESEND_MS + 1000), CB_NOT_FOUND);
    nothing_waits(box);
    assert_int_equal(open_count(box), 0);
}

static void closed_request_goes_after_the_time_to_reopen(void **state)
{
    struct box *box = *state;
    struct uuid id = id_of(1);
    struct outbox_op op;

    add(box, OUTBOX_SUBMIT, 1, "{}");
    op = next_is(box, 0, 1, "{}");
    outbox_sent(box->outbox, &op, NOW);
    assert_int_equal(open_count(box), 1);
    assert_int_equal(outbox_note_state(box->outbox, &id, REQUEST_CLOSED, NOW), CB_OK);
    assert_int_equal(open_count(box), 0);
    outbox_purge(box->outbox, NOW + REQUEST_UNDO_MS - 1);
    outbox_note_state(box->outbox, &id, REQUEST_ON_THE_WAY, NOW + REQUEST_UNDO_MS - 1);
    assert_int_equal(open_count(box), 1); /* reopened: it was still there */
    outbox_note_state(box->outbox, &id, REQUEST_CLOSED, NOW + REQUEST_UNDO_MS);
    outbox_purge(box->outbox, NOW + 2 * REQUEST_UNDO_MS + 1);
    outbox_note_state(box->outbox, &id, REQUEST_WAITING, NOW + 2 * REQUEST_UNDO_MS + 1);
    assert_int_equal(open_count(box), 0);
    add(box, OUTBOX_SUBMIT, 1, "{}"); /* its row is gone */
}

static void what_waits_is_never_purged(void **state)
{
    struct box *box = *state;
    struct uuid id = id_of(2);
    struct outbox_op op;

    add(box, OUTBOX_SUBMIT, 1, "{\"n\":1}");
    add(box, OUTBOX_SUBMIT, 2, "{\"n\":2}");
    add(box, OUTBOX_CANCEL, 2, "{}");
    op = next_is(box, 1, 2, "{\"n\":2}");
    outbox_sent(box->outbox, &op, NOW);
    outbox_note_state(box->outbox, &id, REQUEST_CLOSED, NOW);
    assert_int_equal(outbox_purge(box->outbox, NOW + 10 * OUTBOX_KEEP_REFUSED_MS), CB_OK);
    assert_int_equal(outbox_count(box->outbox), 2);
}

static void operation_on_a_request_made_elsewhere_is_kept(void **state)
{
    struct box *box = *state;
    struct outbox_op op;

    add(box, OUTBOX_CANCEL, 5, "{}");
    op = next_is(box, 0, 5, "{}");
    assert_int_equal(op.kind, OUTBOX_CANCEL);
    assert_int_equal(open_count(box), 1);
}

static void tickets_that_wait_are_known_after_a_restart(void **state)
{
    struct box *box = *state;
    struct outbox_saved saved[8];
    size_t count = 0;

    add(box, OUTBOX_SUBMIT, 1, "{}");
    add(box, OUTBOX_SUBMIT, 2, "{\"kind\":\"callback\"}");
    add(box, OUTBOX_CANCEL, 2, "{}");
    struct outbox_op sent = next_is(box, 0, 1, "{}");
    assert_int_equal(outbox_sent(box->outbox, &sent, NOW), CB_OK);
    reopen(box);
    assert_int_equal(outbox_saved_requests(box->outbox, saved, 8, &count), CB_OK);
    assert_int_equal(count, 1);
    assert_int_equal(saved[0].request_id.bytes[0], 2);
    assert_true(ticket_equal(saved[0].ticket, leaf_47));
    assert_int_equal(saved[0].kind, REQUEST_CALLBACK);
    assert_true(saved[0].asked_at_ms != 0);
}

static void damaged_file_is_moved_aside_and_said(void **state)
{
    struct box *box = *state;
    struct problem problem = {""};
    struct outbox *fresh = NULL;
    char moved[160];
    int fd;

    outbox_close(box->outbox);
    box->outbox = NULL;
    fd = open(box->path, O_WRONLY | O_TRUNC);
    assert_int_equal(write(fd,
                           "this is no database, and it is longer than a header of one hundred bytes: "
                           "so it is read and found to be damaged",
                           112),
                     112);
    close(fd);
    assert_int_equal(outbox_open(box->path, NOW, &fresh, &problem), CB_DAMAGED);
    snprintf(moved, sizeof(moved), "%s.damaged-%lld", box->path, (long long)NOW);
    assert_non_null(strstr(problem.text, moved));
    assert_int_equal(access(moved, F_OK), 0);
    assert_int_equal(outbox_open(box->path, NOW, &box->outbox, &problem), CB_OK);
}

#define BOX_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

/* ---- files of earlier versions ---- */

static const char first_version[] =
    "CREATE TABLE request (id TEXT PRIMARY KEY, sign TEXT, number INTEGER, asked_at INTEGER NOT NULL,"
    " state TEXT NOT NULL CHECK (state IN ('saved', 'sent', 'closed', 'refused')), state_at INTEGER NOT NULL)"
    " STRICT;"
    "CREATE TABLE op (number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " request_id TEXT NOT NULL REFERENCES request (id) ON DELETE CASCADE,"
    " kind TEXT NOT NULL CHECK (kind IN ('submit', 'change', 'cancel', 'answer')), body TEXT NOT NULL,"
    " at INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'refused'))) STRICT;"
    "CREATE INDEX op_request ON op (request_id, number);"
    "CREATE INDEX op_waiting ON op (number) WHERE state = 'waiting';"
    "CREATE UNIQUE INDEX op_submit ON op (request_id) WHERE kind = 'submit';"
    "INSERT INTO request VALUES ('07000000-0000-0000-0000-000000000000', 'leaf', 47, 1, 'saved', 1);"
    "INSERT INTO op VALUES (41, '07000000-0000-0000-0000-000000000000', 'submit', '{}', 1, 'waiting');"
    "INSERT INTO op VALUES (42, '07000000-0000-0000-0000-000000000000', 'cancel', '{}', 1, 'waiting');"
    "DELETE FROM op WHERE number = 42;"
    "PRAGMA user_version = 1;";

static void outbox_of_the_first_version_goes_on_where_it_was(void **state)
{
    struct box *box = *state;
    struct outbox_op op = {.kind = OUTBOX_CONSENT, .request_id = id_of(7), .at_ms = NOW};
    struct strbuf body = STRBUF_INIT;
    sqlite3 *handle = NULL;

    outbox_close(box->outbox);
    assert_int_equal(unlink(box->path), 0);
    assert_int_equal(sqlite3_open(box->path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, first_version, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
    assert_int_equal(outbox_open(box->path, NOW, &box->outbox, NULL), CB_OK);
    assert_int_equal(outbox_add(box->outbox, &op, leaf_47, "{\"consent_version\":0}"), CB_OK);
    assert_int_equal(outbox_next(box->outbox, 0, &op, &body), CB_OK);
    assert_int_equal(op.number, 41);
    assert_int_equal(outbox_sent(box->outbox, &op, NOW), CB_OK);
    assert_int_equal(outbox_next(box->outbox, 0, &op, &body), CB_OK);
    assert_int_equal(op.number, 43); /* 42 was used once */
    assert_int_equal(op.kind, OUTBOX_CONSENT);
    strbuf_release(&body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOX_TEST(operations_survive_and_keep_their_order),
        BOX_TEST(one_stuck_request_does_not_hold_up_others),
        BOX_TEST(submitting_twice_is_a_conflict),
        BOX_TEST(refused_submit_takes_along_what_follows),
        BOX_TEST(refused_change_leaves_the_request_open),
        BOX_TEST(lost_request_is_sent_again_whole),
        BOX_TEST(closed_request_goes_after_the_time_to_reopen),
        BOX_TEST(what_waits_is_never_purged),
        BOX_TEST(operation_on_a_request_made_elsewhere_is_kept),
        BOX_TEST(tickets_that_wait_are_known_after_a_restart),
        BOX_TEST(damaged_file_is_moved_aside_and_said),
        BOX_TEST(outbox_of_the_first_version_goes_on_where_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
