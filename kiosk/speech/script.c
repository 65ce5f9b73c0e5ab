/* An element list as spoken lines. */
#include "speech/script.h"

#include "base/strbuf.h"
#include "base/utf8.h"

#include <string.h>

/* ---- plain words ---- */

static bool is_unseen(uint32_t character)
{
    return (character >= 0x2066 && character <= 0x2069) || character == 0x200B || character == 0x200E ||
           character == 0x200F;
}

static void add_plain(struct strbuf *out, const char *text)
{
    while (*text != 0) {
        if (text[0] == '*' && text[1] == '*') {
            text += 2;
            continue;
        }
        char bytes[4];
        uint32_t character = utf8_next(&text);
        if (character == '\n')
            strbuf_add_char(out, ' ');
        else if (!is_unseen(character))
            strbuf_add(out, bytes, utf8_encode(character, bytes));
    }
}

static const char *keep(struct arena *arena, struct strbuf *text)
{
    const char *kept = strbuf_failed(text) ? NULL : arena_copy_text(arena, strbuf_text(text));
    strbuf_release(text);
    return kept != NULL ? kept : "";
}

const char *script_plain(struct arena *arena, const char *text)
{
    struct strbuf out = STRBUF_INIT;
    add_plain(&out, text);
    return keep(arena, &out);
}

/* ---- lines ---- */

static void add_line(struct speech_script *script, const char *text, int element, bool quiet, bool alive)
{
    if (text[0] != 0 && script->count < SCRIPT_LINES_MAX)
        script->lines[script->count++] = (struct spoken_line){text, element, quiet, alive};
}

/* The target that an element belongs to, through plates and boxes; -1: none. */
static int target_above(const struct element_list *list, int index)
{
    while (index >= 0 && list->items[index].role == TARGET_NONE)
        index = list->items[index].owner;
    return index;
}

static void add_part(struct strbuf *out, const char *text)
{
    if (out->length > 0)
        strbuf_add_text(out, ", ");
    strbuf_add_text(out, text);
}

/* What is written on a target and is not in its label. */
static void add_written(struct strbuf *out, struct arena *arena, const struct element_list *list, int target)
{
    for (size_t i = (size_t)target + 1; i < list->count; i++) {
        const struct element *element = &list->items[i];
        if (element->kind != ELEMENT_TEXT || element->text == NULL || target_above(list, (int)i) != target)
            continue;
        const char *text = script_plain(arena, element->text);
        if (strstr(strbuf_text(out), text) == NULL)
            add_part(out, text);
    }
}

static const char *role_word(const struct element *target, const struct catalogue *words)
{
    static const char *const ids[] = {
        [TARGET_BUTTON] = "speech.button", [TARGET_CHECK] = "speech.check", [TARGET_RADIO] = "speech.radio"};
    bool named =
        target->role == TARGET_BUTTON || target->role == TARGET_CHECK || target->role == TARGET_RADIO;
    return named ? catalogue_text(words, ids[target->role]) : NULL;
}

static const char *state_word(const struct element *target, const struct catalogue *words)
{
    if (target->disabled)
        return catalogue_text(words, "speech.disabled");
    if (target->chosen)
        return catalogue_text(words, "speech.chosen");
    bool can_be_chosen = target->role == TARGET_CHECK || target->role == TARGET_RADIO;
    return can_be_chosen ? catalogue_text(words, "speech.not_chosen") : NULL;
}

static void add_target(struct speech_script *script, const struct element_list *list, int index,
                       const struct catalogue *words, bool withheld)
{
    const struct element *target = &list->items[index];
    struct strbuf line = STRBUF_INIT;
    if (withheld && target->about_person)
        strbuf_add_text(&line, catalogue_text(words, "speech.hidden"));
    else if (target->label != NULL)
        add_plain(&line, target->label);
    if (!withheld)
        add_written(&line, &script->arena, list, index);
    if (role_word(target, words) != NULL)
        add_part(&line, role_word(target, words));
    if (!withheld && state_word(target, words) != NULL)
        add_part(&line, state_word(target, words));
    add_line(script, keep(&script->arena, &line), index, target->role == TARGET_KEY, false);
}

static bool is_title(const struct element_list *list, const char *text)
{
    return list->title != NULL && strcmp(list->title, text) == 0;
}

static void add_element(struct speech_script *script, const struct element_list *list, int index,
                        const struct catalogue *words, bool withheld)
{
    const struct element *element = &list->items[index];
    /* A key said aloud is a typed letter said aloud. */
    if (element->role == TARGET_KEY && withheld)
        add_line(script, catalogue_text(words, "speech.key"), index, true, false);
    else if (element->role != TARGET_NONE)
        add_target(script, list, index, words, withheld);
    else if (element->kind == ELEMENT_QR && !withheld)
        add_line(script, catalogue_text(words, "speech.code"), index, false, true);
    else if (element->kind == ELEMENT_TEXT && element->text != NULL && !withheld &&
             target_above(list, index) < 0 && !is_title(list, element->text))
        add_line(script, script_plain(&script->arena, element->text), index, false, !element->typed);
}

void script_make(struct speech_script *script, const struct element_list *list, const struct catalogue *words,
                 enum speech_ear ear)
{
    bool typed = false;
    for (size_t i = 0; i < list->count; i++)
        typed = typed || list->items[i].typed;
    bool withheld = ear == EAR_LOUDSPEAKER && (list->about_person || typed);
    arena_clear(&script->arena);
    script->count = 0;
    if (withheld)
        add_line(script, catalogue_text(words, "speech.private"), -1, false, true);
    else if (list->title != NULL)
        add_line(script, script_plain(&script->arena, list->title), -1, false, true);
    for (size_t i = 0; i < list->count; i++)
        add_element(script, list, (int)i, words, withheld);
}

const struct spoken_line *script_target(const struct speech_script *script, int element)
{
    for (size_t i = 0; i < script->count; i++) {
        if (element >= 0 && script->lines[i].element == element)
            return &script->lines[i];
    }
    return NULL;
}

void script_release(struct speech_script *script)
{
    arena_release(&script->arena);
    explicit_bzero(script->lines, sizeof script->lines);
    script->count = 0;
}
