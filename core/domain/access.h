/* Who may see and do what, as one table (rules D13). The server asks it for every route; tests hold the
 * matrix. */
#ifndef CB_DOMAIN_ACCESS_H
#define CB_DOMAIN_ACCESS_H

#include <stdbool.h>

enum role {
    ROLE_COACH,
    ROLE_SUPERVISOR,
    ROLE_FRONT_DESK,
    ROLE_ADMIN,
    ROLE_COUNT
};
enum access_act {
    ACT_SEE_QUEUE,
    ACT_STEP_REQUEST,    /* claim, on the way, with patient, release, close: coaches */
    ACT_HAND_OFF,        /* coaches and supervisors */
    ACT_OPEN_REQUEST,    /* who would go has it before them */
    ACT_ASK_FOR_SOMEONE, /* a request in another person's place: whoever meets patients */
    ACT_OPEN_CONTACT,    /* read a name or number: the holder, or a supervisor; never an admin or the desk */
    ACT_SET_PRESENCE,    /* of oneself: coaches */
    ACT_ANSWER_ALERT,    /* seen, I am going, resolve: everyone signed in */
    ACT_MANAGE_SITE,     /* admins */
    ACT_READ_AUDIT,      /* the audit log and its alarms: admins */
    ACT_MANAGE_USERS,    /* admins */
    ACT_COUNT
};

bool access_allowed(enum role role, enum access_act act);
const char *role_name(enum role role); /* "coach", "supervisor", "front_desk", "admin" */
int role_from_name(const char *name, enum role *ret_role);

#endif
