/* HTTP/1.1 connections on one event loop. */
#include "queue/server.h"

#include "base/clock.h"
#include "base/log.h"

#include <assert.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define SPARED_MS 100
#define ONE_WRITE_MAX                                                                                        \
    (8 * 1024)         /* a small answer goes out with its head in one piece: one packet, one TLS record */
#define LINGER_MS 2000 /* for a refused client to read why, before the socket goes */
#define ACCEPTS_A_TURN                                                                                       \
    64 /* so that what the accepted ones ask is read before more come and they give way                      \
        */

enum connection_state {
    CONNECTION_READING, /* idle, or a request is arriving */
    CONNECTION_BUSY,    /* the request is with its taker */
    CONNECTION_WRITING,
    CONNECTION_STREAM,
    CONNECTION_LINGER /* all is said; what still comes is thrown away */
};

struct stream {
    void (*on_closed)(void *context);
    void *context;
};

struct connection {
    struct server *server;
    struct bufferevent *io;
    struct event *deadline;
    enum connection_state state;
    struct arrival arrival;
    bool in_request;           /* its first byte is here: the absolute deadline runs */
    bool close_after;          /* the answer on its way is the last one */
    struct exchange *arriving; /* head read, body on its way */
    struct exchange *taken;
    struct stream stream;
    int64_t since_mono_ms;        /* the last whole request, or the beginning */
    TAILQ_ENTRY(connection) link; /* longest without a request first */
};
TAILQ_HEAD(connection_list, connection);

struct server {
    struct event_base *base;
    struct evconnlistener *listener;
    struct event *listen_again;
    int accepts_left; /* until the loop has looked at the other sockets */
    struct server_options options;
    struct connection_list connections;
    size_t count;
};

static void connection_input(struct connection *connection);

static void exchange_free(struct exchange *exchange)
{
    if (exchange == NULL)
        return;
    if (exchange->body != NULL)
        explicit_bzero(exchange->body, exchange->head.body_length);
    free(exchange->body);
    free(exchange->head_bytes);
    answer_release(&exchange->answer);
    free(exchange);
}

static void set_deadline(struct connection *connection, int64_t after_ms)
{
    struct timeval delay = {.tv_sec = after_ms / 1000, .tv_usec = (after_ms % 1000) * 1000};

    event_add(connection->deadline, &delay);
}

static void connection_free(struct connection *connection)
{
    struct server *server = connection->server;

    TAILQ_REMOVE(&server->connections, connection, link);
    server->count--;
    if (connection->taken != NULL)
        connection->taken->connection = NULL;
    exchange_free(connection->arriving);
    if (connection->deadline != NULL)
        event_free(connection->deadline);
    bufferevent_free(connection->io);
    if (connection->state == CONNECTION_STREAM && connection->stream.on_closed != NULL)
        connection->stream.on_closed(connection->stream.context);
    free(connection);
}

/* ---- out ---- */

/* The other side is told that nothing more comes; closing at once would reset the connection and take the
 * answer with it when the client is still sending. */
static void linger(struct connection *connection)
{
    connection->state = CONNECTION_LINGER;
    if (connection->server->options.part != NULL)
        connection->server->options.part(connection->io);
    shutdown(bufferevent_getfd(connection->io), SHUT_WR);
    evbuffer_drain(bufferevent_get_input(connection->io),
                   evbuffer_get_length(bufferevent_get_input(connection->io)));
    set_deadline(connection, LINGER_MS);
}

static void send_answer(struct connection *connection, const struct answer *answer, bool keep_alive,
                        bool with_body)
{
    struct strbuf head = STRBUF_INIT;

    answer_write_head(answer, keep_alive, &head);
    if (strbuf_failed(&head) || strbuf_failed(&answer->body)) {
        strbuf_release(&head);
        connection_free(connection);
        return;
    }
    connection->state = CONNECTION_WRITING;
    connection->close_after = !keep_alive;
    set_deadline(connection, connection->server->options.request_ms);
    with_body = with_body && answer->body.length > 0;
    if (with_body && answer->body.length <= ONE_WRITE_MAX) {
        strbuf_add(&head, answer->body.data, answer->body.length);
        with_body = false;
    }
    bufferevent_write(connection->io, head.data, head.length);
    if (with_body)
        bufferevent_write(connection->io, answer->body.data, answer->body.length);
    strbuf_release(&head);
}

static void refuse(struct connection *connection, int status)
{
    static const struct {
        int status;
        const char *detail;
    } details[] = {
        {400, "This is not a well-formed HTTP request."},
        {408, "The request took too long to arrive."},
        {413, "The body may have 16 KiB at most."},
        {417, "Only 100-continue can be expected."},
        {431, "The head of a request may have 8 KiB at most."},
        {501, "Bodies must come with Content-Length."},
        {505, "Only HTTP/1.0 and HTTP/1.1 are spoken here."},
    };
    struct answer answer = ANSWER_INIT;
    const char *detail = "The queue cannot take this request now.";

    for (size_t i = 0; i < sizeof details / sizeof *details; i++) {
        if (details[i].status == status)
            detail = details[i].detail;
    }
    answer_problem(&answer, status, detail, NULL, NULL);
    send_answer(connection, &answer, false, true);
    answer_release(&answer);
}

void exchange_finish(struct exchange *exchange)
{
    struct connection *connection = exchange->connection;

    if (connection != NULL) {
        assert(connection->taken == exchange);
        connection->taken = NULL;
        send_answer(connection, &exchange->answer, exchange->head.keep_alive,
                    exchange->head.method != HTTP_HEAD);
    }
    exchange_free(exchange);
}

struct stream *exchange_stream(struct exchange *exchange, void (*on_closed)(void *context), void *context)
{
    struct connection *connection = exchange->connection;
    struct strbuf head = STRBUF_INIT;

    exchange_free(exchange);
    if (connection == NULL)
        return NULL;
    connection->taken = NULL;
    connection->state = CONNECTION_STREAM;
    connection->stream = (struct stream){.on_closed = on_closed, .context = context};
    event_del(connection->deadline);
    answer_write_feed_head(&head);
    bufferevent_write(connection->io, strbuf_text(&head), head.length);
    strbuf_release(&head);
    return &connection->stream;
}

static struct connection *connection_of(const struct stream *stream)
{
    return (struct connection *)((char *)stream - offsetof(struct connection, stream));
}

size_t stream_room(const struct stream *stream)
{
    size_t unsent = evbuffer_get_length(bufferevent_get_output(connection_of(stream)->io));

    return unsent < STREAM_UNSENT_MAX ? STREAM_UNSENT_MAX - unsent : 0;
}

void stream_send(struct stream *stream, const void *bytes, size_t length)
{
    struct connection *connection = connection_of(stream);

    if (connection->close_after)
        return;
    if (length > stream_room(stream)) {
        stream_end(stream);
        return;
    }
    bufferevent_write(connection->io, bytes, length);
}

/* Not freed here: the caller may be walking its list of streams. The deadline frees it on the loop's next
 * turn. */
void stream_end(struct stream *stream)
{
    struct connection *connection = connection_of(stream);

    connection->close_after = true;
    set_deadline(connection, 0);
}

/* ---- in ---- */

static int begin_request(struct connection *connection, size_t head_length)
{
    struct evbuffer *input = bufferevent_get_input(connection->io);
    struct exchange *exchange = calloc(1, sizeof *exchange);
    int refusal = 503;

    if (exchange == NULL)
        return refusal;
    exchange->answer = (struct answer)ANSWER_INIT;
    exchange->head_bytes = malloc(head_length);
    if (exchange->head_bytes != NULL) {
        evbuffer_remove(input, exchange->head_bytes, head_length);
        refusal = http_head_parse(exchange->head_bytes, head_length, &exchange->head);
    }
    if (refusal == 0) {
        exchange->body = calloc(1, exchange->head.body_length + 1);
        refusal = exchange->body == NULL ? 503 : 0;
    }
    if (refusal != 0) {
        exchange_free(exchange);
        return refusal;
    }
    if (exchange->head.expects_continue && evbuffer_get_length(input) < exchange->head.body_length)
        evbuffer_add_printf(bufferevent_get_output(connection->io), "HTTP/1.1 100 Continue\r\n\r\n");
    connection->arriving = exchange;
    return 0;
}

/* 0, also when more has to come; else the status to refuse with. */
static int read_head(struct connection *connection)
{
    struct evbuffer *input = bufferevent_get_input(connection->io);
    size_t length = evbuffer_get_length(input);
    size_t look = length < HTTP_HEAD_MAX ? length : HTTP_HEAD_MAX;
    const char *bytes = (const char *)evbuffer_pullup(input, (ev_ssize_t)look);
    size_t head_length;

    if (bytes == NULL)
        return length == 0 ? 0 : 503;
    head_length = http_head_length(bytes, look);
    if (head_length > 0)
        return begin_request(connection, head_length);
    return look == HTTP_HEAD_MAX ? 431 : 0;
}

static void hand_over(struct connection *connection)
{
    struct exchange *exchange = connection->arriving;
    struct server *server = connection->server;

    evbuffer_remove(bufferevent_get_input(connection->io), exchange->body, exchange->head.body_length);
    connection->arriving = NULL;
    connection->in_request = false;
    connection->taken = exchange;
    connection->state = CONNECTION_BUSY;
    exchange->connection = connection;
    exchange->arrival = connection->arrival;
    event_del(connection->deadline);
    connection->since_mono_ms = moment_mono_ms();
    TAILQ_REMOVE(&server->connections, connection, link);
    TAILQ_INSERT_TAIL(&server->connections, connection, link);
    server->options.take(server->options.context, exchange);
}

static void connection_input(struct connection *connection)
{
    struct evbuffer *input = bufferevent_get_input(connection->io);
    int refusal = 0;

    if (connection->state == CONNECTION_STREAM || connection->state == CONNECTION_LINGER) {
        evbuffer_drain(input, evbuffer_get_length(input));
        return;
    }
    if (connection->state != CONNECTION_READING ||
        evbuffer_get_length(input) + (connection->arriving != NULL) == 0)
        return;
    if (!connection->in_request) {
        connection->in_request = true;
        set_deadline(connection, connection->server->options.request_ms);
    }
    if (connection->arriving == NULL)
        refusal = read_head(connection);
    if (refusal != 0)
        refuse(connection, refusal);
    else if (connection->arriving != NULL &&
             evbuffer_get_length(input) >= connection->arriving->head.body_length)
        hand_over(connection);
}

static void on_read(struct bufferevent *io, void *context)
{
    (void)io;
    connection_input(context);
}

/* Called when all that was written has gone out. */
static void on_written(struct bufferevent *io, void *context)
{
    struct connection *connection = context;

    (void)io;
    /* A callback that comes late may find more written since. */
    if (connection->state != CONNECTION_WRITING ||
        evbuffer_get_length(bufferevent_get_output(connection->io)) > 0)
        return;
    if (connection->close_after) {
        linger(connection);
        return;
    }
    connection->state = CONNECTION_READING;
    set_deadline(connection, connection->server->options.idle_ms);
    connection_input(connection);
}

static void on_event(struct bufferevent *io, short what, void *context)
{
    struct connection *connection = context;

    (void)io;
    if ((what & BEV_EVENT_EOF) != 0 && connection->state == CONNECTION_BUSY)
        connection->taken->head.keep_alive = false; /* it has said all, but may still be listening */
    else if ((what & BEV_EVENT_EOF) != 0 && connection->state == CONNECTION_WRITING)
        connection->close_after = true;
    else if ((what & (BEV_EVENT_EOF | BEV_EVENT_ERROR)) != 0)
        connection_free(connection);
}

static void on_deadline(evutil_socket_t socket, short what, void *context)
{
    struct connection *connection = context;

    (void)socket;
    (void)what;
    if (connection->state == CONNECTION_READING && connection->in_request)
        refuse(connection, 408);
    else
        connection_free(connection);
}

/* ---- connections ---- */

/* The connection that has been without a request for longest, of those that are with a taker or of the
 * others. */
static struct connection *find_longest(struct server *server, bool busy)
{
    struct connection *each;

    TAILQ_FOREACH(each, &server->connections, link)
    {
        if (each->state != CONNECTION_STREAM && (each->state == CONNECTION_BUSY) == busy)
            return each;
    }
    return NULL;
}

/* Someone who sits on an idle connection, does not take the answer, or asks for more than can be answered,
 * must not keep a kiosk's alert out. What has only just come is spared: its request may be on the way, and an
 * alert is answered before it is anything but new. */
static void free_one(struct server *server)
{
    struct connection *idle = find_longest(server, false);
    struct connection *busy = find_longest(server, true);
    bool idle_is_new = idle != NULL && moment_mono_ms() - idle->since_mono_ms < SPARED_MS;

    if (busy != NULL && (idle == NULL || idle_is_new))
        connection_free(busy);
    else if (idle != NULL)
        connection_free(idle);
}

static bool make_room(struct server *server)
{
    if (server->count >= server->options.connections_max)
        free_one(server);
    return server->count < server->options.connections_max;
}

static struct connection *connection_new(struct server *server, evutil_socket_t socket)
{
    struct connection *connection = calloc(1, sizeof *connection);

    if (connection == NULL)
        return NULL;
    connection->server = server;
    connection->state = CONNECTION_READING;
    connection->since_mono_ms = moment_mono_ms();
    connection->deadline = evtimer_new(server->base, on_deadline, connection);
    if (connection->deadline != NULL)
        connection->io = server->options.wrap(server->options.wrap_context, server->base, socket);
    if (connection->io == NULL) {
        if (connection->deadline != NULL)
            event_free(connection->deadline);
        free(connection);
        return NULL;
    }
    return connection;
}

static struct arrival arrival_of(const struct server *server, const struct sockaddr *address)
{
    struct arrival arrival = {.tls = server->options.tls};

    if (address->sa_family == AF_INET)
        arrival.peer = address_from_four(&((const struct sockaddr_in *)(const void *)address)->sin_addr);
    else if (address->sa_family == AF_INET6)
        arrival.peer = address_from_six(&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
    return arrival;
}

static void on_accept(struct evconnlistener *listener, evutil_socket_t socket, struct sockaddr *address,
                      int length, void *context)
{
    struct server *server = context;
    struct connection *connection = make_room(server) ? connection_new(server, socket) : NULL;

    (void)length;
    if (--server->accepts_left <= 0) {
        evconnlistener_disable(listener);
        event_add(server->listen_again, &(struct timeval){0});
    }
    if (connection == NULL) {
        log_event(LOG_LEVEL_WARNING, "server.refused_connection", server->count);
        evutil_closesocket(socket);
        return;
    }
    connection->arrival = arrival_of(server, address);
    TAILQ_INSERT_TAIL(&server->connections, connection, link);
    server->count++;
    /* No more than one whole request is ever buffered, so a client cannot make us hold what it pipelines. */
    bufferevent_setwatermark(connection->io, EV_READ, 0, HTTP_HEAD_MAX + HTTP_BODY_MAX);
    bufferevent_setcb(connection->io, on_read, on_written, on_event, connection);
    bufferevent_enable(connection->io, EV_READ | EV_WRITE);
    set_deadline(connection, server->options.request_ms);
}

struct bufferevent *server_wrap_plain(void *context, struct event_base *base, evutil_socket_t socket)
{
    (void)context;
    return bufferevent_socket_new(base, socket, BEV_OPT_CLOSE_ON_FREE);
}

/* Out of file descriptors, most likely, though there were to be enough: room is made as if all connections
 * that may be were there. */
static void on_accept_error(struct evconnlistener *listener, void *context)
{
    struct server *server = context;

    (void)listener;
    log_event(LOG_LEVEL_ERROR, "server.accept_failed", errno);
    free_one(server);
}

static void on_listen_again(evutil_socket_t socket, short what, void *context)
{
    struct server *server = context;

    (void)socket;
    (void)what;
    server->accepts_left = ACCEPTS_A_TURN;
    evconnlistener_enable(server->listener);
}

/* A file that is left from before is in the way. Who may connect is told by the folder it is in. */
static void prepare_unix(const struct sockaddr *address)
{
    unlink(((const struct sockaddr_un *)(const void *)address)->sun_path);
}

static int open_socket(const struct sockaddr *address, int address_length)
{
    int one = 1;
    int off = 0;
    int reason;
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); /* accepted sockets inherit it */
    if (address->sa_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (address->sa_family == AF_UNIX)
        prepare_unix(address);
    if (bind(fd, address, (socklen_t)address_length) == 0 && listen(fd, SOMAXCONN) == 0)
        return fd;
    reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

int server_open(struct event_base *base, const struct sockaddr *address, int address_length,
                const struct server_options *options, struct server **ret_server, struct problem *ret_problem)
{
    struct server *server;
    int fd = open_socket(address, address_length);

    if (fd < 0 && errno == EADDRINUSE)
        return problem_set(
            ret_problem, CB_IO,
            "The port is taken: another program listens there. End it, or listen somewhere else.");
    if (fd < 0)
        return problem_set(ret_problem, CB_IO, "Cannot listen there: %s. Listen somewhere else.",
                           strerror(errno));
    server = calloc(1, sizeof *server);
    if (server == NULL) {
        close(fd);
        return CB_NO_MEMORY;
    }
    server->base = base;
    server->options = *options;
    TAILQ_INIT(&server->connections);
    server->accepts_left = ACCEPTS_A_TURN;
    server->listen_again = evtimer_new(base, on_listen_again, server);
    if (server->listen_again != NULL)
        server->listener = evconnlistener_new(base, on_accept, server, LEV_OPT_CLOSE_ON_FREE, 0, fd);
    if (server->listener == NULL) {
        if (server->listen_again != NULL)
            event_free(server->listen_again);
        close(fd);
        free(server);
        return problem_set(ret_problem, CB_NO_MEMORY, "Cannot start listening: out of memory.");
    }
    evconnlistener_set_error_cb(server->listener, on_accept_error);
    *ret_server = server;
    return CB_OK;
}

void server_close(struct server *server)
{
    if (server == NULL)
        return;
    evconnlistener_free(server->listener);
    event_free(server->listen_again);
    for (struct connection *each = TAILQ_FIRST(&server->connections), *next; each != NULL; each = next) {
        next = TAILQ_NEXT(each, link);
        connection_free(each);
    }
    free(server);
}

int server_port(const struct server *server)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;

    memset(&address, 0, sizeof address);
    if (getsockname(evconnlistener_get_fd(server->listener), (struct sockaddr *)&address, &length) != 0)
        return 0;
    if (address.ss_family == AF_UNIX)
        return 0;
    if (address.ss_family == AF_INET6)
        return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
    return ntohs(((struct sockaddr_in *)&address)->sin_port);
}

size_t server_connections(const struct server *server)
{
    return server->count;
}
