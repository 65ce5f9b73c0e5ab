/* coachbell-queue: which command, and how it ended. */
#include "base/log.h"
#include "base/process.h"
#include "queue/options.h"
#include "queue/program.h"
#include "queue/wipe_alloc.h"

#include <stdio.h>

enum {
    EXIT_FINE = 0,
    EXIT_FAILED = 1,
    EXIT_USAGE = 2
};

static int finish(int error, const struct problem *problem)
{
    if (error == CB_OK)
        return EXIT_FINE;
    fprintf(stderr, "coachbell-queue: %s\n", problem->text[0] == '\0' ? cb_error_text(error) : problem->text);
    return error == CB_BAD_INPUT ? EXIT_USAGE : EXIT_FAILED;
}

/* Commands too: some are given passwords and paper keys. */
static void guard_memory(void)
{
    process_hide();
    if (wipe_alloc_install() != CB_OK)
        log_words(LOG_LEVEL_WARNING, "memory.not_wiped: a library was in use before it could be told.");
}

int main(int argc, char **argv)
{
    struct options options;
    struct problem problem = {""};
    int error;

    guard_memory();
    error = options_read(argc, argv, &options, &problem);
    if (error != CB_OK)
        return finish(error, &problem);
    if (options.help || options.version) {
        if (options.help)
            options_print_help();
        else
            puts("coachbell-queue " COACHBELL_VERSION);
        return EXIT_FINE;
    }
    if (options.word_count == 0) {
        fputs("coachbell-queue: name a command. See coachbell-queue --help.\n", stderr);
        return EXIT_USAGE;
    }
    return finish(program_run(&options, &problem), &problem);
}
