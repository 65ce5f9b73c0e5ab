/* The disk's own limit: how many times a second a small append can be made durable with fdatasync.
 *   fsync_bench FOLDER SECONDS */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    char path[4096], page[4096];
    double start, seconds;
    long count = 0;
    int file;

    if (argc != 3)
        return 2;
    snprintf(path, sizeof path, "%s/fsync_bench.tmp", argv[1]);
    memset(page, 'x', sizeof page);
    file = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0) {
        perror(path);
        return 1;
    }
    seconds = atof(argv[2]);
    start = now_s();
    while (now_s() - start < seconds) {
        if (write(file, page, sizeof page) != (ssize_t)sizeof page || fdatasync(file) != 0) {
            perror(path);
            return 1;
        }
        count++;
    }
    printf("%.0f\n", (double)count / (now_s() - start));
    close(file);
    unlink(path);
    return 0;
}
