/* A sending thread. */
#include "queue/channel_sender.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct channel_sender {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping; /* under the lock, like has_letter, letter and result */
    bool has_letter;
    struct channel_letter letter;
    struct channel_result result;
    atomic_bool stop; /* for a try that is under way */
    bool busy;        /* the loop's: from give to done */
    struct channel_config config;
    enum channel_way way;
    int notice; /* eventfd: a result is there */
    struct event *on_notice;
    void (*done)(void *context, enum channel_way way, struct channel_result result);
    void *context;
};

static void *work(void *context)
{
    struct channel_sender *sender = context;
    const uint64_t one = 1;

    pthread_mutex_lock(&sender->lock);
    while (!sender->stopping) {
        struct channel_letter letter;
        struct channel_result result;

        if (!sender->has_letter) {
            pthread_cond_wait(&sender->wake, &sender->lock);
            continue;
        }
        letter = sender->letter;
        sender->has_letter = false;
        pthread_mutex_unlock(&sender->lock);
        result = channel_send(&sender->config, sender->way, &letter, &sender->stop);
        pthread_mutex_lock(&sender->lock);
        sender->result = result;
        if (write(sender->notice, &one, sizeof one) < 0)
            abort(); /* an eventfd of ours takes a one, unless memory is not ours any more */
    }
    pthread_mutex_unlock(&sender->lock);
    return NULL;
}

static void on_notice(evutil_socket_t socket, short what, void *context)
{
    struct channel_sender *sender = context;
    struct channel_result result;
    uint64_t count;

    (void)what;
    if (read(socket, &count, sizeof count) < 0)
        return;
    pthread_mutex_lock(&sender->lock);
    result = sender->result;
    pthread_mutex_unlock(&sender->lock);
    sender->busy = false;
    sender->done(sender->context, sender->way, result);
}

struct channel_sender *
channel_sender_start(struct event_base *base, const struct channel_config *config, enum channel_way way,
                     void (*done)(void *context, enum channel_way way, struct channel_result result),
                     void *context)
{
    struct channel_sender *sender = calloc(1, sizeof *sender);

    if (sender == NULL)
        return NULL;
    sender->config = *config;
    sender->way = way;
    sender->done = done;
    sender->context = context;
    pthread_mutex_init(&sender->lock, NULL);
    pthread_cond_init(&sender->wake, NULL);
    sender->notice = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    sender->on_notice = event_new(base, sender->notice, EV_READ | EV_PERSIST, on_notice, sender);
    if (sender->notice >= 0 && sender->on_notice != NULL && event_add(sender->on_notice, NULL) == 0 &&
        pthread_create(&sender->thread, NULL, work, sender) == 0)
        return sender;
    if (sender->on_notice != NULL)
        event_free(sender->on_notice);
    if (sender->notice >= 0)
        close(sender->notice);
    channel_config_wipe(&sender->config);
    free(sender);
    return NULL;
}

void channel_sender_stop(struct channel_sender *sender)
{
    if (sender == NULL)
        return;
    atomic_store(&sender->stop, true);
    pthread_mutex_lock(&sender->lock);
    sender->stopping = true;
    pthread_cond_signal(&sender->wake);
    pthread_mutex_unlock(&sender->lock);
    pthread_join(sender->thread, NULL);
    event_free(sender->on_notice);
    close(sender->notice);
    pthread_cond_destroy(&sender->wake);
    pthread_mutex_destroy(&sender->lock);
    channel_config_wipe(&sender->config);
    free(sender);
}

bool channel_sender_busy(const struct channel_sender *sender)
{
    return sender->busy;
}

void channel_sender_give(struct channel_sender *sender, const struct channel_letter *letter)
{
    sender->busy = true;
    pthread_mutex_lock(&sender->lock);
    sender->letter = *letter;
    sender->has_letter = true;
    pthread_cond_signal(&sender->wake);
    pthread_mutex_unlock(&sender->lock);
}
