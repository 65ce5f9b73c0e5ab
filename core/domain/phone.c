/* Phone numbers. */
#include "domain/phone.h"

#include <string.h>

bool phone_is_e164(const char *text)
{
    size_t digits;

    if (text[0] != '+' || text[1] == '0')
        return false;
    digits = strspn(text + 1, "0123456789");
    return digits >= 2 && digits <= 15 && text[1 + digits] == '\0';
}
