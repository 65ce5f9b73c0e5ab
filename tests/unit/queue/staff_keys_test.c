/* People's ways in and out, by the keys alone: who can open the site's key, and who cannot any more. */
#include "queue/staff_keys.h"

#include "queue/recovery.h"
#include "queue/vault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW_MS   INT64_C(1795464000000)
#define PASSWORD "leaf-otter-piano"

struct bench {
    char folder[64];
    struct random_seed seed;
    struct random_source random;
    struct store *store;
    struct arena arena;
    struct uuid site_id;
    struct key_pair site_pair;
};

static int set_up(void **state)
{
    static const char *const languages[] = {"en"};
    struct bench *bench = calloc(1, sizeof *bench);
    struct site site = {.name = "North Clinic",
                        .short_name = "North",
                        .zone_name = "UTC",
                        .coach_line = "",
                        .settings = {.languages = languages, .language_count = 1, .notice_version = 1}};

    strcpy(bench->folder, "/tmp/coachbell-keys-XXXXXX");
    assert_non_null(mkdtemp(bench->folder));
    bench->random = random_seeded(&bench->seed, 47);
    bench->site_id = site.id = uuid_make(bench->random);
    key_pair_make(&bench->site_pair);
    assert_int_equal(store_create(bench->folder, NULL), CB_OK);
    assert_int_equal(store_open(bench->folder, bench->random, &bench->store, NULL), CB_OK);
    assert_int_equal(store_begin(bench->store), CB_OK);
    assert_int_equal(store_password_cost_set(bench->store, (struct password_cost){1, 8192}), CB_OK);
    assert_int_equal(store_site_add(bench->store, &site, bench->site_pair.public_key), CB_OK);
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    char command[128];

    store_rollback(bench->store);
    store_close(bench->store);
    arena_release(&bench->arena);
    snprintf(command, sizeof command, "rm -rf '%s'", bench->folder);
    free(bench);
    return system(command);
}

/* ---- people ---- */

static struct uuid invite(struct bench *bench, const char *login, enum role role, struct staff_code *ret_code)
{
    struct user_plan plan = {.site_id = bench->site_id, .role = role, .login = login, .name = login};
    struct uuid id;

    assert_int_equal(staff_invite(bench->store, bench->random, &plan, &bench->site_pair, NOW_MS,
                                  &bench->arena, &id, ret_code),
                     CB_OK);
    return id;
}

static int join(struct bench *bench, const struct staff_code *code, int64_t now_ms,
                struct stored_user *ret_user, struct key_pair *ret_pair)
{
    struct chosen_password chosen;
    uint8_t bytes[CODE_SIZE];

    assert_int_equal(password_set(PASSWORD, 1, 8192, &chosen.record, chosen.kek), CB_OK);
    assert_int_equal(code_read(code->text, bytes), CB_OK);
    return staff_join(bench->store, bytes, &chosen, now_ms, &bench->arena, ret_user, ret_pair);
}

static struct stored_user make_user(struct bench *bench, const char *login, enum role role,
                                    struct key_pair *ret_pair)
{
    struct staff_code code;
    struct stored_user user;

    invite(bench, login, role, &code);
    assert_int_equal(join(bench, &code, NOW_MS, &user, ret_pair), CB_OK);
    return user;
}

/* By the key that their password or session opened. */
static int opens(struct bench *bench, const struct uuid *user_id, const struct key_pair *pair)
{
    struct stored_user user;
    struct key_pair opened;
    int error = store_user(bench->store, user_id, &bench->arena, &user);

    if (error != CB_OK)
        return error;
    if (!user.has_grant)
        return CB_LOCKED;
    error = grant_open(pair, &user.site_id, &user.id, user.grant, &opened);
    if (error == CB_OK)
        assert_memory_equal(&opened, &bench->site_pair, sizeof opened);
    return error;
}

/* ---- in ---- */

static void code_lets_in_once(void **state)
{
    struct bench *bench = *state;
    struct staff_code code;
    struct stored_user user;
    struct key_pair pair;
    struct uuid id = invite(bench, "marisol", ROLE_COACH, &code);

    assert_int_equal(join(bench, &code, NOW_MS, &user, &pair), CB_OK);
    assert_true(uuid_equal(&user.id, &id));
    assert_int_equal(opens(bench, &id, &pair), CB_OK);
    assert_int_equal(join(bench, &code, NOW_MS, &user, &pair), CB_NOT_FOUND);
}

static void code_ends_after_three_days(void **state)
{
    struct bench *bench = *state;
    struct staff_code code;
    struct stored_user user;
    struct key_pair pair;

    invite(bench, "marisol", ROLE_COACH, &code);
    assert_int_equal(code.expires_at_ms, NOW_MS + 72 * HOUR_MS);
    assert_int_equal(join(bench, &code, code.expires_at_ms, &user, &pair), CB_NOT_FOUND);
    assert_int_equal(join(bench, &code, code.expires_at_ms - 1, &user, &pair), CB_OK);
}

static void code_does_not_let_in_as_another_person(void **state)
{
    struct bench *bench = *state;
    struct stored_holder *holders;
    struct staff_code code;
    struct stored_user user;
    struct key_pair pair;
    struct uuid other;
    size_t count;

    invite(bench, "marisol", ROLE_COACH, &code);
    assert_int_equal(store_holders(bench->store, &bench->site_id, &bench->arena, &holders, &count), CB_OK);
    assert_int_equal(count, 1);
    assert_int_equal(store_holder_remove(bench->store, &holders[0].id), CB_OK);
    other = invite(bench, "admin", ROLE_ADMIN, &(struct staff_code){.text = ""});
    holders[0].user_id = other; /* as a writer of the database would plant it */
    assert_int_equal(store_holder_put(bench->store, &holders[0]), CB_OK);
    assert_int_equal(join(bench, &code, NOW_MS, &user, &pair), CB_NOT_FOUND);
}

static void front_desk_holds_no_grant_and_nor_does_its_code(void **state)
{
    struct bench *bench = *state;
    struct stored_holder *holders;
    struct staff_code code;
    struct stored_user user;
    struct key_pair pair;
    size_t count;

    invite(bench, "desk", ROLE_FRONT_DESK, &code);
    assert_int_equal(store_holders(bench->store, &bench->site_id, &bench->arena, &holders, &count), CB_OK);
    assert_false(holders[0].has_grant || holders[0].has_tag);
    assert_int_equal(join(bench, &code, NOW_MS, &user, &pair), CB_OK);
    assert_int_equal(opens(bench, &user.id, &pair), CB_LOCKED);
}

/* ---- out ---- */

static void others_read_on_after_somebody_is_removed(void **state)
{
    struct bench *bench = *state;
    struct key_pair marisol_pair;
    struct key_pair amina_pair;
    struct key_pair before = bench->site_pair;
    struct stored_user marisol = make_user(bench, "marisol", ROLE_COACH, &marisol_pair);
    struct stored_user amina = make_user(bench, "amina", ROLE_SUPERVISOR, &amina_pair);
    struct staff_code late_code;
    struct stored_user late;
    struct key_pair late_pair;

    invite(bench, "noor", ROLE_COACH, &late_code);
    assert_int_equal(staff_remove(bench->store, &marisol, &bench->site_pair, NOW_MS, &bench->arena), CB_OK);
    assert_memory_not_equal(&before, &bench->site_pair, sizeof before);
    assert_int_equal(opens(bench, &marisol.id, &marisol_pair), CB_NOT_FOUND);
    assert_int_equal(opens(bench, &amina.id, &amina_pair), CB_OK);
    assert_int_equal(join(bench, &late_code, NOW_MS, &late, &late_pair), CB_OK);
    assert_int_equal(opens(bench, &late.id, &late_pair), CB_OK);
}

/* A grant from an old copy of the database opens the old key, and that is no key any more. */
static void old_grant_of_a_removed_person_opens_nothing_new(void **state)
{
    struct bench *bench = *state;
    struct key_pair pair;
    struct key_pair opened;
    struct stored_user marisol = make_user(bench, "marisol", ROLE_COACH, &pair);

    assert_int_equal(staff_remove(bench->store, &marisol, &bench->site_pair, NOW_MS, &bench->arena), CB_OK);
    assert_int_equal(grant_open(&pair, &marisol.site_id, &marisol.id, marisol.grant, &opened), CB_OK);
    assert_memory_not_equal(opened.secret_key, bench->site_pair.secret_key, KEY_SIZE);
    marisol.login = "marisol-again"; /* planted back, with the tag it had */
    marisol.id = uuid_make(bench->random);
    assert_int_equal(store_user_add(bench->store, &marisol), CB_OK);
    assert_int_equal(store_old_site_key_remove(bench->store, &bench->site_id), CB_OK);
    assert_int_equal(site_key_rotate(bench->store, &bench->site_id, &bench->arena, &bench->site_pair), CB_OK);
    assert_int_equal(opens(bench, &marisol.id, &pair), CB_LOCKED);
}

static void holder_with_a_forged_tag_is_given_no_grant(void **state)
{
    struct bench *bench = *state;
    struct key_pair honest_pair;
    struct stored_user honest = make_user(bench, "amina", ROLE_COACH, &honest_pair);
    struct stored_holder *holders;
    struct stored_holder planted = {.id = uuid_make(bench->random),
                                    .site_id = bench->site_id,
                                    .kind = HOLDER_PAPER,
                                    .has_tag = true,
                                    .confirmed_at_ms = NOW_MS};
    struct key_pair thief;
    size_t count;

    key_pair_make(&thief);
    memcpy(planted.public_key, thief.public_key, KEY_SIZE);
    memcpy(planted.tag, honest.tag, KEY_SIZE); /* a valid one, but another's */
    assert_int_equal(store_holder_put(bench->store, &planted), CB_OK);
    assert_int_equal(site_key_rotate(bench->store, &bench->site_id, &bench->arena, &bench->site_pair), CB_OK);
    assert_int_equal(store_holders(bench->store, &bench->site_id, &bench->arena, &holders, &count), CB_OK);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(holders[i].has_grant, !uuid_equal(&holders[i].id, &planted.id));
    assert_int_equal(opens(bench, &honest.id, &honest_pair), CB_OK);
}

static void reset_ends_password_and_sessions_and_gives_a_code(void **state)
{
    struct bench *bench = *state;
    struct key_pair pair;
    struct stored_user marisol = make_user(bench, "marisol", ROLE_COACH, &pair);
    struct stored_session session = {.id = {9},
                                     .user_id = marisol.id,
                                     .created_at_ms = NOW_MS,
                                     .used_at_ms = NOW_MS,
                                     .expires_at_ms = NOW_MS + DAY_MS,
                                     .idle_ms = DAY_MS};
    struct staff_code code;

    assert_int_equal(store_session_add(bench->store, &session), CB_OK);
    assert_int_equal(
        staff_reset(bench->store, bench->random, &marisol, &bench->site_pair, NOW_MS, &bench->arena, &code),
        CB_OK);
    assert_int_equal(store_session(bench->store, session.id, NOW_MS, &session), CB_NOT_FOUND);
    assert_int_equal(opens(bench, &marisol.id, &pair), CB_LOCKED);
    assert_int_equal(join(bench, &code, NOW_MS, &marisol, &pair), CB_OK);
    assert_int_equal(opens(bench, &marisol.id, &pair), CB_OK);
}

/* ---- the change of the key ---- */

static void old_key_waits_for_the_ring_and_no_change_overtakes_it(void **state)
{
    struct bench *bench = *state;
    struct key_pair before = bench->site_pair;
    struct key_pair old;

    assert_int_equal(site_key_old(bench->store, &bench->site_id, &bench->site_pair, &old), CB_NOT_FOUND);
    assert_int_equal(site_key_rotate(bench->store, &bench->site_id, &bench->arena, &bench->site_pair), CB_OK);
    assert_int_equal(site_key_old(bench->store, &bench->site_id, &bench->site_pair, &old), CB_OK);
    assert_memory_equal(&old, &before, sizeof old);
    assert_int_equal(site_key_rotate(bench->store, &bench->site_id, &bench->arena, &bench->site_pair),
                     CB_BUSY);
    assert_int_equal(store_old_site_key_remove(bench->store, &bench->site_id), CB_OK);
    assert_int_equal(site_key_rotate(bench->store, &bench->site_id, &bench->arena, &bench->site_pair), CB_OK);
}

static void key_that_is_not_the_sites_changes_nothing(void **state)
{
    struct bench *bench = *state;
    struct key_pair stranger;
    uint8_t key[SITE_KEY_SIZE];

    key_pair_make(&stranger);
    assert_int_equal(site_key_rotate(bench->store, &bench->site_id, &bench->arena, &stranger), CB_DENIED);
    assert_int_equal(store_site_key(bench->store, &bench->site_id, key), CB_OK);
    assert_memory_equal(key, bench->site_pair.public_key, sizeof key);
}

/* ---- the recovery sheet ---- */

static void make_sheet(struct bench *bench, uint8_t ret_paper[PAPER_SIZE])
{
    char text[PAPER_TEXT_SIZE];

    assert_int_equal(recovery_make(bench->store, bench->random, &bench->site_id, &bench->site_pair, NOW_MS,
                                   &bench->arena, text),
                     CB_OK);
    assert_int_equal(paper_read(text, ret_paper), CB_OK);
}

static int open_sheet(struct bench *bench, const uint8_t paper[PAPER_SIZE])
{
    struct stored_holder holder;
    struct key_pair opened;
    int error = recovery_open(bench->store, paper, &bench->arena, &holder, &opened);

    if (error == CB_OK)
        assert_memory_equal(&opened, &bench->site_pair, sizeof opened);
    return error;
}

static void sheet_counts_when_it_was_read_back_and_then_alone(void **state)
{
    struct bench *bench = *state;
    uint8_t first[PAPER_SIZE];
    uint8_t second[PAPER_SIZE];
    struct uuid site_id;
    int64_t since_ms;

    make_sheet(bench, first);
    assert_int_equal(open_sheet(bench, first), CB_NOT_FOUND);
    assert_int_equal(recovery_confirm(bench->store, first, NOW_MS, &bench->arena, &site_id), CB_OK);
    assert_int_equal(open_sheet(bench, first), CB_OK);
    make_sheet(bench, second);
    assert_int_equal(open_sheet(bench, first), CB_OK); /* until the new one counts */
    assert_int_equal(recovery_confirm(bench->store, second, NOW_MS + 1, &bench->arena, &site_id), CB_OK);
    assert_int_equal(open_sheet(bench, first), CB_NOT_FOUND);
    assert_int_equal(open_sheet(bench, second), CB_OK);
    assert_int_equal(recovery_since(bench->store, &bench->site_id, &bench->arena, &since_ms), CB_OK);
    assert_int_equal(since_ms, NOW_MS + 1);
}

static void sheet_opens_the_site_after_a_change_of_its_key(void **state)
{
    struct bench *bench = *state;
    uint8_t paper[PAPER_SIZE];
    struct uuid site_id;

    make_sheet(bench, paper);
    assert_int_equal(recovery_confirm(bench->store, paper, NOW_MS, &bench->arena, &site_id), CB_OK);
    assert_int_equal(site_key_rotate(bench->store, &bench->site_id, &bench->arena, &bench->site_pair), CB_OK);
    assert_int_equal(open_sheet(bench, paper), CB_OK);
    paper[3] ^= 1;
    assert_int_equal(open_sheet(bench, paper), CB_NOT_FOUND);
}

/* ---- what may be chosen ---- */

static void sign_in_names_are_plain(void **state)
{
    static const char *const good[] = {"marisol", "m2", "front.desk-1_b"};
    static const char *const bad[] = {
        "", "m", "Marisol", "2pac", "mari sol", "mari\xc3\xb1o", "-a", "a12345678901234567890123456789012"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(staff_login_acceptable(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(staff_login_acceptable(bad[i]));
    assert_true(staff_name_acceptable("Mari\xc3\xb1o R."));
    assert_false(staff_name_acceptable("  "));
    assert_false(staff_name_acceptable("line\nbreak"));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(code_lets_in_once),
        TEST(code_ends_after_three_days),
        TEST(code_does_not_let_in_as_another_person),
        TEST(front_desk_holds_no_grant_and_nor_does_its_code),
        TEST(others_read_on_after_somebody_is_removed),
        TEST(old_grant_of_a_removed_person_opens_nothing_new),
        TEST(holder_with_a_forged_tag_is_given_no_grant),
        TEST(reset_ends_password_and_sessions_and_gives_a_code),
        TEST(old_key_waits_for_the_ring_and_no_change_overtakes_it),
        TEST(key_that_is_not_the_sites_changes_nothing),
        TEST(sheet_counts_when_it_was_read_back_and_then_alone),
        TEST(sheet_opens_the_site_after_a_change_of_its_key),
        cmocka_unit_test(sign_in_names_are_plain),
    };

    if (seal_init() != CB_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
