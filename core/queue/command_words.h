/* The words of a command line as a value: which command, and what was said with it. */
#ifndef CB_QUEUE_COMMAND_WORDS_H
#define CB_QUEUE_COMMAND_WORDS_H

#include "base/arena.h"
#include "queue/command.h"

enum command_verb {
    VERB_INIT,
    VERB_USER_ADD,
    VERB_USER_RESET,
    VERB_USER_REMOVE,
    VERB_USER_LIST,
    VERB_KIOSK_ADD,
    VERB_KIOSK_TOKEN,
    VERB_KIOSK_REVOKE,
    VERB_KIOSK_LIST,
    VERB_BACKUP,
    VERB_CHECK,
};

enum command_option {
    WORD_SITE,
    WORD_LOGIN,
    WORD_NAME,
    WORD_ROLE,
    WORD_COACH,
    WORD_BY,
    WORD_BY_PASSWORD_FILE,
    WORD_PLACE,
    WORD_SHORT,
    WORD_ZONE,
    WORD_ADMIN,
    WORD_COUNT
};

struct command_words {
    enum command_verb verb;
    const char *values[WORD_COUNT]; /* borrowed; NULL: not said */
    const char *file;               /* backup's */
};

/* CB_BAD_INPUT with the right usage in the problem: unknown, doubled, missing or empty ones. */
int command_words_read(const char *const *words, size_t count, struct command_words *ret_words,
                       struct problem *ret_problem);
const char *command_value(const struct command_words *words, enum command_option option);

/* An absolute path, from the caller's working folder. NULL: no memory. */
const char *command_path(const struct command_context *context, const char *path, struct arena *arena);

#endif
