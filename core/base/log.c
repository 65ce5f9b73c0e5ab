/* Writing one line of the log in one write(), so that lines of two threads or processes do not mix. */
#include "base/log.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define LINE_MAX_BYTES 400

static const char *const level_names[] = {"error", "warning", "info"};

static void put_line(const char *line, int length)
{
    if (length > 0 && write(STDERR_FILENO, line, (size_t)length) < 0)
        return; /* stderr is gone: there is nobody left to tell */
}

void log_write(enum log_level level, const char *event, int64_t number, const struct uuid *id)
{
    char id_text[UUID_TEXT_SIZE] = "";
    char line[LINE_MAX_BYTES];
    int length;

    if (id != NULL)
        uuid_format(id, id_text);
    length = snprintf(line, sizeof line, "%s %.300s %" PRId64 "%s%s\n", level_names[level], event, number,
                      id != NULL ? " " : "", id_text);
    put_line(line, length);
}

void log_write_words(enum log_level level, const char *words)
{
    char line[LINE_MAX_BYTES];

    put_line(line, snprintf(line, sizeof line, "%s %.300s\n", level_names[level], words));
}
