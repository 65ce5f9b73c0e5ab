/* The head of an HTTP/1.1 request: bytes in, a value out. Pure, and strict where looseness has been used to
 * smuggle one request inside another: lines end in CRLF, one Host, at most one Content-Length of plain
 * digits, no Transfer-Encoding, no folded lines, no space before a colon, no control characters. */
#ifndef CB_QUEUE_HTTP_HEAD_H
#define CB_QUEUE_HTTP_HEAD_H

#include <stdbool.h>
#include <stddef.h>

#define HTTP_HEAD_MAX    (8 * 1024)
#define HTTP_BODY_MAX    (16 * 1024)
#define HTTP_HEADERS_MAX 64

enum http_method {
    HTTP_GET,
    HTTP_HEAD,
    HTTP_POST,
    HTTP_PUT,
    HTTP_DELETE,
    HTTP_OTHER
};

struct http_header {
    const char *name;
    const char *value; /* without the blanks around it */
};

/* All strings point into the bytes that were parsed. */
struct http_head {
    enum http_method method;
    const char *path;  /* begins with "/"; nothing is decoded */
    const char *query; /* what follows "?"; "" */
    int minor;         /* HTTP/1.minor: 0 or 1 */
    struct http_header headers[HTTP_HEADERS_MAX];
    size_t header_count;
    size_t body_length; /* 0 … HTTP_BODY_MAX */
    bool keep_alive;
    bool expects_continue; /* the client waits for "100 Continue" before it sends the body */
};

/* Where the head ends: the length with the empty line, or 0 when it is not whole yet. */
size_t http_head_length(const char *bytes, size_t length);

/* Parses one whole head in place: `bytes` are changed and must outlive *ret_head. Answers 0, or the HTTP
 * status to refuse with (400, 413, 417, 431, 501, 505); the connection cannot be trusted to be in step after
 * a refusal and must be closed. */
int http_head_parse(char *bytes, size_t length, struct http_head *ret_head);

/* The value of the only header of that name (any case). NULL when there is none, or more than one: a doubled
 * Authorization or Origin is nobody's. */
const char *http_header(const struct http_head *head, const char *name);
/* The value of `name` in the Cookie header, copied into `ret_value` of `size` bytes; false when absent,
 * doubled or too long. */
bool http_cookie(const struct http_head *head, const char *name, char *ret_value, size_t size);

#endif
