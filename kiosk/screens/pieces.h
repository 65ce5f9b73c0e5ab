/* Pieces that several of the reading pages are made of: the numbers to call, the coach that is shown. */
#ifndef CB_SCREENS_PIECES_H
#define CB_SCREENS_PIECES_H

#include "screens/screen.h"

#define STYLE_SECONDARY ((struct text_style){TYPEFACE_SANS, 700, 38, 46})

/* Everything added behind the target belongs to it and sinks with it. */
void view_own(struct view *view, int target);
/* A number in an arch, what it is for, and a line below. `icon` stands for the number when there is none.
 * Returns the height the row takes, `padding` above and below included. */
int view_call_row(struct view *view, struct rect box, int padding, const char *number, const char *icon,
                  const char *head, const char *line);

int view_call_height(struct view *view, int width, int padding, const char *head, const char *line);

/* "Call or text 988, or chat at 988lifeline.org.": what the region offers of it. */
const char *crisis_words(const struct app *app, struct view *view);

/* The coach of visit.shown_coach, or NULL. */
const struct coach *shown_coach(const struct app *app);
int coach_index(const struct app *app, const struct coach *coach);
/* The first coach, as patients see them sorted, who has a work phone; NULL: none has. */
const struct coach *first_with_phone(const struct app *app);

#endif
