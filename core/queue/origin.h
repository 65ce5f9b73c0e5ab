/* Where a request comes from, and whether it names us: what a browser was tricked into asking us under
 * another's name, and what a stranger says of himself in X-Forwarded-…, is told apart here. Pure. */
#ifndef CB_QUEUE_ORIGIN_H
#define CB_QUEUE_ORIGIN_H

#include "base/address.h"
#include "queue/http_head.h"
#include "queue/own_names.h"

#define ORIGIN_HOST_SIZE (TLS_NAME_MAX + 8) /* with its port */
#define PROXIES_MAX      16

/* How the connection came. */
struct arrival {
    struct address peer; /* all zeros: a Unix socket */
    bool tls;
};

/* What that, and a proxy of ours, tell of a request. */
struct source {
    struct address client; /* all zeros: not known */
    bool secure;           /* encrypted as far as we and our proxy can tell */
    bool direct;           /* the client's own TLS ends here: our certificate is what it sees */
};

struct origins {
    char hosts[OWN_NAMES_MAX][ORIGIN_HOST_SIZE]; /* as Host says them: "queue.lan:8443", "coach.clinic.org" */
    size_t host_count;
    int plain_port; /* 0: there is no plain HTTP */
    struct address_range proxies[PROXIES_MAX];
    size_t proxy_count;
    bool unix_is_proxy;
};

/* What https names us by, from now on. */
void origins_set_names(struct origins *origins, const struct own_names *names, int tls_port);
/* "127.0.0.1 10.0.0.0/24 unix", between blanks or commas: who may say X-Forwarded-For and -Proto.
 * CB_BAD_INPUT, in words. */
int origins_set_proxies(struct origins *origins, const char *text, struct problem *ret_problem);

/* 0, or 421; then *ret_detail says why, in words for the one who asked. */
int origins_judge(const struct origins *origins, const struct arrival *arrival, const struct http_head *head,
                  struct source *ret_source, const char **ret_detail);

/* The page that asks must be ours, from the very name it asks at. */
bool origin_is_ours(const struct http_head *head, bool secure);

#endif
