/* The map of an assistive keypad: read, written, learnt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/keypad.h"

#include <string.h>

static void the_default_is_f13_and_on(void **state)
{
    (void)state;
    struct keypad keypad = keypad_default();
    struct strbuf out = STRBUF_INIT;
    keypad_write(&keypad, &out);
    assert_string_equal(strbuf_text(&out),
                        "up:F13 down:F14 back:F15 next:F16 select:F17 help:F18 volume:F19");
    strbuf_release(&out);
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    static const char text[] =
        "up:Up down:Down back:F2 next:Tab select:Enter help:#101 plugged:F23 unplugged:F24";
    struct keypad keypad;
    struct strbuf out = STRBUF_INIT;
    assert_true(keypad_parse(text, &keypad));
    keypad_write(&keypad, &out);
    assert_string_equal(strbuf_text(&out), text);
    strbuf_release(&out);
    assert_int_equal(keypad_function_of(&keypad, 43), KEYPAD_NEXT);
    assert_int_equal(keypad_function_of(&keypad, 104), KEYPAD_NONE);
    assert_int_equal(keypad_function_of(&keypad, 0), KEYPAD_NONE);
}

static void a_map_with_a_mistake_is_refused_whole(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "up",       "up:",  ":F13",  "up:F25",  "up:F13 up:F14", "up:F13 down:F13",
        "jump:F13", "up:A", "up:#4", "up:#999", "up:F13F14",     "up:F13:F14"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct keypad keypad = keypad_default(), before = keypad;
        if (keypad_parse(wrong[i], &keypad))
            fail_msg("\"%s\" was taken", wrong[i]);
        assert_memory_equal(&keypad, &before, sizeof keypad);
    }
}

static void a_learnt_key_does_one_thing(void **state)
{
    (void)state;
    struct keypad keypad = keypad_default();
    assert_true(keypad_learn(&keypad, KEYPAD_SELECT, 104));
    assert_int_equal(keypad_function_of(&keypad, 104), KEYPAD_SELECT);
    assert_int_equal(keypad.scancode[KEYPAD_UP], 0);
}

static void a_letter_is_never_a_keypad_key(void **state)
{
    (void)state;
    struct keypad keypad = keypad_default();
    assert_false(keypad_learn(&keypad, KEYPAD_UP, 4));
    assert_false(keypad_learn(&keypad, KEYPAD_UP, 44));
    assert_int_equal(keypad.scancode[KEYPAD_UP], 104);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_is_f13_and_on),
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(a_map_with_a_mistake_is_refused_whole),
        cmocka_unit_test(a_learnt_key_does_one_thing),
        cmocka_unit_test(a_letter_is_never_a_keypad_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
