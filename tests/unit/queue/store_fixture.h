/* A small site in a real database file, for the store's tests. Riverside is open 8 to 20 in New York every
 * day; "now" is a Monday afternoon there. */
#ifndef CB_TESTS_STORE_FIXTURE_H
#define CB_TESTS_STORE_FIXTURE_H

#include "db/db.h"
#include "queue/store.h"
#include "seal/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct bench {
    char folder[64];
    struct store *store;
    struct random_seed seed;
    struct random_source random;
    struct arena arena;
    struct problem problem;
    int64_t now_ms;
    struct uuid site_id;
    struct uuid marisol_id;
    struct uuid amina_id;
    struct uuid user_id; /* Marisol's */
    struct stored_kiosk kiosks[2];
};

static inline void in_transaction(struct bench *bench, int error)
{
    assert_int_equal(error, CB_OK);
    assert_int_equal(store_commit(bench->store), CB_OK);
    assert_int_equal(store_begin(bench->store), CB_OK);
}

static const struct label_text talk_texts[] = {{"en", "Just to talk"}, {"es", "Solo hablar"}};
static const char *const both_languages[] = {"en", "es"};

static inline struct coach make_coach(struct uuid id, const char *name)
{
    static const struct boundary can[] = {{"cup", {talk_texts, 2}, false}};
    static const struct weekly_range weekly[] = {{1, {9 * 60, 16 * 60}}, {4, {9 * 60, 12 * 60}}};

    return (struct coach){.id = id,
                          .name = name,
                          .pronouns = "she/her",
                          .avatar = "marisol",
                          .phone = "+16175550142",
                          .card_name = "Marisol (Riverside)",
                          .languages = both_languages,
                          .language_count = 2,
                          .schedule = {.weekly = weekly, .weekly_count = 2},
                          .boundaries = {.can = can, .can_count = 1, .open_requests_max = 2}};
}

static inline void add_site(struct bench *bench)
{
    static struct weekly_range weekly[7];
    static const uint8_t key[SITE_KEY_SIZE] = {7};
    struct site site = {
        .id = bench->site_id,
        .name = "Riverside Community Health",
        .short_name = "Riverside",
        .zone_name = "America/New_York",
        .coach_line = "+16175550100",
        .hours = {.weekly = weekly, .weekly_count = 7},
        .settings = {
            .names_allowed = true, .notice_version = 1, .languages = both_languages, .language_count = 2}};

    for (int i = 0; i < 7; i++)
        weekly[i] = (struct weekly_range){i, {8 * 60, 20 * 60}};
    in_transaction(bench, store_site_add(bench->store, &site, key));
}

static inline void add_kiosk(struct bench *bench, size_t i, const char *name, const struct uuid *place_id)
{
    struct uuid id = uuid_make(bench->random);

    in_transaction(bench, store_kiosk_put(bench->store, &bench->site_id, &id, name, place_id));
    bench->kiosks[i].id = id;
}

static inline void fill_site(struct bench *bench)
{
    struct place place = {
        .id = uuid_make(bench->random), .name = "Main waiting room", .detail = "by the east window"};
    struct topic talk = {.id = "talk", .icon = "chat", .label = {talk_texts, 2}};
    struct topic basics = {.id = "basics", .icon = "house", .label = {talk_texts, 2}};
    struct coach marisol = make_coach(bench->marisol_id, "Marisol");
    struct coach amina = make_coach(bench->amina_id, "Amina");
    struct stored_user user = {.id = bench->user_id,
                               .site_id = bench->site_id,
                               .role = ROLE_COACH,
                               .coach_id = bench->marisol_id,
                               .login = "marisol",
                               .name = "Marisol R.",
                               .has_grant = true,
                               .grant = {1, 2, 3}};

    in_transaction(bench, store_place_put(bench->store, &bench->site_id, &place));
    in_transaction(bench, store_coach_put(bench->store, &bench->site_id, &marisol, 1));
    in_transaction(bench, store_coach_put(bench->store, &bench->site_id, &amina, 2));
    in_transaction(bench, store_topic_put(bench->store, &bench->site_id, &talk, 1));
    in_transaction(bench, store_topic_put(bench->store, &bench->site_id, &basics, 2));
    in_transaction(bench, store_user_add(bench->store, &user));
    add_kiosk(bench, 0, "Kiosk 1", &place.id);
    add_kiosk(bench, 1, "Kiosk 2", &place.id);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(store_kiosk(bench->store, &bench->kiosks[i].id, &bench->arena, &bench->kiosks[i]),
                         CB_OK);
}

static inline void open_store(struct bench *bench)
{
    assert_int_equal(store_open(bench->folder, bench->random, &bench->store, &bench->problem), CB_OK);
    store_tell_time(bench->store, (struct moment){bench->now_ms, 1, true});
    assert_int_equal(store_begin(bench->store), CB_OK);
}

/* What somebody with the file in hand can do: on a connection of their own, past all of ours. */
static inline void run_sql(struct bench *bench, const char *sql, int expected)
{
    char *path = arena_format(&bench->arena, "%s/queue.db", bench->folder);
    sqlite3 *handle = NULL;

    assert_int_equal(store_commit(bench->store), CB_OK);
    store_close(bench->store);
    bench->store = NULL;
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), expected);
    sqlite3_close(handle);
    open_store(bench);
}

/* Every test runs inside an open transaction; in_transaction() commits it and begins the next. */
static int set_up(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);

    strcpy(bench->folder, "/tmp/coachbell-store-XXXXXX");
    assert_non_null(mkdtemp(bench->folder));
    bench->random = random_seeded(&bench->seed, 47);
    assert_int_equal(moment_parse("2026-11-23T20:00:00Z", &bench->now_ms), CB_OK);
    bench->site_id = uuid_make(bench->random);
    bench->marisol_id = uuid_make(bench->random);
    bench->amina_id = uuid_make(bench->random);
    bench->user_id = uuid_make(bench->random);
    assert_int_equal(store_create(bench->folder, &bench->problem), CB_OK);
    open_store(bench);
    add_site(bench);
    fill_site(bench);
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    char command[128];

    if (bench->store != NULL)
        store_rollback(bench->store);
    store_close(bench->store);
    arena_release(&bench->arena);
    snprintf(command, sizeof command, "rm -rf '%s'", bench->folder);
    assert_int_equal(system(command), 0);
    free(bench);
    return 0;
}

/* What a kiosk sends: a walk-in for any coach, with a free ticket of that kiosk. */
static inline struct wire_submit make_submit(struct bench *bench, size_t kiosk)
{
    struct wire_submit submit = {.id = uuid_make(bench->random),
                                 .kind = REQUEST_WALK_IN,
                                 .topics = {"talk"},
                                 .topic_count = 1,
                                 .find = FIND_SIGN,
                                 .language = "es",
                                 .notice_version = 1,
                                 .asked_at_ms = bench->now_ms,
                                 .has_sealed = true};
    struct board board;

    memset(submit.sealed, 0xa7, sizeof submit.sealed);
    assert_int_equal(
        store_board(bench->store, &bench->kiosks[kiosk].id, bench->now_ms, &bench->arena, &board), CB_OK);
    assert_int_equal(ticket_pick(board.signs, board.taken, board.taken_count, bench->random, &submit.ticket),
                     CB_OK);
    return submit;
}

static inline struct request submit_it(struct bench *bench, size_t kiosk, const struct wire_submit *submit)
{
    struct request request;
    uint8_t hash[32] = {1};
    bool is_new = false;

    in_transaction(bench, store_submit(bench->store, &bench->kiosks[kiosk], submit, hash, bench->now_ms,
                                       &request, &is_new));
    assert_true(is_new);
    return request;
}

static inline struct request submit_one(struct bench *bench)
{
    struct wire_submit submit = make_submit(bench, 0);

    return submit_it(bench, 0, &submit);
}

static inline struct request_step make_step(struct bench *bench, enum request_step_kind kind,
                                            const struct request *seen)
{
    return (struct request_step){
        .kind = kind,
        .actor = {.kind = ACTOR_COACH, .user_id = bench->user_id, .coach_id = bench->marisol_id},
        .version = seen->version,
        .go = kind == STEP_CLAIM,
        .at_ms = bench->now_ms};
}

static inline struct request step_it(struct bench *bench, const struct request *seen,
                                     struct request_step step)
{
    struct request after;

    in_transaction(bench, store_step(bench->store, &seen->id, &step, &after));
    return after;
}

#define STORE_CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
