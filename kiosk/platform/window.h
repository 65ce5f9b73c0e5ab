/* The window, and what people do to it: one stream of events, waited for without polling. */
#ifndef CB_PLATFORM_WINDOW_H
#define CB_PLATFORM_WINDOW_H

#include "base/error.h"
#include "platform/pixels.h"
#include "ui/damage.h"

#include <stdbool.h>
#include <stdint.h>

struct window;

struct window_options {
    int width, height; /* 0: 1280 x 800 in a window; the display's own size when fullscreen */
    bool fullscreen;
    int installer_key; /* scancode, 0 none */
};

/* From now on SDL, which renders what people type, overwrites what it frees. Before anything else of it. */
void window_wipe_memory(void);
/* CB_UNSUPPORTED when there is no display. */
int window_open(const struct window_options *options, struct window **ret_window,
                struct problem *ret_problem);
void window_close(struct window *window);
void window_size(const struct window *window, int *ret_width, int *ret_height);
/* As the display reports it, when the window fills it and the figure is believable; else 0. */
double window_dpi(const struct window *window);
/* Shows what has changed in the pixels, which are as large as the window; what is shown inside `held` (w 0:
 * nothing) stays as it is, for window_fade. */
void window_show(struct window *window, const struct pixels *pixels, const struct damage *damage,
                 struct rect held);
/* Inside the box, moves what is shown towards the pixels: `part` of FADE_WHOLE of the way. On a display that
 * does not count colours as the pixels do, all of it. */
void window_fade(struct window *window, const struct pixels *pixels, struct rect box, unsigned part);

enum window_event_kind {
    WINDOW_NOTHING, /* the time is up, or somebody called window_wake */
    WINDOW_QUIT,
    WINDOW_EXPOSED, /* all of the picture must be shown again */
    WINDOW_DOWN,
    WINDOW_MOVE,
    WINDOW_UP,
    WINDOW_NEXT, /* Tab, right and down keys */
    WINDOW_PREVIOUS,
    WINDOW_SELECT,
    WINDOW_BACK,
    WINDOW_HELP, /* the keypad's own Help key: F1 */
    WINDOW_TYPED,
    WINDOW_KEY,      /* any other key */
    WINDOW_INSTALLER /* Ctrl+Alt+I, or the installer's key held for five seconds */
};
struct window_event {
    enum window_event_kind kind;
    int x, y; /* device pixels */
    uint32_t character;
    int scancode; /* of the key; 0: it was none */
};
/* Waits up to `timeout_ms` (0: not at all; negative: for ever). Of several fingers only the first one counts.
 */
struct window_event window_wait(struct window *window, int64_t timeout_ms);
/* From any thread: ends the wait. */
void window_wake(void);

#endif
