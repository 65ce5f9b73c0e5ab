/* What the installer's pages show and ask for. The program around the app fills in the facts and does what is
 * asked; the app keeps no password beyond the moment of trying it. */
#ifndef CB_INSTALLER_H
#define CB_INSTALLER_H

#include "relay/pair.h"
#include "ui/keypad.h"

#include <stdbool.h>
#include <stdint.h>

#define INSTALLER_PASSWORD_MAX 128 /* bytes */
#define INSTALLER_TEXT         96
#define INSTALLER_ADDRESS_MAX  120
#define INSTALLER_TRIES        3 /* wrong ones before the first wait */
#define INSTALLER_WAIT_MS      5000
#define INSTALLER_WAIT_MAX_MS  (15 * 60 * 1000)

/* Displays that the pages are made for, corner to corner; what the makers call 10.1 inches is a little less.
 */
#define DISPLAY_INCHES_MIN 10.0
#define DISPLAY_INCHES_MAX 15.7

struct installer_facts {
    char queue[INSTALLER_TEXT];   /* address */
    char network[INSTALLER_TEXT]; /* "eth0, wlan0": interfaces that are up; "" none */
    bool paired;                  /* there is a device token */
    bool pairing;                 /* one is being agreed on: `pair` */
    struct pair_view pair;
    char pair_fault[INSTALLER_ADDRESS_MAX * 2]; /* why the address cannot be used; "" it can */
    bool has_password;
    int width, height; /* device pixels */
    double dpi;        /* 0: the display does not say and nobody else did */
    bool sound_card;
    bool voice;
    const char *headphones; /* how they are noticed; NULL: not at all */
    struct keypad keypad;
};

/* Wrong passwords, of the kiosk and not of a visit: leaving the page does not shorten the wait. */
struct installer_lock {
    int wrong;
    int64_t closed_until_ms; /* mono */
};

/* What the program is asked to do; it takes the flag down. */
struct installer_wishes {
    bool check_password; /* visit.installer.password, then app_installer_answer */
    bool sound;
    bool keep_keypad; /* facts.keypad is to be used and kept */
    bool look;        /* for the window of the queue at visit.installer.address */
    bool typed;       /* visit.installer.digits are what the admin's page shows */
    bool stop;        /* the pairing */
};

/* Of one visit. */
struct installer_visit {
    bool open; /* the password was right */
    char password[INSTALLER_PASSWORD_MAX + 1];
    unsigned touched;  /* bits of the touch test's points */
    int ruler_percent; /* how much wider the card's outline was made, from 100 */
    enum keypad_function learning;
    bool heard;  /* the sound test was started */
    bool paired; /* just now */
    char address[INSTALLER_ADDRESS_MAX + 1];
    char digits[PAIRING_QUEUE_DIGITS + 1];
};

#endif
