/* The espeak-ng voice: a process of its own for each utterance, which reads the words from a pipe (never from
 * its command line, which others could read) and writes sound into another. Silence is the end of that
 * process; so nothing that it heard outlives it. */
#ifndef CB_SPEECH_ESPEAK_H
#define CB_SPEECH_ESPEAK_H

#include "speech/sink.h"
#include "speech/voice.h"

/* The sink is the voice's from now on, also on failure. CB_UNSUPPORTED: espeak-ng is not installed. */
int voice_espeak_open(struct sound_sink sink, struct voice *ret_voice, struct problem *ret_problem);

#endif
