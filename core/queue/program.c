/* Each command of coachbell-queue: where its words go and on what it works. */
#include "queue/program.h"

#include "queue/channel_send.h"
#include "queue/command.h"
#include "queue/control.h"
#include "queue/restore.h"
#include "queue/serve.h"
#include "queue/trust.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int run_serve(const struct options *options, const struct command_context *context, struct strbuf *out,
                     struct problem *ret_problem)
{
    (void)context;
    (void)out;
    if (options->word_count > 1)
        return problem_set(ret_problem, CB_BAD_INPUT, "serve does not know '%s'. See coachbell-queue --help.",
                           options->words[1]);
    return serve(options, ret_problem);
}

/* As much as this machine computes in a while that people wait for: what a thief of the disk pays for each
 * guess. The slower of two tries counts. */
static struct password_cost measured_cost(void)
{
    struct password_cost cost = COMMAND_COST;
    int64_t slowest_ms = 1;

    for (int i = 0; i < 2; i++) {
        int64_t begun_ms = moment_mono_ms();
        int64_t took_ms;

        (void)password_check_nobody("", cost.opslimit, cost.memlimit);
        took_ms = moment_mono_ms() - begun_ms;
        slowest_ms = took_ms > slowest_ms ? took_ms : slowest_ms;
    }
    cost.opslimit = password_opslimit_for(slowest_ms);
    return cost;
}

static int run_init(const struct options *options, const struct command_context *context, struct strbuf *out,
                    struct problem *ret_problem)
{
    struct command_context measured = *context;

    measured.cost = measured_cost();
    return command_init(options->data, &measured, options->words + 1, options->word_count - 1, out,
                        ret_problem);
}

static int run_demo(const struct options *options, const struct command_context *context, struct strbuf *out,
                    struct problem *ret_problem)
{
    char assets[OPTION_PATH_MAX];

    if (options->word_count > 1)
        return problem_set(ret_problem, CB_BAD_INPUT, "demo does not know '%s'. See coachbell-queue --help.",
                           options->words[1]);
    snprintf(assets, sizeof assets, "%s", options->assets);
    if (assets[0] == '\0')
        options_find_assets("", assets, sizeof assets);
    return command_demo(options->data, assets, context, out, ret_problem);
}

/* Through the queue that serves this folder. CB_NOT_FOUND: none does. */
static int call_running(const struct options *options, struct strbuf *out, struct problem *ret_problem)
{
    int exit_code = 0;
    int error =
        control_call(options->data, options->words, options->word_count, &exit_code, out, ret_problem);

    if (error == CB_OK && exit_code != 0) {
        error = problem_set(ret_problem, exit_code == 2 ? CB_BAD_INPUT : CB_IO, "%.*s",
                            (int)strcspn(strbuf_text(out), "\n"), strbuf_text(out));
        strbuf_clear(out);
    }
    return error;
}

/* Through the queue that serves this folder, or on the database itself when none does. */
static int run_on_store(const struct options *options, const struct command_context *context,
                        struct strbuf *out, struct problem *ret_problem)
{
    struct store *store = NULL;
    int error = call_running(options, out, ret_problem);

    if (error != CB_NOT_FOUND)
        return error;
    error = store_open(options->data, context->random, &store, ret_problem);
    if (error == CB_OK)
        error = command_run(store, context, options->words, options->word_count, out, ret_problem);
    store_close(store);
    return error;
}

/* Files alone, so that it also runs on a folder where nothing has served yet. */
static int run_trust(const struct options *options, const struct command_context *context, struct strbuf *out,
                     struct problem *ret_problem)
{
    struct identity_options identity = trust_options(options);
    int error = call_running(options, out, ret_problem);

    if (error != CB_NOT_FOUND)
        return error;
    return trust_run(&identity, options->words, options->word_count,
                     (struct moment){.wall_ms = context->now_ms, .verified = false}, out, ret_problem);
}

/* A queue that serves must stop first: it would go on with the database that is moved away. */
static int run_restore(const struct options *options, const struct command_context *context,
                       struct strbuf *out, struct problem *ret_problem)
{
    static const char *const probe[] = {"kiosk", "list"};
    struct strbuf ignored = STRBUF_INIT;
    struct problem why = {""};
    int exit_code = 0;
    int error;

    if (options->word_count != 2)
        return problem_set(ret_problem, CB_BAD_INPUT, "Usage: restore FILE");
    error = control_call(options->data, probe, 2, &exit_code, &ignored, &why);
    strbuf_release(&ignored);
    if (error == CB_OK)
        return problem_set(ret_problem, CB_BUSY,
                           "A queue serves %s. Stop it, then restore; its patients' requests stay at the "
                           "kiosks meanwhile.",
                           options->data);
    if (error != CB_NOT_FOUND)
        return problem_set(ret_problem, error, "%s", why.text);
    return restore_run(options->data, options->words[1], context->random, moment_now(), out, ret_problem);
}

static void fill_test(struct channel_letter *letter, const struct command_context *context)
{
    const struct channel_news news = {.id = uuid_make(context->random),
                                      .kind = CHANNEL_TEST,
                                      .site = "Coachbell",
                                      .kiosk = "",
                                      .place = "this queue",
                                      .since_ms = context->now_ms};

    if (channel_write(&news, context->now_ms, letter) != CB_OK)
        abort(); /* words of ours that do not fit */
}

/* In this process: it needs the settings, not the database, and may take its time. */
static int test_ways(const struct channel_config *config, const struct command_context *context,
                     struct strbuf *out, struct problem *ret_problem)
{
    const atomic_bool stop = false;
    struct channel_letter letter;
    int error = CB_OK;
    int tried = 0;

    fill_test(&letter, context);
    for (int way = 0; error == CB_OK && way < CHANNEL_WAY_COUNT; way++) {
        struct channel_result result;

        if (!channel_has(config, (enum channel_way)way))
            continue;
        tried++;
        result = channel_send(config, (enum channel_way)way, &letter, &stop);
        if (result.outcome == CHANNEL_ACCEPTED)
            strbuf_addf(out, "%s: it was accepted\n", channel_way_name((enum channel_way)way));
        else
            error =
                problem_set(ret_problem, CB_NETWORK, "%s: %s (%ld).", channel_way_name((enum channel_way)way),
                            channel_outcome_words(result.outcome), result.status);
    }
    if (tried == 0)
        return problem_set(ret_problem, CB_NOT_FOUND,
                           "No second channel is set up. See [channel] in queue.conf.");
    return error;
}

static int run_channel(const struct options *options, const struct command_context *context,
                       struct strbuf *out, struct problem *ret_problem)
{
    struct channel_config config;
    int error;

    if (options->word_count != 2 || strcmp(options->words[1], "test") != 0)
        return problem_set(ret_problem, CB_BAD_INPUT,
                           "After 'channel' comes: test. See coachbell-queue --help.");
    error = channel_config_read(&options->channel, &config, ret_problem);
    if (error != CB_OK)
        return error;
    error = channel_send_begin(ret_problem);
    if (error == CB_OK)
        error = test_ways(&config, context, out, ret_problem);
    channel_config_wipe(&config);
    return error;
}

static const struct {
    const char *name;
    int (*run)(const struct options *options, const struct command_context *context, struct strbuf *out,
               struct problem *ret_problem);
} commands[] = {
    {"serve", run_serve},     {"init", run_init},       {"demo", run_demo},      {"user", run_on_store},
    {"kiosk", run_on_store},  {"backup", run_on_store}, {"check", run_on_store}, {"trust", run_trust},
    {"restore", run_restore}, {"channel", run_channel},
};

int program_run(const struct options *options, struct problem *ret_problem)
{
    char folder[OPTION_PATH_MAX] = "/";
    const struct moment now = moment_now();
    struct command_context context = {
        .random = random_system(),
        .now_ms = now.wall_ms,
        .clock_verified = now.verified,
        .cost = COMMAND_COST,
        .working_folder = getcwd(folder, sizeof folder) == NULL ? "/" : folder,
    };
    struct strbuf out = STRBUF_INIT;
    int error = CB_BAD_INPUT;
    size_t i = 0;

    while (i < sizeof commands / sizeof *commands && strcmp(commands[i].name, options->words[0]) != 0)
        i++;
    if (i == sizeof commands / sizeof *commands)
        problem_set(ret_problem, error, "there is no command '%s'. See coachbell-queue --help.",
                    options->words[0]);
    else if (strcmp(options->words[0], "serve") != 0 && seal_init() != CB_OK)
        error = problem_set(ret_problem, CB_UNSUPPORTED, "libsodium does not start on this machine.");
    else
        error = commands[i].run(options, &context, &out, ret_problem);
    if (error == CB_OK)
        fputs(strbuf_text(&out), stdout);
    strbuf_release(&out);
    return error;
}
