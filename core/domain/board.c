/* Finding things on the board. */
#include "domain/board.h"

#include <ctype.h>
#include <string.h>

const struct coach *board_coach(const struct board *board, const struct uuid *id)
{
    for (size_t i = 0; i < board->coach_count; i++) {
        if (uuid_equal(&board->coaches[i].id, id))
            return &board->coaches[i];
    }
    return NULL;
}

const struct topic *board_topic(const struct board *board, const char *id)
{
    for (size_t i = 0; i < board->topic_count; i++) {
        if (strcmp(board->topics[i].id, id) == 0)
            return &board->topics[i];
    }
    return NULL;
}

static void code_of_language(const char *tag, char ret_code[PREFERENCE_LANGUAGE_SIZE])
{
    size_t length = strcspn(tag, "-");
    if (length >= PREFERENCE_LANGUAGE_SIZE)
        length = 0; /* no code is as long */
    for (size_t i = 0; i < length; i++)
        ret_code[i] = (char)tolower((unsigned char)tag[i]);
    ret_code[length] = '\0';
}

bool spoken_language_listed(const struct spoken_languages *languages, const char *code)
{
    for (int i = 0; i < languages->count; i++)
        if (strcmp(languages->codes[i], code) == 0)
            return true;
    return false;
}

struct spoken_languages board_spoken_languages(const struct board *board)
{
    struct spoken_languages languages = {.count = 0};
    for (size_t i = 0; i < board->coach_count; i++) {
        const struct coach *coach = &board->coaches[i];
        for (size_t j = 0; j < coach->language_count && languages.count < SPOKEN_LANGUAGES_MAX; j++) {
            char code[PREFERENCE_LANGUAGE_SIZE];
            code_of_language(coach->languages[j], code);
            if (code[0] != '\0' && !spoken_language_listed(&languages, code))
                memcpy(languages.codes[languages.count++], code, sizeof code);
        }
    }
    return languages;
}
