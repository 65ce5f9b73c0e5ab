/* Writing one line of the log in one write(), so that lines of two threads or processes do not mix. */
#include "base/log.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

static const char *const level_names[] = {"error", "warning", "info"};

void log_write(enum log_level level, const char *event, int64_t number, const struct uuid *id)
{
    char id_text[UUID_TEXT_SIZE] = "";
    char line[256];
    int length;

    if (id != NULL)
        uuid_format(id, id_text);
    length = snprintf(line, sizeof line, "%s %.160s %" PRId64 "%s%s\n", level_names[level], event, number,
                      id != NULL ? " " : "", id_text);
    if (length > 0 && write(STDERR_FILENO, line, (size_t)length) < 0)
        return; /* stderr is gone: there is nobody left to tell */
}
