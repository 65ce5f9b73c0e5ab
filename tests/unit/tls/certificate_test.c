/* The queue's own certificates, judged by OpenSSL's verifier. */
#include "tls/certificate.h"

#include "base/error.h"
#include "tls/anchors.h"
#include "tls/pem.h"

#include <openssl/x509v3.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW_MS   (INT64_C(1790000000) * SECOND_MS) /* 2026-09-21 */
#define BUILT_MS (INT64_C(1780000000) * SECOND_MS)

static const struct moment now = {.wall_ms = NOW_MS, .verified = true};
static const struct moment unsure = {.wall_ms = 0, .verified = false};

struct scene {
    struct random_seed seed;
    struct random_source random;
    struct tls_identity authority;
    struct tls_identity leaf;
    struct address addresses[4];
    struct tls_names names;
};

static const char *const dns_names[] = {"localhost", "queue.local"};

static void add_address(struct scene *scene, const char *text)
{
    assert_int_equal(address_parse(text, &scene->addresses[scene->names.address_count++]), CB_OK);
}

static int setup(void **state)
{
    static struct scene scene;
    const struct tls_names none = {.dns_count = 0};

    scene = (struct scene){.authority = TLS_IDENTITY_INIT, .leaf = TLS_IDENTITY_INIT};
    scene.random = random_seeded(&scene.seed, 7);
    scene.names = (struct tls_names){.dns = dns_names, .dns_count = 2, .addresses = scene.addresses};
    add_address(&scene, "127.0.0.1");
    add_address(&scene, "192.168.1.5");
    add_address(&scene, "fd00::5");
    *state = &scene;
    return authority_make(&none, scene.random, &scene.authority);
}

static int teardown(void **state)
{
    struct scene *scene = *state;

    tls_identity_release(&scene->authority);
    tls_identity_release(&scene->leaf);
    return 0;
}

static void make_leaf(struct scene *scene, struct moment at)
{
    assert_int_equal(
        leaf_make(&scene->authority, &scene->names, leaf_validity(at, BUILT_MS), scene->random, &scene->leaf),
        CB_OK);
}

/* What a client that trusts this authority alone says of the leaf. */
static int verified(const struct tls_identity *authority, const struct tls_identity *leaf, int64_t at_ms)
{
    X509 *anchor = pem_read_certificate(strbuf_text(&authority->certificate));
    X509 *certificate = pem_read_certificate(strbuf_text(&leaf->certificate));
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    int outcome;

    assert_int_equal(X509_STORE_add_cert(store, anchor), 1);
    assert_int_equal(X509_STORE_CTX_init(context, store, certificate, NULL), 1);
    X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_SERVER);
    X509_STORE_CTX_set_flags(context, X509_V_FLAG_X509_STRICT);
    X509_STORE_CTX_set_time(context, 0, (time_t)(at_ms / SECOND_MS));
    outcome = X509_verify_cert(context) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(context);
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    X509_free(certificate);
    X509_free(anchor);
    return outcome;
}

static bool is_critical(X509 *certificate, int nid)
{
    int at = X509_get_ext_by_NID(certificate, nid, -1);

    return at >= 0 && X509_EXTENSION_get_critical(X509_get_ext(certificate, at)) == 1;
}

static void authority_issues_leaves_for_servers_only(void **state)
{
    struct scene *scene = *state;
    X509 *authority = pem_read_certificate(strbuf_text(&scene->authority.certificate));

    assert_int_equal(X509_check_ca(authority), 1);
    assert_int_equal(X509_get_pathlen(authority), 0);
    assert_int_equal(X509_get_key_usage(authority), KU_KEY_CERT_SIGN);
    assert_int_equal(X509_get_extended_key_usage(authority), XKU_SSL_SERVER);
    assert_true(is_critical(authority, NID_basic_constraints));
    assert_true(is_critical(authority, NID_key_usage));
    assert_true(is_critical(authority, NID_name_constraints));
    assert_int_equal(EVP_PKEY_get_bits(X509_get0_pubkey(authority)), 256);
    X509_free(authority);
}

static void authorities_differ_in_name_and_number(void **state)
{
    struct scene *scene = *state;
    const struct tls_names none = {.dns_count = 0};
    struct tls_identity other = TLS_IDENTITY_INIT;
    X509 *a, *b;

    assert_int_equal(authority_make(&none, scene->random, &other), CB_OK);
    a = pem_read_certificate(strbuf_text(&scene->authority.certificate));
    b = pem_read_certificate(strbuf_text(&other.certificate));
    assert_int_not_equal(X509_NAME_cmp(X509_get_subject_name(a), X509_get_subject_name(b)), 0);
    assert_int_not_equal(ASN1_INTEGER_cmp(X509_get0_serialNumber(a), X509_get0_serialNumber(b)), 0);
    X509_free(a);
    X509_free(b);
    tls_identity_release(&other);
}

static void leaf_is_accepted_for_its_names(void **state)
{
    struct scene *scene = *state;
    X509 *leaf;

    make_leaf(scene, now);
    assert_int_equal(verified(&scene->authority, &scene->leaf, NOW_MS), X509_V_OK);
    leaf = pem_read_certificate(strbuf_text(&scene->leaf.certificate));
    assert_int_equal(X509_check_host(leaf, "queue.local", 0, 0, NULL), 1);
    assert_int_equal(X509_check_ip_asc(leaf, "192.168.1.5", 0), 1);
    assert_int_equal(X509_check_ip_asc(leaf, "fd00::5", 0), 1);
    assert_int_equal(X509_check_host(leaf, "other.local", 0, 0, NULL), 0);
    assert_int_equal(X509_NAME_entry_count(X509_get_subject_name(leaf)), 0);
    assert_true(is_critical(leaf, NID_subject_alt_name));
    X509_free(leaf);
}

static void leaf_holds_from_thirty_days_ago_for_397_days(void **state)
{
    struct scene *scene = *state;

    make_leaf(scene, now);
    assert_int_equal(verified(&scene->authority, &scene->leaf, NOW_MS - 29 * DAY_MS), X509_V_OK);
    assert_int_equal(verified(&scene->authority, &scene->leaf, NOW_MS - 31 * DAY_MS),
                     X509_V_ERR_CERT_NOT_YET_VALID);
    assert_int_equal(verified(&scene->authority, &scene->leaf, NOW_MS + 396 * DAY_MS), X509_V_OK);
    assert_int_equal(verified(&scene->authority, &scene->leaf, NOW_MS + 398 * DAY_MS),
                     X509_V_ERR_CERT_HAS_EXPIRED);
}

static void unverified_clock_makes_a_leaf_of_the_builds_time(void **state)
{
    struct scene *scene = *state;

    make_leaf(scene, unsure);
    assert_int_equal(verified(&scene->authority, &scene->leaf, BUILT_MS), X509_V_OK);
    assert_int_equal(verified(&scene->authority, &scene->leaf, BUILT_MS + 789 * DAY_MS), X509_V_OK);
    assert_int_equal(verified(&scene->authority, &scene->leaf, BUILT_MS + 791 * DAY_MS),
                     X509_V_ERR_CERT_HAS_EXPIRED);
    assert_true(leaf_is_good(&scene->leaf, &scene->authority, &scene->names, unsure));
    assert_false(leaf_is_good(&scene->leaf, &scene->authority, &scene->names, now));
}

/* A thief of the authority's key can pose as nobody on the internet. */
static void authority_cannot_speak_for_the_internet(void **state)
{
    static const char *const far_dns[] = {"bank.example.com"};
    struct scene *scene = *state;
    struct address far_address;
    const struct tls_names far_names[] = {
        {.dns = far_dns, .dns_count = 1},
        {.addresses = &far_address, .address_count = 1},
    };

    assert_int_equal(address_parse("8.8.8.8", &far_address), CB_OK);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(leaf_make(&scene->authority, &far_names[i], leaf_validity(now, BUILT_MS),
                                   scene->random, &scene->leaf),
                         CB_OK);
        assert_int_equal(verified(&scene->authority, &scene->leaf, NOW_MS), X509_V_ERR_PERMITTED_VIOLATION);
        assert_false(authority_covers(&scene->authority, &far_names[i]));
    }
    assert_true(authority_covers(&scene->authority, &scene->names));
}

static void authority_speaks_for_configured_names(void **state)
{
    static const char *const dns[] = {"coach.clinic.example"};
    struct scene *scene = *state;
    struct address far_address;
    const struct tls_names names = {
        .dns = dns, .dns_count = 1, .addresses = &far_address, .address_count = 1};
    struct tls_identity authority = TLS_IDENTITY_INIT;

    assert_int_equal(address_parse("203.0.113.9", &far_address), CB_OK);
    assert_int_equal(authority_make(&names, scene->random, &authority), CB_OK);
    assert_true(authority_covers(&authority, &names));
    assert_true(authority_covers(&authority, &scene->names));
    tls_identity_release(&authority);
}

static void leaf_is_renewed_when_time_or_names_ask(void **state)
{
    struct scene *scene = *state;
    struct moment later = now;
    struct tls_names fewer = scene->names;

    make_leaf(scene, now);
    assert_true(leaf_is_good(&scene->leaf, &scene->authority, &scene->names, now));
    later.wall_ms = NOW_MS + 296 * DAY_MS;
    assert_true(leaf_is_good(&scene->leaf, &scene->authority, &scene->names, later));
    later.wall_ms = NOW_MS + 298 * DAY_MS;
    assert_false(leaf_is_good(&scene->leaf, &scene->authority, &scene->names, later));
    fewer.address_count--;
    assert_false(leaf_is_good(&scene->leaf, &scene->authority, &fewer, now));
    add_address(scene, "192.168.1.6");
    assert_false(leaf_is_good(&scene->leaf, &scene->authority, &scene->names, now));
}

static void another_authoritys_leaf_is_not_ours(void **state)
{
    struct scene *scene = *state;
    const struct tls_names none = {.dns_count = 0};
    struct tls_identity other = TLS_IDENTITY_INIT;

    make_leaf(scene, now);
    assert_int_equal(authority_make(&none, scene->random, &other), CB_OK);
    assert_false(leaf_is_good(&scene->leaf, &other, &scene->names, now));
    assert_int_not_equal(verified(&other, &scene->leaf, NOW_MS), X509_V_OK);
    tls_identity_release(&other);
}

static void names_with_strange_characters_get_no_certificate(void **state)
{
    static const char *const names[] = {
        "a,DNS:bank.example.com", "", "UPPER.lan", "*.lan", "a b", "a\nb", ".lan"};
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct tls_names one = {.dns = &names[i], .dns_count = 1};

        assert_int_equal(authority_make(&one, scene->random, &scene->leaf), CB_BAD_INPUT);
        assert_int_equal(
            leaf_make(&scene->authority, &one, leaf_validity(now, BUILT_MS), scene->random, &scene->leaf),
            CB_BAD_INPUT);
    }
}

static void expect_fault(struct scene *scene, const struct tls_identity *identity, const char *anchors,
                         struct moment at, const char *words)
{
    struct problem problem = {""};

    assert_int_equal(tls_identity_check(identity, anchors, &scene->names, at, &problem), CB_BAD_INPUT);
    assert_non_null(strstr(problem.text, words));
}

static void an_admins_certificate_is_told_what_is_wrong_with_it(void **state)
{
    struct scene *scene = *state;
    const char *anchors = strbuf_text(&scene->authority.certificate);
    const struct tls_names none = {.dns_count = 0};
    struct tls_identity other = TLS_IDENTITY_INIT;
    struct tls_identity mixed;
    struct moment late = {.wall_ms = NOW_MS + 500 * DAY_MS, .verified = true};

    make_leaf(scene, now);
    assert_int_equal(authority_make(&none, scene->random, &other), CB_OK);
    mixed = (struct tls_identity){.certificate = scene->leaf.certificate, .key = other.key};
    assert_int_equal(tls_identity_check(&scene->leaf, anchors, &scene->names, now, NULL), CB_OK);
    expect_fault(scene, &mixed, anchors, now, "certificate_key is not the key");
    expect_fault(scene, &scene->leaf, strbuf_text(&other.certificate), now, "does not vouch");
    expect_fault(scene, &scene->leaf, anchors, late, "expired");
    expect_fault(scene, &scene->leaf, "nothing", now, "certificate_authority's file");
    mixed = (struct tls_identity){.certificate = scene->leaf.key, .key = scene->leaf.key};
    expect_fault(scene, &mixed, anchors, now, "holds no certificate");
    add_address(scene, "192.168.7.7");
    expect_fault(scene, &scene->leaf, anchors, now, "192.168.7.7");
    tls_identity_release(&other);
}

static void fingerprint_is_what_viewers_show(void **state)
{
    struct scene *scene = *state;
    char text[TLS_FINGERPRINT_SIZE];

    assert_int_equal(tls_fingerprint(strbuf_text(&scene->authority.certificate), text), CB_OK);
    assert_int_equal(strlen(text), TLS_FINGERPRINT_SIZE - 1);
    assert_int_equal(strspn(text, "0123456789ABCDEF:"), TLS_FINGERPRINT_SIZE - 1);
    assert_int_equal(tls_fingerprint("no certificate", text), CB_BAD_INPUT);
}

static void anchors_go_to_der_and_back_without_keys(void **state)
{
    struct scene *scene = *state;
    struct strbuf both = STRBUF_INIT, der = STRBUF_INIT, pem = STRBUF_INIT;

    make_leaf(scene, now);
    strbuf_add_text(&both, strbuf_text(&scene->authority.certificate));
    strbuf_add_text(&both, strbuf_text(&scene->authority.key));
    strbuf_add_text(&both, strbuf_text(&scene->leaf.certificate));
    assert_int_equal(anchors_to_der(strbuf_text(&both), &der), CB_OK);
    assert_int_equal(anchors_from_der((const uint8_t *)der.data, der.length, &pem), CB_OK);
    assert_null(strstr(strbuf_text(&pem), "PRIVATE"));
    assert_memory_equal(pem.data, scene->authority.certificate.data, scene->authority.certificate.length);
    assert_string_equal(pem.data + scene->authority.certificate.length,
                        strbuf_text(&scene->leaf.certificate));
    assert_int_equal(anchors_from_der((const uint8_t *)der.data, der.length - 1, &pem), CB_BAD_INPUT);
    assert_int_equal(anchors_from_der((const uint8_t *)der.data, 0, &pem), CB_BAD_INPUT);
    assert_int_equal(anchors_to_der("", &der), CB_BAD_INPUT);
    strbuf_release(&both);
    strbuf_release(&der);
    strbuf_release(&pem);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(authority_issues_leaves_for_servers_only),
        CASE(authorities_differ_in_name_and_number),
        CASE(leaf_is_accepted_for_its_names),
        CASE(leaf_holds_from_thirty_days_ago_for_397_days),
        CASE(unverified_clock_makes_a_leaf_of_the_builds_time),
        CASE(authority_cannot_speak_for_the_internet),
        CASE(authority_speaks_for_configured_names),
        CASE(leaf_is_renewed_when_time_or_names_ask),
        CASE(another_authoritys_leaf_is_not_ours),
        CASE(names_with_strange_characters_get_no_certificate),
        CASE(an_admins_certificate_is_told_what_is_wrong_with_it),
        CASE(fingerprint_is_what_viewers_show),
        CASE(anchors_go_to_der_and_back_without_keys),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
