/* The commands on real folders: what init and demo make, and what the others answer. */
#include "queue/command.h"

#include "base/file.h"
#include "queue/site_make.h"
#include "seal/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW_MS INT64_C(1795464000000)

struct bench {
    char folder[64];
    char data[96];
    struct command_context context;
    struct random_seed seed;
    struct store *store;
    struct strbuf out;
    struct problem problem;
    struct arena arena;
};

static int set_up(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);

    assert_int_equal(seal_init(), CB_OK);
    strcpy(bench->folder, "/tmp/coachbell-command-XXXXXX");
    assert_non_null(mkdtemp(bench->folder));
    snprintf(bench->data, sizeof bench->data, "%s/data", bench->folder);
    /* The least that Argon2id takes: this test is not about guessing. */
    bench->context = (struct command_context){.random = random_seeded(&bench->seed, 47),
                                              .now_ms = NOW_MS,
                                              .cost = {.opslimit = 1, .memlimit = 8192},
                                              .working_folder = bench->folder};
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    char command[128];

    store_close(bench->store);
    strbuf_release(&bench->out);
    arena_release(&bench->arena);
    snprintf(command, sizeof command, "rm -rf '%s'", bench->folder);
    assert_int_equal(system(command), 0);
    free(bench);
    return 0;
}

static void make_demo(struct bench *bench)
{
    assert_int_equal(
        command_demo(bench->data, SOURCE_DIR "/assets", &bench->context, &bench->out, &bench->problem),
        CB_OK);
    strbuf_clear(&bench->out);
    assert_int_equal(store_open(bench->data, bench->context.random, &bench->store, &bench->problem), CB_OK);
}

static char *read_text(struct bench *bench, const char *name)
{
    char path[160];
    uint8_t *bytes = NULL;
    size_t length = 0;
    char *text;

    snprintf(path, sizeof path, "%s/%s", bench->data, name);
    assert_int_equal(file_read(path, 65536, &bytes, &length), CB_OK);
    text = arena_copy_text(&bench->arena, (char *)bytes);
    free(bytes);
    return text;
}

static void assert_private(struct bench *bench, const char *name)
{
    char path[160];
    struct stat status;

    snprintf(path, sizeof path, "%s/%s", bench->data, name);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

/* The second word of the line that starts with the login. */
static const char *demo_password(struct bench *bench, const char *login)
{
    char *line = strtok(read_text(bench, "demo-sign-ins.txt"), "\n");

    for (; line != NULL; line = strtok(NULL, "\n")) {
        size_t length = strlen(login);

        if (strncmp(line, login, length) == 0 && line[length] == '\t') {
            line[length + 1 + strcspn(line + length + 1, "\t")] = '\0';
            return line + length + 1;
        }
    }
    fail_msg("no sign-in for %s", login);
    return NULL;
}

static struct uuid demo_site(struct bench *bench)
{
    struct site *sites = NULL;
    size_t count = 0;

    assert_int_equal(store_sites(bench->store, &bench->arena, &sites, &count), CB_OK);
    assert_int_equal(count, 1);
    return sites[0].id;
}

#define RUN(bench, ...)                                                                                      \
    command_run((bench)->store, &(bench)->context, (const char *const[]){__VA_ARGS__},                       \
                sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *), &(bench)->out,            \
                &(bench)->problem)

static void demo_site_is_as_its_file_says(void **state)
{
    struct bench *bench = *state;
    struct stored_kiosk *kiosks = NULL;
    struct stored_user *users = NULL;
    struct board board;
    struct uuid site_id;
    size_t count = 0;

    make_demo(bench);
    site_id = demo_site(bench);
    assert_int_equal(store_kiosks(bench->store, &site_id, &bench->arena, &kiosks, &count), CB_OK);
    assert_int_equal(count, 3);
    assert_int_equal(kiosks[0].signs & kiosks[1].signs, 0);
    assert_int_equal(kiosks[1].signs & kiosks[2].signs, 0);
    assert_int_not_equal(kiosks[2].signs, 0);
    assert_int_equal(store_board(bench->store, &kiosks[1].id, NOW_MS, &bench->arena, &board), CB_OK);
    assert_string_equal(board.kiosk_name, "Kiosk 2");
    assert_string_equal(board.place.detail, "by the east window");
    assert_string_equal(board.site.short_name, "Riverside");
    assert_int_equal(board.coach_count, 6);
    assert_string_equal(board.coaches[0].card_name, "Marisol (Riverside)");
    assert_int_equal(board.coaches[0].boundaries.can_count, 4);
    assert_int_equal(board.topic_count, 9);
    assert_string_equal(label_in(&board.topics[0].label, "es"), "Solo hablar");
    assert_string_equal(board.resources[0].number, "211");
    assert_int_equal(store_users(bench->store, &site_id, &bench->arena, &users, &count), CB_OK);
    assert_int_equal(count, 9);
    assert_int_equal(store_check(bench->store, &bench->problem), CB_OK);
}

static void demo_secrets_are_in_private_files_and_work(void **state)
{
    struct bench *bench = *state;
    struct stored_kiosk kiosk;
    uint8_t hash[32];
    char *token;

    make_demo(bench);
    assert_private(bench, "demo-sign-ins.txt");
    assert_private(bench, "kiosk.token");
    assert_private(bench, "queue.db");
    token = strtok(read_text(bench, "kiosk.token"), "\n");
    assert_int_equal(kiosk_token_hash(token, hash), CB_OK);
    assert_int_equal(store_kiosk_by_token(bench->store, hash, &bench->arena, &kiosk), CB_OK);
    assert_string_equal(kiosk.name, "Kiosk 1");
}

/* Whether login and password open the site's key, as it is now. */
static int try_grant(struct bench *bench, const char *login, const char *password)
{
    struct stored_user user;
    struct password_record record;
    struct key_pair pair;
    uint8_t kek[KEY_SIZE];
    uint8_t site_key[SITE_KEY_SIZE];
    int error = store_user_by_login(bench->store, login, &bench->arena, &user);

    if (error != CB_OK)
        return error;
    record.opslimit = user.kdf_opslimit;
    record.memlimit = user.kdf_memlimit;
    memcpy(record.salt, user.salt, sizeof record.salt);
    memcpy(record.verifier, user.verifier, sizeof record.verifier);
    error = password_check(password, &record, kek);
    if (error == CB_OK)
        error = key_unwrap(kek, WRAP_PASSWORD, &user.site_id, &user.id, user.wrapped_key, &pair);
    if (error == CB_OK)
        error = user.has_grant ? grant_open(&pair, &user.site_id, &user.id, user.grant, &pair) : CB_LOCKED;
    if (error == CB_OK) {
        assert_int_equal(store_site_key(bench->store, &user.site_id, site_key), CB_OK);
        assert_memory_equal(pair.public_key, site_key, sizeof site_key);
    }
    return error;
}

static void grants_open_for_those_who_may_read_and_only_them(void **state)
{
    struct bench *bench = *state;

    make_demo(bench);
    assert_int_equal(try_grant(bench, "admin", demo_password(bench, "admin")), CB_OK);
    assert_int_equal(try_grant(bench, "marisol", demo_password(bench, "marisol")), CB_OK);
    assert_int_equal(try_grant(bench, "admin", demo_password(bench, "marisol")), CB_DENIED);
    assert_int_equal(try_grant(bench, "desk", demo_password(bench, "desk")), CB_LOCKED);
}

static void demo_never_overwrites_a_database(void **state)
{
    struct bench *bench = *state;

    make_demo(bench);
    store_close(bench->store);
    bench->store = NULL;
    assert_int_equal(
        command_demo(bench->data, SOURCE_DIR "/assets", &bench->context, &bench->out, &bench->problem),
        CB_CONFLICT);
    assert_int_equal(store_open(bench->data, bench->context.random, &bench->store, &bench->problem), CB_OK);
}

static void wrong_site_file_is_named_with_the_field(void **state)
{
    struct bench *bench = *state;
    char path[160];

    snprintf(path, sizeof path, "%s/demo", bench->folder);
    assert_int_equal(file_make_folder(path), CB_OK);
    snprintf(path, sizeof path, "%s/demo/site.json", bench->folder);
    assert_int_equal(file_write(path, "{\"name\": 7}", 11, 0600), CB_OK);
    assert_int_equal(command_demo(bench->data, bench->folder, &bench->context, &bench->out, &bench->problem),
                     CB_BAD_INPUT);
    assert_non_null(strstr(bench->problem.text, "site.json: name"));
    snprintf(path, sizeof path, "%s/queue.db", bench->data);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void init_makes_a_site_with_an_admin(void **state)
{
    struct bench *bench = *state;
    const char *const words[] = {"--name", "North Clinic", "--short", "North", "--zone", "America/Chicago"};
    struct stored_user admin;

    assert_int_equal(command_init(bench->data, &bench->context, words, 6, &bench->out, &bench->problem),
                     CB_OK);
    assert_non_null(strstr(strbuf_text(&bench->out), "admin\t"));
    assert_int_equal(store_open(bench->data, bench->context.random, &bench->store, &bench->problem), CB_OK);
    assert_int_equal(store_user_by_login(bench->store, "admin", &bench->arena, &admin), CB_OK);
    assert_true(admin.has_grant);
}

static void init_with_an_unknown_zone_makes_nothing(void **state)
{
    struct bench *bench = *state;
    const char *const words[] = {"--name", "North Clinic", "--short", "North", "--zone", "America/Nowhere"};

    assert_int_equal(command_init(bench->data, &bench->context, words, 6, &bench->out, &bench->problem),
                     CB_BAD_INPUT);
    assert_int_not_equal(access(bench->data, F_OK), 0);
}

/* The file that holds the admin's password, by its relative name. */
static void write_secret(struct bench *bench)
{
    const char *password = demo_password(bench, "admin");
    char path[160];

    snprintf(path, sizeof path, "%s/secret", bench->folder);
    assert_int_equal(file_write(path, password, strlen(password), 0600), CB_OK);
}

static void join_with_the_printed_code(struct bench *bench, const char *password)
{
    const char *printed = strstr(strbuf_text(&bench->out), "good for 72 hours: ");
    struct chosen_password chosen;
    struct stored_user user;
    struct key_pair pair;
    uint8_t code[CODE_SIZE];
    char text[CODE_TEXT_SIZE];

    assert_non_null(printed);
    snprintf(text, sizeof text, "%s", printed + strlen("good for 72 hours: "));
    assert_int_equal(code_read(text, code), CB_OK);
    assert_int_equal(password_set(password, 1, 8192, &chosen.record, chosen.kek), CB_OK);
    assert_int_equal(staff_join(bench->store, code, &chosen, NOW_MS, &bench->arena, &user, &pair), CB_OK);
    strbuf_clear(&bench->out);
}

static void added_user_joins_with_the_code_and_opens_the_site_key(void **state)
{
    struct bench *bench = *state;
    struct stored_user added;

    make_demo(bench);
    write_secret(bench);
    assert_int_equal(RUN(bench, "user", "add", "--login", "noor", "--name", "Noor A.", "--role", "coach",
                         "--coach", "Noor", "--by", "admin", "--by-password-file", "secret"),
                     CB_OK);
    assert_int_equal(store_user_by_login(bench->store, "noor", &bench->arena, &added), CB_OK);
    assert_false(uuid_is_none(&added.coach_id));
    assert_true(added.invited);
    join_with_the_printed_code(bench, "leaf-otter-piano");
    assert_int_equal(try_grant(bench, "noor", "leaf-otter-piano"), CB_OK);
    assert_int_equal(RUN(bench, "user", "add", "--login", "noor", "--name", "Noor A.", "--role", "admin",
                         "--by", "admin", "--by-password-file", "secret"),
                     CB_CONFLICT);
}

static void reset_user_needs_the_new_code(void **state)
{
    struct bench *bench = *state;
    const char *old;

    make_demo(bench);
    old = demo_password(bench, "marisol");
    write_secret(bench);
    assert_int_equal(
        RUN(bench, "user", "reset", "--login", "marisol", "--by", "admin", "--by-password-file", "secret"),
        CB_OK);
    assert_int_equal(try_grant(bench, "marisol", old), CB_DENIED);
    join_with_the_printed_code(bench, "leaf-otter-piano");
    assert_int_equal(try_grant(bench, "marisol", "leaf-otter-piano"), CB_OK);
    assert_int_equal(try_grant(bench, "amina", demo_password(bench, "amina")), CB_OK);
}

static void removed_user_is_gone_and_the_key_has_changed(void **state)
{
    struct bench *bench = *state;
    struct uuid site_id;
    uint8_t before[SITE_KEY_SIZE];
    uint8_t after[SITE_KEY_SIZE];

    make_demo(bench);
    site_id = demo_site(bench);
    write_secret(bench);
    assert_int_equal(store_site_key(bench->store, &site_id, before), CB_OK);
    assert_int_equal(
        RUN(bench, "user", "remove", "--login", "marisol", "--by", "admin", "--by-password-file", "secret"),
        CB_OK);
    assert_int_equal(store_site_key(bench->store, &site_id, after), CB_OK);
    assert_memory_not_equal(before, after, sizeof before);
    assert_int_equal(try_grant(bench, "marisol", demo_password(bench, "marisol")), CB_NOT_FOUND);
    assert_int_equal(try_grant(bench, "amina", demo_password(bench, "amina")), CB_OK);
    assert_int_equal(
        RUN(bench, "user", "remove", "--login", "marisol", "--by", "admin", "--by-password-file", "secret"),
        CB_NOT_FOUND);
    assert_non_null(strstr(bench->problem.text, "no user marisol"));
}

static void admins_cannot_cut_themselves_off(void **state)
{
    struct bench *bench = *state;

    make_demo(bench);
    write_secret(bench);
    assert_int_equal(
        RUN(bench, "user", "remove", "--login", "admin", "--by", "admin", "--by-password-file", "secret"),
        CB_DENIED);
    assert_int_equal(
        RUN(bench, "user", "reset", "--login", "admin", "--by", "admin", "--by-password-file", "secret"),
        CB_DENIED);
    assert_int_equal(try_grant(bench, "admin", demo_password(bench, "admin")), CB_OK);
}

static void user_is_not_added_with_a_wrong_password(void **state)
{
    struct bench *bench = *state;
    char path[160];
    struct stored_user added;

    make_demo(bench);
    snprintf(path, sizeof path, "%s/secret", bench->folder);
    assert_int_equal(file_write(path, "not-the-password\n", 17, 0600), CB_OK);
    assert_int_equal(RUN(bench, "user", "add", "--login", "noor", "--name", "Noor A.", "--role", "admin",
                         "--by", "admin", "--by-password-file", path),
                     CB_DENIED);
    assert_int_equal(store_user_by_login(bench->store, "noor", &bench->arena, &added), CB_NOT_FOUND);
    assert_string_equal(strbuf_text(&bench->out), "");
}

static void revoked_kiosk_token_stops_working(void **state)
{
    struct bench *bench = *state;
    struct stored_kiosk kiosk;
    uint8_t hash[32];
    char token[TOKEN_TEXT_SIZE];

    make_demo(bench);
    assert_int_equal(RUN(bench, "kiosk", "add", "--name", "Kiosk 4", "--place", "Main waiting room"), CB_OK);
    snprintf(token, sizeof token, "%s", strtok(bench->out.data, "\n"));
    assert_int_equal(kiosk_token_hash(token, hash), CB_OK);
    assert_int_equal(store_kiosk_by_token(bench->store, hash, &bench->arena, &kiosk), CB_OK);
    assert_string_equal(kiosk.name, "Kiosk 4");
    assert_int_equal(RUN(bench, "kiosk", "revoke", "--name", "Kiosk 4"), CB_OK);
    assert_int_equal(store_kiosk_by_token(bench->store, hash, &bench->arena, &kiosk), CB_NOT_FOUND);
    assert_int_equal(RUN(bench, "kiosk", "token", "--name", "Kiosk 4"), CB_NOT_FOUND);
    assert_int_equal(RUN(bench, "kiosk", "token", "--name", "Kiosk 9"), CB_NOT_FOUND);
}

static void backup_starts_at_the_callers_folder(void **state)
{
    struct bench *bench = *state;
    char path[160];

    make_demo(bench);
    assert_int_equal(RUN(bench, "backup", "copy.db"), CB_OK);
    snprintf(path, sizeof path, "%s/copy.db", bench->folder);
    assert_int_equal(access(path, R_OK), 0);
    assert_int_equal(RUN(bench, "check"), CB_OK);
}

static void wrong_words_are_answered_with_the_right_ones(void **state)
{
    struct bench *bench = *state;

    make_demo(bench);
    assert_int_equal(RUN(bench, "dance"), CB_BAD_INPUT);
    assert_non_null(strstr(bench->problem.text, "--help"));
    assert_int_equal(RUN(bench, "kiosk"), CB_BAD_INPUT);
    assert_non_null(strstr(bench->problem.text, "add, token, revoke, list"));
    assert_int_equal(RUN(bench, "kiosk", "add", "--name", "Kiosk 4"), CB_BAD_INPUT);
    assert_non_null(strstr(bench->problem.text, "Missing: --place"));
    assert_int_equal(RUN(bench, "kiosk", "add", "--name"), CB_BAD_INPUT);
    assert_int_equal(RUN(bench, "check", "--login", "x"), CB_BAD_INPUT);
    assert_int_equal(RUN(bench, "backup"), CB_BAD_INPUT);
    assert_int_equal(RUN(bench, "kiosk", "list", "--site", "Elsewhere"), CB_NOT_FOUND);
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(demo_site_is_as_its_file_says),
        CASE(demo_secrets_are_in_private_files_and_work),
        CASE(grants_open_for_those_who_may_read_and_only_them),
        CASE(demo_never_overwrites_a_database),
        CASE(wrong_site_file_is_named_with_the_field),
        CASE(init_makes_a_site_with_an_admin),
        CASE(init_with_an_unknown_zone_makes_nothing),
        CASE(added_user_joins_with_the_code_and_opens_the_site_key),
        CASE(reset_user_needs_the_new_code),
        CASE(removed_user_is_gone_and_the_key_has_changed),
        CASE(admins_cannot_cut_themselves_off),
        CASE(user_is_not_added_with_a_wrong_password),
        CASE(revoked_kiosk_token_stops_working),
        CASE(backup_starts_at_the_callers_folder),
        CASE(wrong_words_are_answered_with_the_right_ones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
