/* Error codes in words. */
#include "base/error.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

static const char *const error_texts[] = {
    [-CB_OK] = "fine",
    [-CB_NO_MEMORY] = "out of memory",
    [-CB_BAD_INPUT] = "bad input",
    [-CB_TOO_LARGE] = "too large",
    [-CB_NOT_FOUND] = "not found",
    [-CB_CONFLICT] = "conflict",
    [-CB_NOT_LEGAL] = "not a legal step",
    [-CB_DENIED] = "not allowed",
    [-CB_LOCKED] = "locked",
    [-CB_BUSY] = "busy",
    [-CB_IO] = "input or output failed",
    [-CB_NETWORK] = "network failed",
    [-CB_DAMAGED] = "damaged",
    [-CB_NEWER] = "made by a newer version",
    [-CB_UNSUPPORTED] = "not supported",
};

const char *cb_error_text(int error)
{
    if (error > CB_OK || error < CB_UNSUPPORTED)
        return "unknown error";
    return error_texts[-error];
}

void problem_say(struct problem *problem, const char *format, ...)
{
    va_list args;

    if (problem == NULL)
        return;
    va_start(args, format);
    vsnprintf(problem->text, sizeof problem->text, format, args);
    va_end(args);
}
