/* HTTP/1.1 over libevent: connections in, whole requests out, answers back. Knows nothing of what is asked.
 *
 * Bounded everywhere: 8 KiB of head, 16 KiB of body, a fixed number of connections (the longest idle one
 * gives way), an absolute deadline for a request to arrive and for its answer to be taken. One request of a
 * connection is answered before the next is read. Our own reader instead of evhttp: evhttp takes two
 * Content-Length headers and "+5", its time-out starts again with every byte, and its own error pages lack
 * our headers. */
#ifndef CB_QUEUE_SERVER_H
#define CB_QUEUE_SERVER_H

#include "base/error.h"
#include "queue/answer.h"
#include "queue/http_head.h"
#include "queue/origin.h"

#include <event2/event.h>
#include <event2/util.h>

struct bufferevent;
struct connection;
struct server;
struct stream;

/* One whole request and its answer. Whoever took it ends it by exactly one of exchange_finish() and
 * exchange_stream(), even when the client has gone meanwhile. */
struct exchange {
    struct connection *connection; /* NULL: the client has gone */
    char *head_bytes;
    struct http_head head;
    struct arrival arrival;
    char *body; /* NUL-terminated; head.body_length bytes */
    struct answer answer;
    struct exchange *next; /* for the owner's lists */
};

struct server_options {
    /* A whole request is here. */
    void (*take)(void *context, struct exchange *exchange);
    void *context;
    /* Wraps an accepted socket: plain here, TLS where it is set up. NULL: the connection is refused. */
    struct bufferevent *(*wrap)(void *context, struct event_base *base, evutil_socket_t socket);
    void *wrap_context;
    bool tls; /* what wrap() makes is encrypted */
    /* Says goodbye in the connection's own way before our half of it is closed; NULL: there is none. */
    void (*part)(struct bufferevent *io);
    size_t connections_max;
    int64_t request_ms; /* for a request to arrive whole, and for an answer to be taken */
    int64_t idle_ms;    /* between two requests */
};

struct bufferevent *server_wrap_plain(void *context, struct event_base *base, evutil_socket_t socket);

/* Listens on an address that was parsed before; [::] takes IPv4 too, and a Unix socket's file is made anew.
 * CB_IO with words: port taken, or not ours. */
int server_open(struct event_base *base, const struct sockaddr *address, int address_length,
                const struct server_options *options, struct server **ret_server,
                struct problem *ret_problem);
void server_close(struct server *server); /* NULL is fine; ends all connections */
/* The port it listens on: the given one, or what the system chose for 0. 0: a Unix socket. */
int server_port(const struct server *server);
size_t server_connections(const struct server *server);

/* Sends exchange->answer and frees the exchange. */
void exchange_finish(struct exchange *exchange);

/* A client's own answer that goes on. `on_closed` is called once, when the client has gone or was dropped,
 * never from inside stream_send(). NULL when the client has gone already. Frees the exchange. */
struct stream *exchange_stream(struct exchange *exchange, void (*on_closed)(void *context), void *context);
#define STREAM_UNSENT_MAX (64 * 1024)
/* Drops the client when more than STREAM_UNSENT_MAX bytes wait for it. */
void stream_send(struct stream *stream, const void *bytes, size_t length);
/* How many bytes stream_send() takes now without dropping the client. */
size_t stream_room(const struct stream *stream);
/* Ends it on the loop's next turn, when on_closed follows; what has not gone out by then is lost. */
void stream_end(struct stream *stream);

#endif
