/* By what names and addresses this queue is reached: what its certificate speaks for, and what browsers may
 * name it. The admin's own (configuration key `names`) and what the machine knows of itself. */
#ifndef CB_QUEUE_OWN_NAMES_H
#define CB_QUEUE_OWN_NAMES_H

#include "base/error.h"
#include "tls/certificate.h"

#define OWN_NAMES_MAX 32

struct own_name {
    char host[TLS_NAME_MAX + 1]; /* "" for an address */
    struct address address;
    int port; /* another one outside, at a proxy or by forwarding; 0: the one we listen at */
};

struct own_names {
    struct own_name items[OWN_NAMES_MAX];
    size_t count;
};

/* "queue.clinic.lan 192.168.1.5 coach.clinic.org:443 [fd00::5]:8443", between blanks or commas. CB_BAD_INPUT,
 * in words. */
int own_names_parse(const char *text, struct own_names *ret_names, struct problem *ret_problem);
/* Adds localhost, <this machine's name>.local, and the private addresses it has at this moment (loopback too,
 * but nothing that a browser could not name). What does not fit is left out. */
void own_names_add_machine(struct own_names *names);
bool own_names_equal(const struct own_names *a, const struct own_names *b);

/* For certificates, which know no ports. Lives as long as `names`. */
struct certificate_names {
    const char *dns[OWN_NAMES_MAX];
    struct address addresses[OWN_NAMES_MAX];
    struct tls_names names; /* points to the two above */
};
void certificate_names_fill(const struct own_names *names, struct certificate_names *ret_names);

#endif
