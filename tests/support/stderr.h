/* Catches what a test's code writes to stderr, in a pipe: at most what a pipe holds (64 KB). */
#ifndef CB_TESTS_STDERR_H
#define CB_TESTS_STDERR_H

#include <stddef.h>

struct stderr_catch {
    int from;   /* the pipe's end to read */
    int before; /* what stderr was */
};
struct stderr_catch stderr_catch_begin(void);
/* stderr is as before; what was written, or the `size - 1` first bytes of it, with a NUL. */
void stderr_catch_end(struct stderr_catch *given, char *ret_text, size_t size);

#endif
