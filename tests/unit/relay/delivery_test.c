/* What the queue's answers mean for an operation. */
#include "relay/delivery.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void only_success_is_sent(void **state)
{
    (void)state;
    assert_int_equal(delivery_verdict(OUTBOX_SUBMIT, 201), VERDICT_SENT);
    assert_int_equal(delivery_verdict(OUTBOX_SUBMIT, 200), VERDICT_SENT);
    for (int status = 202; status < 400; status++)
        assert_int_equal(delivery_verdict(OUTBOX_SUBMIT, status), VERDICT_RETRY);
}

static void only_what_can_never_pass_is_refused(void **state)
{
    static const int refused[] = {400, 409, 413, 422};
    size_t count = 0;

    (void)state;
    for (int status = 400; status < 600; status++)
        count += delivery_verdict(OUTBOX_SUBMIT, status) == VERDICT_REFUSED;
    assert_int_equal(count, sizeof(refused) / sizeof(refused[0]));
    for (size_t i = 0; i < count; i++)
        assert_int_equal(delivery_verdict(OUTBOX_CANCEL, refused[i]), VERDICT_REFUSED);
}

static void unknown_request_is_a_question_of_its_submit(void **state)
{
    (void)state;
    assert_int_equal(delivery_verdict(OUTBOX_CANCEL, 404), VERDICT_UNKNOWN);
    assert_int_equal(delivery_verdict(OUTBOX_CHANGE, 404), VERDICT_UNKNOWN);
    assert_int_equal(delivery_verdict(OUTBOX_ANSWER, 404), VERDICT_UNKNOWN);
    assert_int_equal(delivery_verdict(OUTBOX_SUBMIT, 404), VERDICT_RETRY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_success_is_sent),
        cmocka_unit_test(only_what_can_never_pass_is_refused),
        cmocka_unit_test(unknown_request_is_a_question_of_its_submit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
