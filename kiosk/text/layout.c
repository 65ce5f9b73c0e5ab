/* Lines are broken greedily; the runs of a line are put into visual order by the levels that FriBidi gives
 * the characters. Direction marks (isolates) and break marks (U+200B) do their work here and are never drawn.
 */
#include "text/layout.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "text/script.h"

#include <assert.h>
#include <fribidi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS     256
#define ENTRIES_MAX 600 /* text_measurer_trim drops all above it: a visit seldom shows so many texts */
#define BOLD        700

struct request {
    int face, weight, size, line, width;
    bool right_to_left;
    const char *text;
};

struct entry {
    struct entry *next;
    uint64_t hash;
    struct request request;
    struct text_layout layout;
};

struct text_measurer {
    struct font_source source;
    struct arena arena; /* entries, their texts and layouts: all are forgotten together */
    struct entry *buckets[BUCKETS];
    size_t entry_count;
    char language[16];
};

/* One character that the text still has when its markup is taken off. */
struct letter {
    uint32_t character;
    uint32_t script;
    int font;
    int weight;
    FriBidiLevel level;
    bool drawn;
    bool break_after; /* a line may end here */
    bool newline;     /* a line ends here */
};

/* What is at work while one text is laid out. */
struct job {
    const struct font_source *source;
    const struct request *request;
    struct arena *arena; /* of the result */
    struct letter *letters;
    size_t count;
    bool failed; /* out of memory */
};

/* ---- letters ---- */

static bool is_break_mark(uint32_t character)
{
    return character == 0x200B;
}

static bool is_direction_mark(uint32_t character)
{
    return (character >= 0x2066 && character <= 0x2069) || (character >= 0x202A && character <= 0x202E) ||
           character == 0x200E || character == 0x200F || character == 0x061C;
}

static bool is_space(uint32_t character)
{
    return character == ' ' || character == '\t' || character == 0x3000;
}

/* Takes the markup off: ** switches bold on and off. */
static size_t read_letters(const struct request *request, struct letter *ret_letters)
{
    size_t count = 0;
    bool bold = false;
    const char *at = request->text;
    while (*at != 0) {
        if (at[0] == '*' && at[1] == '*') {
            bold = !bold;
            at += 2;
            continue;
        }
        uint32_t character = utf8_next(&at);
        ret_letters[count++] = (struct letter){
            .character = character,
            .script = script_of(character),
            .weight = bold ? BOLD : request->weight,
            .drawn = character != '\n' && !is_break_mark(character) && !is_direction_mark(character),
            .newline = character == '\n',
        };
    }
    return count;
}

static bool may_break(const struct letter *before, const struct letter *after)
{
    if (is_space(before->character) || is_break_mark(before->character))
        return !is_space(after->character);
    bool anywhere = script_breaks_anywhere(before->script) || script_breaks_anywhere(after->script);
    return anywhere && !is_space(after->character) && !character_opens_no_line(after->character) &&
           !character_closes_no_line(before->character) && before->drawn && after->drawn;
}

/* Direction marks are looked through: what they stand between decides. */
static void mark_breaks(struct job *job)
{
    for (size_t i = 0, next; i < job->count; i = next) {
        for (next = i + 1; next < job->count && is_direction_mark(job->letters[next].character);)
            next++;
        if (next < job->count && !is_direction_mark(job->letters[i].character))
            job->letters[next - 1].break_after = may_break(&job->letters[i], &job->letters[next]);
    }
}

/* Spaces, digits and points take the script of the letters before them, or of the first ones behind. */
static void settle_scripts(struct job *job)
{
    uint32_t current = SCRIPT_LATIN;
    for (size_t i = 0; i < job->count; i++) {
        if (job->letters[i].script != SCRIPT_COMMON) {
            current = job->letters[i].script;
            break;
        }
    }
    for (size_t i = 0; i < job->count; i++) {
        if (job->letters[i].script == SCRIPT_COMMON)
            job->letters[i].script = current;
        current = job->letters[i].script;
    }
}

static bool is_word_letter(const struct letter *letter)
{
    return letter->drawn && script_of(letter->character) != SCRIPT_COMMON;
}

static bool font_has_word(const struct job *job, int font, size_t start, size_t end)
{
    const struct font_source *source = job->source;
    for (size_t i = start; i < end && source->has != NULL; i++) {
        if (!source->has(source->context, font, job->letters[i].character))
            return false;
    }
    return true;
}

/* The last font of a word's letters that has them all; the last when none has. */
static int font_of_word(const struct job *job, size_t start, size_t end)
{
    int last = -1, whole = -1;
    for (size_t i = start; i < end; i++) {
        int font = job->letters[i].font;
        last = font > last ? font : last;
        if (font > whole && font_has_word(job, font, start, end))
            whole = font;
    }
    return whole >= 0 ? whole : last;
}

/* A word is never of two fonts: when the first font lacks a letter of it, a font that has that letter takes
 * the whole word. A name that touches letters of another script ("Linh។") is a word of its own. */
static void settle_words(struct job *job)
{
    for (size_t start = 0, end; start<job->count; start = end> start ? end : start + 1) {
        bool same = true;
        for (end = start; end < job->count && is_word_letter(&job->letters[end]) &&
                          job->letters[end].script == job->letters[start].script;
             end++)
            same = same && job->letters[end].font == job->letters[start].font;
        int font = same ? -1 : font_of_word(job, start, end);
        for (size_t i = start; i < end && !same; i++)
            job->letters[i].font = font;
    }
}

static void choose_fonts(struct job *job)
{
    const struct font_source *source = job->source;
    int font = -1;
    for (size_t i = 0; i < job->count; i++) {
        if (job->letters[i].drawn)
            font = source->choose(source->context, job->request->face, job->letters[i].character, font);
        job->letters[i].font = font;
    }
    settle_words(job);
}

/* An isolate around left-to-right text in a left-to-right line has a level of its own but changes nothing:
 * without it, the line stays one run. */
static void flatten_levels(struct job *job)
{
    for (size_t i = 0; i < job->count; i++) {
        if (job->letters[i].level & 1)
            return;
    }
    for (size_t i = 0; i < job->count; i++)
        job->letters[i].level = 0;
}

static void find_levels(struct job *job)
{
    FriBidiStrIndex count = (FriBidiStrIndex)job->count;
    FriBidiChar *characters = calloc(job->count + 1, sizeof *characters);
    FriBidiCharType *types = calloc(job->count + 1, sizeof *types);
    FriBidiBracketType *brackets = calloc(job->count + 1, sizeof *brackets);
    FriBidiLevel *levels = calloc(job->count + 1, sizeof *levels);
    FriBidiParType base = job->request->right_to_left ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
    job->failed = characters == NULL || types == NULL || brackets == NULL || levels == NULL;
    if (!job->failed) {
        for (size_t i = 0; i < job->count; i++)
            characters[i] = job->letters[i].newline ? ' ' : job->letters[i].character;
        fribidi_get_bidi_types(characters, count, types);
        fribidi_get_bracket_types(characters, count, types, brackets);
        job->failed = fribidi_get_par_embedding_levels_ex(types, brackets, count, &base, levels) == 0;
        for (size_t i = 0; i < job->count; i++)
            job->letters[i].level = levels[i];
        flatten_levels(job);
        memset(characters, 0, job->count * sizeof *characters); /* a name may have been among them */
    }
    free(characters);
    free(types);
    free(brackets);
    free(levels);
}

/* ---- lines ---- */

static bool same_run(const struct letter *a, const struct letter *b)
{
    return a->font == b->font && a->weight == b->weight && a->level == b->level && a->script == b->script;
}

/* Spaces and marks at a line's end take no room. */
static size_t trimmed_end(const struct job *job, size_t start, size_t end)
{
    while (end > start && (is_space(job->letters[end - 1].character) || !job->letters[end - 1].drawn))
        end--;
    return end;
}

static size_t next_drawn(const struct job *job, size_t at, size_t end)
{
    while (at < end && !job->letters[at].drawn)
        at++;
    return at;
}

/* The drawn letters from *at on that make one run, as UTF-8 into `buffer`; steps *at behind them. */
static size_t collect_run(const struct job *job, size_t *at, size_t end, char *buffer)
{
    const struct letter *first = &job->letters[*at];
    size_t length = 0;
    while (*at < end && same_run(first, &job->letters[*at])) {
        length += utf8_encode(job->letters[*at].character, buffer + length);
        *at = next_drawn(job, *at + 1, end);
    }
    buffer[length] = 0;
    return length;
}

static int measure_run(const struct job *job, const struct letter *first, const char *text, size_t length)
{
    const struct font_source *source = job->source;
    return source->width(source->context, first->font, first->weight, job->request->size, first->level & 1,
                         first->script, text, length);
}

static int measure_line(struct job *job, size_t start, size_t end, char *buffer)
{
    int width = 0;
    end = trimmed_end(job, start, end);
    for (size_t at = next_drawn(job, start, end); at < end;) {
        const struct letter *first = &job->letters[at];
        size_t length = collect_run(job, &at, end, buffer);
        width += measure_run(job, first, buffer, length);
    }
    return width;
}

/* Where the line that begins at `start` ends: behind the last break that still fits. */
static size_t find_line_end(struct job *job, size_t start, char *buffer)
{
    size_t best = 0;
    for (size_t at = start; at < job->count; at++) {
        bool last = at + 1 == job->count || job->letters[at].newline;
        if (!last && !job->letters[at].break_after)
            continue;
        bool fits =
            job->request->width <= 0 || measure_line(job, start, at + 1, buffer) <= job->request->width * 64;
        if (!fits && best > 0)
            return best;
        best = at + 1;
        if (last || !fits)
            return best;
    }
    return job->count;
}

static void swap_runs(struct text_run *a, struct text_run *b)
{
    struct text_run kept = *a;
    *a = *b;
    *b = kept;
}

/* The bidi algorithm's last rule: from the highest level down, reverse every stretch of at least that level.
 */
static void reorder(struct text_run *runs, FriBidiLevel *levels, size_t count)
{
    int highest = 0;
    for (size_t i = 0; i < count; i++)
        highest = levels[i] > highest ? levels[i] : highest;
    for (int level = highest; level > 0; level--) {
        for (size_t start = 0; start < count; start++) {
            size_t end = start;
            while (end < count && levels[end] >= level)
                end++;
            for (size_t a = start, b = end; b > a + 1; a++, b--) {
                swap_runs(&runs[a], &runs[b - 1]);
                FriBidiLevel kept = levels[a];
                levels[a] = levels[b - 1];
                levels[b - 1] = kept;
            }
            start = end;
        }
    }
}

/* The runs of [start, end) with their places; false when memory ran out. */
static bool make_line(struct job *job, size_t start, size_t end, char *buffer, struct text_line *ret_line)
{
    end = trimmed_end(job, start, end);
    struct text_run *runs = arena_array(job->arena, end - start, sizeof *runs);
    FriBidiLevel *levels = arena_array(job->arena, end - start, sizeof *levels);
    size_t count = 0;
    if (runs == NULL || levels == NULL)
        return false;
    for (size_t at = next_drawn(job, start, end); at < end;) {
        const struct letter *first = &job->letters[at];
        size_t length = collect_run(job, &at, end, buffer);
        levels[count] = first->level;
        runs[count++] = (struct text_run){
            .text = arena_copy(job->arena, buffer, length),
            .font = first->font,
            .weight = first->weight,
            .right_to_left = first->level & 1,
            .script = first->script,
            .width = measure_run(job, first, buffer, length),
        };
        if (runs[count - 1].text == NULL)
            return false;
    }
    reorder(runs, levels, count);
    int x = 0;
    for (size_t i = 0; i < count; i++) {
        runs[i].x = x;
        x += runs[i].width;
    }
    *ret_line = (struct text_line){.runs = runs, .run_count = count, .width = (x + 63) / 64};
    return true;
}

static void break_lines(struct job *job, char *buffer, struct text_layout *layout)
{
    struct text_line *lines = arena_array(job->arena, job->count + 1, sizeof *lines);
    job->failed = job->failed || lines == NULL;
    size_t start = 0;
    while (!job->failed && start < job->count) {
        size_t end = find_line_end(job, start, buffer);
        struct text_line *line = &lines[layout->line_count];
        job->failed = !make_line(job, start, end, buffer, line);
        layout->line_count++;
        layout->width = line->width > layout->width ? line->width : layout->width;
        start = end;
    }
    layout->lines = lines;
    layout->overflow = job->request->width > 0 && layout->width > job->request->width;
    layout->height = (int)layout->line_count * job->request->line;
}

static void lay_out(struct text_measurer *measurer, struct entry *entry)
{
    size_t room = strlen(entry->request.text) + 1;
    struct job job = {.source = &measurer->source, .request = &entry->request, .arena = &measurer->arena};
    struct letter *letters = calloc(room, sizeof *letters);
    /* A bad byte becomes U+FFFD, which is three bytes. */
    char *buffer = malloc(room * 3 + 1);
    if (letters != NULL && buffer != NULL) {
        job.letters = letters;
        job.count = read_letters(&entry->request, letters);
        mark_breaks(&job);
        settle_scripts(&job);
        choose_fonts(&job);
        if (job.count > 0)
            find_levels(&job);
        break_lines(&job, buffer, &entry->layout);
        memset(letters, 0, room * sizeof *letters);
        memset(buffer, 0, room * 3 + 1);
    }
    if (letters == NULL || buffer == NULL || job.failed)
        entry->layout = (struct text_layout){.overflow = true}; /* nothing is drawn, and checks see it */
    free(letters);
    free(buffer);
}

/* ---- cache ---- */

static uint64_t hash_request(const struct request *request)
{
    const int numbers[] = {request->face, request->weight, request->size,
                           request->line, request->width,  request->right_to_left};
    uint64_t hash = HASH_START;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        hash = hash_number(hash, (uint64_t)numbers[i]);
    return hash_text(hash, request->text);
}

static bool same_request(const struct request *a, const struct request *b)
{
    return a->face == b->face && a->weight == b->weight && a->size == b->size && a->line == b->line &&
           a->width == b->width && a->right_to_left == b->right_to_left && strcmp(a->text, b->text) == 0;
}

struct text_measurer *text_measurer_new(struct font_source source)
{
    struct text_measurer *measurer = calloc(1, sizeof *measurer);
    if (measurer != NULL)
        measurer->source = source;
    return measurer;
}

void text_measurer_clear(struct text_measurer *measurer)
{
    memset(measurer->buckets, 0, sizeof measurer->buckets);
    arena_clear(&measurer->arena);
    measurer->entry_count = 0;
}

void text_measurer_speak(struct text_measurer *measurer, const char *language)
{
    if (strcmp(measurer->language, language) == 0)
        return;
    snprintf(measurer->language, sizeof measurer->language, "%s", language);
    text_measurer_clear(measurer);
    if (measurer->source.speak != NULL)
        measurer->source.speak(measurer->source.context, measurer->language);
}

void text_measurer_trim(struct text_measurer *measurer)
{
    if (measurer->entry_count > ENTRIES_MAX)
        text_measurer_clear(measurer);
}

void text_measurer_free(struct text_measurer *measurer)
{
    if (measurer == NULL)
        return;
    arena_release(&measurer->arena);
    free(measurer);
}

const struct text_layout *text_layout(struct text_measurer *measurer, int face, int weight, int size,
                                      int line, int width, bool right_to_left, const char *text)
{
    static const struct text_layout NOTHING = {.overflow = true};
    struct request request = {face, weight, size, line, width, right_to_left, text};
    uint64_t hash = hash_request(&request);
    struct entry **bucket = &measurer->buckets[hash % BUCKETS];
    for (struct entry *entry = *bucket; entry != NULL; entry = entry->next) {
        if (entry->hash == hash && same_request(&entry->request, &request))
            return &entry->layout;
    }
    struct entry *entry = arena_alloc(&measurer->arena, sizeof *entry);
    request.text = arena_copy_text(&measurer->arena, text);
    if (entry == NULL || request.text == NULL)
        return &NOTHING;
    entry->hash = hash;
    entry->request = request;
    lay_out(measurer, entry);
    entry->next = *bucket;
    *bucket = entry;
    measurer->entry_count++;
    return &entry->layout;
}
