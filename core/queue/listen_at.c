/* Reading an address to listen at. */
#include "queue/listen_at.h"

#include "base/address.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

static bool read_unix(const char *path, struct listen_at *at)
{
    struct sockaddr_un *to = (struct sockaddr_un *)&at->address;

    if (path[0] != '/' || strlen(path) >= sizeof to->sun_path)
        return false;
    to->sun_family = AF_UNIX;
    snprintf(to->sun_path, sizeof to->sun_path, "%s", path);
    at->length = sizeof *to;
    return true;
}

/* Port 0 lets the system choose one; -1: no port. */
static int read_port(const char *colon)
{
    size_t digits = colon == NULL ? 0 : strspn(colon + 1, "0123456789");
    long port = digits == 0 || digits > 5 || colon[1 + digits] != '\0' ? -1 : strtol(colon + 1, NULL, 10);

    return port > 65535 ? -1 : (int)port;
}

static void set_address(const struct address *address, bool four, int port, struct listen_at *at)
{
    struct sockaddr_in *to4 = (struct sockaddr_in *)&at->address;
    struct sockaddr_in6 *to6 = (struct sockaddr_in6 *)&at->address;

    if (four) {
        *to4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
        memcpy(&to4->sin_addr, address->bytes + 12, sizeof to4->sin_addr);
        at->length = sizeof *to4;
    } else {
        *to6 = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
        memcpy(&to6->sin6_addr, address->bytes, sizeof to6->sin6_addr);
        at->length = sizeof *to6;
    }
}

static bool read_host_and_port(const char *text, struct listen_at *at, struct address *ret_address)
{
    const char *colon = strrchr(text, ':');
    int port = read_port(colon);
    size_t length = colon == NULL ? 0 : (size_t)(colon - text);
    bool brackets = length > 2 && text[0] == '[' && text[length - 1] == ']';
    char host[ADDRESS_TEXT_SIZE];
    struct address address;

    if (port < 0 || length < 2 || length >= sizeof host)
        return false;
    snprintf(host, sizeof host, "%.*s", (int)(brackets ? length - 2 : length), text + (brackets ? 1 : 0));
    if (address_parse(host, &address) != CB_OK || brackets != (strchr(host, ':') != NULL))
        return false;
    set_address(&address, !brackets, port, at);
    *ret_address = address;
    return true;
}

int listen_at_parse(const char *text, bool plain, struct listen_at *ret_at, struct problem *ret_problem)
{
    bool is_unix = strncmp(text, "unix:", 5) == 0;
    struct listen_at at = {.length = 0};
    struct address address;

    if (is_unix ? !read_unix(text + 5, &at) : !read_host_and_port(text, &at, &address))
        return problem_set(ret_problem, CB_BAD_INPUT,
                           "'%s' is no address to listen at. Write one like 0.0.0.0:8443, [::]:8443%s.", text,
                           plain ? " or unix:/run/coachbell/queue.sock" : "");
    if (plain && !is_unix && !address_is_loopback(&address))
        return problem_set(
            ret_problem, CB_UNSUPPORTED,
            "%s: plain HTTP is for this machine only (127.0.0.1, [::1], or unix:PATH), since what "
            "patients ask must not cross a network unencrypted. Use --listen, which encrypts.",
            text);
    if (!plain && is_unix)
        return problem_set(ret_problem, CB_UNSUPPORTED,
                           "%s: a Unix socket is this machine's own and takes plain HTTP. Use --plain.",
                           text);
    *ret_at = at;
    return CB_OK;
}
