/* What coachbell-queue can do besides serving, as functions: they write their answer for the person into
 * `out` and say in words what failed. Two kinds:
 *
 * - init and demo make a new data folder, and run in their own process.
 * - All others work on an open store, so that they run in the serving process too, which gets them through
 * its socket (the database has one owner): command_run takes the words of the command line as they are.
 *
 * Answers may hold a password or token that is shown this one time: print it to the person, never log it, and
 * release `out` (strbuf_release overwrites). */
#ifndef CB_QUEUE_COMMAND_H
#define CB_QUEUE_COMMAND_H

#include "base/error.h"
#include "base/random.h"
#include "base/strbuf.h"
#include "queue/password_task.h"
#include "queue/store.h"
#include "queue/vault.h"
#include "seal/seal.h"

#include <stddef.h>
#include <stdint.h>

#define COMMAND_WORDS_MAX 32 /* more words on one command line are refused */
#define COMMAND_WORD_MAX  1024

/* What a new site's passwords cost; programs pass COMMAND_COST or more, tests less. */
#define COMMAND_COST ((struct password_cost){.opslimit = PASSWORD_OPSLIMIT, .memlimit = PASSWORD_MEMLIMIT})

/* How a process that serves makes the copies of backup and check: beside its other work. `said` is the answer
 * for when it went well. keep false: the copy is only looked at. */
struct command_copier {
    int (*start)(void *context, const char *path, bool keep, const char *said, struct problem *ret_problem);
    void *context;
    const char *folder; /* for copies that are only looked at */
};

struct command_context {
    const struct command_copier *copier; /* NULL: at once, by command_run itself */
    struct random_source random;
    int64_t now_ms;
    bool clock_verified; /* now_ms is known to be right */
    struct password_cost cost;
    const char *working_folder;       /* the caller's: relative paths in words start here */
    const struct password_task *task; /* what command_prepare() gave, computed; NULL: computed on the way */
    struct vault *vault;              /* of the serving process; NULL: nobody serves */
};

/* init --name NAME --short NAME --zone ZONE [--admin LOGIN]: a new database with one site, its key and one
 * admin, whose sign-in goes to `out` ("login password name role", tabs between): it is shown this once.
 * `words` are what follows "init". */
int command_init(const char *folder, const struct command_context *context, const char *const *words,
                 size_t count, struct strbuf *out, struct problem *ret_problem);

/* The demo site of `assets_folder`/demo/site.json. Writes <folder>/demo-sign-ins.txt ("login password name
 * role" a line, tabs between) and <folder>/kiosk.token (the first kiosk's token, one line), both 0600, and
 * the sign-ins to `out`. */
int command_demo(const char *folder, const char *assets_folder, const struct command_context *context,
                 struct strbuf *out, struct problem *ret_problem);

/* One of the others (--help lists them with their words), e.g. {"kiosk", "add", "--name", "Kiosk 4",
 * "--place", "Clinic hallway"}; each with --site SHORT-NAME when there are several sites. CB_BAD_INPUT: wrong
 * usage (exit code 2), the problem has the right one; other errors are the world's (exit code 1). Runs its
 * own transaction: call it outside of store_begin … store_commit. */
int command_run(struct store *store, const struct command_context *context, const char *const *words,
                size_t count, struct strbuf *out, struct problem *ret_problem);

/* What a command computes from a password before anything else, which takes up to a second: a serving process
 * has its worker do it. *ret_task: NULL when there is nothing. Frees nothing. Errors as command_run(). */
int command_prepare(struct store *store, const struct command_context *context, const char *const *words,
                    size_t count, struct password_task **ret_task, struct problem *ret_problem);

/* The commands' part of --help. */
void command_help(struct strbuf *out);

#endif
