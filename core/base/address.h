/* Addresses of machines as values: one form for IPv4 and IPv6, so that they compare byte by byte. */
#ifndef CB_BASE_ADDRESS_H
#define CB_BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* IPv4 addresses stand as ::ffff:a.b.c.d. All zeros: unknown. */
struct address {
    uint8_t bytes[16];
};

/* All addresses that begin with the first `bits` bits of `first`. */
struct address_range {
    struct address first;
    int bits; /* 0 … 128; an IPv4 range's own bits + 96 */
};

#define ADDRESS_TEXT_SIZE 46

/* "192.168.1.5" or "fe80::1", without brackets, port or zone. CB_BAD_INPUT otherwise. */
int address_parse(const char *text, struct address *ret_address);
/* From the four bytes of an IPv4 address, the sixteen of an IPv6 one, in the network's order. */
struct address address_from_four(const void *bytes);
struct address address_from_six(const void *bytes);
/* `ret_text` holds at least ADDRESS_TEXT_SIZE bytes. */
void address_format(const struct address *address, char *ret_text);
bool address_is_four(const struct address *address);
bool address_equal(const struct address *a, const struct address *b);

/* "10.0.0.0/8", or one address alone. CB_BAD_INPUT otherwise, also when bits beyond the range are set. */
int address_range_parse(const char *text, struct address_range *ret_range);
bool address_in(const struct address *address, const struct address_range *range);

/* This machine: 127.0.0.0/8 and ::1. */
bool address_is_loopback(const struct address *address);
/* Loopback, link-local and the private ranges (RFC 1918, fc00::/7): what can only be a machine nearby. */
bool address_is_near(const struct address *address);
/* Those ranges as texts, for who has to write them down. */
const char *const *address_near_ranges(size_t *ret_count);

#endif
