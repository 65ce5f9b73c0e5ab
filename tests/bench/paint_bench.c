/* How long the kiosk's pictures take, without a display: all of a page, what a touch changes of it, and the
 * first page of each language. Beside the time that copying as many pixels takes, which is the least there is
 * to do.
 *
 * paint_bench   prints tables; milliseconds of the processor. */
#include "platform/painter.h"
#include "sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS    5
#define TIMES_MAX 20000
#define LOOKS     2 /* the first ones: 1280x800, 1920x1080 */

struct times {
    double ms[TIMES_MAX];
    size_t count;
};

struct bench {
    struct resources resources;
    struct sample sample;
    const struct sample_look *look;
    struct painter *painter;
    struct pixels pixels;
    struct app app;
    struct times whole, touched, copied;
};

/* Of this thread's own work: what else runs on the machine does not count. */
static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void times_add(struct times *times, double ms)
{
    if (times->count < TIMES_MAX)
        times->ms[times->count++] = ms;
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double percentile(struct times *times, size_t percent)
{
    qsort(times->ms, times->count, sizeof times->ms[0], by_size);
    return times->count > 0 ? times->ms[(times->count - 1) * percent / 100] : 0;
}

static void give_up(const struct problem *problem)
{
    fprintf(stderr, "paint_bench: %s\n", problem->text);
    exit(1);
}

static void open_look(struct bench *bench, const struct sample_look *look)
{
    struct problem problem = {""};
    bench->look = look;
    if (painter_new(bench->resources.share, sample_canvas(look), &bench->painter, &problem) != CB_OK)
        give_up(&problem);
}

static void show(struct bench *bench, const struct sample_state *state, const char *language)
{
    struct problem problem = {""};
    if (sample_show(&bench->sample, &bench->resources, state, language, bench->look,
                    painter_measurer(bench->painter), &bench->app, &problem) != CB_OK)
        give_up(&problem);
}

/* ---- all of a page, and what a touch changes ---- */

static void time_whole(struct bench *bench)
{
    double began = now_ms();
    app_view(&bench->app, painter_measurer(bench->painter));
    painter_paint(bench->painter, &bench->app.frame, -1, -1, &bench->pixels);
    times_add(&bench->whole, now_ms() - began);
}

static void time_touches(struct bench *bench)
{
    const struct element_list *frame = &bench->app.frame;
    for (int target = element_next_target(frame, -1, 1), last = -1; target > last;
         last = target, target = element_next_target(frame, target, 1)) {
        struct damage damage;
        double began = now_ms();
        app_view(&bench->app, painter_measurer(bench->painter));
        painter_repaint(bench->painter, frame, target, -1, &bench->pixels, &damage);
        times_add(&bench->touched, now_ms() - began);
    }
}

static void time_copy(struct bench *bench, uint32_t *to)
{
    size_t bytes = (size_t)bench->pixels.width * (size_t)bench->pixels.height * sizeof *to;
    double began = now_ms();
    memcpy(to, bench->pixels.data, bytes);
    __asm__ volatile("" : : "r"(to) : "memory"); /* nobody reads it: it would be left out */
    times_add(&bench->copied, now_ms() - began);
}

static void print_row(const char *what, struct times *times, double limit)
{
    double middle = percentile(times, 50);
    printf("%-46s %9.2f ms   p99 %.2f ms, %.1f x copying the frame\n", what, middle, percentile(times, 99),
           middle / limit);
}

static void bench_look(struct bench *bench, const struct sample_look *look)
{
    char what[80];
    size_t count = (size_t)look->width * (size_t)look->height;
    uint32_t *copy = calloc(count, sizeof *copy);
    open_look(bench, look);
    bench->pixels = pixels_on(calloc(count, sizeof *copy), look->width, look->height);
    if (copy == NULL || bench->pixels.data == NULL)
        give_up(&(struct problem){"no memory"});
    bench->whole.count = bench->touched.count = bench->copied.count = 0;
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < sample_state_count; i++) {
            show(bench, &sample_states[i], "en");
            time_whole(bench);
            time_touches(bench);
            time_copy(bench, copy);
            painter_trim(bench->painter);
            app_release(&bench->app);
        }
    }
    double limit = percentile(&bench->copied, 50);
    snprintf(what, sizeof what, "paint: all of a page, %s, p50 of %zu", look->name, bench->whole.count);
    print_row(what, &bench->whole, limit);
    snprintf(what, sizeof what, "paint: what a touch changes, p50 of %zu", bench->touched.count);
    print_row(what, &bench->touched, limit);
    free(copy);
    free(bench->pixels.data);
    painter_free(bench->painter);
}

/* ---- the first page in each script ---- */

static const struct sample_state *home_state(void)
{
    size_t i = 0;
    while (i + 1 < sample_state_count && strcmp(sample_states[i].name, "home") != 0)
        i++;
    return &sample_states[i];
}

static double time_first_page(struct bench *bench, const char *language)
{
    double began = now_ms();
    show(bench, home_state(), language);
    painter_paint(bench->painter, &bench->app.frame, -1, -1, &bench->pixels);
    double ms = now_ms() - began;
    app_release(&bench->app);
    return ms;
}

/* Cold: fonts just opened, nothing drawn yet, as after the touch that chose the language; the pictures are
 * there. */
static void bench_language(struct bench *bench, const char *language)
{
    struct times cold = {.count = 0}, warm = {.count = 0};
    for (int round = 0; round < 2 * ROUNDS; round++) {
        text_measurer_speak(painter_measurer(bench->painter), "none");
        painter_forget(bench->painter);
        times_add(&cold, time_first_page(bench, language));
        times_add(&warm, time_first_page(bench, language));
    }
    printf("  %-44s %9.2f ms   warm %.2f ms, %.1f x\n", language, percentile(&cold, 50),
           percentile(&warm, 50), percentile(&cold, 50) / percentile(&warm, 50));
}

static void bench_languages(struct bench *bench)
{
    const struct sample_look *look = &sample_looks[0];
    open_look(bench, look);
    bench->pixels =
        pixels_on(calloc((size_t)look->width * (size_t)look->height, 4), look->width, look->height);
    if (bench->pixels.data == NULL)
        give_up(&(struct problem){"no memory"});
    puts("paint: home in another language, cold");
    for (size_t i = 0; i < bench->resources.language_count; i++)
        bench_language(bench, bench->resources.languages[i].code);
    free(bench->pixels.data);
    painter_free(bench->painter);
}

int main(void)
{
    static struct bench bench; /* large: a frame is in it */
    struct problem problem = {""};
    if (resources_open("us", &bench.resources, &problem) != CB_OK ||
        sample_open(bench.resources.share, &bench.sample, &problem) != CB_OK)
        give_up(&problem);
    for (size_t i = 0; i < LOOKS; i++)
        bench_look(&bench, &sample_looks[i]);
    bench_languages(&bench);
    sample_close(&bench.sample);
    resources_close(&bench.resources);
    return 0;
}
