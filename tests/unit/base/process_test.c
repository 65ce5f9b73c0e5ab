/* A program that hides its memory. */
#include "base/process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int hidden_child(void)
{
    struct rlimit core;

    process_hide();
    getrlimit(RLIMIT_CORE, &core);
    return core.rlim_cur == 0 && core.rlim_max == 0 && prctl(PR_GET_DUMPABLE) == 0 ? 0 : 1;
}

static void a_hidden_program_writes_no_core_and_lets_nobody_look(void **state)
{
    (void)state;
    pid_t child = fork();
    int status = -1;

    if (child == 0)
        _exit(hidden_child());
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hidden_program_writes_no_core_and_lets_nobody_look),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
