/* A time zone from any bytes: whatever is accepted answers every question, and local times come back. */
#include "base/clock.h"
#include "base/error.h"
#include "base/zone.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check(const struct zone *zone, int64_t wall_ms)
{
    struct local_time local = zone_local(zone, wall_ms);
    int64_t back_ms = zone_wall_ms(zone, local.date, local.minute);
    struct local_time again = zone_local(zone, back_ms);

    /* Not always the same moment (a time may come twice), but the same time on the wall. Offsets with odd
     * seconds move the second only. */
    if (again.minute != local.minute || date_compare(again.date, local.date) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct zone *zone;

    if (zone_parse(bytes, length, &zone) != CB_OK)
        return 0;
    for (int year = 1900; year < 2300; year += 7) {
        int64_t wall_ms = date_to_days((struct date){year, 1 + year % 12, 1 + year % 28}) * DAY_MS;

        check(zone, wall_ms + year * HOUR_MS);
    }
    zone_free(zone);
    return 0;
}
