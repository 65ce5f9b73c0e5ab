/* Pictures compared, and lines put in order for the voice. */
#include "speech/narrator.h"

#include <stdio.h>
#include <string.h>

/* ---- lines that wait ---- */

static void hush(struct narrator *narrator)
{
    narrator->waiting_count = narrator->waiting_at = 0;
    arena_clear(&narrator->arena);
    if (narrator->awake)
        narrator->voice.stop(narrator->voice.context);
}

static void enqueue(struct narrator *narrator, const char *text)
{
    char *kept = text[0] != 0 ? arena_copy_text(&narrator->arena, text) : NULL;
    if (kept != NULL && narrator->waiting_count < SCRIPT_LINES_MAX)
        narrator->waiting[narrator->waiting_count++] = kept;
}

void narrator_step(struct narrator *narrator)
{
    if (!narrator->settings.on || narrator->settings.paused)
        return;
    while (narrator->waiting_at < narrator->waiting_count && !narrator->unheard &&
           !narrator->voice.speaking(narrator->voice.context)) {
        struct utterance utterance = {.text = narrator->waiting[narrator->waiting_at++],
                                      .language = narrator->spoken_language,
                                      .words_per_minute = speech_words_per_minute(&narrator->settings),
                                      .volume = speech_volume_percent(&narrator->settings)};
        narrator->awake = true;
        narrator->unheard = narrator->voice.say(narrator->voice.context, &utterance) != CB_OK;
    }
    if (narrator->waiting_at == narrator->waiting_count && narrator->waiting_count > 0) {
        narrator->waiting_at = narrator->waiting_count = 0;
        arena_clear(&narrator->arena);
    }
}

/* ---- what there is to say ---- */

static bool has_voice(const struct narrator *narrator, const char *language)
{
    return narrator->voice.speaks(narrator->voice.context, language);
}

static void say_target(struct narrator *narrator, int element)
{
    const struct spoken_line *line = script_target(&narrator->script, element);
    if (line != NULL)
        enqueue(narrator, line->text);
}

/* The whole page, or, in a language that no voice speaks, that it can only be read by eye. */
static void say_page(struct narrator *narrator, const struct narrator_page *page)
{
    if (!has_voice(narrator, page->language)) {
        enqueue(narrator, catalogue_text(page->english, "speech.no_voice"));
        return;
    }
    for (size_t i = 0; i < narrator->script.count; i++) {
        const struct spoken_line *line = &narrator->script.lines[i];
        if (!line->quiet)
            enqueue(narrator, line->text);
        /* The title first: where one is comes before what one can do. */
        if (i == 0 && !narrator->explained)
            enqueue(narrator, catalogue_text(page->words, page->by_keys ? "speech.how" : "speech.touch"));
        narrator->explained = true;
    }
}

/* The words that were touched, or the target they are part of. The title, or that the page is private, has no
 * place of its own. */
static void say_asked(struct narrator *narrator, const struct narrator_page *page)
{
    const struct spoken_line *line = NULL;
    for (int at = page->asked; at >= 0 && line == NULL; at = page->frame->items[at].owner)
        line = script_target(&narrator->script, at);
    hush(narrator);
    if (line != NULL || narrator->script.count > 0)
        enqueue(narrator, line != NULL ? line->text : narrator->script.lines[0].text);
}

/* From the last target round to the first: the page again, so that it can be heard twice by one key alone. */
static bool came_round(const struct narrator *narrator, const struct narrator_page *page)
{
    int first = element_next_target(page->frame, -1, 1), last = element_next_target(page->frame, -1, -1);
    const struct element *end = last >= 0 ? &page->frame->items[last] : NULL;
    return end != NULL && first != last && page->focus == first && narrator->focus.kind == end->action.kind &&
           narrator->focus.arg == end->action.arg;
}

static bool said_before(const struct narrator *narrator, const char *text)
{
    for (size_t i = 0; i < narrator->before.count; i++) {
        if (narrator->before.lines[i].alive && strcmp(narrator->before.lines[i].text, text) == 0)
            return true;
    }
    return false;
}

static void say_news(struct narrator *narrator)
{
    for (size_t i = 0; i < narrator->script.count; i++) {
        const struct spoken_line *line = &narrator->script.lines[i];
        if (line->alive && !said_before(narrator, line->text))
            enqueue(narrator, line->text);
    }
}

/* ---- typing ---- */

static void typed_text(const struct element_list *frame, char ret_text[NARRATOR_TYPED_MAX])
{
    ret_text[0] = 0;
    for (size_t i = 0; i < frame->count; i++) {
        const struct element *element = &frame->items[i];
        if (element->typed && element->text != NULL)
            strncat(ret_text, element->text, NARRATOR_TYPED_MAX - 1 - strlen(ret_text));
    }
}

/* What was typed since the last picture, or that something was erased. */
static void echo_typed(struct narrator *narrator, const struct narrator_page *page, bool same_page)
{
    char now[NARRATOR_TYPED_MAX];
    typed_text(page->frame, now);
    size_t before = strlen(narrator->typed), length = strlen(now);
    if (same_page && page->ear == EAR_HEADPHONES && strcmp(now, narrator->typed) != 0) {
        hush(narrator);
        if (length > before && strncmp(now, narrator->typed, before) == 0)
            enqueue(narrator, strcmp(now + before, " ") == 0 ? catalogue_text(page->words, "find.name.space")
                                                             : now + before);
        else
            enqueue(narrator, catalogue_text(page->words, "speech.erased"));
    }
    memcpy(narrator->typed, now, sizeof now);
    explicit_bzero(now, sizeof now);
}

/* ---- pictures ---- */

static const struct element *focused(const struct narrator_page *page)
{
    return page->focus >= 0 ? &page->frame->items[page->focus] : NULL;
}

static void remember(struct narrator *narrator, const struct narrator_page *page)
{
    const struct element *target = focused(page);
    narrator->page = page->page;
    narrator->frame_count = page->frame->count;
    narrator->ear = page->ear;
    narrator->focus = target != NULL ? target->action : (struct action){0, 0};
    narrator->focus_index = page->focus;
    narrator->focus_chosen = target != NULL && target->chosen;
    snprintf(narrator->language, sizeof narrator->language, "%s", page->language);
    snprintf(narrator->spoken_language, sizeof narrator->spoken_language, "%s",
             has_voice(narrator, page->language) ? page->language : "en");
}

/* Told by what the target does, since what is above it may grow; two that do the same, by their place. */
static bool focus_moved(const struct narrator *narrator, const struct narrator_page *page)
{
    const struct element *target = focused(page);
    if (target == NULL)
        return false;
    bool same = target->action.kind == narrator->focus.kind && target->action.arg == narrator->focus.arg;
    bool same_list = page->frame->count == narrator->frame_count;
    return !same || (same_list && page->focus != narrator->focus_index);
}

/* What the picture has to say that the one before had not. */
static void compare(struct narrator *narrator, const struct narrator_page *page, bool begins)
{
    const struct element *target = focused(page);
    bool new_page = begins || page->page != narrator->page || page->ear != narrator->ear ||
                    strcmp(page->language, narrator->language) != 0;
    if (new_page) {
        hush(narrator);
        narrator->unheard = false;
        say_page(narrator, page);
    } else if (has_voice(narrator, page->language)) {
        if (page->asked >= 0)
            say_asked(narrator, page);
        if (focus_moved(narrator, page)) {
            hush(narrator);
            if (came_round(narrator, page))
                say_page(narrator, page);
            say_target(narrator, page->focus);
        } else if (target != NULL && target->chosen != narrator->focus_chosen) {
            hush(narrator);
            say_target(narrator, page->focus);
        }
        say_news(narrator);
    }
    echo_typed(narrator, page, !new_page);
}

static void say_again(struct narrator *narrator, const struct narrator_page *page)
{
    hush(narrator);
    say_page(narrator, page);
}

static void apply(struct narrator *narrator, const struct speech_settings *settings)
{
    if (settings->paused != narrator->settings.paused && narrator->awake)
        narrator->voice.hold(narrator->voice.context, settings->paused);
    if (settings->volume != narrator->settings.volume)
        narrator->voice.volume(narrator->voice.context, speech_volume_percent(settings));
    narrator->settings = *settings;
}

void narrator_follow(struct narrator *narrator, const struct speech_settings *settings,
                     const struct narrator_page *page)
{
    if (!settings->on) {
        narrator_forget(narrator);
        return;
    }
    bool begins = !narrator->settings.on;
    bool again = !begins && settings->repeats != narrator->settings.repeats;
    struct speech_script swapped = narrator->before;
    narrator->before = narrator->script;
    narrator->script = swapped;
    script_make(&narrator->script, page->frame, page->words, page->ear);
    apply(narrator, settings);
    compare(narrator, page, begins);
    remember(narrator, page);
    if (again)
        say_again(narrator, page);
    narrator_step(narrator);
}

/* ---- a visit's end ---- */

void narrator_init(struct narrator *narrator, struct voice voice)
{
    memset(narrator, 0, sizeof *narrator);
    narrator->voice = voice;
}

void narrator_forget(struct narrator *narrator)
{
    struct voice voice = narrator->voice;
    if (narrator->awake) {
        voice.stop(voice.context);
        voice.forget(voice.context);
    }
    arena_release(&narrator->arena);
    script_release(&narrator->script);
    script_release(&narrator->before);
    explicit_bzero(narrator, sizeof *narrator);
    narrator->voice = voice;
}

void narrator_release(struct narrator *narrator)
{
    narrator_forget(narrator);
    if (narrator->voice.close != NULL)
        narrator->voice.close(narrator->voice.context);
}
