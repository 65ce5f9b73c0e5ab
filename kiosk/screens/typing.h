/* Typing on the screen: a line of text with the letters below it, and a phone number with its pad and the yes
 * that goes with it. What is typed stays in the draft, in memory only. */
#ifndef CB_SCREENS_TYPING_H
#define CB_SCREENS_TYPING_H

#include "screens/flow.h"

/* A label, the line, Done (DO_FIND_DONE) and the keyboard: the whole page below the options. */
void typing_text_view(const struct app *app, struct view *view, struct rect area, const char *label,
                      const char *text);
/* Acts on keys for the line `text` of at most `max` bytes. `names`: each word begins with a capital. False:
 * not a key. */
bool typing_text_act(struct app *app, struct action action, char *text, size_t max, bool names);
/* Without the blank at its end. */
void typing_text_finish(char *text);

/* The same as blocks; the label becomes the title, so that what is typed and the keys stand on one page. */
void typing_text_flow(struct flow *flow, const char *label, const char *text);
void typing_phone_flow(struct flow *flow);

/* The number, masked but for the digit just typed, the yes, what is missing, Done, and the pad. */
void typing_phone_view(const struct app *app, struct view *view, struct rect area);
bool typing_phone_act(struct app *app, struct action action);

#endif
