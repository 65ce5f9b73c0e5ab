/* TLS on the queue's connections: OpenSSL's context of the hour, and libevent's connections made with it.
 * Who we are comes from identity.h.
 *
 * TLS 1.2 and up, forward secrecy and AEAD only, X25519 or P-256, no renegotiation, no early data, one
 * session ticket. The keys of tickets live in the context and nowhere else, and the context at most a day:
 * what was said yesterday cannot be opened tomorrow. Connections keep the context they began with. */
#ifndef CB_QUEUE_TLS_H
#define CB_QUEUE_TLS_H

#include "queue/identity.h"

#include <event2/event.h>
#include <event2/util.h>

#define TLS_CONTEXT_MS DAY_MS

struct bufferevent;
struct tls;

/* `options` and the texts in it are kept by reference. Errors as identity_open(). */
int tls_open(const struct identity_options *options, struct moment now, struct random_source random,
             struct tls **ret_tls, struct problem *ret_problem);
void tls_close(struct tls *tls); /* NULL is fine; connections may go on */

/* For once a minute: renews the certificate when time or addresses ask for it, and the context every day.
 * True when names or anchors may have changed. What fails is logged, and what was there stays. */
bool tls_tend(struct tls *tls, struct moment now);
/* Reads the files again, e.g. after an admin has replaced them. On errors, in words, what was there stays. */
int tls_reload(struct tls *tls, struct moment now, struct problem *ret_problem);

/* Valid until tls_tend() or tls_reload(). */
const struct identity *tls_identity(const struct tls *tls);

/* For server_options.wrap and .part; `context` is the struct tls. */
struct bufferevent *tls_wrap(void *context, struct event_base *base, evutil_socket_t socket);
void tls_part(struct bufferevent *io);

#endif
