/* What a clinic puts into a site, as JSON: the board, the database and a site file have one shape, one reader
 * and one set of limits for it. Each write_… adds keys to the open object, each read_… takes them from
 * `parent`. */
#ifndef CB_WIRE_CONTENT_JSON_H
#define CB_WIRE_CONTENT_JSON_H

#include "domain/site.h"
#include "wire/reader.h"
#include "wire/writer.h"

enum {
    CONTENT_TEXT_MAX = 1000, /* bytes of any one text */
    CONTENT_NAME_MAX = 120,
    CONTENT_COACH_NAME_MAX = 63, /* as in a status */
    CONTENT_CODE_MAX = 32,       /* an icon, a language, a topic's id */
    CONTENT_PHONE_MAX = 32,
};

/* "label": {"en": "Just to talk", "es": "Solo hablar"}; the first one is the default. */
void write_label(struct writer *writer, const struct label *label);
struct label read_label(struct reader *reader, const json_t *parent);

/* A list of codes, such as languages. */
void write_codes(struct writer *writer, const char *key, const char *const *codes, size_t count);
const char *const *read_codes(struct reader *reader, const json_t *parent, const char *key,
                              size_t *ret_count);

/* The same under another key; absent: no texts. */
void write_label_as(struct writer *writer, const char *key, const struct label *label);
struct label read_label_as(struct reader *reader, const json_t *parent, const char *key);
/* True only when it is there and true: what older writers did not know is off. */
bool read_flag(struct reader *reader, const json_t *parent, const char *key);

/* The keys "hours" and "exceptions" of a site or a coach. */
void write_schedule(struct writer *writer, const struct schedule *schedule);
struct schedule read_schedule(struct reader *reader, const json_t *parent);

/* The keys "label", "place", "hours" and "exceptions" of a group. */
void write_meeting(struct writer *writer, const struct meeting *meeting);
void read_meeting(struct reader *reader, const json_t *parent, struct meeting *ret_meeting);

/* The key "settings". */
void write_settings(struct writer *writer, const struct site_settings *settings);
struct site_settings read_settings(struct reader *reader, const json_t *parent);

/* The keys "quiet_minutes" and "quiet_outside_hours" of a coach; where they are missing nothing is quiet. */
void write_quiet(struct writer *writer, const struct coach *coach);
void read_quiet(struct reader *reader, const json_t *object, struct coach *ret_coach);
/* The keys "can", "cannot" and "open_requests_max" of a coach. */
void write_boundaries(struct writer *writer, const struct boundaries *boundaries);
struct boundaries read_boundaries(struct reader *reader, const json_t *parent);

#endif
