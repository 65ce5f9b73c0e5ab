/* The table every screen fills: how it looks (a pure function of the app's state) and what a touch on it
 * does. */
#ifndef CB_SCREENS_SCREEN_H
#define CB_SCREENS_SCREEN_H

#include "app.h"

struct screen {
    const char *name; /* "home": in dumps, picture names and tests */
    /* Draws into view->list; changes nothing. */
    void (*view)(const struct app *app, struct view *view);
    /* The same page as blocks (flow.h), wherever it cannot stand as drawn. */
    void (*flow)(const struct app *app, struct view *view);
    /* Acts on what only this screen knows. False: app.c's common table handles it (back, help, language …).
     */
    bool (*act)(struct app *app, struct action action);
    bool long_idle;   /* a code is on the screen: 120 s */
    bool never_idles; /* help, while an alert is open */
    bool shows_now;   /* a clock or who is here: drawn again each minute */
};

/* One screen a file, each exporting its table; screens.c lists them by enum screen_id. */
const struct screen *screen_get(enum screen_id id);
extern const struct screen screen_home, screen_board, screen_profile, screen_role, screen_preference,
    screen_topics, screen_find, screen_reach, screen_review, screen_notice, screen_sending, screen_ticket,
    screen_saved, screen_not_saved, screen_coming, screen_my_ticket, screen_cancel, screen_cancelled,
    screen_ended, screen_card, screen_closed, screen_groups, screen_phone, screen_language, screen_access,
    screen_help, screen_help_sent, screen_starting, screen_too_small, screen_installer_lock, screen_installer,
    screen_installer_ruler, screen_installer_touch, screen_installer_keys, screen_installer_pair;

/* ---- shared by screens (screens/parts.c) ---- */
/* Local times, and days as they stand on a button, in the view's language: "4 PM", "3:15", "Tomorrow".
 * Borrowed from the view's list. with_half: add AM or PM. */
const char *words_time(struct view *view, const struct zone *zone, int64_t wall_ms, bool with_half);
const char *words_clock(struct view *view, const struct zone *zone, int64_t wall_ms); /* "2:40 PM" */
const char *words_day(struct view *view, const struct zone *zone, int64_t wall_ms, int64_t now_ms);
/* "Tue to Thu 9 to 4" rows, joined with " · ". */
const char *words_hours(struct view *view, const struct schedule *schedule);
const char *words_hours_strong(struct view *view, const struct schedule *schedule); /* the days in bold */
/* "Here now" … the status in words, and the line below ("until 4 PM", "Back about 3:15", "In at 1 PM"; ""
 * none). */
const char *words_status(struct view *view, const struct availability *availability);
const char *words_status_more(struct view *view, const struct zone *zone,
                              const struct availability *availability, int64_t now_ms);
const char *status_icon(enum availability_state state); /* "st-here" … */
void status_colors(enum availability_state state, enum color *ret_plate, enum color *ret_ink);
/* "English, Español": own names of language codes. */
const char *words_languages(struct view *view, const struct coach *coach);
/* "Español" for "es": its own name for itself; the code where we have none. */
const char *words_language(const char *code);
/* "English and Español", as a sentence lists them. */
const char *words_languages_spoken(struct view *view, const struct coach *coach);
/* "617-555-0142" for +16175550142; other numbers in groups. */
const char *words_phone(struct view *view, const char *e164);
const char *words_sign(struct view *view, enum sign sign); /* "Leaf" */

/* The rail as nearly all pages have it. */
void page_rail(const struct app *app, struct view *view, unsigned rail_flags);
/* The whole page in place of a covered screen: nothing of that screen is in it. */
void cover_view(const struct app *app, struct view *view);

/* Privacy in the site's own settings: who sees it, whether it goes into the chart, when it is erased. */
const char *words_who_sees(const struct app *app, struct view *view);
const char *words_chart(const struct app *app, struct view *view);
/* "Thursday morning", "tomorrow"; NULL when they are not sure. */
const char *words_when(const struct app *app, struct view *view, int64_t from_ms, int64_t until_ms);
/* "Tomorrow, 9 AM", "Thursday, 10 AM", "Nov 30, 9 AM". */
const char *words_next_time(const struct app *app, struct view *view, int64_t wall_ms);
/* The day on which a coach is in next: "tomorrow"; NULL: not known. */
const char *words_next_day(const struct app *app, struct view *view);
const char *words_erase(const struct app *app, struct view *view);
/* How many topics are chosen, and the first `max` of them in the person's language: "Just to talk, housing or
 * food", then "and 2 more"; "" when none. */
/* "If possible: Español, a woman"; NULL without a wish. */
const char *words_preference(const struct app *app, struct view *view);
int topics_chosen(const struct app *app);
/* The site's own words in this language; where it has none, and its words are those we came with, our
 * translation; else its words as they are. */
const char *words_label(struct view *view, const struct label *label);
const char *words_topics(const struct app *app, struct view *view, int max);

#define STYLE_BAR     ((struct text_style){TYPEFACE_SANS, 700, 36, 42})
#define STYLE_FACT    ((struct text_style){TYPEFACE_SANS, 400, 34, 40})
#define STYLE_UNSENT  ((struct text_style){TYPEFACE_SANS, 600, 32, 38})
#define STYLE_STEP    ((struct text_style){TYPEFACE_SANS, 400, 34, 42})
#define TICKET_WIDTH  352
#define TICKET_HEIGHT 560

/* The buttons along the foot of a page. The ones that grow share what the others leave. */
#define BAR_BUTTONS_MAX 5
struct bar_button {
    enum button_kind kind;
    struct text_style style;
    const char *icon;
    int icon_size;
    const char *text;
    struct action action;
    int height; /* of the face; 0: as usual */
    bool grows;
    bool icon_after; /* behind the words: an arrow onwards */
};
struct bar_button bar_done(struct view *view, const char *id,
                           int action); /* the page's own action, with a check */
struct bar_button bar_way(struct view *view, const char *icon, const char *id, int action);
struct rect page_bar_area(struct rect *area); /* cuts the bar's strip off the page's foot */
int bar_natural_width(struct view *view, const struct bar_button *button);
/* How wide page_bar makes each of `count` buttons in a row of this width. */
void bar_widths(struct view *view, int width, const struct bar_button *buttons, int count, int *ret_widths);
void page_bar(struct view *view, struct rect area, const struct bar_button *buttons, int count);

/* A question in the middle of a page that shows nothing else. */
struct question {
    const char *icon;
    enum color plate;
    enum color ink;
    const char *title;
    const char *body; /* may be NULL */
    const struct bar_button *buttons;
    int button_count;
};
void page_question(struct view *view, struct rect area, const struct question *question);

/* The ticket at the page's start; returns the area beside it. */
struct rect page_ticket(const struct app *app, struct view *view, struct rect area, bool sent);
/* An icon, a line in bold and a line below it. */
struct fact {
    const char *icon;
    int icon_size;
    struct text_style head_style;
    const char *head;
    const char *more; /* may be NULL */
};
int page_fact_height(struct view *view, int width, const struct fact *fact);
void page_fact(struct view *view, struct rect box, const struct fact *fact);
/* A brass note with an icon, as high as its words need; head or more may be NULL. */
int page_note_height(struct view *view, int width, const char *head, const char *more);
void page_note(struct view *view, struct rect box, const char *icon, const char *head, const char *more);
/* "Nothing is sent yet." on the title's line, at its end. Returns the width it takes. */
int page_unsent(struct view *view, struct rect title);
/* A title on one line: smaller where the words are longer than the line. */
int page_title_fitting(struct view *view, struct rect box, struct text_style style, const char *text);

#endif
