/* Sizes of type and space, as the design has them, in logical pixels. */
#ifndef CB_UI_STYLE_H
#define CB_UI_STYLE_H

#include "ui/element.h"

#define STYLE_DISPLAY      ((struct text_style){TYPEFACE_SERIF, 400, 74, 80})
#define STYLE_TITLE        ((struct text_style){TYPEFACE_SERIF, 400, 60, 66})
#define STYLE_TITLE_REVIEW ((struct text_style){TYPEFACE_SERIF, 400, 68, 72})
#define STYLE_SIGN_WORD    ((struct text_style){TYPEFACE_SERIF, 400, 56, 60})
#define STYLE_NUMBER       ((struct text_style){TYPEFACE_SANS, 700, 156, 138})
#define STYLE_SEND         ((struct text_style){TYPEFACE_SANS, 700, 52, 60})
#define STYLE_KEY          ((struct text_style){TYPEFACE_SANS, 700, 44, 50})
#define STYLE_ROW          ((struct text_style){TYPEFACE_SANS, 700, 38, 44})
#define STYLE_BODY         ((struct text_style){TYPEFACE_SANS, 400, 34, 44})
#define STYLE_BODY_BOLD    ((struct text_style){TYPEFACE_SANS, 700, 34, 44})
#define STYLE_LABEL        ((struct text_style){TYPEFACE_SANS, 400, 30, 38})
#define STYLE_LABEL_SEMI   ((struct text_style){TYPEFACE_SANS, 600, 30, 38})
#define STYLE_SMALL        ((struct text_style){TYPEFACE_SANS, 400, 28, 34})
#define STYLE_SMALL_SEMI   ((struct text_style){TYPEFACE_SANS, 600, 28, 34})
#define STYLE_RAIL         ((struct text_style){TYPEFACE_SANS, 600, 29, 31}) /* 4.8 mm on 15 inches */

#define RAIL_WIDTH       192
#define ACTION_BAR       125 /* primary 118 and its lip */
#define PRIMARY_HEIGHT   118
#define SECONDARY_HEIGHT 88
#define SEND_HEIGHT      148
#define LIP              7

#endif
