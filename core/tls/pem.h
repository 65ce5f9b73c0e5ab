/* OpenSSL's values out of texts and into them. Only core/tls and who hands them to OpenSSL include this. */
#ifndef CB_TLS_PEM_H
#define CB_TLS_PEM_H

#include "base/strbuf.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

/* The first of its kind in the text; NULL when there is none, or it needs a password. The caller frees. */
X509 *pem_read_certificate(const char *pem);
EVP_PKEY *pem_read_key(const char *pem);
/* All certificates; NULL when there is none or one does not read. */
STACK_OF(X509) * pem_read_certificates(const char *pem);

int pem_add_certificate(X509 *certificate, struct strbuf *out);
int pem_add_key(EVP_PKEY *key, struct strbuf *out);

#endif
