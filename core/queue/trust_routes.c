/* /trust: how a phone or computer comes to know this queue. It needs no sign-in, and nothing on it is secret.
 *
 * It is not served plain on a network. Over plain HTTP, and over TLS that a person has clicked through, a
 * stranger on the line can put in another authority and another fingerprint alike; so safety comes from
 * comparing what the device itself shows with the sheet at the clinic, and a plain port would add nothing but
 * a port. */
#include "queue/identity.h"
#include "queue/pages.h"
#include "queue/queue.h"
#include "tls/anchors.h"

#include <string.h>

#define HOLE "{{fingerprint}}"

static void answer_bytes(struct answer *answer, const char *content_type)
{
    answer->kind = ANSWER_READY;
    answer->status = 200;
    answer->content_type = content_type;
    answer->cache = CACHE_NO_STORE;
}

static bool has_own(const struct queue *queue, struct answer *answer)
{
    if (queue->identity != NULL && queue->identity->own)
        return true;
    answer_problem(answer, 404,
                   queue->identity == NULL
                       ? "This queue answers on its own machine only: there is nothing to trust."
                       : "This queue has a certificate from elsewhere: browsers know who issued it.",
                   NULL, NULL);
    return false;
}

/* Easier to compare in lines of eight pairs. */
static void add_fingerprint(const char *fingerprint, struct strbuf *out)
{
    for (size_t i = 0; fingerprint[i] != '\0'; i++)
        strbuf_add_char(out, i % 24 == 23 ? '\n' : fingerprint[i]);
}

void everyone_trust(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    const char *page = pages_text(queue->pages, "trust.html");
    const char *hole = page == NULL ? NULL : strstr(page, HOLE);

    (void)ask;
    if (!has_own(queue, answer))
        return;
    if (hole == NULL) {
        answer_problem(answer, 404, "The page trust.html is not among the web pages.", NULL, NULL);
        return;
    }
    strbuf_add(&answer->body, page, (size_t)(hole - page));
    add_fingerprint(queue->identity->fingerprint, &answer->body);
    strbuf_add_text(&answer->body, hole + strlen(HOLE));
    answer_bytes(answer, "text/html; charset=utf-8");
}

/* PEM: what Linux wants under that name, and everything else takes. */
void everyone_trust_pem(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    (void)ask;
    if (!has_own(queue, answer))
        return;
    strbuf_add_text(&answer->body, strbuf_text(&queue->identity->authority));
    answer_bytes(answer, "application/x-x509-ca-cert");
}

void everyone_trust_der(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    (void)ask;
    if (!has_own(queue, answer))
        return;
    if (anchors_to_der(strbuf_text(&queue->identity->authority), &answer->body) != CB_OK)
        answer_error(answer, CB_NO_MEMORY);
    else
        answer_bytes(answer, "application/x-x509-ca-cert");
}
