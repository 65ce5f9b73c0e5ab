/* What the log says about the queue: once per change, in words. */
#include "relay/contact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/stderr.h"

#include <string.h>

static void answers_are_told_apart(void **state)
{
    static const struct {
        struct http_answer answer;
        enum contact_state state;
    } cases[] = {
        {{.error = CB_NETWORK}, CONTACT_NONE}, {{.error = CB_DENIED}, CONTACT_STRANGER},
        {{.status = 200}, CONTACT_FINE},       {{.status = 401}, CONTACT_NOT_KNOWN},
        {{.status = 302}, CONTACT_STRANGER},   {{.status = 404}, CONTACT_STRANGER},
        {{.status = 503}, CONTACT_TROUBLED},   {{.error = CB_TOO_LARGE}, CONTACT_NONE},
        {{.status = 429}, CONTACT_TROUBLED},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(contact_of(&cases[i].answer), cases[i].state);
}

static void each_change_is_said_once_in_words(void **state)
{
    static const struct http_answer gone = {.error = CB_NETWORK}, refused = {.status = 401},
                                    fine = {.status = 200};
    const struct http_answer *const answers[] = {&gone,    &gone, &gone, &refused,
                                                 &refused, &fine, &fine, &gone};
    static const char *const lines[] = {
        "warning the queue cannot be reached", "error the queue does not know this kiosk's token (401)",
        "info the queue answers again", "warning the queue cannot be reached"};
    struct contact contact = {CONTACT_UNKNOWN};
    struct stderr_catch catch = stderr_catch_begin();
    char text[4096];
    char *line = text;

    (void)state;
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
        contact_note(&contact, answers[i]);
    stderr_catch_end(&catch, text, sizeof(text));
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        assert_memory_equal(line, lines[i], strlen(lines[i]));
        line = strchr(line, '\n') + 1;
    }
    assert_string_equal(line, "");
}

static void a_queue_that_answers_from_the_start_answers(void **state)
{
    struct contact contact = {CONTACT_UNKNOWN};
    struct stderr_catch catch = stderr_catch_begin();
    char text[256];

    (void)state;
    contact_note(&contact, &(struct http_answer){.status = 200});
    stderr_catch_end(&catch, text, sizeof(text));
    assert_string_equal(text, "info the queue answers\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_told_apart),
        cmocka_unit_test(each_change_is_said_once_in_words),
        cmocka_unit_test(a_queue_that_answers_from_the_start_answers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
