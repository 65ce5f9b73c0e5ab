/* Answers and the headers that all of them have. */
#include "queue/answer.h"

#include "base/error.h"
#include "wire/request_json.h"

#include <stdio.h>

static const struct {
    int status;
    const char *reason;
} reasons[] = {
    {200, "OK"},
    {201, "Created"},
    {204, "No Content"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
};

static const struct {
    int error;
    int status;
    const char *detail;
} error_answers[] = {
    {CB_BAD_INPUT, 400, "The body could not be read."},
    {CB_TOO_LARGE, 413, "The body is too large."},
    {CB_NOT_FOUND, 404, "There is no such thing here."},
    {CB_CONFLICT, 409, "It has changed since you saw it."},
    {CB_NOT_LEGAL, 409, "This step is not possible from where it stands now."},
    {CB_DENIED, 403, "You may not do this."},
    {CB_LOCKED, 423, "The site's key is locked. Somebody who holds it must sign in."},
    {CB_BUSY, 503, "Too much at once. Try again in a moment."},
};

/* security.md section 6, on every answer. */
static const char security_headers[] = "Content-Security-Policy: default-src 'none'; script-src 'self'; "
                                       "style-src 'self'; img-src 'self'; font-src 'self'; "
                                       "media-src 'self'; connect-src 'self'; manifest-src 'self'; "
                                       "worker-src 'self'; base-uri 'none'; form-action 'self'; "
                                       "frame-ancestors 'none'\r\n"
                                       "X-Content-Type-Options: nosniff\r\n"
                                       "Referrer-Policy: no-referrer\r\n"
                                       "Cross-Origin-Opener-Policy: same-origin\r\n"
                                       "Cross-Origin-Resource-Policy: same-origin\r\n";

static const char *const cache_values[] = {
    [CACHE_NO_STORE] = "no-store",
    [CACHE_REVALIDATE] = "no-cache",
    [CACHE_IMMUTABLE] = "public, max-age=31536000, immutable",
};

static const char *reason_of(int status)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (reasons[i].status == status)
            return reasons[i].reason;
    }
    return "Unknown";
}

void answer_clear(struct answer *answer)
{
    answer_release(answer);
    *answer = (struct answer)ANSWER_INIT;
}

void answer_release(struct answer *answer)
{
    strbuf_release(&answer->body);
}

void answer_json(struct answer *answer, int status)
{
    answer->kind = ANSWER_READY;
    answer->status = status;
    answer->content_type = "application/json";
}

void answer_written(struct answer *answer, int status)
{
    if (strbuf_failed(&answer->body))
        answer_error(answer, CB_NO_MEMORY);
    else
        answer_json(answer, status);
}

void answer_nothing(struct answer *answer)
{
    answer->kind = ANSWER_READY;
    answer->status = 204;
    answer->content_type = NULL;
}

void answer_problem(struct answer *answer, int status, const char *detail, const char *field,
                    const char *current)
{
    strbuf_clear(&answer->body);
    answer->kind = ANSWER_READY;
    answer->status = status;
    answer->content_type = "application/problem+json";
    wire_problem_write(status, "about:blank", reason_of(status), detail, field, current, &answer->body);
}

void answer_fault(struct answer *answer, const struct wire_fault *fault)
{
    bool whole_body = fault->field[0] == '\0';
    char detail[sizeof fault->field + sizeof fault->text + 2];

    snprintf(detail, sizeof detail, "%s %s.", whole_body ? "The body" : fault->field, fault->text);
    answer_problem(answer, whole_body ? 400 : 422, detail, whole_body ? NULL : fault->field, NULL);
}

void answer_error(struct answer *answer, int error)
{
    for (size_t i = 0; i < sizeof error_answers / sizeof *error_answers; i++) {
        if (error_answers[i].error == error) {
            answer_problem(answer, error_answers[i].status, error_answers[i].detail, NULL, NULL);
            return;
        }
    }
    answer_problem(answer, 503, "The queue could not read or write its data. Nothing was changed. Try again.",
                   NULL, NULL);
}

void answer_write_head(const struct answer *answer, bool keep_alive, struct strbuf *out)
{
    strbuf_addf(out, "HTTP/1.1 %d %s\r\n", answer->status, reason_of(answer->status));
    strbuf_add(out, security_headers, sizeof security_headers - 1);
    strbuf_addf(out, "Cache-Control: %s\r\n", cache_values[answer->cache]);
    if (answer->content_type != NULL)
        strbuf_addf(out, "Content-Type: %s\r\n", answer->content_type);
    if (answer->etag[0] != '\0')
        strbuf_addf(out, "ETag: %s\r\n", answer->etag);
    if (answer->cookie[0] != '\0')
        strbuf_addf(out, "Set-Cookie: %s\r\n", answer->cookie);
    if (answer->device_cookie[0] != '\0')
        strbuf_addf(out, "Set-Cookie: %s\r\n", answer->device_cookie);
    if (answer->location != NULL)
        strbuf_addf(out, "Location: %s\r\n", answer->location);
    if (answer->allow != NULL)
        strbuf_addf(out, "Allow: %s\r\n", answer->allow);
    if (answer->retry_after_s > 0)
        strbuf_addf(out, "Retry-After: %d\r\n", answer->retry_after_s);
    if (answer->strict)
        strbuf_add_text(out, "Strict-Transport-Security: max-age=15552000\r\n");
    if (answer->status == 401)
        strbuf_add_text(out, "WWW-Authenticate: Bearer\r\n");
    if (answer->status != 204 && answer->status != 304)
        strbuf_addf(out, "Content-Length: %zu\r\n", answer->body.length);
    if (!keep_alive)
        strbuf_add_text(out, "Connection: close\r\n");
    strbuf_add_text(out, "\r\n");
}

void answer_write_feed_head(struct strbuf *out)
{
    strbuf_add_text(out, "HTTP/1.1 200 OK\r\n");
    strbuf_add(out, security_headers, sizeof security_headers - 1);
    strbuf_add_text(
        out, "Cache-Control: no-store\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
}
