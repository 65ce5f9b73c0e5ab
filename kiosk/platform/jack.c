/* Waiting for a headphone plug. */
#include "platform/jack.h"

#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DEVICES_TRIED 32
#define SOCKETS_MAX   4

struct jack {
    struct pollfd waits[SOCKETS_MAX + 1]; /* the last one ends the thread */
    int count;
    int stop; /* writing end of the last one */
    bool in[SOCKETS_MAX];
    atomic_bool plugged;
    void (*changed)(void);
    pthread_t thread;
};

static bool bit(const uint8_t *bits, unsigned number)
{
    return (bits[number / 8] >> (number % 8) & 1) != 0;
}

/* The device when it has a headphone switch, and how that stands; -1: it has none. */
static int open_socket(int number, bool *ret_in)
{
    char path[32];
    uint8_t switches[SW_MAX / 8 + 1] = {0}, states[SW_MAX / 8 + 1] = {0};
    snprintf(path, sizeof path, "/dev/input/event%d", number);
    int device = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (device < 0)
        return -1;
    if (ioctl(device, EVIOCGBIT(EV_SW, sizeof switches), switches) < 0 ||
        !bit(switches, SW_HEADPHONE_INSERT) || ioctl(device, EVIOCGSW(sizeof states), states) < 0) {
        close(device);
        return -1;
    }
    *ret_in = bit(states, SW_HEADPHONE_INSERT);
    return device;
}

static void sum_up(struct jack *jack)
{
    bool plugged = false;
    for (int i = 0; i < jack->count; i++)
        plugged = plugged || jack->in[i];
    atomic_store(&jack->plugged, plugged);
}

static void read_socket(struct jack *jack, int index)
{
    struct input_event event;
    while (read(jack->waits[index].fd, &event, sizeof event) == sizeof event) {
        if (event.type == EV_SW && event.code == SW_HEADPHONE_INSERT)
            jack->in[index] = event.value != 0;
    }
    /* A card that was pulled out takes its headphones along. */
    if (jack->waits[index].revents & (POLLERR | POLLHUP)) {
        jack->in[index] = false;
        close(jack->waits[index].fd);
        jack->waits[index].fd = -1;
    }
}

static void *watch(void *context)
{
    struct jack *jack = context;
    for (;;) {
        if (poll(jack->waits, (nfds_t)jack->count + 1, -1) < 0)
            continue;
        if (jack->waits[jack->count].revents != 0)
            return NULL;
        bool before = atomic_load(&jack->plugged);
        for (int i = 0; i < jack->count; i++) {
            if (jack->waits[i].revents != 0)
                read_socket(jack, i);
        }
        sum_up(jack);
        if (atomic_load(&jack->plugged) != before)
            jack->changed();
    }
}

static int start(struct jack *jack)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return CB_IO;
    jack->waits[jack->count] = (struct pollfd){.fd = ends[0], .events = POLLIN};
    jack->stop = ends[1];
    if (pthread_create(&jack->thread, NULL, watch, jack) == 0)
        return CB_OK;
    close(ends[0]);
    close(ends[1]);
    return CB_NO_MEMORY;
}

static void close_sockets(struct jack *jack)
{
    for (int i = 0; i < jack->count; i++) {
        if (jack->waits[i].fd >= 0)
            close(jack->waits[i].fd);
    }
}

int jack_open(void (*changed)(void), struct jack **ret_jack)
{
    struct jack *jack = calloc(1, sizeof *jack);
    if (jack == NULL)
        return CB_NO_MEMORY;
    jack->changed = changed;
    for (int i = 0; i < DEVICES_TRIED && jack->count < SOCKETS_MAX; i++) {
        int device = open_socket(i, &jack->in[jack->count]);
        if (device >= 0)
            jack->waits[jack->count++] = (struct pollfd){.fd = device, .events = POLLIN};
    }
    sum_up(jack);
    int result = jack->count > 0 ? start(jack) : CB_NOT_FOUND;
    if (result != CB_OK) {
        close_sockets(jack);
        free(jack);
        return result;
    }
    *ret_jack = jack;
    return CB_OK;
}

bool jack_plugged(struct jack *jack)
{
    return jack != NULL && atomic_load(&jack->plugged);
}

void jack_close(struct jack *jack)
{
    if (jack == NULL)
        return;
    close(jack->stop);
    pthread_join(jack->thread, NULL);
    close(jack->waits[jack->count].fd);
    close_sockets(jack);
    free(jack);
}
