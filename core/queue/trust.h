/* The trust command: the fingerprint to compare, and the way from one authority to the next. */
#ifndef CB_QUEUE_TRUST_H
#define CB_QUEUE_TRUST_H

#include "base/strbuf.h"
#include "queue/identity.h"
#include "queue/options.h"

/* Where certificates are and what they are to say. Borrows from `options`. */
struct identity_options trust_options(const struct options *options);

/* `words`: trust, trust next, trust switch. Whoever serves must tls_reload() afterwards: trust next and
 * switch change files only. CB_BAD_INPUT: wrong usage. */
int trust_run(const struct identity_options *options, const char *const *words, size_t count,
              struct moment now, struct strbuf *out, struct problem *ret_problem);

#endif
