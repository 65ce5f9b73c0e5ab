/* TZif in, local times out.
 *
 * Inside, a zone is a row of segments: stretches of time with one offset. The table of the file gives those
 * up to its last transition, the footer's rule those behind it. Both directions walk segments and know
 * nothing of where they come from. */
#include "base/zone.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEADER_SIZE = 44,
    TYPE_SIZE = 6,
    OFFSET_MIN_S = -89999, /* RFC 8536 3.2 */
    OFFSET_MAX_S = 93599,
    OFFSET_SPAN_S = 26 * 3600, /* no local time is further from UTC */
    ZONE_FILE_MAX = 256 * 1024,
    DAY_S = 24 * 60 * 60,
};

/* When a rule switches: "M3.2.0/2" and its sisters. */
struct rule_date {
    enum {
        RULE_JULIAN_NO_LEAP,
        RULE_DAY_OF_YEAR,
        RULE_MONTH_WEEK
    } kind;
    int month;
    int week;   /* 5: the last */
    int day;    /* weekday 0 = Sunday for RULE_MONTH_WEEK, else day of the year */
    int time_s; /* local, of the offset before the switch; may be negative or beyond a day */
};

struct rule {
    bool present;
    bool has_dst;
    int standard_s;
    int dst_s;
    struct rule_date dst_start;
    struct rule_date dst_end;
};

struct transition {
    int64_t at_s;
    int32_t offset_s; /* from here on */
};

struct zone {
    struct rule rule;
    int32_t first_offset_s; /* before the first transition */
    size_t count;
    struct transition transitions[];
};

struct segment {
    int32_t offset_s;
    int64_t end_s; /* first second that is no longer in it; INT64_MAX: never ends */
};

/* ---- the footer's rule ---- */

static bool take(const char **at, char c)
{
    if (**at != c)
        return false;
    (*at)++;
    return true;
}

static bool take_number(const char **at, int min, int max, int *ret_number)
{
    int number = 0, digit_count = 0;

    for (; **at >= '0' && **at <= '9'; (*at)++) {
        if (++digit_count > 3)
            return false;
        number = number * 10 + (**at - '0');
    }
    if (digit_count == 0 || number < min || number > max)
        return false;
    *ret_number = number;
    return true;
}

/* "EST" or "<+03>". The name itself is not kept. */
static bool take_name(const char **at)
{
    bool quoted = take(at, '<');
    int length = 0;

    for (;; (*at)++, length++) {
        char c = **at;
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool sign_or_digit = c == '+' || c == '-' || (c >= '0' && c <= '9');

        if (!letter && !(quoted && sign_or_digit))
            break;
    }
    return length >= 3 && (!quoted || take(at, '>'));
}

/* "[+-]h[h][:mm[:ss]]" in seconds. */
static bool take_time(const char **at, int hours_max, int *ret_seconds)
{
    int sign = take(at, '-') ? -1 : 1;
    int hours, minutes = 0, seconds = 0;

    if (sign == 1)
        take(at, '+');
    if (!take_number(at, 0, hours_max, &hours))
        return false;
    if (take(at, ':')) {
        if (!take_number(at, 0, 59, &minutes))
            return false;
        if (take(at, ':') && !take_number(at, 0, 59, &seconds))
            return false;
    }
    *ret_seconds = sign * (hours * 3600 + minutes * 60 + seconds);
    return true;
}

static bool take_rule_date(const char **at, struct rule_date *ret_date)
{
    struct rule_date date = {.kind = RULE_DAY_OF_YEAR, .time_s = 2 * 3600};
    bool ok;

    if (take(at, 'M')) {
        date.kind = RULE_MONTH_WEEK;
        ok = take_number(at, 1, 12, &date.month) && take(at, '.') && take_number(at, 1, 5, &date.week) &&
             take(at, '.') && take_number(at, 0, 6, &date.day);
    } else if (take(at, 'J')) {
        date.kind = RULE_JULIAN_NO_LEAP;
        ok = take_number(at, 1, 365, &date.day);
    } else {
        ok = take_number(at, 0, 365, &date.day);
    }
    if (ok && take(at, '/'))
        ok = take_time(at, 167, &date.time_s);
    if (ok)
        *ret_date = date;
    return ok;
}

/* "EST5EDT,M3.2.0,M11.1.0". POSIX offsets count westward, ours eastward. */
static bool rule_parse(const char *text, struct rule *ret_rule)
{
    struct rule rule = {.present = true};
    int west_s;

    if (!take_name(&text) || !take_time(&text, 24, &west_s))
        return false;
    rule.standard_s = -west_s;
    if (*text != '\0') {
        rule.has_dst = true;
        rule.dst_s = rule.standard_s + 3600;
        if (!take_name(&text))
            return false;
        if (*text != ',') {
            if (!take_time(&text, 24, &west_s))
                return false;
            rule.dst_s = -west_s;
        }
        if (!take(&text, ',') || !take_rule_date(&text, &rule.dst_start) || !take(&text, ',') ||
            !take_rule_date(&text, &rule.dst_end))
            return false;
    }
    if (*text != '\0')
        return false;
    *ret_rule = rule;
    return true;
}

/* The day of a year on which the rule switches, in days since 1970. */
static int64_t rule_day(const struct rule_date *rule, int year)
{
    int64_t new_year = date_to_days((struct date){year, 1, 1});
    int first_weekday, day;

    if (rule->kind == RULE_DAY_OF_YEAR)
        return new_year + rule->day;
    if (rule->kind == RULE_JULIAN_NO_LEAP)
        return new_year + rule->day - 1 + (rule->day >= 60 && date_days_in_month(year, 2) == 29);
    first_weekday = (date_weekday((struct date){year, rule->month, 1}) + 1) % 7; /* 0 = Sunday here */
    day = 1 + (rule->day - first_weekday + 7) % 7 + (rule->week - 1) * 7;
    while (day > date_days_in_month(year, rule->month))
        day -= 7; /* week 5 means the last one */
    return date_to_days((struct date){year, rule->month, day});
}

static int64_t rule_instant(const struct rule_date *rule, int year, int offset_before_s)
{
    return rule_day(rule, year) * DAY_S + rule->time_s - offset_before_s;
}

/* By time; when daylight saving ends and starts in the same instant (all year round), it goes on. */
static int compare_switches(const void *left, const void *right, int dst_s)
{
    const struct transition *a = left, *b = right;

    if (a->at_s != b->at_s)
        return a->at_s < b->at_s ? -1 : 1;
    return (a->offset_s == dst_s) - (b->offset_s == dst_s);
}

static void sort_switches(struct transition *switches, size_t count, int dst_s)
{
    for (size_t i = 1; i < count; i++) {
        for (size_t j = i; j > 0 && compare_switches(&switches[j - 1], &switches[j], dst_s) > 0; j--) {
            struct transition swapped = switches[j];

            switches[j] = switches[j - 1];
            switches[j - 1] = swapped;
        }
    }
}

static struct segment rule_segment(const struct rule *rule, int64_t at_s)
{
    /* A switch may lie a week outside its year: two years back and one ahead always surround the moment. */
    struct transition switches[8];
    struct segment segment = {.offset_s = rule->standard_s, .end_s = INT64_MAX};
    size_t count = 0;
    int year;

    if (!rule->has_dst)
        return segment;
    year = date_from_days(at_s / DAY_S - (at_s % DAY_S < 0)).year;
    for (int y = year - 2; y <= year + 1; y++) {
        switches[count++] =
            (struct transition){rule_instant(&rule->dst_start, y, rule->standard_s), rule->dst_s};
        switches[count++] =
            (struct transition){rule_instant(&rule->dst_end, y, rule->dst_s), rule->standard_s};
    }
    sort_switches(switches, count, rule->dst_s);
    for (size_t i = 0; i < count; i++) {
        if (switches[i].at_s > at_s) {
            segment.end_s = switches[i].at_s;
            break;
        }
        segment.offset_s = switches[i].offset_s;
    }
    return segment;
}

/* ---- segments ---- */

/* How many transitions are at or before the moment. */
static size_t transitions_until(const struct zone *zone, int64_t at_s)
{
    size_t low = 0, high = zone->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (zone->transitions[middle].at_s <= at_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct segment segment_at(const struct zone *zone, int64_t at_s)
{
    struct segment segment = {.offset_s = 0, .end_s = INT64_MAX};
    size_t passed;

    if (zone == NULL)
        return segment;
    passed = transitions_until(zone, at_s);
    if (passed == zone->count && zone->rule.present)
        return rule_segment(&zone->rule, at_s);
    segment.offset_s = passed == 0 ? zone->first_offset_s : zone->transitions[passed - 1].offset_s;
    if (passed < zone->count)
        segment.end_s = zone->transitions[passed].at_s;
    return segment;
}

struct local_time zone_local(const struct zone *zone, int64_t wall_ms)
{
    int64_t at_s = wall_ms / SECOND_MS - (wall_ms % SECOND_MS < 0);
    int32_t offset_s = segment_at(zone, at_s).offset_s;
    int64_t local_s = at_s + offset_s;
    int64_t days = local_s / DAY_S - (local_s % DAY_S < 0);
    int second_of_day = (int)(local_s - days * DAY_S);
    struct date date = date_from_days(days);

    return (struct local_time){
        .date = date,
        .weekday = date_weekday(date),
        .minute = second_of_day / 60,
        .second = second_of_day % 60,
        .offset_s = offset_s,
    };
}

int64_t zone_wall_ms(const struct zone *zone, struct date date, int minute)
{
    int64_t local_s = date_to_days(date) * DAY_S + (int64_t)minute * 60;
    struct segment segment = segment_at(zone, local_s - OFFSET_SPAN_S);

    /* From the past on: the first segment in which the clock shows this time, or that ends in a jump over it.
     * Either way its offset counts, which makes an ambiguous time the first one and one in a gap the later.
     */
    while (local_s - segment.offset_s >= segment.end_s) {
        struct segment next = segment_at(zone, segment.end_s);

        if (segment.end_s + next.offset_s > local_s)
            break;
        segment = next;
    }
    return (local_s - segment.offset_s) * SECOND_MS;
}

/* ---- the file ---- */

/* Counts in the order of the header. */
struct counts {
    uint32_t ut_flags, standard_flags, leaps, times, types, chars;
};

struct block {
    struct counts counts;
    size_t time_size; /* 4 in the first block, 8 in the second */
    const uint8_t *bytes;
    size_t size;
};

static uint32_t read_u32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t read_time(const uint8_t *at, size_t size)
{
    if (size == 4)
        return (int32_t)read_u32(at);
    return (int64_t)((uint64_t)read_u32(at) << 32 | read_u32(at + 4));
}

/* The header at `bytes` and the block behind it, all of it inside `length`. */
static bool block_find(const uint8_t *bytes, size_t length, size_t time_size, struct block *ret_block)
{
    struct block block = {.time_size = time_size};
    struct counts *n = &block.counts;

    if (length < HEADER_SIZE || memcmp(bytes, "TZif", 4) != 0)
        return false;
    *n = (struct counts){read_u32(bytes + 20), read_u32(bytes + 24), read_u32(bytes + 28),
                         read_u32(bytes + 32), read_u32(bytes + 36), read_u32(bytes + 40)};
    if (n->times > length || n->types > length || n->chars > length || n->leaps > length ||
        n->standard_flags > length || n->ut_flags > length)
        return false;
    block.bytes = bytes + HEADER_SIZE;
    block.size = n->times * (time_size + 1) + (size_t)n->types * TYPE_SIZE + n->chars +
                 n->leaps * (time_size + 4) + n->standard_flags + n->ut_flags;
    if (n->types == 0 || n->types > 256 || block.size > length - HEADER_SIZE)
        return false;
    *ret_block = block;
    return true;
}

static bool type_offset(const struct block *block, size_t type, int32_t *ret_offset_s)
{
    const uint8_t *types = block->bytes + block->counts.times * (block->time_size + 1);
    int32_t offset_s;

    if (type >= block->counts.types)
        return false;
    offset_s = (int32_t)read_u32(types + type * TYPE_SIZE);
    if (offset_s < OFFSET_MIN_S || offset_s > OFFSET_MAX_S)
        return false;
    *ret_offset_s = offset_s;
    return true;
}

static bool transitions_read(const struct block *block, struct zone *zone)
{
    const uint8_t *type_of = block->bytes + block->counts.times * block->time_size;

    if (!type_offset(block, 0, &zone->first_offset_s))
        return false;
    for (size_t i = 0; i < block->counts.times; i++) {
        struct transition *transition = &zone->transitions[i];

        transition->at_s = read_time(block->bytes + i * block->time_size, block->time_size);
        if (i > 0 && transition->at_s <= transition[-1].at_s)
            return false;
        /* Some files start with one at the beginning of all time; what is added to a time must not overflow.
         */
        if (transition->at_s < INT64_MIN / 2 || transition->at_s > INT64_MAX / 2)
            return false;
        if (!type_offset(block, type_of[i], &transition->offset_s))
            return false;
    }
    zone->count = block->counts.times;
    return true;
}

/* "\nEST5EDT,M3.2.0,M11.1.0\n" behind the second block; an empty one says nothing about later times. */
static bool footer_read(const uint8_t *bytes, size_t length, struct rule *ret_rule)
{
    char text[128];
    const uint8_t *end;

    if (length < 2 || bytes[0] != '\n')
        return false;
    end = memchr(bytes + 1, '\n', length - 1);
    if (end == NULL || (size_t)(end - bytes) > sizeof text)
        return false;
    length = (size_t)(end - bytes) - 1;
    memcpy(text, bytes + 1, length);
    text[length] = '\0';
    if (strlen(text) != length)
        return false;
    return length == 0 || rule_parse(text, ret_rule);
}

int zone_parse(const uint8_t *bytes, size_t length, struct zone **ret_zone)
{
    struct block block;
    struct zone *zone;
    bool two_blocks, ok;

    if (!block_find(bytes, length, 4, &block))
        return CB_BAD_INPUT;
    two_blocks = bytes[4] >= '2';
    if (two_blocks) {
        const uint8_t *second = block.bytes + block.size;

        if (!block_find(second, length - (size_t)(second - bytes), 8, &block))
            return CB_BAD_INPUT;
    }
    if (block.counts.leaps > 0)
        return CB_UNSUPPORTED;
    zone = calloc(1, sizeof *zone + block.counts.times * sizeof *zone->transitions);
    if (zone == NULL)
        return CB_NO_MEMORY;
    ok = transitions_read(&block, zone);
    if (ok && two_blocks) {
        const uint8_t *footer = block.bytes + block.size;

        ok = footer_read(footer, length - (size_t)(footer - bytes), &zone->rule);
    }
    if (!ok) {
        zone_free(zone);
        return CB_BAD_INPUT;
    }
    *ret_zone = zone;
    return CB_OK;
}

static bool name_is_safe(const char *name)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";

    return name[0] != '\0' && name[0] != '/' && strlen(name) < 64 && name[strspn(name, allowed)] == '\0';
}

int zone_load(const char *name, struct zone **ret_zone)
{
    char path[128];
    uint8_t *bytes;
    size_t length;
    int error;

    if (!name_is_safe(name))
        return CB_BAD_INPUT;
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    error = file_read(path, ZONE_FILE_MAX, &bytes, &length);
    if (error != CB_OK)
        return error;
    error = zone_parse(bytes, length, ret_zone);
    free(bytes);
    return error;
}

void zone_free(struct zone *zone)
{
    free(zone);
}
