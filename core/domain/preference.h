/* Whom the person would rather talk with: a language, a gender, both or neither. Offered, never asked for,
 * and never free text. As one word: "speaks-es_woman". */
#ifndef CB_DOMAIN_PREFERENCE_H
#define CB_DOMAIN_PREFERENCE_H

#include <stdbool.h>

#define PREFERENCE_TEXT_SIZE     32
#define PREFERENCE_LANGUAGE_SIZE 12

enum preference_gender {
    PREFERENCE_ANYONE,
    PREFERENCE_WOMAN,
    PREFERENCE_MAN
};
struct preference {
    char language[PREFERENCE_LANGUAGE_SIZE]; /* "es"; "": any */
    enum preference_gender gender;
};

bool preference_is_set(const struct preference *preference);
/* "" without a preference. A language that is not lower-case letters and hyphens is left out. */
void preference_write(const struct preference *preference, char ret_text[PREFERENCE_TEXT_SIZE]);
/* CB_BAD_INPUT for anything that preference_write does not make. */
int preference_read(const char *text, struct preference *ret_preference);

#endif
