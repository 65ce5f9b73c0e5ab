/* Key pairs, key ids, H and kdf against answers computed elsewhere (vectors.py). */
#include "seal/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/hex.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const char public_key_hex[] = "07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7c";
static const char key_id_hex[] = "8b779e2e14ec44f1";
static const char body_hash_hex[] = "35bbdba487908de8631b23e48a80c087fcd97327f7d406db74c074005b582f47";

static void public_key_and_id_follow_from_secret(void **state)
{
    uint8_t secret[KEY_SIZE];
    uint8_t expected[KEY_SIZE];
    uint8_t id[KEY_ID_SIZE];
    struct key_pair pair;

    (void)state;
    for (size_t i = 0; i < sizeof(secret); i++)
        secret[i] = (uint8_t)(i + 1);
    key_pair_from_secret(secret, &pair);
    hex_decode(public_key_hex, expected, sizeof(expected));
    assert_memory_equal(pair.public_key, expected, KEY_SIZE);
    assert_memory_equal(pair.secret_key, secret, KEY_SIZE);
    key_id(pair.public_key, id);
    hex_decode(key_id_hex, expected, sizeof(id));
    assert_memory_equal(id, expected, sizeof(id));
}

static void two_pairs_differ(void **state)
{
    struct key_pair a;
    struct key_pair b;
    struct key_pair again;

    (void)state;
    key_pair_make(&a);
    key_pair_make(&b);
    assert_memory_not_equal(a.secret_key, b.secret_key, KEY_SIZE);
    key_pair_from_secret(a.secret_key, &again);
    assert_memory_equal(again.public_key, a.public_key, KEY_SIZE);
}

static void body_hash_is_personal(void **state)
{
    static const char body[] = "{\"kind\":\"walk_in\"}";
    uint8_t expected[KEY_SIZE];
    uint8_t hash[KEY_SIZE];

    (void)state;
    hex_decode(body_hash_hex, expected, sizeof(expected));
    body_hash(body, sizeof(body) - 1, hash);
    assert_memory_equal(hash, expected, sizeof(hash));
    seal_hash("cb-kiosk-token-1", body, sizeof(body) - 1, hash);
    assert_memory_not_equal(hash, expected, sizeof(hash));
}

static void secrets_compare_whole(void **state)
{
    (void)state;
    assert_true(secret_equal("abcd", "abcd", 4));
    assert_false(secret_equal("abcd", "abce", 4));
    assert_true(secret_equal("abcd", "abce", 3));
}

static void wipe_leaves_zeros(void **state)
{
    char secret[16] = "Ray";
    static const char zeros[16];

    (void)state;
    seal_wipe(secret, sizeof(secret));
    assert_memory_equal(secret, zeros, sizeof(secret));
}

/* In a child, which no longer may lock memory: as nobody, with nothing allowed. */
static int child_without_locks(void)
{
    const struct rlimit none = {0, 0};

    if (setrlimit(RLIMIT_MEMLOCK, &none) != 0 || (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0))
        return 2;
    return seal_memory_locks() ? 1 : 0;
}

static void memory_that_cannot_be_locked_is_said(void **state)
{
    char said[400] = "";
    int ends[2];
    int status = -1;
    pid_t child;

    (void)state;
    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        _exit(child_without_locks());
    }
    close(ends[1]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(read(ends[0], said, sizeof said - 1) > 0);
    close(ends[0]);
    assert_int_equal(status, 0);
    assert_non_null(strstr(said, "memory.not_locked"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(public_key_and_id_follow_from_secret),
        cmocka_unit_test(two_pairs_differ),
        cmocka_unit_test(body_hash_is_personal),
        cmocka_unit_test(secrets_compare_whole),
        cmocka_unit_test(wipe_leaves_zeros),
        cmocka_unit_test(memory_that_cannot_be_locked_is_said),
    };

    if (seal_init() != CB_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
