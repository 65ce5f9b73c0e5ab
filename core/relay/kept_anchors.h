/* The certificates this kiosk knows its queue by: in what pairing left (kept_pairing.h), else in the file
 * anchors.pem of its data folder, put there by hand. Followed when the queue announces others over a
 * connection that the present ones vouch for. */
#ifndef CB_RELAY_KEPT_ANCHORS_H
#define CB_RELAY_KEPT_ANCHORS_H

#include "base/error.h"
#include "base/strbuf.h"

#include <stddef.h>
#include <stdint.h>

/* PEM, added to `out`. CB_NOT_FOUND, CB_BAD_INPUT (holds no certificate that can be read), CB_IO; all in
 * words. */
int kept_anchors_load(const char *folder, struct strbuf *out, struct problem *ret_problem);
/* Replaces them by these (DER, one after another), 0600. CB_BAD_INPUT, CB_TOO_LARGE, CB_IO: what was there
 * stays. The relay takes them up at its next start, or by relay's http_trust(). */
int kept_anchors_store(const char *folder, const uint8_t *der, size_t length);

#endif
