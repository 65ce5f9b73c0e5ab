/* coachbell-queue trust. */
#include "queue/trust.h"

#include <string.h>

struct identity_options trust_options(const struct options *options)
{
    return (struct identity_options){
        .folder = options->data,
        .certificate = options->certificate,
        .certificate_key = options->certificate_key,
        .certificate_authority = options->certificate_authority,
        .names = options->names,
    };
}

static int show(const struct identity_options *options, struct moment now, struct strbuf *out,
                struct problem *ret_problem)
{
    struct identity identity = {.own = false};
    int error = identity_open(options, now, random_system(), &identity, ret_problem);

    if (error == CB_OK)
        strbuf_addf(out, "SHA-256 fingerprint of %s:\n%s\n",
                    identity.own ? "the queue's own authority, as devices show it after /trust"
                                 : "your certificate's authority, by which kiosks know the queue",
                    identity.fingerprint);
    identity_release(&identity);
    return error;
}

static int make_next(const struct identity_options *options, struct moment now, struct strbuf *out,
                     struct problem *ret_problem)
{
    int error = identity_make_next(options, random_system(), ret_problem);

    (void)now;
    if (error == CB_OK)
        strbuf_add_text(
            out,
            "The next authority is made, and kiosks are told of it. When kiosk list shows that every kiosk "
            "was heard of since now, run coachbell-queue trust switch.\n");
    return error;
}

static int use_next(const struct identity_options *options, struct moment now, struct strbuf *out,
                    struct problem *ret_problem)
{
    int error = identity_use_next(options, ret_problem);

    if (error == CB_OK)
        error = show(options, now, out, ret_problem);
    if (error == CB_OK)
        strbuf_add_text(out, "Phones and computers must install it from /trust, and print a new sheet with "
                             "this fingerprint. A "
                             "kiosk that was not heard of since trust next must be paired again.\n");
    return error;
}

int trust_run(const struct identity_options *options, const char *const *words, size_t count,
              struct moment now, struct strbuf *out, struct problem *ret_problem)
{
    if (count == 1)
        return show(options, now, out, ret_problem);
    if (count == 2 && options->certificate[0] != '\0')
        return problem_set(
            ret_problem, CB_CONFLICT,
            "The queue uses a certificate of your own (queue.conf). Put the next authority beside the "
            "present one into certificate_authority, reload with SIGHUP, and use its certificate once "
            "every kiosk was heard of since.");
    if (count == 2 && strcmp(words[1], "next") == 0)
        return make_next(options, now, out, ret_problem);
    if (count == 2 && strcmp(words[1], "switch") == 0)
        return use_next(options, now, out, ret_problem);
    return problem_set(ret_problem, CB_BAD_INPUT, "Usage: trust [next|switch]. See coachbell-queue --help.");
}
