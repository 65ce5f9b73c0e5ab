/* Machines' addresses. */
#include "base/address.h"

#include "base/error.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOUR_BITS 96 /* how many bits stand before an IPv4 address */

static const uint8_t four_prefix[12] = {[10] = 0xff, [11] = 0xff};

static const char *const near_ranges[] = {
    "127.0.0.0/8",    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
    "169.254.0.0/16", "::1/128",    "fe80::/10",     "fc00::/7",
};

int address_parse(const char *text, struct address *ret_address)
{
    struct address address;

    memcpy(address.bytes, four_prefix, sizeof four_prefix);
    if (inet_pton(AF_INET, text, address.bytes + sizeof four_prefix) != 1 &&
        inet_pton(AF_INET6, text, address.bytes) != 1)
        return CB_BAD_INPUT;
    *ret_address = address;
    return CB_OK;
}

struct address address_from_four(const void *bytes)
{
    struct address address;

    memcpy(address.bytes, four_prefix, sizeof four_prefix);
    memcpy(address.bytes + sizeof four_prefix, bytes, 4);
    return address;
}

struct address address_from_six(const void *bytes)
{
    struct address address;

    memcpy(address.bytes, bytes, sizeof address.bytes);
    return address;
}

bool address_is_four(const struct address *address)
{
    return memcmp(address->bytes, four_prefix, sizeof four_prefix) == 0;
}

void address_format(const struct address *address, char *ret_text)
{
    if (address_is_four(address))
        inet_ntop(AF_INET, address->bytes + sizeof four_prefix, ret_text, ADDRESS_TEXT_SIZE);
    else
        inet_ntop(AF_INET6, address->bytes, ret_text, ADDRESS_TEXT_SIZE);
}

bool address_equal(const struct address *a, const struct address *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

/* The bits of byte `index` that belong to a range of `bits` bits. */
static uint8_t mask_at(int bits, int index)
{
    int left = bits - index * 8;

    if (left <= 0)
        return 0;
    return left >= 8 ? 0xff : (uint8_t)(0xff << (8 - left));
}

int address_range_parse(const char *text, struct address_range *ret_range)
{
    const char *slash = strchr(text, '/');
    char host[ADDRESS_TEXT_SIZE];
    struct address_range range = {.bits = 128};
    size_t length = slash == NULL ? strlen(text) : (size_t)(slash - text);

    if (length >= sizeof host)
        return CB_BAD_INPUT;
    memcpy(host, text, length);
    host[length] = '\0';
    if (address_parse(host, &range.first) != CB_OK)
        return CB_BAD_INPUT;
    if (slash != NULL) {
        bool four = address_is_four(&range.first);
        char *end;
        long bits = strtol(slash + 1, &end, 10);

        if (slash[1] < '0' || slash[1] > '9' || *end != '\0' || bits > (four ? 32 : 128))
            return CB_BAD_INPUT;
        range.bits = (int)bits + (four ? FOUR_BITS : 0);
    }
    for (int i = 0; i < 16; i++) {
        if ((range.first.bytes[i] & ~mask_at(range.bits, i)) != 0)
            return CB_BAD_INPUT;
    }
    *ret_range = range;
    return CB_OK;
}

bool address_in(const struct address *address, const struct address_range *range)
{
    for (int i = 0; i < 16; i++) {
        if (((address->bytes[i] ^ range->first.bytes[i]) & mask_at(range->bits, i)) != 0)
            return false;
    }
    return true;
}

static bool in_text_range(const struct address *address, const char *text)
{
    struct address_range range;

    return address_range_parse(text, &range) == CB_OK && address_in(address, &range);
}

bool address_is_loopback(const struct address *address)
{
    return in_text_range(address, "127.0.0.0/8") || in_text_range(address, "::1");
}

bool address_is_near(const struct address *address)
{
    for (size_t i = 0; i < sizeof near_ranges / sizeof *near_ranges; i++) {
        if (in_text_range(address, near_ranges[i]))
            return true;
    }
    return false;
}

const char *const *address_near_ranges(size_t *ret_count)
{
    *ret_count = sizeof near_ranges / sizeof *near_ranges;
    return near_ranges;
}
