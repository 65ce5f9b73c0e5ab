/* What a kiosk keeps of the queue's audit log, on a real file. */
#include "relay/anchors.h"

#include "base/clock.h"
#include "relay/outbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW INT64_C(1795359600000)

struct box {
    char folder[64];
    char path[96];
    struct outbox *outbox;
};

static int set_up(void **state)
{
    struct box *box = calloc(1, sizeof *box);

    strcpy(box->folder, "/tmp/cb-anchors-XXXXXX");
    assert_non_null(mkdtemp(box->folder));
    snprintf(box->path, sizeof box->path, "%s/outbox.db", box->folder);
    assert_int_equal(outbox_open(box->path, NOW, &box->outbox, NULL), CB_OK);
    *state = box;
    return 0;
}

static int tear_down(void **state)
{
    struct box *box = *state;
    char command[96];

    outbox_close(box->outbox);
    snprintf(command, sizeof command, "rm -r %s", box->folder);
    free(box);
    return system(command);
}

static void keep(struct box *box, int64_t seq, int64_t wall_ms)
{
    struct wire_anchor anchor = {.seq = seq};

    memset(anchor.hash, (int)seq, sizeof anchor.hash);
    assert_int_equal(anchors_keep(outbox_db(box->outbox), &anchor, wall_ms), CB_OK);
}

static int64_t newest(struct box *box)
{
    struct wire_anchor anchor;

    assert_int_equal(anchors_newest(outbox_db(box->outbox), &anchor), CB_OK);
    assert_int_equal(anchor.hash[31], (uint8_t)anchor.seq);
    return anchor.seq;
}

static int count(struct box *box)
{
    sqlite3_stmt *statement = db_statement(outbox_db(box->outbox), "SELECT count(*) FROM anchor");
    int rows;

    assert_int_equal(db_step(statement), CB_OK);
    rows = sqlite3_column_int(statement, 0);
    db_done(statement);
    return rows;
}

static void one_a_day_is_kept_and_survives(void **state)
{
    struct box *box = *state;

    assert_int_equal(newest(box), 0);
    keep(box, 7, NOW);
    keep(box, 8, NOW + HOUR_MS);
    assert_int_equal(newest(box), 7); /* a queue that was taken over today cannot replace the morning's */
    keep(box, 9, NOW + DAY_MS);
    outbox_close(box->outbox);
    assert_int_equal(outbox_open(box->path, NOW, &box->outbox, NULL), CB_OK);
    assert_int_equal(newest(box), 9);
    assert_int_equal(count(box), 2);
}

static void anchors_of_years_ago_go(void **state)
{
    struct box *box = *state;

    keep(box, 1, NOW);
    keep(box, 2, NOW + ANCHORS_KEPT_DAYS * DAY_MS);
    assert_int_equal(count(box), 2);
    keep(box, 3, NOW + (ANCHORS_KEPT_DAYS + 1) * DAY_MS);
    assert_int_equal(count(box), 2);
    assert_int_equal(newest(box), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_a_day_is_kept_and_survives, set_up, tear_down),
        cmocka_unit_test_setup_teardown(anchors_of_years_ago_go, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
