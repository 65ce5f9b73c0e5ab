/* The queue's own names. */
#include "queue/own_names.h"

#include <ctype.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool same_name(const struct own_name *a, const struct own_name *b)
{
    return a->port == b->port && strcmp(a->host, b->host) == 0 && address_equal(&a->address, &b->address);
}

/* False: there is no room. */
static bool add(struct own_names *names, const struct own_name *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (same_name(&names->items[i], name))
            return true;
    }
    if (names->count == OWN_NAMES_MAX)
        return false;
    names->items[names->count++] = *name;
    return true;
}

/* ---- the configuration's ---- */

/* Cuts ":8443" off the end; false when what follows the colon is no port. */
static bool cut_port(char *text, int *ret_port)
{
    char *colon = strrchr(text, ':');
    bool is_bare_address = colon != NULL && strchr(text, ':') != colon && text[0] != '[';
    char *end;
    long port;

    *ret_port = 0;
    if (colon == NULL || is_bare_address || strchr(colon, ']') != NULL)
        return true;
    port = strtol(colon + 1, &end, 10);
    if (!isdigit((unsigned char)colon[1]) || *end != '\0' || port < 1 || port > 65535)
        return false;
    *colon = '\0';
    *ret_port = (int)port;
    return true;
}

static bool read_host(char *text, struct own_name *name)
{
    size_t length = strlen(text);

    if (length > 2 && text[0] == '[' && text[length - 1] == ']') {
        text[length - 1] = '\0';
        return strchr(text, ':') != NULL && address_parse(text + 1, &name->address) == CB_OK;
    }
    if (address_parse(text, &name->address) == CB_OK)
        return true;
    for (char *c = text; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    snprintf(name->host, sizeof name->host, "%s", text);
    return tls_name_is_plain(text);
}

static int parse_one(const char *word, size_t length, struct own_names *names, struct problem *ret_problem)
{
    char text[TLS_NAME_MAX + 16];
    struct own_name name = {.port = 0};

    if (length >= sizeof text)
        return problem_set(ret_problem, CB_BAD_INPUT, "A name in 'names' is too long.");
    memcpy(text, word, length);
    text[length] = '\0';
    if (!cut_port(text, &name.port) || !read_host(text, &name))
        return problem_set(ret_problem, CB_BAD_INPUT,
                           "'%.*s' in 'names' is neither a name like queue.clinic.lan nor an address like "
                           "192.168.1.5 (with :PORT behind it where the port differs).",
                           (int)length, word);
    if (!add(names, &name))
        return problem_set(ret_problem, CB_BAD_INPUT, "There are more than %d 'names'.", OWN_NAMES_MAX);
    return CB_OK;
}

int own_names_parse(const char *text, struct own_names *ret_names, struct problem *ret_problem)
{
    static const char between[] = " \t,";
    struct own_names names = {.count = 0};

    for (text += strspn(text, between); *text != '\0'; text += strspn(text, between)) {
        size_t length = strcspn(text, between);
        int error = parse_one(text, length, &names, ret_problem);

        if (error != CB_OK)
            return error;
        text += length;
    }
    *ret_names = names;
    return CB_OK;
}

/* ---- the machine's ---- */

static bool read_sockaddr(const struct sockaddr *from, struct address *ret_address)
{
    if (from != NULL && from->sa_family == AF_INET)
        *ret_address = address_from_four(&((const struct sockaddr_in *)(const void *)from)->sin_addr);
    else if (from != NULL && from->sa_family == AF_INET6)
        *ret_address = address_from_six(&((const struct sockaddr_in6 *)(const void *)from)->sin6_addr);
    else
        return false;
    return true;
}

/* fe80:: addresses mean nothing without the name of the line they are on, which no browser can be told. */
static bool is_nameable(const struct address *address)
{
    return address_is_near(address) && !(address->bytes[0] == 0xfe && (address->bytes[1] & 0xc0) == 0x80);
}

static void add_interfaces(struct own_names *names)
{
    struct ifaddrs *all = NULL;

    if (getifaddrs(&all) != 0)
        return;
    for (const struct ifaddrs *each = all; each != NULL; each = each->ifa_next) {
        struct own_name name = {.port = 0};

        if ((each->ifa_flags & IFF_UP) != 0 && read_sockaddr(each->ifa_addr, &name.address) &&
            is_nameable(&name.address))
            add(names, &name);
    }
    freeifaddrs(all);
}

void own_names_add_machine(struct own_names *names)
{
    struct own_name localhost = {.host = "localhost"};
    struct own_name machine = {.port = 0};
    char host[64] = "";

    add(names, &localhost);
    if (gethostname(host, sizeof host - 1) == 0) {
        host[strcspn(host, ".")] = '\0';
        for (char *c = host; *c != '\0'; c++)
            *c = (char)tolower((unsigned char)*c);
        snprintf(machine.host, sizeof machine.host, "%s.local", host);
        if (host[0] != '\0' && tls_name_is_plain(machine.host))
            add(names, &machine);
    }
    add_interfaces(names);
}

bool own_names_equal(const struct own_names *a, const struct own_names *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        if (!same_name(&a->items[i], &b->items[i]))
            return false;
    }
    return true;
}

/* ---- for certificates ---- */

static bool has_name(const struct certificate_names *names, const struct own_name *name)
{
    for (size_t i = 0; name->host[0] != '\0' && i < names->names.dns_count; i++) {
        if (strcmp(names->dns[i], name->host) == 0)
            return true;
    }
    for (size_t i = 0; name->host[0] == '\0' && i < names->names.address_count; i++) {
        if (address_equal(&names->addresses[i], &name->address))
            return true;
    }
    return false;
}

void certificate_names_fill(const struct own_names *names, struct certificate_names *ret_names)
{
    *ret_names = (struct certificate_names){.names = {.dns_count = 0}};
    for (size_t i = 0; i < names->count; i++) {
        const struct own_name *name = &names->items[i];

        if (has_name(ret_names, name)) /* the same with another port */
            continue;
        if (name->host[0] != '\0')
            ret_names->dns[ret_names->names.dns_count++] = name->host;
        else
            ret_names->addresses[ret_names->names.address_count++] = name->address;
    }
    ret_names->names.dns = ret_names->dns;
    ret_names->names.addresses = ret_names->addresses;
}
