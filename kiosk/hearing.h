/* The kiosk by ear and keypad, around the app: the voice and its sound, the headphone socket, the keys of an
 * assistive keypad. */
#ifndef CB_HEARING_H
#define CB_HEARING_H

#include "app.h"
#include "options.h"
#include "platform/jack.h"
#include "speech/sink.h"
#include "ui/keypad.h"

struct hearing {
    struct narrator narrator; /* its voice is empty when there is none */
    bool voiced;
    struct sound_sink sink; /* owned by the voice when there is one */
    bool has_sink;
    bool has_card; /* the sink is a sound card's: it can chime */
    bool chimed;   /* the card may still be open for it */
    struct jack *jack;
    bool simulated; /* headphones: F12 plugs them in and pulls them out */
    struct keypad keypad;
    FILE *spoken; /* instead of a voice: what would be said */
};

/* Without espeak-ng or a sound card the kiosk works all the same and says on stderr what is missing. `wake`
 * is called from other threads. CB_IO, CB_BAD_INPUT: a file that was asked for. */
int hearing_open(const struct options *options, void (*wake)(void), struct hearing *ret_hearing,
                 struct problem *ret_problem);
void hearing_close(struct hearing *hearing);
/* Tells the app what has become of the headphones. */
void hearing_turn(struct hearing *hearing, struct app *app, struct moment now);
/* True when the key belongs to the keypad, or plugs simulated headphones: then it has been acted on. */
bool hearing_key(struct hearing *hearing, struct app *app, int scancode, struct moment now);
/* There are a voice and something it can be heard on. */
bool hearing_speaks(const struct hearing *hearing);
/* Sound, voice, headphones and keypad for the installer's page. */
void hearing_facts(const struct hearing *hearing, struct installer_facts *facts);
/* The installer's sound test: the chime. */
void hearing_test(struct hearing *hearing);
/* After each turn, drawn or not: says what there is to say. */
void hearing_follow(struct hearing *hearing, struct app *app);

#endif
