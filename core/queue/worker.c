/* The password thread. */
#include "queue/worker.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct task_list {
    struct password_task *first;
    struct password_task **last;
};

struct worker {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
    struct task_list known; /* under the lock, like the other lists: goes first */
    struct task_list others;
    struct task_list computed;
    int notice; /* eventfd: something was computed */
    struct event *on_notice;
};

static void list_init(struct task_list *list)
{
    list->first = NULL;
    list->last = &list->first;
}

static void list_add(struct task_list *list, struct password_task *task)
{
    task->next = NULL;
    *list->last = task;
    list->last = &task->next;
}

static struct password_task *list_take(struct task_list *list)
{
    struct password_task *task = list->first;

    if (task != NULL)
        list->first = task->next;
    if (list->first == NULL)
        list->last = &list->first;
    return task;
}

static void *work(void *context)
{
    struct worker *worker = context;
    const uint64_t one = 1;

    pthread_mutex_lock(&worker->lock);
    while (!worker->stopping) {
        struct password_task *task = list_take(&worker->known);

        if (task == NULL)
            task = list_take(&worker->others);
        if (task == NULL) {
            pthread_cond_wait(&worker->wake, &worker->lock);
            continue;
        }
        pthread_mutex_unlock(&worker->lock);
        password_task_work(task);
        pthread_mutex_lock(&worker->lock);
        list_add(&worker->computed, task);
        if (write(worker->notice, &one, sizeof one) < 0)
            abort(); /* an eventfd of ours takes a one, unless memory is not ours any more */
    }
    pthread_mutex_unlock(&worker->lock);
    return NULL;
}

static void on_notice(evutil_socket_t socket, short what, void *context)
{
    struct worker *worker = context;
    struct password_task *task;
    uint64_t count;

    (void)what;
    if (read(socket, &count, sizeof count) < 0)
        return;
    for (;;) {
        pthread_mutex_lock(&worker->lock);
        task = list_take(&worker->computed);
        pthread_mutex_unlock(&worker->lock);
        if (task == NULL)
            return;
        task->done(task);
    }
}

struct worker *worker_start(struct event_base *base)
{
    struct worker *worker = calloc(1, sizeof *worker);

    if (worker == NULL)
        return NULL;
    list_init(&worker->known);
    list_init(&worker->others);
    list_init(&worker->computed);
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

static void give_back(struct task_list *list, bool computed)
{
    struct password_task *task;

    while ((task = list_take(list)) != NULL) {
        if (!computed)
            task->result = CB_BUSY;
        task->done(task);
    }
}

void worker_stop(struct worker *worker)
{
    if (worker == NULL)
        return;
    pthread_mutex_lock(&worker->lock);
    worker->stopping = true;
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->thread, NULL);
    give_back(&worker->computed, true);
    give_back(&worker->known, false);
    give_back(&worker->others, false);
    event_free(worker->on_notice);
    close(worker->notice);
    pthread_cond_destroy(&worker->wake);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
}

void worker_add(struct worker *worker, struct password_task *task)
{
    pthread_mutex_lock(&worker->lock);
    list_add(task->known_browser ? &worker->known : &worker->others, task);
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
}
