/* The command line and queue.conf. Flags win over the file, the file over defaults. */
#ifndef CB_QUEUE_OPTIONS_H
#define CB_QUEUE_OPTIONS_H

#include "base/error.h"
#include "queue/channel.h"
#include "queue/command.h"

#include <stdbool.h>
#include <stddef.h>

#define OPTION_PATH_MAX 4096
#define OPTION_LISTEN   "[::]:8443"

struct options {
    bool help;
    bool version;
    char config[OPTION_PATH_MAX]; /* "" : /etc/coachbell/queue.conf if there is one */
    char data[OPTION_PATH_MAX];
    char listen[128]; /* with TLS; "": OPTION_LISTEN when there is no plain either */
    char plain[128];  /* without; "": none */
    char names[1024];
    char trusted_proxies[512];
    char certificate[OPTION_PATH_MAX]; /* "": the queue's own */
    char certificate_key[OPTION_PATH_MAX];
    char certificate_authority[OPTION_PATH_MAX];
    char share[OPTION_PATH_MAX];         /* web pages; "": beside the program, else where packages put them */
    char assets[OPTION_PATH_MAX];        /* demo/site.json is in there; "" likewise */
    char backup_folder[OPTION_PATH_MAX]; /* "": no backups by themselves */
    int backup_hour;                     /* by the first site's clock */
    int backup_keep;
    struct channel_settings channel;
    int connections;
    int request_seconds;
    int idle_seconds;
    int kiosk_requests;
    const char *words[COMMAND_WORDS_MAX]; /* the command and what follows it, borrowed from argv */
    size_t word_count;
};

/* CB_BAD_INPUT: wrong usage (exit code 2), in words. */
int options_read(int argc, char **argv, struct options *ret_options, struct problem *ret_problem);
/* Reads the file over the defaults in *options. CB_NOT_FOUND; CB_BAD_INPUT with file, line and key in words.
 */
int options_read_file(const char *path, struct options *options, struct problem *ret_problem);
/* Finds `leaf` ("web", "") among the assets that came with the program; "" when there is none. */
void options_find_assets(const char *leaf, char *ret_path, size_t size);
void options_print_help(void);

#endif
