/* The contact card a person takes along: a vCard 3.0 (RFC 2426) and the QR code that carries it. It holds the coach's first
 * name, work phone, hours and boundaries, nothing about the patient, and by default nothing that tells what kind of
 * service this is (rules B9). Version 3.0, UTF-8, CRLF, unfolded: what phones read most reliably. */
#ifndef CB_CARD_CARD_H
#define CB_CARD_CARD_H

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
    const char *note;         /* hours and boundaries in words; cut at CARD_NOTE_MAX at a word's end */
};

/* CB_BAD_INPUT: no name or phone, bad UTF-8. Controls are dropped, \ ; , and newlines escaped. */
int card_write(const struct card *card, struct strbuf *out);

enum qr_level { QR_LEVEL_L, QR_LEVEL_M, QR_LEVEL_Q };
#define QR_SIDE_MAX    177
#define QR_QUIET_ZONE  4
struct qr {
    int side;              /* modules a side, without the quiet zone */
    enum qr_level level;
    int module_px;         /* whole device pixels per module */
    uint8_t modules[QR_SIDE_MAX * QR_SIDE_MAX]; /* 1 = black, row by row */
};
/* Encodes bytes and picks level and module size for a square of `space_px` (quiet zone included) on a display of px_per_mm:
 * level M; Q when modules stay ≥ 1.25 mm; L as a last resort. CB_TOO_LARGE when not even L fits at ≥ 2 px a module. */
int qr_make(const char *text, int space_px, double px_per_mm, struct qr *ret_qr);
/* The card's text, made to fit: when modules at level M would be smaller than min_mm (1.25 from 10 inches up), the note is
 * shortened, then left out. */
int card_qr(const struct card *card, int space_px, double px_per_mm, double min_mm, struct strbuf *out_text, struct qr *ret_qr);

#endif
