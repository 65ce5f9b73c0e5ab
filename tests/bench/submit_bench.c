/* Durable submits a second: connections that each submit a request and cancel it, over and over; every answer
 * is a commit on disk. submit_bench PORT TOKEN CONNECTIONS SECONDS [tls]   prints "RATE p50 … p99 …" (answers
 * a second; milliseconds). With "tls" behind that: the same, encrypted. */
#include <arpa/inet.h>
#include <errno.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_MAX 256
#define SEALED_TEXT     747 /* 560 bytes as base64url */
#define ANSWER_MAX      8192
#define SAMPLES_MAX     400000

struct connection {
    int socket;
    SSL *ssl; /* NULL: plain */
    bool cancel_next;
    char id[37];
    const char *sign;
    int number;
    double asked_ms;
    char answer[ANSWER_MAX];
    size_t length;
};
struct bench {
    const char *token;
    struct sockaddr_in address;
    char sealed[SEALED_TEXT + 1];
    double *samples;
    size_t sample_count;
};

static double now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void uuid_text(char *ret_text)
{
    unsigned char b[16];

    if (getrandom(b, sizeof b, 0) != (ssize_t)sizeof b)
        abort();
    snprintf(ret_text, 37, "%02x%02x%02x%02x-%02x%02x-4%01x%02x-a%01x%02x-%02x%02x%02x%02x%02x%02x", b[0],
             b[1], b[2], b[3], b[4], b[5], b[6] & 15, b[7], b[8] & 15, b[9], b[10], b[11], b[12], b[13],
             b[14], b[15]);
}

static int ask(struct bench *bench, struct connection *connection)
{
    char body[1400], message[2048];
    time_t now = time(NULL);
    char asked_at[32];
    int length;

    strftime(asked_at, sizeof asked_at, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
    if (connection->cancel_next) {
        snprintf(body, sizeof body, "{}");
    } else {
        uuid_text(connection->id);
        snprintf(
            body, sizeof body,
            "{\"kind\":\"walk_in\",\"ticket\":{\"sign\":\"%s\",\"number\":%d},\"coach\":null,\"topics\":["
            "\"talk\"],"
            "\"find\":\"sign\",\"language\":\"en\",\"notice_version\":1,\"asked_at\":\"%s\",\"due_from\":"
            "null,"
            "\"due_until\":null,\"preference\":null,\"source\":null,\"consent_version\":0,\"sealed\":\"%s\"}",
            connection->sign, connection->number, asked_at, bench->sealed);
    }
    length = snprintf(
        message, sizeof message,
        "%s /api/v1/requests/%s%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
        "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
        connection->cancel_next ? "POST" : "PUT", connection->id, connection->cancel_next ? "/cancel" : "",
        ntohs(bench->address.sin_port), bench->token, strlen(body), body);
    connection->length = 0;
    connection->asked_ms = now_ms();
    if (connection->ssl != NULL)
        return SSL_write(connection->ssl, message, length) == length ? 0 : -1;
    return send(connection->socket, message, (size_t)length, MSG_NOSIGNAL) == length ? 0 : -1;
}

/* An answer under TLS is one record, so that nothing stays behind where poll() does not see it. */
static ssize_t receive(struct connection *connection)
{
    char *at = connection->answer + connection->length;
    size_t room = ANSWER_MAX - 1 - connection->length;

    return connection->ssl != NULL ? SSL_read(connection->ssl, at, (int)room)
                                   : recv(connection->socket, at, room, 0);
}

/* 1: a whole good answer; 0: more to come; -1: broken or refused. */
static int listen_for(struct connection *connection)
{
    ssize_t got = receive(connection);
    char *body, *length;

    if (got <= 0)
        return -1;
    connection->length += (size_t)got;
    connection->answer[connection->length] = '\0';
    body = strstr(connection->answer, "\r\n\r\n");
    length = strcasestr(connection->answer, "content-length:");
    if (body == NULL || length == NULL)
        return 0;
    if (strtoul(length + 15, NULL, 10) > strlen(body + 4))
        return 0;
    if (strncmp(connection->answer, "HTTP/1.1 20", 11) != 0) {
        fprintf(stderr, "refused: %.300s\n", connection->answer);
        return -1;
    }
    return 1;
}

static int bench_run(struct bench *bench, struct connection *connections, int count, double seconds)
{
    static struct pollfd waits[CONNECTIONS_MAX];
    double end = now_ms() + seconds * 1e3;

    for (int i = 0; i < count; i++) {
        waits[i] = (struct pollfd){.fd = connections[i].socket, .events = POLLIN};
        if (ask(bench, &connections[i]) != 0)
            return -1;
    }
    while (now_ms() < end && poll(waits, (nfds_t)count, 1000) > 0) {
        for (int i = 0; i < count; i++) {
            int state = waits[i].revents == 0 ? 0 : listen_for(&connections[i]);

            if (state < 0)
                return -1;
            if (state == 0)
                continue;
            if (bench->sample_count < SAMPLES_MAX)
                bench->samples[bench->sample_count++] = now_ms() - connections[i].asked_ms;
            connections[i].cancel_next = !connections[i].cancel_next;
            if (ask(bench, &connections[i]) != 0)
                return -1;
        }
    }
    return 0;
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

static int encrypt(struct connection *connection, SSL_CTX *context)
{
    connection->ssl = SSL_new(context);
    SSL_set_fd(connection->ssl, connection->socket);
    return SSL_connect(connection->ssl) == 1 ? 0 : -1;
}

int main(int argc, char **argv)
{
    static const char *const signs[] = {"leaf", "boat", "kite", "key", "moon", "star", "umbrella"};
    static struct connection connections[CONNECTIONS_MAX];
    struct bench bench = {.address = {.sin_family = AF_INET}};
    int count;
    double seconds;

    bool tls = argc == 6 && strcmp(argv[5], "tls") == 0;
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());

    if (argc != 5 && !tls)
        return 2;
    bench.address.sin_port = htons((unsigned short)atoi(argv[1]));
    inet_pton(AF_INET, "127.0.0.1", &bench.address.sin_addr);
    bench.token = argv[2];
    count = atoi(argv[3]);
    seconds = atof(argv[4]);
    if (count < 1 || count > CONNECTIONS_MAX)
        return 2;
    memset(bench.sealed, 'A', SEALED_TEXT);
    bench.samples = calloc(SAMPLES_MAX, sizeof *bench.samples);
    for (int i = 0; i < count; i++) {
        connections[i].sign = signs[i % 7];
        connections[i].number = 10 + i / 7;
        connections[i].socket = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(connections[i].socket, (struct sockaddr *)&bench.address, sizeof bench.address) != 0) {
            perror("connect");
            return 1;
        }
        if (tls && encrypt(&connections[i], context) != 0) {
            fputs("no TLS\n", stderr);
            return 1;
        }
    }
    if (bench.samples == NULL || bench_run(&bench, connections, count, seconds) != 0 ||
        bench.sample_count == 0)
        return 1;
    qsort(bench.samples, bench.sample_count, sizeof *bench.samples, by_size);
    printf("%.0f p50 %.2f p99 %.2f\n", (double)bench.sample_count / seconds,
           bench.samples[bench.sample_count / 2], bench.samples[bench.sample_count * 99 / 100]);
    free(bench.samples);
    return 0;
}
