/* The visit by ear: what starts and ends speech, and what the narrator is told about a page. */
#include "app.h"
#include "app_private.h"
#include "screens/screen.h"
#include "speech/language.h"

#include <string.h>

/* ---- keys ---- */

bool app_speech_key(struct app *app, enum app_key key)
{
    struct speech_settings *speech = &app->visit.speech;
    switch (key) {
    case KEY_REPEAT:
        speech->paused = false;
        speech->repeats++;
        break;
    case KEY_PAUSE:
        speech->paused = !speech->paused;
        break;
    case KEY_FASTER:
    case KEY_SLOWER:
        speech_faster(speech, key == KEY_FASTER ? 1 : -1);
        break;
    case KEY_LOUDER:
    case KEY_SOFTER:
        speech_louder(speech, key == KEY_LOUDER ? 1 : -1);
        break;
    case KEY_VOLUME:
        speech_volume_next(speech);
        break;
    default:
        return false;
    }
    app->dirty = true;
    return true;
}

static void start_speech(struct app *app)
{
    app->visit.speech.on = true;
    app->visit.speech.paused = false;
    app->by_keys = true;
    app->dirty = true;
}

void app_keypad(struct app *app, enum app_key key, struct moment now)
{
    app_turn(app, now);
    bool first = !app->visit.speech.on;
    app->visit.keypad = true;
    if (first) {
        app_note_input(app);
        start_speech(app);
    }
    if (!first || key == KEY_HELP)
        app_key(app, key, now);
}

/* ---- the page that sets it ---- */

static const int speeds[] = {-1, 0, 2};
enum {
    SPEED_COUNT = sizeof speeds / sizeof speeds[0]
};

int app_speed_choice(const struct app *app)
{
    int speed = app->visit.speech.speed;
    return speed < 0 ? 0 : speed == 0 ? 1 : 2;
}

enum voice_state app_voice(const struct app *app)
{
    if (app->mute)
        return VOICE_NO_SOUND;
    return language_voice(app_language_code(app)) != NULL ? VOICE_READY : VOICE_NO_LANGUAGE;
}

void app_reset_speech(struct app *app)
{
    app->visit.speech = (struct speech_settings){.on = app->headphones};
    app->visit.keypad = false;
}

static void set_speed(struct speech_settings *speech, int choice)
{
    if (choice >= 0 && choice < SPEED_COUNT)
        speech->speed = speeds[choice];
}

bool app_speech_act(struct app *app, struct action action)
{
    struct speech_settings *speech = &app->visit.speech;
    switch (action.kind) {
    case DO_SPEAK:
        speech->on = action.arg == 1;
        speech->paused = false;
        return true;
    case DO_SPEED:
        set_speed(speech, action.arg);
        return true;
    case DO_VOLUME:
        speech_louder(speech, action.arg);
        return true;
    case DO_KEYPAD:
        app->visit.keypad = action.arg == 1;
        app->by_keys = app->visit.keypad;
        return true;
    default:
        return false;
    }
}

/* ---- headphones ---- */

static bool waits_for_help(const struct app *app)
{
    return app_alert_open(app);
}

void app_headphones(struct app *app, bool plugged, struct moment now)
{
    app_turn(app, now);
    if (plugged == app->headphones)
        return;
    app->headphones = plugged;
    app->dirty = true;
    if (plugged) {
        app_note_input(app);
        start_speech(app);
    } else if (waits_for_help(app)) {
        app->visit.speech.on = false;
    } else {
        app_leave(app);
    }
}

/* ---- what is told ---- */

/* The pages that say the same to everybody. All others are taken to be about the person: what is not known to
 * be harmless is not said to a room. */
static const bool public_pages[SCREEN_COUNT] = {
    [SCREEN_HOME] = true,      [SCREEN_ACCESS] = true,   [SCREEN_BOARD] = true,    [SCREEN_PROFILE] = true,
    [SCREEN_ROLE] = true,      [SCREEN_CARD] = true,     [SCREEN_NOTICE] = true,   [SCREEN_CLOSED] = true,
    [SCREEN_GROUPS] = true,    [SCREEN_PHONE] = true,    [SCREEN_LANGUAGE] = true, [SCREEN_HELP] = true,
    [SCREEN_HELP_SENT] = true, [SCREEN_STARTING] = true,
};

bool app_page_about_person(const struct app *app)
{
    return app->visit.cover == COVER_NONE && !public_pages[app_screen(app)];
}

struct narrator_page app_narration(const struct app *app)
{
    const struct app_language *language = app->language_count ? &app->languages[app->visit.language] : NULL;
    const struct catalogue *english = language ? language->catalogue : NULL;
    for (size_t i = 0; i < app->language_count; i++) {
        if (strcmp(app->languages[i].code, "en") == 0)
            english = app->languages[i].catalogue;
    }
    return (struct narrator_page){.frame = &app->frame,
                                  .focus = app->focus,
                                  .asked = app->asked,
                                  .by_keys = app->by_keys,
                                  .page = app_page_number(app),
                                  .language = app_language_code(app),
                                  .words = language ? language->catalogue : NULL,
                                  .english = english,
                                  .ear = app->headphones ? EAR_HEADPHONES : EAR_LOUDSPEAKER};
}
