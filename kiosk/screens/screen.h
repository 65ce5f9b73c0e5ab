/* The table every screen fills: how it looks (a pure function of the app's state) and what a touch on it does. */
#ifndef CB_SCREENS_SCREEN_H
#define CB_SCREENS_SCREEN_H

#include "app.h"

struct screen {
    const char *name; /* "home": in dumps, picture names and tests */
    /* Draws into view->list; changes nothing. */
    void (*view)(const struct app *app, struct view *view);
    /* Acts on what only this screen knows. False: app.c's common table handles it (back, help, language …). */
    bool (*act)(struct app *app, struct action action);
    bool long_idle;   /* a code is on the screen: 120 s */
    bool never_idles; /* help, while an alert is open */
};

/* One screen a file, each exporting its table; screens.c lists them by enum screen_id. */
const struct screen *screen_get(enum screen_id id);
extern const struct screen screen_home, screen_board, screen_profile, screen_role, screen_topics, screen_find,
    screen_review, screen_sending, screen_ticket, screen_saved, screen_not_saved, screen_coming, screen_my_ticket,
    screen_cancel, screen_cancelled, screen_ended, screen_card, screen_closed, screen_language, screen_help,
    screen_help_sent, screen_starting;

/* ---- shared by screens (screens/parts.c) ---- */
/* Local times and days as patients read them in the view's language: "4 PM", "3:15", "Tomorrow", "Tuesday". Borrowed from the
 * view's list. with_half: add AM or PM. */
const char *words_time(struct view *view, const struct zone *zone, int64_t wall_ms, bool with_half);
const char *words_day(struct view *view, const struct zone *zone, int64_t wall_ms, int64_t now_ms);
/* "Tue to Thu 9 to 4" rows, joined with " · ". */
const char *words_hours(struct view *view, const struct schedule *schedule);
/* "Here now" … the status in words, and the line below ("until 4 PM", "Back about 3:15", "In at 1 PM"; "" none). */
const char *words_status(struct view *view, const struct availability *availability);
const char *words_status_more(struct view *view, const struct zone *zone, const struct availability *availability,
                              int64_t now_ms);
const char *status_icon(enum availability_state state);         /* "st-here" … */
void status_colors(enum availability_state state, enum color *ret_plate, enum color *ret_ink);
/* "English, Español": own names of language codes. */
const char *words_languages(struct view *view, const struct coach *coach);
/* "617-555-0142" for +16175550142; other numbers in groups. */
const char *words_phone(struct view *view, const char *e164);
const char *words_sign(struct view *view, enum sign sign);      /* "Leaf" */

/* The rail as nearly all pages have it. */
void page_rail(const struct app *app, struct view *view, unsigned rail_flags);

#endif
