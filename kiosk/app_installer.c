/* The installer's way in and what the tests there do (rules D4): a chord on a keyboard or a held key opens
 * the lock's page, and only the password opens what is behind it. Wrong ones make the next one wait. */
#include "app.h"
#include "app_private.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

void app_open_installer(struct app *app, struct moment now)
{
    app_turn(app, now);
    /* Whoever stands here loses what they typed; somebody who waits for help does not. */
    if (app_alert_open(app))
        return;
    app_leave(app);
    app_note_input(app);
    app->by_keys = true;
    app_go(app, SCREEN_INSTALLER_LOCK);
}

int64_t app_installer_wait_ms(const struct app *app)
{
    int64_t wait_ms = app->lock.closed_until_ms - app->now.mono_ms;
    return wait_ms > 0 ? wait_ms : 0;
}

void app_installer_try(struct app *app)
{
    bool may = app->installer.has_password && app_installer_wait_ms(app) == 0 &&
               app->visit.installer.password[0] != 0;
    app->wishes.check_password = may;
}

static int64_t wait_after(int wrong)
{
    int64_t wait_ms = INSTALLER_WAIT_MS;
    for (int i = INSTALLER_TRIES; i < wrong && wait_ms < INSTALLER_WAIT_MAX_MS; i++)
        wait_ms *= 2;
    return wait_ms < INSTALLER_WAIT_MAX_MS ? wait_ms : INSTALLER_WAIT_MAX_MS;
}

/* Whoever pairs again finds the address there. */
static void begin_address(struct app *app)
{
    static const char scheme[] = "https://";
    const char *queue = app->installer.queue;
    if (strncmp(queue, scheme, sizeof scheme - 1) == 0)
        snprintf(app->visit.installer.address, sizeof app->visit.installer.address, "%s",
                 queue + sizeof scheme - 1);
}

void app_installer_answer(struct app *app, bool right, struct moment now)
{
    app_turn(app, now);
    app->wishes.check_password = false;
    explicit_bzero(app->visit.installer.password, sizeof app->visit.installer.password);
    app->dirty = true;
    if (app_screen(app) != SCREEN_INSTALLER_LOCK)
        return;
    if (right) {
        app->lock = (struct installer_lock){0, 0};
        app->visit.installer.open = true;
        app->visit.installer.ruler_percent = 100;
        begin_address(app);
        app_replace(app, SCREEN_INSTALLER);
        return;
    }
    if (++app->lock.wrong >= INSTALLER_TRIES)
        app->lock.closed_until_ms = now.mono_ms + wait_after(app->lock.wrong);
}

void app_installer_type(struct app *app, uint32_t character)
{
    char *password = app->visit.installer.password;
    size_t length = strlen(password);
    char bytes[4];
    if (character == 0x08 || character == 0x7f) {
        utf8_drop_last(password);
    } else if (character >= ' ') {
        size_t added = utf8_encode(character, bytes);
        if (length + added > INSTALLER_PASSWORD_MAX)
            return;
        memcpy(password + length, bytes, added);
        password[length + added] = 0;
    }
    app->dirty = true;
}

/* ---- pairing ---- */

void app_paired(struct app *app)
{
    app->installer.paired = true;
    app->visit.installer.paired = app_screen(app) == SCREEN_INSTALLER_PAIR;
    app->dirty = true;
}

void app_pair_type(struct app *app, uint32_t character, struct moment now)
{
    bool digits = app->installer.pairing && app->installer.pair.step == PAIR_TYPING;
    struct action action = {DO_NOTHING, 0};
    if (character == 0x08 || character == 0x7f)
        action.kind = DO_BACKSPACE;
    else if (digits && character >= '0' && character <= '9')
        action = (struct action){DO_DIGIT, (int)(character - '0')};
    else if (!digits && character > ' ' && character < 0x7f)
        action = (struct action){DO_KEY, (int)character};
    if (action.kind != DO_NOTHING)
        app_act(app, action, now);
}

/* ---- the keypad's keys, one after the other ---- */

bool app_learns_keys(const struct app *app)
{
    return app_screen(app) == SCREEN_INSTALLER_KEYS && app->visit.installer.learning != KEYPAD_NONE &&
           app->visit.cover == COVER_NONE;
}

void app_learn_next(struct app *app)
{
    enum keypad_function *learning = &app->visit.installer.learning;
    *learning = *learning < KEYPAD_COUNT - 1 ? (enum keypad_function)(*learning + 1) : KEYPAD_NONE;
    app->dirty = true;
}

void app_learn_key(struct app *app, int scancode, struct moment now)
{
    app_turn(app, now);
    app_note_input(app);
    if (!keypad_learn(&app->installer.keypad, app->visit.installer.learning, scancode))
        return;
    app->wishes.keep_keypad = true;
    app_learn_next(app);
}
