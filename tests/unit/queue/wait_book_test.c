/* The wait that patients are told, from a real store: what it is made of, that it stands still, and that it
 * learns. */
#include "store_fixture.h"

#include "queue/wait_book.h"

#define MINUTE INT64_C(60000)

static void says(struct bench *bench, const struct uuid *coach_id, enum presence_kind kind)
{
    struct presence presence = {.kind = kind, .until_ms = bench->now_ms + 8 * 60 * MINUTE};

    in_transaction(bench, store_presence_set(bench->store, coach_id, &presence, bench->now_ms));
}

static struct request ask(struct bench *bench)
{
    return submit_one(bench);
}

static struct request go_to(struct bench *bench, const struct request *request)
{
    struct request coming = step_it(bench, request, make_step(bench, STEP_CLAIM, request));

    return step_it(bench, &coming, make_step(bench, STEP_WITH_PATIENT, &coming));
}

static struct request finish(struct bench *bench, const struct request *request)
{
    struct request_step step = make_step(bench, STEP_CLOSE, request);

    step.outcome = OUTCOME_MET;
    return step_it(bench, request, step);
}

/* Marisol sees `count` people in a row for half an hour each, five minutes apart, who all waited before. */
static void work_through(struct bench *bench, int count)
{
    struct request people[8];

    assert_in_range(count, 1, 8);
    for (int i = 0; i < count; i++)
        people[i] = ask(bench);
    for (int i = 0; i < count; i++) {
        people[i] = go_to(bench, &people[i]);
        bench->now_ms += 30 * MINUTE;
        finish(bench, &people[i]);
        bench->now_ms += 5 * MINUTE;
    }
}

static struct wait_range told(struct bench *bench, struct wait_book *book, const struct request *request)
{
    return wait_book_range(book, bench->store, bench->random, request, bench->now_ms, &bench->arena);
}

static void history_is_read_from_what_happened(void **state)
{
    struct bench *bench = *state;
    struct wait_history history;

    says(bench, &bench->marisol_id, PRESENCE_HERE);
    work_through(bench, 4);
    says(bench, &bench->amina_id, PRESENCE_BREAK);
    bench->now_ms += 12 * MINUTE;
    says(bench, &bench->amina_id, PRESENCE_HERE);
    assert_int_equal(store_wait_history(bench->store, &bench->site_id, &bench->arena, &history), CB_OK);
    assert_int_equal(history.sessions.count, 4);
    assert_int_equal(history.gaps.count, 3);
    assert_int_equal(history.absences.count, 1);
    assert_int_equal(history.sessions.lengths_ms[0], 30 * MINUTE);
    assert_int_equal(history.gaps.lengths_ms[0], 5 * MINUTE);
    assert_int_equal(history.absences.lengths_ms[0], 12 * MINUTE);
    assert_int_equal(history.asked, 4);
    assert_int_equal(history.left, 0);
}

static void the_line_is_who_is_here_and_who_is_ahead(void **state)
{
    struct bench *bench = *state;
    struct request first, second, own;
    struct wait_line line;

    says(bench, &bench->marisol_id, PRESENCE_HERE);
    says(bench, &bench->amina_id, PRESENCE_BREAK);
    first = ask(bench);
    go_to(bench, &first);
    bench->now_ms += 7 * MINUTE;
    second = ask(bench);
    (void)second;
    bench->now_ms += MINUTE;
    own = ask(bench);
    assert_int_equal(store_wait_line(bench->store, &own, bench->now_ms, &bench->arena, &line), CB_OK);
    assert_int_equal(line.coach_count, 2);
    assert_int_equal(line.ahead, 1);
    assert_int_equal(line.own, WAIT_ANY_COACH);
    assert_int_equal(line.coaches[0].state, WAIT_COACH_BUSY);
    assert_int_equal(line.coaches[0].since_ms, 8 * MINUTE);
    assert_int_equal(line.coaches[1].state, WAIT_COACH_AWAY);
    assert_int_equal(line.coaches[1].since_ms, 8 * MINUTE);
}

static void nobody_here_is_no_number(void **state)
{
    struct bench *bench = *state;
    struct wait_book *book = calloc(1, sizeof *book);
    struct request request = ask(bench);

    assert_int_equal(told(bench, book, &request).to_min, 0);
    says(bench, &bench->marisol_id, PRESENCE_HERE);
    assert_int_equal(told(bench, book, &request).to_min, 0); /* one coach, and nothing known yet */
    says(bench, &bench->amina_id, PRESENCE_HERE);
    assert_int_equal(told(bench, book, &request).to_min, 10);
    free(book);
}

static void who_wants_a_coach_that_is_not_here_gets_no_number(void **state)
{
    struct bench *bench = *state;
    struct wait_book *book = calloc(1, sizeof *book);
    struct wire_submit submit = make_submit(bench, 0);
    struct request request;

    work_through(bench, 8);
    says(bench, &bench->marisol_id, PRESENCE_HERE);
    submit.coach_id = bench->amina_id;
    request = submit_it(bench, 0, &submit);
    assert_int_equal(told(bench, book, &request).to_min, 0);
    free(book);
}

static void what_was_told_stands_still_for_five_minutes(void **state)
{
    struct bench *bench = *state;
    struct wait_book *book = calloc(1, sizeof *book);
    struct request request;
    struct wait_range before, after;

    says(bench, &bench->marisol_id, PRESENCE_HERE);
    says(bench, &bench->amina_id, PRESENCE_HERE);
    request = ask(bench);
    before = told(bench, book, &request);
    says(bench, &bench->marisol_id, PRESENCE_WITH_SOMEONE);
    says(bench, &bench->amina_id, PRESENCE_WITH_SOMEONE);
    bench->now_ms += 4 * MINUTE;
    after = told(bench, book, &request);
    assert_memory_equal(&before, &after, sizeof before);
    bench->now_ms += MINUTE;
    after = told(bench, book, &request);
    assert_true(after.to_min > before.to_min);
    free(book);
}

/* Counts how often chance is asked. */
struct counted {
    struct random_source source;
    int asked;
};

static void fill_counted(void *context, void *ret_bytes, size_t length)
{
    struct counted *counted = context;

    counted->asked++;
    counted->source.fill(counted->source.context, ret_bytes, length);
}

static void what_cannot_be_said_any_more_goes_at_once_and_nothing_else_is_drawn(void **state)
{
    struct bench *bench = *state;
    struct wait_book *book = calloc(1, sizeof *book);
    struct counted counted = {.source = bench->random};
    struct random_source random = {.context = &counted, .fill = fill_counted};
    struct request request;

    says(bench, &bench->marisol_id, PRESENCE_HERE);
    says(bench, &bench->amina_id, PRESENCE_HERE);
    request = ask(bench);
    for (int i = 0; i < 3; i++) {
        bench->now_ms += MINUTE;
        assert_int_equal(
            wait_book_range(book, bench->store, random, &request, bench->now_ms, &bench->arena).to_min, 10);
        assert_int_equal(counted.asked, 1);
    }
    says(bench, &bench->marisol_id, PRESENCE_DONE);
    assert_int_equal(
        wait_book_range(book, bench->store, random, &request, bench->now_ms, &bench->arena).to_min, 0);
    free(book);
}

static void a_missed_promise_stretches_the_next_ones(void **state)
{
    struct bench *bench = *state;
    struct wait_book *book = calloc(1, sizeof *book);
    struct request late, soon;

    says(bench, &bench->marisol_id, PRESENCE_HERE);
    says(bench, &bench->amina_id, PRESENCE_HERE);
    late = ask(bench);
    assert_int_equal(told(bench, book, &late).to_min, 10);
    bench->now_ms += 40 * MINUTE;
    late = go_to(bench, &late);
    assert_int_equal(told(bench, book, &late).to_min, 0);
    assert_true(book->sites[0].history.stretch_permille > WAIT_STRETCH_PERMILLE);
    assert_int_equal(book->promise_count, 0);
    finish(bench, &late);

    book->sites[0].history.stretch_permille = WAIT_STRETCH_PERMILLE;
    soon = ask(bench);
    told(bench, book, &soon);
    soon = go_to(bench, &soon);
    told(bench, book, &soon);
    assert_true(book->sites[0].history.stretch_permille < WAIT_STRETCH_PERMILLE);
    free(book);
}

static void a_full_book_forgets_who_was_seen_longest_ago(void **state)
{
    struct bench *bench = *state;
    struct wait_book *book = calloc(1, sizeof *book);
    struct request request = ask(bench);
    struct uuid first = request.id;

    for (int i = 0; i <= WAIT_BOOK_MAX; i++) {
        told(bench, book, &request);
        request.id = uuid_make(bench->random);
        bench->now_ms++;
    }
    assert_int_equal(book->promise_count, WAIT_BOOK_MAX);
    for (int i = 0; i < WAIT_BOOK_MAX; i++)
        assert_false(uuid_equal(&book->promises[i].request_id, &first));
    free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_CASE(history_is_read_from_what_happened),
        STORE_CASE(the_line_is_who_is_here_and_who_is_ahead),
        STORE_CASE(nobody_here_is_no_number),
        STORE_CASE(who_wants_a_coach_that_is_not_here_gets_no_number),
        STORE_CASE(what_was_told_stands_still_for_five_minutes),
        STORE_CASE(what_cannot_be_said_any_more_goes_at_once_and_nothing_else_is_drawn),
        STORE_CASE(a_missed_promise_stretches_the_next_ones),
        STORE_CASE(a_full_book_forgets_who_was_seen_longest_ago),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
