/* Sending over libcurl. */
#include "queue/channel_send.h"

#include "base/codec.h"
#include "net/curl_late.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define CONNECT_MS 5000

static const struct {
    const char *name;
    const char *words;
} outcomes[CHANNEL_OUTCOME_COUNT] = {
    [CHANNEL_ACCEPTED] = {"accepted", "it was accepted"},
    [CHANNEL_NO_HOST] = {"no_host",
                         "no machine is known by that name; check the address and this machine's DNS"},
    [CHANNEL_UNREACHABLE] = {"unreachable",
                             "nothing answers there; check the address, the port and the firewall"},
    [CHANNEL_TIMED_OUT] = {"timed_out", "there was no answer within ten seconds"},
    [CHANNEL_UNTRUSTED] = {"untrusted", "its certificate is not trusted, or it does not encrypt"},
    [CHANNEL_LOGIN] = {"login", "the user or the password was not accepted"},
    [CHANNEL_REFUSED] = {"refused", "it answered, but did not take the message"},
    [CHANNEL_BROKEN] = {"broken", "the connection broke off"},
};

static const struct {
    CURLcode code;
    enum channel_outcome outcome;
} codes[] = {
    {CURLE_COULDNT_RESOLVE_HOST, CHANNEL_NO_HOST},
    {CURLE_COULDNT_CONNECT, CHANNEL_UNREACHABLE},
    {CURLE_OPERATION_TIMEDOUT, CHANNEL_TIMED_OUT},
    {CURLE_PEER_FAILED_VERIFICATION, CHANNEL_UNTRUSTED},
    {CURLE_SSL_CONNECT_ERROR, CHANNEL_UNTRUSTED},
    {CURLE_USE_SSL_FAILED, CHANNEL_UNTRUSTED},
    {CURLE_LOGIN_DENIED, CHANNEL_LOGIN},
    {CURLE_SEND_ERROR, CHANNEL_REFUSED}, /* MAIL FROM or RCPT TO was answered with a no */
    {CURLE_RECV_ERROR, CHANNEL_BROKEN},
    {CURLE_WEIRD_SERVER_REPLY, CHANNEL_REFUSED},
};

const char *channel_outcome_words(enum channel_outcome outcome)
{
    return outcomes[outcome].words;
}

const char *channel_outcome_name(enum channel_outcome outcome)
{
    return outcomes[outcome].name;
}

int channel_send_begin(struct problem *ret_problem)
{
    return curl_late_load(ret_problem);
}

/* ---- shared by both ways ---- */

static int on_progress(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    return atomic_load((const atomic_bool *)context) ? 1 : 0;
}

static size_t drop_answer(char *bytes, size_t size, size_t count, void *context)
{
    (void)bytes;
    (void)context;
    return size * count;
}

/* Neither a proxy of the environment nor a redirect leads the message elsewhere. */
static void set_common(CURL *easy, const atomic_bool *stop)
{
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)CHANNEL_SEND_MS);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop_answer);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, (void *)stop);
}

static struct channel_result perform(CURL *easy)
{
    CURLcode code = curl_easy_perform(easy);
    struct channel_result result = {.outcome = CHANNEL_BROKEN};

    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &result.status);
    if (code == CURLE_OK)
        result.outcome = result.status >= 200 && result.status < 300 ? CHANNEL_ACCEPTED : CHANNEL_REFUSED;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (codes[i].code == code)
            result.outcome = codes[i].outcome;
    }
    return result;
}

/* ---- webhook ---- */

static void sign(const char *secret, const char *stamp, const char *body, char ret_header[160])
{
    crypto_auth_hmacsha256_state state;
    uint8_t mac[crypto_auth_hmacsha256_BYTES];
    char hex[2 * sizeof mac + 1];

    crypto_auth_hmacsha256_init(&state, (const uint8_t *)secret, strlen(secret));
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)stamp, strlen(stamp));
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)".", 1);
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)body, strlen(body));
    crypto_auth_hmacsha256_final(&state, mac);
    sodium_memzero(&state, sizeof state);
    hex_encode(mac, sizeof mac, hex);
    snprintf(ret_header, 160, "X-Coachbell-Signature: t=%s,v1=%s", stamp, hex);
}

static struct channel_result send_webhook(CURL *easy, const struct channel_config *config,
                                          const struct channel_letter *letter)
{
    struct channel_result result = {.outcome = CHANNEL_BROKEN};
    struct curl_slist *headers = NULL;
    char line[160];
    char stamp[24];

    snprintf(stamp, sizeof stamp, "%" PRId64, letter->at_ms / SECOND_MS);
    sign(config->secret, stamp, letter->json, line);
    headers = curl_slist_append(headers, line);
    snprintf(line, sizeof line, "X-Coachbell-Delivery: %s", letter->id);
    headers = curl_slist_append(headers, line);
    headers = curl_slist_append(headers, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Expect:");
    curl_easy_setopt(easy, CURLOPT_URL, config->settings.webhook);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "coachbell/" COACHBELL_VERSION);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, letter->json);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    if (headers != NULL)
        result = perform(easy);
    curl_slist_free_all(headers);
    return result;
}

/* ---- mail ---- */

struct upload {
    char text[2 * CHANNEL_TEXT_MAX];
    size_t length;
    size_t at;
};

static size_t on_upload(char *buffer, size_t size, size_t count, void *context)
{
    struct upload *upload = context;
    size_t piece = upload->length - upload->at;

    if (piece > size * count)
        piece = size * count;
    memcpy(buffer, upload->text + upload->at, piece);
    upload->at += piece;
    return piece;
}

static void write_upload(const struct channel_config *config, const struct channel_letter *letter,
                         const char *to, struct upload *upload)
{
    const char *from = config->settings.mail_from;
    time_t seconds = (time_t)(letter->at_ms / SECOND_MS);
    struct tm utc;
    char date[64];

    gmtime_r(&seconds, &utc);
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", &utc);
    upload->length =
        (size_t)snprintf(upload->text, sizeof upload->text,
                         "Date: %s\r\nFrom: Coachbell <%s>\r\nTo: <%s>\r\nSubject: %s\r\n"
                         "Message-ID: <%s%s>\r\nAuto-Submitted: auto-generated\r\n"
                         "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                         "Content-Transfer-Encoding: 8bit\r\n\r\n%s",
                         date, from, to, letter->subject, letter->id, strchr(from, '@'), letter->mail);
    if (upload->length >= sizeof upload->text)
        upload->length = sizeof upload->text - 1;
}

static struct channel_result send_mail(CURL *easy, const struct channel_config *config,
                                       const struct channel_letter *letter)
{
    const struct channel_settings *settings = &config->settings;
    const char *to = letter->supervisors && settings->mail_supervisors[0] != '\0' ? settings->mail_supervisors
                                                                                  : settings->mail_to;
    struct channel_result result = {.outcome = CHANNEL_BROKEN};
    struct curl_slist *recipients = curl_slist_append(NULL, to);
    struct upload upload = {.length = 0};

    write_upload(config, letter, to, &upload);
    curl_easy_setopt(easy, CURLOPT_URL, settings->mail_server);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(easy, CURLOPT_USE_SSL, config->plain ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
    if (settings->mail_user[0] != '\0') {
        curl_easy_setopt(easy, CURLOPT_USERNAME, settings->mail_user);
        curl_easy_setopt(easy, CURLOPT_PASSWORD, config->password);
    }
    curl_easy_setopt(easy, CURLOPT_MAIL_FROM, settings->mail_from);
    curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_upload);
    curl_easy_setopt(easy, CURLOPT_READDATA, &upload);
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    if (recipients != NULL)
        result = perform(easy);
    curl_slist_free_all(recipients);
    return result;
}

struct channel_result channel_send(const struct channel_config *config, enum channel_way way,
                                   const struct channel_letter *letter, const atomic_bool *stop)
{
    struct channel_result result = {.outcome = CHANNEL_BROKEN};
    CURL *easy = curl_easy_init();

    if (easy == NULL)
        return result;
    set_common(easy, stop);
    result = way == CHANNEL_WEBHOOK ? send_webhook(easy, config, letter) : send_mail(easy, config, letter);
    curl_easy_cleanup(easy);
    return result;
}
