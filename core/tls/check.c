/* Judging certificates: our own, whether they still fit, and an admin's, whether they ever will. */
#include "tls/certificate.h"

#include "tls/pem.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

static bool key_fits(const struct tls_identity *identity, X509 *certificate)
{
    EVP_PKEY *key = pem_read_key(strbuf_text(&identity->key));
    bool fits = key != NULL && X509_check_private_key(certificate, key) == 1;

    EVP_PKEY_free(key);
    ERR_clear_error();
    return fits;
}

/* ---- names ---- */

static bool speaks_for_address(X509 *certificate, const struct address *address)
{
    char text[ADDRESS_TEXT_SIZE];

    address_format(address, text);
    return X509_check_ip_asc(certificate, text, 0) == 1;
}

/* The first name that the certificate does not speak for; NULL: none. `text` keeps an address's. */
static const char *missing_name(X509 *certificate, const struct tls_names *names, char *text)
{
    for (size_t i = 0; i < names->dns_count; i++) {
        if (X509_check_host(certificate, names->dns[i], 0, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, NULL) != 1)
            return names->dns[i];
    }
    for (size_t i = 0; i < names->address_count; i++) {
        if (speaks_for_address(certificate, &names->addresses[i]))
            continue;
        address_format(&names->addresses[i], text);
        return text;
    }
    return NULL;
}

static size_t count_alternatives(X509 *certificate)
{
    GENERAL_NAMES *all = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    int count = all == NULL ? 0 : sk_GENERAL_NAME_num(all);

    GENERAL_NAMES_free(all);
    return (size_t)count;
}

/* ---- time ---- */

static int64_t time_ms(const ASN1_TIME *time)
{
    struct tm parts;

    return ASN1_TIME_to_tm(time, &parts) == 1 ? (int64_t)timegm(&parts) * SECOND_MS : 0;
}

static struct tls_validity validity_of(const X509 *certificate)
{
    return (struct tls_validity){time_ms(X509_get0_notBefore(certificate)),
                                 time_ms(X509_get0_notAfter(certificate))};
}

/* With an unverified clock nothing can be said, so what is there stays. */
static bool is_in_good_time(const X509 *certificate, struct moment now)
{
    struct tls_validity validity = validity_of(certificate);
    bool was_unsure = validity.until_ms - validity.from_ms > LEAF_BEFORE_MS + LEAF_AFTER_MS;

    if (!now.verified)
        return true;
    return !was_unsure && now.wall_ms >= validity.from_ms && validity.until_ms - now.wall_ms >= LEAF_RENEW_MS;
}

/* ---- our own ---- */

bool leaf_is_good(const struct tls_identity *leaf, const struct tls_identity *authority,
                  const struct tls_names *names, struct moment now)
{
    X509 *certificate = pem_read_certificate(strbuf_text(&leaf->certificate));
    X509 *issuer = pem_read_certificate(strbuf_text(&authority->certificate));
    EVP_PKEY *issuer_key = issuer == NULL ? NULL : X509_get0_pubkey(issuer);
    char text[ADDRESS_TEXT_SIZE];
    bool good = certificate != NULL && issuer_key != NULL && X509_verify(certificate, issuer_key) == 1 &&
                key_fits(leaf, certificate) && missing_name(certificate, names, text) == NULL &&
                count_alternatives(certificate) == names->dns_count + names->address_count &&
                is_in_good_time(certificate, now);

    X509_free(certificate);
    X509_free(issuer);
    ERR_clear_error();
    return good;
}

/* ---- chains ---- */

/* X509_V_OK, or why the chain does not lead from the certificate to an anchor. */
static int verify_chain(STACK_OF(X509) * chain, STACK_OF(X509) * anchors, struct moment now)
{
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    int outcome = X509_V_ERR_OUT_OF_MEM;

    for (int i = 0; store != NULL && i < sk_X509_num(anchors); i++)
        X509_STORE_add_cert(store, sk_X509_value(anchors, i));
    if (store != NULL && context != NULL &&
        X509_STORE_CTX_init(context, store, sk_X509_value(chain, 0), chain) == 1) {
        X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_SERVER);
        X509_STORE_CTX_set_flags(context, X509_V_FLAG_PARTIAL_CHAIN);
        if (now.verified)
            X509_STORE_CTX_set_time(context, 0, (time_t)(now.wall_ms / SECOND_MS));
        else
            X509_STORE_CTX_set_flags(context, X509_V_FLAG_NO_CHECK_TIME);
        outcome = X509_verify_cert(context) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(context);
    }
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    ERR_clear_error();
    return outcome;
}

/* Asks the verifier itself: the authority issues a leaf for these names, and its constraints let it pass. */
bool authority_covers(const struct tls_identity *authority, const struct tls_names *names)
{
    struct tls_identity leaf = TLS_IDENTITY_INIT;
    struct moment any_time = {.verified = false};
    STACK_OF(X509) *anchors = pem_read_certificates(strbuf_text(&authority->certificate));
    STACK_OF(X509) *chain = NULL;
    bool covers = false;

    if (anchors != NULL &&
        leaf_make(authority, names, leaf_validity(any_time, LEAF_BEFORE_MS), random_system(), &leaf) == CB_OK)
        chain = pem_read_certificates(strbuf_text(&leaf.certificate));
    if (chain != NULL)
        covers = verify_chain(chain, anchors, any_time) == X509_V_OK;
    sk_X509_pop_free(chain, X509_free);
    sk_X509_pop_free(anchors, X509_free);
    tls_identity_release(&leaf);
    return covers;
}

/* ---- an admin's ---- */

static int check_chain(const struct tls_identity *identity, STACK_OF(X509) * chain, STACK_OF(X509) * anchors,
                       const struct tls_names *names, struct moment now, struct problem *ret_problem)
{
    char text[ADDRESS_TEXT_SIZE];
    const char *missing;
    int outcome;

    if (!key_fits(identity, sk_X509_value(chain, 0)))
        return problem_set(ret_problem, CB_BAD_INPUT,
                           "certificate_key is not the key of the first certificate in the file. Put the "
                           "server's own certificate first, and take the key it was made with, without a "
                           "password.");
    missing = missing_name(sk_X509_value(chain, 0), names, text);
    if (missing != NULL)
        return problem_set(ret_problem, CB_BAD_INPUT,
                           "The certificate does not speak for %s, which is one of 'names'. Have it issued "
                           "for that name too, or take the name out.",
                           missing);
    outcome = verify_chain(chain, anchors, now);
    if (outcome != X509_V_OK)
        return problem_set(ret_problem, CB_BAD_INPUT,
                           "certificate_authority does not vouch for the certificate: %s. The certificate's "
                           "file must hold every certificate between the two.",
                           X509_verify_cert_error_string(outcome));
    return CB_OK;
}

int tls_identity_check(const struct tls_identity *identity, const char *anchors_pem,
                       const struct tls_names *names, struct moment now, struct problem *ret_problem)
{
    STACK_OF(X509) *chain = pem_read_certificates(strbuf_text(&identity->certificate));
    STACK_OF(X509) *anchors = pem_read_certificates(anchors_pem);
    int error;

    if (chain == NULL)
        error = problem_set(ret_problem, CB_BAD_INPUT,
                            "The certificate's file holds no certificate that can be read (PEM).");
    else if (anchors == NULL)
        error = problem_set(ret_problem, CB_BAD_INPUT,
                            "The certificate_authority's file holds no certificate that can be read (PEM).");
    else
        error = check_chain(identity, chain, anchors, names, now, ret_problem);
    sk_X509_pop_free(anchors, X509_free);
    sk_X509_pop_free(chain, X509_free);
    return error;
}
