/* Who sent a person to us, when staff ask for a coach in their place: counted, and never free text. */
#ifndef CB_DOMAIN_SOURCE_H
#define CB_DOMAIN_SOURCE_H

#include <stdbool.h>

enum {
    SOURCE_NAME_SIZE = 32
};

/* "social_worker", "emergency_department", "word_of_mouth", "primary_care", "other". */
bool source_is_known(const char *name);

#endif
