/* Touches, keys and typed letters into actions. A touch means what the picture under it said when it went
 * down, and only if it comes up in the same place (rules A9); a key can do nothing that a touch could not. */
#include "app.h"

#include "app_private.h"
#include "screens/screen.h"

#include <string.h>

enum {
    TYPED_BACKSPACE = 0x08,
    TYPED_DELETE = 0x7f
};

static const struct element *target_at(const struct app *app, int index)
{
    return index >= 0 && (size_t)index < app->frame.count ? &app->frame.items[index] : NULL;
}

static void press(struct app *app, int index)
{
    const struct element *target = target_at(app, index);
    app->pressed = target ? index : -1;
    app->pressed_action = target ? target->action : (struct action){DO_NOTHING, 0};
    app->dirty = true;
}

static void focus_on(struct app *app, int index)
{
    const struct element *target = target_at(app, index);
    app->focus = target ? index : -1;
    app->focus_action = target ? target->action : (struct action){DO_NOTHING, 0};
    app->dirty = true;
}

void app_pointer_down(struct app *app, int x, int y, struct moment now)
{
    app_turn(app, now);
    app_note_input(app);
    int hit = app->visit.history_count ? element_hit(&app->frame, x, y) : -1;
    app->by_keys = app->visit.keypad;
    /* Where the keypad is in use too, the focus is never lost: it goes where the finger is. */
    focus_on(app, !app->visit.keypad ? -1 : hit >= 0 ? hit : app->focus);
    press(app, hit);
    /* Words that are no target say themselves to who listens. */
    app->asked = hit < 0 && app->visit.speech.on ? element_text_at(&app->frame, x, y) : -1;
}

void app_pointer_move(struct app *app, int x, int y, struct moment now)
{
    app_turn(app, now);
    if (app->pressed >= 0 && element_hit(&app->frame, x, y) != app->pressed)
        press(app, -1);
}

void app_pointer_up(struct app *app, int x, int y, struct moment now)
{
    app_turn(app, now);
    int pressed = app->pressed;
    struct action action = app->pressed_action;
    press(app, -1);
    if (pressed >= 0 && element_hit(&app->frame, x, y) == pressed)
        app_act(app, action, now);
}

static bool offers(const struct app *app, int kind)
{
    for (size_t i = 0; i < app->frame.count; i++) {
        const struct element *element = &app->frame.items[i];
        if (element->role != TARGET_NONE && !element->disabled && element->action.kind == kind)
            return true;
    }
    return false;
}

/* What the Back key does: what the page's own way back does. */
static int back_action(const struct app *app)
{
    static const int ways[] = {DO_BACK, DO_OVER_NO, DO_MORE_TIME, DO_CANCEL_NO};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        if (offers(app, ways[i]))
            return ways[i];
    return DO_NOTHING;
}

void app_key(struct app *app, enum app_key key, struct moment now)
{
    app_turn(app, now);
    app_note_input(app);
    if (app_speech_key(app, key))
        return;
    app->by_keys = true;
    struct action action = {DO_NOTHING, 0};
    switch (key) {
    case KEY_NEXT:
        focus_on(app, element_next_target(&app->frame, app->focus, 1));
        break;
    case KEY_PREVIOUS:
        focus_on(app, element_next_target(&app->frame, app->focus, -1));
        break;
    case KEY_SELECT:
        if (app->focus >= 0)
            action = app->focus_action;
        break;
    case KEY_BACK:
        action.kind = back_action(app);
        break;
    case KEY_HELP:
        action.kind = DO_HELP;
        break;
    default:
        break;
    }
    if (action.kind != DO_NOTHING)
        app_act(app, action, now);
}

void app_type(struct app *app, uint32_t character, struct moment now)
{
    app_turn(app, now);
    app_note_input(app);
    if (app->visit.cover != COVER_NONE)
        return;
    if (app_screen(app) == SCREEN_INSTALLER_LOCK) {
        app_installer_type(app, character);
        return;
    }
    if (app_screen(app) == SCREEN_INSTALLER_PAIR) {
        app_pair_type(app, character, now);
        return;
    }
    bool erase = character == TYPED_BACKSPACE || character == TYPED_DELETE;
    enum screen_id screen = app_screen(app);
    enum request_find find = app->visit.draft.find;
    bool name = (screen == SCREEN_FIND && find == FIND_NAME) || (screen == SCREEN_REACH && find == FIND_LOOK);
    bool number = (screen == SCREEN_FIND || screen == SCREEN_REACH) && request_find_by_phone(find);
    if ((name || number || app_screen(app) == SCREEN_MY_TICKET) && erase)
        app_act(app, (struct action){DO_BACKSPACE, 0}, now);
    else if (name && character >= ' ')
        app_act(app, (struct action){DO_KEY, (int)character}, now);
    else if ((number || app_screen(app) == SCREEN_MY_TICKET) && character >= '0' && character <= '9')
        app_act(app, (struct action){DO_DIGIT, (int)(character - '0')}, now);
}
