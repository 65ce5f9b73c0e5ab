/* A preference as one word and back. */
#include "domain/preference.h"

#include "base/error.h"

#include <stdio.h>
#include <string.h>

#define SPEAKS "speaks-"

static const char *const gender_words[] = {
    [PREFERENCE_ANYONE] = "", [PREFERENCE_WOMAN] = "woman", [PREFERENCE_MAN] = "man"};

static bool is_language(const char *text, size_t length)
{
    return length >= 2 && length < PREFERENCE_LANGUAGE_SIZE &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz-") >= length;
}

bool preference_is_set(const struct preference *preference)
{
    return preference->language[0] != '\0' || preference->gender != PREFERENCE_ANYONE;
}

void preference_write(const struct preference *preference, char ret_text[PREFERENCE_TEXT_SIZE])
{
    const char *gender = gender_words[preference->gender];
    bool speaks = is_language(preference->language, strlen(preference->language));

    snprintf(ret_text, PREFERENCE_TEXT_SIZE, "%s%s%s%s", speaks ? SPEAKS : "",
             speaks ? preference->language : "", speaks && gender[0] != '\0' ? "_" : "", gender);
}

int preference_read(const char *text, struct preference *ret_preference)
{
    struct preference preference = {.gender = PREFERENCE_ANYONE};
    char again[PREFERENCE_TEXT_SIZE];
    const char *rest = text;

    if (strncmp(rest, SPEAKS, sizeof SPEAKS - 1) == 0) {
        const char *language = rest + sizeof SPEAKS - 1;
        size_t length = strcspn(language, "_");

        if (!is_language(language, length))
            return CB_BAD_INPUT;
        memcpy(preference.language, language, length);
        rest = language + length;
        rest += *rest == '_';
    }
    for (int gender = PREFERENCE_WOMAN; gender <= PREFERENCE_MAN; gender++)
        if (strcmp(rest, gender_words[gender]) == 0)
            preference.gender = (enum preference_gender)gender;
    preference_write(&preference, again);
    if (strcmp(again, text) != 0)
        return CB_BAD_INPUT;
    *ret_preference = preference;
    return CB_OK;
}
