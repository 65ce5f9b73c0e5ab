/* Durable submits a second: N connections to a running queue, each sending the next one when the last was
 * answered. Every submit is followed by its cancel, which is as durable, because ticket numbers run out
 * otherwise. Prints one line of numbers. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_MAX 512
#define LATENCIES_MAX   4000000

struct client {
    int fd;
    char id[37];
    bool cancelling;
    double sent_at;
    char answer[4096];
    size_t got;
};

static struct client clients[CONNECTIONS_MAX];
static float latencies[LATENCIES_MAX];
static size_t done;
static size_t refused;

static double now_s(void)
{
    struct timespec at;

    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void die(const char *what)
{
    fprintf(stderr, "submits: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void make_id(char *ret_id)
{
    uint8_t b[16];

    if (getrandom(b, sizeof b, 0) != (ssize_t)sizeof b)
        die("getrandom");
    b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
    b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
    for (int i = 0, at = 0; i < 16; i++) {
        at += sprintf(ret_id + at, "%02x", b[i]);
        if (i == 3 || i == 5 || i == 7 || i == 9)
            ret_id[at++] = '-';
    }
    ret_id[36] = '\0';
}

static int write_submit(const struct client *client, int port, const char *token, char *out, size_t size)
{
    char sealed[748];
    char body[2048];
    int length;

    memset(sealed, 'A', 747); /* 560 bytes in base64url */
    sealed[747] = '\0';
    length = snprintf(
        body, sizeof body,
        "{\"kind\":\"walk_in\",\"ticket\":{\"sign\":\"leaf\",\"number\":%d},\"coach\":null,\"topics\":[],"
        "\"find\":\"sign\",\"language\":\"en\",\"notice_version\":1,\"asked_at\":\"2026-11-22T14:40:00Z\","
        "\"due_from\":null,\"due_until\":null,\"preference\":null,\"source\":null,\"consent_version\":0,"
        "\"sealed\":\"%s\"}",
        10 + (int)(client - clients) % 90, sealed);
    return snprintf(out, size,
                    "PUT /api/v1/requests/%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
                    "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
                    client->id, port, token, length, body);
}

static void send_next(struct client *client, int port, const char *token)
{
    char out[4096];
    int length;

    if (client->cancelling) {
        length = snprintf(
            out, sizeof out,
            "POST /api/v1/requests/%s/cancel HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
            "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
            client->id, port, token);
    } else {
        make_id(client->id);
        length = write_submit(client, port, token, out, sizeof out);
    }
    client->sent_at = now_s();
    client->got = 0;
    if (send(client->fd, out, (size_t)length, MSG_NOSIGNAL) != length)
        die("send");
}

/* True when a whole answer is here. */
static bool receive(struct client *client)
{
    ssize_t got = recv(client->fd, client->answer + client->got, sizeof client->answer - client->got - 1, 0);
    const char *end;
    const char *length;

    if (got <= 0)
        die("the queue closed a connection");
    client->got += (size_t)got;
    client->answer[client->got] = '\0';
    end = strstr(client->answer, "\r\n\r\n");
    length = strstr(client->answer, "Content-Length: ");
    if (end == NULL || length == NULL)
        return false;
    return client->got >= (size_t)(end + 4 - client->answer) + (size_t)atoi(length + 16);
}

static void count_answer(struct client *client)
{
    const char *expected = client->cancelling ? " 200" : " 201";

    if (strncmp(client->answer + 8, expected, 4) != 0) {
        if (refused++ == 0)
            fprintf(stderr, "submits: %.60s\n", client->answer);
        client->cancelling = false;
        return;
    }
    if (done < LATENCIES_MAX)
        latencies[done] = (float)((now_s() - client->sent_at) * 1000);
    done++;
    client->cancelling = !client->cancelling;
}

static int open_connection(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int one = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        die("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

static void run_clients(int port, const char *token, int connections, double seconds)
{
    struct epoll_event events[64];
    int epoll = epoll_create1(0);
    double end;

    for (int i = 0; i < connections; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &clients[i]};

        clients[i].fd = open_connection(port);
        epoll_ctl(epoll, EPOLL_CTL_ADD, clients[i].fd, &event);
    }
    end = now_s() + seconds;
    for (int i = 0; i < connections; i++)
        send_next(&clients[i], port, token);
    while (now_s() < end) {
        int count = epoll_wait(epoll, events, 64, 1000);

        for (int i = 0; i < count; i++) {
            struct client *client = events[i].data.ptr;

            if (!receive(client))
                continue;
            count_answer(client);
            send_next(client, port, token);
        }
    }
}

/* The disk's own measure: append 4 KiB and fdatasync, over and over. */
static double raw_syncs(const char *folder, double seconds)
{
    static char page[4096];
    char path[512];
    double start = now_s();
    long count = 0;
    int fd;

    snprintf(path, sizeof path, "%s/raw-sync", folder);
    fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (fd < 0)
        die(path);
    while (now_s() - start < seconds) {
        if (write(fd, page, sizeof page) != (ssize_t)sizeof page || fdatasync(fd) != 0)
            die("fdatasync");
        count++;
    }
    close(fd);
    unlink(path);
    return (double)count / (now_s() - start);
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a;
    float y = *(const float *)b;

    return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
    double seconds = argc > 5 ? atof(argv[5]) : 5;
    int connections = argc > 4 ? atoi(argv[4]) : 64;
    double raw;
    double rate;

    if (argc < 4 || connections < 1 || connections > CONNECTIONS_MAX) {
        fputs("submits PORT TOKEN FOLDER [CONNECTIONS [SECONDS]]: FOLDER lies on the queue's disk\n", stderr);
        return 2;
    }
    raw = raw_syncs(argv[3], seconds / 2);
    run_clients(atoi(argv[1]), argv[2], connections, seconds);
    rate = (double)done / seconds;
    if (done > LATENCIES_MAX)
        done = LATENCIES_MAX;
    qsort(latencies, done, sizeof *latencies, by_size);
    printf("connections %d  durable/s %.0f  raw fdatasync/s %.0f  ratio %.2f  p50 %.2f ms  p99 %.2f ms  "
           "refused %zu\n",
           connections, rate, raw, rate / raw, done == 0 ? 0 : (double)latencies[done / 2],
           done == 0 ? 0 : (double)latencies[done * 99 / 100], refused);
    return refused > 0;
}
