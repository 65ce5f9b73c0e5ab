/* Languages and how they are pronounced. */
#include "speech/language.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *language;
    const char *voice; /* NULL: espeak-ng has none */
} VOICES[] = {
    {"en", "en-us"},    {"es", "es-419"}, {"pt", "pt-br"}, {"ht", "ht"}, {"vi", "vi"}, {"zh", "cmn"},
    {"zh-Hans", "cmn"}, {"ar", "ar"},     {"ru", "ru"},    {"hi", "hi"}, {"km", NULL}, {"kea", NULL},
};

const char *language_voice(const char *language)
{
    for (size_t i = 0; i < sizeof VOICES / sizeof VOICES[0]; i++) {
        if (strcmp(VOICES[i].language, language) == 0)
            return VOICES[i].voice;
    }
    return NULL;
}

/* The length of digits and hyphens between digits that starts at `text`, and of its longest group. */
static size_t number_length(const char *text, size_t *ret_longest)
{
    size_t length = 0, longest = 0;
    for (;;) {
        size_t group = strspn(text + length, "0123456789");
        longest = group > longest ? group : longest;
        length += group;
        bool goes_on = text[length] == '-' && strspn(text + length + 1, "0123456789") > 0;
        if (group == 0 || !goes_on)
            break;
        length++;
    }
    *ret_longest = longest;
    return length;
}

static void spell(const char *text, size_t length, struct strbuf *out)
{
    for (size_t i = 0; i < length; i++) {
        /* A comma is a short rest between the groups. */
        strbuf_add_char(out, text[i] == '-' ? ',' : text[i]);
        if (i + 1 < length && text[i + 1] != '-')
            strbuf_add_char(out, ' ');
    }
}

void language_pronounce(const char *text, struct strbuf *out)
{
    while (*text != 0) {
        size_t longest = 0, length = number_length(text, &longest);
        if (length == 0) {
            strbuf_add_char(out, *text++);
            continue;
        }
        if (longest >= 3)
            spell(text, length, out);
        else
            strbuf_add(out, text, length);
        text += length;
    }
}
