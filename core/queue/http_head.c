/* Reading the head of an HTTP/1.1 request. */
#include "queue/http_head.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *name;
    enum http_method method;
} methods[] = {
    {"GET", HTTP_GET}, {"HEAD", HTTP_HEAD}, {"POST", HTTP_POST}, {"PUT", HTTP_PUT}, {"DELETE", HTTP_DELETE},
};

static bool is_token_char(unsigned char c)
{
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
        return true;
    return c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL;
}

static bool is_token(const char *text)
{
    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        if (!is_token_char((unsigned char)*text))
            return false;
    }
    return true;
}

size_t http_head_length(const char *bytes, size_t length)
{
    const char *end = memmem(bytes, length, "\r\n\r\n", 4);

    return end == NULL ? 0 : (size_t)(end - bytes) + 4;
}

/* Cuts the next CRLF line off *cursor; NULL when a line holds a stray CR, LF or NUL. */
static char *next_line(char **cursor, const char *end)
{
    char *line = *cursor;
    char *stop = memchr(line, '\r', (size_t)(end - line));

    if (stop == NULL || stop + 1 >= end || stop[1] != '\n')
        return NULL;
    if (memchr(line, '\n', (size_t)(stop - line)) != NULL ||
        memchr(line, '\0', (size_t)(stop - line)) != NULL)
        return NULL;
    *stop = '\0';
    *cursor = stop + 2;
    return line;
}

static enum http_method method_from_name(const char *name)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (strcmp(methods[i].name, name) == 0)
            return methods[i].method;
    }
    return HTTP_OTHER;
}

/* Origin form only: proxies' forms (absolute, authority, "*") have no use here. */
static int parse_target(char *target, struct http_head *head)
{
    char *mark;

    if (target[0] != '/')
        return 400;
    for (const char *c = target; *c != '\0'; c++) {
        if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7f || *c == '#')
            return 400;
    }
    mark = strchr(target, '?');
    head->query = "";
    if (mark != NULL) {
        *mark = '\0';
        head->query = mark + 1;
    }
    head->path = target;
    return 0;
}

static int parse_request_line(char *line, struct http_head *head)
{
    char *target = strchr(line, ' ');
    char *version = target == NULL ? NULL : strchr(target + 1, ' ');

    if (version == NULL || strchr(version + 1, ' ') != NULL)
        return 400;
    *target++ = '\0';
    *version++ = '\0';
    if (!is_token(line))
        return 400;
    head->method = method_from_name(line);
    if (strncmp(version, "HTTP/", 5) != 0)
        return 400;
    if (strcmp(version, "HTTP/1.1") == 0)
        head->minor = 1;
    else if (strcmp(version, "HTTP/1.0") == 0)
        head->minor = 0;
    else
        return 505;
    return parse_target(target, head);
}

static char *trim(char *text)
{
    size_t length;

    text += strspn(text, " \t");
    length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        text[--length] = '\0';
    return text;
}

static int parse_header_line(char *line, struct http_head *head)
{
    char *colon = strchr(line, ':');

    /* A line that begins with a blank continues the one before in old HTTP; is_token() refuses it. */
    if (colon == NULL)
        return 400;
    *colon = '\0';
    if (!is_token(line))
        return 400;
    for (const char *c = colon + 1; *c != '\0'; c++) {
        if (((unsigned char)*c < ' ' && *c != '\t') || *c == 0x7f)
            return 400;
    }
    if (head->header_count == HTTP_HEADERS_MAX)
        return 431;
    head->headers[head->header_count++] = (struct http_header){.name = line, .value = trim(colon + 1)};
    return 0;
}

static size_t count_header(const struct http_head *head, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < head->header_count; i++) {
        if (strcasecmp(head->headers[i].name, name) == 0)
            count++;
    }
    return count;
}

static int parse_length(const char *text, size_t *ret_length)
{
    size_t length = 0;

    if (*text == '\0' || strlen(text) > 9)
        return 400;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return 400;
        length = length * 10 + (size_t)(*text - '0');
    }
    *ret_length = length;
    return 0;
}

/* How long the body is: the question that request smuggling lives on, so any doubt is a refusal. */
static int settle_body(struct http_head *head)
{
    const char *length = http_header(head, "Content-Length");
    int refusal;

    if (count_header(head, "Content-Length") > 1)
        return 400;
    if (count_header(head, "Transfer-Encoding") > 0)
        return length != NULL ? 400 : 501;
    if (length == NULL)
        return 0;
    refusal = parse_length(length, &head->body_length);
    if (refusal != 0)
        return refusal;
    return head->body_length > HTTP_BODY_MAX ? 413 : 0;
}

static int settle_connection(struct http_head *head)
{
    const char *connection = http_header(head, "Connection");
    const char *expect = http_header(head, "Expect");

    if (count_header(head, "Host") > 1 || (head->minor == 1 && count_header(head, "Host") == 0))
        return 400;
    head->keep_alive = head->minor == 1;
    if (connection != NULL && strcasestr(connection, "close") != NULL)
        head->keep_alive = false;
    if (count_header(head, "Expect") > 1 || (expect != NULL && strcasecmp(expect, "100-continue") != 0))
        return 417;
    head->expects_continue = expect != NULL && head->minor == 1;
    return 0;
}

int http_head_parse(char *bytes, size_t length, struct http_head *ret_head)
{
    struct http_head head = {.method = HTTP_OTHER};
    char *cursor = bytes;
    const char *end = bytes + length;
    char *line = next_line(&cursor, end);
    int refusal;

    if (line == NULL)
        return 400;
    refusal = parse_request_line(line, &head);
    while (refusal == 0) {
        line = next_line(&cursor, end);
        if (line == NULL)
            return 400;
        if (*line == '\0')
            break;
        refusal = parse_header_line(line, &head);
    }
    if (refusal == 0)
        refusal = settle_body(&head);
    if (refusal == 0)
        refusal = settle_connection(&head);
    if (refusal == 0)
        *ret_head = head;
    return refusal;
}

const char *http_header(const struct http_head *head, const char *name)
{
    const char *value = NULL;

    for (size_t i = 0; i < head->header_count; i++) {
        if (strcasecmp(head->headers[i].name, name) != 0)
            continue;
        if (value != NULL)
            return NULL;
        value = head->headers[i].value;
    }
    return value;
}

bool http_cookie(const struct http_head *head, const char *name, char *ret_value, size_t size)
{
    const char *at = http_header(head, "Cookie");
    const char *found = NULL;
    size_t found_length = 0;
    size_t name_length = strlen(name);

    while (at != NULL && *at != '\0') {
        size_t length;

        at += strspn(at, "; \t");
        length = strcspn(at, ";");
        if (length > name_length && strncmp(at, name, name_length) == 0 && at[name_length] == '=') {
            if (found != NULL)
                return false;
            found = at + name_length + 1;
            found_length = length - name_length - 1;
        }
        at += length;
    }
    if (found == NULL || found_length >= size)
        return false;
    memcpy(ret_value, found, found_length);
    ret_value[found_length] = '\0';
    return true;
}
