/* Roles and what they may do. */
#include "domain/access.h"

#include "base/error.h"
#include "domain/names.h"

#define MAY(role) (1u << (role))
#define EVERYONE  (MAY(ROLE_COACH) | MAY(ROLE_SUPERVISOR) | MAY(ROLE_FRONT_DESK) | MAY(ROLE_ADMIN))

static const unsigned allowed[ACT_COUNT] = {
    [ACT_SEE_QUEUE] = MAY(ROLE_COACH) | MAY(ROLE_SUPERVISOR) | MAY(ROLE_FRONT_DESK),
    /* Which steps, and whose requests, domain/request.c decides. */
    [ACT_STEP_REQUEST] = MAY(ROLE_COACH) | MAY(ROLE_SUPERVISOR) | MAY(ROLE_FRONT_DESK),
    [ACT_HAND_OFF] = MAY(ROLE_COACH) | MAY(ROLE_SUPERVISOR),
    [ACT_OPEN_REQUEST] = MAY(ROLE_COACH) | MAY(ROLE_SUPERVISOR),
    [ACT_ASK_FOR_SOMEONE] = MAY(ROLE_COACH) | MAY(ROLE_SUPERVISOR) | MAY(ROLE_FRONT_DESK),
    [ACT_OPEN_CONTACT] = MAY(ROLE_COACH) | MAY(ROLE_SUPERVISOR),
    [ACT_SET_PRESENCE] = MAY(ROLE_COACH) | MAY(ROLE_SUPERVISOR),
    [ACT_ANSWER_ALERT] = EVERYONE,
    [ACT_MANAGE_SITE] = MAY(ROLE_ADMIN),
    [ACT_READ_AUDIT] = MAY(ROLE_ADMIN),
    [ACT_MANAGE_USERS] = MAY(ROLE_ADMIN),
};

static const char *const role_names[ROLE_COUNT] = {
    [ROLE_COACH] = "coach",
    [ROLE_SUPERVISOR] = "supervisor",
    [ROLE_FRONT_DESK] = "front_desk",
    [ROLE_ADMIN] = "admin",
};

bool access_allowed(enum role role, enum access_act act)
{
    return role < ROLE_COUNT && act < ACT_COUNT && (allowed[act] & MAY(role)) != 0;
}

const char *role_name(enum role role)
{
    return role_names[role];
}

int role_from_name(const char *name, enum role *ret_role)
{
    int found = names_find(role_names, ROLE_COUNT, name);

    if (found < 0)
        return CB_BAD_INPUT;
    *ret_role = (enum role)found;
    return CB_OK;
}
