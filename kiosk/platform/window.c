/* SDL's window and events. Only what a kiosk needs is initialised: joysticks and sensors would be polled. */
#include "platform/window.h"

#include "base/utf8.h"
#include "base/wipe.h"
#include "platform/fade.h"

#include <SDL2/SDL.h>
#include <stdlib.h>
#include <string.h>

#define BACKSPACE 0x08
#define HELD_MS   5000

struct window {
    SDL_Window *window;
    bool fullscreen;
    bool touching;
    SDL_FingerID finger;
    int installer_key;
    uint32_t installer_since_ms;              /* when it went down; SDL's clock */
    char typed[SDL_TEXTINPUTEVENT_TEXT_SIZE]; /* characters of one event that are still to be told */
    const char *typed_at;
};

static int no_display(struct problem *problem, const char *why)
{
    return problem_set(problem, CB_UNSUPPORTED,
                       "cannot open a window: %s. Start it inside a desktop or cage session (DISPLAY or "
                       "WAYLAND_DISPLAY), or use --render DIR, which needs no display.",
                       why);
}

/* SDL's last resort draws where nobody can see it. It is taken only when somebody asked for it. */
static bool is_invisible(const char *driver)
{
    bool unseen = driver == NULL || strcmp(driver, "offscreen") == 0 || strcmp(driver, "dummy") == 0;
    return unseen && SDL_GetHint(SDL_HINT_VIDEODRIVER) == NULL;
}

/* What SDL and X11 would do at the start for a desktop, a third of the time to the first page: without a
 * session bus libdbus starts one, and the table of dead keys (half a megabyte of text) is read. Patients type
 * on the page's own keyboard, which needs neither. Whoever sets these variables has it their way. */
static void skip_desktop_services(void)
{
    setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 0);
    setenv("XCOMPOSEFILE", "/dev/null", 0);
}

static int start_video(struct problem *problem)
{
    skip_desktop_services();
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    if (SDL_Init(SDL_INIT_VIDEO | SDL_INIT_EVENTS) != 0)
        return no_display(problem, SDL_GetError());
    const char *driver = SDL_GetCurrentVideoDriver();
    if (is_invisible(driver)) {
        SDL_Quit();
        return no_display(problem, "there is no display");
    }
    /* X11 can show memory directly; other drivers bring their own way. */
    if (driver != NULL && strcmp(driver, "x11") == 0)
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    return CB_OK;
}

void window_wipe_memory(void)
{
    SDL_SetMemoryFunctions(malloc, calloc, wipe_realloc, wipe_free);
}

int window_open(const struct window_options *options, struct window **ret_window, struct problem *ret_problem)
{
    int result = start_video(ret_problem);
    if (result != CB_OK)
        return result;
    struct window *window = calloc(1, sizeof *window);
    if (window == NULL) {
        SDL_Quit();
        return problem_set(ret_problem, CB_NO_MEMORY, "no memory for the window");
    }
    bool sized = options->width > 0;
    uint32_t flags = !options->fullscreen ? 0 : sized ? SDL_WINDOW_FULLSCREEN : SDL_WINDOW_FULLSCREEN_DESKTOP;
    window->fullscreen = options->fullscreen;
    window->installer_key = options->installer_key;
    window->window = SDL_CreateWindow("Coachbell", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                      sized ? options->width : 1280, sized ? options->height : 800, flags);
    if (window->window == NULL || SDL_GetWindowSurface(window->window) == NULL) {
        result = no_display(ret_problem, SDL_GetError());
        window_close(window);
        return result;
    }
    if (options->fullscreen)
        SDL_ShowCursor(SDL_DISABLE);
    SDL_StartTextInput();
    *ret_window = window;
    return CB_OK;
}

void window_close(struct window *window)
{
    if (window == NULL)
        return;
    if (window->window != NULL)
        SDL_DestroyWindow(window->window);
    free(window);
    SDL_Quit();
}

void window_size(const struct window *window, int *ret_width, int *ret_height)
{
    SDL_GetWindowSize(window->window, ret_width, ret_height);
}

double window_dpi(const struct window *window)
{
    float dpi = 0;
    int display = SDL_GetWindowDisplayIndex(window->window);
    if (!window->fullscreen || display < 0 || SDL_GetDisplayDPI(display, &dpi, NULL, NULL) != 0)
        return 0;
    return dpi >= 60 && dpi <= 400 ? dpi : 0;
}

/* What of the pixels the surface has room for. */
static struct rect shared_by(const SDL_Surface *surface, const struct pixels *pixels)
{
    return rect_common((struct rect){0, 0, surface->w, surface->h},
                       (struct rect){0, 0, pixels->width, pixels->height});
}

static uint8_t *surface_at(const SDL_Surface *surface, struct rect box)
{
    return (uint8_t *)surface->pixels + (size_t)box.y * (size_t)surface->pitch +
           (size_t)box.x * surface->format->BytesPerPixel;
}

static const uint32_t *pixels_at(const struct pixels *pixels, int x, int y)
{
    return pixels->data + (size_t)y * (size_t)pixels->width + x;
}

static void copy_box(SDL_Surface *surface, const struct pixels *pixels, struct rect box)
{
    SDL_ConvertPixels(box.w, box.h, SDL_PIXELFORMAT_ARGB8888, pixels_at(pixels, box.x, box.y),
                      pixels->width * 4, surface->format->format, surface_at(surface, box), surface->pitch);
}

static bool counts_alike(const SDL_Surface *surface)
{
    return surface->format->format == SDL_PIXELFORMAT_ARGB8888 ||
           surface->format->format == SDL_PIXELFORMAT_RGB888;
}

static void fade_box(SDL_Surface *surface, const struct pixels *pixels, struct rect box, unsigned part)
{
    for (int y = box.y; y < box.y + box.h; y++) {
        uint8_t *row = surface_at(surface, (struct rect){box.x, y, box.w, 1});
        fade_pixels((uint32_t *)(void *)row, pixels_at(pixels, box.x, y), box.w, part);
    }
}

#define PIECES 4 /* that are left of a rectangle when another is cut out of its middle */

static void pieces_around(struct rect whole, struct rect hole, struct rect ret_pieces[PIECES])
{
    hole = rect_common(whole, hole);
    ret_pieces[0] = rect_cut_top(&whole, hole.h > 0 ? hole.y - whole.y : whole.h);
    ret_pieces[1] = rect_cut_bottom(&whole, whole.h - hole.h);
    ret_pieces[2] = rect_cut_start(&whole, hole.x - whole.x);
    ret_pieces[3] = rect_cut_end(&whole, whole.w - hole.w);
}

void window_show(struct window *window, const struct pixels *pixels, const struct damage *damage,
                 struct rect held)
{
    SDL_Rect shown[DAMAGE_MAX * PIECES];
    int count = 0;
    SDL_Surface *surface = SDL_GetWindowSurface(window->window);
    if (surface == NULL || SDL_LockSurface(surface) != 0)
        return;
    for (size_t i = 0; i < damage->count; i++) {
        struct rect pieces[PIECES];
        pieces_around(rect_common(damage->rects[i], shared_by(surface, pixels)), held, pieces);
        for (int j = 0; j < PIECES; j++) {
            if (pieces[j].w <= 0 || pieces[j].h <= 0)
                continue;
            copy_box(surface, pixels, pieces[j]);
            shown[count++] = (SDL_Rect){pieces[j].x, pieces[j].y, pieces[j].w, pieces[j].h};
        }
    }
    SDL_UnlockSurface(surface);
    if (count > 0)
        SDL_UpdateWindowSurfaceRects(window->window, shown, count);
}

void window_fade(struct window *window, const struct pixels *pixels, struct rect box, unsigned part)
{
    SDL_Surface *surface = SDL_GetWindowSurface(window->window);
    if (surface == NULL || part == 0 || SDL_LockSurface(surface) != 0)
        return;
    box = rect_common(box, shared_by(surface, pixels));
    if (counts_alike(surface))
        fade_box(surface, pixels, box, part);
    else
        copy_box(surface, pixels, box);
    SDL_UnlockSurface(surface);
    SDL_UpdateWindowSurfaceRects(window->window, &(SDL_Rect){box.x, box.y, box.w, box.h}, 1);
}

/* ---- events ---- */

static const struct {
    SDL_Keycode key;
    enum window_event_kind kind;
} KEYS[] = {
    {SDLK_RIGHT, WINDOW_NEXT},  {SDLK_DOWN, WINDOW_NEXT},     {SDLK_LEFT, WINDOW_PREVIOUS},
    {SDLK_UP, WINDOW_PREVIOUS}, {SDLK_RETURN, WINDOW_SELECT}, {SDLK_KP_ENTER, WINDOW_SELECT},
    {SDLK_ESCAPE, WINDOW_BACK}, {SDLK_AC_BACK, WINDOW_BACK},  {SDLK_F1, WINDOW_HELP},
    {SDLK_HELP, WINDOW_HELP},
};

/* A held key repeats until it is let go. */
static bool asks_for_installer(struct window *window, const SDL_KeyboardEvent *key)
{
    if (key->keysym.scancode == SDL_SCANCODE_I && (key->keysym.mod & KMOD_CTRL) &&
        (key->keysym.mod & KMOD_ALT))
        return key->repeat == 0;
    if (window->installer_key == 0 || (int)key->keysym.scancode != window->installer_key)
        return false;
    if (key->repeat == 0)
        window->installer_since_ms = key->timestamp;
    bool held = key->timestamp - window->installer_since_ms >= HELD_MS;
    if (held)
        window->installer_since_ms = key->timestamp;
    return held;
}

static enum window_event_kind key_kind(const SDL_KeyboardEvent *key)
{
    if (key->keysym.sym == SDLK_TAB)
        return key->keysym.mod & KMOD_SHIFT ? WINDOW_PREVIOUS : WINDOW_NEXT;
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        if (KEYS[i].key == key->keysym.sym)
            return KEYS[i].kind;
    }
    return WINDOW_KEY;
}

static struct window_event key_event(struct window *window, const SDL_KeyboardEvent *key)
{
    struct window_event event = {.kind = WINDOW_NOTHING, .scancode = (int)key->keysym.scancode};
    if (asks_for_installer(window, key))
        event.kind = WINDOW_INSTALLER;
    else if (key->keysym.sym == SDLK_BACKSPACE)
        event = (struct window_event){.kind = WINDOW_TYPED, .character = BACKSPACE};
    else if (key->repeat == 0 || key->keysym.sym == SDLK_TAB)
        event.kind = key_kind(key);
    return event;
}

static struct window_event mouse_event(enum window_event_kind kind, int x, int y)
{
    return (struct window_event){.kind = kind, .x = x, .y = y};
}

static struct window_event finger_event(struct window *window, enum window_event_kind kind,
                                        const SDL_TouchFingerEvent *touch)
{
    int width, height;
    if (kind == WINDOW_DOWN && !window->touching) {
        window->touching = true;
        window->finger = touch->fingerId;
    } else if (!window->touching || touch->fingerId != window->finger || kind == WINDOW_DOWN) {
        return (struct window_event){.kind = WINDOW_NOTHING};
    }
    if (kind == WINDOW_UP)
        window->touching = false;
    window_size(window, &width, &height);
    return mouse_event(kind, (int)(touch->x * (float)width), (int)(touch->y * (float)height));
}

static struct window_event typed_event(struct window *window)
{
    return (struct window_event){.kind = WINDOW_TYPED, .character = utf8_next(&window->typed_at)};
}

static struct window_event translate(struct window *window, const SDL_Event *event)
{
    switch (event->type) {
    case SDL_QUIT:
        return (struct window_event){.kind = WINDOW_QUIT};
    case SDL_WINDOWEVENT: {
        bool lost = event->window.event == SDL_WINDOWEVENT_EXPOSED ||
                    event->window.event == SDL_WINDOWEVENT_SIZE_CHANGED; /* then there is another surface */
        return (struct window_event){.kind = lost ? WINDOW_EXPOSED : WINDOW_NOTHING};
    }
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        if (event->button.button != SDL_BUTTON_LEFT)
            break;
        return mouse_event(event->type == SDL_MOUSEBUTTONDOWN ? WINDOW_DOWN : WINDOW_UP, event->button.x,
                           event->button.y);
    case SDL_MOUSEMOTION:
        if (event->motion.state & SDL_BUTTON_LMASK)
            return mouse_event(WINDOW_MOVE, event->motion.x, event->motion.y);
        break;
    case SDL_FINGERDOWN:
        return finger_event(window, WINDOW_DOWN, &event->tfinger);
    case SDL_FINGERMOTION:
        return finger_event(window, WINDOW_MOVE, &event->tfinger);
    case SDL_FINGERUP:
        return finger_event(window, WINDOW_UP, &event->tfinger);
    case SDL_KEYDOWN:
        return key_event(window, &event->key);
    case SDL_TEXTINPUT:
        memcpy(window->typed, event->text.text, sizeof window->typed);
        window->typed_at = window->typed;
        return typed_event(window);
    default:
        break;
    }
    return (struct window_event){.kind = WINDOW_NOTHING};
}

struct window_event window_wait(struct window *window, int64_t timeout_ms)
{
    SDL_Event event;
    int timeout = timeout_ms < 0 ? -1 : timeout_ms > INT32_MAX ? INT32_MAX : (int)timeout_ms;
    if (window->typed_at != NULL && *window->typed_at != 0)
        return typed_event(window);
    explicit_bzero(window->typed, sizeof window->typed);
    window->typed_at = NULL;
    if (SDL_WaitEventTimeout(&event, timeout) == 0)
        return (struct window_event){.kind = WINDOW_NOTHING};
    return translate(window, &event);
}

void window_wake(void)
{
    SDL_Event event = {.type = SDL_USEREVENT};
    SDL_PushEvent(&event);
}
