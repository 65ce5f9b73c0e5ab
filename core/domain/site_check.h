/* Whether what an admin put in makes sense, before it is kept: hours that do not overlap, numbers that can be
 * dialled, texts that exist in the language they are shown in. Shapes and sizes are the reader's business
 * (wire/site_json.h). Pure. */
#ifndef CB_DOMAIN_SITE_CHECK_H
#define CB_DOMAIN_SITE_CHECK_H

#include "domain/site.h"

/* What is wrong, for the person who typed it. */
struct site_fault {
    char field[64];   /* "hours[3]" */
    const char *text; /* a literal: a whole sentence */
};

/* Languages that Coachbell has words in, English first; NULL ends the list. */
extern const char *const site_languages[];

/* Each is CB_OK, or CB_BAD_INPUT with the first fault. `site` gives the default language. */
int site_check(const struct site *site, struct site_fault *ret_fault);
int coach_check(const struct site *site, const struct coach *coach, struct site_fault *ret_fault);
int topic_check(const struct site *site, const struct topic *topic, struct site_fault *ret_fault);
int resource_check(const struct site *site, const struct resource *resource, struct site_fault *ret_fault);
int meeting_check(const struct site *site, const struct meeting *meeting, struct site_fault *ret_fault);

#endif
