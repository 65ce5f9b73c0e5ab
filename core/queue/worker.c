/* The password thread. */
#include "queue/worker.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct sign_in_list {
    struct sign_in *first;
    struct sign_in **last;
};

struct worker {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
    struct sign_in_list waiting; /* under the lock, like `checked` */
    struct sign_in_list checked;
    int notice; /* eventfd: something was checked */
    struct event *on_notice;
    void (*done)(void *context, struct sign_in *sign_in);
    void *context;
};

static void list_init(struct sign_in_list *list)
{
    list->first = NULL;
    list->last = &list->first;
}

static void list_add(struct sign_in_list *list, struct sign_in *sign_in)
{
    sign_in->next = NULL;
    *list->last = sign_in;
    list->last = &sign_in->next;
}

static struct sign_in *list_take(struct sign_in_list *list)
{
    struct sign_in *sign_in = list->first;

    if (sign_in != NULL)
        list->first = sign_in->next;
    if (list->first == NULL)
        list->last = &list->first;
    return sign_in;
}

static void *work(void *context)
{
    struct worker *worker = context;
    const uint64_t one = 1;

    pthread_mutex_lock(&worker->lock);
    while (!worker->stopping) {
        struct sign_in *sign_in = list_take(&worker->waiting);

        if (sign_in == NULL) {
            pthread_cond_wait(&worker->wake, &worker->lock);
            continue;
        }
        pthread_mutex_unlock(&worker->lock);
        sign_in_check(sign_in);
        pthread_mutex_lock(&worker->lock);
        list_add(&worker->checked, sign_in);
        if (write(worker->notice, &one, sizeof one) < 0)
            abort(); /* an eventfd of ours takes a one, unless memory is not ours any more */
    }
    pthread_mutex_unlock(&worker->lock);
    return NULL;
}

static void on_notice(evutil_socket_t socket, short what, void *context)
{
    struct worker *worker = context;
    struct sign_in *sign_in;
    uint64_t count;

    (void)what;
    if (read(socket, &count, sizeof count) < 0)
        return;
    for (;;) {
        pthread_mutex_lock(&worker->lock);
        sign_in = list_take(&worker->checked);
        pthread_mutex_unlock(&worker->lock);
        if (sign_in == NULL)
            return;
        worker->done(worker->context, sign_in);
    }
}

struct worker *worker_start(struct event_base *base, void (*done)(void *context, struct sign_in *sign_in),
                            void *context)
{
    struct worker *worker = calloc(1, sizeof *worker);

    if (worker == NULL)
        return NULL;
    worker->done = done;
    worker->context = context;
    list_init(&worker->waiting);
    list_init(&worker->checked);
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->wake, NULL);
    worker->notice = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    worker->on_notice = event_new(base, worker->notice, EV_READ | EV_PERSIST, on_notice, worker);
    if (worker->notice >= 0 && worker->on_notice != NULL && event_add(worker->on_notice, NULL) == 0 &&
        pthread_create(&worker->thread, NULL, work, worker) == 0)
        return worker;
    if (worker->on_notice != NULL)
        event_free(worker->on_notice);
    if (worker->notice >= 0)
        close(worker->notice);
    free(worker);
    return NULL;
}

struct sign_in *worker_stop(struct worker *worker)
{
    struct sign_in *left;

    if (worker == NULL)
        return NULL;
    pthread_mutex_lock(&worker->lock);
    worker->stopping = true;
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->thread, NULL);
    *worker->waiting.last = worker->checked.first;
    left = worker->waiting.first;
    event_free(worker->on_notice);
    close(worker->notice);
    pthread_cond_destroy(&worker->wake);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
    return left;
}

void worker_add(struct worker *worker, struct sign_in *sign_in)
{
    pthread_mutex_lock(&worker->lock);
    list_add(&worker->waiting, sign_in);
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
}
