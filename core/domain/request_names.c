/* The words for a request's kinds, states, outcomes and steps, as JSON and database know them. */
#include "base/error.h"
#include "domain/names.h"
#include "domain/request.h"

static const char *const kind_names[] = {
    [REQUEST_WALK_IN] = "walk_in",
    [REQUEST_CALLBACK] = "callback",
    [REQUEST_REFERRAL] = "referral",
};
static const char *const state_names[] = {
    [REQUEST_WAITING] = "waiting",       [REQUEST_CLAIMED] = "claimed",
    [REQUEST_ON_THE_WAY] = "on_the_way", [REQUEST_WITH_PATIENT] = "with_patient",
    [REQUEST_CLOSED] = "closed",
};
static const char *const outcome_names[] = {
    [OUTCOME_NONE] = NULL,
    [OUTCOME_CANCELLED] = "cancelled",
    [OUTCOME_EXPIRED] = "expired",
    [OUTCOME_DECLINED] = "declined",
    [OUTCOME_MOVED_TO_STAFF] = "moved_to_staff",
    [OUTCOME_LEFT] = "left",
    [OUTCOME_NOT_FOUND] = "not_found",
    [OUTCOME_MET] = "met",
    [OUTCOME_ENROLLED] = "enrolled",
    [OUTCOME_LINKED] = "linked",
};
static const char *const find_names[] = {
    [FIND_SIGN] = "sign", [FIND_NAME] = "name", [FIND_TEXT] = "text",
    [FIND_HERE] = "here", [FIND_LOOK] = "look", [FIND_CALL] = "call",
};
static const char *const step_names[] = {
    [STEP_SUBMIT] = "submit",
    [STEP_CHANGE] = "change",
    [STEP_CLAIM] = "claim",
    [STEP_HAND_OFF] = "hand_off",
    [STEP_ON_THE_WAY] = "on_the_way",
    [STEP_RELEASE] = "release",
    [STEP_WITH_PATIENT] = "with_patient",
    [STEP_CLOSE] = "close",
    [STEP_REOPEN] = "reopen",
    [STEP_CONSENT] = "consent",
};
static const char *const actor_names[] = {
    [ACTOR_PATIENT] = "patient",       [ACTOR_COACH] = "coach", [ACTOR_SUPERVISOR] = "supervisor",
    [ACTOR_FRONT_DESK] = "front_desk", [ACTOR_ADMIN] = "admin", [ACTOR_SYSTEM] = "system",
};

const char *request_kind_name(enum request_kind kind)
{
    return kind_names[kind];
}

int request_kind_from_name(const char *name, enum request_kind *ret_kind)
{
    int found = names_find(kind_names, NAMES_COUNT(kind_names), name);

    if (found < 0)
        return CB_BAD_INPUT;
    *ret_kind = (enum request_kind)found;
    return CB_OK;
}

const char *request_state_name(enum request_state state)
{
    return state_names[state];
}

int request_state_from_name(const char *name, enum request_state *ret_state)
{
    int found = names_find(state_names, NAMES_COUNT(state_names), name);

    if (found < 0)
        return CB_BAD_INPUT;
    *ret_state = (enum request_state)found;
    return CB_OK;
}

const char *request_outcome_name(enum request_outcome outcome)
{
    return outcome_names[outcome];
}

int request_outcome_from_name(const char *name, enum request_outcome *ret_outcome)
{
    int found = names_find(outcome_names, NAMES_COUNT(outcome_names), name);

    if (found < 0)
        return CB_BAD_INPUT;
    *ret_outcome = (enum request_outcome)found;
    return CB_OK;
}

const char *request_find_name(enum request_find find)
{
    return find_names[find];
}

int request_find_from_name(const char *name, enum request_find *ret_find)
{
    int found = names_find(find_names, NAMES_COUNT(find_names), name);

    if (found < 0)
        return CB_BAD_INPUT;
    *ret_find = (enum request_find)found;
    return CB_OK;
}

const char *request_step_name(enum request_step_kind kind)
{
    return step_names[kind];
}

const char *actor_kind_name(enum actor_kind kind)
{
    return actor_names[kind];
}
