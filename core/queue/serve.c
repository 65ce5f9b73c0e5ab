/* Serving. */
#include "queue/serve.h"

#include "base/log.h"
#include "queue/backup.h"
#include "queue/channel_send.h"
#include "queue/control.h"
#include "queue/escalation.h"
#include "queue/hub.h"
#include "queue/intake.h"
#include "queue/listen_at.h"
#include "queue/pages.h"
#include "queue/server.h"
#include "queue/tls.h"
#include "queue/trust.h"
#include "queue/vault.h"
#include "seal/key.h"

#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define SWEEP_EVERY_MS (60 * SECOND_MS) /* at the latest; sooner when the store knows of something */

/* Somebody at a command line who waits for a copy. */
struct waiting {
    struct control_call *call;
    char *said; /* when it went well */
};

struct service {
    const struct options *options;
    struct backups *backups;
    struct control_call *call; /* of the command that is being run; NULL: it waits for a copy */
    struct store *store;
    struct vault *vault;
    struct epochs *epochs;
    struct pages *pages;
    struct event_base *base;
    struct queue queue;
    struct hub *hub;
    struct intake *intake;
    struct escalation *escalation; /* NULL: there is no second channel */
    struct identity_options identity_options;
    struct tls *tls;           /* NULL: nothing listens on the network */
    struct server *tls_server; /* likewise */
    struct server *plain_server;
    struct control *control;
    struct event *sweep;
    struct event *stop[2];
    struct event *hang_up;
};

/* ---- the process ---- */

static void prepare_process(void)
{
    struct rlimit files;

    signal(SIGPIPE, SIG_IGN);
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

/* ---- what happens by itself ---- */

static void sweep_in(struct service *service, int64_t after_ms)
{
    struct timeval delay = {.tv_sec = after_ms / 1000, .tv_usec = after_ms % 1000 * 1000};

    evtimer_add(service->sweep, &delay);
}

/* Names or anchors may be others now: Host is compared with them, and boards carry them. */
static void take_identity(struct service *service)
{
    const struct identity *identity = tls_identity(service->tls);

    service->queue.identity = identity;
    origins_set_names(&service->queue.origins, &identity->wanted,
                      service->tls_server == NULL ? 0 : server_port(service->tls_server));
    board_cache_release(&service->queue.boards);
}

/* The daily one, at the hour of the first site's clock. */
static void tend_backups(struct service *service, struct moment now)
{
    const struct backup_plan plan = {.folder = service->options->backup_folder,
                                     .hour = service->options->backup_hour,
                                     .keep = service->options->backup_keep};
    struct arena arena = ARENA_INIT;
    struct site *sites = NULL;
    const struct zone *zone = NULL;
    size_t count = 0;

    if (store_sites(service->store, &arena, &sites, &count) == CB_OK && count > 0 &&
        store_site_zone(service->store, &sites[0], &zone) != CB_OK)
        zone = NULL;
    backups_tend(service->backups, &plan, zone, now);
    arena_release(&arena);
}

static void on_sweep(evutil_socket_t socket, short what, void *context)
{
    struct service *service = context;
    struct moment now = moment_now();
    int64_t next_ms = now.wall_ms + SWEEP_EVERY_MS;
    int64_t known_ms;
    int changed = 0;
    int error;

    (void)socket;
    (void)what;
    store_tell_time(service->store, now);
    error = store_begin(service->store);
    if (error == CB_OK) {
        error = store_keep_running(service->store);
        if (error == CB_OK)
            error = store_sweep(service->store, now.wall_ms, &changed);
        if (error == CB_OK)
            error = store_commit(service->store);
        if (error != CB_OK)
            store_rollback(service->store);
    }
    if (error != CB_OK)
        log_event(LOG_LEVEL_ERROR, "sweep.failed", error);
    (void)epochs_turn(service->epochs, service->store, now, NULL); /* says itself what went wrong */
    tend_backups(service, now);
    vault_sweep(service->vault, now.wall_ms);
    if (service->tls != NULL && tls_tend(service->tls, now))
        take_identity(service);
    hub_fan_out(service->hub, now);
    if (error == CB_OK && store_next_sweep(service->store, now.wall_ms, &known_ms) == CB_OK &&
        known_ms < next_ms)
        next_ms = known_ms > now.wall_ms + SECOND_MS ? known_ms : now.wall_ms + SECOND_MS;
    sweep_in(service, next_ms - now.wall_ms);
}

static int reload_identity(struct service *service, struct problem *ret_problem)
{
    int error = service->tls == NULL ? CB_OK : tls_reload(service->tls, moment_now(), ret_problem);

    if (error == CB_OK && service->tls != NULL)
        take_identity(service);
    return error;
}

/* SIGHUP: an admin has replaced certificates. */
static void on_hang_up(evutil_socket_t number, short what, void *context)
{
    struct problem problem = {""};

    (void)number;
    (void)what;
    if (reload_identity(context, &problem) == CB_OK)
        log_event(LOG_LEVEL_INFO, "tls.reloaded", 0);
    else
        fprintf(stderr, "coachbell-queue: the certificates were not changed: %s\n", problem.text);
}

static void on_stop(evutil_socket_t number, short what, void *context)
{
    (void)number;
    (void)what;
    event_base_loopbreak(((struct service *)context)->base);
}

static void on_copied(void *context, int error, const char *words)
{
    struct waiting *waiting = context;

    control_answer(waiting->call, error == CB_OK ? 0 : 1, error == CB_OK ? waiting->said : words);
    free(waiting->said);
    free(waiting);
}

static int start_copy(void *context, const char *path, bool keep, const char *said,
                      struct problem *ret_problem)
{
    struct service *service = context;
    struct waiting *waiting = calloc(1, sizeof *waiting);
    int error = CB_NO_MEMORY;

    if (waiting == NULL)
        return error;
    waiting->call = service->call;
    waiting->said = strdup(said);
    if (waiting->said != NULL)
        error = backups_start(service->backups, path, keep, on_copied, waiting, ret_problem);
    if (error == CB_OK) {
        service->call = NULL;
        return CB_OK;
    }
    free(waiting->said);
    free(waiting);
    return error;
}

/* Runs it, and answers what control_run_fn does. `task`: what it needed computed; NULL: nothing. */
static int do_command(struct service *service, struct control_call *call, const char *working_folder,
                      const char *const *words, size_t count, const struct password_task *task,
                      struct strbuf *out)
{
    struct moment now = moment_now();
    struct problem problem = {"It failed."};
    const struct command_copier copier = {
        .start = start_copy, .context = service, .folder = service->options->data};
    struct command_context command = {
        .copier = &copier,
        .random = random_system(),
        .now_ms = now.wall_ms,
        .clock_verified = now.verified,
        .cost = COMMAND_COST,
        .working_folder = working_folder,
        .task = task,
        .vault = service->vault,
    };
    int error;

    service->call = call;
    if (strcmp(words[0], "trust") == 0) {
        error = trust_run(&service->identity_options, words, count, now, out, &problem);
        if (error == CB_OK)
            error = reload_identity(service, &problem);
    } else {
        error = command_run(service->store, &command, words, count, out, &problem);
    }
    if (error != CB_OK) {
        strbuf_clear(out);
        strbuf_addf(out, "%s\n", problem.text);
    }
    if (service->call == NULL)
        return CONTROL_LATER;
    queue_settle_keys(&service->queue);
    service->queue.sessions_changed = true; /* a kiosk may have been revoked, or somebody removed */
    hub_fan_out(service->hub, now);
    return error == CB_OK ? 0 : error == CB_BAD_INPUT ? 2 : 1;
}

/* A command whose password is being computed. */
struct held {
    struct service *service;
    struct control_call *call;
    struct arena arena;
    const char *working_folder;
    const char *words[COMMAND_WORDS_MAX];
    size_t count;
};

static void held_free(struct held *held)
{
    arena_release(&held->arena);
    free(held);
}

static void on_computed(struct password_task *task)
{
    struct held *held = task->owner;
    struct strbuf out = STRBUF_INIT;
    int code =
        do_command(held->service, held->call, held->working_folder, held->words, held->count, task, &out);

    control_answer(held->call, code, strbuf_text(&out));
    strbuf_release(&out); /* it may have held a code */
    password_task_free(task);
    held_free(held);
}

/* The words outlive the caller's. */
static struct held *held_new(struct service *service, struct control_call *call, const char *working_folder,
                             const char *const *words, size_t count)
{
    struct held *held = count <= COMMAND_WORDS_MAX ? calloc(1, sizeof *held) : NULL;
    bool whole;

    if (held == NULL)
        return NULL;
    held->service = service;
    held->call = call;
    held->count = count;
    held->working_folder = arena_copy_text(&held->arena, working_folder);
    whole = held->working_folder != NULL;
    for (size_t i = 0; i < count; i++) {
        held->words[i] = arena_copy_text(&held->arena, words[i]);
        whole = whole && held->words[i] != NULL;
    }
    if (whole)
        return held;
    held_free(held);
    return NULL;
}

/* What has to be computed before the command can run; NULL with CB_OK: nothing. */
static int prepare(struct service *service, const char *working_folder, const char *const *words,
                   size_t count, struct password_task **ret_task, struct problem *ret_problem)
{
    struct command_context command = {
        .random = random_system(), .cost = COMMAND_COST, .working_folder = working_folder};

    *ret_task = NULL;
    if (strcmp(words[0], "trust") == 0)
        return CB_OK;
    return command_prepare(service->store, &command, words, count, ret_task, ret_problem);
}

/* A password is computed by the worker: half a second of it would hold up a call for help. */
static int run_command(void *context, struct control_call *call, const char *working_folder,
                       const char *const *words, size_t count, struct strbuf *out)
{
    struct service *service = context;
    struct problem problem = {"It failed."};
    struct password_task *task;
    int error = prepare(service, working_folder, words, count, &task, &problem);

    if (error == CB_OK && task == NULL)
        return do_command(service, call, working_folder, words, count, NULL, out);
    if (error == CB_OK) {
        task->owner = held_new(service, call, working_folder, words, count);
        task->done = on_computed;
        error = task->owner == NULL ? CB_NO_MEMORY : CB_OK;
    }
    if (error == CB_OK) {
        intake_compute(service->intake, task);
        return CONTROL_LATER;
    }
    password_task_free(task);
    strbuf_addf(out, "%s\n", problem.text);
    return error == CB_BAD_INPUT ? 2 : 1;
}

/* ---- up and down ---- */

static int open_server(struct service *service, const struct options *options, bool tls,
                       struct server **ret_server, struct problem *ret_problem)
{
    const char *text = tls ? options->listen : options->plain;
    struct server_options limits = {
        .take = intake_take,
        .context = service->intake,
        .wrap = tls ? tls_wrap : server_wrap_plain,
        .wrap_context = service->tls,
        .tls = tls,
        .part = tls ? tls_part : NULL,
        .connections_max = (size_t)options->connections,
        .request_ms = options->request_seconds * SECOND_MS,
        .idle_ms = options->idle_seconds * SECOND_MS,
    };
    struct problem why = {""};
    struct listen_at at;
    int error = listen_at_parse(text, !tls, &at, ret_problem);

    if (error != CB_OK)
        return error;
    error = server_open(service->base, (struct sockaddr *)&at.address, at.length, &limits, ret_server, &why);
    return error == CB_OK ? CB_OK : problem_set(ret_problem, error, "%s: %s", text, why.text);
}

static int open_plain(struct service *service, const struct options *options, struct problem *ret_problem)
{
    int error = open_server(service, options, false, &service->plain_server, ret_problem);

    if (error == CB_OK)
        service->queue.origins.plain_port = server_port(service->plain_server);
    return error;
}

static int open_tls(struct service *service, const struct options *options, struct problem *ret_problem)
{
    int error =
        tls_open(&service->identity_options, moment_now(), random_system(), &service->tls, ret_problem);

    if (error == CB_OK)
        error = open_server(service, options, true, &service->tls_server, ret_problem);
    if (error == CB_OK)
        take_identity(service);
    return error;
}

/* A proxy before plain HTTP is reached by names of its own, with ports of its own. */
static int open_names(struct service *service, const struct options *options, struct problem *ret_problem)
{
    struct own_names names;
    int error = own_names_parse(options->names, &names, ret_problem);

    if (error == CB_OK)
        origins_set_names(&service->queue.origins, &names, 0);
    if (error == CB_OK)
        error = origins_set_proxies(&service->queue.origins, options->trusted_proxies, ret_problem);
    return error;
}

static int open_servers(struct service *service, const struct options *options, struct problem *ret_problem)
{
    int error = open_names(service, options, ret_problem);

    if (error == CB_OK && options->plain[0] != '\0')
        error = open_plain(service, options, ret_problem);
    if (error == CB_OK && options->listen[0] != '\0')
        error = open_tls(service, options, ret_problem);
    return error;
}

static int open_events(struct service *service, struct problem *ret_problem)
{
    service->base = event_base_new();
    if (service->base == NULL)
        goto failed;
    service->backups = backups_new(service->base, service->store);
    service->hub = hub_new(service->base, &service->queue);
    if (service->hub == NULL || service->backups == NULL)
        goto failed;
    service->intake = intake_new(service->base, &service->queue, service->hub);
    service->sweep = evtimer_new(service->base, on_sweep, service);
    service->stop[0] = evsignal_new(service->base, SIGTERM, on_stop, service);
    service->stop[1] = evsignal_new(service->base, SIGINT, on_stop, service);
    service->hang_up = evsignal_new(service->base, SIGHUP, on_hang_up, service);
    if (service->intake == NULL || service->sweep == NULL || service->stop[0] == NULL ||
        service->stop[1] == NULL || service->hang_up == NULL)
        goto failed;
    evsignal_add(service->hang_up, NULL);
    evsignal_add(service->stop[0], NULL);
    evsignal_add(service->stop[1], NULL);
    return CB_OK;

failed:
    return problem_set(ret_problem, CB_NO_MEMORY, "Cannot start the event loop: out of memory or threads.");
}

/* Before anything is opened: a wrong address is wrong usage. */
static int check_addresses(const struct options *options, struct problem *ret_problem)
{
    struct listen_at ignored;
    int error = CB_OK;

    if (options->plain[0] != '\0')
        error = listen_at_parse(options->plain, true, &ignored, ret_problem);
    if (error == CB_OK && options->listen[0] != '\0')
        error = listen_at_parse(options->listen, false, &ignored, ret_problem);
    return error;
}

/* Before the first kiosk asks, there is something to seal to. */
static int open_epochs(struct service *service, const char *folder, struct problem *ret_problem)
{
    struct moment now = moment_now();

    store_tell_time(service->store, now);
    if (epochs_open(folder, &service->epochs) != CB_OK)
        return problem_set(ret_problem, CB_NO_MEMORY, "Out of memory.");
    return epochs_turn(service->epochs, service->store, now, ret_problem);
}

static int open_channel(struct service *service, const struct options *options, struct problem *ret_problem)
{
    struct channel_config config;
    int error = channel_config_read(&options->channel, &config, ret_problem);

    if (error != CB_OK)
        return error;
    if (channel_has(&config, CHANNEL_WEBHOOK) || channel_has(&config, CHANNEL_MAIL)) {
        error = channel_send_begin(ret_problem);
        if (error == CB_OK)
            service->escalation = escalation_new(service->base, &service->queue, service->hub, &config);
        if (error == CB_OK && service->escalation == NULL)
            error = problem_set(ret_problem, CB_NO_MEMORY,
                                "Cannot start the second channel: out of memory or threads.");
    }
    channel_config_wipe(&config);
    return error;
}

static int service_open(struct service *service, const struct options *options, struct problem *ret_problem)
{
    char share[OPTION_PATH_MAX];
    int error = check_addresses(options, ret_problem);

    if (error == CB_OK && seal_init() != CB_OK)
        error = problem_set(ret_problem, CB_UNSUPPORTED, "libsodium does not start on this machine.");
    if (error == CB_OK)
        seal_memory_locks();
    snprintf(share, sizeof share, "%s", options->share);
    if (share[0] == '\0')
        options_find_assets("web", share, sizeof share);
    if (error == CB_OK)
        error = pages_load(share, &service->pages, ret_problem);
    if (error == CB_OK)
        error = store_open(options->data, random_system(), &service->store, ret_problem);
    if (error != CB_OK)
        return error;
    service->vault = vault_new();
    if (service->vault == NULL)
        return problem_set(ret_problem, CB_NO_MEMORY, "Out of memory.");
    error = open_epochs(service, options->data, ret_problem);
    if (error != CB_OK)
        return error;
    queue_init(&service->queue, service->store, random_system(), service->vault, service->pages);
    service->queue.epochs = service->epochs;
    service->queue.kiosk_limits.bucket = options->kiosk_requests;
    service->identity_options = trust_options(options);
    error = open_events(service, ret_problem);
    if (error == CB_OK)
        error = open_channel(service, options, ret_problem);
    if (error == CB_OK)
        error = open_servers(service, options, ret_problem);
    if (error == CB_OK)
        error =
            control_open(service->base, options->data, run_command, service, &service->control, ret_problem);
    return error;
}

static void service_close(struct service *service)
{
    server_close(service->plain_server);
    server_close(service->tls_server);
    escalation_free(service->escalation);
    intake_free(service->intake); /* answers the commands that wait for its worker */
    backups_free(service->backups);
    control_close(service->control);
    hub_free(service->hub);
    for (size_t i = 0; i < 2; i++) {
        if (service->stop[i] != NULL)
            event_free(service->stop[i]);
    }
    if (service->hang_up != NULL)
        event_free(service->hang_up);
    if (service->sweep != NULL)
        event_free(service->sweep);
    if (service->base != NULL) {
        /* What encrypted connections held is let go of by callbacks that have yet to run. */
        event_base_loop(service->base, EVLOOP_NONBLOCK);
        event_base_free(service->base);
    }
    queue_release(&service->queue);
    tls_close(service->tls);
    epochs_close(service->epochs);
    vault_free(service->vault);
    store_close(service->store);
    pages_free(service->pages);
}

static void say_address(const struct server *server, const char *scheme, const char *text)
{
    const char *colon = strrchr(text, ':');

    if (server == NULL)
        return;
    if (server_port(server) == 0)
        printf("listening on %s\n", text);
    else
        printf("listening on %s://%.*s:%d\n", scheme, (int)(colon - text), text, server_port(server));
}

static void say_ready(const struct service *service, const struct options *options)
{
    say_address(service->tls_server, "https", options->listen);
    say_address(service->plain_server, "http", options->plain);
    fflush(stdout);
}

int serve(const struct options *given, struct problem *ret_problem)
{
    struct options options = *given;
    struct service service = {.options = &options};
    int error;

    if (options.listen[0] == '\0' && options.plain[0] == '\0')
        snprintf(options.listen, sizeof options.listen, OPTION_LISTEN);
    prepare_process();
    error = service_open(&service, &options, ret_problem);
    if (error == CB_OK) {
        sweep_in(&service, 0);
        say_ready(&service, &options);
        if (event_base_dispatch(service.base) < 0)
            error = problem_set(ret_problem, CB_IO, "The event loop failed.");
    }
    service_close(&service);
    return error;
}
