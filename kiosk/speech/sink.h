/* Where a voice's sound goes: the sound card (platform/audio.h), or a file. Sound comes as a WAV stream out
 * of a pipe, at the pace at which the sink reads it. */
#ifndef CB_SPEECH_SINK_H
#define CB_SPEECH_SINK_H

#include "base/error.h"

#include <stdbool.h>

struct sound_sink {
    void *context;
    /* Plays what comes out of `pipe` in place of what is playing, until its end. The pipe is the sink's from
     * now on, also on failure. CB_IO: there is no sound card, or it is taken. */
    int (*play)(void *context, int pipe, int volume_percent);
    void (*stop)(void *context); /* silence within 50 ms */
    void (*hold)(void *context, bool held);
    void (*volume)(void *context, int percent);
    bool (*playing)(void *context);
    void (*rest)(void *context); /* nothing more for now: the card may sleep; old sound is overwritten */
    void (*close)(void *context);
};

/* Appends every sound to a WAV file, at once, not at its pace. For tests and for listening afterwards.
 * CB_IO: it cannot be written. */
int sink_wav_open(const char *path, struct sound_sink *ret_sink, struct problem *ret_problem);

#endif
