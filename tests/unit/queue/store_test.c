/* The store's file, its feed, its content, its kiosks and what they are shown. */
#include "store_fixture.h"

#include "base/file.h"
#include "db/db.h"

static int64_t revision(struct bench *bench)
{
    int64_t at = -1;

    assert_int_equal(store_revision(bench->store, &bench->site_id, &at), CB_OK);
    return at;
}

static char *path_of(struct bench *bench, const char *name)
{
    return arena_format(&bench->arena, "%s/%s", bench->folder, name);
}

static void close_it(struct bench *bench)
{
    store_commit(bench->store);
    store_close(bench->store);
    bench->store = NULL;
}

/* ---- the file ---- */

static void database_is_not_made_twice(void **state)
{
    struct bench *bench = *state;

    assert_int_equal(store_create(bench->folder, &bench->problem), CB_CONFLICT);
    assert_non_null(strstr(bench->problem.text, bench->folder));
}

static void missing_database_says_how_to_make_one(void **state)
{
    struct bench *bench = *state;
    struct store *store = NULL;

    assert_int_equal(store_open(path_of(bench, "nowhere"), bench->random, &store, &bench->problem),
                     CB_NOT_FOUND);
    assert_non_null(strstr(bench->problem.text, "coachbell-queue init"));
    assert_null(store);
}

static void newer_database_is_refused(void **state)
{
    struct bench *bench = *state;
    char *path = path_of(bench, "queue.db");
    sqlite3 *handle = NULL;
    struct store *store = NULL;

    close_it(bench);
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
    assert_int_equal(store_open(bench->folder, bench->random, &store, &bench->problem), CB_NEWER);
    assert_non_null(strstr(bench->problem.text, "newer version"));
}

/* A database as the first version left it, with a coach, a kiosk and an open request in it. */
static void make_first_version(struct bench *bench)
{
    char *path = path_of(bench, "queue.db");
    char *sql = NULL;
    size_t length = 0;
    sqlite3 *handle = NULL;

    close_it(bench);
    assert_int_equal(unlink(path), 0);
    unlink(path_of(bench, "queue.db-wal"));
    unlink(path_of(bench, "queue.db-shm"));
    assert_int_equal(
        file_read(SOURCE_DIR "/tests/unit/queue/schema_1.sql", 1 << 20, (uint8_t **)&sql, &length), CB_OK);
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
    free(sql);
}

static void database_of_the_first_version_goes_on(void **state)
{
    struct bench *bench = *state;
    struct stored_request *requests = NULL;
    struct board board;
    struct uuid site_id, kiosk_id;
    size_t count = 0;

    make_first_version(bench);
    open_store(bench);
    assert_int_equal(uuid_parse("11111111-1111-4111-8111-111111111111", &site_id), CB_OK);
    assert_int_equal(uuid_parse("33333333-3333-4333-8333-333333333333", &kiosk_id), CB_OK);
    assert_int_equal(store_requests(bench->store, &site_id, 0, 1, &bench->arena, &requests, &count), CB_OK);
    assert_int_equal(count, 1);
    assert_int_equal(requests[0].request.ticket.number, 47);
    assert_int_equal(requests[0].opened_at_ms, 0);
    assert_int_equal(store_board(bench->store, &kiosk_id, 1, &bench->arena, &board), CB_OK);
    assert_false(board.site.settings.texting);
    assert_false(board.topics[0].switched_off);
    assert_int_equal(board.meeting_count, 0);
    assert_int_equal(store_check(bench->store, &bench->problem), CB_OK);
}

static void everything_is_there_after_opening_again(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);
    struct stored_request listed;
    int64_t before = revision(bench);

    close_it(bench);
    open_store(bench);
    assert_int_equal(revision(bench), before);
    assert_int_equal(store_request(bench->store, &request.id, bench->now_ms, &bench->arena, &listed), CB_OK);
    assert_true(ticket_equal(listed.request.ticket, request.ticket));
}

static void backup_is_a_store_of_its_own(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);
    struct stored_request listed;
    struct store *copy = NULL;
    char *folder = path_of(bench, "copy");

    assert_int_equal(mkdtemp(strcpy(folder, "/tmp/coachbell-copy-XXXXXX")) == NULL, 0);
    assert_int_equal(store_commit(bench->store), CB_OK);
    assert_int_equal(
        store_backup(bench->store, arena_format(&bench->arena, "%s/queue.db", folder), &bench->problem),
        CB_OK);
    assert_int_equal(store_begin(bench->store), CB_OK);
    assert_int_equal(store_open(folder, bench->random, &copy, &bench->problem), CB_OK);
    assert_int_equal(store_request(copy, &request.id, bench->now_ms, &bench->arena, &listed), CB_OK);
    assert_int_equal(store_check(copy, &bench->problem), CB_OK);
    store_close(copy);
    assert_int_equal(unlink(arena_format(&bench->arena, "%s/queue.db", folder)), 0);
    assert_int_equal(rmdir(folder), 0);
}

/* ---- the feed ---- */

static void every_change_leaves_an_entry_in_order(void **state)
{
    struct bench *bench = *state;
    int64_t before = revision(bench);
    struct request request = submit_one(bench);
    struct feed_entry entries[8];
    size_t count = 0;

    step_it(bench, &request, make_step(bench, STEP_CLAIM, &request));
    assert_int_equal(store_feed(bench->store, &bench->site_id, before, entries, 8, &count), CB_OK);
    assert_int_equal(count, 3);
    assert_int_equal(entries[0].kind, FEED_BOARD); /* a ticket is taken */
    assert_int_equal(entries[1].kind, FEED_REQUEST);
    assert_true(uuid_equal(&entries[1].object_id, &request.id));
    assert_int_equal(entries[2].kind, FEED_REQUEST);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(entries[i].revision, before + 1 + (int64_t)i);
    assert_int_equal(revision(bench), before + 3);
}

static void feed_is_read_in_pieces(void **state)
{
    struct bench *bench = *state;
    int64_t before = revision(bench);
    struct feed_entry entries[2];
    size_t count = 0;

    submit_one(bench);
    submit_one(bench);
    assert_int_equal(store_feed(bench->store, &bench->site_id, before, entries, 2, &count), CB_OK);
    assert_int_equal(count, 2);
    assert_int_equal(store_feed(bench->store, &bench->site_id, entries[1].revision, entries, 2, &count),
                     CB_OK);
    assert_int_equal(count, 2);
    assert_int_equal(store_feed(bench->store, &bench->site_id, entries[1].revision, entries, 2, &count),
                     CB_OK);
    assert_int_equal(count, 0);
}

static void client_that_missed_too_much_starts_over(void **state)
{
    struct bench *bench = *state;
    struct presence presence = {.kind = PRESENCE_HERE, .until_ms = bench->now_ms + HOUR_MS};
    struct feed_entry entries[4];
    size_t count = 0;

    for (int i = 0; i < 6000; i++)
        assert_int_equal(store_presence_set(bench->store, &bench->marisol_id, &presence, bench->now_ms),
                         CB_OK);
    assert_int_equal(store_feed(bench->store, &bench->site_id, 1, entries, 4, &count), CB_NOT_FOUND);
    assert_int_equal(store_feed(bench->store, &bench->site_id, revision(bench) - 4, entries, 4, &count),
                     CB_OK);
    assert_int_equal(count, 4);
}

static void revision_from_another_database_starts_over(void **state)
{
    struct bench *bench = *state;
    struct feed_entry entries[4];
    size_t count = 0;

    assert_int_equal(store_feed(bench->store, &bench->site_id, revision(bench) + 1, entries, 4, &count),
                     CB_NOT_FOUND);
    assert_int_equal(store_feed(bench->store, &bench->site_id, -1, entries, 4, &count), CB_NOT_FOUND);
}

static void rolled_back_change_leaves_no_entry(void **state)
{
    struct bench *bench = *state;
    struct presence presence = {.kind = PRESENCE_HERE, .until_ms = bench->now_ms + HOUR_MS};
    int64_t before = revision(bench);

    assert_int_equal(store_presence_set(bench->store, &bench->marisol_id, &presence, bench->now_ms), CB_OK);
    store_rollback(bench->store);
    assert_int_equal(store_begin(bench->store), CB_OK);
    assert_int_equal(revision(bench), before);
}

/* ---- content ---- */

static void coach_comes_back_as_put(void **state)
{
    struct bench *bench = *state;
    static const struct minute_range noon[] = {{9 * 60, 12 * 60}};
    static const struct day_exception days[] = {{{2026, 11, 26}, NULL, 0, "Thanksgiving"},
                                                {{2026, 12, 24}, noon, 1, ""}};
    struct coach put = make_coach(bench->marisol_id, "Marisol");
    struct coach got;

    put.schedule.exceptions = days;
    put.schedule.exception_count = 2;
    in_transaction(bench, store_coach_put(bench->store, &bench->site_id, &put, 1));
    assert_int_equal(store_coach(bench->store, &put.id, &bench->arena, &got), CB_OK);
    assert_string_equal(got.pronouns, "she/her");
    assert_string_equal(got.card_name, put.card_name);
    assert_int_equal(got.language_count, 2);
    assert_string_equal(got.languages[1], "es");
    assert_int_equal(got.schedule.weekly_count, 2);
    assert_int_equal(got.schedule.weekly[1].weekday, 4);
    assert_int_equal(got.schedule.weekly[1].range.end_minute, 12 * 60);
    assert_int_equal(got.schedule.exception_count, 2);
    assert_int_equal(got.schedule.exceptions[0].range_count, 0);
    assert_string_equal(got.schedule.exceptions[0].label, "Thanksgiving");
    assert_int_equal(got.schedule.exceptions[1].ranges[0].start_minute, 9 * 60);
    assert_int_equal(got.boundaries.can_count, 1);
    assert_string_equal(label_in(&got.boundaries.can[0].label, "es"), "Solo hablar");
    assert_int_equal(got.boundaries.open_requests_max, 2);
}

static void what_could_not_be_read_back_is_not_stored(void **state)
{
    struct bench *bench = *state;
    static const struct weekly_range backwards[] = {{1, {16 * 60, 9 * 60}}};
    struct coach put = make_coach(bench->marisol_id, "Marisol");
    struct coach got;

    put.schedule = (struct schedule){.weekly = backwards, .weekly_count = 1};
    assert_int_equal(store_coach_put(bench->store, &bench->site_id, &put, 1), CB_BAD_INPUT);
    assert_int_equal(store_coach(bench->store, &put.id, &bench->arena, &got), CB_OK);
    assert_int_equal(got.schedule.weekly_count, 2);
}

static void presence_reaches_the_board_and_changes_its_revision(void **state)
{
    struct bench *bench = *state;
    struct presence presence = {.kind = PRESENCE_WITH_SOMEONE,
                                .until_ms = bench->now_ms + HOUR_MS,
                                .back_at_ms = bench->now_ms + MINUTE_MS};
    struct board before;
    struct board after;

    assert_int_equal(store_board(bench->store, &bench->kiosks[0].id, bench->now_ms, &bench->arena, &before),
                     CB_OK);
    in_transaction(bench, store_presence_set(bench->store, &bench->amina_id, &presence, bench->now_ms));
    assert_int_equal(store_board(bench->store, &bench->kiosks[0].id, bench->now_ms, &bench->arena, &after),
                     CB_OK);
    assert_true(after.revision > before.revision);
    assert_string_equal(after.coaches[1].name, "Amina");
    assert_int_equal(after.coaches[1].presence.kind, PRESENCE_WITH_SOMEONE);
    assert_int_equal(after.coaches[1].presence.back_at_ms, bench->now_ms + MINUTE_MS);
}

static void presence_that_is_over_is_refused(void **state)
{
    struct bench *bench = *state;
    struct presence presence = {.kind = PRESENCE_HERE, .until_ms = bench->now_ms};
    struct uuid stranger = uuid_make(bench->random);

    assert_int_equal(store_presence_set(bench->store, &bench->amina_id, &presence, bench->now_ms),
                     CB_BAD_INPUT);
    presence.until_ms++;
    assert_int_equal(store_presence_set(bench->store, &stranger, &presence, bench->now_ms), CB_NOT_FOUND);
}

/* ---- kiosks ---- */

static void signs_are_dealt_so_that_no_two_kiosks_share_one(void **state)
{
    struct bench *bench = *state;
    struct stored_kiosk *kiosks = NULL;
    sign_set seen = 1u << SIGN_TREE; /* the staff's */
    size_t count = 0;

    for (int i = 3; i <= TICKET_KIOSKS_MAX; i++) {
        struct uuid id = uuid_make(bench->random);

        in_transaction(bench, store_kiosk_put(bench->store, &bench->site_id, &id,
                                              arena_format(&bench->arena, "Kiosk %d", i),
                                              &bench->kiosks[0].place.id));
    }
    assert_int_equal(store_kiosks(bench->store, &bench->site_id, &bench->arena, &kiosks, &count), CB_OK);
    assert_int_equal(count, TICKET_KIOSKS_MAX);
    for (size_t i = 0; i < count; i++) {
        assert_int_not_equal(kiosks[i].signs, 0);
        assert_int_equal(kiosks[i].signs & seen, 0);
        seen |= kiosks[i].signs;
    }
    assert_int_equal(store_kiosk_put(bench->store, &bench->site_id, &(struct uuid){{9}}, "One too many",
                                     &bench->kiosks[0].place.id),
                     CB_TOO_LARGE);
}

static void sign_of_an_open_ticket_stays_with_its_kiosk(void **state)
{
    struct bench *bench = *state;
    struct request request = submit_one(bench);
    struct stored_kiosk first;

    for (int i = 3; i <= TICKET_KIOSKS_MAX; i++) {
        struct uuid id = uuid_make(bench->random);

        in_transaction(bench, store_kiosk_put(bench->store, &bench->site_id, &id,
                                              arena_format(&bench->arena, "Kiosk %d", i),
                                              &bench->kiosks[0].place.id));
    }
    assert_int_equal(store_kiosk(bench->store, &bench->kiosks[0].id, &bench->arena, &first), CB_OK);
    assert_int_not_equal(first.signs & (1u << request.ticket.sign), 0);
}

static void revoked_kiosk_gives_its_signs_back(void **state)
{
    struct bench *bench = *state;
    struct stored_kiosk kiosk;
    uint8_t hash[32] = {5};

    in_transaction(bench, store_kiosk_set_token(bench->store, &bench->kiosks[1].id, hash));
    assert_int_equal(store_kiosk_by_token(bench->store, hash, &bench->arena, &kiosk), CB_OK);
    in_transaction(bench, store_kiosk_revoke(bench->store, &bench->kiosks[1].id));
    assert_int_equal(store_kiosk_by_token(bench->store, hash, &bench->arena, &kiosk), CB_NOT_FOUND);
    assert_int_equal(store_kiosk(bench->store, &bench->kiosks[0].id, &bench->arena, &kiosk), CB_OK);
    assert_int_equal(__builtin_popcount(kiosk.signs), TICKET_KIOSKS_MAX);
    assert_int_equal(store_kiosk_set_token(bench->store, &bench->kiosks[1].id, hash), CB_NOT_FOUND);
}

static void board_lists_open_tickets_and_those_that_rest(void **state)
{
    struct bench *bench = *state;
    struct request open = submit_one(bench);
    struct request closed = submit_one(bench);
    struct request_step cancel = make_step(bench, STEP_CLOSE, &closed);
    struct board board;

    cancel.actor = (struct actor){.kind = ACTOR_PATIENT};
    cancel.outcome = OUTCOME_CANCELLED;
    step_it(bench, &closed, cancel);
    assert_int_equal(store_board(bench->store, &bench->kiosks[0].id, bench->now_ms, &bench->arena, &board),
                     CB_OK);
    assert_int_equal(board.taken_count, 2);
    assert_int_equal(
        store_board(bench->store, &bench->kiosks[0].id, bench->now_ms + 25 * HOUR_MS, &bench->arena, &board),
        CB_OK);
    assert_int_equal(board.taken_count, 1);
    assert_true(ticket_equal(board.taken[0], open.ticket));
    assert_int_equal(store_board(bench->store, &bench->kiosks[1].id, bench->now_ms, &bench->arena, &board),
                     CB_OK);
    assert_int_equal(board.taken_count, 0);
}

/* ---- what a clinic may switch and add ---- */

static void topic_that_is_switched_off_is_not_on_the_board(void **state)
{
    struct bench *bench = *state;
    struct topic visit = {.id = "visit", .icon = "walk", .label = {talk_texts, 2}, .switched_off = true};
    struct topic *topics = NULL;
    struct board board;
    size_t count = 0;

    in_transaction(bench, store_topic_put(bench->store, &bench->site_id, &visit, 0));
    assert_int_equal(store_board(bench->store, &bench->kiosks[0].id, bench->now_ms, &bench->arena, &board),
                     CB_OK);
    assert_int_equal(board.topic_count, 2);
    assert_null(board_topic(&board, "visit"));
    assert_int_equal(store_topics(bench->store, &bench->site_id, &bench->arena, &topics, &count), CB_OK);
    assert_int_equal(count, 3);
    assert_true(topics[0].switched_off);
}

static void group_is_on_the_board_with_its_days(void **state)
{
    struct bench *bench = *state;
    static const struct weekly_range evenings[] = {{0, {17 * 60 + 30, 19 * 60}}};
    struct meeting peers = {.id = "peers",
                            .label = {talk_texts, 2},
                            .place = {talk_texts, 1},
                            .schedule = {.weekly = evenings, .weekly_count = 1}};
    struct board board;

    in_transaction(bench, store_meeting_put(bench->store, &bench->site_id, &peers, 0));
    assert_int_equal(store_board(bench->store, &bench->kiosks[0].id, bench->now_ms, &bench->arena, &board),
                     CB_OK);
    assert_int_equal(board.meeting_count, 1);
    assert_string_equal(board.meetings[0].id, "peers");
    assert_int_equal(board.meetings[0].schedule.weekly[0].range.start_minute, 17 * 60 + 30);
}

static void only_coaches_who_take_calls_are_free_for_calls(void **state)
{
    struct bench *bench = *state;
    struct presence here = {.kind = PRESENCE_HERE, .until_ms = bench->now_ms + HOUR_MS};
    struct phone_coach *coaches = NULL;
    size_t count = 9;

    in_transaction(bench, store_presence_set(bench->store, &bench->marisol_id, &here, bench->now_ms));
    here.calls = true;
    in_transaction(bench, store_presence_set(bench->store, &bench->amina_id, &here, bench->now_ms));
    assert_int_equal(store_phone_coaches(bench->store, bench->now_ms, &bench->arena, &coaches, &count),
                     CB_OK);
    assert_int_equal(count, 1);
    assert_string_equal(coaches[0].name, "Amina");
    assert_string_equal(coaches[0].site_name, "Riverside");
    assert_int_equal(
        store_phone_coaches(bench->store, bench->now_ms + HOUR_MS, &bench->arena, &coaches, &count), CB_OK);
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_CASE(database_is_not_made_twice),
        STORE_CASE(missing_database_says_how_to_make_one),
        STORE_CASE(newer_database_is_refused),
        STORE_CASE(database_of_the_first_version_goes_on),
        STORE_CASE(everything_is_there_after_opening_again),
        STORE_CASE(backup_is_a_store_of_its_own),
        STORE_CASE(every_change_leaves_an_entry_in_order),
        STORE_CASE(feed_is_read_in_pieces),
        STORE_CASE(client_that_missed_too_much_starts_over),
        STORE_CASE(revision_from_another_database_starts_over),
        STORE_CASE(rolled_back_change_leaves_no_entry),
        STORE_CASE(coach_comes_back_as_put),
        STORE_CASE(what_could_not_be_read_back_is_not_stored),
        STORE_CASE(presence_reaches_the_board_and_changes_its_revision),
        STORE_CASE(presence_that_is_over_is_refused),
        STORE_CASE(signs_are_dealt_so_that_no_two_kiosks_share_one),
        STORE_CASE(sign_of_an_open_ticket_stays_with_its_kiosk),
        STORE_CASE(revoked_kiosk_gives_its_signs_back),
        STORE_CASE(board_lists_open_tickets_and_those_that_rest),
        STORE_CASE(topic_that_is_switched_off_is_not_on_the_board),
        STORE_CASE(group_is_on_the_board_with_its_days),
        STORE_CASE(only_coaches_who_take_calls_are_free_for_calls),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
