/* Tickets: names of the signs, picking a free number, dealing signs to kiosks. */
#include "domain/ticket.h"

#include "base/error.h"
#include "domain/names.h"

static const char *const sign_names[SIGN_COUNT] = {
    [SIGN_LEAF] = "leaf", [SIGN_BOAT] = "boat", [SIGN_KITE] = "kite",         [SIGN_KEY] = "key",
    [SIGN_MOON] = "moon", [SIGN_STAR] = "star", [SIGN_UMBRELLA] = "umbrella", [SIGN_TREE] = "tree",
};

bool ticket_valid(struct ticket ticket)
{
    return ticket.sign > SIGN_NONE && ticket.sign < SIGN_COUNT && ticket.number >= TICKET_NUMBER_MIN &&
           ticket.number <= TICKET_NUMBER_MAX;
}

bool ticket_equal(struct ticket a, struct ticket b)
{
    return a.sign == b.sign && a.number == b.number;
}

const char *sign_name(enum sign sign)
{
    return sign < SIGN_COUNT ? sign_names[sign] : NULL;
}

enum sign sign_from_name(const char *name)
{
    int found = names_find(sign_names, SIGN_COUNT, name);

    return found < 0 ? SIGN_NONE : (enum sign)found;
}

static bool has_sign(sign_set signs, int sign)
{
    return (signs >> sign & 1) != 0;
}

int ticket_pick(sign_set signs, const struct ticket *taken, size_t taken_count, struct random_source random,
                struct ticket *ret_ticket)
{
    bool used[SIGN_COUNT][TICKET_NUMBER_MAX + 1] = {0};
    struct ticket free_tickets[SIGN_COUNT * (TICKET_NUMBER_MAX - TICKET_NUMBER_MIN + 1)];
    uint32_t free_count = 0;

    for (size_t i = 0; i < taken_count; i++) {
        if (ticket_valid(taken[i]))
            used[taken[i].sign][taken[i].number] = true;
    }
    for (int sign = SIGN_LEAF; sign < SIGN_COUNT; sign++) {
        for (int number = TICKET_NUMBER_MIN; number <= TICKET_NUMBER_MAX; number++) {
            if (has_sign(signs, sign) && !used[sign][number])
                free_tickets[free_count++] = (struct ticket){(enum sign)sign, number};
        }
    }
    if (free_count == 0)
        return CB_BUSY;
    *ret_ticket = free_tickets[random_below(random, free_count)];
    return CB_OK;
}

static int sign_count(sign_set signs)
{
    return __builtin_popcount(signs);
}

/* The kiosk with the fewest signs; the first one of several. */
static size_t poorest(const sign_set *dealt, size_t kiosk_count)
{
    size_t best = 0;

    for (size_t i = 1; i < kiosk_count; i++) {
        if (sign_count(dealt[i]) < sign_count(dealt[best]))
            best = i;
    }
    return best;
}

int ticket_deal(const sign_set *held, size_t kiosk_count, sign_set *ret_dealt)
{
    sign_set dealt[TICKET_KIOSKS_MAX] = {0};
    sign_set gone = 1u << SIGN_TREE; /* the staff's own */

    if (kiosk_count == 0 || kiosk_count > TICKET_KIOSKS_MAX)
        return CB_TOO_LARGE;
    for (size_t i = 0; i < kiosk_count; i++) {
        for (int sign = SIGN_LEAF; sign < SIGN_COUNT; sign++) {
            if (has_sign(held[i], sign) && !has_sign(gone, sign)) {
                dealt[i] |= (sign_set)(1u << sign);
                gone |= (sign_set)(1u << sign);
            }
        }
    }
    for (int sign = SIGN_LEAF; sign < SIGN_COUNT; sign++) {
        if (!has_sign(gone, sign))
            dealt[poorest(dealt, kiosk_count)] |= (sign_set)(1u << sign);
    }
    if (dealt[poorest(dealt, kiosk_count)] == 0)
        return CB_BUSY;
    memcpy(ret_dealt, dealt, kiosk_count * sizeof *ret_dealt);
    return CB_OK;
}
