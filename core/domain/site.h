/* What a clinic has put into Coachbell: sites, places, coaches, hours, boundaries, topics, resources. Plain
 * values; strings and arrays are borrowed from the arena they were read with. */
#ifndef CB_DOMAIN_SITE_H
#define CB_DOMAIN_SITE_H

#include "base/uuid.h"
#include "base/zone.h"
#include "domain/ticket.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SITE_COACHES_MAX       64
#define SITE_TOPICS_MAX        24
#define SITE_RESOURCES_MAX     24
#define SITE_MEETINGS_MAX      24
#define SITE_PHONE_COACHES_MAX 16

/* One text in several languages. */
struct label_text {
    const char *language; /* BCP 47, e.g. "en" */
    const char *text;
};
struct label {
    const struct label_text *texts;
    size_t count;
};
/* The same texts in the same order. */
bool label_equal(const struct label *a, const struct label *b);
/* The text in `language`, else the first one, else "". */
const char *label_in(const struct label *label, const char *language);

/* Minutes from local midnight; end > start; end may pass 1440 (overnight). */
struct minute_range {
    int start_minute;
    int end_minute;
};
struct weekly_range {
    int weekday; /* 0 = Monday */
    struct minute_range range;
};
/* Replaces the whole day. No ranges: closed. */
struct day_exception {
    struct date date;
    const struct minute_range *ranges;
    size_t range_count;
    const char *label; /* "Thanksgiving"; may be "" */
};
struct schedule {
    const struct weekly_range *weekly;
    size_t weekly_count;
    const struct day_exception *exceptions;
    size_t exception_count;
};

/* What a coach said of themselves, by one tap. It always expires. */
enum presence_kind {
    PRESENCE_NONE,
    PRESENCE_HERE,
    PRESENCE_WITH_SOMEONE,
    PRESENCE_BREAK,
    PRESENCE_DONE
};
struct presence {
    enum presence_kind kind;
    int64_t until_ms;   /* wall; no longer true from here on */
    int64_t back_at_ms; /* with someone, break: when they think they are back; 0 = not said */
    bool calls;         /* here or done: people at other kiosks may call their work phone meanwhile */
};
/* "here", "with_someone", "break", "done", "none". */
const char *presence_name(enum presence_kind kind);
int presence_from_name(const char *name, enum presence_kind *ret_kind);

struct boundary {
    const char *icon; /* name of an icon */
    struct label label;
    bool locked; /* a rule of the site: the coach cannot take it out */
};
struct boundaries {
    const struct boundary *can; /* I can help with */
    size_t can_count;
    const struct boundary *cannot; /* I can't help with; nights and weekends follow from the hours instead */
    size_t cannot_count;
    int open_requests_max; /* how many people at one time; 0 = no limit */
};

struct coach {
    struct uuid id;
    const char *name;             /* first name as patients see it */
    const char *pronouns;         /* "she/her"; may be "" */
    const char *avatar;           /* name of a drawn portrait; "" shows the initial */
    const char *phone;            /* work phone, E.164; "" when the coach has none */
    const char *card_name;        /* how the contact is saved: "Marisol (Riverside)" */
    const char *const *languages; /* BCP 47 codes the coach speaks */
    size_t language_count;
    struct schedule schedule;
    struct presence presence;
    struct boundaries boundaries;
    int quiet_minutes;        /* their page stays silent this long after each person; 0 to COACH_QUIET_MAX */
    bool quiet_outside_hours; /* and where they are not in and have not said that they are here */
};
#define COACH_QUIET_MAX 60

struct place {
    struct uuid id;
    const char *name;   /* "Main waiting room" */
    const char *detail; /* "by the east window"; may be "" */
};
struct topic {
    const char *id; /* "talk" */
    const char *icon;
    struct label label;
    bool switched_off; /* not offered to patients now; old requests still name it */
};
enum {
    TOPIC_ID_MAX = 32
};

/* A place or number that helps when no coach can. */
struct resource {
    const char *number; /* as people dial it: "211" */
    struct label label; /* "Food, shelter, bills. Call." */
};

/* A recovery group, a food table, a class: somewhere to go on certain days, no appointment needed. */
struct meeting {
    const char *id;     /* "peer-group" */
    struct label label; /* "Peer group" */
    struct label place; /* "Room 4, upstairs" */
    struct schedule schedule;
};

/* A coach, of any site, who is free for calls now. */
struct phone_coach {
    struct uuid id;
    const char *name;
    const char *avatar;
    const char *phone;
    const char *card_name;
    const char *site_name; /* where they are today: "Hill Street" */
    bool here;             /* at that site; false: elsewhere */
    int64_t until_ms;
};

/* How long requests are kept, without what was sealed in them, before they become counts. */
#define SITE_KEEP_DAYS       400
#define SITE_KEEP_DAYS_LEAST 30

/* Promises come from settings; the same words stand on the kiosk and on the coach's pages. */
struct site_settings {
    bool say_recovery;     /* the home screen may name recovery */
    bool in_chart;         /* a note goes into the health record */
    bool supervisors_see;  /* supervisors see requests too */
    bool erase_at_closing; /* false: "after you talk"; true: "at closing time" */
    bool names_allowed;    /* "My name" is offered on How we find you */
    bool texting;          /* coaches text people who said yes */
    bool calling;          /* coaches call people who said yes, and people may call a coach who is free */
    int keep_days;         /* SITE_KEEP_DAYS_LEAST to SITE_KEEP_DAYS; 0: SITE_KEEP_DAYS */
    int notice_version;    /* of the privacy words the person reads before sending */
    struct label notice;   /* the clinic's own, behind "More about privacy"; none: no such page */
    const char *const *languages; /* switched on for patients; the first is the default */
    size_t language_count;
};

struct site {
    struct uuid id;
    const char *name;       /* "Riverside Community Health" */
    const char *short_name; /* "Riverside" */
    const char *zone_name;  /* "America/New_York" */
    const char *coach_line; /* phone number for people who would rather call, E.164; may be "" */
    struct schedule hours;  /* when the site is open */
    struct site_settings settings;
};

#endif
