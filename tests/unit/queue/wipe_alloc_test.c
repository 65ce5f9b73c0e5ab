/* Every library that the queue's secrets pass through overwrites what it frees. */
#include "queue/wipe_alloc.h"

#include "base/error.h"
#include "queue/channel_send.h"
#include "support/freed.h"

#include <event2/buffer.h>
#include <jansson.h>
#include <openssl/crypto.h>
#include <sqlite3.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int install(void **state)
{
    (void)state;
    return wipe_alloc_install() == CB_OK ? 0 : -1;
}

static void parsed_json_is_overwritten(void **state)
{
    (void)state;
    json_t *json = json_string(FREED_CANARY);
    const char *text = json_string_value(json);

    assert_int_not_equal(freed_letters(text), 0);
    json_decref(json);
    assert_int_equal(freed_letters(text), 0);
}

static void what_sqlite_held_is_overwritten(void **state)
{
    (void)state;
    char *text = sqlite3_mprintf("%s", FREED_CANARY);

    assert_int_not_equal(freed_letters(text), 0);
    sqlite3_free(text);
    assert_int_equal(freed_letters(text), 0);
}

static void what_openssl_held_is_overwritten(void **state)
{
    (void)state;
    char *text = OPENSSL_strdup(FREED_CANARY);

    assert_int_not_equal(freed_letters(text), 0);
    OPENSSL_free(text);
    assert_int_equal(freed_letters(text), 0);
}

static void what_came_over_the_network_is_overwritten(void **state)
{
    (void)state;
    struct evbuffer *buffer = evbuffer_new();
    const void *text;

    evbuffer_add(buffer, FREED_CANARY, strlen(FREED_CANARY));
    text = evbuffer_pullup(buffer, -1);
    assert_int_not_equal(freed_letters(text), 0);
    evbuffer_free(buffer);
    assert_int_equal(freed_letters(text), 0);
}

static void a_program_that_tells_openssl_too_late_is_told(void **state)
{
    (void)state;
    assert_int_equal(wipe_alloc_install(), CB_CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parsed_json_is_overwritten),
        cmocka_unit_test(what_sqlite_held_is_overwritten),
        cmocka_unit_test(what_openssl_held_is_overwritten),
        cmocka_unit_test(what_came_over_the_network_is_overwritten),
        cmocka_unit_test(a_program_that_tells_openssl_too_late_is_told),
    };

    return cmocka_run_group_tests(tests, install, NULL);
}
