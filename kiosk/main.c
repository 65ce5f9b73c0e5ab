/* coachbell-kiosk: wiring and the event loop, nothing else. One turn: input, what the relay reports, what is
 * due, orders out, the picture if anything changed, then sleep until somebody touches or something is due. */
#include "app.h"
#include "base/log.h"
#include "base/process.h"
#include "db/db.h"
#include "hearing.h"
#include "installer_file.h"
#include "options.h"
#include "pair_command.h"
#include "platform/fade.h"
#include "platform/painter.h"
#include "platform/window.h"
#include "queue_link.h"
#include "render.h"
#include "resources.h"
#include "screens/screen.h"
#include "seal/key.h"
#include "tls/memory.h"
#include "transcript.h"
#include "wire/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum exit_code {
    EXIT_FINE = 0,
    EXIT_WORLD = 1,
    EXIT_USAGE = 2
};

/* A board and what it is made of. There are two, so that the old one stands until the app has the new one. */
struct held_board {
    struct arena arena;
    struct board board;
    struct zone *zone;
};

struct kiosk {
    struct options options;
    struct resources resources;
    struct window *window;
    struct painter *painter;
    struct pixels pixels;
    struct fade fade; /* of what is shown into the pixels */
    struct queue_link link;
    FILE *transcript; /* NULL: none */
    struct app app;
    struct hearing hearing;
    struct held_board boards[2];
    int shown_board; /* index in boards */
    bool had_visit;  /* a page other than the first was open: something may have to be forgotten */
    bool quit;
};

/* ---- opening ---- */

static void wake(void *context)
{
    (void)context;
    window_wake();
}

static int open_link(struct kiosk *kiosk, struct problem *problem)
{
    int result = queue_link_open(&kiosk->options, wake, &kiosk->link, problem);
    if (result == CB_OK && kiosk->link.relay == NULL)
        app_set_standing(&kiosk->app, STANDING_UNPAIRED, moment_now());
    return result;
}

static int open_screen(struct kiosk *kiosk, struct problem *problem)
{
    const struct options *options = &kiosk->options;
    struct window_options wanted = {options->width, options->height, options->fullscreen,
                                    options->installer_key};
    int result = window_open(&wanted, &kiosk->window, problem);
    if (result != CB_OK)
        return result;
    int width, height;
    window_size(kiosk->window, &width, &height);
    double dpi = options->dpi > 0 ? options->dpi : window_dpi(kiosk->window);
    struct canvas canvas = canvas_for(width, height, dpi);
    result = painter_new(kiosk->resources.share, canvas, &kiosk->painter, problem);
    if (result != CB_OK)
        return result;
    kiosk->pixels = pixels_on(calloc((size_t)width * (size_t)height, 4), width, height);
    if (kiosk->pixels.data == NULL)
        return problem_set(problem, CB_NO_MEMORY, "no memory for a picture of %d x %d", width, height);
    app_init(&kiosk->app, &kiosk->resources.region, canvas, random_system(), moment_now());
    return resources_add_languages(&kiosk->resources, options->language, &kiosk->app, problem);
}

static int open_transcript(struct kiosk *kiosk, struct problem *problem)
{
    const char *path = kiosk->options.transcript;
    if (path[0] == 0)
        return CB_OK;
    kiosk->transcript = fopen(path, "ae");
    if (kiosk->transcript == NULL)
        return problem_set(problem, CB_IO, "cannot write the transcript %s.", path);
    return CB_OK;
}

static int open_hearing(struct kiosk *kiosk, struct problem *problem)
{
    int result = hearing_open(&kiosk->options, window_wake, &kiosk->hearing, problem);
    /* Headphones that are always plugged in do not begin a visit. */
    kiosk->app.headphones = result == CB_OK && jack_plugged(kiosk->hearing.jack);
    kiosk->app.mute = result != CB_OK || !hearing_speaks(&kiosk->hearing);
    kiosk->app.dirty = kiosk->app.dirty || kiosk->app.headphones;
    return result;
}

/* ---- the board ---- */

/* A board whose time zone is not installed here is not taken: every time on it would be wrong. */
static void take_board(struct kiosk *kiosk, struct moment now)
{
    struct held_board *held = &kiosk->boards[1 - kiosk->shown_board];
    struct moment fetched;
    arena_clear(&held->arena);
    zone_free(held->zone);
    held->zone = NULL;
    if (relay_take_board(kiosk->link.relay, &held->arena, &held->board, &fetched) != CB_OK)
        return;
    if (zone_load(held->board.site.zone_name, &held->zone) != CB_OK) {
        fprintf(stderr,
                "coachbell-kiosk: the time zone of the site is not installed here; its board is not shown. "
                "Install the package tzdata.\n");
        return;
    }
    app_set_board(&kiosk->app, &held->board, held->zone, fetched, now);
    kiosk->shown_board = 1 - kiosk->shown_board;
}

/* ---- one turn ---- */

static void handle_pointer(struct kiosk *kiosk, const struct window_event *event, struct moment now)
{
    int x = (int)(event->x / kiosk->app.canvas.scale), y = (int)(event->y / kiosk->app.canvas.scale);
    if (event->kind == WINDOW_DOWN)
        app_pointer_down(&kiosk->app, x, y, now);
    else if (event->kind == WINDOW_MOVE)
        app_pointer_move(&kiosk->app, x, y, now);
    else
        app_pointer_up(&kiosk->app, x, y, now);
}

/* What the installer's page shows, as it is now. */
static void tell_installer(struct kiosk *kiosk)
{
    struct installer_facts *facts = &kiosk->app.installer;
    *facts = (struct installer_facts){
        .paired = kiosk->link.relay != NULL,
        .has_password = installer_has_password(kiosk->options.data),
        .width = kiosk->pixels.width,
        .height = kiosk->pixels.height,
        .dpi = kiosk->options.dpi > 0 ? kiosk->options.dpi : window_dpi(kiosk->window),
    };
    snprintf(facts->queue, sizeof facts->queue, "%.90s",
             kiosk->link.queue[0] != 0 ? kiosk->link.queue : "none");
    installer_network(facts->network, sizeof facts->network);
    hearing_facts(&kiosk->hearing, facts);
    facts->pairing = queue_link_pairing(&kiosk->link, &facts->pair);
}

/* ---- pairing ---- */

/* What the installer asked for. */
static void serve_pairing(struct kiosk *kiosk)
{
    struct app *app = &kiosk->app;
    struct installer_facts *facts = &app->installer;
    struct problem problem = {""};
    if (app->wishes.look) {
        static const struct uuid nobody;
        (void)queue_link_look(&kiosk->link, app->visit.installer.address,
                              app->board ? &app->board->kiosk_id : &nobody, &problem);
        snprintf(facts->pair_fault, sizeof facts->pair_fault, "%.*s", (int)sizeof facts->pair_fault - 1,
                 problem.text);
    }
    if (app->wishes.typed)
        queue_link_typed(&kiosk->link, app->visit.installer.digits);
    if (app->wishes.stop)
        queue_link_stop_pairing(&kiosk->link);
}

/* How far it is; and when it is done, the kiosk begins anew with the other queue. */
static void follow_pairing(struct kiosk *kiosk, struct moment now)
{
    struct installer_facts *facts = &kiosk->app.installer;
    enum pair_step step = facts->pair.step;
    bool pairing = facts->pairing;
    facts->pairing = queue_link_pairing(&kiosk->link, &facts->pair);
    if (queue_link_turn(&kiosk->link)) {
        kiosk->app.linked = false;
        app_set_standing(&kiosk->app, STANDING_UNPAIRED, now);
        if (kiosk->link.relay != NULL)
            app_set_standing(&kiosk->app, STANDING_KNOWN, now);
        app_paired(&kiosk->app);
    }
    if (pairing != facts->pairing || step != facts->pair.step)
        kiosk->app.dirty = kiosk->app.dirty || app_screen(&kiosk->app) == SCREEN_INSTALLER_PAIR;
}

static void serve_installer(struct kiosk *kiosk, struct moment now)
{
    struct app *app = &kiosk->app;
    if (app->wishes.check_password)
        app_installer_answer(
            app, installer_password_right(kiosk->options.data, app->visit.installer.password), now);
    if (app->wishes.sound)
        hearing_test(&kiosk->hearing);
    if (app->wishes.keep_keypad) {
        kiosk->hearing.keypad = app->installer.keypad;
        if (installer_keep_keypad(kiosk->options.data, &app->installer.keypad) != CB_OK)
            fprintf(stderr, "coachbell-kiosk: the keypad's keys could not be kept in %s.\n",
                    kiosk->options.data);
    }
    serve_pairing(kiosk);
    app->wishes = (struct installer_wishes){0};
}

/* The display forgot what it showed. */
static void show_all(struct kiosk *kiosk)
{
    const struct damage all = {{{0, 0, kiosk->pixels.width, kiosk->pixels.height}}, 1};
    window_show(kiosk->window, &kiosk->pixels, &all, (struct rect){0});
}

static void handle(struct kiosk *kiosk, const struct window_event *event, struct moment now)
{
    if (event->scancode != 0 && event->kind != WINDOW_NOTHING &&
        hearing_key(&kiosk->hearing, &kiosk->app, event->scancode, now))
        return;
    switch (event->kind) {
    case WINDOW_NOTHING:
    case WINDOW_KEY:
        break;
    case WINDOW_INSTALLER:
        tell_installer(kiosk);
        app_open_installer(&kiosk->app, now);
        break;
    case WINDOW_QUIT:
        kiosk->quit = true;
        break;
    case WINDOW_EXPOSED:
        show_all(kiosk);
        break;
    case WINDOW_DOWN:
    case WINDOW_MOVE:
    case WINDOW_UP:
        handle_pointer(kiosk, event, now);
        break;
    case WINDOW_NEXT:
        app_key(&kiosk->app, KEY_NEXT, now);
        break;
    case WINDOW_PREVIOUS:
        app_key(&kiosk->app, KEY_PREVIOUS, now);
        break;
    case WINDOW_SELECT:
        app_key(&kiosk->app, KEY_SELECT, now);
        break;
    case WINDOW_BACK:
        app_key(&kiosk->app, KEY_BACK, now);
        break;
    case WINDOW_HELP:
        app_key(&kiosk->app, KEY_HELP, now);
        break;
    case WINDOW_TYPED:
        app_type(&kiosk->app, event->character, now);
        break;
    }
}

static void take_reports(struct kiosk *kiosk, struct moment now)
{
    struct relay_report report;
    while (kiosk->link.relay != NULL && relay_take(kiosk->link.relay, &report)) {
        if (report.kind == RELAY_BOARD)
            take_board(kiosk, now);
        else
            app_report(&kiosk->app, &report, now);
    }
}

/* An order that the relay cannot take is answered at once: nothing may look as if it were on its way. */
static void refuse(struct kiosk *kiosk, const struct relay_order *order, int error, struct moment now)
{
    struct relay_report report = {.kind = RELAY_NOT_SAVED, .id = order->id, .error = error};
    if (order->kind == RELAY_ALERT)
        report.kind = RELAY_ALERT_FAILED;
    else if (order->kind == RELAY_LOOKUP)
        report.kind = RELAY_NOT_FOUND;
    app_report(&kiosk->app, &report, now);
}

static void give_orders(struct kiosk *kiosk, struct moment now)
{
    struct relay_order order;
    while (app_take_order(&kiosk->app, &order)) {
        int result = kiosk->link.relay != NULL ? relay_order(kiosk->link.relay, &order) : CB_NOT_FOUND;
        if (result != CB_OK && order.kind != RELAY_REFRESH)
            refuse(kiosk, &order, result, now);
        explicit_bzero(&order, sizeof order);
    }
}

/* When the first page is back, nothing that was drawn or measured for the last person stays in memory. */
static void forget_last_visit(struct kiosk *kiosk)
{
    bool first_page = kiosk->app.visit.history_count == 1;
    if (first_page && kiosk->had_visit)
        painter_forget(kiosk->painter);
    kiosk->had_visit = !first_page;
}

static struct rect device_box(const struct kiosk *kiosk, struct rect box)
{
    const double scale = kiosk->app.canvas.scale;
    int left = (int)(box.x * scale), top = (int)(box.y * scale);
    return (struct rect){left, top, (int)((box.x + box.w) * scale) + 2 - left,
                         (int)((box.y + box.h) * scale) + 2 - top};
}

static void step_fade(struct kiosk *kiosk)
{
    struct rect box = kiosk->fade.box;
    if (fade_moves(&kiosk->fade))
        window_fade(kiosk->window, &kiosk->pixels, box, fade_step(&kiosk->fade, moment_now().mono_ms));
}

/* The picture takes the place of the one that is shown: in steps where it moves, at once elsewhere. Touches
 * mean what the new one says from now on. */
static void show(struct kiosk *kiosk, struct damage *damage)
{
    const struct motion *motion = &kiosk->app.motion;
    if (motion->at_once || motion->span_ms > 0) {
        damage_add(damage, kiosk->fade.box); /* what moved until now is not there yet */
        fade_begin(&kiosk->fade, device_box(kiosk, motion->box), motion->span_ms, moment_now().mono_ms);
    }
    window_show(kiosk->window, &kiosk->pixels, damage, kiosk->fade.box);
    step_fade(kiosk);
}

static void draw(struct kiosk *kiosk)
{
    struct damage damage;
    if (!kiosk->app.dirty) {
        step_fade(kiosk);
        return;
    }
    forget_last_visit(kiosk);
    painter_trim(kiosk->painter);
    app_view(&kiosk->app, painter_measurer(kiosk->painter));
    painter_repaint(kiosk->painter, &kiosk->app.frame, kiosk->app.pressed, kiosk->app.focus, &kiosk->pixels,
                    &damage);
    show(kiosk, &damage);
    if (kiosk->transcript != NULL)
        transcript_write(kiosk->transcript, &kiosk->app);
    kiosk->app.dirty = false;
}

static int64_t time_to_sleep(const struct kiosk *kiosk, struct moment now)
{
    int64_t due = app_next_deadline(&kiosk->app), step = fade_due(&kiosk->fade);
    due = step < due ? step : due;
    if (due == INT64_MAX)
        return -1;
    return due > now.mono_ms ? due - now.mono_ms : 0;
}

static void run(struct kiosk *kiosk)
{
    int64_t sleep_ms = 0;
    while (!kiosk->quit) {
        struct window_event event = window_wait(kiosk->window, sleep_ms);
        struct moment now = moment_now();
        do {
            handle(kiosk, &event, now);
            event = window_wait(kiosk->window, 0);
        } while (event.kind != WINDOW_NOTHING);
        hearing_turn(&kiosk->hearing, &kiosk->app, now);
        serve_installer(kiosk, now);
        follow_pairing(kiosk, now);
        take_reports(kiosk, now);
        app_tick(&kiosk->app, now);
        give_orders(kiosk, now);
        draw(kiosk);
        hearing_follow(&kiosk->hearing, &kiosk->app);
        sleep_ms = time_to_sleep(kiosk, moment_now()); /* the picture took time */
    }
}

/* ---- */

/* Neither a core file, nor a debugger of the same user, nor memory that a library gave back may hold what a
 * person typed. libcurl gets its own when it is loaded. */
static void guard_memory(void)
{
    process_hide();
    wire_wipe_memory();
    window_wipe_memory();
    if (tls_wipe_memory() != CB_OK || db_wipe_memory() != CB_OK)
        log_words(LOG_LEVEL_WARNING, "memory.not_wiped: a library was in use before it could be told.");
    if (seal_init() == CB_OK)
        seal_memory_locks();
}

static void close_all(struct kiosk *kiosk)
{
    queue_link_close(&kiosk->link);
    hearing_close(&kiosk->hearing);
    app_release(&kiosk->app);
    painter_free(kiosk->painter);
    if (kiosk->pixels.data != NULL)
        explicit_bzero(kiosk->pixels.data, (size_t)kiosk->pixels.width * (size_t)kiosk->pixels.height * 4);
    free(kiosk->pixels.data);
    window_close(kiosk->window);
    for (int i = 0; i < 2; i++) {
        zone_free(kiosk->boards[i].zone);
        arena_release(&kiosk->boards[i].arena);
    }
    resources_close(&kiosk->resources);
    if (kiosk->transcript != NULL)
        fclose(kiosk->transcript);
}

static int run_kiosk(struct kiosk *kiosk, struct problem *problem)
{
    int result = resources_open(kiosk->options.region, &kiosk->resources, problem);
    if (result == CB_OK && kiosk->options.render[0] != 0)
        return render_all(&kiosk->resources, kiosk->options.render, problem);
    if (result == CB_OK)
        result = open_screen(kiosk, problem);
    if (result == CB_OK)
        result = open_transcript(kiosk, problem);
    if (result == CB_OK) {
        draw(kiosk); /* the first page does not wait for the sound card and the outbox's disk */
        result = open_hearing(kiosk, problem);
    }
    if (result == CB_OK)
        result = open_link(kiosk, problem);
    if (result == CB_OK)
        run(kiosk);
    return result;
}

static int set_password(const struct kiosk *kiosk, struct problem *problem)
{
    int result = queue_link_folder(kiosk->options.data, problem);
    return result == CB_OK ? installer_set_password(kiosk->options.data, problem) : result;
}

int main(int count, char **arguments)
{
    static struct kiosk kiosk; /* large: a frame is in it */
    struct problem problem = {""};
    enum options_end end;
    bool file_fault;
    guard_memory();
    if (options_read(count, arguments, &kiosk.options, &end, &file_fault, &problem) != CB_OK) {
        fprintf(stderr, "coachbell-kiosk: %s\n", problem.text);
        return file_fault ? EXIT_WORLD : EXIT_USAGE;
    }
    if (end == OPTIONS_HELP)
        options_help(stdout);
    else if (end == OPTIONS_VERSION)
        puts("coachbell-kiosk " COACHBELL_VERSION);
    if (end == OPTIONS_HELP || end == OPTIONS_VERSION)
        return EXIT_FINE;
    int result = end == OPTIONS_SET_PASSWORD  ? set_password(&kiosk, &problem)
                 : kiosk.options.pair[0] != 0 ? pair_command(&kiosk.options, &problem)
                                              : run_kiosk(&kiosk, &problem);
    close_all(&kiosk);
    if (result == CB_OK)
        return EXIT_FINE;
    fprintf(stderr, "coachbell-kiosk: %s\n", problem.text);
    return EXIT_WORLD;
}
