/* TLS for libevent's connections. */
#include "queue/tls.h"

#include "base/log.h"
#include "tls/pem.h"

#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>

#define CIPHERS_12 "ECDHE+CHACHA20:ECDHE+AESGCM"
#define CIPHERS_13 "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384"
#define GROUPS     "X25519:P-256"

/* A page that only listens must cost little: what is read at a time fits libevent's smallest block with its
 * head, and what is sent at a time a small one of OpenSSL's. */
#define READ_AT_ONCE  960
#define WRITE_AT_ONCE 4096

struct tls {
    const struct identity_options *options;
    struct random_source random;
    struct identity identity;
    SSL_CTX *context;
    int64_t context_mono_ms; /* when it was made */
};

/* ---- the context ---- */

static bool use_chain(SSL_CTX *context, const char *pem)
{
    STACK_OF(X509) *chain = pem_read_certificates(pem);
    bool used = chain != NULL && SSL_CTX_use_certificate(context, sk_X509_value(chain, 0)) == 1;

    for (int i = 1; used && i < sk_X509_num(chain); i++)
        used = SSL_CTX_add1_chain_cert(context, sk_X509_value(chain, i)) == 1;
    sk_X509_pop_free(chain, X509_free);
    return used;
}

static bool use_key(SSL_CTX *context, const char *pem)
{
    EVP_PKEY *key = pem_read_key(pem);
    bool used = key != NULL && SSL_CTX_use_PrivateKey(context, key) == 1;

    EVP_PKEY_free(key);
    return used;
}

static void set_ways(SSL_CTX *context)
{
    /* A phone without AES in its chip asks for ChaCha first, and gets it. A client that goes without saying
     * goodbye is no fault here: a request's length is said in its head. */
    SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                     SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_CLEANSE_PLAINTEXT | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_timeout(context, TLS_CONTEXT_MS / SECOND_MS);
    SSL_CTX_set_max_early_data(context, 0);
    SSL_CTX_set_num_tickets(context, 1);
    SSL_CTX_set_max_send_fragment(context, WRITE_AT_ONCE);
}

/* NULL: no memory, or OpenSSL's own configuration of this machine forbids one of these. */
static SSL_CTX *context_new(const struct tls_identity *server)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());

    if (context == NULL)
        return NULL;
    set_ways(context);
    if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
        SSL_CTX_set_cipher_list(context, CIPHERS_12) == 1 &&
        SSL_CTX_set_ciphersuites(context, CIPHERS_13) == 1 &&
        SSL_CTX_set1_groups_list(context, GROUPS) == 1 &&
        use_chain(context, strbuf_text(&server->certificate)) && use_key(context, strbuf_text(&server->key)))
        return context;
    SSL_CTX_free(context);
    ERR_clear_error();
    return NULL;
}

static int renew_context(struct tls *tls, struct moment now)
{
    SSL_CTX *context = context_new(&tls->identity.server);

    if (context == NULL)
        return CB_UNSUPPORTED;
    SSL_CTX_free(tls->context);
    tls->context = context;
    tls->context_mono_ms = now.mono_ms;
    return CB_OK;
}

/* ---- who we are ---- */

int tls_reload(struct tls *tls, struct moment now, struct problem *ret_problem)
{
    int error = identity_open(tls->options, now, tls->random, &tls->identity, ret_problem);

    if (error == CB_OK && renew_context(tls, now) != CB_OK)
        error = problem_set(ret_problem, CB_UNSUPPORTED,
                            "OpenSSL does not take the certificate or its key on this machine. Is it an old "
                            "kind (below 2048 bits RSA)? Does /etc/ssl/openssl.cnf forbid what is needed?");
    if (error == CB_OK && tls->identity.names.count < tls->identity.wanted.count)
        log_event(LOG_LEVEL_WARNING, "tls.names_without_certificate",
                  tls->identity.wanted.count - tls->identity.names.count);
    return error;
}

int tls_open(const struct identity_options *options, struct moment now, struct random_source random,
             struct tls **ret_tls, struct problem *ret_problem)
{
    struct tls *tls = calloc(1, sizeof *tls);
    int error;

    if (tls == NULL)
        return problem_set(ret_problem, CB_NO_MEMORY, "Out of memory.");
    tls->options = options;
    tls->random = random;
    error = tls_reload(tls, now, ret_problem);
    if (error != CB_OK) {
        tls_close(tls);
        return error;
    }
    *ret_tls = tls;
    return CB_OK;
}

void tls_close(struct tls *tls)
{
    if (tls == NULL)
        return;
    SSL_CTX_free(tls->context);
    identity_release(&tls->identity);
    free(tls);
}

bool tls_tend(struct tls *tls, struct moment now)
{
    struct problem problem = {""};

    if (identity_is_due(&tls->identity, tls->options, now)) {
        int error = tls_reload(tls, now, &problem);

        if (error != CB_OK)
            log_event(LOG_LEVEL_ERROR, "tls.renewal_failed", error);
        else
            log_event(LOG_LEVEL_INFO, "tls.certificate_renewed", 0);
        return error == CB_OK;
    }
    if (now.mono_ms - tls->context_mono_ms >= TLS_CONTEXT_MS && renew_context(tls, now) != CB_OK)
        log_event(LOG_LEVEL_ERROR, "tls.context_not_renewed", 0);
    return false;
}

const struct identity *tls_identity(const struct tls *tls)
{
    return &tls->identity;
}

/* ---- connections ---- */

struct bufferevent *tls_wrap(void *context, struct event_base *base, evutil_socket_t socket)
{
    struct tls *tls = context;
    SSL *ssl = SSL_new(tls->context);
    struct bufferevent *io;

    if (ssl == NULL)
        return NULL;
    /* Callbacks come later, on their own: libevent would otherwise call from inside bufferevent_write(), and
     * a connection could be freed under its writer's hands. */
    io = bufferevent_openssl_socket_new(base, socket, ssl, BUFFEREVENT_SSL_ACCEPTING,
                                        BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
    if (io == NULL)
        return NULL;
    bufferevent_openssl_set_allow_dirty_shutdown(io, 1);
    bufferevent_set_max_single_read(io, READ_AT_ONCE);
    return io;
}

void tls_part(struct bufferevent *io)
{
    SSL *ssl = bufferevent_openssl_get_ssl(io);

    if (ssl != NULL && SSL_is_init_finished(ssl))
        SSL_shutdown(ssl);
    ERR_clear_error();
}
