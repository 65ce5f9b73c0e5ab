/* One language's words: a compiled catalogue (.mo, GNU gettext's format) read with every offset checked. Ids
 * are the keys
 * ("home.ask"); the texts are beside them. English is loaded as the fallback of every other language. */
#ifndef CB_TEXT_CATALOGUE_H
#define CB_TEXT_CATALOGUE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalogue;

/* Takes a copy of the bytes. CB_BAD_INPUT when they are no .mo, or not UTF-8. `fallback` may be NULL and must
 * outlive it. */
int catalogue_parse(const uint8_t *bytes, size_t length, const struct catalogue *fallback,
                    struct catalogue **ret_catalogue);
void catalogue_free(struct catalogue *catalogue);
/* The text, the fallback's, or the id itself. */
const char *catalogue_text(const struct catalogue *catalogue, const char *id);
/* The same in the fallback's language; its own when it has none. */
const char *catalogue_fallback_text(const struct catalogue *catalogue, const char *id);
/* The form for n, by the catalogue's own Plural-Forms (a small parser of that expression; never evaluates
 * past its end). */
const char *catalogue_plural(const struct catalogue *catalogue, const char *id, unsigned long n);
/* Its head has "X-Draft: yes": no native speaker has read it yet. */
bool catalogue_is_draft(const struct catalogue *catalogue);
/* Number of texts, for checks. */
size_t catalogue_count(const struct catalogue *catalogue);

#endif
