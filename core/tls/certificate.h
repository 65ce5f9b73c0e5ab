/* The queue's own certificates: an authority made once, which can speak for nearby names only, and the leaf
 * that the queue serves with. Texts (PEM) in and out, no files, no sockets; time and serial numbers are
 * given, keys come from OpenSSL's own source of chance. */
#ifndef CB_TLS_CERTIFICATE_H
#define CB_TLS_CERTIFICATE_H

#include "base/address.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

#define TLS_NAME_MAX 253 /* of a DNS name */

#define LEAF_BEFORE_MS (30 * DAY_MS)  /* begins that long ago: clocks differ */
#define LEAF_AFTER_MS  (397 * DAY_MS) /* what browsers accept everywhere */
#define LEAF_UNSURE_MS (790 * DAY_MS) /* after the build, while the clock is not known to be right */
#define LEAF_RENEW_MS  (100 * DAY_MS) /* made anew when less is left */

/* What a certificate speaks for. Borrowed. */
struct tls_names {
    const char *const *dns;
    size_t dns_count;
    const struct address *addresses;
    size_t address_count;
};

/* A certificate (with what follows it in its chain) and its key, both PEM. */
struct tls_identity {
    struct strbuf certificate;
    struct strbuf key;
};
#define TLS_IDENTITY_INIT                                                                                    \
    {                                                                                                        \
        .certificate = STRBUF_INIT, .key = STRBUF_INIT                                                       \
    }
void tls_identity_release(struct tls_identity *identity); /* overwrites the key */

struct tls_validity {
    int64_t from_ms;
    int64_t until_ms;
};

/* A name that can stand in a certificate and an address line: letters, digits, dots, hyphens. */
bool tls_name_is_plain(const char *name);

/* P-256, 2020 to 2049, for servers only, issues leaves only (pathlen 0), and, critically, only for what is
 * nearby (localhost, local, lan, internal, home.arpa; private addresses) and for `also`. The outputs are
 * written over. CB_BAD_INPUT: a name that is not plain. */
int authority_make(const struct tls_names *also, struct random_source random,
                   struct tls_identity *ret_authority);
/* Whether the authority may speak for all of these. */
bool authority_covers(const struct tls_identity *authority, const struct tls_names *names);

/* From when to when a leaf made now is good. An unverified clock says nothing: then the build's own time
 * counts, and leaf_is_good() asks for another as soon as the clock is verified. */
struct tls_validity leaf_validity(struct moment now, int64_t built_ms);
int leaf_make(const struct tls_identity *authority, const struct tls_names *names,
              struct tls_validity validity, struct random_source random, struct tls_identity *ret_leaf);
/* Whether the leaf is the authority's, for exactly these names, with its own key, and need not be renewed. */
bool leaf_is_good(const struct tls_identity *leaf, const struct tls_identity *authority,
                  const struct tls_names *names, struct moment now);

/* Somebody else's certificate, its chain and key, as an admin gives them: they belong together, `anchors`
 * vouch for them, every name is in it, and, with a verified clock, it is in its time. CB_BAD_INPUT says in
 * the problem which of these is not so and what to do. */
int tls_identity_check(const struct tls_identity *identity, const char *anchors_pem,
                       const struct tls_names *names, struct moment now, struct problem *ret_problem);

/* SHA-256 of the first certificate, "AB:CD:…", as phones and browsers show it. CB_BAD_INPUT: no certificate.
 */
#define TLS_FINGERPRINT_SIZE 96
int tls_fingerprint(const char *pem, char *ret_text);

#endif
