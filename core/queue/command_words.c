/* Reading the words of a command. */
#include "queue/command_words.h"

#include <stdio.h>
#include <string.h>

static const char *const option_names[WORD_COUNT] = {
    [WORD_SITE] = "--site",
    [WORD_LOGIN] = "--login",
    [WORD_NAME] = "--name",
    [WORD_ROLE] = "--role",
    [WORD_COACH] = "--coach",
    [WORD_BY] = "--by",
    [WORD_BY_PASSWORD_FILE] = "--by-password-file",
    [WORD_PLACE] = "--place",
    [WORD_SHORT] = "--short",
    [WORD_ZONE] = "--zone",
    [WORD_ADMIN] = "--admin",
};

#define HAS(option) (1u << WORD_##option)

static const struct verb {
    const char *noun;
    const char *action; /* NULL: the noun is all */
    unsigned needs;
    unsigned may;
    bool file;
    const char *usage;
    const char *does;
} verbs[] = {
    [VERB_INIT] = {"init", NULL, HAS(NAME) | HAS(SHORT) | HAS(ZONE), HAS(ADMIN), false,
                   "init --name NAME --short SHORT-NAME --zone AREA/CITY [--admin LOGIN]",
                   "a new site with its keys and its first admin; prints the admin's password, once"},
    [VERB_USER_ADD] =
        {"user", "add", HAS(LOGIN) | HAS(NAME) | HAS(ROLE) | HAS(BY) | HAS(BY_PASSWORD_FILE),
         HAS(COACH) | HAS(SITE), false,
         "user add --login LOGIN --name NAME --role coach|supervisor|front_desk|admin [--coach FIRST-NAME] "
         "--by ADMIN-LOGIN --by-password-file FILE",
         "somebody who may sign in, let in by an admin; prints the code to choose a password with, once"},
    [VERB_USER_RESET] = {"user", "reset", HAS(LOGIN) | HAS(BY) | HAS(BY_PASSWORD_FILE), HAS(SITE), false,
                         "user reset --login LOGIN --by ADMIN-LOGIN --by-password-file FILE",
                         "their password ends and they are signed out; prints a new code, once"},
    [VERB_USER_REMOVE] = {"user", "remove", HAS(LOGIN) | HAS(BY) | HAS(BY_PASSWORD_FILE), HAS(SITE), false,
                          "user remove --login LOGIN --by ADMIN-LOGIN --by-password-file FILE",
                          "they are signed out and read nothing any more; the site's key changes"},
    [VERB_USER_LIST] = {"user", "list", 0, HAS(SITE), false, "user list", "who may sign in"},
    [VERB_KIOSK_ADD] = {"kiosk", "add", HAS(NAME) | HAS(PLACE), HAS(SITE), false,
                        "kiosk add --name NAME --place PLACE",
                        "a kiosk; prints its token, for the file token in the kiosk's data folder"},
    [VERB_KIOSK_TOKEN] = {"kiosk", "token", HAS(NAME), HAS(SITE), false, "kiosk token --name NAME",
                          "prints a new token; the old one stops working"},
    [VERB_KIOSK_REVOKE] = {"kiosk", "revoke", HAS(NAME), HAS(SITE), false, "kiosk revoke --name NAME",
                           "its token stops working for good"},
    [VERB_KIOSK_LIST] = {"kiosk", "list", 0, HAS(SITE), false, "kiosk list",
                         "kiosks, where they stand and when they were last heard of"},
    [VERB_BACKUP] = {"backup", NULL, 0, 0, true, "backup FILE", "a checked copy that opens by itself"},
    [VERB_CHECK] = {"check", NULL, 0, 0, false, "check", "whether the database is sound and adds up"},
};

#define VERB_COUNT (sizeof verbs / sizeof *verbs)

void command_help(struct strbuf *out)
{
    for (size_t i = 0; i < VERB_COUNT; i++)
        strbuf_addf(out, "  %s\n      %s\n", verbs[i].usage, verbs[i].does);
}

/* What is wrong with the first words: no such command, or one that needs another word behind it. */
static int unknown_command(const char *const *words, size_t count, struct problem *problem)
{
    char actions[64] = "";
    size_t length = 0;

    for (size_t i = 0; count > 0 && i < VERB_COUNT; i++)
        if (verbs[i].action != NULL && strcmp(words[0], verbs[i].noun) == 0 && length < sizeof actions)
            length += (size_t)snprintf(actions + length, sizeof actions - length, "%s%s",
                                       length == 0 ? "" : ", ", verbs[i].action);
    if (length == 0)
        return problem_set(problem, CB_BAD_INPUT, "There is no such command. See coachbell-queue --help.");
    return problem_set(problem, CB_BAD_INPUT, "After '%s' comes one of: %s. See coachbell-queue --help.",
                       words[0], actions);
}

static int find_verb(const char *const *words, size_t count, size_t *ret_verb, size_t *ret_used)
{
    for (size_t i = 0; i < VERB_COUNT; i++) {
        if (count == 0 || strcmp(words[0], verbs[i].noun) != 0)
            continue;
        if (verbs[i].action != NULL && (count < 2 || strcmp(words[1], verbs[i].action) != 0))
            continue;
        *ret_verb = i;
        *ret_used = verbs[i].action == NULL ? 1 : 2;
        return CB_OK;
    }
    return CB_NOT_FOUND;
}

static int find_option(const char *word)
{
    for (int option = 0; option < WORD_COUNT; option++)
        if (strcmp(option_names[option], word) == 0)
            return option;
    return -1;
}

static int wrong_usage(const struct verb *verb, const char *what, const char *word, struct problem *problem)
{
    return problem_set(problem, CB_BAD_INPUT, "%s %s. Usage: %s", what, word, verb->usage);
}

static int read_options(const struct verb *verb, const char *const *words, size_t count,
                        struct command_words *parsed, struct problem *problem)
{
    for (size_t i = 0; i < count; i++) {
        int option = find_option(words[i]);

        if (option < 0 && verb->file && parsed->file == NULL && words[i][0] != '-' && words[i][0] != '\0') {
            parsed->file = words[i];
            continue;
        }
        if (option < 0 || ((verb->needs | verb->may) >> option & 1) == 0)
            return wrong_usage(verb, "Strange word:", words[i], problem);
        if (parsed->values[option] != NULL)
            return wrong_usage(verb, "Said twice:", words[i], problem);
        if (i + 1 == count || words[i + 1][0] == '\0')
            return wrong_usage(verb, "Nothing after", words[i], problem);
        parsed->values[option] = words[++i];
    }
    return CB_OK;
}

int command_words_read(const char *const *words, size_t count, struct command_words *ret_words,
                       struct problem *ret_problem)
{
    struct command_words parsed = {.verb = VERB_INIT};
    size_t verb = 0;
    size_t used = 0;
    int error;

    if (find_verb(words, count, &verb, &used) != CB_OK)
        return unknown_command(words, count, ret_problem);
    if (count > COMMAND_WORDS_MAX)
        return problem_set(ret_problem, CB_BAD_INPUT, "Too many words. Usage: %s", verbs[verb].usage);
    for (size_t i = 0; i < count; i++)
        if (strlen(words[i]) > COMMAND_WORD_MAX)
            return problem_set(ret_problem, CB_BAD_INPUT, "A word is too long. Usage: %s", verbs[verb].usage);
    parsed.verb = (enum command_verb)verb;
    error = read_options(&verbs[verb], words + used, count - used, &parsed, ret_problem);
    if (error != CB_OK)
        return error;
    for (int option = 0; option < WORD_COUNT; option++)
        if ((verbs[verb].needs >> option & 1) != 0 && parsed.values[option] == NULL)
            return wrong_usage(&verbs[verb], "Missing:", option_names[option], ret_problem);
    if (verbs[verb].file && parsed.file == NULL)
        return wrong_usage(&verbs[verb], "Missing:", "FILE", ret_problem);
    *ret_words = parsed;
    return CB_OK;
}

const char *command_value(const struct command_words *words, enum command_option option)
{
    return words->values[option];
}

const char *command_path(const struct command_context *context, const char *path, struct arena *arena)
{
    if (path[0] == '/' || context->working_folder == NULL)
        return arena_copy_text(arena, path);
    return arena_format(arena, "%s/%s", context->working_folder, path);
}
