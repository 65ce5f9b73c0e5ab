/* The key ring's file: see keyring_file.h. */
#include "queue/keyring_file.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int write_at(int fd, const uint8_t *bytes, size_t length, off_t at)
{
    while (length > 0) {
        ssize_t put = pwrite(fd, bytes, length, at);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return CB_IO;
        bytes += put;
        at += put;
        length -= (size_t)put;
    }
    return CB_OK;
}

static int write_copy(int fd, const struct epoch_slot *slots, uint64_t set, off_t copy_at)
{
    uint8_t bytes[KEYRING_SLOT_SIZE];
    int error = CB_OK;

    for (size_t i = 0; error == CB_OK && i < KEYRING_SLOTS; i++) {
        if ((set >> i & 1) == 0)
            continue;
        keyring_slot_write(&slots[i], bytes);
        error = write_at(fd, bytes, sizeof bytes, copy_at + (off_t)(i * KEYRING_SLOT_SIZE));
    }
    if (error == CB_OK && fdatasync(fd) != 0)
        error = CB_IO;
    return error;
}

int keyring_file_put(struct keyring_file *file, const struct epoch_slot slots[KEYRING_SLOTS], uint64_t set)
{
    int error = CB_OK;

    if (set != 0)
        error = write_copy(file->fd, slots, set, 0);
    if (set != 0 && error == CB_OK)
        error = write_copy(file->fd, slots, set, KEYRING_COPY_SIZE);
    for (size_t i = 0; error == CB_OK && i < KEYRING_SLOTS; i++) {
        if ((set >> i & 1) != 0)
            file->slots[i] = slots[i];
    }
    return error;
}

static int make_empty(const char *path)
{
    static const uint8_t empty[KEYRING_SIZE];

    return file_write(path, empty, sizeof empty, 0600);
}

static int read_slots(const char *path, struct epoch_slot slots[KEYRING_SLOTS], uint64_t *ret_repair)
{
    uint8_t *bytes = NULL;
    size_t length = 0;
    int error = file_read(path, KEYRING_SIZE, &bytes, &length);

    if (error == CB_NOT_FOUND) {
        error = make_empty(path);
        if (error == CB_OK)
            error = file_read(path, KEYRING_SIZE, &bytes, &length);
    }
    if (error == CB_TOO_LARGE || (error == CB_OK && length != KEYRING_SIZE))
        error = CB_DAMAGED;
    if (error == CB_OK)
        keyring_read(bytes, slots, ret_repair);
    free(bytes);
    return error;
}

int keyring_file_open(const char *path, struct keyring_file *ret_file, struct problem *ret_problem)
{
    struct keyring_file file = {.fd = -1};
    uint64_t repair = 0;
    int error = read_slots(path, file.slots, &repair);

    if (error == CB_OK) {
        file.fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        error = file.fd < 0 ? CB_IO : keyring_file_put(&file, file.slots, repair);
    }
    if (error == CB_OK) {
        *ret_file = file;
        return CB_OK;
    }
    if (file.fd >= 0)
        close(file.fd);
    return problem_set(ret_problem, error,
                       error == CB_DAMAGED
                           ? "The key ring %s has not the size of one. Move it aside; the next start makes a "
                             "new one, and names that were sealed to the old one stay unreadable."
                           : "The key ring %s cannot be read or written. Check its owner, its mode and the "
                             "disk.",
                       path);
}

void keyring_file_close(struct keyring_file *file)
{
    if (file->fd >= 0)
        close(file->fd);
    *file = (struct keyring_file){.fd = -1};
}
