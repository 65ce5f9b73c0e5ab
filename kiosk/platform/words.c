/* A table of chains. A run is copied out of its layout, which may be gone by the next frame. */
#include "platform/words.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX   800       /* pieces of text kept */
#define WORDS_BYTES (6 << 20) /* and the pixels they may have together */
#define BUCKETS     256

struct entry {
    struct entry *next;
    struct text_run run;
    int size;
    struct word word;
};

struct words {
    struct fonts *fonts;
    struct entry *buckets[BUCKETS];
    size_t count;
    size_t bytes;
};

struct words *words_new(struct fonts *fonts)
{
    struct words *words = calloc(1, sizeof *words);
    if (words != NULL)
        words->fonts = fonts;
    return words;
}

static size_t mask_bytes(const struct mask *mask)
{
    return (size_t)mask->width * (size_t)mask->height;
}

static void entry_free(struct entry *entry)
{
    if (entry->word.mask.alpha != NULL)
        explicit_bzero(entry->word.mask.alpha, mask_bytes(&entry->word.mask));
    free(entry->word.mask.alpha);
    explicit_bzero((char *)entry->run.text, strlen(entry->run.text));
    free((char *)entry->run.text);
    free(entry);
}

void words_forget(struct words *words)
{
    for (size_t i = 0; i < BUCKETS; i++) {
        while (words->buckets[i] != NULL) {
            struct entry *entry = words->buckets[i];
            words->buckets[i] = entry->next;
            entry_free(entry);
        }
    }
    words->count = 0;
    words->bytes = 0;
}

void words_trim(struct words *words)
{
    if (words->count > WORDS_MAX || words->bytes > WORDS_BYTES)
        words_forget(words);
}

void words_free(struct words *words)
{
    if (words == NULL)
        return;
    words_forget(words);
    free(words);
}

static uint64_t look_of(const struct text_run *run, int size)
{
    const int numbers[] = {run->font, run->weight, run->right_to_left, (int)run->script, size};
    uint64_t hash = HASH_START;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        hash = hash_number(hash, (uint32_t)numbers[i]);
    return hash_text(hash, run->text);
}

static bool same_run(const struct text_run *a, const struct text_run *b)
{
    return a->font == b->font && a->weight == b->weight && a->right_to_left == b->right_to_left &&
           a->script == b->script && strcmp(a->text, b->text) == 0;
}

const struct word *words_get(struct words *words, const struct text_run *run, int size)
{
    uint64_t look = look_of(run, size);
    struct entry **bucket = &words->buckets[look % BUCKETS];
    for (struct entry *entry = *bucket; entry != NULL; entry = entry->next) {
        if (entry->word.look == look && entry->size == size && same_run(&entry->run, run))
            return &entry->word;
    }
    struct entry *entry = calloc(1, sizeof *entry);
    char *text = strdup(run->text);
    if (entry == NULL || text == NULL ||
        fonts_render(words->fonts, run, size, &entry->word.mask, &entry->word.ascent) != CB_OK) {
        free(text);
        free(entry);
        return NULL;
    }
    entry->word.look = look;
    entry->size = size;
    entry->run = *run;
    entry->run.text = text;
    entry->next = *bucket;
    *bucket = entry;
    words->count++;
    words->bytes += mask_bytes(&entry->word.mask);
    return &entry->word;
}
