/* The sound card, through SDL: one stream of speech at a time, and a soft chime. The card is opened when
 * there is something to play and given back when the visit is over, so that nothing runs in between. */
#ifndef CB_PLATFORM_AUDIO_H
#define CB_PLATFORM_AUDIO_H

#include "speech/sink.h"

/* `ended` is called from another thread when a sound has come to its end by itself. CB_NO_MEMORY. */
int audio_open(void (*ended)(void), struct sound_sink *ret_sink, struct problem *ret_problem);
/* Two soft tones, for "is anybody still here?" and the installer's sound test. Blocks nothing. The sink is
 * one that audio_open gave. CB_IO: there is no sound card. */
int audio_chime(struct sound_sink sink);
/* Whether there is a sound card that is more than a stand-in. */
bool audio_available(void);

#endif
