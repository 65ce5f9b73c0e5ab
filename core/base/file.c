/* Reading and replacing whole files. */
#include "base/file.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_quietly(int fd)
{
    if (fd >= 0)
        close(fd);
}

/* Fills up to `size` bytes; fewer only at the end of the file. */
static int read_fully(int fd, uint8_t *bytes, size_t size, size_t *ret_length)
{
    size_t length = 0;

    while (length < size) {
        ssize_t got = read(fd, bytes + length, size - length);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return CB_IO;
        if (got == 0)
            break;
        length += (size_t)got;
    }
    *ret_length = length;
    return CB_OK;
}

int file_read(const char *path, size_t limit, uint8_t **ret_bytes, size_t *ret_length)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    uint8_t *bytes = NULL;
    size_t length;
    int error = CB_IO;

    if (fd < 0)
        return errno == ENOENT ? CB_NOT_FOUND : CB_IO;
    if (fstat(fd, &status) != 0)
        goto done;
    error = CB_TOO_LARGE;
    if (status.st_size > 0 && (uintmax_t)status.st_size > limit)
        goto done;
    /* One byte more than allowed, so that a file that grows, or has no size of its own, is noticed. */
    bytes = malloc(limit + 2);
    error = CB_NO_MEMORY;
    if (bytes == NULL)
        goto done;
    error = read_fully(fd, bytes, limit + 1, &length);
    if (error == CB_OK && length > limit)
        error = CB_TOO_LARGE;
    if (error != CB_OK)
        goto done;
    bytes[length] = 0;
    *ret_bytes = bytes;
    *ret_length = length;
    bytes = NULL;
done:
    free(bytes);
    close_quietly(fd);
    return error;
}

static int write_fully(int fd, const uint8_t *bytes, size_t length)
{
    while (length > 0) {
        ssize_t put = write(fd, bytes, length);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return CB_IO;
        bytes += put;
        length -= (size_t)put;
    }
    return CB_OK;
}

/* A rename is on the disk only when its folder is. */
static int sync_folder_of(const char *path)
{
    char folder[PATH_MAX] = ".";
    const char *slash = strrchr(path, '/');
    int fd, error;

    if (slash != NULL)
        snprintf(folder, sizeof folder, "%.*s", (int)(slash == path ? 1 : slash - path), path);
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return CB_IO;
    error = fsync(fd) == 0 ? CB_OK : CB_IO;
    close_quietly(fd);
    return error;
}

int file_write(const char *path, const void *bytes, size_t length, unsigned mode)
{
    char temporary[PATH_MAX];
    int error, fd;

    if (snprintf(temporary, sizeof temporary, "%s.XXXXXX", path) >= (int)sizeof temporary)
        return CB_TOO_LARGE;
    fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return CB_IO;
    error = write_fully(fd, bytes, length);
    if (error == CB_OK && (fchmod(fd, (mode_t)mode) != 0 || fsync(fd) != 0))
        error = CB_IO;
    if (close(fd) != 0)
        error = CB_IO;
    if (error == CB_OK && rename(temporary, path) != 0)
        error = CB_IO;
    if (error != CB_OK) {
        unlink(temporary);
        return error;
    }
    return sync_folder_of(path);
}

int file_replace(const char *path, const char *by)
{
    if (rename(by, path) != 0)
        return errno == ENOENT ? CB_NOT_FOUND : CB_IO;
    return sync_folder_of(path);
}

static bool is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

int file_make_folder(const char *path)
{
    char folder[PATH_MAX];
    size_t length = strlen(path);

    if (length == 0 || length >= sizeof folder)
        return CB_BAD_INPUT;
    memcpy(folder, path, length + 1);
    for (size_t i = 1; i <= length; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        folder[i] = '\0';
        if (mkdir(folder, 0700) != 0 && !is_folder(folder))
            return CB_IO;
        folder[i] = path[i];
    }
    return CB_OK;
}
