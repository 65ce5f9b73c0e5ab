/* The ticket: a sign and a number that patient and coach share, e.g. "Leaf 47". Needs no name and no calling
 * out. Signs are dealt out among a site's kiosks so that each kiosk can make a ticket at once, without asking
 * the queue; one sign is kept for requests that staff make. A number is free when no open ticket of that sign
 * has it. */
#ifndef CB_DOMAIN_TICKET_H
#define CB_DOMAIN_TICKET_H

#include "base/random.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sign {
    SIGN_NONE,
    SIGN_LEAF,
    SIGN_BOAT,
    SIGN_KITE,
    SIGN_KEY,
    SIGN_MOON,
    SIGN_STAR,
    SIGN_UMBRELLA,
    SIGN_TREE,
    SIGN_COUNT /* one past the last */
};

#define TICKET_NUMBER_MIN 10
#define TICKET_NUMBER_MAX 99
#define TICKET_KIOSKS_MAX 7 /* eight signs, one kept for staff */

struct ticket {
    enum sign sign;
    int number;
};

/* Signs as a set: bit (1 << sign). */
typedef uint16_t sign_set;

bool ticket_valid(struct ticket ticket);
bool ticket_equal(struct ticket a, struct ticket b);

/* "leaf" … "tree"; also the icon's name and, behind "sign.", the catalogue id. NULL for SIGN_NONE. */
const char *sign_name(enum sign sign);
/* SIGN_NONE when no sign has that name. */
enum sign sign_from_name(const char *name);

/* Picks a free ticket at random among `signs`, avoiding the `taken` ones. CB_BUSY when none is free. */
int ticket_pick(sign_set signs, const struct ticket *taken, size_t taken_count, struct random_source random,
                struct ticket *ret_ticket);

/* Deals the signs among `kiosk_count` kiosks (1 … TICKET_KIOSKS_MAX), SIGN_TREE is always the staff's; a lone
 * kiosk has all the others. A sign whose bit is in held[i] stays with kiosk i. The others go to whoever has
 * the fewest. CB_TOO_LARGE for more kiosks than signs; CB_BUSY when a kiosk would get none because the others
 * hold them all. */
int ticket_deal(const sign_set *held, size_t kiosk_count, sign_set *ret_dealt);

#endif
