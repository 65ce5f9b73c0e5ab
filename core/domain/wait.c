/* Monte Carlo over residual times. */
#include "domain/wait.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE_MS INT64_C(60000)
#define NEVER_MS  INT64_MAX

enum {
    DRAWS = 400,
    SEEDS = 8, /* pseudo-observations of each kind */
    POOL_MAX = WAIT_SAMPLES_MAX + SEEDS,
    TAIL_SAMPLES_MIN = 4, /* with fewer longer ones the rest is drawn from the tail */
    ONE_COACH_SESSIONS_MIN = 5,
    LOW_PERMILLE = 200,
    MIDDLE_PERMILLE = 500,
    HIGH_PERMILLE = 850,
    STRETCH_MIN = 700,
    STRETCH_MAX = 2500,
};

/* What is believed of a site that has no history yet, in minutes. It stays in the pool, and drowns in what
 * comes. */
static const int session_seeds[SEEDS] = {8, 13, 18, 23, 28, 35, 45, 65};
static const int gap_seeds[SEEDS] = {1, 2, 2, 3, 4, 5, 7, 12};
static const int absence_seeds[SEEDS] = {4, 7, 10, 13, 16, 22, 32, 60};

void wait_samples_add(struct wait_samples *samples, int64_t length_ms)
{
    if (length_ms < 0)
        return;
    if (samples->count == WAIT_SAMPLES_MAX)
        memmove(samples->lengths_ms, samples->lengths_ms + 1, --samples->count * sizeof *samples->lengths_ms);
    samples->lengths_ms[samples->count++] = length_ms;
}

/* ---- lengths to draw from ---- */

struct pool {
    int64_t lengths_ms[POOL_MAX]; /* shortest first */
    size_t count;
    double tail_mean_ms; /* of what the longer half has above the middle one */
};

static int compare_lengths(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

static void pool_fill(struct pool *pool, const struct wait_samples *samples, const int seeds_min[SEEDS])
{
    double above_ms = 0;
    size_t middle;

    pool->count = samples->count;
    memcpy(pool->lengths_ms, samples->lengths_ms, samples->count * sizeof *samples->lengths_ms);
    for (size_t i = 0; i < SEEDS; i++)
        pool->lengths_ms[pool->count++] = seeds_min[i] * MINUTE_MS;
    qsort(pool->lengths_ms, pool->count, sizeof *pool->lengths_ms, compare_lengths);
    middle = pool->count / 2;
    for (size_t i = middle; i < pool->count; i++)
        above_ms += (double)(pool->lengths_ms[i] - pool->lengths_ms[middle]);
    pool->tail_mean_ms = above_ms / (double)(pool->count - middle);
}

/* How many are not longer than that. */
static size_t pool_passed(const struct pool *pool, int64_t elapsed_ms)
{
    size_t passed = 0;

    while (passed < pool->count && pool->lengths_ms[passed] <= elapsed_ms)
        passed++;
    return passed;
}

static int64_t draw_exponential(double mean_ms, struct random_source random)
{
    double chance = (random_below(random, 1u << 24) + 0.5) / (1u << 24);

    return (int64_t)(-log(chance) * mean_ms);
}

static int64_t draw(const struct pool *pool, struct random_source random)
{
    return pool->lengths_ms[random_below(random, (uint32_t)pool->count)];
}

/* What is left of a length of which so much has passed. */
static int64_t draw_rest(const struct pool *pool, int64_t elapsed_ms, struct random_source random)
{
    size_t passed = pool_passed(pool, elapsed_ms);
    size_t longer = pool->count - passed;

    if (longer < TAIL_SAMPLES_MIN)
        return draw_exponential(pool->tail_mean_ms, random);
    return pool->lengths_ms[passed + random_below(random, (uint32_t)longer)] - elapsed_ms;
}

/* ---- one course ---- */

struct course {
    struct pool sessions;
    struct pool gaps;
    struct pool absences;
    uint32_t leave_permille; /* that a person ahead is gone by their turn */
    const struct wait_line *line;
    struct random_source random;
};

/* When the coach could be with the next person. */
static int64_t draw_free(const struct course *course, const struct wait_coach *coach)
{
    const struct pool *sessions = &course->sessions, *gaps = &course->gaps;
    struct random_source random = course->random;

    switch (coach->state) {
    case WAIT_COACH_IDLE:
        if (coach->since_ms > 0)
            return draw_rest(gaps, coach->since_ms, random);
        return draw(gaps, random) / 2; /* nothing to finish first */
    case WAIT_COACH_COMING:
        return draw_rest(gaps, coach->since_ms, random) + draw(sessions, random) + draw(gaps, random);
    case WAIT_COACH_BUSY:
        return draw_rest(sessions, coach->since_ms, random) + draw(gaps, random);
    case WAIT_COACH_AWAY:
        break;
    }
    if (coach->back_in_ms > 0)
        return coach->back_in_ms + draw(gaps, random) * 3 / 10;
    return draw_rest(&course->absences, coach->since_ms, random) + draw(gaps, random) * 3 / 10;
}

/* The coach who is there first; -1: all have left by then. */
static int first_free(const struct wait_line *line, const int64_t *free_ms, int wanted)
{
    int first = -1;

    for (int i = 0; i < (int)line->coach_count; i++) {
        int64_t leaves_ms = line->coaches[i].leaves_in_ms;

        if ((wanted != WAIT_ANY_COACH && wanted != i) || (leaves_ms > 0 && free_ms[i] > leaves_ms))
            continue;
        if (first < 0 || free_ms[i] < free_ms[first])
            first = i;
    }
    return first;
}

static int64_t draw_wait(const struct course *course)
{
    const struct wait_line *line = course->line;
    int64_t free_ms[SITE_COACHES_MAX];
    int coach;

    for (size_t i = 0; i < line->coach_count; i++)
        free_ms[i] = draw_free(course, &line->coaches[i]);
    for (size_t i = 0; i < line->ahead; i++) {
        if (random_below(course->random, 1000) < course->leave_permille)
            continue;
        coach = first_free(line, free_ms, line->wanted[i]);
        if (coach >= 0)
            free_ms[coach] += draw(&course->sessions, course->random) + draw(&course->gaps, course->random);
    }
    coach = first_free(line, free_ms, line->own);
    return coach < 0 ? NEVER_MS : free_ms[coach];
}

/* ---- the range ---- */

static bool can_say(const struct wait_history *history, const struct wait_line *line)
{
    if (line->coach_count == 0 || line->ahead > WAIT_PEOPLE_MAX)
        return false;
    return line->coach_count > 1 || history->sessions.count >= ONE_COACH_SESSIONS_MIN;
}

/* The share that leaves, as if one of six more people had left: a few people prove little. */
static uint32_t leave_permille(const struct wait_history *history)
{
    return (uint32_t)((history->left + 1) * 1000 / (history->asked + 6));
}

static struct wait_range round_outward(int64_t low_ms, int64_t high_ms)
{
    const int64_t step_ms = WAIT_STEP_MIN * MINUTE_MS;
    struct wait_range range = {
        .from_min = (int)(low_ms / step_ms) * WAIT_STEP_MIN,
        .to_min = (int)((high_ms + step_ms - 1) / step_ms) * WAIT_STEP_MIN,
    };

    if (range.to_min < range.from_min + WAIT_WIDTH_MIN)
        range.to_min = range.from_min + WAIT_WIDTH_MIN;
    return range;
}

static int64_t quantile(const int64_t *waits_ms, int permille)
{
    return waits_ms[DRAWS * permille / 1000];
}

bool wait_estimate(const struct wait_history *history, const struct wait_line *line,
                   struct random_source random, struct wait_estimate *ret_estimate)
{
    struct course course = {.line = line, .leave_permille = leave_permille(history)};
    struct wait_estimate estimate;
    struct random_seed generator;
    uint64_t seed;
    int64_t waits_ms[DRAWS];

    if (!can_say(history, line))
        return false;
    /* Asked once: thousands of draws from the kernel would take longer than all the rest. */
    random.fill(random.context, &seed, sizeof seed);
    course.random = random_seeded(&generator, seed);
    pool_fill(&course.sessions, &history->sessions, session_seeds);
    pool_fill(&course.gaps, &history->gaps, gap_seeds);
    pool_fill(&course.absences, &history->absences, absence_seeds);
    for (size_t i = 0; i < DRAWS; i++)
        waits_ms[i] = draw_wait(&course);
    qsort(waits_ms, DRAWS, sizeof *waits_ms, compare_lengths);
    if (quantile(waits_ms, HIGH_PERMILLE) == NEVER_MS)
        return false;
    estimate.low_ms = quantile(waits_ms, LOW_PERMILLE);
    estimate.middle_ms = quantile(waits_ms, MIDDLE_PERMILLE);
    estimate.high_ms = quantile(waits_ms, HIGH_PERMILLE) * history->stretch_permille / 1000;
    estimate.range = round_outward(estimate.low_ms, estimate.high_ms);
    *ret_estimate = estimate;
    return true;
}

int wait_stretch(int stretch_permille, bool missed)
{
    int next = (int)lround(stretch_permille * exp(0.03 * ((missed ? 1.0 : 0.0) - 0.15)));

    if (next < STRETCH_MIN)
        return STRETCH_MIN;
    return next > STRETCH_MAX ? STRETCH_MAX : next;
}

/* ---- what is shown ---- */

struct wait_ground wait_ground(const struct wait_line *line, int64_t now_ms)
{
    struct wait_ground ground = {.ahead = line->ahead};

    for (size_t i = 0; i < line->coach_count; i++) {
        ground.ready += line->coaches[i].state != WAIT_COACH_AWAY;
        ground.stay_ms += now_ms + line->coaches[i].leaves_in_ms;
    }
    return ground;
}

bool wait_ground_holds(const struct wait_ground *then, const struct wait_ground *now)
{
    return now->ready >= then->ready && now->ahead <= then->ahead && now->stay_ms >= then->stay_ms;
}

static bool has_moved(int64_t exact_ms, int shown_min)
{
    return llabs(exact_ms - shown_min * MINUTE_MS) >= WAIT_STEP_MIN * MINUTE_MS;
}

struct wait_shown wait_show(struct wait_shown shown, const struct wait_estimate *estimate, int64_t now_ms)
{
    const struct wait_shown nothing = {.range = {0, 0}};

    if (estimate == NULL)
        return nothing;
    if (shown.range.to_min > 0) {
        if (now_ms - shown.since_ms < WAIT_HOLD_MS)
            return shown;
        if (!has_moved(estimate->low_ms, shown.range.from_min) &&
            !has_moved(estimate->high_ms, shown.range.to_min))
            return shown;
    }
    return (struct wait_shown){.range = estimate->range, .since_ms = now_ms};
}
