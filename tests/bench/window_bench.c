/* How soon and how evenly pixels follow, as an X client beside the kiosk sees them (XTest in, XDamage out).
 *
 * window_bench start RUNS COMMAND …: starts the command; milliseconds from exec to the first frame.
 *
 * window_bench touch RUNS X Y: presses at a point; milliseconds from press to the first changed pixels.
 *
 * window_bench frames RUNS X Y BX BY: touches what opens a page, and Back at BX BY; how many frames of the
 * page's fade were shown, and how many dropped. */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xdamage.h>

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS_MAX    1000
#define PATIENCE_MS 10000
#define FRAME_MS    16.0
#define FADE_MS     160
#define SETTLE_MS   400 /* after a page was left */

struct screen_watch {
    Display *display;
    Window root;
    int damage_event;
};

static double now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

static void print_sorted(double *times, int count)
{
    qsort(times, (size_t)count, sizeof *times, by_size);
    printf("p50 %.1f p99 %.1f min %.1f max %.1f runs %d\n", times[count / 2], times[count * 99 / 100],
           times[0], times[count - 1], count);
}

/* True when the screen shows more than one colour along a middle line: something was really drawn. */
static bool something_drawn(struct screen_watch *watch)
{
    XImage *line = XGetImage(watch->display, watch->root, 0, 400, 1200, 1, AllPlanes, ZPixmap);
    bool drawn = false;

    if (line == NULL)
        return false;
    for (int x = 1; x < line->width && !drawn; x++)
        drawn = XGetPixel(line, x, 0) != XGetPixel(line, 0, 0);
    XDestroyImage(line);
    return drawn;
}

/* Waits for the next damage; its arrival in *ret_ms. */
static bool damage_wait(struct screen_watch *watch, double *ret_ms)
{
    double end = now_ms() + PATIENCE_MS;

    while (now_ms() < end) {
        struct pollfd wait = {.fd = ConnectionNumber(watch->display), .events = POLLIN};

        while (XPending(watch->display) > 0) {
            XEvent event;

            XNextEvent(watch->display, &event);
            if (event.type == watch->damage_event) {
                *ret_ms = now_ms();
                return true;
            }
        }
        poll(&wait, 1, 100);
    }
    return false;
}

static void damage_drain(struct screen_watch *watch)
{
    struct pollfd wait = {.fd = ConnectionNumber(watch->display), .events = POLLIN};
    XEvent event;

    while (XPending(watch->display) > 0 || poll(&wait, 1, 150) > 0)
        while (XPending(watch->display) > 0)
            XNextEvent(watch->display, &event);
}

static int bench_start(struct screen_watch *watch, int runs, char **command)
{
    double times[RUNS_MAX];

    for (int i = 0; i < runs; i++) {
        double started = now_ms(), seen = 0;
        pid_t child = fork();

        if (child == 0) {
            execvp(command[0], command);
            _exit(127);
        }
        do {
            if (!damage_wait(watch, &seen))
                return 1;
        } while (!something_drawn(watch));
        times[i] = seen - started;
        kill(child, SIGTERM);
        waitpid(child, NULL, 0);
        damage_drain(watch);
    }
    print_sorted(times, runs);
    return 0;
}

static int bench_touch(struct screen_watch *watch, int runs, int x, int y)
{
    double times[RUNS_MAX];

    XTestFakeMotionEvent(watch->display, -1, x, y, 0);
    for (int i = 0; i < runs; i++) {
        double pressed;

        damage_drain(watch);
        pressed = now_ms();
        XTestFakeButtonEvent(watch->display, 1, True, 0);
        XFlush(watch->display);
        if (!damage_wait(watch, &times[i]))
            return 1;
        times[i] -= pressed;
        /* Slides off before letting go, so that the screen stays the same for the next run. */
        XTestFakeMotionEvent(watch->display, -1, x, 5, 0);
        XTestFakeButtonEvent(watch->display, 1, False, 0);
        XTestFakeMotionEvent(watch->display, -1, x, y, 0);
        XFlush(watch->display);
    }
    print_sorted(times, runs);
    return 0;
}

static void touch(struct screen_watch *watch, int x, int y)
{
    XTestFakeMotionEvent(watch->display, -1, x, y, 0);
    XTestFakeButtonEvent(watch->display, 1, True, 0);
    XTestFakeButtonEvent(watch->display, 1, False, 0);
    XFlush(watch->display);
}

/* Damage that comes together is one frame. A gap of two frames' time is one frame dropped. */
static void count_frames(struct screen_watch *watch, int *shown, int *dropped)
{
    double began = now_ms(), last = began;

    while (now_ms() < began + FADE_MS) {
        double seen, gap;

        if (!damage_wait(watch, &seen) || seen > began + FADE_MS)
            return;
        gap = seen - last;
        if (gap < FRAME_MS / 2)
            continue;
        (*shown)++;
        *dropped += (int)(gap / FRAME_MS + 0.5) - 1;
        last = seen;
    }
}

static int bench_frames(struct screen_watch *watch, int runs, char **points)
{
    int shown = 0, dropped = 0;

    for (int i = 0; i < runs; i++) {
        damage_drain(watch);
        touch(watch, atoi(points[0]), atoi(points[1]));
        count_frames(watch, &shown, &dropped);
        usleep(SETTLE_MS * 1000);
        touch(watch, atoi(points[2]), atoi(points[3]));
        usleep(SETTLE_MS * 1000);
    }
    printf("shown %d dropped %d runs %d\n", shown, dropped, runs);
    return 0;
}

int main(int argc, char **argv)
{
    struct screen_watch watch = {.display = XOpenDisplay(NULL)};
    int error_base, runs;

    if (watch.display == NULL || argc < 4) {
        fprintf(stderr, "usage, on an X display: window_bench start RUNS COMMAND … | touch RUNS X Y | "
                        "frames RUNS X Y BX BY\n");
        return 2;
    }
    watch.root = DefaultRootWindow(watch.display);
    if (!XDamageQueryExtension(watch.display, &watch.damage_event, &error_base))
        return 1;
    watch.damage_event += XDamageNotify;
    XDamageCreate(watch.display, watch.root, XDamageReportRawRectangles);
    XSync(watch.display, False);
    runs = atoi(argv[2]);
    if (runs < 1 || runs > RUNS_MAX)
        return 2;
    if (strcmp(argv[1], "start") == 0)
        return bench_start(&watch, runs, argv + 3);
    if (strcmp(argv[1], "frames") == 0)
        return argc == 7 ? bench_frames(&watch, runs, argv + 3) : 2;
    return argc == 5 ? bench_touch(&watch, runs, atoi(argv[3]), atoi(argv[4])) : 2;
}
