/* One table names every option; the configuration file and the command line share it. */
#include "options.h"

#include <ini.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONFIG_FILE "/etc/coachbell/kiosk.conf"

struct setting {
    const char *name;
    const char *value_name; /* NULL: a switch on the command line, yes or no in the file */
    bool in_file;
    bool (*take)(struct options *options, const char *value); /* false: not a value of this kind */
    const char *wants;
    const char *help;
};

/* ---- values ---- */

static bool take_text(char *ret_text, size_t size, const char *value)
{
    if (value[0] == 0 || strlen(value) >= size)
        return false;
    strcpy(ret_text, value);
    return true;
}

static bool take_queue(struct options *options, const char *value)
{
    bool web = strncmp(value, "http://", 7) == 0 || strncmp(value, "https://", 8) == 0;
    return web && strstr(value, "//")[2] != 0 && strpbrk(value, " \t") == NULL &&
           take_text(options->queue, sizeof options->queue, value);
}

static bool take_data(struct options *options, const char *value)
{
    return take_text(options->data, sizeof options->data, value);
}

static bool take_pair(struct options *options, const char *value)
{
    return value[0] != 0 && take_text(options->pair, sizeof options->pair, value);
}

static bool take_render(struct options *options, const char *value)
{
    return take_text(options->render, sizeof options->render, value);
}

static bool take_transcript(struct options *options, const char *value)
{
    return take_text(options->transcript, sizeof options->transcript, value);
}

static bool is_code(const char *value)
{
    return value[0] != 0 && strlen(value) < 16 &&
           strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == strlen(value);
}

static bool take_language(struct options *options, const char *value)
{
    return is_code(value) && take_text(options->language, sizeof options->language, value);
}

static bool take_region(struct options *options, const char *value)
{
    return is_code(value) && take_text(options->region, sizeof options->region, value);
}

static bool take_size(struct options *options, const char *value)
{
    char *end;
    long width = strtol(value, &end, 10);
    if (*end != 'x')
        return false;
    long height = strtol(end + 1, &end, 10);
    if (*end != 0 || width < 640 || height < 400 || width > 4096 || height > 4096)
        return false;
    options->width = (int)width;
    options->height = (int)height;
    return true;
}

static bool take_dpi(struct options *options, const char *value)
{
    char *end;
    double dpi = strtod(value, &end);
    if (*end != 0 || !(dpi >= 40 && dpi <= 600))
        return false;
    options->dpi = dpi;
    return true;
}

static bool take_yes_no(bool *ret_yes, const char *value)
{
    bool yes = strcmp(value, "yes") == 0;
    if (!yes && strcmp(value, "no") != 0)
        return false;
    *ret_yes = yes;
    return true;
}

static bool take_fullscreen(struct options *options, const char *value)
{
    return take_yes_no(&options->fullscreen, value);
}

static bool take_speech(struct options *options, const char *value)
{
    return take_yes_no(&options->speech, value);
}

static bool take_spoken(struct options *options, const char *value)
{
    return take_text(options->spoken, sizeof options->spoken, value);
}

static bool take_spoken_wav(struct options *options, const char *value)
{
    return take_text(options->spoken_wav, sizeof options->spoken_wav, value);
}

static bool take_headphones(struct options *options, const char *value)
{
    options->headphones_simulated = strcmp(value, "simulated") == 0;
    return options->headphones_simulated || strcmp(value, "auto") == 0;
}

static bool take_keypad(struct options *options, const char *value)
{
    return keypad_parse(value, &options->keypad);
}

static bool take_installer_key(struct options *options, const char *value)
{
    struct keypad keypad;
    char pair[32];
    if (strcmp(value, "none") == 0) {
        options->installer_key = 0;
        return true;
    }
    if (strlen(value) > 16 || strpbrk(value, " ,") != NULL)
        return false;
    snprintf(pair, sizeof pair, "help:%s", value);
    if (!keypad_parse(pair, &keypad) || keypad.scancode[KEYPAD_HELP] == 0)
        return false;
    options->installer_key = keypad.scancode[KEYPAD_HELP];
    return true;
}

static const struct setting SETTINGS[] = {
    {"queue", "URL", true, take_queue, "an address like https://192.168.1.5:8443",
     "address of the coach queue, for a kiosk that has the file token\n"
     "                     and was not paired (http://127.0.0.1:8320)"},
    {"data", "DIR", true, take_data, "a folder",
     "folder of the outbox, the last board and the pairing\n"
     "                     (/var/lib/coachbell-kiosk)"},
    {"region", "CODE", true, take_region, "a code like us", "whose emergency numbers are shown (us)"},
    {"language", "CODE", true, take_language, "a code like en or es", "language a visit begins in (en)"},
    {"size", "WxH", true, take_size, "a size like 1280x800, from 640x400 to 4096x4096",
     "size of the window (1280x800; the display's when fullscreen)"},
    {"dpi", "N", true, take_dpi, "a number from 40 to 600",
     "pixels per inch, when the display does not say or is wrong"},
    {"fullscreen", NULL, true, take_fullscreen, "yes or no", "fill the display, hide the pointer"},
    {"speech", "yes|no", true, take_speech, "yes or no",
     "read pages aloud when headphones are plugged in or a\n"
     "                     keypad is used (yes)"},
    {"headphones", "HOW", true, take_headphones, "auto or simulated",
     "auto: watch the sound card's socket; simulated: F12 plugs them\n"
     "                     in and pulls them out (auto)"},
    {"keypad", "MAP", true, take_keypad, "a map like up:F13 down:F14 select:F17",
     "keys of an assistive keypad (up:F13 down:F14 back:F15 next:F16\n"
     "                     select:F17 help:F18 volume:F19)"},
    {"installer-key", "KEY", true, take_installer_key, "a key like F24, or none",
     "key that opens the installer's page when held for 5 seconds\n"
     "                     (none; Ctrl+Alt+I on a keyboard always does)"},
    {"pair", "ADDRESS", false, take_pair, "an address like 192.168.1.5",
     "pair with the queue there at this terminal, then end; on the\n"
     "                     screen, the installer's page does it"},
    {"render", "DIR", false, take_render, "a folder",
     "draw every page in every language and size into DIR, then end;\n"
     "                     needs no display"},
    {"transcript", "FILE", false, take_transcript, "a file",
     "append each picture as a line of JSON; for tests, since it holds\n"
     "                     what a person types"},
    {"spoken", "FILE", false, take_spoken, "a file",
     "append what would be said, and say nothing; for tests as well"},
    {"spoken-wav", "FILE", false, take_spoken_wav, "a file",
     "write what is said into a sound file; for tests as well"},
};
#define SETTING_COUNT (sizeof SETTINGS / sizeof SETTINGS[0])

static const struct setting *find_setting(const char *name)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (strcmp(SETTINGS[i].name, name) == 0)
            return &SETTINGS[i];
    }
    return NULL;
}

/* ---- the file ---- */

struct file_reader {
    struct options *options;
    char fault[256]; /* of the first line that is wrong; "" */
};

static int take_line(void *context, const char *section, const char *name, const char *value)
{
    struct file_reader *reader = context;
    const struct setting *setting = find_setting(name);
    char *fault = reader->fault[0] == 0 ? reader->fault : NULL;
    if (setting == NULL || !setting->in_file || section[0] != 0) {
        if (fault != NULL)
            snprintf(fault, sizeof reader->fault, "the key \"%.60s\" is not known here", name);
        return 0;
    }
    if (!setting->take(reader->options, value)) {
        if (fault != NULL)
            snprintf(fault, sizeof reader->fault, "the key \"%s\" needs %s", name, setting->wants);
        return 0;
    }
    return 1;
}

static int read_file(const char *path, struct options *options, bool *ret_file_fault, struct problem *problem)
{
    struct file_reader reader = {.options = options};
    int line = ini_parse(path, take_line, &reader);
    if (line == 0)
        return CB_OK;
    *ret_file_fault = true;
    if (line < 0)
        return problem_set(problem, CB_BAD_INPUT, "cannot read the configuration %s. Is the name right?",
                           path);
    return problem_set(problem, CB_BAD_INPUT, "%s, line %d: %s. Mend this line and start again.", path, line,
                       reader.fault[0] != 0 ? reader.fault : "this is not \"key = value\"");
}

/* ---- the command line ---- */

static int wrong_usage(struct problem *problem, const char *argument, const char *what)
{
    return problem_set(problem, CB_BAD_INPUT, "%s %s. See coachbell-kiosk --help.", argument, what);
}

static int take_argument(struct options *options, char **arguments, int count, int *index,
                         struct problem *problem)
{
    const char *argument = arguments[*index];
    const struct setting *setting = strncmp(argument, "--", 2) == 0 ? find_setting(argument + 2) : NULL;
    if (setting == NULL)
        return wrong_usage(problem, argument, "is not an option");
    const char *value = "yes";
    if (setting->value_name != NULL) {
        if (*index + 1 >= count)
            return wrong_usage(problem, argument, "needs a value behind it");
        value = arguments[++*index];
    }
    if (setting->take(options, value))
        return CB_OK;
    char what[OPTIONS_TEXT];
    snprintf(what, sizeof what, "needs %s, not \"%.200s\"", setting->wants, value);
    return wrong_usage(problem, argument, what);
}

/* The file named by --config, or the usual one when it is there; NULL: none. */
static const char *config_path(int count, char **arguments)
{
    for (int i = 1; i + 1 < count; i++) {
        if (strcmp(arguments[i], "--config") == 0)
            return arguments[i + 1];
    }
    return access(CONFIG_FILE, F_OK) == 0 ? CONFIG_FILE : NULL;
}

static const struct options DEFAULTS = {
    .queue = "http://127.0.0.1:8320",
    .data = "/var/lib/coachbell-kiosk",
    .language = "en",
    .region = "us",
    .speech = true,
};

int options_read(int count, char **arguments, struct options *ret_options, enum options_end *ret_end,
                 bool *ret_file_fault, struct problem *ret_problem)
{
    struct options options = DEFAULTS;
    options.keypad = keypad_default();
    *ret_file_fault = false;
    *ret_end = OPTIONS_RUN;
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "--help") == 0 || strcmp(arguments[i], "--version") == 0) {
            *ret_end = arguments[i][2] == 'h' ? OPTIONS_HELP : OPTIONS_VERSION;
            return CB_OK;
        }
    }
    const char *path = config_path(count, arguments);
    int result = path != NULL ? read_file(path, &options, ret_file_fault, ret_problem) : CB_OK;
    for (int i = 1; result == CB_OK && i < count; i++) {
        if (strcmp(arguments[i], "--set-installer-password") == 0)
            *ret_end = OPTIONS_SET_PASSWORD;
        else if (strcmp(arguments[i], "--config") != 0)
            result = take_argument(&options, arguments, count, &i, ret_problem);
        else if (++i >= count)
            result = wrong_usage(ret_problem, "--config", "needs a file behind it");
    }
    if (result == CB_OK)
        *ret_options = options;
    return result;
}

void options_help(FILE *stream)
{
    fputs("Usage: coachbell-kiosk [OPTION]...\n"
          "The patient's screen of Coachbell. Defaults stand in brackets.\n\n"
          "  --config FILE      configuration (" CONFIG_FILE ", when it is there)\n",
          stream);
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        char option[32];
        snprintf(option, sizeof option, "--%s %s", SETTINGS[i].name,
                 SETTINGS[i].value_name != NULL ? SETTINGS[i].value_name : "");
        fprintf(stream, "  %-18s %s\n", option, SETTINGS[i].help);
    }
    fputs("  --set-installer-password\n"
          "                     reads a password from standard input, keeps it for the\n"
          "                     installer's page, then ends\n"
          "  --help             this text\n"
          "  --version          the version\n\n"
          "Exit codes: 0 fine, 1 something failed (the message says what to do), 2 wrong usage.\n",
          stream);
}
