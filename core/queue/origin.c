/* Where requests come from. */
#include "queue/origin.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define HTTPS_PORT 443

static const char forwarded_for[] = "X-Forwarded-For";
static const char forwarded_proto[] = "X-Forwarded-Proto";
static const char *const plain_names[] = {"127.0.0.1", "localhost", "[::1]"};

/* ---- setting up ---- */

static void write_host(const struct own_name *name, int port, char ret_host[ORIGIN_HOST_SIZE])
{
    char text[TLS_NAME_MAX + 1];
    char address[ADDRESS_TEXT_SIZE];

    snprintf(text, sizeof text, "%s", name->host);
    if (name->host[0] == '\0') {
        bool four = address_is_four(&name->address);

        address_format(&name->address, address);
        snprintf(text, sizeof text, four ? "%s" : "[%s]", address);
    }
    if (port == HTTPS_PORT) /* which browsers leave out */
        snprintf(ret_host, ORIGIN_HOST_SIZE, "%s", text);
    else
        snprintf(ret_host, ORIGIN_HOST_SIZE, "%s:%d", text, port);
}

void origins_set_names(struct origins *origins, const struct own_names *names, int tls_port)
{
    origins->host_count = 0;
    for (size_t i = 0; i < names->count; i++) {
        int port = names->items[i].port != 0 ? names->items[i].port : tls_port;

        if (port != 0)
            write_host(&names->items[i], port, origins->hosts[origins->host_count++]);
    }
}

static int add_proxy(struct origins *origins, const char *text, size_t length, struct problem *ret_problem)
{
    char word[ADDRESS_TEXT_SIZE + 4];

    snprintf(word, sizeof word, "%.*s", (int)length, text);
    if (strcmp(word, "unix") == 0) {
        origins->unix_is_proxy = true;
        return CB_OK;
    }
    if (origins->proxy_count == PROXIES_MAX)
        return problem_set(ret_problem, CB_BAD_INPUT, "There are more than %d 'trusted_proxies'.",
                           PROXIES_MAX);
    if (length >= sizeof word || address_range_parse(word, &origins->proxies[origins->proxy_count]) != CB_OK)
        return problem_set(ret_problem, CB_BAD_INPUT,
                           "'%.*s' in 'trusted_proxies' is neither an address like 192.168.1.9, nor a range "
                           "like 10.0.0.0/24, nor the word unix.",
                           (int)length, text);
    origins->proxy_count++;
    return CB_OK;
}

int origins_set_proxies(struct origins *origins, const char *text, struct problem *ret_problem)
{
    static const char between[] = " \t,";

    origins->proxy_count = 0;
    origins->unix_is_proxy = false;
    for (text += strspn(text, between); *text != '\0'; text += strspn(text, between)) {
        size_t length = strcspn(text, between);
        int error = add_proxy(origins, text, length, ret_problem);

        if (error != CB_OK)
            return error;
        text += length;
    }
    return CB_OK;
}

/* ---- who it is ---- */

static bool is_proxy(const struct origins *origins, const struct address *peer)
{
    static const struct address nobody;

    if (address_equal(peer, &nobody))
        return origins->unix_is_proxy;
    for (size_t i = 0; i < origins->proxy_count; i++) {
        if (address_in(peer, &origins->proxies[i]))
            return true;
    }
    return false;
}

static bool has_header(const struct http_head *head, const char *name)
{
    for (size_t i = 0; i < head->header_count; i++) {
        if (strcasecmp(head->headers[i].name, name) == 0)
            return true;
    }
    return false;
}

/* The last address of a list, without the blanks, cut off its end; false when none is left. */
static bool cut_last(const char *list, size_t *length, char *ret_text)
{
    size_t end = *length;
    size_t start;

    while (end > 0 && strchr(" \t,", list[end - 1]) != NULL)
        end--;
    start = end;
    while (start > 0 && strchr(" \t,", list[start - 1]) == NULL)
        start--;
    *length = start;
    snprintf(ret_text, ADDRESS_TEXT_SIZE, "%.*s", (int)(end - start), list + start);
    return end > start;
}

/* Every proxy adds on the right whom it heard from, and some add a line of their own: read backwards, the
 * first that is no proxy of ours is the client. All that stands left of it may be invented. */
static struct address forwarded_client(const struct origins *origins, const struct arrival *arrival,
                                       const struct http_head *head)
{
    struct address client = arrival->peer;

    for (size_t i = head->header_count; i > 0; i--) {
        const char *list = head->headers[i - 1].value;
        size_t length = strlen(list);
        char text[ADDRESS_TEXT_SIZE];

        if (strcasecmp(head->headers[i - 1].name, forwarded_for) != 0)
            continue;
        /* What cannot be read tells of nobody: the last one known stays. */
        while (cut_last(list, &length, text)) {
            if (address_parse(text, &client) != CB_OK || !is_proxy(origins, &client))
                return client;
        }
    }
    return client;
}

static bool host_is_ours(const struct origins *origins, const char *host, bool secure)
{
    char plain[32];

    for (size_t i = 0; secure && host != NULL && i < origins->host_count; i++) {
        if (strcasecmp(origins->hosts[i], host) == 0)
            return true;
    }
    for (size_t i = 0; !secure && host != NULL && i < sizeof plain_names / sizeof *plain_names; i++) {
        snprintf(plain, sizeof plain, "%s:%d", plain_names[i], origins->plain_port);
        if (strcasecmp(plain, host) == 0)
            return true;
    }
    return false;
}

int origins_judge(const struct origins *origins, const struct arrival *arrival, const struct http_head *head,
                  struct source *ret_source, const char **ret_detail)
{
    const char *proto = http_header(head, forwarded_proto);
    bool forwarded = is_proxy(origins, &arrival->peer) &&
                     (has_header(head, forwarded_for) || has_header(head, forwarded_proto));
    struct source source = {
        .client = arrival->peer, .secure = arrival->tls || forwarded, .direct = arrival->tls && !forwarded};

    if (forwarded && (proto == NULL || strcasecmp(proto, "https") != 0)) {
        *ret_detail = "The proxy must take https only, and say so with X-Forwarded-Proto: https.";
        return 421;
    }
    if (!host_is_ours(origins, http_header(head, "Host"), source.secure)) {
        *ret_detail = "This queue does not go by that name. Its 'names' are in queue.conf.";
        return 421;
    }
    if (forwarded)
        source.client = forwarded_client(origins, arrival, head);
    *ret_source = source;
    return 0;
}

bool origin_is_ours(const struct http_head *head, bool secure)
{
    const char *origin = http_header(head, "Origin");
    const char *host = http_header(head, "Host");
    const char *scheme = secure ? "https://" : "http://";
    size_t length = strlen(scheme);

    return origin != NULL && host != NULL && strncmp(origin, scheme, length) == 0 &&
           strcmp(origin + length, host) == 0;
}
