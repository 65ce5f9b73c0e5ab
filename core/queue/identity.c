/* The queue's certificates in its data folder. */
#include "queue/identity.h"

#include "base/codec.h"
#include "base/file.h"
#include "seal/seal.h"
#include "tls/anchors.h"
#include "tls/pem.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define AUTHORITY_FILE "authority.pem"
#define NEXT_FILE      "authority-next.pem"
#define SERVER_FILE    "server.pem"

/* Days are enough, and keep the build the same for a day. */
#define BUILT_MS (COACHBELL_BUILT_DAY * DAY_MS)

/* ---- files ---- */

static int read_text(const char *path, struct strbuf *out)
{
    uint8_t *bytes = NULL;
    size_t length = 0;
    int error = file_read(path, IDENTITY_FILE_MAX, &bytes, &length);

    if (error != CB_OK)
        return error;
    strbuf_add(out, bytes, length);
    explicit_bzero(bytes, length);
    free(bytes);
    return strbuf_failed(out) ? CB_NO_MEMORY : CB_OK;
}

/* Certificates into one text, the key into the other. */
static int split(const char *pem, struct tls_identity *ret_identity)
{
    STACK_OF(X509) *certificates = pem_read_certificates(pem);
    EVP_PKEY *key = pem_read_key(pem);
    int error = certificates == NULL || key == NULL ? CB_DAMAGED : pem_add_key(key, &ret_identity->key);

    for (int i = 0; error == CB_OK && i < sk_X509_num(certificates); i++)
        error = pem_add_certificate(sk_X509_value(certificates, i), &ret_identity->certificate);
    EVP_PKEY_free(key);
    sk_X509_pop_free(certificates, X509_free);
    return error;
}

static void path_in(const char *folder, const char *leaf, char ret_path[PATH_MAX])
{
    snprintf(ret_path, PATH_MAX, "%.4000s/%s", folder, leaf);
}

/* CB_NOT_FOUND, CB_DAMAGED, CB_IO. */
static int load(const char *folder, const char *leaf, struct tls_identity *ret_identity)
{
    struct strbuf text = STRBUF_INIT;
    char path[PATH_MAX];
    int error;

    path_in(folder, leaf, path);
    error = read_text(path, &text);
    if (error == CB_OK)
        error = split(strbuf_text(&text), ret_identity);
    strbuf_release(&text);
    return error;
}

static int save(const char *folder, const char *leaf, const struct tls_identity *identity,
                struct problem *ret_problem)
{
    struct strbuf text = STRBUF_INIT;
    char path[PATH_MAX];
    int error = CB_NO_MEMORY;

    path_in(folder, leaf, path);
    strbuf_add(&text, identity->certificate.data, identity->certificate.length);
    strbuf_add(&text, identity->key.data, identity->key.length);
    if (!strbuf_failed(&text))
        error = file_write(path, text.data, text.length, 0600);
    strbuf_release(&text);
    if (error != CB_OK)
        return problem_set(ret_problem, error,
                           "Cannot write %s: %s. Is the disk full, or the folder not "
                           "the queue's?",
                           path, cb_error_text(error));
    return CB_OK;
}

static int say_damaged(const char *folder, const char *leaf, int error, struct problem *ret_problem)
{
    return problem_set(
        ret_problem, error,
        "Cannot use %s/%s: %s. Bring it back from a copy. Without one, take it away: another is "
        "made at the next start, but every kiosk must then be paired again and every phone "
        "must install it.",
        folder, leaf, cb_error_text(error));
}

/* ---- our own ---- */

static int open_authority(const struct identity_options *options, struct random_source random,
                          struct tls_identity *ret_authority, struct problem *ret_problem)
{
    struct certificate_names configured;
    struct own_names names;
    int error = load(options->folder, AUTHORITY_FILE, ret_authority);

    if (error == CB_OK)
        return CB_OK;
    if (error != CB_NOT_FOUND)
        return say_damaged(options->folder, AUTHORITY_FILE, error, ret_problem);
    error = own_names_parse(options->names, &names, ret_problem);
    if (error != CB_OK)
        return error;
    certificate_names_fill(&names, &configured);
    error = authority_make(&configured.names, random, ret_authority);
    if (error != CB_OK)
        return problem_set(ret_problem, error, "Cannot make the queue's own authority: %s.",
                           cb_error_text(error));
    return save(options->folder, AUTHORITY_FILE, ret_authority, ret_problem);
}

static int all_names(const struct identity_options *options, struct own_names *ret_names,
                     struct problem *ret_problem)
{
    int error = own_names_parse(options->names, ret_names, ret_problem);

    /* What an admin brings speaks for what the admin says; ours, also for what the machine knows. */
    if (error == CB_OK && options->certificate[0] == '\0')
        own_names_add_machine(ret_names);
    return error;
}

static bool covers_one(const struct tls_identity *authority, const struct own_name *name)
{
    struct own_names one = {.items = {*name}, .count = 1};
    struct certificate_names names;

    certificate_names_fill(&one, &names);
    return authority_covers(authority, &names.names);
}

/* The certificate must not name what the authority may not vouch for: clients would refuse it whole. */
static void leave_out_uncovered(const struct tls_identity *authority, struct own_names *names)
{
    struct own_names covered = {.count = 0};

    for (size_t i = 0; i < names->count; i++) {
        if (covers_one(authority, &names->items[i]))
            covered.items[covered.count++] = names->items[i];
    }
    *names = covered;
}

/* A leaf that is not good any more, or damaged, costs nobody anything: it is made anew. */
static int open_leaf(const struct identity_options *options, const struct tls_identity *authority,
                     struct own_names *names, struct moment now, struct random_source random,
                     struct tls_identity *leaf, struct problem *ret_problem)
{
    struct certificate_names certificate;
    int error = load(options->folder, SERVER_FILE, leaf);

    certificate_names_fill(names, &certificate);
    if (!authority_covers(authority, &certificate.names)) {
        leave_out_uncovered(authority, names);
        certificate_names_fill(names, &certificate);
    }
    if (error == CB_OK && leaf_is_good(leaf, authority, &certificate.names, now))
        return CB_OK;
    error = leaf_make(authority, &certificate.names, leaf_validity(now, BUILT_MS), random, leaf);
    if (error != CB_OK)
        return problem_set(ret_problem, error, "Cannot make the queue's certificate: %s.",
                           cb_error_text(error));
    return save(options->folder, SERVER_FILE, leaf, ret_problem);
}

static int open_own(const struct identity_options *options, struct moment now, struct random_source random,
                    struct identity *ret_identity, struct problem *ret_problem)
{
    struct tls_identity authority = TLS_IDENTITY_INIT;
    int error = open_authority(options, random, &authority, ret_problem);

    if (error == CB_OK)
        error = open_leaf(options, &authority, &ret_identity->names, now, random, &ret_identity->server,
                          ret_problem);
    ret_identity->own = true;
    strbuf_add_text(&ret_identity->authority, strbuf_text(&authority.certificate));
    tls_identity_release(&authority);
    return error;
}

/* ---- an admin's ---- */

static int read_admins(const char *path, const char *key, struct strbuf *out, struct problem *ret_problem)
{
    int error;

    if (path[0] == '\0')
        return problem_set(ret_problem, CB_BAD_INPUT,
                           "A certificate of your own needs three files in queue.conf: certificate, "
                           "certificate_key and certificate_authority. %s is missing.",
                           key);
    error = read_text(path, out);
    if (error != CB_OK)
        return problem_set(ret_problem, CB_BAD_INPUT, "Cannot read %s, %s: %s. May the queue's user read it?",
                           key, path, cb_error_text(error));
    return CB_OK;
}

static int open_admins(const struct identity_options *options, struct moment now,
                       struct identity *ret_identity, struct problem *ret_problem)
{
    struct certificate_names names;
    int error =
        read_admins(options->certificate, "certificate", &ret_identity->server.certificate, ret_problem);

    certificate_names_fill(&ret_identity->names, &names);
    if (error == CB_OK)
        error =
            read_admins(options->certificate_key, "certificate_key", &ret_identity->server.key, ret_problem);
    if (error == CB_OK)
        error = read_admins(options->certificate_authority, "certificate_authority", &ret_identity->authority,
                            ret_problem);
    if (error == CB_OK && ret_identity->names.count == 0)
        error = problem_set(ret_problem, CB_BAD_INPUT,
                            "With a certificate of your own, 'names' in queue.conf must say the names in it "
                            "by which the queue is reached.");
    if (error == CB_OK)
        error = tls_identity_check(&ret_identity->server, strbuf_text(&ret_identity->authority), &names.names,
                                   now, ret_problem);
    return error;
}

/* ---- both ---- */

void identity_release(struct identity *identity)
{
    tls_identity_release(&identity->server);
    strbuf_release(&identity->authority);
    strbuf_release(&identity->anchors);
}

/* The next authority is announced when there is one; a damaged one only cannot take over. */
static void add_next(const char *folder, struct strbuf *anchors)
{
    struct tls_identity next = TLS_IDENTITY_INIT;

    if (load(folder, NEXT_FILE, &next) == CB_OK &&
        anchors_to_der(strbuf_text(&next.certificate), anchors) != CB_OK)
        strbuf_clear(anchors);
    tls_identity_release(&next);
}

/* The admin's file may hold a whole store of authorities; what goes to kiosks has its limit. */
static int write_anchors(const char *folder, struct identity *identity, struct problem *ret_problem)
{
    uint8_t hash[32];
    int error = anchors_to_der(strbuf_text(&identity->authority), &identity->anchors);

    if (error == CB_TOO_LARGE)
        return problem_set(
            ret_problem, CB_BAD_INPUT,
            "certificate_authority holds too much for a kiosk to keep: at most %d certificates "
            "and %d bytes. Name the one authority that issued the certificate.",
            ANCHORS_MAX, ANCHORS_DER_MAX);
    if (error == CB_OK && identity->own)
        add_next(folder, &identity->anchors);
    body_hash(identity->anchors.data, identity->anchors.length, hash);
    hex_encode(hash, 4, identity->anchors_tag);
    return error;
}

int identity_open(const struct identity_options *options, struct moment now, struct random_source random,
                  struct identity *identity, struct problem *ret_problem)
{
    struct identity fresh = {.server = TLS_IDENTITY_INIT, .authority = STRBUF_INIT, .anchors = STRBUF_INIT};
    int error = all_names(options, &fresh.wanted, ret_problem);

    fresh.names = fresh.wanted;
    if (error == CB_OK && options->certificate[0] == '\0')
        error = open_own(options, now, random, &fresh, ret_problem);
    else if (error == CB_OK)
        error = open_admins(options, now, &fresh, ret_problem);
    if (error == CB_OK)
        error = write_anchors(options->folder, &fresh, ret_problem);
    if (error == CB_OK)
        error = tls_fingerprint(strbuf_text(&fresh.authority), fresh.fingerprint);
    if (error != CB_OK) {
        identity_release(&fresh);
        return error;
    }
    identity_release(identity);
    *identity = fresh;
    return CB_OK;
}

bool identity_is_due(const struct identity *identity, const struct identity_options *options,
                     struct moment now)
{
    const struct tls_identity authority = {.certificate = identity->authority};
    struct certificate_names certificate;
    struct own_names wanted;

    if (!identity->own || all_names(options, &wanted, NULL) != CB_OK)
        return false;
    certificate_names_fill(&identity->names, &certificate);
    return !own_names_equal(&wanted, &identity->wanted) ||
           !leaf_is_good(&identity->server, &authority, &certificate.names, now);
}

/* ---- the next authority ---- */

int identity_make_next(const struct identity_options *options, struct random_source random,
                       struct problem *ret_problem)
{
    struct tls_identity next = TLS_IDENTITY_INIT;
    struct certificate_names configured;
    struct own_names names;
    char path[PATH_MAX];
    int error = own_names_parse(options->names, &names, ret_problem);

    path_in(options->folder, NEXT_FILE, path);
    if (error == CB_OK && access(path, F_OK) == 0)
        error = problem_set(ret_problem, CB_CONFLICT,
                            "There is a next authority already. Run coachbell-queue trust switch to use it.");
    if (error != CB_OK)
        return error;
    certificate_names_fill(&names, &configured);
    error = authority_make(&configured.names, random, &next);
    if (error == CB_OK)
        error = save(options->folder, NEXT_FILE, &next, ret_problem);
    tls_identity_release(&next);
    return error;
}

int identity_use_next(const struct identity_options *options, struct problem *ret_problem)
{
    struct tls_identity next = TLS_IDENTITY_INIT;
    char path[PATH_MAX];
    int error = load(options->folder, NEXT_FILE, &next);

    if (error == CB_NOT_FOUND)
        problem_set(ret_problem, error, "There is no next authority. Make one: coachbell-queue trust next");
    else if (error != CB_OK)
        say_damaged(options->folder, NEXT_FILE, error, ret_problem);
    else
        error = save(options->folder, AUTHORITY_FILE, &next, ret_problem);
    tls_identity_release(&next);
    if (error != CB_OK)
        return error;
    path_in(options->folder, NEXT_FILE, path);
    unlink(path); /* when this fails, the authority is announced twice: no harm */
    return CB_OK;
}
