/* Reads compiled catalogues. Nothing in the file is trusted: every table, length and offset is checked once,
 * in catalogue_parse; the lookups then need no checks. */
#include "text/catalogue.h"

#include "base/utf8.h"
#include "text/plural.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MO_MAGIC     UINT32_C(0x950412de)
#define MO_HEADER    20
#define TEXTS_MAX    20000
#define FALLBACK_MAX 4 /* how many catalogues are asked, one after another */

struct entry {
    const char *id;   /* up to its first NUL */
    const char *text; /* the forms, each closed by a NUL */
    uint32_t text_length;
};

struct catalogue {
    char *bytes;
    struct entry *entries; /* sorted by id */
    size_t count;
    struct plural_rule *plural; /* NULL: the file names none; form 0 for one thing, 1 for more */
    const struct catalogue *fallback;
};

struct reader {
    const uint8_t *bytes;
    size_t length;
    bool big_endian;
};

static uint32_t read_u32(const struct reader *reader, size_t at)
{
    const uint8_t *p = reader->bytes + at;
    if (reader->big_endian)
        return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static bool table_fits(const struct reader *reader, uint32_t offset, uint32_t count)
{
    return offset <= reader->length && count <= (reader->length - offset) / 8;
}

/* The string that row `index` of the table at `offset` points to; false when any of it lies outside. */
static bool read_string(const struct reader *reader, uint32_t offset, uint32_t index, const char **ret_text,
                        uint32_t *ret_length)
{
    uint32_t length = read_u32(reader, offset + (size_t)index * 8);
    uint32_t at = read_u32(reader, offset + (size_t)index * 8 + 4);
    if (at >= reader->length || length >= reader->length - at || reader->bytes[at + length] != 0)
        return false;
    *ret_text = (const char *)reader->bytes + at;
    *ret_length = length;
    return true;
}

/* UTF-8 in each of the parts that NULs separate. */
static bool forms_valid(const char *text, uint32_t length)
{
    const char *end = text + length;
    while (text <= end) {
        size_t part = strlen(text);
        if (!utf8_valid(text, part))
            return false;
        text += part + 1;
    }
    return true;
}

static bool read_entries(struct catalogue *catalogue, const struct reader *reader, uint32_t ids,
                         uint32_t texts)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        struct entry *entry = &catalogue->entries[i];
        uint32_t id_length;
        if (!read_string(reader, ids, (uint32_t)i, &entry->id, &id_length) ||
            !read_string(reader, texts, (uint32_t)i, &entry->text, &entry->text_length) ||
            !forms_valid(entry->id, id_length) || !forms_valid(entry->text, entry->text_length))
            return false;
        if (i > 0 && strcmp(catalogue->entries[i - 1].id, entry->id) >= 0)
            return false; /* lookups rely on the order */
    }
    return true;
}

static int read_plural(struct catalogue *catalogue)
{
    /* The text of the empty id is the file's head. */
    if (catalogue->count == 0 || catalogue->entries[0].id[0] != 0)
        return CB_OK;
    const char *rule = strstr(catalogue->entries[0].text, "Plural-Forms:");
    return rule == NULL ? CB_OK : plural_parse(rule + strlen("Plural-Forms:"), &catalogue->plural);
}

static int read_file(struct catalogue *catalogue, const struct reader *reader)
{
    uint32_t revision = read_u32(reader, 4), count = read_u32(reader, 8);
    uint32_t ids = read_u32(reader, 12), texts = read_u32(reader, 16);
    if (revision >> 16 > 1 || count > TEXTS_MAX || !table_fits(reader, ids, count) ||
        !table_fits(reader, texts, count))
        return CB_BAD_INPUT;
    catalogue->entries = calloc(count + 1, sizeof *catalogue->entries);
    if (catalogue->entries == NULL)
        return CB_NO_MEMORY;
    catalogue->count = count;
    if (!read_entries(catalogue, reader, ids, texts))
        return CB_BAD_INPUT;
    return read_plural(catalogue);
}

int catalogue_parse(const uint8_t *bytes, size_t length, const struct catalogue *fallback,
                    struct catalogue **ret_catalogue)
{
    struct reader reader = {.bytes = bytes, .length = length};
    if (length < MO_HEADER || length > UINT32_MAX)
        return CB_BAD_INPUT;
    if (read_u32(&reader, 0) != MO_MAGIC) {
        reader.big_endian = true;
        if (read_u32(&reader, 0) != MO_MAGIC)
            return CB_BAD_INPUT;
    }
    struct catalogue *catalogue = calloc(1, sizeof *catalogue);
    if (catalogue == NULL)
        return CB_NO_MEMORY;
    catalogue->fallback = fallback;
    catalogue->bytes = malloc(length);
    int result = CB_NO_MEMORY;
    if (catalogue->bytes != NULL) {
        memcpy(catalogue->bytes, bytes, length);
        reader.bytes = (const uint8_t *)catalogue->bytes;
        result = read_file(catalogue, &reader);
    }
    if (result != CB_OK)
        catalogue_free(catalogue);
    else
        *ret_catalogue = catalogue;
    return result;
}

void catalogue_free(struct catalogue *catalogue)
{
    if (catalogue == NULL)
        return;
    plural_free(catalogue->plural);
    free(catalogue->entries);
    free(catalogue->bytes);
    free(catalogue);
}

static int compare_id(const void *key, const void *entry)
{
    return strcmp(key, ((const struct entry *)entry)->id);
}

/* The entry with words in it, and the catalogue it stands in. */
static const struct entry *find(const struct catalogue **catalogue, const char *id)
{
    for (int i = 0; i < FALLBACK_MAX && *catalogue != NULL; i++) {
        const struct entry *entry =
            bsearch(id, (*catalogue)->entries, (*catalogue)->count, sizeof *entry, compare_id);
        if (entry != NULL && entry->text[0] != 0 && id[0] != 0)
            return entry;
        *catalogue = (*catalogue)->fallback;
    }
    return NULL;
}

const char *catalogue_text(const struct catalogue *catalogue, const char *id)
{
    const struct entry *entry = find(&catalogue, id);
    return entry != NULL ? entry->text : id;
}

const char *catalogue_fallback_text(const struct catalogue *catalogue, const char *id)
{
    bool has = catalogue != NULL && catalogue->fallback != NULL;
    return catalogue_text(has ? catalogue->fallback : catalogue, id);
}

const char *catalogue_plural(const struct catalogue *catalogue, const char *id, unsigned long n)
{
    const struct entry *entry = find(&catalogue, id);
    if (entry == NULL)
        return id;
    unsigned form = catalogue->plural != NULL ? plural_form(catalogue->plural, n) : n != 1;
    const char *text = entry->text;
    for (; form > 0; form--) {
        size_t next = (size_t)(text - entry->text) + strlen(text) + 1;
        if (next >= entry->text_length)
            break; /* the file has fewer forms than its rule says: the last one is the best there is */
        text = entry->text + next;
    }
    return text;
}

bool catalogue_is_draft(const struct catalogue *catalogue)
{
    return catalogue->count > 0 && catalogue->entries[0].id[0] == 0 &&
           strstr(catalogue->entries[0].text, "X-Draft: yes") != NULL;
}

size_t catalogue_count(const struct catalogue *catalogue)
{
    bool has_head = catalogue->count > 0 && catalogue->entries[0].id[0] == 0;
    return catalogue->count - has_head;
}
