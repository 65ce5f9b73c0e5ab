/* Error codes in words. */
#include "base/error.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

static const char *const error_texts[] = {
    "fine",         "out of memory",  "bad input",      "too large", "not found",         "conflict",
    "not a legal step", "not allowed", "locked", "busy",  "input or output failed", "network failed",
    "damaged",      "made by a newer version", "not supported",
};

const char *cb_error_text(int error)
{
    size_t index = (size_t)-error;

    if (error > 0 || index >= sizeof error_texts / sizeof *error_texts)
        return "unknown error";
    return error_texts[index];
}

int problem_set(struct problem *problem, int error, const char *format, ...)
{
    va_list args;

    if (problem == NULL)
        return error;
    va_start(args, format);
    vsnprintf(problem->text, sizeof problem->text, format, args);
    va_end(args);
    return error;
}
