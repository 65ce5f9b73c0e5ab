/* The log: one line an event, to stderr (journald stamps it). A line is an event name, numbers and ids, and
 * can hold nothing else, so no name, phone number or text of a person can reach it: there is no way to pass a
 * string that is not a literal known at compile time. */
#ifndef CB_BASE_LOG_H
#define CB_BASE_LOG_H

#include "base/uuid.h"

#include <stdint.h>

enum log_level {
    LOG_LEVEL_ERROR,
    LOG_LEVEL_WARNING,
    LOG_LEVEL_INFO
};

/* Writes "level event number\n". `"" event` makes the compiler refuse anything but a literal. */
#define log_event(level, event, number)        log_write((level), "" event, (int64_t)(number), NULL)
#define log_event_id(level, event, number, id) log_write((level), "" event, (int64_t)(number), (id))
/* Writes "level words\n": for whoever looks after the machine, so whole words that say what to do. */
#define log_words(level, words) log_write_words((level), "" words)

void log_write_words(enum log_level level, const char *words);
void log_write(enum log_level level, const char *event, int64_t number, const struct uuid *id);

#endif
