/* Commands through a Unix socket. A call is: length u32 of what follows, the caller's folder, the words, each
 * ended by a NUL. The answer: the exit code as one byte, then text to the end. Both sides are this program on
 * this machine: host byte order. */
#include "queue/control.h"

#include "queue/command.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/listener.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define CALL_MAX    (COMMAND_WORDS_MAX * COMMAND_WORD_MAX + PATH_MAX)
#define CALL_TIME_S 3600 /* for a backup of a large database */

struct control {
    struct evconnlistener *listener;
    control_run_fn *run;
    void *context;
    char path[sizeof((struct sockaddr_un *)0)->sun_path];
};

struct control_call {
    struct bufferevent *io; /* NULL: gone */
};

static int socket_address(const char *folder, struct sockaddr_un *ret_address, struct problem *ret_problem)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    if ((size_t)snprintf(address.sun_path, sizeof address.sun_path, "%s/control.sock", folder) >=
        sizeof address.sun_path)
        return problem_set(
            ret_problem, CB_TOO_LARGE,
            "The path of the data folder is too long for a socket in it: %s. Choose one of at most 90 "
            "characters with --data.",
            folder);
    *ret_address = address;
    return CB_OK;
}

/* ---- the serving side ---- */

/* Cuts the bytes into texts; 0 when there are too many or the last one does not end. */
static size_t split(char *bytes, size_t length, const char **ret_texts, size_t max)
{
    size_t count = 0;

    if (length == 0 || bytes[length - 1] != '\0')
        return 0;
    for (size_t at = 0; at < length; at += strlen(bytes + at) + 1) {
        if (count == max)
            return 0;
        ret_texts[count++] = bytes + at;
    }
    return count;
}

static void on_written(struct bufferevent *io, void *context)
{
    (void)context;
    bufferevent_free(io);
}

static void on_end(struct bufferevent *io, short what, void *context)
{
    (void)what;
    (void)context;
    bufferevent_free(io);
}

/* The caller went away before the answer was there. */
static void on_gone(struct bufferevent *io, short what, void *context)
{
    struct control_call *call = context;

    (void)what;
    bufferevent_free(io);
    call->io = NULL;
}

static void send_answer(struct bufferevent *io, char code, const char *text, size_t length)
{
    const struct timeval patience = {.tv_sec = 5};

    bufferevent_setcb(io, NULL, on_written, on_end, NULL);
    bufferevent_set_timeouts(io, &patience, &patience);
    bufferevent_write(io, &code, 1);
    bufferevent_write(io, text, length);
}

void control_answer(struct control_call *call, int exit_code, const char *text)
{
    if (call->io != NULL)
        send_answer(call->io, (char)exit_code, text, strlen(text));
    free(call);
}

static void run_call(struct control *control, struct bufferevent *io, char *bytes, size_t length)
{
    const char *texts[COMMAND_WORDS_MAX + 1];
    struct strbuf out = STRBUF_INIT;
    size_t count = split(bytes, length, texts, COMMAND_WORDS_MAX + 1);
    struct control_call *call = calloc(1, sizeof *call);
    int code = 2;

    if (call == NULL) {
        bufferevent_free(io);
        return;
    }
    call->io = io;
    bufferevent_set_timeouts(io, NULL, NULL);
    bufferevent_setcb(io, NULL, NULL, on_gone, call);
    if (count >= 2)
        code = control->run(control->context, call, texts[0], texts + 1, count - 1, &out);
    if (code != CONTROL_LATER) {
        send_answer(io, (char)code, strbuf_text(&out), out.length);
        free(call);
    }
    strbuf_release(&out); /* it may have held a password */
}

static void on_call(struct bufferevent *io, void *context)
{
    struct evbuffer *input = bufferevent_get_input(io);
    uint32_t length;
    char *bytes;

    if (evbuffer_copyout(input, &length, sizeof length) < (ev_ssize_t)sizeof length)
        return;
    if (length == 0 || length > CALL_MAX) {
        bufferevent_free(io);
        return;
    }
    if (evbuffer_get_length(input) < sizeof length + length)
        return;
    bytes = malloc(length);
    if (bytes == NULL) {
        bufferevent_free(io);
        return;
    }
    evbuffer_drain(input, sizeof length);
    evbuffer_remove(input, bytes, length);
    run_call(context, io, bytes, length);
    explicit_bzero(bytes, length);
    free(bytes);
}

/* The socket's mode keeps others out; this keeps them out also where a file system forgets modes. */
static bool caller_is_us(evutil_socket_t socket)
{
    struct ucred peer;
    socklen_t length = sizeof peer;

    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0)
        return false;
    return peer.uid == geteuid() || peer.uid == 0;
}

static void on_accept(struct evconnlistener *listener, evutil_socket_t socket, struct sockaddr *address,
                      int length, void *context)
{
    const struct timeval patience = {.tv_sec = 5};
    struct bufferevent *io = caller_is_us(socket) ? bufferevent_socket_new(evconnlistener_get_base(listener),
                                                                           socket, BEV_OPT_CLOSE_ON_FREE)
                                                  : NULL;

    (void)address;
    (void)length;
    if (io == NULL) {
        close(socket);
        return;
    }
    bufferevent_setcb(io, on_call, NULL, on_end, context);
    bufferevent_set_timeouts(io, &patience, &patience);
    bufferevent_enable(io, EV_READ | EV_WRITE);
}

/* A socket file that was left behind is in the way, and nobody's: we hold the database. */
static int bind_private(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    mode_t mask = umask(0177);
    int bound;

    unlink(address->sun_path);
    bound = fd < 0 ? -1 : bind(fd, (const struct sockaddr *)address, sizeof *address);
    umask(mask);
    if (bound == 0 && listen(fd, 8) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

int control_open(struct event_base *base, const char *folder, control_run_fn *run, void *context,
                 struct control **ret_control, struct problem *ret_problem)
{
    struct sockaddr_un address;
    struct control *control;
    int fd;
    int error = socket_address(folder, &address, ret_problem);

    if (error != CB_OK)
        return error;
    fd = bind_private(&address);
    if (fd < 0)
        return problem_set(ret_problem, CB_IO, "Cannot make %s: %s. Is the data folder writable?",
                           address.sun_path, strerror(errno));
    control = calloc(1, sizeof *control);
    if (control != NULL) {
        control->run = run;
        control->context = context;
        memcpy(control->path, address.sun_path, sizeof control->path);
        control->listener = evconnlistener_new(base, on_accept, control, LEV_OPT_CLOSE_ON_FREE, 0, fd);
    }
    if (control == NULL || control->listener == NULL) {
        close(fd);
        free(control);
        return problem_set(ret_problem, CB_NO_MEMORY, "Cannot open the control socket: out of memory.");
    }
    *ret_control = control;
    return CB_OK;
}

void control_close(struct control *control)
{
    if (control == NULL)
        return;
    evconnlistener_free(control->listener);
    unlink(control->path);
    free(control);
}

/* ---- the calling side ---- */

static int connect_to(const char *folder, int *ret_fd, struct problem *ret_problem)
{
    const struct timeval patience = {.tv_sec = CALL_TIME_S};
    struct sockaddr_un address;
    int reason;
    int fd;

    if (socket_address(folder, &address, NULL) != CB_OK)
        return CB_NOT_FOUND; /* no queue can serve there either */
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return problem_set(ret_problem, CB_IO, "Cannot make a socket: %s.", strerror(errno));
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0) {
        *ret_fd = fd;
        return CB_OK;
    }
    reason = errno;
    close(fd);
    if (reason == ENOENT || reason == ECONNREFUSED || reason == ENOTDIR)
        return CB_NOT_FOUND;
    return problem_set(ret_problem, CB_IO,
                       "A queue runs there, but %s cannot be opened: %s. Run this as its user.",
                       address.sun_path, strerror(reason));
}

static void write_call(const char *const *words, size_t count, struct strbuf *call)
{
    char folder[PATH_MAX];
    uint32_t length = 0;

    if (getcwd(folder, sizeof folder) == NULL)
        snprintf(folder, sizeof folder, "/");
    strbuf_add(call, &length, sizeof length);
    strbuf_add(call, folder, strlen(folder) + 1);
    for (size_t i = 0; i < count; i++)
        strbuf_add(call, words[i], strlen(words[i]) + 1);
    length = (uint32_t)(call->length - sizeof length);
    if (!strbuf_failed(call))
        memcpy(call->data, &length, sizeof length);
}

static bool send_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);

        if (sent < 0)
            return false;
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

static bool receive_all(int fd, struct strbuf *out)
{
    char piece[4096];
    ssize_t got;

    while ((got = recv(fd, piece, sizeof piece, 0)) > 0)
        strbuf_add(out, piece, (size_t)got);
    explicit_bzero(piece, sizeof piece);
    return got == 0 && out->length > 0 && !strbuf_failed(out);
}

int control_call(const char *folder, const char *const *words, size_t count, int *ret_exit_code,
                 struct strbuf *out, struct problem *ret_problem)
{
    struct strbuf call = STRBUF_INIT;
    struct strbuf reply = STRBUF_INIT;
    int fd = -1;
    int error = connect_to(folder, &fd, ret_problem);

    if (error != CB_OK)
        return error;
    write_call(words, count, &call);
    if (!strbuf_failed(&call) && send_all(fd, call.data, call.length) && receive_all(fd, &reply)) {
        *ret_exit_code = (unsigned char)reply.data[0];
        strbuf_add(out, reply.data + 1, reply.length - 1);
    } else {
        error = problem_set(ret_problem, CB_IO,
                            "The running queue did not answer. Is it well? Its log says more.");
    }
    close(fd);
    strbuf_release(&call);
    strbuf_release(&reply);
    return error;
}
