/* The head of a request from any bytes: what is accepted keeps the promises that the server relies on. */
#include "queue/http_head.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check(const struct http_head *head, const char *from, const char *to)
{
    char cookie[64];

    if (head->path[0] != '/' || head->body_length > HTTP_BODY_MAX || head->header_count > HTTP_HEADERS_MAX)
        abort();
    for (size_t i = 0; i < head->header_count; i++) {
        const char *value = head->headers[i].value;

        if (value < from || value + strlen(value) >= to || strpbrk(value, "\r\n") != NULL)
            abort();
    }
    if (http_header(head, "Transfer-Encoding") != NULL)
        abort();
    http_cookie(head, "cb_demo", cookie, sizeof cookie);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    size_t head_length = http_head_length((const char *)bytes, length);
    struct http_head head;
    char *copy;

    if (head_length == 0)
        return 0;
    copy = malloc(head_length);
    if (copy == NULL)
        return 0;
    memcpy(copy, bytes, head_length);
    if (http_head_parse(copy, head_length, &head) == 0)
        check(&head, copy, copy + head_length);
    free(copy);
    return 0;
}
