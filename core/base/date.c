/* Calendar days. Years are counted from March, so that the leap day is the last day of a year. */
#include "base/date.h"

#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum {
    DAYS_IN_ERA = 146097,
    YEARS_IN_ERA = 400,
    DAYS_TO_1970 = 719468
}; /* an era: 400 years; 719468: from 0000-03-01 */

static int64_t floor_div(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

int64_t date_to_days(struct date date)
{
    int64_t year = (int64_t)date.year - (date.month <= 2);
    int64_t era = floor_div(year, YEARS_IN_ERA);
    int64_t year_of_era = year - era * YEARS_IN_ERA;
    int month_from_march = (date.month + 9) % 12;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * DAYS_IN_ERA + day_of_era - DAYS_TO_1970;
}

struct date date_from_days(int64_t days)
{
    int64_t era = floor_div(days + DAYS_TO_1970, DAYS_IN_ERA);
    int day_of_era = (int)(days + DAYS_TO_1970 - era * DAYS_IN_ERA);
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;

    return (struct date){
        .year = (int)(era * YEARS_IN_ERA + year_of_era + (month <= 2)),
        .month = month,
        .day = day_of_year - (153 * month_from_march + 2) / 5 + 1,
    };
}

struct date date_add_days(struct date date, int days)
{
    return date_from_days(date_to_days(date) + days);
}

int date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

int date_weekday(struct date date)
{
    int64_t days = date_to_days(date) + 3; /* 1970-01-01 was a Thursday */

    return (int)(days - floor_div(days, 7) * 7);
}

int date_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

/* `count` digits as a number, or -1. */
static int digits(const char *text, int count)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

int date_parse(const char *text, struct date *ret_date)
{
    struct date date;

    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
        return CB_BAD_INPUT;
    date = (struct date){digits(text, 4), digits(text + 5, 2), digits(text + 8, 2)};
    if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1)
        return CB_BAD_INPUT;
    if (date.day > date_days_in_month(date.year, date.month))
        return CB_BAD_INPUT;
    *ret_date = date;
    return CB_OK;
}

void date_format(struct date date, char *ret_text)
{
    snprintf(ret_text, DATE_TEXT_SIZE, "%04d-%02u-%02u", date.year, (unsigned)date.month % 100,
             (unsigned)date.day % 100);
}
