/* What each colour is. One table a theme; painters and contrast tests read nothing else. */
#ifndef CB_UI_THEME_H
#define CB_UI_THEME_H

#include "ui/element.h"

/* 0xRRGGBB. COLOR_NONE is our caller's bug. */
uint32_t theme_rgb(enum theme theme, enum color color);
/* White and black: black and white with edges 4 wide, no lips, shadows or serif, and line art. */
bool theme_outlined(enum theme theme);
/* The text in the theme's own typeface. */
struct text_style theme_style(enum theme theme, struct text_style style);
/* After a page is drawn: its shapes as the list's theme has them. */
void theme_finish(struct element_list *list);
/* "brass-3": in dumps and test messages. Never NULL. */
const char *color_name(enum color color);
/* The WCAG 2 contrast ratio of two colours, 1 to 21. */
double theme_contrast(uint32_t rgb, uint32_t other_rgb);

/* The pairs of text on background that the components draw, each at least 7 to 1 in every theme. */
struct color_pair {
    enum color text;
    enum color background;
};
extern const struct color_pair theme_text_pairs[];
extern const size_t theme_text_pair_count;

#endif
