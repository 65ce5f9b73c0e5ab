/* Reading the clocks, and moments as text. */
#include "base/clock.h"

#include "base/date.h"
#include "base/error.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>

static int64_t clock_ms(clockid_t clock)
{
    struct timespec now = {0};

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * SECOND_MS + now.tv_nsec / 1000000;
}

/* The kernel knows whether somebody (chrony, timesyncd, a hypervisor) keeps its clock in step. */
static bool clock_is_synchronised(void)
{
    struct timex state = {.modes = 0};

    return adjtimex(&state) != -1 && (state.status & STA_UNSYNC) == 0;
}

int64_t moment_mono_ms(void)
{
    return clock_ms(CLOCK_BOOTTIME); /* goes on while the machine sleeps */
}

struct moment moment_now(void)
{
    return (struct moment){
        .wall_ms = clock_ms(CLOCK_REALTIME),
        .mono_ms = moment_mono_ms(),
        .verified = clock_is_synchronised(),
    };
}

void moment_format(int64_t wall_ms, char *ret_text)
{
    int64_t days = wall_ms / DAY_MS - (wall_ms % DAY_MS < 0);
    unsigned ms = (unsigned)((wall_ms % DAY_MS + DAY_MS) % DAY_MS);
    struct date date = date_from_days(days);
    int length = snprintf(ret_text, MOMENT_TEXT_SIZE, "%04d-%02u-%02uT%02u:%02u:%02u", date.year,
                          (unsigned)date.month % 100, (unsigned)date.day % 100, ms / 3600000 % 24,
                          ms / 60000 % 60, ms / 1000 % 60);

    if (ms % 1000 == 0)
        snprintf(ret_text + length, MOMENT_TEXT_SIZE - (size_t)length, "Z");
    else
        snprintf(ret_text + length, MOMENT_TEXT_SIZE - (size_t)length, ".%03uZ", ms % 1000);
}

/* Whether `text` has the shape: '0' stands for any digit, everything else for itself. */
static bool has_shape(const char *text, const char *shape)
{
    for (; *shape != '\0'; text++, shape++) {
        if (*shape == '0' ? (*text < '0' || *text > '9') : *text != *shape)
            return false;
    }
    return *text == '\0';
}

static int two_digits(const char *text)
{
    return (text[0] - '0') * 10 + (text[1] - '0');
}

int moment_parse(const char *text, int64_t *ret_wall_ms)
{
    bool has_ms = has_shape(text, "0000-00-00T00:00:00.000Z");
    char date_text[11];
    struct date date;
    int hour, minute, second, ms;

    if (!has_ms && !has_shape(text, "0000-00-00T00:00:00Z"))
        return CB_BAD_INPUT;
    memcpy(date_text, text, 10);
    date_text[10] = '\0';
    if (date_parse(date_text, &date) != CB_OK)
        return CB_BAD_INPUT;
    hour = two_digits(text + 11);
    minute = two_digits(text + 14);
    second = two_digits(text + 17);
    ms = has_ms ? (text[20] - '0') * 100 + two_digits(text + 21) : 0;
    if (hour > 23 || minute > 59 || second > 59)
        return CB_BAD_INPUT;
    *ret_wall_ms =
        date_to_days(date) * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS + ms;
    return CB_OK;
}
