/* Reading and writing UTF-8 a character at a time. */
#include "base/utf8.h"

#include <string.h>

enum {
    REPLACEMENT = 0xfffd
};

/* The forms of a character, by first byte. A character below `least` in a longer form is overlong. */
static const struct form {
    uint8_t mask;
    uint8_t lead;
    size_t length;
    uint32_t least;
} forms[] = {
    {0x80, 0x00, 1, 0},
    {0xe0, 0xc0, 2, 0x80},
    {0xf0, 0xe0, 3, 0x800},
    {0xf8, 0xf0, 4, 0x10000},
};

/* Length of the character at `text` (at most `length` bytes), or 0 when it is not valid. */
static size_t decode(const char *text, size_t length, uint32_t *ret_character)
{
    const uint8_t *bytes = (const uint8_t *)text;
    uint32_t character;

    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        if ((bytes[0] & forms[f].mask) != forms[f].lead)
            continue;
        if (forms[f].length > length)
            return 0;
        character = bytes[0] & (uint8_t)~forms[f].mask;
        for (size_t i = 1; i < forms[f].length; i++) {
            if ((bytes[i] & 0xc0) != 0x80)
                return 0;
            character = character << 6 | (bytes[i] & 0x3f);
        }
        if (character < forms[f].least || character > 0x10ffff ||
            (character >= 0xd800 && character <= 0xdfff))
            return 0;
        *ret_character = character;
        return forms[f].length;
    }
    return 0;
}

bool utf8_valid(const char *text, size_t length)
{
    uint32_t character;

    for (size_t at = 0, step; at < length; at += step) {
        step = (uint8_t)text[at] < 0x80 ? 1 : decode(text + at, length - at, &character);
        if (step == 0)
            return false;
    }
    return true;
}

uint32_t utf8_next(const char **text)
{
    uint32_t character = REPLACEMENT;
    size_t step;

    if (**text == '\0')
        return 0;
    /* Four at most: a NUL inside is no continuation byte, so decode() never looks past it. */
    step = decode(*text, 4, &character);
    *text += step > 0 ? step : 1;
    return character;
}

size_t utf8_encode(uint32_t character, char *ret_bytes)
{
    size_t f = 0;

    if (character > 0x10ffff || (character >= 0xd800 && character <= 0xdfff))
        character = REPLACEMENT;
    while (f + 1 < sizeof forms / sizeof *forms && character >= forms[f + 1].least)
        f++;
    for (size_t i = forms[f].length; i-- > 1;) {
        ret_bytes[i] = (char)(0x80 | (character & 0x3f));
        character >>= 6;
    }
    ret_bytes[0] = (char)(forms[f].lead | character);
    return forms[f].length;
}

size_t utf8_count(const char *text)
{
    size_t count = 0;

    while (utf8_next(&text) != 0)
        count++;
    return count;
}

void utf8_drop_last(char *text)
{
    const char *at = text;
    size_t last = 0;

    while (*at != '\0') {
        last = (size_t)(at - text);
        utf8_next(&at);
    }
    explicit_bzero(text + last, strlen(text + last));
}

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

bool utf8_has_control(const char *text)
{
    uint32_t c;

    while ((c = utf8_next(&text)) != 0) {
        if (is_control(c))
            return true;
    }
    return false;
}

bool utf8_lines_have_control(const char *text)
{
    uint32_t c;

    while ((c = utf8_next(&text)) != 0) {
        if (c != '\n' && c != '\t' && is_control(c))
            return true;
    }
    return false;
}
