/* How long until a coach comes? A range to show, from what happened here lately and who is here now.
 *
 * 400 possible courses of the next hours are drawn: each coach becomes free after a length taken from the
 * site's own history that is longer than what has passed already, each person ahead takes the first coach,
 * and then it is one's turn. The range goes from what one course in five stays under to what 85 in 100 stay
 * under, stretched by how promises held so far, and is rounded outward. No I/O; times are milliseconds,
 * chance is a value; the same input and seed give the same range. */
#ifndef CB_DOMAIN_WAIT_H
#define CB_DOMAIN_WAIT_H

#include "base/random.h"
#include "domain/site.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WAIT_SAMPLES_MAX      60
#define WAIT_PEOPLE_MAX       64              /* ahead; with more there is no number */
#define WAIT_STEP_MIN         5               /* ranges are whole steps, and do not move for less */
#define WAIT_WIDTH_MIN        10              /* at least this far from end to end */
#define WAIT_HOLD_MS          (5 * 60 * 1000) /* a shown range stands still this long */
#define WAIT_STRETCH_PERMILLE 1000            /* where a new site starts */

/* Lengths of the last things of one kind, the newest ones when there were more. */
struct wait_samples {
    int64_t lengths_ms[WAIT_SAMPLES_MAX];
    size_t count;
};
/* Adds one; the oldest goes when it is full. Lengths below 0 are not taken. */
void wait_samples_add(struct wait_samples *samples, int64_t length_ms);

struct wait_history {
    struct wait_samples sessions; /* with a patient, from start to end */
    struct wait_samples gaps;     /* the end of a session to the start of the next while someone waited */
    struct wait_samples absences; /* stepped out, from start to end */
    int left;                     /* of the last requests: how many went before a coach came … */
    int asked;                    /* … out of how many */
    int stretch_permille;         /* see wait_stretch() */
};

enum wait_coach_state {
    WAIT_COACH_IDLE,   /* since_ms: how long someone has been waiting while they could go */
    WAIT_COACH_COMING, /* has taken someone, and is not with them yet; since_ms: since then */
    WAIT_COACH_BUSY,   /* with someone; since_ms: since then */
    WAIT_COACH_AWAY    /* stepped out; since_ms: since then */
};
struct wait_coach {
    enum wait_coach_state state;
    int64_t since_ms;   /* how long it has been so */
    int64_t back_in_ms; /* away: when they said they are back, from now; 0: not said or past */
    int64_t
        leaves_in_ms; /* the end of their time here, from now: starts nothing new after it; 0: not known */
};

#define WAIT_ANY_COACH (-1)
/* The line as it is now. */
struct wait_line {
    struct wait_coach coaches[SITE_COACHES_MAX]; /* those who are here today */
    size_t coach_count;
    int wanted[WAIT_PEOPLE_MAX]; /* of each person ahead, first in line first: a coach's index, or any */
    size_t ahead;
    int own; /* whom oneself asked for: a coach's index, or any */
};

/* What the ability to say a number rests on. */
struct wait_ground {
    size_t ready; /* coaches who have not stepped out */
    size_t ahead;
    int64_t stay_ms; /* how long they all stay, added up, as moments */
};
struct wait_ground wait_ground(const struct wait_line *line, int64_t now_ms);
/* True when nothing has become worse: a number that could be said then can be said now, without drawing. */
bool wait_ground_holds(const struct wait_ground *then, const struct wait_ground *now);

/* from_min < to_min, both whole steps; both 0: not known. */
struct wait_range {
    int from_min;
    int to_min;
};
struct wait_estimate {
    struct wait_range range;
    int64_t low_ms; /* the same before stretching outward to whole steps */
    int64_t high_ms;
    int64_t middle_ms; /* as likely sooner as later */
};

/* False, and nothing set: no number can be said. So when no coach is here, when there is one coach and little
 * history, and when in more than a few courses no coach is left before one's turn. */
bool wait_estimate(const struct wait_history *history, const struct wait_line *line,
                   struct random_source random, struct wait_estimate *ret_estimate);

/* How much longer than drawn the upper end has to be here, from how the last promise held: grows a good deal
 * when it was missed and shrinks a little when not, so that about 15 in 100 are missed. 700 … 2500. */
int wait_stretch(int stretch_permille, bool missed);

/* What a person has been shown. All 0: nothing yet. */
struct wait_shown {
    struct wait_range range;
    int64_t since_ms;
};
/* What to show now; estimate NULL: no number can be said. The range stands still for WAIT_HOLD_MS and for
 * moves of less than a step, but a number that can no longer be said goes at once, and the first one comes at
 * once. */
struct wait_shown wait_show(struct wait_shown shown, const struct wait_estimate *estimate, int64_t now_ms);

#endif
