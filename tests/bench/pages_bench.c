/* Open staff pages under TLS: what each costs the queue in memory, and how long an update takes until the
 * last of them has it. COOKIE-FILE has a session's cookie a line; eight pages are opened with each, the most
 * that the queue gives one person.   pages_bench PORT COOKIE-FILE TOKEN QUEUE-PID ROUNDS
 * prints "PAGES kib … p50 … p99 …" (KiB a page; milliseconds from sending a submit until the last page's
 * bytes are here) */
#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#define PAGES_MAX    4096
#define PAGES_A_USER 8
#define COOKIE_SIZE  64
#define ROUNDS_MAX   1000

struct bench {
    SSL_CTX *context;
    struct sockaddr_in address;
    char cookies[PAGES_MAX / PAGES_A_USER][COOKIE_SIZE];
    const char *token;
    int count;
    SSL *pages[PAGES_MAX];
    SSL *kiosk;
};

static double now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "pages_bench: %s\n", what);
    exit(1);
}

static SSL *open_link(const struct bench *bench)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    SSL *ssl = SSL_new(bench->context);

    if (connect(fd, (const struct sockaddr *)&bench->address, sizeof bench->address) != 0)
        fail("cannot connect");
    SSL_set_fd(ssl, fd);
    if (SSL_connect(ssl) != 1)
        fail("no TLS");
    return ssl;
}

/* Reads until `mark` has come. */
static void read_until(SSL *ssl, const char *mark)
{
    char text[16384];
    size_t length = 0;

    do {
        int got = SSL_read(ssl, text + length, (int)(sizeof text - 1 - length));

        if (got <= 0)
            fail("broken off");
        length += (size_t)got;
        text[length] = '\0';
    } while (strstr(text, mark) == NULL);
    if (strncmp(text, "HTTP/1.1 20", 11) != 0)
        fail(text);
}

static void read_cookies(struct bench *bench, const char *path)
{
    FILE *file = fopen(path, "r");
    int users = 0;

    while (file != NULL && users < PAGES_MAX / PAGES_A_USER &&
           fgets(bench->cookies[users], COOKIE_SIZE, file) != NULL) {
        bench->cookies[users][strcspn(bench->cookies[users], "\n")] = '\0';
        users++;
    }
    if (users == 0)
        fail("no cookies");
    fclose(file);
    bench->count = users * PAGES_A_USER;
}

static void open_pages(struct bench *bench)
{
    for (int i = 0; i < bench->count; i++) {
        char ask[512];
        int length = snprintf(ask, sizeof ask,
                              "GET /api/v1/queue/feed HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n",
                              ntohs(bench->address.sin_port), bench->cookies[i / PAGES_A_USER]);

        bench->pages[i] = open_link(bench);
        SSL_write(bench->pages[i], ask, length);
        read_until(bench->pages[i], "\r\n\r\n");
        fcntl(SSL_get_fd(bench->pages[i]), F_SETFL, O_NONBLOCK);
    }
}

static void drain(struct bench *bench)
{
    char text[16384];

    for (int i = 0; i < bench->count; i++)
        while (SSL_read(bench->pages[i], text, sizeof text) > 0)
            ;
}

/* A submit, or its cancelling, so that there is one request at most. */
static void send_request(struct bench *bench, const char *id, bool cancel)
{
    char body[600] = "{}", ask[1200], asked_at[32];
    time_t now = time(NULL);
    int length;

    strftime(asked_at, sizeof asked_at, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
    if (!cancel)
        snprintf(
            body, sizeof body,
            "{\"kind\":\"walk_in\",\"ticket\":{\"sign\":\"leaf\",\"number\":47},\"coach\":null,\"topics\":[],"
            "\"find\":\"sign\",\"language\":\"en\",\"notice_version\":1,\"asked_at\":\"%s\",\"due_from\":"
            "null,"
            "\"due_until\":null,\"preference\":null,\"source\":null,\"consent_version\":0,\"sealed\":null}",
            asked_at);
    length =
        snprintf(ask, sizeof ask,
                 "%s /api/v1/requests/%s%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
                 "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                 cancel ? "POST" : "PUT", id, cancel ? "/cancel" : "", ntohs(bench->address.sin_port),
                 bench->token, strlen(body), body);
    SSL_write(bench->kiosk, ask, length);
}

static void make_id(char ret_id[37], int number)
{
    unsigned char b[4];

    if (getrandom(b, sizeof b, 0) != (ssize_t)sizeof b)
        abort();
    snprintf(ret_id, 37, "%02x%02x%02x%02x-0000-4000-a000-%012d", b[0], b[1], b[2], b[3], number);
}

/* Until every page's socket has something. */
static double one_round(struct bench *bench, int number)
{
    int poll = epoll_create1(0);
    struct epoll_event events[256];
    double start, end = 0;
    char id[37];

    for (int i = 0; i < bench->count; i++) {
        struct epoll_event wanted = {.events = EPOLLIN | EPOLLONESHOT, .data.u32 = (unsigned)i};

        epoll_ctl(poll, EPOLL_CTL_ADD, SSL_get_fd(bench->pages[i]), &wanted);
    }
    make_id(id, number);
    start = now_ms();
    send_request(bench, id, false);
    for (int left = bench->count; left > 0;) {
        int got = epoll_wait(poll, events, 256, 5000);

        if (got <= 0)
            fail("an update did not reach every page");
        left -= got;
        end = now_ms();
    }
    read_until(bench->kiosk, "\r\n\r\n");
    close(poll);
    send_request(bench, id, true);
    read_until(bench->kiosk, "\r\n\r\n");
    usleep(200000); /* what comes of that is all here before the next */
    drain(bench);
    return end - start;
}

static long resident_kib(const char *pid)
{
    char path[64];
    long size = 0, resident = 0;
    FILE *file;

    snprintf(path, sizeof path, "/proc/%s/statm", pid);
    file = fopen(path, "r");
    if (file == NULL || fscanf(file, "%ld %ld", &size, &resident) != 2)
        fail("cannot read the queue's memory");
    fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

int main(int argc, char **argv)
{
    static struct bench bench = {.address = {.sin_family = AF_INET}};
    static double samples[ROUNDS_MAX];
    int rounds = argc == 6 ? atoi(argv[5]) : 0;
    long before, after;

    if (rounds < 1 || rounds > ROUNDS_MAX)
        return 2;
    bench.address.sin_port = htons((unsigned short)atoi(argv[1]));
    inet_pton(AF_INET, "127.0.0.1", &bench.address.sin_addr);
    read_cookies(&bench, argv[2]);
    bench.token = argv[3];
    bench.context = SSL_CTX_new(TLS_client_method());
    bench.kiosk = open_link(&bench);
    before = resident_kib(argv[4]);
    open_pages(&bench);
    sleep(1);
    drain(&bench);
    after = resident_kib(argv[4]);
    for (int i = 0; i < rounds; i++)
        samples[i] = one_round(&bench, i);
    qsort(samples, (size_t)rounds, sizeof *samples, by_size);
    printf("%d kib %.1f p50 %.1f p99 %.1f\n", bench.count, (double)(after - before) / bench.count,
           samples[rounds / 2], samples[rounds * 99 / 100]);
    return 0;
}
