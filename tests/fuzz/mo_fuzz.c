/* Compiled catalogues from anywhere: read, asked for every kind of text, freed. */
#include "text/catalogue.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct catalogue *catalogue;
    if (catalogue_parse(bytes, length, NULL, &catalogue) != CB_OK)
        return 0;
    static const char *const IDS[] = {"", "a", "home.ask", "ticket.ahead"};
    size_t sum = catalogue_count(catalogue);
    for (size_t i = 0; i < sizeof IDS / sizeof IDS[0]; i++) {
        sum += (unsigned char)catalogue_text(catalogue, IDS[i])[0];
        for (unsigned long n = 0; n < 25; n++)
            sum += (unsigned char)catalogue_plural(catalogue, IDS[i], n)[0];
    }
    catalogue_free(catalogue);
    return sum == (size_t)-1;
}
