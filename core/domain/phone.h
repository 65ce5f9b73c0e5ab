/* Phone numbers as they are stored and dialled: E.164, a plus and 2 to 15 digits, the first not 0 (ITU-T
 * E.164). */
#ifndef CB_DOMAIN_PHONE_H
#define CB_DOMAIN_PHONE_H

#include <stdbool.h>

bool phone_is_e164(const char *text);

#endif
