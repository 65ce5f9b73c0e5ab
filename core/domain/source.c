/* The list of sources. */
#include "domain/source.h"

#include "domain/names.h"

static const char *const sources[] = {
    "social_worker", "emergency_department", "word_of_mouth", "primary_care", "other",
};

bool source_is_known(const char *name)
{
    return names_find(sources, NAMES_COUNT(sources), name) >= 0;
}
