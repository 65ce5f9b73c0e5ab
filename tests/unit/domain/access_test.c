/* Roles and what they may do. */
#include "base/error.h"
#include "domain/access.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The whole matrix, as people can read it. Columns: coach, supervisor, front desk, admin. */
static void roles_may_what_the_matrix_says(void **state)
{
    (void)state;
    static const char *const matrix[ACT_COUNT] = {
        [ACT_SEE_QUEUE] = "yyy-",    [ACT_STEP_REQUEST] = "yyy-",    [ACT_HAND_OFF] = "yy--",
        [ACT_OPEN_REQUEST] = "yy--", [ACT_ASK_FOR_SOMEONE] = "yyy-", [ACT_OPEN_CONTACT] = "yy--",
        [ACT_SET_PRESENCE] = "yy--", [ACT_ANSWER_ALERT] = "yyyy",    [ACT_MANAGE_SITE] = "---y",
        [ACT_MANAGE_USERS] = "---y", [ACT_READ_AUDIT] = "---y",
    };

    for (int act = 0; act < ACT_COUNT; act++) {
        assert_non_null(matrix[act]);
        for (int role = 0; role < ROLE_COUNT; role++)
            assert_int_equal(access_allowed((enum role)role, (enum access_act)act), matrix[act][role] == 'y');
    }
    assert_false(access_allowed(ROLE_COUNT, ACT_SEE_QUEUE));
    assert_false(access_allowed(ROLE_ADMIN, ACT_COUNT));
}

static void role_names_lead_back(void **state)
{
    (void)state;
    enum role role;

    for (int i = 0; i < ROLE_COUNT; i++) {
        assert_int_equal(role_from_name(role_name((enum role)i), &role), CB_OK);
        assert_int_equal(role, i);
    }
    assert_int_equal(role_from_name("root", &role), CB_BAD_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles_may_what_the_matrix_says),
        cmocka_unit_test(role_names_lead_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
