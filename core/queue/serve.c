/* Serving. */
#include "queue/serve.h"

#include "base/log.h"
#include "queue/control.h"
#include "queue/hub.h"
#include "queue/intake.h"
#include "queue/pages.h"
#include "queue/server.h"
#include "queue/vault.h"
#include "queue/wipe_alloc.h"

#include <arpa/inet.h>
#include <event2/event.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define SWEEP_EVERY_MS (60 * SECOND_MS) /* at the latest; sooner when the store knows of something */

struct service {
    struct store *store;
    struct vault *vault;
    struct pages *pages;
    struct event_base *base;
    struct queue queue;
    struct hub *hub;
    struct intake *intake;
    struct server *server;
    struct control *control;
    struct event *sweep;
    struct event *stop[2];
};

/* ---- the process ---- */

/* No core dump and no debugger may read the keys of a running queue. */
static void harden_process(void)
{
    const struct rlimit none = {0, 0};
    struct rlimit files;

    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    signal(SIGPIPE, SIG_IGN);
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

/* ---- the address ---- */

static bool is_loopback(const struct sockaddr_storage *address)
{
    if (address->ss_family == AF_INET)
        return (ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) >> 24) == 127;
    return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)address)->sin6_addr);
}

/* "127.0.0.1:8320" or "[::1]:8320"; port 0 lets the system choose one. */
static bool read_address(const char *text, struct sockaddr_storage *ret_address, int *ret_length)
{
    const char *colon = strrchr(text, ':');
    struct sockaddr_in *four = (struct sockaddr_in *)ret_address;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)ret_address;
    char host[64];
    size_t digits = colon == NULL ? 0 : strspn(colon + 1, "0123456789");
    size_t length = colon == NULL ? 0 : (size_t)(colon - text);
    long port = digits == 0 || digits > 5 ? -1 : strtol(colon + 1, NULL, 10);

    if (port < 0 || port > 65535 || colon[1 + digits] != '\0' || length < 2 || length >= sizeof host)
        return false;
    memset(ret_address, 0, sizeof *ret_address);
    snprintf(host, sizeof host, "%.*s", (int)length, text);
    if (inet_pton(AF_INET, host, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons((uint16_t)port);
        *ret_length = sizeof *four;
        return true;
    }
    if (host[0] != '[' || host[length - 1] != ']')
        return false;
    host[length - 1] = '\0';
    six->sin6_family = AF_INET6;
    six->sin6_port = htons((uint16_t)port);
    *ret_length = sizeof *six;
    return inet_pton(AF_INET6, host + 1, &six->sin6_addr) == 1;
}

static int parse_address(const char *text, struct sockaddr_storage *ret_address, int *ret_length,
                         struct problem *ret_problem)
{
    if (!read_address(text, ret_address, ret_length))
        return problem_set(ret_problem, CB_BAD_INPUT,
                           "'%s' is no address to listen at. Write one like 127.0.0.1:8320 or [::1]:8320.",
                           text);
    if (!is_loopback(ret_address))
        return problem_set(
            ret_problem, CB_UNSUPPORTED,
            "Coachbell listens on this machine only (127.0.0.1 or [::1]), not at %s: what patients ask must "
            "not cross a network unencrypted, and this version cannot encrypt yet.",
            text);
    return CB_OK;
}

/* ---- what happens by itself ---- */

static void sweep_in(struct service *service, int64_t after_ms)
{
    struct timeval delay = {.tv_sec = after_ms / 1000, .tv_usec = after_ms % 1000 * 1000};

    evtimer_add(service->sweep, &delay);
}

static void on_sweep(evutil_socket_t socket, short what, void *context)
{
    struct service *service = context;
    struct moment now = moment_now();
    int64_t next_ms = now.wall_ms + SWEEP_EVERY_MS;
    int64_t known_ms;
    int changed = 0;
    int error = store_begin(service->store);

    (void)socket;
    (void)what;
    if (error == CB_OK) {
        error = store_sweep(service->store, now.wall_ms, &changed);
        if (error == CB_OK)
            error = store_commit(service->store);
        if (error != CB_OK)
            store_rollback(service->store);
    }
    if (error != CB_OK)
        log_event(LOG_LEVEL_ERROR, "sweep.failed", error);
    vault_sweep(service->vault, now.wall_ms);
    hub_fan_out(service->hub, now);
    if (error == CB_OK && store_next_sweep(service->store, now.wall_ms, &known_ms) == CB_OK &&
        known_ms < next_ms)
        next_ms = known_ms > now.wall_ms + SECOND_MS ? known_ms : now.wall_ms + SECOND_MS;
    sweep_in(service, next_ms - now.wall_ms);
}

static void on_stop(evutil_socket_t number, short what, void *context)
{
    (void)number;
    (void)what;
    event_base_loopbreak(((struct service *)context)->base);
}

static int run_command(void *context, const char *working_folder, const char *const *words, size_t count,
                       struct strbuf *out)
{
    struct service *service = context;
    struct moment now = moment_now();
    struct problem problem = {"It failed."};
    struct command_context command = {
        .random = random_system(),
        .now_ms = now.wall_ms,
        .cost = COMMAND_COST,
        .working_folder = working_folder,
    };
    int error = command_run(service->store, &command, words, count, out, &problem);

    if (error != CB_OK) {
        strbuf_clear(out);
        strbuf_addf(out, "%s\n", problem.text);
    }
    service->queue.sessions_changed = true; /* a kiosk may have been revoked */
    hub_fan_out(service->hub, now);
    return error == CB_OK ? 0 : error == CB_BAD_INPUT ? 2 : 1;
}

/* ---- up and down ---- */

static int open_server(struct service *service, const struct options *options, struct problem *ret_problem)
{
    struct server_options limits = {
        .take = intake_take,
        .context = service->intake,
        .wrap = server_wrap_plain,
        .connections_max = (size_t)options->connections,
        .request_ms = options->request_seconds * SECOND_MS,
        .idle_ms = options->idle_seconds * SECOND_MS,
    };
    struct sockaddr_storage address;
    struct problem why = {""};
    int length = 0;
    int error = parse_address(options->listen, &address, &length, ret_problem);

    if (error != CB_OK)
        return error;
    error = server_open(service->base, (struct sockaddr *)&address, length, &limits, &service->server, &why);
    if (error != CB_OK)
        return problem_set(ret_problem, error, "%s: %s", options->listen, why.text);
    service->queue.port = server_port(service->server);
    return CB_OK;
}

static int open_events(struct service *service, struct problem *ret_problem)
{
    service->base = event_base_new();
    if (service->base == NULL)
        goto failed;
    service->hub = hub_new(service->base, &service->queue);
    if (service->hub == NULL)
        goto failed;
    service->intake = intake_new(service->base, &service->queue, service->hub);
    service->sweep = evtimer_new(service->base, on_sweep, service);
    service->stop[0] = evsignal_new(service->base, SIGTERM, on_stop, service);
    service->stop[1] = evsignal_new(service->base, SIGINT, on_stop, service);
    if (service->intake == NULL || service->sweep == NULL || service->stop[0] == NULL ||
        service->stop[1] == NULL)
        goto failed;
    evsignal_add(service->stop[0], NULL);
    evsignal_add(service->stop[1], NULL);
    return CB_OK;

failed:
    return problem_set(ret_problem, CB_NO_MEMORY, "Cannot start the event loop: out of memory or threads.");
}

static int service_open(struct service *service, const struct options *options, struct problem *ret_problem)
{
    char share[OPTION_PATH_MAX];
    struct sockaddr_storage ignored;
    int length = 0;
    int error = parse_address(options->listen, &ignored, &length, ret_problem);

    if (error == CB_OK && seal_init() != CB_OK)
        error = problem_set(ret_problem, CB_UNSUPPORTED, "libsodium does not start on this machine.");
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
    queue_init(&service->queue, service->store, random_system(), service->vault, service->pages);
    service->queue.kiosk_limits.bucket = options->kiosk_requests;
    error = open_events(service, ret_problem);
    if (error == CB_OK)
        error = open_server(service, options, ret_problem);
    if (error == CB_OK)
        error =
            control_open(service->base, options->data, run_command, service, &service->control, ret_problem);
    return error;
}

static void service_close(struct service *service)
{
    control_close(service->control);
    server_close(service->server);
    intake_free(service->intake);
    hub_free(service->hub);
    for (size_t i = 0; i < 2; i++) {
        if (service->stop[i] != NULL)
            event_free(service->stop[i]);
    }
    if (service->sweep != NULL)
        event_free(service->sweep);
    if (service->base != NULL)
        event_base_free(service->base);
    queue_release(&service->queue);
    vault_free(service->vault);
    store_close(service->store);
    pages_free(service->pages);
}

static void say_ready(const struct service *service, const char *listen)
{
    const char *colon = strrchr(listen, ':');

    printf("listening on http://%.*s:%d\n", (int)(colon - listen), listen, service->queue.port);
    fflush(stdout);
}

int serve(const struct options *options, struct problem *ret_problem)
{
    struct service service = {.store = NULL};
    int error;

    harden_process();
    wipe_alloc_install();
    error = service_open(&service, options, ret_problem);
    if (error == CB_OK) {
        sweep_in(&service, 0);
        say_ready(&service, options->listen);
        if (event_base_dispatch(service.base) < 0)
            error = problem_set(ret_problem, CB_IO, "The event loop failed.");
    }
    service_close(&service);
    return error;
}
