/* Crockford's base32: see crockford.h. */
#include "seal/crockford.h"

#include <ctype.h>
#include <string.h>

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void crockford_encode(const uint8_t *bytes, size_t length, char *ret_text)
{
    unsigned held = 0;
    int bits = 0;

    for (size_t i = 0; i < length; i++) {
        held = (held << 8 | bytes[i]) & 0xfff;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            *ret_text++ = digits[held >> bits & 31];
        }
    }
    if (bits > 0)
        *ret_text++ = digits[held << (5 - bits) & 31];
    *ret_text = '\0';
}

/* 0 … 31, or -1. */
static int value_of(char c)
{
    const char *at;

    c = (char)toupper((unsigned char)c);
    if (c == 'O')
        c = '0';
    if (c == 'I' || c == 'L')
        c = '1';
    at = c == '\0' ? NULL : strchr(digits, c);
    return at == NULL ? -1 : (int)(at - digits);
}

static int is_between(char c)
{
    return c == ' ' || c == '-' || c == '\t' || c == '\n' || c == '\r';
}

int crockford_decode(const char *text, uint8_t *ret_bytes, size_t length)
{
    unsigned held = 0;
    int bits = 0;
    size_t made = 0;
    size_t read = 0;

    for (; *text != '\0'; text++) {
        int value = value_of(*text);

        if (is_between(*text))
            continue;
        if (value < 0 || ++read > CROCKFORD_LENGTH(length))
            return CB_BAD_INPUT;
        held = (held << 5 | (unsigned)value) & 0xfff;
        bits += 5;
        if (bits >= 8 && made < length) {
            bits -= 8;
            ret_bytes[made++] = (uint8_t)(held >> bits);
        }
    }
    if (read != CROCKFORD_LENGTH(length) || (held & ((1U << bits) - 1)) != 0)
        return CB_BAD_INPUT;
    return CB_OK;
}
