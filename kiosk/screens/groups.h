/* Groups today, for the page of their own and for the card on "No coach is here". */
#ifndef CB_SCREENS_GROUPS_H
#define CB_SCREENS_GROUPS_H

#include "domain/meeting.h"
#include "screens/flow.h"

/* 0 also when it cannot be told what day it is. */
size_t groups_today(const struct app *app, struct meeting_today ret_groups[MEETINGS_TODAY_MAX]);
/* Time at the start, name and place beside it. */
int group_row_height(struct view *view, const struct app *app, int width, const struct meeting_today *group);
void group_row(struct view *view, const struct app *app, struct rect box, const struct meeting_today *group);
/* Those of today below a heading, the first three and the way to all; nothing on a day without. */
void flow_groups(struct flow *flow);

#endif
