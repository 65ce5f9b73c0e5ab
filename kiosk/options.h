/* What the kiosk is told at its start: built-in values, then the configuration file, then the command line.
 */
#ifndef CB_OPTIONS_H
#define CB_OPTIONS_H

#include "base/error.h"

#include "ui/keypad.h"
#include <stdbool.h>

#include <stdio.h>

#define OPTIONS_TEXT 1024

struct options {
    char queue[OPTIONS_TEXT];
    char data[OPTIONS_TEXT];
    char pair[OPTIONS_TEXT]; /* "": run; else pair with the queue at this address */
    char language[16];
    char region[16];
    char render[OPTIONS_TEXT];     /* "": run; else draw all pages into this folder */
    char transcript[OPTIONS_TEXT]; /* "": none; else what is on the screen is appended here */
    int width, height;             /* 0: not said */
    double dpi;                    /* 0: ask the display */
    bool fullscreen;
    bool speech;                   /* read aloud when somebody needs it */
    char spoken[OPTIONS_TEXT];     /* "": none; else what would be said is appended here */
    char spoken_wav[OPTIONS_TEXT]; /* "": the sound card; else sound goes into this file */
    bool headphones_simulated;     /* no socket to watch: F12 plugs them in and out */
    struct keypad keypad;
    int installer_key; /* scancode that opens the installer's page when held for five seconds; 0: none */
};

enum options_end {
    OPTIONS_RUN,
    OPTIONS_HELP,
    OPTIONS_VERSION,
    OPTIONS_SET_PASSWORD /* of the installer's page */
};

/* CB_BAD_INPUT with words for the person: wrong usage, or a file that has a mistake (with its name, line and
 * key). *ret_file_fault tells which of the two. */
int options_read(int count, char **arguments, struct options *ret_options, enum options_end *ret_end,
                 bool *ret_file_fault, struct problem *ret_problem);
void options_help(FILE *stream);

#endif
