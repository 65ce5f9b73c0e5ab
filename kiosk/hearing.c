/* Voice, sound, headphones and keypad. */
#include "hearing.h"

#include "base/file.h"
#include "platform/audio.h"
#include "speech/espeak.h"

#include <stdlib.h>
#include <string.h>

#define SIMULATED_PLUG 69 /* F12 */
#define KEYPAD_FILE    "keypad"
#define KEYPAD_LIMIT   1024

/* ---- opening ---- */

static int open_sink(const struct options *options, void (*wake)(void), struct hearing *hearing,
                     struct problem *problem)
{
    bool to_file = options->spoken_wav[0] != 0;
    int result = to_file ? sink_wav_open(options->spoken_wav, &hearing->sink, problem)
                         : audio_open(wake, &hearing->sink, problem);
    hearing->has_sink = result == CB_OK;
    hearing->has_card = result == CB_OK && !to_file;
    return result;
}

static int open_transcript(const char *path, struct hearing *hearing, struct problem *problem)
{
    hearing->spoken = fopen(path, "ae");
    if (hearing->spoken == NULL)
        return problem_set(problem, CB_IO, "cannot write the file %s.", path);
    narrator_init(&hearing->narrator, voice_transcript(hearing->spoken));
    hearing->voiced = true;
    return CB_OK;
}

/* A kiosk that cannot speak still serves everyone who can read. */
static int open_voice(const struct options *options, void (*wake)(void), struct hearing *hearing,
                      struct problem *problem)
{
    struct voice voice;
    if (options->spoken[0] != 0)
        return open_transcript(options->spoken, hearing, problem);
    int result = open_sink(options, wake, hearing, problem);
    if (result != CB_OK || !options->speech)
        return result;
    if (voice_espeak_open(hearing->sink, &voice, problem) == CB_OK) {
        narrator_init(&hearing->narrator, voice);
        hearing->voiced = true;
        return CB_OK;
    }
    fprintf(stderr, "coachbell-kiosk: %s\n", problem->text);
    /* It took its sink along; the chime needs one. */
    return open_sink(options, wake, hearing, problem);
}

/* What the installer taught the kiosk wins over the configuration. */
static void read_keypad(const struct options *options, struct keypad *keypad)
{
    char path[OPTIONS_TEXT + 16];
    uint8_t *bytes = NULL;
    size_t length = 0;
    *keypad = options->keypad;
    snprintf(path, sizeof path, "%s/" KEYPAD_FILE, options->data);
    if (file_read(path, KEYPAD_LIMIT, &bytes, &length) != CB_OK)
        return;
    if (!keypad_parse((const char *)bytes, keypad))
        fprintf(stderr, "coachbell-kiosk: %s is no map of a keypad; the configuration holds.\n", path);
    free(bytes);
}

int hearing_open(const struct options *options, void (*wake)(void), struct hearing *ret_hearing,
                 struct problem *ret_problem)
{
    memset(ret_hearing, 0, sizeof *ret_hearing);
    read_keypad(options, &ret_hearing->keypad);
    ret_hearing->simulated = options->headphones_simulated;
    if (!ret_hearing->simulated && jack_open(wake, &ret_hearing->jack) != CB_OK)
        ret_hearing->jack = NULL;
    return open_voice(options, wake, ret_hearing, ret_problem);
}

void hearing_close(struct hearing *hearing)
{
    jack_close(hearing->jack);
    if (hearing->voiced)
        narrator_release(&hearing->narrator);
    else if (hearing->has_sink)
        hearing->sink.close(hearing->sink.context);
    if (hearing->spoken != NULL)
        fclose(hearing->spoken);
    memset(hearing, 0, sizeof *hearing);
}

/* ---- what comes in ---- */

void hearing_turn(struct hearing *hearing, struct app *app, struct moment now)
{
    if (hearing->jack != NULL)
        app_headphones(app, jack_plugged(hearing->jack), now);
}

static const enum app_key KEYS[KEYPAD_COUNT] = {
    [KEYPAD_UP] = KEY_PREVIOUS,   [KEYPAD_DOWN] = KEY_NEXT,     [KEYPAD_BACK] = KEY_BACK,
    [KEYPAD_NEXT] = KEY_NEXT,     [KEYPAD_SELECT] = KEY_SELECT, [KEYPAD_HELP] = KEY_HELP,
    [KEYPAD_VOLUME] = KEY_VOLUME, [KEYPAD_LOUDER] = KEY_LOUDER, [KEYPAD_SOFTER] = KEY_SOFTER,
    [KEYPAD_REPEAT] = KEY_REPEAT, [KEYPAD_PAUSE] = KEY_PAUSE,   [KEYPAD_FASTER] = KEY_FASTER,
    [KEYPAD_SLOWER] = KEY_SLOWER,
};

bool hearing_key(struct hearing *hearing, struct app *app, int scancode, struct moment now)
{
    enum keypad_function function = keypad_function_of(&hearing->keypad, scancode);
    if (app_learns_keys(app) && keypad_is_key(scancode))
        app_learn_key(app, scancode, now);
    else if (hearing->simulated && scancode == SIMULATED_PLUG)
        app_headphones(app, !app->headphones, now);
    else if (function == KEYPAD_PLUGGED || function == KEYPAD_UNPLUGGED)
        app_headphones(app, function == KEYPAD_PLUGGED, now);
    else if (function != KEYPAD_NONE)
        app_keypad(app, KEYS[function], now);
    else
        return false;
    return true;
}

bool hearing_speaks(const struct hearing *hearing)
{
    return hearing->voiced && (!hearing->has_card || audio_available());
}

/* ---- the installer ---- */

void hearing_facts(const struct hearing *hearing, struct installer_facts *facts)
{
    const struct keypad *keypad = &hearing->keypad;
    facts->sound_card = hearing->has_card && audio_available();
    facts->voice = hearing->voiced;
    facts->keypad = *keypad;
    if (hearing->simulated)
        facts->headphones = "Simulated: F12 plugs them in and pulls them out.";
    else if (hearing->jack != NULL)
        facts->headphones = "The sound card's socket tells.";
    else if (keypad->scancode[KEYPAD_PLUGGED] != 0)
        facts->headphones = "The keypad's socket tells.";
}

void hearing_test(struct hearing *hearing)
{
    if (hearing->has_card && audio_chime(hearing->sink) == CB_OK)
        hearing->chimed = true;
}

/* ---- what goes out ---- */

/* "Do you want more time?" is asked by sound too (rules A12). */
static void chime(struct hearing *hearing, const struct app *app)
{
    bool asks = app->visit.cover == COVER_IDLE;
    if (!hearing->has_card)
        return;
    if (asks && !hearing->chimed)
        audio_chime(hearing->sink);
    else if (!asks && hearing->chimed && !app->visit.speech.on && !app->visit.installer.open)
        hearing->sink.rest(hearing->sink.context);
    hearing->chimed = asks || (hearing->chimed && app->visit.installer.open);
}

void hearing_follow(struct hearing *hearing, struct app *app)
{
    chime(hearing, app);
    if (!hearing->voiced)
        return;
    if (!app->unheard) {
        narrator_step(&hearing->narrator);
        return;
    }
    app->unheard = false;
    struct narrator_page page = app_narration(app);
    narrator_follow(&hearing->narrator, &app->visit.speech, &page);
    app->asked = -1;
}
