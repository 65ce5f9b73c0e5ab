/* Reading values out of parsed JSON. A reader remembers the first thing that was wrong, with its path, and
 * from then on answers with zeros, so that a caller reads a whole object and asks once at the end. */
#ifndef CB_WIRE_READER_H
#define CB_WIRE_READER_H

#include "base/arena.h"
#include "base/date.h"
#include "base/strbuf.h"
#include "wire/json.h"

struct reader {
    struct wire_fault *fault;
    struct arena *arena; /* for read_text() and arrays; may be NULL where none are read */
    int error;
    char path[sizeof((struct wire_fault *)0)->field];
};

enum read_need {
    READ_REQUIRED,
    READ_NULLABLE, /* must be there, may be null */
    READ_OPTIONAL  /* may be missing or null */
};

/* Parses the bytes and starts a reader on them; *ret_root is NULL on failure. */
struct reader reader_open(const char *text, size_t length, struct wire_fault *fault, json_t **ret_root);
/* Records a fault at the current path and `key` (NULL: at the path itself), unless there is one already. */
void reader_fault(struct reader *reader, const char *key, const char *text);
void reader_no_memory(struct reader *reader);

/* Steps into `key`, or `key[index]` when index >= 0, and gives a mark to come back with. */
size_t reader_enter(struct reader *reader, const char *key, int index);
void reader_leave(struct reader *reader, size_t mark);

/* NULL when missing, null or wrong. */
const json_t *read_object(struct reader *reader, const json_t *parent, const char *key, enum read_need need);
const json_t *read_array(struct reader *reader, const json_t *parent, const char *key, size_t count_max);
/* Borrowed from the JSON; "" when missing or wrong. At most `bytes_max` bytes. */
const char *read_borrowed(struct reader *reader, const json_t *parent, const char *key, size_t bytes_max,
                          enum read_need need);
/* A copy in the arena. */
const char *read_text(struct reader *reader, const json_t *parent, const char *key, size_t bytes_max);
/* Zeroed arena memory for `count` items. NULL with a fault when there is none. */
void *read_room(struct reader *reader, size_t count, size_t size);
void read_text_into(struct reader *reader, const json_t *parent, const char *key, enum read_need need,
                    char *ret_text, size_t size);
/* Like read_text_into, for ids of ours: lower-case letters, digits, "-" and "_". */
void read_word_into(struct reader *reader, const json_t *parent, const char *key, enum read_need need,
                    char *ret_text, size_t size);
int64_t read_int(struct reader *reader, const json_t *parent, const char *key, int64_t min, int64_t max,
                 enum read_need need);
bool read_bool(struct reader *reader, const json_t *parent, const char *key);
struct uuid read_uuid(struct reader *reader, const json_t *parent, const char *key, enum read_need need);
/* Milliseconds since 1970; 0 for null. */
int64_t read_moment(struct reader *reader, const json_t *parent, const char *key, enum read_need need);
struct date read_date(struct reader *reader, const json_t *parent, const char *key);
/* "HH:MM" as minutes, 00:00 to `max`. */
int read_minute(struct reader *reader, const json_t *parent, const char *key, int max);
void read_bytes(struct reader *reader, const json_t *parent, const char *key, uint8_t *ret_bytes,
                size_t length);
/* As many as there are, up to `max` (at most READ_BLOB_MAX), added to `out`. Required. */
#define READ_BLOB_MAX (8 * 1024)
void read_blob(struct reader *reader, const json_t *parent, const char *key, size_t max, struct strbuf *out);

/* Runs `body` for every entry of the list, with the path pointing at it. */
#define READ_EACH(reader, list, key, index, entry)                                                           \
    for (size_t index = 0, mark_ = 0;                                                                        \
         index < json_array_size(list) && ((mark_ = reader_enter((reader), (key), (int)(index))), 1);        \
         reader_leave((reader), mark_), index++)                                                             \
        for (const json_t *entry = json_array_get((list), index); entry != NULL; entry = NULL)

#endif
