/* Whom the kiosk takes for its queue. The server here shows one certificate after another; the machine's own
 * folder of authorities is replaced, for this program alone, by one that a stranger's authority stands in. */
#include "relay/http.h"

#include "base/file.h"
#include "relay/kept_anchors.h"
#include "tls/anchors.h"
#include "tls/certificate.h"
#include "tls/pem.h"

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SYSTEM_FOLDER "/etc/ssl/certs"
#define TURNS_MAX     200 /* of at most 50 ms each */

static struct tls_identity queues_authority = TLS_IDENTITY_INIT;
static struct tls_identity strangers_authority = TLS_IDENTITY_INIT;
static bool stranger_is_in_the_system;

/* ---- a server of one certificate ---- */

struct tls_server {
    SSL_CTX *context;
    int fd;
    int port;
    pthread_t thread;
};

static void answer_one(SSL_CTX *context, int fd)
{
    static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    SSL *ssl = SSL_new(context);
    char asked[4096];

    SSL_set_fd(ssl, fd);
    if (SSL_accept(ssl) == 1 && SSL_read(ssl, asked, sizeof(asked)) > 0) {
        SSL_write(ssl, answer, sizeof(answer) - 1);
        SSL_shutdown(ssl);
    }
    SSL_free(ssl);
}

static void *serve(void *context)
{
    struct tls_server *server = context;
    int fd;

    while ((fd = accept(server->fd, NULL, NULL)) >= 0) {
        answer_one(server->context, fd);
        close(fd);
    }
    return NULL;
}

static void server_start(struct tls_server *server, const struct tls_identity *leaf)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof(address);
    X509 *certificate = pem_read_certificate(strbuf_text(&leaf->certificate));
    EVP_PKEY *key = pem_read_key(strbuf_text(&leaf->key));

    server->context = SSL_CTX_new(TLS_server_method());
    assert_int_equal(SSL_CTX_use_certificate(server->context, certificate), 1);
    assert_int_equal(SSL_CTX_use_PrivateKey(server->context, key), 1);
    X509_free(certificate);
    EVP_PKEY_free(key);
    server->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(server->fd, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(server->fd, 8), 0);
    assert_int_equal(getsockname(server->fd, (struct sockaddr *)&address, &length), 0);
    server->port = ntohs(address.sin_port);
}

static void server_run(struct tls_server *server)
{
    assert_int_equal(pthread_create(&server->thread, NULL, serve, server), 0);
}

static void server_stop(struct tls_server *server)
{
    shutdown(server->fd, SHUT_RDWR);
    pthread_join(server->thread, NULL);
    close(server->fd);
    SSL_CTX_free(server->context);
}

/* ---- asking it ---- */

struct asked {
    struct http_answer answer;
    bool done;
};

static void on_answer(void *context, const struct http_answer *answer)
{
    struct asked *asked = context;

    asked->answer = *answer;
    asked->done = true;
}

/* CB_OK when the kiosk took the server on this port for its queue. */
static int ask(int port, const char *host, const char *anchors, bool clock_verified)
{
    struct asked asked = {.done = false};
    struct http_ask question = {.method = "GET",
                                .path = "/",
                                .timeout_ms = 5000,
                                .answer_max = 1024,
                                .done = on_answer,
                                .context = &asked};
    struct http *http = NULL;
    struct http_call *call;
    char url[64];

    snprintf(url, sizeof(url), "https://%s:%d", host, port);
    assert_int_equal(http_open(url, "token-1", &http, NULL), CB_OK);
    if (anchors != NULL)
        assert_int_equal(http_trust(http, anchors), CB_OK);
    http_clock(http, clock_verified);
    call = http_call_new(http);
    assert_int_equal(http_start(call, &question), CB_OK);
    for (int i = 0; !asked.done && i < TURNS_MAX; i++) {
        http_dispatch(http);
        if (!asked.done)
            http_wait(http, 50);
    }
    assert_true(asked.done);
    http_call_free(call);
    http_close(http);
    return asked.answer.error;
}

static int shown(const struct tls_identity *leaf, const char *host, const char *anchors, bool clock_verified)
{
    struct tls_server server;
    int outcome;

    server_start(&server, leaf);
    server_run(&server);
    outcome = ask(server.port, host, anchors, clock_verified);
    server_stop(&server);
    return outcome;
}

/* A leaf for these addresses (and localhost), good from `at` on. */
static void make_leaf(const struct tls_identity *authority, const char *const *addresses, size_t count,
                      struct moment at, struct tls_identity *ret_leaf)
{
    static const char *const dns[] = {"localhost"};
    struct address parsed[4];
    const struct tls_names names = {.dns = dns, .dns_count = 1, .addresses = parsed, .address_count = count};

    for (size_t i = 0; i < count; i++)
        assert_int_equal(address_parse(addresses[i], &parsed[i]), CB_OK);
    assert_int_equal(leaf_make(authority, &names, leaf_validity(at, 0), random_system(), ret_leaf), CB_OK);
}

static const char *const here[] = {"127.0.0.1"};

static const char *anchors_of(const struct tls_identity *authority)
{
    return strbuf_text(&authority->certificate);
}

static struct moment real_today(void)
{
    return (struct moment){.wall_ms = moment_now().wall_ms, .verified = true};
}

/* ---- the tests ---- */

static void queue_is_known_by_its_anchor(void **state)
{
    struct tls_identity leaf = TLS_IDENTITY_INIT;

    (void)state;
    make_leaf(&queues_authority, here, 1, real_today(), &leaf);
    assert_int_equal(shown(&leaf, "127.0.0.1", anchors_of(&queues_authority), true), CB_OK);
    assert_int_equal(shown(&leaf, "127.0.0.1", NULL, true), CB_NETWORK);
    tls_identity_release(&leaf);
}

static void stranger_is_refused_even_when_the_machine_trusts_it(void **state)
{
    struct tls_identity leaf = TLS_IDENTITY_INIT;

    (void)state;
    if (!stranger_is_in_the_system)
        skip(); /* this place lets nobody put a folder over another */
    make_leaf(&strangers_authority, here, 1, real_today(), &leaf);
    assert_int_equal(shown(&leaf, "127.0.0.1", anchors_of(&queues_authority), true), CB_DENIED);
    assert_int_equal(shown(&leaf, "127.0.0.1", anchors_of(&strangers_authority), true), CB_OK);
    tls_identity_release(&leaf);
}

static void stranger_is_refused(void **state)
{
    struct tls_identity leaf = TLS_IDENTITY_INIT;

    (void)state;
    make_leaf(&strangers_authority, here, 1, real_today(), &leaf);
    assert_int_equal(shown(&leaf, "127.0.0.1", anchors_of(&queues_authority), true), CB_DENIED);
    tls_identity_release(&leaf);
}

static void leaf_that_also_claims_the_internet_is_refused(void **state)
{
    static const char *const claimed[] = {"127.0.0.1", "8.8.8.8"};
    struct tls_identity leaf = TLS_IDENTITY_INIT;

    (void)state;
    make_leaf(&queues_authority, claimed, 2, real_today(), &leaf);
    assert_int_equal(shown(&leaf, "127.0.0.1", anchors_of(&queues_authority), true), CB_DENIED);
    tls_identity_release(&leaf);
}

static void another_name_is_refused(void **state)
{
    static const char *const elsewhere[] = {"192.168.1.5"};
    struct tls_identity leaf = TLS_IDENTITY_INIT;

    (void)state;
    make_leaf(&queues_authority, elsewhere, 1, real_today(), &leaf);
    assert_int_equal(shown(&leaf, "127.0.0.1", anchors_of(&queues_authority), true), CB_DENIED);
    assert_int_equal(shown(&leaf, "localhost", anchors_of(&queues_authority), true), CB_OK);
    tls_identity_release(&leaf);
}

static void dates_count_only_while_the_clock_is_verified(void **state)
{
    const struct moment past = {.wall_ms = INT64_C(1000000000) * SECOND_MS, .verified = true};
    struct tls_identity leaf = TLS_IDENTITY_INIT;

    (void)state;
    make_leaf(&queues_authority, here, 1, past, &leaf);
    assert_int_equal(shown(&leaf, "127.0.0.1", anchors_of(&queues_authority), true), CB_DENIED);
    assert_int_equal(shown(&leaf, "127.0.0.1", anchors_of(&queues_authority), false), CB_OK);
    /* Nothing else is forgiven. */
    assert_int_equal(shown(&leaf, "127.0.0.1", anchors_of(&strangers_authority), false), CB_DENIED);
    tls_identity_release(&leaf);
}

static void tls_1_1_is_refused(void **state)
{
    struct tls_identity leaf = TLS_IDENTITY_INIT;
    struct tls_server server;

    (void)state;
    make_leaf(&queues_authority, here, 1, real_today(), &leaf);
    server_start(&server, &leaf);
    SSL_CTX_set_security_level(server.context, 0);
    SSL_CTX_set_min_proto_version(server.context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(server.context, TLS1_1_VERSION);
    server_run(&server);
    assert_int_equal(ask(server.port, "127.0.0.1", anchors_of(&queues_authority), true), CB_NETWORK);
    server_stop(&server);
    tls_identity_release(&leaf);
}

static void both_authorities_are_known_while_one_hands_over(void **state)
{
    struct tls_identity leaf = TLS_IDENTITY_INIT;
    struct strbuf both = STRBUF_INIT;

    (void)state;
    strbuf_add_text(&both, anchors_of(&queues_authority));
    strbuf_add_text(&both, anchors_of(&strangers_authority));
    make_leaf(&queues_authority, here, 1, real_today(), &leaf);
    assert_int_equal(shown(&leaf, "127.0.0.1", strbuf_text(&both), true), CB_OK);
    make_leaf(&strangers_authority, here, 1, real_today(), &leaf);
    assert_int_equal(shown(&leaf, "127.0.0.1", strbuf_text(&both), true), CB_OK);
    strbuf_release(&both);
    tls_identity_release(&leaf);
}

static void anchors_are_kept_whole_and_private(void **state)
{
    char folder[] = "/tmp/coachbell-anchors-XXXXXX";
    char path[64];
    struct strbuf der = STRBUF_INIT, pem = STRBUF_INIT;
    struct problem problem = {""};
    struct stat info;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/anchors.pem", folder);
    assert_int_equal(kept_anchors_load(folder, &pem, &problem), CB_NOT_FOUND);
    assert_non_null(strstr(problem.text, "Pair the kiosk"));
    assert_int_equal(anchors_to_der(anchors_of(&queues_authority), &der), CB_OK);
    assert_int_equal(kept_anchors_store(folder, (const uint8_t *)der.data, der.length), CB_OK);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(kept_anchors_store(folder, (const uint8_t *)"rubbish", 7), CB_BAD_INPUT);
    assert_int_equal(kept_anchors_load(folder, &pem, NULL), CB_OK);
    assert_string_equal(strbuf_text(&pem), anchors_of(&queues_authority));
    unlink(path);
    rmdir(folder);
    strbuf_release(&der);
    strbuf_release(&pem);
}

/* ---- the machine's own folder of authorities, for this program alone ---- */

static char system_folder[] = "/tmp/coachbell-certs-XXXXXX";
static char system_file[128];

static bool put_over_system(const struct tls_identity *authority)
{
    X509 *certificate = pem_read_certificate(strbuf_text(&authority->certificate));
    bool put;

    snprintf(system_file, sizeof(system_file), "%s/%08lx.0", system_folder,
             X509_subject_name_hash(certificate));
    X509_free(certificate);
    put =
        file_write(system_file, authority->certificate.data, authority->certificate.length, 0644) == CB_OK &&
        (unshare(CLONE_NEWNS) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0) &&
        mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
        mount(system_folder, SYSTEM_FOLDER, NULL, MS_BIND, NULL) == 0;
    return put;
}

static int setup(void **state)
{
    const struct tls_names none = {.dns_count = 0};

    (void)state;
    if (mkdtemp(system_folder) == NULL ||
        authority_make(&none, random_system(), &queues_authority) != CB_OK ||
        authority_make(&none, random_system(), &strangers_authority) != CB_OK)
        return -1;
    signal(SIGPIPE, SIG_IGN); /* clients that refuse us hang up */
    stranger_is_in_the_system = put_over_system(&strangers_authority);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    if (stranger_is_in_the_system)
        umount2(SYSTEM_FOLDER, MNT_DETACH);
    unlink(system_file);
    rmdir(system_folder);
    tls_identity_release(&queues_authority);
    tls_identity_release(&strangers_authority);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queue_is_known_by_its_anchor),
        cmocka_unit_test(stranger_is_refused_even_when_the_machine_trusts_it),
        cmocka_unit_test(stranger_is_refused),
        cmocka_unit_test(leaf_that_also_claims_the_internet_is_refused),
        cmocka_unit_test(another_name_is_refused),
        cmocka_unit_test(dates_count_only_while_the_clock_is_verified),
        cmocka_unit_test(tls_1_1_is_refused),
        cmocka_unit_test(both_authorities_are_known_while_one_hands_over),
        cmocka_unit_test(anchors_are_kept_whole_and_private),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
