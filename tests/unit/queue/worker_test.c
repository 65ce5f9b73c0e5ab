/* The password worker: who goes first, and what it gives back. */
#include "queue/worker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define TASKS 4

struct bench {
    struct event_base *base;
    struct worker *worker;
    const char *done[TASKS];
    int results[TASKS];
    size_t count;
};

static void on_done(struct password_task *task)
{
    struct bench *bench = task->context;

    bench->done[bench->count] = task->owner;
    bench->results[bench->count++] = task->result;
    password_task_free(task);
    if (bench->count == TASKS)
        event_base_loopbreak(bench->base);
}

static void add(struct bench *bench, const char *name, bool known_browser, int64_t opslimit)
{
    struct password_task *task = password_task_new();

    assert_non_null(task);
    task->cost = (struct password_cost){opslimit, 64 * 1024 * 1024};
    task->known_browser = known_browser;
    task->done = on_done;
    task->context = bench;
    task->owner = (char *)name;
    password_task_check(task, "leaf-otter-piano", NULL);
    worker_add(bench->worker, task);
}

static void fill(struct bench *bench)
{
    bench->base = event_base_new();
    bench->worker = worker_start(bench->base);
    assert_non_null(bench->worker);
    add(bench, "stranger", false, 8); /* takes long enough for the others to come */
    add(bench, "stranger", false, 1);
    add(bench, "stranger", false, 1);
    add(bench, "known", true, 1);
}

static void known_browser_waits_for_one_password_at_most(void **state)
{
    struct bench bench = {.base = NULL};

    (void)state;
    fill(&bench);
    event_base_dispatch(bench.base);
    assert_int_equal(bench.count, TASKS);
    assert_true(strcmp(bench.done[0], "known") == 0 || strcmp(bench.done[1], "known") == 0);
    for (size_t i = 0; i < TASKS; i++)
        assert_int_equal(bench.results[i], CB_DENIED);
    worker_stop(bench.worker);
    event_base_free(bench.base);
}

static void stopped_worker_gives_back_what_it_did_not_do(void **state)
{
    struct bench bench = {.base = NULL};
    size_t undone = 0;

    (void)state;
    fill(&bench);
    worker_stop(bench.worker);
    assert_int_equal(bench.count, TASKS);
    for (size_t i = 0; i < TASKS; i++)
        undone += bench.results[i] == CB_BUSY;
    assert_true(undone >= TASKS - 1);
    event_base_free(bench.base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_browser_waits_for_one_password_at_most),
        cmocka_unit_test(stopped_worker_gives_back_what_it_did_not_do),
    };

    if (seal_init() != CB_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
