/* The board: everything a kiosk needs to know to serve people, made by the queue, kept by the kiosk as its
 * last good one. */
#ifndef CB_DOMAIN_BOARD_H
#define CB_DOMAIN_BOARD_H

#include "domain/epoch.h"
#include "domain/preference.h"
#include "domain/site.h"

#define BOARD_STALE_MS    (5 * 60 * 1000) /* rules C8: older than this, availability is "not known now" */
#define SITE_KEY_SIZE     32              /* X25519: what epoch keys are sealed to */
#define BOARD_ANCHORS_MAX (8 * 1024)

struct board {
    int64_t revision;
    int64_t served_at_ms; /* the queue's wall clock when it made this answer */
    struct site site;
    struct uuid kiosk_id;
    const char *kiosk_name;     /* "Kiosk 2" */
    struct place place;         /* where this kiosk stands */
    sign_set signs;             /* leased to this kiosk */
    const struct ticket *taken; /* open tickets of those signs */
    size_t taken_count;
    const struct epoch *epochs; /* what names and numbers are sealed to, a week ahead */
    size_t epoch_count;
    const uint8_t *anchors; /* by which to know the queue from now on (DER); none: as before */
    size_t anchors_length;
    const struct coach *coaches; /* in the order patients see them, before sorting by availability */
    size_t coach_count;
    const struct topic *topics;
    size_t topic_count;
    const struct resource *resources;
    size_t resource_count;
    const struct meeting *meetings;
    size_t meeting_count;
    const struct phone_coach *phone_coaches; /* empty when the site does not allow calling */
    size_t phone_coach_count;
};

const struct coach *board_coach(const struct board *board, const struct uuid *id); /* NULL: no such coach */
const struct topic *board_topic(const struct board *board, const char *id);

/* What the coaches speak, each language once, in the order in which it first comes: "en", "es". Only the
 * language itself: who speaks "zh-Hans" speaks "zh". */
#define SPOKEN_LANGUAGES_MAX 16
struct spoken_languages {
    char codes[SPOKEN_LANGUAGES_MAX][PREFERENCE_LANGUAGE_SIZE];
    int count;
};
struct spoken_languages board_spoken_languages(const struct board *board);
bool spoken_language_listed(const struct spoken_languages *languages, const char *code);

#endif
