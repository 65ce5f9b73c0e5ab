/* Looking at memory that was given back already, which a program may not do by itself: the kernel is asked,
 * so that neither the compiler nor a sanitizer stands in between. */
#ifndef CB_TESTS_FREED_H
#define CB_TESTS_FREED_H

#include <stddef.h>

/* Long, and of one letter: an allocator may write its own lists over some of it. */
#define FREED_CANARY                                                                                         \
    "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"

/* How many letters of the canary stand at that place, which is the canary's length long. */
size_t freed_letters(const void *place);

#endif
