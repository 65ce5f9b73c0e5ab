/* Which of a site's groups, tables and classes are still to come today. */
#ifndef CB_DOMAIN_MEETING_H
#define CB_DOMAIN_MEETING_H

#include "domain/board.h"

#define MEETINGS_TODAY_MAX 32

struct meeting_today {
    const struct meeting *meeting; /* the board's */
    int64_t start_ms, end_ms;
};
/* Those of the moment's local day that have not ended, the earliest first. */
size_t meetings_today(const struct board *board, const struct zone *zone, int64_t wall_ms,
                      struct meeting_today ret_meetings[MEETINGS_TODAY_MAX]);

#endif
