/* Anchors: the certificates that a kiosk trusts its queue by, and nothing else. Between programs they travel
 * as DER, one after another; in files and towards libraries they are PEM. */
#ifndef CB_TLS_ANCHORS_H
#define CB_TLS_ANCHORS_H

#include "base/error.h"
#include "base/strbuf.h"

#include <stddef.h>
#include <stdint.h>

#define ANCHORS_DER_MAX (8 * 1024)
#define ANCHORS_MAX     8

/* Certificates only; what else is in the PEM (keys!) is left out. CB_BAD_INPUT: none, or one that does not
 * read; CB_TOO_LARGE. Both add to `out`, also when they fail half-way. */
int anchors_to_der(const char *pem, struct strbuf *out);
int anchors_from_der(const uint8_t *der, size_t length, struct strbuf *out);

#endif
