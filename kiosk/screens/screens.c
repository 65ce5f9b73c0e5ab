/* All screens, by enum screen_id. */
#include "screens/screen.h"

#include <assert.h>

static const struct screen *const screens[SCREEN_COUNT] = {
    [SCREEN_HOME] = &screen_home,
    [SCREEN_BOARD] = &screen_board,
    [SCREEN_PROFILE] = &screen_profile,
    [SCREEN_ROLE] = &screen_role,
    [SCREEN_PREFERENCE] = &screen_preference,
    [SCREEN_TOPICS] = &screen_topics,
    [SCREEN_FIND] = &screen_find,
    [SCREEN_REACH] = &screen_reach,
    [SCREEN_REVIEW] = &screen_review,
    [SCREEN_NOTICE] = &screen_notice,
    [SCREEN_SENDING] = &screen_sending,
    [SCREEN_TICKET] = &screen_ticket,
    [SCREEN_SAVED] = &screen_saved,
    [SCREEN_NOT_SAVED] = &screen_not_saved,
    [SCREEN_COMING] = &screen_coming,
    [SCREEN_MY_TICKET] = &screen_my_ticket,
    [SCREEN_CANCEL] = &screen_cancel,
    [SCREEN_CANCELLED] = &screen_cancelled,
    [SCREEN_ENDED] = &screen_ended,
    [SCREEN_CARD] = &screen_card,
    [SCREEN_CLOSED] = &screen_closed,
    [SCREEN_GROUPS] = &screen_groups,
    [SCREEN_PHONE] = &screen_phone,
    [SCREEN_LANGUAGE] = &screen_language,
    [SCREEN_HELP] = &screen_help,
    [SCREEN_HELP_SENT] = &screen_help_sent,
    [SCREEN_STARTING] = &screen_starting,
    [SCREEN_ACCESS] = &screen_access,
    [SCREEN_TOO_SMALL] = &screen_too_small,
    [SCREEN_INSTALLER_LOCK] = &screen_installer_lock,
    [SCREEN_INSTALLER] = &screen_installer,
    [SCREEN_INSTALLER_RULER] = &screen_installer_ruler,
    [SCREEN_INSTALLER_TOUCH] = &screen_installer_touch,
    [SCREEN_INSTALLER_KEYS] = &screen_installer_keys,
    [SCREEN_INSTALLER_PAIR] = &screen_installer_pair,
};

const struct screen *screen_get(enum screen_id id)
{
    assert(id >= 0 && id < SCREEN_COUNT);
    return screens[id];
}
