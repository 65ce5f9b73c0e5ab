/* The second channel's settings and words. */
#include "queue/channel.h"

#include "base/file.h"
#include "domain/names.h"
#include "seal/seal.h"
#include "wire/writer.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const way_names[] = {[CHANNEL_WEBHOOK] = "webhook", [CHANNEL_MAIL] = "mail"};
static const char *const kind_names[] = {
    [CHANNEL_HELP] = "help_unanswered",
    [CHANNEL_SUPERVISORS] = "help_supervisors",
    [CHANNEL_UNOPENED] = "request_unopened",
    [CHANNEL_TEST] = "test",
};

const char *channel_way_name(enum channel_way way)
{
    return way_names[way];
}

const char *channel_kind_name(enum channel_kind kind)
{
    return kind_names[kind];
}

int channel_kind_from_name(const char *name, enum channel_kind *ret_kind)
{
    int found = name == NULL ? -1 : names_find(kind_names, NAMES_COUNT(kind_names), name);

    if (found < 0)
        return CB_DAMAGED;
    *ret_kind = (enum channel_kind)found;
    return CB_OK;
}

int64_t channel_wait_ms(int tries)
{
    int64_t wait_ms = 2 * SECOND_MS;

    while (tries-- > 1 && wait_ms < CHANNEL_WAIT_MAX_MS)
        wait_ms *= 2;
    return wait_ms < CHANNEL_WAIT_MAX_MS ? wait_ms : CHANNEL_WAIT_MAX_MS;
}

/* ---- settings ---- */

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* The host behind "scheme://" is this machine. A user before the host would make it look so: refused. */
static bool is_this_machine(const char *url, const char *scheme)
{
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    const char *host = url + strlen(scheme);

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char end = host[strnlen(host, strlen(names[i]))];

        if (starts_with(host, names[i]) && (end == '\0' || end == ':' || end == '/'))
            return true;
    }
    return false;
}

/* Nothing that could end a line of a header or an address early. */
static bool is_plain(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (!isgraph((unsigned char)*at) || strchr("<>\"\\,;", *at) != NULL)
            return false;
    }
    return true;
}

static bool is_mail_address(const char *text)
{
    const char *mark = strchr(text, '@');

    return is_plain(text) && mark != NULL && mark != text && mark[1] != '\0' && strchr(mark + 1, '@') == NULL;
}

static const char *webhook_fault(const struct channel_settings *settings)
{
    const char *url = settings->webhook;

    if (url[0] == '\0')
        return NULL;
    if (!is_plain(url) || strchr(url, '@') != NULL)
        return "webhook is not an address like https://hooks.clinic.org/coachbell";
    if (!starts_with(url, "https://") && !(starts_with(url, "http://") && is_this_machine(url, "http://")))
        return "webhook must start with https:// unless it is on this machine";
    return settings->webhook_secret[0] == '\0'
               ? "webhook needs webhook_secret, a file with what its messages are signed with"
               : NULL;
}

static const char *mail_fault(const struct channel_settings *settings)
{
    const char *url = settings->mail_server;

    if (url[0] == '\0')
        return settings->mail_to[0] == '\0' ? NULL : "mail_to needs mail_server";
    if (!is_plain(url) || strchr(url, '@') != NULL ||
        (!starts_with(url, "smtps://") && !starts_with(url, "smtp://")))
        return "mail_server is not an address like smtps://mail.clinic.org:465 or smtp://mail.clinic.org:587";
    if (!is_mail_address(settings->mail_from) || !is_mail_address(settings->mail_to))
        return "mail_server needs mail_from and mail_to, each one mail address";
    if (settings->mail_supervisors[0] != '\0' && !is_mail_address(settings->mail_supervisors))
        return "mail_supervisors is not one mail address";
    return (settings->mail_user[0] == '\0') != (settings->mail_password[0] == '\0')
               ? "mail_user and mail_password (a file with it) go together"
               : NULL;
}

/* The first line of the file. */
static int read_secret(const char *path, const char *key, size_t least,
                       char ret_secret[CHANNEL_SECRET_MAX + 1], struct problem *ret_problem)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    size_t length;
    int error = path[0] == '\0' ? CB_NOT_FOUND : file_read(path, CHANNEL_SECRET_MAX + 2, &bytes, &size);

    if (path[0] == '\0')
        return CB_OK;
    if (error != CB_OK)
        return problem_set(ret_problem, CB_DAMAGED, "[channel] %s: cannot read %s (%s).", key, path,
                           cb_error_text(error));
    length = strcspn((const char *)bytes, "\r\n");
    if (length < least || length > CHANNEL_SECRET_MAX)
        error = problem_set(ret_problem, CB_DAMAGED,
                            "[channel] %s: the first line of %s must have %zu to %d "
                            "characters.",
                            key, path, least, CHANNEL_SECRET_MAX);
    else
        snprintf(ret_secret, CHANNEL_SECRET_MAX + 1, "%.*s", (int)length, (const char *)bytes);
    seal_wipe(bytes, size);
    free(bytes);
    return error;
}

int channel_config_read(const struct channel_settings *settings, struct channel_config *ret_config,
                        struct problem *ret_problem)
{
    struct channel_config config = {.settings = *settings,
                                    .plain = is_this_machine(settings->mail_server, "smtp://")};
    const char *fault = webhook_fault(settings);
    int error;

    if (fault == NULL)
        fault = mail_fault(settings);
    if (fault != NULL)
        return problem_set(ret_problem, CB_DAMAGED, "[channel] %s.", fault);
    error = read_secret(settings->webhook_secret, "webhook_secret", CHANNEL_SECRET_MIN, config.secret,
                        ret_problem);
    if (error == CB_OK)
        error = read_secret(settings->mail_password, "mail_password", 1, config.password, ret_problem);
    if (error == CB_OK)
        *ret_config = config;
    channel_config_wipe(&config);
    return error;
}

void channel_config_wipe(struct channel_config *config)
{
    seal_wipe(config, sizeof *config);
}

bool channel_has(const struct channel_config *config, enum channel_way way)
{
    return way == CHANNEL_WEBHOOK ? config->settings.webhook[0] != '\0'
                                  : config->settings.mail_server[0] != '\0';
}

/* ---- the words ---- */

static const struct {
    const char *subject;
    const char *before; /* time and place come after this … */
    const char *after;  /* … and this after them */
} words[CHANNEL_KIND_COUNT] = {
    [CHANNEL_HELP] = {"Coachbell: help now, nobody has answered", "Somebody touched Help now",
                      "Nobody has said yet that they are going. Please go there, or send somebody."},
    [CHANNEL_SUPERVISORS] = {"Coachbell: help now, still nobody has answered", "Somebody touched Help now",
                             "Still nobody has said that they are going. Please see to it that somebody "
                             "does."},
    [CHANNEL_UNOPENED] = {"Coachbell: a request that nobody has opened", "Somebody asked for a coach",
                          "No coach has opened it for five minutes. Please tell a coach."},
    [CHANNEL_TEST] = {"Coachbell: a test", "This is a test of the second channel", "Nobody needs help."},
};

/* "leaf" as people say it. */
static void ticket_text(struct ticket ticket, char *ret_text, size_t size)
{
    ret_text[0] = '\0';
    if (ticket.number == 0)
        return;
    snprintf(ret_text, size, "Ticket: %s %d\r\n", sign_name(ticket.sign), ticket.number);
    ret_text[8] = (char)toupper((unsigned char)ret_text[8]);
}

static int write_mail(const struct channel_news *news, struct channel_letter *letter)
{
    int minute = zone_local(news->zone, news->since_ms).minute;
    const char *comma = news->kiosk[0] == '\0' || news->place[0] == '\0' ? "" : ", ";
    char ticket[64];
    int length;

    ticket_text(news->ticket, ticket, sizeof ticket);
    length = snprintf(letter->mail, sizeof letter->mail,
                      "%s.\r\n\r\nWhere: %s%s%s\r\nClinic: %s\r\nSince: %02d:%02d%s\r\n%s\r\n%s\r\n",
                      words[news->kind].before, news->kiosk, comma, news->place, news->site, minute / 60,
                      minute % 60, news->zone == NULL ? " UTC" : "", ticket, words[news->kind].after);
    return length < 0 || (size_t)length >= sizeof letter->mail ? CB_TOO_LARGE : CB_OK;
}

static void write_ticket(struct writer *writer, struct ticket ticket)
{
    if (ticket.number == 0) {
        write_null(writer, "ticket");
        return;
    }
    write_object(writer, "ticket");
    write_text(writer, "sign", sign_name(ticket.sign));
    write_int(writer, "number", ticket.number);
    write_object_end(writer);
}

static int write_json(const struct channel_news *news, struct channel_letter *letter)
{
    struct strbuf text = STRBUF_INIT;
    struct writer writer = WRITER_INIT(&text);
    int error = CB_OK;

    write_object(&writer, NULL);
    write_uuid(&writer, "id", &news->id);
    write_text(&writer, "kind", channel_kind_name(news->kind));
    write_text(&writer, "site", news->site);
    write_text_or_null(&writer, "kiosk", news->kiosk);
    write_text_or_null(&writer, "place", news->place);
    write_ticket(&writer, news->ticket);
    write_moment(&writer, "since", news->since_ms);
    write_object_end(&writer);
    if (strbuf_failed(&text))
        error = CB_NO_MEMORY;
    else if (text.length >= sizeof letter->json)
        error = CB_TOO_LARGE;
    else
        memcpy(letter->json, text.data, text.length + 1);
    strbuf_release(&text);
    return error;
}

int channel_write(const struct channel_news *news, int64_t now_ms, struct channel_letter *ret_letter)
{
    struct channel_letter letter = {.supervisors = news->kind == CHANNEL_SUPERVISORS,
                                    .at_ms = now_ms,
                                    .subject = words[news->kind].subject};
    int error = write_mail(news, &letter);

    uuid_format(&news->id, letter.id);
    if (error == CB_OK)
        error = write_json(news, &letter);
    if (error == CB_OK)
        *ret_letter = letter;
    return error;
}
