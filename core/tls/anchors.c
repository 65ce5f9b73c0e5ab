/* Anchors between DER and PEM. */
#include "tls/anchors.h"

#include "tls/pem.h"

#include <openssl/err.h>

static int add_der(X509 *certificate, struct strbuf *out)
{
    unsigned char *der = NULL;
    int length = i2d_X509(certificate, &der);

    if (length <= 0)
        return CB_NO_MEMORY;
    strbuf_add(out, der, (size_t)length);
    OPENSSL_free(der);
    return strbuf_failed(out) ? CB_NO_MEMORY : CB_OK;
}

int anchors_to_der(const char *pem, struct strbuf *out)
{
    STACK_OF(X509) *all = pem_read_certificates(pem);
    size_t start = out->length;
    int error = all == NULL ? CB_BAD_INPUT : sk_X509_num(all) > ANCHORS_MAX ? CB_TOO_LARGE : CB_OK;

    for (int i = 0; error == CB_OK && i < sk_X509_num(all); i++)
        error = add_der(sk_X509_value(all, i), out);
    sk_X509_pop_free(all, X509_free);
    if (error == CB_OK && out->length - start > ANCHORS_DER_MAX)
        error = CB_TOO_LARGE;
    return error;
}

int anchors_from_der(const uint8_t *der, size_t length, struct strbuf *out)
{
    const unsigned char *at = der;
    const unsigned char *end = der + length;
    int count = 0;
    int error = CB_OK;

    if (length > ANCHORS_DER_MAX)
        return CB_TOO_LARGE;
    while (error == CB_OK && at < end) {
        X509 *certificate = d2i_X509(NULL, &at, end - at);

        if (certificate == NULL)
            error = CB_BAD_INPUT;
        else
            error = ++count > ANCHORS_MAX ? CB_TOO_LARGE : pem_add_certificate(certificate, out);
        X509_free(certificate);
    }
    ERR_clear_error();
    return error == CB_OK && count == 0 ? CB_BAD_INPUT : error;
}
