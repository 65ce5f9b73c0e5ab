/* The audit log: its bytes, that it only grows, and that whoever edits the file is found. */
#include "queue/audit.h"
#include "store_fixture.h"

#include "base/codec.h"

static struct audit_entry make_entry(const struct bench *bench, const char *action)
{
    return (struct audit_entry){.site_id = bench->site_id,
                                .at_ms = bench->now_ms,
                                .actor_kind = AUDIT_BY_USER,
                                .actor_id = bench->user_id,
                                .action = action,
                                .object_kind = AUDIT_OF_COACH,
                                .object_id = bench->marisol_id,
                                .detail = "{\"kind\":\"here\"}"};
}

static void append(struct bench *bench, const char *action)
{
    struct audit_entry entry = make_entry(bench, action);

    in_transaction(bench, audit_append(bench->store, &entry));
}

static const char *const actions[] = {"session.start", "presence.set", "contact.read", "session.end"};
#define ACTION_COUNT (sizeof actions / sizeof *actions)

static struct audit_anchor write_four(struct bench *bench)
{
    struct audit_anchor end;

    for (size_t i = 0; i < ACTION_COUNT; i++)
        append(bench, actions[i]);
    assert_int_equal(audit_newest(bench->store, &bench->site_id, &end), CB_OK);
    assert_int_equal(end.seq, ACTION_COUNT);
    return end;
}

/* ---- the bytes ---- */

/* Computed by another program from the layout in audit.h. */
static void chain_has_the_bytes_that_are_written_down(void **state)
{
    struct uuid site_id;
    struct audit_entry entry = {.at_ms = 1795359601000,
                                .clock_verified = true,
                                .actor_kind = AUDIT_BY_USER,
                                .action = "request.close",
                                .object_kind = AUDIT_OF_REQUEST,
                                .detail = "{\"outcome\":\"met\"}"};
    uint8_t hash[AUDIT_HASH_SIZE];
    char text[2 * AUDIT_HASH_SIZE + 1];

    (void)state;
    memset(&site_id, 2, sizeof site_id);
    memset(&entry.actor_id, 3, sizeof entry.actor_id);
    memset(&entry.object_id, 4, sizeof entry.object_id);
    audit_genesis(&site_id, 1795359600000, hash);
    hex_encode(hash, sizeof hash, text);
    assert_string_equal(text, "471a1841a21f19685c1751491789d303447a6b4e43a2505dd6511fe5d495a536");
    assert_int_equal(audit_chain(&entry, 1, hash), CB_OK);
    hex_encode(hash, sizeof hash, text);
    assert_string_equal(text, "fb8a3c9944a94d9883de73bb637e1915a029d380f1f064f8b7278754d9a1fdb8");
}

static void entry_that_is_too_long_is_not_written(void **state)
{
    struct bench *bench = *state;
    struct audit_entry entry = make_entry(bench, "presence.set");
    char detail[AUDIT_DETAIL_MAX + 2];
    struct audit_anchor end;

    memset(detail, ' ', sizeof detail);
    detail[sizeof detail - 1] = '\0';
    entry.detail = detail;
    assert_int_equal(audit_append(bench->store, &entry), CB_TOO_LARGE);
    assert_int_equal(audit_newest(bench->store, &bench->site_id, &end), CB_OK);
    assert_int_equal(end.seq, 0);
}

/* ---- writing and reading ---- */

static void entries_are_read_newest_first_and_by_pages(void **state)
{
    struct bench *bench = *state;
    struct audit_anchor end = write_four(bench);
    struct audit_row *rows;
    size_t count;

    assert_int_equal(audit_list(bench->store, &bench->site_id, 0, 3, &bench->arena, &rows, &count), CB_OK);
    assert_int_equal(count, 3);
    assert_int_equal(rows[0].anchor.seq, 4);
    assert_memory_equal(rows[0].anchor.hash, end.hash, sizeof end.hash);
    assert_string_equal(rows[0].entry.action, "session.end");
    assert_string_equal(rows[0].entry.detail, "{\"kind\":\"here\"}");
    assert_string_equal(rows[0].actor_name, "Marisol R.");
    assert_string_equal(rows[0].object_name, "Marisol");
    assert_int_equal(
        audit_list(bench->store, &bench->site_id, rows[2].anchor.seq, 3, &bench->arena, &rows, &count),
        CB_OK);
    assert_int_equal(count, 1);
    assert_string_equal(rows[0].entry.action, "session.start");
}

static void entry_goes_with_the_change_that_it_tells_of(void **state)
{
    struct bench *bench = *state;
    struct audit_entry entry = make_entry(bench, "presence.set");
    struct audit_anchor before = write_four(bench);
    struct audit_anchor after;

    assert_int_equal(store_mark(bench->store), CB_OK);
    assert_int_equal(audit_append(bench->store, &entry), CB_OK);
    store_undo(bench->store);
    assert_int_equal(audit_newest(bench->store, &bench->site_id, &after), CB_OK);
    assert_int_equal(after.seq, before.seq);
    assert_int_equal(audit_append(bench->store, &entry), CB_OK);
    assert_int_equal(audit_check(bench->store, &bench->problem), CB_OK);
}

static void log_survives_the_end_of_the_process(void **state)
{
    struct bench *bench = *state;
    struct audit_anchor before = write_four(bench);
    struct audit_anchor after;

    run_sql(bench, "SELECT 1", SQLITE_OK);
    append(bench, "session.start");
    assert_int_equal(audit_newest(bench->store, &bench->site_id, &after), CB_OK);
    assert_int_equal(after.seq, before.seq + 1);
    assert_int_equal(store_check(bench->store, &bench->problem), CB_OK);
}

/* ---- who edits it ---- */

static const char *const refused[] = {
    "UPDATE audit SET action = 'session.end' WHERE seq = 3",
    "DELETE FROM audit WHERE seq = 4",
    "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 2",
    "INSERT INTO audit SELECT site, 9, at, clock, actor_kind, actor, action, object_kind, object, detail, "
    "hash"
    " FROM audit WHERE seq = 2",
    "UPDATE audit_log SET begun_at = 0",
    "DELETE FROM audit_log",
};

static void triggers_forbid_edits(void **state)
{
    struct bench *bench = *state;

    write_four(bench);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        run_sql(bench, refused[i], SQLITE_CONSTRAINT);
    assert_int_equal(store_check(bench->store, &bench->problem), CB_OK);
}

#define UNGUARDED                                                                                            \
    "DROP TRIGGER audit_is_not_edited; DROP TRIGGER audit_is_not_deleted; DROP TRIGGER audit_only_grows; "   \
    "DROP TRIGGER audit_log_is_not_edited; "

/* Flips and drops, with the triggers gone: the check names the entry. */
static const struct {
    const char *sql;
    const char *words;
} edits[] = {
    {UNGUARDED "UPDATE audit SET action = 'session.end' WHERE seq = 3", "entry 3 was changed"},
    {UNGUARDED "UPDATE audit SET actor = NULL WHERE seq = 2", "entry 2 was changed"},
    {UNGUARDED "UPDATE audit SET object_kind = 'user' WHERE seq = 2", "entry 2 was changed"},
    {UNGUARDED "UPDATE audit SET detail = '{}' WHERE seq = 1", "entry 1 was changed"},
    {UNGUARDED "UPDATE audit SET at = at + 1 WHERE seq = 4", "entry 4 was changed"},
    {UNGUARDED "UPDATE audit SET clock = 1 WHERE seq = 4", "entry 4 was changed"},
    {UNGUARDED "UPDATE audit SET hash = zeroblob(32) WHERE seq = 4", "entry 4 was changed"},
    {UNGUARDED "UPDATE audit SET actor_kind = 'nobody' WHERE seq = 4", "is not one of ours"},
    {UNGUARDED "UPDATE audit_log SET begun_at = begun_at + 1", "entry 1 was changed"},
    {UNGUARDED "DELETE FROM audit WHERE seq = 1", "entry 1 is missing"},
    {UNGUARDED "DELETE FROM audit WHERE seq = 3", "entry 3 is missing"},
    {UNGUARDED "DELETE FROM audit WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4",
     "entry 3 was changed"},
};

static void flips_and_drops_are_found(void **state)
{
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        struct bench *bench = *state;

        write_four(bench);
        run_sql(bench, edits[i].sql, SQLITE_OK);
        assert_int_equal(store_check(bench->store, &bench->problem), CB_DAMAGED);
        assert_non_null(strstr(bench->problem.text, edits[i].words));
        tear_down(state);
        set_up(state);
    }
}

/* By itself the chain looks whole; whoever kept its end knows better. */
static void cut_off_end_is_found_by_an_anchor(void **state)
{
    struct bench *bench = *state;
    struct audit_anchor kept = write_four(bench);

    assert_int_equal(audit_compare(bench->store, &bench->site_id, &kept), CB_OK);
    run_sql(bench, UNGUARDED "DELETE FROM audit WHERE seq = 4", SQLITE_OK);
    assert_int_equal(store_check(bench->store, &bench->problem), CB_OK);
    assert_int_equal(audit_compare(bench->store, &bench->site_id, &kept), CB_DAMAGED);
    append(bench, "presence.set");
    assert_int_equal(audit_compare(bench->store, &bench->site_id, &kept), CB_DAMAGED);
}

static void log_written_anew_is_found_by_an_anchor(void **state)
{
    struct bench *bench = *state;
    struct audit_anchor kept = write_four(bench);

    run_sql(bench, UNGUARDED "DELETE FROM audit", SQLITE_OK);
    for (size_t i = 0; i < ACTION_COUNT; i++)
        append(bench, "session.end");
    assert_int_equal(store_check(bench->store, &bench->problem), CB_OK);
    assert_int_equal(audit_compare(bench->store, &bench->site_id, &kept), CB_DAMAGED);
}

/* ---- alarms ---- */

static void one_mismatch_is_one_alarm_until_it_is_settled(void **state)
{
    struct bench *bench = *state;
    struct audit_anchor forged = write_four(bench);
    enum audit_alarm_state alarm;
    struct audit_alarm *alarms;
    struct audit_anchor end;
    int64_t standing;
    size_t count;

    forged.hash[0] ^= 1;
    in_transaction(bench, audit_alarm_raise(bench->store, &bench->kiosks[0], &forged, bench->now_ms, &alarm));
    assert_int_equal(alarm, AUDIT_ALARM_NEW);
    in_transaction(bench, audit_alarm_raise(bench->store, &bench->kiosks[0], &forged, bench->now_ms, &alarm));
    assert_int_equal(alarm, AUDIT_ALARM_STANDS);
    assert_int_equal(audit_newest(bench->store, &bench->site_id, &end), CB_OK);
    assert_int_equal(end.seq, ACTION_COUNT + 1); /* one entry for it, however often it is seen */
    assert_int_equal(audit_alarms(bench->store, &bench->site_id, &bench->arena, &alarms, &count), CB_OK);
    assert_int_equal(count, 1);
    assert_string_equal(alarms[0].kiosk_name, "Kiosk 1");
    assert_int_equal(alarms[0].seq, ACTION_COUNT);
    assert_int_equal(audit_alarm_count(bench->store, &standing), CB_OK);
    assert_int_equal(standing, 1);
    in_transaction(bench, audit_alarm_settle(bench->store, &bench->site_id, &bench->kiosks[0].id, 1));
    assert_int_equal(audit_alarm_settle(bench->store, &bench->site_id, &bench->kiosks[0].id, 1),
                     CB_NOT_FOUND);
    in_transaction(bench, audit_alarm_raise(bench->store, &bench->kiosks[0], &forged, bench->now_ms, &alarm));
    assert_int_equal(alarm, AUDIT_ALARM_SETTLED);
    forged.hash[0] ^= 2; /* another one is another matter */
    in_transaction(bench, audit_alarm_raise(bench->store, &bench->kiosks[0], &forged, bench->now_ms, &alarm));
    assert_int_equal(alarm, AUDIT_ALARM_NEW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_CASE(chain_has_the_bytes_that_are_written_down),
        STORE_CASE(entry_that_is_too_long_is_not_written),
        STORE_CASE(entries_are_read_newest_first_and_by_pages),
        STORE_CASE(entry_goes_with_the_change_that_it_tells_of),
        STORE_CASE(log_survives_the_end_of_the_process),
        STORE_CASE(triggers_forbid_edits),
        STORE_CASE(flips_and_drops_are_found),
        STORE_CASE(cut_off_end_is_found_by_an_anchor),
        STORE_CASE(log_written_anew_is_found_by_an_anchor),
        STORE_CASE(one_mismatch_is_one_alarm_until_it_is_settled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
