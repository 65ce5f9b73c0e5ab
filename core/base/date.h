/* Days of the (proleptic Gregorian) calendar. Pure arithmetic: no zone, no clock. */
#ifndef CB_BASE_DATE_H
#define CB_BASE_DATE_H

#include <stdint.h>

struct date {
    int year;
    int month; /* 1 … 12 */
    int day;   /* 1 … 31 */
};

/* Days since 1970-01-01, negative before. */
int64_t date_to_days(struct date date);
struct date date_from_days(int64_t days);
struct date date_add_days(struct date date, int days);
int date_compare(struct date a, struct date b); /* <0, 0, >0 */
int date_weekday(struct date date);             /* 0 = Monday */
int date_days_in_month(int year, int month);
/* "YYYY-MM-DD", a real day of the years 0001 to 9999; CB_BAD_INPUT otherwise. */
int date_parse(const char *text, struct date *ret_date);
/* "YYYY-MM-DD" for the years date_parse() reads; `ret_text` holds at least DATE_TEXT_SIZE bytes. */
#define DATE_TEXT_SIZE 24
void date_format(struct date date, char *ret_text);

#endif
