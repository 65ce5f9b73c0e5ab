/* What a touch means on every screen: back, help, language, the ways from home, the covers. A screen's own
 * act comes first. */
#include "app.h"

#include "app_private.h"
#include "screens/screen.h"

/* Nobody on shift, and the board is fresh enough to know: there are better ways than a request for today. */
static void ask(struct app *app)
{
    struct draft *draft = &app->visit.draft;
    bool nobody = app->linked && !app_board_stale(app) && !app_someone_on_shift(app);
    if (draft->kind == REQUEST_CALLBACK) {
        draft->kind = REQUEST_WALK_IN;
        draft->find = FIND_SIGN;
    }
    app_go(app, nobody ? SCREEN_CLOSED : SCREEN_REVIEW);
}

/* For later: a coach reaches the person, or they come back. */
static void leave_request(struct app *app)
{
    struct draft *draft = &app->visit.draft;
    if (draft->kind != REQUEST_CALLBACK) {
        draft->kind = REQUEST_CALLBACK;
        draft->find = FIND_HERE;
    }
    app_go(app, SCREEN_REACH);
}

static void ask_for(struct app *app, int coach_index)
{
    if (!app->board || coach_index < 0 || (size_t)coach_index >= app->board->coach_count)
        return;
    app->visit.draft.coach_id = app->board->coaches[coach_index].id;
    app->visit.draft.preference = (struct preference){.gender = PREFERENCE_ANYONE};
    app->visit.touched = true;
    app_return_to(app, SCREEN_REVIEW);
}

static void ask_any(struct app *app)
{
    app->visit.draft.coach_id = (struct uuid){{0}};
    app->visit.draft.preference = (struct preference){.gender = PREFERENCE_ANYONE};
    app_return_to(app, SCREEN_REVIEW);
}

static void open_help(struct app *app)
{
    /* Whoever touches Help on a covered page need not be the person whose page it is: the cover waits below.
     */
    if (app->visit.cover != COVER_NONE)
        app->visit.covered_depth = app->visit.history_count;
    app->visit.cover = COVER_NONE;
    app_go(app, app_alert_open(app) ? SCREEN_HELP_SENT : SCREEN_HELP);
    app_page_changed(app);
}

/* Only what was chosen and never sent can be lost: that is asked about once. */
static void start_over(struct app *app)
{
    bool unsent = app->visit.way == WAY_NONE || app->visit.way == WAY_NOT_SAVED;
    if (!app->visit.touched || !unsent) {
        app_leave(app);
        return;
    }
    app->visit.cover = COVER_OVER;
    app_page_changed(app);
}

static void uncover(struct app *app)
{
    app->visit.cover = COVER_NONE;
    app->visit.last_input_ms = app->now.mono_ms;
    app_page_changed(app);
}

struct way {
    int action;
    enum screen_id screen;
};
static const struct way ways[] = {
    {DO_LANGUAGE, SCREEN_LANGUAGE}, {DO_ACCESS, SCREEN_ACCESS},      {DO_SEE_BOARD, SCREEN_BOARD},
    {DO_ROLES, SCREEN_ROLE},        {DO_CARD, SCREEN_CARD},          {DO_MY_TICKET, SCREEN_MY_TICKET},
    {DO_CHANGE_WHO, SCREEN_BOARD},  {DO_CHANGE_WHAT, SCREEN_TOPICS}, {DO_CHANGE_HOW, SCREEN_FIND},
    {DO_PREFER, SCREEN_PREFERENCE}, {DO_NOTICE, SCREEN_NOTICE},      {DO_GROUPS, SCREEN_GROUPS},
    {DO_PHONE, SCREEN_PHONE},
};

static bool go_way(struct app *app, int action)
{
    if (action == DO_CHANGE_HOW && app->visit.draft.kind == REQUEST_CALLBACK) {
        app_go(app, SCREEN_REACH);
        return true;
    }
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (ways[i].action == action) {
            app_go(app, ways[i].screen);
            return true;
        }
    }
    return false;
}

void app_act_common(struct app *app, struct action action)
{
    if (go_way(app, action.kind) || app_speech_act(app, action))
        return;
    switch (action.kind) {
    case DO_BACK:
    case DO_CLOSE:
        app_back(app);
        break;
    case DO_START_OVER:
        start_over(app);
        break;
    case DO_OVER_NO:
    case DO_MORE_TIME:
        uncover(app);
        break;
    case DO_OVER_YES:
    case DO_CLEAR_NOW:
    case DO_HOME:
    case DO_DONE:
        app_leave(app);
        break;
    case DO_HELP:
        open_help(app);
        break;
    case DO_ASK:
        ask(app);
        break;
    case DO_LEAVE:
        leave_request(app);
        break;
    case DO_ASK_ANY:
        ask_any(app);
        break;
    case DO_ASK_COACH:
        ask_for(app, action.arg);
        break;
    case DO_BRING_STAFF:
    case DO_ALERT_AGAIN:
        app_call_staff(app);
        break;
    case DO_ALERT_OK:
        app_order(app, &(struct relay_order){
                           .kind = RELAY_ALERT_OK, .id = app->visit.alert_id, .at_ms = app->now.wall_ms});
        app_leave(app);
        break;
    default:
        break;
    }
}

/* From part to part of a page that takes several. */
static bool turn_part(struct app *app, struct action action)
{
    struct visit *visit = &app->visit;
    size_t part = visit->part;
    if (action.kind == DO_MORE)
        part++;
    else if (action.kind == DO_BACK && part > 0)
        part--;
    else
        return false;
    app_page_changed(app);
    visit->part = part;
    return true;
}

void app_act(struct app *app, struct action action, struct moment now)
{
    app_turn(app, now);
    app_note_input(app);
    app->dirty = true;
    /* A covered screen gets nothing. */
    bool covered = app->visit.cover != COVER_NONE;
    const struct screen *screen = screen_get(app_screen(app));
    if (!covered && turn_part(app, action))
        return;
    if (!covered && screen->act && screen->act(app, action))
        return;
    app_act_common(app, action);
}
