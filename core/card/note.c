/* Shortening notes: see note.h. */
#include "card/note.h"

#include "base/utf8.h"

/* Full stops that end a sentence when a space or the end follows, and wide ones that always do. */
static bool ends_sentence(uint32_t character, char next)
{
    switch (character) {
    case '.':
    case '!':
    case '?':
    case 0x061F: /* Arabic question mark */
    case 0x06D4: /* Arabic full stop */
    case 0x0964: /* danda */
    case 0x17D4: /* Khmer khan */
        return next == '\0' || next == ' ' || next == '\n';
    case '\n':
    case 0x3002: /* ideographic full stop */
    case 0xFF01:
    case 0xFF1F:
        return true;
    default:
        return false;
    }
}

size_t note_cut(const char *note, size_t characters, bool *ret_ellipsis)
{
    const char *at = note;
    size_t count = 0;
    size_t sentence = 0;
    size_t word = 0;

    *ret_ellipsis = false;
    while (*at != '\0' && count < characters) {
        const char *before = at;
        uint32_t character = utf8_next(&at);

        count++;
        if (ends_sentence(character, *at))
            sentence = (size_t)((character == '\n' ? before : at) - note);
        if (character == ' ')
            word = (size_t)(before - note);
    }
    if (*at == '\0')
        return (size_t)(at - note);
    if (sentence > 0)
        return sentence;
    *ret_ellipsis = word > 0;
    return word;
}
