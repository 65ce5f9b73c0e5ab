/* A time zone, from the bytes of a TZif file (RFC 8536, versions 1 to 4, with the footer's POSIX rule for
 * times after the last transition). Pure: the caller reads the file.
 *
 * One rule for local times that do not exist or exist twice, everywhere in Coachbell: in an ambiguous hour
 * the first, in a gap the later (02:30 in a gap of one hour is 03:30). */
#ifndef CB_BASE_ZONE_H
#define CB_BASE_ZONE_H

#include "base/date.h"

#include <stddef.h>
#include <stdint.h>

struct zone; /* opaque, immutable */

struct local_time {
    struct date date;
    int weekday;  /* 0 = Monday … 6 = Sunday */
    int minute;   /* since local midnight, 0 … 1439 */
    int second;   /* 0 … 59 */
    int offset_s; /* local minus UTC */
};

/* CB_BAD_INPUT when the bytes are no TZif file, CB_UNSUPPORTED when it counts leap seconds. The zone is freed
 * with zone_free. */
int zone_parse(const uint8_t *bytes, size_t length, struct zone **ret_zone);
/* Reads `name` ("America/New_York") below /usr/share/zoneinfo; refuses names with "..", a leading "/" or odd
 * characters; CB_NOT_FOUND. For mains and command lines. */
int zone_load(const char *name, struct zone **ret_zone);
void zone_free(struct zone *zone); /* NULL is fine */

/* zone NULL means UTC in all of these. */
struct local_time zone_local(const struct zone *zone, int64_t wall_ms);
/* minute may lie outside 0 … 1439: it then belongs to the day before or after. */
int64_t zone_wall_ms(const struct zone *zone, struct date date, int minute);

#endif
