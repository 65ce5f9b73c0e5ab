/* The pairing's thread. */
#include "relay/pairer.h"

#include "seal/key.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAIT_MS 200 /* how long what was typed may wait: nobody notices */

struct pairer {
    struct pair *pair; /* the thread's */
    struct random_source random;
    void (*wake)(void *context);
    void *context;
    pthread_t thread;
    pthread_mutex_t mutex; /* for what follows */
    struct pair_view view;
    char typed[PAIRING_QUEUE_DIGITS + 1]; /* "": nothing */
    bool stopping;
};

/* True while there is more to do. */
static bool share(struct pairer *pairer)
{
    struct pair_view view = pair_view(pairer->pair);
    char typed[sizeof(pairer->typed)];
    bool changed, stopping;

    pthread_mutex_lock(&pairer->mutex);
    changed = pairer->view.step != view.step;
    pairer->view = view;
    memcpy(typed, pairer->typed, sizeof(typed));
    seal_wipe(pairer->typed, sizeof(pairer->typed));
    stopping = pairer->stopping;
    pthread_mutex_unlock(&pairer->mutex);
    if (typed[0] != '\0')
        pair_type(pairer->pair, typed);
    seal_wipe(typed, sizeof(typed));
    if (changed)
        pairer->wake(pairer->context);
    return !stopping && view.step < PAIR_CONFIRMED;
}

static void *run(void *context)
{
    struct pairer *pairer = context;

    while (share(pairer))
        pair_run(pairer->pair, moment_now(), pairer->random, WAIT_MS);
    return NULL;
}

int pairer_start(struct pair *pair, struct random_source random, void (*wake)(void *context), void *context,
                 struct pairer **ret_pairer)
{
    struct pairer *pairer = calloc(1, sizeof(*pairer));
    sigset_t all, before;
    int failed;

    if (pairer == NULL) {
        pair_close(pair);
        return CB_NO_MEMORY;
    }
    *pairer = (struct pairer){.pair = pair, .random = random, .wake = wake, .context = context};
    pairer->view = pair_view(pair);
    pthread_mutex_init(&pairer->mutex, NULL);
    sigfillset(&all); /* signals are the main thread's */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&pairer->thread, NULL, run, pairer);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed != 0) {
        pthread_mutex_destroy(&pairer->mutex);
        pair_close(pair);
        free(pairer);
        return CB_NO_MEMORY;
    }
    *ret_pairer = pairer;
    return CB_OK;
}

struct pair_view pairer_view(struct pairer *pairer)
{
    struct pair_view view;

    pthread_mutex_lock(&pairer->mutex);
    view = pairer->view;
    pthread_mutex_unlock(&pairer->mutex);
    return view;
}

void pairer_type(struct pairer *pairer, const char *digits)
{
    pthread_mutex_lock(&pairer->mutex);
    snprintf(pairer->typed, sizeof(pairer->typed), "%s", digits);
    pthread_mutex_unlock(&pairer->mutex);
}

void pairer_stop(struct pairer *pairer)
{
    if (pairer == NULL)
        return;
    pthread_mutex_lock(&pairer->mutex);
    pairer->stopping = true;
    pthread_mutex_unlock(&pairer->mutex);
    pthread_join(pairer->thread, NULL);
    pthread_mutex_destroy(&pairer->mutex);
    pair_close(pairer->pair);
    seal_wipe(pairer, sizeof(*pairer));
    free(pairer);
}
