/* Small questions about a site's content. */
#include "domain/site.h"

#include "base/error.h"
#include "domain/names.h"

static const char *const presence_names[] = {
    [PRESENCE_NONE] = "none",   [PRESENCE_HERE] = "here", [PRESENCE_WITH_SOMEONE] = "with_someone",
    [PRESENCE_BREAK] = "break", [PRESENCE_DONE] = "done",
};

bool label_equal(const struct label *a, const struct label *b)
{
    bool equal = a->count == b->count;

    for (size_t i = 0; equal && i < a->count; i++)
        equal = strcmp(a->texts[i].language, b->texts[i].language) == 0 &&
                strcmp(a->texts[i].text, b->texts[i].text) == 0;
    return equal;
}

const char *label_in(const struct label *label, const char *language)
{
    for (size_t i = 0; i < label->count; i++) {
        if (strcmp(label->texts[i].language, language) == 0)
            return label->texts[i].text;
    }
    return label->count > 0 ? label->texts[0].text : "";
}

const char *presence_name(enum presence_kind kind)
{
    return presence_names[kind];
}

int presence_from_name(const char *name, enum presence_kind *ret_kind)
{
    int found = names_find(presence_names, NAMES_COUNT(presence_names), name);

    if (found < 0)
        return CB_BAD_INPUT;
    *ret_kind = (enum presence_kind)found;
    return CB_OK;
}
