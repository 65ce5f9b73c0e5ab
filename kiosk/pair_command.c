/* Pairing at a terminal. */
#include "pair_command.h"

#include "base/random.h"
#include "queue_link.h"
#include "relay/outbox.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WAIT_MS 200
#define LAST_MS (60 * SECOND_MS) /* how long the last word is waited for here; then the kiosk goes on */

/* Who this kiosk is until now, and whether something waits for them. The outbox stays open: nobody else may
 * use the folder meanwhile. */
static int look_around(const struct options *options, struct pair_config *config, struct outbox **ret_outbox,
                       struct problem *ret_problem)
{
    char path[OPTIONS_TEXT + 16];
    struct kept_pairing kept;
    int result = queue_link_folder(options->data, ret_problem);
    snprintf(path, sizeof path, "%s/outbox.db", options->data);
    if (result == CB_OK)
        result = outbox_open(path, moment_now().wall_ms, ret_outbox, ret_problem);
    if (result != CB_OK)
        return result;
    config->outbox_waits = outbox_count(*ret_outbox) > 0;
    if (kept_pairing_load(options->data, KEPT_PAIRED, &kept) == CB_OK) {
        config->kiosk_id = kept.kiosk_id;
        kept_pairing_release(&kept);
    }
    return CB_OK;
}

static bool typed_line(char *text, size_t size)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&input, 1, 0) <= 0)
        return false;
    if (fgets(text, (int)size, stdin) == NULL)
        text[0] = 0; /* the end of input: no digits, and that is one try */
    text[strcspn(text, "\r\n ")] = 0;
    return true;
}

static void say_step(const struct pair_view *view)
{
    if (view->step == PAIR_NUMBERS)
        printf("Type these on the page Kiosks, where it is to be \"%s\":  %.3s %s\n", view->name,
               view->digits, view->digits + 3);
    else if (view->step == PAIR_TYPING)
        printf("Type the page's four numbers here: ");
    else if (view->step == PAIR_CONFIRMING)
        puts("The queue is asked for its last word.");
    fflush(stdout);
}

static int take_end(const struct options *options, const struct pair_view *view, struct problem *ret_problem)
{
    if (view->step == PAIR_ENDED)
        return problem_set(ret_problem, CB_DENIED, "%s", pair_end_words(view->end));
    if (view->step != PAIR_CONFIRMED)
        return problem_set(ret_problem, CB_NETWORK,
                           "the queue did not give its last word. Start the kiosk: it goes on asking.");
    int result = kept_pairing_promote(options->data);
    if (result != CB_OK)
        return problem_set(ret_problem, result, "cannot keep the pairing in %s (%s).", options->data,
                           cb_error_text(result));
    printf("Paired: this is \"%s\" now. Start the kiosk.\n", view->name);
    return CB_OK;
}

static struct pair_view run(struct pair *pair)
{
    struct pair_view view = pair_view(pair);
    int64_t last_ms = INT64_MAX;
    char text[16];
    while (view.step < PAIR_CONFIRMED && moment_now().mono_ms < last_ms) {
        enum pair_step before = view.step;
        if (view.step == PAIR_TYPING && typed_line(text, sizeof text))
            pair_type(pair, text);
        pair_run(pair, moment_now(), random_system(), WAIT_MS);
        view = pair_view(pair);
        if (view.step != before)
            say_step(&view);
        if (view.step == PAIR_CONFIRMING && before != PAIR_CONFIRMING)
            last_ms = moment_now().mono_ms + LAST_MS;
    }
    explicit_bzero(text, sizeof text);
    return view;
}

int pair_command(const struct options *options, struct problem *ret_problem)
{
    char url[KEPT_QUEUE_SIZE];
    struct pair_config config = {.queue_url = url, .data_folder = options->data};
    struct outbox *outbox = NULL;
    struct pair *pair = NULL;
    if (!pair_address(options->pair, url, sizeof url))
        return problem_set(ret_problem, CB_BAD_INPUT, "the address is too long.");
    int result = look_around(options, &config, &outbox, ret_problem);
    if (result == CB_OK)
        result = pair_open(&config, &pair, ret_problem);
    if (result == CB_OK) {
        struct pair_view view = run(pair);
        result = take_end(options, &view, ret_problem);
    }
    pair_close(pair);
    outbox_close(outbox);
    return result;
}
