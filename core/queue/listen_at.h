/* Where to listen, as texts say it: "192.168.1.5:8443", "[::]:8443", "unix:/run/coachbell/queue.sock". Pure.
 */
#ifndef CB_QUEUE_LISTEN_AT_H
#define CB_QUEUE_LISTEN_AT_H

#include "base/error.h"

#include <stdbool.h>
#include <sys/socket.h>

struct listen_at {
    struct sockaddr_storage address;
    int length;
};

/* `plain`: for HTTP without TLS, so this machine only: loopback, or a Unix socket. Otherwise any address, but
 * no Unix socket. CB_BAD_INPUT: no address; CB_UNSUPPORTED: not for that. Both in words. */
int listen_at_parse(const char *text, bool plain, struct listen_at *ret_at, struct problem *ret_problem);

#endif
