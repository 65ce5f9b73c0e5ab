/* What the kiosk keeps for its installer: the password's Argon2id record and the learnt keypad, files of the
 * data folder; and the facts of the installer's page that have to be looked up. */
#ifndef CB_INSTALLER_FILE_H
#define CB_INSTALLER_FILE_H

#include "base/error.h"
#include "installer.h"

/* Reads one line from stdin and keeps its Argon2id record as DATA/installer, readable by this user only.
 * CB_BAD_INPUT: too short or easy to guess; CB_IO. */
int installer_set_password(const char *data, struct problem *ret_problem);
bool installer_has_password(const char *data);
/* Slow on purpose: a third of a second, on the only page where nobody else waits. */
bool installer_password_right(const char *data, const char *password);

/* Keeps the map as DATA/keypad. */
int installer_keep_keypad(const char *data, const struct keypad *keypad);
/* Interfaces that are up and are not the loopback: "eth0, wlan0". */
void installer_network(char *ret_text, size_t size);

#endif
