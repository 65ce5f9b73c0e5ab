/* Which form of a word goes with a number: the Plural-Forms rule of a catalogue, a C expression over n. */
#ifndef CB_TEXT_PLURAL_H
#define CB_TEXT_PLURAL_H

#include "base/error.h"

struct plural_rule;

/* Reads "nplurals=2; plural=(n != 1);" up to the end of its line. CB_BAD_INPUT when it is not such a rule, is
 * longer than 500 characters or nested deeper than 20. */
int plural_parse(const char *text, struct plural_rule **ret_rule);
void plural_free(struct plural_rule *rule);
/* 0 … nplurals - 1; 0 when the rule gives anything else. */
unsigned plural_form(const struct plural_rule *rule, unsigned long n);

#endif
