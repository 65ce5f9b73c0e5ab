/* Version 4 ids and their text. */
#include "base/uuid.h"

#include "base/codec.h"
#include "base/error.h"

#include <stddef.h>
#include <string.h>

struct uuid uuid_make(struct random_source source)
{
    struct uuid id;

    source.fill(source.context, id.bytes, sizeof id.bytes);
    id.bytes[6] = (uint8_t)((id.bytes[6] & 0x0f) | 0x40); /* version 4 */
    id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3f) | 0x80); /* the RFC's variant */
    return id;
}

bool uuid_is_none(const struct uuid *id)
{
    static const struct uuid none;

    return uuid_equal(id, &none);
}

bool uuid_equal(const struct uuid *a, const struct uuid *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static bool dash_follows(size_t byte)
{
    return byte == 3 || byte == 5 || byte == 7 || byte == 9;
}

void uuid_format(const struct uuid *id, char *ret_text)
{
    char hex[3];

    for (size_t i = 0; i < sizeof id->bytes; i++) {
        hex_encode(&id->bytes[i], 1, hex);
        *ret_text++ = hex[0];
        *ret_text++ = hex[1];
        if (dash_follows(i))
            *ret_text++ = '-';
    }
    *ret_text = '\0';
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

int uuid_parse(const char *text, struct uuid *ret_id)
{
    struct uuid id;

    if (strlen(text) != UUID_TEXT_SIZE - 1)
        return CB_BAD_INPUT;
    for (size_t i = 0; i < sizeof id.bytes; i++) {
        int high = hex_digit(text[0]), low = hex_digit(text[1]);

        if (high < 0 || low < 0)
            return CB_BAD_INPUT;
        id.bytes[i] = (uint8_t)(high << 4 | low);
        text += 2;
        if (dash_follows(i) && *text++ != '-')
            return CB_BAD_INPUT;
    }
    *ret_id = id;
    return CB_OK;
}
