/* A process that is killed while it takes requests in: every id that it acknowledged is there afterwards,
 * once. */
#include "store_fixture.h"

#include <signal.h>
#include <sys/wait.h>

#define ACKNOWLEDGED_MIN 40 /* the parent kills after reading so many */
#define BATCH            3

/* Takes requests in for ever, in batches of one commit, and writes each id to the pipe after its commit. */
static void submit_for_ever(struct bench *bench, int out)
{
    open_store(bench);
    for (;;) {
        struct uuid ids[BATCH];

        for (int i = 0; i < BATCH; i++) {
            struct wire_submit submit = make_submit(bench, 0);
            struct request request;
            uint8_t hash[32] = {1};
            bool is_new;

            if (store_submit(bench->store, &bench->kiosks[0], &submit, hash, bench->now_ms, &request,
                             &is_new) != CB_OK)
                _exit(1);
            ids[i] = submit.id;
        }
        if (store_commit(bench->store) != CB_OK || store_begin(bench->store) != CB_OK)
            _exit(2);
        if (write(out, ids, sizeof ids) != sizeof ids)
            _exit(3);
    }
}

static size_t read_ids(int in, struct uuid *ids, size_t max)
{
    size_t length = 0;
    ssize_t got;

    while (length < max * sizeof *ids &&
           (got = read(in, (char *)ids + length, max * sizeof *ids - length)) > 0)
        length += (size_t)got;
    return length / sizeof *ids;
}

/* Everything up to the kill, and what was still in the pipe: all of it was acknowledged. */
static size_t run_and_kill(struct bench *bench, struct uuid *ids, size_t max)
{
    int ends[2];
    int status = 0;
    size_t count;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        submit_for_ever(bench, ends[1]);
    }
    close(ends[1]);
    count = read_ids(ends[0], ids, ACKNOWLEDGED_MIN);
    assert_int_equal(count, ACKNOWLEDGED_MIN);
    assert_int_equal(kill(child, SIGKILL), 0);
    count += read_ids(ends[0], ids + count, max - count);
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    return count;
}

static void no_acknowledged_request_is_lost_by_a_kill(void **state)
{
    static struct uuid ids[4096];
    struct bench *bench = *state;

    for (int round = 0; round < 5; round++) {
        struct stored_request *listed = NULL;
        size_t listed_count = 0;
        size_t count;

        assert_int_equal(store_commit(bench->store), CB_OK);
        store_close(bench->store);
        bench->store = NULL;
        bench->seed.state += 1; /* the child's ids must differ from the last round's */
        count = run_and_kill(bench, ids, sizeof ids / sizeof *ids);
        open_store(bench);
        for (size_t i = 0; i < count; i++) {
            struct stored_request found;

            assert_int_equal(store_request(bench->store, &ids[i], bench->now_ms, &bench->arena, &found),
                             CB_OK);
        }
        assert_int_equal(store_requests(bench->store, &bench->site_id, bench->now_ms, bench->now_ms,
                                        &bench->arena, &listed, &listed_count),
                         CB_OK);
        assert_int_equal(listed_count % BATCH, 0); /* a commit is there whole or not at all */
        assert_int_equal(store_check(bench->store, &bench->problem), CB_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {STORE_CASE(no_acknowledged_request_is_lost_by_a_kill)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
