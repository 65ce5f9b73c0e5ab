/* The tests' HTTP server: see loopback.h. */
#include "support/loopback.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PEERS_MAX 32

struct peer {
    int fd; /* -1: free */
    bool stream;
    size_t length;
    char bytes[LOOPBACK_BODY_MAX + 2048];
};

struct loopback {
    int listen_fd;
    int port;
    int wake[2];
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t asked;
    loopback_handler *handler;
    void *context;
    struct peer peers[PEERS_MAX];
    struct loopback_ask asks[LOOPBACK_ASKED_MAX];
    size_t ask_count;
};

static void send_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);

        if (sent <= 0)
            return;
        bytes += sent;
        length -= (size_t)sent;
    }
}

static void drop(struct peer *peer)
{
    close(peer->fd);
    peer->fd = -1;
}

/* ---- one ask ---- */

static size_t content_length(const char *head)
{
    const char *line = strcasestr(head, "\r\ncontent-length:");

    return line == NULL ? 0 : strtoul(line + 17, NULL, 10);
}

/* The whole length of the first ask in the buffer, or 0 when it is not all there. */
static size_t whole_ask(struct peer *peer, size_t *ret_head)
{
    const char *end;
    size_t length;

    peer->bytes[peer->length] = '\0';
    end = strstr(peer->bytes, "\r\n\r\n");
    if (end == NULL)
        return 0;
    *ret_head = (size_t)(end - peer->bytes) + 4;
    length = *ret_head + content_length(peer->bytes);
    return length <= peer->length ? length : 0;
}

static void read_ask(const struct peer *peer, size_t head, size_t length, struct loopback_ask *ask)
{
    const char *line_end = strstr(peer->bytes, "\r\n");

    memset(ask, 0, sizeof(*ask));
    sscanf(peer->bytes, "%7s %159s", ask->method, ask->path);
    snprintf(ask->head, sizeof(ask->head), "%.*s", (int)(head - (size_t)(line_end - peer->bytes)), line_end);
    snprintf(ask->body, sizeof(ask->body), "%.*s", (int)(length - head), peer->bytes + head);
}

static void answer(struct peer *peer, const struct loopback_reply *reply)
{
    static const char stream_head[] =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nretry: 1000\n\n";
    char text[LOOPBACK_BODY_MAX + 512];
    int length;

    if (reply->cut) {
        drop(peer);
    } else if (reply->stream) {
        peer->stream = true;
        send_all(peer->fd, stream_head, sizeof(stream_head) - 1);
    } else {
        length =
            snprintf(text, sizeof(text), "HTTP/1.1 %d X\r\n%s%sContent-Length: %zu\r\n\r\n%s", reply->status,
                     reply->header, reply->header[0] != '\0' ? "\r\n" : "",
                     reply->status == 304 ? 0 : strlen(reply->body), reply->status == 304 ? "" : reply->body);
        send_all(peer->fd, text, (size_t)length);
    }
}

static void serve(struct loopback *server, struct peer *peer)
{
    size_t head;
    size_t length;

    while (peer->fd >= 0 && (length = whole_ask(peer, &head)) > 0) {
        struct loopback_reply reply = {.status = 404, .body = "{}"};
        struct loopback_ask *ask = &server->asks[server->ask_count];

        assert(server->ask_count < LOOPBACK_ASKED_MAX - 1);
        read_ask(peer, head, length, ask);
        peer->length -= length;
        memmove(peer->bytes, peer->bytes + length, peer->length);
        server->handler(server->context, ask, &reply);
        server->ask_count++;
        answer(peer, &reply);
        pthread_cond_broadcast(&server->asked);
    }
}

static void take_bytes(struct loopback *server, struct peer *peer)
{
    ssize_t got = recv(peer->fd, peer->bytes + peer->length, sizeof(peer->bytes) - 1 - peer->length, 0);

    if (got <= 0) {
        drop(peer);
        return;
    }
    peer->length += (size_t)got;
    serve(server, peer);
}

static void take_peer(struct loopback *server)
{
    int fd = accept(server->listen_fd, NULL, NULL);
    int on = 1;

    for (size_t i = 0; fd >= 0 && i < PEERS_MAX; i++) {
        if (server->peers[i].fd >= 0)
            continue;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        server->peers[i] = (struct peer){.fd = fd};
        return;
    }
    close(fd);
}

/* ---- the thread ---- */

static void *run(void *context)
{
    struct loopback *server = context;

    for (;;) {
        struct pollfd fds[PEERS_MAX + 2] = {{.fd = server->wake[0], .events = POLLIN},
                                            {.fd = server->listen_fd, .events = POLLIN}};

        for (size_t i = 0; i < PEERS_MAX; i++)
            fds[i + 2] = (struct pollfd){.fd = server->peers[i].fd, .events = POLLIN};
        if (poll(fds, PEERS_MAX + 2, -1) < 0 && errno != EINTR)
            return NULL;
        if (fds[0].revents != 0)
            return NULL;
        pthread_mutex_lock(&server->mutex);
        for (size_t i = 0; i < PEERS_MAX; i++) {
            if (fds[i + 2].revents != 0 && server->peers[i].fd == fds[i + 2].fd)
                take_bytes(server, &server->peers[i]);
        }
        if (fds[1].revents != 0)
            take_peer(server);
        pthread_mutex_unlock(&server->mutex);
    }
}

static int listen_on(int port, int *ret_port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    socklen_t size = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 || listen(fd, 16) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
        perror("loopback");
        abort();
    }
    *ret_port = ntohs(address.sin_port);
    return fd;
}

struct loopback *loopback_start(int port, loopback_handler *handler, void *context)
{
    struct loopback *server = calloc(1, sizeof(*server));

    if (server == NULL || pipe(server->wake) != 0)
        abort();
    for (size_t i = 0; i < PEERS_MAX; i++)
        server->peers[i].fd = -1;
    server->handler = handler;
    server->context = context;
    server->listen_fd = listen_on(port, &server->port);
    pthread_mutex_init(&server->mutex, NULL);
    pthread_cond_init(&server->asked, NULL);
    if (pthread_create(&server->thread, NULL, run, server) != 0)
        abort();
    return server;
}

void loopback_stop(struct loopback *server)
{
    if (server == NULL)
        return;
    if (write(server->wake[1], "", 1) != 1)
        abort();
    pthread_join(server->thread, NULL);
    for (size_t i = 0; i < PEERS_MAX; i++) {
        if (server->peers[i].fd >= 0)
            drop(&server->peers[i]);
    }
    close(server->listen_fd);
    close(server->wake[0]);
    close(server->wake[1]);
    pthread_cond_destroy(&server->asked);
    pthread_mutex_destroy(&server->mutex);
    free(server);
}

int loopback_port(const struct loopback *server)
{
    return server->port;
}

int loopback_free_port(void)
{
    int port;

    close(listen_on(0, &port));
    return port;
}

/* ---- what was asked ---- */

static const struct loopback_ask *find(const struct loopback *server, const char *method, const char *path,
                                       size_t n)
{
    for (size_t i = 0; i < server->ask_count; i++) {
        const struct loopback_ask *ask = &server->asks[i];

        if (strcmp(ask->method, method) == 0 && strncmp(ask->path, path, strlen(path)) == 0 && n-- == 0)
            return ask;
    }
    return NULL;
}

bool loopback_asked(struct loopback *server, const char *method, const char *path, size_t n, int timeout_ms,
                    struct loopback_ask *ret_ask)
{
    struct timespec deadline;
    const struct loopback_ask *ask;
    int failed = 0;

    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += timeout_ms / 1000;
    deadline.tv_nsec += timeout_ms % 1000 * 1000000L;
    if (deadline.tv_nsec >= 1000000000L) {
        deadline.tv_sec++;
        deadline.tv_nsec -= 1000000000L;
    }
    pthread_mutex_lock(&server->mutex);
    while ((ask = find(server, method, path, n)) == NULL && failed == 0)
        failed = pthread_cond_timedwait(&server->asked, &server->mutex, &deadline);
    if (ask != NULL && ret_ask != NULL)
        *ret_ask = *ask;
    pthread_mutex_unlock(&server->mutex);
    return ask != NULL;
}

size_t loopback_count(struct loopback *server, const char *method, const char *path)
{
    size_t count = 0;

    pthread_mutex_lock(&server->mutex);
    while (find(server, method, path, count) != NULL)
        count++;
    pthread_mutex_unlock(&server->mutex);
    return count;
}

bool loopback_push(struct loopback *server, const char *bytes)
{
    bool pushed = false;

    pthread_mutex_lock(&server->mutex);
    for (size_t i = 0; i < PEERS_MAX; i++) {
        if (server->peers[i].fd < 0 || !server->peers[i].stream)
            continue;
        send_all(server->peers[i].fd, bytes, strlen(bytes));
        pushed = true;
    }
    pthread_mutex_unlock(&server->mutex);
    return pushed;
}

void loopback_lock(struct loopback *server)
{
    pthread_mutex_lock(&server->mutex);
}

void loopback_unlock(struct loopback *server)
{
    pthread_mutex_unlock(&server->mutex);
}
