/* Making certificates. */
#include "tls/certificate.h"

#include "tls/pem.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

#define X509_VERSION_3_VALUE 2 /* version 3 is written as 2 */
#define SERIAL_SIZE          16

static const struct tls_validity authority_validity = {
    .from_ms = INT64_C(1577836800) * SECOND_MS,  /* 2020-01-01T00:00:00Z */
    .until_ms = INT64_C(2524607999) * SECOND_MS, /* 2049-12-31T23:59:59Z */
};

/* Names that never leave the building. */
static const char *const near_names[] = {"localhost", "local", "lan", "internal", "home.arpa"};

void tls_identity_release(struct tls_identity *identity)
{
    strbuf_release(&identity->certificate);
    strbuf_release(&identity->key);
}

bool tls_name_is_plain(const char *name)
{
    size_t length = strlen(name);

    return length > 0 && length <= TLS_NAME_MAX && name[0] != '.' && name[0] != '-' &&
           name[length - 1] != '.' && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-")] == '\0';
}

static bool names_are_plain(const struct tls_names *names)
{
    for (size_t i = 0; i < names->dns_count; i++) {
        if (!tls_name_is_plain(names->dns[i]))
            return false;
    }
    return true;
}

/* ---- extensions ---- */

/* Name constraints want the mask of a range, not the number of its bits. */
static void add_range(struct strbuf *text, const struct address_range *range)
{
    bool four = address_is_four(&range->first);
    struct address mask = {{0}};
    char first_text[ADDRESS_TEXT_SIZE];
    char mask_text[ADDRESS_TEXT_SIZE];

    for (int bit = 0; bit < range->bits; bit++)
        mask.bytes[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
    if (four) { /* those bits read as an IPv4 address again */
        memset(mask.bytes, 0, 10);
        mask.bytes[10] = mask.bytes[11] = 0xff;
    }
    address_format(&range->first, first_text);
    address_format(&mask, mask_text);
    strbuf_addf(text, ",permitted;IP:%s/%s", first_text, mask_text);
}

static void add_near_ranges(struct strbuf *text)
{
    size_t count;
    const char *const *ranges = address_near_ranges(&count);

    for (size_t i = 0; i < count; i++) {
        struct address_range range;

        if (address_range_parse(ranges[i], &range) == CB_OK)
            add_range(text, &range);
    }
}

/* Both kinds are written: constraints on one kind alone leave the other free. */
static void write_constraints(const struct tls_names *also, struct strbuf *text)
{
    strbuf_add_text(text, "critical");
    for (size_t i = 0; i < sizeof near_names / sizeof *near_names; i++)
        strbuf_addf(text, ",permitted;DNS:%s", near_names[i]);
    for (size_t i = 0; i < also->dns_count; i++)
        strbuf_addf(text, ",permitted;DNS:%s", also->dns[i]);
    add_near_ranges(text);
    for (size_t i = 0; i < also->address_count; i++) {
        struct address_range one = {.first = also->addresses[i], .bits = 128};

        if (!address_is_near(&one.first))
            add_range(text, &one);
    }
}

static void write_alternatives(const struct tls_names *names, struct strbuf *text)
{
    strbuf_add_text(text, "critical");
    for (size_t i = 0; i < names->dns_count; i++)
        strbuf_addf(text, ",DNS:%s", names->dns[i]);
    for (size_t i = 0; i < names->address_count; i++) {
        char address[ADDRESS_TEXT_SIZE];

        address_format(&names->addresses[i], address);
        strbuf_addf(text, ",IP:%s", address);
    }
}

static bool add_extension(X509 *certificate, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;
    X509_EXTENSION *extension;
    bool added;

    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    added = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

/* ---- certificates ---- */

static bool set_serial(X509 *certificate, struct random_source random)
{
    uint8_t bytes[SERIAL_SIZE];
    BIGNUM *number;
    bool set;

    random.fill(random.context, bytes, sizeof bytes);
    number = BN_bin2bn(bytes, sizeof bytes, NULL);
    set = number != NULL && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL;
    BN_free(number);
    return set;
}

/* All but extensions, subject, issuer and signature. NULL: no memory. */
static X509 *certificate_begin(EVP_PKEY *key, struct tls_validity validity, struct random_source random)
{
    X509 *certificate = X509_new();

    if (certificate != NULL && X509_set_version(certificate, X509_VERSION_3_VALUE) == 1 &&
        set_serial(certificate, random) && X509_set_pubkey(certificate, key) == 1 &&
        ASN1_TIME_set(X509_getm_notBefore(certificate), (time_t)(validity.from_ms / SECOND_MS)) != NULL &&
        ASN1_TIME_set(X509_getm_notAfter(certificate), (time_t)(validity.until_ms / SECOND_MS)) != NULL)
        return certificate;
    X509_free(certificate);
    return NULL;
}

/* Told apart by people who have installed several: two authorities never have one name. */
static bool set_authority_name(X509 *certificate, struct random_source random)
{
    uint8_t bytes[4];
    char text[64];
    X509_NAME *name = X509_get_subject_name(certificate);

    random.fill(random.context, bytes, sizeof bytes);
    snprintf(text, sizeof text, "Coachbell queue %02X%02X%02X%02X", bytes[0], bytes[1], bytes[2], bytes[3]);
    return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)text, -1, -1, 0) ==
               1 &&
           X509_set_issuer_name(certificate, name) == 1;
}

static bool add_authority_extensions(X509 *certificate, const struct tls_names *also)
{
    struct strbuf constraints = STRBUF_INIT;
    bool added;

    write_constraints(also, &constraints);
    added = !strbuf_failed(&constraints) &&
            add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
            add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign") &&
            add_extension(certificate, certificate, NID_ext_key_usage, "serverAuth") &&
            add_extension(certificate, certificate, NID_name_constraints, strbuf_text(&constraints)) &&
            add_extension(certificate, certificate, NID_subject_key_identifier, "hash");
    strbuf_release(&constraints);
    return added;
}

static bool add_leaf_extensions(X509 *certificate, X509 *issuer, const struct tls_names *names)
{
    struct strbuf alternatives = STRBUF_INIT;
    bool added;

    write_alternatives(names, &alternatives);
    added = !strbuf_failed(&alternatives) &&
            add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
            add_extension(certificate, issuer, NID_key_usage, "critical,digitalSignature") &&
            add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth") &&
            add_extension(certificate, issuer, NID_subject_alt_name, strbuf_text(&alternatives)) &&
            add_extension(certificate, issuer, NID_subject_key_identifier, "hash") &&
            add_extension(certificate, issuer, NID_authority_key_identifier, "keyid:always");
    strbuf_release(&alternatives);
    return added;
}

static int write_identity(X509 *certificate, EVP_PKEY *key, struct tls_identity *ret_identity)
{
    strbuf_clear(&ret_identity->certificate);
    strbuf_clear(&ret_identity->key);
    if (pem_add_certificate(certificate, &ret_identity->certificate) != CB_OK)
        return CB_NO_MEMORY;
    return pem_add_key(key, &ret_identity->key);
}

int authority_make(const struct tls_names *also, struct random_source random,
                   struct tls_identity *ret_authority)
{
    EVP_PKEY *key;
    X509 *certificate = NULL;
    int error = CB_NO_MEMORY;

    if (!names_are_plain(also))
        return CB_BAD_INPUT;
    key = EVP_EC_gen("P-256");
    if (key != NULL)
        certificate = certificate_begin(key, authority_validity, random);
    if (certificate != NULL && set_authority_name(certificate, random) &&
        add_authority_extensions(certificate, also) && X509_sign(certificate, key, EVP_sha256()) > 0)
        error = write_identity(certificate, key, ret_authority);
    X509_free(certificate);
    EVP_PKEY_free(key);
    ERR_clear_error();
    return error;
}

struct tls_validity leaf_validity(struct moment now, int64_t built_ms)
{
    if (!now.verified)
        return (struct tls_validity){built_ms - LEAF_BEFORE_MS, built_ms + LEAF_UNSURE_MS};
    return (struct tls_validity){now.wall_ms - LEAF_BEFORE_MS, now.wall_ms + LEAF_AFTER_MS};
}

static int make_signed_leaf(X509 *issuer, EVP_PKEY *issuer_key, const struct tls_names *names,
                            struct tls_validity validity, struct random_source random,
                            struct tls_identity *ret_leaf)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = key == NULL ? NULL : certificate_begin(key, validity, random);
    int error = CB_NO_MEMORY;

    if (certificate != NULL && X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
        add_leaf_extensions(certificate, issuer, names) &&
        X509_sign(certificate, issuer_key, EVP_sha256()) > 0)
        error = write_identity(certificate, key, ret_leaf);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return error;
}

int leaf_make(const struct tls_identity *authority, const struct tls_names *names,
              struct tls_validity validity, struct random_source random, struct tls_identity *ret_leaf)
{
    X509 *issuer = pem_read_certificate(strbuf_text(&authority->certificate));
    EVP_PKEY *issuer_key = pem_read_key(strbuf_text(&authority->key));
    int error = CB_BAD_INPUT;

    if (issuer != NULL && issuer_key != NULL && names_are_plain(names) &&
        names->dns_count + names->address_count > 0)
        error = make_signed_leaf(issuer, issuer_key, names, validity, random, ret_leaf);
    EVP_PKEY_free(issuer_key);
    X509_free(issuer);
    ERR_clear_error();
    return error;
}

int tls_fingerprint(const char *pem, char *ret_text)
{
    X509 *certificate = pem_read_certificate(pem);
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    int error = certificate == NULL                                          ? CB_BAD_INPUT
                : X509_digest(certificate, EVP_sha256(), hash, &length) == 1 ? CB_OK
                                                                             : CB_NO_MEMORY;

    for (unsigned i = 0; error == CB_OK && i < length; i++)
        snprintf(ret_text + i * 3, 4, "%02X%s", hash[i], i + 1 == length ? "" : ":");
    X509_free(certificate);
    return error;
}
