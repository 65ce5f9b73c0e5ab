/* What turns words into sound, or into something else that tests read. A voice says one thing at a time and
 * starts it at once; the order of things is the narrator's (narrator.h). */
#ifndef CB_SPEECH_VOICE_H
#define CB_SPEECH_VOICE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>

struct utterance {
    const char *text;     /* plain UTF-8 of one line, borrowed for the call */
    const char *language; /* "en", "es" … */
    int words_per_minute;
    int volume; /* percent of the sound card's own volume */
};

/* A backend: espeak.h, or the transcript below. Every function may be called at any time. */
struct voice {
    void *context;
    /* Begins to say it, in place of what is being said. CB_UNSUPPORTED: it does not speak this language;
     * CB_IO, CB_NO_MEMORY: it cannot be heard now. On failure nothing is being said. */
    int (*say)(void *context, const struct utterance *utterance);
    /* Silence, at once (rules A2: 200 ms). */
    void (*stop)(void *context);
    /* Silence that goes on where it was when `held` is taken away. */
    void (*hold)(void *context, bool held);
    void (*volume)(void *context, int percent);
    bool (*speaking)(void *context);
    bool (*speaks)(void *context, const char *language);
    /* The visit is over: nothing that was said stays in memory, here or in a process of its own. */
    void (*forget)(void *context);
    void (*close)(void *context);
};

/* Writes each utterance as a line "language<TAB>text" and flushes; it is done with it at once. For tests and
 * for looking at what would be said. The stream stays the caller's. */
struct voice voice_transcript(FILE *out);

#endif
