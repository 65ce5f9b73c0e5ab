/* A tiny HTTP server on 127.0.0.1 for tests of clients: it answers, fails, breaks off, streams, goes away and
 * comes back, as the test's handler says, and remembers what it was asked. One thread; nothing in it is for
 * use outside tests. */
#ifndef CB_TESTS_LOOPBACK_H
#define CB_TESTS_LOOPBACK_H

#include <stdbool.h>
#include <stddef.h>

#define LOOPBACK_BODY_MAX  8192
#define LOOPBACK_ASKED_MAX 512

struct loopback;

struct loopback_ask {
    char method[8];
    char path[160];
    char head[1024]; /* all header lines */
    char body[LOOPBACK_BODY_MAX];
};
struct loopback_reply {
    int status;
    char header[128]; /* one line without its end, or "" */
    char body[LOOPBACK_BODY_MAX];
    bool cut;    /* close without an answer */
    bool stream; /* 200 text/event-stream; stays open for loopback_push */
};
/* Called on the server's thread, under its lock; the reply starts as 404. */
typedef void loopback_handler(void *context, const struct loopback_ask *ask, struct loopback_reply *reply);

/* Port 0: any free one. */
struct loopback *loopback_start(int port, loopback_handler *handler, void *context);
/* Breaks off every connection. NULL is fine. */
void loopback_stop(struct loopback *server);
int loopback_port(const struct loopback *server);
/* A port that nobody listens on now. */
int loopback_free_port(void);

/* The n-th (from 0) ask with this method whose path starts with `path`; waits for it up to `timeout_ms`.
 * False: it did not come. */
bool loopback_asked(struct loopback *server, const char *method, const char *path, size_t n, int timeout_ms,
                    struct loopback_ask *ret_ask);
/* How many there were so far. */
size_t loopback_count(struct loopback *server, const char *method, const char *path);
/* Writes to every open stream; false when there is none. */
bool loopback_push(struct loopback *server, const char *bytes);
/* For changing what the handler reads. */
void loopback_lock(struct loopback *server);
void loopback_unlock(struct loopback *server);

#endif
