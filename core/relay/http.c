/* HTTP over libcurl: see http.h. */
#include "relay/http.h"

#include "base/strbuf.h"
#include "net/curl_late.h"

#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CONNECT_TIMEOUT_MS 2000
#define IDLE_CONNECTIONS   6 /* kept warm */
#define URL_MAX            512

struct http {
    CURLM *multi;
    struct strbuf base_url; /* without a slash at its end */
    struct strbuf bearer;   /* "Authorization: Bearer …"; "" for a queue that is not known */
    struct strbuf anchors;  /* PEM */
    bool secure;
    bool unknown; /* whoever answers is believed */
    bool clock_verified;
};

struct http_call {
    struct http *http;
    CURL *easy;
    struct curl_slist *headers;
    struct http_ask ask;
    struct strbuf body;
    bool busy;
    bool too_large;
};

/* ---- the address ---- */

static bool is_this_machine(const char *host)
{
    return strcmp(host, "localhost") == 0 || strcmp(host, "127.0.0.1") == 0 || strcmp(host, "[::1]") == 0;
}

/* What is wrong with the address, or NULL. */
static const char *url_fault(CURLU *parts, const char *url)
{
    static const struct {
        CURLUPart part;
        const char *fault;
    } unwanted[] = {
        {CURLUPART_USER, "it holds a user name"},
        {CURLUPART_QUERY, "it holds a query"},
        {CURLUPART_FRAGMENT, "it holds a fragment"},
    };
    const char *fault = NULL;
    char *scheme = NULL;
    char *host = NULL;

    if (curl_url_set(parts, CURLUPART_URL, url, 0) != CURLUE_OK ||
        curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
        curl_url_get(parts, CURLUPART_HOST, &host, 0) != CURLUE_OK)
        fault = "it is not an address like https://queue.clinic.lan:8320";
    else if (strcmp(scheme, "https") != 0 && strcmp(scheme, "http") != 0)
        fault = "it starts with neither https:// nor http://";
    else if (strcmp(scheme, "http") == 0 && !is_this_machine(host))
        fault = "plain http reaches this machine only; other machines need https://";
    for (size_t i = 0; fault == NULL && i < sizeof(unwanted) / sizeof(unwanted[0]); i++) {
        char *text = NULL;

        if (curl_url_get(parts, unwanted[i].part, &text, 0) == CURLUE_OK)
            fault = unwanted[i].fault;
        curl_free(text);
    }
    curl_free(scheme);
    curl_free(host);
    return fault;
}

static int check_url(const char *url, struct problem *ret_problem)
{
    CURLU *parts = curl_url();
    const char *fault;

    if (parts == NULL)
        return problem_set(ret_problem, CB_NO_MEMORY, "There is no memory for the network.");
    fault = strlen(url) > URL_MAX ? "it is too long" : url_fault(parts, url);
    curl_url_cleanup(parts);
    if (fault != NULL)
        return problem_set(ret_problem, CB_BAD_INPUT, "The queue's address \"%.200s\" cannot be used: %s.",
                           url, fault);
    return CB_OK;
}

static bool token_is_plain(const char *token)
{
    return token[0] != '\0' &&
           token[strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")] == '\0';
}

/* ---- opening ---- */

int http_open_unknown(const char *url, struct http **ret_http, struct problem *ret_problem)
{
    struct http *http = NULL;
    size_t length = strlen(url);
    int error = curl_late_load(ret_problem);

    if (error == CB_OK)
        error = check_url(url, ret_problem);
    if (error != CB_OK)
        return error;
    http = calloc(1, sizeof(*http));
    if (http != NULL)
        http->multi = curl_multi_init();
    if (http == NULL || http->multi == NULL) {
        free(http);
        return problem_set(ret_problem, CB_NO_MEMORY, "There is no memory for the network.");
    }
    while (length > 0 && url[length - 1] == '/')
        length--;
    strbuf_add(&http->base_url, url, length);
    http->secure = strncasecmp(url, "https:", 6) == 0;
    http->unknown = true;
    curl_multi_setopt(http->multi, CURLMOPT_MAXCONNECTS, (long)IDLE_CONNECTIONS);
    *ret_http = http;
    return CB_OK;
}

int http_open(const char *url, const char *token, struct http **ret_http, struct problem *ret_problem)
{
    int error = CB_OK;

    if (!token_is_plain(token))
        return problem_set(ret_problem, CB_BAD_INPUT,
                           "The kiosk's token is not one that the queue gives out. Copy it again.");
    error = http_open_unknown(url, ret_http, ret_problem);
    if (error != CB_OK)
        return error;
    (*ret_http)->unknown = false;
    strbuf_addf(&(*ret_http)->bearer, "Authorization: Bearer %s", token);
    return CB_OK;
}

void http_close(struct http *http)
{
    if (http == NULL)
        return;
    curl_multi_cleanup(http->multi);
    strbuf_release(&http->base_url);
    strbuf_release(&http->bearer);
    strbuf_release(&http->anchors);
    free(http);
}

bool http_is_secure(const struct http *http)
{
    return http->secure;
}

int http_trust(struct http *http, const char *anchors_pem)
{
    struct strbuf anchors = STRBUF_INIT;

    strbuf_add_text(&anchors, anchors_pem);
    if (strbuf_failed(&anchors)) {
        strbuf_release(&anchors);
        return CB_NO_MEMORY;
    }
    strbuf_release(&http->anchors);
    http->anchors = anchors;
    return CB_OK;
}

bool http_trusts(const struct http *http, const char *anchors_pem)
{
    return strcmp(strbuf_text(&http->anchors), anchors_pem) == 0;
}

void http_clock(struct http *http, bool verified)
{
    http->clock_verified = verified;
}

struct http_call *http_call_new(struct http *http)
{
    struct http_call *call = calloc(1, sizeof(*call));

    if (call == NULL)
        return NULL;
    call->http = http;
    call->easy = curl_easy_init();
    if (call->easy == NULL) {
        free(call);
        return NULL;
    }
    return call;
}

static void forget_headers(struct http_call *call)
{
    curl_slist_free_all(call->headers);
    call->headers = NULL;
}

void http_call_free(struct http_call *call)
{
    if (call == NULL)
        return;
    http_stop(call);
    curl_easy_cleanup(call->easy);
    forget_headers(call);
    strbuf_release(&call->body);
    free(call);
}

bool http_busy(const struct http_call *call)
{
    return call->busy;
}

/* ---- a call ---- */

static bool is_event_stream(CURL *easy)
{
    static const char wanted[] = "text/event-stream";
    char *type = NULL;
    long status = 0;

    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
    return status == 200 && type != NULL && strncasecmp(type, wanted, sizeof(wanted) - 1) == 0;
}

static size_t take_bytes(char *bytes, size_t size, size_t count, void *context)
{
    struct http_call *call = context;
    size_t length = size * count;

    if (call->ask.on_bytes != NULL) {
        if (!is_event_stream(call->easy))
            return 0;
        return call->ask.on_bytes(call->ask.context, bytes, length) == CB_OK ? length : 0;
    }
    if (call->body.length + length > call->ask.answer_max) {
        call->too_large = true;
        return 0;
    }
    strbuf_add(&call->body, bytes, length);
    return strbuf_failed(&call->body) ? 0 : length;
}

static bool add_header(struct http_call *call, const char *header)
{
    struct curl_slist *headers = curl_slist_append(call->headers, header);

    if (headers != NULL)
        call->headers = headers;
    return headers != NULL;
}

static bool set_headers(struct http_call *call, const struct http_ask *ask)
{
    forget_headers(call);
    return (call->http->unknown || add_header(call, strbuf_text(&call->http->bearer))) &&
           (ask->body == NULL || add_header(call, "Content-Type: application/json")) &&
           add_header(call, "Expect:") &&
           (ask->on_bytes == NULL || add_header(call, "Accept: text/event-stream")) &&
           (ask->header == NULL || add_header(call, ask->header));
}

/* OpenSSL's own context of a connection, before it is used. */
static CURLcode on_context(CURL *easy, void *context, void *data)
{
    const struct http *http = data;

    (void)easy;
    if (!http->clock_verified)
        X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), X509_V_FLAG_NO_CHECK_TIME);
    return CURLE_OK;
}

/* Nothing but the anchors vouches for the queue; of an unknown one, nothing does. CAPATH must be taken away
 * by its name: beside a blob, curl would still look into the machine's own folder of authorities. */
static void set_trust(CURL *easy, struct http *http)
{
    struct curl_blob anchors = {
        .data = http->anchors.data, .len = http->anchors.length, .flags = CURL_BLOB_COPY};

    curl_easy_setopt(easy, CURLOPT_CAINFO, NULL);
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    if (!http->unknown)
        curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &anchors);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, http->unknown ? 0L : 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, http->unknown ? 0L : 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_context);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, http);
}

static void set_options(struct http_call *call, const struct http_ask *ask)
{
    CURL *easy = call->easy;
    char url[URL_MAX * 2];

    snprintf(url, sizeof(url), "%s%s", strbuf_text(&call->http->base_url), ask->path);
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, call);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, call->headers);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "coachbell-kiosk/" COACHBELL_VERSION);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    set_trust(easy, call->http);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_TIMEOUT_MS);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)ask->timeout_ms);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, call);
    if (ask->body != NULL)
        curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, ask->body);
    if (strcmp(ask->method, "GET") != 0)
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, ask->method);
}

int http_start(struct http_call *call, const struct http_ask *ask)
{
    if (!set_headers(call, ask))
        return CB_NO_MEMORY;
    set_options(call, ask);
    strbuf_clear(&call->body);
    call->ask = *ask;
    call->too_large = false;
    if (curl_multi_add_handle(call->http->multi, call->easy) != CURLM_OK)
        return CB_NO_MEMORY;
    call->busy = true;
    return CB_OK;
}

void http_stop(struct http_call *call)
{
    if (!call->busy)
        return;
    curl_multi_remove_handle(call->http->multi, call->easy);
    call->busy = false;
}

/* ---- answers ---- */

static void read_etag(CURL *easy, char *etag)
{
    struct curl_header *header;

    etag[0] = '\0';
    if (curl_easy_header(easy, "ETag", 0, CURLH_HEADER, -1, &header) == CURLHE_OK &&
        strlen(header->value) < HTTP_ETAG_SIZE)
        snprintf(etag, HTTP_ETAG_SIZE, "%s", header->value);
}

static int64_t read_retry_after(CURL *easy)
{
    curl_off_t seconds = 0;

    curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds);
    if (seconds <= 0)
        return 0;
    return seconds > HTTP_RETRY_MAX_MS / 1000 ? HTTP_RETRY_MAX_MS : seconds * 1000;
}

static int error_of(const struct http_call *call, CURLcode code)
{
    if (call->too_large)
        return CB_TOO_LARGE;
    if (strbuf_failed(&call->body) || code == CURLE_OUT_OF_MEMORY)
        return CB_NO_MEMORY;
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        return CB_DENIED;
    return code == CURLE_OK ? CB_OK : CB_NETWORK;
}

static void finish(struct http_call *call, CURLcode code)
{
    struct http_answer answer = {.error = error_of(call, code)};
    long status = 0;

    if (answer.error == CB_OK) {
        curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
        answer.status = (int)status;
        answer.retry_after_ms = read_retry_after(call->easy);
        read_etag(call->easy, answer.etag);
        answer.body = strbuf_text(&call->body);
        answer.length = call->body.length;
    }
    http_stop(call);
    call->ask.done(call->ask.context, &answer);
}

void http_dispatch(struct http *http)
{
    struct CURLMsg *message;
    int running;
    int left;

    curl_multi_perform(http->multi, &running);
    while ((message = curl_multi_info_read(http->multi, &left)) != NULL) {
        CURLcode code = message->data.result;
        void *call = NULL;

        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &call);
        finish(call, code);
    }
}

void http_wait(struct http *http, int timeout_ms)
{
    curl_multi_poll(http->multi, NULL, 0, timeout_ms, NULL);
}

void http_wake(struct http *http)
{
    curl_multi_wakeup(http->multi);
}
