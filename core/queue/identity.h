/* Who the queue is on the network: certificate, key, and the anchors by which kiosks know it. Either its own
 * authority's, made at the first start and kept in the data folder, or what an admin brings. Files are 0600
 * and replaced whole.
 *
 *   authority.pem       the own authority with its key; the next one, while it is handed over, beside it in
 *   authority-next.pem  (kiosks learn of both from the board, so that none is left behind)
 *   server.pem          the leaf it issued, with its key */
#ifndef CB_QUEUE_IDENTITY_H
#define CB_QUEUE_IDENTITY_H

#include "base/clock.h"
#include "base/random.h"
#include "queue/own_names.h"
#include "tls/certificate.h"

#include <stdbool.h>

#define IDENTITY_FILE_MAX (64 * 1024)

struct identity_options {
    const char *folder;
    const char *certificate; /* "": our own authority's; else the paths of three PEM files */
    const char *certificate_key;
    const char *certificate_authority;
    const char *names; /* as own_names_parse() takes them */
};

struct identity {
    bool own;
    struct tls_identity server; /* what is shown to clients */
    struct own_names wanted;    /* all that we go by */
    /* What the certificate speaks for: fewer, when some were configured only after our authority was made, or
     * are a proxy's own matter. */
    struct own_names names;
    struct strbuf authority; /* own: the authority's certificate, PEM; else what vouches for it */
    struct strbuf anchors;   /* what kiosks may know us by: it, then the next one; DER */
    char anchors_tag[16];    /* another one whenever they are others */
    char fingerprint[TLS_FINGERPRINT_SIZE]; /* the authority's, SHA-256 */
};

/* Reads what there is, makes what is missing or has to be renewed, and only then writes over *identity, which
 * must have been zeroed or opened before. Errors in words: CB_BAD_INPUT (an admin's files or names), CB_IO,
 * CB_DAMAGED (ours). */
int identity_open(const struct identity_options *options, struct moment now, struct random_source random,
                  struct identity *identity, struct problem *ret_problem);
/* Whether identity_open() would come to something else by now: time, addresses, clock. Reads no file. */
bool identity_is_due(const struct identity *identity, const struct identity_options *options,
                     struct moment now);
void identity_release(struct identity *identity); /* zeroed is fine */

/* ---- another authority: first announced, then used ---- */

/* Makes the next authority, for the names of now; kiosks hear of it with the board. CB_CONFLICT: there is one
 * already. Then identity_open(). */
int identity_make_next(const struct identity_options *options, struct random_source random,
                       struct problem *ret_problem);
/* The next one takes over; the old one is forgotten. CB_NOT_FOUND: there is no next one. Then
 * identity_open(). */
int identity_use_next(const struct identity_options *options, struct problem *ret_problem);

#endif
