/* Flags and queue.conf. */
#include "queue/options.h"

#include "base/file.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_CONFIG "/etc/coachbell/queue.conf"
#define CONFIG_MAX     (64 * 1024)

static const struct options defaults = {
    .data = "/var/lib/coachbell-queue",
    .connections = 512,
    .request_seconds = 10,
    .idle_seconds = 60,
    .kiosk_requests = 60,
    .backup_hour = 3,
    .backup_keep = 14,
};

#define CHANNEL_OPTION(key)                                                                                  \
    offsetof(struct options, channel.key), sizeof(((struct options *)0)->channel.key), 0, 0
static const struct {
    const char *section;
    const char *key;
    size_t offset;
    size_t text_size; /* 0: a number */
    int least;
    int most;
} keys[] = {
    {"queue", "data", offsetof(struct options, data), OPTION_PATH_MAX, 0, 0},
    {"queue", "listen", offsetof(struct options, listen), sizeof defaults.listen, 0, 0},
    {"queue", "plain", offsetof(struct options, plain), sizeof defaults.plain, 0, 0},
    {"queue", "names", offsetof(struct options, names), sizeof defaults.names, 0, 0},
    {"queue", "trusted_proxies", offsetof(struct options, trusted_proxies), sizeof defaults.trusted_proxies,
     0, 0},
    {"queue", "certificate", offsetof(struct options, certificate), OPTION_PATH_MAX, 0, 0},
    {"queue", "certificate_key", offsetof(struct options, certificate_key), OPTION_PATH_MAX, 0, 0},
    {"queue", "certificate_authority", offsetof(struct options, certificate_authority), OPTION_PATH_MAX, 0,
     0},
    {"queue", "share", offsetof(struct options, share), OPTION_PATH_MAX, 0, 0},
    {"backup", "folder", offsetof(struct options, backup_folder), OPTION_PATH_MAX, 0, 0},
    {"backup", "hour", offsetof(struct options, backup_hour), 0, 0, 23},
    {"backup", "keep", offsetof(struct options, backup_keep), 0, 1, 365},
    {"channel", "webhook", CHANNEL_OPTION(webhook)},
    {"channel", "webhook_secret", CHANNEL_OPTION(webhook_secret)},
    {"channel", "mail_server", CHANNEL_OPTION(mail_server)},
    {"channel", "mail_user", CHANNEL_OPTION(mail_user)},
    {"channel", "mail_password", CHANNEL_OPTION(mail_password)},
    {"channel", "mail_from", CHANNEL_OPTION(mail_from)},
    {"channel", "mail_to", CHANNEL_OPTION(mail_to)},
    {"channel", "mail_supervisors", CHANNEL_OPTION(mail_supervisors)},
    {"limits", "connections", offsetof(struct options, connections), 0, 16, 16384},
    {"limits", "request_seconds", offsetof(struct options, request_seconds), 0, 1, 300},
    {"limits", "idle_seconds", offsetof(struct options, idle_seconds), 0, 1, 3600},
    {"limits", "kiosk_requests", offsetof(struct options, kiosk_requests), 0, 1, 1000000},
};

/* ---- the file ---- */

struct reading {
    struct options *options;
    const char *path;
    const char *at; /* what is left of the file */
    int line;
    int error;
    struct problem *problem;
};

static int fail(struct reading *reading, const char *section, const char *key, const char *why)
{
    if (reading->error == CB_OK)
        reading->error = problem_set(reading->problem, CB_BAD_INPUT, "%s, line %d, key '%s' in [%s]: %s",
                                     reading->path, reading->line, key, section, why);
    return 0;
}

static int set_number(struct reading *reading, size_t index, const char *value)
{
    char *end;
    long number = strtol(value, &end, 10);
    char why[96];

    if (*value == '\0' || *end != '\0' || number < keys[index].least || number > keys[index].most) {
        snprintf(why, sizeof why, "must be a number from %d to %d.", keys[index].least, keys[index].most);
        return fail(reading, keys[index].section, keys[index].key, why);
    }
    *(int *)(void *)((char *)reading->options + keys[index].offset) = (int)number;
    return 1;
}

static int on_key(void *context, const char *section, const char *key, const char *value)
{
    struct reading *reading = context;

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strcmp(keys[i].section, section) != 0 || strcmp(keys[i].key, key) != 0)
            continue;
        if (keys[i].text_size == 0)
            return set_number(reading, i, value);
        if (*value == '\0' || strlen(value) >= keys[i].text_size)
            return fail(reading, section, key, "must be a text that is not empty and not too long.");
        snprintf((char *)reading->options + keys[i].offset, keys[i].text_size, "%s", value);
        return 1;
    }
    return fail(reading, section, key, "there is no such key.");
}

static char *next_line(char *into, int size, void *context)
{
    struct reading *reading = context;
    size_t length = strcspn(reading->at, "\n");

    if (*reading->at == '\0')
        return NULL;
    reading->line++;
    if (reading->at[length] == '\n')
        length++;
    if (length >= (size_t)size)
        length = (size_t)size - 1; /* the rest comes as a line of its own, and fails as one */
    memcpy(into, reading->at, length);
    into[length] = '\0';
    reading->at += length;
    return into;
}

int options_read_file(const char *path, struct options *options, struct problem *ret_problem)
{
    struct options read = *options;
    struct reading reading = {.options = &read, .path = path, .problem = ret_problem};
    uint8_t *bytes;
    size_t length;
    int bad_line;
    int error = file_read(path, CONFIG_MAX, &bytes, &length);

    if (error != CB_OK)
        return problem_set(ret_problem, error, "Cannot read the configuration %s: %s.", path,
                           cb_error_text(error));
    reading.at = (const char *)bytes;
    bad_line = ini_parse_stream(next_line, &reading, on_key, &reading);
    free(bytes);
    if (reading.error != CB_OK)
        return reading.error;
    if (bad_line != 0)
        return problem_set(ret_problem, CB_BAD_INPUT, "%s, line %d: is neither [section] nor key = value.",
                           path, bad_line);
    *options = read;
    return CB_OK;
}

/* ---- the command line ---- */

struct flag {
    const char *name;
    size_t offset;
    size_t size;
    const char *command; /* of this one only; NULL: of all */
};
static const struct flag flags[] = {
    {"--config", offsetof(struct options, config), OPTION_PATH_MAX, NULL},
    {"--data", offsetof(struct options, data), OPTION_PATH_MAX, NULL},
    {"--listen", offsetof(struct options, listen), sizeof defaults.listen, "serve"},
    {"--plain", offsetof(struct options, plain), sizeof defaults.plain, "serve"},
    {"--share", offsetof(struct options, share), OPTION_PATH_MAX, "serve"},
    {"--assets", offsetof(struct options, assets), OPTION_PATH_MAX, "demo"},
};

static const struct flag *find_flag(const char *name, const char *command)
{
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        bool for_this =
            flags[i].command == NULL || (command != NULL && strcmp(flags[i].command, command) == 0);

        if (for_this && strcmp(flags[i].name, name) == 0)
            return &flags[i];
    }
    return NULL;
}

static int add_word(struct options *options, const char *word, struct problem *ret_problem)
{
    if (options->word_count == COMMAND_WORDS_MAX)
        return problem_set(ret_problem, CB_BAD_INPUT,
                           "Too many words on the command line. See coachbell-queue --help.");
    options->words[options->word_count++] = word;
    return CB_OK;
}

/* Sets the flags; what is no flag of ours is a word of the command's. */
static int read_flags(int argc, char **argv, struct options *options, struct problem *ret_problem)
{
    int error = CB_OK;

    for (int i = 1; i < argc && error == CB_OK; i++) {
        const struct flag *flag = find_flag(argv[i], options->word_count > 0 ? options->words[0] : NULL);

        if (strcmp(argv[i], "--help") == 0) {
            options->help = true;
        } else if (strcmp(argv[i], "--version") == 0) {
            options->version = true;
        } else if (flag == NULL) {
            error = add_word(options, argv[i], ret_problem);
        } else if (i + 1 == argc || argv[i + 1][0] == '\0' || strlen(argv[i + 1]) >= flag->size) {
            error = problem_set(ret_problem, CB_BAD_INPUT, "%s needs a value. See coachbell-queue --help.",
                                flag->name);
        } else {
            snprintf((char *)options + flag->offset, flag->size, "%s", argv[++i]);
        }
    }
    return error;
}

int options_read(int argc, char **argv, struct options *ret_options, struct problem *ret_problem)
{
    struct options given = {.help = false};
    struct options options = defaults;
    int error = read_flags(argc, argv, &given, ret_problem);

    if (error != CB_OK)
        return error;
    if (given.config[0] != '\0')
        error = options_read_file(given.config, &options, ret_problem);
    else if (access(DEFAULT_CONFIG, R_OK) == 0)
        error = options_read_file(DEFAULT_CONFIG, &options, ret_problem);
    if (error != CB_OK)
        return error == CB_BAD_INPUT ? CB_DAMAGED
                                     : error; /* a wrong file is the world's fault, not wrong usage */
    options.word_count = 0;
    error = read_flags(argc, argv, &options, ret_problem);
    if (error == CB_OK)
        *ret_options = options;
    return error;
}

void options_find_assets(const char *leaf, char *ret_path, size_t size)
{
    static const char *const beside[] = {"../assets", "../../assets"}; /* of build/ and build/debug/ */
    char program[OPTION_PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);

    while (length > 0 && program[length - 1] != '/')
        length--;
    for (size_t i = 0; length > 0 && i < sizeof beside / sizeof *beside; i++) {
        if ((size_t)snprintf(ret_path, size, "%.*s%s/%s", (int)length, program, beside[i], leaf) < size &&
            access(ret_path, R_OK) == 0)
            return;
    }
    snprintf(ret_path, size, "/usr/share/coachbell/%s", leaf);
}

void options_print_help(void)
{
    struct strbuf commands = STRBUF_INIT;

    command_help(&commands);
    printf("coachbell-queue: the on-site coach queue\n"
           "\n"
           "  coachbell-queue COMMAND [--data DIR] [--config FILE] ...\n"
           "\n"
           "  serve [--listen ADDRESS:PORT] [--plain ADDRESS:PORT] [--share DIR]\n"
           "      runs the queue, encrypted, at --listen (" OPTION_LISTEN "); --plain adds plain HTTP\n"
           "      for this machine (127.0.0.1:PORT or unix:PATH; alone, it is all); DIR holds the pages\n"
           "  restore FILE\n"
           "      puts a backup in the database's place, and keeps the one that was there; the queue must be "
           "stopped\n"
           "  trust [next|switch]\n"
           "      prints the fingerprint of the certificate to install; next announces another\n"
           "      authority to the kiosks, switch uses it\n"
           "  demo [--assets DIR]\n"
           "      makes the demo site in a new data folder, with its sign-ins in demo-sign-ins.txt\n"
           "%s"
           "  channel test\n"
           "      sends a test message on the second channel ([channel] in the settings)\n"
           "\n"
           "user, kiosk, backup, check and trust also work while serve runs.\n"
           "\n"
           "  --data DIR       where everything is kept (%s)\n"
           "  --site SHORT     which site, for user and kiosk, when there are several\n"
           "  --config FILE    settings (" DEFAULT_CONFIG ", if there is one)\n"
           "  --help, --version\n"
           "\n"
           "Exit codes: 0 fine, 1 it failed and says why, 2 wrong usage.\n",
           strbuf_text(&commands), defaults.data);
    strbuf_release(&commands);
}
