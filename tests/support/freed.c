/* See freed.h. */
#include "support/freed.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

size_t freed_letters(const void *place)
{
    char seen[sizeof FREED_CANARY - 1];
    size_t letters = 0;
    int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);

    assert_true(memory >= 0);
    assert_int_equal(pread(memory, seen, sizeof seen, (off_t)(uintptr_t)place), sizeof seen);
    close(memory);
    for (size_t i = 0; i < sizeof seen; i++)
        letters += seen[i] == 'q';
    return letters;
}
