/* What went wrong, as a value. Functions return CB_OK (0) or one of these negative codes; outputs named ret_…
 * are written only on CB_OK. Codes are for the world's failures; our own bugs are asserted. */
#ifndef CB_BASE_ERROR_H
#define CB_BASE_ERROR_H

enum cb_error {
    CB_OK = 0,
    CB_NO_MEMORY = -1,   /* an allocation failed */
    CB_BAD_INPUT = -2,   /* bytes from outside do not have the shape they must have */
    CB_TOO_LARGE = -3,   /* larger than the stated limit */
    CB_NOT_FOUND = -4,   /* there is no such row, file or key */
    CB_CONFLICT = -5,    /* the state has moved on, or another value stands there already */
    CB_NOT_LEGAL = -6,   /* the rules have no such step from here */
    CB_DENIED = -7,      /* this role, token or password may not */
    CB_LOCKED = -8,      /* the site key is not open: somebody must sign in */
    CB_BUSY = -9,        /* too many at once; try again later */
    CB_IO = -10,         /* reading, writing or syncing a file failed */
    CB_NETWORK = -11,    /* the other side could not be reached, or broke off */
    CB_DAMAGED = -12,    /* stored data fails its own check */
    CB_NEWER = -13,      /* stored data was written by a newer program */
    CB_UNSUPPORTED = -14 /* known, but this build or machine cannot do it */
};

/* A short English phrase for logs and command lines, e.g. "not found"; never NULL. */
const char *cb_error_text(int error);

/* A failure with words for the person at the command line: what failed, where, and what to do.
 * Filled by functions that take `struct problem *ret_problem`; may be NULL there. */
struct problem {
    char text[512];
};

/* Formats into problem->text (cut at its size). */
void problem_say(struct problem *problem, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Says it and gives `error`, so that a caller may `return problem_set(…)`. A macro, so that compilers and
 * checkers see which code comes out. */
#define problem_set(problem, error, ...) (problem_say((problem), __VA_ARGS__), problem_code(error))
static inline int problem_code(int error)
{
    return error;
}

#endif
