/* PEM in and out. */
#include "tls/pem.h"

#include "base/error.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdbool.h>

/* Nobody is there to type the password of an encrypted key: without this OpenSSL would ask the terminal. */
static int no_password(char *buffer, int size, int for_writing, void *context)
{
    (void)buffer;
    (void)size;
    (void)for_writing;
    (void)context;
    return -1;
}

X509 *pem_read_certificate(const char *pem)
{
    BIO *bio = BIO_new_mem_buf(pem, -1);
    X509 *certificate = bio == NULL ? NULL : PEM_read_bio_X509(bio, NULL, no_password, NULL);

    BIO_free(bio);
    ERR_clear_error();
    return certificate;
}

EVP_PKEY *pem_read_key(const char *pem)
{
    BIO *bio = BIO_new_mem_buf(pem, -1);
    EVP_PKEY *key = bio == NULL ? NULL : PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);

    BIO_free(bio);
    ERR_clear_error();
    return key;
}

STACK_OF(X509) * pem_read_certificates(const char *pem)
{
    BIO *bio = BIO_new_mem_buf(pem, -1);
    STACK_OF(X509) *all = sk_X509_new_null();
    X509 *certificate;
    bool whole = true;

    while (bio != NULL && all != NULL &&
           (certificate = PEM_read_bio_X509(bio, NULL, no_password, NULL)) != NULL) {
        if (sk_X509_push(all, certificate) > 0)
            continue;
        X509_free(certificate);
        whole = false;
        break;
    }
    /* The good end is that no further block begins; a block that does not read is another. */
    if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
        whole = false;
    ERR_clear_error();
    BIO_free(bio);
    if (all != NULL && whole && sk_X509_num(all) > 0)
        return all;
    sk_X509_pop_free(all, X509_free);
    return NULL;
}

static int take_text(BIO *bio, struct strbuf *out)
{
    char *text = NULL;
    long length = BIO_get_mem_data(bio, &text);

    strbuf_add(out, text, (size_t)length);
    return strbuf_failed(out) ? CB_NO_MEMORY : CB_OK;
}

int pem_add_certificate(X509 *certificate, struct strbuf *out)
{
    BIO *bio = BIO_new(BIO_s_mem());
    int error = CB_NO_MEMORY;

    if (bio != NULL && PEM_write_bio_X509(bio, certificate) == 1)
        error = take_text(bio, out);
    BIO_free(bio);
    return error;
}

int pem_add_key(EVP_PKEY *key, struct strbuf *out)
{
    BIO *bio = BIO_new(BIO_s_secmem()); /* overwritten when freed */
    int error = CB_NO_MEMORY;

    if (bio != NULL && PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) == 1)
        error = take_text(bio, out);
    BIO_free(bio);
    return error;
}
