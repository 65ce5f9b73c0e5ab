/* A site's content as JSON: what the database keeps in a column, what a site file holds, and what an admin's
 * page will send have one shape and one reader, so that the same limits hold everywhere.
 *
 *   hours       [{"weekday": 0, "start": "09:00", "end": "16:00"}]         0 is Monday; the end may pass
 * 24:00 exceptions  [{"date": "2026-11-26", "ranges": [{"start", "end"}], "label": "Thanksgiving"}] label
 * {"en": "Just to talk", "es": "Solo hablar"}                the first one is the default boundary {"icon":
 * "compass", "label": {…}}
 *
 * Reading is pure and bounded; strings are copied into the reader's arena. The first thing wrong is named in
 * the fault by its path ("coaches[2].hours[0].start"). */
#ifndef CB_QUEUE_CONTENT_JSON_H
#define CB_QUEUE_CONTENT_JSON_H

#include "base/arena.h"
#include "domain/site.h"
#include "wire/json.h"

#include <jansson.h>

#define CONTENT_RANGES_MAX     64  /* weekly hours of one person */
#define CONTENT_EXCEPTIONS_MAX 366 /* dated ones */
#define CONTENT_DAY_RANGES_MAX 8
#define CONTENT_LANGUAGES_MAX  32
#define CONTENT_BOUNDARIES_MAX 16
#define CONTENT_NAME_MAX       80  /* bytes; names, icons, codes */
#define CONTENT_TEXT_MAX       240 /* bytes; texts that people read */
#define CONTENT_MINUTE_MAX     (2 * 24 * 60)

struct content_reader {
    struct arena *arena;
    struct wire_fault *fault; /* may be NULL */
};

/* CB_BAD_INPUT with the fault filled: the one way to refuse. key may be NULL. */
int content_fault(const struct content_reader *reader, const char *path, const char *key, const char *text);

/* A member of an object. `size_min` 0 makes it optional ("" when missing); control characters are refused. */
int content_text(const struct content_reader *reader, const json_t *object, const char *path, const char *key,
                 size_t size_min, size_t size_max, const char **ret_text);
int content_int(const struct content_reader *reader, const json_t *object, const char *path, const char *key,
                int min, int max, int missing, int *ret_value);
int content_bool(const struct content_reader *reader, const json_t *object, const char *path, const char *key,
                 bool missing, bool *ret_value);
/* An array member with at most `max` items; *ret_array NULL when it is missing. */
int content_array(const struct content_reader *reader, const json_t *object, const char *path,
                  const char *key, size_t max, const json_t **ret_array);

/* "hours" and "exceptions" of `object`. */
int content_schedule(const struct content_reader *reader, const json_t *object, const char *path,
                     struct schedule *ret_schedule);
int content_label(const struct content_reader *reader, const json_t *object, const char *path,
                  const char *key, struct label *ret_label);
int content_languages(const struct content_reader *reader, const json_t *object, const char *path,
                      const char *const **ret_languages, size_t *ret_count);
/* "can", "cannot" and "open_requests_max" of `object`. */
int content_boundaries(const struct content_reader *reader, const json_t *object, const char *path,
                       struct boundaries *ret_boundaries);
int content_settings(const struct content_reader *reader, const json_t *object, const char *path,
                     struct site_settings *ret_settings);

/* The other way: new references, NULL when memory ran out. */
json_t *content_schedule_json(const struct schedule *schedule); /* an object with both members */
json_t *content_label_json(const struct label *label);
json_t *content_languages_json(const char *const *languages, size_t count);
json_t *content_boundaries_json(const struct boundaries *boundaries);
json_t *content_settings_json(const struct site_settings *settings);

#endif
