/* The contact card a person takes along: a vCard 3.0 (RFC 2426) and the QR code that carries it. It holds the
 * coach's first name, work phone, hours and boundaries, nothing about the patient, and by default nothing
 * that tells what kind of service this is (rules B9). Version 3.0, UTF-8, CRLF, unfolded: what phones read
 * most reliably. */
#ifndef CB_CARD_CARD_H
#define CB_CARD_CARD_H

#include "base/error.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CARD_NOTE_MAX  120 /* characters */
#define CARD_BYTES_MAX 400 /* hard limit; 250 is the aim */

struct card {
    const char *given_name;   /* "Marisol" */
    const char *display_name; /* "Marisol (Riverside)" */
    const char *phone;        /* E.164 */
    const char *email;        /* "" : none */
    const char *organization; /* "" unless the admin allows it */
    const char *title;        /* likewise */
    const char *note; /* hours and boundaries in words; cut at CARD_NOTE_MAX, best at a sentence's end */
};

/* Adds the card to `out`. CB_BAD_INPUT: no name, no E.164 phone, bad UTF-8; CB_TOO_LARGE: more than
 * CARD_BYTES_MAX even without the note; CB_NO_MEMORY. Controls are dropped, \ ; , and newlines escaped. `out`
 * is as before on any error. */
int card_write(const struct card *card, struct strbuf *out);

enum qr_level {
    QR_LEVEL_L,
    QR_LEVEL_M,
    QR_LEVEL_Q
};
#define QR_SIDE_MAX        177
#define QR_QUIET_ZONE      4
#define QR_MODULE_FAIR_MM  1.25 /* from here up a better level is worth its bigger symbol */
#define QR_MODULE_LEAST_MM 1.0  /* below, level L's bigger modules are worth more than M's correction */
struct qr {
    int side; /* modules a side, without the quiet zone */
    enum qr_level level;
    int module_px;                              /* whole device pixels per module */
    uint8_t modules[QR_SIDE_MAX * QR_SIDE_MAX]; /* 1 = black; side × side, row by row */
};
/* Encodes bytes and picks level and module size for a square of `space_px` (quiet zone included) on a display
 * of px_per_mm: level M; Q when its modules stay ≥ 1.25 mm or its symbol is no bigger than M's; L as a last
 * resort. CB_TOO_LARGE when not even L fits at ≥ 2 px a module; CB_BAD_INPUT: empty or bad UTF-8. */
int qr_make(const char *text, int space_px, double px_per_mm, struct qr *ret_qr);
/* The card's text, made to fit: when modules at level M would be smaller than min_mm (1.25 from 10 inches
 * up), the note loses sentences from its end, then is left out. Errors of both above. */
int card_qr(const struct card *card, int space_px, double px_per_mm, double min_mm, struct strbuf *out_text,
            struct qr *ret_qr);

#endif
